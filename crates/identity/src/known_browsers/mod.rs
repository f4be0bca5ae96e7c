//! Known browsers: where a user has logged in before, and where that counts as the second factor for a while.

pub mod table;

use ostia_protocol::auth0::ids::UserId;

use crate::context::Context;
use crate::failure::Broken;
use crate::time::Timestamp;
use crate::vault::fingerprint;

/// How long a browser is remembered, in seconds: 30 days.
pub const REMEMBERED: i64 = 30 * 86_400;

/// What is known of a browser in a user's hands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Familiarity {
    /// The user never logged in with it, or not for a long time.
    New,
    /// They did, no longer ago than the tenant says.
    Seen,
    /// They did with a second factor, and said that it should count from then on.
    Remembered,
}

/// How well a browser, by the id in its cookie, is known.
///
/// # Errors
/// When the database is away.
pub async fn familiarity(
    browser: &str,
    user: &UserId,
    context: &Context,
) -> Result<Familiarity, Broken> {
    let (tenant, hash) = (&context.tenant, fingerprint(browser));
    let found = table::find(tenant, user, &hash, context.database()).await?;
    let known_for = tenant.multifactor.devices_known_for;
    Ok(match found {
        Some((_, until)) if until > context.now => Familiarity::Remembered,
        Some((seen, _)) if seen.plus_seconds(known_for) > context.now => Familiarity::Seen,
        // Not for so long that it is as if they never had.
        Some(_) | None => Familiarity::New,
    })
}

/// Notes that a user has logged in with a browser.
///
/// # Errors
/// When the database is away.
pub async fn see(browser: &str, user: &UserId, context: &Context) -> Result<(), Broken> {
    keep(browser, user, Timestamp::from_millis(0), context).await
}

/// Notes that a browser counts as the user's second factor from now on.
///
/// # Errors
/// When the database is away.
pub async fn remember(browser: &str, user: &UserId, context: &Context) -> Result<(), Broken> {
    keep(browser, user, context.now.plus_seconds(REMEMBERED), context).await
}

async fn keep(
    browser: &str,
    user: &UserId,
    remembered_until: Timestamp,
    context: &Context,
) -> Result<(), Broken> {
    let seen = table::Seen {
        browser_hash: &fingerprint(browser),
        at: context.now,
        remembered_until,
    };
    let mut work = context.begin().await?;
    table::put(&context.tenant, user, &seen, &mut work).await?;
    work.commit().await
}

/// Forgets all browsers of a user.
///
/// # Errors
/// When the database is away.
pub async fn forget_all(user: &UserId, context: &Context) -> Result<(), Broken> {
    let mut work = context.begin().await?;
    table::delete_of_user(&context.tenant, user, &mut work).await?;
    work.commit().await
}
