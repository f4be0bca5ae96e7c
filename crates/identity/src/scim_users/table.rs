//! The `scim_users` table.

use serde_json::Value;
use sqlx::AssertSqlSafe;

use super::{ScimUser, Wanted};
use crate::connections::Connection;
use crate::database::{Columns, Database, SqlError, SqlRow, Work};
use crate::failure::Broken;
use crate::tenants::Tenant;
use crate::time::Timestamp;
use crate::users::table::user_id;

/// Adds a user. `false` where the account or the name is somebody's already.
pub async fn insert(
    tenant: &Tenant,
    connection: &Connection,
    user: &ScimUser,
    work: &mut Work,
) -> Result<bool, SqlError> {
    let done = sqlx::query(
        "INSERT INTO scim_users
           (tenant_id, connection_id, account, user_name, external_id, email, document, created_at, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING",
    )
    .bind(tenant.id.as_str())
    .bind(connection.id.as_str())
    .bind(user.account.as_str())
    .bind(user.user.user_name().to_lowercase())
    .bind(user.user.external_id())
    .bind(user.user.address())
    .bind(document(user))
    .bind(user.created_at.millis())
    .bind(user.updated_at.millis())
    .execute(work.connection())
    .await?;
    Ok(done.rows_affected() > 0)
}

/// Replaces what is known of a user. Fails where [`is_taken`](crate::database::is_taken) says so.
pub async fn update(tenant: &Tenant, user: &ScimUser, work: &mut Work) -> Result<(), SqlError> {
    sqlx::query(
        "UPDATE scim_users SET user_name = $3, external_id = $4, email = $5, document = $6, updated_at = $7
         WHERE tenant_id = $1 AND account = $2",
    )
    .bind(tenant.id.as_str())
    .bind(user.account.as_str())
    .bind(user.user.user_name().to_lowercase())
    .bind(user.user.external_id())
    .bind(user.user.address())
    .bind(document(user))
    .bind(user.updated_at.millis())
    .execute(work.connection())
    .await?;
    Ok(())
}

/// A user of a connection, locked so that a change sees the latest.
pub async fn find_for_update(
    tenant: &Tenant,
    connection: &Connection,
    account: &str,
    work: &mut Work,
) -> Result<Option<ScimUser>, Broken> {
    // Touching the row takes its lock on every engine.
    let row = sqlx::query(
        "UPDATE scim_users SET updated_at = updated_at
         WHERE tenant_id = $1 AND connection_id = $2 AND account = $3
         RETURNING account, document, created_at, updated_at",
    )
    .bind(tenant.id.as_str())
    .bind(connection.id.as_str())
    .bind(account)
    .fetch_optional(work.connection())
    .await?;
    row.as_ref().map(read).transpose()
}

/// Some users of a connection, oldest first.
pub async fn list(
    tenant: &Tenant,
    connection: &Connection,
    wanted: &Wanted,
    offset: i64,
    limit: i64,
    database: &Database,
) -> Result<Vec<ScimUser>, Broken> {
    // Everybody is who has the connection.
    let (column, value) = match wanted {
        Wanted::Everybody => ("connection_id", connection.id.as_str()),
        Wanted::Named(name) => ("user_name", name.as_str()),
        Wanted::Known(id) => ("external_id", id.as_str()),
        Wanted::Addressed(address) => ("email", address.as_str()),
        Wanted::Account(account) => ("account", account.as_str()),
    };
    let statement = format!(
        "SELECT account, document, created_at, updated_at FROM scim_users
         WHERE tenant_id = $1 AND connection_id = $2 AND {column} = $3
         ORDER BY created_at, account LIMIT $4 OFFSET $5"
    );
    let rows = sqlx::query(AssertSqlSafe(statement))
        .bind(tenant.id.as_str())
        .bind(connection.id.as_str())
        .bind(value)
        .bind(limit)
        .bind(offset)
        .fetch_all(database.reader())
        .await?;
    rows.iter().map(read).collect()
}

/// How many users a connection's directory has told of.
pub async fn count(
    tenant: &Tenant,
    connection: &Connection,
    database: &Database,
) -> Result<u64, SqlError> {
    let row = sqlx::query(
        "SELECT COUNT(*) AS many FROM scim_users WHERE tenant_id = $1 AND connection_id = $2",
    )
    .bind(tenant.id.as_str())
    .bind(connection.id.as_str())
    .fetch_one(database.reader())
    .await?;
    Ok(row.integer("many")?.unsigned_abs())
}

/// Forgets an account.
pub async fn delete(tenant: &Tenant, account: &str, work: &mut Work) -> Result<(), SqlError> {
    sqlx::query("DELETE FROM scim_users WHERE tenant_id = $1 AND account = $2")
        .bind(tenant.id.as_str())
        .bind(account)
        .execute(work.connection())
        .await?;
    Ok(())
}

/// Forgets all accounts of a connection.
pub async fn delete_of_connection(
    tenant: &Tenant,
    connection_id: &str,
    work: &mut Work,
) -> Result<(), SqlError> {
    sqlx::query("DELETE FROM scim_users WHERE tenant_id = $1 AND connection_id = $2")
        .bind(tenant.id.as_str())
        .bind(connection_id)
        .execute(work.connection())
        .await?;
    Ok(())
}

fn document(user: &ScimUser) -> String {
    Value::Object(user.user.attributes().clone()).to_string()
}

fn read(row: &SqlRow) -> Result<ScimUser, Broken> {
    ScimUser::from_stored(
        user_id(row, "account")?,
        &row.text("document")?,
        Timestamp::from_millis(row.integer("created_at")?),
        Timestamp::from_millis(row.integer("updated_at")?),
    )
}
