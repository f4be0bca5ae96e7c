//! The `login_transactions` table.

use crate::database::{Columns, Database, Expiring, SqlError, Work};
use crate::tenants::Tenant;
use crate::time::Timestamp;

/// Transactions go some time after they have expired.
pub const EXPIRING: Expiring = Expiring::new("login_transactions", "state_hash");

/// A row to be made.
#[derive(Debug)]
pub struct NewTransaction<'a> {
    /// Recognises the state.
    pub state_hash: &'a str,
    /// Recognises the browser.
    pub browser_hash: &'a str,
    /// Whose request it is.
    pub client_id: &'a str,
    /// The request, JSON.
    pub request: String,
    /// The progress, JSON.
    pub progress: String,
    /// When it is forgotten.
    pub expires_at: Timestamp,
}

/// A row that was found.
#[derive(Debug)]
pub struct TransactionRow {
    /// Recognises the browser.
    pub browser_hash: String,
    /// Whose request it is.
    pub client_id: String,
    /// The request, JSON.
    pub request: String,
    /// The progress, JSON.
    pub progress: String,
}

/// Adds a transaction.
pub async fn insert(
    tenant: &Tenant,
    row: &NewTransaction<'_>,
    now: Timestamp,
    work: &mut Work,
) -> Result<(), SqlError> {
    sqlx::query(
        "INSERT INTO login_transactions
         (tenant_id, state_hash, browser_hash, client_id, request, progress, created_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(tenant.id.as_str())
    .bind(row.state_hash)
    .bind(row.browser_hash)
    .bind(row.client_id)
    .bind(&row.request)
    .bind(&row.progress)
    .bind(now.millis())
    .bind(row.expires_at.millis())
    .execute(work.connection())
    .await?;
    Ok(())
}

/// A transaction that still waits.
pub async fn find(
    tenant: &Tenant,
    state_hash: &str,
    now: Timestamp,
    database: &Database,
) -> Result<Option<TransactionRow>, SqlError> {
    let row = sqlx::query(
        "SELECT browser_hash, client_id, request, progress FROM login_transactions
         WHERE tenant_id = $1 AND state_hash = $2 AND finished_at IS NULL AND expires_at > $3",
    )
    .bind(tenant.id.as_str())
    .bind(state_hash)
    .bind(now.millis())
    .fetch_optional(database.reader())
    .await?;
    row.map(|row| {
        Ok(TransactionRow {
            browser_hash: row.text("browser_hash")?,
            client_id: row.text("client_id")?,
            request: row.text("request")?,
            progress: row.text("progress")?,
        })
    })
    .transpose()
}

/// Saves the progress of a transaction that still waits. Whether it did.
pub async fn set_progress(
    tenant: &Tenant,
    state_hash: &str,
    progress: &str,
    work: &mut Work,
) -> Result<bool, SqlError> {
    let done = sqlx::query(
        "UPDATE login_transactions SET progress = $3 WHERE tenant_id = $1 AND state_hash = $2 AND finished_at IS NULL",
    )
    .bind(tenant.id.as_str())
    .bind(state_hash)
    .bind(progress)
    .execute(work.connection())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Ends a transaction; `true` for the one that did.
pub async fn finish(
    tenant: &Tenant,
    state_hash: &str,
    now: Timestamp,
    work: &mut Work,
) -> Result<bool, SqlError> {
    let done = sqlx::query(
        "UPDATE login_transactions SET finished_at = $3 WHERE tenant_id = $1 AND state_hash = $2 AND finished_at IS NULL",
    )
    .bind(tenant.id.as_str())
    .bind(state_hash)
    .bind(now.millis())
    .execute(work.connection())
    .await?;
    Ok(done.rows_affected() == 1)
}
