//! `/api/v2/resource-servers`: the APIs that tokens are for.

use std::sync::LazyLock;

use axum::http::StatusCode;
use ostia_identity::resource_servers;
use ostia_protocol::auth0::fields::Fields;
use ostia_protocol::auth0::paging::{Paging, PagingRules};
use ostia_protocol::auth0::schema::Schema;
use ostia_protocol::auth0::scopes::ManagementScope::{
    CreateResourceServers, DeleteResourceServers, ReadResourceServers, UpdateResourceServers,
};
use serde_json::Value;

use super::operation::Operation;
use super::{Answer, answer, done, with_fields};
use crate::error::management::Failed;
use crate::extract::{JsonBody, PathId, QueryPairs, RequestContext};

/// The operations of this noun.
pub fn operations() -> Vec<Operation> {
    vec![
        Operation::get("/resource-servers", "List the APIs", list)
            .any_of(&[ReadResourceServers])
            .query(&LIST),
        Operation::post("/resource-servers", "Create an API", create)
            .any_of(&[CreateResourceServers])
            .body(&resource_servers::document::CREATE),
        Operation::get("/resource-servers/{id}", "Read an API", read)
            .any_of(&[ReadResourceServers])
            .query(&READ),
        Operation::patch("/resource-servers/{id}", "Change an API", update)
            .any_of(&[UpdateResourceServers])
            .body(&resource_servers::document::UPDATE),
        Operation::delete("/resource-servers/{id}", "Delete an API", delete)
            .any_of(&[DeleteResourceServers]),
    ]
}

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
async fn list(query: QueryPairs, context: RequestContext) -> Answer {
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
async fn create(context: RequestContext, JsonBody(body): JsonBody) -> Answer {
    let made = resource_servers::create(&body, &context).await?;
    Ok(answer(StatusCode::CREATED, &made))
}

/// `GET /resource-servers/{id}`
///
/// # Errors
/// 400, 403, 404; or when the database is away.
async fn read(PathId(id): PathId, query: QueryPairs, context: RequestContext) -> Answer {
    READ.check_query(&query.0)?;
    let fields = fields(&query)?;
    let found = resource_servers::read(&id, &context).await?;
    Ok(answer(StatusCode::OK, &fields.project_object(found)))
}

/// `PATCH /resource-servers/{id}`
///
/// # Errors
/// 400, 403, 404; or when the database is away.
async fn update(PathId(id): PathId, context: RequestContext, JsonBody(body): JsonBody) -> Answer {
    let changed = resource_servers::update(&id, &body, &context).await?;
    Ok(answer(StatusCode::OK, &changed))
}

/// `DELETE /resource-servers/{id}`
///
/// # Errors
/// 400, 403; or when the database is away.
async fn delete(PathId(id): PathId, context: RequestContext) -> Answer {
    resource_servers::delete(&id, &context).await?;
    Ok(done())
}
