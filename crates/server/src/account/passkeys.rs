//! `/account/passkeys/add`: a passkey for who has logged in a moment ago.

use axum::http::StatusCode;
use axum::response::Response;
use ostia_identity::account;
use ostia_identity::connections::Connection;
use ostia_identity::login::passkey::{self, NotEnrolled};
use serde_json::Value;

use super::visit::{Owner, Post, Recent};
use super::{PATH, done, field};
use crate::error::page;
use crate::login::respond;
use crate::pages::{AccountNotice, Form, Nonce, PasskeyPage, PasskeyProblem};

/// Where it is.
const ADD: &str = "/account/passkeys/add";

/// Asks the browser for one.
pub(super) async fn ask(Recent(owner): Recent) -> Response {
    show(&owner, None).await
}

/// Keeps what it made.
pub(super) async fn add(Post { owner, form }: Post) -> Response {
    if !owner.is_recent() {
        return owner.log_in_again(ADD);
    }
    let problem = field(&form, "error");
    if !problem.is_empty() {
        passkey::note_failure(problem, &owner.user, &owner.context);
    }
    let answer = field(&form, "response");
    if answer.is_empty() {
        return show(&owner, Some(PasskeyProblem::Silent)).await;
    }
    let answer = serde_json::from_str(answer).unwrap_or(Value::Null);
    let handle = &owner.session.id;
    match passkey::enroll(handle, &answer, &owner.user, &owner.context).await {
        Ok(Ok(_)) => done(AccountNotice::PasskeyAdded),
        Ok(Err(refusal)) => {
            let problem = match refusal {
                NotEnrolled::Wrong => PasskeyProblem::Wrong,
                NotEnrolled::Taken => PasskeyProblem::Taken,
                NotEnrolled::TooMany => PasskeyProblem::TooManyMethods,
            };
            show(&owner, Some(problem)).await
        }
        Err(broken) => page::broken(&owner.view(), &broken),
    }
}

async fn show(owner: &Owner, problem: Option<PasskeyProblem>) -> Response {
    let context = &owner.context;
    match account::connection(&owner.user, context).await {
        Ok(connection) if connection.as_ref().and_then(Connection::passkeys).is_some() => {}
        Ok(_) => return respond::redirect(PATH),
        Err(broken) => return page::broken(&owner.view(), &broken),
    }
    let asked = passkey::ask_for_new(&owner.session.id, &owner.user, context).await;
    let (options, csrf) = match (asked, owner.csrf()) {
        (Ok(options), Ok(csrf)) => (options.to_string(), csrf),
        (Err(broken), _) | (_, Err(broken)) => return page::broken(&owner.view(), &broken),
    };
    let page = PasskeyPage {
        chrome: respond::chrome(&owner.view(), None, &[]),
        form: Form {
            action: ADD.to_owned(),
            state: String::new(),
            csrf,
            verification: None,
        },
        nonce: Nonce::from_bytes(context.entropy().bytes()),
        options,
        problem,
        back: Some(PATH.to_owned()),
    };
    let status = problem.map_or(StatusCode::OK, |_| PasskeyProblem::STATUS);
    owner.cookies.remember(respond::page(status, &page))
}
