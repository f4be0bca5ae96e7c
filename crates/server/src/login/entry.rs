//! What the screens that let somebody in have in common: the connection, and the session at the end.

use axum::response::Response;
use ostia_identity::authorize::Stopped;
use ostia_identity::clients::Initiator;
use ostia_identity::connections::{Connection, Medium};
use ostia_identity::failure::{Broken, Failure};
use ostia_identity::login::next_step::{offered, pick_connection};
use ostia_identity::login::{Screen, organization, transaction};
use ostia_identity::login_limits::Limited;
use ostia_identity::sessions::{self, FirstFactor, Session};
use ostia_identity::users::User;

use super::respond;
use super::screens::Visit;
use crate::error::page;
use crate::extract::open_session;
use crate::pages::{AddressKind, Link, LoginProblem, ProviderLink};

/// Opens a session for a user who has just proved who they are by what their connection asks for, and goes on.
pub async fn authenticated(visit: Visit, user: &User, connection: &Connection) -> Response {
    let first_factor = FirstFactor::of_strategy(&connection.strategy);
    authenticated_by(first_factor, visit, user, connection).await
}

/// The same for whom something else was asked of.
pub async fn authenticated_by(
    first_factor: FirstFactor,
    mut visit: Visit,
    user: &User,
    connection: &Connection,
) -> Response {
    let previous = visit.cookies.browser.session.take();
    match open(&mut visit, user, connection, first_factor, previous).await {
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
    first_factor: FirstFactor,
    previous: Option<Session>,
) -> Result<Option<Response>, Broken> {
    let opened = transaction::authenticated(
        &mut visit.transaction,
        &user.id,
        &connection.name,
        first_factor,
        &visit.context,
    );
    let Some(opened) = opened.await? else {
        return Ok(None);
    };
    let session = &opened.session;
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

/// Whom the form expects: who is invited, who said their name before, or whom the request names.
///
/// # Errors
/// The page to show where that can't be found out.
pub async fn hint(visit: &Visit) -> Result<String, Response> {
    let invitation = match organization::of(&visit.transaction, &visit.context).await {
        Ok((_, invitation)) => invitation,
        Err(failure) => return Err(page::failed(&visit.view(), failure)),
    };
    if let Some(invitation) = invitation {
        return Ok(invitation.invitee().to_owned());
    }
    let named = visit.transaction.progress.identifier.clone();
    let hint = &visit.transaction.authorization.request.login_hint;
    Ok(named.or_else(|| hint.clone()).unwrap_or_default())
}

/// How a page tells that a limit is reached.
pub const fn limited(limit: Limited) -> LoginProblem {
    match limit {
        Limited::Account => LoginProblem::AccountLocked,
        Limited::Address | Limited::Rate => LoginProblem::TooManyAttempts,
    }
}

/// Where to log in by a code, in as many ways as there are.
pub async fn passwordless(visit: &Visit) -> Vec<(AddressKind, String)> {
    let enabled = organization::connections_of(&visit.transaction, &visit.context).await;
    let enabled = enabled.unwrap_or_default();
    let ways = [
        (Medium::Email, AddressKind::Email),
        (Medium::Sms, AddressKind::Phone),
    ];
    let is_there = |medium| {
        enabled
            .iter()
            .any(|connection| connection.medium() == Some(medium))
    };
    let state = &visit.transaction.state;
    let is_named = visit.transaction.authorization.request.connection.is_some();
    ways.into_iter()
        .filter(|(medium, _)| !is_named && is_there(*medium))
        .map(|(medium, kind)| (kind, respond::address(Screen::Passwordless(medium), state)))
        .collect()
}

/// Whose address belongs to a company's own provider proves themselves there, and no password is looked at: the way
/// there.
pub async fn belongs_elsewhere(visit: &mut Visit, identifier: &str) -> Option<Response> {
    let enabled = enabled(visit).await.ok()?;
    let company = enabled
        .iter()
        .find(|connection| connection.owns_address(identifier))?;
    visit.transaction.progress.identifier = Some(identifier.to_owned());
    match transaction::save(&visit.transaction, &visit.context).await {
        Ok(_) => {
            let state = &visit.transaction.state;
            Some(respond::redirect(&respond::federation(
                &company.name,
                state,
            )))
        }
        Err(broken) => Some(page::broken(&visit.view(), &broken)),
    }
}

/// The other providers to go on with, by name.
pub async fn providers(visit: &Visit) -> Vec<ProviderLink> {
    let enabled = enabled(visit).await.unwrap_or_default();
    let state = &visit.transaction.state;
    offered(&enabled, &visit.transaction.authorization)
        .map(|connection| ProviderLink {
            link: Link {
                href: respond::federation(&connection.name, state),
                text: connection.display_name().to_owned(),
            },
            strategy: connection.strategy.clone(),
        })
        .collect()
}
