//! The `users`, `identities` and `passwords` tables.

use ostia_protocol::auth0::ids::{ConnectionId, UserId};

use super::{Identity, PasswordAccount, User};
use crate::database::{Columns, Database, SqlError, SqlRow, Work};
use crate::tenants::Tenant;
use crate::time::Timestamp;

fn read(row: &SqlRow, identities: Vec<Identity>) -> Result<User, SqlError> {
    Ok(User {
        id: user_id(row, "user_id")?,
        document: row.json("document")?,
        blocked: row.flag("blocked")?,
        identities,
        logins_count: row.integer("logins_count")?,
        last_login: row.optional_time("last_login")?,
        last_ip: row.optional_text("last_ip")?,
        created_at: row.time("created_at")?,
        updated_at: row.time("updated_at")?,
    })
}

fn user_id(row: &SqlRow, column: &str) -> Result<UserId, SqlError> {
    UserId::parse(&row.text(column)?).map_err(|error| SqlError::ColumnDecode {
        index: column.to_owned(),
        source: error.into(),
    })
}

fn read_identity(row: &SqlRow) -> Result<Identity, SqlError> {
    Ok(Identity {
        connection_id: row.text("connection_id")?,
        connection: row.optional_text("connection")?.unwrap_or_default(),
        provider: row.text("provider")?,
        provider_user_id: row.text("provider_user_id")?,
        profile: row
            .optional_text("profile")?
            .and_then(|text| serde_json::from_str(&text).ok()),
    })
}

/// One user with all identities.
pub async fn find(
    tenant: &Tenant,
    id: &UserId,
    database: &Database,
) -> Result<Option<User>, SqlError> {
    let row = sqlx::query(
        "SELECT user_id, document, blocked, logins_count, last_login, last_ip, created_at, updated_at
         FROM users WHERE tenant_id = $1 AND user_id = $2",
    )
    .bind(tenant.id.as_str())
    .bind(id.as_str())
    .fetch_optional(database.reader())
    .await?;
    match row {
        Some(row) => read(&row, identities(tenant, id, database).await?).map(Some),
        None => Ok(None),
    }
}

/// A user's accounts, the primary one first.
pub async fn identities(
    tenant: &Tenant,
    id: &UserId,
    database: &Database,
) -> Result<Vec<Identity>, SqlError> {
    let rows = sqlx::query(
        "SELECT i.connection_id, c.name AS connection, i.provider, i.provider_user_id, i.profile FROM identities i
         LEFT JOIN connections c ON c.tenant_id = i.tenant_id AND c.connection_id = i.connection_id
         WHERE i.tenant_id = $1 AND i.user_id = $2 ORDER BY i.position",
    )
    .bind(tenant.id.as_str())
    .bind(id.as_str())
    .fetch_all(database.reader())
    .await?;
    rows.iter().map(read_identity).collect()
}

/// The account at a connection that an e-mail address or a username names, in lower case.
pub async fn find_password_account(
    tenant: &Tenant,
    connection: &ConnectionId,
    identifier: &str,
    database: &Database,
) -> Result<Option<PasswordAccount>, SqlError> {
    let row = sqlx::query(
        "SELECT i.user_id, i.provider_user_id, p.hash FROM identities i
         LEFT JOIN passwords p ON p.tenant_id = i.tenant_id AND p.provider_user_id = i.provider_user_id
         WHERE i.tenant_id = $1 AND i.connection_id = $2 AND (i.email = $3 OR i.username = $3)
         ORDER BY i.email DESC LIMIT 1",
    )
    .bind(tenant.id.as_str())
    .bind(connection.as_str())
    .bind(identifier)
    .fetch_optional(database.reader())
    .await?;
    row.map(|row| {
        Ok(PasswordAccount {
            user_id: user_id(&row, "user_id")?,
            provider_user_id: row.text("provider_user_id")?,
            hash: row.optional_text("hash")?,
        })
    })
    .transpose()
}

/// Counts a login.
pub async fn record_login(
    tenant: &Tenant,
    id: &UserId,
    ip: &str,
    now: Timestamp,
    work: &mut Work,
) -> Result<(), SqlError> {
    sqlx::query(
        "UPDATE users SET logins_count = logins_count + 1, last_login = $3, last_ip = $4, updated_at = $3
         WHERE tenant_id = $1 AND user_id = $2",
    )
    .bind(tenant.id.as_str())
    .bind(id.as_str())
    .bind(now.millis())
    .bind(ip)
    .execute(work.connection())
    .await?;
    Ok(())
}

/// Replaces a hash; when the password changed stays as it was.
pub async fn set_hash(
    tenant: &Tenant,
    provider_user_id: &str,
    hash: &str,
    work: &mut Work,
) -> Result<(), SqlError> {
    sqlx::query("UPDATE passwords SET hash = $3 WHERE tenant_id = $1 AND provider_user_id = $2")
        .bind(tenant.id.as_str())
        .bind(provider_user_id)
        .bind(hash)
        .execute(work.connection())
        .await?;
    Ok(())
}

/// The permissions that a user has at an API, directly or through roles.
pub async fn permissions(
    tenant: &Tenant,
    id: &UserId,
    audience: &str,
    database: &Database,
) -> Result<Vec<String>, SqlError> {
    let rows = sqlx::query(
        "SELECT permission FROM user_permissions WHERE tenant_id = $1 AND user_id = $2 AND audience = $3
         UNION
         SELECT p.permission FROM user_roles r
         JOIN role_permissions p ON p.tenant_id = r.tenant_id AND p.role_id = r.role_id
         WHERE r.tenant_id = $1 AND r.user_id = $2 AND p.audience = $3
         ORDER BY permission",
    )
    .bind(tenant.id.as_str())
    .bind(id.as_str())
    .bind(audience)
    .fetch_all(database.reader())
    .await?;
    rows.iter().map(|row| row.text("permission")).collect()
}
