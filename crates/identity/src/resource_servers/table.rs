//! The `resource_servers` table.

use serde_json::{Map, Value};

use crate::database::{Columns, Database, SqlError, SqlRow};
use crate::tenants::Tenant;

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
