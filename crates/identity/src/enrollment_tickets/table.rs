//! The `enrollment_tickets` table.

use ostia_protocol::auth0::ids::UserId;

use super::Ticket;
use crate::database::{Columns, Database, Expiring, SqlError, Work};
use crate::tenants::Tenant;
use crate::time::Timestamp;

/// Tickets go some time after they have expired.
pub const EXPIRING: Expiring = Expiring::new("enrollment_tickets", "ticket_hash");

/// A ticket to be kept.
#[derive(Debug)]
pub struct NewTicket<'a> {
    /// Recognises it.
    pub ticket_hash: &'a str,
    /// Who may enrol.
    pub user: &'a UserId,
    /// What; `None` leaves the choice.
    pub factor: Option<&'a str>,
    /// Whether it may be one beside others.
    pub adds_to_others: bool,
    /// When it is good no longer.
    pub expires_at: Timestamp,
}

/// Keeps a ticket.
pub async fn insert(
    tenant: &Tenant,
    ticket: &NewTicket<'_>,
    now: Timestamp,
    work: &mut Work,
) -> Result<(), SqlError> {
    sqlx::query(
        "INSERT INTO enrollment_tickets (tenant_id, ticket_hash, user_id, factor, adds_to_others, created_at,
           expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(tenant.id.as_str())
    .bind(ticket.ticket_hash)
    .bind(ticket.user.as_str())
    .bind(ticket.factor)
    .bind(i16::from(ticket.adds_to_others))
    .bind(now.millis())
    .bind(ticket.expires_at.millis())
    .execute(work.connection())
    .await?;
    Ok(())
}

/// A ticket that is still good.
pub async fn find(
    tenant: &Tenant,
    ticket_hash: &str,
    now: Timestamp,
    database: &Database,
) -> Result<Option<Ticket>, SqlError> {
    let row = sqlx::query(
        "SELECT user_id, factor, adds_to_others, enrolling FROM enrollment_tickets
         WHERE tenant_id = $1 AND ticket_hash = $2 AND consumed_at IS NULL AND expires_at > $3",
    )
    .bind(tenant.id.as_str())
    .bind(ticket_hash)
    .bind(now.millis())
    .fetch_optional(database.reader())
    .await?;
    row.map(|row| {
        let user_id = row.text("user_id")?;
        Ok(Ticket {
            user_id: UserId::parse(&user_id).map_err(|error| SqlError::ColumnDecode {
                index: "user_id".to_owned(),
                source: error.into(),
            })?,
            factor: row.optional_text("factor")?,
            adds_to_others: row.flag("adds_to_others")?,
            enrolling: row.optional_text("enrolling")?,
        })
    })
    .transpose()
}

/// Notes which method waits for its first code; `false` where the ticket is good no longer.
pub async fn set_enrolling(
    tenant: &Tenant,
    ticket_hash: &str,
    method: Option<&str>,
    now: Timestamp,
    work: &mut Work,
) -> Result<bool, SqlError> {
    let done = sqlx::query(
        "UPDATE enrollment_tickets SET enrolling = $4 WHERE tenant_id = $1 AND ticket_hash = $2
         AND consumed_at IS NULL AND expires_at > $3",
    )
    .bind(tenant.id.as_str())
    .bind(ticket_hash)
    .bind(now.millis())
    .bind(method)
    .execute(work.connection())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Uses a ticket up; `true` for the one who did.
pub async fn consume(
    tenant: &Tenant,
    ticket_hash: &str,
    now: Timestamp,
    work: &mut Work,
) -> Result<bool, SqlError> {
    let row = sqlx::query(
        "UPDATE enrollment_tickets SET consumed_at = $3 WHERE tenant_id = $1 AND ticket_hash = $2
         AND consumed_at IS NULL AND expires_at > $3 RETURNING ticket_hash",
    )
    .bind(tenant.id.as_str())
    .bind(ticket_hash)
    .bind(now.millis())
    .fetch_optional(work.connection())
    .await?;
    Ok(row.is_some())
}

/// Ends all tickets of a user.
pub async fn delete_of_user(
    tenant: &Tenant,
    user: &UserId,
    work: &mut Work,
) -> Result<(), SqlError> {
    sqlx::query("DELETE FROM enrollment_tickets WHERE tenant_id = $1 AND user_id = $2")
        .bind(tenant.id.as_str())
        .bind(user.as_str())
        .execute(work.connection())
        .await?;
    Ok(())
}
