//! Every error's way onto the wire: one file per form.

pub mod authentication;
pub mod management;
pub mod oauth;
pub mod page;
pub mod scim;

use axum::http::StatusCode;
use ostia_identity::failure::{Broken, BrokenKind};

/// Writes a fault to the log, with its report, and says which status the caller gets.
pub(crate) fn log_broken(broken: &Broken) -> StatusCode {
    match broken.kind {
        BrokenKind::Unavailable => {
            tracing::warn!(report = %broken.report, "the database is away");
            StatusCode::SERVICE_UNAVAILABLE
        }
        BrokenKind::Internal => {
            tracing::error!(report = %broken.report, "a request broke");
            StatusCode::INTERNAL_SERVER_ERROR
        }
    }
}

fn status(code: u16) -> StatusCode {
    StatusCode::from_u16(code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}
