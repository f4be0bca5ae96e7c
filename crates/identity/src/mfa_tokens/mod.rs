//! MFA tokens: a login at the token endpoint that waits for a second factor. Short-lived, for one client, used once.

pub mod table;

use ostia_protocol::auth0::ids::{self, UserId};

use crate::approval::Approval;
use crate::context::Context;
use crate::failure::Broken;
use crate::vault::fingerprint;

/// How long a user may take, in seconds (reference/authentication.md §3.7).
pub const LIFETIME: i64 = 600;

/// What a presented token stands for.
#[derive(Debug)]
pub enum Presented {
    /// It waits for a second factor.
    Waiting(Box<Approval>),
    /// It did once.
    Expired,
    /// There is no such token, or it was used.
    Unknown,
}

/// Makes a token for what a client will get once the user has proved a second factor.
///
/// # Errors
/// When the database is away.
pub async fn issue(approval: &Approval, context: &Context) -> Result<String, Broken> {
    let token = ids::token(context.entropy(), 32);
    let mut work = context.begin().await?;
    let row = table::NewToken {
        token_hash: &fingerprint(&token),
        approval,
        expires_at: context.now.plus_seconds(LIFETIME),
    };
    table::insert(&context.tenant, &row, context.now, &mut work).await?;
    work.commit().await?;
    Ok(token)
}

/// What a token stands for.
///
/// # Errors
/// When the database is away.
pub async fn find(token: &str, context: &Context) -> Result<Presented, Broken> {
    let found = table::find(&context.tenant, &fingerprint(token), context.database()).await?;
    Ok(match found {
        None => Presented::Unknown,
        Some((_, expires_at)) if expires_at <= context.now => Presented::Expired,
        Some((approval, _)) => Presented::Waiting(Box::new(approval)),
    })
}

/// Uses a token up. Of racing requests one wins.
///
/// # Errors
/// When the database is away.
pub async fn consume(token: &str, context: &Context) -> Result<bool, Broken> {
    let mut work = context.begin().await?;
    let won = table::consume(&context.tenant, &fingerprint(token), context.now, &mut work).await?;
    work.commit().await?;
    Ok(won)
}

/// Ends all tokens of a user.
///
/// # Errors
/// When the database is away.
pub async fn end_all_of(user: &UserId, context: &Context) -> Result<(), Broken> {
    let mut work = context.begin().await?;
    table::delete_of_user(&context.tenant, user, &mut work).await?;
    work.commit().await
}
