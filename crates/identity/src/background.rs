//! Working on jobs: leased, so that one node works on each, and gone on with where the last one stopped.

use std::sync::Arc;
use std::time::Duration;

use ostia_protocol::auth0::ids::{ClientId, TenantId, UserId};
use serde_json::json;

use crate::context::{Context, Origin, Platform};
use crate::failure::{Broken, BrokenKind};
use crate::jobs::document::LINK_HOST;
use crate::jobs::{self, Job, Kind, Status};
use crate::users::AskToVerify;
use crate::{email_verification, tenants, users_export, users_import};

/// How often is looked for work when nobody rings: for what other nodes took on, and for what they dropped.
const PATIENCE: Duration = Duration::from_secs(5);
/// How long a node has for the first step of a job, in seconds, before another one may take it.
const LEASE: i64 = 60;

/// Works until the process ends.
pub async fn run(platform: Arc<Platform>) {
    loop {
        match work_off(&platform).await {
            Ok(0) => platform.jobs.heard(PATIENCE).await,
            Ok(_) => {}
            Err(error) => {
                tracing::warn!(%error, "a job stopped; it goes on later where it was");
                tokio::time::sleep(PATIENCE).await;
            }
        }
    }
}

/// Works on every job that is due, in all tenants. How many.
///
/// # Errors
/// When the database is away. Jobs stay where they are.
pub async fn work_off(platform: &Arc<Platform>) -> Result<usize, Broken> {
    let mut done = 0;
    for tenant in jobs::tenants_with_due(platform.clock.now(), &platform.database).await? {
        done += work_off_tenant(&tenant, platform).await?;
    }
    Ok(done)
}

async fn work_off_tenant(id: &TenantId, platform: &Arc<Platform>) -> Result<usize, Broken> {
    let Some(tenant) = tenants::find(id, platform).await? else {
        return Ok(0);
    };
    let tenant = Arc::new(tenant);
    let mut done = 0;
    loop {
        let context = Context::new(platform.clone(), tenant.clone(), Origin::default());
        let Some(mut job) = jobs::lease(LEASE, &context).await? else {
            return Ok(done);
        };
        let worked = match job.kind {
            Kind::UsersImport => users_import::work_on(&mut job, &context).await,
            Kind::UsersExport => users_export::work_on(&mut job, &context).await,
            Kind::VerificationEmail => send_verification(&mut job, &context).await,
        };
        match worked {
            Ok(()) => {}
            // Trying again would not help.
            Err(broken) if broken.kind == BrokenKind::Internal => {
                tracing::error!(job = job.id, report = %broken.report, "a job failed");
                fail(
                    &mut job,
                    "The server failed while it worked on this.",
                    &context,
                )
                .await?;
            }
            Err(broken) => return Err(broken),
        }
        done += 1;
    }
}

async fn fail(job: &mut Job, details: &str, context: &Context) -> Result<(), Broken> {
    job.document
        .insert("status_details".to_owned(), json!(details));
    finish(job, Status::Failed, context).await
}

async fn finish(job: &Job, status: Status, context: &Context) -> Result<(), Broken> {
    let mut work = context.begin().await?;
    if jobs::finish(job, status, context, &mut work).await? {
        work.commit().await?;
    }
    Ok(())
}

async fn send_verification(job: &mut Job, context: &Context) -> Result<(), Broken> {
    let context = &context.clone().linking_to(job.text(LINK_HOST));
    let user = job.text("user_id").and_then(|id| UserId::parse(id).ok());
    let client_id = job
        .text("client_id")
        .and_then(|id| ClientId::parse(id).ok());
    let ask = AskToVerify {
        client_id,
        organization_id: job.text("organization_id").map(str::to_owned),
        ..AskToVerify::default()
    };
    let asked = match user {
        Some(user) => email_verification::request(&user, &ask, context).await?,
        None => false,
    };
    if asked {
        finish(job, Status::Completed, context).await
    } else {
        fail(job, "The user has no e-mail address any more.", context).await
    }
}
