//! The `events` and `event_deliveries` tables.

use ostia_protocol::auth0::ids::TenantId;
use serde_json::Value;

use super::Event;
use crate::database::{Columns, Database, SqlError, SqlRow, Work};
use crate::tenants::Tenant;
use crate::time::Timestamp;

/// An event on its way to a stream, or one that did not arrive.
#[derive(Clone, Debug)]
pub struct Delivery {
    /// Where to.
    pub stream_id: String,
    /// What.
    pub event_id: String,
    /// What happened.
    pub kind: String,
    /// `pending` or `failed`.
    pub status: String,
    /// How often it was tried.
    pub attempts: i64,
    /// What came of each try.
    pub history: Vec<Value>,
    /// The event's data.
    pub data: Value,
    /// Whether somebody only wanted to see it arrive.
    pub is_test: bool,
    /// When it happened.
    pub created_at: Timestamp,
}

fn read(row: &SqlRow) -> Result<Delivery, SqlError> {
    Ok(Delivery {
        stream_id: row.text("stream_id")?,
        event_id: row.text("event_id")?,
        kind: row.text("type")?,
        status: row.text("status")?,
        attempts: row.integer("attempts")?,
        history: row.json("history")?,
        data: row.json("document")?,
        is_test: row.flag("is_test")?,
        created_at: row.time("created_at")?,
    })
}

/// Adds an event.
pub async fn insert(
    tenant: &Tenant,
    event: &Event,
    is_test: bool,
    data: &Value,
    now: Timestamp,
    work: &mut Work,
) -> Result<(), SqlError> {
    sqlx::query(
        "INSERT INTO events (tenant_id, position, event_id, type, is_test, document, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(tenant.id.as_str())
    .bind(&event.position)
    .bind(&event.id)
    .bind(&event.kind)
    .bind(i16::from(is_test))
    .bind(data.to_string())
    .bind(now.millis())
    .execute(work.connection())
    .await?;
    Ok(())
}

/// Puts an event on its way to a stream.
pub async fn insert_delivery(
    tenant: &Tenant,
    stream: &str,
    event: &Event,
    now: Timestamp,
    work: &mut Work,
) -> Result<(), SqlError> {
    sqlx::query(
        "INSERT INTO event_deliveries (tenant_id, stream_id, event_id, position, type, status, attempts, due_at, history,
           created_at) VALUES ($1, $2, $3, $4, $5, 'pending', 0, $6, '[]', $6)",
    )
    .bind(tenant.id.as_str())
    .bind(stream)
    .bind(&event.id)
    .bind(&event.position)
    .bind(&event.kind)
    .bind(now.millis())
    .execute(work.connection())
    .await?;
    Ok(())
}

/// The streams that have something to be sent, of all tenants.
pub async fn streams_with_due(
    now: Timestamp,
    database: &Database,
) -> Result<Vec<(TenantId, String)>, SqlError> {
    // tidy: global the worker asks which tenants have work before it has any context
    let rows = sqlx::query(
        "SELECT DISTINCT tenant_id, stream_id FROM event_deliveries WHERE status = 'pending' AND due_at <= $1",
    )
    .bind(now.millis())
    .fetch_all(database.reader())
    .await?;
    rows.iter()
        .map(|row| Ok((row.tenant_id()?, row.text("stream_id")?)))
        .collect()
}

/// Which events are due at a stream, oldest first.
pub async fn due(
    tenant: &Tenant,
    stream: &str,
    now: Timestamp,
    limit: i64,
    database: &Database,
) -> Result<Vec<String>, SqlError> {
    let rows = sqlx::query(
        "SELECT event_id FROM event_deliveries
         WHERE tenant_id = $1 AND stream_id = $2 AND status = 'pending' AND due_at <= $3
         ORDER BY due_at, position LIMIT $4",
    )
    .bind(tenant.id.as_str())
    .bind(stream)
    .bind(now.millis())
    .bind(limit)
    .fetch_all(database.reader())
    .await?;
    rows.iter().map(|row| row.text("event_id")).collect()
}

/// Takes a delivery that is due, so that nobody else does before `until`. Whether it was to be had.
pub async fn lease(
    tenant: &Tenant,
    stream: &str,
    event: &str,
    now: Timestamp,
    until: Timestamp,
    work: &mut Work,
) -> Result<bool, SqlError> {
    let taken = sqlx::query(
        "UPDATE event_deliveries SET due_at = $5, attempts = attempts + 1
         WHERE tenant_id = $1 AND stream_id = $2 AND event_id = $3 AND status = 'pending' AND due_at <= $4",
    )
    .bind(tenant.id.as_str())
    .bind(stream)
    .bind(event)
    .bind(now.millis())
    .bind(until.millis())
    .execute(work.connection())
    .await?;
    Ok(taken.rows_affected() > 0)
}

/// One delivery.
pub async fn find(
    tenant: &Tenant,
    stream: &str,
    event: &str,
    database: &Database,
) -> Result<Option<Delivery>, SqlError> {
    let row = sqlx::query(
        "SELECT d.*, e.document, e.is_test FROM event_deliveries d
         JOIN events e ON e.tenant_id = d.tenant_id AND e.event_id = d.event_id
         WHERE d.tenant_id = $1 AND d.stream_id = $2 AND d.event_id = $3",
    )
    .bind(tenant.id.as_str())
    .bind(stream)
    .bind(event)
    .fetch_optional(database.reader())
    .await?;
    row.as_ref().map(read).transpose()
}

/// Which of the deliveries that failed are asked for.
#[derive(Clone, Debug)]
pub struct Failed<'a> {
    /// The kinds of events; all where none is named.
    pub kinds: &'a [String],
    /// Since when they happened, and until when.
    pub time: [Timestamp; 2],
    /// Behind which event.
    pub after: &'a str,
    /// How many.
    pub limit: i64,
}

/// What did not arrive at a stream, oldest first.
pub async fn failed(
    tenant: &Tenant,
    stream: &str,
    asked: &Failed<'_>,
    database: &Database,
) -> Result<Vec<Delivery>, SqlError> {
    let rows = sqlx::query(
        "SELECT d.*, e.document, e.is_test FROM event_deliveries d
         JOIN events e ON e.tenant_id = d.tenant_id AND e.event_id = d.event_id
         WHERE d.tenant_id = $1 AND d.stream_id = $2 AND d.status = 'failed' AND d.created_at >= $3 AND d.created_at < $4
         AND d.position > COALESCE((SELECT position FROM events WHERE tenant_id = $1 AND event_id = $5), '')
         AND ($6 = '' OR $6 LIKE '%,' || d.type || ',%')
         ORDER BY d.position LIMIT $7",
    )
    .bind(tenant.id.as_str())
    .bind(stream)
    .bind(asked.time[0].millis())
    .bind(asked.time[1].millis())
    .bind(asked.after)
    .bind(among(asked.kinds))
    .bind(asked.limit)
    .fetch_all(database.reader())
    .await?;
    rows.iter().map(read).collect()
}

/// Names as the statements here look for one among them: each between commas. None are all.
fn among(kinds: &[String]) -> String {
    if kinds.is_empty() {
        String::new()
    } else {
        format!(",{},", kinds.join(","))
    }
}

/// Forgets a delivery, because it arrived or has nowhere to go.
pub async fn delete(
    tenant: &Tenant,
    stream: &str,
    event: &str,
    work: &mut Work,
) -> Result<(), SqlError> {
    sqlx::query(
        "DELETE FROM event_deliveries WHERE tenant_id = $1 AND stream_id = $2 AND event_id = $3",
    )
    .bind(tenant.id.as_str())
    .bind(stream)
    .bind(event)
    .execute(work.connection())
    .await?;
    Ok(())
}

/// Notes that a try failed, and what becomes of the delivery.
pub async fn note_failure(
    tenant: &Tenant,
    delivery: &Delivery,
    status: &str,
    due_at: Timestamp,
    work: &mut Work,
) -> Result<(), SqlError> {
    sqlx::query(
        "UPDATE event_deliveries SET status = $4, due_at = $5, history = $6
         WHERE tenant_id = $1 AND stream_id = $2 AND event_id = $3",
    )
    .bind(tenant.id.as_str())
    .bind(&delivery.stream_id)
    .bind(&delivery.event_id)
    .bind(status)
    .bind(due_at.millis())
    .bind(Value::from(delivery.history.clone()).to_string())
    .execute(work.connection())
    .await?;
    Ok(())
}

/// Puts what did not arrive on its way again: of some kinds of events or of all, of what happened in a time.
pub async fn retry(
    tenant: &Tenant,
    stream: &str,
    kinds: &[String],
    [from, until]: [Timestamp; 2],
    now: Timestamp,
    work: &mut Work,
) -> Result<(), SqlError> {
    sqlx::query(
        "UPDATE event_deliveries SET status = 'pending', attempts = 0, due_at = $6
         WHERE tenant_id = $1 AND stream_id = $2 AND status = 'failed' AND created_at >= $3 AND created_at < $4
         AND ($5 = '' OR $5 LIKE '%,' || type || ',%')",
    )
    .bind(tenant.id.as_str())
    .bind(stream)
    .bind(from.millis())
    .bind(until.millis())
    .bind(among(kinds))
    .bind(now.millis())
    .execute(work.connection())
    .await?;
    Ok(())
}

/// Puts one event that did not arrive on its way again. Whether it was one.
pub async fn retry_one(
    tenant: &Tenant,
    stream: &str,
    event: &str,
    now: Timestamp,
    work: &mut Work,
) -> Result<bool, SqlError> {
    let done = sqlx::query(
        "UPDATE event_deliveries SET status = 'pending', attempts = 0, due_at = $4
         WHERE tenant_id = $1 AND stream_id = $2 AND event_id = $3 AND status = 'failed'",
    )
    .bind(tenant.id.as_str())
    .bind(stream)
    .bind(event)
    .bind(now.millis())
    .execute(work.connection())
    .await?;
    Ok(done.rows_affected() > 0)
}

/// Deletes some events that are older than a moment, with their deliveries. How many.
pub async fn delete_older(
    tenant: &Tenant,
    than: Timestamp,
    limit: i64,
    work: &mut Work,
) -> Result<u64, SqlError> {
    let mut deleted = 0;
    for statement in [
        "DELETE FROM event_deliveries WHERE tenant_id = $1 AND event_id IN
           (SELECT event_id FROM events WHERE tenant_id = $1 AND created_at < $2 ORDER BY position LIMIT $3)",
        "DELETE FROM events WHERE tenant_id = $1 AND event_id IN
           (SELECT event_id FROM events WHERE tenant_id = $1 AND created_at < $2 ORDER BY position LIMIT $3)",
    ] {
        let done = sqlx::query(statement)
            .bind(tenant.id.as_str())
            .bind(than.millis())
            .bind(limit)
            .execute(work.connection())
            .await?;
        deleted = done.rows_affected();
    }
    Ok(deleted)
}
