//! The `client_credentials` table.

use ostia_protocol::auth0::ids::ClientId;
use serde_json::{Map, Value};

use crate::database::{Columns, Database, SqlError, SqlRow, Work};
use crate::tenants::Tenant;
use crate::time::Timestamp;

/// A registered key.
#[derive(Debug)]
pub struct CredentialRow {
    /// `cred_…`.
    pub credential_id: String,
    /// As on the wire.
    pub document: Map<String, Value>,
    /// The public key or certificate as it was sent: PEM, or a JWK in JSON.
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

/// All keys of a client inside a unit of work.
pub async fn list_in(
    tenant: &Tenant,
    client: &ClientId,
    work: &mut Work,
) -> Result<Vec<CredentialRow>, SqlError> {
    let rows = sqlx::query(
        "SELECT credential_id, document, public_key, created_at, expires_at FROM client_credentials
         WHERE tenant_id = $1 AND client_id = $2 ORDER BY created_at, credential_id",
    )
    .bind(tenant.id.as_str())
    .bind(client.as_str())
    .fetch_all(work.connection())
    .await?;
    rows.iter().map(read).collect()
}

/// Registers a key.
pub async fn insert(
    tenant: &Tenant,
    client: &ClientId,
    row: &CredentialRow,
    work: &mut Work,
) -> Result<(), SqlError> {
    sqlx::query(
        "INSERT INTO client_credentials (tenant_id, client_id, credential_id, document, public_key, expires_at, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(tenant.id.as_str())
    .bind(client.as_str())
    .bind(&row.credential_id)
    .bind(serde_json::to_string(&row.document).unwrap_or_default())
    .bind(&row.public_key)
    .bind(row.expires_at.map(Timestamp::millis))
    .bind(row.created_at.millis())
    .execute(work.connection())
    .await?;
    Ok(())
}

/// Replaces a key's document and when it ends.
pub async fn update(
    tenant: &Tenant,
    client: &ClientId,
    row: &CredentialRow,
    work: &mut Work,
) -> Result<(), SqlError> {
    sqlx::query(
        "UPDATE client_credentials SET document = $4, expires_at = $5
         WHERE tenant_id = $1 AND client_id = $2 AND credential_id = $3",
    )
    .bind(tenant.id.as_str())
    .bind(client.as_str())
    .bind(&row.credential_id)
    .bind(serde_json::to_string(&row.document).unwrap_or_default())
    .bind(row.expires_at.map(Timestamp::millis))
    .execute(work.connection())
    .await?;
    Ok(())
}

/// Removes a key.
pub async fn delete(
    tenant: &Tenant,
    client: &ClientId,
    credential_id: &str,
    work: &mut Work,
) -> Result<(), SqlError> {
    sqlx::query(
        "DELETE FROM client_credentials WHERE tenant_id = $1 AND client_id = $2 AND credential_id = $3",
    )
    .bind(tenant.id.as_str())
    .bind(client.as_str())
    .bind(credential_id)
    .execute(work.connection())
    .await?;
    Ok(())
}
