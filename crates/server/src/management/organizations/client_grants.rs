//! `/api/v2/organizations/{id}/client-grants` and `/api/v2/client-grants/{id}/organizations`.

use std::sync::LazyLock;

use axum::http::StatusCode;
use ostia_identity::organizations::client_grants::{self, table::Filter};
use ostia_protocol::auth0::ids::ClientGrantId;
use ostia_protocol::auth0::management_error::Error;
use ostia_protocol::auth0::paging::PagingRules;
use ostia_protocol::auth0::schema::Schema;
use ostia_protocol::auth0::scopes::ManagementScope::{
    CreateOrganizationClientGrants, DeleteOrganizationClientGrants, ReadOrganizationClientGrants,
};

use super::{PAGES, paging};
use crate::extract::{JsonBody, PathId, PathIds, QueryPairs, RequestContext};
use crate::management::operation::Operation;
use crate::management::{Answer, answer, done, text};

/// The operations of this part.
pub fn operations() -> Vec<Operation> {
    vec![
        Operation::get(
            "/organizations/{id}/client-grants",
            "List an organization's client grants",
            list,
        )
        .any_of(&[ReadOrganizationClientGrants])
        .query(&LIST),
        Operation::post(
            "/organizations/{id}/client-grants",
            "Add a client grant to an organization",
            add,
        )
        .any_of(&[CreateOrganizationClientGrants])
        .body(&client_grants::ADD),
        Operation::delete(
            "/organizations/{id}/client-grants/{grant_id}",
            "Take a client grant from an organization",
            remove,
        )
        .any_of(&[DeleteOrganizationClientGrants]),
        Operation::get(
            "/client-grants/{id}/organizations",
            "List a client grant's organizations",
            list_organizations,
        )
        .any_of(&[ReadOrganizationClientGrants])
        .query(&LIST_ORGANIZATIONS),
    ]
}

/// How many grants a filter names.
const MAX_GRANTS: usize = 10;

static LIST: LazyLock<Schema> = LazyLock::new(|| {
    let query = Schema::object()
        .member(
            "audience",
            Schema::string()
                .max_length(600)
                .described("Only grants at this API"),
        )
        .member(
            "client_id",
            Schema::string().described("Only grants of this application"),
        )
        .member(
            "grant_ids",
            Schema::string().described("Only these grants; repeat it for several"),
        );
    PAGES.members(query)
});

static LIST_ORGANIZATIONS: LazyLock<Schema> =
    LazyLock::new(|| PagingRules::USUAL.members(Schema::object()));

/// `GET /organizations/{id}/client-grants`
///
/// # Errors
/// 400, 403, 404; or when the database is away.
async fn list(PathId(id): PathId, query: QueryPairs, context: RequestContext) -> Answer {
    let (named, others): (Vec<_>, Vec<_>) = query
        .0
        .into_iter()
        .partition(|(name, _)| matches!(name.as_str(), "grant_ids" | "grant_ids[]"));
    let query = QueryPairs(others);
    let filter = LIST.check_query(&query.0)?;
    let paging = paging(&query, &PAGES)?;
    let filter = Filter {
        audience: text(&filter, "audience"),
        client_id: text(&filter, "client_id"),
        grant_ids: grant_ids(&named)?,
    };
    let page = client_grants::list(&id, &filter, &paging, &context).await?;
    Ok(answer(
        StatusCode::OK,
        &paging.respond("client_grants", page),
    ))
}

/// Ids between commas, or in parameters of their own.
fn grant_ids(pairs: &[(String, String)]) -> Result<Vec<String>, Error> {
    let ids = pairs.iter().flat_map(|(_, value)| value.split(','));
    let ids: Vec<String> = ids.filter(|id| !id.is_empty()).map(str::to_owned).collect();
    if ids.len() > MAX_GRANTS {
        return Err(Error::invalid_query(format!(
            "Query validation error: 'Array is too long ({}), maximum {MAX_GRANTS}' on property grant_ids.",
            ids.len()
        )));
    }
    match ids.iter().find(|id| ClientGrantId::parse(id).is_err()) {
        Some(wrong) => Err(Error::invalid_query(format!(
            "Query validation error: 'Object didn't pass validation for format client-grant-id: {}' on property grant_ids.",
            wrong.chars().take(100).collect::<String>()
        ))),
        None => Ok(ids),
    }
}

/// `POST /organizations/{id}/client-grants`
///
/// # Errors
/// 400, 403, 404, 409; or when the database is away.
async fn add(PathId(id): PathId, context: RequestContext, JsonBody(body): JsonBody) -> Answer {
    let added = client_grants::add(&id, &body, &context).await?;
    Ok(answer(StatusCode::CREATED, &added))
}

/// `DELETE /organizations/{id}/client-grants/{grant_id}`
///
/// # Errors
/// 403, 404; or when the database is away.
async fn remove(PathIds(id, grant): PathIds, context: RequestContext) -> Answer {
    client_grants::remove(&id, &grant, &context).await?;
    Ok(done())
}

/// `GET /client-grants/{id}/organizations`
///
/// # Errors
/// 400, 403, 404; or when the database is away.
async fn list_organizations(
    PathId(id): PathId,
    query: QueryPairs,
    context: RequestContext,
) -> Answer {
    LIST_ORGANIZATIONS.check_query(&query.0)?;
    let paging = paging(&query, &PagingRules::USUAL)?;
    let page = client_grants::organizations_of(&id, &paging, &context).await?;
    Ok(answer(
        StatusCode::OK,
        &paging.respond("organizations", page),
    ))
}
