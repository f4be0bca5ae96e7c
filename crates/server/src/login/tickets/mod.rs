//! The pages behind links that were mailed. Whoever has the link may use it, in whatever browser.

pub mod email_verification;
pub mod reset_password;
pub mod unblock;

use axum::extract::{FromRequestParts, Query};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use ostia_identity::clients;
use ostia_identity::failure::Broken;
use ostia_identity::login::{Screen, transaction};
use ostia_identity::tickets::{Details, Worthless};
use serde::Deserialize;

use super::respond::{self, View};
use crate::extract::{BrowserCookies, RequestContext};
use crate::pages::{Link, TicketPage, TicketScreen};

/// What the link carries.
#[derive(Debug, Default, Deserialize)]
struct Presented {
    #[serde(default)]
    ticket: String,
}

/// A browser that followed a link.
#[derive(Debug)]
pub struct Follower {
    /// The request's surroundings.
    pub context: RequestContext,
    /// The ticket, as presented.
    pub ticket: String,
    headers: HeaderMap,
    cookies: BrowserCookies,
}

impl Follower {
    /// To write to this browser.
    pub fn view(&self) -> View<'_> {
        View {
            context: &self.context,
            headers: &self.headers,
        }
    }

    /// A page that says how it went.
    fn tell(&self, status: StatusCode, screen: TicketScreen, link: Option<Link>) -> Response {
        let page = TicketPage {
            chrome: respond::chrome(&self.view(), None, &[]),
            screen,
            link,
        };
        respond::page(status, &page)
    }

    fn refuse(&self, worthless: Worthless) -> Response {
        let (status, screen) = match worthless {
            Worthless::Unknown => (StatusCode::NOT_FOUND, TicketScreen::Unknown),
            Worthless::Used => (StatusCode::GONE, TicketScreen::Used),
            Worthless::Expired => (StatusCode::GONE, TicketScreen::Expired),
        };
        self.tell(status, screen, None)
    }

    /// The way on: the login that waits in this browser, else the application's own login page.
    async fn way_on(&self, details: &Details, text: &str) -> Result<Option<Link>, Broken> {
        let chrome = respond::chrome(&self.view(), None, &[]);
        let text = chrome.plain(["common", "ticket", text], &[]);
        if let Some(state) = &details.state
            && transaction::find(state, &self.cookies.browser, &self.context)
                .await?
                .is_some()
        {
            let href = respond::address(Screen::Login, state);
            return Ok(Some(Link { href, text }));
        }
        let Some(client_id) = &details.client_id else {
            return Ok(None);
        };
        let client = clients::find(client_id, &self.context).await?;
        let login = client
            .as_ref()
            .and_then(|client| client.document.get("initiate_login_uri")?.as_str());
        Ok(login
            .filter(|url| url.starts_with("https://"))
            .map(|url| Link {
                href: url.to_owned(),
                text,
            }))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Follower {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Response> {
        let context = RequestContext::from_request_parts(parts, state)
            .await
            .map_err(axum::response::IntoResponse::into_response)?;
        let cookies = BrowserCookies::from_request_parts(parts, state).await?;
        let Query(Presented { ticket }) = Query::from_request_parts(parts, state)
            .await
            .map_err(axum::response::IntoResponse::into_response)?;
        Ok(Self {
            context,
            // A longer one is none of ours.
            ticket: ticket.chars().take(64).collect(),
            headers: parts.headers.clone(),
            cookies,
        })
    }
}
