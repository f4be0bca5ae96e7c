//! `/u/mfa-email-enrollment`, `/u/mfa-sms-enrollment`: an address becomes a second factor, once a code that was sent
//! there comes back.

use axum::http::StatusCode;
use axum::response::Response;
use ostia_identity::authentication_methods::Method;
use ostia_identity::login::second_factor::{self, Choice, Sending};
use ostia_identity::login::{Screen, transaction};
use ostia_identity::mfa::{Refusal, oob};
use ostia_identity::users::User;
use ostia_protocol::oauth::Parameters;

use super::{Post, Visit};
use crate::error::page;
use crate::login::respond;
use crate::login::second_factor::{Way, choose, has_alternatives, passed, person};
use crate::pages::{
    AddressPage, AddressProblem, AddressPurpose, CodeProblem, SentCodePage, SentCodeProblem,
    SentCodePurpose,
};

const fn screen(way: Way) -> Screen {
    Screen::Enrollment(way.factor)
}

/// Asks for the address, or for the code that was sent there.
pub async fn get(way: Way, visit: Visit) -> Response {
    let (user, method) = match arrive(way, &visit).await {
        Ok(arrived) => arrived,
        Err(response) => return response,
    };
    if let Some(method) = method {
        return ask_code(way, &visit, &user, &method, None, false).await;
    }
    let known = way.known_of(&user);
    ask(way, &visit, &user, known, None).await
}

/// Takes the address, or the code.
pub async fn post(way: Way, Post { mut visit, form }: Post) -> Response {
    let (user, method) = match arrive(way, &visit).await {
        Ok(arrived) => arrived,
        Err(response) => return response,
    };
    let action = form.get("action").ok().flatten();
    if matches!(action, Some("pick-authenticator" | "change-address")) {
        visit.transaction.progress.enrolling = None;
    }
    match (action, method) {
        (Some("pick-authenticator"), _) => choose(visit, Choice::Choosing).await,
        (Some("change-address"), _) => {
            match transaction::save(&visit.transaction, &visit.context).await {
                Ok(true) => visit.conclude(visit.next().await),
                Ok(false) => page::expired(&visit.view()),
                Err(broken) => page::broken(&visit.view(), &broken),
            }
        }
        (_, None) => take_address(way, visit, &user, &form).await,
        (Some("resend"), Some(method)) => resend(way, &visit, &user, method).await,
        (_, Some(method)) => take_code(way, visit, &user, &method, &form).await,
    }
}

/// Who enrols, and the address that they gave.
async fn arrive(way: Way, visit: &Visit) -> Result<(User, Option<Method>), Response> {
    visit.expect(screen(way)).await?;
    let user = person(visit).await?;
    let transaction = &visit.transaction;
    let waiting = second_factor::enrolling(way.factor, &user.id, transaction, &visit.context);
    match waiting.await {
        Ok(method) => Ok((user, method)),
        Err(broken) => Err(page::broken(&visit.view(), &broken)),
    }
}

async fn take_address(way: Way, mut visit: Visit, user: &User, form: &Parameters) -> Response {
    let (typed, address) = way.typed_address(form);
    let address = match address {
        Ok(address) => address,
        Err(problem) => return ask(way, &visit, user, typed, Some(problem)).await,
    };
    let chrome = visit.chrome();
    let begun = second_factor::begin_address(
        way.factor,
        &address,
        chrome.texts.language(),
        user,
        &mut visit.transaction,
        &visit.context,
    );
    match begun.await {
        Ok(Some(Sending::Sent(_))) => visit.conclude(visit.next().await),
        Ok(Some(Sending::TooMany(_) | Sending::Nowhere)) => {
            ask(way, &visit, user, typed, Some(AddressProblem::TooMany)).await
        }
        Ok(None) => page::expired(&visit.view()),
        Err(broken) => page::broken(&visit.view(), &broken),
    }
}

async fn resend(way: Way, visit: &Visit, user: &User, method: Method) -> Response {
    let chrome = visit.chrome();
    let (language, transaction) = (chrome.texts.language(), &visit.transaction);
    let sending = second_factor::resend_first(
        way.factor,
        method,
        language,
        user,
        transaction,
        &visit.context,
    );
    match sending.await {
        Ok(Sending::Sent(method)) => ask_code(way, visit, user, &method, None, true).await,
        Ok(Sending::TooMany(method)) => {
            let problem = Some(SentCodeProblem::TooManySent);
            ask_code(way, visit, user, &method, problem, false).await
        }
        Ok(Sending::Nowhere) => page::expired(&visit.view()),
        Err(broken) => page::broken(&visit.view(), &broken),
    }
}

async fn take_code(
    way: Way,
    visit: Visit,
    user: &User,
    method: &Method,
    form: &Parameters,
) -> Response {
    let Some(code) = form.get("code").ok().flatten() else {
        let problem = SentCodeProblem::Code(CodeProblem::Missing);
        return ask_code(way, &visit, user, method, Some(problem), false).await;
    };
    let transaction = &visit.transaction;
    let checked =
        second_factor::answer_challenge(way.factor, code, user, transaction, &visit.context);
    let problem = match checked.await {
        Ok(Ok(())) => return passed(visit, way.factor, false).await,
        Ok(Err(Refusal::Wrong)) => CodeProblem::Wrong,
        Ok(Err(Refusal::TooMany)) => CodeProblem::TooMany,
        Err(broken) => return page::broken(&visit.view(), &broken),
    };
    let problem = SentCodeProblem::Code(problem);
    ask_code(way, &visit, user, method, Some(problem), false).await
}

async fn ask(
    way: Way,
    visit: &Visit,
    user: &User,
    address: String,
    problem: Option<AddressProblem>,
) -> Response {
    let has_alternatives = match has_alternatives(visit, user).await {
        Ok(has) => has,
        Err(response) => return response,
    };
    let page = AddressPage {
        chrome: visit.chrome(),
        form: visit.form(screen(way)),
        kind: way.kind(),
        purpose: AddressPurpose::Enroll,
        address,
        problem,
        login_url: None,
        has_alternatives,
    };
    let status = problem.map_or(StatusCode::OK, AddressProblem::status);
    respond::page(status, &page)
}

async fn ask_code(
    way: Way,
    visit: &Visit,
    user: &User,
    method: &Method,
    problem: Option<SentCodeProblem>,
    was_resent: bool,
) -> Response {
    let has_alternatives = match has_alternatives(visit, user).await {
        Ok(has) => has,
        Err(response) => return response,
    };
    let page = SentCodePage {
        chrome: visit.chrome(),
        form: visit.form(screen(way)),
        kind: way.kind(),
        purpose: SentCodePurpose::Enroll,
        address: oob::address(method).unwrap_or_default().to_owned(),
        problem,
        was_resent,
        has_alternatives,
    };
    let status = problem.map_or(StatusCode::OK, SentCodeProblem::status);
    respond::page(status, &page)
}
