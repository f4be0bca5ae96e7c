//! Previews of screens: made by the Management API from a draft, and looked at under an address of their own.

use axum::extract::Path;
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::{Html, IntoResponse, Response};
use ostia_identity::branding::{Look, preview};
use ostia_identity::context::Context;

use super::respond;
use crate::error::log_broken;
use crate::extract::RequestContext;
use crate::pages::{Application, Ownership, preview_headers, sample, theme_css};

/// A screen as it would be, and what was wrong with the tenant's own markup.
#[derive(Debug)]
pub struct Drawn {
    /// The document.
    pub html: String,
    /// Why markup of the tenant's own is missing in it.
    pub problem: Option<String>,
}

/// Draws a screen in a look; `None` where there is no sample of it.
pub fn draw(
    place: [&str; 2],
    look: &Look,
    language: &'static str,
    context: &Context,
) -> Option<Drawn> {
    const NAME: &str = "Photo Printer";
    let tenant = &context.tenant;
    let mut chrome = respond::dressed(look, None, language, tenant);
    chrome.application = Some(Application {
        name: NAME.to_owned(),
        ownership: Ownership::FirstParty,
        logo: None,
    });
    let failure = chrome.own.as_mut().map(|own| {
        let application = serde_json::json!({ "id": "sample", "name": NAME, "metadata": {} });
        own.set("application", &application);
        own.set("state", &"sample".into());
        own.failure()
    });
    let (theme, css) = (chrome.branding.theme_url(None), theme_css(&chrome.branding));
    let html = sample(place, chrome)?.render();
    // What isn't stored has no address yet.
    let html = match theme {
        Some(address) => html.replace(
            &format!("<link rel=\"stylesheet\" href=\"{address}\">"),
            &format!("<style>{css}</style>"),
        ),
        None => html,
    };
    // A frame that may run nothing may not take the focus either, and browsers say so.
    let html = html.replace(" autofocus", "");
    let problem = failure.and_then(|failure| failure.get().cloned());
    Some(Drawn { html, problem })
}

/// `/u/preview/{token}`
pub async fn get(context: RequestContext, Path(token): Path<String>) -> Response {
    match preview::find(&token, &context).await {
        Ok(Some(html)) => {
            let mut response = Html(html).into_response();
            for (name, value) in preview_headers() {
                if let Ok(value) = HeaderValue::from_str(&value) {
                    let headers = response.headers_mut();
                    headers.insert(HeaderName::from_static(name), value);
                }
            }
            response
        }
        Ok(None) => StatusCode::NOT_FOUND.into_response(),
        Err(broken) => {
            log_broken(&broken);
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
    }
}
