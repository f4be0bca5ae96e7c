//! Jobs: what takes longer than a request, and goes on where it was after a restart.
//!
//! Each step of a job is one unit of work together with how far the job is: whoever dies in between has done nothing,
//! and of two who hold the same job only one can move it on.

pub mod document;
pub mod table;

use ostia_protocol::auth0::ids::{self, TenantId};
use serde_json::{Map, Value};

use crate::context::Context;
use crate::database::{Database, SqlError, Work};
use crate::failure::Broken;
use crate::time::Timestamp;
use crate::vault::Place;

/// What a job does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Makes users from a file.
    UsersImport,
    /// Makes a file from users.
    UsersExport,
    /// Mails a link that confirms an address.
    VerificationEmail,
}

impl Kind {
    /// As it is stored and shown.
    pub const fn name(self) -> &'static str {
        match self {
            Self::UsersImport => "users_import",
            Self::UsersExport => "users_export",
            Self::VerificationEmail => "verification_email",
        }
    }

    fn parse(name: &str) -> Result<Self, Broken> {
        match name {
            "users_import" => Ok(Self::UsersImport),
            "users_export" => Ok(Self::UsersExport),
            "verification_email" => Ok(Self::VerificationEmail),
            _ => Err(Broken::internal("a job of an unknown kind")),
        }
    }
}

/// How a job is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Nobody has begun it.
    Pending,
    /// Somebody is at it.
    Processing,
    /// It is done.
    Completed,
    /// It can't be done.
    Failed,
}

impl Status {
    /// As it is stored and shown.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Processing => "processing",
            Self::Completed => "completed",
            Self::Failed => "failed",
        }
    }

    fn parse(name: &str) -> Result<Self, Broken> {
        match name {
            "pending" => Ok(Self::Pending),
            "processing" => Ok(Self::Processing),
            "completed" => Ok(Self::Completed),
            "failed" => Ok(Self::Failed),
            _ => Err(Broken::internal("a job of an unknown status")),
        }
    }
}

/// How far a job is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// How many users it has worked through.
    pub position: i64,
    /// How many there are.
    pub total: i64,
    /// How many it made.
    pub inserted: i64,
    /// How many it changed.
    pub updated: i64,
    /// How many failed.
    pub failed: i64,
}

/// A job.
#[derive(Clone, Debug)]
pub struct Job {
    /// `job_…`.
    pub id: String,
    /// What it does.
    pub kind: Kind,
    /// How it is.
    pub status: Status,
    /// What was asked for, and what became of it, as on the wire.
    pub document: Map<String, Value>,
    /// How far it is.
    pub progress: Progress,
    /// Where it goes on; an export's last user.
    pub resume_after: Option<String>,
    /// When it was asked for.
    pub created_at: Timestamp,
    /// When somebody began it.
    pub started_at: Option<Timestamp>,
    /// When it ended.
    pub finished_at: Option<Timestamp>,
    pub(crate) sealed_input: Option<String>,
}

impl Job {
    /// A text that was asked for.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.document.get(name).and_then(Value::as_str)
    }

    /// The file that it works on.
    ///
    /// # Errors
    /// When it is gone or does not open.
    pub fn input(&self, context: &Context) -> Result<zeroize::Zeroizing<Vec<u8>>, Broken> {
        let sealed = self.sealed_input.as_deref();
        let sealed = sealed.ok_or_else(|| Broken::internal("a job without its file"))?;
        context.tenant.key.open(place(&self.id), sealed)
    }
}

/// Adds a job, which begins once the unit of work is committed. It.
///
/// # Errors
/// When the database is away.
pub async fn begin(
    kind: Kind,
    document: Map<String, Value>,
    input: Option<&[u8]>,
    total: i64,
    context: &Context,
    work: &mut Work,
) -> Result<Job, Broken> {
    let id = ids::job(context.entropy());
    let tenant = &context.tenant;
    let sealed_input = match input {
        Some(bytes) => Some(tenant.key.seal(place(&id), bytes, context.entropy())?),
        None => None,
    };
    let job = Job {
        id,
        kind,
        status: Status::Pending,
        document,
        progress: Progress {
            total,
            ..Progress::default()
        },
        resume_after: None,
        created_at: context.now,
        started_at: None,
        finished_at: None,
        sealed_input,
    };
    table::insert(&tenant.id, &job, work).await?;
    work.rings(&context.platform.jobs);
    Ok(job)
}

/// The job of this id.
///
/// # Errors
/// When the database is away.
pub async fn find(id: &str, context: &Context) -> Result<Option<Job>, Broken> {
    let row = table::find(&context.tenant.id, id, context.database()).await?;
    row.map(opened).transpose()
}

/// A job that this node alone works on for `lease` seconds; `None` where there is none to do.
///
/// # Errors
/// When the database is away.
pub async fn lease(lease: i64, context: &Context) -> Result<Option<Job>, Broken> {
    let mut work = context.begin().await?;
    let until = context.now.plus_seconds(lease);
    let row = table::lease(&context.tenant.id, context.now, until, &mut work).await?;
    work.commit().await?;
    row.map(opened).transpose()
}

/// One step of a job.
#[derive(Debug)]
pub struct Step<'a> {
    /// How far it is after the step.
    pub progress: Progress,
    /// Where it goes on.
    pub resume_after: Option<&'a str>,
    /// Until when the node that works on it has it for itself.
    pub leased_until: Timestamp,
}

/// Moves a job on, in the unit of work that did the step. `false` where somebody else did it: then nothing may be
/// committed.
///
/// # Errors
/// When the database is away.
pub async fn advance(
    job: &mut Job,
    step: &Step<'_>,
    context: &Context,
    work: &mut Work,
) -> Result<bool, SqlError> {
    let moved = table::advance(&context.tenant.id, job, step, work).await?;
    if moved {
        job.progress = step.progress;
        job.resume_after = step.resume_after.map(str::to_owned);
    }
    Ok(moved)
}

/// Ends a job. Its file is forgotten. `false` where it had ended before.
///
/// # Errors
/// When the database is away.
pub async fn finish(
    job: &Job,
    status: Status,
    context: &Context,
    work: &mut Work,
) -> Result<bool, SqlError> {
    table::finish(
        &context.tenant.id,
        job,
        status,
        context.platform.clock.now(),
        work,
    )
    .await
}

/// The tenants that have a job to do now.
///
/// # Errors
/// When the database is away.
pub async fn tenants_with_due(
    now: Timestamp,
    database: &Database,
) -> Result<Vec<TenantId>, Broken> {
    Ok(table::tenants_with_due(now, database).await?)
}

fn opened(row: table::Row) -> Result<Job, Broken> {
    Ok(Job {
        kind: Kind::parse(&row.kind)?,
        status: Status::parse(&row.status)?,
        document: row.document,
        id: row.id,
        progress: row.progress,
        resume_after: row.resume_after,
        created_at: row.created_at,
        started_at: row.started_at,
        finished_at: row.finished_at,
        sealed_input: row.sealed_input,
    })
}

fn place(id: &str) -> Place<'_> {
    Place {
        table: "jobs",
        column: "sealed_input",
        id,
    }
}
