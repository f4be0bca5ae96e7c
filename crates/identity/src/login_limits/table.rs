//! The `failed_logins` and `attempt_buckets` tables.

use sqlx::AssertSqlSafe;

use crate::database::{Columns, Database, SqlError, Work};
use crate::tenants::Tenant;
use crate::time::Timestamp;

/// What names a count of wrong passwords.
#[derive(Clone, Debug)]
pub struct Row<'a> {
    /// What was typed.
    pub identifier: &'a str,
    /// The connection's name.
    pub connection: &'a str,
    /// From where; empty where addresses don't matter.
    pub ip: String,
}

/// How many wrong passwords in a row there were since a moment.
pub async fn failures(
    tenant: &Tenant,
    row: &Row<'_>,
    since: Timestamp,
    database: &Database,
) -> Result<i64, SqlError> {
    let found = sqlx::query(
        "SELECT failures FROM failed_logins
         WHERE tenant_id = $1 AND identifier = $2 AND connection = $3 AND ip = $4 AND last_failed_at > $5",
    )
    .bind(tenant.id.as_str())
    .bind(row.identifier)
    .bind(row.connection)
    .bind(row.ip.as_str())
    .bind(since.millis())
    .fetch_optional(database.reader())
    .await?;
    found.map_or(Ok(0), |found| found.integer("failures"))
}

/// Counts one more; the first, where the last is older than `since`. How many it are now.
pub async fn add_failure(
    tenant: &Tenant,
    row: &Row<'_>,
    since: Timestamp,
    now: Timestamp,
    work: &mut Work,
) -> Result<i64, SqlError> {
    sqlx::query(
        "INSERT INTO failed_logins (tenant_id, identifier, connection, ip, failures, last_failed_at)
         VALUES ($1, $2, $3, $4, 1, $6)
         ON CONFLICT (tenant_id, identifier, connection, ip) DO UPDATE
         SET failures = CASE WHEN failed_logins.last_failed_at > $5 THEN failed_logins.failures + 1 ELSE 1 END,
             last_failed_at = $6
         RETURNING failures",
    )
    .bind(tenant.id.as_str())
    .bind(row.identifier)
    .bind(row.connection)
    .bind(row.ip.as_str())
    .bind(since.millis())
    .bind(now.millis())
    .fetch_one(work.connection())
    .await?
    .integer("failures")
}

/// Forgets a count.
pub async fn forget(tenant: &Tenant, row: &Row<'_>, work: &mut Work) -> Result<(), SqlError> {
    sqlx::query(
        "DELETE FROM failed_logins WHERE tenant_id = $1 AND identifier = $2 AND connection = $3 AND ip = $4",
    )
    .bind(tenant.id.as_str())
    .bind(row.identifier)
    .bind(row.connection)
    .bind(row.ip.as_str())
    .execute(work.connection())
    .await?;
    Ok(())
}

/// A count that reached the limit.
#[derive(Clone, Debug)]
pub struct Block {
    /// What was typed.
    pub identifier: String,
    /// The connection's name.
    pub connection: String,
    /// From where; empty where addresses don't matter.
    pub ip: String,
}

/// `$from, $from + 1, …`
fn places(from: usize, count: usize) -> String {
    let places: Vec<String> = (from..from + count)
        .map(|place| format!("${place}"))
        .collect();
    places.join(", ")
}

/// The counts of some identifiers that reached a limit since a moment.
pub async fn blocks(
    tenant: &Tenant,
    identifiers: &[String],
    limit: i64,
    since: Timestamp,
    database: &Database,
) -> Result<Vec<Block>, SqlError> {
    if identifiers.is_empty() {
        return Ok(Vec::new());
    }
    let statement = format!(
        "SELECT identifier, connection, ip FROM failed_logins
         WHERE tenant_id = $1 AND failures >= $2 AND last_failed_at > $3 AND identifier IN ({})
         ORDER BY identifier, connection, ip LIMIT 1000",
        places(4, identifiers.len())
    );
    let query = sqlx::query(AssertSqlSafe(statement))
        .bind(tenant.id.as_str())
        .bind(limit)
        .bind(since.millis());
    let query = identifiers
        .iter()
        .fold(query, |query, identifier| query.bind(identifier.as_str()));
    let rows = query.fetch_all(database.reader()).await?;
    rows.iter()
        .map(|row| {
            Ok(Block {
                identifier: row.text("identifier")?,
                connection: row.text("connection")?,
                ip: row.text("ip")?,
            })
        })
        .collect()
}

/// Forgets all counts of some identifiers. How many.
pub async fn forget_all(
    tenant: &Tenant,
    identifiers: &[String],
    work: &mut Work,
) -> Result<u64, SqlError> {
    if identifiers.is_empty() {
        return Ok(0);
    }
    let statement = format!(
        "DELETE FROM failed_logins WHERE tenant_id = $1 AND identifier IN ({})",
        places(2, identifiers.len())
    );
    let query = sqlx::query(AssertSqlSafe(statement)).bind(tenant.id.as_str());
    let query = identifiers
        .iter()
        .fold(query, |query, identifier| query.bind(identifier.as_str()));
    Ok(query.execute(work.connection()).await?.rows_affected())
}

/// What is in a bucket after an attempt.
#[derive(Clone, Copy, Debug)]
pub struct Level {
    /// When it is empty again.
    pub drained_at: Timestamp,
    /// Whether there was room for the attempt.
    pub had_room: bool,
}

/// Puts one attempt into a bucket, which has room for it unless it is empty only after `has_room_until`: then nothing
/// changes, and waiting does not become longer.
pub async fn fill(
    tenant: &Tenant,
    [stage, subject]: [&str; 2],
    [now, has_room_until]: [Timestamp; 2],
    rate: i64,
    work: &mut Work,
) -> Result<Level, SqlError> {
    let row = sqlx::query(
        "INSERT INTO attempt_buckets (tenant_id, stage, subject, drained_at, turned_away) VALUES ($1, $2, $3, $4 + $6, 0)
         ON CONFLICT (tenant_id, stage, subject) DO UPDATE SET
           turned_away = CASE WHEN attempt_buckets.drained_at > $5 THEN attempt_buckets.turned_away + 1 ELSE 0 END,
           drained_at = CASE WHEN attempt_buckets.drained_at > $5 THEN attempt_buckets.drained_at
                             WHEN attempt_buckets.drained_at < $4 THEN $4 + $6
                             ELSE attempt_buckets.drained_at + $6 END
         RETURNING drained_at, turned_away",
    )
    .bind(tenant.id.as_str())
    .bind(stage)
    .bind(subject)
    .bind(now.millis())
    .bind(has_room_until.millis())
    .bind(rate)
    .fetch_one(work.connection())
    .await?;
    Ok(Level {
        drained_at: row.time("drained_at")?,
        had_room: row.integer("turned_away")? == 0,
    })
}

/// When a bucket is empty again; none where nothing was ever put in.
pub async fn drained_at(
    tenant: &Tenant,
    stage: &str,
    subject: &str,
    database: &Database,
) -> Result<Option<Timestamp>, SqlError> {
    let row = sqlx::query(
        "SELECT drained_at FROM attempt_buckets WHERE tenant_id = $1 AND stage = $2 AND subject = $3",
    )
    .bind(tenant.id.as_str())
    .bind(stage)
    .bind(subject)
    .fetch_optional(database.reader())
    .await?;
    row.map(|row| row.time("drained_at")).transpose()
}

/// Empties a bucket.
pub async fn empty(
    tenant: &Tenant,
    stage: &str,
    subject: &str,
    work: &mut Work,
) -> Result<(), SqlError> {
    sqlx::query("DELETE FROM attempt_buckets WHERE tenant_id = $1 AND stage = $2 AND subject = $3")
        .bind(tenant.id.as_str())
        .bind(stage)
        .bind(subject)
        .execute(work.connection())
        .await?;
    Ok(())
}

/// Deletes counts that are no longer remembered and buckets that are empty. How many rows.
pub async fn delete_expired(
    tenant: &Tenant,
    [remembered, drained]: [Timestamp; 2],
    limit: i64,
    work: &mut Work,
) -> Result<u64, SqlError> {
    let counts = sqlx::query(
        "DELETE FROM failed_logins WHERE tenant_id = $1 AND (identifier, connection, ip) IN
           (SELECT identifier, connection, ip FROM failed_logins
            WHERE tenant_id = $1 AND last_failed_at < $2 ORDER BY last_failed_at LIMIT $3)",
    )
    .bind(tenant.id.as_str())
    .bind(remembered.millis())
    .bind(limit)
    .execute(work.connection())
    .await?;
    let buckets = sqlx::query(
        "DELETE FROM attempt_buckets WHERE tenant_id = $1 AND (stage, subject) IN
           (SELECT stage, subject FROM attempt_buckets
            WHERE tenant_id = $1 AND drained_at < $2 ORDER BY drained_at LIMIT $3)",
    )
    .bind(tenant.id.as_str())
    .bind(drained.millis())
    .bind(limit)
    .execute(work.connection())
    .await?;
    Ok(counts.rows_affected().max(buckets.rows_affected()))
}
