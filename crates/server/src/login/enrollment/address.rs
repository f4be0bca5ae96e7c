//! By a link, an address becomes a second factor once a code that was sent there comes back.

use axum::http::StatusCode;
use axum::response::Response;
use ostia_identity::authentication_methods::Method;
use ostia_identity::enrollment_tickets;
use ostia_identity::failure::Broken;
use ostia_identity::mfa::oob::TooManySent;
use ostia_identity::mfa::{Refusal, by_ticket, oob};
use ostia_protocol::oauth::Parameters;

use super::{Guest, done, finish};
use crate::error::page;
use crate::login::respond;
use crate::login::second_factor::Way;
use crate::pages::{
    AddressPage, AddressProblem, AddressPurpose, CodeProblem, SentCodePage, SentCodeProblem,
    SentCodePurpose,
};

/// Asks for the address, or for the code that was sent there.
pub async fn show(way: Way, guest: &Guest) -> Response {
    match waiting(way, guest).await {
        Ok(Some(method)) => ask_code(way, guest, &method, None, false),
        Ok(None) => {
            let known = way.known_of(&guest.user);
            ask(way, guest, known, None)
        }
        Err(broken) => page::broken(&guest.view(), &broken),
    }
}

/// Takes the address, or the code.
pub async fn post(way: Way, guest: &Guest, form: &Parameters) -> Response {
    let action = form.get("action").ok().flatten();
    if action == Some("change-address") {
        let forgotten = enrollment_tickets::set_enrolling(&guest.ticket, None, &guest.context);
        return match forgotten.await {
            Ok(_) => respond::redirect(&guest.address(Some(way.factor))),
            Err(broken) => page::broken(&guest.view(), &broken),
        };
    }
    match waiting(way, guest).await {
        Ok(None) => take_address(way, guest, form).await,
        Ok(Some(method)) if action == Some("resend") => match send(way, guest, &method).await {
            Ok(Ok(())) => ask_code(way, guest, &method, None, true),
            Ok(Err(TooManySent)) => {
                let problem = Some(SentCodeProblem::TooManySent);
                ask_code(way, guest, &method, problem, false)
            }
            Err(broken) => page::broken(&guest.view(), &broken),
        },
        Ok(Some(method)) => take_code(way, guest, &method, form).await,
        Err(broken) => page::broken(&guest.view(), &broken),
    }
}

async fn waiting(way: Way, guest: &Guest) -> Result<Option<Method>, Broken> {
    let enrolling = guest.enrolling.as_deref();
    by_ticket::waiting(way.factor, enrolling, &guest.user, &guest.context).await
}

async fn send(way: Way, guest: &Guest, method: &Method) -> Result<Result<(), TooManySent>, Broken> {
    let chrome = respond::chrome(&guest.view(), None, &[]);
    let (language, user) = (chrome.texts.language(), &guest.user);
    let (ticket, context) = (&guest.ticket, &guest.context);
    by_ticket::send(way.factor, method, language, user, ticket, context).await
}

async fn take_address(way: Way, guest: &Guest, form: &Parameters) -> Response {
    let (typed, address) = way.typed_address(form);
    let address = match address {
        Ok(address) => address,
        Err(problem) => return ask(way, guest, typed, Some(problem)),
    };
    let (user, ticket, context) = (&guest.user, &guest.ticket, &guest.context);
    let method = match by_ticket::begin(way.factor, &address, user, ticket, context).await {
        Ok(Some(method)) => method,
        Ok(None) => return page::expired(&guest.view()),
        Err(broken) => return page::broken(&guest.view(), &broken),
    };
    match send(way, guest, &method).await {
        Ok(Ok(())) => respond::redirect(&guest.address(Some(way.factor))),
        Ok(Err(TooManySent)) => ask(way, guest, typed, Some(AddressProblem::TooMany)),
        Err(broken) => page::broken(&guest.view(), &broken),
    }
}

async fn take_code(way: Way, guest: &Guest, method: &Method, form: &Parameters) -> Response {
    let Some(code) = form.get("code").ok().flatten() else {
        let problem = SentCodeProblem::Code(CodeProblem::Missing);
        return ask_code(way, guest, method, Some(problem), false);
    };
    let (user, ticket, context) = (&guest.user, &guest.ticket, &guest.context);
    let problem = match by_ticket::prove(way.factor, code, user, ticket, context).await {
        Ok(Ok(())) => {
            return match finish(guest).await {
                Ok(Some(recovery_code)) => done(guest, recovery_code),
                Ok(None) => page::expired(&guest.view()),
                Err(broken) => page::broken(&guest.view(), &broken),
            };
        }
        Ok(Err(Refusal::Wrong)) => CodeProblem::Wrong,
        Ok(Err(Refusal::TooMany)) => CodeProblem::TooMany,
        Err(broken) => return page::broken(&guest.view(), &broken),
    };
    let problem = SentCodeProblem::Code(problem);
    ask_code(way, guest, method, Some(problem), false)
}

fn ask(way: Way, guest: &Guest, address: String, problem: Option<AddressProblem>) -> Response {
    let page = AddressPage {
        chrome: respond::chrome(&guest.view(), None, &[]),
        form: guest.form(Some(way.factor)),
        kind: way.kind(),
        purpose: AddressPurpose::Enroll,
        address,
        problem,
        login_url: None,
        has_alternatives: guest.factors.len() > 1,
    };
    let status = problem.map_or(StatusCode::OK, AddressProblem::status);
    respond::page(status, &page)
}

fn ask_code(
    way: Way,
    guest: &Guest,
    method: &Method,
    problem: Option<SentCodeProblem>,
    was_resent: bool,
) -> Response {
    let page = SentCodePage {
        chrome: respond::chrome(&guest.view(), None, &[]),
        form: guest.form(Some(way.factor)),
        kind: way.kind(),
        purpose: SentCodePurpose::Enroll,
        address: oob::address(method).unwrap_or_default().to_owned(),
        problem,
        was_resent,
        has_alternatives: guest.factors.len() > 1,
    };
    let status = problem.map_or(StatusCode::OK, SentCodeProblem::status);
    respond::page(status, &page)
}
