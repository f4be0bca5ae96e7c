//! The `resource_servers` table, and the permissions that lean on it.

use serde_json::{Map, Value};

use crate::database::{Columns, Database, SqlError, SqlRow, Work};
use crate::listing::Slice;
use crate::tenants::Tenant;
use crate::time::Timestamp;

/// How many identifiers a list can be asked for.
pub const MAX_IDENTIFIERS: usize = 10;

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
    /// When it was made.
    pub created_at: Timestamp,
}

fn read(row: &SqlRow) -> Result<ResourceServerRow, SqlError> {
    Ok(ResourceServerRow {
        resource_server_id: row.text("resource_server_id")?,
        identifier: row.text("identifier")?,
        document: row.json("document")?,
        sealed_secret: row.optional_text("sealed_secret")?,
        created_at: row.time("created_at")?,
    })
}

/// The API with this audience.
pub async fn find_by_identifier(
    tenant: &Tenant,
    identifier: &str,
    database: &Database,
) -> Result<Option<ResourceServerRow>, SqlError> {
    let row = sqlx::query(
        "SELECT resource_server_id, identifier, document, sealed_secret, created_at FROM resource_servers
         WHERE tenant_id = $1 AND identifier = $2",
    )
    .bind(tenant.id.as_str())
    .bind(identifier)
    .fetch_optional(database.reader())
    .await?;
    row.as_ref().map(read).transpose()
}

/// The API with this id, or else with this identifier.
pub async fn find(
    tenant: &Tenant,
    id_or_identifier: &str,
    database: &Database,
) -> Result<Option<ResourceServerRow>, SqlError> {
    let row = sqlx::query(
        "SELECT resource_server_id, identifier, document, sealed_secret, created_at FROM resource_servers
         WHERE tenant_id = $1 AND (resource_server_id = $2 OR identifier = $2)
         ORDER BY CASE WHEN resource_server_id = $2 THEN 0 ELSE 1 END LIMIT 1",
    )
    .bind(tenant.id.as_str())
    .bind(id_or_identifier)
    .fetch_optional(database.reader())
    .await?;
    row.as_ref().map(read).transpose()
}

/// As [`find`], inside a unit of work: nobody else changes or deletes the API before its end.
pub async fn find_for_update(
    tenant: &Tenant,
    id_or_identifier: &str,
    work: &mut Work,
) -> Result<Option<ResourceServerRow>, SqlError> {
    // Touching the row takes its lock on every engine.
    let row = sqlx::query(
        "UPDATE resource_servers SET updated_at = updated_at
         WHERE tenant_id = $1 AND resource_server_id = (
             SELECT resource_server_id FROM resource_servers
             WHERE tenant_id = $1 AND (resource_server_id = $2 OR identifier = $2)
             ORDER BY CASE WHEN resource_server_id = $2 THEN 0 ELSE 1 END LIMIT 1)
         RETURNING resource_server_id, identifier, document, sealed_secret, created_at",
    )
    .bind(tenant.id.as_str())
    .bind(id_or_identifier)
    .fetch_optional(work.connection())
    .await?;
    row.as_ref().map(read).transpose()
}

/// Some of the APIs, oldest first: those with one of the identifiers, or all where none is named.
pub async fn list(
    tenant: &Tenant,
    identifiers: &[String],
    slice: &Slice,
    database: &Database,
) -> Result<Vec<ResourceServerRow>, SqlError> {
    let mut query = sqlx::query(
        "SELECT resource_server_id, identifier, document, sealed_secret, created_at FROM resource_servers
         WHERE tenant_id = $1 AND (created_at > $2 OR (created_at = $2 AND resource_server_id > $3))
         AND ($6 = 0 OR identifier IN ($7, $8, $9, $10, $11, $12, $13, $14, $15, $16))
         ORDER BY created_at, resource_server_id LIMIT $4 OFFSET $5",
    )
    .bind(tenant.id.as_str())
    .bind(slice.after.millis())
    .bind(&slice.after_id)
    .bind(slice.limit)
    .bind(slice.offset)
    .bind(i64::from(!identifiers.is_empty()));
    for identifier in padded(identifiers) {
        query = query.bind(identifier);
    }
    let rows = query.fetch_all(database.reader()).await?;
    rows.iter().map(read).collect()
}

/// How many APIs [`list`] has in all.
pub async fn count(
    tenant: &Tenant,
    identifiers: &[String],
    database: &Database,
) -> Result<u64, SqlError> {
    let mut query = sqlx::query(
        "SELECT COUNT(*) AS total FROM resource_servers
         WHERE tenant_id = $1 AND ($2 = 0 OR identifier IN ($3, $4, $5, $6, $7, $8, $9, $10, $11, $12))",
    )
    .bind(tenant.id.as_str())
    .bind(i64::from(!identifiers.is_empty()));
    for identifier in padded(identifiers) {
        query = query.bind(identifier);
    }
    let row = query.fetch_one(database.reader()).await?;
    row.integer("total")
        .map(|total| u64::try_from(total).unwrap_or_default())
}

/// Exactly [`MAX_IDENTIFIERS`] texts; no identifier is empty.
fn padded(identifiers: &[String]) -> impl Iterator<Item = &str> {
    let named = identifiers.iter().map(String::as_str);
    named.chain(std::iter::repeat("")).take(MAX_IDENTIFIERS)
}

/// Adds an API.
pub async fn insert(
    tenant: &Tenant,
    row: &ResourceServerRow,
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
    .bind(row.created_at.millis())
    .execute(work.connection())
    .await?;
    Ok(())
}

/// Replaces an API's document and sealed secret.
pub async fn update(
    tenant: &Tenant,
    row: &ResourceServerRow,
    now: Timestamp,
    work: &mut Work,
) -> Result<(), SqlError> {
    sqlx::query(
        "UPDATE resource_servers SET document = $3, sealed_secret = $4, updated_at = $5
         WHERE tenant_id = $1 AND resource_server_id = $2",
    )
    .bind(tenant.id.as_str())
    .bind(&row.resource_server_id)
    .bind(serde_json::to_string(&row.document).unwrap_or_default())
    .bind(row.sealed_secret.as_deref())
    .bind(now.millis())
    .execute(work.connection())
    .await?;
    Ok(())
}

/// Removes an API.
pub async fn delete(tenant: &Tenant, id: &str, work: &mut Work) -> Result<(), SqlError> {
    sqlx::query("DELETE FROM resource_servers WHERE tenant_id = $1 AND resource_server_id = $2")
        .bind(tenant.id.as_str())
        .bind(id)
        .execute(work.connection())
        .await?;
    Ok(())
}

/// Takes a permission from all roles and users.
pub async fn delete_permission(
    tenant: &Tenant,
    audience: &str,
    permission: &str,
    work: &mut Work,
) -> Result<(), SqlError> {
    for statement in [
        "DELETE FROM role_permissions WHERE tenant_id = $1 AND audience = $2 AND permission = $3",
        "DELETE FROM user_permissions WHERE tenant_id = $1 AND audience = $2 AND permission = $3",
    ] {
        sqlx::query(statement)
            .bind(tenant.id.as_str())
            .bind(audience)
            .bind(permission)
            .execute(work.connection())
            .await?;
    }
    Ok(())
}

/// Takes all permissions of an API from all roles and users.
pub async fn delete_permissions(
    tenant: &Tenant,
    audience: &str,
    work: &mut Work,
) -> Result<(), SqlError> {
    for statement in [
        "DELETE FROM role_permissions WHERE tenant_id = $1 AND audience = $2",
        "DELETE FROM user_permissions WHERE tenant_id = $1 AND audience = $2",
    ] {
        sqlx::query(statement)
            .bind(tenant.id.as_str())
            .bind(audience)
            .execute(work.connection())
            .await?;
    }
    Ok(())
}
