//! `/api/v2/keys/signing`: the keys that sign the tenant's tokens.

use axum::http::StatusCode;
use ostia_identity::signing_keys;
use ostia_protocol::auth0::management_error::Error;
use ostia_protocol::auth0::scopes::ManagementScope;

use super::{Answer, answer};
use crate::extract::{Caller, PathId, RequestContext};

/// `GET /keys/signing`
///
/// # Errors
/// 403; or when the database is away.
pub async fn list(caller: Caller, context: RequestContext) -> Answer {
    caller.require_any(&[ManagementScope::ReadSigningKeys])?;
    let keys = signing_keys::documents(&context).await?;
    Ok(answer(StatusCode::OK, &keys))
}

/// `GET /keys/signing/{kid}`
///
/// # Errors
/// 403, 404; or when the database is away.
pub async fn read(caller: Caller, PathId(kid): PathId, context: RequestContext) -> Answer {
    caller.require_any(&[ManagementScope::ReadSigningKeys])?;
    let key = signing_keys::find_document(&kid, &context).await?;
    Ok(answer(StatusCode::OK, &key))
}

/// `POST /keys/signing/rotate`: answers the key that signs from now on.
///
/// # Errors
/// 403; or when the database is away.
pub async fn rotate(caller: Caller, context: RequestContext) -> Answer {
    // The one endpoint where every scope is needed.
    let scopes = [
        ManagementScope::CreateSigningKeys,
        ManagementScope::UpdateSigningKeys,
    ];
    if !scopes.iter().all(|scope| caller.has(*scope)) {
        return Err(Error::insufficient_scope(&scopes).into());
    }
    let kid = signing_keys::rotate(&context.tenant, &context.platform).await?;
    let key = signing_keys::find_document(&kid, &context).await?;
    Ok(answer(StatusCode::CREATED, &key))
}

/// `PUT /keys/signing/{kid}/revoke`
///
/// # Errors
/// 400, 403, 404; or when the database is away.
pub async fn revoke(caller: Caller, PathId(kid): PathId, context: RequestContext) -> Answer {
    caller.require_any(&[ManagementScope::UpdateSigningKeys])?;
    let key = signing_keys::revoke_previous(&kid, &context).await?;
    Ok(answer(StatusCode::OK, &key))
}
