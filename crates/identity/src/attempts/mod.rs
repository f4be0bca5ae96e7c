//! How often something may be tried: a bucket for each key that leaks at a steady rate (GCRA), shared by all nodes.

pub mod table;

use crate::context::Context;
use crate::failure::Broken;
use crate::vault::fingerprint;

/// How often: `burst` at once, and one more whenever `interval` has passed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit {
    /// How many at once.
    pub burst: i64,
    /// How long until one more is allowed, in milliseconds.
    pub interval: i64,
}

impl Limit {
    /// Wrong second factors of a user: ten, and one more every six minutes (reference/authentication.md §3.7).
    pub const SECOND_FACTOR: Self = Self {
        burst: 10,
        interval: 6 * 60_000,
    };
    /// Codes that are sent to a user: ten, and one more every hour (reference/authentication.md §3.7).
    pub const SENT_CODES: Self = Self {
        burst: 10,
        interval: 3_600_000,
    };
    /// Offers of a passkey to a user who wanted none: one, and one more every thirty days.
    pub const PASSKEY_OFFERS: Self = Self {
        burst: 1,
        interval: 30 * 86_400_000,
    };
}

/// Counts a try. `false` where it is one too many; then it was not counted.
///
/// # Errors
/// When the database is away.
pub async fn spend(key: &[&str], limit: Limit, context: &Context) -> Result<bool, Broken> {
    let mut work = context.begin().await?;
    let now = context.now.millis();
    let spending = table::Spending {
        key: &hashed(key),
        now,
        interval: limit.interval,
        latest: now + (limit.burst - 1) * limit.interval,
    };
    let allowed = table::spend(&context.tenant, spending, &mut work).await?;
    work.commit().await?;
    Ok(allowed)
}

/// Whether nothing was tried lately: every try has leaked away.
///
/// # Errors
/// When the database is away.
pub async fn is_free(key: &[&str], context: &Context) -> Result<bool, Broken> {
    let (tenant, database) = (&context.tenant, context.database());
    Ok(table::is_empty(tenant, &hashed(key), context.now, database).await?)
}

/// Forgets all tries: somebody has shown that they know the answer.
///
/// # Errors
/// When the database is away.
pub async fn forget(key: &[&str], context: &Context) -> Result<(), Broken> {
    let mut work = context.begin().await?;
    table::delete(&context.tenant, &hashed(key), &mut work).await?;
    work.commit().await
}

/// Keys hold what callers send: hashed, they are short and tell nothing.
fn hashed(key: &[&str]) -> String {
    fingerprint(&key.join("\0"))
}
