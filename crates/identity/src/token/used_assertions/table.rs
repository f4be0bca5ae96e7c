//! The `used_assertions` table.

use ostia_protocol::auth0::ids::ClientId;

use crate::database::{Expiring, SqlError, Work};
use crate::tenants::Tenant;
use crate::time::Timestamp;

/// Assertions go some time after they have expired.
pub const EXPIRING: Expiring = Expiring::new("used_assertions", "client_id, jti_hash");

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
