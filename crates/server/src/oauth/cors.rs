//! Which web pages may call the endpoints that browsers call (reference/local-clients.md, 14).

use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use ostia_identity::clients::Client;

/// What a page may send: the SDKs send `Auth0-Client` with every call.
const ALLOWED_HEADERS: &str =
    "Authorization, Content-Type, Auth0-Client, DPoP, X-Requested-With, X-Correlation-ID";
const EXPOSED_HEADERS: &str =
    "DPoP-Nonce, WWW-Authenticate, X-RateLimit-Limit, X-RateLimit-Remaining, X-RateLimit-Reset";

/// Middleware: answers preflights, and lets any page read what carries no cookie and proves itself by a token.
/// An endpoint that knows its client narrows this down with [`narrow`].
pub async fn allow(request: Request, next: Next) -> Response {
    let Some(origin) = request.headers().get(header::ORIGIN).cloned() else {
        return next.run(request).await;
    };
    let is_preflight = request.method() == Method::OPTIONS
        && request
            .headers()
            .contains_key(header::ACCESS_CONTROL_REQUEST_METHOD);
    let response = if is_preflight {
        preflight()
    } else {
        next.run(request).await
    };
    open(response, origin)
}

/// Lets a page of this origin read the response, unless [`narrow`] says otherwise.
pub fn open(mut response: Response, origin: HeaderValue) -> Response {
    let is_refused = response.extensions().get::<ForeignOrigin>().is_some();
    let headers = response.headers_mut();
    headers.append(header::VARY, HeaderValue::from_static("Origin"));
    if !is_refused {
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        headers.insert(
            header::ACCESS_CONTROL_EXPOSE_HEADERS,
            HeaderValue::from_static(EXPOSED_HEADERS),
        );
    }
    response
}

fn preflight() -> Response {
    let headers = [
        (
            header::ACCESS_CONTROL_ALLOW_METHODS,
            "GET, POST, DELETE, OPTIONS",
        ),
        (header::ACCESS_CONTROL_ALLOW_HEADERS, ALLOWED_HEADERS),
        (header::ACCESS_CONTROL_MAX_AGE, "600"),
    ];
    (StatusCode::NO_CONTENT, headers).into_response()
}

/// Marks a response that the calling page must not read.
#[derive(Clone, Copy, Debug)]
struct ForeignOrigin;

/// Keeps the response from pages that are none of the client's.
pub fn narrow(mut response: Response, client: &Client, request_headers: &HeaderMap) -> Response {
    let origin = request_headers
        .get(header::ORIGIN)
        .and_then(|value| value.to_str().ok());
    if origin.is_some_and(|origin| !client.has_origin(origin)) {
        response.extensions_mut().insert(ForeignOrigin);
    }
    response
}
