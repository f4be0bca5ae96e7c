//! The `client_grants` table.

use serde_json::{Map, Value};

use crate::database::{Columns, Database, SqlError, SqlRow};
use crate::tenants::Tenant;

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
