//! `POST /oauth/revoke` (RFC 7009).

use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use ostia_identity::token::revocation;

use super::cors;
use crate::error::oauth::Failed;
use crate::extract::{PresentedParameters, RequestContext, presented_client};

/// Ends a refresh token. An unknown one is ended already: 200 (RFC 7009 §2.2).
pub async fn post(
    context: RequestContext,
    headers: HeaderMap,
    PresentedParameters(parameters): PresentedParameters,
) -> Result<Response, Failed> {
    let presented = presented_client(&headers, &parameters, &context)?;
    let client = revocation::revoke(&presented, &parameters, &context).await?;
    Ok(cors::narrow(
        StatusCode::OK.into_response(),
        &client,
        &headers,
    ))
}
