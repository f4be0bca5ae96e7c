//! The Management API's errors on the wire: `{statusCode, error, message, errorCode?}`.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use ostia_identity::failure::{Broken, BrokenKind, ManagementFailure};
use ostia_protocol::auth0::management_error::Error;

/// What the log is told of a refusal and the caller isn't; it stays with the response as far as the log.
#[derive(Clone, Debug)]
pub struct Detail(pub String);

/// How a handler of the Management API ends without a result.
#[derive(Debug)]
pub struct Failed(ManagementFailure);

impl<T: Into<ManagementFailure>> From<T> for Failed {
    fn from(failure: T) -> Self {
        Self(failure.into())
    }
}

impl IntoResponse for Failed {
    fn into_response(self) -> Response {
        let error = match self.0 {
            ManagementFailure::Refused(error) => error,
            ManagementFailure::Broken(broken) => of_broken(&broken),
        };
        if let Some(detail) = &error.detail {
            tracing::info!(status = error.status, message = %error.message, %detail, "refused");
        }
        let mut response = (super::status(error.status), Json(&error)).into_response();
        if let Some(detail) = error.detail {
            response.extensions_mut().insert(Detail(detail));
        }
        let headers = response.headers_mut();
        headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/json; charset=utf-8"),
        );
        if error.status == StatusCode::UNAUTHORIZED {
            headers.insert(
                header::WWW_AUTHENTICATE,
                HeaderValue::from_static("Bearer error=\"Invalid token\""),
            );
        }
        response
    }
}

fn of_broken(broken: &Broken) -> Error {
    super::log_broken(broken);
    match broken.kind {
        BrokenKind::Unavailable => Error::service_unavailable(),
        BrokenKind::Internal => Error::internal(),
    }
}
