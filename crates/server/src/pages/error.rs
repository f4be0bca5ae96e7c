//! Pages that end a flow in words: what happened, what to do, and a reference to look it up by.

use askama::Template;

use super::Screen;
use super::chrome::{Chrome, Link};
use super::headers::Forms;

/// Says what happened and what to do, when an error can't be sent back to the application.
#[derive(Clone, Debug, Template)]
#[template(path = "login/error.html")]
pub struct ErrorPage {
    /// What every page shares.
    pub chrome: Chrome,
    /// What happened.
    pub kind: ErrorKind,
    /// The protocol's error code, for example `invalid_request`.
    pub code: String,
    /// The protocol's description, shown as it is for whoever builds the application.
    pub description: Option<String>,
    /// The correlation id, which `ostia why` explains.
    pub reference: String,
    /// A way back, where there is a safe one.
    pub link: Option<Link>,
}

/// What happened, as far as the person in front of the page is concerned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ErrorKind {
    /// No application has this `client_id`.
    UnknownClient {
        /// As it was asked for.
        client_id: String,
    },
    /// The callback isn't one of the application's.
    CallbackMismatch {
        /// As it was asked for.
        redirect_uri: String,
    },
    /// The address to return to after signing out isn't allowed.
    LogoutUrlMismatch {
        /// As it was asked for.
        return_to: String,
    },
    /// The application's request breaks the protocol.
    InvalidRequest,
    /// The sign-in was declined by its owner, and the answer may not be sent to the application.
    Declined,
    /// The sign-in was refused by a rule of the tenant.
    AccessDenied,
    /// The sign-in took too long, was finished already, or began in another browser.
    Expired,
    /// Too many requests.
    TooManyRequests,
    /// Nothing is at this address.
    NotFound,
    /// The server failed.
    Internal,
}

impl ErrorKind {
    fn screen(&self) -> &'static str {
        match self {
            Self::UnknownClient { .. } => "error-unknown-client",
            Self::CallbackMismatch { .. } => "error-callback-mismatch",
            Self::LogoutUrlMismatch { .. } => "error-logout-url-mismatch",
            Self::InvalidRequest => "error-invalid-request",
            Self::Declined => "error-declined",
            Self::AccessDenied => "error-access-denied",
            Self::Expired => "error-expired",
            Self::TooManyRequests => "error-too-many-requests",
            Self::NotFound => "error-not-found",
            Self::Internal => "error-internal",
        }
    }

    /// What the request named and the page repeats.
    fn subject(&self) -> &str {
        match self {
            Self::UnknownClient { client_id: subject }
            | Self::CallbackMismatch {
                redirect_uri: subject,
            }
            | Self::LogoutUrlMismatch { return_to: subject } => subject,
            _ => "",
        }
    }

    /// Whether somebody chose this outcome, so that nothing is wrong.
    fn is_calm(&self) -> bool {
        *self == Self::Declined
    }
}

/// One message and at most one way on.
#[derive(Clone, Debug, Template)]
#[template(path = "login/message.html")]
pub struct MessagePage {
    /// What every page shares.
    pub chrome: Chrome,
    /// Whether it is news of a success.
    pub kind: MessageKind,
    /// The heading.
    pub title: String,
    /// The text, one paragraph each.
    pub paragraphs: Vec<String>,
    /// A way on.
    pub link: Option<Link>,
}

/// The kind of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MessageKind {
    /// Something to know.
    Notice,
    /// Something went well.
    Success,
}

impl Screen for ErrorPage {
    fn place(&self) -> [&'static str; 2] {
        ["common", self.kind.screen()]
    }

    fn chrome(&self) -> &Chrome {
        &self.chrome
    }

    fn is_prompt(&self) -> bool {
        false
    }

    fn forms(&self) -> Forms {
        Forms::None
    }
}

impl Screen for MessagePage {
    fn place(&self) -> [&'static str; 2] {
        ["common", "message"]
    }

    fn chrome(&self) -> &Chrome {
        &self.chrome
    }

    fn forms(&self) -> Forms {
        Forms::None
    }

    fn values(&self) -> Vec<(&str, &str)> {
        vec![("title", &self.title)]
    }
}
