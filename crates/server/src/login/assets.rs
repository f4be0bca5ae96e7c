//! Style and mark of the hosted pages: part of the binary, cached for ever under the address that names their content.

use axum::extract::Path;
use axum::http::{StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use ostia_identity::organizations;

use super::respond::branding;
use crate::error::log_broken;
use crate::extract::{QueryPairs, RequestContext};
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

/// `/u/theme.css`: the tenant's colours, or an organization's.
pub async fn theme(context: RequestContext, query: QueryPairs) -> Response {
    let branding = branding(&context.tenant.look, &context.tenant);
    let organization = match query.get("organization") {
        Some(id) => organizations::find(id, &context).await,
        None => Ok(None),
    };
    let branding = match organization {
        Ok(Some(organization)) => branding.with_organization(organization.branding()),
        Ok(None) => branding,
        // Without its style a page is plain, and works.
        Err(broken) => {
            log_broken(&broken);
            return StatusCode::SERVICE_UNAVAILABLE.into_response();
        }
    };
    let css = theme_css(&branding);
    (
        [
            (header::CONTENT_TYPE, "text/css; charset=utf-8"),
            (header::CACHE_CONTROL, IMMUTABLE),
        ],
        css,
    )
        .into_response()
}
