//! `/api/v2/tenants/settings`.

use std::sync::LazyLock;

use axum::http::StatusCode;
use ostia_identity::tenants;
use ostia_protocol::auth0::fields::Fields;
use ostia_protocol::auth0::schema::Schema;
use ostia_protocol::auth0::scopes::ManagementScope;

use super::{Answer, answer, with_fields};
use crate::extract::{Caller, JsonBody, QueryPairs, RequestContext};

static READ: LazyLock<Schema> = LazyLock::new(|| with_fields(Schema::object()));

/// `GET /tenants/settings`
///
/// # Errors
/// 400, 403; or when the database is away.
pub async fn read(caller: Caller, query: QueryPairs, context: RequestContext) -> Answer {
    caller.require_any(&[ManagementScope::ReadTenantSettings])?;
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
pub async fn update(caller: Caller, context: RequestContext, JsonBody(body): JsonBody) -> Answer {
    caller.require_any(&[ManagementScope::UpdateTenantSettings])?;
    let settings = tenants::update_settings(&body, &context).await?;
    Ok(answer(StatusCode::OK, &settings))
}
