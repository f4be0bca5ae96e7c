//! The `organization_client_grants` table.

use serde_json::{Map, Value};

use crate::database::{Columns, Database, SqlError, Work};
use crate::listing::Slice;
use crate::organizations::table::OrganizationRow;
use crate::tenants::Tenant;
use crate::time::Timestamp;

/// Which grants a list shows; what is absent filters nothing.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// At this API.
    pub audience: Option<String>,
    /// Of this client.
    pub client_id: Option<String>,
    /// Only these; all where none is named.
    pub grant_ids: Vec<String>,
}

impl Filter {
    /// The ids between commas, to be searched with `LIKE`.
    fn grant_ids(&self) -> String {
        match self.grant_ids.as_slice() {
            [] => String::new(),
            ids => format!(",{},", ids.join(",")),
        }
    }
}

/// Some of an organization's grants, as on the wire, in the order in which they were added.
pub async fn list(
    tenant: &Tenant,
    organization: &str,
    filter: &Filter,
    slice: &Slice,
    database: &Database,
) -> Result<Vec<Map<String, Value>>, SqlError> {
    let rows = sqlx::query(
        "SELECT g.document FROM organization_client_grants o
         JOIN client_grants g ON g.tenant_id = o.tenant_id AND g.client_grant_id = o.client_grant_id
         WHERE o.tenant_id = $1 AND o.organization_id = $2 AND ($3 = '' OR g.audience = $3)
         AND ($4 = '' OR g.client_id = $4) AND ($5 = '' OR $5 LIKE '%,' || g.client_grant_id || ',%')
         ORDER BY o.created_at, o.client_grant_id LIMIT $6 OFFSET $7",
    )
    .bind(tenant.id.as_str())
    .bind(organization)
    .bind(filter.audience.clone().unwrap_or_default())
    .bind(filter.client_id.clone().unwrap_or_default())
    .bind(filter.grant_ids())
    .bind(slice.limit)
    .bind(slice.offset)
    .fetch_all(database.reader())
    .await?;
    rows.iter().map(|row| row.json("document")).collect()
}

/// How many grants [`list`] has in all.
pub async fn count(
    tenant: &Tenant,
    organization: &str,
    filter: &Filter,
    database: &Database,
) -> Result<u64, SqlError> {
    let row = sqlx::query(
        "SELECT COUNT(*) AS total FROM organization_client_grants o
         JOIN client_grants g ON g.tenant_id = o.tenant_id AND g.client_grant_id = o.client_grant_id
         WHERE o.tenant_id = $1 AND o.organization_id = $2 AND ($3 = '' OR g.audience = $3)
         AND ($4 = '' OR g.client_id = $4) AND ($5 = '' OR $5 LIKE '%,' || g.client_grant_id || ',%')",
    )
    .bind(tenant.id.as_str())
    .bind(organization)
    .bind(filter.audience.clone().unwrap_or_default())
    .bind(filter.client_id.clone().unwrap_or_default())
    .bind(filter.grant_ids())
    .fetch_one(database.reader())
    .await?;
    row.integer("total").map(i64::unsigned_abs)
}

/// Some of the organizations that a grant was added to. Their age is that of the addition.
pub async fn organizations_of(
    tenant: &Tenant,
    grant: &str,
    slice: &Slice,
    database: &Database,
) -> Result<Vec<OrganizationRow>, SqlError> {
    let rows = sqlx::query(
        "SELECT c.organization_id, c.name, c.document, o.created_at FROM organization_client_grants o
         JOIN organizations c ON c.tenant_id = o.tenant_id AND c.organization_id = o.organization_id
         WHERE o.tenant_id = $1 AND o.client_grant_id = $2
         AND (o.created_at > $3 OR (o.created_at = $3 AND o.organization_id > $4))
         ORDER BY o.created_at, o.organization_id LIMIT $5 OFFSET $6",
    )
    .bind(tenant.id.as_str())
    .bind(grant)
    .bind(slice.after.millis())
    .bind(&slice.after_id)
    .bind(slice.limit)
    .bind(slice.offset)
    .fetch_all(database.reader())
    .await?;
    rows.iter().map(crate::organizations::table::read).collect()
}

/// How many organizations a grant was added to.
pub async fn count_organizations_of(
    tenant: &Tenant,
    grant: &str,
    database: &Database,
) -> Result<u64, SqlError> {
    let row = sqlx::query(
        "SELECT COUNT(*) AS total FROM organization_client_grants WHERE tenant_id = $1 AND client_grant_id = $2",
    )
    .bind(tenant.id.as_str())
    .bind(grant)
    .fetch_one(database.reader())
    .await?;
    row.integer("total").map(i64::unsigned_abs)
}

/// Whether a grant was added to an organization.
pub async fn exists(
    tenant: &Tenant,
    organization: &str,
    grant: &str,
    database: &Database,
) -> Result<bool, SqlError> {
    let row = sqlx::query(
        "SELECT client_grant_id FROM organization_client_grants
         WHERE tenant_id = $1 AND organization_id = $2 AND client_grant_id = $3",
    )
    .bind(tenant.id.as_str())
    .bind(organization)
    .bind(grant)
    .fetch_optional(database.reader())
    .await?;
    Ok(row.is_some())
}

/// Adds a grant. Fails where [`is_taken`](crate::database::is_taken) says so.
pub async fn insert(
    tenant: &Tenant,
    organization: &str,
    grant: &str,
    now: Timestamp,
    work: &mut Work,
) -> Result<(), SqlError> {
    sqlx::query(
        "INSERT INTO organization_client_grants (tenant_id, organization_id, client_grant_id, created_at)
         VALUES ($1, $2, $3, $4)",
    )
    .bind(tenant.id.as_str())
    .bind(organization)
    .bind(grant)
    .bind(now.millis())
    .execute(work.connection())
    .await?;
    Ok(())
}

/// Takes a grant from an organization.
pub async fn delete(
    tenant: &Tenant,
    organization: &str,
    grant: &str,
    work: &mut Work,
) -> Result<(), SqlError> {
    sqlx::query(
        "DELETE FROM organization_client_grants
         WHERE tenant_id = $1 AND organization_id = $2 AND client_grant_id = $3",
    )
    .bind(tenant.id.as_str())
    .bind(organization)
    .bind(grant)
    .execute(work.connection())
    .await?;
    Ok(())
}
