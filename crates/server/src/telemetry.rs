//! Logs: for people on a terminal, JSON elsewhere. Query strings, headers and bodies never get there.

use std::io::IsTerminal as _;
use std::str::FromStr;
use std::time::Instant;

use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;
use serde::Deserialize;
use tracing_subscriber::EnvFilter;

use crate::problem::Problem;

/// How log lines look.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// For people.
    Text,
    /// One JSON object a line.
    Json,
}

impl FromStr for LogFormat {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        match text {
            "text" => Ok(Self::Text),
            "json" => Ok(Self::Json),
            _ => Err(()),
        }
    }
}

/// Starts logging to standard error.
///
/// # Errors
/// When the filter is not one.
pub fn start(filter: &str, format: Option<LogFormat>) -> Result<(), Problem> {
    let filter = EnvFilter::try_new(filter).map_err(|error| {
        Problem::new(
            format!("`{filter}` is no log filter."),
            error.to_string(),
            "Use error, warn, info or debug, or a list such as `info,ostia_identity=debug`.",
        )
    })?;
    let terminal = std::io::stderr().is_terminal();
    let format = format.unwrap_or(if terminal {
        LogFormat::Text
    } else {
        LogFormat::Json
    });
    let builder = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(terminal)
        .with_writer(std::io::stderr);
    // A subscriber that is set already is a test's.
    let _ = match format {
        LogFormat::Text => builder.with_target(false).try_init(),
        LogFormat::Json => builder.json().flatten_event(true).try_init(),
    };
    Ok(())
}

/// The target of the access log: `info,ostia::access=debug` switches it on.
pub const ACCESS: &str = "ostia::access";

/// Middleware: one line for each request, where it is switched on. The query string stays out: codes, tokens and states travel in it.
pub async fn access_log(request: Request, next: Next) -> Response {
    if !tracing::enabled!(target: ACCESS, tracing::Level::DEBUG) {
        return next.run(request).await;
    }
    let began = Instant::now();
    let method = request.method().clone();
    let path = request.uri().path().to_owned();
    let response = next.run(request).await;
    let correlation_id = response
        .headers()
        .get("x-correlation-id")
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    tracing::debug!(
        target: ACCESS,
        status = response.status().as_u16(),
        micros = u64::try_from(began.elapsed().as_micros()).unwrap_or(u64::MAX),
        correlation_id,
        "{method} {path}"
    );
    response
}
