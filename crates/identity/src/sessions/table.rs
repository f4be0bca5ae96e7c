//! The `sessions` and `session_clients` tables.

use ostia_protocol::auth0::ids::{ClientId, UserId};
use serde_json::Value;

use super::{Device, FirstFactor, SecondFactor, Session};
use crate::context::Context;
use crate::database::{Columns, Database, SqlError, SqlRow, Work};
use crate::listing::Slice;
use crate::metadata::table as metadata;
use crate::tenants::Tenant;
use crate::time::Timestamp;

fn read(row: &SqlRow) -> Result<Session, SqlError> {
    let user_id = user_id(row)?;
    let first_factor = row.optional_text("first_factor")?;
    Ok(Session {
        id: row.text("session_id")?,
        first_factor: FirstFactor::stored(first_factor.as_deref(), &user_id),
        user_id,
        connection: row.text("connection")?,
        authenticated_at: row.time("authenticated_at")?,
        second_factor: match (
            row.optional_text("second_factor")?,
            row.optional_time("second_factor_at")?,
        ) {
            (Some(kind), Some(at)) => Some(SecondFactor { kind, at }),
            _ => None,
        },
        last_seen_at: row.time("last_seen_at")?,
        idle_expires_at: row.time("idle_expires_at")?,
        expires_at: row.time("expires_at")?,
    })
}

fn user_id(row: &SqlRow) -> Result<UserId, SqlError> {
    UserId::parse(&row.text("user_id")?).map_err(|error| SqlError::ColumnDecode {
        index: "user_id".to_owned(),
        source: error.into(),
    })
}

/// Adds a session.
pub async fn insert(
    tenant: &Tenant,
    session: &Session,
    token_hash: &str,
    device: &Device,
    work: &mut Work,
) -> Result<(), SqlError> {
    sqlx::query(
        "INSERT INTO sessions (tenant_id, session_id, token_hash, user_id, connection, authenticated_at, created_at,
           last_seen_at, idle_expires_at, expires_at, device, host, first_factor)
         VALUES ($1, $2, $3, $4, $5, $6, $6, $6, $7, $8, $9, $10, $11)",
    )
    .bind(tenant.id.as_str())
    .bind(&session.id)
    .bind(token_hash)
    .bind(session.user_id.as_str())
    .bind(&session.connection)
    .bind(session.authenticated_at.millis())
    .bind(session.idle_expires_at.millis())
    .bind(session.expires_at.millis())
    .bind(serde_json::to_string(device).unwrap_or_default())
    .bind(&tenant.host)
    .bind(session.first_factor.as_str())
    .execute(work.connection())
    .await?;
    Ok(())
}

/// The session that a token opens, unless it was ended.
pub async fn find_by_token(
    tenant: &Tenant,
    token_hash: &str,
    database: &Database,
) -> Result<Option<Session>, SqlError> {
    let row = sqlx::query(
        "SELECT session_id, user_id, connection, authenticated_at, last_seen_at, idle_expires_at, expires_at,
           first_factor, second_factor, second_factor_at
         FROM sessions WHERE tenant_id = $1 AND token_hash = $2 AND ended_at IS NULL",
    )
    .bind(tenant.id.as_str())
    .bind(token_hash)
    .fetch_optional(database.reader())
    .await?;
    row.as_ref().map(read).transpose()
}

/// Whether a client has used a session before.
pub async fn is_client_known(
    tenant: &Tenant,
    session_id: &str,
    client: &ClientId,
    database: &Database,
) -> Result<bool, SqlError> {
    let row = sqlx::query(
        "SELECT client_id FROM session_clients WHERE tenant_id = $1 AND session_id = $2 AND client_id = $3",
    )
    .bind(tenant.id.as_str())
    .bind(session_id)
    .bind(client.as_str())
    .fetch_optional(database.reader())
    .await?;
    Ok(row.is_some())
}

/// What is known of a session's browser.
pub async fn find_device(
    tenant: &Tenant,
    session_id: &str,
    work: &mut Work,
) -> Result<Option<Device>, SqlError> {
    let row = sqlx::query("SELECT device FROM sessions WHERE tenant_id = $1 AND session_id = $2")
        .bind(tenant.id.as_str())
        .bind(session_id)
        .fetch_optional(work.connection())
        .await?;
    row.map(|row| row.json("device")).transpose()
}

/// A use of a session.
#[derive(Debug)]
pub struct Seen<'a> {
    /// When.
    pub at: Timestamp,
    /// When it now ends unless it is used again.
    pub idle_expires_at: Timestamp,
    /// By which browser.
    pub device: &'a Device,
}

/// Notes a use, which moves the idle limit.
pub async fn touch(
    tenant: &Tenant,
    session_id: &str,
    seen: &Seen<'_>,
    work: &mut Work,
) -> Result<(), SqlError> {
    sqlx::query(
        "UPDATE sessions SET last_seen_at = $3, idle_expires_at = $4, device = $5
         WHERE tenant_id = $1 AND session_id = $2",
    )
    .bind(tenant.id.as_str())
    .bind(session_id)
    .bind(seen.at.millis())
    .bind(seen.idle_expires_at.millis())
    .bind(serde_json::to_string(seen.device).unwrap_or_default())
    .execute(work.connection())
    .await?;
    Ok(())
}

/// What makes a session valid: it was not ended, and none of its limits has passed, nor one of the tenant's present
/// limits, where those are shorter.
#[derive(Clone, Copy, Debug)]
pub struct Alive {
    now: Timestamp,
    seen_after: Timestamp,
    authenticated_after: Timestamp,
}

impl Alive {
    /// Valid at the moment of a request.
    pub fn now(context: &Context) -> Self {
        let limits = context.tenant.settings.session;
        Self {
            now: context.now,
            seen_after: context.now.plus_seconds(-limits.idle),
            authenticated_after: context.now.plus_seconds(-limits.absolute.max(1)),
        }
    }
}

/// A session with what only administrators see.
#[derive(Debug)]
pub struct Record {
    /// The session.
    pub session: Session,
    /// When it was opened.
    pub created_at: Timestamp,
    /// The browser.
    pub device: Device,
    /// The applications that used it.
    pub clients: Vec<String>,
    /// What administrators noted.
    pub metadata: Option<Value>,
}

/// Some of the valid sessions of a user, oldest first.
pub async fn list_of_user(
    tenant: &Tenant,
    user: &UserId,
    alive: Alive,
    slice: &Slice,
    database: &Database,
) -> Result<Vec<Record>, SqlError> {
    let rows = sqlx::query(
        "SELECT session_id, user_id, connection, authenticated_at, last_seen_at, idle_expires_at, expires_at,
            first_factor, second_factor, second_factor_at, created_at, device, metadata
         FROM sessions WHERE tenant_id = $1 AND user_id = $2 AND ended_at IS NULL
         AND expires_at > $3 AND idle_expires_at > $3 AND last_seen_at > $4 AND authenticated_at > $5
         AND (created_at > $6 OR (created_at = $6 AND session_id > $7))
         ORDER BY created_at, session_id LIMIT $8 OFFSET $9",
    )
    .bind(tenant.id.as_str())
    .bind(user.as_str())
    .bind(alive.now.millis())
    .bind(alive.seen_after.millis())
    .bind(alive.authenticated_after.millis())
    .bind(slice.after.millis())
    .bind(&slice.after_id)
    .bind(slice.limit)
    .bind(slice.offset)
    .fetch_all(database.reader())
    .await?;
    let mut records = Vec::with_capacity(rows.len());
    for row in &rows {
        records.push(read_record(tenant, row, database).await?);
    }
    Ok(records)
}

/// How many valid sessions a user has.
pub async fn count_of_user(
    tenant: &Tenant,
    user: &UserId,
    alive: Alive,
    database: &Database,
) -> Result<u64, SqlError> {
    let row = sqlx::query(
        "SELECT COUNT(*) AS total FROM sessions WHERE tenant_id = $1 AND user_id = $2 AND ended_at IS NULL
         AND expires_at > $3 AND idle_expires_at > $3 AND last_seen_at > $4 AND authenticated_at > $5",
    )
    .bind(tenant.id.as_str())
    .bind(user.as_str())
    .bind(alive.now.millis())
    .bind(alive.seen_after.millis())
    .bind(alive.authenticated_after.millis())
    .fetch_one(database.reader())
    .await?;
    row.integer("total").map(i64::unsigned_abs)
}

/// One valid session.
pub async fn find(
    tenant: &Tenant,
    session_id: &str,
    alive: Alive,
    database: &Database,
) -> Result<Option<Record>, SqlError> {
    let row = sqlx::query(
        "SELECT session_id, user_id, connection, authenticated_at, last_seen_at, idle_expires_at, expires_at,
            first_factor, second_factor, second_factor_at, created_at, device, metadata
         FROM sessions WHERE tenant_id = $1 AND session_id = $2 AND ended_at IS NULL
         AND expires_at > $3 AND idle_expires_at > $3 AND last_seen_at > $4 AND authenticated_at > $5",
    )
    .bind(tenant.id.as_str())
    .bind(session_id)
    .bind(alive.now.millis())
    .bind(alive.seen_after.millis())
    .bind(alive.authenticated_after.millis())
    .fetch_optional(database.reader())
    .await?;
    match row {
        Some(row) => read_record(tenant, &row, database).await.map(Some),
        None => Ok(None),
    }
}

/// Replaces what administrators noted about a session that was not ended. `false` where there is none.
pub async fn set_metadata(
    tenant: &Tenant,
    session_id: &str,
    metadata: Option<&str>,
    work: &mut Work,
) -> Result<bool, SqlError> {
    let done = sqlx::query(
        "UPDATE sessions SET metadata = $3 WHERE tenant_id = $1 AND session_id = $2 AND ended_at IS NULL",
    )
    .bind(tenant.id.as_str())
    .bind(session_id)
    .bind(metadata)
    .execute(work.connection())
    .await?;
    Ok(done.rows_affected() > 0)
}

async fn read_record(
    tenant: &Tenant,
    row: &SqlRow,
    database: &Database,
) -> Result<Record, SqlError> {
    let session = read(row)?;
    let rows = sqlx::query(
        "SELECT client_id FROM session_clients WHERE tenant_id = $1 AND session_id = $2 ORDER BY client_id",
    )
    .bind(tenant.id.as_str())
    .bind(&session.id)
    .fetch_all(database.reader())
    .await?;
    Ok(Record {
        created_at: row.time("created_at")?,
        device: row.json("device")?,
        metadata: metadata::read(row)?,
        clients: rows
            .iter()
            .map(|row| row.text("client_id"))
            .collect::<Result<_, _>>()?,
        session,
    })
}

/// Notes that a client uses a session.
pub async fn add_client(
    tenant: &Tenant,
    session_id: &str,
    client: &ClientId,
    work: &mut Work,
) -> Result<(), SqlError> {
    sqlx::query(
        "INSERT INTO session_clients (tenant_id, session_id, client_id) VALUES ($1, $2, $3)
         ON CONFLICT (tenant_id, session_id, client_id) DO NOTHING",
    )
    .bind(tenant.id.as_str())
    .bind(session_id)
    .bind(client.as_str())
    .execute(work.connection())
    .await?;
    Ok(())
}

/// Gives a session another token and a second factor, unless it was ended. Whether it did.
pub async fn elevate(
    tenant: &Tenant,
    session_id: &str,
    token_hash: &str,
    second_factor: &SecondFactor,
    work: &mut Work,
) -> Result<bool, SqlError> {
    let done = sqlx::query(
        "UPDATE sessions SET token_hash = $3, second_factor = $4, second_factor_at = $5
         WHERE tenant_id = $1 AND session_id = $2 AND ended_at IS NULL",
    )
    .bind(tenant.id.as_str())
    .bind(session_id)
    .bind(token_hash)
    .bind(&second_factor.kind)
    .bind(second_factor.at.millis())
    .execute(work.connection())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// A session that has just been ended.
#[derive(Debug)]
pub struct Ended {
    /// Its public id.
    pub id: String,
    /// Whose it was.
    pub user_id: UserId,
    /// Under which host it was opened, where that is known.
    pub host: Option<String>,
}

fn read_ended(row: &SqlRow) -> Result<Ended, SqlError> {
    Ok(Ended {
        id: row.text("session_id")?,
        user_id: user_id(row)?,
        host: row.optional_text("host")?,
    })
}

/// Ends a session. Of many who do, one gets it.
pub async fn end(
    tenant: &Tenant,
    session_id: &str,
    now: Timestamp,
    work: &mut Work,
) -> Result<Vec<Ended>, SqlError> {
    let rows = sqlx::query(
        "UPDATE sessions SET ended_at = $3 WHERE tenant_id = $1 AND session_id = $2 AND ended_at IS NULL
         RETURNING session_id, user_id, host",
    )
    .bind(tenant.id.as_str())
    .bind(session_id)
    .bind(now.millis())
    .fetch_all(work.connection())
    .await?;
    rows.iter().map(read_ended).collect()
}

/// Ends all sessions of a user.
pub async fn end_of_user(
    tenant: &Tenant,
    user: &UserId,
    now: Timestamp,
    work: &mut Work,
) -> Result<Vec<Ended>, SqlError> {
    let rows = sqlx::query(
        "UPDATE sessions SET ended_at = $3 WHERE tenant_id = $1 AND user_id = $2 AND ended_at IS NULL
         RETURNING session_id, user_id, host",
    )
    .bind(tenant.id.as_str())
    .bind(user.as_str())
    .bind(now.millis())
    .fetch_all(work.connection())
    .await?;
    rows.iter().map(read_ended).collect()
}

/// Ends a bounded number of sessions whose time is over.
pub async fn end_expired(
    tenant: &Tenant,
    now: Timestamp,
    limit: i64,
    work: &mut Work,
) -> Result<Vec<Ended>, SqlError> {
    let rows = sqlx::query(
        "UPDATE sessions SET ended_at = $2 WHERE tenant_id = $1 AND ended_at IS NULL AND session_id IN
         (SELECT session_id FROM sessions
          WHERE tenant_id = $1 AND ended_at IS NULL AND (idle_expires_at <= $2 OR expires_at <= $2) LIMIT $3)
         RETURNING session_id, user_id, host",
    )
    .bind(tenant.id.as_str())
    .bind(now.millis())
    .bind(limit)
    .fetch_all(work.connection())
    .await?;
    rows.iter().map(read_ended).collect()
}

/// The clients that used a session and say that they want to be told of something.
pub async fn clients_to_tell(
    tenant: &Tenant,
    session_id: &str,
    work: &mut Work,
) -> Result<Vec<ClientId>, SqlError> {
    let rows = sqlx::query(
        "SELECT s.client_id FROM session_clients s
         JOIN clients c ON c.tenant_id = s.tenant_id AND c.client_id = s.client_id
         WHERE s.tenant_id = $1 AND s.session_id = $2 AND c.document LIKE '%\"backchannel_logout_urls\"%'
         ORDER BY s.client_id",
    )
    .bind(tenant.id.as_str())
    .bind(session_id)
    .fetch_all(work.connection())
    .await?;
    rows.iter()
        .map(|row| {
            ClientId::parse(&row.text("client_id")?).map_err(|error| SqlError::ColumnDecode {
                index: "client_id".to_owned(),
                source: error.into(),
            })
        })
        .collect()
}

/// Deletes a bounded number of sessions that could not have outlived `before`, ended or not. How many.
pub async fn delete_expired(
    tenant: &Tenant,
    before: Timestamp,
    limit: i64,
    work: &mut Work,
) -> Result<u64, SqlError> {
    let rows = sqlx::query(
        "DELETE FROM sessions WHERE tenant_id = $1 AND session_id IN
         (SELECT session_id FROM sessions WHERE tenant_id = $1 AND expires_at < $2 LIMIT $3)
         RETURNING session_id",
    )
    .bind(tenant.id.as_str())
    .bind(before.millis())
    .bind(limit)
    .fetch_all(work.connection())
    .await?;
    for row in &rows {
        sqlx::query("DELETE FROM session_clients WHERE tenant_id = $1 AND session_id = $2")
            .bind(tenant.id.as_str())
            .bind(row.text("session_id")?)
            .execute(work.connection())
            .await?;
    }
    Ok(rows.len() as u64)
}
