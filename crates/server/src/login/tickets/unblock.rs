//! `/u/unblock?ticket=`: the owner of a blocked account lets themselves try again.

use axum::http::StatusCode;
use axum::response::Response;
use ostia_identity::account_unblocking;
use ostia_identity::tickets::destination::{Outcome, destination};

use super::Follower;
use crate::error::page;
use crate::login::respond;
use crate::pages::{TicketScreen, UnblockPage};

/// Asks first. The ticket is not used by that: programs that look at mail open links, too.
pub async fn get(follower: Follower) -> Response {
    match account_unblocking::look_at(&follower.ticket, &follower.context).await {
        Ok(Ok(_)) => {
            let page = UnblockPage {
                chrome: respond::chrome(&follower.view(), None, &[]),
                // It was looked up, so it is one of ours: letters and digits.
                action: format!("/u/unblock?ticket={}", follower.ticket),
            };
            respond::page(StatusCode::OK, &page)
        }
        Ok(Err(worthless)) => follower.refuse(worthless),
        Err(broken) => page::broken(&follower.view(), &broken),
    }
}

/// Lifts the blocks. The ticket in the address is what proves that they may.
pub async fn post(follower: Follower) -> Response {
    let context = &follower.context;
    let unblocked = match account_unblocking::complete(&follower.ticket, context).await {
        Ok(Ok(unblocked)) => unblocked,
        Ok(Err(worthless)) => return follower.refuse(worthless),
        Err(broken) => return page::broken(&follower.view(), &broken),
    };
    let details = &unblocked.ticket.details;
    match destination(details, &unblocked.user, Outcome::Unblocked, context).await {
        Ok(Some(url)) => return respond::redirect(&url),
        Ok(None) => {}
        Err(broken) => return page::broken(&follower.view(), &broken),
    }
    match follower.way_on(details, "loginText").await {
        Ok(link) => follower.tell(StatusCode::OK, TicketScreen::Unblocked, link),
        Err(broken) => page::broken(&follower.view(), &broken),
    }
}
