//! `/u/passwordless-email`, `/u/passwordless-sms` and the code that follows: logging in without a password.

use axum::response::Response;
use ostia_identity::bot_detection::Flow;
use ostia_identity::connections::{Connection, Medium};
use ostia_identity::login::transaction::{self, CodeSent};
use ostia_identity::login::{Screen, organization};
use ostia_identity::logs::{Entry, Event};
use ostia_identity::passwordless::{self, Address, NotSent, Refusal, Way};
use ostia_protocol::oauth::{Error, Parameters};

use super::{Post, Visit};
use crate::error::page;
use crate::login::entry::{authenticated, connection};
use crate::login::respond;
use crate::pages::{
    AddressKind, AddressPage, AddressProblem, AddressPurpose, CodeProblem, SentCodePage,
    SentCodeProblem, SentCodePurpose,
};

/// Asks for the address.
pub async fn get(medium: Medium, visit: Visit) -> Response {
    if let Err(elsewhere) = visit.expect(Screen::Passwordless(medium)).await {
        return elsewhere;
    }
    let hint = visit.transaction.authorization.request.login_hint.clone();
    match sender(medium, &visit).await {
        Ok(_) => ask(medium, &visit, hint.unwrap_or_default(), None).await,
        Err(response) => response,
    }
}

/// Sends a code there.
pub async fn post(medium: Medium, Post { mut visit, form }: Post) -> Response {
    if let Err(elsewhere) = visit.expect(Screen::Passwordless(medium)).await {
        return elsewhere;
    }
    let connection = match sender(medium, &visit).await {
        Ok(connection) => connection,
        Err(response) => return response,
    };
    let typed = form.get("address").ok().flatten().unwrap_or_default();
    let typed: String = typed.trim().chars().take(254).collect();
    let Some(address) = Address::parse(&typed, medium) else {
        let problem = if typed.is_empty() {
            AddressProblem::Missing
        } else {
            AddressProblem::Invalid
        };
        return ask(medium, &visit, typed, Some(problem)).await;
    };
    match send(&address, &connection, &visit, &form).await {
        Ok(Ok(())) => {}
        Ok(Err(NotSent::TooMany)) => {
            return ask(medium, &visit, typed, Some(AddressProblem::TooMany)).await;
        }
        Ok(Err(NotSent::Suspicious)) => {
            visit.is_suspicious = true;
            return ask(medium, &visit, typed, None).await;
        }
        Err(response) => return response,
    }
    visit.transaction.progress.code_sent = Some(CodeSent {
        connection_id: connection.id.to_string(),
        address: address.as_str().to_owned(),
    });
    save(visit).await
}

/// Asks for the code.
pub async fn get_code(medium: Medium, visit: Visit) -> Response {
    if let Err(elsewhere) = visit.expect(Screen::PasswordlessCode(medium)).await {
        return elsewhere;
    }
    ask_code(medium, &visit, None, false).await
}

/// Checks the code, sends another, or goes back to the address.
pub async fn post_code(medium: Medium, Post { mut visit, form }: Post) -> Response {
    if let Err(elsewhere) = visit.expect(Screen::PasswordlessCode(medium)).await {
        return elsewhere;
    }
    let field = |name| form.get(name).ok().flatten();
    if field("action") == Some("change-address") {
        visit.transaction.progress.code_sent = None;
        return save(visit).await;
    }
    let (connection, address) = match waiting(medium, &visit).await {
        Ok(waiting) => waiting,
        Err(response) => return response,
    };
    if field("action") == Some("resend") {
        let sent = match send(&address, &connection, &visit, &form).await {
            Ok(sent) => sent,
            Err(response) => return response,
        };
        visit.is_suspicious = sent == Err(NotSent::Suspicious);
        let problem = (sent == Err(NotSent::TooMany)).then_some(SentCodeProblem::TooManySent);
        return ask_code(medium, &visit, problem, sent.is_ok()).await;
    }
    let Some(code) = field("code") else {
        let problem = SentCodeProblem::Code(CodeProblem::Missing);
        return ask_code(medium, &visit, Some(problem), false).await;
    };
    let client = visit.transaction.client.clone();
    let verified = passwordless::verify(code, &address, &connection, &client, &visit.context).await;
    let refusal = match verified {
        Ok(Ok(user)) => {
            visit.transaction.progress.code_sent = None;
            return authenticated(visit, &user, &connection).await;
        }
        Ok(Err(refusal)) => refusal,
        Err(broken) => return page::broken(&visit.view(), &broken),
    };
    log_refused(refusal, medium, &address, &connection, &visit);
    let problem = match refusal {
        Refusal::Wrong => SentCodeProblem::Code(CodeProblem::Wrong),
        Refusal::Blocked => SentCodeProblem::Blocked,
        Refusal::Limited(_) => SentCodeProblem::Code(CodeProblem::TooMany),
    };
    ask_code(medium, &visit, Some(problem), false).await
}

/// A limit has told of itself.
fn log_refused(
    refusal: Refusal,
    medium: Medium,
    address: &Address,
    connection: &Connection,
    visit: &Visit,
) {
    let error = match (refusal, medium) {
        (Refusal::Wrong, Medium::Email) => Error::wrong_email_or_code(),
        (Refusal::Wrong, Medium::Sms) => Error::wrong_phone_number_or_code(),
        (Refusal::Blocked, _) => Error::user_blocked(),
        (Refusal::Limited(_), _) => return,
    };
    Entry::new(Event::LoginFailed)
        .refusal(&error)
        .client(&visit.transaction.client)
        .connection(connection)
        .text("user_name", address.as_str())
        .record(&visit.context);
}

async fn save(visit: Visit) -> Response {
    match transaction::save(&visit.transaction, &visit.context).await {
        Ok(true) => visit.conclude(visit.next().await),
        Ok(false) => page::expired(&visit.view()),
        Err(broken) => page::broken(&visit.view(), &broken),
    }
}

/// Sends a code in the page's language.
async fn send(
    address: &Address,
    connection: &Connection,
    visit: &Visit,
    form: &Parameters,
) -> Result<Result<(), NotSent>, Response> {
    let chrome = visit.chrome();
    let language = chrome.texts.language();
    let client = &visit.transaction.client;
    let context = &visit.context;
    let (way, evidence) = (Way::Code, visit.evidence(form));
    passwordless::start(
        address, &way, connection, client, language, evidence, context,
    )
    .await
    .map_err(|broken| page::broken(&visit.view(), &broken))
}

/// The connection of this login that sends codes in this way: the one that was asked for, or the first there is.
async fn sender(medium: Medium, visit: &Visit) -> Result<Connection, Response> {
    let picked = match connection(visit).await {
        Ok(picked) => picked.filter(|connection| connection.medium() == Some(medium)),
        Err(broken) => return Err(page::broken(&visit.view(), &broken)),
    };
    if let Some(picked) = picked {
        return Ok(picked);
    }
    let enabled = organization::connections_of(&visit.transaction, &visit.context).await;
    let is_named = visit.transaction.authorization.request.connection.is_some();
    match enabled {
        Ok(enabled) => enabled
            .into_iter()
            .find(|connection| !is_named && connection.medium() == Some(medium))
            .ok_or_else(|| page::expired(&visit.view())),
        Err(failure) => Err(page::failed(&visit.view(), failure)),
    }
}

/// Where the code was sent.
async fn waiting(medium: Medium, visit: &Visit) -> Result<(Connection, Address), Response> {
    let expired = || page::expired(&visit.view());
    let sent = visit.transaction.progress.code_sent.as_ref();
    let sent = sent.ok_or_else(expired)?;
    let enabled = organization::connections_of(&visit.transaction, &visit.context).await;
    let enabled = enabled.map_err(|failure| page::failed(&visit.view(), failure))?;
    let connection = enabled
        .into_iter()
        .find(|connection| connection.id.as_str() == sent.connection_id)
        .ok_or_else(expired)?;
    let address = Address::parse(&sent.address, medium).ok_or_else(expired)?;
    Ok((connection, address))
}

const fn kind(medium: Medium) -> AddressKind {
    match medium {
        Medium::Email => AddressKind::Email,
        Medium::Sms => AddressKind::Phone,
    }
}

async fn ask(
    medium: Medium,
    visit: &Visit,
    address: String,
    problem: Option<AddressProblem>,
) -> Response {
    let has_passwords = match connection(visit).await {
        Ok(picked) => picked.is_some_and(|connection| connection.is_database()),
        Err(broken) => return page::broken(&visit.view(), &broken),
    };
    let screen = Screen::Passwordless(medium);
    let form = match visit.guarded_form(screen, Flow::Passwordless).await {
        Ok(form) => form,
        Err(response) => return response,
    };
    let page = AddressPage {
        chrome: visit.chrome(),
        form,
        kind: kind(medium),
        purpose: AddressPurpose::LogIn,
        address,
        problem,
        login_url: has_passwords.then(|| respond::address(Screen::Login, &visit.transaction.state)),
        has_alternatives: false,
    };
    let status = problem.map_or(visit.status(), AddressProblem::status);
    respond::page(status, &page)
}

async fn ask_code(
    medium: Medium,
    visit: &Visit,
    problem: Option<SentCodeProblem>,
    was_resent: bool,
) -> Response {
    let sent = visit.transaction.progress.code_sent.as_ref();
    let screen = Screen::PasswordlessCode(medium);
    let form = match visit.guarded_form(screen, Flow::Passwordless).await {
        Ok(form) => form,
        Err(response) => return response,
    };
    let page = SentCodePage {
        chrome: visit.chrome(),
        form,
        kind: kind(medium),
        purpose: SentCodePurpose::LogIn,
        address: sent.map(|sent| sent.address.clone()).unwrap_or_default(),
        problem,
        was_resent,
        has_alternatives: false,
    };
    let status = problem.map_or(visit.status(), SentCodeProblem::status);
    respond::page(status, &page)
}
