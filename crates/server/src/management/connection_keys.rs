//! `/api/v2/connections/{id}/keys`: with these a connection signs what it asks its provider.

use axum::http::StatusCode;
use ostia_identity::connection_keys::{self as keys, BODY};
use ostia_protocol::auth0::scopes::ManagementScope::{
    CreateConnectionsKeys, ReadConnectionsKeys, UpdateConnectionsKeys,
};
use serde_json::json;

use super::operation::Operation;
use super::{Answer, answer};
use crate::extract::{OptionalJsonBody, PathId, RequestContext};

const ALL: &str = "/connections/{id}/keys";
const ROTATE: &str = "/connections/{id}/keys/rotate";

/// The operations of this noun.
pub fn operations() -> Vec<Operation> {
    vec![
        Operation::get(ALL, "List a connection's keys", list).any_of(&[ReadConnectionsKeys]),
        Operation::post(ALL, "Create a connection's keys", create)
            .any_of(&[CreateConnectionsKeys])
            .optional_body(&BODY),
        Operation::post(ROTATE, "Rotate a connection's keys", rotate)
            .all_of(&[CreateConnectionsKeys, UpdateConnectionsKeys])
            .optional_body(&BODY),
    ]
}

async fn list(PathId(id): PathId, context: RequestContext) -> Answer {
    Ok(answer(StatusCode::OK, &keys::list(&id, &context).await?))
}

async fn create(
    PathId(id): PathId,
    context: RequestContext,
    OptionalJsonBody(body): OptionalJsonBody,
) -> Answer {
    let body = body.unwrap_or_else(|| json!({}));
    let made = keys::create(&id, &body, &context).await?;
    Ok(answer(StatusCode::CREATED, &made))
}

async fn rotate(
    PathId(id): PathId,
    context: RequestContext,
    OptionalJsonBody(body): OptionalJsonBody,
) -> Answer {
    let body = body.unwrap_or_else(|| json!({}));
    let next = keys::rotate(&id, &body, &context).await?;
    Ok(answer(StatusCode::CREATED, &next))
}
