//! The `authentication_methods` table.

use ostia_protocol::auth0::ids::{AuthenticatorId, UserId};

use super::{Detail, Method};
use crate::database::{Columns, Database, SqlError, SqlRow, Work};
use crate::tenants::Tenant;
use crate::time::Timestamp;

fn read(row: &SqlRow) -> Result<Method, SqlError> {
    let unreadable =
        |name: &str, error: ostia_protocol::auth0::ids::InvalidId| SqlError::ColumnDecode {
            index: name.to_owned(),
            source: error.into(),
        };
    let (id, user_id) = (row.text("method_id")?, row.text("user_id")?);
    Ok(Method {
        id: AuthenticatorId::parse(&id).map_err(|error| unreadable("method_id", error))?,
        user_id: UserId::parse(&user_id).map_err(|error| unreadable("user_id", error))?,
        detail: row.json("detail")?,
        name: row.optional_text("name")?,
        confirmed: row.flag("confirmed")?,
        created_at: row.time("created_at")?,
        enrolled_at: row.optional_time("enrolled_at")?,
        last_auth_at: row.optional_time("last_auth_at")?,
    })
}

/// Adds a method. `false` where it is a credential that somebody has already: then nothing was added.
pub async fn insert(
    tenant: &Tenant,
    method: &Method,
    sealed_secret: Option<&str>,
    work: &mut Work,
) -> Result<bool, SqlError> {
    let credential = method.detail.credential();
    let done = sqlx::query(
        "INSERT INTO authentication_methods (tenant_id, user_id, method_id, kind, detail, name, confirmed,
           sealed_secret, used_step, created_at, enrolled_at, last_auth_at, credential_id)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0, $9, $10, $11, $12)
         ON CONFLICT (tenant_id, credential_id) DO NOTHING",
    )
    .bind(tenant.id.as_str())
    .bind(method.user_id.as_str())
    .bind(method.id.as_str())
    .bind(method.detail.kind())
    .bind(detail_text(&method.detail))
    .bind(method.name.as_deref())
    .bind(i16::from(method.confirmed))
    .bind(sealed_secret)
    .bind(method.created_at.millis())
    .bind(method.enrolled_at.map(Timestamp::millis))
    .bind(method.last_auth_at.map(Timestamp::millis))
    .bind(credential.map(|credential| credential.key_id.as_str()))
    .execute(work.connection())
    .await?;
    Ok(done.rows_affected() == 1)
}

fn detail_text(detail: &Detail) -> String {
    serde_json::to_string(detail).unwrap_or_default()
}

/// All methods of a user, oldest first.
pub async fn list_of_user(
    tenant: &Tenant,
    user: &UserId,
    database: &Database,
) -> Result<Vec<Method>, SqlError> {
    let rows = sqlx::query(
        "SELECT method_id, user_id, detail, name, confirmed, created_at, enrolled_at, last_auth_at
         FROM authentication_methods WHERE tenant_id = $1 AND user_id = $2 ORDER BY created_at, method_id",
    )
    .bind(tenant.id.as_str())
    .bind(user.as_str())
    .fetch_all(database.reader())
    .await?;
    rows.iter().map(read).collect()
}

/// All methods of a user with what is sealed of each, as a unit of work sees them.
pub async fn list_of_user_in(
    tenant: &Tenant,
    user: &UserId,
    work: &mut Work,
) -> Result<Vec<(Method, Option<String>)>, SqlError> {
    let rows = sqlx::query(
        "SELECT method_id, user_id, detail, name, confirmed, created_at, enrolled_at, last_auth_at, sealed_secret
         FROM authentication_methods WHERE tenant_id = $1 AND user_id = $2 ORDER BY created_at, method_id",
    )
    .bind(tenant.id.as_str())
    .bind(user.as_str())
    .fetch_all(work.connection())
    .await?;
    rows.iter()
        .map(|row| Ok((read(row)?, row.optional_text("sealed_secret")?)))
        .collect()
}

/// The methods of a user that have a sealed secret, with it.
pub async fn secrets_of_user(
    tenant: &Tenant,
    user: &UserId,
    database: &Database,
) -> Result<Vec<(Method, String)>, SqlError> {
    let rows = sqlx::query(
        "SELECT method_id, user_id, detail, name, confirmed, created_at, enrolled_at, last_auth_at, sealed_secret
         FROM authentication_methods WHERE tenant_id = $1 AND user_id = $2 AND sealed_secret IS NOT NULL
         ORDER BY created_at, method_id",
    )
    .bind(tenant.id.as_str())
    .bind(user.as_str())
    .fetch_all(database.reader())
    .await?;
    rows.iter()
        .map(|row| Ok((read(row)?, row.text("sealed_secret")?)))
        .collect()
}

/// One method of the tenant's.
pub async fn find(
    tenant: &Tenant,
    id: &AuthenticatorId,
    database: &Database,
) -> Result<Option<Method>, SqlError> {
    let row = sqlx::query(
        "SELECT method_id, user_id, detail, name, confirmed, created_at, enrolled_at, last_auth_at
         FROM authentication_methods WHERE tenant_id = $1 AND method_id = $2",
    )
    .bind(tenant.id.as_str())
    .bind(id.as_str())
    .fetch_optional(database.reader())
    .await?;
    row.as_ref().map(read).transpose()
}

/// The tenant's one method that is this credential, and how often it was used by its own account.
pub async fn find_credential(
    tenant: &Tenant,
    credential_id: &str,
    database: &Database,
) -> Result<Option<(Method, u32)>, SqlError> {
    let row = sqlx::query(
        "SELECT method_id, user_id, detail, name, confirmed, created_at, enrolled_at, last_auth_at, used_step
         FROM authentication_methods WHERE tenant_id = $1 AND credential_id = $2",
    )
    .bind(tenant.id.as_str())
    .bind(credential_id)
    .fetch_optional(database.reader())
    .await?;
    row.map(|row| {
        let counter = u32::try_from(row.integer("used_step")?).unwrap_or(u32::MAX);
        Ok((read(&row)?, counter))
    })
    .transpose()
}

/// How many methods a user has.
pub async fn count_of_user(
    tenant: &Tenant,
    user: &UserId,
    work: &mut Work,
) -> Result<usize, SqlError> {
    let row = sqlx::query(
        "SELECT COUNT(*) AS total FROM authentication_methods WHERE tenant_id = $1 AND user_id = $2",
    )
    .bind(tenant.id.as_str())
    .bind(user.as_str())
    .fetch_one(work.connection())
    .await?;
    Ok(usize::try_from(row.integer("total")?).unwrap_or(usize::MAX))
}

/// Changes what its owner may change of a method. Whether it is still there.
pub async fn update(tenant: &Tenant, method: &Method, work: &mut Work) -> Result<bool, SqlError> {
    let done = sqlx::query(
        "UPDATE authentication_methods SET detail = $4, name = $5
         WHERE tenant_id = $1 AND user_id = $2 AND method_id = $3",
    )
    .bind(tenant.id.as_str())
    .bind(method.user_id.as_str())
    .bind(method.id.as_str())
    .bind(detail_text(&method.detail))
    .bind(method.name.as_deref())
    .execute(work.connection())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Accepts a step of a method, if it is later than the last that was accepted; `true` for the one who did.
pub async fn use_step(
    tenant: &Tenant,
    method: &Method,
    step: i64,
    work: &mut Work,
) -> Result<bool, SqlError> {
    let row = sqlx::query(
        "UPDATE authentication_methods SET used_step = $4
         WHERE tenant_id = $1 AND user_id = $2 AND method_id = $3 AND used_step < $4 RETURNING method_id",
    )
    .bind(tenant.id.as_str())
    .bind(method.user_id.as_str())
    .bind(method.id.as_str())
    .bind(step)
    .fetch_optional(work.connection())
    .await?;
    Ok(row.is_some())
}

/// Notes that a method proved who its owner is, which confirms it. Whether it is still there.
pub async fn note_proof(
    tenant: &Tenant,
    method: &Method,
    now: Timestamp,
    work: &mut Work,
) -> Result<bool, SqlError> {
    let done = sqlx::query(
        "UPDATE authentication_methods SET confirmed = 1, last_auth_at = $4, enrolled_at = COALESCE(enrolled_at, $4)
         WHERE tenant_id = $1 AND user_id = $2 AND method_id = $3",
    )
    .bind(tenant.id.as_str())
    .bind(method.user_id.as_str())
    .bind(method.id.as_str())
    .bind(now.millis())
    .execute(work.connection())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Confirms the recovery code that waits beside a method.
pub async fn confirm_recovery_code(
    tenant: &Tenant,
    user: &UserId,
    now: Timestamp,
    work: &mut Work,
) -> Result<(), SqlError> {
    sqlx::query(
        "UPDATE authentication_methods SET confirmed = 1, enrolled_at = $3
         WHERE tenant_id = $1 AND user_id = $2 AND kind = 'recovery-code' AND confirmed = 0",
    )
    .bind(tenant.id.as_str())
    .bind(user.as_str())
    .bind(now.millis())
    .execute(work.connection())
    .await?;
    Ok(())
}

/// Keeps the fingerprint of a method's code.
pub async fn set_hash(
    tenant: &Tenant,
    method: &Method,
    hash: &str,
    work: &mut Work,
) -> Result<(), SqlError> {
    sqlx::query(
        "UPDATE authentication_methods SET secret_hash = $4
         WHERE tenant_id = $1 AND user_id = $2 AND method_id = $3",
    )
    .bind(tenant.id.as_str())
    .bind(method.user_id.as_str())
    .bind(method.id.as_str())
    .bind(hash)
    .execute(work.connection())
    .await?;
    Ok(())
}

/// Uses a recovery code up, and says which it was; only the first of many gets it.
pub async fn use_recovery_code(
    tenant: &Tenant,
    user: &UserId,
    hash: &str,
    work: &mut Work,
) -> Result<Option<Method>, SqlError> {
    let row = sqlx::query(
        "DELETE FROM authentication_methods WHERE tenant_id = $1 AND user_id = $2 AND kind = 'recovery-code'
         AND confirmed = 1 AND secret_hash = $3
         RETURNING method_id, user_id, detail, name, confirmed, created_at, enrolled_at, last_auth_at",
    )
    .bind(tenant.id.as_str())
    .bind(user.as_str())
    .bind(hash)
    .fetch_optional(work.connection())
    .await?;
    row.as_ref().map(read).transpose()
}

/// Removes a user's recovery codes.
pub async fn delete_recovery_codes(
    tenant: &Tenant,
    user: &UserId,
    work: &mut Work,
) -> Result<(), SqlError> {
    sqlx::query(
        "DELETE FROM authentication_methods WHERE tenant_id = $1 AND user_id = $2 AND kind = 'recovery-code'",
    )
    .bind(tenant.id.as_str())
    .bind(user.as_str())
    .execute(work.connection())
    .await?;
    Ok(())
}

/// Removes a method. Whether it was there.
pub async fn delete(
    tenant: &Tenant,
    user: &UserId,
    id: &AuthenticatorId,
    work: &mut Work,
) -> Result<bool, SqlError> {
    let done = sqlx::query(
        "DELETE FROM authentication_methods WHERE tenant_id = $1 AND user_id = $2 AND method_id = $3",
    )
    .bind(tenant.id.as_str())
    .bind(user.as_str())
    .bind(id.as_str())
    .execute(work.connection())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Removes all methods of a user. How many.
pub async fn delete_of_user(
    tenant: &Tenant,
    user: &UserId,
    work: &mut Work,
) -> Result<u64, SqlError> {
    let done =
        sqlx::query("DELETE FROM authentication_methods WHERE tenant_id = $1 AND user_id = $2")
            .bind(tenant.id.as_str())
            .bind(user.as_str())
            .execute(work.connection())
            .await?;
    Ok(done.rows_affected())
}

/// Removes the methods of one kind that a user never showed to work.
pub async fn delete_pending(
    tenant: &Tenant,
    user: &UserId,
    kind: &str,
    work: &mut Work,
) -> Result<(), SqlError> {
    sqlx::query(
        "DELETE FROM authentication_methods
         WHERE tenant_id = $1 AND user_id = $2 AND kind = $3 AND confirmed = 0",
    )
    .bind(tenant.id.as_str())
    .bind(user.as_str())
    .bind(kind)
    .execute(work.connection())
    .await?;
    Ok(())
}

/// Removes all methods of a user that are of one kind. How many.
pub async fn delete_of_kind(
    tenant: &Tenant,
    user: &UserId,
    kind: &str,
    work: &mut Work,
) -> Result<u64, SqlError> {
    let done = sqlx::query(
        "DELETE FROM authentication_methods WHERE tenant_id = $1 AND user_id = $2 AND kind = $3",
    )
    .bind(tenant.id.as_str())
    .bind(user.as_str())
    .bind(kind)
    .execute(work.connection())
    .await?;
    Ok(done.rows_affected())
}
