//! Lifting the blocks of an account by a link that was mailed to its owner.

use crate::context::Context;
use crate::failure::Broken;
use crate::login_limits::blocks;
use crate::logs::{Entry, Event};
use crate::tickets::{self, Purpose, Ticket, Worthless};
use crate::users::{self, User};

/// An account whose blocks were lifted, and what the link carried.
#[derive(Debug)]
pub struct Unblocked {
    /// Whose account.
    pub user: User,
    /// The link's ticket.
    pub ticket: Ticket,
}

/// What a link is worth, without using it: programs that look at mail open links, too.
///
/// # Errors
/// When the database is away.
pub async fn look_at(token: &str, context: &Context) -> Result<Result<Ticket, Worthless>, Broken> {
    tickets::look_at(token, Purpose::Unblock, context).await
}

/// Lifts the blocks of the account that a link is for, once. The other links for it are good no longer.
///
/// # Errors
/// When the database is away.
pub async fn complete(
    token: &str,
    context: &Context,
) -> Result<Result<Unblocked, Worthless>, Broken> {
    if let Err(worthless) = look_at(token, context).await? {
        return Ok(Err(worthless));
    }
    let mut work = context.begin().await?;
    let Some(ticket) = tickets::redeem(token, Purpose::Unblock, context, &mut work).await? else {
        return Ok(Err(Worthless::Used));
    };
    let Some(user) = users::find(&ticket.user_id, context).await? else {
        return Ok(Err(Worthless::Unknown));
    };
    blocks::forget(&user, &context.tenant, &mut work).await?;
    tickets::void_of_user(&user.id, Purpose::Unblock, context, &mut work).await?;
    work.commit().await?;
    Entry::new(Event::UserUnblocked)
        .description("The owner of an account lifted its blocks by the link that was mailed.")
        .user(&user)
        .record(context);
    Ok(Ok(Unblocked { user, ticket }))
}
