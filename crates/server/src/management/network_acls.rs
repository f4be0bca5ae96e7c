//! `/api/v2/network-acls`: who may not reach the tenant.

use axum::http::StatusCode;
use ostia_identity::network_acls::{ACLS, CREATE, UPDATE, check_id};
use ostia_protocol::auth0::scopes::ManagementScope::{
    CreateNetworkAcls, DeleteNetworkAcls, ReadNetworkAcls, UpdateNetworkAcls,
};
use serde_json::json;

use super::operation::Operation;
use super::resource::{self, PAGES_QUERY};
use super::{Answer, answer};
use crate::extract::{JsonBody, PathId, RequestContext};

/// The operations of this noun.
pub fn operations() -> Vec<Operation> {
    const ITEM: &str = "/network-acls/{id}";
    vec![
        resource::paged(
            "/network-acls",
            "List the network access lists",
            "network_acls",
            &ACLS,
        )
        .any_of(&[ReadNetworkAcls])
        .query(&PAGES_QUERY),
        resource::creating("/network-acls", "Create a network access list", &ACLS)
            .any_of(&[CreateNetworkAcls]),
        Operation::get(ITEM, "Read a network access list", read).any_of(&[ReadNetworkAcls]),
        Operation::patch(ITEM, "Change a network access list", update)
            .any_of(&[UpdateNetworkAcls])
            .body(&UPDATE),
        Operation::put(ITEM, "Replace a network access list", replace)
            .any_of(&[UpdateNetworkAcls])
            .body(&CREATE),
        Operation::delete(ITEM, "Delete a network access list", delete)
            .any_of(&[DeleteNetworkAcls])
            .answers(&[200]),
    ]
}

async fn read(PathId(id): PathId, context: RequestContext) -> Answer {
    check_id(&id)?;
    Ok(answer(StatusCode::OK, &ACLS.read(&id, &context).await?))
}

async fn update(PathId(id): PathId, context: RequestContext, JsonBody(body): JsonBody) -> Answer {
    check_id(&id)?;
    let changed = ACLS.update(&id, &body, &context).await?;
    Ok(answer(StatusCode::OK, &changed))
}

async fn replace(PathId(id): PathId, context: RequestContext, JsonBody(body): JsonBody) -> Answer {
    check_id(&id)?;
    let replaced = ACLS.replace(&id, &body, &context).await?;
    Ok(answer(StatusCode::OK, &replaced))
}

/// Upstream answers a body here, as recorded.
async fn delete(PathId(id): PathId, context: RequestContext) -> Answer {
    check_id(&id)?;
    ACLS.delete(&id, &context).await?;
    Ok(answer(
        StatusCode::OK,
        &json!({ "code": 204, "object": "" }),
    ))
}
