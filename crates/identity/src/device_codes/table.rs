//! The `device_codes` table.

use ostia_protocol::auth0::ids::{ClientId, UserId};

use super::{Denial, Waiting};
use crate::approval::Approval;
use crate::database::{Columns, Database, Expiring, SqlError, Work};
use crate::tenants::Tenant;
use crate::time::Timestamp;

/// Codes go some time after they have expired.
pub const EXPIRING: Expiring = Expiring::new("device_codes", "code_hash");

/// Nobody has answered.
const PENDING: &str = "pending";
/// Somebody let the device in, which does not know it yet.
pub(super) const APPROVED: &str = "approved";
/// Somebody sent it away.
pub(super) const DENIED: &str = "denied";
/// It came in, or was told that it is too late.
const OVER: &str = "over";

/// A device's codes to be kept.
#[derive(Debug)]
pub struct NewCode<'a> {
    /// Recognises the device code.
    pub code_hash: &'a str,
    /// Recognises the user code.
    pub user_code_hash: &'a str,
    /// Whose device it is.
    pub client_id: &'a str,
    /// What it asks for, JSON.
    pub request: String,
    /// When it need not wait any more.
    pub expires_at: Timestamp,
}

/// What somebody answered.
#[derive(Debug)]
pub struct Answer<'a> {
    /// [`APPROVED`] or [`DENIED`].
    pub(super) state: &'static str,
    /// Who.
    pub(super) user_id: Option<&'a str>,
    /// The approval or the denial, JSON.
    pub(super) text: String,
}

/// How it stands with a device that was told nothing new.
#[derive(Debug)]
pub(super) enum Standing {
    Pending,
    Denied(Denial),
    Over,
}

/// Keeps codes, unless the user code is taken. Whether it was free.
pub async fn insert(
    tenant: &Tenant,
    row: &NewCode<'_>,
    now: Timestamp,
    work: &mut Work,
) -> Result<bool, SqlError> {
    let done = sqlx::query(
        "INSERT INTO device_codes
         (tenant_id, code_hash, user_code_hash, client_id, request, state, polled_at, created_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, 0, $7, $8) ON CONFLICT (tenant_id, user_code_hash) DO NOTHING",
    )
    .bind(tenant.id.as_str())
    .bind(row.code_hash)
    .bind(row.user_code_hash)
    .bind(row.client_id)
    .bind(&row.request)
    .bind(PENDING)
    .bind(now.millis())
    .bind(row.expires_at.millis())
    .execute(work.connection())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// The device that shows a user code, while nobody has answered.
pub async fn find(
    tenant: &Tenant,
    user_code_hash: &str,
    now: Timestamp,
    database: &Database,
) -> Result<Option<Waiting>, SqlError> {
    let row = sqlx::query(
        "SELECT code_hash, client_id, request FROM device_codes
         WHERE tenant_id = $1 AND user_code_hash = $2 AND state = $3 AND expires_at > $4",
    )
    .bind(tenant.id.as_str())
    .bind(user_code_hash)
    .bind(PENDING)
    .bind(now.millis())
    .fetch_optional(database.reader())
    .await?;
    row.map(|row| {
        let client_id = row.text("client_id")?;
        let client_id = ClientId::parse(&client_id).map_err(|error| SqlError::ColumnDecode {
            index: "client_id".to_owned(),
            source: error.into(),
        })?;
        Ok(Waiting {
            code_hash: row.text("code_hash")?,
            client_id,
            request: row.json("request")?,
        })
    })
    .transpose()
}

/// Answers a device that waits; `true` for the one who did.
pub async fn answer(
    tenant: &Tenant,
    code_hash: &str,
    answer: &Answer<'_>,
    now: Timestamp,
    work: &mut Work,
) -> Result<bool, SqlError> {
    let done = sqlx::query(
        "UPDATE device_codes SET state = $3, user_id = $4, answer = $5
         WHERE tenant_id = $1 AND code_hash = $2 AND state = $6 AND expires_at > $7",
    )
    .bind(tenant.id.as_str())
    .bind(code_hash)
    .bind(answer.state)
    .bind(answer.user_id)
    .bind(&answer.text)
    .bind(PENDING)
    .bind(now.millis())
    .execute(work.connection())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Uses an approval up; only the first of many polls gets it. `code` is the code's hash and the client's id.
pub async fn redeem(
    tenant: &Tenant,
    code: [&str; 2],
    now: Timestamp,
    work: &mut Work,
) -> Result<Option<Approval>, SqlError> {
    let row = sqlx::query(
        "UPDATE device_codes SET state = $4 WHERE tenant_id = $1 AND code_hash = $2 AND client_id = $3
         AND state = $5 AND expires_at > $6 RETURNING answer",
    )
    .bind(tenant.id.as_str())
    .bind(code[0])
    .bind(code[1])
    .bind(OVER)
    .bind(APPROVED)
    .bind(now.millis())
    .fetch_optional(work.connection())
    .await?;
    row.map(|row| row.json("answer")).transpose()
}

/// Notes that a device asked, unless it did after `not_after` (milliseconds) before. Whether it waits and may ask.
pub async fn note_poll(
    tenant: &Tenant,
    code: [&str; 2],
    now: Timestamp,
    not_after: i64,
    work: &mut Work,
) -> Result<bool, SqlError> {
    let done = sqlx::query(
        "UPDATE device_codes SET polled_at = $4 WHERE tenant_id = $1 AND code_hash = $2 AND client_id = $3
         AND state = $5 AND expires_at > $4 AND polled_at <= $6",
    )
    .bind(tenant.id.as_str())
    .bind(code[0])
    .bind(code[1])
    .bind(now.millis())
    .bind(PENDING)
    .bind(not_after)
    .execute(work.connection())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Ends a code whose time is over; `true` for the one who did.
pub async fn expire(
    tenant: &Tenant,
    code: [&str; 2],
    now: Timestamp,
    work: &mut Work,
) -> Result<bool, SqlError> {
    let done = sqlx::query(
        "UPDATE device_codes SET state = $4 WHERE tenant_id = $1 AND code_hash = $2 AND client_id = $3
         AND state <> $4 AND expires_at <= $5",
    )
    .bind(tenant.id.as_str())
    .bind(code[0])
    .bind(code[1])
    .bind(OVER)
    .bind(now.millis())
    .execute(work.connection())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// How it stands with a code.
pub(super) async fn look(
    tenant: &Tenant,
    code: [&str; 2],
    now: Timestamp,
    work: &mut Work,
) -> Result<Option<Standing>, SqlError> {
    let row = sqlx::query(
        "SELECT state, answer FROM device_codes
         WHERE tenant_id = $1 AND code_hash = $2 AND client_id = $3 AND expires_at > $4",
    )
    .bind(tenant.id.as_str())
    .bind(code[0])
    .bind(code[1])
    .bind(now.millis())
    .fetch_optional(work.connection())
    .await?;
    row.map(|row| {
        Ok(match row.text("state")?.as_str() {
            PENDING => Standing::Pending,
            DENIED => Standing::Denied(row.json("answer")?),
            _ => Standing::Over,
        })
    })
    .transpose()
}

/// Removes what a user answered.
pub async fn delete_of_user(
    tenant: &Tenant,
    user: &UserId,
    work: &mut Work,
) -> Result<(), SqlError> {
    sqlx::query("DELETE FROM device_codes WHERE tenant_id = $1 AND user_id = $2")
        .bind(tenant.id.as_str())
        .bind(user.as_str())
        .execute(work.connection())
        .await?;
    Ok(())
}

/// Removes what a user answered a client's devices.
pub async fn end_of_party(
    tenant: &Tenant,
    user_id: &str,
    client_id: &str,
    work: &mut Work,
) -> Result<(), SqlError> {
    sqlx::query(
        "DELETE FROM device_codes WHERE tenant_id = $1 AND user_id = $2 AND client_id = $3",
    )
    .bind(tenant.id.as_str())
    .bind(user_id)
    .bind(client_id)
    .execute(work.connection())
    .await?;
    Ok(())
}
