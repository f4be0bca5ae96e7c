//! The browser at the other end: its id and its session, from cookies.

use axum::extract::FromRequestParts;
use axum::http::header::{COOKIE, SET_COOKIE};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue};
use axum::response::{IntoResponse, Response};
use ostia_identity::login::Browser;
use ostia_identity::sessions::{self, Opened};
use ostia_identity::tenants::SessionLimits;
use ostia_protocol::auth0::ids;

use super::RequestContext;
use crate::error::page;
use crate::login::respond::View;

/// `SameSite=None`: silent sign-in comes from an application's frame (reference/local-clients.md, 8).
const SESSION: &str = "__Host-ostia-session";
/// `SameSite=Lax`: forms are posted from our own pages.
const BROWSER: &str = "__Host-ostia-browser";
/// `SameSite=None`: an application's page gets it, and `/authorize` reads it.
const VERIFIER: &str = "__Host-ostia-co";
/// A longer cookie is none of ours.
const MAX_COOKIE: usize = 200;
/// Chromium's limit for a cookie's age, in seconds.
const MAX_AGE: i64 = 400 * 86_400;

/// The browser, and whether it has been told its id.
#[derive(Clone, Debug)]
pub struct BrowserCookies {
    /// The browser.
    pub browser: Browser,
    is_new: bool,
}

impl BrowserCookies {
    /// Tells the browser its id where it did not know it.
    pub fn remember(&self, mut response: Response) -> Response {
        if self.is_new {
            let cookie = format!(
                "{BROWSER}={}; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age={MAX_AGE}",
                self.browser.id
            );
            add_cookie(&mut response, &cookie);
        }
        response
    }
}

/// Gives the browser the cookie of a session that was just opened.
pub fn open_session(mut response: Response, opened: &Opened, limits: SessionLimits) -> Response {
    let age = if limits.persistent {
        format!("; Max-Age={}", limits.absolute.min(MAX_AGE))
    } else {
        String::new()
    };
    add_cookie(
        &mut response,
        &format!(
            "{SESSION}={}; Path=/; Secure; HttpOnly; SameSite=None{age}",
            opened.token
        ),
    );
    response
}

/// Gives the browser of an application's page the verifier of the ticket that the page got.
pub fn keep_verifier(mut response: Response, verifier: &str) -> Response {
    add_cookie(
        &mut response,
        &format!("{VERIFIER}={verifier}; Path=/; Secure; HttpOnly; SameSite=None; Max-Age=300"),
    );
    response
}

/// The verifier of a ticket, if the browser has one.
pub fn verifier(headers: &HeaderMap) -> Option<&str> {
    cookie(headers, VERIFIER)
}

/// Takes the session's cookie away.
pub fn close_session(mut response: Response) -> Response {
    add_cookie(
        &mut response,
        &format!("{SESSION}=; Path=/; Secure; HttpOnly; SameSite=None; Max-Age=0"),
    );
    response
}

fn add_cookie(response: &mut Response, cookie: &str) {
    if let Ok(value) = HeaderValue::from_str(cookie) {
        response.headers_mut().append(SET_COOKIE, value);
    }
}

fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let cookies = headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok());
    cookies
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, _)| *key == name)
        .map(|(_, value)| value)
        .filter(|value| !value.is_empty() && value.len() <= MAX_COOKIE)
}

impl<S: Send + Sync> FromRequestParts<S> for BrowserCookies {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Response> {
        let context = RequestContext::from_request_parts(parts, state)
            .await
            .map_err(IntoResponse::into_response)?;
        let session = match cookie(&parts.headers, SESSION) {
            Some(token) => sessions::find_by_token(token, &context).await,
            None => Ok(None),
        };
        let view = View {
            context: &context,
            headers: &parts.headers,
        };
        let session = session.map_err(|broken| page::broken(&view, &broken))?;
        let known = cookie(&parts.headers, BROWSER).map(str::to_owned);
        let is_new = known.is_none();
        let id = known.unwrap_or_else(|| ids::token(context.entropy(), 24));
        Ok(Self {
            browser: Browser {
                id,
                session,
                has_just_logged_in: false,
            },
            is_new,
        })
    }
}
