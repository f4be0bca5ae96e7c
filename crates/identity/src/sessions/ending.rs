//! Ending sessions, and seeing to it that the applications that used them are told: the notices are put into the outbox
//! by the unit of work that ends the session.

use ostia_protocol::auth0::ids::UserId;

use super::table::{self, Ended};
use crate::clients::Initiator;
use crate::context::Context;
use crate::database::Work;
use crate::failure::Broken;
use crate::messages::{self, LogoutNotice, Message};

/// How many expired sessions one unit of work ends.
const BATCH: i64 = 200;

/// Ends a session for all applications.
///
/// # Errors
/// When the database is away.
pub async fn end(id: &str, initiator: Initiator, context: &Context) -> Result<(), Broken> {
    let mut work = context.begin().await?;
    end_in(id, initiator, context, &mut work).await?;
    work.commit().await
}

/// Ends a session whose place another one takes in the same browser. Nobody is told: its user didn't leave.
///
/// # Errors
/// When the database is away.
pub async fn replace(id: &str, context: &Context) -> Result<(), Broken> {
    let mut work = context.begin().await?;
    table::end(&context.tenant, id, context.now, &mut work).await?;
    work.commit().await
}

/// Ends a session within a unit of work.
///
/// # Errors
/// When the database is away.
pub(crate) async fn end_in(
    id: &str,
    initiator: Initiator,
    context: &Context,
    work: &mut Work,
) -> Result<(), Broken> {
    let ended = table::end(&context.tenant, id, context.now, work).await?;
    tell(&ended, initiator, context, work).await
}

/// Ends all sessions of a user within a unit of work.
///
/// # Errors
/// When the database is away.
pub(crate) async fn end_of_user(
    user: &UserId,
    initiator: Initiator,
    context: &Context,
    work: &mut Work,
) -> Result<(), Broken> {
    let ended = table::end_of_user(&context.tenant, user, context.now, work).await?;
    tell(&ended, initiator, context, work).await
}

/// Ends the sessions of a tenant whose time is over. How many.
///
/// # Errors
/// When the database is away. What was ended until then stays ended.
pub async fn end_expired(context: &Context) -> Result<u64, Broken> {
    let mut total = 0;
    loop {
        let mut work = context.begin().await?;
        let ended = table::end_expired(&context.tenant, context.now, BATCH, &mut work).await?;
        tell(&ended, Initiator::SessionExpired, context, &mut work).await?;
        work.commit().await?;
        total += ended.len() as u64;
        if (ended.len() as u64) < BATCH.unsigned_abs() {
            return Ok(total);
        }
    }
}

/// Which clients want to be told of what is judged when they are told, by what they say then.
async fn tell(
    ended: &[Ended],
    initiator: Initiator,
    context: &Context,
    work: &mut Work,
) -> Result<(), Broken> {
    for session in ended {
        let clients = table::clients_to_tell(&context.tenant, &session.id, work).await?;
        for client_id in clients {
            let notice = LogoutNotice {
                client_id,
                session_id: session.id.clone(),
                user_id: session.user_id.clone(),
                initiator,
                host: session.host.clone(),
            };
            messages::enqueue(&Message::Logout(notice), context, work).await?;
        }
    }
    Ok(())
}
