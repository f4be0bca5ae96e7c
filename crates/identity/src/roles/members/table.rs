//! The `user_roles` table.

use ostia_protocol::auth0::ids::UserId;
use serde_json::{Map, Value};

use crate::database::{Columns, Database, SqlError, Work};
use crate::listing::Slice;
use crate::tenants::Tenant;
use crate::time::Timestamp;

/// A user who has a role.
#[derive(Debug)]
pub struct Member {
    /// The user.
    pub user_id: String,
    /// Their profile.
    pub profile: Map<String, Value>,
    /// When they got the role.
    pub since: Timestamp,
}

/// Some of a user's roles, as on the wire, in the order in which they got them.
pub async fn roles_of(
    tenant: &Tenant,
    user: &UserId,
    slice: &Slice,
    database: &Database,
) -> Result<Vec<Map<String, Value>>, SqlError> {
    let rows = sqlx::query(
        "SELECT r.document FROM user_roles m
         JOIN roles r ON r.tenant_id = m.tenant_id AND r.role_id = m.role_id
         WHERE m.tenant_id = $1 AND m.user_id = $2
         ORDER BY m.created_at, m.role_id LIMIT $3 OFFSET $4",
    )
    .bind(tenant.id.as_str())
    .bind(user.as_str())
    .bind(slice.limit)
    .bind(slice.offset)
    .fetch_all(database.reader())
    .await?;
    rows.iter().map(|row| row.json("document")).collect()
}

/// How many roles a user has.
pub async fn count_roles_of(
    tenant: &Tenant,
    user: &UserId,
    database: &Database,
) -> Result<u64, SqlError> {
    let row = sqlx::query(
        "SELECT COUNT(*) AS total FROM user_roles WHERE tenant_id = $1 AND user_id = $2",
    )
    .bind(tenant.id.as_str())
    .bind(user.as_str())
    .fetch_one(database.reader())
    .await?;
    row.integer("total").map(i64::unsigned_abs)
}

/// Some of the users who have a role, in the order in which they got it.
pub async fn users_of(
    tenant: &Tenant,
    role: &str,
    slice: &Slice,
    database: &Database,
) -> Result<Vec<Member>, SqlError> {
    let rows = sqlx::query(
        "SELECT m.user_id, u.document, m.created_at FROM user_roles m
         JOIN users u ON u.tenant_id = m.tenant_id AND u.user_id = m.user_id
         WHERE m.tenant_id = $1 AND m.role_id = $2
         AND (m.created_at > $3 OR (m.created_at = $3 AND m.user_id > $4))
         ORDER BY m.created_at, m.user_id LIMIT $5 OFFSET $6",
    )
    .bind(tenant.id.as_str())
    .bind(role)
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

/// How many users have a role.
pub async fn count_users_of(
    tenant: &Tenant,
    role: &str,
    database: &Database,
) -> Result<u64, SqlError> {
    let row = sqlx::query(
        "SELECT COUNT(*) AS total FROM user_roles WHERE tenant_id = $1 AND role_id = $2",
    )
    .bind(tenant.id.as_str())
    .bind(role)
    .fetch_one(database.reader())
    .await?;
    row.integer("total").map(i64::unsigned_abs)
}

/// Gives a user a role, unless they have it.
pub async fn insert(
    tenant: &Tenant,
    user: &UserId,
    role: &str,
    now: Timestamp,
    work: &mut Work,
) -> Result<(), SqlError> {
    sqlx::query(
        "INSERT INTO user_roles (tenant_id, user_id, role_id, created_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (tenant_id, user_id, role_id) DO NOTHING",
    )
    .bind(tenant.id.as_str())
    .bind(user.as_str())
    .bind(role)
    .bind(now.millis())
    .execute(work.connection())
    .await?;
    Ok(())
}

/// Takes a role from a user.
pub async fn delete(
    tenant: &Tenant,
    user: &UserId,
    role: &str,
    work: &mut Work,
) -> Result<(), SqlError> {
    sqlx::query("DELETE FROM user_roles WHERE tenant_id = $1 AND user_id = $2 AND role_id = $3")
        .bind(tenant.id.as_str())
        .bind(user.as_str())
        .bind(role)
        .execute(work.connection())
        .await?;
    Ok(())
}
