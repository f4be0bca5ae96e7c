//! The `webauthn_challenges` table.

use crate::database::{Columns, Expiring, SqlError, Work};
use crate::tenants::Tenant;
use crate::time::Timestamp;

/// Challenges go some time after they have expired.
pub const EXPIRING: Expiring = Expiring::new("webauthn_challenges", "place_hash");

/// A question to be kept.
#[derive(Debug)]
pub struct NewChallenge<'a> {
    /// Where it is asked.
    pub place_hash: &'a str,
    /// JSON of what was asked.
    pub question: &'a str,
    /// Until when it can be answered.
    pub expires_at: Timestamp,
}

/// Keeps a question in place of the one that was asked there before.
pub async fn put(
    tenant: &Tenant,
    challenge: &NewChallenge<'_>,
    now: Timestamp,
    work: &mut Work,
) -> Result<(), SqlError> {
    sqlx::query(
        "INSERT INTO webauthn_challenges (tenant_id, place_hash, question, created_at, expires_at, consumed_at)
         VALUES ($1, $2, $3, $4, $5, NULL)
         ON CONFLICT (tenant_id, place_hash) DO UPDATE SET question = $3, created_at = $4, expires_at = $5,
           consumed_at = NULL",
    )
    .bind(tenant.id.as_str())
    .bind(challenge.place_hash)
    .bind(challenge.question)
    .bind(now.millis())
    .bind(challenge.expires_at.millis())
    .execute(work.connection())
    .await?;
    Ok(())
}

/// Uses a question up that can still be answered, and says what it was; only the first of many gets it.
pub async fn consume(
    tenant: &Tenant,
    place_hash: &str,
    now: Timestamp,
    work: &mut Work,
) -> Result<Option<String>, SqlError> {
    let row = sqlx::query(
        "UPDATE webauthn_challenges SET consumed_at = $3 WHERE tenant_id = $1 AND place_hash = $2
         AND consumed_at IS NULL AND expires_at > $3 RETURNING question",
    )
    .bind(tenant.id.as_str())
    .bind(place_hash)
    .bind(now.millis())
    .fetch_optional(work.connection())
    .await?;
    row.map(|row| row.text("question")).transpose()
}
