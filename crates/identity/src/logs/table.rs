//! The `logs` table.

use serde_json::{Map, Value};

use super::Stored;
use crate::database::{Columns, Database, SqlError, Work};
use crate::tenants::Tenant;
use crate::time::Timestamp;

/// Adds an entry. Whether it is new: one that was written before stays as it is.
pub async fn insert(entry: &Stored, work: &mut Work) -> Result<bool, SqlError> {
    let user_id = entry.document.get("user_id").and_then(Value::as_str);
    let done = sqlx::query(
        "INSERT INTO logs (tenant_id, log_id, type, logged_at, user_id, correlation_id, document)
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (tenant_id, log_id) DO NOTHING",
    )
    .bind(entry.tenant.as_str())
    .bind(&entry.log_id)
    .bind(entry.event.code())
    .bind(entry.at.millis())
    .bind(user_id.filter(|id| !id.is_empty()))
    .bind(Some(entry.correlation_id.as_str()).filter(|id| !id.is_empty()))
    .bind(serde_json::to_string(&entry.document).unwrap_or_default())
    .execute(work.connection())
    .await?;
    Ok(done.rows_affected() > 0)
}

/// The newest entries, newest first.
pub async fn newest(
    tenant: &Tenant,
    limit: i64,
    database: &Database,
) -> Result<Vec<Value>, SqlError> {
    let rows = sqlx::query("SELECT document FROM logs WHERE tenant_id = $1 ORDER BY logged_at DESC, log_id DESC LIMIT $2")
        .bind(tenant.id.as_str())
        .bind(limit)
        .fetch_all(database.reader())
        .await?;
    rows.iter().map(|row| row.json("document")).collect()
}

/// What a request left behind, oldest first.
pub async fn of_request(
    tenant: &Tenant,
    correlation_id: &str,
    limit: i64,
    database: &Database,
) -> Result<Vec<Map<String, Value>>, SqlError> {
    let rows = sqlx::query(
        "SELECT document FROM logs WHERE tenant_id = $1 AND correlation_id = $2 ORDER BY log_id LIMIT $3",
    )
    .bind(tenant.id.as_str())
    .bind(correlation_id)
    .bind(limit)
    .fetch_all(database.reader())
    .await?;
    rows.iter().map(|row| row.json("document")).collect()
}

/// Deletes some of the entries that are older than a moment. How many.
pub async fn delete_older(
    tenant: &Tenant,
    than: Timestamp,
    limit: i64,
    work: &mut Work,
) -> Result<u64, SqlError> {
    let deleted = sqlx::query(
        "DELETE FROM logs WHERE tenant_id = $1 AND log_id IN
         (SELECT log_id FROM logs WHERE tenant_id = $1 AND logged_at < $2 ORDER BY logged_at LIMIT $3)",
    )
    .bind(tenant.id.as_str())
    .bind(than.millis())
    .bind(limit)
    .execute(work.connection())
    .await?;
    Ok(deleted.rows_affected())
}
