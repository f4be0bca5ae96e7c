//! `/api/v2/logs`, and the log of a user.

use std::sync::LazyLock;

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use ostia_identity::logs::search::{self, FIELDS, Order, Sort};
use ostia_identity::users::document::parse_id;
use ostia_protocol::auth0::fields::Fields;
use ostia_protocol::auth0::paging::{Paging, PagingRules};
use ostia_protocol::auth0::schema::Schema;
use ostia_protocol::auth0::scopes::ManagementScope::{self, ReadLogs, ReadLogsUsers};
use serde_json::Value;

use super::operation::Operation;
use super::{Answer, answer, text, with_fields};
use crate::extract::{PathId, QueryPairs, RequestContext};

/// The operations of this noun.
pub fn operations() -> Vec<Operation> {
    vec![
        Operation::get("/logs", "List log entries", list)
            .any_of(READING)
            .query(&LIST),
        Operation::get("/logs/{id}", "Read a log entry", read).any_of(READING),
        Operation::get(
            "/users/{id}/logs",
            "List a user's log entries",
            list_of_user,
        )
        .any_of(READING)
        .query(&LIST_OF_USER),
    ]
}

const READING: &[ManagementScope] = &[ReadLogs, ReadLogsUsers];

/// Numbered pages reach into the latest 1,000 entries; beyond them, entries lead to each other.
const PAGING: PagingRules = PagingRules {
    zero_allowed: true,
    window: Some(1_000),
    ..PagingRules::USUAL
};

const OF_USER: PagingRules = PagingRules {
    max_take: 0,
    zero_allowed: false,
    ..PAGING
};

static LIST: LazyLock<Schema> = LazyLock::new(|| {
    let query = Schema::object()
        .member("sort", Schema::string())
        .member("q", Schema::string())
        .member("search", Schema::string());
    PAGING.members(with_fields(query))
});

static LIST_OF_USER: LazyLock<Schema> =
    LazyLock::new(|| OF_USER.members(Schema::object().member("sort", Schema::string())));

/// `GET /logs`
///
/// # Errors
/// 400, 403; or when the database is away.
async fn list(query: QueryPairs, context: RequestContext) -> Answer {
    let checked = LIST.check_query(&query.0)?;
    let paging = Paging::parse(&query.0, &PAGING)?;
    if let Paging::Checkpoint { from, take } = &paging {
        let entries = search::after(from.as_deref(), *take, &context).await?;
        let link = next_link(from.as_deref(), *take, &entries, &context);
        return Ok(with_link(answer(StatusCode::OK, &entries), &link));
    }
    // The older name of the same.
    let q = text(&checked, "q").or_else(|| text(&checked, "search"));
    let condition = search::condition(q.as_deref())?;
    let sort = Sort::parse(text(&checked, "sort").as_deref())?;
    let fields = Fields::parse(query.get("fields"), query.get("include_fields"), FIELDS)?;
    let mut page = search::page(&condition, sort, &paging, &context).await?;
    page.rows = page
        .rows
        .into_iter()
        .map(|row| fields.project(row))
        .collect();
    Ok(answer(StatusCode::OK, &paging.respond("logs", page)))
}

/// Where the log goes on. As long as nothing is newer, that is where the request already was.
fn next_link(from: Option<&str>, take: u32, entries: &[Value], context: &RequestContext) -> String {
    let last = entries.last().and_then(|entry| entry["log_id"].as_str());
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    if let Some(from) = last.or(from) {
        query.append_pair("from", from);
    }
    query.append_pair("take", &take.to_string());
    format!(
        "<{}logs?{}>; rel=\"next\"",
        context.tenant.management_audience(),
        query.finish()
    )
}

fn with_link(mut response: Response, link: &str) -> Response {
    if let Ok(link) = HeaderValue::from_str(link) {
        response.headers_mut().insert(header::LINK, link);
    }
    response
}

/// `GET /logs/{id}`
///
/// # Errors
/// 403, 404; or when the database is away.
async fn read(PathId(id): PathId, context: RequestContext) -> Answer {
    let found = search::read(&id, &context).await?;
    Ok(answer(StatusCode::OK, &found))
}

/// `GET /users/{id}/logs`. A user whom there is not has no entries, and one who is gone keeps theirs.
///
/// # Errors
/// 400, 403; or when the database is away.
async fn list_of_user(PathId(id): PathId, query: QueryPairs, context: RequestContext) -> Answer {
    let checked = LIST_OF_USER.check_query(&query.0)?;
    let paging = Paging::parse(&query.0, &OF_USER)?;
    let order = Order::parse(text(&checked, "sort").as_deref())?;
    let page = search::page_of_user(&parse_id(&id)?, order, &paging, &context).await?;
    Ok(answer(StatusCode::OK, &paging.respond("logs", page)))
}
