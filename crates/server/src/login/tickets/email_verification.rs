//! `/u/email-verification?ticket=`: whoever opens it reads the mail of that address.

use axum::http::StatusCode;
use axum::response::Response;
use ostia_identity::email_verification;
use ostia_identity::tickets::destination::{Outcome, destination};

use super::Follower;
use crate::error::page;
use crate::login::respond;
use crate::pages::TicketScreen;

/// Confirms the address. Opening the link is enough, as upstream: mail programs that open links ahead prove nothing
/// else than that the mail arrived.
pub async fn get(follower: Follower) -> Response {
    let context = &follower.context;
    let language = respond::chrome(&follower.view(), None, &[])
        .texts
        .language()
        .to_owned();
    let confirmed = match email_verification::confirm(&follower.ticket, &language, context).await {
        Ok(Ok(confirmed)) => confirmed,
        Ok(Err(worthless)) => return follower.refuse(worthless),
        Err(broken) => return page::broken(&follower.view(), &broken),
    };
    let details = &confirmed.ticket.details;
    match destination(details, &confirmed.user, Outcome::EmailVerified, context).await {
        Ok(Some(url)) => return respond::redirect(&url),
        Ok(None) => {}
        Err(broken) => return page::broken(&follower.view(), &broken),
    }
    match follower.way_on(details, "continueText").await {
        Ok(link) => follower.tell(StatusCode::OK, TicketScreen::EmailVerified, link),
        Err(broken) => page::broken(&follower.view(), &broken),
    }
}
