//! The `logs` table.

use serde_json::Value;

use super::Stored;
use crate::database::{Columns, Database, SqlError, Work};
use crate::tenants::Tenant;

/// Adds an entry.
pub async fn insert(entry: &Stored, work: &mut Work) -> Result<(), SqlError> {
    let user_id = entry.document.get("user_id").and_then(Value::as_str);
    sqlx::query(
        "INSERT INTO logs (tenant_id, log_id, type, logged_at, user_id, document) VALUES ($1, $2, $3, $4, $5, $6)",
    )
        .bind(entry.tenant.as_str())
        .bind(&entry.log_id)
        .bind(entry.code)
        .bind(entry.at.millis())
        .bind(user_id.filter(|id| !id.is_empty()))
        .bind(serde_json::to_string(&entry.document).unwrap_or_default())
        .execute(work.connection())
        .await?;
    Ok(())
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
