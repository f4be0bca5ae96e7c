//! `/api/v2/stats`: what the log adds up to.

use std::sync::LazyLock;

use axum::http::StatusCode;
use ostia_identity::logs::stats::{self, Range};
use ostia_protocol::auth0::schema::Schema;
use ostia_protocol::auth0::scopes::ManagementScope;

use super::{Answer, answer, text};
use crate::extract::{Caller, QueryPairs, RequestContext};

static DAILY: LazyLock<Schema> = LazyLock::new(|| {
    Schema::object()
        .member("from", Schema::string())
        .member("to", Schema::string())
});

/// `GET /stats/active-users`: a bare number.
///
/// # Errors
/// 403; or when the database is away.
pub async fn active_users(caller: Caller, context: RequestContext) -> Answer {
    caller.require_any(&[ManagementScope::ReadStats])?;
    let users = stats::active_users(&context).await?;
    Ok(answer(StatusCode::OK, &users))
}

/// `GET /stats/daily`
///
/// # Errors
/// 400, 403; or when the database is away.
pub async fn daily(caller: Caller, query: QueryPairs, context: RequestContext) -> Answer {
    caller.require_any(&[ManagementScope::ReadStats])?;
    let query = DAILY.check_query(&query.0)?;
    let (from, to) = (text(&query, "from"), text(&query, "to"));
    let range = Range::parse(from.as_deref(), to.as_deref(), context.now)?;
    let days = stats::daily(range, &context).await?;
    Ok(answer(StatusCode::OK, &days))
}
