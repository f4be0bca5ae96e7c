//! Phase 5: the only place that signs tokens.

use ostia_jose::{HmacKey, Signer, jwe};
use ostia_protocol::auth0::ids;
use ostia_protocol::oauth::Scope;
use ostia_protocol::oidc::{
    self, AccessTokenClaims, Audience, ClientClaims, Confirmation, Digest, ExtraClaims,
    IdTokenClaims, half_hash,
};
use serde::{Deserialize, Serialize};

use super::client_certificate::{self, ClientCertificate};
use super::{Entitlement, Subject};
use crate::access::Target;
use crate::clients::{Client, IdTokenSignature};
use crate::context::Context;
use crate::failure::{Broken, Failure};
use crate::resource_servers::{AccessTokenSignature, ResourceServer};
use crate::signing_keys;

/// How long an access token for `/userinfo` alone is valid, in seconds (reference/authentication.md §4.3).
const USERINFO_LIFETIME: i64 = 86_400;
const USERINFO_LIFETIME_FOR_WEB: i64 = 7_200;

/// How tokens reach the client.
#[derive(Clone, Copy, Debug)]
pub enum Channel<'a> {
    /// From the token endpoint, over a connection that was opened with this certificate, if with any.
    Back(Option<&'a ClientCertificate>),
    /// Through the browser.
    Front,
}

/// An access token and how long it is valid.
#[derive(Debug)]
pub struct AccessToken {
    /// The token.
    pub token: String,
    /// Seconds.
    pub expires_in: u64,
}

/// What is returned through the browser beside an ID token, which then vouches for it (OIDC Core §3.3.2.11).
#[derive(Debug, Default)]
pub struct Beside<'a> {
    /// An access token.
    pub access_token: Option<&'a str>,
    /// A code.
    pub code: Option<&'a str>,
    /// Whether the ID token itself goes through the browser.
    pub front_channel: bool,
}

/// The content of an opaque access token. Only this server reads it.
#[derive(Debug, Serialize, Deserialize)]
pub struct OpaqueContent {
    /// The user.
    pub sub: String,
    /// The client.
    pub azp: String,
    /// What was granted.
    pub scope: Scope,
    /// Seconds since the epoch.
    pub exp: i64,
    /// The organization.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub org_id: Option<String>,
}

/// Makes an access token: opaque for `/userinfo` alone, a JWT for an API.
///
/// # Errors
/// `invalid_request` where the API wants tokens to be bound and this one can't be; or when keys can't be read.
pub async fn access_token(
    entitlement: &Entitlement,
    client: &Client,
    channel: Channel<'_>,
    context: &Context,
) -> Result<AccessToken, Failure> {
    let (token, lifetime) = match &entitlement.access.target {
        Target::UserInfo => {
            let lifetime = match channel {
                Channel::Front => USERINFO_LIFETIME_FOR_WEB,
                Channel::Back(_) => USERINFO_LIFETIME,
            };
            (opaque(entitlement, client, lifetime, context)?, lifetime)
        }
        Target::Api(api) => {
            let lifetime = match channel {
                Channel::Front => api.token_lifetime_for_web.min(api.token_lifetime),
                Channel::Back(_) => api.token_lifetime,
            };
            let confirmation = confirmation(channel, client, api)?;
            let lifetime = client
                .access_token_limit()
                .map_or(lifetime, |limit| lifetime.min(limit));
            (
                jwt(entitlement, client, api, lifetime, confirmation, context).await?,
                lifetime,
            )
        }
    };
    Ok(AccessToken {
        token,
        expires_in: lifetime.unsigned_abs(),
    })
}

/// What the token is bound to (RFC 8705 §3.1).
fn confirmation(
    channel: Channel<'_>,
    client: &Client,
    api: &ResourceServer,
) -> Result<Option<Confirmation>, Failure> {
    let certificate = match channel {
        Channel::Back(certificate) => certificate,
        Channel::Front => None,
    };
    let bound = client_certificate::binding(
        certificate,
        client.kind.is_public(),
        client.requires_bound_tokens,
        api,
    )?;
    Ok(bound.map(|thumbprint| Confirmation {
        certificate_thumbprint: Some(thumbprint),
    }))
}

fn subject(entitlement: &Entitlement, client: &Client) -> String {
    match &entitlement.subject {
        Subject::User(user) => user.id.to_string(),
        Subject::Client => format!("{}@clients", client.name_in_requests()),
    }
}

fn opaque(
    entitlement: &Entitlement,
    client: &Client,
    lifetime: i64,
    context: &Context,
) -> Result<String, Broken> {
    let content = OpaqueContent {
        sub: subject(entitlement, client),
        azp: client.id.to_string(),
        scope: entitlement.access.scope.clone(),
        exp: context.now.seconds() + lifetime,
        org_id: organization_claims(entitlement, context).0,
    };
    let header = jwe::Header {
        iss: Some(context.tenant.issuer()),
        ..jwe::Header::default()
    };
    let plaintext = serde_json::to_vec(&content)?;
    Ok(context
        .tenant
        .opaque_tokens
        .encrypt(&plaintext, &header, context.entropy().bytes())?)
}

/// `org_id`, and `org_name` where the tenant calls organizations by their names.
fn organization_claims(
    entitlement: &Entitlement,
    context: &Context,
) -> (Option<String>, Option<String>) {
    let Some(organization) = &entitlement.organization else {
        return (None, None);
    };
    let names = context.tenant.settings.organization_names;
    let name = names.then(|| organization.name.clone());
    (Some(organization.id.to_string()), name)
}

async fn jwt(
    entitlement: &Entitlement,
    client: &Client,
    api: &ResourceServer,
    lifetime: i64,
    cnf: Option<Confirmation>,
    context: &Context,
) -> Result<String, Broken> {
    let signer = match &api.signature {
        AccessTokenSignature::Key(algorithm) => signing_keys::ring(context)
            .await?
            .signer(*algorithm, api.dialect.header_type())?,
        AccessTokenSignature::Secret(secret) => {
            Signer::hmac(HmacKey::new(&secret.reveal()?)?, api.dialect.header_type())?
        }
    };
    let client_claims = if api.dialect.is_rfc9068() {
        ClientClaims::Rfc9068 {
            jti: ids::token(context.entropy(), 16),
            client_id: client.name_in_requests().to_owned(),
        }
    } else {
        ClientClaims::Auth0 {
            gty: entitlement.gty,
            azp: client.name_in_requests().to_owned(),
        }
    };
    let now = context.now.seconds();
    let (org_id, org_name) = organization_claims(entitlement, context);
    let claims = AccessTokenClaims {
        extra: ExtraClaims::default(),
        iss: context.tenant.issuer(),
        sub: subject(entitlement, client),
        aud: audience(entitlement, api, context),
        iat: now,
        exp: now + lifetime,
        scope: entitlement.access.scope.clone(),
        client: client_claims,
        org_id,
        org_name,
        permissions: entitlement.access.permissions.clone(),
        cnf,
    };
    Ok(signer.sign(&claims)?)
}

/// A token that also opens `/userinfo` says so, where the tenant's key signs it (reference/authentication.md §4.2).
fn audience(entitlement: &Entitlement, api: &ResourceServer, context: &Context) -> Audience {
    let signed_by_tenant = matches!(api.signature, AccessTokenSignature::Key(_));
    if entitlement.access.scope.openid() && signed_by_tenant && !api.is_system {
        return Audience::Many(vec![
            api.identifier.clone(),
            context.tenant.userinfo_audience(),
        ]);
    }
    Audience::One(api.identifier.clone())
}

/// Makes an ID token, signed as the client's type says; `None` where there is no user.
///
/// # Errors
/// When keys can't be read.
pub async fn id_token(
    entitlement: &Entitlement,
    client: &Client,
    beside: &Beside<'_>,
    context: &Context,
) -> Result<Option<String>, Broken> {
    let Subject::User(user) = &entitlement.subject else {
        return Ok(None);
    };
    let signer = id_token_signer(entitlement, client, beside.front_channel, context).await?;
    let digest = Digest::of_algorithm(signer.algorithm().as_str()).unwrap_or(Digest::Sha256);
    let authentication = entitlement.authentication.as_ref();
    let second_factor =
        authentication.and_then(|authentication| authentication.second_factor.as_ref());
    let now = context.now.seconds();
    let (org_id, org_name) = organization_claims(entitlement, context);
    let claims = IdTokenClaims {
        extra: ExtraClaims::from(oidc::filter(&user.claims(), &entitlement.access.scope)),
        iss: context.tenant.issuer(),
        sub: user.id.to_string(),
        aud: client.name_in_requests().to_owned(),
        iat: now,
        exp: now + client.id_token_lifetime,
        sid: authentication.and_then(|authentication| authentication.session_id.clone()),
        nonce: entitlement.nonce.clone(),
        auth_time: authentication
            .filter(|authentication| authentication.tells_time)
            .map(|proof| proof.at),
        at_hash: beside.access_token.map(|token| half_hash(token, digest)),
        c_hash: beside.code.map(|code| half_hash(code, digest)),
        acr: second_factor.and_then(|claims| claims.acr.clone()),
        amr: second_factor
            .map(|_| "mfa".to_owned())
            .into_iter()
            .collect(),
        org_id,
        org_name,
    };
    Ok(Some(signer.sign(&claims)?))
}

async fn id_token_signer(
    entitlement: &Entitlement,
    client: &Client,
    front_channel: bool,
    context: &Context,
) -> Result<Signer, Broken> {
    let signature = if front_channel {
        // Asking for an API is the conformant pipeline, too (reference/authentication.md §2).
        let conformant = client.oidc_conformant || entitlement.access.target.api().is_some();
        client.kind.front_channel_signature(conformant)
    } else {
        client.kind.id_token_signature()
    };
    match signature {
        IdTokenSignature::Secret(secret) => {
            Ok(Signer::hmac(HmacKey::new(&secret.hmac_key()?)?, "JWT")?)
        }
        IdTokenSignature::Key(algorithm) => {
            signing_keys::ring(context).await?.signer(algorithm, "JWT")
        }
    }
}
