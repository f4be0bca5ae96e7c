//! `/api/v2/users/{id}/roles` and `/api/v2/users/{id}/permissions`.

use std::sync::LazyLock;

use axum::http::StatusCode;
use ostia_identity::permissions::document::PERMISSIONS;
use ostia_identity::permissions::{self, Holder};
use ostia_identity::roles::document::ROLES;
use ostia_identity::roles::members;
use ostia_identity::users::document::parse_id;
use ostia_protocol::auth0::paging::Paging;
use ostia_protocol::auth0::schema::Schema;
use ostia_protocol::auth0::scopes::ManagementScope::{
    CreateRoleMembers, DeleteRoleMembers, ReadRoleMembers, ReadRoles, ReadUsers, UpdateUsers,
};
use serde_json::json;

use super::operation::Operation;
use super::roles::PAGES;
use super::{Answer, answer, done, precedence};
use crate::extract::{Caller, JsonBody, PathId, QueryPairs, RequestContext};

/// The operations of this noun.
pub fn operations() -> Vec<Operation> {
    vec![
        Operation::get("/users/{id}/roles", "List a user's roles", list_roles)
            .any_of(&[ReadUsers, ReadRoles, ReadRoleMembers])
            .query(&LIST),
        Operation::post("/users/{id}/roles", "Give roles to a user", give_roles)
            .any_of(&[UpdateUsers, CreateRoleMembers])
            .body(&ROLES)
            .answers(&[204]),
        Operation::delete("/users/{id}/roles", "Take roles from a user", take_roles)
            .any_of(&[UpdateUsers, DeleteRoleMembers])
            .body(&ROLES),
        Operation::get(
            "/users/{id}/permissions",
            "List a user's own permissions",
            list_permissions,
        )
        .any_of(&[ReadUsers])
        .query(&LIST),
        Operation::post(
            "/users/{id}/permissions",
            "Give permissions to a user",
            give_permissions,
        )
        .any_of(&[UpdateUsers])
        .body(&PERMISSIONS),
        Operation::delete(
            "/users/{id}/permissions",
            "Take permissions from a user",
            take_permissions,
        )
        .any_of(&[UpdateUsers])
        .body(&PERMISSIONS),
    ]
}

static LIST: LazyLock<Schema> = LazyLock::new(|| PAGES.members(Schema::object()));

/// `GET /users/{id}/roles`
///
/// # Errors
/// 400, 403, 404; or when the database is away.
async fn list_roles(PathId(id): PathId, query: QueryPairs, context: RequestContext) -> Answer {
    LIST.check_query(&query.0)?;
    let paging = Paging::parse(&query.0, &PAGES)?;
    let page = members::roles_of(&parse_id(&id)?, &paging, &context).await?;
    Ok(answer(StatusCode::OK, &paging.respond("roles", page)))
}

/// `POST /users/{id}/roles`
///
/// # Errors
/// 400, 403, 404; or when the database is away.
async fn give_roles(
    PathId(id): PathId,
    caller: Caller,
    context: RequestContext,
    JsonBody(body): JsonBody,
) -> Answer {
    precedence::roles(&body["roles"], &caller, &context).await?;
    members::give_roles(&parse_id(&id)?, &body, &context).await?;
    Ok(done())
}

/// `DELETE /users/{id}/roles`
///
/// # Errors
/// 400, 403, 404; or when the database is away.
async fn take_roles(
    PathId(id): PathId,
    context: RequestContext,
    JsonBody(body): JsonBody,
) -> Answer {
    members::take_roles(&parse_id(&id)?, &body, &context).await?;
    Ok(done())
}

/// `GET /users/{id}/permissions`
///
/// # Errors
/// 400, 403, 404; or when the database is away.
async fn list_permissions(
    PathId(id): PathId,
    query: QueryPairs,
    context: RequestContext,
) -> Answer {
    LIST.check_query(&query.0)?;
    let paging = Paging::parse(&query.0, &PAGES)?;
    let page = permissions::of_user(&parse_id(&id)?, &paging, &context).await?;
    Ok(answer(StatusCode::OK, &paging.respond("permissions", page)))
}

/// `POST /users/{id}/permissions`
///
/// # Errors
/// 400, 403, 404; or when the database is away.
async fn give_permissions(
    PathId(id): PathId,
    caller: Caller,
    context: RequestContext,
    JsonBody(body): JsonBody,
) -> Answer {
    precedence::permissions(&body, &caller, &context).await?;
    permissions::give(Holder::User(&parse_id(&id)?), &body, &context).await?;
    Ok(answer(StatusCode::CREATED, &json!({})))
}

/// `DELETE /users/{id}/permissions`
///
/// # Errors
/// 400, 403, 404; or when the database is away.
async fn take_permissions(
    PathId(id): PathId,
    context: RequestContext,
    JsonBody(body): JsonBody,
) -> Answer {
    permissions::take(Holder::User(&parse_id(&id)?), &body, &context).await?;
    Ok(done())
}
