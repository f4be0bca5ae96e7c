//! The `known_browsers` table.

use ostia_protocol::auth0::ids::UserId;

use crate::database::{Columns, Database, SqlError, Work};
use crate::tenants::Tenant;
use crate::time::Timestamp;

/// A browser that was seen.
#[derive(Clone, Copy, Debug)]
pub struct Seen<'a> {
    /// Recognises it.
    pub browser_hash: &'a str,
    /// When.
    pub at: Timestamp,
    /// Until when it counts as a second factor; the beginning of time where it doesn't.
    pub remembered_until: Timestamp,
}

/// When a user last logged in with a browser, and until when it counts as their second factor; `None` where they never
/// used it.
pub async fn find(
    tenant: &Tenant,
    user: &UserId,
    browser_hash: &str,
    database: &Database,
) -> Result<Option<(Timestamp, Timestamp)>, SqlError> {
    let row = sqlx::query(
        "SELECT seen_at, remembered_until FROM known_browsers WHERE tenant_id = $1 AND user_id = $2 AND browser_hash = $3",
    )
    .bind(tenant.id.as_str())
    .bind(user.as_str())
    .bind(browser_hash)
    .fetch_optional(database.reader())
    .await?;
    row.map(|row| Ok((row.time("seen_at")?, row.time("remembered_until")?)))
        .transpose()
}

/// Notes a browser. What it was remembered for is never shortened.
pub async fn put(
    tenant: &Tenant,
    user: &UserId,
    seen: &Seen<'_>,
    work: &mut Work,
) -> Result<(), SqlError> {
    sqlx::query(
        "INSERT INTO known_browsers (tenant_id, user_id, browser_hash, seen_at, remembered_until)
         VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (tenant_id, user_id, browser_hash) DO UPDATE SET seen_at = $4,
           remembered_until = CASE WHEN known_browsers.remembered_until > $5
             THEN known_browsers.remembered_until ELSE $5 END",
    )
    .bind(tenant.id.as_str())
    .bind(user.as_str())
    .bind(seen.browser_hash)
    .bind(seen.at.millis())
    .bind(seen.remembered_until.millis())
    .execute(work.connection())
    .await?;
    Ok(())
}

/// Forgets all browsers of a user.
pub async fn delete_of_user(
    tenant: &Tenant,
    user: &UserId,
    work: &mut Work,
) -> Result<(), SqlError> {
    sqlx::query("DELETE FROM known_browsers WHERE tenant_id = $1 AND user_id = $2")
        .bind(tenant.id.as_str())
        .bind(user.as_str())
        .execute(work.connection())
        .await?;
    Ok(())
}

/// Deletes a bounded number of browsers that were last seen before `before`. How many.
pub async fn delete_unseen(
    tenant: &Tenant,
    before: Timestamp,
    limit: i64,
    work: &mut Work,
) -> Result<u64, SqlError> {
    let done = sqlx::query(
        "DELETE FROM known_browsers WHERE tenant_id = $1 AND (user_id, browser_hash) IN
         (SELECT user_id, browser_hash FROM known_browsers WHERE tenant_id = $1 AND seen_at < $2 LIMIT $3)",
    )
    .bind(tenant.id.as_str())
    .bind(before.millis())
    .bind(limit)
    .execute(work.connection())
    .await?;
    Ok(done.rows_affected())
}
