//! The `organization_member_roles` table.

use ostia_protocol::auth0::ids::UserId;
use serde_json::{Map, Value, json};

use crate::database::{Columns, Database, SqlError, Work};
use crate::listing::Slice;
use crate::organizations::members::table::Member;
use crate::tenants::Tenant;
use crate::time::Timestamp;

/// A role of a member.
#[derive(Debug)]
pub struct Held {
    /// `rol_…`.
    pub role_id: String,
    /// As on the wire.
    pub shown: Value,
    /// When they got it.
    pub since: Timestamp,
}

/// A role is shown by its id and what tells roles apart.
fn shown(mut role: Map<String, Value>, members: &[&str]) -> Value {
    let mut shown = json!({});
    for name in members {
        if let Some(value) = role.remove(*name) {
            shown[*name] = value;
        }
    }
    shown
}

/// Some of a member's roles, in the order in which they got them.
pub async fn of_member(
    tenant: &Tenant,
    organization: &str,
    user: &UserId,
    slice: &Slice,
    database: &Database,
) -> Result<Vec<Held>, SqlError> {
    let rows = sqlx::query(
        "SELECT m.role_id, r.document, m.created_at FROM organization_member_roles m
         JOIN roles r ON r.tenant_id = m.tenant_id AND r.role_id = m.role_id
         WHERE m.tenant_id = $1 AND m.organization_id = $2 AND m.user_id = $3
         AND (m.created_at > $4 OR (m.created_at = $4 AND m.role_id > $5))
         ORDER BY m.created_at, m.role_id LIMIT $6 OFFSET $7",
    )
    .bind(tenant.id.as_str())
    .bind(organization)
    .bind(user.as_str())
    .bind(slice.after.millis())
    .bind(&slice.after_id)
    .bind(slice.limit)
    .bind(slice.offset)
    .fetch_all(database.reader())
    .await?;
    rows.iter()
        .map(|row| {
            Ok(Held {
                role_id: row.text("role_id")?,
                shown: shown(row.json("document")?, &["id", "name", "description"]),
                since: row.time("created_at")?,
            })
        })
        .collect()
}

const COUNT: &str = "SELECT COUNT(*) AS total FROM organization_member_roles
     WHERE tenant_id = $1 AND organization_id = $2 AND user_id = $3";

/// How many roles a member has.
pub async fn count_of_member(
    tenant: &Tenant,
    organization: &str,
    user: &UserId,
    database: &Database,
) -> Result<u64, SqlError> {
    let row = sqlx::query(COUNT)
        .bind(tenant.id.as_str())
        .bind(organization)
        .bind(user.as_str())
        .fetch_one(database.reader())
        .await?;
    row.integer("total").map(i64::unsigned_abs)
}

/// The same inside a unit of work.
pub async fn count_in(
    tenant: &Tenant,
    organization: &str,
    user: &UserId,
    work: &mut Work,
) -> Result<u64, SqlError> {
    let row = sqlx::query(COUNT)
        .bind(tenant.id.as_str())
        .bind(organization)
        .bind(user.as_str())
        .fetch_one(work.connection())
        .await?;
    row.integer("total").map(i64::unsigned_abs)
}

/// The roles of all members from one to another, as lists of members show them, beside whose they are.
pub async fn of_members(
    tenant: &Tenant,
    organization: &str,
    first: &Member,
    last: &Member,
    database: &Database,
) -> Result<Vec<(String, Value)>, SqlError> {
    let rows = sqlx::query(
        "SELECT h.user_id, r.document FROM organization_members m
         JOIN organization_member_roles h
           ON h.tenant_id = m.tenant_id AND h.organization_id = m.organization_id AND h.user_id = m.user_id
         JOIN roles r ON r.tenant_id = h.tenant_id AND r.role_id = h.role_id
         WHERE m.tenant_id = $1 AND m.organization_id = $2
         AND (m.created_at > $3 OR (m.created_at = $3 AND m.user_id >= $4))
         AND (m.created_at < $5 OR (m.created_at = $5 AND m.user_id <= $6))
         ORDER BY h.created_at, h.role_id",
    )
    .bind(tenant.id.as_str())
    .bind(organization)
    .bind(first.since.millis())
    .bind(&first.user_id)
    .bind(last.since.millis())
    .bind(&last.user_id)
    .fetch_all(database.reader())
    .await?;
    rows.iter()
        .map(|row| {
            let role = shown(row.json("document")?, &["id", "name"]);
            Ok((row.text("user_id")?, role))
        })
        .collect()
}

/// Gives a member a role, unless they have it. Whether they had not.
pub async fn insert(
    tenant: &Tenant,
    organization: &str,
    user: &UserId,
    role: &str,
    now: Timestamp,
    work: &mut Work,
) -> Result<bool, SqlError> {
    let done = sqlx::query(
        "INSERT INTO organization_member_roles (tenant_id, organization_id, user_id, role_id, created_at)
         VALUES ($1, $2, $3, $4, $5) ON CONFLICT (tenant_id, organization_id, user_id, role_id) DO NOTHING",
    )
    .bind(tenant.id.as_str())
    .bind(organization)
    .bind(user.as_str())
    .bind(role)
    .bind(now.millis())
    .execute(work.connection())
    .await?;
    Ok(done.rows_affected() > 0)
}

/// Takes a role from a member. Whether they had it.
pub async fn delete(
    tenant: &Tenant,
    organization: &str,
    user: &UserId,
    role: &str,
    work: &mut Work,
) -> Result<bool, SqlError> {
    let done = sqlx::query(
        "DELETE FROM organization_member_roles
         WHERE tenant_id = $1 AND organization_id = $2 AND user_id = $3 AND role_id = $4",
    )
    .bind(tenant.id.as_str())
    .bind(organization)
    .bind(user.as_str())
    .bind(role)
    .execute(work.connection())
    .await?;
    Ok(done.rows_affected() > 0)
}

/// The permissions that a member has at an API through their roles in an organization.
pub async fn permissions(
    tenant: &Tenant,
    organization: &str,
    user: &UserId,
    audience: &str,
    database: &Database,
) -> Result<Vec<String>, SqlError> {
    let rows = sqlx::query(
        "SELECT DISTINCT p.permission FROM organization_member_roles r
         JOIN role_permissions p ON p.tenant_id = r.tenant_id AND p.role_id = r.role_id
         WHERE r.tenant_id = $1 AND r.organization_id = $2 AND r.user_id = $3 AND p.audience = $4
         ORDER BY p.permission",
    )
    .bind(tenant.id.as_str())
    .bind(organization)
    .bind(user.as_str())
    .bind(audience)
    .fetch_all(database.reader())
    .await?;
    rows.iter().map(|row| row.text("permission")).collect()
}
