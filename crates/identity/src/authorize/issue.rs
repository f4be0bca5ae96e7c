//! The end of an authorization: codes and tokens for a user who is known and has agreed.

use ostia_protocol::oauth::ResponseType;

use super::Authorization;
use super::answer::Answer;
use super::target::TrustedTarget;
use crate::access::Access;
use crate::approval::{Approval, Authentication, CodeConditions, SecondFactorClaims};
use crate::authorization_codes;
use crate::clients::Client;
use crate::context::Context;
use crate::database::Work;
use crate::failure::{Broken, Failure};
use crate::mfa;
use crate::organizations::Organization;
use crate::sessions::{Session, Use};
use crate::token::mint::{self, Beside, Channel};
use crate::token::{Entitlement, Refresh, Subject};
use crate::users::User;

/// Everything that was found on the way here.
#[derive(Debug)]
pub struct Granted {
    /// Who.
    pub user: User,
    /// In which session.
    pub session: Session,
    /// To what.
    pub access: Access,
    /// In which organization.
    pub organization: Option<Organization>,
}

/// What an answer is committed with: that the login is over, and what comes of it.
#[derive(Debug)]
pub struct Ending {
    /// The unit of work.
    pub work: Work,
    session_use: Use,
}

impl Ending {
    /// Begins the end.
    ///
    /// # Errors
    /// When the database is away.
    pub async fn begin(
        granted: &Granted,
        client: &Client,
        context: &Context,
    ) -> Result<Self, Broken> {
        Ok(Self {
            session_use: Use::of(&granted.session, &client.id, context).await?,
            work: context.begin().await?,
        })
    }

    /// Commits that the session was used, beside what else is in the unit of work.
    ///
    /// # Errors
    /// When the database is away.
    pub async fn commit(mut self, context: &Context) -> Result<(), Broken> {
        self.session_use.note(context, &mut self.work).await?;
        self.work.commit().await
    }
}

/// Makes the answer.
///
/// # Errors
/// A fault of ours; before anything is signed, nothing has happened.
pub async fn issue(
    granted: Granted,
    authorization: &Authorization,
    target: &TrustedTarget,
    mut ending: Ending,
    context: &Context,
) -> Result<Answer, Failure> {
    let request = &authorization.request;
    let conditions = CodeConditions {
        redirect_uri: target.redirect_uri.as_str().to_owned(),
        redirect_uri_was_sent: target.redirect_uri_was_sent,
        challenge: request.code_challenge.clone(),
        nonce: request.nonce.clone(),
    };
    let approval = Approval {
        code: Some(conditions),
        ..approval(&granted, authorization, &target.client)
    };
    let code = if request.response_type.has_code() {
        Some(authorization_codes::issue(&approval, context, &mut ending.work).await?)
    } else {
        None
    };
    ending.commit(context).await?;
    let entitlement = Entitlement {
        subject: Subject::User(Box::new(granted.user)),
        authentication: Some(approval.authentication.clone()),
        nonce: request.nonce.clone(),
        gty: None,
        refresh: Refresh::None,
        recovery_code: None,
        access: granted.access,
        organization: granted.organization,
    };
    let access_token = if request.response_type.has_token() {
        Some(mint::access_token(&entitlement, &target.client, Channel::Front, context).await?)
    } else {
        None
    };
    let id_token = if gives_id_token(request.response_type, &entitlement) {
        let token = access_token.as_ref().map(|token| token.token.as_str());
        let beside = Beside {
            access_token: token,
            code: code.as_deref(),
            front_channel: true,
        };
        mint::id_token(&entitlement, &target.client, &beside, context).await?
    } else {
        None
    };
    let mut parameters = Vec::new();
    parameters.extend(code.map(|code| ("code", code)));
    if let Some(token) = access_token {
        parameters.push(("access_token", token.token));
        parameters.push(("expires_in", token.expires_in.to_string()));
        parameters.push(("token_type", "Bearer".to_owned()));
        if entitlement.access.scope != request.scope {
            parameters.push(("scope", entitlement.access.scope.to_string()));
        }
    }
    parameters.extend(id_token.map(|token| ("id_token", token)));
    Ok(Answer::new(target, request.response_mode, parameters))
}

fn gives_id_token(response_type: ResponseType, entitlement: &Entitlement) -> bool {
    response_type.has_id_token() && entitlement.access.scope.openid()
}

fn second_factor(granted: &Granted, authorization: &Authorization) -> Option<SecondFactorClaims> {
    granted.session.second_factor.as_ref()?;
    let asked = authorization.request.acr_values.iter();
    Some(SecondFactorClaims {
        acr: asked
            .filter(|value| *value == mfa::ACR)
            .map(String::clone)
            .next(),
    })
}

/// What the user lets the client do.
pub(crate) fn approval(
    granted: &Granted,
    authorization: &Authorization,
    client: &Client,
) -> Approval {
    let request = &authorization.request;
    Approval {
        client_id: client.id.clone(),
        user_id: granted.user.id.clone(),
        scope: granted.access.scope.clone(),
        audience: granted.access.target.audience(),
        authentication: Authentication {
            at: granted.session.authenticated_at.seconds(),
            session_id: Some(granted.session.id.clone()),
            connection: granted.session.connection.clone(),
            tells_time: request.max_age.is_some() || request.prompt.login(),
            by_password_grant: false,
            second_factor: second_factor(granted, authorization),
        },
        code: None,
        organization: granted
            .organization
            .as_ref()
            .map(|organization| organization.id.to_string()),
    }
}
