//! The `clients` table.

use ostia_protocol::auth0::ids::ClientId;
use serde_json::{Map, Value};

use crate::database::{Columns, Database, SqlError, SqlRow, Work};
use crate::tenants::Tenant;
use crate::time::Timestamp;

/// A row; the secret is sealed.
#[derive(Debug)]
pub struct ClientRow {
    /// The `client_id`.
    pub client_id: String,
    /// As on the wire, without the secret.
    pub document: Map<String, Value>,
    /// The secret, sealed by the tenant's key.
    pub sealed_secret: Option<String>,
}

fn read(row: &SqlRow) -> Result<ClientRow, SqlError> {
    Ok(ClientRow {
        client_id: row.text("client_id")?,
        document: row.json("document")?,
        sealed_secret: row.optional_text("sealed_secret")?,
    })
}

/// One client.
pub async fn find(
    tenant: &Tenant,
    id: &ClientId,
    database: &Database,
) -> Result<Option<ClientRow>, SqlError> {
    let row =
        sqlx::query("SELECT client_id, document, sealed_secret FROM clients WHERE tenant_id = $1 AND client_id = $2")
            .bind(tenant.id.as_str())
            .bind(id.as_str())
            .fetch_optional(database.reader())
            .await?;
    row.as_ref().map(read).transpose()
}

/// The built-in client "All Applications".
pub async fn find_global(
    tenant: &Tenant,
    database: &Database,
) -> Result<Option<ClientRow>, SqlError> {
    let row =
        sqlx::query("SELECT client_id, document, sealed_secret FROM clients WHERE tenant_id = $1 AND is_global = 1")
            .bind(tenant.id.as_str())
            .fetch_optional(database.reader())
            .await?;
    row.as_ref().map(read).transpose()
}

/// One client inside a unit of work, so that a change sees the latest.
pub async fn find_for_update(
    tenant: &Tenant,
    id: &ClientId,
    work: &mut Work,
) -> Result<Option<ClientRow>, SqlError> {
    // Touching the row takes its lock on every engine.
    let row = sqlx::query(
        "UPDATE clients SET updated_at = updated_at WHERE tenant_id = $1 AND client_id = $2
         RETURNING client_id, document, sealed_secret",
    )
    .bind(tenant.id.as_str())
    .bind(id.as_str())
    .fetch_optional(work.connection())
    .await?;
    row.as_ref().map(read).transpose()
}

/// Adds a client.
pub async fn insert(
    tenant: &Tenant,
    row: &ClientRow,
    now: Timestamp,
    work: &mut Work,
) -> Result<(), SqlError> {
    let is = |name: &str, absent: bool| {
        i64::from(
            row.document
                .get(name)
                .and_then(Value::as_bool)
                .unwrap_or(absent),
        )
    };
    sqlx::query(
        "INSERT INTO clients (tenant_id, client_id, document, sealed_secret, is_global, is_first_party, app_type, external_id, created_at, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)",
    )
    .bind(tenant.id.as_str())
    .bind(&row.client_id)
    .bind(serde_json::to_string(&row.document).unwrap_or_default())
    .bind(row.sealed_secret.as_deref())
    .bind(is("global", false))
    .bind(is("is_first_party", true))
    .bind(row.document.get("app_type").and_then(Value::as_str))
    .bind(row.document.get("external_client_id").and_then(Value::as_str))
    .bind(now.millis())
    .execute(work.connection())
    .await?;
    Ok(())
}

/// Replaces a client's document and, where one is given, its sealed secret.
pub async fn update(
    tenant: &Tenant,
    row: &ClientRow,
    now: Timestamp,
    work: &mut Work,
) -> Result<(), SqlError> {
    sqlx::query(
        "UPDATE clients SET document = $3, sealed_secret = $4, app_type = $5, updated_at = $6
         WHERE tenant_id = $1 AND client_id = $2",
    )
    .bind(tenant.id.as_str())
    .bind(&row.client_id)
    .bind(serde_json::to_string(&row.document).unwrap_or_default())
    .bind(row.sealed_secret.as_deref())
    .bind(row.document.get("app_type").and_then(Value::as_str))
    .bind(now.millis())
    .execute(work.connection())
    .await?;
    Ok(())
}
