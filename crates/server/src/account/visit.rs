//! Who is at the account page: somebody who has logged in to it, and for what can't be undone a moment ago.

use axum::body::to_bytes;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64URL;
use ostia_identity::account::{self, Application};
use ostia_identity::authentication_methods::{Detail, Method};
use ostia_identity::clients::ACCOUNT;
use ostia_identity::failure::Broken;
use ostia_identity::login::transaction;
use ostia_identity::logs::{bounded, shape};
use ostia_identity::sessions::Session;
use ostia_identity::sessions::table::Record;
use ostia_identity::time::Timestamp;
use ostia_identity::users::User;
use ostia_protocol::oauth::{Error, ErrorCode, Parameters};

use super::PATH;
use crate::error::page;
use crate::extract::{BrowserCookies, MAX_BODY, RequestContext};
use crate::login::respond::{self, View};
use crate::pages::{AccountApplication, AccountFactor, AccountProfile, AccountSession};

/// What the forms' token is bound to.
const FORMS: &str = "account";
/// Where a login may lead back to.
const PLACES: [&str; 5] = [
    PATH,
    "/account/password",
    "/account/factors/add",
    "/account/passkeys/add",
    "/account/delete",
];

/// Somebody at their own account.
#[derive(Debug)]
pub(super) struct Owner {
    pub context: RequestContext,
    pub cookies: BrowserCookies,
    pub session: Session,
    pub user: User,
    headers: HeaderMap,
}

/// Somebody who has proved who they are a moment ago; others are asked to.
#[derive(Debug)]
pub(super) struct Recent(pub Owner);

/// A form of this page, which this browser was given.
#[derive(Debug)]
pub(super) struct Post {
    pub owner: Owner,
    pub form: Parameters,
}

impl Owner {
    pub fn view(&self) -> View<'_> {
        View {
            context: &self.context,
            headers: &self.headers,
        }
    }

    /// The token that forms bring back.
    pub fn csrf(&self) -> Result<String, Broken> {
        transaction::form_token(FORMS, &self.cookies.browser, &self.context)
    }

    pub fn is_recent(&self) -> bool {
        account::is_recent(&self.session, &self.context)
    }

    /// Has them prove who they are once more, and come back.
    pub fn log_in_again(&self, place: &str) -> Response {
        self.cookies.remember(login(&self.context, place, true))
    }
}

/// Who is there. Nobody is sent to log in.
pub(super) async fn owner(
    context: RequestContext,
    cookies: BrowserCookies,
    headers: HeaderMap,
) -> Result<Owner, Response> {
    owner_at(PATH, context, cookies, headers).await
}

async fn owner_at(
    place: &str,
    context: RequestContext,
    cookies: BrowserCookies,
    headers: HeaderMap,
) -> Result<Owner, Response> {
    let view = View {
        context: &context,
        headers: &headers,
    };
    let Some(session) = cookies.browser.session.clone() else {
        return Err(cookies.remember(login(&context, place, false)));
    };
    match account::owner(&session, &context).await {
        Ok(Some(user)) => Ok(Owner {
            context,
            cookies,
            session,
            user,
            headers,
        }),
        Ok(None) => Err(cookies.remember(login(&context, place, false))),
        Err(broken) => Err(page::broken(&view, &broken)),
    }
}

/// To the hosted pages and back. The code that comes back is exchanged by nobody: its challenge has no verifier.
fn login(context: &RequestContext, place: &str, again: bool) -> Response {
    let challenge = BASE64URL.encode(context.entropy().bytes::<32>());
    let redirect_uri = format!("{}account", context.tenant.issuer());
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query
        .append_pair("client_id", ACCOUNT)
        .append_pair("redirect_uri", &redirect_uri)
        .append_pair("response_type", "code")
        .append_pair("scope", "openid")
        .append_pair("state", place)
        .append_pair("code_challenge", &challenge)
        .append_pair("code_challenge_method", "S256");
    if again {
        query.append_pair("prompt", "login");
    }
    respond::redirect(&format!("/authorize?{}", query.finish()))
}

/// What is answered to somebody who comes back from a login; `None` where nobody does.
pub(super) fn arrived(view: &View<'_>, query: &Parameters) -> Option<Response> {
    let get = |name| query.get(name).ok().flatten();
    if let Some(code) = get("error") {
        let code = code.parse().unwrap_or(ErrorCode::AccessDenied);
        let error = Error::new(403, code);
        let told = get("error_description").unwrap_or("You were not signed in.");
        return Some(page::unreadable(view, error.describe(bounded(told))));
    }
    get("code")?;
    let wanted = get("state").unwrap_or(PATH);
    let place = PLACES.into_iter().find(|place| *place == wanted);
    Some(respond::redirect(place.unwrap_or(PATH)))
}

impl<S: Send + Sync> FromRequestParts<S> for Recent {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Response> {
        let context = RequestContext::from_request_parts(parts, state)
            .await
            .map_err(axum::response::IntoResponse::into_response)?;
        let cookies = BrowserCookies::from_request_parts(parts, state).await?;
        let place = parts.uri.path().to_owned();
        let owner = owner_at(&place, context, cookies, parts.headers.clone()).await?;
        if owner.is_recent() {
            Ok(Self(owner))
        } else {
            Err(owner.log_in_again(&place))
        }
    }
}

impl<S: Send + Sync> FromRequest<S> for Post {
    type Rejection = Response;

    async fn from_request(request: Request, state: &S) -> Result<Self, Response> {
        let (mut parts, body) = request.into_parts();
        let context = RequestContext::from_request_parts(&mut parts, state)
            .await
            .map_err(axum::response::IntoResponse::into_response)?;
        let cookies = BrowserCookies::from_request_parts(&mut parts, state).await?;
        let owner = owner_at(PATH, context, cookies, parts.headers).await?;
        let view = owner.view();
        let bytes = to_bytes(body, MAX_BODY)
            .await
            .map_err(|_| StatusCode::PAYLOAD_TOO_LARGE.into_response())?;
        let form = Parameters::from_form(&bytes).map_err(|error| page::unreadable(&view, error))?;
        let token = form.get("csrf").ok().flatten().unwrap_or_default();
        match transaction::is_form_token(token, FORMS, &owner.cookies.browser, &owner.context) {
            Ok(true) => Ok(Self { owner, form }),
            Ok(false) => Err(page::expired(&view)),
            Err(broken) => Err(page::broken(&view, &broken)),
        }
    }
}

pub(super) fn profile(user: &User) -> AccountProfile {
    let text = |name: &str| user.text(name).unwrap_or_default().to_owned();
    AccountProfile {
        name: text("name"),
        nickname: text("nickname"),
        given_name: text("given_name"),
        family_name: text("family_name"),
    }
}

/// A moment as people read it: to the minute, and where the clock stands.
fn moment(at: Timestamp) -> String {
    let text = at.to_string();
    let minute = text.get(..16).unwrap_or(&text).replace('T', " ");
    format!("{minute} UTC")
}

pub(super) fn factor(method: &Method) -> AccountFactor {
    let kind = match &method.detail {
        Detail::Totp => "factor-otp",
        Detail::RecoveryCode => "factor-recovery-code",
        Detail::Email { .. } => "factor-email",
        Detail::Phone { .. } => "factor-phone",
        Detail::WebauthnRoaming(_) => "factor-webauthn-roaming",
        Detail::WebauthnPlatform(_) => "factor-webauthn-platform",
        Detail::Passkey(_) => "factor-passkey",
    };
    AccountFactor {
        id: method.public_id(),
        kind,
        name: method.name.clone(),
        used: moment(method.last_auth_at.unwrap_or(method.created_at)),
    }
}

pub(super) fn session(record: &Record, here: &Session) -> AccountSession {
    let (agent, _) = shape::user_agent(&record.device.last_user_agent);
    // The log's shape for what isn't known is for machines.
    let agent = agent.replace(" 0.0.0", "");
    let agent = Some(agent).filter(|agent| agent != "Other / Other");
    AccountSession {
        id: record.session.id.clone(),
        agent: agent.unwrap_or_default(),
        ip: record.device.last_ip.clone(),
        seen: moment(record.session.last_seen_at),
        is_here: record.session.id == here.id,
    }
}

pub(super) fn application(application: Application) -> AccountApplication {
    AccountApplication {
        client_id: application.client_id,
        name: application.name,
        scopes: application.scopes,
    }
}
