//! `/scim/v2/connections/{connection}`: what a directory calls to provision the users of its connection (RFC 7644). Not
//! part of the Management API: its tokens, its messages and its errors are SCIM's.

mod description;
mod users;

use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{FromRequest, FromRequestParts, Path, Request};
use axum::http::request::Parts;
use axum::http::{Method, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use ostia_identity::logs::{Entry, Event};
use ostia_identity::scim::{self, Directory};
use ostia_protocol::auth0::json;
use ostia_protocol::scim::Error;
use serde_json::Value;

use crate::app::App;
use crate::error::scim::Failed;
use crate::extract::RequestContext;

/// The longest body, in bytes.
const MAX_BODY: usize = 64 * 1024;

/// Everything that a directory finds.
pub fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/Users", get(users::list).post(users::create))
        .route("/.search", post(users::search))
        .route("/Users/.search", post(users::search))
        .route(
            "/Users/{id}",
            get(users::read)
                .put(users::replace)
                .patch(users::patch)
                .delete(users::delete),
        )
        .route("/ServiceProviderConfig", get(description::service_provider))
        .route("/ResourceTypes", get(description::resource_types))
        .route("/ResourceTypes/{id}", get(description::resource_type))
        .route("/Schemas", get(description::schemas))
        .route("/Schemas/{id}", get(description::schema))
        .fallback(async || Failed::from(Error::not_found()).into_response())
        .method_not_allowed_fallback(async || {
            Failed::from(Error::method_not_allowed()).into_response()
        })
}

/// A directory that has proved itself, and what it asked.
#[derive(Debug)]
pub struct Caller {
    directory: Directory,
    context: RequestContext,
    method: Method,
    path: String,
    query: Vec<(String, String)>,
}

impl FromRequestParts<Arc<App>> for Caller {
    type Rejection = Failed;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Failed> {
        let not_found = |_| Failed::from(Error::not_found());
        let Path(places): Path<std::collections::HashMap<String, String>> =
            Path::from_request_parts(parts, app)
                .await
                .map_err(not_found)?;
        let context = RequestContext::from_request_parts(parts, app).await;
        let context = context.map_err(|_| Failed::from(Error::not_found()))?;
        let connection = places.get("connection").map(String::as_str);
        let directory = scim::admit(connection.unwrap_or_default(), token(parts), &context).await?;
        Ok(Self {
            directory,
            context,
            method: parts.method.clone(),
            path: parts.uri.path().to_owned(),
            query: url::form_urlencoded::parse(parts.uri.query().unwrap_or_default().as_bytes())
                .into_owned()
                .collect(),
        })
    }
}

fn token(parts: &Parts) -> Option<&str> {
    let header = parts.headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = header.split_once(' ')?;
    Some(token.trim()).filter(|_| scheme.eq_ignore_ascii_case("bearer"))
}

impl Caller {
    /// Writes into the log what became of a request that wanted to change something.
    fn log(&self, action: &str, body: &Value, result: Result<u16, &Error>) {
        let event = match result {
            Ok(_) => Event::ProvisioningSucceeded,
            Err(_) => Event::ProvisioningFailed,
        };
        // An entry has an object there, or nothing.
        let mut body = Some(body).filter(|body| body.is_object()).cloned();
        if let Some(body) = &mut body {
            hide_passwords(body);
        }
        let origin = &self.context.origin;
        let query: serde_json::Map<String, Value> = self
            .query
            .iter()
            .map(|(name, value)| (name.clone(), Value::from(value.as_str())))
            .collect();
        let request = serde_json::json!({
            "method": self.method.as_str().to_lowercase(),
            "path": self.path,
            "query": query,
            "userAgent": origin.user_agent,
            "ip": origin.ip_text(),
            "body": body,
        });
        let (status, description) = match result {
            Ok(status) => (status, action.replace('_', " ")),
            Err(error) => (error.status, error.detail.to_string()),
        };
        let entry = Entry::new(event)
            .description(description)
            .connection(&self.directory.connection)
            .detail("action", action)
            .detail("connection_id", self.directory.connection.id.as_str())
            .detail("request", request)
            .detail("response", serde_json::json!({ "statusCode": status }));
        entry.record(&self.context);
    }
}

/// Directories may send passwords, which are not kept and are nobody's to read.
fn hide_passwords(value: &mut Value) {
    match value {
        Value::Object(members) => {
            let is_of_password = members.iter().any(|(name, value)| {
                let path = value.as_str().unwrap_or_default();
                name.eq_ignore_ascii_case("path") && path.to_lowercase().ends_with("password")
            });
            members.retain(|name, _| {
                let name = name.to_lowercase();
                !(name.ends_with("password") || is_of_password && name == "value")
            });
            members.values_mut().for_each(hide_passwords);
        }
        Value::Array(values) => values.iter_mut().for_each(hide_passwords),
        _ => {}
    }
}

/// A body of JSON, bounded in size and depth.
#[derive(Debug)]
pub struct Message(Value);

impl<S: Send + Sync> FromRequest<S> for Message {
    type Rejection = Failed;

    async fn from_request(request: Request, _: &S) -> Result<Self, Failed> {
        let kind = request.headers().get(header::CONTENT_TYPE);
        let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        let essence = kind.split(';').next().unwrap_or_default().trim();
        let is_json = essence.is_empty()
            || essence.eq_ignore_ascii_case("application/json")
            || essence.to_ascii_lowercase().ends_with("+json");
        if !is_json {
            return Err(Error::syntax("The body has to be application/scim+json.").into());
        }
        Ok(Self(read(request.into_body()).await?))
    }
}

async fn read(body: Body) -> Result<Value, Error> {
    let bytes = to_bytes(body, MAX_BODY)
        .await
        .map_err(|_| Error::too_large())?;
    json::parse(&bytes).map_err(|error| Error::syntax(error.message.into_owned()))
}

/// An answer, with where the resource is.
fn resource(status: axum::http::StatusCode, resource: serde_json::Map<String, Value>) -> Response {
    let resource = Value::Object(resource);
    let location = resource.pointer("/meta/location").and_then(Value::as_str);
    let location = location.and_then(|url| header::HeaderValue::from_str(url).ok());
    let mut response = crate::error::scim::message(status, &resource);
    if let Some(location) = location {
        response.headers_mut().insert(header::LOCATION, location);
    }
    response
}
