//! OAuth errors on the wire: `{error, error_description}` (RFC 6749 §5.2).

use axum::Json;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use ostia_identity::failure::{BrokenKind, Failure};
use ostia_protocol::oauth::Error;

/// How a handler of an OAuth endpoint ends without a result.
#[derive(Debug)]
pub struct Failed(pub Failure<Error>);

impl<T: Into<Failure<Error>>> From<T> for Failed {
    fn from(failure: T) -> Self {
        Self(failure.into())
    }
}

impl Failed {
    /// The error that goes onto the wire; what broke is logged here.
    pub fn into_error(self) -> Error {
        match self.0 {
            Failure::Refused(error) => error,
            Failure::Broken(broken) => {
                super::log_broken(&broken);
                match broken.kind {
                    BrokenKind::Unavailable => Error::temporarily_unavailable(),
                    BrokenKind::Internal => Error::server_error(),
                }
            }
        }
    }
}

impl IntoResponse for Failed {
    fn into_response(self) -> Response {
        let error = self.into_error();
        if let Some(detail) = &error.detail {
            tracing::info!(code = error.code.as_str(), %detail, "refused");
        }
        let mut response = (super::status(error.status), Json(&error)).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        // No `WWW-Authenticate`: upstream sends none here, and openid-client would read it instead of `error`.
        headers.insert(header::PRAGMA, HeaderValue::from_static("no-cache"));
        response
    }
}
