//! Permissions and roles of a user, by name.

use ostia_protocol::auth0::ids::UserId;
use serde_json::{Map, Value};

use super::Slice;
use crate::database::{Columns, Database, SqlError, SqlRow};
use crate::permissions::Permission;
use crate::tenants::Tenant;

/// A permission that a user has.
#[derive(Debug)]
pub struct Held {
    /// The scope.
    pub name: String,
    /// Whether it was given to them.
    pub is_direct: bool,
    /// Whether one of their roles has it.
    pub by_role: bool,
}

/// A role.
#[derive(Debug)]
pub struct Role {
    /// Its id.
    pub id: String,
    /// As on the wire.
    pub document: Map<String, Value>,
}

/// Some permissions of a user at an API.
pub async fn permissions(
    tenant: &Tenant,
    user: &UserId,
    audience: &str,
    slice: &Slice,
    database: &Database,
) -> Result<Vec<Held>, SqlError> {
    let rows = sqlx::query(
        "SELECT permission, MAX(is_direct) AS is_direct, MAX(by_role) AS by_role FROM (
             SELECT permission, 1 AS is_direct, 0 AS by_role FROM user_permissions
             WHERE tenant_id = $1 AND user_id = $2 AND audience = $3
             UNION ALL
             SELECT p.permission, 0 AS is_direct, 1 AS by_role FROM user_roles m
             JOIN role_permissions p ON p.tenant_id = m.tenant_id AND p.role_id = m.role_id
             WHERE m.tenant_id = $1 AND m.user_id = $2 AND p.audience = $3) held
         WHERE permission > $4 GROUP BY permission ORDER BY permission LIMIT $5",
    )
    .bind(tenant.id.as_str())
    .bind(user.as_str())
    .bind(audience)
    .bind(slice.after.as_str())
    .bind(slice.limit)
    .fetch_all(database.reader())
    .await?;
    rows.iter()
        .map(|row| {
            Ok(Held {
                name: row.text("permission")?,
                is_direct: row.flag("is_direct")?,
                by_role: row.flag("by_role")?,
            })
        })
        .collect()
}

fn role(row: &SqlRow) -> Result<Role, SqlError> {
    Ok(Role {
        id: row.text("role_id")?,
        document: row.json("document")?,
    })
}

/// Some roles of a user.
pub async fn roles(
    tenant: &Tenant,
    user: &UserId,
    slice: &Slice,
    database: &Database,
) -> Result<Vec<Role>, SqlError> {
    let rows = sqlx::query(
        "SELECT r.role_id, r.document FROM user_roles m
         JOIN roles r ON r.tenant_id = m.tenant_id AND r.role_id = m.role_id
         WHERE m.tenant_id = $1 AND m.user_id = $2 AND m.role_id > $3 ORDER BY m.role_id LIMIT $4",
    )
    .bind(tenant.id.as_str())
    .bind(user.as_str())
    .bind(slice.after.as_str())
    .bind(slice.limit)
    .fetch_all(database.reader())
    .await?;
    rows.iter().map(role).collect()
}

/// Some roles of a user that have a permission.
pub async fn roles_of_permission(
    tenant: &Tenant,
    user: &UserId,
    permission: &Permission,
    slice: &Slice,
    database: &Database,
) -> Result<Vec<Role>, SqlError> {
    let rows = sqlx::query(
        "SELECT r.role_id, r.document FROM user_roles m
         JOIN role_permissions p ON p.tenant_id = m.tenant_id AND p.role_id = m.role_id
         JOIN roles r ON r.tenant_id = m.tenant_id AND r.role_id = m.role_id
         WHERE m.tenant_id = $1 AND m.user_id = $2 AND p.audience = $3 AND p.permission = $4 AND m.role_id > $5
         ORDER BY m.role_id LIMIT $6",
    )
    .bind(tenant.id.as_str())
    .bind(user.as_str())
    .bind(&permission.audience)
    .bind(&permission.name)
    .bind(slice.after.as_str())
    .bind(slice.limit)
    .fetch_all(database.reader())
    .await?;
    rows.iter().map(role).collect()
}
