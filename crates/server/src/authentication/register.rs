//! `POST /oidc/register`: Dynamic Client Registration (RFC 7591 §3).

use axum::Json;
use axum::body::to_bytes;
use axum::extract::Request;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use ostia_identity::registration;
use ostia_protocol::auth0::json;
use ostia_protocol::oauth::Error;
use serde_json::Value;

use crate::error::oauth::Failed;
use crate::extract::RequestContext;

/// The longest metadata, in bytes: anybody may send it, and it is stored.
const MAX_METADATA: usize = 64 * 1024;

/// `POST /oidc/register`
///
/// # Errors
/// 400 for metadata that can't be registered, 404 where the tenant has registration off; or when the database is away.
pub async fn post(context: RequestContext, request: Request) -> Result<Response, Failed> {
    let metadata = read(request).await?;
    let registered = registration::register(&metadata, &context).await?;
    let mut response = (StatusCode::CREATED, Json(registered)).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::PRAGMA, HeaderValue::from_static("no-cache"));
    Ok(response)
}

async fn read(request: Request) -> Result<Value, Error> {
    let bytes = to_bytes(request.into_body(), MAX_METADATA)
        .await
        .map_err(|_| Error::invalid_client_metadata("The metadata is larger than 64 KB"))?;
    json::parse(&bytes).map_err(|error| {
        Error::invalid_client_metadata("The body must be a JSON object")
            .with_detail(error.message.into_owned())
    })
}
