//! The pages of somebody who forgot a password: which account, look into your mail, the new password.

use askama::Template;
use askama::filters::Safe;

use super::Screen;
use super::chrome::{Chrome, Form, Verification};
use super::headers::Forms;
use super::login::IdentifierKind;
use super::response::Nonce;
use super::signup::{PasswordRule, RuleState, rule_text};

/// Asks for which account. Posts `email`, `state`, `csrf`.
#[derive(Clone, Debug, Template)]
#[template(path = "login/reset_request.html")]
pub struct ResetRequestPage {
    /// What every page shares.
    pub chrome: Chrome,
    /// Where the form goes.
    pub form: Form,
    /// What the connection identifies people by.
    pub identifier_kind: IdentifierKind,
    /// What was typed before, or `login_hint`.
    pub identifier: String,
    /// Whether nothing was typed.
    pub is_missing: bool,
    /// Back to the sign-in page.
    pub login_url: String,
}

/// Says that a link is on its way, if there is such an account. Posts the same again.
#[derive(Clone, Debug, Template)]
#[template(path = "login/reset_sent.html")]
pub struct ResetSentPage {
    /// What every page shares.
    pub chrome: Chrome,
    /// Where to send it again.
    pub form: Form,
    /// What was typed.
    pub identifier: String,
    /// Back to the sign-in page.
    pub login_url: String,
}

/// Asks for the new password. Posts `password-reset`, `re-enter-password`.
#[derive(Clone, Debug, Template)]
#[template(path = "login/new_password.html")]
pub struct NewPasswordPage {
    /// What every page shares.
    pub chrome: Chrome,
    /// Where the form goes; the ticket is in it.
    pub action: String,
    /// Whose password it is, as its owner knows the account.
    pub account: String,
    /// What a password must be, in the order shown.
    pub rules: Vec<(PasswordRule, RuleState)>,
    /// What was wrong with the last try.
    pub problem: Option<NewPasswordProblem>,
}

/// Why the password stays as it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NewPasswordProblem {
    /// Nothing was typed.
    Missing,
    /// The second one is another.
    Differs,
    /// It breaks the rules that are marked.
    Weak,
    /// It is known from a breach.
    Leaked,
}

impl NewPasswordProblem {
    fn key(self) -> &'static str {
        match self {
            Self::Missing => "no-password",
            Self::Differs => "passwords-differ",
            Self::Weak => "password-too-weak",
            Self::Leaked => "password-breached",
        }
    }
}

impl NewPasswordPage {
    /// The problem of the first field, if it has one.
    fn at_first(&self) -> Option<Safe<String>> {
        let problem = self
            .problem
            .filter(|problem| *problem != NewPasswordProblem::Differs)?;
        Some(self.t(problem.key()))
    }

    /// The problem of the second field, if it has one.
    fn at_second(&self) -> Option<Safe<String>> {
        let problem = self
            .problem
            .filter(|problem| *problem == NewPasswordProblem::Differs)?;
        Some(self.t(problem.key()))
    }

    fn rule_text(&self, rule: &PasswordRule) -> Safe<String> {
        rule_text(&self.chrome, rule)
    }

    fn state_text(&self, state: &str) -> Safe<String> {
        self.chrome.html(["signup", "signup", state], &[])
    }
}

impl Screen for ResetRequestPage {
    fn place(&self) -> [&'static str; 2] {
        ["reset-password", "reset-password-request"]
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

impl Screen for ResetSentPage {
    fn place(&self) -> [&'static str; 2] {
        ["reset-password", "reset-password-email"]
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

    fn values(&self) -> Vec<(&str, &str)> {
        vec![("email", &self.identifier)]
    }
}

impl Screen for NewPasswordPage {
    fn place(&self) -> [&'static str; 2] {
        ["reset-password", "reset-password"]
    }

    fn chrome(&self) -> &Chrome {
        &self.chrome
    }

    fn forms(&self) -> Forms {
        Forms::LeadToTheApplication
    }

    fn values(&self) -> Vec<(&str, &str)> {
        vec![("accountName", &self.account)]
    }
}
