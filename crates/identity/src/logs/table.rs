//! The `logs` table.

use super::Stored;
use crate::database::{SqlError, Work};

/// Adds an entry.
pub async fn insert(entry: &Stored, work: &mut Work) -> Result<(), SqlError> {
    sqlx::query("INSERT INTO logs (tenant_id, log_id, type, logged_at, document) VALUES ($1, $2, $3, $4, $5)")
        .bind(entry.tenant.as_str())
        .bind(&entry.log_id)
        .bind(entry.code)
        .bind(entry.at.millis())
        .bind(serde_json::to_string(&entry.document).unwrap_or_default())
        .execute(work.connection())
        .await?;
    Ok(())
}
