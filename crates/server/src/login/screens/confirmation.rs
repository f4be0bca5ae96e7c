//! `/u/confirmation`: whether they go on to an application on their device.

use axum::http::StatusCode;
use axum::response::Response;
use ostia_identity::login::{self, Screen, confirmation};
use ostia_identity::users;
use ostia_protocol::oauth::Error;

use super::{Post, Visit};
use crate::error::page;
use crate::login::respond;
use crate::pages::ConfirmationPage;

/// Shows who gets to know whom.
pub async fn get(visit: Visit) -> Response {
    if let Err(elsewhere) = visit.expect(Screen::Confirmation).await {
        return elsewhere;
    }
    let Some(session) = &visit.cookies.browser.session else {
        return page::expired(&visit.view());
    };
    let user = match users::find(&session.user_id, &visit.context).await {
        Ok(Some(user)) => user,
        Ok(None) => return page::expired(&visit.view()),
        Err(broken) => return page::broken(&visit.view(), &broken),
    };
    let callback = visit.transaction.authorization.destination.callback();
    let page = ConfirmationPage {
        chrome: visit.chrome(),
        form: visit.form(Screen::Confirmation),
        account: user.display_name().to_owned(),
        destination: callback.map(respond::destination).unwrap_or_default(),
    };
    respond::page(StatusCode::OK, &page)
}

/// Goes on or cancels.
pub async fn post(Post { mut visit, form }: Post) -> Response {
    if let Err(elsewhere) = visit.expect(Screen::Confirmation).await {
        return elsewhere;
    }
    if form.get("action").ok().flatten() != Some("continue") {
        let step = login::decline(&visit.transaction, Error::user_denied(), &visit.context).await;
        return visit.conclude(step);
    }
    match confirmation::give(&mut visit.transaction, &visit.context).await {
        Ok(true) => visit.conclude(visit.next().await),
        Ok(false) => page::expired(&visit.view()),
        Err(broken) => page::broken(&visit.view(), &broken),
    }
}
