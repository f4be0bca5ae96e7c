//! The `signing_keys` table.

use ostia_protocol::auth0::ids::TenantId;

use crate::database::{Columns, Database, SqlError, SqlRow, Work};
use crate::time::Timestamp;

/// A row; the private key is sealed.
#[derive(Debug)]
pub struct KeyRow {
    /// The `kid`.
    pub key_id: String,
    /// `current`, `next` or `previous`.
    pub state: String,
    /// PKCS #8, sealed by the tenant's key.
    pub sealed_key: String,
    /// DER in base64.
    pub certificate: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it became current.
    pub current_since: Option<Timestamp>,
    /// When it stopped being current.
    pub current_until: Option<Timestamp>,
    /// When it was revoked.
    pub revoked_at: Option<Timestamp>,
}

fn read(row: &SqlRow) -> Result<KeyRow, SqlError> {
    Ok(KeyRow {
        key_id: row.text("key_id")?,
        state: row.text("state")?,
        sealed_key: row.text("sealed_key")?,
        certificate: row.text("certificate")?,
        created_at: row.time("created_at")?,
        current_since: row.optional_time("current_since")?,
        current_until: row.optional_time("current_until")?,
        revoked_at: row.optional_time("revoked_at")?,
    })
}

/// All keys that are not revoked: current, next, then previous ones.
pub async fn list(tenant: &TenantId, database: &Database) -> Result<Vec<KeyRow>, SqlError> {
    let rows = sqlx::query(
        "SELECT key_id, state, sealed_key, certificate, created_at, current_since, current_until, revoked_at
         FROM signing_keys WHERE tenant_id = $1 AND revoked_at IS NULL ORDER BY state, created_at DESC",
    )
    .bind(tenant.as_str())
    .fetch_all(database.reader())
    .await?;
    rows.iter().map(read).collect()
}

/// All keys, the revoked ones too: current, next, then previous ones.
pub async fn list_all(tenant: &TenantId, database: &Database) -> Result<Vec<KeyRow>, SqlError> {
    let rows = sqlx::query(
        "SELECT key_id, state, sealed_key, certificate, created_at, current_since, current_until, revoked_at
         FROM signing_keys WHERE tenant_id = $1 ORDER BY state, created_at DESC, key_id",
    )
    .bind(tenant.as_str())
    .fetch_all(database.reader())
    .await?;
    rows.iter().map(read).collect()
}

/// One key, even if it is revoked.
pub async fn find(
    tenant: &TenantId,
    key_id: &str,
    database: &Database,
) -> Result<Option<KeyRow>, SqlError> {
    let row = sqlx::query(
        "SELECT key_id, state, sealed_key, certificate, created_at, current_since, current_until, revoked_at
         FROM signing_keys WHERE tenant_id = $1 AND key_id = $2",
    )
    .bind(tenant.as_str())
    .bind(key_id)
    .fetch_optional(database.reader())
    .await?;
    row.as_ref().map(read).transpose()
}

/// Adds a key.
pub async fn insert(tenant: &TenantId, row: &KeyRow, work: &mut Work) -> Result<(), SqlError> {
    sqlx::query(
        "INSERT INTO signing_keys (tenant_id, key_id, state, sealed_key, certificate, created_at, current_since)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(tenant.as_str())
    .bind(&row.key_id)
    .bind(&row.state)
    .bind(&row.sealed_key)
    .bind(&row.certificate)
    .bind(row.created_at.millis())
    .bind(row.current_since.map(Timestamp::millis))
    .execute(work.connection())
    .await?;
    Ok(())
}

/// Retires the current key and makes the next one current. The new current key's id.
pub async fn promote_next(
    tenant: &TenantId,
    now: Timestamp,
    work: &mut Work,
) -> Result<Option<String>, SqlError> {
    // Two rotations at once would see the same next key: the tenant's row makes them queue up.
    sqlx::query("UPDATE tenants SET updated_at = updated_at WHERE tenant_id = $1")
        .bind(tenant.as_str())
        .execute(work.connection())
        .await?;
    sqlx::query(
        "UPDATE signing_keys SET state = 'previous', current_until = $2 WHERE tenant_id = $1 AND state = 'current'",
    )
    .bind(tenant.as_str())
    .bind(now.millis())
    .execute(work.connection())
    .await?;
    let promoted = sqlx::query(
        "UPDATE signing_keys SET state = 'current', current_since = $2 WHERE tenant_id = $1 AND state = 'next' RETURNING key_id",
    )
    .bind(tenant.as_str())
    .bind(now.millis())
    .fetch_optional(work.connection())
    .await?;
    promoted.map(|row| row.text("key_id")).transpose()
}

/// Revokes a previous key. Whether there was one.
pub async fn revoke(
    tenant: &TenantId,
    key_id: &str,
    now: Timestamp,
    work: &mut Work,
) -> Result<bool, SqlError> {
    let done = sqlx::query(
        "UPDATE signing_keys SET revoked_at = $3 WHERE tenant_id = $1 AND key_id = $2 AND state = 'previous' AND revoked_at IS NULL",
    )
    .bind(tenant.as_str())
    .bind(key_id)
    .bind(now.millis())
    .execute(work.connection())
    .await?;
    Ok(done.rows_affected() == 1)
}
