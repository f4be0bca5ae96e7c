//! Making users from a file: some at a time, each step committed together with how far the job is.

mod one;
mod schema;

use serde_json::{Value, json};

use self::one::Imported;
use crate::connections::{self, Connection};
use crate::context::Context;
use crate::failure::Broken;
use crate::jobs::document::parse_users;
use crate::jobs::{self, Job, Status, Step};
use crate::logs::{Entry, Event};
use crate::messages::{self, Letter, Occasion};

/// How many users are made in one unit of work: what a commit costs is shared by them, and none is held for long.
const BATCH: usize = 100;
/// How long this node has for the next batch, in seconds, before another one may go on.
const LEASE: i64 = 60;
/// Members of a user that no answer repeats.
const SECRETS: [&str; 3] = ["password_hash", "custom_password_hash", "mfa_factors"];

/// Works through a job until it ends, or until somebody else has it.
///
/// # Errors
/// When the database is away; the job goes on later where it was.
pub async fn work_on(job: &mut Job, context: &Context) -> Result<(), Broken> {
    let connection = match job.text("connection_id") {
        Some(id) => connections::find(id, context).await?,
        None => None,
    };
    let Some(connection) = connection else {
        job.document.insert(
            "status_details".to_owned(),
            json!("The connection does not exist any more."),
        );
        return finish(job, Status::Failed, context).await;
    };
    let file = job.input(context)?;
    let users = parse_users(&file).map_err(|error| Broken::internal(error.message.into_owned()))?;
    while let Some(rest) = usize::try_from(job.progress.position)
        .ok()
        .and_then(|position| users.get(position..))
        .filter(|rest| !rest.is_empty())
    {
        let batch = &rest[..rest.len().min(BATCH)];
        if !do_batch(job, batch, &connection, context).await? {
            return Ok(());
        }
    }
    finish(job, Status::Completed, context).await
}

/// `false` where somebody else was faster: nothing of this batch is kept.
async fn do_batch(
    job: &mut Job,
    batch: &[Value],
    connection: &Connection,
    context: &Context,
) -> Result<bool, Broken> {
    let upsert = job.document.get("upsert") == Some(&Value::Bool(true));
    let mut work = context.begin().await?;
    let mut progress = job.progress;
    for user in batch {
        let outcome = one::import(user, upsert, connection, context, &mut work).await?;
        match outcome.imported {
            Imported::Inserted => progress.inserted += 1,
            Imported::Updated => progress.updated += 1,
            Imported::No => progress.failed += 1,
        }
        if !outcome.errors.is_empty() {
            let document = json!({ "user": without_secrets(user), "errors": outcome.errors });
            let (tenant, position) = (&context.tenant.id, progress.position);
            jobs::table::insert_error(tenant, &job.id, position, &document, &mut work).await?;
        }
        progress.position += 1;
    }
    let step = Step {
        progress,
        resume_after: None,
        leased_until: context.platform.clock.now().plus_seconds(LEASE),
    };
    if !jobs::advance(job, &step, context, &mut work).await? {
        return Ok(false);
    }
    work.commit().await?;
    Ok(true)
}

/// A row that is no object is shown as an empty one, which is what readers of these errors expect.
fn without_secrets(user: &Value) -> Value {
    let mut shown = user.as_object().cloned().unwrap_or_default();
    shown.retain(|name, _| !SECRETS.contains(&name.as_str()));
    Value::Object(shown)
}

async fn finish(job: &Job, status: Status, context: &Context) -> Result<(), Broken> {
    let mut work = context.begin().await?;
    if !jobs::finish(job, status, context, &mut work).await? {
        return Ok(());
    }
    let progress = job.progress;
    let summary = json!({
        "failed": progress.failed, "updated": progress.updated,
        "inserted": progress.inserted, "total": progress.total,
    });
    let wants_mail = job.document.get("send_completion_email") == Some(&Value::Bool(true));
    let owner = context.tenant.settings.support_email();
    if let (true, Some(owner)) = (wants_mail, owner) {
        let letter = Letter::new(Occasion::ImportCompleted, owner, context)
            .value(
                "job",
                json!({ "id": job.id, "connection": job.text("connection") }),
            )
            .value("summary", summary.clone());
        messages::enqueue(&letter.into(), context, &mut work).await?;
    }
    work.commit().await?;
    let event = match status {
        Status::Completed => Event::UsersImported,
        Status::Failed | Status::Pending | Status::Processing => Event::UserImportFailed,
    };
    Entry::new(event)
        .member("connection", job.text("connection").unwrap_or_default())
        .member(
            "connection_id",
            job.text("connection_id").unwrap_or_default(),
        )
        .member("details", json!({ "job_id": job.id, "summary": summary }))
        .record(context);
    Ok(())
}
