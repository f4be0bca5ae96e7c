//! The `client_grants` table.

use serde_json::{Map, Value};

use crate::database::{Columns, Database, SqlError, SqlRow, Work};
use crate::tenants::Tenant;
use crate::time::Timestamp;

/// A row.
#[derive(Debug)]
pub struct ClientGrantRow {
    /// `cgr_…`.
    pub client_grant_id: String,
    /// The client; empty for the defaults of third parties.
    pub client_id: String,
    /// The API.
    pub audience: String,
    /// `client` or `user`.
    pub subject_type: String,
    /// As on the wire.
    pub document: Map<String, Value>,
}

fn read(row: &SqlRow) -> Result<ClientGrantRow, SqlError> {
    Ok(ClientGrantRow {
        client_grant_id: row.text("client_grant_id")?,
        client_id: row.text("client_id")?,
        audience: row.text("audience")?,
        subject_type: row.text("subject_type")?,
        document: row.json("document")?,
    })
}

/// All grants of a client.
pub async fn list_of_client(
    tenant: &Tenant,
    client_id: &str,
    database: &Database,
) -> Result<Vec<ClientGrantRow>, SqlError> {
    let rows = sqlx::query(
        "SELECT client_grant_id, client_id, audience, subject_type, document FROM client_grants
         WHERE tenant_id = $1 AND client_id = $2 ORDER BY created_at, client_grant_id",
    )
    .bind(tenant.id.as_str())
    .bind(client_id)
    .fetch_all(database.reader())
    .await?;
    rows.iter().map(read).collect()
}

/// Adds a grant.
pub async fn insert(
    tenant: &Tenant,
    row: &ClientGrantRow,
    now: Timestamp,
    work: &mut Work,
) -> Result<(), SqlError> {
    sqlx::query(
        "INSERT INTO client_grants (tenant_id, client_grant_id, client_id, audience, subject_type, default_for, document, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(tenant.id.as_str())
    .bind(&row.client_grant_id)
    .bind(&row.client_id)
    .bind(&row.audience)
    .bind(&row.subject_type)
    .bind(row.document.get("default_for").and_then(Value::as_str))
    .bind(serde_json::to_string(&row.document).unwrap_or_default())
    .bind(now.millis())
    .execute(work.connection())
    .await?;
    Ok(())
}
