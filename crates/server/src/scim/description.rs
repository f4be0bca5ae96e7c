//! What a directory asks first: what is served, and how.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use ostia_protocol::scim::{Error, description};
use serde_json::Value;

use super::Caller;
use crate::error::scim::{Failed, message};

/// `GET /ServiceProviderConfig`
pub async fn service_provider(caller: Caller) -> Response {
    let base = caller.directory.base(&caller.context);
    message(StatusCode::OK, &description::service_provider(&base))
}

/// `GET /ResourceTypes`
pub async fn resource_types(caller: Caller) -> Response {
    all(&description::resource_types(
        &caller.directory.base(&caller.context),
    ))
}

/// `GET /ResourceTypes/{id}`
///
/// # Errors
/// 404.
pub async fn resource_type(
    Path((_, id)): Path<(String, String)>,
    caller: Caller,
) -> Result<Response, Failed> {
    let types = description::resource_types(&caller.directory.base(&caller.context));
    one(&types, &id)
}

/// `GET /Schemas`
pub async fn schemas(caller: Caller) -> Response {
    all(&description::schemas(
        &caller.directory.base(&caller.context),
    ))
}

/// `GET /Schemas/{id}`
///
/// # Errors
/// 404.
pub async fn schema(
    Path((_, id)): Path<(String, String)>,
    caller: Caller,
) -> Result<Response, Failed> {
    let schemas = description::schemas(&caller.directory.base(&caller.context));
    one(&schemas, &id)
}

fn all(things: &[Value]) -> Response {
    let total = u64::try_from(things.len()).unwrap_or(u64::MAX);
    message(StatusCode::OK, &description::page(things, total, 1))
}

fn one(things: &[Value], id: &str) -> Result<Response, Failed> {
    let has_id = |thing: &&Value| {
        let own = thing.get("id").and_then(Value::as_str);
        own.is_some_and(|own| own.eq_ignore_ascii_case(id))
    };
    let found = things.iter().find(has_id).ok_or_else(Error::not_found)?;
    Ok(message(StatusCode::OK, found))
}
