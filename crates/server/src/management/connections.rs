//! `/api/v2/connections`: where accounts live.

use std::sync::LazyLock;

use axum::Extension;
use axum::http::StatusCode;
use ostia_identity::connections::document::{MEMBERS, STRATEGIES};
use ostia_identity::connections::sealed;
use ostia_identity::connections::table::Filter;
use ostia_identity::{connections, users};
use ostia_protocol::auth0::fields::Fields;
use ostia_protocol::auth0::management_error::Error;
use ostia_protocol::auth0::paging::{Paging, PagingRules};
use ostia_protocol::auth0::schema::{Format, Schema};
use ostia_protocol::auth0::scopes::ManagementScope::{
    self, CreateConnections, DeleteConnections, DeleteUsers, ReadConnections,
    ReadConnectionsOptions, UpdateConnections,
};
use serde_json::{Value, json};

use super::audit::Trace;
use super::operation::Operation;
use super::{Answer, answer, done, text, with_fields};
use crate::error::management::Failed;
use crate::extract::{Caller, JsonBody, PathId, QueryPairs, RequestContext};

/// The operations of this noun.
pub fn operations() -> Vec<Operation> {
    vec![
        Operation::get("/connections", "List the connections", list)
            .any_of(&[ReadConnections])
            .query(&LIST),
        Operation::post("/connections", "Create a connection", create)
            .any_of(&[CreateConnections])
            .body(&connections::document::CREATE),
        Operation::get("/connections/{id}", "Read a connection", read)
            .any_of(&[ReadConnections])
            .query(&READ),
        Operation::patch("/connections/{id}", "Change a connection", update)
            .any_of(&[UpdateConnections])
            .body(&connections::document::UPDATE),
        Operation::delete("/connections/{id}", "Delete a connection", delete)
            .any_of(&[DeleteConnections])
            .answers(&[202, 204]),
        Operation::get(
            "/connections/{id}/clients",
            "List a connection's applications",
            list_clients,
        )
        .any_of(&[ReadConnections])
        .query(&CLIENTS),
        Operation::patch(
            "/connections/{id}/clients",
            "Change a connection's applications",
            update_clients,
        )
        .any_of(&[UpdateConnections])
        .body(&connections::document::CLIENTS)
        .answers(&[204]),
        Operation::get(
            "/connections/{id}/status",
            "Read whether a connection is online",
            status,
        )
        .any_of(&[ReadConnections]),
        Operation::delete(
            "/connections/{id}/users",
            "Delete a connection's user",
            delete_user,
        )
        .any_of(&[DeleteUsers])
        .query(&DELETE_USER),
    ]
}

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
async fn list(
    query: QueryPairs,
    caller: Caller,
    Extension(trace): Extension<Trace>,
    context: RequestContext,
) -> Answer {
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
        .map(|row| fields.project(seen_by(&caller, row)))
        .collect();
    if page.rows.iter().any(sealed::are_in) {
        trace.secrets(&["options"]);
    }
    Ok(answer(StatusCode::OK, &paging.respond("connections", page)))
}

/// Secrets are for those who may set them, and for those who were given the scope for them: whoever only looks at a
/// connection can't act for the tenant at its provider.
fn seen_by(caller: &Caller, mut document: Value) -> Value {
    const ENOUGH: [ManagementScope; 3] =
        [ReadConnectionsOptions, CreateConnections, UpdateConnections];
    if !ENOUGH.iter().any(|scope| caller.has(*scope)) {
        sealed::hide(&mut document);
    }
    document
}

/// `POST /connections`
///
/// # Errors
/// 400, 403, 409; or when the database is away.
async fn create(context: RequestContext, JsonBody(body): JsonBody) -> Answer {
    let made = connections::manage::create(&body, &context).await?;
    Ok(answer(StatusCode::CREATED, &made))
}

/// `GET /connections/{id}`
///
/// # Errors
/// 400, 403, 404; or when the database is away.
async fn read(
    PathId(id): PathId,
    query: QueryPairs,
    caller: Caller,
    Extension(trace): Extension<Trace>,
    context: RequestContext,
) -> Answer {
    READ.check_query(&query.0)?;
    let fields = fields(&query)?;
    let found = connections::manage::read(&id, &context).await?;
    let shown = fields.project(seen_by(&caller, Value::Object(found)));
    if sealed::are_in(&shown) {
        trace.secrets(&["options"]);
    }
    Ok(answer(StatusCode::OK, &shown))
}

/// `PATCH /connections/{id}`
///
/// # Errors
/// 400, 403, 404, 409; or when the database is away.
async fn update(PathId(id): PathId, context: RequestContext, JsonBody(body): JsonBody) -> Answer {
    let changed = connections::manage::update(&id, &body, &context).await?;
    Ok(answer(StatusCode::OK, &changed))
}

/// `DELETE /connections/{id}`
///
/// # Errors
/// 403; or when the database is away.
async fn delete(PathId(id): PathId, context: RequestContext) -> Answer {
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
async fn list_clients(PathId(id): PathId, query: QueryPairs, context: RequestContext) -> Answer {
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
async fn update_clients(
    PathId(id): PathId,
    context: RequestContext,
    JsonBody(body): JsonBody,
) -> Answer {
    connections::manage::update_clients(&id, &body, &context).await?;
    Ok(done())
}

/// `GET /connections/{id}/status`: whether the directory behind a connection answers. Accounts of all other strategies
/// need none.
///
/// # Errors
/// 403, 404; or when the database is away.
async fn status(PathId(id): PathId, context: RequestContext) -> Answer {
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
async fn delete_user(PathId(id): PathId, query: QueryPairs, context: RequestContext) -> Answer {
    let checked = DELETE_USER.check_query(&query.0)?;
    let connection = connections::find(&id, &context)
        .await?
        .ok_or_else(Error::unknown_connection)?;
    let email = text(&checked, "email").unwrap_or_default();
    users::manage::delete_by_email(&email, &connection, &context).await?;
    Ok(done())
}
