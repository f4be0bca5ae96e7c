//! `/try`: a single-page application of forty lines that logs in with the code flow and shows what it got. Only
//! `ostia dev` serves it.

use axum::Router;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use ostia_identity::provisioning::{Samples, TRY_PATH};

const PAGE: &str = include_str!("../../../templates/dev/try.html");
const SCRIPT: &str = include_str!("../../../templates/dev/try.js");
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; connect-src 'self'; \
                      base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

pub fn router(samples: &Samples) -> Router {
    let page = PAGE
        .replace("{client_id}", samples.spa.client_id.as_str())
        .replace("{audience}", &samples.audience);
    Router::new()
        .route(
            TRY_PATH,
            get(move || async move { served("text/html; charset=utf-8", page) }),
        )
        .route(
            "/try.js",
            get(|| async { served("text/javascript; charset=utf-8", SCRIPT) }),
        )
}

fn served(content_type: &'static str, body: impl IntoResponse) -> Response {
    let headers = [
        (header::CONTENT_TYPE, content_type),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::CACHE_CONTROL, "no-store"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    (headers, body).into_response()
}
