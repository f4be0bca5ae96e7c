//! The `federated_logins` table.

use crate::database::{Columns, Expiring, SqlError, Work};
use crate::tenants::Tenant;
use crate::time::Timestamp;

/// Log-ins go some time after they have expired.
pub const EXPIRING: Expiring = Expiring::new("federated_logins", "state_hash");

/// A row, without its key and its times.
#[derive(Debug)]
pub struct Row {
    /// Recognises the browser.
    pub browser_hash: String,
    /// The connection whose provider they were sent to.
    pub connection_id: String,
    /// What has to come back, sealed.
    pub sealed_detail: String,
}

/// Adds a row, with the moments at which it was made and expires.
pub async fn insert(
    tenant: &Tenant,
    state_hash: &str,
    row: &Row,
    [now, expires_at]: [Timestamp; 2],
    work: &mut Work,
) -> Result<(), SqlError> {
    sqlx::query(
        "INSERT INTO federated_logins
           (tenant_id, state_hash, browser_hash, connection_id, sealed_detail, created_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(tenant.id.as_str())
    .bind(state_hash)
    .bind(&row.browser_hash)
    .bind(&row.connection_id)
    .bind(&row.sealed_detail)
    .bind(now.millis())
    .bind(expires_at.millis())
    .execute(work.connection())
    .await?;
    Ok(())
}

/// Uses a row up; only the first of many gets it.
pub async fn consume(
    tenant: &Tenant,
    state_hash: &str,
    now: Timestamp,
    work: &mut Work,
) -> Result<Option<Row>, SqlError> {
    let row = sqlx::query(
        "UPDATE federated_logins SET consumed_at = $3
         WHERE tenant_id = $1 AND state_hash = $2 AND consumed_at IS NULL AND expires_at > $3
         RETURNING browser_hash, connection_id, sealed_detail",
    )
    .bind(tenant.id.as_str())
    .bind(state_hash)
    .bind(now.millis())
    .fetch_optional(work.connection())
    .await?;
    row.map(|row| {
        Ok(Row {
            browser_hash: row.text("browser_hash")?,
            connection_id: row.text("connection_id")?,
            sealed_detail: row.text("sealed_detail")?,
        })
    })
    .transpose()
}
