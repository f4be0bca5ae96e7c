//! The pages of the device flow: the code that a device shows, whether it is the right device, and the end.

use askama::Template;
use askama::filters::Safe;
use http::StatusCode;

use super::Screen;
use super::chrome::{Chrome, Form};
use super::headers::Forms;

/// Asks for the code that a device shows. Posts `user_code`, `csrf`, `action=default`.
#[derive(Clone, Debug, Template)]
#[template(path = "login/device_code.html")]
pub struct DeviceCodePage {
    /// What every page shares.
    pub chrome: Chrome,
    /// Where the form goes.
    pub form: Form,
    /// What was typed before.
    pub user_code: String,
    /// The languages that were asked for.
    pub ui_locales: String,
    /// What was wrong with it.
    pub problem: Option<DeviceCodeProblem>,
}

/// Why no device was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeviceCodeProblem {
    /// Nothing was typed.
    Missing,
    /// No device shows this code, or not any more.
    Unknown,
    /// Too many codes were tried.
    TooMany,
}

impl DeviceCodeProblem {
    /// The status of a page that tells it.
    pub const fn status(self) -> StatusCode {
        match self {
            Self::Missing | Self::Unknown => StatusCode::BAD_REQUEST,
            Self::TooMany => StatusCode::TOO_MANY_REQUESTS,
        }
    }

    const fn key(self) -> &'static str {
        match self {
            Self::Missing => "no-code",
            Self::Unknown => "invalid-expired-code",
            Self::TooMany => "too-many-failures",
        }
    }
}

impl DeviceCodePage {
    fn problem_text(&self) -> Option<Safe<String>> {
        self.problem.map(|problem| self.t(problem.key()))
    }
}

impl Screen for DeviceCodePage {
    fn place(&self) -> [&'static str; 2] {
        ["device-flow", "device-code-activation"]
    }

    fn chrome(&self) -> &Chrome {
        &self.chrome
    }

    fn forms(&self) -> Forms {
        Forms::LeadToTheApplication
    }
}

/// Shows whose device it is. Posts `user_code`, `csrf`, and `action=confirm` or `action=cancel`.
#[derive(Clone, Debug, Template)]
#[template(path = "login/device_confirmation.html")]
pub struct DeviceConfirmationPage {
    /// What every page shares.
    pub chrome: Chrome,
    /// Where the form goes.
    pub form: Form,
    /// The code that the device must show.
    pub user_code: String,
    /// The languages that were asked for.
    pub ui_locales: String,
}

impl Screen for DeviceConfirmationPage {
    fn place(&self) -> [&'static str; 2] {
        ["device-flow", "device-code-confirmation"]
    }

    fn chrome(&self) -> &Chrome {
        &self.chrome
    }

    fn forms(&self) -> Forms {
        Forms::LeadToTheApplication
    }
}

/// The end: the device goes on, or it doesn't.
#[derive(Clone, Debug, Template)]
#[template(path = "login/device_done.html")]
pub struct DeviceDonePage {
    /// What every page shares.
    pub chrome: Chrome,
    /// Whether it was let in.
    pub is_allowed: bool,
}

impl Screen for DeviceDonePage {
    fn place(&self) -> [&'static str; 2] {
        if self.is_allowed {
            ["device-flow", "device-code-activation-allowed"]
        } else {
            ["device-flow", "device-code-activation-denied"]
        }
    }

    fn chrome(&self) -> &Chrome {
        &self.chrome
    }

    fn forms(&self) -> Forms {
        Forms::None
    }
}
