//! `/api/v2/keys/custom-signing`: public keys that are published beside the tenant's own.

use axum::http::StatusCode;
use ostia_identity::custom_signing_keys::{self as keys, SET};
use ostia_protocol::auth0::scopes::ManagementScope::{
    CreateCustomSigningKeys, DeleteCustomSigningKeys, ReadCustomSigningKeys,
    UpdateCustomSigningKeys,
};

use super::operation::Operation;
use super::{Answer, answer, done};
use crate::extract::{JsonBody, RequestContext};

const PATH: &str = "/keys/custom-signing";

/// The operations of this noun.
pub fn operations() -> Vec<Operation> {
    vec![
        Operation::get(PATH, "Read the custom signing keys", read).any_of(&[ReadCustomSigningKeys]),
        Operation::put(PATH, "Set the custom signing keys", set)
            .all_of(&[CreateCustomSigningKeys, UpdateCustomSigningKeys])
            .body(&SET),
        Operation::delete(PATH, "Delete the custom signing keys", delete)
            .any_of(&[DeleteCustomSigningKeys]),
    ]
}

async fn read(context: RequestContext) -> Answer {
    Ok(answer(StatusCode::OK, &keys::read(&context).await?))
}

async fn set(context: RequestContext, JsonBody(body): JsonBody) -> Answer {
    Ok(answer(StatusCode::OK, &keys::set(&body, &context).await?))
}

async fn delete(context: RequestContext) -> Answer {
    keys::delete(&context).await?;
    Ok(done())
}
