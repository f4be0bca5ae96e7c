//! Discovery and the public keys.

use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use ostia_identity::signing_keys;

use crate::error::oauth::Failed;
use crate::extract::RequestContext;

/// How long answers may be cached, in seconds: a new key is published long before it signs.
const CACHE: &str = "public, max-age=15, stale-while-revalidate=15, stale-if-error=86400";

/// `/.well-known/openid-configuration` (OpenID Connect Discovery §4).
pub async fn openid_configuration(context: RequestContext) -> Response {
    cached(context.tenant.openid_configuration())
}

/// `/.well-known/oauth-authorization-server` (RFC 8414 §3): the same, and the grants.
pub async fn authorization_server(context: RequestContext) -> Response {
    cached(context.tenant.authorization_server_metadata())
}

/// `/.well-known/jwks.json` (RFC 7517 §5).
pub async fn jwks(context: RequestContext) -> Result<Response, Failed> {
    let ring = signing_keys::ring(&context).await?;
    Ok(cached(
        ring.published(!context.tenant.settings.hides_alg_in_jwks),
    ))
}

fn cached(json: &str) -> Response {
    let mut response = json.to_owned().into_response();
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/json"),
    );
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(CACHE));
    response
}
