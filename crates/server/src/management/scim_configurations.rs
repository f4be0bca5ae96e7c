//! `/api/v2/connections/{id}/scim-configuration`: how a directory provisions users through a connection.

use axum::http::StatusCode;
use ostia_identity::scim_configurations::{self as scim, CREATE, UPDATE, tokens};
use ostia_protocol::auth0::scopes::ManagementScope::{
    CreateScimConfig, CreateScimToken, DeleteScimConfig, DeleteScimToken, ReadScimConfig,
    ReadScimToken, UpdateScimConfig,
};
use serde_json::{Value, json};

use super::operation::Operation;
use super::{Answer, CHECKPOINTS, Wrapped, answer, done};
use crate::extract::{JsonBody, OptionalJsonBody, PathId, PathIds, QueryPairs, RequestContext};

const ALL: &str = "/connections-scim-configurations";
const ITEM: &str = "/connections/{id}/scim-configuration";
const MAPPING: &str = "/connections/{id}/scim-configuration/default-mapping";
const TOKENS: &str = "/connections/{id}/scim-configuration/tokens";
const TOKEN: &str = "/connections/{id}/scim-configuration/tokens/{tokenId}";

/// The operations of this noun.
pub fn operations() -> Vec<Operation> {
    vec![
        Operation::get(ALL, "List the SCIM configurations", list)
            .any_of(&[ReadScimConfig])
            .query(&CHECKPOINTS),
        Operation::get(ITEM, "Read a connection's SCIM configuration", read)
            .any_of(&[ReadScimConfig]),
        Operation::post(ITEM, "Create a connection's SCIM configuration", create)
            .any_of(&[CreateScimConfig])
            .optional_body(&CREATE),
        Operation::patch(ITEM, "Change a connection's SCIM configuration", update)
            .any_of(&[UpdateScimConfig])
            .body(&UPDATE),
        Operation::delete(ITEM, "Delete a connection's SCIM configuration", delete)
            .any_of(&[DeleteScimConfig]),
        Operation::get(
            MAPPING,
            "Read a connection's default SCIM mapping",
            default_mapping,
        )
        .any_of(&[ReadScimConfig]),
        Operation::get(TOKENS, "List a connection's SCIM tokens", list_tokens)
            .any_of(&[ReadScimToken]),
        Operation::post(TOKENS, "Create a SCIM token", create_token)
            .any_of(&[CreateScimToken])
            .optional_body(&tokens::CREATE),
        Operation::delete(TOKEN, "Delete a SCIM token", delete_token).any_of(&[DeleteScimToken]),
    ]
}

fn or_empty(body: Option<Value>) -> Value {
    body.unwrap_or_else(|| json!({}))
}

async fn list(query: QueryPairs, context: RequestContext) -> Answer {
    let wrapped = Wrapped::parse(&query)?;
    let page = scim::list(&wrapped.paging, &context).await?;
    Ok(answer(
        StatusCode::OK,
        &wrapped.respond("scim_configurations", page),
    ))
}

async fn read(PathId(id): PathId, context: RequestContext) -> Answer {
    Ok(answer(StatusCode::OK, &scim::read(&id, &context).await?))
}

async fn create(
    PathId(id): PathId,
    context: RequestContext,
    OptionalJsonBody(body): OptionalJsonBody,
) -> Answer {
    let made = scim::create(&id, &or_empty(body), &context).await?;
    Ok(answer(StatusCode::CREATED, &made))
}

async fn update(PathId(id): PathId, context: RequestContext, JsonBody(body): JsonBody) -> Answer {
    let changed = scim::update(&id, &body, &context).await?;
    Ok(answer(StatusCode::OK, &changed))
}

async fn delete(PathId(id): PathId, context: RequestContext) -> Answer {
    scim::delete(&id, &context).await?;
    Ok(done())
}

async fn default_mapping(PathId(id): PathId, context: RequestContext) -> Answer {
    let mapping = scim::default_mapping(&id, &context).await?;
    Ok(answer(StatusCode::OK, &mapping))
}

async fn list_tokens(PathId(id): PathId, context: RequestContext) -> Answer {
    Ok(answer(StatusCode::OK, &tokens::list(&id, &context).await?))
}

async fn create_token(
    PathId(id): PathId,
    context: RequestContext,
    OptionalJsonBody(body): OptionalJsonBody,
) -> Answer {
    let made = tokens::create(&id, &or_empty(body), &context).await?;
    Ok(answer(StatusCode::CREATED, &made))
}

async fn delete_token(PathIds(id, token): PathIds, context: RequestContext) -> Answer {
    tokens::delete(&id, &token, &context).await?;
    Ok(done())
}
