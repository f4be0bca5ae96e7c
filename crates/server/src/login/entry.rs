//! What the screens that let somebody in have in common: the connection, and the session at the end.

use axum::response::Response;
use ostia_identity::connections::{self, Connection};
use ostia_identity::failure::Broken;
use ostia_identity::login::next_step::pick_connection;
use ostia_identity::login::transaction;
use ostia_identity::sessions;
use ostia_identity::users::User;

use super::screens::Visit;
use crate::error::page;
use crate::extract::open_session;

/// Opens a session for a user who has just proved who they are, and goes on.
pub async fn authenticated(mut visit: Visit, user: &User, connection: &Connection) -> Response {
    let previous = visit.cookies.browser.session.take();
    let opened = match sessions::open(&user.id, &connection.name, &visit.context).await {
        Ok(opened) => opened,
        Err(broken) => return page::broken(&visit.view(), &broken),
    };
    if let Some(previous) = previous
        && let Err(broken) = sessions::end(&previous.id, &visit.context).await
    {
        return page::broken(&visit.view(), &broken);
    }
    let saved =
        transaction::authenticated(&mut visit.transaction, &opened.session, &visit.context).await;
    if saved.is_err() {
        return page::expired(&visit.view());
    }
    visit.cookies.browser.session = Some(opened.session.clone());
    let limits = visit.context.tenant.settings.session;
    open_session(visit.go_on().await, &opened, limits)
}

/// The database connection that this transaction logs in with.
pub async fn connection(visit: &Visit) -> Result<Option<Connection>, Broken> {
    let enabled = connections::enabled_for(&visit.transaction.client, &visit.context).await?;
    Ok(pick_connection(&enabled, &visit.transaction.authorization, &visit.context).cloned())
}
