//! `/api/v2/resource-servers`: the APIs that tokens are for.

use std::sync::LazyLock;

use axum::http::StatusCode;
use ostia_identity::resource_servers;
use ostia_protocol::auth0::fields::Fields;
use ostia_protocol::auth0::paging::{Paging, PagingRules};
use ostia_protocol::auth0::schema::Schema;
use ostia_protocol::auth0::scopes::ManagementScope;
use serde_json::Value;

use super::{Answer, answer, done, with_fields};
use crate::error::management::Failed;
use crate::extract::{Caller, JsonBody, PathId, QueryPairs, RequestContext};

static LIST: LazyLock<Schema> = LazyLock::new(|| {
    let identifier = Schema::string().min_length(1).max_length(600);
    let identifiers = Schema::array(identifier)
        .max_items(resource_servers::table::MAX_IDENTIFIERS)
        .described("Only the APIs with these identifiers");
    let query = Schema::object().member("identifiers", identifiers);
    with_fields(PagingRules::USUAL.members(query))
});

static READ: LazyLock<Schema> = LazyLock::new(|| with_fields(Schema::object()));

fn fields(query: &QueryPairs) -> Result<Fields, Failed> {
    Ok(Fields::parse(
        query.get("fields"),
        query.get("include_fields"),
        resource_servers::document::MEMBERS,
    )?)
}

/// `GET /resource-servers`
///
/// # Errors
/// 400, 403; or when the database is away.
pub async fn list(caller: Caller, query: QueryPairs, context: RequestContext) -> Answer {
    caller.require_any(&[ManagementScope::ReadResourceServers])?;
    let filter = LIST.check_query(&query.0)?;
    let fields = fields(&query)?;
    let paging = Paging::parse(&query.0, &PagingRules::USUAL)?;
    let identifiers: Vec<String> = filter["identifiers"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .map(str::to_owned)
        .collect();
    let mut page = resource_servers::list(&identifiers, &paging, &context).await?;
    page.rows = page
        .rows
        .into_iter()
        .map(|row| fields.project(row))
        .collect();
    Ok(answer(
        StatusCode::OK,
        &paging.respond("resource_servers", page),
    ))
}

/// `POST /resource-servers`
///
/// # Errors
/// 400, 403, 409; or when the database is away.
pub async fn create(caller: Caller, context: RequestContext, JsonBody(body): JsonBody) -> Answer {
    caller.require_any(&[ManagementScope::CreateResourceServers])?;
    let made = resource_servers::create(&body, &context).await?;
    Ok(answer(StatusCode::CREATED, &made))
}

/// `GET /resource-servers/{id}`
///
/// # Errors
/// 400, 403, 404; or when the database is away.
pub async fn read(
    caller: Caller,
    PathId(id): PathId,
    query: QueryPairs,
    context: RequestContext,
) -> Answer {
    caller.require_any(&[ManagementScope::ReadResourceServers])?;
    READ.check_query(&query.0)?;
    let fields = fields(&query)?;
    let found = resource_servers::read(&id, &context).await?;
    Ok(answer(StatusCode::OK, &fields.project_object(found)))
}

/// `PATCH /resource-servers/{id}`
///
/// # Errors
/// 400, 403, 404; or when the database is away.
pub async fn update(
    caller: Caller,
    PathId(id): PathId,
    context: RequestContext,
    JsonBody(body): JsonBody,
) -> Answer {
    caller.require_any(&[ManagementScope::UpdateResourceServers])?;
    let changed = resource_servers::update(&id, &body, &context).await?;
    Ok(answer(StatusCode::OK, &changed))
}

/// `DELETE /resource-servers/{id}`
///
/// # Errors
/// 400, 403; or when the database is away.
pub async fn delete(caller: Caller, PathId(id): PathId, context: RequestContext) -> Answer {
    caller.require_any(&[ManagementScope::DeleteResourceServers])?;
    resource_servers::delete(&id, &context).await?;
    Ok(done())
}
