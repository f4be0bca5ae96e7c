//! Style and mark of the hosted pages: part of the binary, cached for ever under the address that names their content.

use axum::extract::Path;
use axum::http::{StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};

use super::respond::branding;
use crate::extract::RequestContext;
use crate::pages::{ASSETS, IMMUTABLE, MARK, REVALIDATE, theme_css};

/// `/u/assets/{name}`.
pub async fn get(Path(name): Path<String>, uri: Uri) -> Response {
    let path = format!("/u/assets/{name}");
    let Some(asset) = ASSETS.iter().find(|asset| asset.path == path) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let is_current = asset.url()
        == uri
            .path_and_query()
            .map(ToString::to_string)
            .unwrap_or_default();
    let caching = if is_current { IMMUTABLE } else { REVALIDATE };
    (
        [
            (header::CONTENT_TYPE, asset.content_type),
            (header::CACHE_CONTROL, caching),
        ],
        asset.bytes,
    )
        .into_response()
}

/// `/favicon.ico`.
pub async fn favicon() -> Response {
    (
        [
            (header::CONTENT_TYPE, MARK.content_type),
            (header::CACHE_CONTROL, REVALIDATE),
        ],
        MARK.bytes,
    )
        .into_response()
}

/// `/u/theme.css`: the tenant's colours.
pub async fn theme(context: RequestContext) -> Response {
    let css = theme_css(&branding(&context.tenant));
    (
        [
            (header::CONTENT_TYPE, "text/css; charset=utf-8"),
            (header::CACHE_CONTROL, IMMUTABLE),
        ],
        css,
    )
        .into_response()
}
