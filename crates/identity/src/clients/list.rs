//! Lists of clients, and of a client's connections: filters, pages, and what of each row is shown.

use std::sync::LazyLock;

use ostia_protocol::auth0::fields::Fields;
use ostia_protocol::auth0::management_error::Error;
use ostia_protocol::auth0::paging::{Cursor, Page, Paging, PagingRules};
use ostia_protocol::auth0::schema::Schema;
use serde_json::{Map, Value};

use super::table::{Filter, ListedRow, Slice};
use super::visibility::View;
use super::{manage, schema, table};
use crate::connections;
use crate::context::Context;
use crate::failure::{Broken, ManagementFailure};
use crate::time::Timestamp;

const PAGING: PagingRules = PagingRules {
    zero_allowed: true,
    ..PagingRules::USUAL
};

/// The query of a list of clients.
pub static QUERY: LazyLock<Schema> = LazyLock::new(|| {
    let schema = Schema::object()
        .member("fields", Schema::string().described("Names of members"))
        .member(
            "include_fields",
            Schema::boolean().described("Whether the named fields are kept or left out"),
        );
    PAGING
        .members(schema)
        .member(
            "is_global",
            Schema::boolean().described("Whether the client is the global one"),
        )
        .member(
            "is_first_party",
            Schema::boolean().described("Whether the tenant's owner operates the client"),
        )
        .member(
            "app_type",
            Schema::string().described("Kinds of application, separated by commas"),
        )
        .member(
            "external_client_id",
            Schema::string()
                .min_length(1)
                .max_length(120)
                .described("Address of the client's metadata document"),
        )
        .member("q", Schema::string().described("Search in client grants"))
});

/// What a list request asks for.
#[derive(Debug)]
struct Request {
    paging: Paging,
    fields: Fields,
    filter: Filter,
    /// No row can match, whatever is stored.
    matches_nothing: bool,
}

impl Request {
    fn parse(query: &[(String, String)]) -> Result<Self, Error> {
        let checked = QUERY.check_query(query)?;
        let text = |name: &str| checked.get(name).and_then(Value::as_str);
        let flag = |name: &str| checked.get(name).and_then(Value::as_bool);
        let include_fields = flag("include_fields").map(|include| include.to_string());
        let paging = Paging::parse(query, &PAGING)?;
        let search = text("q").map(|q| Search::parse(q, &paging)).transpose()?;
        // Unknown kinds have no clients, and are kept away from the pattern that the statement makes of them.
        let app_types = text("app_type")
            .filter(|list| !list.is_empty())
            .map(|list| {
                list.split(',')
                    .map(str::trim)
                    .filter(|kind| schema::APP_TYPES.contains(kind))
                    .map(str::to_owned)
                    .collect::<Vec<_>>()
            });
        Ok(Self {
            fields: manage::fields(text("fields"), include_fields.as_deref())?,
            paging,
            matches_nothing: app_types.as_ref().is_some_and(Vec::is_empty),
            filter: Filter {
                is_global: flag("is_global"),
                is_first_party: flag("is_first_party"),
                app_types,
                external_id: text("external_client_id").map(str::to_owned),
                granted_any_organization: search == Some(Search::AnyOrganization),
                granted_organization: match search {
                    Some(Search::Organization(id)) => Some(id),
                    _ => None,
                },
            },
        })
    }
}

/// The two searches that upstream permits.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Search {
    /// Clients with a grant for one organization.
    Organization(String),
    /// Clients with a grant for all organizations.
    AnyOrganization,
}

impl Search {
    fn parse(q: &str, paging: &Paging) -> Result<Self, Error> {
        let search = match q.trim().split_once(':') {
            Some(("client_grant.organization_id", id)) if !id.is_empty() => {
                Self::Organization(id.to_owned())
            }
            Some(("client_grant.allow_any_organization", "true")) => Self::AnyOrganization,
            _ => {
                return Err(Error::invalid_query(
                    "q can be client_grant.organization_id:{organization_id} or client_grant.allow_any_organization:true.",
                ));
            }
        };
        if !matches!(paging, Paging::Checkpoint { .. }) {
            return Err(Error::invalid_query("q needs the parameter take or from."));
        }
        Ok(search)
    }
}

/// Clients, oldest first, in the shape that the query asks for.
///
/// # Errors
/// 400 where the query is wrong.
pub async fn clients(
    query: &[(String, String)],
    view: View,
    context: &Context,
) -> Result<Value, ManagementFailure> {
    let request = Request::parse(query)?;
    let limit = i64::from(request.paging.limit());
    let slice = Slice {
        after: place(&request.paging, context)?,
        offset: i64::try_from(request.paging.start()).unwrap_or(i64::MAX),
        // One more tells whether others follow.
        limit: limit + 1,
    };
    let (mut rows, mut total) = (Vec::new(), 0);
    if !request.matches_nothing {
        rows = table::list(&context.tenant, &request.filter, &slice, context.database())
            .await
            .map_err(Broken::from)?;
        if request.paging.wants_total() {
            total = table::count(&context.tenant, &request.filter, context.database())
                .await
                .map_err(Broken::from)?;
        }
    }
    let more = rows.len() > usize::try_from(limit).unwrap_or(usize::MAX);
    rows.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    let next = rows
        .last()
        .filter(|_| more)
        .map(|last| cursor(last, context));
    let page = Page {
        rows: shown(rows, view, &request.fields, context).await?,
        total,
        with_length: false,
        next,
    };
    Ok(request.paging.respond("clients", page))
}

async fn shown(
    rows: Vec<ListedRow>,
    view: View,
    fields: &Fields,
    context: &Context,
) -> Result<Vec<Value>, Broken> {
    let mut shown = Vec::with_capacity(rows.len());
    for listed in rows {
        let document = manage::present(listed.row, view, context).await?;
        shown.push(Value::Object(fields.project_object(document)));
    }
    Ok(shown)
}

fn now(context: &Context) -> u64 {
    u64::try_from(context.now.millis()).unwrap_or(0)
}

fn cursor(last: &ListedRow, context: &Context) -> String {
    let cursor = Cursor {
        sort_key: last.created_at.millis().to_string(),
        id: last.row.client_id.clone(),
    };
    cursor.encode(now(context))
}

fn place(paging: &Paging, context: &Context) -> Result<(Timestamp, String), Error> {
    let Paging::Checkpoint {
        from: Some(from), ..
    } = paging
    else {
        return Ok((Timestamp::from_millis(i64::MIN), String::new()));
    };
    let cursor = Cursor::decode(from, now(context))?;
    let millis = cursor
        .sort_key
        .parse()
        .map_err(|_| Error::checkpoint_expired())?;
    Ok((Timestamp::from_millis(millis), cursor.id))
}

const CONNECTION_MEMBERS: &[&str] = &[
    "id",
    "name",
    "display_name",
    "strategy",
    "options",
    "realms",
    "is_domain_connection",
    "show_as_button",
    "authentication",
    "connected_accounts",
    "metadata",
];

/// The query of a list of a client's connections.
pub static CONNECTIONS_QUERY: LazyLock<Schema> = LazyLock::new(|| {
    Schema::object()
        .member(
            "strategy",
            Schema::array(Schema::string().min_length(1)).described("Kinds of connection"),
        )
        .member(
            "from",
            Schema::string()
                .max_length(1000)
                .described("Checkpoint to continue from"),
        )
        .member(
            "take",
            Schema::integer()
                .minimum(1)
                .maximum(100)
                .described("Number of rows from the checkpoint on"),
        )
        .member(
            "fields",
            Schema::string()
                .max_length(1000)
                .described("Names of members"),
        )
        .member(
            "include_fields",
            Schema::boolean().described("Whether the named fields are kept or left out"),
        )
});

/// The connections that log a client's users in: `{connections, next?}`.
///
/// # Errors
/// 400 where the query is wrong, 404 where there is no such client.
pub async fn connections(
    id: &str,
    query: &[(String, String)],
    context: &Context,
) -> Result<Value, ManagementFailure> {
    let pairs = CONNECTIONS_QUERY.check_query(query)?;
    let text = |name: &str| pairs.get(name).and_then(Value::as_str);
    let include_fields = pairs.get("include_fields").map(Value::to_string);
    let fields = Fields::parse(
        text("fields"),
        include_fields.as_deref(),
        CONNECTION_MEMBERS,
    )?;
    let strategies = super::strings(pairs.get("strategy"));
    let take = pairs.get("take").and_then(Value::as_u64).unwrap_or(50);
    let take = usize::try_from(take).unwrap_or(50);
    let id = manage::client_id(id)?;
    let client = super::find(&id, context)
        .await?
        .ok_or_else(Error::unknown_client)?;
    let after = match text("from").filter(|from| !from.is_empty()) {
        Some(from) => Some(Cursor::decode(from, now(context))?.id),
        None => None,
    };
    let all = connections::list_enabled_for(&client, context).await?;
    let start = after.map_or(0, |after| {
        let last = all
            .iter()
            .position(|connection| connection.id.as_str() == after);
        last.map_or(all.len(), |last| last + 1)
    });
    let mut rest = all
        .into_iter()
        .skip(start)
        .filter(|row| strategies.is_empty() || strategies.contains(&row.strategy))
        .peekable();
    let rows: Vec<_> = rest.by_ref().take(take).collect();
    let next = rows.last().filter(|_| rest.peek().is_some()).map(|last| {
        let cursor = Cursor {
            sort_key: String::new(),
            id: last.id.to_string(),
        };
        cursor.encode(now(context))
    });
    let rows = rows
        .into_iter()
        .map(|row| Value::Object(fields.project_object(connection_document(row))))
        .collect();
    let paging = Paging::Checkpoint {
        from: None,
        take: 50,
    };
    let page = Page {
        rows,
        next,
        ..Page::default()
    };
    Ok(paging.respond("connections", page))
}

fn connection_document(connection: connections::Connection) -> Map<String, Value> {
    let mut document = connection.document;
    for (name, value) in [
        ("id", Value::from(connection.id.as_str())),
        ("name", Value::from(connection.name)),
        ("strategy", Value::from(connection.strategy)),
        ("is_domain_connection", Value::from(connection.is_domain)),
    ] {
        document.insert(name.to_owned(), value);
    }
    document
}
