//! The `pushed_requests` table.

use ostia_protocol::auth0::ids::ClientId;

use super::PushedRequest;
use crate::database::{Columns, Expiring, SqlError, Work};
use crate::tenants::Tenant;
use crate::time::Timestamp;

/// Requests go some time after they have expired.
pub const EXPIRING: Expiring = Expiring::new("pushed_requests", "request_hash");

/// A row that is added.
#[derive(Debug)]
pub struct Row {
    /// Fingerprint of the address.
    pub request_hash: String,
    /// Who pushed it.
    pub client_id: String,
    /// What was pushed.
    pub request: PushedRequest,
    /// Until when it may be used.
    pub expires_at: Timestamp,
}

/// Adds a request.
pub async fn insert(
    tenant: &Tenant,
    row: &Row,
    now: Timestamp,
    work: &mut Work,
) -> Result<(), SqlError> {
    sqlx::query(
        "INSERT INTO pushed_requests (tenant_id, request_hash, client_id, parameters, is_signed, created_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(tenant.id.as_str())
    .bind(&row.request_hash)
    .bind(&row.client_id)
    .bind(serde_json::to_string(&row.request.parameters).unwrap_or_default())
    .bind(i16::from(row.request.is_signed))
    .bind(now.millis())
    .bind(row.expires_at.millis())
    .execute(work.connection())
    .await?;
    Ok(())
}

/// Uses a client's request up; only the first of many gets it.
pub async fn consume(
    tenant: &Tenant,
    request_hash: &str,
    client: &ClientId,
    now: Timestamp,
    work: &mut Work,
) -> Result<Option<PushedRequest>, SqlError> {
    let row = sqlx::query(
        "UPDATE pushed_requests SET consumed_at = $4
         WHERE tenant_id = $1 AND request_hash = $2 AND client_id = $3 AND consumed_at IS NULL AND expires_at > $4
         RETURNING parameters, is_signed",
    )
    .bind(tenant.id.as_str())
    .bind(request_hash)
    .bind(client.as_str())
    .bind(now.millis())
    .fetch_optional(work.connection())
    .await?;
    row.map(|row| {
        Ok(PushedRequest {
            parameters: row.json("parameters")?,
            is_signed: row.flag("is_signed")?,
        })
    })
    .transpose()
}
