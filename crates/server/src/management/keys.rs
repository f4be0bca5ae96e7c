//! `/api/v2/keys/signing`: the keys that sign the tenant's tokens.

use axum::http::StatusCode;
use ostia_identity::signing_keys;
use ostia_protocol::auth0::scopes::ManagementScope::{
    CreateSigningKeys, ReadSigningKeys, UpdateSigningKeys,
};

use super::operation::Operation;
use super::{Answer, answer};
use crate::extract::{PathId, RequestContext};

/// The operations of this noun.
pub fn operations() -> Vec<Operation> {
    vec![
        Operation::get("/keys/signing", "List the signing keys", list).any_of(&[ReadSigningKeys]),
        Operation::post("/keys/signing/rotate", "Sign with the next key", rotate)
            .all_of(&[CreateSigningKeys, UpdateSigningKeys]),
        Operation::get("/keys/signing/{kid}", "Read a signing key", read)
            .any_of(&[ReadSigningKeys]),
        Operation::put(
            "/keys/signing/{kid}/revoke",
            "Revoke the previous signing key",
            revoke,
        )
        .any_of(&[UpdateSigningKeys]),
    ]
}

/// `GET /keys/signing`
///
/// # Errors
/// 403; or when the database is away.
async fn list(context: RequestContext) -> Answer {
    let keys = signing_keys::documents(&context).await?;
    Ok(answer(StatusCode::OK, &keys))
}

/// `GET /keys/signing/{kid}`
///
/// # Errors
/// 403, 404; or when the database is away.
async fn read(PathId(kid): PathId, context: RequestContext) -> Answer {
    let key = signing_keys::find_document(&kid, &context).await?;
    Ok(answer(StatusCode::OK, &key))
}

/// `POST /keys/signing/rotate`: answers the key that signs from now on.
///
/// # Errors
/// 403; or when the database is away.
async fn rotate(context: RequestContext) -> Answer {
    let kid = signing_keys::rotate(&context.tenant, &context.platform).await?;
    let key = signing_keys::find_document(&kid, &context).await?;
    Ok(answer(StatusCode::CREATED, &key))
}

/// `PUT /keys/signing/{kid}/revoke`
///
/// # Errors
/// 400, 403, 404; or when the database is away.
async fn revoke(PathId(kid): PathId, context: RequestContext) -> Answer {
    let key = signing_keys::revoke_previous(&kid, &context).await?;
    Ok(answer(StatusCode::OK, &key))
}
