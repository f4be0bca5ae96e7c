//! `/api/v2/users/{id}/roles` and `/api/v2/users/{id}/permissions`.

use std::sync::LazyLock;

use axum::http::StatusCode;
use ostia_identity::permissions::{self, Holder};
use ostia_identity::roles::members;
use ostia_identity::users::document::parse_id;
use ostia_protocol::auth0::paging::Paging;
use ostia_protocol::auth0::schema::Schema;
use ostia_protocol::auth0::scopes::ManagementScope;
use serde_json::json;

use super::roles::PAGES;
use super::{Answer, answer, done};
use crate::extract::{Caller, JsonBody, PathId, QueryPairs, RequestContext};

static LIST: LazyLock<Schema> = LazyLock::new(|| PAGES.members(Schema::object()));

/// `GET /users/{id}/roles`
///
/// # Errors
/// 400, 403, 404; or when the database is away.
pub async fn list_roles(
    caller: Caller,
    PathId(id): PathId,
    query: QueryPairs,
    context: RequestContext,
) -> Answer {
    caller.require_any(&[
        ManagementScope::ReadUsers,
        ManagementScope::ReadRoles,
        ManagementScope::ReadRoleMembers,
    ])?;
    LIST.check_query(&query.0)?;
    let paging = Paging::parse(&query.0, &PAGES)?;
    let page = members::roles_of(&parse_id(&id)?, &paging, &context).await?;
    Ok(answer(StatusCode::OK, &paging.respond("roles", page)))
}

/// `POST /users/{id}/roles`
///
/// # Errors
/// 400, 403, 404; or when the database is away.
pub async fn give_roles(
    caller: Caller,
    PathId(id): PathId,
    context: RequestContext,
    JsonBody(body): JsonBody,
) -> Answer {
    caller.require_any(&[
        ManagementScope::UpdateUsers,
        ManagementScope::CreateRoleMembers,
    ])?;
    members::give_roles(&parse_id(&id)?, &body, &context).await?;
    Ok(done())
}

/// `DELETE /users/{id}/roles`
///
/// # Errors
/// 400, 403, 404; or when the database is away.
pub async fn take_roles(
    caller: Caller,
    PathId(id): PathId,
    context: RequestContext,
    JsonBody(body): JsonBody,
) -> Answer {
    caller.require_any(&[
        ManagementScope::UpdateUsers,
        ManagementScope::DeleteRoleMembers,
    ])?;
    members::take_roles(&parse_id(&id)?, &body, &context).await?;
    Ok(done())
}

/// `GET /users/{id}/permissions`
///
/// # Errors
/// 400, 403, 404; or when the database is away.
pub async fn list_permissions(
    caller: Caller,
    PathId(id): PathId,
    query: QueryPairs,
    context: RequestContext,
) -> Answer {
    caller.require_any(&[ManagementScope::ReadUsers])?;
    LIST.check_query(&query.0)?;
    let paging = Paging::parse(&query.0, &PAGES)?;
    let page = permissions::of_user(&parse_id(&id)?, &paging, &context).await?;
    Ok(answer(StatusCode::OK, &paging.respond("permissions", page)))
}

/// `POST /users/{id}/permissions`
///
/// # Errors
/// 400, 403, 404; or when the database is away.
pub async fn give_permissions(
    caller: Caller,
    PathId(id): PathId,
    context: RequestContext,
    JsonBody(body): JsonBody,
) -> Answer {
    caller.require_any(&[ManagementScope::UpdateUsers])?;
    permissions::give(Holder::User(&parse_id(&id)?), &body, &context).await?;
    Ok(answer(StatusCode::CREATED, &json!({})))
}

/// `DELETE /users/{id}/permissions`
///
/// # Errors
/// 400, 403, 404; or when the database is away.
pub async fn take_permissions(
    caller: Caller,
    PathId(id): PathId,
    context: RequestContext,
    JsonBody(body): JsonBody,
) -> Answer {
    caller.require_any(&[ManagementScope::UpdateUsers])?;
    permissions::take(Holder::User(&parse_id(&id)?), &body, &context).await?;
    Ok(done())
}
