//! What every call of the Management API leaves behind: a log entry for each change, with what was there before, for each
//! refusal and each reading of secrets, and the rate-limit headers that clients read.

use std::borrow::Cow;
use std::sync::{Arc, OnceLock};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;
use ostia_identity::clients;
use ostia_identity::context::Context;
use ostia_identity::logs::{Entry, Event};
use serde_json::{Value, json};
use tower::ServiceExt as _;

use super::redaction;
use crate::app::App;
use crate::error::management::Detail;
use crate::extract::{Caller, RequestContext, Subject};

/// Nobody is limited yet; clients that pace themselves by these headers go as fast as they can.
const GENEROUS_LIMIT: i64 = 10_000;
/// The longest answer that an entry repeats, in bytes.
const MAX_ANSWER: usize = 64 * 1024;

/// What is learnt of a call while it is served, for the entry that is written after the answer. Each is learnt once.
#[derive(Clone, Debug, Default)]
pub struct Trace(Arc<Learnt>);

#[derive(Debug, Default)]
struct Learnt {
    caller: OnceLock<Caller>,
    title: OnceLock<Cow<'static, str>>,
    body: OnceLock<Value>,
    secrets: OnceLock<&'static [&'static str]>,
    changes_nothing: OnceLock<()>,
}

impl Trace {
    /// Notes who called.
    pub fn caller(&self, caller: &Caller) {
        let _ = self.0.caller.set(caller.clone());
    }

    /// Notes what the operation is called.
    pub fn title(&self, title: Cow<'static, str>) {
        let _ = self.0.title.set(title);
    }

    /// Notes what was sent.
    pub fn body(&self, body: &Value) {
        let _ = self.0.body.set(body.clone());
    }

    /// Notes that nothing of the tenant changes, whatever the method says.
    pub fn changes_nothing(&self) {
        let _ = self.0.changes_nothing.set(());
    }

    /// Notes that the answer holds secrets, by their members' names.
    pub fn secrets(&self, names: &'static [&'static str]) {
        let _ = self.0.secrets.set(names);
    }
}

/// The operations that read: what they answer before a change is what was there.
#[derive(Clone, Debug)]
pub struct Reads(Router);

impl Reads {
    /// From the routes of the operations that read.
    pub fn new(routes: Router<Arc<App>>, app: &Arc<App>) -> Self {
        Self(routes.with_state(app.clone()))
    }

    /// What a change is about, as its caller may read it a moment before. Nothing where they may not read it, where no
    /// operation does, and where nothing is changed in its place.
    async fn answer(&self, read: Request) -> Option<Value> {
        let Ok(response) = self.0.clone().oneshot(read).await;
        if !response.status().is_success() {
            return None;
        }
        let (_, found) = peek(response).await;
        Some(found).filter(|found| *found != json!({}))
    }
}

/// The request that reads what another one changes.
fn reading(change: &Request, context: &Context) -> Option<Request> {
    if ![Method::PATCH, Method::PUT, Method::DELETE].contains(change.method()) {
        return None;
    }
    let authorization = change.headers().get(header::AUTHORIZATION)?;
    let mut read = Request::new(Body::empty());
    *read.uri_mut() = change.uri().clone();
    read.headers_mut()
        .insert(header::AUTHORIZATION, authorization.clone());
    read.extensions_mut()
        .insert(RequestContext(context.clone()));
    // What is learnt of this call belongs to no entry.
    read.extensions_mut().insert(Trace::default());
    Some(read)
}

/// Middleware around every operation.
pub async fn record(State(reads): State<Reads>, mut request: Request, next: Next) -> Response {
    let trace = Trace::default();
    request.extensions_mut().insert(trace.clone());
    let context = request
        .extensions()
        .get::<RequestContext>()
        .map(|context| context.0.clone());
    let call = Call::of(&request);
    let read = context
        .as_ref()
        .and_then(|context| reading(&request, context));
    let before = match read {
        Some(read) => reads.answer(read).await,
        None => None,
    };
    let mut response = next.run(request).await;
    let Some(context) = context else {
        return response;
    };
    limit_headers(&mut response, &context);
    let Some(event) = call.event(response.status(), &trace) else {
        return response;
    };
    let detail = response.extensions_mut().remove::<Detail>();
    let (response, answer) = peek(response).await;
    call.log(
        event,
        &trace,
        &Outcome {
            status: response.status(),
            answer,
            detail,
            before,
        },
        &context,
    )
    .await;
    response
}

struct Call {
    method: Method,
    path: String,
    query: String,
}

struct Outcome {
    status: StatusCode,
    answer: Value,
    detail: Option<Detail>,
    /// What was there, where something of it is changed.
    before: Option<Value>,
}

impl Call {
    fn of(request: &Request) -> Self {
        let path = request.uri().path().trim_start_matches("/api/v2");
        Self {
            method: request.method().clone(),
            path: format!("/api/v2{path}"),
            query: request.uri().query().unwrap_or_default().to_owned(),
        }
    }

    /// Which entry this call leaves: changes and their refusals, and readings of secrets or without the scope for it.
    /// Whoever shows no valid token leaves none: strangers must not fill a tenant's log.
    fn event(&self, status: StatusCode, trace: &Trace) -> Option<Event> {
        trace.0.caller.get()?;
        let reads = self.method == Method::GET || trace.0.changes_nothing.get().is_some();
        if status.is_success() {
            if !reads {
                return Some(Event::ManagementApiChanged);
            }
            return trace
                .0
                .secrets
                .get()
                .map(|_| Event::ManagementApiReadSecrets);
        }
        (!reads || status == StatusCode::FORBIDDEN).then_some(Event::ManagementApiRefused)
    }

    async fn log(&self, event: Event, trace: &Trace, outcome: &Outcome, context: &Context) {
        let Some(caller) = trace.0.caller.get() else {
            return;
        };
        let user = match &caller.subject {
            Subject::User(user) => user.as_str(),
            Subject::Client => "",
        };
        let redact = if redaction::is_secret_path(&self.path) {
            redaction::redacted_wholly
        } else {
            redaction::redacted
        };
        let body = trace.0.body.get().map_or_else(|| json!({}), redact);
        let request = json!({
            "method": self.method.as_str().to_ascii_lowercase(),
            "path": self.path,
            "query": redaction::of_query(&self.query),
            "body": body,
            "ip": context.origin.ip_text(),
            "userAgent": context.origin.user_agent,
            "channel": "api",
            "auth": {
                "strategy": "jwt",
                "credentials": { "scopes": caller.scope_names() },
                "user": { "user_id": user, "name": "", "email": "" },
            },
        });
        // A refusal's message is its explanation, and tells no secret.
        let answer = if outcome.status.is_success() {
            redact(&outcome.answer)
        } else {
            outcome.answer.clone()
        };
        let title = trace
            .0
            .title
            .get()
            .map_or("Call an operation", |title| &**title);
        let mut entry = Entry::new(event)
            .description(title)
            .member("client_id", caller.client_id.as_str())
            .detail("request", request)
            .detail(
                "response",
                json!({ "statusCode": outcome.status.as_u16(), "body": answer }),
            );
        if let Ok(Some(client)) = clients::find(&caller.client_id, context).await {
            entry = entry.client(&client);
        }
        if !user.is_empty() {
            entry = entry.member("user_id", user);
        }
        if let Some(Detail(detail)) = &outcome.detail {
            entry = entry.detail("why", detail.as_str());
        }
        if let Some(before) = &outcome.before
            && event == Event::ManagementApiChanged
        {
            entry = entry.detail("before", redact(before));
        }
        if let Some(names) = trace.0.secrets.get() {
            entry = entry.detail("accessedSecrets", *names);
        }
        entry.record(context);
    }
}

/// What the answer says, where it is short and JSON, and the answer again.
async fn peek(response: Response) -> (Response, Value) {
    use axum::body::HttpBody as _;

    let size = response.body().size_hint().exact();
    if size.is_none_or(|size| size > MAX_ANSWER as u64) {
        return (response, json!({}));
    }
    let (parts, body) = response.into_parts();
    match to_bytes(body, MAX_ANSWER).await {
        Ok(bytes) => {
            let answer = serde_json::from_slice(&bytes)
                .ok()
                .filter(|answer: &Value| answer.is_object() || answer.is_array());
            let response = Response::from_parts(parts, Body::from(bytes));
            (response, answer.unwrap_or_else(|| json!({})))
        }
        // It was whole a moment ago.
        Err(_) => (Response::from_parts(parts, Body::empty()), json!({})),
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
