//! The `used_assertions` table.

use ostia_protocol::auth0::ids::ClientId;

use crate::database::{SqlError, Work};
use crate::tenants::Tenant;
use crate::time::Timestamp;

/// Adds an id; `false` where it is there already.
pub async fn insert(
    tenant: &Tenant,
    client: &ClientId,
    jti_hash: &str,
    expires_at: Timestamp,
    work: &mut Work,
) -> Result<bool, SqlError> {
    let done = sqlx::query(
        "INSERT INTO used_assertions (tenant_id, client_id, jti_hash, expires_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (tenant_id, client_id, jti_hash) DO NOTHING",
    )
    .bind(tenant.id.as_str())
    .bind(client.as_str())
    .bind(jti_hash)
    .bind(expires_at.millis())
    .execute(work.connection())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Deletes a bounded number of ids whose assertions expired before `before`. How many.
pub async fn delete_expired(
    tenant: &Tenant,
    before: Timestamp,
    limit: i64,
    work: &mut Work,
) -> Result<u64, SqlError> {
    let done = sqlx::query(
        "DELETE FROM used_assertions WHERE tenant_id = $1 AND (client_id, jti_hash) IN
         (SELECT client_id, jti_hash FROM used_assertions WHERE tenant_id = $1 AND expires_at < $2 LIMIT $3)",
    )
    .bind(tenant.id.as_str())
    .bind(before.millis())
    .bind(limit)
    .execute(work.connection())
    .await?;
    Ok(done.rows_affected())
}
