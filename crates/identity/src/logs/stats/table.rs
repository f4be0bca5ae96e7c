//! What is counted: the `log_days` and `active_users` tables.

use super::Range;
use crate::database::{Columns, Database, SqlError, Work};
use crate::tenants::Tenant;
use crate::time::Timestamp;

/// What happened on a day.
#[derive(Debug)]
pub struct Day {
    /// Its beginning, in UTC.
    pub date: Timestamp,
    /// Log-ins by page and by password grant.
    pub logins: i64,
    /// Sign-ups.
    pub signups: i64,
    /// Passwords that were recognised as leaked.
    pub leaked_passwords: i64,
    /// When the first of these was.
    pub first: Timestamp,
    /// When the last of these was.
    pub last: Timestamp,
}

impl Day {
    /// A day, by its number since 1970, of which nothing was counted yet.
    pub fn empty(number: i64, at: Timestamp) -> Self {
        Self {
            date: Timestamp::from_millis(number * 86_400_000),
            logins: 0,
            signups: 0,
            leaked_passwords: 0,
            first: at,
            last: at,
        }
    }
}

/// Adds to what is counted of a day. The caller names the tenant, who may be any: entries come from all of them.
pub async fn add_day(
    tenant: &str,
    number: i64,
    day: &Day,
    work: &mut Work,
) -> Result<(), SqlError> {
    sqlx::query(
        "INSERT INTO log_days (tenant_id, day, logins, signups, leaked_passwords, first_at, last_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (tenant_id, day) DO UPDATE SET
           logins = log_days.logins + excluded.logins,
           signups = log_days.signups + excluded.signups,
           leaked_passwords = log_days.leaked_passwords + excluded.leaked_passwords,
           first_at = CASE WHEN excluded.first_at < log_days.first_at THEN excluded.first_at ELSE log_days.first_at END,
           last_at = CASE WHEN excluded.last_at > log_days.last_at THEN excluded.last_at ELSE log_days.last_at END",
    )
    .bind(tenant)
    .bind(number)
    .bind(day.logins)
    .bind(day.signups)
    .bind(day.leaked_passwords)
    .bind(day.first.millis())
    .bind(day.last.millis())
    .execute(work.connection())
    .await?;
    Ok(())
}

/// Notes when a user was last seen.
pub async fn see_user(
    tenant: &str,
    user: &str,
    at: Timestamp,
    work: &mut Work,
) -> Result<(), SqlError> {
    sqlx::query(
        "INSERT INTO active_users (tenant_id, user_id, last_seen_at) VALUES ($1, $2, $3)
         ON CONFLICT (tenant_id, user_id) DO UPDATE SET last_seen_at = excluded.last_seen_at
         WHERE active_users.last_seen_at < excluded.last_seen_at",
    )
    .bind(tenant)
    .bind(user)
    .bind(at.millis())
    .execute(work.connection())
    .await?;
    Ok(())
}

/// Forgets some of the users who were not seen since then. How many.
pub async fn delete_unseen(
    tenant: &Tenant,
    since: Timestamp,
    limit: i64,
    work: &mut Work,
) -> Result<u64, SqlError> {
    let deleted = sqlx::query(
        "DELETE FROM active_users WHERE tenant_id = $1 AND user_id IN
         (SELECT user_id FROM active_users WHERE tenant_id = $1 AND last_seen_at < $2 ORDER BY last_seen_at LIMIT $3)
         AND last_seen_at < $2",
    )
    .bind(tenant.id.as_str())
    .bind(since.millis())
    .bind(limit)
    .execute(work.connection())
    .await?;
    Ok(deleted.rows_affected())
}

/// How many users logged in since then: by page, without being asked again, or by password grant.
pub async fn active_users(
    tenant: &Tenant,
    since: Timestamp,
    database: &Database,
) -> Result<u64, SqlError> {
    let row = sqlx::query(
        "SELECT COUNT(*) AS total FROM active_users WHERE tenant_id = $1 AND last_seen_at >= $2",
    )
    .bind(tenant.id.as_str())
    .bind(since.millis())
    .fetch_one(database.reader())
    .await?;
    row.integer("total").map(i64::unsigned_abs)
}

/// The days of a range on which something happened.
pub async fn daily(
    tenant: &Tenant,
    range: Range,
    database: &Database,
) -> Result<Vec<Day>, SqlError> {
    let rows = sqlx::query(
        "SELECT day, logins, signups, leaked_passwords, first_at, last_at FROM log_days
         WHERE tenant_id = $1 AND day >= $2 AND day < $3 ORDER BY day",
    )
    .bind(tenant.id.as_str())
    .bind(range.from.millis() / 86_400_000)
    .bind(range.until.millis() / 86_400_000)
    .fetch_all(database.reader())
    .await?;
    rows.iter()
        .map(|row| {
            Ok(Day {
                date: Timestamp::from_millis(row.integer("day")? * 86_400_000),
                logins: row.integer("logins")?,
                signups: row.integer("signups")?,
                leaked_passwords: row.integer("leaked_passwords")?,
                first: row.time("first_at")?,
                last: row.time("last_at")?,
            })
        })
        .collect()
}
