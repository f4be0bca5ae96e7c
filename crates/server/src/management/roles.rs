//! `/api/v2/roles`: bundles of permissions, and who has them.

use std::sync::LazyLock;

use axum::http::StatusCode;
use ostia_identity::permissions::{self, Holder};
use ostia_identity::roles::{self, members};
use ostia_protocol::auth0::paging::{Page, Paging, PagingRules};
use ostia_protocol::auth0::schema::Schema;
use ostia_protocol::auth0::scopes::ManagementScope;
use serde_json::json;

use super::{Answer, answer, done, text};
use crate::extract::{Caller, JsonBody, PathId, QueryPairs, RequestContext};

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
pub async fn list(caller: Caller, query: QueryPairs, context: RequestContext) -> Answer {
    caller.require_any(&[ManagementScope::ReadRoles])?;
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
pub async fn create(caller: Caller, context: RequestContext, JsonBody(body): JsonBody) -> Answer {
    caller.require_any(&[ManagementScope::CreateRoles])?;
    let made = roles::create(&body, &context).await?;
    Ok(answer(StatusCode::OK, &made))
}

/// `GET /roles/{id}`
///
/// # Errors
/// 403, 404; or when the database is away.
pub async fn read(caller: Caller, PathId(id): PathId, context: RequestContext) -> Answer {
    caller.require_any(&[ManagementScope::ReadRoles])?;
    let found = roles::read(&id, &context).await?;
    Ok(answer(StatusCode::OK, &found))
}

/// `PATCH /roles/{id}`
///
/// # Errors
/// 400, 403, 404, 409; or when the database is away.
pub async fn update(
    caller: Caller,
    PathId(id): PathId,
    context: RequestContext,
    JsonBody(body): JsonBody,
) -> Answer {
    caller.require_any(&[ManagementScope::UpdateRoles])?;
    let changed = roles::update(&id, &body, &context).await?;
    Ok(answer(StatusCode::OK, &changed))
}

/// `DELETE /roles/{id}`
///
/// # Errors
/// 403, 404; or when the database is away.
pub async fn delete(caller: Caller, PathId(id): PathId, context: RequestContext) -> Answer {
    caller.require_any(&[ManagementScope::DeleteRoles])?;
    roles::delete(&id, &context).await?;
    Ok(answer(StatusCode::OK, &json!({})))
}

/// `GET /roles/{id}/permissions`
///
/// # Errors
/// 400, 403, 404; or when the database is away.
pub async fn list_permissions(
    caller: Caller,
    PathId(id): PathId,
    query: QueryPairs,
    context: RequestContext,
) -> Answer {
    caller.require_any(&[ManagementScope::ReadRoles])?;
    LIST_PERMISSIONS.check_query(&query.0)?;
    let paging = Paging::parse(&query.0, &PAGES)?;
    let page = permissions::of_role(&id, &paging, &context).await?;
    Ok(answer(StatusCode::OK, &paging.respond("permissions", page)))
}

/// `POST /roles/{id}/permissions`
///
/// # Errors
/// 400, 403, 404; or when the database is away.
pub async fn give_permissions(
    caller: Caller,
    PathId(id): PathId,
    context: RequestContext,
    JsonBody(body): JsonBody,
) -> Answer {
    caller.require_any(&[ManagementScope::UpdateRoles])?;
    permissions::give(Holder::Role(&id), &body, &context).await?;
    Ok(answer(StatusCode::CREATED, &json!({})))
}

/// `DELETE /roles/{id}/permissions`
///
/// # Errors
/// 400, 403, 404; or when the database is away.
pub async fn take_permissions(
    caller: Caller,
    PathId(id): PathId,
    context: RequestContext,
    JsonBody(body): JsonBody,
) -> Answer {
    caller.require_any(&[ManagementScope::UpdateRoles])?;
    permissions::take(Holder::Role(&id), &body, &context).await?;
    Ok(done())
}

/// `GET /roles/{id}/users`
///
/// # Errors
/// 400, 403, 404; or when the database is away.
pub async fn list_users(
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
    LIST_USERS.check_query(&query.0)?;
    let paging = Paging::parse(&query.0, &MEMBERS)?;
    let page = members::users_of(&id, &paging, &context).await?;
    Ok(answer(StatusCode::OK, &paging.respond("users", page)))
}

/// `POST /roles/{id}/users`
///
/// # Errors
/// 400, 403, 404; or when the database is away.
pub async fn give_users(
    caller: Caller,
    PathId(id): PathId,
    context: RequestContext,
    JsonBody(body): JsonBody,
) -> Answer {
    caller.require_any(&[
        ManagementScope::UpdateRoles,
        ManagementScope::CreateRoleMembers,
    ])?;
    members::give_users(&id, &body, &context).await?;
    Ok(answer(StatusCode::OK, &json!({})))
}
