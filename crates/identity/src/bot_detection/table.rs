//! The `spent_challenges` table.

use crate::database::{Expiring, SqlError, Work};
use crate::tenants::Tenant;
use crate::time::Timestamp;

/// Challenges go some time after they have expired.
pub const EXPIRING: Expiring = Expiring::new("spent_challenges", "challenge_hash");

/// Uses a challenge up; `false` where it was used before.
pub async fn spend(
    tenant: &Tenant,
    challenge_hash: &str,
    expires_at: Timestamp,
    work: &mut Work,
) -> Result<bool, SqlError> {
    let done = sqlx::query(
        "INSERT INTO spent_challenges (tenant_id, challenge_hash, expires_at) VALUES ($1, $2, $3)
         ON CONFLICT (tenant_id, challenge_hash) DO NOTHING",
    )
    .bind(tenant.id.as_str())
    .bind(challenge_hash)
    .bind(expires_at.millis())
    .execute(work.connection())
    .await?;
    Ok(done.rows_affected() == 1)
}
