//! `/dev/faults`: requests that are made to fail or to wait, so that people see how their application takes it.

use std::sync::{Arc, LazyLock, Mutex, PoisonError};
use std::time::Duration;

use axum::extract::{Path, Request, State};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use ostia_protocol::auth0::management_error;
use ostia_protocol::auth0::schema::{Part, Schema};
use ostia_protocol::oauth;
use serde_json::{Value, json};

use super::Controls;
use crate::error;
use crate::error::management::Failed;
use crate::extract::JsonBody;
use crate::management::{Answer, answer, done};

/// More would be a mistake.
const MAX_FAULTS: usize = 100;
const MAX_DELAY_MILLIS: i64 = 60_000;

static ADD: LazyLock<Schema> = LazyLock::new(|| {
    let path = Schema::string()
        .min_length(1)
        .max_length(512)
        .pattern("^/")
        .described("Which path fails; a * at its end stands for everything that begins so");
    let method = Schema::enumeration(&["GET", "POST", "PUT", "PATCH", "DELETE"]);
    Schema::object()
        .required_member("path", path)
        .member("method", method.described("Only requests of this method"))
        .member(
            "answer",
            Schema::enumeration(&["too_many_requests", "server_error", "unavailable"])
                .described("What is answered in place of the real thing: 429, 500 or 503"),
        )
        .member(
            "delay_ms",
            Schema::integer()
                .minimum(1)
                .maximum(MAX_DELAY_MILLIS)
                .described("How long the answer takes longer, in milliseconds"),
        )
        .member(
            "times",
            Schema::integer()
                .minimum(1)
                .maximum(1_000_000)
                .described("How often; without it, until it is removed"),
        )
});

/// The faults that wait for their requests.
#[derive(Debug, Default)]
pub struct Faults(Mutex<Waiting>);

#[derive(Debug, Default)]
struct Waiting {
    faults: Vec<Fault>,
    last_id: u64,
}

#[derive(Clone, Debug)]
struct Fault {
    id: u64,
    path: String,
    method: Option<String>,
    effect: Effect,
    /// How often it still strikes.
    left: Option<u64>,
}

#[derive(Clone, Copy, Debug)]
struct Effect {
    answer: Option<Substitute>,
    delay: Duration,
}

/// What is answered in place of the real thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Substitute {
    TooManyRequests,
    ServerError,
    Unavailable,
}

impl Substitute {
    fn from_name(name: &str) -> Option<Self> {
        match name {
            "too_many_requests" => Some(Self::TooManyRequests),
            "server_error" => Some(Self::ServerError),
            "unavailable" => Some(Self::Unavailable),
            _ => None,
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::TooManyRequests => "too_many_requests",
            Self::ServerError => "server_error",
            Self::Unavailable => "unavailable",
        }
    }

    /// In the wire form of the API that was called.
    fn response(self, path: &str, now_seconds: i64) -> Response {
        let mut response = if path.starts_with("/api/v2/") {
            use management_error::Error;
            error::management::Failed::from(match self {
                Self::TooManyRequests => Error::too_many_requests(),
                Self::ServerError => Error::internal(),
                Self::Unavailable => Error::service_unavailable(),
            })
            .into_response()
        } else {
            use oauth::Error;
            error::oauth::Failed::from(match self {
                Self::TooManyRequests => Error::too_many_requests(),
                Self::ServerError => Error::server_error(),
                Self::Unavailable => Error::temporarily_unavailable(),
            })
            .into_response()
        };
        if self == Self::TooManyRequests {
            for (name, value) in [
                ("retry-after", 1),
                ("x-ratelimit-limit", 10),
                ("x-ratelimit-remaining", 0),
                ("x-ratelimit-reset", now_seconds + 1),
            ] {
                response
                    .headers_mut()
                    .insert(HeaderName::from_static(name), HeaderValue::from(value));
            }
        }
        response
    }
}

impl Fault {
    fn strikes(&self, method: &str, path: &str) -> bool {
        let is_method = self.method.as_deref().is_none_or(|wanted| wanted == method);
        let is_path = match self.path.strip_suffix('*') {
            Some(beginning) => path.starts_with(beginning),
            None => path == self.path,
        };
        is_method && is_path
    }

    fn shown(&self) -> Value {
        let mut shown = json!({ "id": self.id.to_string(), "path": self.path });
        if let Some(method) = &self.method {
            shown["method"] = json!(method);
        }
        if let Some(answer) = self.effect.answer {
            shown["answer"] = json!(answer.name());
        }
        if !self.effect.delay.is_zero() {
            shown["delay_ms"] = json!(u64::try_from(self.effect.delay.as_millis()).unwrap_or(0));
        }
        if let Some(left) = self.left {
            shown["times"] = json!(left);
        }
        shown
    }
}

impl Faults {
    fn with<T>(&self, use_them: impl FnOnce(&mut Waiting) -> T) -> T {
        // Whoever panicked while holding it left a list that is as good as before.
        use_them(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// The first fault that this request meets; one that strikes for the last time is gone.
    fn meet(&self, method: &str, path: &str) -> Option<Effect> {
        self.with(|waiting| {
            let position = waiting
                .faults
                .iter()
                .position(|fault| fault.strikes(method, path))?;
            let fault = waiting.faults.get_mut(position)?;
            let effect = fault.effect;
            if let Some(left) = &mut fault.left {
                *left -= 1;
                if *left == 0 {
                    waiting.faults.remove(position);
                }
            }
            Some(effect)
        })
    }

    /// Forgets all.
    pub fn clear(&self) {
        self.with(|waiting| waiting.faults.clear());
    }

    fn shown(&self) -> Vec<Value> {
        self.with(|waiting| waiting.faults.iter().map(Fault::shown).collect())
    }
}

/// Middleware: makes requests fail or wait, as they were told to.
pub async fn inject(
    State(controls): State<Arc<Controls>>,
    request: Request,
    next: Next,
) -> Response {
    let path = request.uri().path();
    let Some(effect) = controls.faults.meet(request.method().as_str(), path) else {
        return next.run(request).await;
    };
    if !effect.delay.is_zero() {
        tokio::time::sleep(effect.delay).await;
    }
    match effect.answer {
        Some(answer) => answer.response(path, controls.platform.clock.now().seconds()),
        None => next.run(request).await,
    }
}

/// `GET /dev/faults`
pub async fn list(State(controls): State<Arc<Controls>>) -> Answer {
    let faults = controls.faults.shown();
    Ok(answer(StatusCode::OK, &json!({ "faults": faults })))
}

/// `POST /dev/faults`: `{"path": "/oauth/token", "answer": "too_many_requests", "times": 2}`.
///
/// # Errors
/// 400 for another body, and where there are too many.
pub async fn add(State(controls): State<Arc<Controls>>, JsonBody(body): JsonBody) -> Answer {
    ADD.check(&body, Part::Payload)?;
    let effect = Effect {
        answer: body["answer"].as_str().and_then(Substitute::from_name),
        delay: Duration::from_millis(body["delay_ms"].as_u64().unwrap_or(0)),
    };
    if effect.answer.is_none() && effect.delay.is_zero() {
        return Err(bad("Missing required property: answer or delay_ms"));
    }
    let text = |name: &str| body[name].as_str().map(str::to_owned);
    let shown = controls.faults.with(|waiting| {
        if waiting.faults.len() >= MAX_FAULTS {
            return Err(bad("There are 100 faults already; remove some"));
        }
        waiting.last_id += 1;
        let fault = Fault {
            id: waiting.last_id,
            path: text("path").unwrap_or_default(),
            method: text("method"),
            effect,
            left: body["times"].as_u64(),
        };
        let shown = fault.shown();
        waiting.faults.push(fault);
        Ok(shown)
    })?;
    Ok(answer(StatusCode::CREATED, &shown))
}

/// `DELETE /dev/faults`
pub async fn remove_all(State(controls): State<Arc<Controls>>) -> Answer {
    controls.faults.clear();
    Ok(done())
}

/// `DELETE /dev/faults/{id}`
pub async fn remove(State(controls): State<Arc<Controls>>, Path(id): Path<String>) -> Answer {
    controls.faults.with(|waiting| {
        waiting.faults.retain(|fault| fault.id.to_string() != id);
    });
    Ok(done())
}

fn bad(what: &str) -> Failed {
    management_error::Error::invalid_body(format!("Payload validation error: '{what}'.")).into()
}
