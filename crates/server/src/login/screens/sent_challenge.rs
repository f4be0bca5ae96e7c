//! `/u/mfa-email-challenge`, `/u/mfa-sms-challenge`: a code that is sent to an address which the person enrolled.

use axum::http::StatusCode;
use axum::response::Response;
use ostia_identity::login::Screen;
use ostia_identity::login::second_factor::{self, Choice, Sending};
use ostia_identity::mfa::{Refusal, oob};
use ostia_identity::users::User;

use super::{Post, Visit};
use crate::error::page;
use crate::login::respond;
use crate::login::second_factor::{Way, choose, has_alternatives, passed, person};
use crate::pages::{CodeProblem, SentCodePage, SentCodeProblem, SentCodePurpose};

/// Sends a code, unless one that was sent is still good, and asks for it.
pub async fn get(way: Way, visit: Visit) -> Response {
    if let Err(elsewhere) = visit.expect(Screen::Challenge(way.factor)).await {
        return elsewhere;
    }
    match person(&visit).await {
        Ok(user) => show(way, &visit, &user, None, false).await,
        Err(response) => response,
    }
}

/// Checks the code, sends another, or lets the person choose another factor.
pub async fn post(way: Way, Post { visit, form }: Post) -> Response {
    if let Err(elsewhere) = visit.expect(Screen::Challenge(way.factor)).await {
        return elsewhere;
    }
    let field = |name| form.get(name).ok().flatten();
    if field("action") == Some("pick-authenticator") {
        return choose(visit, Choice::Choosing).await;
    }
    let user = match person(&visit).await {
        Ok(user) => user,
        Err(response) => return response,
    };
    if field("action") == Some("resend") {
        return show(way, &visit, &user, None, true).await;
    }
    let Some(code) = field("code") else {
        return show(way, &visit, &user, Some(CodeProblem::Missing), false).await;
    };
    let remember = field("rememberBrowser").is_some();
    let transaction = &visit.transaction;
    let checked =
        second_factor::answer_challenge(way.factor, code, &user, transaction, &visit.context);
    let problem = match checked.await {
        Ok(Ok(())) => return passed(visit, way.factor, remember).await,
        Ok(Err(Refusal::Wrong)) => CodeProblem::Wrong,
        Ok(Err(Refusal::TooMany)) => CodeProblem::TooMany,
        Err(broken) => return page::broken(&visit.view(), &broken),
    };
    show(way, &visit, &user, Some(problem), false).await
}

/// Where the last code is good no longer, and nothing is wrong, the page brings a new one. After a wrong code it does
/// not: somebody who guesses would be sending messages.
async fn show(
    way: Way,
    visit: &Visit,
    user: &User,
    problem: Option<CodeProblem>,
    anew: bool,
) -> Response {
    let has_alternatives = match has_alternatives(visit, user).await {
        Ok(has) => has,
        Err(response) => return response,
    };
    let chrome = visit.chrome();
    let sending = if problem.is_some() {
        match oob::confirmed_method(way.factor, &user.id, &visit.context).await {
            Ok(method) => Ok(method.map_or(Sending::Nowhere, Sending::Sent)),
            Err(broken) => Err(broken),
        }
    } else {
        let (language, transaction) = (chrome.texts.language(), &visit.transaction);
        second_factor::send_challenge(
            way.factor,
            anew,
            language,
            user,
            transaction,
            &visit.context,
        )
        .await
    };
    let (method, problem) = match sending {
        Ok(Sending::Sent(method)) => (method, problem.map(SentCodeProblem::Code)),
        Ok(Sending::TooMany(method)) => (method, Some(SentCodeProblem::TooManySent)),
        Ok(Sending::Nowhere) => return page::expired(&visit.view()),
        Err(broken) => return page::broken(&visit.view(), &broken),
    };
    let page = SentCodePage {
        chrome,
        form: visit.form(Screen::Challenge(way.factor)),
        kind: way.kind(),
        purpose: SentCodePurpose::Challenge,
        address: oob::masked_address(&method),
        was_resent: anew && problem.is_none(),
        problem,
        has_alternatives,
    };
    let status = problem.map_or(StatusCode::OK, SentCodeProblem::status);
    respond::page(status, &page)
}
