//! `/api/v2/organizations`, and the lists of organizations that users and client grants have.

mod client_grants;
mod connections;
mod discovery_domains;
mod invitations;
mod members;

use std::sync::LazyLock;

use axum::http::StatusCode;
use ostia_identity::organizations::{self, Sort, document};
use ostia_protocol::auth0::fields::Fields;
use ostia_protocol::auth0::management_error::Error;
use ostia_protocol::auth0::paging::{Paging, PagingRules};
use ostia_protocol::auth0::schema::Schema;
use ostia_protocol::auth0::scopes::ManagementScope::{
    CreateOrganizationConnections, CreateOrganizations, DeleteOrganizations, ReadOrganizations,
    ReadOrganizationsSummary, UpdateOrganizations,
};
use serde_json::Value;

use super::operation::Operation;
use super::{Answer, answer, done, text};
use crate::error::management::Failed;
use crate::extract::{Caller, JsonBody, PathId, QueryPairs, RequestContext};

/// The operations of this noun.
pub fn operations() -> Vec<Operation> {
    let own = vec![
        Operation::get("/organizations", "List the organizations", list)
            .any_of(&[ReadOrganizations, ReadOrganizationsSummary])
            .query(&LIST),
        Operation::post("/organizations", "Create an organization", create)
            .any_of(&[CreateOrganizations])
            .body(&document::CREATE),
        Operation::get(
            "/organizations/name/{name}",
            "Read an organization by its name",
            read_by_name,
        )
        .any_of(&[ReadOrganizations]),
        Operation::get("/organizations/{id}", "Read an organization", read)
            .any_of(&[ReadOrganizations, ReadOrganizationsSummary]),
        Operation::patch("/organizations/{id}", "Change an organization", update)
            .any_of(&[UpdateOrganizations])
            .body(&document::UPDATE),
        Operation::delete("/organizations/{id}", "Delete an organization", delete)
            .any_of(&[DeleteOrganizations]),
    ];
    [
        own,
        members::operations(),
        connections::operations(),
        client_grants::operations(),
        invitations::operations(),
        discovery_domains::operations(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Numbered pages only.
const PAGES: PagingRules = PagingRules {
    max_take: 0,
    ..PagingRules::USUAL
};

/// How far numbered pages reach.
const WINDOW: u64 = 1_000;

static LIST: LazyLock<Schema> = LazyLock::new(|| {
    let sort = Schema::string()
        .max_length(15)
        .described("In which order: created_at, name or display_name, with :1 or :-1");
    PagingRules::USUAL.members(Schema::object().member("sort", sort))
});

/// Reads paging parameters. Numbered pages reach as far as upstream's, and its words say so.
fn paging(query: &QueryPairs, rules: &PagingRules) -> Result<Paging, Failed> {
    let paging = Paging::parse(&query.0, rules)?;
    if paging.start() + u64::from(paging.limit()) > WINDOW {
        return Err(Error::page_exceeds_maximum().into());
    }
    Ok(paging)
}

/// `GET /organizations`. Who may read summaries alone is shown names alone.
///
/// # Errors
/// 400, 403; or when the database is away.
async fn list(caller: Caller, query: QueryPairs, context: RequestContext) -> Answer {
    let shown = summary_or_all(&caller);
    let checked = LIST.check_query(&query.0)?;
    let sort = match text(&checked, "sort") {
        Some(sort) => Sort::parse(&sort)?,
        None => Sort::default(),
    };
    let paging = paging(&query, &PagingRules::USUAL)?;
    let mut page = organizations::list(sort, &paging, &context).await?;
    for row in &mut page.rows {
        *row = shown.project(row.take());
    }
    Ok(answer(
        StatusCode::OK,
        &paging.respond("organizations", page),
    ))
}

fn summary_or_all(caller: &Caller) -> Fields {
    if caller.has(ReadOrganizations) {
        Fields::All
    } else {
        Fields::Only(document::SUMMARY.map(str::to_owned).to_vec())
    }
}

/// `POST /organizations`. To begin with connections takes their scope, too.
///
/// # Errors
/// 400, 403, 404, 409; or when the database is away.
async fn create(caller: Caller, context: RequestContext, JsonBody(body): JsonBody) -> Answer {
    let connections = body.get("enabled_connections").and_then(Value::as_array);
    if connections.is_some_and(|connections| !connections.is_empty()) {
        caller.require_any(&[CreateOrganizationConnections])?;
    }
    let made = organizations::create(&body, &context).await?;
    Ok(answer(StatusCode::CREATED, &made))
}

/// `GET /organizations/name/{name}`
///
/// # Errors
/// 403, 404; or when the database is away.
async fn read_by_name(PathId(name): PathId, context: RequestContext) -> Answer {
    let found = organizations::read_by_name(&name, &context).await?;
    Ok(answer(StatusCode::OK, &found))
}

/// `GET /organizations/{id}`
///
/// # Errors
/// 403, 404; or when the database is away.
async fn read(caller: Caller, PathId(id): PathId, context: RequestContext) -> Answer {
    let shown = summary_or_all(&caller);
    let found = organizations::read(&id, &context).await?;
    Ok(answer(StatusCode::OK, &shown.project_object(found)))
}

/// `PATCH /organizations/{id}`
///
/// # Errors
/// 400, 403, 404, 409; or when the database is away.
async fn update(PathId(id): PathId, context: RequestContext, JsonBody(body): JsonBody) -> Answer {
    let changed = organizations::update(&id, &body, &context).await?;
    Ok(answer(StatusCode::OK, &changed))
}

/// `DELETE /organizations/{id}`
///
/// # Errors
/// 403, 404; or when the database is away.
async fn delete(PathId(id): PathId, context: RequestContext) -> Answer {
    organizations::delete(&id, &context).await?;
    Ok(done())
}
