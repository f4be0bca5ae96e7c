//! `/usernamepassword/login` and its way back: how the classic hosted page logs in (`auth0-js` and Lock on the tenant's
//! own domain). Credentials become a form that posts itself to `/login/callback` (reference/authentication.md §3.16).

use axum::extract::Request;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use ostia_identity::context::Context;
use ostia_identity::cross_origin::{self, Credentials, Denial, Page, Proving};
use ostia_identity::failure::Broken;
use ostia_identity::login::{Screen, transaction};
use ostia_protocol::auth0::authentication_error::{Error, StoreError};
use ostia_protocol::oauth::{Parameters, Secret};
use serde_json::{Map, Value, json};

use super::body::{read, text};
use super::cross_origin::{foreign, log_foreign, origin, readable};
use crate::error::authentication::Failed;
use crate::error::page;
use crate::extract::{BrowserCookies, RequestContext, keep_verifier, verifier};
use crate::login::entry::{authenticated, enabled};
use crate::login::respond::{self, View};
use crate::login::screens::Visit;
use crate::pages::HiddenFormPage;

/// What of the body does not go on to `/authorize`: the credentials, and what only this page needed.
const STAYS: [&str; 11] = [
    "username",
    "email",
    "password",
    "realm",
    "tenant",
    "strategy",
    "captcha",
    "sso",
    "login_ticket",
    "_csrf",
    "_intstate",
];
/// How many parameters go on, and how long each may be.
const MOST: usize = 40;
const LONGEST: usize = 4_096;

/// `POST /usernamepassword/login`
pub async fn login(context: RequestContext, headers: HeaderMap, request: Request) -> Response {
    let origin = headers.get(header::ORIGIN).cloned();
    match attempt(&context, &headers, request).await {
        Ok(Some(response)) => readable(response, origin.as_ref()),
        Ok(None) => foreign(&headers),
        Err(failed) => readable(failed.into_response(), origin.as_ref()),
    }
}

/// `None` where the page is neither ours nor the client's.
async fn attempt(
    context: &Context,
    headers: &HeaderMap,
    request: Request,
) -> Result<Option<Response>, Failed> {
    let body = read(request).await.map_err(Error::invalid_request)?;
    let unknown = || Error::invalid_request("Unknown client");
    let client_id = text(&body, "client_id").ok_or_else(unknown)?;
    let client = cross_origin::find(&client_id, context).await?;
    let client = client.ok_or_else(unknown)?;
    let origin = origin(headers);
    if !cross_origin::may_log_in(&client, origin, context) {
        log_foreign(&client, headers, context);
        return Ok(None);
    }
    let missing = |name: &str| Error::invalid_request(format!("missing {name} parameter"));
    let username = text(&body, "username").or_else(|| text(&body, "email"));
    let password = body.get("password").and_then(Value::as_str);
    let credentials = Credentials {
        username: username.ok_or_else(|| missing("username"))?,
        secret: Proving::Password(Secret::new(
            password
                .filter(|password| !password.is_empty())
                .ok_or_else(|| missing("password"))?,
        )),
        realm: text(&body, "connection").or_else(|| text(&body, "realm")),
    };
    let proved = cross_origin::prove(&credentials, &client, context).await?;
    let proved = proved.map_err(|denial| denied(&denial))?;
    let page = Page {
        client,
        origin: origin.to_owned(),
    };
    let issued = cross_origin::ticket(&proved, &page, context).await?;
    let form = HiddenFormPage {
        chrome: respond::chrome(&View { context, headers }, None, &[]),
        action: format!("{}login/callback", context.tenant.issuer()),
        fields: vec![
            ("wa", "wsignin1.0".to_owned()),
            ("wresult", issued.ticket),
            ("wctx", surroundings(&body, &proved.1.name, context)),
        ],
    };
    let response = respond::page(StatusCode::OK, &form);
    Ok(Some(keep_verifier(response, &issued.verifier)))
}

/// `wctx`: the authorization request that is to go on, as JSON.
fn surroundings(body: &Map<String, Value>, connection: &str, context: &Context) -> String {
    let mut members = json!({
        "strategy": "auth0", "tenant": context.tenant.id, "connection": connection,
    });
    let kept = body.iter().filter_map(|(name, value)| {
        let value = value.as_str()?;
        let fits = name.len() <= LONGEST && value.len() <= LONGEST;
        (fits && !STAYS.contains(&name.as_str())).then(|| (name.clone(), json!(value)))
    });
    for (name, value) in kept.take(MOST) {
        members[name] = value;
    }
    members.to_string()
}

/// In the shape of the user store's errors, as Lock reads them.
fn denied(denial: &Denial) -> Error {
    let (status, code, text) = match denial {
        Denial::UnknownRealm(_) | Denial::NoDatabase => return Error::connection_not_found(),
        Denial::WrongPassword | Denial::WrongCode(_) | Denial::GrantNotAllowed => {
            (401, "invalid_user_password", denial.words().1)
        }
        Denial::Blocked => (401, "unauthorized", "user is blocked".to_owned()),
        Denial::Leaked => (401, "password_leaked", denial.words().1),
        Denial::Suspicious => (401, "requires_verification", denial.words().1),
        Denial::Limited(_) => (429, "too_many_attempts", denial.words().1),
    };
    Error::Store(Box::new(StoreError {
        name: Some("ValidationError"),
        message: None,
        code: code.into(),
        description: text.into(),
        policy: None,
        status,
    }))
}

/// `POST /login/callback` with `wa`: the form came back. `state` names a login that waits, or is the application's own:
/// then the request that `wctx` tells goes on at `/authorize`.
pub async fn callback(
    context: RequestContext,
    cookies: BrowserCookies,
    headers: HeaderMap,
    form: &Parameters,
) -> Response {
    let view = View {
        context: &context,
        headers: &headers,
    };
    let get = |name| form.get(name).ok().flatten();
    let (Some(ticket), Some(wctx)) = (get("wresult"), get("wctx")) else {
        return page::expired(&view);
    };
    let Ok(Value::Object(request)) = ostia_protocol::auth0::json::parse(wctx.as_bytes()) else {
        return page::expired(&view);
    };
    let state = text(&request, "state").unwrap_or_default();
    let client_id = text(&request, "client_id").unwrap_or_default();
    match transaction::find(&state, &cookies.browser, &context).await {
        Ok(Some(waiting)) if waiting.client.id.as_str() == client_id => {
            let visit = Visit::returning(waiting, context.clone(), cookies, headers.clone()).await;
            match visit {
                Ok(visit) => finish(visit, ticket, &headers).await,
                Err(broken) => page::broken(&view, &broken),
            }
        }
        Ok(_) => go_on(&request, ticket),
        Err(broken) => page::broken(&view, &broken),
    }
}

async fn finish(visit: Visit, ticket: &str, headers: &HeaderMap) -> Response {
    if let Err(elsewhere) = visit.expect(Screen::Login).await {
        return elsewhere;
    }
    match redeem(&visit, ticket, headers).await {
        Ok(Some((user, connection))) => authenticated(visit, &user, &connection).await,
        Ok(None) => page::expired(&visit.view()),
        Err(broken) => page::broken(&visit.view(), &broken),
    }
}

/// Who the ticket lets in, where this login can go through that connection.
async fn redeem(
    visit: &Visit,
    ticket: &str,
    headers: &HeaderMap,
) -> Result<
    Option<(
        ostia_identity::users::User,
        ostia_identity::connections::Connection,
    )>,
    Broken,
> {
    let Some(verifier) = verifier(headers) else {
        return Ok(None);
    };
    let client_id = visit.transaction.client.id.as_str();
    let proved = cross_origin::redeem(ticket, verifier, client_id, &visit.context).await?;
    let enabled = enabled(visit).await?;
    Ok(proved.filter(|(_, through)| enabled.iter().any(|known| known.id == through.id)))
}

fn go_on(request: &Map<String, Value>, ticket: &str) -> Response {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    for (name, value) in request.iter().take(MOST) {
        if let (Some(value), false) = (value.as_str(), STAYS.contains(&name.as_str())) {
            query.append_pair(name, value);
        }
    }
    query.append_pair("login_ticket", ticket);
    let mut response = respond::redirect(&format!("/authorize?{}", query.finish()));
    *response.status_mut() = StatusCode::SEE_OTHER;
    response
}
