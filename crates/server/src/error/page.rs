//! Errors that are shown to a person, because there is nobody who could be told.

use axum::http::StatusCode;
use axum::response::Response;
use ostia_identity::authorize::{Stopped, Untrusted};
use ostia_identity::failure::{Broken, BrokenKind, Failure};
use ostia_protocol::oauth::{Error, ErrorCode};

use crate::login::respond::{self, View};
use crate::pages::{ErrorKind, ErrorPage};

/// `/authorize` stopped before or after its target was trusted.
pub fn stopped(view: &View<'_>, stopped: Stopped) -> Response {
    match stopped {
        Stopped::Shown(Untrusted::Request(error)) => unreadable(view, error),
        Stopped::Shown(Untrusted::Client { client_id }) => {
            let error = Error::invalid_request(format!("Unknown client: {}", bounded(&client_id)));
            show(
                view,
                StatusCode::BAD_REQUEST,
                ErrorKind::UnknownClient {
                    client_id: bounded(&client_id),
                },
                error,
            )
        }
        Stopped::Shown(Untrusted::Callback {
            client: _,
            redirect_uri,
        }) => {
            let kind = ErrorKind::CallbackMismatch {
                redirect_uri: bounded(&redirect_uri),
            };
            let text = "The provided redirect_uri is not in the list of allowed callback URLs.";
            show(
                view,
                StatusCode::FORBIDDEN,
                kind,
                Error::unauthorized_client(text),
            )
        }
        Stopped::ShownFor(_, error) => {
            let kind = match error.code {
                ErrorCode::AccessDenied => ErrorKind::Declined,
                ErrorCode::InvalidRequest => ErrorKind::InvalidRequest,
                _ => ErrorKind::AccessDenied,
            };
            show(view, StatusCode::FORBIDDEN, kind, error)
        }
        Stopped::Over => expired(view),
        Stopped::Broken(broken) => self::broken(view, &broken),
    }
}

/// The request can't be read.
pub fn unreadable(view: &View<'_>, error: Error) -> Response {
    let status = StatusCode::from_u16(error.status).unwrap_or(StatusCode::BAD_REQUEST);
    let kind = if status.is_server_error() {
        ErrorKind::Internal
    } else {
        ErrorKind::InvalidRequest
    };
    show(view, status, kind, error)
}

/// A verb ended without a result, and there is nobody who could be told.
pub fn failed(view: &View<'_>, failure: Failure) -> Response {
    match failure {
        Failure::Refused(error) => unreadable(view, error),
        Failure::Broken(broken) => self::broken(view, &broken),
    }
}

/// The transaction is over, was begun in another browser, or its form was forged.
pub fn expired(view: &View<'_>) -> Response {
    show(
        view,
        StatusCode::BAD_REQUEST,
        ErrorKind::Expired,
        Error::invalid_request("The login is over or was begun elsewhere"),
    )
}

/// Log-out may not lead there.
pub fn logout_url_mismatch(view: &View<'_>, url: &str) -> Response {
    let url = bounded(url);
    let text = format!(
        "The \"returnTo\" querystring parameter \"{url}\" is not defined as a valid URL in \"Allowed Logout URLs\""
    );
    let error = Error::invalid_request(text);
    show(
        view,
        StatusCode::BAD_REQUEST,
        ErrorKind::LogoutUrlMismatch { return_to: url },
        error,
    )
}

/// Nothing is at this address.
pub fn not_found(view: &View<'_>) -> Response {
    show(
        view,
        StatusCode::NOT_FOUND,
        ErrorKind::NotFound,
        Error::invalid_request("There is no such page"),
    )
}

/// A fault of ours.
pub fn broken(view: &View<'_>, broken: &Broken) -> Response {
    let status = super::log_broken(broken);
    let error = match broken.kind {
        BrokenKind::Unavailable => Error::temporarily_unavailable(),
        BrokenKind::Internal => Error::server_error(),
    };
    show(view, status, ErrorKind::Internal, error)
}

fn show(view: &View<'_>, status: StatusCode, kind: ErrorKind, error: Error) -> Response {
    let page = ErrorPage {
        chrome: respond::chrome(view, None, &[]),
        kind,
        code: error.code.as_str().to_owned(),
        description: error.description.map(std::borrow::Cow::into_owned),
        reference: view.context.origin.correlation_id.clone(),
        link: None,
    };
    respond::page(status, &page)
}

fn bounded(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(200).collect()
}
