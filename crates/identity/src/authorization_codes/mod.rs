//! Authorization codes: short-lived, used once, stored as fingerprints.

pub mod table;

use ostia_protocol::auth0::ids;

use crate::approval::Approval;
use crate::context::Context;
use crate::database::Work;
use crate::failure::Broken;
use crate::vault::fingerprint;

/// How long a code may be exchanged, in seconds.
const LIFETIME: i64 = 60;

/// What became of an attempt to use a code.
#[derive(Debug)]
pub enum Redemption {
    /// This request, and no other, may act on it.
    Won(Box<Approval>),
    /// It was used before. The refresh token family made from it, if any, should end (RFC 6749 §4.1.2).
    Replayed {
        /// The family.
        family_id: Option<String>,
    },
    /// There is no such code, or it has expired.
    Unknown,
}

/// Makes a code.
///
/// # Errors
/// When the database is away.
pub async fn issue(
    approval: &Approval,
    context: &Context,
    work: &mut Work,
) -> Result<String, Broken> {
    let code = ids::token(context.entropy(), 32);
    let expires_at = context.now.plus_seconds(LIFETIME);
    table::insert(
        &context.tenant,
        &fingerprint(&code),
        approval,
        context.now,
        expires_at,
        work,
    )
    .await?;
    Ok(code)
}

/// Uses a code up. Of many racing requests one wins, whatever comes of it afterwards.
///
/// # Errors
/// When the database is away.
pub async fn redeem(code: &str, context: &Context) -> Result<Redemption, Broken> {
    let hash = fingerprint(code);
    let mut work = context.begin().await?;
    let won = table::consume(&context.tenant, &hash, context.now, &mut work).await?;
    work.commit().await?;
    if let Some(approval) = won {
        return Ok(Redemption::Won(Box::new(approval)));
    }
    let mut work = context.begin().await?;
    let replayed = table::note_replay(&context.tenant, &hash, &mut work).await?;
    work.commit().await?;
    Ok(match replayed {
        Some(family_id) => Redemption::Replayed { family_id },
        None => Redemption::Unknown,
    })
}

/// Notes which refresh token family a code became, so that a replay of the code can end it. `false` where the code was
/// replayed already: then the family must not stand.
///
/// # Errors
/// When the database is away.
pub async fn became_family(code: &str, family_id: &str, context: &Context) -> Result<bool, Broken> {
    let mut work = context.begin().await?;
    let noted =
        table::set_family(&context.tenant, &fingerprint(code), family_id, &mut work).await?;
    work.commit().await?;
    Ok(noted)
}
