//! The Management API v2, one file per noun. Handlers are thin: who may, parse, ask the noun, project.

pub mod audit;
pub mod client_grants;
pub mod clients;
pub mod connections;
pub mod grants;
pub mod keys;
pub mod resource_servers;
pub mod tenant_settings;
pub mod users;

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use ostia_protocol::auth0::schema::Schema;
use serde::Serialize;
use serde_json::Value;

use crate::error::management::Failed;

/// What every handler ends with.
pub type Answer = Result<Response, Failed>;

/// An answer with a body.
pub fn answer(status: StatusCode, body: &impl Serialize) -> Response {
    let mut response = (status, Json(body)).into_response();
    response.headers_mut().insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/json; charset=utf-8"),
    );
    response
}

/// An answer that says nothing but that it is done.
pub fn done() -> Response {
    StatusCode::NO_CONTENT.into_response()
}

/// Adds `fields` and `include_fields` to an endpoint's query schema. What they may name,
/// [`Fields::parse`](ostia_protocol::auth0::fields::Fields::parse) knows.
pub fn with_fields(query: Schema) -> Schema {
    query
        .member("fields", Schema::string())
        .member("include_fields", Schema::any())
}

/// A text parameter of a query that its schema accepted; an empty one counts as absent.
pub fn text(query: &Value, name: &str) -> Option<String> {
    let text = query.get(name).and_then(Value::as_str);
    text.filter(|text| !text.is_empty()).map(str::to_owned)
}
