//! `/dashboard`: a single-page application that is part of the binary. It has no endpoint of its own: it logs in as any
//! application does and works through the Management API.

use std::io::Read as _;
use std::sync::Arc;

use axum::Router;
use axum::extract::Path;
use axum::http::uri::PathAndQuery;
use axum::http::{HeaderMap, HeaderName, StatusCode, Uri, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use flate2::read::GzDecoder;
use ostia_identity::provisioning::{self, DASHBOARD_PATH};

use crate::app::App;
use crate::error::log_broken;
use crate::extract::RequestContext;
use crate::pages::{IMMUTABLE, Nonce};

include!(concat!(env!("OUT_DIR"), "/dashboard.rs"));

/// What stands in its place where it was not built.
const NOT_BUILT: &str = include_str!("../templates/dashboard/not_built.html");

/// A built file, whose name changes with its content.
struct File {
    name: &'static str,
    brotli: &'static [u8],
    gzip: &'static [u8],
}

/// Whether it is part of this binary.
pub const IS_BUILT: bool = PAGE.is_some();

/// Every path below `/dashboard` is a view of the application, except for its files.
pub fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/dashboard", get(page))
        .route("/dashboard/", get(page))
        .route("/dashboard/assets/{name}", get(asset))
        .route("/dashboard/{*view}", get(page))
}

/// The page, told which client it is and under which number its styles may be written. It is at the tenant's own domain,
/// where its callback is registered and the Management API has its name; custom domains lead there.
async fn page(context: RequestContext, uri: Uri) -> Response {
    let tenant = &context.tenant;
    if tenant.host != tenant.domain {
        let view = uri
            .path_and_query()
            .map_or(DASHBOARD_PATH, PathAndQuery::as_str);
        return Redirect::to(&format!("https://{}{view}", tenant.domain)).into_response();
    }
    let Some(page) = PAGE else {
        let policy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";
        return (StatusCode::NOT_FOUND, headers(policy), NOT_BUILT).into_response();
    };
    let client_id = match provisioning::dashboard_client_id(&context) {
        Ok(id) => id,
        Err(broken) => {
            log_broken(&broken);
            return StatusCode::INTERNAL_SERVER_ERROR.into_response();
        }
    };
    let nonce = Nonce::from_bytes(context.entropy().bytes()).to_string();
    let page = page
        .replace("__CLIENT_ID__", client_id.as_str())
        .replace("__NONCE__", &nonce);
    (headers(&policy(&nonce)), page).into_response()
}

/// Nothing from another host, and no style without the number: the component library writes a few of its own. Logging in
/// again without a page happens in a frame of this origin.
fn policy(nonce: &str) -> String {
    format!(
        "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-{nonce}'; img-src 'self' data:; \
         font-src 'self'; connect-src 'self'; frame-src 'self'; form-action 'none'; base-uri 'none'; \
         frame-ancestors 'none'"
    )
}

fn headers(policy: &str) -> [(HeaderName, String); 6] {
    [
        (header::CONTENT_TYPE, "text/html; charset=utf-8".to_owned()),
        (header::CONTENT_SECURITY_POLICY, policy.to_owned()),
        (header::CACHE_CONTROL, "no-store".to_owned()),
        (header::REFERRER_POLICY, "no-referrer".to_owned()),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
        (header::X_FRAME_OPTIONS, "DENY".to_owned()),
    ]
}

async fn asset(Path(name): Path<String>, headers: HeaderMap) -> Response {
    let Some(file) = FILES.iter().find(|file| file.name == name) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let common = [
        (header::CONTENT_TYPE, content_type(file.name)),
        (header::CACHE_CONTROL, IMMUTABLE),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::VARY, "Accept-Encoding"),
    ];
    let takes = |coding: &str| accepts(&headers, coding);
    if takes("br") {
        (common, [(header::CONTENT_ENCODING, "br")], file.brotli).into_response()
    } else if takes("gzip") {
        (common, [(header::CONTENT_ENCODING, "gzip")], file.gzip).into_response()
    } else {
        match plain(file) {
            Ok(bytes) => (common, bytes).into_response(),
            Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
        }
    }
}

/// For programs that know no compression: browsers all do.
fn plain(file: &File) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    GzDecoder::new(file.gzip).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Whether a request names a coding, and not to refuse it (RFC 9110 §12.5.3).
fn accepts(headers: &HeaderMap, coding: &str) -> bool {
    let values = headers.get_all(header::ACCEPT_ENCODING).iter();
    values
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|offered| {
            let mut parts = offered.split(';').map(str::trim);
            let named = parts
                .next()
                .is_some_and(|name| name.eq_ignore_ascii_case(coding));
            let refused = parts
                .filter_map(|part| part.strip_prefix("q="))
                .any(|weight| weight.parse() == Ok(0.0));
            named && !refused
        })
}

fn content_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map(|(_, extension)| extension) {
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("json") => "application/json",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[test]
    fn codings() {
        let table = [
            ("gzip, deflate, br", true),
            ("BR;q=1", true),
            ("gzip", false),
            ("br;q=0", false),
            ("br; q=0.000, gzip", false),
            ("", false),
        ];
        for (value, expected) in table {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static(value));
            assert_eq!(accepts(&headers, "br"), expected, "{value}");
        }
    }

    #[test]
    fn types() {
        assert_eq!(
            content_type("index-abc.js"),
            "text/javascript; charset=utf-8"
        );
        assert_eq!(content_type("strange"), "application/octet-stream");
    }
}
