//! `/api/v2/client-grants`: which applications may ask which API for what.

use std::sync::LazyLock;

use axum::http::StatusCode;
use ostia_identity::client_grants;
use ostia_identity::client_grants::table::Filter;
use ostia_protocol::auth0::paging::{Paging, PagingRules};
use ostia_protocol::auth0::schema::Schema;
use ostia_protocol::auth0::scopes::ManagementScope::{
    CreateClientGrants, DeleteClientGrants, ReadClientGrants, UpdateClientGrants,
};
use serde_json::Value;

use super::operation::Operation;
use super::{Answer, answer, done, precedence, text};
use crate::extract::{Caller, JsonBody, PathId, QueryPairs, RequestContext};

/// The operations of this noun.
pub fn operations() -> Vec<Operation> {
    vec![
        Operation::get("/client-grants", "List what applications may ask for", list)
            .any_of(&[ReadClientGrants])
            .query(&LIST),
        Operation::post("/client-grants", "Let an application use an API", create)
            .any_of(&[CreateClientGrants])
            .body(&client_grants::document::CREATE),
        Operation::get("/client-grants/{id}", "Read a client grant", read)
            .any_of(&[ReadClientGrants]),
        Operation::patch("/client-grants/{id}", "Change a client grant", update)
            .any_of(&[UpdateClientGrants])
            .body(&client_grants::document::UPDATE),
        Operation::delete("/client-grants/{id}", "Delete a client grant", delete)
            .any_of(&[DeleteClientGrants]),
    ]
}

static LIST: LazyLock<Schema> = LazyLock::new(|| {
    let query = Schema::object()
        .member("audience", Schema::string())
        .member("client_id", Schema::string())
        .member("allow_any_organization", Schema::boolean())
        .member("subject_type", Schema::enumeration(&["client", "user"]))
        .member(
            "default_for",
            Schema::enumeration(&[client_grants::document::THIRD_PARTY_CLIENTS]),
        );
    PagingRules::USUAL.members(query)
});

/// `GET /client-grants`
///
/// # Errors
/// 400, 403; or when the database is away.
async fn list(query: QueryPairs, context: RequestContext) -> Answer {
    let filter = LIST.check_query(&query.0)?;
    let paging = Paging::parse(&query.0, &PagingRules::USUAL)?;
    let filter = Filter {
        client_id: text(&filter, "client_id"),
        audience: text(&filter, "audience"),
        subject_type: text(&filter, "subject_type"),
        default_for: text(&filter, "default_for"),
        any_organization: filter
            .get("allow_any_organization")
            .and_then(Value::as_bool),
    };
    let page = client_grants::list(&filter, &paging, &context).await?;
    Ok(answer(
        StatusCode::OK,
        &paging.respond("client_grants", page),
    ))
}

/// `POST /client-grants`
///
/// # Errors
/// 400, 403, 404, 409; or when the database is away.
async fn create(caller: Caller, context: RequestContext, JsonBody(body): JsonBody) -> Answer {
    precedence::grant(&body, &caller, &context).await?;
    let made = client_grants::create(&body, &context).await?;
    Ok(answer(StatusCode::CREATED, &made))
}

/// `GET /client-grants/{id}`
///
/// # Errors
/// 403, 404; or when the database is away.
async fn read(PathId(id): PathId, context: RequestContext) -> Answer {
    let found = client_grants::read(&id, &context).await?;
    Ok(answer(StatusCode::OK, &found))
}

/// `PATCH /client-grants/{id}`
///
/// # Errors
/// 400, 403, 404; or when the database is away.
async fn update(
    PathId(id): PathId,
    caller: Caller,
    context: RequestContext,
    JsonBody(body): JsonBody,
) -> Answer {
    precedence::known_grant(&id, &body, &caller, &context).await?;
    let changed = client_grants::update(&id, &body, &context).await?;
    Ok(answer(StatusCode::OK, &changed))
}

/// `DELETE /client-grants/{id}`
///
/// # Errors
/// 403; or when the database is away.
async fn delete(PathId(id): PathId, context: RequestContext) -> Answer {
    client_grants::delete(&id, &context).await?;
    Ok(done())
}
