//! SCIM's errors on the wire.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use ostia_identity::failure::{Broken, Failure};
use ostia_protocol::scim::{Error, MEDIA_TYPE};
use serde_json::Value;

/// How a handler of `/scim/v2/*` ends without a result.
#[derive(Debug)]
pub struct Failed(pub Failure<Error>);

impl From<Error> for Failed {
    fn from(error: Error) -> Self {
        Self(Failure::Refused(error))
    }
}

impl From<Broken> for Failed {
    fn from(broken: Broken) -> Self {
        Self(Failure::Broken(broken))
    }
}

impl From<Failure<Error>> for Failed {
    fn from(failure: Failure<Error>) -> Self {
        Self(failure)
    }
}

impl IntoResponse for Failed {
    fn into_response(self) -> Response {
        let error = match self.0 {
            Failure::Refused(error) => error,
            Failure::Broken(broken) => Error {
                status: super::log_broken(&broken).as_u16(),
                kind: None,
                detail: "Something went wrong here; try again later.".into(),
            },
        };
        let mut response = message(super::status(error.status), &error.body());
        if error.status == 401 {
            let challenge = HeaderValue::from_static("Bearer");
            let headers = response.headers_mut();
            headers.insert(header::WWW_AUTHENTICATE, challenge);
        }
        response
    }
}

/// A body of SCIM.
pub fn message(status: StatusCode, body: &Value) -> Response {
    let kind = HeaderValue::from_static(MEDIA_TYPE);
    (status, [(header::CONTENT_TYPE, kind)], body.to_string()).into_response()
}
