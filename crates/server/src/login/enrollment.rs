//! `/mfa/enrollment?ticket=…`: a user enrols an authenticator app by a link, without logging in.

use axum::extract::Request;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use ostia_identity::authentication_methods::{recovery_code, totp::Seed};
use ostia_identity::enrollment_tickets;
use ostia_identity::failure::Broken;
use ostia_identity::guardian::Factor;
use ostia_identity::login::transaction;
use ostia_identity::mfa::{self, NotEnrolled};
use ostia_identity::users::{self, User};
use ostia_protocol::oauth::Parameters;

use super::respond::{self, View};
use crate::error::page;
use crate::extract::{BrowserCookies, PresentedParameters, RequestContext};
use crate::pages::{CodeProblem, EnrolledPage, Form, OtpEnrollmentPage, qr_code};

/// A browser that came with a good ticket.
struct Guest {
    context: RequestContext,
    cookies: BrowserCookies,
    headers: HeaderMap,
    ticket: String,
    user: User,
}

impl Guest {
    fn view(&self) -> View<'_> {
        View {
            context: &self.context,
            headers: &self.headers,
        }
    }

    fn seed(&self) -> Result<Seed, Broken> {
        Seed::of_enrollment(&self.ticket, &self.user.id, &self.context)
    }
}

/// Shows the app's seed.
pub async fn get(
    context: RequestContext,
    cookies: BrowserCookies,
    headers: HeaderMap,
    request: Request,
) -> Response {
    match guest(context, cookies, headers, request.uri().query()).await {
        Ok(guest) => guest.cookies.remember(show(&guest, None)),
        Err(response) => response,
    }
}

/// Checks the app's first code.
pub async fn post(
    context: RequestContext,
    cookies: BrowserCookies,
    headers: HeaderMap,
    uri: axum::http::Uri,
    PresentedParameters(form): PresentedParameters,
) -> Response {
    let guest = match guest(context, cookies, headers, uri.query()).await {
        Ok(guest) => guest,
        Err(response) => return response,
    };
    let field = |name| form.get(name).ok().flatten();
    let token = field("csrf").unwrap_or_default();
    let browser = &guest.cookies.browser;
    match transaction::is_form_token(token, &guest.ticket, browser, &guest.context) {
        Ok(true) => {}
        Ok(false) => return page::expired(&guest.view()),
        Err(broken) => return page::broken(&guest.view(), &broken),
    }
    let Some(code) = field("code") else {
        return show(&guest, Some(CodeProblem::Missing));
    };
    match enroll(&guest, code).await {
        Ok(Ok(Some(recovery_code))) => done(&guest, recovery_code),
        Ok(Ok(None)) => page::expired(&guest.view()),
        Ok(Err(NotEnrolled::Wrong)) => show(&guest, Some(CodeProblem::Wrong)),
        Ok(Err(_)) => show(&guest, Some(CodeProblem::TooMany)),
        Err(broken) => page::broken(&guest.view(), &broken),
    }
}

/// Who came, if the ticket is good and there is something to enrol.
async fn guest(
    context: RequestContext,
    cookies: BrowserCookies,
    headers: HeaderMap,
    query: Option<&str>,
) -> Result<Guest, Response> {
    let view = View {
        context: &context,
        headers: &headers,
    };
    let ticket = Parameters::from_form(query.unwrap_or_default().as_bytes())
        .and_then(|mut query| query.take("ticket"));
    let Ok(Some(ticket)) = ticket else {
        return Err(page::expired(&view));
    };
    match who(&ticket, &context).await {
        Ok(Some(user)) => Ok(Guest {
            ticket,
            user,
            cookies,
            headers: headers.clone(),
            context,
        }),
        Ok(None) => Err(page::expired(&view)),
        Err(broken) => Err(page::broken(&view, &broken)),
    }
}

async fn who(ticket: &str, context: &RequestContext) -> Result<Option<User>, Broken> {
    let Some(ticket) = enrollment_tickets::find(ticket, context).await? else {
        return Ok(None);
    };
    if !context.tenant.multifactor.offers(Factor::Otp) {
        return Ok(None);
    }
    let is_enrolled = mfa::standing(&ticket.user_id, context).await?.is_enrolled();
    if is_enrolled && !ticket.adds_to_others {
        return Ok(None);
    }
    let user = users::find(&ticket.user_id, context).await?;
    Ok(user.filter(|user| !user.blocked))
}

/// The recovery code to show, empty where there was one before; `None` where another request used the ticket.
async fn enroll(guest: &Guest, code: &str) -> Result<Result<Option<String>, NotEnrolled>, Broken> {
    let (user, context) = (&guest.user, &guest.context);
    if let Err(refusal) = mfa::enroll_otp(user, &guest.seed()?, code, context).await? {
        return Ok(Err(refusal));
    }
    if !enrollment_tickets::consume(&guest.ticket, context).await? {
        return Ok(Ok(None));
    }
    let offers = context.tenant.multifactor.offers(Factor::RecoveryCode);
    let standing = mfa::standing(&user.id, context).await?;
    if offers && !standing.has_recovery_code {
        return Ok(Ok(Some(
            recovery_code::renew(&user.id, true, context).await?,
        )));
    }
    Ok(Ok(Some(String::new())))
}

fn show(guest: &Guest, problem: Option<CodeProblem>) -> Response {
    let seed = match guest.seed() {
        Ok(seed) => seed,
        Err(broken) => return page::broken(&guest.view(), &broken),
    };
    let csrf = transaction::form_token(&guest.ticket, &guest.cookies.browser, &guest.context);
    let tenant = &guest.context.tenant;
    let page = OtpEnrollmentPage {
        chrome: respond::chrome(&guest.view(), None, &[]),
        form: Form {
            action: format!("/mfa/enrollment?ticket={}", guest.ticket),
            state: String::new(),
            csrf: csrf.unwrap_or_default(),
        },
        qr_code: qr_code(&seed.address(guest.user.display_name(), tenant.display_name())),
        secret: seed.to_base32(),
        problem,
        has_alternatives: false,
    };
    let status = problem.map_or(StatusCode::OK, CodeProblem::status);
    respond::page(status, &page)
}

fn done(guest: &Guest, recovery_code: String) -> Response {
    let page = EnrolledPage {
        chrome: respond::chrome(&guest.view(), None, &[]),
        recovery_code: Some(recovery_code).filter(|code| !code.is_empty()),
    };
    respond::page(StatusCode::OK, &page)
}
