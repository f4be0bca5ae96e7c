//! The `jobs`, `job_errors` and `job_files` tables.

use ostia_protocol::auth0::ids::TenantId;
use serde_json::{Map, Value};

use super::{Job, Progress, Status, Step};
use crate::database::{Columns, Database, SqlError, SqlRow, Work};
use crate::tenants::Tenant;
use crate::time::Timestamp;

/// A stored job.
#[derive(Debug)]
pub struct Row {
    /// `job_…`.
    pub id: String,
    /// What it does.
    pub kind: String,
    /// How it is.
    pub status: String,
    /// As on the wire.
    pub document: Map<String, Value>,
    /// The file that it works on, sealed.
    pub sealed_input: Option<String>,
    /// How far it is.
    pub progress: Progress,
    /// Where it goes on.
    pub resume_after: Option<String>,
    /// When it was asked for.
    pub created_at: Timestamp,
    /// When somebody began it.
    pub started_at: Option<Timestamp>,
    /// When it ended.
    pub finished_at: Option<Timestamp>,
}

fn read(row: &SqlRow) -> Result<Row, SqlError> {
    Ok(Row {
        id: row.text("job_id")?,
        kind: row.text("kind")?,
        status: row.text("status")?,
        document: row.json("document")?,
        sealed_input: row.optional_text("sealed_input")?,
        progress: Progress {
            position: row.integer("position")?,
            total: row.integer("total")?,
            inserted: row.integer("inserted")?,
            updated: row.integer("updated")?,
            failed: row.integer("failed")?,
        },
        resume_after: row.optional_text("resume_after")?,
        created_at: row.time("created_at")?,
        started_at: row.optional_time("started_at")?,
        finished_at: row.optional_time("finished_at")?,
    })
}

/// Adds a job.
pub async fn insert(tenant: &TenantId, job: &Job, work: &mut Work) -> Result<(), SqlError> {
    sqlx::query(
        "INSERT INTO jobs (tenant_id, job_id, kind, status, document, sealed_input, position, total, inserted, updated,
           failed, due_at, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, 0, $7, 0, 0, 0, $8, $8)",
    )
    .bind(tenant.as_str())
    .bind(&job.id)
    .bind(job.kind.name())
    .bind(job.status.name())
    .bind(serde_json::to_string(&job.document).unwrap_or_default())
    .bind(job.sealed_input.as_deref())
    .bind(job.progress.total)
    .bind(job.created_at.millis())
    .execute(work.connection())
    .await?;
    Ok(())
}

/// One job.
pub async fn find(
    tenant: &TenantId,
    id: &str,
    database: &Database,
) -> Result<Option<Row>, SqlError> {
    let row = sqlx::query("SELECT * FROM jobs WHERE tenant_id = $1 AND job_id = $2")
        .bind(tenant.as_str())
        .bind(id)
        .fetch_optional(database.reader())
        .await?;
    row.as_ref().map(read).transpose()
}

/// Takes the oldest job that is due, and makes it due again at `until`.
pub async fn lease(
    tenant: &TenantId,
    now: Timestamp,
    until: Timestamp,
    work: &mut Work,
) -> Result<Option<Row>, SqlError> {
    // The condition on due_at is repeated: on PostgreSQL it is what a row that another node just took is checked by.
    let row = sqlx::query(
        "UPDATE jobs SET due_at = $3, status = 'processing', started_at = COALESCE(started_at, $2)
         WHERE tenant_id = $1 AND due_at <= $2 AND status IN ('pending', 'processing') AND job_id IN
           (SELECT job_id FROM jobs WHERE tenant_id = $1 AND due_at <= $2 AND status IN ('pending', 'processing')
            ORDER BY created_at, job_id LIMIT 1)
         RETURNING *",
    )
    .bind(tenant.as_str())
    .bind(now.millis())
    .bind(until.millis())
    .fetch_optional(work.connection())
    .await?;
    row.as_ref().map(read).transpose()
}

/// Moves a job on from where it is known to be. Whether it was there.
pub async fn advance(
    tenant: &TenantId,
    job: &Job,
    step: &Step<'_>,
    work: &mut Work,
) -> Result<bool, SqlError> {
    let done = sqlx::query(
        "UPDATE jobs SET position = $4, total = $5, inserted = $6, updated = $7, failed = $8, resume_after = $9,
           due_at = $10
         WHERE tenant_id = $1 AND job_id = $2 AND position = $3 AND status = 'processing'",
    )
    .bind(tenant.as_str())
    .bind(&job.id)
    .bind(job.progress.position)
    .bind(step.progress.position)
    .bind(step.progress.total)
    .bind(step.progress.inserted)
    .bind(step.progress.updated)
    .bind(step.progress.failed)
    .bind(step.resume_after)
    .bind(step.leased_until.millis())
    .execute(work.connection())
    .await?;
    Ok(done.rows_affected() > 0)
}

/// Ends a job that is where it is known to be. Whether it was.
pub async fn finish(
    tenant: &TenantId,
    job: &Job,
    status: Status,
    now: Timestamp,
    work: &mut Work,
) -> Result<bool, SqlError> {
    let done = sqlx::query(
        "UPDATE jobs SET status = $4, document = $5, finished_at = $6, sealed_input = NULL
         WHERE tenant_id = $1 AND job_id = $2 AND position = $3 AND status IN ('pending', 'processing')",
    )
    .bind(tenant.as_str())
    .bind(&job.id)
    .bind(job.progress.position)
    .bind(status.name())
    .bind(serde_json::to_string(&job.document).unwrap_or_default())
    .bind(now.millis())
    .execute(work.connection())
    .await?;
    Ok(done.rows_affected() > 0)
}

/// The tenants that have a job to do.
pub async fn tenants_with_due(
    now: Timestamp,
    database: &Database,
) -> Result<Vec<TenantId>, SqlError> {
    // tidy: global the worker asks which tenants have work before it has any context
    let rows = sqlx::query("SELECT DISTINCT tenant_id FROM jobs WHERE status IN ('pending', 'processing') AND due_at <= $1")
        .bind(now.millis())
        .fetch_all(database.reader())
        .await?;
    rows.iter().map(Columns::tenant_id).collect()
}

/// Notes why a user failed.
pub async fn insert_error(
    tenant: &TenantId,
    job_id: &str,
    position: i64,
    document: &Value,
    work: &mut Work,
) -> Result<(), SqlError> {
    sqlx::query(
        "INSERT INTO job_errors (tenant_id, job_id, position, document) VALUES ($1, $2, $3, $4)",
    )
    .bind(tenant.as_str())
    .bind(job_id)
    .bind(position)
    .bind(document.to_string())
    .execute(work.connection())
    .await?;
    Ok(())
}

/// Why users failed, in the order of the file.
pub async fn errors(
    tenant: &TenantId,
    job_id: &str,
    database: &Database,
) -> Result<Vec<Value>, SqlError> {
    let rows = sqlx::query(
        "SELECT document FROM job_errors WHERE tenant_id = $1 AND job_id = $2 ORDER BY position",
    )
    .bind(tenant.as_str())
    .bind(job_id)
    .fetch_all(database.reader())
    .await?;
    rows.iter().map(|row| row.json("document")).collect()
}

/// Adds a part to a job's file.
pub async fn insert_part(
    tenant: &TenantId,
    job_id: &str,
    part: i64,
    content: &str,
    work: &mut Work,
) -> Result<(), SqlError> {
    sqlx::query("INSERT INTO job_files (tenant_id, job_id, part, content) VALUES ($1, $2, $3, $4)")
        .bind(tenant.as_str())
        .bind(job_id)
        .bind(part)
        .bind(content)
        .execute(work.connection())
        .await?;
    Ok(())
}

/// The first part of a job's file behind another one, with its number.
pub async fn next_part(
    tenant: &TenantId,
    job_id: &str,
    after: i64,
    database: &Database,
) -> Result<Option<(i64, String)>, SqlError> {
    let row = sqlx::query(
        "SELECT part, content FROM job_files WHERE tenant_id = $1 AND job_id = $2 AND part > $3 ORDER BY part LIMIT 1",
    )
    .bind(tenant.as_str())
    .bind(job_id)
    .bind(after)
    .fetch_optional(database.reader())
    .await?;
    row.map(|row| Ok((row.integer("part")?, row.text("content")?)))
        .transpose()
}

/// Deletes some jobs that ended before a moment, with their errors and files. How many.
pub async fn delete_ended(
    tenant: &Tenant,
    before: Timestamp,
    limit: i64,
    work: &mut Work,
) -> Result<u64, SqlError> {
    let mut gone = 0;
    for statement in [
        "DELETE FROM job_errors WHERE tenant_id = $1 AND job_id IN
           (SELECT job_id FROM jobs WHERE tenant_id = $1 AND finished_at < $2 ORDER BY finished_at, job_id LIMIT $3)",
        "DELETE FROM job_files WHERE tenant_id = $1 AND job_id IN
           (SELECT job_id FROM jobs WHERE tenant_id = $1 AND finished_at < $2 ORDER BY finished_at, job_id LIMIT $3)",
        "DELETE FROM jobs WHERE tenant_id = $1 AND job_id IN
           (SELECT job_id FROM jobs WHERE tenant_id = $1 AND finished_at < $2 ORDER BY finished_at, job_id LIMIT $3)",
    ] {
        let done = sqlx::query(statement)
            .bind(tenant.id.as_str())
            .bind(before.millis())
            .bind(limit)
            .execute(work.connection())
            .await?;
        gone = done.rows_affected();
    }
    Ok(gone)
}
