//! `/api/v2/stats`: what the log adds up to.

use std::sync::LazyLock;

use axum::http::StatusCode;
use ostia_identity::logs::stats::{self, Range};
use ostia_protocol::auth0::schema::Schema;
use ostia_protocol::auth0::scopes::ManagementScope::ReadStats;

use super::operation::Operation;
use super::{Answer, answer, text};
use crate::extract::{QueryPairs, RequestContext};

/// The operations of this noun.
pub fn operations() -> Vec<Operation> {
    vec![
        Operation::get(
            "/stats/active-users",
            "Count the users of the last 30 days",
            active_users,
        )
        .any_of(&[ReadStats]),
        Operation::get("/stats/daily", "Read what happened on each day", daily)
            .any_of(&[ReadStats])
            .query(&DAILY),
    ]
}

static DAILY: LazyLock<Schema> = LazyLock::new(|| {
    Schema::object()
        .member("from", Schema::string())
        .member("to", Schema::string())
});

/// `GET /stats/active-users`: a bare number.
///
/// # Errors
/// 403; or when the database is away.
async fn active_users(context: RequestContext) -> Answer {
    let users = stats::active_users(&context).await?;
    Ok(answer(StatusCode::OK, &users))
}

/// `GET /stats/daily`
///
/// # Errors
/// 400, 403; or when the database is away.
async fn daily(query: QueryPairs, context: RequestContext) -> Answer {
    let query = DAILY.check_query(&query.0)?;
    let (from, to) = (text(&query, "from"), text(&query, "to"));
    let range = Range::parse(from.as_deref(), to.as_deref(), context.now)?;
    let days = stats::daily(range, &context).await?;
    Ok(answer(StatusCode::OK, &days))
}
