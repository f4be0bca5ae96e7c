//! `/docs/api`: the Management API to browse and to try, drawn by a library from its `OpenAPI` document.

use std::sync::{Arc, LazyLock};

use axum::Router;
use axum::http::{HeaderName, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use crate::app::App;
use crate::pages::version;

include!(concat!(env!("OUT_DIR"), "/explorer.rs"));

const PAGE: &str = include_str!("../templates/explorer/page.html");
const MISSING: &str = include_str!("../templates/explorer/missing.html");
const SCRIPT: &str = include_str!("../templates/explorer/explorer.js");
const STYLE: &str = include_str!("../templates/explorer/explorer.css");

/// Scripts of ours alone, and requests to this host alone, so that a token typed in here can't leave. The library
/// writes its style sheets into the page.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; \
                      font-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; \
                      frame-ancestors 'none'";

/// The library is a megabyte: browsers keep it for as long as its address doesn't change.
static LIBRARY_VERSION: LazyLock<String> =
    LazyLock::new(|| format!("{:016x}", version(LIBRARY.unwrap_or_default())));

/// The page and what it loads.
pub fn router() -> Router<Arc<App>> {
    Router::new()
        .route("/docs/api", get(page))
        .route("/docs/api/library.js", get(library))
        .route(
            "/docs/api/explorer.js",
            get(async || asset("text/javascript; charset=utf-8", SCRIPT)),
        )
        .route(
            "/docs/api/explorer.css",
            get(async || asset("text/css; charset=utf-8", STYLE)),
        )
}

async fn page() -> Response {
    let text = match LIBRARY {
        Some(_) => PAGE.replace("{version}", &LIBRARY_VERSION),
        None => MISSING.to_owned(),
    };
    let headers = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::CACHE_CONTROL, "no-cache"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
    ];
    (headers, text).into_response()
}

async fn library() -> Response {
    let Some(library) = LIBRARY else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let headers: [(HeaderName, &str); 4] = [
        (header::CONTENT_TYPE, "text/javascript; charset=utf-8"),
        (header::CONTENT_ENCODING, "gzip"),
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    (headers, library).into_response()
}

fn asset(content_type: &'static str, text: &'static str) -> Response {
    let headers = [
        (header::CONTENT_TYPE, content_type),
        (header::CACHE_CONTROL, "no-cache"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    (headers, text).into_response()
}
