//! `GET|POST /authorize`.

use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use ostia_identity::authorize;

use crate::error::oauth::Failed;
use crate::error::page;
use crate::extract::{BrowserCookies, PresentedParameters, RequestContext};
use crate::login::respond;

/// Begins an authorization, and goes as far as it can without asking anybody.
pub async fn handle(
    context: RequestContext,
    cookies: BrowserCookies,
    headers: HeaderMap,
    parameters: Result<PresentedParameters, Failed>,
) -> Response {
    let view = respond::View {
        context: &context,
        headers: &headers,
    };
    let parameters = match parameters {
        Ok(PresentedParameters(parameters)) => parameters,
        Err(failed) => return page::unreadable(&view, failed.into_error()).into_response(),
    };
    let response = match authorize::begin(&parameters, &cookies.browser, &context).await {
        Ok(step) => respond::step(&view, step),
        Err(stopped) => page::stopped(&view, stopped),
    };
    cookies.remember(response)
}
