//! The bodies of the older endpoints: JSON or a form, few members, each of them text.

use axum::body::to_bytes;
use axum::extract::Request;
use axum::http::{HeaderMap, header};
use ostia_protocol::auth0::json;
use ostia_protocol::oauth::Parameters;
use serde_json::{Map, Value, json};

/// The longest body, in bytes: anybody may send it.
const MAX_BODY: usize = 64 * 1024;

/// Reads a body.
///
/// # Errors
/// What is wrong with it, in words.
pub async fn read(request: Request) -> Result<Map<String, Value>, &'static str> {
    let content_type = request.headers().get(header::CONTENT_TYPE);
    let is_form = content_type
        .and_then(|value| value.to_str().ok())
        .is_some_and(|value| value.starts_with("application/x-www-form-urlencoded"));
    let bytes = to_bytes(request.into_body(), MAX_BODY)
        .await
        .map_err(|_| "The body is larger than 64 KB")?;
    if is_form {
        let form = Parameters::from_form(&bytes).map_err(|_| "The body can't be read")?;
        let members = form.names().filter_map(|name| {
            let value = form.get(name).ok().flatten()?;
            Some((name.to_owned(), json!(value)))
        });
        return Ok(members.collect());
    }
    match json::parse(&bytes) {
        Ok(Value::Object(members)) => Ok(members),
        _ => Err("The body must be a JSON object"),
    }
}

/// A member that is text, and not empty.
pub fn text(body: &Map<String, Value>, name: &str) -> Option<String> {
    let text = body.get(name)?.as_str()?.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// The first language that the browser asks for; or that the application asks for in its name.
pub fn language(headers: &HeaderMap) -> String {
    let named = headers.get("x-request-language");
    let accepted = named.or_else(|| headers.get(header::ACCEPT_LANGUAGE));
    let first = accepted
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split([',', ';']).next());
    first
        .map(|tag| tag.trim().chars().take(35).collect())
        .unwrap_or_default()
}
