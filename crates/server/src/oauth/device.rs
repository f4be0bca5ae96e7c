//! `POST /oauth/device/code` (RFC 8628 §3.1).

use axum::Json;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use ostia_identity::device_authorization;
use ostia_identity::device_codes::{INTERVAL, Issued, LIFETIME};
use serde_json::json;

use crate::error::oauth::Failed;
use crate::extract::{PresentedParameters, RequestContext, presented_client};

/// Gives a device the codes by which somebody lets it in.
pub async fn post(
    context: RequestContext,
    headers: HeaderMap,
    PresentedParameters(parameters): PresentedParameters,
) -> Result<Response, Failed> {
    let presented = presented_client(&headers, &parameters, &context)?;
    let issued = device_authorization::begin(&presented, &parameters, &context).await?;
    let mut response = Json(answer(&issued, &context)).into_response();
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

fn answer(issued: &Issued, context: &RequestContext) -> serde_json::Value {
    let address = format!("{}activate", context.tenant.issuer());
    let user_code = issued.user_code.as_str();
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.append_pair("user_code", user_code);
    json!({
        "device_code": issued.device_code,
        "user_code": user_code,
        "verification_uri": address,
        "expires_in": LIFETIME,
        "interval": INTERVAL,
        "verification_uri_complete": format!("{address}?{}", query.finish()),
    })
}
