//! `/u/login/identifier` and `/u/login/password`: the identifier first, the password on the next page. Whether there is
//! such an account, neither page tells.

use axum::http::StatusCode;
use axum::response::Response;
use ostia_identity::bot_detection::Flow;
use ostia_identity::connections::Connection;
use ostia_identity::login::password::{self, Refusal};
use ostia_identity::login::{Screen, transaction};

use super::{Post, Visit};
use crate::error::page;
use crate::login::entry::{
    authenticated, belongs_elsewhere, connection, hint, limited, passwordless, providers,
};
use crate::login::{passkeys, respond};
use crate::pages::{IdentifierKind, LoginIdPage, LoginPasswordPage, LoginProblem};

/// The longest identifier that is kept.
const LONGEST: usize = 254;

/// Asks for the identifier.
pub async fn get(visit: Visit) -> Response {
    if let Err(elsewhere) = visit.expect(Screen::LoginIdentifier).await {
        return elsewhere;
    }
    match hint(&visit).await {
        Ok(hint) => ask(&visit, hint, None).await,
        Err(response) => response,
    }
}

/// Takes it.
pub async fn post(Post { mut visit, form }: Post) -> Response {
    if let Err(elsewhere) = visit.expect(Screen::LoginIdentifier).await {
        return elsewhere;
    }
    if passkeys::is_meant(&form) {
        return match passkeys::log_in(&form, visit).await {
            Ok(response) | Err(passkeys::Refused::Shown(response)) => response,
            Err(passkeys::Refused::Told(visit, problem)) => {
                ask(&visit, String::new(), Some(problem)).await
            }
        };
    }
    let typed = form.get("username").ok().flatten().unwrap_or_default();
    let typed: String = typed.trim().chars().take(LONGEST).collect();
    if typed.is_empty() {
        return ask(&visit, typed, Some(LoginProblem::NoIdentifier)).await;
    }
    if let Some(elsewhere) = belongs_elsewhere(&mut visit, &typed).await {
        return elsewhere;
    }
    visit.transaction.progress.identifier = Some(typed);
    save(visit).await
}

/// Asks for the password.
pub async fn get_password(visit: Visit) -> Response {
    if let Err(elsewhere) = visit.expect(Screen::LoginPassword).await {
        return elsewhere;
    }
    if visit.transaction.progress.identifier.is_none() {
        return visit.conclude(visit.next().await);
    }
    ask_password(&visit, None, StatusCode::OK).await
}

/// Checks it, or goes back to the identifier.
pub async fn post_password(Post { mut visit, form }: Post) -> Response {
    if let Err(elsewhere) = visit.expect(Screen::LoginPassword).await {
        return elsewhere;
    }
    let field = |name| form.get(name).ok().flatten();
    if field("action") == Some("change-identifier") {
        visit.transaction.progress.identifier = None;
        return save(visit).await;
    }
    let Some(identifier) = visit.transaction.progress.identifier.clone() else {
        return visit.conclude(visit.next().await);
    };
    let Some(typed) = field("password") else {
        let problem = Some(LoginProblem::NoPassword);
        return ask_password(&visit, problem, StatusCode::BAD_REQUEST).await;
    };
    let connection = match connection(&visit).await {
        Ok(Some(connection)) => connection,
        Ok(None) => return page::expired(&visit.view()),
        Err(broken) => return page::broken(&visit.view(), &broken),
    };
    let checked = password::check(
        &identifier,
        typed,
        &connection,
        &visit.transaction.client,
        visit.evidence(&form),
        &visit.context,
    );
    match checked.await {
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
                    return ask_password(&visit, None, StatusCode::BAD_REQUEST).await;
                }
                Refusal::Limited(limit) => (limited(limit), StatusCode::TOO_MANY_REQUESTS),
            };
            ask_password(&visit, Some(problem), status).await
        }
        Err(broken) => page::broken(&visit.view(), &broken),
    }
}

async fn save(visit: Visit) -> Response {
    match transaction::save(&visit.transaction, &visit.context).await {
        Ok(true) => visit.conclude(visit.next().await),
        Ok(false) => page::expired(&visit.view()),
        Err(broken) => page::broken(&visit.view(), &broken),
    }
}

fn kind(connection: Option<&Connection>) -> IdentifierKind {
    if connection.is_some_and(Connection::requires_username) {
        IdentifierKind::EmailOrUsername
    } else {
        IdentifierKind::Email
    }
}

async fn ask(visit: &Visit, identifier: String, problem: Option<LoginProblem>) -> Response {
    let connection = match connection(visit).await {
        Ok(connection) => connection,
        Err(broken) => return page::broken(&visit.view(), &broken),
    };
    let passkey = match passkeys::offer(connection.as_ref(), visit).await {
        Ok(offer) => offer,
        Err(broken) => return page::broken(&visit.view(), &broken),
    };
    let allows_signup = connection.as_ref().is_some_and(Connection::allows_signup);
    let status = if problem.is_some() {
        StatusCode::BAD_REQUEST
    } else {
        StatusCode::OK
    };
    let page = LoginIdPage {
        chrome: visit.chrome(),
        form: visit.form(Screen::LoginIdentifier),
        identifier_kind: kind(connection.as_ref()),
        identifier,
        problem,
        passwordless: passwordless(visit).await,
        providers: providers(visit).await,
        signup_url: allows_signup
            .then(|| respond::address(Screen::Signup, &visit.transaction.state)),
        passkey,
    };
    respond::page(status, &page)
}

async fn ask_password(
    visit: &Visit,
    problem: Option<LoginProblem>,
    status: StatusCode,
) -> Response {
    let connection = match connection(visit).await {
        Ok(connection) => connection,
        Err(broken) => return page::broken(&visit.view(), &broken),
    };
    let form = match visit.guarded_form(Screen::LoginPassword, Flow::LogIn).await {
        Ok(form) => form,
        Err(response) => return response,
    };
    let identifier = visit.transaction.progress.identifier.clone();
    let page = LoginPasswordPage {
        chrome: visit.chrome(),
        form,
        identifier_kind: kind(connection.as_ref()),
        identifier: identifier.unwrap_or_default(),
        problem,
        reset_password_url: connection
            .as_ref()
            .filter(|connection| connection.is_database())
            .map(|connection| respond::reset_password(&connection.name, &visit.transaction.state)),
    };
    respond::page(status, &page)
}
