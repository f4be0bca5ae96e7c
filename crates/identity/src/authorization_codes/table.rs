//! The `authorization_codes` table.

use ostia_protocol::auth0::ids::UserId;

use crate::approval::Approval;
use crate::database::{Columns, Expiring, SqlError, Work};
use crate::tenants::Tenant;
use crate::time::Timestamp;

/// Codes go some time after they have expired.
pub const EXPIRING: Expiring = Expiring::new("authorization_codes", "code_hash");

/// Adds a code.
pub async fn insert(
    tenant: &Tenant,
    code_hash: &str,
    approval: &Approval,
    now: Timestamp,
    expires_at: Timestamp,
    work: &mut Work,
) -> Result<(), SqlError> {
    sqlx::query(
        "INSERT INTO authorization_codes (tenant_id, code_hash, client_id, user_id, approval, created_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(tenant.id.as_str())
    .bind(code_hash)
    .bind(approval.client_id.as_str())
    .bind(approval.user_id.as_str())
    .bind(serde_json::to_string(approval).unwrap_or_default())
    .bind(now.millis())
    .bind(expires_at.millis())
    .execute(work.connection())
    .await?;
    Ok(())
}

/// Uses a code up; only the first of many gets its approval.
pub async fn consume(
    tenant: &Tenant,
    code_hash: &str,
    now: Timestamp,
    work: &mut Work,
) -> Result<Option<Approval>, SqlError> {
    let row = sqlx::query(
        "UPDATE authorization_codes SET consumed_at = $3
         WHERE tenant_id = $1 AND code_hash = $2 AND consumed_at IS NULL AND expires_at > $3 RETURNING approval",
    )
    .bind(tenant.id.as_str())
    .bind(code_hash)
    .bind(now.millis())
    .fetch_optional(work.connection())
    .await?;
    row.map(|row| row.json("approval")).transpose()
}

/// What stands in `family_id` of a code that was replayed before a family came of it.
const REPLAYED: &str = "";

/// Notes that a used code came again, and says which family it became, if any. `None` where no such code was used.
pub async fn note_replay(
    tenant: &Tenant,
    code_hash: &str,
    work: &mut Work,
) -> Result<Option<Option<String>>, SqlError> {
    let row = sqlx::query(
        "UPDATE authorization_codes SET family_id = COALESCE(family_id, $3)
         WHERE tenant_id = $1 AND code_hash = $2 AND consumed_at IS NOT NULL RETURNING family_id",
    )
    .bind(tenant.id.as_str())
    .bind(code_hash)
    .bind(REPLAYED)
    .fetch_optional(work.connection())
    .await?;
    row.map(|row| {
        let family_id = row.optional_text("family_id")?;
        Ok(family_id.filter(|id| id != REPLAYED))
    })
    .transpose()
}

/// Notes what family a code became, unless it was replayed. Whether it did.
pub async fn set_family(
    tenant: &Tenant,
    code_hash: &str,
    family_id: &str,
    work: &mut Work,
) -> Result<bool, SqlError> {
    let done = sqlx::query(
        "UPDATE authorization_codes SET family_id = $3
         WHERE tenant_id = $1 AND code_hash = $2 AND family_id IS NULL",
    )
    .bind(tenant.id.as_str())
    .bind(code_hash)
    .bind(family_id)
    .execute(work.connection())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Removes all codes of a user.
pub async fn delete_of_user(
    tenant: &Tenant,
    user: &UserId,
    work: &mut Work,
) -> Result<(), SqlError> {
    sqlx::query("DELETE FROM authorization_codes WHERE tenant_id = $1 AND user_id = $2")
        .bind(tenant.id.as_str())
        .bind(user.as_str())
        .execute(work.connection())
        .await?;
    Ok(())
}

/// Uses up all codes of a user that a client has not exchanged yet.
pub async fn end_of_party(
    tenant: &Tenant,
    user_id: &str,
    client_id: &str,
    now: Timestamp,
    work: &mut Work,
) -> Result<(), SqlError> {
    sqlx::query(
        "UPDATE authorization_codes SET consumed_at = $4
         WHERE tenant_id = $1 AND user_id = $2 AND client_id = $3 AND consumed_at IS NULL AND expires_at > $4",
    )
    .bind(tenant.id.as_str())
    .bind(user_id)
    .bind(client_id)
    .bind(now.millis())
    .execute(work.connection())
    .await?;
    Ok(())
}
