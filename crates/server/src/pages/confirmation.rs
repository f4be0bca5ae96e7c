//! The confirmation page: an application on the device is about to learn who its user is.

use askama::Template;

use super::Screen;
use super::chrome::{Chrome, Form};
use super::headers::Forms;

/// Asks whether to go on. Posts `action=continue` or `action=cancel`, `state`, `csrf`.
#[derive(Clone, Debug, Template)]
#[template(path = "login/confirmation.html")]
pub struct ConfirmationPage {
    /// What every page shares.
    pub chrome: Chrome,
    /// Where the form goes.
    pub form: Form,
    /// The account that is signed in, as its owner knows it.
    pub account: String,
    /// Where the browser goes next, as a host (and port) or a scheme.
    pub destination: String,
}

impl Screen for ConfirmationPage {
    fn place(&self) -> [&'static str; 2] {
        ["login", "login-confirmation"]
    }

    fn chrome(&self) -> &Chrome {
        &self.chrome
    }

    fn forms(&self) -> Forms {
        Forms::LeadToTheApplication
    }

    fn values(&self) -> Vec<(&str, &str)> {
        vec![
            ("accountName", self.account.as_str()),
            ("destination", self.destination.as_str()),
        ]
    }
}
