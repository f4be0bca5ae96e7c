//! `/mfa/enrollment?ticket=…`: a user enrols a second factor by a link, without logging in: an authenticator app, an
//! address for codes, a security key, or the device that they are at. Where there are several, they choose.

mod address;

use axum::extract::Request;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use ostia_identity::authentication_methods::{recovery_code, totp::Seed};
use ostia_identity::enrollment_tickets;
use ostia_identity::failure::Broken;
use ostia_identity::guardian::Factor;
use ostia_identity::login::transaction;
use ostia_identity::mfa::keys::{self, Ceremony, Key};
use ostia_identity::mfa::{self, NotEnrolled};
use ostia_identity::users::{self, User};
use ostia_protocol::oauth::Parameters;
use serde_json::Value;

use super::respond::{self, View};
use super::second_factor::Way;
use crate::error::page;
use crate::extract::{BrowserCookies, PresentedParameters, RequestContext};
use crate::pages::{
    CodeProblem, Enrolled, EnrolledPage, FactorOptionsPage, Form, KeyKind, KeyPage, KeyProblem,
    Nonce, OtpEnrollmentPage, qr_code,
};

/// A browser that came with a good ticket.
struct Guest {
    context: RequestContext,
    cookies: BrowserCookies,
    headers: HeaderMap,
    ticket: String,
    user: User,
    /// What can be enrolled.
    factors: Vec<Factor>,
    /// What they chose, or the only one.
    chosen: Option<Factor>,
    /// The method that waits for its first code, by its id.
    enrolling: Option<String>,
}

impl Guest {
    fn view(&self) -> View<'_> {
        View {
            context: &self.context,
            headers: &self.headers,
        }
    }

    /// Where the choice is, or what they chose.
    fn address(&self, factor: Option<Factor>) -> String {
        let factor =
            factor.map_or_else(String::new, |factor| format!("&factor={}", factor.as_str()));
        format!("/mfa/enrollment?ticket={}{factor}", self.ticket)
    }

    fn form(&self, factor: Option<Factor>) -> Form {
        let csrf = transaction::form_token(&self.ticket, &self.cookies.browser, &self.context);
        Form {
            action: self.address(factor),
            state: String::new(),
            csrf: csrf.unwrap_or_default(),
            verification: None,
        }
    }

    fn seed(&self) -> Result<Seed, Broken> {
        Seed::of_enrollment(&self.ticket, &self.user.id, &self.context)
    }
}

/// Asks which factor, or for it.
pub async fn get(
    context: RequestContext,
    cookies: BrowserCookies,
    headers: HeaderMap,
    request: Request,
) -> Response {
    match guest(context, cookies, headers, request.uri().query()).await {
        Ok(guest) => {
            let shown = match guest.chosen {
                None => choose(&guest),
                Some(factor) => match (key_of(factor), Way::of(factor)) {
                    (Some(key), _) => show_key(key, &guest, None).await,
                    (None, Some(way)) => address::show(way, &guest).await,
                    (None, None) => show(&guest, None),
                },
            };
            guest.cookies.remember(shown)
        }
        Err(response) => response,
    }
}

/// Takes the choice, or checks what the factor says.
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
    match (field("action"), guest.chosen) {
        (Some("pick-authenticator"), _) => return respond::redirect(&guest.address(None)),
        (Some(name), None) => {
            let chosen = Factor::from_name(name);
            return respond::redirect(&guest.address(chosen));
        }
        (None, None) => return choose(&guest),
        (_, Some(_)) => {}
    }
    if let Some(key) = guest.chosen.and_then(key_of) {
        if let Some(problem) = field("error") {
            let ceremony = Ceremony::Enrollment;
            keys::note_silence(key, ceremony, problem, &guest.user, &guest.context);
        }
        let Some(answer) = field("response") else {
            return show_key(key, &guest, Some(KeyProblem::Silent)).await;
        };
        let answer = serde_json::from_str(answer).unwrap_or(Value::Null);
        let (handle, user, context) = (&guest.ticket, &guest.user, &guest.context);
        let enrolled = match keys::enroll(key, handle, &answer, user, context).await {
            Ok(Ok(_)) => finish(&guest).await,
            Ok(Err(refusal)) => {
                let problem = match refusal {
                    NotEnrolled::Wrong => KeyProblem::Wrong,
                    NotEnrolled::TooManyCodes => KeyProblem::TooMany,
                    NotEnrolled::TooManyMethods => KeyProblem::TooManyMethods,
                    NotEnrolled::Taken => KeyProblem::Taken,
                };
                return show_key(key, &guest, Some(problem)).await;
            }
            Err(broken) => Err(broken),
        };
        return match enrolled {
            Ok(Some(recovery_code)) => done(&guest, recovery_code),
            Ok(None) => page::expired(&guest.view()),
            Err(broken) => page::broken(&guest.view(), &broken),
        };
    }
    if let Some(way) = guest.chosen.and_then(Way::of) {
        return address::post(way, &guest, &form).await;
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
    let query = Parameters::from_form(query.unwrap_or_default().as_bytes());
    let mut query = query.unwrap_or_default();
    let Ok(Some(ticket)) = query.take("ticket") else {
        return Err(page::expired(&view));
    };
    let named = query.get("factor").ok().flatten();
    let named = named.and_then(Factor::from_name);
    match who(&ticket, &context).await {
        Ok(Some((user, factors, enrolling))) => Ok(Guest {
            enrolling,
            chosen: match factors.as_slice() {
                [only] => Some(*only),
                several => named.filter(|factor| several.contains(factor)),
            },
            ticket,
            user,
            factors,
            cookies,
            headers: headers.clone(),
            context,
        }),
        Ok(None) => Err(page::expired(&view)),
        Err(broken) => Err(page::broken(&view, &broken)),
    }
}

/// What can be enrolled by a link.
pub const BY_LINK: [Factor; 5] = [
    Factor::Otp,
    Factor::Sms,
    Factor::Email,
    Factor::WebauthnRoaming,
    Factor::WebauthnPlatform,
];

async fn who(
    ticket: &str,
    context: &RequestContext,
) -> Result<Option<(User, Vec<Factor>, Option<String>)>, Broken> {
    let Some(ticket) = enrollment_tickets::find(ticket, context).await? else {
        return Ok(None);
    };
    let named = ticket.factor.as_deref().and_then(|name| match name {
        "phone" => Some(Factor::Sms),
        name => Factor::from_name(name),
    });
    let named = named.filter(|named| BY_LINK.contains(named));
    let mut factors = BY_LINK.to_vec();
    factors.retain(|factor| {
        context.tenant.multifactor.offers(*factor) && named.is_none_or(|named| named == *factor)
    });
    if factors.is_empty() {
        return Ok(None);
    }
    let is_enrolled = mfa::standing(&ticket.user_id, context).await?.is_enrolled();
    if is_enrolled && !ticket.adds_to_others {
        return Ok(None);
    }
    let user = users::find(&ticket.user_id, context).await?;
    let user = user.filter(|user| !user.blocked);
    Ok(user.map(|user| (user, factors, ticket.enrolling)))
}

const fn key_of(factor: Factor) -> Option<Key> {
    match factor {
        Factor::WebauthnRoaming => Some(Key::Roaming),
        Factor::WebauthnPlatform => Some(Key::Platform),
        Factor::Otp | Factor::Sms | Factor::Email | Factor::RecoveryCode => None,
    }
}

/// The recovery code to show, empty where there was one before; `None` where another request used the ticket.
async fn enroll(guest: &Guest, code: &str) -> Result<Result<Option<String>, NotEnrolled>, Broken> {
    let (user, context) = (&guest.user, &guest.context);
    if let Err(refusal) = mfa::enroll_otp(user, &guest.seed()?, code, context).await? {
        return Ok(Err(refusal));
    }
    Ok(Ok(finish(guest).await?))
}

/// Uses the ticket up.
async fn finish(guest: &Guest) -> Result<Option<String>, Broken> {
    let (user, context) = (&guest.user, &guest.context);
    if !enrollment_tickets::consume(&guest.ticket, context).await? {
        return Ok(None);
    }
    let offers = context.tenant.multifactor.offers(Factor::RecoveryCode);
    let standing = mfa::standing(&user.id, context).await?;
    if offers && !standing.has_recovery_code {
        return Ok(Some(recovery_code::renew(&user.id, true, context).await?));
    }
    Ok(Some(String::new()))
}

/// Asks which factor.
fn choose(guest: &Guest) -> Response {
    let page = FactorOptionsPage {
        chrome: respond::chrome(&guest.view(), None, &[]),
        form: guest.form(None),
        enrolls: true,
        factors: guest.factors.iter().copied().map(Factor::as_str).collect(),
    };
    respond::page(StatusCode::OK, &page)
}

/// Asks an authenticator.
async fn show_key(key: Key, guest: &Guest, problem: Option<KeyProblem>) -> Response {
    let (handle, context) = (&guest.ticket, &guest.context);
    let options = match keys::ask_to_create(key, handle, &guest.user, context).await {
        Ok(options) => options.to_string(),
        Err(broken) => return page::broken(&guest.view(), &broken),
    };
    let page = KeyPage {
        chrome: respond::chrome(&guest.view(), None, &[]),
        form: guest.form(Some(key.factor())),
        nonce: Nonce::from_bytes(context.entropy().bytes()),
        kind: match key {
            Key::Roaming => KeyKind::SecurityKey,
            Key::Platform => KeyKind::Device,
        },
        enrolls: true,
        options,
        problem,
        has_alternatives: guest.factors.len() > 1,
    };
    let status = problem.map_or(StatusCode::OK, KeyProblem::status);
    respond::page(status, &page)
}

fn show(guest: &Guest, problem: Option<CodeProblem>) -> Response {
    let seed = match guest.seed() {
        Ok(seed) => seed,
        Err(broken) => return page::broken(&guest.view(), &broken),
    };
    let tenant = &guest.context.tenant;
    let page = OtpEnrollmentPage {
        chrome: respond::chrome(&guest.view(), None, &[]),
        form: guest.form(Some(Factor::Otp)),
        qr_code: qr_code(&seed.address(guest.user.display_name(), tenant.display_name())),
        secret: seed.to_base32(),
        problem,
        has_alternatives: guest.factors.len() > 1,
    };
    let status = problem.map_or(StatusCode::OK, CodeProblem::status);
    respond::page(status, &page)
}

fn done(guest: &Guest, recovery_code: String) -> Response {
    let page = EnrolledPage {
        chrome: respond::chrome(&guest.view(), None, &[]),
        what: match guest.chosen {
            Some(Factor::WebauthnRoaming | Factor::WebauthnPlatform) => Enrolled::Key,
            Some(Factor::Sms | Factor::Email) => Enrolled::Address,
            Some(Factor::Otp | Factor::RecoveryCode) | None => Enrolled::App,
        },
        recovery_code: Some(recovery_code).filter(|code| !code.is_empty()),
    };
    respond::page(StatusCode::OK, &page)
}
