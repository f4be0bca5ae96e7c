//! The page that offers a passkey after a login, and what the log-in pages say of those that there are.

use askama::Template;
use askama::filters::Safe;
use http::StatusCode;

use super::Screen;
use super::assets::WEBAUTHN_SCRIPT;
use super::chrome::{Chrome, Form};
use super::headers::Forms;
use super::response::Nonce;

/// What a log-in page asks of passkeys.
#[derive(Clone, Debug)]
pub struct PasskeyOffer {
    /// Lets the script run.
    pub nonce: Nonce,
    /// What the browser is asked, JSON.
    pub options: String,
    /// Whether there is a button.
    pub by_button: bool,
    /// Whether the browser offers them with the names that it remembers.
    pub by_autofill: bool,
}

impl PasskeyOffer {
    pub(super) fn script_url() -> String {
        WEBAUTHN_SCRIPT.url()
    }
}

/// What browsers may fill into the field for the name.
pub(super) fn autocomplete(offer: Option<&PasskeyOffer>) -> &'static str {
    if offer.is_some_and(|offer| offer.by_autofill) {
        "username webauthn"
    } else {
        "username"
    }
}

/// Why there is no passkey.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PasskeyProblem {
    /// The browser made none.
    Silent,
    /// What it made is wrong, or came too late.
    Wrong,
    /// Somebody has it already.
    Taken,
    /// The person has as many methods as can be.
    TooManyMethods,
}

impl PasskeyProblem {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Silent, Self::Wrong, Self::Taken, Self::TooManyMethods];

    /// The status of a page that tells it.
    pub const STATUS: StatusCode = StatusCode::BAD_REQUEST;

    /// The key of its text.
    pub(super) const fn key(self) -> &'static str {
        match self {
            Self::Silent => "no-answer",
            Self::Wrong => "invalid-answer",
            Self::Taken => "already-enrolled",
            Self::TooManyMethods => "too-many-methods",
        }
    }
}

/// Offers a passkey. Posts `response` (JSON) or `error` (the browser's name for what went wrong), or `action=abort-passkey-enrollment`.
#[derive(Clone, Debug, Template)]
#[template(path = "login/passkey_enrollment.html")]
pub struct PasskeyPage {
    /// What every page shares.
    pub chrome: Chrome,
    /// Where the form goes.
    pub form: Form,
    /// Lets the script run.
    pub nonce: Nonce,
    /// What the browser is asked, JSON.
    pub options: String,
    /// What was wrong with the last answer.
    pub problem: Option<PasskeyProblem>,
    /// Where to leave the page for; where there is nothing, a login goes on without.
    pub back: Option<String>,
}

impl PasskeyPage {
    fn problem_text(&self) -> Option<Safe<String>> {
        self.problem.map(|problem| self.t(problem.key()))
    }

    fn script_url() -> String {
        WEBAUTHN_SCRIPT.url()
    }
}

impl Screen for PasskeyPage {
    fn place(&self) -> [&'static str; 2] {
        ["passkeys", "passkey-enrollment"]
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
