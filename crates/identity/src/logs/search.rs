//! Reading the log: numbered pages, and all that came after an entry.

pub mod table;

use ostia_protocol::auth0::ids::UserId;
use ostia_protocol::auth0::management_error::Error;
use ostia_protocol::auth0::paging::{Page, Paging};
use serde_json::Value;

use super::shape::shown;
use crate::context::Context;
use crate::failure::{Broken, ManagementFailure};

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

/// A numbered page of the log: of the whole tenant, or of what concerns one user.
///
/// # Errors
/// When the database is away.
pub async fn page(
    user: Option<&UserId>,
    order: Order,
    paging: &Paging,
    context: &Context,
) -> Result<Page, ManagementFailure> {
    let (tenant, database) = (&context.tenant, context.database());
    let user = user.map(UserId::as_str);
    let start = i64::try_from(paging.start()).unwrap_or(i64::MAX);
    let window = [i64::from(paging.limit()), start];
    let entries = table::page(tenant, user, order, window, database).await?;
    let total = if paging.wants_total() {
        table::count(tenant, user, database).await?
    } else {
        0
    };
    Ok(Page {
        rows: entries.into_iter().map(shown).collect(),
        total,
        with_length: true,
        next: None,
    })
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

/// One entry.
///
/// # Errors
/// 404; or when the database is away.
pub async fn read(id: &str, context: &Context) -> Result<Value, ManagementFailure> {
    let found = table::find(&context.tenant, id, context.database()).await;
    let entry = found
        .map_err(Broken::from)?
        .ok_or_else(Error::unknown_log)?;
    Ok(shown(entry))
}
