//! `/co/authenticate`: credentials that were typed on an application's own page (reference/authentication.md §3.16).

use axum::Json;
use axum::body::to_bytes;
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use ostia_identity::clients::Client;
use ostia_identity::context::Context;
use ostia_identity::cross_origin::{self, Credentials, Denial, Page, Proving};
use ostia_identity::logs::bounded;
use ostia_protocol::auth0::authentication_error::{EndpointError, Error};
use ostia_protocol::auth0::{ids, json};
use ostia_protocol::oauth::{GrantType, Secret};
use serde_json::{Map, Value, json};

use crate::error::authentication::Failed;
use crate::extract::{RequestContext, keep_verifier};

/// The longest body, in bytes: anybody may send it.
const MAX_BODY: usize = 16 * 1024;

/// What a page may send.
const ALLOWED_HEADERS: &str = "Content-Type, Auth0-Client, X-Request-Language";

const PASSWORD: &str = "password";

/// A preflight: which pages may read the answer, the answer says.
pub async fn preflight(headers: HeaderMap) -> Response {
    let allowed = [
        (header::ACCESS_CONTROL_ALLOW_METHODS, "POST, OPTIONS"),
        (header::ACCESS_CONTROL_ALLOW_HEADERS, ALLOWED_HEADERS),
        (header::ACCESS_CONTROL_MAX_AGE, "600"),
    ];
    readable(
        (StatusCode::NO_CONTENT, allowed).into_response(),
        headers.get(header::ORIGIN),
    )
}

/// Lets the page of an origin read an answer that came with cookies.
pub fn readable(mut response: Response, origin: Option<&HeaderValue>) -> Response {
    let headers = response.headers_mut();
    headers.append(header::VARY, HeaderValue::from_static("Origin"));
    if let Some(origin) = origin {
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin.clone());
        headers.insert(
            header::ACCESS_CONTROL_ALLOW_CREDENTIALS,
            HeaderValue::from_static("true"),
        );
    }
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// `POST /co/authenticate`
pub async fn authenticate(
    context: RequestContext,
    headers: HeaderMap,
    request: Request,
) -> Response {
    let origin = headers.get(header::ORIGIN).cloned();
    match attempt(&context, &headers, request).await {
        Ok(response) => readable(response, origin.as_ref()),
        Err(Denied::Origin) => foreign(&headers),
        Err(Denied::Failed(failed)) => readable(failed.into_response(), origin.as_ref()),
    }
}

enum Denied {
    Origin,
    Failed(Failed),
}

impl<E: Into<Failed>> From<E> for Denied {
    fn from(error: E) -> Self {
        Self::Failed(error.into())
    }
}

async fn attempt(
    context: &Context,
    headers: &HeaderMap,
    request: Request,
) -> Result<Response, Denied> {
    let body = read(request).await?;
    let client = match text(&body, "client_id") {
        Some(client_id) => cross_origin::client(client_id, context).await?,
        None => return Err(incomplete(PASSWORD).into()),
    };
    let client = client.ok_or_else(|| {
        let text = "Cross origin login not allowed.";
        refused(401, "unauthorized_client", text)
    })?;
    let origin = origin(headers);
    if !client.has_origin(origin) {
        log_foreign(&client, headers, context);
        return Err(Denied::Origin);
    }
    let credentials = credentials(&body)?;
    let page = Page {
        client,
        origin: origin.to_owned(),
    };
    let issued = cross_origin::authenticate(&credentials, &page, context).await?;
    let issued = issued.map_err(|denial| denied(&denial))?;
    let answer = Json(json!({
        "login_ticket": issued.ticket,
        "co_verifier": issued.verifier,
        "co_id": ids::token(context.entropy(), 8),
    }));
    Ok(keep_verifier(answer.into_response(), &issued.verifier))
}

/// Where a page is, as its browser says. Empty where it says nothing, or something that is no text.
pub fn origin(headers: &HeaderMap) -> &str {
    let origin = headers.get(header::ORIGIN);
    origin
        .and_then(|origin| origin.to_str().ok())
        .unwrap_or_default()
}

/// Notes that a page may not log people in.
pub fn log_foreign(client: &Client, headers: &HeaderMap, context: &Context) {
    let origin = origin(headers);
    cross_origin::log_foreign_page(client, origin, &context.tenant.host, context);
}

/// The answer to a page that may not log people in, which it can't read.
pub fn foreign(headers: &HeaderMap) -> Response {
    let text = format!("Origin {} is not allowed.", bounded(origin(headers)));
    let headers = [(header::CONTENT_TYPE, "text/plain; charset=utf-8")];
    (StatusCode::FORBIDDEN, headers, text).into_response()
}

/// `client_id`, `credential_type`, `username`, what proves it, and for all but the plainest kind the realm; nothing else.
fn credentials(body: &Map<String, Value>) -> Result<Credentials, Error> {
    let kind = text(body, "credential_type").ok_or_else(|| incomplete(PASSWORD))?;
    let code = GrantType::PasswordlessOtp.as_str();
    let proof = if kind == PASSWORD || kind == GrantType::PasswordRealm.as_str() {
        "password"
    } else if kind == code {
        "otp"
    } else {
        let text = "Unknown credential type parameter.";
        return Err(refused(400, "unsupported_credential_type", text));
    };
    let mut members = vec!["client_id", "credential_type", "username", proof];
    if kind != PASSWORD {
        members.push("realm");
    }
    let get = |name| text(body, name).ok_or_else(|| incomplete(kind));
    let has_more = body.keys().any(|name| !members.contains(&name.as_str()));
    if has_more {
        return Err(incomplete(kind));
    }
    let secret = Secret::new(get(proof)?);
    Ok(Credentials {
        username: get("username")?.trim().to_owned(),
        secret: if kind == code {
            Proving::Code(secret)
        } else {
            Proving::Password(secret)
        },
        realm: match kind {
            PASSWORD => None,
            _ => Some(get("realm")?.to_owned()),
        },
    })
}

fn text<'a>(body: &'a Map<String, Value>, name: &str) -> Option<&'a str> {
    let text = body.get(name)?.as_str()?;
    (!text.is_empty()).then_some(text)
}

fn incomplete(kind: &str) -> Error {
    let members = if kind == PASSWORD {
        "client_id, credential_type, username, password"
    } else if kind == GrantType::PasswordlessOtp.as_str() {
        "client_id, credential_type, username, otp, realm"
    } else {
        "client_id, credential_type, username, password, realm"
    };
    let text = format!("Invalid request body. All and only of {members} are required.");
    refused(400, "invalid_request", text)
}

fn denied(denial: &Denial) -> Error {
    let status = match denial {
        Denial::WrongPassword
        | Denial::WrongCode(_)
        | Denial::Blocked
        | Denial::NoDatabase
        | Denial::GrantNotAllowed => 403,
        Denial::Leaked | Denial::Suspicious => 401,
        Denial::Limited(_) => 429,
        Denial::UnknownRealm(_) => 400,
    };
    let (error, text) = denial.words();
    refused(status, error, text)
}

fn refused(status: u16, error: &'static str, description: impl Into<String>) -> Error {
    Error::Endpoint(EndpointError {
        error: error.into(),
        description: Some(description.into().into()),
        status,
    })
}

async fn read(request: Request) -> Result<Map<String, Value>, Failed> {
    let bytes = to_bytes(request.into_body(), MAX_BODY).await;
    match bytes.map(|bytes| json::parse(&bytes)) {
        Ok(Ok(Value::Object(members))) => Ok(members),
        _ => Err(incomplete(PASSWORD).into()),
    }
}
