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

/// Text messages to a user where the waits between them grow: five at once, and then one after a minute, later after two,
/// and so on up to half an hour. Each bucket holds one more than the one before and leaks half as fast, so that the longer
/// somebody goes on, the slower is the one that is full; who stops is soon as good as new.
pub const GROWING_WAITS: [Limit; 6] = {
    let mut limits = [Limit {
        burst: 5,
        interval: 60_000,
    }; 6];
    let mut step = 1;
    while step < limits.len() {
        limits[step] = Limit {
            burst: limits[step - 1].burst + 1,
            interval: 2 * limits[step - 1].interval,
        };
        step += 1;
    }
    limits
};

/// Counts a try. `false` where it is one too many; then it was not counted.
///
/// # Errors
/// When the database is away.
pub async fn spend(key: &[&str], limit: Limit, context: &Context) -> Result<bool, Broken> {
    spend_in_all(key, &[limit], context).await
}

/// Counts a try in several buckets. `false` where it is one too many for any of them; then none counted it.
///
/// # Errors
/// When the database is away.
pub async fn spend_in_all(
    key: &[&str],
    limits: &[Limit],
    context: &Context,
) -> Result<bool, Broken> {
    let mut work = context.begin().await?;
    let now = context.now.millis();
    for (number, limit) in limits.iter().enumerate() {
        let number = number.to_string();
        let mut bucket = key.to_vec();
        // One that is alone goes by the key itself.
        if limits.len() > 1 {
            bucket.push(&number);
        }
        let spending = table::Spending {
            key: &hashed(&bucket),
            now,
            interval: limit.interval,
            latest: now + (limit.burst - 1) * limit.interval,
        };
        if !table::spend(&context.tenant, spending, &mut work).await? {
            return Ok(false);
        }
    }
    work.commit().await?;
    Ok(true)
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
