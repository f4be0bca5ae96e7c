//! The `organization_connections` table.

use super::Enabled;
use crate::connections::table::{ConnectionRow, read as read_connection};
use crate::database::{Columns, Database, SqlError, SqlRow, Work};
use crate::listing::Slice;
use crate::tenants::Tenant;
use crate::time::Timestamp;

/// How many connections of an organization a log-in looks at.
const MOST_IN_USE: i64 = 500;

fn read(row: &SqlRow) -> Result<Enabled, SqlError> {
    Ok(Enabled {
        connection_id: row.text("connection_id")?,
        assigns_membership: row.flag("assigns_membership")?,
        shows_button: row.flag("shows_button")?,
        allows_signup: row.flag("allows_signup")?,
        is_enabled: row.flag("is_enabled")?,
        access_level: row.text("access_level")?,
        name: row.optional_text("own_name")?,
        connection_name: row.text("name")?,
        strategy: row.text("strategy")?,
    })
}

/// Some of an organization's connections, oldest first.
pub async fn list(
    tenant: &Tenant,
    organization: &str,
    is_enabled: Option<bool>,
    slice: &Slice,
    database: &Database,
) -> Result<Vec<Enabled>, SqlError> {
    let rows = sqlx::query(
        "SELECT o.connection_id, o.assigns_membership, o.shows_button, o.allows_signup, o.is_enabled, o.access_level,
           o.name AS own_name, c.name, c.strategy
         FROM organization_connections o
         JOIN connections c ON c.tenant_id = o.tenant_id AND c.connection_id = o.connection_id
         WHERE o.tenant_id = $1 AND o.organization_id = $2 AND ($3 = -1 OR o.is_enabled = $3)
         ORDER BY o.created_at, o.connection_id LIMIT $4 OFFSET $5",
    )
    .bind(tenant.id.as_str())
    .bind(organization)
    .bind(is_enabled.map_or(-1, i64::from))
    .bind(slice.limit)
    .bind(slice.offset)
    .fetch_all(database.reader())
    .await?;
    rows.iter().map(read).collect()
}

/// How many connections [`list`] has in all.
pub async fn count(
    tenant: &Tenant,
    organization: &str,
    is_enabled: Option<bool>,
    database: &Database,
) -> Result<u64, SqlError> {
    let row = sqlx::query(
        "SELECT COUNT(*) AS total FROM organization_connections
         WHERE tenant_id = $1 AND organization_id = $2 AND ($3 = -1 OR is_enabled = $3)",
    )
    .bind(tenant.id.as_str())
    .bind(organization)
    .bind(is_enabled.map_or(-1, i64::from))
    .fetch_one(database.reader())
    .await?;
    row.integer("total").map(i64::unsigned_abs)
}

/// The connections that are switched on, with what they are, oldest first.
pub async fn in_use(
    tenant: &Tenant,
    organization: &str,
    database: &Database,
) -> Result<Vec<(ConnectionRow, Enabled)>, SqlError> {
    let rows = sqlx::query(
        "SELECT c.connection_id, c.name, c.strategy, c.is_domain, c.document, c.sealed_options, c.created_at,
           o.assigns_membership, o.shows_button, o.allows_signup, o.is_enabled, o.access_level, o.name AS own_name
         FROM organization_connections o
         JOIN connections c ON c.tenant_id = o.tenant_id AND c.connection_id = o.connection_id
         WHERE o.tenant_id = $1 AND o.organization_id = $2 AND o.is_enabled = 1
         ORDER BY o.created_at, o.connection_id LIMIT $3",
    )
    .bind(tenant.id.as_str())
    .bind(organization)
    .bind(MOST_IN_USE)
    .fetch_all(database.reader())
    .await?;
    rows.iter()
        .map(|row| Ok((read_connection(row)?, read(row)?)))
        .collect()
}

const ONE: &str =
    "SELECT o.connection_id, o.assigns_membership, o.shows_button, o.allows_signup, o.is_enabled,
       o.access_level, o.name AS own_name, c.name, c.strategy
     FROM organization_connections o
     JOIN connections c ON c.tenant_id = o.tenant_id AND c.connection_id = o.connection_id
     WHERE o.tenant_id = $1 AND o.organization_id = $2 AND o.connection_id = $3";

/// One of an organization's connections.
pub async fn find(
    tenant: &Tenant,
    organization: &str,
    connection: &str,
    database: &Database,
) -> Result<Option<Enabled>, SqlError> {
    let row = sqlx::query(ONE)
        .bind(tenant.id.as_str())
        .bind(organization)
        .bind(connection)
        .fetch_optional(database.reader())
        .await?;
    row.as_ref().map(read).transpose()
}

/// The same inside a unit of work that holds the organization's lock.
pub async fn find_in(
    tenant: &Tenant,
    organization: &str,
    connection: &str,
    work: &mut Work,
) -> Result<Option<Enabled>, SqlError> {
    let row = sqlx::query(ONE)
        .bind(tenant.id.as_str())
        .bind(organization)
        .bind(connection)
        .fetch_optional(work.connection())
        .await?;
    row.as_ref().map(read).transpose()
}

/// Adds a connection. Fails where [`is_taken`](crate::database::is_taken) says so.
pub async fn insert(
    tenant: &Tenant,
    organization: &str,
    enabled: &Enabled,
    now: Timestamp,
    work: &mut Work,
) -> Result<(), SqlError> {
    sqlx::query(
        "INSERT INTO organization_connections (tenant_id, organization_id, connection_id, assigns_membership,
           shows_button, allows_signup, is_enabled, access_level, name, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
    )
    .bind(tenant.id.as_str())
    .bind(organization)
    .bind(&enabled.connection_id)
    .bind(i64::from(enabled.assigns_membership))
    .bind(i64::from(enabled.shows_button))
    .bind(i64::from(enabled.allows_signup))
    .bind(i64::from(enabled.is_enabled))
    .bind(&enabled.access_level)
    .bind(enabled.name.as_deref())
    .bind(now.millis())
    .execute(work.connection())
    .await?;
    Ok(())
}

/// Replaces how an organization uses a connection.
pub async fn update(
    tenant: &Tenant,
    organization: &str,
    enabled: &Enabled,
    work: &mut Work,
) -> Result<(), SqlError> {
    sqlx::query(
        "UPDATE organization_connections SET assigns_membership = $4, shows_button = $5, allows_signup = $6,
           is_enabled = $7, access_level = $8, name = $9
         WHERE tenant_id = $1 AND organization_id = $2 AND connection_id = $3",
    )
    .bind(tenant.id.as_str())
    .bind(organization)
    .bind(&enabled.connection_id)
    .bind(i64::from(enabled.assigns_membership))
    .bind(i64::from(enabled.shows_button))
    .bind(i64::from(enabled.allows_signup))
    .bind(i64::from(enabled.is_enabled))
    .bind(&enabled.access_level)
    .bind(enabled.name.as_deref())
    .execute(work.connection())
    .await?;
    Ok(())
}

/// Takes a connection from an organization.
pub async fn delete(
    tenant: &Tenant,
    organization: &str,
    connection: &str,
    work: &mut Work,
) -> Result<(), SqlError> {
    sqlx::query(
        "DELETE FROM organization_connections
         WHERE tenant_id = $1 AND organization_id = $2 AND connection_id = $3",
    )
    .bind(tenant.id.as_str())
    .bind(organization)
    .bind(connection)
    .execute(work.connection())
    .await?;
    Ok(())
}

/// Takes a connection from all organizations, with the invitations that lead to it.
pub async fn delete_of_connection(
    tenant: &Tenant,
    connection: &str,
    work: &mut Work,
) -> Result<(), SqlError> {
    for statement in [
        "DELETE FROM organization_connections WHERE tenant_id = $1 AND connection_id = $2",
        "DELETE FROM organization_invitations WHERE tenant_id = $1 AND connection_id = $2",
    ] {
        sqlx::query(statement)
            .bind(tenant.id.as_str())
            .bind(connection)
            .execute(work.connection())
            .await?;
    }
    Ok(())
}
