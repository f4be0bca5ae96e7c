//! The `organization_invitations` table.

use sqlx::AssertSqlSafe;

use super::Invitation;
use crate::database::{Columns, Database, Expiring, SqlError, SqlRow, Work};
use crate::listing::Slice;
use crate::tenants::Tenant;
use crate::time::Timestamp;

/// Invitations go some time after they have expired.
pub const EXPIRING: Expiring = Expiring::new("organization_invitations", "invitation_id");

/// A row.
#[derive(Debug)]
pub struct InvitationRow {
    /// The invitation.
    pub invitation: Invitation,
    /// Its ticket.
    pub sealed_ticket: String,
}

fn read(row: &SqlRow) -> Result<InvitationRow, SqlError> {
    Ok(InvitationRow {
        invitation: Invitation {
            id: row.text("invitation_id")?,
            organization_id: row.text("organization_id")?,
            client_id: row.text("client_id")?,
            connection_id: row.optional_text("connection_id")?,
            document: row.json("document")?,
            created_at: row.time("created_at")?,
            expires_at: row.time("expires_at")?,
        },
        sealed_ticket: row.text("sealed_ticket")?,
    })
}

/// Some of an organization's invitations that nobody accepted.
pub async fn list(
    tenant: &Tenant,
    organization: &str,
    oldest_first: bool,
    slice: &Slice,
    database: &Database,
) -> Result<Vec<InvitationRow>, SqlError> {
    let order = if oldest_first { "ASC" } else { "DESC" };
    // The order is ours: nothing of the request is in the text.
    let statement = format!(
        "SELECT invitation_id, organization_id, client_id, connection_id, sealed_ticket, document, created_at, expires_at
         FROM organization_invitations WHERE tenant_id = $1 AND organization_id = $2 AND accepted_at IS NULL
         ORDER BY created_at {order}, invitation_id {order} LIMIT $3 OFFSET $4"
    );
    let rows = sqlx::query(AssertSqlSafe(statement))
        .bind(tenant.id.as_str())
        .bind(organization)
        .bind(slice.limit)
        .bind(slice.offset)
        .fetch_all(database.reader())
        .await?;
    rows.iter().map(read).collect()
}

/// One invitation that nobody accepted.
pub async fn find(
    tenant: &Tenant,
    organization: &str,
    id: &str,
    database: &Database,
) -> Result<Option<InvitationRow>, SqlError> {
    let row = sqlx::query(
        "SELECT invitation_id, organization_id, client_id, connection_id, sealed_ticket, document, created_at, expires_at
         FROM organization_invitations
         WHERE tenant_id = $1 AND organization_id = $2 AND invitation_id = $3 AND accepted_at IS NULL",
    )
    .bind(tenant.id.as_str())
    .bind(organization)
    .bind(id)
    .fetch_optional(database.reader())
    .await?;
    row.as_ref().map(read).transpose()
}

/// The invitation that a ticket opens, if it can be accepted now.
pub async fn find_by_ticket(
    tenant: &Tenant,
    ticket_hash: &str,
    now: Timestamp,
    database: &Database,
) -> Result<Option<Invitation>, SqlError> {
    let row = sqlx::query(
        "SELECT invitation_id, organization_id, client_id, connection_id, sealed_ticket, document, created_at, expires_at
         FROM organization_invitations
         WHERE tenant_id = $1 AND ticket_hash = $2 AND accepted_at IS NULL AND expires_at > $3",
    )
    .bind(tenant.id.as_str())
    .bind(ticket_hash)
    .bind(now.millis())
    .fetch_optional(database.reader())
    .await?;
    let row = row.as_ref().map(read).transpose()?;
    Ok(row.map(|row| row.invitation))
}

/// Uses an invitation up; only the first of many gets `true`.
pub async fn consume(
    tenant: &Tenant,
    id: &str,
    now: Timestamp,
    work: &mut Work,
) -> Result<bool, SqlError> {
    let row = sqlx::query(
        "UPDATE organization_invitations SET accepted_at = $3
         WHERE tenant_id = $1 AND invitation_id = $2 AND accepted_at IS NULL AND expires_at > $3
         RETURNING invitation_id",
    )
    .bind(tenant.id.as_str())
    .bind(id)
    .bind(now.millis())
    .fetch_optional(work.connection())
    .await?;
    Ok(row.is_some())
}

/// Adds an invitation.
pub async fn insert(
    tenant: &Tenant,
    row: &InvitationRow,
    ticket_hash: &str,
    work: &mut Work,
) -> Result<(), SqlError> {
    let invitation = &row.invitation;
    sqlx::query(
        "INSERT INTO organization_invitations (tenant_id, invitation_id, organization_id, client_id, connection_id,
           ticket_hash, sealed_ticket, document, created_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
    )
    .bind(tenant.id.as_str())
    .bind(&invitation.id)
    .bind(&invitation.organization_id)
    .bind(&invitation.client_id)
    .bind(invitation.connection_id.as_deref())
    .bind(ticket_hash)
    .bind(&row.sealed_ticket)
    .bind(serde_json::to_string(&invitation.document).unwrap_or_default())
    .bind(invitation.created_at.millis())
    .bind(invitation.expires_at.millis())
    .execute(work.connection())
    .await?;
    Ok(())
}

/// Removes an invitation that nobody accepted. Whether there was one.
pub async fn delete(
    tenant: &Tenant,
    organization: &str,
    id: &str,
    work: &mut Work,
) -> Result<bool, SqlError> {
    let done = sqlx::query(
        "DELETE FROM organization_invitations
         WHERE tenant_id = $1 AND organization_id = $2 AND invitation_id = $3 AND accepted_at IS NULL",
    )
    .bind(tenant.id.as_str())
    .bind(organization)
    .bind(id)
    .execute(work.connection())
    .await?;
    Ok(done.rows_affected() > 0)
}
