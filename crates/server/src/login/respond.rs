//! Writing steps and pages.

use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use ostia_identity::authorize::Answer;
use ostia_identity::branding::Look;
use ostia_identity::clients::Client;
use ostia_identity::connections::Medium;
use ostia_identity::context::Context;
use ostia_identity::guardian::Factor;
use ostia_identity::login::{Screen, Step};
use ostia_identity::organizations::Organization;
use ostia_identity::tenants::Tenant;
use ostia_identity::users::User;
use ostia_protocol::oauth::{RedirectUri, ResponseMode};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Map, Value, json};

use crate::error::page as error_page;
use crate::pages::{
    self, Application, Branding, Chrome, FormPostPage, Nonce, Own, Owner, Ownership, Page, Texts,
    WebMessagePage, WebUrl, negotiate,
};

/// What is needed to write to this browser.
#[derive(Clone, Copy, Debug)]
pub struct View<'a> {
    /// The request's surroundings.
    pub context: &'a Context,
    /// The request's headers: the browser's language is in them.
    pub headers: &'a HeaderMap,
}

/// Where a screen is.
pub fn address(screen: Screen, state: &str) -> String {
    let path = match screen {
        Screen::Login => "login",
        Screen::LoginIdentifier => "login/identifier",
        Screen::LoginPassword => "login/password",
        Screen::Signup => "signup",
        Screen::Federation => "login/federated",
        Screen::Passwordless(Medium::Email) => "passwordless-email",
        Screen::Passwordless(Medium::Sms) => "passwordless-sms",
        Screen::PasswordlessCode(Medium::Email) => "passwordless-email-code",
        Screen::PasswordlessCode(Medium::Sms) => "passwordless-sms-code",
        Screen::Invitation => "invitation",
        Screen::OrganizationName => "pre-organization-picker",
        Screen::OrganizationPicker => "organization-picker",
        Screen::PasskeyEnrollment => "passkey-enrollment",
        Screen::Consent => "consent",
        Screen::Confirmation => "confirmation",
        Screen::Challenge(Factor::Otp) => "mfa-otp-challenge",
        Screen::Challenge(Factor::Email) => "mfa-email-challenge",
        Screen::Challenge(Factor::Sms) => "mfa-sms-challenge",
        Screen::Challenge(Factor::RecoveryCode) => "mfa-recovery-code-challenge",
        Screen::Challenge(Factor::WebauthnRoaming) => "mfa-webauthn-roaming-challenge",
        Screen::Challenge(Factor::WebauthnPlatform) => "mfa-webauthn-platform-challenge",
        Screen::FactorOptions => "mfa-login-options",
        Screen::Enrollment(Factor::Otp) => "mfa-otp-enrollment",
        Screen::Enrollment(Factor::Email) => "mfa-email-enrollment",
        Screen::Enrollment(Factor::Sms) => "mfa-sms-enrollment",
        Screen::Enrollment(Factor::WebauthnRoaming) => "mfa-webauthn-roaming-enrollment",
        Screen::Enrollment(Factor::WebauthnPlatform) => "mfa-webauthn-platform-enrollment",
        // A recovery code is made beside another factor, and never the only one.
        Screen::Enrollment(Factor::RecoveryCode) | Screen::RecoveryCode => {
            "mfa-recovery-code-enrollment"
        }
        Screen::EnrollmentOptions => "mfa-begin-enroll-options",
    };
    format!("/u/{path}?state={state}")
}

/// Where somebody goes on with a connection's provider.
pub fn federation(connection: &str, state: &str) -> String {
    let connection = utf8_percent_encode(connection, NON_ALPHANUMERIC);
    format!(
        "{}&connection={connection}",
        address(Screen::Federation, state)
    )
}

/// Where somebody who forgot a password asks for a new one.
pub fn reset_password(connection: &str, state: &str) -> String {
    let connection = utf8_percent_encode(connection, NON_ALPHANUMERIC);
    format!("/u/reset-password/request/{connection}?state={state}")
}

/// Goes to a screen, or answers the client.
pub fn step(view: &View<'_>, step: Step) -> Response {
    match step {
        Step::Show(screen, state) => redirect(&address(screen, &state)),
        Step::Answer(answer) => self::answer(view, &answer),
        Step::Device(true) => redirect("/activate/allowed"),
        Step::Device(false) => redirect("/activate/denied"),
    }
}

/// 302, not cached: the address may hold a code.
pub fn redirect(location: &str) -> Response {
    let Ok(location) = HeaderValue::from_str(location) else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    (
        StatusCode::FOUND,
        [
            (header::LOCATION, location),
            (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        ],
    )
        .into_response()
}

fn answer(view: &View<'_>, answer: &Answer) -> Response {
    let nonce = Nonce::from_bytes(view.context.entropy().bytes());
    match answer.mode {
        ResponseMode::Query | ResponseMode::Fragment => {
            let parameters: Vec<(&str, &str)> = answer
                .parameters
                .iter()
                .map(|(name, value)| (*name, value.as_str()))
                .collect();
            redirect(&answer.redirect_uri.with_response(answer.mode, &parameters))
        }
        ResponseMode::FormPost => {
            let parameters = answer
                .parameters
                .iter()
                .map(|(name, value)| ((*name).to_owned(), value.clone()));
            let form = FormPostPage {
                chrome: chrome(view, None, &[]),
                nonce,
                redirect_uri: answer.redirect_uri.as_str().to_owned(),
                parameters: parameters.collect(),
            };
            page(StatusCode::OK, &form)
        }
        ResponseMode::WebMessage => match &answer.message_origin {
            Some(origin) => {
                let message = WebMessagePage {
                    nonce,
                    target_origin: origin.clone(),
                    response: message(&answer.parameters),
                };
                page(StatusCode::OK, &message)
            }
            None => error_page::unreadable(
                view,
                ostia_protocol::oauth::Error::invalid_request(
                    "This origin may not receive the response",
                ),
            ),
        },
    }
}

fn message(parameters: &[(&'static str, String)]) -> Map<String, Value> {
    let value = |name: &str, text: &String| match (name, text.parse::<u64>()) {
        ("expires_in", Ok(seconds)) => json!(seconds),
        _ => json!(text),
    };
    parameters
        .iter()
        .map(|(name, text)| ((*name).to_owned(), value(name, text)))
        .collect()
}

/// Writes a page with the headers that it needs.
pub fn page(status: StatusCode, page: &impl Page) -> Response {
    let mut response = (status, Html(page.render())).into_response();
    for (name, value) in page.headers() {
        if let Ok(value) = HeaderValue::from_str(&value) {
            response
                .headers_mut()
                .insert(HeaderName::from_static(name), value);
        }
    }
    response
}

/// The tenant's own look: its branding, what its theme says instead, and the logo of its settings where neither has one.
pub fn branding(look: &Look, tenant: &Tenant) -> Branding {
    let branding = Branding::from_document(&look.branding).with_theme(&look.theme);
    let picture = tenant.settings.document.get("picture_url");
    Branding {
        logo: branding
            .logo
            .or_else(|| picture?.as_str().and_then(WebUrl::parse)),
        ..branding
    }
}

/// What every page shows: language, tenant, and who is asking; without a callback it is a device.
pub fn chrome(
    view: &View<'_>,
    asking: Option<(&Client, Option<&RedirectUri>)>,
    ui_locales: &[String],
) -> Chrome {
    let tenant = &view.context.tenant;
    let accepted = view
        .headers
        .get(header::ACCEPT_LANGUAGE)
        .and_then(|value| value.to_str().ok());
    let enabled: Vec<&str> = tenant
        .settings
        .enabled_locales
        .iter()
        .map(String::as_str)
        .collect();
    let wanted = ui_locales.join(" ");
    let language = negotiate(
        Some(&wanted)
            .filter(|wanted| !wanted.is_empty())
            .map(std::string::String::as_str),
        accepted,
        &enabled,
    );
    dressed(&tenant.look, asking, language, tenant)
}

/// The same in a look that need not be the stored one.
pub fn dressed(
    look: &Look,
    asking: Option<(&Client, Option<&RedirectUri>)>,
    language: &'static str,
    tenant: &Tenant,
) -> Chrome {
    let texts = Texts::new(language);
    Chrome {
        texts: match look.texts(language) {
            Some(custom) => texts.with_custom(custom),
            None => texts,
        },
        branding: branding(look, tenant),
        company: tenant.display_name().to_owned(),
        domain: tenant.domain.clone(),
        application: asking.map(|(client, redirect_uri)| application(client, redirect_uri)),
        organization: None,
        own: look
            .has_markup()
            .then(|| own(look, asking.map(|(client, _)| client), tenant)),
    }
}

/// The tenant's own markup, told who is asking.
fn own(look: &Look, client: Option<&Client>, tenant: &Tenant) -> Own {
    let mut own = Own::of(look, tenant);
    if let Some(client) = client {
        let application = json!({
            "id": client.id,
            "name": client.name,
            "logo_url": client.logo_uri,
            "metadata": client.document.get("client_metadata"),
        });
        own.set("application", &application);
    }
    own
}

/// What the tenant's own markup may say of somebody: to themselves, once they have proved who they are.
pub fn shown_user(user: &User) -> Value {
    const MEMBERS: [&str; 9] = [
        "picture",
        "email",
        "email_verified",
        "user_metadata",
        "family_name",
        "given_name",
        "name",
        "nickname",
        "username",
    ];
    let members = MEMBERS.iter().filter_map(|name| {
        let value = user.document.get(*name)?;
        Some(((*name).to_owned(), value.clone()))
    });
    let mut shown: Map<String, Value> = members.collect();
    shown.insert("user_id".to_owned(), json!(user.id));
    Value::Object(shown)
}

/// The same in an organization: its name and its look are in front.
pub fn in_organization(mut chrome: Chrome, organization: &Organization) -> Chrome {
    if let Some(own) = &mut chrome.own {
        let shown = json!({
            "id": organization.id,
            "name": organization.name,
            "display_name": organization.display_name(),
            "metadata": organization.document.get("metadata"),
            "branding": organization.branding(),
        });
        own.set("organization", &shown);
    }
    Chrome {
        branding: chrome.branding.with_organization(organization.branding()),
        organization: Some(pages::Organization {
            id: organization.id.to_string(),
            display_name: organization.display_name().to_owned(),
        }),
        ..chrome
    }
}

fn application(client: &Client, redirect_uri: Option<&RedirectUri>) -> Application {
    let verifiable = redirect_uri.filter(|uri| uri.is_verifiable());
    let host = verifiable
        .and_then(RedirectUri::origin)
        .and_then(|origin| origin.split_once("://").map(|(_, host)| host.to_owned()));
    let owner = match host {
        Some(host) => Owner::Domain(host),
        None => Owner::Device,
    };
    Application {
        name: client.name.clone(),
        ownership: if client.is_first_party() {
            Ownership::FirstParty
        } else {
            Ownership::ThirdParty(owner)
        },
        logo: client.logo_uri.as_deref().and_then(WebUrl::parse),
    }
}

/// Host and port, or the scheme of an application on the device.
pub fn destination(redirect_uri: &RedirectUri) -> String {
    let text = redirect_uri.as_str();
    let (scheme, rest) = text.split_once(':').unwrap_or((text, ""));
    match rest
        .strip_prefix("//")
        .map(|rest| rest.split(['/', '?']).next().unwrap_or_default())
    {
        Some(host) if scheme.starts_with("http") => host.to_owned(),
        _ => format!("{scheme}:"),
    }
}
