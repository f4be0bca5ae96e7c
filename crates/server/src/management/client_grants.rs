//! `/api/v2/client-grants`: which applications may ask which API for what.

use std::sync::LazyLock;

use axum::http::StatusCode;
use ostia_identity::client_grants;
use ostia_identity::client_grants::table::Filter;
use ostia_protocol::auth0::paging::{Page, Paging, PagingRules};
use ostia_protocol::auth0::schema::Schema;
use ostia_protocol::auth0::scopes::ManagementScope;
use serde_json::Value;

use super::{Answer, answer, done, text};
use crate::extract::{Caller, JsonBody, PathId, QueryPairs, RequestContext};

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
pub async fn list(caller: Caller, query: QueryPairs, context: RequestContext) -> Answer {
    caller.require_any(&[ManagementScope::ReadClientGrants])?;
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
pub async fn create(caller: Caller, context: RequestContext, JsonBody(body): JsonBody) -> Answer {
    caller.require_any(&[ManagementScope::CreateClientGrants])?;
    let made = client_grants::create(&body, &context).await?;
    Ok(answer(StatusCode::CREATED, &made))
}

/// `GET /client-grants/{id}`
///
/// # Errors
/// 403, 404; or when the database is away.
pub async fn read(caller: Caller, PathId(id): PathId, context: RequestContext) -> Answer {
    caller.require_any(&[ManagementScope::ReadClientGrants])?;
    let found = client_grants::read(&id, &context).await?;
    Ok(answer(StatusCode::OK, &found))
}

/// `PATCH /client-grants/{id}`
///
/// # Errors
/// 400, 403, 404; or when the database is away.
pub async fn update(
    caller: Caller,
    PathId(id): PathId,
    context: RequestContext,
    JsonBody(body): JsonBody,
) -> Answer {
    caller.require_any(&[ManagementScope::UpdateClientGrants])?;
    let changed = client_grants::update(&id, &body, &context).await?;
    Ok(answer(StatusCode::OK, &changed))
}

/// `DELETE /client-grants/{id}`
///
/// # Errors
/// 403; or when the database is away.
pub async fn delete(caller: Caller, PathId(id): PathId, context: RequestContext) -> Answer {
    caller.require_any(&[ManagementScope::DeleteClientGrants])?;
    client_grants::delete(&id, &context).await?;
    Ok(done())
}

/// `GET /client-grants/{id}/organizations`: none, as long as there are no organizations.
///
/// # Errors
/// 400, 403, 404; or when the database is away.
pub async fn organizations(
    caller: Caller,
    PathId(id): PathId,
    query: QueryPairs,
    context: RequestContext,
) -> Answer {
    caller.require_any(&[ManagementScope::ReadOrganizationClientGrants])?;
    let paging = Paging::parse(&query.0, &PagingRules::USUAL)?;
    client_grants::read(&id, &context).await?;
    let none = paging.respond("organizations", Page::default());
    Ok(answer(StatusCode::OK, &none))
}
