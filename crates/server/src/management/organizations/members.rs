//! `/api/v2/organizations/{id}/members`, the roles of members, and `/api/v2/users/{id}/organizations`.

use std::sync::LazyLock;

use axum::http::StatusCode;
use ostia_identity::organizations::members::{self, FIELDS, roles};
use ostia_identity::users::document::parse_id;
use ostia_protocol::auth0::fields::Fields;
use ostia_protocol::auth0::paging::{Page, PagingRules};
use ostia_protocol::auth0::schema::Schema;
use ostia_protocol::auth0::scopes::ManagementScope::{
    CreateOrganizationMemberRoles, CreateOrganizationMembers, DeleteOrganizationMemberRoles,
    DeleteOrganizationMembers, ReadOrganizationMemberEffectiveRoles,
    ReadOrganizationMemberRoleSourceGroups, ReadOrganizationMemberRoles, ReadOrganizationMembers,
    ReadOrganizations,
};
use serde_json::Value;

use super::{PAGES, paging};
use crate::extract::{Caller, JsonBody, PathId, PathIds, QueryPairs, RequestContext};
use crate::management::operation::Operation;
use crate::management::{Answer, CHECKPOINTS, Wrapped, answer, done, precedence, with_fields};

/// The operations of this part.
pub fn operations() -> Vec<Operation> {
    vec![
        Operation::get(
            "/organizations/{id}/members",
            "List an organization's members",
            list,
        )
        .any_of(&[ReadOrganizationMembers])
        .query(&LIST),
        Operation::post(
            "/organizations/{id}/members",
            "Add members to an organization",
            add,
        )
        .any_of(&[CreateOrganizationMembers])
        .body(&members::MEMBERS)
        .answers(&[204]),
        Operation::delete(
            "/organizations/{id}/members",
            "Remove members from an organization",
            remove,
        )
        .any_of(&[DeleteOrganizationMembers])
        .body(&members::MEMBERS),
        Operation::get(
            "/organizations/{id}/members/{user_id}/roles",
            "List a member's roles",
            list_roles,
        )
        .any_of(&[ReadOrganizationMemberRoles])
        .query(&LIST_ROLES),
        Operation::post(
            "/organizations/{id}/members/{user_id}/roles",
            "Give roles to a member",
            give_roles,
        )
        .any_of(&[CreateOrganizationMemberRoles])
        .body(&roles::ROLES)
        .answers(&[204]),
        Operation::delete(
            "/organizations/{id}/members/{user_id}/roles",
            "Take roles from a member",
            take_roles,
        )
        .any_of(&[DeleteOrganizationMemberRoles])
        .body(&roles::ROLES),
        Operation::get(
            "/organizations/{id}/members/{user_id}/effective-roles",
            "List the roles that count for a member",
            list_effective_roles,
        )
        .any_of(&[ReadOrganizationMemberEffectiveRoles])
        .query(&CHECKPOINTS),
        Operation::get(
            "/organizations/{id}/members/{user_id}/effective-roles/sources/groups",
            "List the groups that a member has a role from",
            list_role_source_groups,
        )
        .any_of(&[ReadOrganizationMemberRoleSourceGroups])
        .query(&LIST_SOURCES)
        .stored(),
        Operation::get(
            "/users/{id}/organizations",
            "List a user's organizations",
            list_of_user,
        )
        .any_of(&[ReadOrganizations])
        .query(&LIST_ROLES),
    ]
}

static LIST: LazyLock<Schema> =
    LazyLock::new(|| with_fields(PagingRules::USUAL.members(Schema::object())));

static LIST_SOURCES: LazyLock<Schema> = LazyLock::new(|| {
    let role = Schema::string().described("The role whose sources are asked for");
    PagingRules::USUAL.members(Schema::object().required_member("role_id", role))
});

static LIST_ROLES: LazyLock<Schema> = LazyLock::new(|| PAGES.members(Schema::object()));

/// `GET /organizations/{id}/members`. Roles are shown where they are asked for by name.
///
/// # Errors
/// 400, 403, 404; or when the database is away.
async fn list(
    caller: Caller,
    PathId(id): PathId,
    query: QueryPairs,
    context: RequestContext,
) -> Answer {
    LIST.check_query(&query.0)?;
    let fields = Fields::parse(query.get("fields"), query.get("include_fields"), &FIELDS)?;
    let wants_roles =
        matches!(&fields, Fields::Only(names) if names.iter().any(|name| name == "roles"));
    if wants_roles {
        caller.require_any(&[ReadOrganizationMemberRoles])?;
    }
    let paging = paging(&query, &PagingRules::USUAL)?;
    let mut page = members::list(&id, wants_roles, &paging, &context).await?;
    for row in &mut page.rows {
        *row = fields.project(row.take());
    }
    Ok(answer(StatusCode::OK, &paging.respond("members", page)))
}

/// `POST /organizations/{id}/members`
///
/// # Errors
/// 400, 403, 404; or when the database is away.
async fn add(PathId(id): PathId, context: RequestContext, JsonBody(body): JsonBody) -> Answer {
    members::add(&id, &body, &context).await?;
    Ok(done())
}

/// `DELETE /organizations/{id}/members`
///
/// # Errors
/// 400, 403, 404; or when the database is away.
async fn remove(PathId(id): PathId, context: RequestContext, JsonBody(body): JsonBody) -> Answer {
    members::remove(&id, &body, &context).await?;
    Ok(done())
}

/// `GET /organizations/{id}/members/{user_id}/roles`
///
/// # Errors
/// 400, 403, 404; or when the database is away.
async fn list_roles(
    PathIds(id, user): PathIds,
    query: QueryPairs,
    context: RequestContext,
) -> Answer {
    LIST_ROLES.check_query(&query.0)?;
    let paging = paging(&query, &PAGES)?;
    let page = roles::list(&id, &parse_id(&user)?, &paging, &context).await?;
    Ok(answer(StatusCode::OK, &paging.respond("roles", page)))
}

/// `POST /organizations/{id}/members/{user_id}/roles`
///
/// # Errors
/// 400, 403, 404, 409; or when the database is away.
async fn give_roles(
    PathIds(id, user): PathIds,
    caller: Caller,
    context: RequestContext,
    JsonBody(body): JsonBody,
) -> Answer {
    precedence::roles(&body["roles"], &caller, &context).await?;
    roles::give(&id, &parse_id(&user)?, &body, &context).await?;
    Ok(done())
}

/// `DELETE /organizations/{id}/members/{user_id}/roles`
///
/// # Errors
/// 400, 403, 404; or when the database is away.
async fn take_roles(
    PathIds(id, user): PathIds,
    context: RequestContext,
    JsonBody(body): JsonBody,
) -> Answer {
    roles::take(&id, &parse_id(&user)?, &body, &context).await?;
    Ok(done())
}

/// `GET /organizations/{id}/members/{user_id}/effective-roles`
///
/// # Errors
/// 400, 403, 404; or when the database is away.
async fn list_effective_roles(
    PathIds(id, user): PathIds,
    query: QueryPairs,
    context: RequestContext,
) -> Answer {
    let wrapped = Wrapped::parse(&query)?;
    let page = roles::effective(&id, &parse_id(&user)?, &wrapped.paging, &context).await?;
    Ok(answer(StatusCode::OK, &wrapped.respond("roles", page)))
}

/// `GET /organizations/{id}/members/{user_id}/effective-roles/sources/groups`: none, as long as there are no groups.
///
/// # Errors
/// 400, 403, 404; or when the database is away.
async fn list_role_source_groups(
    PathIds(id, user): PathIds,
    query: QueryPairs,
    context: RequestContext,
) -> Answer {
    let checked = LIST_SOURCES.check_query(&query.0)?;
    let wrapped = Wrapped::parse_with(&query, &["role_id"])?;
    let user = parse_id(&user)?;
    roles::require_member(&id, &user, &context).await?;
    let role = checked.get("role_id").and_then(Value::as_str);
    ostia_identity::roles::read(role.unwrap_or_default(), &context).await?;
    let none = wrapped.respond("groups", Page::default());
    Ok(answer(StatusCode::OK, &none))
}

/// `GET /users/{id}/organizations`
///
/// # Errors
/// 400, 403, 404; or when the database is away.
async fn list_of_user(PathId(id): PathId, query: QueryPairs, context: RequestContext) -> Answer {
    LIST_ROLES.check_query(&query.0)?;
    let paging = paging(&query, &PAGES)?;
    let page = members::organizations_of(&parse_id(&id)?, &paging, &context).await?;
    Ok(answer(
        StatusCode::OK,
        &paging.respond("organizations", page),
    ))
}
