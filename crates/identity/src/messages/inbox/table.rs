//! The `inbox_messages` table.

use ostia_protocol::auth0::ids::TenantId;

use crate::database::{Columns, Database, SqlError, SqlRow, Work};
use crate::time::Timestamp;

/// A message to store.
#[derive(Debug)]
pub struct Row {
    /// Names it.
    pub id: String,
    /// How it travels.
    pub channel: &'static str,
    /// Who gets it, in lower case.
    pub recipient: String,
    /// The message, sealed.
    pub sealed: String,
    /// When it came.
    pub created_at: Timestamp,
}

/// A stored message.
#[derive(Debug)]
pub struct Found {
    /// Names it.
    pub id: String,
    /// The message, sealed.
    pub sealed: String,
    /// When it came.
    pub created_at: Timestamp,
}

fn read(row: &SqlRow) -> Result<Found, SqlError> {
    Ok(Found {
        id: row.text("message_id")?,
        sealed: row.text("sealed")?,
        created_at: row.time("created_at")?,
    })
}

/// Adds a message, unless it is there.
pub async fn insert(tenant: &TenantId, row: &Row, work: &mut Work) -> Result<(), SqlError> {
    sqlx::query(
        "INSERT INTO inbox_messages (tenant_id, message_id, channel, recipient, sealed, created_at)
         VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (tenant_id, message_id) DO NOTHING",
    )
    .bind(tenant.as_str())
    .bind(&row.id)
    .bind(row.channel)
    .bind(&row.recipient)
    .bind(&row.sealed)
    .bind(row.created_at.millis())
    .execute(work.connection())
    .await?;
    Ok(())
}

/// The newest messages, of one recipient or of all.
pub async fn list(
    tenant: &TenantId,
    recipient: Option<&str>,
    limit: i64,
    database: &Database,
) -> Result<Vec<Found>, SqlError> {
    let rows = sqlx::query(
        "SELECT message_id, sealed, created_at FROM inbox_messages
         WHERE tenant_id = $1 AND ($2 = '' OR recipient = $2)
         ORDER BY created_at DESC, message_id DESC LIMIT $3",
    )
    .bind(tenant.as_str())
    .bind(recipient.unwrap_or_default())
    .bind(limit)
    .fetch_all(database.reader())
    .await?;
    rows.iter().map(read).collect()
}

/// One message.
pub async fn find(
    tenant: &TenantId,
    id: &str,
    database: &Database,
) -> Result<Option<Found>, SqlError> {
    let row = sqlx::query(
        "SELECT message_id, sealed, created_at FROM inbox_messages WHERE tenant_id = $1 AND message_id = $2",
    )
    .bind(tenant.as_str())
    .bind(id)
    .fetch_optional(database.reader())
    .await?;
    row.as_ref().map(read).transpose()
}

/// Removes messages: the one named, those of a recipient, or all. How many.
pub async fn delete(
    tenant: &TenantId,
    id: Option<&str>,
    recipient: Option<&str>,
    work: &mut Work,
) -> Result<u64, SqlError> {
    let done = sqlx::query(
        "DELETE FROM inbox_messages
         WHERE tenant_id = $1 AND ($2 = '' OR message_id = $2) AND ($3 = '' OR recipient = $3)",
    )
    .bind(tenant.as_str())
    .bind(id.unwrap_or_default())
    .bind(recipient.unwrap_or_default())
    .execute(work.connection())
    .await?;
    Ok(done.rows_affected())
}
