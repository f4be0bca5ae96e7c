//! Deleting what has expired, in batches so small that no request waits for one.

use std::sync::Arc;
use std::time::Duration;

use crate::context::{Context, Origin, Platform};
use crate::database::{Expiring, SqlError, Work};
use crate::failure::Broken;
use crate::login::transaction;
use crate::logs;
use crate::tenants::{self, Tenant};
use crate::time::Timestamp;
use crate::token::used_assertions;
use crate::{
    attempts, authorization_codes, bot_detection, device_codes, enrollment_tickets, events,
    federated_logins, jobs, known_browsers, login_limits, login_tickets, mfa_tokens,
    one_time_codes, organizations, places, pushed_requests, refresh_tokens, sessions, tickets,
    users, webauthn,
};

/// How often [`run`] looks.
const INTERVAL: Duration = Duration::from_mins(5);
/// How many rows of a table are deleted in one unit of work.
const BATCH: i64 = 200;
/// How long requests have the database for themselves between two batches.
const PAUSE: Duration = Duration::from_millis(20);
/// How long something is kept after it expired, in seconds: a code that comes twice must still be recognised.
const GRACE: i64 = 86_400;
/// How much longer an invitation is kept: who sent it can see that nobody came.
const INVITATION_GRACE: i64 = 30 * 86_400;
/// How long an event can be sent again, in seconds.
const EVENT_KEPT: i64 = 30 * 86_400;
/// How long a browser that nobody uses any more is known, in seconds: as long as its cookie lives.
const KNOWN: i64 = 400 * 86_400;

/// Keeps house until the process ends.
pub async fn run(platform: Arc<Platform>) {
    let mut ticks = tokio::time::interval(INTERVAL);
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        match sweep(&platform).await {
            Ok(0) => {}
            Ok(deleted) => tracing::debug!(deleted, "deleted what has expired"),
            Err(error) => tracing::warn!(%error, "housekeeping stopped; it tries again later"),
        }
    }
}

/// Deletes what has expired in all tenants. How many rows.
///
/// # Errors
/// When the database is away. What was deleted until then stays deleted.
pub async fn sweep(platform: &Arc<Platform>) -> Result<u64, Broken> {
    let mut deleted = 0;
    for tenant in tenants::list(platform).await? {
        let origin = Origin::default();
        let tenant = Arc::new(tenant);
        let context = Context::new(platform.clone(), tenant.clone(), origin);
        sessions::end_expired(&context).await?;
        for kind in Kind::ALL {
            deleted += sweep_kind(kind, kind.deadline(platform), &tenant, platform).await?;
        }
        index_users(&tenant, platform).await?;
    }
    Ok(deleted)
}

/// Users of an earlier release can't be found until they are indexed.
async fn index_users(tenant: &Tenant, platform: &Platform) -> Result<(), Broken> {
    while users::search::index_some(tenant, &platform.database).await? > 0 {
        tokio::time::sleep(PAUSE).await;
    }
    Ok(())
}

async fn sweep_kind(
    kind: Kind,
    before: Timestamp,
    tenant: &Tenant,
    platform: &Platform,
) -> Result<u64, Broken> {
    let mut deleted = 0;
    loop {
        let mut work = platform.database.begin().await?;
        let batch = kind.delete_expired(before, tenant, &mut work).await?;
        work.commit().await?;
        deleted += batch;
        if batch < BATCH.unsigned_abs() {
            return Ok(deleted);
        }
        tokio::time::sleep(PAUSE).await;
    }
}

#[derive(Clone, Copy)]
enum Kind {
    /// Rows that go when they have expired, and nothing with them.
    Expiring(Expiring),
    Session,
    RefreshTokenFamily,
    Invitation,
    Job,
    LogEntry,
    Event,
    ActiveUser,
    LoginLimit,
    KnownBrowser,
    LoginPlace,
}

impl Kind {
    const ALL: [Self; 24] = [
        Self::Expiring(authorization_codes::table::EXPIRING),
        Self::Expiring(transaction::table::EXPIRING),
        Self::Expiring(pushed_requests::table::EXPIRING),
        Self::Expiring(used_assertions::table::EXPIRING),
        Self::Expiring(tickets::table::EXPIRING),
        Self::Expiring(mfa_tokens::table::EXPIRING),
        Self::Expiring(one_time_codes::table::EXPIRING),
        Self::Expiring(enrollment_tickets::table::EXPIRING),
        Self::Expiring(attempts::table::EXPIRING),
        Self::Expiring(device_codes::table::EXPIRING),
        Self::Expiring(federated_logins::table::EXPIRING),
        Self::Expiring(login_tickets::table::EXPIRING),
        Self::Expiring(webauthn::table::EXPIRING),
        Self::Expiring(bot_detection::table::EXPIRING),
        Self::Session,
        Self::RefreshTokenFamily,
        Self::Invitation,
        Self::Job,
        Self::LogEntry,
        Self::Event,
        Self::ActiveUser,
        Self::LoginLimit,
        Self::KnownBrowser,
        Self::LoginPlace,
    ];

    /// What expired, or was written, before this moment goes.
    fn deadline(self, platform: &Platform) -> Timestamp {
        let now = platform.clock.now();
        match self {
            Self::Expiring(_)
            | Self::Session
            | Self::RefreshTokenFamily
            | Self::Invitation
            | Self::Job
            | Self::LoginLimit
            | Self::KnownBrowser
            // Whoever had a day can have travelled anywhere.
            | Self::LoginPlace => now.plus_seconds(-GRACE),
            Self::LogEntry => {
                let kept = platform.journal.retention().as_secs();
                now.plus_seconds(-i64::try_from(kept).unwrap_or(i64::MAX))
            }
            Self::Event => now.plus_seconds(-EVENT_KEPT),
            Self::ActiveUser => logs::stats::active_since(now),
        }
    }

    async fn delete_expired(
        self,
        before: Timestamp,
        tenant: &Tenant,
        work: &mut Work,
    ) -> Result<u64, SqlError> {
        match self {
            Self::Expiring(rows) => rows.delete(tenant, before, BATCH, work).await,
            Self::Session => sessions::table::delete_expired(tenant, before, BATCH, work).await,
            Self::RefreshTokenFamily => {
                refresh_tokens::table::delete_expired(tenant, before, BATCH, work).await
            }
            Self::Invitation => {
                let before = before.plus_seconds(-INVITATION_GRACE);
                organizations::invitations::table::EXPIRING
                    .delete(tenant, before, BATCH, work)
                    .await
            }
            Self::Job => jobs::table::delete_ended(tenant, before, BATCH, work).await,
            Self::LogEntry => logs::table::delete_older(tenant, before, BATCH, work).await,
            Self::Event => events::table::delete_older(tenant, before, BATCH, work).await,
            Self::ActiveUser => {
                logs::stats::table::delete_unseen(tenant, before, BATCH, work).await
            }
            Self::LoginLimit => {
                let remembered = before.plus_seconds(-login_limits::REMEMBERED);
                login_limits::table::delete_expired(tenant, [remembered, before], BATCH, work).await
            }
            Self::KnownBrowser => {
                let unseen = before.plus_seconds(-KNOWN);
                known_browsers::table::delete_unseen(tenant, unseen, BATCH, work).await
            }
            Self::LoginPlace => places::table::delete_older(tenant, before, BATCH, work).await,
        }
    }
}
