//! The `served_domains` table.

use ostia_protocol::auth0::ids::TenantId;

use super::CustomHost;
use crate::database::{Columns, Database, SqlError, Work};

/// The tenant that a custom domain leads to.
pub async fn find(domain: &str, database: &Database) -> Result<Option<String>, SqlError> {
    let row = sqlx::query("SELECT tenant_id FROM served_domains WHERE domain = $1")
        .bind(domain)
        .fetch_optional(database.reader())
        .await?;
    row.map(|row| row.text("tenant_id")).transpose()
}

/// The custom domains that lead to a tenant.
pub async fn list(tenant: &TenantId, database: &Database) -> Result<Vec<CustomHost>, SqlError> {
    let rows = sqlx::query(
        "SELECT domain, edge_key_hash FROM served_domains WHERE tenant_id = $1 ORDER BY domain",
    )
    .bind(tenant.as_str())
    .fetch_all(database.reader())
    .await?;
    let read = |row| {
        Ok(CustomHost {
            name: Columns::text(row, "domain")?,
            edge_key_hash: Columns::optional_text(row, "edge_key_hash")?,
        })
    };
    rows.iter().map(read).collect()
}

/// Gives a domain the key of its proxy. Whether it has it now: the first key stays.
pub async fn set_edge_key(
    tenant: &TenantId,
    domain: &str,
    edge_key_hash: &str,
    work: &mut Work,
) -> Result<bool, SqlError> {
    let set = sqlx::query(
        "UPDATE served_domains SET edge_key_hash = $3
         WHERE tenant_id = $1 AND domain = $2 AND edge_key_hash IS NULL",
    )
    .bind(tenant.as_str())
    .bind(domain)
    .bind(edge_key_hash)
    .execute(work.connection())
    .await?;
    Ok(set.rows_affected() > 0)
}

/// Makes a domain lead to a tenant. Whether it does now: it may lead to another already.
pub async fn claim(tenant: &TenantId, domain: &str, work: &mut Work) -> Result<bool, SqlError> {
    let claimed = sqlx::query(
        "INSERT INTO served_domains (domain, tenant_id) VALUES ($1, $2)
         ON CONFLICT (domain) DO UPDATE SET tenant_id = excluded.tenant_id
         WHERE served_domains.tenant_id = excluded.tenant_id",
    )
    .bind(domain)
    .bind(tenant.as_str())
    .execute(work.connection())
    .await?;
    Ok(claimed.rows_affected() > 0)
}

/// Makes a domain lead nowhere.
pub async fn release(tenant: &TenantId, domain: &str, work: &mut Work) -> Result<(), SqlError> {
    sqlx::query("DELETE FROM served_domains WHERE tenant_id = $1 AND domain = $2")
        .bind(tenant.as_str())
        .bind(domain)
        .execute(work.connection())
        .await?;
    Ok(())
}
