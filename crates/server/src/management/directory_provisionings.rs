//! `/api/v2/connections/{id}/directory-provisioning`: what is taken over from a Google Workspace directory.

use axum::http::StatusCode;
use ostia_identity::directory_provisionings::{self as directories, BODY, GROUPS};
use ostia_protocol::auth0::scopes::ManagementScope::{
    CreateDirectoryProvisionings, DeleteDirectoryProvisionings, ReadDirectoryProvisionings,
    UpdateDirectoryProvisionings,
};
use serde_json::json;

use super::operation::Operation;
use super::{Answer, CHECKPOINTS, Wrapped, answer, done};
use crate::extract::{JsonBody, OptionalJsonBody, PathId, QueryPairs, RequestContext};

const ALL: &str = "/connections-directory-provisionings";
const ITEM: &str = "/connections/{id}/directory-provisioning";
const MAPPING: &str = "/connections/{id}/directory-provisioning/default-mapping";
const SYNCHRONIZATIONS: &str = "/connections/{id}/directory-provisioning/synchronizations";
const SYNCHRONIZED: &str = "/connections/{id}/directory-provisioning/synchronized-groups";

/// The operations of this noun.
pub fn operations() -> Vec<Operation> {
    vec![
        Operation::get(ALL, "List the directory provisionings", list)
            .any_of(&[ReadDirectoryProvisionings])
            .query(&CHECKPOINTS),
        Operation::get(ITEM, "Read a connection's directory provisioning", read)
            .any_of(&[ReadDirectoryProvisionings]),
        Operation::post(ITEM, "Create a connection's directory provisioning", create)
            .any_of(&[CreateDirectoryProvisionings])
            .optional_body(&BODY)
            .stored(),
        Operation::patch(ITEM, "Change a connection's directory provisioning", update)
            .any_of(&[UpdateDirectoryProvisionings])
            .optional_body(&BODY)
            .stored(),
        Operation::delete(ITEM, "Delete a connection's directory provisioning", delete)
            .any_of(&[DeleteDirectoryProvisionings]),
        Operation::get(
            MAPPING,
            "Read a connection's default directory mapping",
            default_mapping,
        )
        .any_of(&[ReadDirectoryProvisionings]),
        Operation::post(SYNCHRONIZATIONS, "Synchronize a directory now", synchronize)
            .any_of(&[CreateDirectoryProvisionings])
            .placeholder(),
        Operation::get(
            SYNCHRONIZED,
            "List the groups that are synchronized",
            list_groups,
        )
        .any_of(&[ReadDirectoryProvisionings]),
        Operation::put(
            SYNCHRONIZED,
            "Set the groups that are synchronized",
            set_groups,
        )
        .any_of(&[UpdateDirectoryProvisionings])
        .body(&GROUPS)
        .answers(&[204])
        .stored(),
    ]
}

async fn list(query: QueryPairs, context: RequestContext) -> Answer {
    let wrapped = Wrapped::parse(&query)?;
    let page = directories::list(&wrapped.paging, &context).await?;
    Ok(answer(
        StatusCode::OK,
        &wrapped.respond("directory_provisionings", page),
    ))
}

async fn read(PathId(id): PathId, context: RequestContext) -> Answer {
    let found = directories::read(&id, &context).await?;
    Ok(answer(StatusCode::OK, &found))
}

async fn create(
    PathId(id): PathId,
    context: RequestContext,
    OptionalJsonBody(body): OptionalJsonBody,
) -> Answer {
    let body = body.unwrap_or_else(|| json!({}));
    let made = directories::create(&id, &body, &context).await?;
    Ok(answer(StatusCode::CREATED, &made))
}

async fn update(
    PathId(id): PathId,
    context: RequestContext,
    OptionalJsonBody(body): OptionalJsonBody,
) -> Answer {
    let body = body.unwrap_or_else(|| json!({}));
    let changed = directories::update(&id, &body, &context).await?;
    Ok(answer(StatusCode::OK, &changed))
}

async fn delete(PathId(id): PathId, context: RequestContext) -> Answer {
    directories::delete(&id, &context).await?;
    Ok(done())
}

async fn default_mapping(PathId(id): PathId, context: RequestContext) -> Answer {
    let mapping = directories::default_mapping(&id, &context).await?;
    Ok(answer(StatusCode::OK, &mapping))
}

async fn synchronize(PathId(id): PathId, context: RequestContext) -> Answer {
    let begun = directories::synchronize(&id, &context).await?;
    Ok(answer(StatusCode::CREATED, &begun))
}

/// A page holds all of them: there are a thousand at most.
async fn list_groups(PathId(id): PathId, context: RequestContext) -> Answer {
    let groups = directories::groups(&id, &context).await?;
    Ok(answer(StatusCode::OK, &json!({ "groups": groups })))
}

async fn set_groups(
    PathId(id): PathId,
    context: RequestContext,
    JsonBody(body): JsonBody,
) -> Answer {
    directories::set_groups(&id, &body, &context).await?;
    Ok(done())
}
