//! Reading the log: numbered pages, and all that came after an entry.

pub mod fields;
pub mod table;

use ostia_protocol::auth0::ids::UserId;
use ostia_protocol::auth0::management_error::Error;
use ostia_protocol::auth0::paging::{Page, Paging};
use serde_json::{Map, Value, json};

use self::fields::{Field, LogFields};
use super::shape::shown;
use super::why;
use crate::context::Context;
use crate::failure::{Broken, ManagementFailure};
use crate::search::{self, Condition, within_budget};

/// The members of an entry that `fields` may name.
pub const FIELDS: &[&str] = &[
    "_id",
    "log_id",
    "date",
    "type",
    "description",
    "connection",
    "connection_id",
    "organization_id",
    "organization_name",
    "client_id",
    "client_name",
    "ip",
    "hostname",
    "details",
    "user_id",
    "user_name",
    "user_agent",
    "audience",
    "scope",
    "strategy",
    "strategy_type",
    "isMobile",
    "location_info",
    "security_context",
    "auth0_client",
    "references",
    "tenant_name",
    "environment_name",
];

/// Entries reach the table a moment after what they tell, and not in its order. Who follows the log from entry to entry
/// is shown only what has settled, in seconds, and so misses nothing.
const SETTLING: i64 = 5;

/// Which end of the log comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// The latest entry.
    NewestFirst,
    /// The earliest entry.
    OldestFirst,
}

impl Order {
    /// Reads `sort`, which is by time: the log has no other order.
    ///
    /// # Errors
    /// 400 for another.
    pub fn parse(sort: Option<&str>) -> Result<Self, Error> {
        match sort {
            None | Some("date:-1" | "log_id:-1" | "_id:-1") => Ok(Self::NewestFirst),
            Some("date:1" | "log_id:1" | "_id:1") => Ok(Self::OldestFirst),
            Some(_) => Err(Error::invalid_query(
                "Query validation error: 'Logs can be sorted by date:1 or date:-1 only' on property sort (Member to \
                 sort by, with :1 for ascending or :-1 for descending).",
            )),
        }
    }
}

/// What a list of entries is sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// By time: the order in which they are stored.
    Time(Order),
    /// By what a field says; the latest first where that is the same.
    Field(Field, Order),
}

impl Sort {
    /// Reads `sort`.
    ///
    /// # Errors
    /// 400 for what is no field, or no direction.
    pub fn parse(sort: Option<&str>) -> Result<Self, Error> {
        let Some(sort) = sort else {
            return Ok(Self::Time(Order::NewestFirst));
        };
        let refusal = || {
            Error::invalid_query(format!(
                "Query validation error: 'String does not match pattern ^[a-z_]+:(1|-1)$: {}' on property sort (Member \
                 to sort by, with :1 for ascending or :-1 for descending).",
                sort.chars().take(200).collect::<String>()
            ))
        };
        let (name, direction) = sort.split_once(':').ok_or_else(refusal)?;
        let order = match direction {
            "1" => Order::OldestFirst,
            "-1" => Order::NewestFirst,
            _ => return Err(refusal()),
        };
        match Field::parse(name).ok_or_else(refusal)? {
            Field::Date | Field::LogId => Ok(Self::Time(order)),
            field => Ok(Self::Field(field, order)),
        }
    }
}

/// Which entries a search means.
///
/// # Errors
/// 400 for what is no query, and for what is not searched for; 414 for what is too long.
pub fn condition(q: Option<&str>) -> Result<Condition<Field>, Error> {
    match q.map(str::trim).filter(|q| !q.is_empty()) {
        Some(q) => Condition::of(&search::parse(q)?, &LogFields),
        None => Ok(Condition::Always),
    }
}

/// A numbered page of the entries that a search means.
///
/// # Errors
/// 503 for a search that takes too long; or when the database is away.
pub async fn page(
    condition: &Condition<Field>,
    sort: Sort,
    paging: &Paging,
    context: &Context,
) -> Result<Page, ManagementFailure> {
    let (tenant, database) = (&context.tenant, context.database());
    let found = async {
        let access = table::access(tenant, condition, database).await?;
        let filter = table::Filter {
            condition,
            access: &access,
        };
        let entries = table::page(tenant, filter, sort, window(paging), database).await?;
        let total = if paging.wants_total() {
            table::count(tenant, filter, database).await?
        } else {
            0
        };
        Ok(shown_page(entries, total))
    };
    within_budget(found).await
}

/// A numbered page of what concerns one user.
///
/// # Errors
/// When the database is away.
pub async fn page_of_user(
    user: &UserId,
    order: Order,
    paging: &Paging,
    context: &Context,
) -> Result<Page, ManagementFailure> {
    let (tenant, database) = (&context.tenant, context.database());
    let entries = table::page_of_user(tenant, user, order, window(paging), database).await?;
    let total = if paging.wants_total() {
        table::count_of_user(tenant, user, database).await?
    } else {
        0
    };
    Ok(shown_page(entries, total))
}

/// How many entries, and how many before them.
fn window(paging: &Paging) -> [i64; 2] {
    let start = i64::try_from(paging.start()).unwrap_or(i64::MAX);
    [i64::from(paging.limit()), start]
}

fn shown_page(entries: Vec<Map<String, Value>>, total: u64) -> Page {
    Page {
        rows: entries.into_iter().map(shown).collect(),
        total,
        with_length: true,
        next: None,
    }
}

/// The entries that came after the one named `from`, or from the beginning where none is named; oldest first.
///
/// # Errors
/// When the database is away.
pub async fn after(
    from: Option<&str>,
    take: u32,
    context: &Context,
) -> Result<Vec<Value>, ManagementFailure> {
    let settled = context.now.plus_seconds(-SETTLING);
    let from = from.unwrap_or_default();
    let entries = table::after(&context.tenant, from, settled, take, context.database()).await?;
    Ok(entries.into_iter().map(shown).collect())
}

/// One entry; a refusal with what lies behind it, as `details.explanation`.
///
/// # Errors
/// 404; or when the database is away.
pub async fn read(id: &str, context: &Context) -> Result<Value, ManagementFailure> {
    let found = table::find(&context.tenant, id, context.database()).await;
    let mut entry = found
        .map_err(Broken::from)?
        .ok_or_else(Error::unknown_log)?;
    if let (Some(explanation), Some(Value::Object(details))) =
        (why::explain(&entry), entry.get_mut("details"))
    {
        details.insert("explanation".to_owned(), json!(explanation));
    }
    Ok(shown(entry))
}
