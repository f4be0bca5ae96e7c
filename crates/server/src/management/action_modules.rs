//! `/api/v2/actions/modules`: code that several actions share.

use axum::http::StatusCode;
use ostia_identity::actions::modules::{self, CREATE, ROLLBACK, UPDATE};
use ostia_protocol::auth0::paging::{Page, Paging};
use ostia_protocol::auth0::scopes::ManagementScope::{
    CreateActions, DeleteActions, ReadActions, UpdateActions,
};
use serde_json::{Value, json};

use super::actions::{PAGES_QUERY, paging, respond};
use super::operation::Operation;
use super::{Answer, answer, done};
use crate::extract::{JsonBody, PathId, PathIds, QueryPairs, RequestContext};

/// The operations of this noun.
pub fn operations() -> Vec<Operation> {
    const ITEM: &str = "/actions/modules/{id}";
    const VERSIONS: &str = "/actions/modules/{id}/versions";
    vec![
        Operation::get("/actions/modules", "List the modules of actions", list)
            .any_of(&[ReadActions])
            .query(&PAGES_QUERY),
        Operation::post("/actions/modules", "Create a module of actions", create)
            .any_of(&[CreateActions])
            .body(&CREATE)
            .stored(),
        Operation::get(ITEM, "Read a module", read).any_of(&[ReadActions]),
        Operation::patch(ITEM, "Change a module", update)
            .any_of(&[UpdateActions])
            .body(&UPDATE)
            .stored(),
        Operation::delete(ITEM, "Delete a module", delete).any_of(&[DeleteActions]),
        Operation::get(
            "/actions/modules/{id}/actions",
            "List who uses a module",
            actions,
        )
        .any_of(&[ReadActions])
        .query(&PAGES_QUERY),
        Operation::post(
            "/actions/modules/{id}/rollback",
            "Go back to a version",
            roll_back,
        )
        .any_of(&[UpdateActions])
        .body(&ROLLBACK)
        .answers(&[200])
        .stored(),
        Operation::get(VERSIONS, "List a module's versions", versions)
            .any_of(&[ReadActions])
            .query(&PAGES_QUERY),
        Operation::post(VERSIONS, "Publish a module", publish)
            .any_of(&[UpdateActions])
            .answers(&[200])
            .stored(),
        Operation::get(
            "/actions/modules/{id}/versions/{versionId}",
            "Read a version of a module",
            version,
        )
        .any_of(&[ReadActions]),
    ]
}

/// `{<key>, total, page, per_page}`: here zeros are said.
fn respond_in_full(key: &str, paging: &Paging, page: Page) -> Value {
    let total = page.total;
    let mut body = respond(key, paging, page);
    body["total"] = json!(total);
    body["page"] = json!(paging.start() / u64::from(paging.limit().max(1)));
    body
}

async fn list(query: QueryPairs, context: RequestContext) -> Answer {
    PAGES_QUERY.check_query(&query.0)?;
    let paging = paging(&query)?;
    let page = modules::list(&paging, &context).await?;
    Ok(answer(
        StatusCode::OK,
        &respond_in_full("modules", &paging, page),
    ))
}

async fn create(context: RequestContext, JsonBody(body): JsonBody) -> Answer {
    let made = modules::create(&body, &context).await?;
    Ok(answer(StatusCode::CREATED, &made))
}

async fn read(PathId(id): PathId, context: RequestContext) -> Answer {
    Ok(answer(StatusCode::OK, &modules::read(&id, &context).await?))
}

async fn update(PathId(id): PathId, context: RequestContext, JsonBody(body): JsonBody) -> Answer {
    let changed = modules::update(&id, &body, &context).await?;
    Ok(answer(StatusCode::OK, &changed))
}

async fn delete(PathId(id): PathId, context: RequestContext) -> Answer {
    modules::delete(&id, &context).await?;
    Ok(done())
}

async fn actions(PathId(id): PathId, query: QueryPairs, context: RequestContext) -> Answer {
    PAGES_QUERY.check_query(&query.0)?;
    let paging = paging(&query)?;
    let page = modules::actions(&id, &paging, &context).await?;
    Ok(answer(StatusCode::OK, &respond("actions", &paging, page)))
}

async fn roll_back(
    PathId(id): PathId,
    context: RequestContext,
    JsonBody(body): JsonBody,
) -> Answer {
    let module = modules::roll_back(&id, &body, &context).await?;
    Ok(answer(StatusCode::OK, &module))
}

async fn versions(PathId(id): PathId, query: QueryPairs, context: RequestContext) -> Answer {
    PAGES_QUERY.check_query(&query.0)?;
    let paging = paging(&query)?;
    let page = modules::versions(&id, &paging, &context).await?;
    Ok(answer(
        StatusCode::OK,
        &respond_in_full("versions", &paging, page),
    ))
}

async fn publish(PathId(id): PathId, context: RequestContext) -> Answer {
    let version = modules::publish(&id, &context).await?;
    Ok(answer(StatusCode::OK, &version))
}

async fn version(PathIds(id, version): PathIds, context: RequestContext) -> Answer {
    let version = modules::version(&id, &version, &context).await?;
    Ok(answer(StatusCode::OK, &version))
}
