//! The pages that ask an authenticator: a security key, or what is built into a device.

use askama::Template;
use askama::filters::Safe;
use http::StatusCode;

use super::Screen;
use super::assets::WEBAUTHN_SCRIPT;
use super::chrome::{Chrome, Form};
use super::headers::Forms;
use super::response::Nonce;

/// What kind of authenticator a page asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyKind {
    /// One that can be carried along.
    SecurityKey,
    /// What is built into a device.
    Device,
}

impl KeyKind {
    const fn is_device(self) -> bool {
        matches!(self, Self::Device)
    }
}

/// Why an authenticator was not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyProblem {
    /// It was not asked, or did not answer.
    Silent,
    /// The answer is wrong, or came too late.
    Wrong,
    /// There were too many wrong ones.
    TooMany,
    /// Somebody has enrolled it already.
    Taken,
    /// The person has as many methods as can be.
    TooManyMethods,
}

impl KeyProblem {
    /// The status of a page that tells it.
    pub const fn status(self) -> StatusCode {
        match self {
            Self::Silent | Self::Wrong | Self::Taken | Self::TooManyMethods => {
                StatusCode::BAD_REQUEST
            }
            Self::TooMany => StatusCode::TOO_MANY_REQUESTS,
        }
    }

    /// The key of its text.
    pub(super) const fn key(self) -> &'static str {
        match self {
            Self::Silent => "no-answer",
            Self::Wrong => "invalid-answer",
            Self::TooMany => "too-many-failures",
            Self::Taken => "already-enrolled",
            Self::TooManyMethods => "too-many-methods",
        }
    }
}

/// Asks an authenticator, for a new credential or for one that it has. Posts `response` (JSON) or `error` (the
/// browser's name for what went wrong), `rememberBrowser`, and `action=pick-authenticator`.
#[derive(Clone, Debug, Template)]
#[template(path = "login/webauthn.html")]
pub struct KeyPage {
    /// What every page shares.
    pub chrome: Chrome,
    /// Where the form goes.
    pub form: Form,
    /// Lets the script run.
    pub nonce: Nonce,
    /// What kind of authenticator.
    pub kind: KeyKind,
    /// Whether a credential is to be made, and not used.
    pub enrolls: bool,
    /// What it is asked, JSON.
    pub options: String,
    /// What was wrong with the last answer.
    pub problem: Option<KeyProblem>,
    /// Whether there is another factor to choose.
    pub has_alternatives: bool,
}

impl KeyPage {
    fn problem_text(&self) -> Option<Safe<String>> {
        self.problem.map(|problem| self.t(problem.key()))
    }

    const fn way(&self) -> &'static str {
        if self.enrolls { "create" } else { "get" }
    }

    const fn icon(&self) -> &'static str {
        match self.kind {
            KeyKind::SecurityKey => "key",
            KeyKind::Device => "fingerprint",
        }
    }

    fn script_url() -> String {
        WEBAUTHN_SCRIPT.url()
    }
}

impl Screen for KeyPage {
    fn place(&self) -> [&'static str; 2] {
        let screen = match (self.kind, self.enrolls) {
            (KeyKind::SecurityKey, false) => "mfa-webauthn-roaming-challenge",
            (KeyKind::SecurityKey, true) => "mfa-webauthn-roaming-enrollment",
            (KeyKind::Device, false) => "mfa-webauthn-platform-challenge",
            (KeyKind::Device, true) => "mfa-webauthn-platform-enrollment",
        };
        ["mfa-webauthn", screen]
    }

    fn chrome(&self) -> &Chrome {
        &self.chrome
    }

    fn forms(&self) -> Forms {
        Forms::LeadToTheApplication
    }

    fn nonce(&self) -> Option<&Nonce> {
        Some(&self.nonce)
    }
}
