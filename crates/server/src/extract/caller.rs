//! Who calls the Management API, and with which scopes.

use axum::extract::FromRequestParts;
use axum::http::header;
use axum::http::request::Parts;
use ostia_identity::bearer::{self, Worthless};
use ostia_identity::clients;
use ostia_identity::context::Context;
use ostia_protocol::auth0::ids::{ClientId, UserId};
use ostia_protocol::auth0::management_error::Error;
use ostia_protocol::auth0::scopes::ManagementScope;
use ostia_protocol::oidc::PresentedAccessToken;

use crate::error::management::Failed;
use crate::management::audit::Trace;

/// The bearer of a valid Management API token.
#[derive(Clone, Debug)]
pub struct Caller {
    /// On whose behalf.
    pub subject: Subject,
    /// Which application holds the token.
    pub client_id: ClientId,
    scopes: Vec<ManagementScope>,
}

/// On whose behalf a caller acts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    /// Its own.
    Client,
    /// A user's, who may act only on themselves where the scope says `current_user`.
    User(UserId),
}

impl Caller {
    /// Who sent the request.
    ///
    /// # Errors
    /// 400 and 401 for a token that is missing or worth nothing, 403 for a client that may not call at all.
    pub async fn authenticate(parts: &Parts, context: &Context) -> Result<Self, Failed> {
        let token = token(parts)?;
        let audience = context.tenant.management_audience();
        let claims = bearer::verify_jwt(token, &audience, None, context).await?;
        let caller = recognise(claims.map_err(refusal)?, context).await?;
        if let Some(trace) = parts.extensions.get::<Trace>() {
            trace.caller(&caller);
        }
        Ok(caller)
    }

    /// Whether the token carries a scope.
    pub fn has(&self, scope: ManagementScope) -> bool {
        self.scopes.contains(&scope)
    }

    /// What the token carries, by name.
    pub fn scope_names(&self) -> Vec<&'static str> {
        self.scopes.iter().map(|scope| scope.as_str()).collect()
    }

    /// Lets the caller pass with any one of the scopes.
    ///
    /// # Errors
    /// 403 `insufficient_scope`, naming them.
    pub fn require_any(&self, scopes: &[ManagementScope]) -> Result<(), Error> {
        if scopes.iter().any(|scope| self.has(*scope)) {
            Ok(())
        } else {
            Err(Error::insufficient_scope(scopes))
        }
    }

    /// Lets the caller pass with all of the scopes.
    ///
    /// # Errors
    /// 403 `insufficient_scope`, naming them.
    pub fn require_all(&self, scopes: &[ManagementScope]) -> Result<(), Error> {
        if scopes.iter().all(|scope| self.has(*scope)) {
            Ok(())
        } else {
            Err(Error::insufficient_scope(scopes))
        }
    }

    /// Lets the caller pass to a user's own resource: with one of `general`, or with one of `own` if the user is the
    /// token's subject.
    ///
    /// # Errors
    /// 403, naming the scopes, or saying that it is somebody else.
    pub fn require_for_user(
        &self,
        user: &UserId,
        general: &[ManagementScope],
        own: &[ManagementScope],
    ) -> Result<(), Error> {
        if general.iter().any(|scope| self.has(*scope)) {
            return Ok(());
        }
        if !own.iter().any(|scope| self.has(*scope)) {
            return Err(Error::insufficient_scope(&[general, own].concat()));
        }
        if self.subject == Subject::User(user.clone()) {
            Ok(())
        } else {
            Err(Error::user_mismatch())
        }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Caller {
    type Rejection = Failed;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Failed> {
        // The guard of every operation put it there; without it there is nobody to serve.
        let caller = parts.extensions.get::<Self>().cloned();
        Ok(caller.ok_or_else(Error::internal)?)
    }
}

fn token(parts: &Parts) -> Result<&str, Error> {
    let header = parts
        .headers
        .get(header::AUTHORIZATION)
        .ok_or_else(Error::missing_authentication)?;
    let text = header
        .to_str()
        .map_err(|_| Error::bad_authentication_header())?;
    match text.split_once(' ') {
        Some((scheme, token))
            if scheme.eq_ignore_ascii_case("bearer") && token.split('.').count() == 3 =>
        {
            Ok(token.trim())
        }
        _ => Err(Error::bad_authentication_header()),
    }
}

fn refusal(worthless: Worthless) -> Error {
    match worthless {
        Worthless::Malformed | Worthless::Issuer | Worthless::Unbound => Error::invalid_token(),
        Worthless::Signature => Error::invalid_signature(),
        Worthless::Expired => Error::expired_token(),
        Worthless::Audience { expected } => Error::bad_audience(&expected),
    }
}

/// A token outlives neither its client nor what its client's ownership allows.
async fn recognise(claims: PresentedAccessToken, context: &Context) -> Result<Caller, Failed> {
    let client = clients::find_named(&claims.client_id, context)
        .await?
        .ok_or_else(Error::invalid_token)?;
    let subject = match claims.sub.strip_suffix("@clients") {
        Some(id) if id == claims.client_id => Subject::Client,
        Some(_) => return Err(Error::invalid_token().into()),
        None => Subject::User(UserId::parse(&claims.sub).map_err(|_| Error::invalid_token())?),
    };
    if client.is_strict() || (subject == Subject::Client && !client.may_administer()) {
        return Err(Error::client_cannot_perform_operation().into());
    }
    let scopes = claims
        .scope
        .iter()
        .filter_map(|scope| scope.parse::<ManagementScope>().ok())
        .filter(|scope| client.may_administer() || scope.is_current_user())
        .collect();
    Ok(Caller {
        subject,
        client_id: client.id.clone(),
        scopes,
    })
}
