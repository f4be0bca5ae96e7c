//! The `client_grants` table.

use serde_json::{Map, Value};

use crate::database::{Columns, Database, SqlError, SqlRow, Work};
use crate::listing::Slice;
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
    /// When it was made.
    pub created_at: Timestamp,
}

/// Which grants a list shows; what is absent filters nothing.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Of this client.
    pub client_id: Option<String>,
    /// At this API.
    pub audience: Option<String>,
    /// `client` or `user`.
    pub subject_type: Option<String>,
    /// The group of clients.
    pub default_for: Option<String>,
    /// Whether every organization counts.
    pub any_organization: Option<bool>,
}

fn read(row: &SqlRow) -> Result<ClientGrantRow, SqlError> {
    Ok(ClientGrantRow {
        client_grant_id: row.text("client_grant_id")?,
        client_id: row.text("client_id")?,
        audience: row.text("audience")?,
        subject_type: row.text("subject_type")?,
        document: row.json("document")?,
        created_at: row.time("created_at")?,
    })
}

/// All grants of a client.
pub async fn list_of_client(
    tenant: &Tenant,
    client_id: &str,
    database: &Database,
) -> Result<Vec<ClientGrantRow>, SqlError> {
    let rows = sqlx::query(
        "SELECT client_grant_id, client_id, audience, subject_type, document, created_at FROM client_grants
         WHERE tenant_id = $1 AND client_id = $2 ORDER BY created_at, client_grant_id",
    )
    .bind(tenant.id.as_str())
    .bind(client_id)
    .fetch_all(database.reader())
    .await?;
    rows.iter().map(read).collect()
}

/// Some of the grants that pass a filter, oldest first.
pub async fn list(
    tenant: &Tenant,
    filter: &Filter,
    slice: &Slice,
    database: &Database,
) -> Result<Vec<ClientGrantRow>, SqlError> {
    let rows = sqlx::query(
        "SELECT client_grant_id, client_id, audience, subject_type, document, created_at FROM client_grants
         WHERE tenant_id = $1 AND ($2 = '' OR client_id = $2) AND ($3 = '' OR audience = $3)
         AND ($4 = '' OR subject_type = $4) AND ($5 = '' OR default_for = $5) AND ($6 = -1 OR any_organization = $6)
         AND (created_at > $7 OR (created_at = $7 AND client_grant_id > $8))
         ORDER BY created_at, client_grant_id LIMIT $9 OFFSET $10",
    )
    .bind(tenant.id.as_str())
    .bind(filter.client_id.as_deref().unwrap_or_default())
    .bind(filter.audience.as_deref().unwrap_or_default())
    .bind(filter.subject_type.as_deref().unwrap_or_default())
    .bind(filter.default_for.as_deref().unwrap_or_default())
    .bind(filter.any_organization.map_or(-1, i64::from))
    .bind(slice.after.millis())
    .bind(&slice.after_id)
    .bind(slice.limit)
    .bind(slice.offset)
    .fetch_all(database.reader())
    .await?;
    rows.iter().map(read).collect()
}

/// How many grants pass a filter.
pub async fn count(tenant: &Tenant, filter: &Filter, database: &Database) -> Result<u64, SqlError> {
    let row = sqlx::query(
        "SELECT COUNT(*) AS total FROM client_grants
         WHERE tenant_id = $1 AND ($2 = '' OR client_id = $2) AND ($3 = '' OR audience = $3)
         AND ($4 = '' OR subject_type = $4) AND ($5 = '' OR default_for = $5) AND ($6 = -1 OR any_organization = $6)",
    )
    .bind(tenant.id.as_str())
    .bind(filter.client_id.as_deref().unwrap_or_default())
    .bind(filter.audience.as_deref().unwrap_or_default())
    .bind(filter.subject_type.as_deref().unwrap_or_default())
    .bind(filter.default_for.as_deref().unwrap_or_default())
    .bind(filter.any_organization.map_or(-1, i64::from))
    .fetch_one(database.reader())
    .await?;
    row.integer("total")
        .map(|total| u64::try_from(total).unwrap_or_default())
}

/// One grant.
pub async fn find(
    tenant: &Tenant,
    id: &str,
    database: &Database,
) -> Result<Option<ClientGrantRow>, SqlError> {
    let row = sqlx::query(
        "SELECT client_grant_id, client_id, audience, subject_type, document, created_at FROM client_grants
         WHERE tenant_id = $1 AND client_grant_id = $2",
    )
    .bind(tenant.id.as_str())
    .bind(id)
    .fetch_optional(database.reader())
    .await?;
    row.as_ref().map(read).transpose()
}

/// One grant inside a unit of work: nobody else changes or deletes it before its end.
pub async fn find_for_update(
    tenant: &Tenant,
    id: &str,
    work: &mut Work,
) -> Result<Option<ClientGrantRow>, SqlError> {
    // Touching the row takes its lock on every engine.
    let row = sqlx::query(
        "UPDATE client_grants SET created_at = created_at WHERE tenant_id = $1 AND client_grant_id = $2
         RETURNING client_grant_id, client_id, audience, subject_type, document, created_at",
    )
    .bind(tenant.id.as_str())
    .bind(id)
    .fetch_optional(work.connection())
    .await?;
    row.as_ref().map(read).transpose()
}

/// Adds a grant.
pub async fn insert(
    tenant: &Tenant,
    row: &ClientGrantRow,
    work: &mut Work,
) -> Result<(), SqlError> {
    sqlx::query(
        "INSERT INTO client_grants (tenant_id, client_grant_id, client_id, audience, subject_type, default_for, any_organization, document, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(tenant.id.as_str())
    .bind(&row.client_grant_id)
    .bind(&row.client_id)
    .bind(&row.audience)
    .bind(&row.subject_type)
    .bind(row.document.get("default_for").and_then(Value::as_str))
    .bind(any_organization(row))
    .bind(serde_json::to_string(&row.document).unwrap_or_default())
    .bind(row.created_at.millis())
    .execute(work.connection())
    .await?;
    Ok(())
}

/// Replaces a grant's document.
pub async fn update(
    tenant: &Tenant,
    row: &ClientGrantRow,
    work: &mut Work,
) -> Result<(), SqlError> {
    sqlx::query(
        "UPDATE client_grants SET document = $3, any_organization = $4 WHERE tenant_id = $1 AND client_grant_id = $2",
    )
    .bind(tenant.id.as_str())
    .bind(&row.client_grant_id)
    .bind(serde_json::to_string(&row.document).unwrap_or_default())
    .bind(any_organization(row))
    .execute(work.connection())
    .await?;
    Ok(())
}

fn any_organization(row: &ClientGrantRow) -> i64 {
    i64::from(row.document.get("allow_any_organization") == Some(&Value::Bool(true)))
}

/// Removes a grant, takes it from organizations, and says whose it was.
pub async fn delete(
    tenant: &Tenant,
    id: &str,
    work: &mut Work,
) -> Result<Option<String>, SqlError> {
    sqlx::query(
        "DELETE FROM organization_client_grants WHERE tenant_id = $1 AND client_grant_id = $2",
    )
    .bind(tenant.id.as_str())
    .bind(id)
    .execute(work.connection())
    .await?;
    let row = sqlx::query(
        "DELETE FROM client_grants WHERE tenant_id = $1 AND client_grant_id = $2 RETURNING client_id",
    )
    .bind(tenant.id.as_str())
    .bind(id)
    .fetch_optional(work.connection())
    .await?;
    row.map(|row| row.text("client_id")).transpose()
}

/// Removes all grants at an API, takes them from organizations, and says whose they were.
pub async fn delete_of_audience(
    tenant: &Tenant,
    audience: &str,
    work: &mut Work,
) -> Result<Vec<String>, SqlError> {
    sqlx::query(
        "DELETE FROM organization_client_grants WHERE tenant_id = $1 AND client_grant_id IN
         (SELECT client_grant_id FROM client_grants WHERE tenant_id = $1 AND audience = $2)",
    )
    .bind(tenant.id.as_str())
    .bind(audience)
    .execute(work.connection())
    .await?;
    let rows = sqlx::query(
        "DELETE FROM client_grants WHERE tenant_id = $1 AND audience = $2 RETURNING client_id",
    )
    .bind(tenant.id.as_str())
    .bind(audience)
    .fetch_all(work.connection())
    .await?;
    rows.iter().map(|row| row.text("client_id")).collect()
}
