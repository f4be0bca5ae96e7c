//! One-time codes: six digits that were sent to somebody, good for a short time, a few tries, and once.

pub mod table;

use ostia_protocol::auth0::ids;
use serde::Serialize;
use serde::de::DeserializeOwned;
use subtle::ConstantTimeEq as _;

use crate::context::Context;
use crate::database::Work;
use crate::failure::Broken;
use crate::vault::fingerprint;

/// How long a code is good, and for how many tries.
#[derive(Clone, Copy, Debug)]
pub struct Terms {
    /// Seconds.
    pub lifetime: i64,
    /// How many tries there are.
    pub tries: i64,
}

/// What became of a try.
#[derive(Debug, PartialEq, Eq)]
pub enum Outcome<T> {
    /// The code is right, and is used up now. What it was made with comes along.
    Right(T),
    /// It is another one.
    Wrong,
    /// There is none that is still good: it was used, has expired, or had too many tries.
    Gone,
}

/// Makes a code for a purpose; one that was made for it before is good no longer. The code is shown once.
///
/// # Errors
/// When the database is away.
pub async fn issue(
    purpose: &[&str],
    detail: &(impl Serialize + Sync),
    terms: Terms,
    context: &Context,
) -> Result<String, Broken> {
    let mut work = context.begin().await?;
    let code = issue_in(purpose, detail, terms, context, &mut work).await?;
    work.commit().await?;
    Ok(code)
}

/// The same in a unit of work: with the message that carries it.
///
/// # Errors
/// When the database is away.
pub async fn issue_in(
    purpose: &[&str],
    detail: &(impl Serialize + Sync),
    terms: Terms,
    context: &Context,
    work: &mut Work,
) -> Result<String, Broken> {
    let purpose = purpose.join("\0");
    let code = ids::digits(context.entropy(), 6);
    let row = table::NewCode {
        purpose_hash: &fingerprint(&purpose),
        code_hash: &hashed(&purpose, &code, context)?,
        detail: &serde_json::to_string(detail)?,
        tries: terms.tries,
        expires_at: context.now.plus_seconds(terms.lifetime),
    };
    table::put(&context.tenant, &row, context.now, work).await?;
    Ok(code)
}

/// Whether a code for a purpose is still good.
///
/// # Errors
/// When the database is away.
pub async fn is_waiting(purpose: &[&str], context: &Context) -> Result<bool, Broken> {
    let purpose_hash = fingerprint(&purpose.join("\0"));
    let (tenant, database) = (&context.tenant, context.database());
    Ok(table::is_waiting(tenant, &purpose_hash, context.now, database).await?)
}

/// Whether a code is right. A wrong one counts as a try; a right one stays good.
///
/// # Errors
/// When the database is away.
pub async fn is_right(purpose: &[&str], code: &str, context: &Context) -> Result<bool, Broken> {
    let purpose = purpose.join("\0");
    let purpose_hash = fingerprint(&purpose);
    let (tenant, now) = (&context.tenant, context.now);
    let presented = hashed(&purpose, code.trim(), context)?;
    let mut work = context.begin().await?;
    let Some(waiting) = table::count_try(tenant, &purpose_hash, now, &mut work).await? else {
        return Ok(false);
    };
    let is_right: bool = waiting
        .code_hash
        .as_bytes()
        .ct_eq(presented.as_bytes())
        .into();
    if is_right {
        table::give_back(tenant, &purpose_hash, &mut work).await?;
    }
    work.commit().await?;
    Ok(is_right)
}

/// Tries a code. The try is counted before the code is looked at, so that racing guesses are as few as others, and of
/// racing right ones one wins.
///
/// # Errors
/// When the database is away.
pub async fn redeem<T: DeserializeOwned>(
    purpose: &[&str],
    code: &str,
    context: &Context,
) -> Result<Outcome<T>, Broken> {
    let purpose = purpose.join("\0");
    let purpose_hash = fingerprint(&purpose);
    let (tenant, now) = (&context.tenant, context.now);
    let presented = hashed(&purpose, code.trim(), context)?;
    let mut work = context.begin().await?;
    let Some(waiting) = table::count_try(tenant, &purpose_hash, now, &mut work).await? else {
        return Ok(Outcome::Gone);
    };
    let is_right: bool = waiting
        .code_hash
        .as_bytes()
        .ct_eq(presented.as_bytes())
        .into();
    let won = is_right && table::consume(tenant, &purpose_hash, now, &mut work).await?;
    work.commit().await?;
    match (is_right, won) {
        (true, true) => Ok(Outcome::Right(serde_json::from_str(&waiting.detail)?)),
        (true, false) => Ok(Outcome::Gone),
        (false, _) => Ok(Outcome::Wrong),
    }
}

/// A million codes are soon tried by who has the table: only the tenant's key makes the hash.
fn hashed(purpose: &str, code: &str, context: &Context) -> Result<String, Broken> {
    let message = format!("{purpose}\0{code}");
    context
        .tenant
        .key
        .authenticate("one-time code", message.as_bytes())
}
