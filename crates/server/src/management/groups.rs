//! `/api/v2/groups`, and where groups hang on others: there are none. Groups come from directories, which nothing here
//! takes over yet; tools that read everything are told that there is nothing.

use std::sync::LazyLock;

use axum::http::StatusCode;
use axum::response::Response;
use ostia_identity::users::document::parse_id;
use ostia_identity::{organizations, roles, users};
use ostia_protocol::auth0::management_error::Error;
use ostia_protocol::auth0::paging::{Page, Paging, PagingRules, wrap_checkpoint};
use ostia_protocol::auth0::schema::{Format, Part, Schema};
use ostia_protocol::auth0::scopes::ManagementScope::{
    CreateGroupRoles, CreateOrganizationGroupRoles, DeleteGroupRoles, DeleteGroups,
    DeleteOrganizationGroupRoles, ReadGroupMembers, ReadGroupRoles, ReadGroups,
    ReadOrganizationGroupRoles, ReadOrganizationGroups,
};

use super::operation::Operation;
use super::{Answer, answer, with_fields};
use crate::extract::{JsonBody, PathId, PathIds, QueryPairs, RequestContext};

/// The operations of this noun.
pub fn operations() -> Vec<Operation> {
    let lists = lists().into_iter().map(Operation::stored);
    let others = of_one().into_iter().chain(of_roles());
    lists.chain(others.map(Operation::placeholder)).collect()
}

/// What says that there is nothing.
fn lists() -> Vec<Operation> {
    const ORGANIZATION: &str = "/organizations/{organization_id}/groups";
    vec![
        Operation::get("/groups", "List the groups", list)
            .any_of(&[ReadGroups])
            .query(&LIST),
        Operation::get("/roles/{id}/groups", "List a role's groups", list_of_role)
            .any_of(&[ReadGroupRoles])
            .query(&CHECKPOINTS),
        Operation::get(
            ORGANIZATION,
            "List an organization's groups",
            list_of_organization,
        )
        .any_of(&[ReadOrganizationGroups])
        .query(&CHECKPOINTS),
        Operation::get("/users/{id}/groups", "List a user's groups", list_of_user)
            .any_of(&[ReadGroups])
            .query(&LIST_OF_USER),
    ]
}

/// What is done to one group, which isn't there.
fn of_one() -> Vec<Operation> {
    const GROUP: &str = "/groups/{id}";
    vec![
        Operation::get(GROUP, "Read a group", unknown).any_of(&[ReadGroups]),
        Operation::delete(GROUP, "Delete a group", unknown).any_of(&[DeleteGroups]),
        Operation::get("/groups/{id}/members", "List a group's members", unknown)
            .any_of(&[ReadGroupMembers]),
    ]
}

/// What is done to the roles of one.
fn of_roles() -> Vec<Operation> {
    const GROUP: &str = "/groups/{id}/roles";
    const ROLE: &str = "/roles/{id}/groups";
    const ORGANIZATION: &str = "/organizations/{organization_id}/groups/{group_id}/roles";
    vec![
        Operation::get(GROUP, "List a group's roles", unknown).any_of(&[ReadGroupRoles]),
        Operation::post(GROUP, "Give a group roles", change_roles)
            .any_of(&[CreateGroupRoles])
            .body(&ROLES)
            .answers(&[204]),
        Operation::delete(GROUP, "Take roles from a group", change_roles)
            .any_of(&[DeleteGroupRoles])
            .body(&ROLES),
        Operation::post(ROLE, "Give a role to groups", change_role)
            .any_of(&[CreateGroupRoles])
            .body(&GROUPS)
            .answers(&[204]),
        Operation::delete(ROLE, "Take a role from groups", change_role)
            .any_of(&[DeleteGroupRoles])
            .body(&GROUPS),
        Operation::get(
            ORGANIZATION,
            "List a group's roles in an organization",
            of_organization,
        )
        .any_of(&[ReadOrganizationGroupRoles]),
        Operation::post(
            ORGANIZATION,
            "Give a group roles in an organization",
            change_in_organization,
        )
        .any_of(&[CreateOrganizationGroupRoles])
        .body(&ROLES)
        .answers(&[204]),
        Operation::delete(
            ORGANIZATION,
            "Take roles from a group in an organization",
            change_in_organization,
        )
        .any_of(&[DeleteOrganizationGroupRoles])
        .body(&ROLES),
    ]
}

static LIST: LazyLock<Schema> = LazyLock::new(|| {
    let text = |longest| Schema::string().min_length(1).max_length(longest);
    let query = PagingRules::USUAL
        .members(Schema::object())
        .member("connection_id", Schema::string())
        .member("name", text(128))
        .member("external_id", Schema::string().max_length(256))
        .member("search", text(256));
    with_fields(query)
});

static LIST_OF_USER: LazyLock<Schema> =
    LazyLock::new(|| with_fields(PagingRules::USUAL.members(Schema::object())));

static CHECKPOINTS: LazyLock<Schema> = LazyLock::new(|| {
    Schema::object()
        .member("from", Schema::string())
        .member("take", Schema::integer().minimum(1).maximum(100))
});

static ROLES: LazyLock<Schema> = LazyLock::new(|| {
    let roles = Schema::array(Schema::formatted(Format::RoleId)).min_items(1);
    Schema::object().required_member("roles", roles.described("The ids of the roles"))
});

static GROUPS: LazyLock<Schema> = LazyLock::new(|| {
    let id = Schema::string()
        .min_length(18)
        .max_length(26)
        .pattern("^grp_[1-9a-km-zA-HJ-NP-Z]{14,22}$");
    let groups = Schema::array(id).min_items(1);
    Schema::object().required_member("groups", groups.described("The ids of the groups"))
});

fn nothing(query: &QueryPairs) -> Answer {
    let paging = Paging::parse(&query.0, &PagingRules::USUAL)?;
    let page = paging.respond("groups", Page::default());
    Ok(answer(StatusCode::OK, &page))
}

fn wrapped_nothing() -> Response {
    let page = wrap_checkpoint("groups", None, Vec::new());
    answer(StatusCode::OK, &page)
}

fn no_group() -> Answer {
    Err(Error::unknown_group().into())
}

async fn list(query: QueryPairs) -> Answer {
    LIST.check_query(&query.0)?;
    nothing(&query)
}

async fn unknown() -> Answer {
    no_group()
}

async fn change_roles(JsonBody(body): JsonBody) -> Answer {
    ROLES.check(&body, Part::Payload)?;
    no_group()
}

async fn list_of_role(PathId(id): PathId, query: QueryPairs, context: RequestContext) -> Answer {
    CHECKPOINTS.check_query(&query.0)?;
    roles::read(&id, &context).await?;
    Ok(wrapped_nothing())
}

async fn change_role(
    PathId(id): PathId,
    context: RequestContext,
    JsonBody(body): JsonBody,
) -> Answer {
    GROUPS.check(&body, Part::Payload)?;
    roles::read(&id, &context).await?;
    no_group()
}

async fn list_of_organization(
    PathId(id): PathId,
    query: QueryPairs,
    context: RequestContext,
) -> Answer {
    CHECKPOINTS.check_query(&query.0)?;
    organizations::read(&id, &context).await?;
    Ok(wrapped_nothing())
}

async fn of_organization(PathIds(id, _): PathIds, context: RequestContext) -> Answer {
    organizations::read(&id, &context).await?;
    no_group()
}

async fn change_in_organization(
    path: PathIds,
    context: RequestContext,
    JsonBody(body): JsonBody,
) -> Answer {
    ROLES.check(&body, Part::Payload)?;
    of_organization(path, context).await
}

async fn list_of_user(PathId(id): PathId, query: QueryPairs, context: RequestContext) -> Answer {
    LIST_OF_USER.check_query(&query.0)?;
    users::require_exists(&parse_id(&id)?, &context).await?;
    nothing(&query)
}
