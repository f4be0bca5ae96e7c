//! Errors of the older authentication endpoints on the wire.

use axum::Json;
use axum::response::{IntoResponse, Response};
use ostia_identity::failure::{Broken, Failure};
use ostia_protocol::auth0::authentication_error::Error;
use ostia_protocol::oauth;

/// How a handler of `/dbconnections/*` ends without a result.
#[derive(Debug)]
pub struct Failed(Failure<Error>);

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
        match self.0 {
            Failure::Refused(error) => {
                (super::status(error.status()), Json(&error)).into_response()
            }
            // A fault looks the same at every authentication endpoint.
            Failure::Broken(broken) => {
                super::oauth::Failed(Failure::<oauth::Error>::Broken(broken)).into_response()
            }
        }
    }
}
