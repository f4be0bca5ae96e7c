//! `/api/v2/connections`: where accounts live.

use std::sync::LazyLock;

use axum::http::StatusCode;
use ostia_identity::connections::document::{MEMBERS, STRATEGIES};
use ostia_identity::connections::table::Filter;
use ostia_identity::{connections, users};
use ostia_protocol::auth0::fields::Fields;
use ostia_protocol::auth0::management_error::Error;
use ostia_protocol::auth0::paging::{Paging, PagingRules};
use ostia_protocol::auth0::schema::{Format, Schema};
use ostia_protocol::auth0::scopes::ManagementScope;
use serde_json::{Value, json};

use super::{Answer, answer, done, text, with_fields};
use crate::error::management::Failed;
use crate::extract::{Caller, JsonBody, PathId, QueryPairs, RequestContext};

/// 100 rows where the request does not say.
const PAGING: PagingRules = PagingRules {
    default_per_page: 100,
    ..PagingRules::USUAL
};
/// Up to 1,000 rows after a checkpoint.
const CLIENTS_PAGING: PagingRules = PagingRules {
    max_take: 1_000,
    ..PagingRules::USUAL
};

static LIST: LazyLock<Schema> = LazyLock::new(|| {
    let query = PAGING
        .members(Schema::object())
        .member(
            "strategy",
            Schema::array(Schema::enumeration(STRATEGIES))
                .described("Only the connections of these strategies"),
        )
        .member(
            "name",
            Schema::string().described("Only the connection with this name"),
        );
    with_fields(query)
});

static READ: LazyLock<Schema> = LazyLock::new(|| with_fields(Schema::object()));

static CLIENTS: LazyLock<Schema> = LazyLock::new(|| CLIENTS_PAGING.members(Schema::object()));

static DELETE_USER: LazyLock<Schema> = LazyLock::new(|| {
    let email = Schema::formatted(Format::Email).described("E-mail address of the user");
    Schema::object().required_member("email", email)
});

/// The members that were asked for. `id` and `is_domain_connection` come along with any choice (recorded).
fn fields(query: &QueryPairs) -> Result<Fields, Failed> {
    let fields = Fields::parse(query.get("fields"), query.get("include_fields"), MEMBERS)?;
    Ok(match fields {
        Fields::Only(mut names) => {
            names.extend(["id", "is_domain_connection"].map(str::to_owned));
            Fields::Only(names)
        }
        fields => fields,
    })
}

/// A list of strategies may be repeated or separated by commas.
fn apart(query: &QueryPairs) -> Vec<(String, String)> {
    let mut pairs = Vec::new();
    for (name, value) in &query.0 {
        if name == "strategy" {
            let values = value.split(',').filter(|value| !value.is_empty());
            pairs.extend(values.map(|value| (name.clone(), value.trim().to_owned())));
        } else {
            pairs.push((name.clone(), value.clone()));
        }
    }
    pairs
}

/// `GET /connections`
///
/// # Errors
/// 400, 403; or when the database is away.
pub async fn list(caller: Caller, query: QueryPairs, context: RequestContext) -> Answer {
    caller.require_any(&[ManagementScope::ReadConnections])?;
    let pairs = apart(&query);
    let checked = LIST.check_query(&pairs)?;
    let fields = fields(&query)?;
    let paging = Paging::parse(&pairs, &PAGING)?;
    let strategies = checked.get("strategy").and_then(Value::as_array);
    let filter = Filter {
        name: text(&checked, "name"),
        strategies: strategies
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .map(str::to_owned)
            .collect(),
    };
    let mut page = connections::manage::list(&filter, &paging, &context).await?;
    page.rows = page
        .rows
        .into_iter()
        .map(|row| fields.project(row))
        .collect();
    Ok(answer(StatusCode::OK, &paging.respond("connections", page)))
}

/// `POST /connections`
///
/// # Errors
/// 400, 403, 409; or when the database is away.
pub async fn create(caller: Caller, context: RequestContext, JsonBody(body): JsonBody) -> Answer {
    caller.require_any(&[ManagementScope::CreateConnections])?;
    let made = connections::manage::create(&body, &context).await?;
    Ok(answer(StatusCode::CREATED, &made))
}

/// `GET /connections/{id}`
///
/// # Errors
/// 400, 403, 404; or when the database is away.
pub async fn read(
    caller: Caller,
    PathId(id): PathId,
    query: QueryPairs,
    context: RequestContext,
) -> Answer {
    caller.require_any(&[ManagementScope::ReadConnections])?;
    READ.check_query(&query.0)?;
    let fields = fields(&query)?;
    let found = connections::manage::read(&id, &context).await?;
    Ok(answer(StatusCode::OK, &fields.project_object(found)))
}

/// `PATCH /connections/{id}`
///
/// # Errors
/// 400, 403, 404, 409; or when the database is away.
pub async fn update(
    caller: Caller,
    PathId(id): PathId,
    context: RequestContext,
    JsonBody(body): JsonBody,
) -> Answer {
    caller.require_any(&[ManagementScope::UpdateConnections])?;
    let changed = connections::manage::update(&id, &body, &context).await?;
    Ok(answer(StatusCode::OK, &changed))
}

/// `DELETE /connections/{id}`
///
/// # Errors
/// 403; or when the database is away.
pub async fn delete(caller: Caller, PathId(id): PathId, context: RequestContext) -> Answer {
    caller.require_any(&[ManagementScope::DeleteConnections])?;
    Ok(match connections::manage::delete(&id, &context).await? {
        Some(deleted_at) => answer(
            StatusCode::ACCEPTED,
            &json!({ "deleted_at": deleted_at.to_string() }),
        ),
        None => done(),
    })
}

/// `GET /connections/{id}/clients`
///
/// # Errors
/// 400, 403, 404; or when the database is away.
pub async fn list_clients(
    caller: Caller,
    PathId(id): PathId,
    query: QueryPairs,
    context: RequestContext,
) -> Answer {
    caller.require_any(&[ManagementScope::ReadConnections])?;
    CLIENTS.check_query(&query.0)?;
    // Wrapped whatever the query says: numbered pages, which an SDK may ask for, don't exist here.
    let paging = match Paging::parse(&query.0, &CLIENTS_PAGING)? {
        paging @ Paging::Checkpoint { .. } => paging,
        paging => Paging::Checkpoint {
            from: None,
            take: paging.limit(),
        },
    };
    let page = connections::manage::list_clients(&id, &paging, &context).await?;
    Ok(answer(StatusCode::OK, &paging.respond("clients", page)))
}

/// `PATCH /connections/{id}/clients`
///
/// # Errors
/// 400, 403, 404; or when the database is away.
pub async fn update_clients(
    caller: Caller,
    PathId(id): PathId,
    context: RequestContext,
    JsonBody(body): JsonBody,
) -> Answer {
    caller.require_any(&[ManagementScope::UpdateConnections])?;
    connections::manage::update_clients(&id, &body, &context).await?;
    Ok(done())
}

/// `GET /connections/{id}/status`: whether the directory behind a connection answers. Accounts of all other strategies
/// need none.
///
/// # Errors
/// 403, 404; or when the database is away.
pub async fn status(caller: Caller, PathId(id): PathId, context: RequestContext) -> Answer {
    caller.require_any(&[ManagementScope::ReadConnections])?;
    let connection = connections::find(&id, &context)
        .await?
        .ok_or_else(Error::unknown_connection)?;
    if ["ad", "auth0-adldap"].contains(&connection.strategy.as_str()) {
        return Err(Error::new(404, "The connection is not online").into());
    }
    Ok(answer(StatusCode::OK, &json!({})))
}

/// `DELETE /connections/{id}/users`
///
/// # Errors
/// 400, 403, 404; or when the database is away.
pub async fn delete_user(
    caller: Caller,
    PathId(id): PathId,
    query: QueryPairs,
    context: RequestContext,
) -> Answer {
    caller.require_any(&[ManagementScope::DeleteUsers])?;
    let checked = DELETE_USER.check_query(&query.0)?;
    let connection = connections::find(&id, &context)
        .await?
        .ok_or_else(Error::unknown_connection)?;
    let email = text(&checked, "email").unwrap_or_default();
    users::manage::delete_by_email(&email, &connection, &context).await?;
    Ok(done())
}
