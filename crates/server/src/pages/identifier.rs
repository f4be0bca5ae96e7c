//! The sign-in pages where the identifier comes first: who are you, and on the next page, prove it.

use askama::Template;
use askama::filters::Safe;

use super::chrome::{Chrome, Form, ProviderLink, Verification, shown};
use super::headers::Forms;
use super::passkey::{PasskeyOffer, autocomplete};
use super::response::Nonce;
use super::{AddressKind, IdentifierKind, LoginProblem, Screen};

/// Asks for an identifier. Posts `username`, `state`, `csrf`, `action=default`.
#[derive(Clone, Debug, Template)]
#[template(path = "login/login_id.html")]
pub struct LoginIdPage {
    /// What every page shares.
    pub chrome: Chrome,
    /// Where the form goes.
    pub form: Form,
    /// What the connection identifies people by.
    pub identifier_kind: IdentifierKind,
    /// What was typed before, or `login_hint`.
    pub identifier: String,
    /// What was wrong with it.
    pub problem: Option<LoginProblem>,
    /// Where to log in by a code that is sent.
    pub passwordless: Vec<(AddressKind, String)>,
    /// The other providers to go on with, by name.
    pub providers: Vec<ProviderLink>,
    /// Where to sign up, where that is allowed.
    pub signup_url: Option<String>,
    /// How to log in with a passkey, where that is possible.
    pub passkey: Option<PasskeyOffer>,
}

impl LoginIdPage {
    fn autocomplete(&self) -> &'static str {
        autocomplete(self.passkey.as_ref())
    }

    /// What leads to a provider.
    fn provider(&self, provider: &ProviderLink) -> Safe<String> {
        let name = shown(&provider.link.text);
        let [prompt, screen] = self.place();
        let key = [prompt, screen, "federatedConnectionButtonText"];
        self.chrome.html(key, &[("connectionName", &name)])
    }

    /// The problem beside the field.
    fn problem_text(&self) -> Option<Safe<String>> {
        let problem = self.problem.as_ref()?;
        problem.field()?;
        Some(self.t(problem.key(self.identifier_kind)))
    }

    /// The problem of the whole page.
    fn overall(&self) -> Option<Safe<String>> {
        let problem = self.problem.as_ref()?;
        let is_overall = problem.field().is_none();
        is_overall.then(|| self.t(problem.key(self.identifier_kind)))
    }
}

impl Screen for LoginIdPage {
    fn place(&self) -> [&'static str; 2] {
        ["login-id", "login-id"]
    }

    fn chrome(&self) -> &Chrome {
        &self.chrome
    }

    fn nonce(&self) -> Option<&Nonce> {
        self.passkey.as_ref().map(|offer| &offer.nonce)
    }

    fn forms(&self) -> Forms {
        Forms::LeadToTheApplication
    }
}

/// Asks for the password of an identifier. Posts `password`, `state`, `csrf`, and `action=default` or
/// `action=change-identifier`.
#[derive(Clone, Debug, Template)]
#[template(path = "login/login_password.html")]
pub struct LoginPasswordPage {
    /// What every page shares.
    pub chrome: Chrome,
    /// Where the form goes.
    pub form: Form,
    /// What the connection identifies people by.
    pub identifier_kind: IdentifierKind,
    /// Who they say that they are.
    pub identifier: String,
    /// What was wrong with the last try.
    pub problem: Option<LoginProblem>,
    /// Where to reset a password, where that is possible.
    pub reset_password_url: Option<String>,
}

impl LoginPasswordPage {
    fn problem_text(&self) -> Option<Safe<String>> {
        let problem = self.problem.as_ref()?;
        Some(self.t(problem.key(self.identifier_kind)))
    }
}

impl Screen for LoginPasswordPage {
    fn place(&self) -> [&'static str; 2] {
        ["login-password", "login-password"]
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
