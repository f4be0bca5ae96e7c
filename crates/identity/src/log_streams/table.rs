//! The `log_stream_cursors` table, and what it points into.

use ostia_protocol::auth0::ids::TenantId;
use serde_json::{Map, Value};

use crate::database::{Columns, Database, SqlError, SqlRow, Work};
use crate::tenants::Tenant;
use crate::time::Timestamp;

/// How far a stream is.
#[derive(Clone, Debug)]
pub struct Cursor {
    /// The stream.
    pub stream_id: String,
    /// The last entry that was sent, or what sorts before the first one to send.
    pub position: String,
    /// How often the next entries could not be sent.
    pub attempts: i64,
    /// Since when.
    pub failing_since: Option<Timestamp>,
}

fn read(row: &SqlRow) -> Result<Cursor, SqlError> {
    Ok(Cursor {
        stream_id: row.text("stream_id")?,
        position: row.text("position")?,
        attempts: row.integer("attempts")?,
        failing_since: row.optional_time("failing_since")?,
    })
}

/// Adds the cursor of a new stream.
pub async fn insert(
    tenant: &Tenant,
    stream: &str,
    position: &str,
    due_at: Timestamp,
    work: &mut Work,
) -> Result<(), SqlError> {
    sqlx::query(
        "INSERT INTO log_stream_cursors (tenant_id, stream_id, position, due_at, attempts) VALUES ($1, $2, $3, $4, 0)",
    )
    .bind(tenant.id.as_str())
    .bind(stream)
    .bind(position)
    .bind(due_at.millis())
    .execute(work.connection())
    .await?;
    Ok(())
}

/// Has a stream looked at from a moment on, as if it had never failed.
pub async fn wake(
    tenant: &Tenant,
    stream: &str,
    due_at: Timestamp,
    work: &mut Work,
) -> Result<(), SqlError> {
    sqlx::query(
        "UPDATE log_stream_cursors SET due_at = $3, attempts = 0, failing_since = NULL
         WHERE tenant_id = $1 AND stream_id = $2",
    )
    .bind(tenant.id.as_str())
    .bind(stream)
    .bind(due_at.millis())
    .execute(work.connection())
    .await?;
    Ok(())
}

/// Removes a stream's cursor.
pub async fn delete(tenant: &Tenant, stream: &str, work: &mut Work) -> Result<(), SqlError> {
    sqlx::query("DELETE FROM log_stream_cursors WHERE tenant_id = $1 AND stream_id = $2")
        .bind(tenant.id.as_str())
        .bind(stream)
        .execute(work.connection())
        .await?;
    Ok(())
}

/// The tenants that have a stream to look at.
pub async fn tenants_with_due(
    now: Timestamp,
    database: &Database,
) -> Result<Vec<TenantId>, SqlError> {
    // tidy: global the worker asks which tenants have work before it has any context
    let rows = sqlx::query("SELECT DISTINCT tenant_id FROM log_stream_cursors WHERE due_at <= $1")
        .bind(now.millis())
        .fetch_all(database.reader())
        .await?;
    rows.iter().map(Columns::tenant_id).collect()
}

/// The cursors of a tenant that are due and have entries before them, up to a moment.
pub async fn with_news(
    tenant: &Tenant,
    now: Timestamp,
    until: Timestamp,
    database: &Database,
) -> Result<Vec<String>, SqlError> {
    let rows = sqlx::query(
        "SELECT c.stream_id FROM log_stream_cursors c WHERE c.tenant_id = $1 AND c.due_at <= $2 AND EXISTS
           (SELECT 1 FROM logs l WHERE l.tenant_id = c.tenant_id AND l.log_id > c.position AND l.logged_at <= $3)
         ORDER BY c.stream_id",
    )
    .bind(tenant.id.as_str())
    .bind(now.millis())
    .bind(until.millis())
    .fetch_all(database.reader())
    .await?;
    rows.iter().map(|row| row.text("stream_id")).collect()
}

/// Takes a stream that is due, so that nobody else does before `until`.
pub async fn lease(
    tenant: &Tenant,
    stream: &str,
    now: Timestamp,
    until: Timestamp,
    work: &mut Work,
) -> Result<Option<Cursor>, SqlError> {
    let row = sqlx::query(
        "UPDATE log_stream_cursors SET due_at = $4 WHERE tenant_id = $1 AND stream_id = $2 AND due_at <= $3
         RETURNING stream_id, position, attempts, failing_since",
    )
    .bind(tenant.id.as_str())
    .bind(stream)
    .bind(now.millis())
    .bind(until.millis())
    .fetch_optional(work.connection())
    .await?;
    row.as_ref().map(read).transpose()
}

/// The entries behind a position, up to a moment, oldest first.
pub async fn entries(
    tenant: &Tenant,
    position: &str,
    until: Timestamp,
    limit: i64,
    database: &Database,
) -> Result<Vec<(String, Map<String, Value>)>, SqlError> {
    let rows = sqlx::query(
        "SELECT log_id, document FROM logs WHERE tenant_id = $1 AND log_id > $2 AND logged_at <= $3
         ORDER BY log_id LIMIT $4",
    )
    .bind(tenant.id.as_str())
    .bind(position)
    .bind(until.millis())
    .bind(limit)
    .fetch_all(database.reader())
    .await?;
    rows.iter()
        .map(|row| Ok((row.text("log_id")?, row.json("document")?)))
        .collect()
}

/// Moves a cursor on from where it is known to be.
pub async fn advance(
    tenant: &Tenant,
    cursor: &Cursor,
    position: &str,
    due_at: Timestamp,
    work: &mut Work,
) -> Result<(), SqlError> {
    sqlx::query(
        "UPDATE log_stream_cursors SET position = $4, due_at = $5, attempts = 0, failing_since = NULL
         WHERE tenant_id = $1 AND stream_id = $2 AND position = $3",
    )
    .bind(tenant.id.as_str())
    .bind(&cursor.stream_id)
    .bind(&cursor.position)
    .bind(position)
    .bind(due_at.millis())
    .execute(work.connection())
    .await?;
    Ok(())
}

/// Notes that the next entries could not be sent, and when to try again.
pub async fn postpone(
    tenant: &Tenant,
    cursor: &Cursor,
    failing_since: Timestamp,
    due_at: Timestamp,
    work: &mut Work,
) -> Result<(), SqlError> {
    sqlx::query(
        "UPDATE log_stream_cursors SET due_at = $4, attempts = attempts + 1, failing_since = $5
         WHERE tenant_id = $1 AND stream_id = $2 AND position = $3",
    )
    .bind(tenant.id.as_str())
    .bind(&cursor.stream_id)
    .bind(&cursor.position)
    .bind(due_at.millis())
    .bind(failing_since.millis())
    .execute(work.connection())
    .await?;
    Ok(())
}
