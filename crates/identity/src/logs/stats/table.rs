//! Counts over the `logs` table, by the index on type and time.

use super::Range;
use crate::database::{Columns, Database, SqlError};
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

/// How many users logged in since then: by page, without being asked again, or by password grant.
pub async fn active_users(
    tenant: &Tenant,
    since: Timestamp,
    database: &Database,
) -> Result<u64, SqlError> {
    let row = sqlx::query(
        "SELECT COUNT(DISTINCT user_id) AS total FROM logs
         WHERE tenant_id = $1 AND type IN ('s', 'ssa', 'sepft') AND logged_at >= $2",
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
        "SELECT logged_at / 86400000 AS number,
           COUNT(CASE WHEN type IN ('s', 'sepft') THEN 1 END) AS logins,
           COUNT(CASE WHEN type = 'ss' THEN 1 END) AS signups,
           COUNT(CASE WHEN type IN ('pwd_leak', 'signup_pwd_leak', 'reset_pwd_leak') THEN 1 END) AS leaked_passwords,
           MIN(logged_at) AS first_at, MAX(logged_at) AS last_at
         FROM logs WHERE tenant_id = $1 AND logged_at >= $2 AND logged_at < $3
         AND type IN ('s', 'sepft', 'ss', 'pwd_leak', 'signup_pwd_leak', 'reset_pwd_leak')
         GROUP BY logged_at / 86400000 ORDER BY 1",
    )
    .bind(tenant.id.as_str())
    .bind(range.from.millis())
    .bind(range.until.millis())
    .fetch_all(database.reader())
    .await?;
    rows.iter()
        .map(|row| {
            Ok(Day {
                date: Timestamp::from_millis(row.integer("number")? * 86_400_000),
                logins: row.integer("logins")?,
                signups: row.integer("signups")?,
                leaked_passwords: row.integer("leaked_passwords")?,
                first: row.time("first_at")?,
                last: row.time("last_at")?,
            })
        })
        .collect()
}
