//! `/u/passkey-enrollment`: who logged in without a passkey is offered one.

use axum::http::StatusCode;
use axum::response::Response;
use ostia_identity::login::Screen;
use ostia_identity::login::passkey::{self, NotEnrolled};
use ostia_identity::users::User;
use serde_json::Value;

use super::{Post, Visit};
use crate::error::page;
use crate::login::respond;
use crate::login::second_factor::person;
use crate::pages::{Nonce, PasskeyPage, PasskeyProblem};

const SCREEN: Screen = Screen::PasskeyEnrollment;

/// Offers one.
pub async fn get(visit: Visit) -> Response {
    if let Err(elsewhere) = visit.expect(SCREEN).await {
        return elsewhere;
    }
    match person(&visit).await {
        Ok(user) => show(&visit, &user, None).await,
        Err(response) => response,
    }
}

/// Takes it, or goes on without.
pub async fn post(Post { mut visit, form }: Post) -> Response {
    if let Err(elsewhere) = visit.expect(SCREEN).await {
        return elsewhere;
    }
    let user = match person(&visit).await {
        Ok(user) => user,
        Err(response) => return response,
    };
    let field = |name| form.get(name).ok().flatten();
    let (transaction, context) = (&mut visit.transaction, &visit.context);
    if field("action") == Some("abort-passkey-enrollment") {
        return match passkey::decline(&user.id, transaction, context).await {
            Ok(saved) => go_on(visit, saved).await,
            Err(broken) => page::broken(&visit.view(), &broken),
        };
    }
    if let Some(problem) = field("error") {
        passkey::note_failure(problem, &user, context);
    }
    let Some(answer) = field("response") else {
        return show(&visit, &user, Some(PasskeyProblem::Silent)).await;
    };
    let answer = serde_json::from_str(answer).unwrap_or(Value::Null);
    match passkey::enroll_in_login(&answer, &user, transaction, context).await {
        Ok(Ok(saved)) => go_on(visit, saved).await,
        Ok(Err(refusal)) => {
            let problem = match refusal {
                NotEnrolled::Wrong => PasskeyProblem::Wrong,
                NotEnrolled::Taken => PasskeyProblem::Taken,
                NotEnrolled::TooMany => PasskeyProblem::TooManyMethods,
            };
            show(&visit, &user, Some(problem)).await
        }
        Err(broken) => page::broken(&visit.view(), &broken),
    }
}

async fn go_on(visit: Visit, saved: bool) -> Response {
    if saved {
        visit.conclude(visit.next().await)
    } else {
        page::expired(&visit.view())
    }
}

async fn show(visit: &Visit, user: &User, problem: Option<PasskeyProblem>) -> Response {
    let context = &visit.context;
    let asked = passkey::ask_for_new(&visit.transaction.state, user, context).await;
    let options = match asked {
        Ok(options) => options.to_string(),
        Err(broken) => return page::broken(&visit.view(), &broken),
    };
    let page = PasskeyPage {
        chrome: visit.chrome(),
        form: visit.form(SCREEN),
        nonce: Nonce::from_bytes(context.entropy().bytes()),
        options,
        problem,
        back: None,
    };
    let status = problem.map_or(StatusCode::OK, |_| PasskeyProblem::STATUS);
    respond::page(status, &page)
}
