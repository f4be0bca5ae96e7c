//! `/u/login`: who are you, and prove it.

use axum::http::StatusCode;
use axum::response::Response;
use ostia_identity::bot_detection::Flow;
use ostia_identity::connections::Connection;
use ostia_identity::login::Screen;
use ostia_identity::login::password::{self, Refusal};

use super::{Post, Visit};
use crate::error::page;
use crate::login::entry::{
    authenticated, belongs_elsewhere, connection, hint, limited, passwordless, providers,
};
use crate::login::{passkeys, respond};
use crate::pages::{IdentifierKind, LoginPage, LoginProblem};

/// Shows the form.
pub async fn get(visit: Visit) -> Response {
    if let Err(elsewhere) = visit.expect(Screen::Login).await {
        return elsewhere;
    }
    let hint = match hint(&visit).await {
        Ok(hint) => hint,
        Err(response) => return response,
    };
    show(&visit, hint, Vec::new(), StatusCode::OK).await
}

/// Checks the password.
pub async fn post(Post { mut visit, form }: Post) -> Response {
    if let Err(elsewhere) = visit.expect(Screen::Login).await {
        return elsewhere;
    }
    if passkeys::is_meant(&form) {
        return match passkeys::log_in(&form, visit).await {
            Ok(response) | Err(passkeys::Refused::Shown(response)) => response,
            Err(passkeys::Refused::Told(visit, problem)) => {
                show(
                    &visit,
                    String::new(),
                    vec![problem],
                    StatusCode::BAD_REQUEST,
                )
                .await
            }
        };
    }
    let field = |name| form.get(name).ok().flatten().unwrap_or_default();
    let (identifier, password) = (field("username").trim().to_owned(), field("password"));
    if let Some(elsewhere) = belongs_elsewhere(&mut visit, &identifier).await {
        return elsewhere;
    }
    let missing: Vec<LoginProblem> = [
        identifier.is_empty().then_some(LoginProblem::NoIdentifier),
        password.is_empty().then_some(LoginProblem::NoPassword),
    ]
    .into_iter()
    .flatten()
    .collect();
    if !missing.is_empty() {
        return show(&visit, identifier, missing, StatusCode::BAD_REQUEST).await;
    }
    let connection = match connection(&visit).await {
        Ok(Some(connection)) => connection,
        Ok(None) => return page::expired(&visit.view()),
        Err(broken) => return page::broken(&visit.view(), &broken),
    };
    match password::check(
        &identifier,
        password,
        &connection,
        &visit.transaction.client,
        visit.evidence(&form),
        &visit.context,
    )
    .await
    {
        Ok(Ok(user)) => authenticated(visit, &user, &connection).await,
        Ok(Err(refusal)) => {
            let (problem, status) = match refusal {
                Refusal::Blocked => (LoginProblem::Blocked, StatusCode::BAD_REQUEST),
                Refusal::Leaked => (LoginProblem::PasswordLeaked, StatusCode::BAD_REQUEST),
                Refusal::UnknownUser | Refusal::WrongPassword => {
                    (LoginProblem::WrongCredentials, StatusCode::BAD_REQUEST)
                }
                Refusal::Suspicious => {
                    visit.is_suspicious = true;
                    return show(&visit, identifier, Vec::new(), StatusCode::BAD_REQUEST).await;
                }
                Refusal::Limited(limit) => (limited(limit), StatusCode::TOO_MANY_REQUESTS),
            };
            show(&visit, identifier, vec![problem], status).await
        }
        Err(broken) => page::broken(&visit.view(), &broken),
    }
}

async fn show(
    visit: &Visit,
    identifier: String,
    problems: Vec<LoginProblem>,
    status: StatusCode,
) -> Response {
    let connection = match connection(visit).await {
        Ok(connection) => connection,
        Err(broken) => return page::broken(&visit.view(), &broken),
    };
    let passkey = match passkeys::offer(connection.as_ref(), visit).await {
        Ok(offer) => offer,
        Err(broken) => return page::broken(&visit.view(), &broken),
    };
    let mut form = match visit.guarded_form(Screen::Login, Flow::LogIn).await {
        Ok(form) => form,
        Err(response) => return response,
    };
    // One number lets both scripts of the page run.
    if let (Some(verification), Some(offer)) = (&mut form.verification, &passkey) {
        verification.nonce = offer.nonce.clone();
    }
    let allows_signup = connection.as_ref().is_some_and(Connection::allows_signup);
    let has_usernames = connection
        .as_ref()
        .is_some_and(Connection::requires_username);
    let page = LoginPage {
        chrome: visit.chrome(),
        asks_for_password: connection.as_ref().is_some_and(Connection::is_database),
        providers: providers(visit).await,
        form,
        identifier_kind: if has_usernames {
            IdentifierKind::EmailOrUsername
        } else {
            IdentifierKind::Email
        },
        identifier,
        problems,
        signup_url: allows_signup
            .then(|| respond::address(Screen::Signup, &visit.transaction.state)),
        passwordless: passwordless(visit).await,
        reset_password_url: connection
            .as_ref()
            .filter(|connection| connection.is_database())
            .map(|connection| respond::reset_password(&connection.name, &visit.transaction.state)),
        passkey,
    };
    respond::page(status, &page)
}
