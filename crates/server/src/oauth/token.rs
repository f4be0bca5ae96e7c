//! `POST /oauth/token`.

use axum::Json;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use ostia_identity::clients;
use ostia_identity::token;

use super::cors;
use crate::error::oauth::Failed;
use crate::extract::{PresentedParameters, RequestContext, presented_client};

/// Exchanges a grant for tokens.
pub async fn post(
    context: RequestContext,
    headers: HeaderMap,
    PresentedParameters(parameters): PresentedParameters,
) -> Result<Response, Failed> {
    let presented = presented_client(&headers, &parameters, &context)?;
    let response = match token::exchange(&presented, &parameters, &context).await {
        Ok(tokens) => uncached(Json(tokens).into_response()),
        Err(failure) => Failed::from(failure).into_response(),
    };
    if !headers.contains_key(header::ORIGIN) {
        return Ok(response);
    }
    Ok(match client_of(presented.id(), &context).await? {
        Some(client) => cors::narrow(response, &client, &headers),
        None => response,
    })
}

async fn client_of(
    id: Option<&str>,
    context: &RequestContext,
) -> Result<Option<std::sync::Arc<clients::Client>>, Failed> {
    match id {
        Some(named) => Ok(clients::find_named(named, context).await?),
        None => Ok(None),
    }
}

fn uncached(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::PRAGMA, HeaderValue::from_static("no-cache"));
    response
}
