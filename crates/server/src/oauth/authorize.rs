//! `GET|POST /authorize`.

use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use ostia_identity::context::Context;
use ostia_identity::failure::Broken;
use ostia_identity::sessions::Opened;
use ostia_identity::{authorize, cross_origin};
use ostia_protocol::oauth::Parameters;

use crate::error::oauth::Failed;
use crate::error::page;
use crate::extract::{BrowserCookies, PresentedParameters, RequestContext, open_session, verifier};
use crate::login::respond;

/// Begins an authorization, and goes as far as it can without asking anybody.
pub async fn handle(
    context: RequestContext,
    mut cookies: BrowserCookies,
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
    let opened = match ticket(&parameters, &headers, &cookies, &context).await {
        Ok(opened) => opened,
        Err(broken) => return page::broken(&view, &broken),
    };
    if let Some(opened) = &opened {
        cookies.browser.session = Some(opened.session.clone());
        cookies.browser.has_just_logged_in = true;
    }
    let response = match authorize::begin(&parameters, &cookies.browser, &context).await {
        Ok(step) => respond::step(&view, step),
        Err(stopped) => page::stopped(&view, stopped),
    };
    let response = match &opened {
        Some(opened) => open_session(response, opened, context.tenant.settings.session),
        None => response,
    };
    cookies.remember(response)
}

/// The session of somebody who proved who they are on the application's own page, and comes with the ticket for it.
async fn ticket(
    parameters: &Parameters,
    headers: &HeaderMap,
    cookies: &BrowserCookies,
    context: &Context,
) -> Result<Option<Opened>, Broken> {
    let get = |name| parameters.get(name).ok().flatten();
    let (Some(ticket), Some(client_id)) = (get("login_ticket"), get("client_id")) else {
        return Ok(None);
    };
    let Some(verifier) = verifier(headers) else {
        return Ok(None);
    };
    let previous = cookies.browser.session.as_ref();
    cross_origin::open_session(ticket, verifier, client_id, previous, context).await
}
