//! A code from `/authorize` (RFC 6749 §4.1.3, RFC 7636 §4.6). It is dead after the first try, whatever comes of it.

use ostia_protocol::oauth::{Error, Secret};

use super::{Entitlement, Refresh, Subject};
use crate::access;
use crate::approval::{Approval, CodeConditions};
use crate::authorization_codes::{self, Redemption};
use crate::clients::Client;
use crate::context::Context;
use crate::failure::{Broken, Failure};
use crate::{refresh_tokens, users};

pub(super) async fn redeem(
    code: &str,
    redirect_uri: Option<&str>,
    verifier: Option<&Secret>,
    client: &Client,
    context: &Context,
) -> Result<Entitlement, Failure> {
    let approval = match authorization_codes::redeem(code, context).await? {
        Redemption::Won(approval) => approval,
        Redemption::Replayed { family_id } => {
            if let Some(family_id) = family_id {
                refresh_tokens::revoke_family(&family_id, context).await?;
            }
            return Err(Error::invalid_authorization_code()
                .with_detail("the code was used before")
                .into());
        }
        Redemption::Unknown => return Err(Error::invalid_authorization_code().into()),
    };
    if approval.client_id != client.id {
        return Err(Error::invalid_authorization_code()
            .with_detail("the code is another client's")
            .into());
    }
    let conditions = approval
        .code
        .clone()
        .ok_or_else(|| Broken::internal("a code without conditions"))?;
    check_redirect_uri(redirect_uri, &conditions)?;
    check_verifier(verifier, &conditions, client)?;
    entitle(*approval, conditions.nonce, Some(code), client, context).await
}

fn check_redirect_uri(sent: Option<&str>, conditions: &CodeConditions) -> Result<(), Error> {
    match sent {
        Some(sent) if sent == conditions.redirect_uri => Ok(()),
        None if !conditions.redirect_uri_was_sent => Ok(()),
        sent => Err(Error::wrong_redirect_uri(
            sent.unwrap_or_default(),
            &conditions.redirect_uri,
        )),
    }
}

fn check_verifier(
    verifier: Option<&Secret>,
    conditions: &CodeConditions,
    client: &Client,
) -> Result<(), Error> {
    match (&conditions.challenge, verifier) {
        (Some(challenge), Some(verifier)) if challenge.verifies(verifier.expose()) => Ok(()),
        (None, None) if !client.requires_pkce() => Ok(()),
        // A verifier without a challenge is a sign of a downgrade (RFC 9700 §4.8.2).
        _ => Err(Error::code_verifier_mismatch()),
    }
}

/// What an approval entitles to. `code` is the authorization code that it was kept under.
pub(super) async fn entitle(
    approval: Approval,
    nonce: Option<String>,
    code: Option<&str>,
    client: &Client,
    context: &Context,
) -> Result<Entitlement, Failure> {
    let gone = || match code {
        Some(_) => Error::invalid_authorization_code(),
        None => Error::invalid_device_code(),
    };
    let user = users::find(&approval.user_id, context)
        .await?
        .ok_or_else(|| gone().with_detail("the user is gone"))?;
    if user.blocked {
        return Err(Error::user_blocked().into());
    }
    let organization = access::approved_organization(&approval, context)
        .await?
        .ok_or_else(|| gone().with_detail(access::NOT_A_MEMBER))?;
    let target = access::approved_target(&approval, context).await?;
    let access = access::for_user(
        client,
        &user.id,
        target,
        &approval.scope,
        organization.as_ref(),
        context,
    )
    .await?;
    let refresh = Refresh::granted(&approval, &access, code);
    Ok(Entitlement {
        subject: Subject::User(Box::new(user)),
        access,
        authentication: Some(approval.authentication),
        nonce,
        gty: None,
        refresh,
        organization,
        recovery_code: None,
    })
}
