//! The `client_credentials` table.

use ostia_protocol::auth0::ids::ClientId;
use serde_json::{Map, Value};

use crate::database::{Columns, Database, SqlError, SqlRow};
use crate::tenants::Tenant;
use crate::time::Timestamp;

/// A registered key.
#[derive(Debug)]
pub struct CredentialRow {
    /// `cred_…`.
    pub credential_id: String,
    /// As on the wire.
    pub document: Map<String, Value>,
    /// The public key or certificate as it was sent, PEM.
    pub public_key: String,
    /// When it was registered.
    pub created_at: Timestamp,
    /// When it stops being accepted.
    pub expires_at: Option<Timestamp>,
}

fn read(row: &SqlRow) -> Result<CredentialRow, SqlError> {
    Ok(CredentialRow {
        credential_id: row.text("credential_id")?,
        document: row.json("document")?,
        public_key: row.text("public_key")?,
        created_at: row.time("created_at")?,
        expires_at: row.optional_time("expires_at")?,
    })
}

/// All keys of a client, oldest first.
pub async fn list(
    tenant: &Tenant,
    client: &ClientId,
    database: &Database,
) -> Result<Vec<CredentialRow>, SqlError> {
    let rows = sqlx::query(
        "SELECT credential_id, document, public_key, created_at, expires_at FROM client_credentials
         WHERE tenant_id = $1 AND client_id = $2 ORDER BY created_at, credential_id",
    )
    .bind(tenant.id.as_str())
    .bind(client.as_str())
    .fetch_all(database.reader())
    .await?;
    rows.iter().map(read).collect()
}
