//! `/u/invitation`: who invites, and does the invitee accept?

use axum::http::StatusCode;
use axum::response::Response;
use ostia_identity::login::organization;
use ostia_identity::login::{self, Screen, transaction};
use ostia_protocol::oauth::Error;

use super::{Post, Visit};
use crate::error::page;
use crate::login::respond;
use crate::pages::InvitationPage;

/// Tells of the invitation.
pub async fn get(visit: Visit) -> Response {
    if let Err(elsewhere) = visit.expect(Screen::Invitation).await {
        return elsewhere;
    }
    let invitation = match organization::of(&visit.transaction, &visit.context).await {
        Ok((_, Some(invitation))) => invitation,
        Ok((_, None)) => return refuse(&visit, organization::no_invitation()).await,
        Err(failure) => return page::failed(&visit.view(), failure),
    };
    let page = InvitationPage {
        chrome: visit.chrome(),
        form: visit.form(Screen::Invitation),
        inviter: invitation.inviter().to_owned(),
        invitee: invitation.invitee().to_owned(),
    };
    respond::page(StatusCode::OK, &page)
}

/// Goes on to log-in or sign-up, or back to the application. The invitation is used up once its owner is known.
pub async fn post(Post { mut visit, form }: Post) -> Response {
    if let Err(elsewhere) = visit.expect(Screen::Invitation).await {
        return elsewhere;
    }
    if form.get("action").ok().flatten() != Some("accept") {
        return refuse(&visit, Error::user_denied()).await;
    }
    visit.transaction.progress.accepts_invitation = true;
    match transaction::save(&visit.transaction, &visit.context).await {
        Ok(true) => visit.conclude(visit.next().await),
        Ok(false) => page::expired(&visit.view()),
        Err(broken) => page::broken(&visit.view(), &broken),
    }
}

async fn refuse(visit: &Visit, error: Error) -> Response {
    let step = login::decline(&visit.transaction, error, &visit.context).await;
    visit.conclude(step)
}
