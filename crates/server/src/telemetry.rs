//! Logs: for people on a terminal, JSON elsewhere. Query strings, headers and bodies never get there.

use std::io::IsTerminal as _;
use std::str::FromStr;
use std::time::Instant;

use axum::http::{Method, Uri};
use axum::response::Response;
use serde::Deserialize;
use tracing_subscriber::EnvFilter;

use crate::extract::CORRELATION_ID;
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

/// A line of the access log in the making. The query string stays out of it: codes, tokens and states travel there.
#[derive(Debug)]
pub struct Access {
    began: Instant,
    method: Method,
    path: String,
}

impl Access {
    /// Begins a line, where the access log is switched on.
    pub fn begin(method: &Method, uri: &Uri) -> Option<Self> {
        tracing::enabled!(target: ACCESS, tracing::Level::DEBUG).then(|| Self {
            began: Instant::now(),
            method: method.clone(),
            path: uri.path().to_owned(),
        })
    }

    /// Writes the line.
    pub fn end(self, response: &Response) {
        let correlation_id = response
            .headers()
            .get(CORRELATION_ID)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default();
        tracing::debug!(
            target: ACCESS,
            status = response.status().as_u16(),
            micros = u64::try_from(self.began.elapsed().as_micros()).unwrap_or(u64::MAX),
            correlation_id,
            "{} {}",
            self.method,
            self.path
        );
    }
}
