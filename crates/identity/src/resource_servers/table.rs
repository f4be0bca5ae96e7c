//! The `resource_servers` table.

use serde_json::{Map, Value};

use crate::database::{Columns, Database, SqlError, SqlRow, Work};
use crate::tenants::Tenant;
use crate::time::Timestamp;

/// A row; the signing secret is sealed.
#[derive(Debug)]
pub struct ResourceServerRow {
    /// 24 hexadecimal digits.
    pub resource_server_id: String,
    /// The audience.
    pub identifier: String,
    /// As on the wire.
    pub document: Map<String, Value>,
    /// The secret of an HS256 API.
    pub sealed_secret: Option<String>,
}

fn read(row: &SqlRow) -> Result<ResourceServerRow, SqlError> {
    Ok(ResourceServerRow {
        resource_server_id: row.text("resource_server_id")?,
        identifier: row.text("identifier")?,
        document: row.json("document")?,
        sealed_secret: row.optional_text("sealed_secret")?,
    })
}

/// The API with this audience.
pub async fn find_by_identifier(
    tenant: &Tenant,
    identifier: &str,
    database: &Database,
) -> Result<Option<ResourceServerRow>, SqlError> {
    let row = sqlx::query(
        "SELECT resource_server_id, identifier, document, sealed_secret FROM resource_servers
         WHERE tenant_id = $1 AND identifier = $2",
    )
    .bind(tenant.id.as_str())
    .bind(identifier)
    .fetch_optional(database.reader())
    .await?;
    row.as_ref().map(read).transpose()
}

/// Adds an API.
pub async fn insert(
    tenant: &Tenant,
    row: &ResourceServerRow,
    now: Timestamp,
    work: &mut Work,
) -> Result<(), SqlError> {
    sqlx::query(
        "INSERT INTO resource_servers (tenant_id, resource_server_id, identifier, document, sealed_secret, created_at, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, $6)",
    )
    .bind(tenant.id.as_str())
    .bind(&row.resource_server_id)
    .bind(&row.identifier)
    .bind(serde_json::to_string(&row.document).unwrap_or_default())
    .bind(row.sealed_secret.as_deref())
    .bind(now.millis())
    .execute(work.connection())
    .await?;
    Ok(())
}
