//! `/api/v2/tenants/settings`.

use std::sync::LazyLock;

use axum::http::StatusCode;
use ostia_identity::tenants;
use ostia_protocol::auth0::fields::Fields;
use ostia_protocol::auth0::schema::Schema;
use ostia_protocol::auth0::scopes::ManagementScope::{ReadTenantSettings, UpdateTenantSettings};

use super::operation::Operation;
use super::{Answer, answer, with_fields};
use crate::extract::{JsonBody, QueryPairs, RequestContext};

/// The operations of this noun.
pub fn operations() -> Vec<Operation> {
    vec![
        Operation::get("/tenants/settings", "Read the tenant's settings", read)
            .any_of(&[ReadTenantSettings])
            .query(&READ),
        Operation::patch("/tenants/settings", "Change the tenant's settings", update)
            .any_of(&[UpdateTenantSettings])
            .body(&tenants::document::UPDATE),
    ]
}

static READ: LazyLock<Schema> = LazyLock::new(|| with_fields(Schema::object()));

/// `GET /tenants/settings`
///
/// # Errors
/// 400, 403; or when the database is away.
async fn read(query: QueryPairs, context: RequestContext) -> Answer {
    READ.check_query(&query.0)?;
    let fields = Fields::parse(
        query.get("fields"),
        query.get("include_fields"),
        tenants::document::MEMBERS,
    )?;
    let settings = tenants::read_settings(&context).await?;
    Ok(answer(StatusCode::OK, &fields.project_object(settings)))
}

/// `PATCH /tenants/settings`
///
/// # Errors
/// 400, 403; or when the database is away.
async fn update(context: RequestContext, JsonBody(body): JsonBody) -> Answer {
    let settings = tenants::update_settings(&body, &context).await?;
    Ok(answer(StatusCode::OK, &settings))
}
