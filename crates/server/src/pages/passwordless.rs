//! The pages of logins without a password: the address, the code that was sent to it, and the link.

use askama::Template;
use askama::filters::Safe;
use http::StatusCode;

use super::chrome::{Chrome, Form, Verification};
use super::headers::Forms;
use super::response::Nonce;
use super::{CodeProblem, Screen};

/// What an address is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AddressKind {
    /// An e-mail address.
    Email,
    /// A telephone number.
    Phone,
}

impl AddressKind {
    /// Whether it is an e-mail address.
    pub(super) fn is_email(self) -> bool {
        self == Self::Email
    }

    /// Which keyboard a phone shows, and what kind of field it is.
    fn input_mode(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Phone => "tel",
        }
    }

    /// What a browser may fill in.
    fn autocomplete(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Phone => "tel",
        }
    }
}

/// Why no code was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AddressProblem {
    /// Nothing was typed.
    Missing,
    /// It is no such address.
    Invalid,
    /// Too many codes were sent there, or from here.
    TooMany,
}

impl AddressProblem {
    /// The status of a page that tells it.
    pub const fn status(self) -> StatusCode {
        match self {
            Self::Missing | Self::Invalid => StatusCode::BAD_REQUEST,
            Self::TooMany => StatusCode::TOO_MANY_REQUESTS,
        }
    }

    const fn key(self) -> &'static str {
        match self {
            Self::Missing => "no-address",
            Self::Invalid => "invalid-address",
            Self::TooMany => "too-many-codes",
        }
    }
}

/// What a page about an address is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AddressPurpose {
    /// To log in with it.
    LogIn,
    /// To get codes there from now on, as a second factor.
    Enroll,
}

/// Asks where to send a code. Posts `address`, and `action=default` or another that the page offers.
#[derive(Clone, Debug, Template)]
#[template(path = "login/address.html")]
pub struct AddressPage {
    /// What every page shares.
    pub chrome: Chrome,
    /// Where the form goes.
    pub form: Form,
    /// What is asked for.
    pub kind: AddressKind,
    /// What for.
    pub purpose: AddressPurpose,
    /// What was typed before, or is known.
    pub address: String,
    /// What was wrong with it.
    pub problem: Option<AddressProblem>,
    /// Where to log in with a password, where that is possible.
    pub login_url: Option<String>,
    /// Whether there is another factor to choose.
    pub has_alternatives: bool,
}

impl AddressPage {
    fn problem_text(&self) -> Option<Safe<String>> {
        self.problem.map(|problem| self.t(problem.key()))
    }
}

impl Screen for AddressPage {
    fn place(&self) -> [&'static str; 2] {
        match (self.purpose, self.kind) {
            (AddressPurpose::LogIn, AddressKind::Email) => {
                ["login-passwordless", "login-passwordless-email"]
            }
            (AddressPurpose::LogIn, AddressKind::Phone) => {
                ["login-passwordless", "login-passwordless-sms"]
            }
            (AddressPurpose::Enroll, AddressKind::Email) => ["mfa-email", "mfa-email-enrollment"],
            (AddressPurpose::Enroll, AddressKind::Phone) => ["mfa-sms", "mfa-sms-enrollment"],
        }
    }

    fn chrome(&self) -> &Chrome {
        &self.chrome
    }

    fn forms(&self) -> Forms {
        Forms::LeadToTheApplication
    }

    fn nonce(&self) -> Option<&Nonce> {
        self.form.nonce()
    }
}

/// What a page about a code that was sent is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SentCodePurpose {
    /// To log in with it.
    LogIn,
    /// To prove a second factor.
    Challenge,
    /// To show that a second factor works.
    Enroll,
}

/// Asks for the code that was sent. Posts `code`, `rememberBrowser`, and as `action` `default`, `resend`,
/// `change-address` or `pick-authenticator`.
#[derive(Clone, Debug, Template)]
#[template(path = "login/sent_code.html")]
pub struct SentCodePage {
    /// What every page shares.
    pub chrome: Chrome,
    /// Where the form goes.
    pub form: Form,
    /// Where it was sent.
    pub kind: AddressKind,
    /// What it is for.
    pub purpose: SentCodePurpose,
    /// Where to, as the person may see it.
    pub address: String,
    /// What was wrong with the last code.
    pub problem: Option<SentCodeProblem>,
    /// Whether a new code was sent just now.
    pub was_resent: bool,
    /// Whether there is another factor to choose.
    pub has_alternatives: bool,
}

/// Why a code that was sent didn't go through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SentCodeProblem {
    /// As with other codes.
    Code(CodeProblem),
    /// No further one is sent now.
    TooManySent,
    /// The account is blocked.
    Blocked,
}

impl SentCodeProblem {
    /// The status of a page that tells it.
    pub const fn status(self) -> StatusCode {
        match self {
            Self::Code(problem) => problem.status(),
            Self::TooManySent => StatusCode::TOO_MANY_REQUESTS,
            Self::Blocked => StatusCode::BAD_REQUEST,
        }
    }

    const fn key(self) -> &'static str {
        match self {
            Self::Code(problem) => problem.key(),
            Self::TooManySent => "too-many-codes",
            Self::Blocked => "user-blocked",
        }
    }
}

impl SentCodePage {
    fn problem_text(&self) -> Option<Safe<String>> {
        self.problem.map(|problem| self.t(problem.key()))
    }

    fn can_change_address(&self) -> bool {
        self.purpose != SentCodePurpose::Challenge
    }

    fn can_be_remembered(&self) -> bool {
        self.purpose == SentCodePurpose::Challenge
    }
}

impl Screen for SentCodePage {
    fn place(&self) -> [&'static str; 2] {
        match (self.purpose, self.kind) {
            (SentCodePurpose::LogIn, AddressKind::Email) => {
                ["login-passwordless", "login-passwordless-email-code"]
            }
            (SentCodePurpose::LogIn, AddressKind::Phone) => {
                ["login-passwordless", "login-passwordless-sms-otp"]
            }
            (SentCodePurpose::Challenge, AddressKind::Email) => {
                ["mfa-email", "mfa-email-challenge"]
            }
            (SentCodePurpose::Challenge, AddressKind::Phone) => ["mfa-sms", "mfa-sms-challenge"],
            (SentCodePurpose::Enroll, AddressKind::Email) => {
                ["mfa-email", "mfa-email-enrollment-code"]
            }
            (SentCodePurpose::Enroll, AddressKind::Phone) => ["mfa-sms", "mfa-sms-enrollment-code"],
        }
    }

    fn chrome(&self) -> &Chrome {
        &self.chrome
    }

    fn forms(&self) -> Forms {
        Forms::LeadToTheApplication
    }

    fn values(&self) -> Vec<(&str, &str)> {
        vec![("address", &self.address)]
    }

    fn nonce(&self) -> Option<&Nonce> {
        self.form.nonce()
    }
}

/// Somebody opened the link that they were sent. Programs that look at mail open links, too; only people press buttons.
#[derive(Clone, Debug, Template)]
#[template(path = "login/magic_link.html")]
pub struct MagicLinkPage {
    /// What every page shares.
    pub chrome: Chrome,
    /// Where the form goes.
    pub form: Form,
    /// Who logs in.
    pub address: String,
}

impl Screen for MagicLinkPage {
    fn place(&self) -> [&'static str; 2] {
        ["login-passwordless", "login-passwordless-email-link"]
    }

    fn chrome(&self) -> &Chrome {
        &self.chrome
    }

    fn forms(&self) -> Forms {
        Forms::LeadToTheApplication
    }

    fn values(&self) -> Vec<(&str, &str)> {
        vec![("address", &self.address)]
    }
}
