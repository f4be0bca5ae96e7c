//! The `attempts` table.

use crate::database::{Database, Expiring, SqlError, Work};
use crate::tenants::Tenant;
use crate::time::Timestamp;

/// Counts go some time after they are free again.
pub const EXPIRING: Expiring = Expiring::at("free_at", "attempts", "attempt_key");

/// A try that is to be counted. Times are in milliseconds.
#[derive(Clone, Copy, Debug)]
pub struct Spending<'a> {
    /// What is tried, by whom.
    pub key: &'a str,
    /// Now.
    pub now: i64,
    /// How long a try weighs.
    pub interval: i64,
    /// How far in the future the bucket may be empty for one more to fit in.
    pub latest: i64,
}

/// Counts a try, unless the bucket is full. Whether it was counted: of racing tries, as many as fit.
pub async fn spend(
    tenant: &Tenant,
    spending: Spending<'_>,
    work: &mut Work,
) -> Result<bool, SqlError> {
    let row = sqlx::query(
        "INSERT INTO attempts (tenant_id, attempt_key, free_at) VALUES ($1, $2, $3 + $4)
         ON CONFLICT (tenant_id, attempt_key) DO UPDATE
         SET free_at = CASE WHEN attempts.free_at > $3 THEN attempts.free_at ELSE $3 END + $4
         WHERE attempts.free_at <= $5 RETURNING free_at",
    )
    .bind(tenant.id.as_str())
    .bind(spending.key)
    .bind(spending.now)
    .bind(spending.interval)
    .bind(spending.latest)
    .fetch_optional(work.connection())
    .await?;
    Ok(row.is_some())
}

/// Whether a bucket is empty.
pub async fn is_empty(
    tenant: &Tenant,
    key: &str,
    now: Timestamp,
    database: &Database,
) -> Result<bool, SqlError> {
    let row = sqlx::query(
        "SELECT free_at FROM attempts WHERE tenant_id = $1 AND attempt_key = $2 AND free_at > $3",
    )
    .bind(tenant.id.as_str())
    .bind(key)
    .bind(now.millis())
    .fetch_optional(database.reader())
    .await?;
    Ok(row.is_none())
}

/// Empties a bucket.
pub async fn delete(tenant: &Tenant, key: &str, work: &mut Work) -> Result<(), SqlError> {
    sqlx::query("DELETE FROM attempts WHERE tenant_id = $1 AND attempt_key = $2")
        .bind(tenant.id.as_str())
        .bind(key)
        .execute(work.connection())
        .await?;
    Ok(())
}
