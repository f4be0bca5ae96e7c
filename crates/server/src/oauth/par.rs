//! `POST /oauth/par` (RFC 9126).

use axum::Json;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use ostia_identity::authorize::push;
use serde_json::json;

use crate::error::oauth::Failed;
use crate::extract::{PresentedParameters, RequestContext, presented_client};

/// Takes an authorization request from the client itself.
pub async fn post(
    context: RequestContext,
    headers: HeaderMap,
    PresentedParameters(parameters): PresentedParameters,
) -> Result<Response, Failed> {
    let presented = presented_client(&headers, &parameters, &context)?;
    let pushed = push::push(&presented, parameters, &context).await?;
    let body = json!({ "request_uri": pushed.request_uri, "expires_in": pushed.expires_in });
    let mut response = (StatusCode::CREATED, Json(body)).into_response();
    let no_store = HeaderValue::from_static("no-store");
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, no_store);
    Ok(response)
}
