//! The `tickets` table.

use ostia_protocol::auth0::ids::TenantId;

use crate::database::{Columns, Database, Expiring, SqlError, SqlRow, Work};
use crate::time::Timestamp;

/// Tickets go some time after they have expired.
pub const EXPIRING: Expiring = Expiring::new("tickets", "ticket_hash");

/// A ticket to store.
#[derive(Debug)]
pub struct NewTicket<'a> {
    /// Of the ticket itself.
    pub hash: String,
    /// What it is good for.
    pub purpose: &'static str,
    /// Whose it is.
    pub user_id: &'a str,
    /// What it carries, JSON.
    pub document: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it ends.
    pub expires_at: Timestamp,
}

/// A stored ticket.
#[derive(Debug)]
pub struct Row {
    /// Whose it is.
    pub user_id: String,
    /// What it carries, JSON.
    pub document: String,
    /// When it ends.
    pub expires_at: Timestamp,
    /// When it was used or made void.
    pub used_at: Option<Timestamp>,
}

fn read(row: &SqlRow) -> Result<Row, SqlError> {
    Ok(Row {
        user_id: row.text("user_id")?,
        document: row.text("document")?,
        expires_at: row.time("expires_at")?,
        used_at: row.optional_time("used_at")?,
    })
}

/// Adds a ticket.
pub async fn insert(
    tenant: &TenantId,
    ticket: &NewTicket<'_>,
    work: &mut Work,
) -> Result<(), SqlError> {
    sqlx::query(
        "INSERT INTO tickets (tenant_id, ticket_hash, purpose, user_id, document, created_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(tenant.as_str())
    .bind(&ticket.hash)
    .bind(ticket.purpose)
    .bind(ticket.user_id)
    .bind(&ticket.document)
    .bind(ticket.created_at.millis())
    .bind(ticket.expires_at.millis())
    .execute(work.connection())
    .await?;
    Ok(())
}

/// One ticket, used or not.
pub async fn find(
    tenant: &TenantId,
    hash: &str,
    purpose: &str,
    database: &Database,
) -> Result<Option<Row>, SqlError> {
    let row = sqlx::query(
        "SELECT user_id, document, expires_at, used_at FROM tickets
         WHERE tenant_id = $1 AND ticket_hash = $2 AND purpose = $3",
    )
    .bind(tenant.as_str())
    .bind(hash)
    .bind(purpose)
    .fetch_optional(database.reader())
    .await?;
    row.as_ref().map(read).transpose()
}

/// Uses a ticket, if it was not used and is not too old.
pub async fn redeem(
    tenant: &TenantId,
    hash: &str,
    purpose: &str,
    now: Timestamp,
    work: &mut Work,
) -> Result<Option<Row>, SqlError> {
    let row = sqlx::query(
        "UPDATE tickets SET used_at = $4
         WHERE tenant_id = $1 AND ticket_hash = $2 AND purpose = $3 AND used_at IS NULL AND expires_at > $4
         RETURNING user_id, document, expires_at, used_at",
    )
    .bind(tenant.as_str())
    .bind(hash)
    .bind(purpose)
    .bind(now.millis())
    .fetch_optional(work.connection())
    .await?;
    row.as_ref().map(read).transpose()
}

/// Makes a user's tickets worthless.
pub async fn void_of_user(
    tenant: &TenantId,
    user_id: &str,
    purpose: &str,
    now: Timestamp,
    work: &mut Work,
) -> Result<(), SqlError> {
    sqlx::query(
        "UPDATE tickets SET used_at = $4
         WHERE tenant_id = $1 AND user_id = $2 AND purpose = $3 AND used_at IS NULL",
    )
    .bind(tenant.as_str())
    .bind(user_id)
    .bind(purpose)
    .bind(now.millis())
    .execute(work.connection())
    .await?;
    Ok(())
}

/// How many tickets a user was given since a moment.
pub async fn count_since(
    tenant: &TenantId,
    user_id: &str,
    purpose: &str,
    since: Timestamp,
    database: &Database,
) -> Result<i64, SqlError> {
    let row = sqlx::query(
        "SELECT COUNT(*) AS total FROM tickets
         WHERE tenant_id = $1 AND user_id = $2 AND purpose = $3 AND created_at >= $4",
    )
    .bind(tenant.as_str())
    .bind(user_id)
    .bind(purpose)
    .bind(since.millis())
    .fetch_one(database.reader())
    .await?;
    row.integer("total")
}

/// Removes a user's tickets.
pub async fn delete_of_user(
    tenant: &TenantId,
    user_id: &str,
    work: &mut Work,
) -> Result<(), SqlError> {
    sqlx::query("DELETE FROM tickets WHERE tenant_id = $1 AND user_id = $2")
        .bind(tenant.as_str())
        .bind(user_id)
        .execute(work.connection())
        .await?;
    Ok(())
}
