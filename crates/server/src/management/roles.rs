//! `/api/v2/roles`: bundles of permissions, and who has them.

use std::sync::LazyLock;

use axum::http::StatusCode;
use ostia_identity::permissions::document::PERMISSIONS;
use ostia_identity::permissions::{self, Holder};
use ostia_identity::roles::{self, members};
use ostia_protocol::auth0::paging::{Page, Paging, PagingRules};
use ostia_protocol::auth0::schema::Schema;
use ostia_protocol::auth0::scopes::ManagementScope::{
    CreateRoleMembers, CreateRoles, DeleteRoles, ReadRoleMembers, ReadRoles, ReadUsers, UpdateRoles,
};
use serde_json::json;

use super::operation::Operation;
use super::{Answer, answer, done, precedence, text};
use crate::extract::{Caller, JsonBody, PathId, QueryPairs, RequestContext};

/// The operations of this noun.
pub fn operations() -> Vec<Operation> {
    vec![
        Operation::get("/roles", "List the roles", list)
            .any_of(&[ReadRoles])
            .query(&LIST),
        Operation::post("/roles", "Create a role", create)
            .any_of(&[CreateRoles])
            .body(&roles::document::CREATE)
            .answers(&[200]),
        Operation::get("/roles/{id}", "Read a role", read).any_of(&[ReadRoles]),
        Operation::patch("/roles/{id}", "Change a role", update)
            .any_of(&[UpdateRoles])
            .body(&roles::document::UPDATE),
        Operation::delete("/roles/{id}", "Delete a role", delete)
            .any_of(&[DeleteRoles])
            .answers(&[200]),
        Operation::get(
            "/roles/{id}/permissions",
            "List a role's permissions",
            list_permissions,
        )
        .any_of(&[ReadRoles])
        .query(&LIST_PERMISSIONS),
        Operation::post(
            "/roles/{id}/permissions",
            "Add permissions to a role",
            give_permissions,
        )
        .any_of(&[UpdateRoles])
        .body(&PERMISSIONS),
        Operation::delete(
            "/roles/{id}/permissions",
            "Take permissions from a role",
            take_permissions,
        )
        .any_of(&[UpdateRoles])
        .body(&PERMISSIONS),
        Operation::get("/roles/{id}/users", "List a role's users", list_users)
            .any_of(&[ReadUsers, ReadRoles, ReadRoleMembers])
            .query(&LIST_USERS),
        Operation::post("/roles/{id}/users", "Give a role to users", give_users)
            .any_of(&[UpdateRoles, CreateRoleMembers])
            .body(&roles::document::USERS)
            .answers(&[200]),
    ]
}

/// Numbered pages only.
pub(super) const PAGES: PagingRules = PagingRules {
    max_take: 0,
    ..PagingRules::USUAL
};

/// Beyond the first 1,000 members, checkpoints lead.
const MEMBERS: PagingRules = PagingRules {
    window: Some(1_000),
    ..PagingRules::USUAL
};

static LIST: LazyLock<Schema> = LazyLock::new(|| {
    let query = Schema::object()
        .member("name_filter", Schema::string())
        .member("type", Schema::enumeration(&["tenant", "organization"]))
        .member("owner_id", Schema::string());
    PAGES.members(query)
});

static LIST_PERMISSIONS: LazyLock<Schema> = LazyLock::new(|| PAGES.members(Schema::object()));

static LIST_USERS: LazyLock<Schema> = LazyLock::new(|| MEMBERS.members(Schema::object()));

/// `GET /roles`. Organizations have no roles of their own, so that asking for theirs finds none.
///
/// # Errors
/// 400, 403; or when the database is away.
async fn list(query: QueryPairs, context: RequestContext) -> Answer {
    let filter = LIST.check_query(&query.0)?;
    let paging = Paging::parse(&query.0, &PAGES)?;
    let of_organization = text(&filter, "owner_id").is_some()
        || text(&filter, "type").as_deref() == Some("organization");
    let page = if of_organization {
        Page::default()
    } else {
        let name_filter = text(&filter, "name_filter").unwrap_or_default();
        roles::list(&name_filter, &paging, &context).await?
    };
    Ok(answer(StatusCode::OK, &paging.respond("roles", page)))
}

/// `POST /roles`
///
/// # Errors
/// 400, 403, 409; or when the database is away.
async fn create(context: RequestContext, JsonBody(body): JsonBody) -> Answer {
    let made = roles::create(&body, &context).await?;
    Ok(answer(StatusCode::OK, &made))
}

/// `GET /roles/{id}`
///
/// # Errors
/// 403, 404; or when the database is away.
async fn read(PathId(id): PathId, context: RequestContext) -> Answer {
    let found = roles::read(&id, &context).await?;
    Ok(answer(StatusCode::OK, &found))
}

/// `PATCH /roles/{id}`
///
/// # Errors
/// 400, 403, 404, 409; or when the database is away.
async fn update(PathId(id): PathId, context: RequestContext, JsonBody(body): JsonBody) -> Answer {
    let changed = roles::update(&id, &body, &context).await?;
    Ok(answer(StatusCode::OK, &changed))
}

/// `DELETE /roles/{id}`
///
/// # Errors
/// 403, 404; or when the database is away.
async fn delete(PathId(id): PathId, context: RequestContext) -> Answer {
    roles::delete(&id, &context).await?;
    Ok(answer(StatusCode::OK, &json!({})))
}

/// `GET /roles/{id}/permissions`
///
/// # Errors
/// 400, 403, 404; or when the database is away.
async fn list_permissions(
    PathId(id): PathId,
    query: QueryPairs,
    context: RequestContext,
) -> Answer {
    LIST_PERMISSIONS.check_query(&query.0)?;
    let paging = Paging::parse(&query.0, &PAGES)?;
    let page = permissions::of_role(&id, &paging, &context).await?;
    Ok(answer(StatusCode::OK, &paging.respond("permissions", page)))
}

/// `POST /roles/{id}/permissions`
///
/// # Errors
/// 400, 403, 404; or when the database is away.
async fn give_permissions(
    PathId(id): PathId,
    context: RequestContext,
    JsonBody(body): JsonBody,
) -> Answer {
    permissions::give(Holder::Role(&id), &body, &context).await?;
    Ok(answer(StatusCode::CREATED, &json!({})))
}

/// `DELETE /roles/{id}/permissions`
///
/// # Errors
/// 400, 403, 404; or when the database is away.
async fn take_permissions(
    PathId(id): PathId,
    context: RequestContext,
    JsonBody(body): JsonBody,
) -> Answer {
    permissions::take(Holder::Role(&id), &body, &context).await?;
    Ok(done())
}

/// `GET /roles/{id}/users`
///
/// # Errors
/// 400, 403, 404; or when the database is away.
async fn list_users(PathId(id): PathId, query: QueryPairs, context: RequestContext) -> Answer {
    LIST_USERS.check_query(&query.0)?;
    let paging = Paging::parse(&query.0, &MEMBERS)?;
    let page = members::users_of(&id, &paging, &context).await?;
    Ok(answer(StatusCode::OK, &paging.respond("users", page)))
}

/// `POST /roles/{id}/users`
///
/// # Errors
/// 400, 403, 404; or when the database is away.
async fn give_users(
    PathId(id): PathId,
    caller: Caller,
    context: RequestContext,
    JsonBody(body): JsonBody,
) -> Answer {
    precedence::roles(&json!([id]), &caller, &context).await?;
    members::give_users(&id, &body, &context).await?;
    Ok(answer(StatusCode::OK, &json!({})))
}
