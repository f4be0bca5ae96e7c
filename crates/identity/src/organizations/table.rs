//! The `organizations` table.

use serde_json::{Map, Value};
use sqlx::AssertSqlSafe;

use super::document::text_of;
use super::manage::{Sort, SortKey};
use crate::database::{Columns, Database, SqlError, SqlRow, Work};
use crate::listing::Slice;
use crate::tenants::Tenant;
use crate::time::Timestamp;

/// A row.
#[derive(Debug)]
pub struct OrganizationRow {
    /// `org_…`.
    pub organization_id: String,
    /// Unique in the tenant.
    pub name: String,
    /// As on the wire.
    pub document: Map<String, Value>,
    /// When it was made.
    pub created_at: Timestamp,
}

impl OrganizationRow {
    /// The row of a document.
    pub fn new(id: &str, document: Map<String, Value>, created_at: Timestamp) -> Self {
        Self {
            organization_id: id.to_owned(),
            name: text_of(&document, "name").to_owned(),
            document,
            created_at,
        }
    }
}

pub(super) fn read(row: &SqlRow) -> Result<OrganizationRow, SqlError> {
    Ok(OrganizationRow {
        organization_id: row.text("organization_id")?,
        name: row.text("name")?,
        document: row.json("document")?,
        created_at: row.time("created_at")?,
    })
}

/// Some of the organizations. A slice that begins behind a row needs the order by age.
pub async fn list(
    tenant: &Tenant,
    sort: Sort,
    slice: &Slice,
    database: &Database,
) -> Result<Vec<OrganizationRow>, SqlError> {
    let column = match sort.key {
        SortKey::CreatedAt => "created_at",
        SortKey::Name => "name",
        SortKey::DisplayName => "display_name",
    };
    let order = if sort.descending { "DESC" } else { "ASC" };
    // Both are ours: nothing of the request is in the text.
    let statement = format!(
        "SELECT organization_id, name, document, created_at FROM organizations WHERE tenant_id = $1
         AND (created_at > $2 OR (created_at = $2 AND organization_id > $3))
         ORDER BY {column} {order}, organization_id {order} LIMIT $4 OFFSET $5"
    );
    let rows = sqlx::query(AssertSqlSafe(statement))
        .bind(tenant.id.as_str())
        .bind(slice.after.millis())
        .bind(&slice.after_id)
        .bind(slice.limit)
        .bind(slice.offset)
        .fetch_all(database.reader())
        .await?;
    rows.iter().map(read).collect()
}

/// How many organizations there are.
pub async fn count(tenant: &Tenant, database: &Database) -> Result<u64, SqlError> {
    let row = sqlx::query("SELECT COUNT(*) AS total FROM organizations WHERE tenant_id = $1")
        .bind(tenant.id.as_str())
        .fetch_one(database.reader())
        .await?;
    row.integer("total").map(i64::unsigned_abs)
}

/// One organization.
pub async fn find(
    tenant: &Tenant,
    id: &str,
    database: &Database,
) -> Result<Option<OrganizationRow>, SqlError> {
    let row = sqlx::query(
        "SELECT organization_id, name, document, created_at FROM organizations
         WHERE tenant_id = $1 AND organization_id = $2",
    )
    .bind(tenant.id.as_str())
    .bind(id)
    .fetch_optional(database.reader())
    .await?;
    row.as_ref().map(read).transpose()
}

/// One organization by its name.
pub async fn find_by_name(
    tenant: &Tenant,
    name: &str,
    database: &Database,
) -> Result<Option<OrganizationRow>, SqlError> {
    let row = sqlx::query(
        "SELECT organization_id, name, document, created_at FROM organizations WHERE tenant_id = $1 AND name = $2",
    )
    .bind(tenant.id.as_str())
    .bind(name)
    .fetch_optional(database.reader())
    .await?;
    row.as_ref().map(read).transpose()
}

/// One organization inside a unit of work: nobody else changes or deletes it before its end.
pub async fn find_for_update(
    tenant: &Tenant,
    id: &str,
    work: &mut Work,
) -> Result<Option<OrganizationRow>, SqlError> {
    // Touching the row takes its lock on every engine.
    let row = sqlx::query(
        "UPDATE organizations SET created_at = created_at WHERE tenant_id = $1 AND organization_id = $2
         RETURNING organization_id, name, document, created_at",
    )
    .bind(tenant.id.as_str())
    .bind(id)
    .fetch_optional(work.connection())
    .await?;
    row.as_ref().map(read).transpose()
}

/// Adds an organization. Fails where [`is_taken`](crate::database::is_taken) says so.
pub async fn insert(
    tenant: &Tenant,
    row: &OrganizationRow,
    work: &mut Work,
) -> Result<(), SqlError> {
    sqlx::query(
        "INSERT INTO organizations (tenant_id, organization_id, name, display_name, document, created_at)
         VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(tenant.id.as_str())
    .bind(&row.organization_id)
    .bind(&row.name)
    .bind(text_of(&row.document, "display_name"))
    .bind(serde_json::to_string(&row.document).unwrap_or_default())
    .bind(row.created_at.millis())
    .execute(work.connection())
    .await?;
    Ok(())
}

/// Replaces an organization's document. Fails where [`is_taken`](crate::database::is_taken) says so.
pub async fn update(
    tenant: &Tenant,
    row: &OrganizationRow,
    work: &mut Work,
) -> Result<(), SqlError> {
    sqlx::query(
        "UPDATE organizations SET name = $3, display_name = $4, document = $5
         WHERE tenant_id = $1 AND organization_id = $2",
    )
    .bind(tenant.id.as_str())
    .bind(&row.organization_id)
    .bind(&row.name)
    .bind(text_of(&row.document, "display_name"))
    .bind(serde_json::to_string(&row.document).unwrap_or_default())
    .execute(work.connection())
    .await?;
    Ok(())
}

/// Removes an organization with everything that hangs on it.
pub async fn delete(tenant: &Tenant, id: &str, work: &mut Work) -> Result<(), SqlError> {
    for statement in [
        "DELETE FROM organization_member_roles WHERE tenant_id = $1 AND organization_id = $2",
        "DELETE FROM organization_members WHERE tenant_id = $1 AND organization_id = $2",
        "DELETE FROM organization_connections WHERE tenant_id = $1 AND organization_id = $2",
        "DELETE FROM organization_client_grants WHERE tenant_id = $1 AND organization_id = $2",
        "DELETE FROM organization_invitations WHERE tenant_id = $1 AND organization_id = $2",
        "DELETE FROM organization_domains WHERE tenant_id = $1 AND organization_id = $2",
        "DELETE FROM organizations WHERE tenant_id = $1 AND organization_id = $2",
    ] {
        sqlx::query(statement)
            .bind(tenant.id.as_str())
            .bind(id)
            .execute(work.connection())
            .await?;
    }
    Ok(())
}
