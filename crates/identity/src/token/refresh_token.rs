//! A refresh token (RFC 6749 §6, reference/authentication.md §3.3.1).

use ostia_protocol::oauth::{Error, Scope};

use super::{Entitlement, Refresh, Subject};
use crate::access;
use crate::approval::Approval;
use crate::clients::Client;
use crate::context::Context;
use crate::failure::Failure;
use crate::logs::{Entry, Event};
use crate::refresh_tokens::{self, Use};
use crate::users::{self, User};

pub(super) async fn redeem(
    token: &str,
    scope: Option<&Scope>,
    client: &Client,
    context: &Context,
) -> Result<Entitlement, Failure> {
    // What policy refuses is refused before the token is used up: a rotated token that nobody was given is lost.
    let ready = match refresh_tokens::look(token, client.id.as_str(), context).await? {
        Some(presented) if presented.is_current => {
            Some(entitle(presented.approval, scope, client, context).await?)
        }
        Some(presented) => {
            require_user(&presented.approval, context).await?;
            None
        }
        None => None,
    };
    let used = refresh_tokens::use_token(token, client.id.as_str(), client.refresh_tokens, context)
        .await?;
    let (approval, successor) = match used {
        Use::Good {
            approval,
            successor,
        } => (approval, successor),
        Use::Reused {
            approval,
            family_id,
            generations: [presented, newest],
        } => {
            Entry::new(Event::RefreshTokenReused)
                .description(
                    "A refresh token came again after it was replaced; its whole family was ended",
                )
                .client(client)
                .member("user_id", approval.user_id.as_str())
                .member("audience", approval.audience.as_deref().unwrap_or_default())
                .detail("familyId", family_id)
                .detail("tokenCounter", presented)
                .detail("latestCounter", newest)
                .record(context);
            return Err(Error::unknown_refresh_token()
                .with_detail("reused: the family was ended")
                .into());
        }
        Use::Unknown => return Err(Error::unknown_refresh_token().into()),
    };
    let entitlement = match ready {
        Some(entitlement) => entitlement,
        None => entitle(*approval, scope, client, context).await?,
    };
    Ok(Entitlement {
        refresh: successor.map_or(Refresh::None, Refresh::Successor),
        recovery_code: None,
        ..entitlement
    })
}

async fn require_user(approval: &Approval, context: &Context) -> Result<User, Failure> {
    let user = users::find(&approval.user_id, context).await?;
    user.ok_or_else(|| Error::refresh_token_user_gone().into())
}

async fn entitle(
    approval: Approval,
    scope: Option<&Scope>,
    client: &Client,
    context: &Context,
) -> Result<Entitlement, Failure> {
    let user = require_user(&approval, context).await?;
    if user.blocked {
        return Err(Error::user_blocked().into());
    }
    // SDKs repeat what they once asked for, and not what they got: scopes beyond the approval are left out.
    let requested = match scope.filter(|scope| !scope.is_empty()) {
        Some(scope) => approval.scope.intersect(scope),
        None => approval.scope.clone(),
    };
    let organization = access::approved_organization(&approval, context)
        .await?
        .ok_or_else(|| Error::unknown_refresh_token().with_detail(access::NOT_A_MEMBER))?;
    let target = access::approved_target(&approval, context).await?;
    let access = access::for_user(
        client,
        &user.id,
        target,
        &requested,
        organization.as_ref(),
        context,
    );
    Ok(Entitlement {
        access: access.await?,
        organization,
        subject: Subject::User(Box::new(user)),
        authentication: Some(approval.authentication),
        nonce: None,
        gty: Some("refresh_token"),
        refresh: Refresh::None,
        recovery_code: None,
    })
}
