//! Discovery and the public keys.

use axum::Json;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use ostia_identity::context::Context;
use ostia_identity::signing_keys;
use ostia_protocol::oidc::{Discovery, Feature};
use serde::Serialize;

use crate::error::oauth::Failed;
use crate::extract::RequestContext;

/// How long answers may be cached, in seconds: a new key is published long before it signs.
const CACHE: &str = "public, max-age=15, stale-while-revalidate=15, stale-if-error=86400";

/// `/.well-known/openid-configuration` (OpenID Connect Discovery §4).
pub async fn openid_configuration(context: RequestContext) -> Response {
    cached(&discovery(&context))
}

/// `/.well-known/oauth-authorization-server` (RFC 8414 §3): the same, and the grants.
pub async fn authorization_server(context: RequestContext) -> Response {
    cached(&discovery(&context).with_grant_types())
}

fn discovery(context: &Context) -> Discovery {
    let settings = &context.tenant.settings;
    let mut features = vec![Feature::PrivateKeyJwt];
    if settings.discovers_end_session {
        features.push(Feature::EndSession);
    }
    if settings.authorization_response_iss {
        features.push(Feature::IssuerInResponse);
    }
    Discovery::new(&context.tenant.issuer(), &features)
}

/// `/.well-known/jwks.json` (RFC 7517 §5).
pub async fn jwks(context: RequestContext) -> Result<Response, Failed> {
    let ring = signing_keys::ring(&context).await?;
    Ok(cached(
        &ring.jwks(!context.tenant.settings.hides_alg_in_jwks),
    ))
}

fn cached<T: Serialize>(document: &T) -> Response {
    let mut response = Json(document).into_response();
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, HeaderValue::from_static(CACHE));
    response
}
