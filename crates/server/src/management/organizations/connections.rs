//! `/api/v2/organizations/{id}/enabled_connections` and the newer `/api/v2/organizations/{id}/connections`: two forms of
//! the same thing.

use std::sync::LazyLock;

use axum::http::StatusCode;
use ostia_identity::organizations::connections::{self, Form};
use ostia_protocol::auth0::schema::Schema;
use ostia_protocol::auth0::scopes::ManagementScope::{
    CreateOrganizationConnections, DeleteOrganizationConnections, ReadOrganizationConnections,
    UpdateOrganizationConnections,
};
use serde_json::Value;

use super::{PAGES, paging};
use crate::extract::{JsonBody, PathId, PathIds, QueryPairs, RequestContext};
use crate::management::operation::Operation;
use crate::management::{Answer, answer, done};

/// The operations of this part.
pub fn operations() -> Vec<Operation> {
    vec![
        Operation::get(
            "/organizations/{id}/enabled_connections",
            "List an organization's enabled connections",
            list_enabled,
        )
        .any_of(&[ReadOrganizationConnections])
        .query(&LIST_ENABLED),
        Operation::post(
            "/organizations/{id}/enabled_connections",
            "Add an enabled connection to an organization",
            enable,
        )
        .any_of(&[CreateOrganizationConnections])
        .body(&connections::ENABLE),
        Operation::get(
            "/organizations/{id}/enabled_connections/{connectionId}",
            "Read an organization's enabled connection",
            read_enabled,
        )
        .any_of(&[ReadOrganizationConnections]),
        Operation::patch(
            "/organizations/{id}/enabled_connections/{connectionId}",
            "Change an organization's enabled connection",
            change_enabled,
        )
        .any_of(&[UpdateOrganizationConnections])
        .body(&connections::CHANGE),
        Operation::delete(
            "/organizations/{id}/enabled_connections/{connectionId}",
            "Take an enabled connection from an organization",
            remove,
        )
        .any_of(&[DeleteOrganizationConnections]),
        Operation::get(
            "/organizations/{id}/connections",
            "List an organization's connections",
            list,
        )
        .any_of(&[ReadOrganizationConnections])
        .query(&LIST_ALL),
        Operation::post(
            "/organizations/{id}/connections",
            "Add a connection to an organization",
            add,
        )
        .any_of(&[CreateOrganizationConnections])
        .body(&connections::ADD),
        Operation::get(
            "/organizations/{id}/connections/{connection_id}",
            "Read an organization's connection",
            read,
        )
        .any_of(&[ReadOrganizationConnections]),
        Operation::patch(
            "/organizations/{id}/connections/{connection_id}",
            "Change an organization's connection",
            update,
        )
        .any_of(&[UpdateOrganizationConnections])
        .body(&connections::UPDATE),
        Operation::delete(
            "/organizations/{id}/connections/{connection_id}",
            "Take a connection from an organization",
            remove,
        )
        .any_of(&[DeleteOrganizationConnections]),
    ]
}

static LIST_ENABLED: LazyLock<Schema> = LazyLock::new(|| PAGES.members(Schema::object()));

static LIST_ALL: LazyLock<Schema> = LazyLock::new(|| {
    let enabled = Schema::boolean().described("Only those that are switched on, or off");
    PAGES.members(Schema::object().member("is_enabled", enabled))
});

async fn list_enabled(PathId(id): PathId, query: QueryPairs, context: RequestContext) -> Answer {
    LIST_ENABLED.check_query(&query.0)?;
    let paging = paging(&query, &PAGES)?;
    let form = Form::EnabledConnections;
    let page = connections::list(&id, Some(true), form, &paging, &context).await?;
    Ok(answer(
        StatusCode::OK,
        &paging.respond("enabled_connections", page),
    ))
}

async fn list(PathId(id): PathId, query: QueryPairs, context: RequestContext) -> Answer {
    let filter = LIST_ALL.check_query(&query.0)?;
    let paging = paging(&query, &PAGES)?;
    let enabled = filter.get("is_enabled").and_then(Value::as_bool);
    let page = connections::list(&id, enabled, Form::Connections, &paging, &context).await?;
    Ok(answer(StatusCode::OK, &paging.respond("connections", page)))
}

async fn enable(PathId(id): PathId, context: RequestContext, JsonBody(body): JsonBody) -> Answer {
    add_as(Form::EnabledConnections, &id, &body, &context).await
}

async fn add(PathId(id): PathId, context: RequestContext, JsonBody(body): JsonBody) -> Answer {
    add_as(Form::Connections, &id, &body, &context).await
}

async fn add_as(form: Form, id: &str, body: &Value, context: &RequestContext) -> Answer {
    let added = connections::add(id, body, form, context).await?;
    Ok(answer(StatusCode::CREATED, &added))
}

async fn read_enabled(PathIds(id, connection): PathIds, context: RequestContext) -> Answer {
    let form = Form::EnabledConnections;
    let found = connections::read(&id, &connection, form, &context).await?;
    Ok(answer(StatusCode::OK, &found))
}

async fn read(PathIds(id, connection): PathIds, context: RequestContext) -> Answer {
    let found = connections::read(&id, &connection, Form::Connections, &context).await?;
    Ok(answer(StatusCode::OK, &found))
}

async fn change_enabled(
    PathIds(id, connection): PathIds,
    context: RequestContext,
    JsonBody(body): JsonBody,
) -> Answer {
    let form = Form::EnabledConnections;
    let changed = connections::update(&id, &connection, &body, form, &context).await?;
    Ok(answer(StatusCode::OK, &changed))
}

async fn update(
    PathIds(id, connection): PathIds,
    context: RequestContext,
    JsonBody(body): JsonBody,
) -> Answer {
    let form = Form::Connections;
    let changed = connections::update(&id, &connection, &body, form, &context).await?;
    Ok(answer(StatusCode::OK, &changed))
}

async fn remove(PathIds(id, connection): PathIds, context: RequestContext) -> Answer {
    connections::remove(&id, &connection, &context).await?;
    Ok(done())
}
