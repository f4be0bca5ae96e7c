//! `/api/v2/organizations/{id}/invitations`.

use std::sync::LazyLock;

use axum::http::StatusCode;
use ostia_identity::organizations::invitations::{self, FIELDS};
use ostia_protocol::auth0::fields::Fields;
use ostia_protocol::auth0::management_error::Error;
use ostia_protocol::auth0::paging::Paging;
use ostia_protocol::auth0::schema::Schema;
use ostia_protocol::auth0::scopes::ManagementScope::{
    CreateOrganizationInvitations, DeleteOrganizationInvitations, ReadOrganizationInvitations,
};
use serde_json::{Value, json};

use super::{PAGES, paging};
use crate::extract::{Caller, JsonBody, PathId, PathIds, QueryPairs, RequestContext};
use crate::management::operation::Operation;
use crate::management::{Answer, answer, done, precedence, text, with_fields};

/// The operations of this part.
pub fn operations() -> Vec<Operation> {
    vec![
        Operation::get(
            "/organizations/{id}/invitations",
            "List the invitations to an organization",
            list,
        )
        .any_of(&[ReadOrganizationInvitations])
        .query(&LIST),
        Operation::post(
            "/organizations/{id}/invitations",
            "Invite somebody to an organization",
            create,
        )
        .any_of(&[CreateOrganizationInvitations])
        .body(&invitations::CREATE),
        Operation::get(
            "/organizations/{id}/invitations/{invitation_id}",
            "Read an invitation",
            read,
        )
        .any_of(&[ReadOrganizationInvitations])
        .query(&READ),
        Operation::delete(
            "/organizations/{id}/invitations/{invitation_id}",
            "Take an invitation back",
            revoke,
        )
        .any_of(&[DeleteOrganizationInvitations]),
    ]
}

static LIST: LazyLock<Schema> = LazyLock::new(|| {
    let sort = Schema::string().described("In which order: created_at:1 or created_at:-1");
    with_fields(PAGES.members(Schema::object().member("sort", sort)))
});

static READ: LazyLock<Schema> = LazyLock::new(|| with_fields(Schema::object()));

fn fields(query: &QueryPairs) -> Result<Fields, Error> {
    Fields::parse(query.get("fields"), query.get("include_fields"), &FIELDS)
}

/// `GET /organizations/{id}/invitations`: those that nobody accepted. They are never counted, as upstream.
///
/// # Errors
/// 400, 403, 404; or when the database is away.
async fn list(PathId(id): PathId, query: QueryPairs, context: RequestContext) -> Answer {
    let checked = LIST.check_query(&query.0)?;
    let fields = fields(&query)?;
    let oldest_first = match text(&checked, "sort").as_deref() {
        None | Some("created_at:-1") => false,
        Some("created_at:1") => true,
        Some(_) => {
            return Err(Error::invalid_query("sort can be created_at:1 or created_at:-1.").into());
        }
    };
    let paging = paging(&query, &PAGES)?;
    let page = invitations::list(&id, oldest_first, &paging, &context).await?;
    let rows: Vec<Value> = page
        .rows
        .into_iter()
        .map(|row| fields.project(row))
        .collect();
    let list = match paging {
        Paging::Offset {
            include_totals: true,
            per_page,
            ..
        } => json!({ "invitations": rows, "start": paging.start(), "limit": per_page }),
        _ => json!(rows),
    };
    Ok(answer(StatusCode::OK, &list))
}

/// `POST /organizations/{id}/invitations`
///
/// # Errors
/// 400, 403, 404; or when the database is away.
async fn create(
    PathId(id): PathId,
    caller: Caller,
    context: RequestContext,
    JsonBody(body): JsonBody,
) -> Answer {
    precedence::roles(&body["roles"], &caller, &context).await?;
    let made = invitations::create(&id, &body, &context).await?;
    Ok(answer(StatusCode::CREATED, &made))
}

/// `GET /organizations/{id}/invitations/{invitation_id}`
///
/// # Errors
/// 400, 403, 404; or when the database is away.
async fn read(
    PathIds(id, invitation): PathIds,
    query: QueryPairs,
    context: RequestContext,
) -> Answer {
    READ.check_query(&query.0)?;
    let fields = fields(&query)?;
    let found = invitations::read(&id, &invitation, &context).await?;
    Ok(answer(StatusCode::OK, &fields.project(found)))
}

/// `DELETE /organizations/{id}/invitations/{invitation_id}`
///
/// # Errors
/// 403, 404; or when the database is away.
async fn revoke(PathIds(id, invitation): PathIds, context: RequestContext) -> Answer {
    invitations::revoke(&id, &invitation, &context).await?;
    Ok(done())
}
