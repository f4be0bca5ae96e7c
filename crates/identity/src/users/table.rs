//! The `users`, `identities` and `passwords` tables.

use ostia_protocol::auth0::ids::{ConnectionId, UserId};
use sqlx::AssertSqlSafe;

use super::search::index::{self, Index, table as attributes};
use super::{Identity, PasswordAccount, User};
use crate::connections::Identifiers;
use crate::database::{Columns, Database, SqlError, SqlRow, Work};
use crate::tenants::Tenant;
use crate::time::Timestamp;

/// The accounts of one user, the primary one first.
const IDENTITIES: &str =
    "SELECT i.connection_id, c.name AS connection, i.provider, i.provider_user_id, i.profile,
       i.sealed_tokens FROM identities i
     LEFT JOIN connections c ON c.tenant_id = i.tenant_id AND c.connection_id = i.connection_id
     WHERE i.tenant_id = $1 AND i.user_id = $2 ORDER BY i.position";

pub(super) fn read(row: &SqlRow, identities: Vec<Identity>) -> Result<User, SqlError> {
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

pub(crate) fn user_id(row: &SqlRow, column: &str) -> Result<UserId, SqlError> {
    UserId::parse(&row.text(column)?).map_err(|error| SqlError::ColumnDecode {
        index: column.to_owned(),
        source: error.into(),
    })
}

pub(super) fn read_identity(row: &SqlRow) -> Result<Identity, SqlError> {
    Ok(Identity {
        connection_id: row.text("connection_id")?,
        connection: row.optional_text("connection")?.unwrap_or_default(),
        provider: row.text("provider")?,
        provider_user_id: row.text("provider_user_id")?,
        profile: row
            .optional_text("profile")?
            .and_then(|text| serde_json::from_str(&text).ok()),
        sealed_tokens: row.optional_text("sealed_tokens")?,
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
    let rows = sqlx::query(IDENTITIES)
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
         ORDER BY CASE WHEN i.email = $3 THEN 0 ELSE 1 END LIMIT 1",
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

/// Whose account at a connection an address names.
pub async fn find_by_address(
    tenant: &Tenant,
    connection: &ConnectionId,
    address: &str,
    database: &Database,
) -> Result<Option<UserId>, SqlError> {
    let row = sqlx::query(
        "SELECT user_id FROM identities
         WHERE tenant_id = $1 AND connection_id = $2 AND (email = $3 OR phone_number = $3) LIMIT 1",
    )
    .bind(tenant.id.as_str())
    .bind(connection.as_str())
    .bind(address)
    .fetch_optional(database.reader())
    .await?;
    row.map(|row| user_id(&row, "user_id")).transpose()
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

/// An account as it is named: what its connection keeps unique.
#[derive(Debug)]
pub struct Account<'a> {
    user: &'a UserId,
    connection_id: &'a str,
    provider: &'a str,
    provider_user_id: &'a str,
    email: Option<&'a str>,
    username: Option<&'a str>,
    phone_number: Option<&'a str>,
}

impl<'a> Account<'a> {
    /// The primary account of a user, named by the profile.
    pub fn of(user: &'a User, identifiers: &Identifiers) -> Self {
        let identity = user.identities.first();
        let part = |part: fn(&Identity) -> &str| identity.map(part).unwrap_or_default();
        Self {
            user: &user.id,
            connection_id: part(|identity| &identity.connection_id),
            provider: part(|identity| &identity.provider),
            provider_user_id: part(|identity| &identity.provider_user_id),
            email: user.email(),
            username: user.text("username"),
            phone_number: user
                .text("phone_number")
                .filter(|_| identifiers.phone_number_is_identifier),
        }
    }
}

/// Which of an account's names belong to another account of its connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Taken {
    /// The e-mail address.
    pub email: bool,
    /// The username.
    pub username: bool,
    /// The telephone number.
    pub phone_number: bool,
}

/// Adds a user's primary account. `false` where its id or one of its names is taken.
pub async fn insert_identity(
    tenant: &Tenant,
    account: &Account<'_>,
    work: &mut Work,
) -> Result<bool, SqlError> {
    let done = sqlx::query(
        "INSERT INTO identities
           (tenant_id, connection_id, provider, provider_user_id, user_id, position, email, username, phone_number)
         VALUES ($1, $2, $3, $4, $5, 0, $6, $7, $8) ON CONFLICT DO NOTHING",
    )
    .bind(tenant.id.as_str())
    .bind(account.connection_id)
    .bind(account.provider)
    .bind(account.provider_user_id)
    .bind(account.user.as_str())
    .bind(account.email)
    .bind(account.username)
    .bind(account.phone_number)
    .execute(work.connection())
    .await?;
    Ok(done.rows_affected() > 0)
}

/// Which names of an account other accounts of its connection have.
pub async fn taken(
    tenant: &Tenant,
    account: &Account<'_>,
    work: &mut Work,
) -> Result<Taken, SqlError> {
    let rows = sqlx::query(
        "SELECT email, username, phone_number FROM identities
         WHERE tenant_id = $1 AND connection_id = $2 AND provider_user_id <> $3
           AND (email = $4 OR username = $5 OR phone_number = $6)",
    )
    .bind(tenant.id.as_str())
    .bind(account.connection_id)
    .bind(account.provider_user_id)
    .bind(account.email)
    .bind(account.username)
    .bind(account.phone_number)
    .fetch_all(work.connection())
    .await?;
    let has = |column: &str, wanted: Option<&str>| {
        rows.iter().any(|row| {
            wanted.is_some() && row.optional_text(column).ok().flatten().as_deref() == wanted
        })
    };
    Ok(Taken {
        email: has("email", account.email),
        username: has("username", account.username),
        phone_number: has("phone_number", account.phone_number),
    })
}

/// The profile's columns behind the id, in the order in which [`bind_profile`] binds them from `$3` on.
const PROFILE: &str = "document, email, blocked, updated_at, email_key, email_domain, email_verified, username, \
     phone_number, phone_verified, name_key, nickname_key, given_name_key, family_name_key, index_version";

type Query<'a> = sqlx::query::Query<'a, sqlx::Any, <sqlx::Any as sqlx::Database>::Arguments>;

fn bind_profile<'a>(query: Query<'a>, user: &'a User, index: &'a Index) -> Query<'a> {
    query
        .bind(serde_json::to_string(&user.document).unwrap_or_default())
        .bind(user.email())
        .bind(i64::from(user.blocked))
        .bind(user.updated_at.millis())
        .bind(index.email.as_deref())
        .bind(index.email_domain.as_deref())
        .bind(index.email_verified.map(i64::from))
        .bind(index.username.as_deref())
        .bind(index.phone_number.as_deref())
        .bind(index.phone_verified.map(i64::from))
        .bind(index.name.as_deref())
        .bind(index.nickname.as_deref())
        .bind(index.given_name.as_deref())
        .bind(index.family_name.as_deref())
        .bind(index::VERSION)
}

/// Adds a user, with all that searches look for. `false` where there is one with this id.
pub async fn insert(tenant: &Tenant, user: &User, work: &mut Work) -> Result<bool, SqlError> {
    let index = Index::of(user);
    let statement = format!(
        "INSERT INTO users (tenant_id, user_id, {PROFILE}, logins_count, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, 0, $18)
         ON CONFLICT (tenant_id, user_id) DO NOTHING"
    );
    let query = sqlx::query(AssertSqlSafe(statement))
        .bind(tenant.id.as_str())
        .bind(user.id.as_str());
    let done = bind_profile(query, user, &index)
        .bind(user.created_at.millis())
        .execute(work.connection())
        .await?;
    if done.rows_affected() == 0 {
        return Ok(false);
    }
    attributes::insert(tenant, &user.id, &index.attributes, work).await?;
    Ok(true)
}

/// Replaces a user's profile, with all that searches look for.
pub async fn update(tenant: &Tenant, user: &User, work: &mut Work) -> Result<(), SqlError> {
    let index = Index::of(user);
    let statement = format!(
        "UPDATE users SET ({PROFILE})
           = ($3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
         WHERE tenant_id = $1 AND user_id = $2"
    );
    let query = sqlx::query(AssertSqlSafe(statement))
        .bind(tenant.id.as_str())
        .bind(user.id.as_str());
    bind_profile(query, user, &index)
        .execute(work.connection())
        .await?;
    attributes::delete(tenant, &user.id, work).await?;
    attributes::insert(tenant, &user.id, &index.attributes, work).await
}

/// Renames a user's primary account. Fails where [`is_taken`](crate::database::is_taken) says so.
pub async fn update_identity(
    tenant: &Tenant,
    account: &Account<'_>,
    work: &mut Work,
) -> Result<(), SqlError> {
    sqlx::query(
        "UPDATE identities SET email = $4, username = $5, phone_number = $6
         WHERE tenant_id = $1 AND provider = $2 AND provider_user_id = $3",
    )
    .bind(tenant.id.as_str())
    .bind(account.provider)
    .bind(account.provider_user_id)
    .bind(account.email)
    .bind(account.username)
    .bind(account.phone_number)
    .execute(work.connection())
    .await?;
    Ok(())
}

/// Removes one account.
pub async fn delete_identity(
    tenant: &Tenant,
    provider: &str,
    provider_user_id: &str,
    work: &mut Work,
) -> Result<(), SqlError> {
    sqlx::query(
        "DELETE FROM identities WHERE tenant_id = $1 AND provider = $2 AND provider_user_id = $3",
    )
    .bind(tenant.id.as_str())
    .bind(provider)
    .bind(provider_user_id)
    .execute(work.connection())
    .await?;
    Ok(())
}

/// Removes a user with their accounts, memberships, roles and permissions.
pub async fn delete(tenant: &Tenant, id: &UserId, work: &mut Work) -> Result<(), SqlError> {
    for statement in [
        "DELETE FROM identities WHERE tenant_id = $1 AND user_id = $2",
        "DELETE FROM organization_member_roles WHERE tenant_id = $1 AND user_id = $2",
        "DELETE FROM organization_members WHERE tenant_id = $1 AND user_id = $2",
        "DELETE FROM user_roles WHERE tenant_id = $1 AND user_id = $2",
        "DELETE FROM user_permissions WHERE tenant_id = $1 AND user_id = $2",
        "DELETE FROM user_attributes WHERE tenant_id = $1 AND user_id = $2",
        "DELETE FROM device_credentials WHERE tenant_id = $1 AND user_id = $2",
        "DELETE FROM users WHERE tenant_id = $1 AND user_id = $2",
    ] {
        sqlx::query(statement)
            .bind(tenant.id.as_str())
            .bind(id.as_str())
            .execute(work.connection())
            .await?;
    }
    Ok(())
}

/// The user whose account at a connection has an e-mail address.
pub async fn find_id_by_email(
    tenant: &Tenant,
    connection: &ConnectionId,
    email: &str,
    database: &Database,
) -> Result<Option<UserId>, SqlError> {
    let row = sqlx::query(
        "SELECT user_id FROM identities WHERE tenant_id = $1 AND connection_id = $2 AND email = $3",
    )
    .bind(tenant.id.as_str())
    .bind(connection.as_str())
    .bind(email)
    .fetch_optional(database.reader())
    .await?;
    row.map(|row| user_id(&row, "user_id")).transpose()
}

/// Some users with an account at a connection.
pub async fn ids_of_connection(
    tenant: &Tenant,
    connection: &ConnectionId,
    limit: i64,
    work: &mut Work,
) -> Result<Vec<UserId>, SqlError> {
    let rows = sqlx::query(
        "SELECT DISTINCT user_id FROM identities WHERE tenant_id = $1 AND connection_id = $2 LIMIT $3",
    )
    .bind(tenant.id.as_str())
    .bind(connection.as_str())
    .bind(limit)
    .fetch_all(work.connection())
    .await?;
    rows.iter().map(|row| user_id(row, "user_id")).collect()
}

/// A user inside a unit of work, locked so that a change sees the latest.
pub async fn find_for_update(
    tenant: &Tenant,
    id: &UserId,
    work: &mut Work,
) -> Result<Option<User>, SqlError> {
    // Touching the row takes its lock on every engine.
    let row = sqlx::query(
        "UPDATE users SET updated_at = updated_at WHERE tenant_id = $1 AND user_id = $2
         RETURNING user_id, document, blocked, logins_count, last_login, last_ip, created_at, updated_at",
    )
    .bind(tenant.id.as_str())
    .bind(id.as_str())
    .fetch_optional(work.connection())
    .await?;
    let Some(row) = row else {
        return Ok(None);
    };
    let identities = sqlx::query(IDENTITIES)
        .bind(tenant.id.as_str())
        .bind(id.as_str())
        .fetch_all(work.connection())
        .await?;
    read(
        &row,
        identities
            .iter()
            .map(read_identity)
            .collect::<Result<_, _>>()?,
    )
    .map(Some)
}

/// Locks a user until the unit of work ends. `false` where there is none.
pub async fn lock(tenant: &Tenant, id: &UserId, work: &mut Work) -> Result<bool, SqlError> {
    let done = sqlx::query(
        "UPDATE users SET updated_at = updated_at WHERE tenant_id = $1 AND user_id = $2",
    )
    .bind(tenant.id.as_str())
    .bind(id.as_str())
    .execute(work.connection())
    .await?;
    Ok(done.rows_affected() > 0)
}

/// Whether there is a user.
pub async fn exists(tenant: &Tenant, id: &UserId, database: &Database) -> Result<bool, SqlError> {
    let row = sqlx::query("SELECT user_id FROM users WHERE tenant_id = $1 AND user_id = $2")
        .bind(tenant.id.as_str())
        .bind(id.as_str())
        .fetch_optional(database.reader())
        .await?;
    Ok(row.is_some())
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
