//! What every screen checks first: the transaction, its browser, and for posts the form's token.

use axum::body::to_bytes;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, StatusCode};
use axum::response::Response;
use ostia_identity::authorize::Stopped;
use ostia_identity::bot_detection::{self, Evidence, Flow};
use ostia_identity::context::Context;
use ostia_identity::failure::Broken;
use ostia_identity::login::{self, Screen, Step, Transaction, organization, transaction};
use ostia_identity::organizations::Organization;
use ostia_identity::users::{self, User};
use ostia_protocol::oauth::{Error, Parameters};
use serde_json::json;

use crate::error::page;
use crate::extract::{BrowserCookies, MAX_BODY, RequestContext};
use crate::login::respond::{self, View};
use crate::pages::{Chrome, Form, Nonce, Verification};

/// A browser that is at a screen of a transaction of its own.
#[derive(Debug)]
pub struct Visit {
    /// The request's surroundings.
    pub context: RequestContext,
    /// The browser.
    pub cookies: BrowserCookies,
    /// The transaction.
    pub transaction: Transaction,
    /// The organization that they log in to, where it is known.
    pub organization: Option<Organization>,
    /// Who has proved who they are, where the tenant's own markup speaks of them.
    user: Option<User>,
    headers: HeaderMap,
    /// Whether the form that came was refused until the browser proves itself.
    pub is_suspicious: bool,
}

/// A visit that brings a filled-in form, which this server made for this browser.
#[derive(Debug)]
pub struct Post {
    /// The visit.
    pub visit: Visit,
    /// What was filled in.
    pub form: Parameters,
}

impl Visit {
    /// A visit of somebody who came back to a transaction from elsewhere.
    ///
    /// # Errors
    /// When the database is away.
    pub async fn returning(
        transaction: Transaction,
        context: RequestContext,
        cookies: BrowserCookies,
        headers: HeaderMap,
    ) -> Result<Self, Broken> {
        let organization = organization::shown(&transaction, &context).await?;
        let user = spoken_of(&transaction, &cookies, &context).await?;
        Ok(Self {
            context,
            cookies,
            transaction,
            organization,
            user,
            headers,
            is_suspicious: false,
        })
    }

    /// To write to this browser.
    pub fn view(&self) -> View<'_> {
        View {
            context: &self.context,
            headers: &self.headers,
        }
    }

    /// The page's frame.
    pub fn chrome(&self) -> Chrome {
        let authorization = &self.transaction.authorization;
        let callback = authorization.destination.callback();
        let asking = Some((&*self.transaction.client, callback));
        let mut chrome = respond::chrome(&self.view(), asking, &authorization.request.ui_locales);
        if let Some(own) = &mut chrome.own {
            let parameters = json!({ "params": authorization.request.extensions });
            own.set("transaction", &parameters);
            own.set("state", &json!(self.transaction.state));
            if let Some(user) = &self.user {
                own.set("user", &respond::shown_user(user));
            }
        }
        match &self.organization {
            Some(organization) => respond::in_organization(chrome, organization),
            None => chrome,
        }
    }

    /// The form of a screen.
    pub fn form(&self, screen: Screen) -> Form {
        let state = &self.transaction.state;
        // A token that can't be computed is one that no post brings back.
        let csrf = transaction::form_token(state, &self.cookies.browser, &self.context)
            .unwrap_or_default();
        Form {
            action: respond::address(screen, state),
            state: state.clone(),
            csrf,
            verification: None,
        }
    }

    /// The same, with what the browser may have to prove before it does something.
    ///
    /// # Errors
    /// The answer, when the database is away.
    pub async fn guarded_form(&self, screen: Screen, flow: Flow) -> Result<Form, Response> {
        let (browser, state) = (&self.cookies.browser.id, &self.transaction.state);
        let challenge = bot_detection::challenge(flow, browser, state, &self.context).await;
        let challenge = challenge.map_err(|broken| page::broken(&self.view(), &broken))?;
        Ok(Form {
            verification: challenge.map(|challenge| Verification {
                challenge: challenge.text,
                bits: challenge.bits,
                wait: challenge.wait,
                nonce: Nonce::from_bytes(self.context.entropy().bytes()),
                was_refused: self.is_suspicious,
            }),
            ..self.form(screen)
        })
    }

    /// The status of a page that has nothing to tell but what its form asks for.
    pub fn status(&self) -> StatusCode {
        if self.is_suspicious {
            StatusCode::BAD_REQUEST
        } else {
            StatusCode::OK
        }
    }

    /// What speaks for the browser that sent a form.
    pub fn evidence<'a>(&'a self, form: &'a Parameters) -> Evidence<'a> {
        let field = |name| form.get(name).ok().flatten().unwrap_or_default();
        Evidence::Form {
            browser: &self.cookies.browser.id,
            state: &self.transaction.state,
            challenge: field("challenge"),
            solution: field("solution"),
        }
    }

    /// Asks the dispatcher.
    ///
    /// # Errors
    /// [`Stopped`], where there is nobody to answer to.
    pub async fn next(&self) -> Result<Step, Stopped> {
        login::resume(&self.transaction, &self.cookies.browser, &self.context).await
    }

    /// Writes a step.
    pub fn conclude(&self, step: Result<Step, Stopped>) -> Response {
        match step {
            Ok(step) => respond::step(&self.view(), step),
            Err(stopped) => page::stopped(&self.view(), stopped),
        }
    }

    /// Whether this screen is the one that comes next. Those that ask who somebody is stand for each other: each of them
    /// looks itself whether it has a connection to go to.
    ///
    /// # Errors
    /// The way to the right screen, or the answer, if nothing has to be asked any more.
    pub async fn expect(&self, screen: Screen) -> Result<(), Response> {
        let step = self.next().await;
        let asks_who = |screen| {
            matches!(
                screen,
                Screen::Login
                    | Screen::LoginIdentifier
                    | Screen::LoginPassword
                    | Screen::Signup
                    | Screen::Federation
                    | Screen::Passwordless(_)
            )
        };
        match step {
            Ok(Step::Show(next, _)) if next == screen || (asks_who(next) && asks_who(screen)) => {
                Ok(())
            }
            step => Err(self.conclude(step)),
        }
    }
}

/// Who has proved who they are in this login, as far as markup of the tenant's own speaks of them.
async fn spoken_of(
    transaction: &Transaction,
    cookies: &BrowserCookies,
    context: &Context,
) -> Result<Option<User>, Broken> {
    if !context.tenant.look.speaks_of_user() {
        return Ok(None);
    }
    let session = cookies.browser.session.as_ref();
    let opened = transaction.progress.session_id.as_deref();
    match session.filter(|session| opened == Some(&*session.id)) {
        Some(session) => users::find(&session.user_id, context).await,
        None => Ok(None),
    }
}

async fn visit(parts: &mut Parts, state: Option<String>) -> Result<Visit, Response> {
    let context = RequestContext::from_request_parts(parts, &())
        .await
        .map_err(axum::response::IntoResponse::into_response)?;
    let cookies = BrowserCookies::from_request_parts(parts, &()).await?;
    let view = View {
        context: &context,
        headers: &parts.headers,
    };
    let found = match state {
        Some(state) => transaction::find(&state, &cookies.browser, &context).await,
        None => Ok(None),
    };
    match found {
        Ok(Some(transaction)) => {
            let organization = organization::shown(&transaction, &context)
                .await
                .map_err(|broken| page::broken(&view, &broken))?;
            let user = spoken_of(&transaction, &cookies, &context)
                .await
                .map_err(|broken| page::broken(&view, &broken))?;
            Ok(Visit {
                transaction,
                organization,
                user,
                headers: parts.headers.clone(),
                is_suspicious: false,
                cookies,
                context,
            })
        }
        Ok(None) => Err(page::expired(&view)),
        Err(broken) => Err(page::broken(&view, &broken)),
    }
}

fn state_of(query: &str) -> Option<String> {
    Parameters::from_form(query.as_bytes())
        .ok()?
        .take("state")
        .ok()?
}

impl<S: Send + Sync> FromRequestParts<S> for Visit {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Response> {
        let state = state_of(parts.uri.query().unwrap_or_default());
        visit(parts, state).await
    }
}

impl<S: Send + Sync> FromRequest<S> for Post {
    type Rejection = Response;

    async fn from_request(request: Request, _: &S) -> Result<Self, Response> {
        debug_assert_eq!(request.method(), Method::POST);
        let (mut parts, body) = request.into_parts();
        let state = state_of(parts.uri.query().unwrap_or_default());
        let visit = visit(&mut parts, state).await?;
        let view = visit.view();
        let too_large = |_| {
            page::unreadable(
                &view,
                Error {
                    status: 413,
                    ..Error::invalid_request("The form is too large")
                },
            )
        };
        let bytes = to_bytes(body, MAX_BODY).await.map_err(too_large)?;
        let form = Parameters::from_form(&bytes).map_err(|error| page::unreadable(&view, error))?;
        let token = form.get("csrf").ok().flatten().unwrap_or_default();
        match transaction::is_form_token(
            token,
            &visit.transaction.state,
            &visit.cookies.browser,
            &visit.context,
        ) {
            Ok(true) => Ok(Self { visit, form }),
            Ok(false) => Err(page::expired(&view)),
            Err(broken) => Err(page::broken(&view, &broken)),
        }
    }
}
