//! The request's surroundings: which tenant its host names, where it came from, and an id to speak about it.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, LazyLock};

use axum::extract::{ConnectInfo, FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use ostia_identity::context::{Context, Origin};
use ostia_identity::entropy::Entropy;
use ostia_identity::tenants;

use crate::app::App;
use crate::error::{management, oauth};

static CORRELATION_ID: HeaderName = HeaderName::from_static("x-correlation-id");
/// Upstream's limit for a caller's own id.
const MAX_CORRELATION_ID: usize = 64;
const MAX_USER_AGENT: usize = 512;
/// The longest text of an IPv6 address.
const MAX_ADDRESS: usize = 45;
const MAX_AUTH0_CLIENT: usize = 1024;

/// The [`Context`] of this request, as a handler's argument.
#[derive(Clone, Debug)]
pub struct RequestContext(pub Context);

impl std::ops::Deref for RequestContext {
    type Target = Context;

    fn deref(&self) -> &Context {
        &self.0
    }
}

impl<S: Send + Sync> FromRequestParts<S> for RequestContext {
    type Rejection = StatusCode;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, StatusCode> {
        // `resolve` ran before every handler; without it there is nothing to serve.
        parts
            .extensions
            .get::<Self>()
            .cloned()
            .ok_or(StatusCode::INTERNAL_SERVER_ERROR)
    }
}

/// Middleware: finds the tenant that the host names and puts the [`RequestContext`] where handlers find it.
pub async fn resolve(State(app): State<Arc<App>>, mut request: Request, next: Next) -> Response {
    let origin = origin(&request, &app);
    let correlation_id = HeaderValue::from_str(&origin.correlation_id);
    let host = host(&request).unwrap_or_default();
    if request
        .headers()
        .get_all(header::HOST)
        .iter()
        .nth(1)
        .is_some()
    {
        // RFC 9112 §3.2: which of them would name the tenant?
        return (
            StatusCode::BAD_REQUEST,
            "The request has two Host headers.\n",
        )
            .into_response();
    }
    let mut response = match tenants::find_by_domain(&host, &app.platform).await {
        Ok(Some(tenant)) => {
            let context = Context::new(app.platform.clone(), tenant, origin);
            request.extensions_mut().insert(RequestContext(context));
            next.run(request).await
        }
        Ok(None) => unknown_host(&host),
        Err(broken) if request.uri().path().starts_with("/api/v2/") => {
            management::Failed::from(broken).into_response()
        }
        Err(broken) => oauth::Failed::from(broken).into_response(),
    };
    if let Ok(correlation_id) = correlation_id {
        response
            .headers_mut()
            .insert(CORRELATION_ID.clone(), correlation_id);
    }
    response
}

fn unknown_host(host: &str) -> Response {
    let known: String = host
        .chars()
        .filter(char::is_ascii_graphic)
        .take(255)
        .collect();
    let text = format!(
        "No tenant is served at {known}. Check the address, or the domain that the server was started with.\n"
    );
    (
        StatusCode::NOT_FOUND,
        [(header::CONTENT_TYPE, "text/plain; charset=utf-8")],
        text,
    )
        .into_response()
}

/// HTTP/2 has the host in the URI, HTTP/1.1 in a header.
fn host(request: &Request) -> Option<String> {
    let authority = request
        .uri()
        .authority()
        .map(|authority| authority.as_str().to_owned());
    authority
        .or_else(|| text(request.headers(), &header::HOST, 255))
        .map(|host| without_default_port(&host))
}

fn without_default_port(host: &str) -> String {
    host.strip_suffix(":443").unwrap_or(host).to_owned()
}

fn origin(request: &Request, app: &App) -> Origin {
    let headers = request.headers();
    let peer = request
        .extensions()
        .get::<ConnectInfo<SocketAddr>>()
        .map(|info| info.0.ip().to_canonical());
    let forwarded = app
        .trusts_forwarded_headers
        .then(|| {
            headers
                .get("x-forwarded-for")?
                .to_str()
                .ok()?
                .rsplit(',')
                .next()?
                .trim()
                .parse()
                .ok()
        })
        .flatten();
    let given = text(headers, &CORRELATION_ID, MAX_CORRELATION_ID)
        .filter(|id| id.bytes().all(|byte| byte.is_ascii_graphic()));
    let on_behalf_of = text(
        headers,
        &HeaderName::from_static("auth0-forwarded-for"),
        MAX_ADDRESS,
    );
    Origin {
        ip: forwarded.or(peer),
        on_behalf_of: on_behalf_of.and_then(|address| address.trim().parse().ok()),
        user_agent: text(headers, &header::USER_AGENT, MAX_USER_AGENT).unwrap_or_default(),
        auth0_client: text(
            headers,
            &HeaderName::from_static("auth0-client"),
            MAX_AUTH0_CLIENT,
        ),
        correlation_id: given.unwrap_or_else(correlation_id),
    }
}

/// Unlike any other for as long as the process lives, and unlikely to be another process's. It protects nothing.
fn correlation_id() -> String {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    static PROCESS: LazyLock<u32> = LazyLock::new(|| u32::from_be_bytes(Entropy::system().bytes()));
    format!(
        "{:08x}{:08x}",
        *PROCESS,
        NEXT.fetch_add(1, Ordering::Relaxed)
    )
}

/// A header as text; absent where it is too long to be meant well.
fn text(headers: &HeaderMap, name: &HeaderName, max: usize) -> Option<String> {
    let value = headers.get(name)?.to_str().ok()?;
    (value.len() <= max).then(|| value.to_owned())
}
