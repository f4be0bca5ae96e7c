//! Discovery and the public keys: documents that a tenant publishes, written once and then only sent.

use axum::body::{Body, Bytes};
use axum::http::{HeaderValue, Method, header};
use axum::response::{IntoResponse, Response};
use ostia_identity::context::Context;
use ostia_identity::failure::Broken;
use ostia_identity::signing_keys;

use crate::error::oauth::Failed;
use crate::extract::RequestContext;

/// How long answers may be cached, in seconds: a new key is published long before it signs.
const CACHE: &str = "public, max-age=15, stale-while-revalidate=15, stale-if-error=86400";

/// A document that everybody fetches, and nobody needs to prove anything for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Document {
    /// OpenID Connect Discovery §4.
    OpenidConfiguration,
    /// The same, and the grants (RFC 8414 §3).
    AuthorizationServer,
    /// The public keys (RFC 7517 §5).
    KeySet,
}

impl Document {
    const ALL: [Self; 3] = [
        Self::OpenidConfiguration,
        Self::AuthorizationServer,
        Self::KeySet,
    ];

    /// Where it is.
    pub const fn path(self) -> &'static str {
        match self {
            Self::OpenidConfiguration => "/.well-known/openid-configuration",
            Self::AuthorizationServer => "/.well-known/oauth-authorization-server",
            Self::KeySet => "/.well-known/jwks.json",
        }
    }

    /// The document that a request is for, if it is a plain `GET` of one.
    pub fn asked_for(method: &Method, path: &str) -> Option<Self> {
        if *method != Method::GET || !path.starts_with("/.well-known/") {
            return None;
        }
        Self::ALL
            .into_iter()
            .find(|document| document.path() == path)
    }

    /// The response with the document.
    pub async fn answer(self, context: &Context) -> Response {
        match self.text(context).await {
            Ok(json) => cached(json),
            Err(broken) => Failed::from(broken).into_response(),
        }
    }

    async fn text(self, context: &Context) -> Result<Bytes, Broken> {
        Ok(match self {
            Self::OpenidConfiguration => context.tenant.openid_configuration(),
            Self::AuthorizationServer => context.tenant.authorization_server_metadata(),
            Self::KeySet => signing_keys::ring(context)
                .await?
                .published(!context.tenant.settings.hides_alg_in_jwks),
        })
    }
}

/// `/.well-known/openid-configuration`.
pub async fn openid_configuration(context: RequestContext) -> Response {
    Document::OpenidConfiguration.answer(&context).await
}

/// `/.well-known/oauth-authorization-server`.
pub async fn authorization_server(context: RequestContext) -> Response {
    Document::AuthorizationServer.answer(&context).await
}

/// `/.well-known/jwks.json`.
pub async fn jwks(context: RequestContext) -> Response {
    Document::KeySet.answer(&context).await
}

fn cached(json: Bytes) -> Response {
    let mut response = Response::new(Body::from(json));
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/json"),
    );
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(CACHE));
    response
}
