//! The `tenants` table.

use ostia_protocol::auth0::ids::TenantId;
use serde_json::{Map, Value};

use crate::database::{Columns, Database, SqlError, SqlRow, Work};
use crate::time::Timestamp;

/// A row; its key is still sealed.
#[derive(Debug)]
pub struct TenantRow {
    /// The tenant's id.
    pub tenant_id: String,
    /// Host and port, in lower case.
    pub domain: String,
    /// The settings as on the wire.
    pub document: Map<String, Value>,
    /// The data key, sealed by the master key.
    pub sealed_key: String,
}

fn read(row: &SqlRow) -> Result<TenantRow, SqlError> {
    Ok(TenantRow {
        tenant_id: row.text("tenant_id")?,
        domain: row.text("domain")?,
        document: row.json("document")?,
        sealed_key: row.text("sealed_key")?,
    })
}

/// The tenant that a host names.
pub async fn find_by_domain(
    domain: &str,
    database: &Database,
) -> Result<Option<TenantRow>, SqlError> {
    let row = sqlx::query(
        "SELECT tenant_id, domain, document, sealed_key FROM tenants WHERE domain = $1",
    )
    .bind(domain)
    .fetch_optional(database.reader())
    .await?;
    row.as_ref().map(read).transpose()
}

/// The tenant with this id.
pub async fn find(id: &TenantId, database: &Database) -> Result<Option<TenantRow>, SqlError> {
    let row = sqlx::query(
        "SELECT tenant_id, domain, document, sealed_key FROM tenants WHERE tenant_id = $1",
    )
    .bind(id.as_str())
    .fetch_optional(database.reader())
    .await?;
    row.as_ref().map(read).transpose()
}

/// All tenants, oldest first.
pub async fn list(database: &Database) -> Result<Vec<TenantRow>, SqlError> {
    let rows =
        sqlx::query("SELECT tenant_id, domain, document, sealed_key FROM tenants ORDER BY created_at, tenant_id")
            .fetch_all(database.reader())
            .await?;
    rows.iter().map(read).collect()
}

/// Adds a tenant.
pub async fn insert(row: &TenantRow, now: Timestamp, work: &mut Work) -> Result<(), SqlError> {
    sqlx::query(
        "INSERT INTO tenants (tenant_id, domain, document, sealed_key, created_at, updated_at)
         VALUES ($1, $2, $3, $4, $5, $5)",
    )
    .bind(&row.tenant_id)
    .bind(&row.domain)
    .bind(Value::Object(row.document.clone()).to_string())
    .bind(&row.sealed_key)
    .bind(now.millis())
    .execute(work.connection())
    .await?;
    Ok(())
}

/// The settings.
pub async fn find_document(
    tenant: &TenantId,
    database: &Database,
) -> Result<Map<String, Value>, SqlError> {
    sqlx::query("SELECT document FROM tenants WHERE tenant_id = $1")
        .bind(tenant.as_str())
        .fetch_one(database.reader())
        .await?
        .json("document")
}

/// Reads the settings inside a unit of work and keeps others from changing them before its end.
pub async fn document(tenant: &TenantId, work: &mut Work) -> Result<Map<String, Value>, SqlError> {
    // Touching the row takes its lock on every engine.
    sqlx::query(
        "UPDATE tenants SET updated_at = updated_at WHERE tenant_id = $1 RETURNING document",
    )
    .bind(tenant.as_str())
    .fetch_one(work.connection())
    .await?
    .json("document")
}

/// Replaces the settings.
pub async fn set_document(
    tenant: &TenantId,
    document: &Map<String, Value>,
    now: Timestamp,
    work: &mut Work,
) -> Result<(), SqlError> {
    sqlx::query("UPDATE tenants SET document = $2, updated_at = $3 WHERE tenant_id = $1")
        .bind(tenant.as_str())
        .bind(serde_json::to_string(document).unwrap_or_default())
        .bind(now.millis())
        .execute(work.connection())
        .await?;
    Ok(())
}

/// Moves the tenant to another domain.
pub async fn set_domain(
    tenant: &TenantId,
    domain: &str,
    now: Timestamp,
    work: &mut Work,
) -> Result<(), SqlError> {
    sqlx::query("UPDATE tenants SET domain = $2, updated_at = $3 WHERE tenant_id = $1")
        .bind(tenant.as_str())
        .bind(domain)
        .bind(now.millis())
        .execute(work.connection())
        .await?;
    Ok(())
}

/// Replaces the sealed data key.
pub async fn set_sealed_key(
    tenant: &str,
    sealed: &str,
    now: Timestamp,
    work: &mut Work,
) -> Result<(), SqlError> {
    sqlx::query("UPDATE tenants SET sealed_key = $2, updated_at = $3 WHERE tenant_id = $1")
        .bind(tenant)
        .bind(sealed)
        .bind(now.millis())
        .execute(work.connection())
        .await?;
    Ok(())
}

/// Renames an API's identifier wherever it is referred to: only the Management API's does, with the domain.
pub async fn rename_audience(
    tenant: &TenantId,
    old: &str,
    new: &str,
    work: &mut Work,
) -> Result<(), SqlError> {
    for statement in [
        "UPDATE resource_servers SET identifier = $3, document = REPLACE(document, $2, $3) WHERE tenant_id = $1 AND identifier = $2",
        "UPDATE client_grants SET audience = $3, document = REPLACE(document, $2, $3) WHERE tenant_id = $1 AND audience = $2",
        "UPDATE consents SET audience = $3 WHERE tenant_id = $1 AND audience = $2",
        "UPDATE role_permissions SET audience = $3 WHERE tenant_id = $1 AND audience = $2",
        "UPDATE user_permissions SET audience = $3 WHERE tenant_id = $1 AND audience = $2",
    ] {
        sqlx::query(statement)
            .bind(tenant.as_str())
            .bind(old)
            .bind(new)
            .execute(work.connection())
            .await?;
    }
    Ok(())
}

/// The tables that hold rows of tenants, by name.
pub async fn tables_of_tenants(
    database: &Database,
    work: &mut Work,
) -> Result<Vec<String>, SqlError> {
    let rows = sqlx::query(database.dialect().tables_with_tenant_id())
        .fetch_all(work.connection())
        .await?;
    rows.iter().map(|row| row.text("name")).collect()
}

/// Deletes a tenant's rows of one table, which the catalogue named.
pub async fn empty(name: &str, tenant: &TenantId, work: &mut Work) -> Result<(), SqlError> {
    let statement = format!("DELETE FROM {name} WHERE tenant_id = $1");
    sqlx::query(sqlx::AssertSqlSafe(statement))
        .bind(tenant.as_str())
        .execute(work.connection())
        .await?;
    Ok(())
}
