//! The `organization_members` table.

use ostia_protocol::auth0::ids::UserId;
use serde_json::{Map, Value};

use crate::database::{Columns, Database, SqlError, Work};
use crate::listing::Slice;
use crate::organizations::table::{OrganizationRow, read as read_organization};
use crate::tenants::Tenant;
use crate::time::Timestamp;

/// A member.
#[derive(Debug)]
pub struct Member {
    /// The user.
    pub user_id: String,
    /// Their profile.
    pub profile: Map<String, Value>,
    /// When they joined.
    pub since: Timestamp,
}

/// Some of the members, in the order in which they joined.
pub async fn list(
    tenant: &Tenant,
    organization: &str,
    slice: &Slice,
    database: &Database,
) -> Result<Vec<Member>, SqlError> {
    let rows = sqlx::query(
        "SELECT m.user_id, u.document, m.created_at FROM organization_members m
         JOIN users u ON u.tenant_id = m.tenant_id AND u.user_id = m.user_id
         WHERE m.tenant_id = $1 AND m.organization_id = $2
         AND (m.created_at > $3 OR (m.created_at = $3 AND m.user_id > $4))
         ORDER BY m.created_at, m.user_id LIMIT $5 OFFSET $6",
    )
    .bind(tenant.id.as_str())
    .bind(organization)
    .bind(slice.after.millis())
    .bind(&slice.after_id)
    .bind(slice.limit)
    .bind(slice.offset)
    .fetch_all(database.reader())
    .await?;
    rows.iter()
        .map(|row| {
            Ok(Member {
                user_id: row.text("user_id")?,
                profile: row.json("document")?,
                since: row.time("created_at")?,
            })
        })
        .collect()
}

/// How many members there are.
pub async fn count(
    tenant: &Tenant,
    organization: &str,
    database: &Database,
) -> Result<u64, SqlError> {
    let row = sqlx::query(
        "SELECT COUNT(*) AS total FROM organization_members WHERE tenant_id = $1 AND organization_id = $2",
    )
    .bind(tenant.id.as_str())
    .bind(organization)
    .fetch_one(database.reader())
    .await?;
    row.integer("total").map(i64::unsigned_abs)
}

/// Some of a user's organizations, in the order in which they joined.
pub async fn organizations_of(
    tenant: &Tenant,
    user: &UserId,
    limit: i64,
    offset: i64,
    database: &Database,
) -> Result<Vec<OrganizationRow>, SqlError> {
    let rows = sqlx::query(
        "SELECT o.organization_id, o.name, o.document, o.created_at FROM organization_members m
         JOIN organizations o ON o.tenant_id = m.tenant_id AND o.organization_id = m.organization_id
         WHERE m.tenant_id = $1 AND m.user_id = $2
         ORDER BY m.created_at, m.organization_id LIMIT $3 OFFSET $4",
    )
    .bind(tenant.id.as_str())
    .bind(user.as_str())
    .bind(limit)
    .bind(offset)
    .fetch_all(database.reader())
    .await?;
    rows.iter().map(read_organization).collect()
}

/// How many organizations a user belongs to.
pub async fn count_organizations_of(
    tenant: &Tenant,
    user: &UserId,
    database: &Database,
) -> Result<u64, SqlError> {
    let row = sqlx::query(
        "SELECT COUNT(*) AS total FROM organization_members WHERE tenant_id = $1 AND user_id = $2",
    )
    .bind(tenant.id.as_str())
    .bind(user.as_str())
    .fetch_one(database.reader())
    .await?;
    row.integer("total").map(i64::unsigned_abs)
}

const ONE: &str = "SELECT user_id FROM organization_members
     WHERE tenant_id = $1 AND organization_id = $2 AND user_id = $3";

/// Whether a user is a member.
pub async fn exists(
    tenant: &Tenant,
    organization: &str,
    user: &UserId,
    database: &Database,
) -> Result<bool, SqlError> {
    let row = sqlx::query(ONE)
        .bind(tenant.id.as_str())
        .bind(organization)
        .bind(user.as_str())
        .fetch_optional(database.reader())
        .await?;
    Ok(row.is_some())
}

/// The same inside a unit of work that holds the organization's lock.
pub async fn exists_in(
    tenant: &Tenant,
    organization: &str,
    user: &UserId,
    work: &mut Work,
) -> Result<bool, SqlError> {
    let row = sqlx::query(ONE)
        .bind(tenant.id.as_str())
        .bind(organization)
        .bind(user.as_str())
        .fetch_optional(work.connection())
        .await?;
    Ok(row.is_some())
}

/// Adds a member. `false` where they are one.
pub async fn insert(
    tenant: &Tenant,
    organization: &str,
    user: &UserId,
    now: Timestamp,
    work: &mut Work,
) -> Result<bool, SqlError> {
    let done = sqlx::query(
        "INSERT INTO organization_members (tenant_id, organization_id, user_id, created_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (tenant_id, organization_id, user_id) DO NOTHING",
    )
    .bind(tenant.id.as_str())
    .bind(organization)
    .bind(user.as_str())
    .bind(now.millis())
    .execute(work.connection())
    .await?;
    Ok(done.rows_affected() > 0)
}

/// Removes a member, with their roles.
pub async fn delete(
    tenant: &Tenant,
    organization: &str,
    user: &UserId,
    work: &mut Work,
) -> Result<bool, SqlError> {
    let mut was_member = false;
    for statement in [
        "DELETE FROM organization_member_roles WHERE tenant_id = $1 AND organization_id = $2 AND user_id = $3",
        "DELETE FROM organization_members WHERE tenant_id = $1 AND organization_id = $2 AND user_id = $3",
    ] {
        let done = sqlx::query(statement)
            .bind(tenant.id.as_str())
            .bind(organization)
            .bind(user.as_str())
            .execute(work.connection())
            .await?;
        was_member = done.rows_affected() > 0;
    }
    Ok(was_member)
}
