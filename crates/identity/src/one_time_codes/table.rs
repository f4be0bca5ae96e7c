//! The `one_time_codes` table.

use crate::database::{Columns, Database, Expiring, SqlError, Work};
use crate::tenants::Tenant;
use crate::time::Timestamp;

/// Codes go some time after they have expired.
pub const EXPIRING: Expiring = Expiring::new("one_time_codes", "purpose_hash");

/// A code to be kept.
#[derive(Debug)]
pub struct NewCode<'a> {
    /// What it is for.
    pub purpose_hash: &'a str,
    /// Recognises it.
    pub code_hash: &'a str,
    /// JSON of the purpose's own.
    pub detail: &'a str,
    /// How many tries there are.
    pub tries: i64,
    /// When it is good no longer.
    pub expires_at: Timestamp,
}

/// A code that still is good.
#[derive(Debug)]
pub struct Waiting {
    /// Recognises it.
    pub code_hash: String,
    /// JSON of the purpose's own.
    pub detail: String,
}

/// Keeps a code in place of the one that was there for the same purpose.
pub async fn put(
    tenant: &Tenant,
    code: &NewCode<'_>,
    now: Timestamp,
    work: &mut Work,
) -> Result<(), SqlError> {
    sqlx::query(
        "INSERT INTO one_time_codes
         (tenant_id, purpose_hash, code_hash, detail, tries_left, created_at, expires_at, consumed_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, NULL)
         ON CONFLICT (tenant_id, purpose_hash) DO UPDATE SET code_hash = $3, detail = $4, tries_left = $5,
           created_at = $6, expires_at = $7, consumed_at = NULL",
    )
    .bind(tenant.id.as_str())
    .bind(code.purpose_hash)
    .bind(code.code_hash)
    .bind(code.detail)
    .bind(code.tries)
    .bind(now.millis())
    .bind(code.expires_at.millis())
    .execute(work.connection())
    .await?;
    Ok(())
}

/// Whether a code is still good.
pub async fn is_waiting(
    tenant: &Tenant,
    purpose_hash: &str,
    now: Timestamp,
    database: &Database,
) -> Result<bool, SqlError> {
    let row = sqlx::query(
        "SELECT purpose_hash FROM one_time_codes WHERE tenant_id = $1 AND purpose_hash = $2
         AND consumed_at IS NULL AND tries_left > 0 AND expires_at > $3",
    )
    .bind(tenant.id.as_str())
    .bind(purpose_hash)
    .bind(now.millis())
    .fetch_optional(database.reader())
    .await?;
    Ok(row.is_some())
}

/// Counts a try at a code that is still good; nobody else tries it before the unit of work ends.
pub async fn count_try(
    tenant: &Tenant,
    purpose_hash: &str,
    now: Timestamp,
    work: &mut Work,
) -> Result<Option<Waiting>, SqlError> {
    let row = sqlx::query(
        "UPDATE one_time_codes SET tries_left = tries_left - 1 WHERE tenant_id = $1 AND purpose_hash = $2
         AND consumed_at IS NULL AND tries_left > 0 AND expires_at > $3 RETURNING code_hash, detail",
    )
    .bind(tenant.id.as_str())
    .bind(purpose_hash)
    .bind(now.millis())
    .fetch_optional(work.connection())
    .await?;
    row.map(|row| {
        Ok(Waiting {
            code_hash: row.text("code_hash")?,
            detail: row.text("detail")?,
        })
    })
    .transpose()
}

/// Gives the try back that was just counted: the code was right, and is still to be used.
pub async fn give_back(
    tenant: &Tenant,
    purpose_hash: &str,
    work: &mut Work,
) -> Result<(), SqlError> {
    sqlx::query(
        "UPDATE one_time_codes SET tries_left = tries_left + 1 WHERE tenant_id = $1 AND purpose_hash = $2",
    )
    .bind(tenant.id.as_str())
    .bind(purpose_hash)
    .execute(work.connection())
    .await?;
    Ok(())
}

/// Uses a code up; `true` for the one who did.
pub async fn consume(
    tenant: &Tenant,
    purpose_hash: &str,
    now: Timestamp,
    work: &mut Work,
) -> Result<bool, SqlError> {
    let done = sqlx::query(
        "UPDATE one_time_codes SET consumed_at = $3
         WHERE tenant_id = $1 AND purpose_hash = $2 AND consumed_at IS NULL",
    )
    .bind(tenant.id.as_str())
    .bind(purpose_hash)
    .bind(now.millis())
    .execute(work.connection())
    .await?;
    Ok(done.rows_affected() == 1)
}
