//! `/u/mfa-login-options` and `/u/mfa-begin-enroll-options`: which factor to use, or to enrol.

use axum::http::StatusCode;
use axum::response::Response;
use ostia_identity::guardian::Factor;
use ostia_identity::login::Screen;
use ostia_identity::login::second_factor::{self, Choice};

use super::{Post, Visit};
use crate::error::page;
use crate::login::respond;
use crate::login::second_factor::{choose, person};
use crate::pages::FactorOptionsPage;

/// Shows the factors that the person has.
pub async fn get_login(visit: Visit) -> Response {
    show(Screen::FactorOptions, visit).await
}

/// Takes their choice.
pub async fn post_login(post: Post) -> Response {
    take(Screen::FactorOptions, post).await
}

/// Shows the factors that the person could enrol.
pub async fn get_enrollment(visit: Visit) -> Response {
    show(Screen::EnrollmentOptions, visit).await
}

/// Takes their choice.
pub async fn post_enrollment(post: Post) -> Response {
    take(Screen::EnrollmentOptions, post).await
}

async fn show(screen: Screen, visit: Visit) -> Response {
    if let Err(elsewhere) = visit.expect(screen).await {
        return elsewhere;
    }
    let user = match person(&visit).await {
        Ok(user) => user,
        Err(response) => return response,
    };
    match second_factor::options(&user.id, &visit.context).await {
        Ok(factors) => {
            let page = FactorOptionsPage {
                chrome: visit.chrome(),
                form: visit.form(screen),
                enrolls: screen == Screen::EnrollmentOptions,
                factors: factors.into_iter().map(Factor::as_str).collect(),
            };
            respond::page(StatusCode::OK, &page)
        }
        Err(broken) => page::broken(&visit.view(), &broken),
    }
}

/// What can't be chosen is not kept for long: the dispatcher looks at what the person has.
async fn take(screen: Screen, Post { visit, form }: Post) -> Response {
    if let Err(elsewhere) = visit.expect(screen).await {
        return elsewhere;
    }
    let name = form.get("action").ok().flatten().unwrap_or_default();
    match Factor::from_name(name) {
        Some(factor) => choose(visit, Choice::Factor(factor)).await,
        None => show(screen, visit).await,
    }
}
