//! The `connections` and `connection_clients` tables.

use ostia_protocol::auth0::ids::{ClientId, ConnectionId};
use serde_json::{Map, Value};

use crate::database::{Columns, Database, SqlError, SqlRow, Work};
use crate::tenants::Tenant;
use crate::time::Timestamp;

/// A row.
#[derive(Debug)]
pub struct ConnectionRow {
    /// `con_…`.
    pub connection_id: String,
    /// Unique in the tenant.
    pub name: String,
    /// The kind of source.
    pub strategy: String,
    /// Whether every third-party client may use it.
    pub is_domain: bool,
    /// As on the wire, without `enabled_clients`.
    pub document: Map<String, Value>,
}

fn read(row: &SqlRow) -> Result<ConnectionRow, SqlError> {
    Ok(ConnectionRow {
        connection_id: row.text("connection_id")?,
        name: row.text("name")?,
        strategy: row.text("strategy")?,
        is_domain: row.flag("is_domain")?,
        document: row.json("document")?,
    })
}

/// The connection with this name.
pub async fn find_by_name(
    tenant: &Tenant,
    name: &str,
    database: &Database,
) -> Result<Option<ConnectionRow>, SqlError> {
    let row = sqlx::query(
        "SELECT connection_id, name, strategy, is_domain, document FROM connections WHERE tenant_id = $1 AND name = $2",
    )
    .bind(tenant.id.as_str())
    .bind(name)
    .fetch_optional(database.reader())
    .await?;
    row.as_ref().map(read).transpose()
}

/// The connections that are enabled for a client, oldest first.
pub async fn list_of_client(
    tenant: &Tenant,
    client: &ClientId,
    database: &Database,
) -> Result<Vec<ConnectionRow>, SqlError> {
    let rows = sqlx::query(
        "SELECT c.connection_id, c.name, c.strategy, c.is_domain, c.document FROM connections c
         JOIN connection_clients e ON e.tenant_id = c.tenant_id AND e.connection_id = c.connection_id
         WHERE c.tenant_id = $1 AND e.client_id = $2 ORDER BY c.created_at, c.connection_id",
    )
    .bind(tenant.id.as_str())
    .bind(client.as_str())
    .fetch_all(database.reader())
    .await?;
    rows.iter().map(read).collect()
}

/// The connections that every third-party client may use, oldest first.
pub async fn list_of_domain(
    tenant: &Tenant,
    database: &Database,
) -> Result<Vec<ConnectionRow>, SqlError> {
    let rows = sqlx::query(
        "SELECT connection_id, name, strategy, is_domain, document FROM connections
         WHERE tenant_id = $1 AND is_domain = 1 ORDER BY created_at, connection_id",
    )
    .bind(tenant.id.as_str())
    .fetch_all(database.reader())
    .await?;
    rows.iter().map(read).collect()
}

/// Adds a connection.
pub async fn insert(
    tenant: &Tenant,
    row: &ConnectionRow,
    now: Timestamp,
    work: &mut Work,
) -> Result<(), SqlError> {
    sqlx::query(
        "INSERT INTO connections (tenant_id, connection_id, name, strategy, is_domain, document, created_at, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $7)",
    )
    .bind(tenant.id.as_str())
    .bind(&row.connection_id)
    .bind(&row.name)
    .bind(&row.strategy)
    .bind(i64::from(row.is_domain))
    .bind(serde_json::to_string(&row.document).unwrap_or_default())
    .bind(now.millis())
    .execute(work.connection())
    .await?;
    Ok(())
}

/// Lets a client use a connection. Saying it twice changes nothing.
pub async fn enable(
    tenant: &Tenant,
    connection: &ConnectionId,
    client: &ClientId,
    now: Timestamp,
    work: &mut Work,
) -> Result<(), SqlError> {
    sqlx::query(
        "INSERT INTO connection_clients (tenant_id, connection_id, client_id, created_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (tenant_id, connection_id, client_id) DO NOTHING",
    )
    .bind(tenant.id.as_str())
    .bind(connection.as_str())
    .bind(client.as_str())
    .bind(now.millis())
    .execute(work.connection())
    .await?;
    Ok(())
}

/// Enables every connection of the tenant for a client.
pub async fn enable_all_for_client(
    tenant: &Tenant,
    client: &ClientId,
    now: Timestamp,
    work: &mut Work,
) -> Result<(), SqlError> {
    sqlx::query(
        "INSERT INTO connection_clients (tenant_id, connection_id, client_id, created_at)
         SELECT tenant_id, connection_id, $2, $3 FROM connections WHERE tenant_id = $1
         ON CONFLICT (tenant_id, connection_id, client_id) DO NOTHING",
    )
    .bind(tenant.id.as_str())
    .bind(client.as_str())
    .bind(now.millis())
    .execute(work.connection())
    .await?;
    Ok(())
}
