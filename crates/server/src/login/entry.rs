//! What the screens that let somebody in have in common: the connection, and the session at the end.

use axum::response::Response;
use ostia_identity::authorize::Stopped;
use ostia_identity::clients::Initiator;
use ostia_identity::connections::Connection;
use ostia_identity::failure::{Broken, Failure};
use ostia_identity::login::next_step::pick_connection;
use ostia_identity::login::{organization, transaction};
use ostia_identity::sessions::{self, Session};
use ostia_identity::users::User;

use super::screens::Visit;
use crate::error::page;
use crate::extract::open_session;

/// Opens a session for a user who has just proved who they are, and goes on.
pub async fn authenticated(mut visit: Visit, user: &User, connection: &Connection) -> Response {
    let previous = visit.cookies.browser.session.take();
    match open(&mut visit, user, connection, previous).await {
        Ok(Some(response)) => response,
        Ok(None) => page::expired(&visit.view()),
        Err(broken) => page::broken(&visit.view(), &broken),
    }
}

/// The new session takes the place of the one before. `None` where the form was posted twice and the other one was
/// faster: its session is the one that counts.
async fn open(
    visit: &mut Visit,
    user: &User,
    connection: &Connection,
    previous: Option<Session>,
) -> Result<Option<Response>, Broken> {
    let opened = sessions::open(&user.id, &connection.name, &visit.context).await?;
    let session = &opened.session;
    if !transaction::authenticated(&mut visit.transaction, session, &visit.context).await? {
        sessions::replace(&session.id, &visit.context).await?;
        return Ok(None);
    }
    visit.cookies.browser.session = Some(session.clone());
    let step = visit.next().await;
    if matches!(step, Err(Stopped::Over)) {
        sessions::replace(&session.id, &visit.context).await?;
        return Ok(None);
    }
    if let Some(previous) = previous {
        let is_same = previous.user_id == session.user_id;
        if is_same {
            sessions::replace(&previous.id, &visit.context).await?;
        } else {
            let initiator = Initiator::SessionRevoked;
            sessions::end(&previous.id, initiator, &visit.context).await?;
        }
    }
    let limits = visit.context.tenant.settings.session;
    Ok(Some(open_session(visit.conclude(step), &opened, limits)))
}

/// The connections that this transaction can log in with.
pub async fn enabled(visit: &Visit) -> Result<Vec<Connection>, Broken> {
    match organization::connections_of(&visit.transaction, &visit.context).await {
        Ok(enabled) => Ok(enabled),
        // The organization is gone: the dispatcher says so.
        Err(Failure::Refused(_)) => Ok(Vec::new()),
        Err(Failure::Broken(broken)) => Err(broken),
    }
}

/// The database connection that this transaction logs in with.
pub async fn connection(visit: &Visit) -> Result<Option<Connection>, Broken> {
    let enabled = enabled(visit).await?;
    Ok(pick_connection(&enabled, &visit.transaction.authorization, &visit.context).cloned())
}
