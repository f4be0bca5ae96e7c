//! `/mfa/…`: users manage and prove their second factors through an application.

use axum::Json;
use axum::extract::Path;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use ostia_identity::mfa::api;
use ostia_identity::token::PresentedClient;
use ostia_protocol::oauth::Error;
use serde_json::Value;

use crate::error::oauth::Failed;
use crate::extract::{PresentedParameters, RequestContext, presented_client};

/// `POST /mfa/challenge`
///
/// # Errors
/// What OAuth endpoints answer.
pub async fn challenge(
    context: RequestContext,
    headers: HeaderMap,
    PresentedParameters(parameters): PresentedParameters,
) -> Result<Response, Failed> {
    let presented = presented_client(&headers, &parameters, &context)?;
    let answer = api::challenge(&presented, &parameters, &context).await?;
    Ok(uncached(&answer))
}

/// `POST /mfa/associate`
///
/// # Errors
/// What OAuth endpoints answer.
pub async fn associate(
    context: RequestContext,
    headers: HeaderMap,
    PresentedParameters(parameters): PresentedParameters,
) -> Result<Response, Failed> {
    let token = bearer(&headers)?;
    let presented = PresentedClient::gather(None, &parameters)?;
    let answer = api::associate(token, &presented, &parameters, &context).await?;
    Ok(uncached(&answer))
}

/// `GET /mfa/authenticators`
///
/// # Errors
/// What OAuth endpoints answer.
pub async fn authenticators(
    context: RequestContext,
    headers: HeaderMap,
) -> Result<Response, Failed> {
    let answer = api::list(bearer(&headers)?, &context).await?;
    Ok(uncached(&answer))
}

/// `DELETE /mfa/authenticators/{id}`
///
/// # Errors
/// What OAuth endpoints answer.
pub async fn remove(
    context: RequestContext,
    headers: HeaderMap,
    Path(id): Path<String>,
) -> Result<Response, Failed> {
    api::remove(bearer(&headers)?, &id, &context).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

fn bearer(headers: &HeaderMap) -> Result<&str, Error> {
    let header = headers.get(header::AUTHORIZATION);
    let text = header.and_then(|value| value.to_str().ok());
    let token = text
        .and_then(|text| text.split_once(' '))
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"));
    token
        .map(|(_, token)| token.trim())
        .ok_or_else(|| Error::invalid_token("No token was presented"))
}

fn uncached(answer: &Value) -> Response {
    let mut response = Json(answer).into_response();
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
