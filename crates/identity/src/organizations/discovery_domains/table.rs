//! The `organization_domains` table.

use super::Domain;
use crate::database::{Columns, Database, SqlError, SqlRow, Work};
use crate::listing::Slice;
use crate::organizations::table::{OrganizationRow, read as read_organization};
use crate::tenants::Tenant;

fn read(row: &SqlRow) -> Result<Domain, SqlError> {
    Ok(Domain {
        id: row.text("domain_id")?,
        organization_id: row.text("organization_id")?,
        domain: row.text("domain")?,
        is_verified: row.flag("is_verified")?,
        is_discoverable: row.flag("is_discoverable")?,
        verification: row.text("verification")?,
        created_at: row.time("created_at")?,
    })
}

/// Some of an organization's domains, oldest first.
pub async fn list(
    tenant: &Tenant,
    organization: &str,
    slice: &Slice,
    database: &Database,
) -> Result<Vec<Domain>, SqlError> {
    let rows = sqlx::query(
        "SELECT domain_id, organization_id, domain, is_verified, is_discoverable, verification, created_at
         FROM organization_domains WHERE tenant_id = $1 AND organization_id = $2
         AND (created_at > $3 OR (created_at = $3 AND domain_id > $4))
         ORDER BY created_at, domain_id LIMIT $5 OFFSET $6",
    )
    .bind(tenant.id.as_str())
    .bind(organization)
    .bind(slice.after.millis())
    .bind(&slice.after_id)
    .bind(slice.limit)
    .bind(slice.offset)
    .fetch_all(database.reader())
    .await?;
    rows.iter().map(read).collect()
}

const ONE: &str =
    "SELECT domain_id, organization_id, domain, is_verified, is_discoverable, verification, created_at
     FROM organization_domains WHERE tenant_id = $1 AND organization_id = $2 AND domain_id = $3";

/// One domain.
pub async fn find(
    tenant: &Tenant,
    organization: &str,
    id: &str,
    database: &Database,
) -> Result<Option<Domain>, SqlError> {
    let row = sqlx::query(ONE)
        .bind(tenant.id.as_str())
        .bind(organization)
        .bind(id)
        .fetch_optional(database.reader())
        .await?;
    row.as_ref().map(read).transpose()
}

/// The same inside a unit of work that holds the organization's lock.
pub async fn find_in(
    tenant: &Tenant,
    organization: &str,
    id: &str,
    work: &mut Work,
) -> Result<Option<Domain>, SqlError> {
    let row = sqlx::query(ONE)
        .bind(tenant.id.as_str())
        .bind(organization)
        .bind(id)
        .fetch_optional(work.connection())
        .await?;
    row.as_ref().map(read).transpose()
}

/// One domain, by its name in lower case.
pub async fn find_by_name(
    tenant: &Tenant,
    organization: &str,
    domain: &str,
    database: &Database,
) -> Result<Option<Domain>, SqlError> {
    let row = sqlx::query(
        "SELECT domain_id, organization_id, domain, is_verified, is_discoverable, verification, created_at
         FROM organization_domains WHERE tenant_id = $1 AND organization_id = $2 AND domain = $3",
    )
    .bind(tenant.id.as_str())
    .bind(organization)
    .bind(domain)
    .fetch_optional(database.reader())
    .await?;
    row.as_ref().map(read).transpose()
}

/// The organization that addresses at a domain lead to.
pub async fn discover(
    tenant: &Tenant,
    domain: &str,
    database: &Database,
) -> Result<Option<OrganizationRow>, SqlError> {
    let row = sqlx::query(
        "SELECT o.organization_id, o.name, o.document, o.created_at FROM organization_domains d
         JOIN organizations o ON o.tenant_id = d.tenant_id AND o.organization_id = d.organization_id
         WHERE d.tenant_id = $1 AND d.domain = $2 AND d.is_verified = 1 AND d.is_discoverable = 1
         ORDER BY d.created_at, d.domain_id LIMIT 1",
    )
    .bind(tenant.id.as_str())
    .bind(domain)
    .fetch_optional(database.reader())
    .await?;
    row.as_ref().map(read_organization).transpose()
}

/// Adds a domain. Fails where [`is_taken`](crate::database::is_taken) says so.
pub async fn insert(tenant: &Tenant, domain: &Domain, work: &mut Work) -> Result<(), SqlError> {
    sqlx::query(
        "INSERT INTO organization_domains
           (tenant_id, domain_id, organization_id, domain, is_verified, is_discoverable, verification, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(tenant.id.as_str())
    .bind(&domain.id)
    .bind(&domain.organization_id)
    .bind(&domain.domain)
    .bind(i64::from(domain.is_verified))
    .bind(i64::from(domain.is_discoverable))
    .bind(&domain.verification)
    .bind(domain.created_at.millis())
    .execute(work.connection())
    .await?;
    Ok(())
}

/// Replaces what can change of a domain.
pub async fn update(tenant: &Tenant, domain: &Domain, work: &mut Work) -> Result<(), SqlError> {
    sqlx::query(
        "UPDATE organization_domains SET is_verified = $3, is_discoverable = $4
         WHERE tenant_id = $1 AND domain_id = $2",
    )
    .bind(tenant.id.as_str())
    .bind(&domain.id)
    .bind(i64::from(domain.is_verified))
    .bind(i64::from(domain.is_discoverable))
    .execute(work.connection())
    .await?;
    Ok(())
}

/// Removes a domain. Whether there was one.
pub async fn delete(
    tenant: &Tenant,
    organization: &str,
    id: &str,
    work: &mut Work,
) -> Result<bool, SqlError> {
    let done = sqlx::query(
        "DELETE FROM organization_domains WHERE tenant_id = $1 AND organization_id = $2 AND domain_id = $3",
    )
    .bind(tenant.id.as_str())
    .bind(organization)
    .bind(id)
    .execute(work.connection())
    .await?;
    Ok(done.rows_affected() > 0)
}
