//! What every call of the Management API leaves behind: a log entry for each change, and the rate-limit headers that
//! clients read.

use std::sync::{Arc, OnceLock};

use axum::extract::{MatchedPath, Request};
use axum::http::{HeaderName, HeaderValue, Method};
use axum::middleware::Next;
use axum::response::Response;
use ostia_identity::context::Context;
use ostia_identity::logs::{Entry, Event};
use serde_json::json;

use crate::extract::{Caller, RequestContext, Subject};

/// Nobody is limited yet; clients that pace themselves by these headers go as fast as they can.
const GENEROUS_LIMIT: i64 = 10_000;

/// Where the guard of an operation leaves who called, for the entry that is written after the answer.
#[derive(Clone, Debug, Default)]
pub struct CallerSlot(Arc<OnceLock<Caller>>);

impl CallerSlot {
    /// Notes who called.
    pub fn fill(&self, caller: &Caller) {
        // A request has one caller.
        let _ = self.0.set(caller.clone());
    }
}

/// Middleware around every operation.
pub async fn record(mut request: Request, next: Next) -> Response {
    let slot = CallerSlot::default();
    request.extensions_mut().insert(slot.clone());
    let context = request
        .extensions()
        .get::<RequestContext>()
        .map(|context| context.0.clone());
    let call = Call::of(&request);
    let mut response = next.run(request).await;
    if let Some(context) = context {
        limit_headers(&mut response, &context);
        if call.method != Method::GET && response.status().is_success() {
            call.log(slot.0.get(), response.status().as_u16(), &context);
        }
    }
    response
}

struct Call {
    method: Method,
    path: String,
    route: String,
}

impl Call {
    fn of(request: &Request) -> Self {
        let route = request
            .extensions()
            .get::<MatchedPath>()
            .map(|path| path.as_str().to_owned());
        Self {
            method: request.method().clone(),
            path: request.uri().path().to_owned(),
            route: route.unwrap_or_default(),
        }
    }

    fn log(&self, caller: Option<&Caller>, status: u16, context: &Context) {
        let user = match caller.map(|caller| &caller.subject) {
            Some(Subject::User(user)) => user.as_str(),
            _ => "",
        };
        let details = json!({
            "request": {
                "method": self.method.as_str().to_ascii_lowercase(),
                "path": format!("/api/v2{}", self.path.trim_start_matches("/api/v2")),
                "ip": context.origin.ip_text(),
                "userAgent": context.origin.user_agent,
                "channel": "api",
                "auth": { "user": { "user_id": user }, "strategy": "jwt" },
            },
            "response": { "statusCode": status },
        });
        let entry = Entry::new(Event::ManagementApiChanged)
            .description(self.title())
            .member("details", details);
        let client_id = caller
            .map(|caller| caller.client_id.to_string())
            .unwrap_or_default();
        entry
            .member("client_id", client_id)
            .member("user_id", user)
            .record(context);
    }

    /// `PATCH /clients/{id}` is *Update a client*.
    fn title(&self) -> String {
        let verb = match self.method {
            Method::POST => "Create",
            Method::PATCH => "Update",
            Method::PUT => "Set",
            Method::DELETE => "Delete",
            _ => "Call",
        };
        let route = self.route.trim_start_matches("/api/v2");
        let words: Vec<String> = route
            .split('/')
            .filter(|part| !part.is_empty() && !part.starts_with('{'))
            .map(|part| part.replace('-', " "))
            .collect();
        match words.as_slice() {
            [noun] => format!("{verb} a {}", noun.trim_end_matches('s')),
            [noun, rest @ ..] => format!(
                "{verb} {} of a {}",
                rest.join(" "),
                noun.trim_end_matches('s')
            ),
            [] => verb.to_owned(),
        }
    }
}

fn limit_headers(response: &mut Response, context: &Context) {
    let reset = context.now.seconds() + 1;
    for (name, value) in [
        ("x-ratelimit-limit", GENEROUS_LIMIT),
        ("x-ratelimit-remaining", GENEROUS_LIMIT - 1),
        ("x-ratelimit-reset", reset),
    ] {
        response
            .headers_mut()
            .insert(HeaderName::from_static(name), HeaderValue::from(value));
    }
}
