//! The `mfa_tokens` table.

use ostia_protocol::auth0::ids::UserId;

use crate::approval::Approval;
use crate::database::{Columns, Database, Expiring, SqlError, Work};
use crate::tenants::Tenant;
use crate::time::Timestamp;

/// Tokens go some time after they have expired.
pub const EXPIRING: Expiring = Expiring::new("mfa_tokens", "token_hash");

/// A token to be kept.
#[derive(Debug)]
pub struct NewToken<'a> {
    /// Recognises it.
    pub token_hash: &'a str,
    /// What it will be exchanged for.
    pub approval: &'a Approval,
    /// When it is good no longer.
    pub expires_at: Timestamp,
}

/// Keeps a token.
pub async fn insert(
    tenant: &Tenant,
    row: &NewToken<'_>,
    now: Timestamp,
    work: &mut Work,
) -> Result<(), SqlError> {
    sqlx::query(
        "INSERT INTO mfa_tokens (tenant_id, token_hash, user_id, approval, created_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(tenant.id.as_str())
    .bind(row.token_hash)
    .bind(row.approval.user_id.as_str())
    .bind(serde_json::to_string(row.approval).unwrap_or_default())
    .bind(now.millis())
    .bind(row.expires_at.millis())
    .execute(work.connection())
    .await?;
    Ok(())
}

/// What a token that was not used stands for, and when it expires.
pub async fn find(
    tenant: &Tenant,
    token_hash: &str,
    database: &Database,
) -> Result<Option<(Approval, Timestamp)>, SqlError> {
    let row = sqlx::query(
        "SELECT approval, expires_at FROM mfa_tokens
         WHERE tenant_id = $1 AND token_hash = $2 AND consumed_at IS NULL",
    )
    .bind(tenant.id.as_str())
    .bind(token_hash)
    .fetch_optional(database.reader())
    .await?;
    row.map(|row| Ok((row.json("approval")?, row.time("expires_at")?)))
        .transpose()
}

/// Uses a token up; `true` for the one who did.
pub async fn consume(
    tenant: &Tenant,
    token_hash: &str,
    now: Timestamp,
    work: &mut Work,
) -> Result<bool, SqlError> {
    let row = sqlx::query(
        "UPDATE mfa_tokens SET consumed_at = $3 WHERE tenant_id = $1 AND token_hash = $2
         AND consumed_at IS NULL AND expires_at > $3 RETURNING token_hash",
    )
    .bind(tenant.id.as_str())
    .bind(token_hash)
    .bind(now.millis())
    .fetch_optional(work.connection())
    .await?;
    Ok(row.is_some())
}

/// Ends all tokens of a user.
pub async fn delete_of_user(
    tenant: &Tenant,
    user: &UserId,
    work: &mut Work,
) -> Result<(), SqlError> {
    sqlx::query("DELETE FROM mfa_tokens WHERE tenant_id = $1 AND user_id = $2")
        .bind(tenant.id.as_str())
        .bind(user.as_str())
        .execute(work.connection())
        .await?;
    Ok(())
}
