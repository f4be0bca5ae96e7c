//! Signing out: the question, where one is due, and the end.

use askama::Template;

use super::Screen;
use super::chrome::{Chrome, Form, Link};
use super::headers::Forms;

/// Asks whether to sign out. Posts `action=accept` (sign out) or `action=deny` (stay), `state`, `csrf`.
#[derive(Clone, Debug, Template)]
#[template(path = "login/logout.html")]
pub struct LogoutPage {
    /// What every page shares.
    pub chrome: Chrome,
    /// Where the form goes.
    pub form: Form,
    /// The account that is signed in, as its owner knows it.
    pub account: Option<String>,
}

/// Says how a sign-out ended.
#[derive(Clone, Debug, Template)]
#[template(path = "login/logged_out.html")]
pub struct LoggedOutPage {
    /// What every page shares.
    pub chrome: Chrome,
    /// Whether the person chose to stay signed in.
    pub stayed: bool,
    /// A way on, for example back to the application.
    pub link: Option<Link>,
}

impl Screen for LogoutPage {
    fn place(&self) -> [&'static str; 2] {
        ["logout", "logout"]
    }

    fn chrome(&self) -> &Chrome {
        &self.chrome
    }

    fn forms(&self) -> Forms {
        Forms::LeadToTheApplication
    }

    fn values(&self) -> Vec<(&str, &str)> {
        vec![("accountName", self.account.as_deref().unwrap_or_default())]
    }
}

impl Screen for LoggedOutPage {
    fn place(&self) -> [&'static str; 2] {
        if self.stayed {
            ["logout", "logout-aborted"]
        } else {
            ["logout", "logout-complete"]
        }
    }

    fn chrome(&self) -> &Chrome {
        &self.chrome
    }

    fn forms(&self) -> Forms {
        Forms::None
    }
}
