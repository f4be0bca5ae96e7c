//! The `role_permissions` and `user_permissions` tables.

use ostia_protocol::auth0::ids::UserId;

use super::{Holder, Permission, Source};
use crate::database::{Columns, Database, SqlError, SqlRow, Work};
use crate::listing::Slice;
use crate::tenants::Tenant;
use crate::time::Timestamp;

fn read(row: &SqlRow) -> Result<Permission, SqlError> {
    Ok(Permission {
        audience: row.text("audience")?,
        name: row.text("permission")?,
    })
}

/// Some of the permissions of a role, by API and name.
pub async fn of_role(
    tenant: &Tenant,
    role: &str,
    slice: &Slice,
    database: &Database,
) -> Result<Vec<Permission>, SqlError> {
    let rows = sqlx::query(
        "SELECT audience, permission FROM role_permissions WHERE tenant_id = $1 AND role_id = $2
         ORDER BY audience, permission LIMIT $3 OFFSET $4",
    )
    .bind(tenant.id.as_str())
    .bind(role)
    .bind(slice.limit)
    .bind(slice.offset)
    .fetch_all(database.reader())
    .await?;
    rows.iter().map(read).collect()
}

/// What a role gives at one API.
pub async fn of_role_at(
    tenant: &Tenant,
    role: &str,
    audience: &str,
    database: &Database,
) -> Result<Vec<String>, SqlError> {
    let rows = sqlx::query(
        "SELECT permission FROM role_permissions WHERE tenant_id = $1 AND role_id = $2 AND audience = $3
         ORDER BY permission",
    )
    .bind(tenant.id.as_str())
    .bind(role)
    .bind(audience)
    .fetch_all(database.reader())
    .await?;
    rows.iter().map(|row| row.text("permission")).collect()
}

/// How many permissions a role has.
pub async fn count_of_role(
    tenant: &Tenant,
    role: &str,
    database: &Database,
) -> Result<u64, SqlError> {
    let row = sqlx::query(
        "SELECT COUNT(*) AS total FROM role_permissions WHERE tenant_id = $1 AND role_id = $2",
    )
    .bind(tenant.id.as_str())
    .bind(role)
    .fetch_one(database.reader())
    .await?;
    row.integer("total").map(i64::unsigned_abs)
}

/// Some of the permissions of a user, by API and name, each with all its sources: the direct one first.
pub async fn of_user(
    tenant: &Tenant,
    user: &UserId,
    slice: &Slice,
    database: &Database,
) -> Result<Vec<(Permission, Vec<Source>)>, SqlError> {
    let rows = sqlx::query(
        "WITH held AS (
             SELECT audience, permission FROM user_permissions WHERE tenant_id = $1 AND user_id = $2
             UNION
             SELECT p.audience, p.permission FROM user_roles m
             JOIN role_permissions p ON p.tenant_id = m.tenant_id AND p.role_id = m.role_id
             WHERE m.tenant_id = $1 AND m.user_id = $2
             ORDER BY audience, permission LIMIT $3 OFFSET $4)
         SELECT h.audience AS audience, h.permission AS permission, '' AS role_id, '' AS role_name FROM held h
         JOIN user_permissions p ON p.audience = h.audience AND p.permission = h.permission
         WHERE p.tenant_id = $1 AND p.user_id = $2
         UNION ALL
         SELECT h.audience AS audience, h.permission AS permission, r.role_id, r.name AS role_name FROM held h
         JOIN role_permissions p ON p.audience = h.audience AND p.permission = h.permission
         JOIN user_roles m ON m.tenant_id = p.tenant_id AND m.role_id = p.role_id
         JOIN roles r ON r.tenant_id = p.tenant_id AND r.role_id = p.role_id
         WHERE p.tenant_id = $1 AND m.user_id = $2
         ORDER BY audience, permission, role_id",
    )
    .bind(tenant.id.as_str())
    .bind(user.as_str())
    .bind(slice.limit)
    .bind(slice.offset)
    .fetch_all(database.reader())
    .await?;
    let mut held: Vec<(Permission, Vec<Source>)> = Vec::new();
    for row in &rows {
        let permission = read(row)?;
        let source = source(row)?;
        match held.last_mut() {
            Some((last, sources)) if *last == permission => sources.push(source),
            _ => held.push((permission, vec![source])),
        }
    }
    Ok(held)
}

fn source(row: &SqlRow) -> Result<Source, SqlError> {
    let id = row.text("role_id")?;
    Ok(if id.is_empty() {
        Source::Direct
    } else {
        Source::Role {
            id,
            name: row.text("role_name")?,
        }
    })
}

/// How many permissions a user has.
pub async fn count_of_user(
    tenant: &Tenant,
    user: &UserId,
    database: &Database,
) -> Result<u64, SqlError> {
    let row = sqlx::query(
        "SELECT COUNT(*) AS total FROM (
             SELECT audience, permission FROM user_permissions WHERE tenant_id = $1 AND user_id = $2
             UNION
             SELECT p.audience, p.permission FROM user_roles m
             JOIN role_permissions p ON p.tenant_id = m.tenant_id AND p.role_id = m.role_id
             WHERE m.tenant_id = $1 AND m.user_id = $2) held",
    )
    .bind(tenant.id.as_str())
    .bind(user.as_str())
    .fetch_one(database.reader())
    .await?;
    row.integer("total").map(i64::unsigned_abs)
}

/// Gives a permission, unless the holder has it.
pub async fn insert(
    tenant: &Tenant,
    holder: Holder<'_>,
    permission: &Permission,
    now: Timestamp,
    work: &mut Work,
) -> Result<(), SqlError> {
    let query = match holder {
        Holder::Role(role) => sqlx::query(
            "INSERT INTO role_permissions (tenant_id, role_id, audience, permission) VALUES ($1, $2, $3, $4)
             ON CONFLICT (tenant_id, role_id, audience, permission) DO NOTHING",
        )
        .bind(tenant.id.as_str())
        .bind(role)
        .bind(&permission.audience)
        .bind(&permission.name),
        Holder::User(user) => sqlx::query(
            "INSERT INTO user_permissions (tenant_id, user_id, audience, permission, created_at)
             VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (tenant_id, user_id, audience, permission) DO NOTHING",
        )
        .bind(tenant.id.as_str())
        .bind(user.as_str())
        .bind(&permission.audience)
        .bind(&permission.name)
        .bind(now.millis()),
    };
    query.execute(work.connection()).await?;
    Ok(())
}

/// Takes a permission.
pub async fn delete(
    tenant: &Tenant,
    holder: Holder<'_>,
    permission: &Permission,
    work: &mut Work,
) -> Result<(), SqlError> {
    let (statement, id) = match holder {
        Holder::Role(role) => (
            "DELETE FROM role_permissions WHERE tenant_id = $1 AND role_id = $2 AND audience = $3 AND permission = $4",
            role,
        ),
        Holder::User(user) => (
            "DELETE FROM user_permissions WHERE tenant_id = $1 AND user_id = $2 AND audience = $3 AND permission = $4",
            user.as_str(),
        ),
    };
    sqlx::query(statement)
        .bind(tenant.id.as_str())
        .bind(id)
        .bind(&permission.audience)
        .bind(&permission.name)
        .execute(work.connection())
        .await?;
    Ok(())
}
