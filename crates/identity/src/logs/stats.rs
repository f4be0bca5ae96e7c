//! Statistics, counted as the log is written: they stay when its entries go.

pub mod table;

use std::collections::BTreeMap;

use ostia_protocol::auth0::management_error::Error;
use serde_json::{Value, json};

use super::Stored;
use crate::context::Context;
use crate::database::{SqlError, Work};
use crate::failure::ManagementFailure;
use crate::time::Timestamp;

/// How far back a user counts as active, and how many days are told where none are named.
const DAYS: i64 = 30;
const SECONDS_OF_DAY: i64 = 86_400;

/// What entries add to the statistics. Sorted, so that nodes that write at once take the rows in one order and never
/// wait for each other in a circle.
#[derive(Debug, Default)]
pub(super) struct Counts {
    days: BTreeMap<(String, i64), table::Day>,
    users: BTreeMap<(String, String), Timestamp>,
}

impl Counts {
    /// Counts an entry.
    pub fn add(&mut self, entry: &Stored) {
        let tenant = entry.tenant.as_str();
        let event = entry.event;
        if event.is_login() || event.is_signup() || event.is_leak() {
            let number = entry.at.millis().div_euclid(SECONDS_OF_DAY * 1000);
            let day = self
                .days
                .entry((tenant.to_owned(), number))
                .or_insert_with(|| table::Day::empty(number, entry.at));
            day.logins += i64::from(event.is_login());
            day.signups += i64::from(event.is_signup());
            day.leaked_passwords += i64::from(event.is_leak());
            day.first = day.first.min(entry.at);
            day.last = day.last.max(entry.at);
        }
        let user = entry
            .document
            .get("user_id")
            .and_then(Value::as_str)
            .filter(|user| !user.is_empty());
        if let (true, Some(user)) = (event.is_activity(), user) {
            let seen = self
                .users
                .entry((tenant.to_owned(), user.to_owned()))
                .or_insert(entry.at);
            *seen = (*seen).max(entry.at);
        }
    }

    /// Adds what was counted to what is stored.
    pub async fn save(&self, work: &mut Work) -> Result<(), SqlError> {
        for ((tenant, number), day) in &self.days {
            table::add_day(tenant, *number, day, work).await?;
        }
        for ((tenant, user), seen) in &self.users {
            table::see_user(tenant, user, *seen, work).await?;
        }
        Ok(())
    }
}

/// How many users logged in during the last 30 days.
///
/// # Errors
/// When the database is away.
pub async fn active_users(context: &Context) -> Result<u64, ManagementFailure> {
    Ok(table::active_users(
        &context.tenant,
        active_since(context.now),
        context.database(),
    )
    .await?)
}

/// Since when a user has to have been seen to count as active.
pub fn active_since(now: Timestamp) -> Timestamp {
    now.plus_seconds(-DAYS * SECONDS_OF_DAY)
}

/// What happened on each of some days. Days on which nothing did are left out.
///
/// # Errors
/// When the database is away.
pub async fn daily(range: Range, context: &Context) -> Result<Vec<Value>, ManagementFailure> {
    let days = table::daily(&context.tenant, range, context.database()).await?;
    let shown = days.iter().map(|day| {
        json!({
            "date": day.date.to_string(),
            "logins": day.logins,
            "signups": day.signups,
            "leaked_passwords": day.leaked_passwords,
            "created_at": day.first.to_string(),
            "updated_at": day.last.to_string(),
        })
    });
    Ok(shown.collect())
}

/// Whole days, in UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Range {
    /// The beginning of the first.
    pub from: Timestamp,
    /// The end of the last.
    pub until: Timestamp,
}

impl Range {
    /// Reads `from` and `to`, dates like 20260131 of which each counts. By default it is 30 days up to `to`, and up to
    /// today.
    ///
    /// # Errors
    /// 400 for what is no date.
    pub fn parse(from: Option<&str>, to: Option<&str>, now: Timestamp) -> Result<Self, Error> {
        let last = match to {
            Some(to) => day("to", to)?,
            None => Timestamp::from_millis(
                now.millis() - now.millis().rem_euclid(SECONDS_OF_DAY * 1000),
            ),
        };
        let from = match from {
            Some(from) => day("from", from)?,
            None => last.plus_seconds(-(DAYS - 1) * SECONDS_OF_DAY),
        };
        Ok(Self {
            from,
            until: last.plus_seconds(SECONDS_OF_DAY),
        })
    }
}

fn day(name: &str, text: &str) -> Result<Timestamp, Error> {
    let refused = || {
        Error::invalid_query(format!(
            "Query validation error: 'Object didn't pass validation for format YYYYMMDD: {}' on property {name} (A \
             day).",
            text.chars().take(200).collect::<String>()
        ))
    };
    if text.len() != 8 || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(refused());
    }
    let (year, rest) = text.split_at(4);
    let (month, day) = rest.split_at(2);
    let midnight = format!("{year}-{month}-{day}T00:00:00Z");
    midnight.parse().map_err(|_| refused())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2026-01-31T12:00:00Z.
    const NOW: Timestamp = Timestamp::from_millis(1_769_860_800_000);

    fn range(from: Option<&str>, to: Option<&str>) -> Option<(String, String)> {
        let range = Range::parse(from, to, NOW).ok()?;
        let date = |moment: Timestamp| moment.to_string()[..10].to_owned();
        Some((date(range.from), date(range.until)))
    }

    #[test]
    fn ranges() {
        for (from, to, expected) in [
            (None, None, Some(("2026-01-02", "2026-02-01"))),
            (Some("20251201"), None, Some(("2025-12-01", "2026-02-01"))),
            (None, Some("20260105"), Some(("2025-12-07", "2026-01-06"))),
            (
                Some("20240229"),
                Some("20240229"),
                Some(("2024-02-29", "2024-03-01")),
            ),
            (Some("20230229"), None, None),
            (Some("2023-2-9"), None, None),
            (None, Some("tomorrow"), None),
        ] {
            let expected = expected.map(|(from, to)| (from.to_owned(), to.to_owned()));
            assert_eq!(range(from, to), expected, "{from:?} {to:?}");
        }
    }
}
