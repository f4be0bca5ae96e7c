//! `/dev/calls`: what was called lately, newest first.

use std::collections::VecDeque;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};
use std::time::Instant;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::middleware::Next;
use axum::response::Response;
use base64::Engine as _;
use base64::engine::general_purpose::{URL_SAFE, URL_SAFE_NO_PAD};
use ostia_protocol::auth0::schema::Schema;
use serde::Serialize;
use serde_json::{Value, json};

use super::Controls;
use crate::extract::QueryPairs;
use crate::management::{Answer, answer, done, text};

/// How many are remembered.
const REMEMBERED: usize = 1_000;

static LIST: LazyLock<Schema> = LazyLock::new(|| {
    Schema::object()
        .member("path", Schema::string().max_length(512))
        .member("method", Schema::string().max_length(10))
});

/// The latest calls, oldest first.
#[derive(Debug, Default)]
pub struct Calls(Mutex<VecDeque<Call>>);

/// A call: what of it helps to find out what an application does. Values of the query, headers and bodies are left
/// out, because codes, tokens and passwords travel in them.
#[derive(Clone, Debug, Serialize)]
struct Call {
    at: String,
    method: String,
    path: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    query: Vec<String>,
    status: u16,
    duration_ms: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    sdk: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    correlation_id: Option<String>,
}

impl Calls {
    fn with<T>(&self, use_them: impl FnOnce(&mut VecDeque<Call>) -> T) -> T {
        use_them(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Forgets all.
    pub fn clear(&self) {
        self.with(VecDeque::clear);
    }

    fn push(&self, call: Call) {
        self.with(|calls| {
            if calls.len() == REMEMBERED {
                calls.pop_front();
            }
            calls.push_back(call);
        });
    }
}

/// Middleware: remembers each call of Ostia itself.
pub async fn record(
    State(controls): State<Arc<Controls>>,
    request: Request,
    next: Next,
) -> Response {
    let began = Instant::now();
    let at = controls.platform.clock.now().to_string();
    let method = request.method().as_str().to_owned();
    let path = request.uri().path().to_owned();
    let query = query_names(request.uri());
    let sdk = sdk(request.headers());
    let response = next.run(request).await;
    let correlation_id = response.headers().get("x-correlation-id");
    controls.calls.push(Call {
        at,
        method,
        path,
        query,
        status: response.status().as_u16(),
        duration_ms: (began.elapsed().as_secs_f64() * 1e5).round() / 100.0,
        sdk,
        correlation_id: correlation_id
            .and_then(|id| id.to_str().ok())
            .map(str::to_owned),
    });
    response
}

fn query_names(uri: &Uri) -> Vec<String> {
    let query = uri.query().unwrap_or_default();
    url::form_urlencoded::parse(query.as_bytes())
        .map(|(name, _)| name.chars().take(64).collect())
        .take(50)
        .collect()
}

/// `auth0-react 2.27.0`, from the `Auth0-Client` header.
fn sdk(headers: &HeaderMap) -> Option<String> {
    let header = headers.get("auth0-client")?.to_str().ok()?;
    let bytes = URL_SAFE_NO_PAD
        .decode(header.trim_end_matches('='))
        .or_else(|_| URL_SAFE.decode(header))
        .ok()?;
    let client: Value = serde_json::from_slice(&bytes).ok()?;
    let member = |name: &str| client[name].as_str().unwrap_or_default().to_owned();
    let words = format!("{} {}", member("name"), member("version"));
    Some(words.trim().chars().take(100).collect())
}

/// `GET /dev/calls`, newest first; `path` and `method` narrow it.
///
/// # Errors
/// 400 for other parameters.
pub async fn list(State(controls): State<Arc<Controls>>, query: QueryPairs) -> Answer {
    let filter = LIST.check_query(&query.0)?;
    let (path, method) = (text(&filter, "path"), text(&filter, "method"));
    let calls: Vec<Call> = controls.calls.with(|calls| {
        let wanted = |call: &&Call| {
            path.as_deref().is_none_or(|path| call.path == path)
                && method
                    .as_deref()
                    .is_none_or(|method| call.method.eq_ignore_ascii_case(method))
        };
        calls.iter().rev().filter(wanted).cloned().collect()
    });
    Ok(answer(StatusCode::OK, &json!({ "calls": calls })))
}

/// `DELETE /dev/calls`
pub async fn forget(State(controls): State<Arc<Controls>>) -> Answer {
    controls.calls.clear();
    Ok(done())
}
