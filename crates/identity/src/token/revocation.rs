//! Ending a refresh token on its client's word (RFC 7009).

use std::sync::Arc;

use ostia_protocol::oauth::{Error, ErrorCode, Parameters};

use super::client_authentication::{PresentedClient, authenticate};
use crate::clients::Client;
use crate::consents;
use crate::context::Context;
use crate::failure::{Broken, Failure};
use crate::logs::{Entry, Event};
use crate::refresh_tokens;

/// Ends the token, if it is the client's; where the tenant says so, the consent behind it and all of its tokens, too.
///
/// # Errors
/// `invalid_request` without a token, `invalid_client` where the client does not prove who it is.
pub async fn revoke(
    presented: &PresentedClient,
    parameters: &Parameters,
    context: &Context,
) -> Result<Arc<Client>, Failure> {
    let token = parameters.required("token")?;
    let client = authenticate(presented, context)
        .await
        .map_err(as_invalid_client)?;
    let Some(approval) = refresh_tokens::revoke(token, client.id.as_str(), context).await? else {
        return Ok(client);
    };
    if context.tenant.settings.revocation_ends_grant {
        let audience = approval
            .audience
            .clone()
            .unwrap_or_else(|| context.tenant.userinfo_audience());
        let mut work = context.begin().await?;
        consents::table::delete_of_party(&context.tenant, &approval, &audience, &mut work)
            .await
            .map_err(Broken::from)?;
        refresh_tokens::table::revoke_of_party(&context.tenant, &approval, context.now, &mut work)
            .await
            .map_err(Broken::from)?;
        work.commit().await?;
    }
    Entry::new(Event::RefreshTokenRevoked)
        .client(&client)
        .member("user_id", approval.user_id.as_str())
        .detail("audience", approval.audience.clone().unwrap_or_default())
        .record(context);
    Ok(client)
}

/// RFC 7009 §2.2.1 has RFC 6749's code here, and upstream follows it at this endpoint.
fn as_invalid_client(failure: Failure) -> Failure {
    match failure {
        Failure::Refused(error) if error.code == ErrorCode::AccessDenied => {
            Failure::Refused(Error {
                detail: error.detail,
                ..Error::invalid_client("Client authentication failed")
            })
        }
        other => other,
    }
}
