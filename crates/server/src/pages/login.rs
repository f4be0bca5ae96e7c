//! The sign-in page: who are you, and prove it.

use askama::Template;
use askama::filters::Safe;

use super::AddressKind;
use super::chrome::{Chrome, Form, ProviderLink, Verification, shown};
use super::headers::Forms;
use super::passkey::{PasskeyOffer, autocomplete};
use super::response::Nonce;
use super::{Screen, texts};

/// Asks for an identifier and a password. Posts `username`, `password`, `state`, `csrf`, `action=default`.
#[derive(Clone, Debug, Template)]
#[template(path = "login/login.html")]
pub struct LoginPage {
    /// What every page shares.
    pub chrome: Chrome,
    /// Where the form goes.
    pub form: Form,
    /// Whether there is a connection whose passwords are kept here.
    pub asks_for_password: bool,
    /// The other providers to go on with, by name.
    pub providers: Vec<ProviderLink>,
    /// What the connection identifies people by.
    pub identifier_kind: IdentifierKind,
    /// What was typed before, or `login_hint`.
    pub identifier: String,
    /// What was wrong with the last try; empty at first.
    pub problems: Vec<LoginProblem>,
    /// Where to sign up, where that is allowed.
    pub signup_url: Option<String>,
    /// Where to log in by a code that is sent.
    pub passwordless: Vec<(AddressKind, String)>,
    /// Where to reset a password, where that is possible.
    pub reset_password_url: Option<String>,
    /// How to log in with a passkey, where that is possible.
    pub passkey: Option<PasskeyOffer>,
}

/// What a connection identifies people by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IdentifierKind {
    /// An e-mail address.
    Email,
    /// A user name.
    Username,
    /// Either.
    EmailOrUsername,
}

impl IdentifierKind {
    pub(super) fn label_key(self) -> &'static str {
        match self {
            Self::Email => "emailPlaceholder",
            Self::Username => "usernameOnlyPlaceholder",
            Self::EmailOrUsername => "usernamePlaceholder",
        }
    }

    /// Which keyboard a phone shows.
    pub(super) fn input_mode(self) -> &'static str {
        match self {
            Self::Username => "text",
            Self::Email | Self::EmailOrUsername => "email",
        }
    }
}

/// Why a sign-in didn't go through.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LoginProblem {
    /// Identifier and password don't belong together; the page doesn't say which is wrong.
    WrongCredentials,
    /// No identifier was given.
    NoIdentifier,
    /// No password was given.
    NoPassword,
    /// The account is blocked.
    Blocked,
    /// Too many tries from this place.
    TooManyAttempts,
    /// Too many wrong passwords for this account.
    AccountLocked,
    /// The password is known from a breach and must be reset.
    PasswordLeaked,
    /// The form was too old or came from elsewhere; nothing was tried.
    Outdated,
    /// A reason given by the tenant's own code, in its own words.
    Denied(String),
    /// No passkey came from the browser.
    NoPasskey,
    /// The passkey proves nothing here.
    WrongPasskey,
}

impl LoginProblem {
    /// The field that it belongs to; the others concern the whole form.
    pub(super) fn field(&self) -> Option<&'static str> {
        match self {
            Self::NoIdentifier => Some("username"),
            Self::NoPassword => Some("password"),
            _ => None,
        }
    }

    /// The key of its text.
    pub(super) fn key(&self, kind: IdentifierKind) -> &'static str {
        match self {
            Self::WrongCredentials if kind == IdentifierKind::Email => "wrong-email-credentials",
            Self::WrongCredentials => "wrong-credentials",
            Self::NoIdentifier if kind == IdentifierKind::Email => "no-email",
            Self::NoIdentifier => "no-username",
            Self::NoPassword => "no-password",
            Self::Blocked => "user-blocked",
            Self::TooManyAttempts => "too-many-attempts",
            Self::AccountLocked => "too-many-failures",
            Self::PasswordLeaked => "password-breached",
            Self::Outdated => "outdated-form",
            Self::NoPasskey => "no-passkey",
            Self::WrongPasskey => "wrong-passkey",
            Self::Denied(_) => "denied",
        }
    }
}

impl LoginPage {
    fn autocomplete(&self) -> &'static str {
        autocomplete(self.passkey.as_ref())
    }

    /// The problem beside a field, if it has one.
    fn at(&self, field: &str) -> Option<Safe<String>> {
        let problem = self
            .problems
            .iter()
            .find(|problem| problem.field() == Some(field))?;
        Some(self.words(problem))
    }

    /// The problem of the whole form, if there is one.
    fn overall(&self) -> Option<Safe<String>> {
        let problem = self
            .problems
            .iter()
            .find(|problem| problem.field().is_none())?;
        Some(self.words(problem))
    }

    /// Whether both fields are at fault together.
    fn both_wrong(&self) -> bool {
        self.problems.contains(&LoginProblem::WrongCredentials)
    }

    /// Whether the cursor starts in the password: the identifier is known and not at fault.
    fn starts_at_password(&self) -> bool {
        !self.identifier.is_empty() && !self.problems.contains(&LoginProblem::NoIdentifier)
    }

    /// What leads to a provider.
    fn provider(&self, provider: &ProviderLink) -> Safe<String> {
        let name = shown(&provider.link.text);
        let [prompt, screen] = self.place();
        let key = [prompt, screen, "federatedConnectionButtonText"];
        self.chrome.html(key, &[("connectionName", &name)])
    }

    fn words(&self, problem: &LoginProblem) -> Safe<String> {
        match problem {
            LoginProblem::Denied(reason) => Safe(texts::escape(reason)),
            known => self.t(known.key(self.identifier_kind)),
        }
    }
}

impl Screen for LoginPage {
    fn place(&self) -> [&'static str; 2] {
        ["login", "login"]
    }

    fn chrome(&self) -> &Chrome {
        &self.chrome
    }

    fn nonce(&self) -> Option<&Nonce> {
        let offer = self.passkey.as_ref().map(|offer| &offer.nonce);
        offer.or(self.form.nonce())
    }

    fn forms(&self) -> Forms {
        Forms::LeadToTheApplication
    }
}
