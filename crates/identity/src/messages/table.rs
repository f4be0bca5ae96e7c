//! The `messages` table: the outbox.

use ostia_protocol::auth0::ids::TenantId;

use crate::database::{Columns, Database, SqlError, Work};
use crate::time::Timestamp;

/// A message as it is stored.
#[derive(Debug)]
pub struct Row {
    /// Names it.
    pub id: String,
    /// The message, sealed.
    pub sealed: String,
    /// How often it was leased.
    pub attempts: i64,
    /// When it was caused.
    pub created_at: Timestamp,
}

/// Adds a message that is due at once.
pub async fn insert(
    tenant: &TenantId,
    id: &str,
    sealed: &str,
    now: Timestamp,
    work: &mut Work,
) -> Result<(), SqlError> {
    sqlx::query(
        "INSERT INTO messages (tenant_id, message_id, sealed, attempts, due_at, created_at)
         VALUES ($1, $2, $3, 0, $4, $4)",
    )
    .bind(tenant.as_str())
    .bind(id)
    .bind(sealed)
    .bind(now.millis())
    .execute(work.connection())
    .await?;
    Ok(())
}

/// Takes messages that are due, oldest first, and makes them due again at `until`.
pub async fn lease(
    tenant: &TenantId,
    limit: i64,
    now: Timestamp,
    until: Timestamp,
    work: &mut Work,
) -> Result<Vec<Row>, SqlError> {
    // The condition on due_at is repeated: on PostgreSQL it is what a row that another node just took is checked by.
    let rows = sqlx::query(
        "UPDATE messages SET due_at = $3, attempts = attempts + 1
         WHERE tenant_id = $1 AND due_at <= $2 AND message_id IN
           (SELECT message_id FROM messages WHERE tenant_id = $1 AND due_at <= $2 ORDER BY due_at LIMIT $4)
         RETURNING message_id, sealed, attempts, created_at",
    )
    .bind(tenant.as_str())
    .bind(now.millis())
    .bind(until.millis())
    .bind(limit)
    .fetch_all(work.connection())
    .await?;
    rows.iter()
        .map(|row| {
            Ok(Row {
                id: row.text("message_id")?,
                sealed: row.text("sealed")?,
                attempts: row.integer("attempts")?,
                created_at: row.time("created_at")?,
            })
        })
        .collect()
}

/// Removes a message. Whether it was there.
pub async fn delete(tenant: &TenantId, id: &str, work: &mut Work) -> Result<bool, SqlError> {
    let done = sqlx::query("DELETE FROM messages WHERE tenant_id = $1 AND message_id = $2")
        .bind(tenant.as_str())
        .bind(id)
        .execute(work.connection())
        .await?;
    Ok(done.rows_affected() > 0)
}

/// Makes a message due at another moment.
pub async fn postpone(
    tenant: &TenantId,
    id: &str,
    until: Timestamp,
    work: &mut Work,
) -> Result<(), SqlError> {
    sqlx::query("UPDATE messages SET due_at = $3 WHERE tenant_id = $1 AND message_id = $2")
        .bind(tenant.as_str())
        .bind(id)
        .bind(until.millis())
        .execute(work.connection())
        .await?;
    Ok(())
}

/// The tenants that have something to send.
pub async fn tenants_with_due(
    now: Timestamp,
    database: &Database,
) -> Result<Vec<TenantId>, SqlError> {
    // tidy: global the worker asks which tenants have work before it has any context
    let rows = sqlx::query("SELECT DISTINCT tenant_id FROM messages WHERE due_at <= $1")
        .bind(now.millis())
        .fetch_all(database.reader())
        .await?;
    rows.iter().map(Columns::tenant_id).collect()
}
