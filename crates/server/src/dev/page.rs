//! The page of the controls.

use axum::http::header;
use axum::response::{IntoResponse, Response};

const PAGE: &str = include_str!("../../templates/dev/controls.html");
const SCRIPT: &str = include_str!("../../templates/dev/controls.js");
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'unsafe-inline'; img-src 'self'; \
                      connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// `GET /dev`
pub async fn page() -> Response {
    served("text/html; charset=utf-8", PAGE)
}

/// `GET /dev/controls.js`
pub async fn script() -> Response {
    served("text/javascript; charset=utf-8", SCRIPT)
}

fn served(content_type: &'static str, body: &'static str) -> Response {
    let headers = [
        (header::CONTENT_TYPE, content_type),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::CACHE_CONTROL, "no-store"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    (headers, body).into_response()
}
