//! `/u/mfa-recovery-code-enrollment`: a new recovery code, shown once, to be kept.

use axum::http::StatusCode;
use axum::response::Response;
use ostia_identity::login::Screen;
use ostia_identity::login::second_factor;

use super::{Post, Visit};
use crate::error::page;
use crate::login::respond;
use crate::login::second_factor::person;
use crate::pages::RecoveryCodePage;

/// Shows a code.
pub async fn get(visit: Visit) -> Response {
    show(&visit, false).await
}

async fn show(visit: &Visit, was_not_confirmed: bool) -> Response {
    if let Err(elsewhere) = visit.expect(Screen::RecoveryCode).await {
        return elsewhere;
    }
    let user = match person(visit).await {
        Ok(user) => user,
        Err(response) => return response,
    };
    let shown = second_factor::new_recovery_code(&visit.transaction, &user.id, &visit.context);
    match shown.await {
        Ok(code) => {
            let status = if was_not_confirmed {
                StatusCode::BAD_REQUEST
            } else {
                StatusCode::OK
            };
            let page = RecoveryCodePage {
                chrome: visit.chrome(),
                form: visit.form(Screen::RecoveryCode),
                code,
                was_not_confirmed,
            };
            respond::page(status, &page)
        }
        Err(broken) => page::broken(&visit.view(), &broken),
    }
}

/// The person says that they have it.
pub async fn post(Post { mut visit, form }: Post) -> Response {
    if form.get("saved").ok().flatten().is_none() {
        return show(&visit, true).await;
    }
    if let Err(elsewhere) = visit.expect(Screen::RecoveryCode).await {
        return elsewhere;
    }
    let user = match person(&visit).await {
        Ok(user) => user,
        Err(response) => return response,
    };
    let kept =
        second_factor::keep_recovery_code(&user.id, &mut visit.transaction, &visit.context).await;
    match kept {
        Ok(true) => visit.conclude(visit.next().await),
        Ok(false) => page::expired(&visit.view()),
        Err(broken) => page::broken(&visit.view(), &broken),
    }
}
