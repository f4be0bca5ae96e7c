//! The `login_tickets` table.

use ostia_protocol::auth0::ids::{ClientId, UserId};

use super::Proof;
use crate::database::{Columns, Expiring, SqlError, SqlRow, Work};
use crate::tenants::Tenant;
use crate::time::Timestamp;

/// Tickets go some time after they have expired.
pub const EXPIRING: Expiring = Expiring::new("login_tickets", "ticket_hash");

/// A row to be made.
#[derive(Debug)]
pub struct NewTicket<'a> {
    /// Recognises the ticket.
    pub ticket_hash: &'a str,
    /// Recognises the verifier.
    pub verifier_hash: &'a str,
    /// What was proved.
    pub proof: &'a Proof,
    /// When it is forgotten.
    pub expires_at: Timestamp,
}

/// Adds a ticket.
pub async fn insert(
    tenant: &Tenant,
    row: &NewTicket<'_>,
    now: Timestamp,
    work: &mut Work,
) -> Result<(), SqlError> {
    sqlx::query(
        "INSERT INTO login_tickets
           (tenant_id, ticket_hash, verifier_hash, client_id, origin, user_id, connection, created_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(tenant.id.as_str())
    .bind(row.ticket_hash)
    .bind(row.verifier_hash)
    .bind(row.proof.client_id.as_str())
    .bind(&row.proof.origin)
    .bind(row.proof.user_id.as_str())
    .bind(&row.proof.connection)
    .bind(now.millis())
    .bind(row.expires_at.millis())
    .execute(work.connection())
    .await?;
    Ok(())
}

/// Uses a ticket up; only the first of many gets what it proves, and what recognises its verifier.
pub async fn consume(
    tenant: &Tenant,
    ticket_hash: &str,
    now: Timestamp,
    work: &mut Work,
) -> Result<Option<(Proof, String)>, SqlError> {
    let row = sqlx::query(
        "UPDATE login_tickets SET consumed_at = $3
         WHERE tenant_id = $1 AND ticket_hash = $2 AND consumed_at IS NULL AND expires_at > $3
         RETURNING verifier_hash, client_id, origin, user_id, connection",
    )
    .bind(tenant.id.as_str())
    .bind(ticket_hash)
    .bind(now.millis())
    .fetch_optional(work.connection())
    .await?;
    row.as_ref().map(read).transpose()
}

fn read(row: &SqlRow) -> Result<(Proof, String), SqlError> {
    let client_id = ClientId::parse(&row.text("client_id")?);
    let user_id = UserId::parse(&row.text("user_id")?);
    let proof = Proof {
        client_id: client_id.map_err(|error| SqlError::ColumnDecode {
            index: "client_id".to_owned(),
            source: error.into(),
        })?,
        user_id: user_id.map_err(|error| SqlError::ColumnDecode {
            index: "user_id".to_owned(),
            source: error.into(),
        })?,
        origin: row.text("origin")?,
        connection: row.text("connection")?,
    };
    Ok((proof, row.text("verifier_hash")?))
}
