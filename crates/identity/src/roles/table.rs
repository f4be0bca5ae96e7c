//! The `roles` table.

use serde_json::{Map, Value};

use super::document::name_of;
use crate::database::{Columns, Database, SqlError, SqlRow, Work};
use crate::listing::Slice;
use crate::tenants::Tenant;
use crate::time::Timestamp;

/// A row.
#[derive(Debug)]
pub struct RoleRow {
    /// `rol_…`.
    pub role_id: String,
    /// As on the wire.
    pub document: Map<String, Value>,
    /// When it was made.
    pub created_at: Timestamp,
}

fn read(row: &SqlRow) -> Result<RoleRow, SqlError> {
    Ok(RoleRow {
        role_id: row.text("role_id")?,
        document: row.json("document")?,
        created_at: row.time("created_at")?,
    })
}

/// What `LIKE … ESCAPE '!'` takes for "contains this text"; empty where everything does.
fn pattern(filter: &str) -> String {
    if filter.is_empty() {
        return String::new();
    }
    let folded = filter.to_lowercase();
    let escaped = folded
        .replace('!', "!!")
        .replace('%', "!%")
        .replace('_', "!_");
    format!("%{escaped}%")
}

/// Some of the roles whose name contains a text, oldest first.
pub async fn list(
    tenant: &Tenant,
    name_filter: &str,
    slice: &Slice,
    database: &Database,
) -> Result<Vec<RoleRow>, SqlError> {
    let rows = sqlx::query(
        "SELECT role_id, document, created_at FROM roles
         WHERE tenant_id = $1 AND ($2 = '' OR folded_name LIKE $2 ESCAPE '!')
         ORDER BY created_at, role_id LIMIT $3 OFFSET $4",
    )
    .bind(tenant.id.as_str())
    .bind(pattern(name_filter))
    .bind(slice.limit)
    .bind(slice.offset)
    .fetch_all(database.reader())
    .await?;
    rows.iter().map(read).collect()
}

/// How many roles have a name that contains a text.
pub async fn count(
    tenant: &Tenant,
    name_filter: &str,
    database: &Database,
) -> Result<u64, SqlError> {
    let row = sqlx::query(
        "SELECT COUNT(*) AS total FROM roles
         WHERE tenant_id = $1 AND ($2 = '' OR folded_name LIKE $2 ESCAPE '!')",
    )
    .bind(tenant.id.as_str())
    .bind(pattern(name_filter))
    .fetch_one(database.reader())
    .await?;
    row.integer("total").map(i64::unsigned_abs)
}

/// One role.
pub async fn find(
    tenant: &Tenant,
    id: &str,
    database: &Database,
) -> Result<Option<RoleRow>, SqlError> {
    let row = sqlx::query(
        "SELECT role_id, document, created_at FROM roles WHERE tenant_id = $1 AND role_id = $2",
    )
    .bind(tenant.id.as_str())
    .bind(id)
    .fetch_optional(database.reader())
    .await?;
    row.as_ref().map(read).transpose()
}

/// One role inside a unit of work: nobody else changes or deletes it before its end.
pub async fn find_for_update(
    tenant: &Tenant,
    id: &str,
    work: &mut Work,
) -> Result<Option<RoleRow>, SqlError> {
    // Touching the row takes its lock on every engine.
    let row = sqlx::query(
        "UPDATE roles SET created_at = created_at WHERE tenant_id = $1 AND role_id = $2
         RETURNING role_id, document, created_at",
    )
    .bind(tenant.id.as_str())
    .bind(id)
    .fetch_optional(work.connection())
    .await?;
    row.as_ref().map(read).transpose()
}

/// Adds a role. Fails where [`is_taken`](crate::database::is_taken) says so.
pub async fn insert(tenant: &Tenant, row: &RoleRow, work: &mut Work) -> Result<(), SqlError> {
    sqlx::query(
        "INSERT INTO roles (tenant_id, role_id, name, folded_name, document, created_at)
         VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(tenant.id.as_str())
    .bind(&row.role_id)
    .bind(name_of(&row.document))
    .bind(name_of(&row.document).to_lowercase())
    .bind(serde_json::to_string(&row.document).unwrap_or_default())
    .bind(row.created_at.millis())
    .execute(work.connection())
    .await?;
    Ok(())
}

/// Replaces a role's document. Fails where [`is_taken`](crate::database::is_taken) says so.
pub async fn update(tenant: &Tenant, row: &RoleRow, work: &mut Work) -> Result<(), SqlError> {
    sqlx::query(
        "UPDATE roles SET name = $3, folded_name = $4, document = $5 WHERE tenant_id = $1 AND role_id = $2",
    )
    .bind(tenant.id.as_str())
    .bind(&row.role_id)
    .bind(name_of(&row.document))
    .bind(name_of(&row.document).to_lowercase())
    .bind(serde_json::to_string(&row.document).unwrap_or_default())
    .execute(work.connection())
    .await?;
    Ok(())
}

/// Removes a role with its permissions, and takes it from its users and from members of organizations.
pub async fn delete(tenant: &Tenant, id: &str, work: &mut Work) -> Result<(), SqlError> {
    for statement in [
        "DELETE FROM organization_member_roles WHERE tenant_id = $1 AND role_id = $2",
        "DELETE FROM user_roles WHERE tenant_id = $1 AND role_id = $2",
        "DELETE FROM role_permissions WHERE tenant_id = $1 AND role_id = $2",
        "DELETE FROM roles WHERE tenant_id = $1 AND role_id = $2",
    ] {
        sqlx::query(statement)
            .bind(tenant.id.as_str())
            .bind(id)
            .execute(work.connection())
            .await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::pattern;

    #[test]
    fn patterns() {
        for (filter, expected) in [
            ("", ""),
            ("Admin", "%admin%"),
            ("ÄRZTE", "%ärzte%"),
            ("100%_!", "%100!%!_!!%"),
        ] {
            assert_eq!(pattern(filter), expected);
        }
    }
}
