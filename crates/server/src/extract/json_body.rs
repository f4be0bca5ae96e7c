//! A JSON request body of the Management API.

use axum::body::{Body, to_bytes};
use axum::extract::{FromRequest, Request};
use axum::http::header;
use ostia_protocol::auth0::json;
use ostia_protocol::auth0::management_error::Error;
use serde_json::Value;

use crate::error::management::Failed;
use crate::management::audit::Trace;

/// The longest request body, in bytes.
pub const MAX_BODY: usize = 1024 * 1024;

/// A JSON value: bounded in size and depth, without repeated members. Which shape it must have, the schema says.
#[derive(Debug)]
pub struct JsonBody(pub Value);

/// Like [`JsonBody`], but the body may be absent.
#[derive(Debug)]
pub struct OptionalJsonBody(pub Option<Value>);

/// Like [`JsonBody`], or HTML, which stands for a JSON text.
#[derive(Debug)]
pub struct TextOrJsonBody(pub Value);

impl<S: Send + Sync> FromRequest<S> for JsonBody {
    type Rejection = Failed;

    async fn from_request(request: Request, state: &S) -> Result<Self, Failed> {
        let OptionalJsonBody(value) = OptionalJsonBody::from_request(request, state).await?;
        let absent = || {
            Error::invalid_body(
                "Payload validation error: 'Expected type object but found type null'.",
            )
        };
        Ok(Self(value.ok_or_else(absent)?))
    }
}

impl<S: Send + Sync> FromRequest<S> for TextOrJsonBody {
    type Rejection = Failed;

    async fn from_request(request: Request, state: &S) -> Result<Self, Failed> {
        if media_type(&request) != Some("text/html") {
            let JsonBody(value) = JsonBody::from_request(request, state).await?;
            return Ok(Self(value));
        }
        let trace = request.extensions().get::<Trace>().cloned();
        let bytes = read(request.into_body()).await?;
        let not_text = |_| Error::invalid_body("The body is no text in UTF-8.");
        let text = String::from_utf8(bytes.to_vec()).map_err(not_text)?;
        let body = Value::String(text);
        if let Some(trace) = trace {
            trace.body(&body);
        }
        Ok(Self(body))
    }
}

/// What the body is said to be, without parameters.
fn media_type(request: &Request) -> Option<&str> {
    let value = request.headers().get(header::CONTENT_TYPE)?;
    let essence = value.to_str().unwrap_or_default().split(';').next();
    Some(essence.unwrap_or_default().trim())
}

impl<S: Send + Sync> FromRequest<S> for OptionalJsonBody {
    type Rejection = Failed;

    async fn from_request(request: Request, _: &S) -> Result<Self, Failed> {
        let trace = request.extensions().get::<Trace>().cloned();
        let is_json = media_type(&request).is_none_or(|essence| {
            essence.eq_ignore_ascii_case("application/json") || essence.ends_with("+json")
        });
        let bytes = read(request.into_body()).await?;
        if bytes.is_empty() {
            return Ok(Self(None));
        }
        if !is_json {
            return Err(Error::unsupported_media_type().into());
        }
        let body = json::parse(&bytes)?;
        if let Some(trace) = trace {
            trace.body(&body);
        }
        Ok(Self(Some(body)))
    }
}

async fn read(body: Body) -> Result<axum::body::Bytes, Failed> {
    to_bytes(body, MAX_BODY)
        .await
        .map_err(|_| Error::payload_too_large(MAX_BODY).into())
}
