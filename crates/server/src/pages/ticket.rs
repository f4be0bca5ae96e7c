//! How it went with a link that was mailed.

use askama::Template;

use super::Screen;
use super::chrome::{Chrome, Link};
use super::headers::Forms;

/// Says how it went, and where to go on.
#[derive(Clone, Debug, Template)]
#[template(path = "login/ticket.html")]
pub struct TicketPage {
    /// What every page shares.
    pub chrome: Chrome,
    /// How it went.
    pub screen: TicketScreen,
    /// A way on.
    pub link: Option<Link>,
}

/// How it went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TicketScreen {
    /// The address is confirmed.
    EmailVerified,
    /// The password is changed.
    PasswordChanged,
    /// The link was used before.
    Used,
    /// The link is too old.
    Expired,
    /// It is no link of ours.
    Unknown,
}

impl TicketScreen {
    fn is_success(self) -> bool {
        matches!(self, Self::EmailVerified | Self::PasswordChanged)
    }
}

impl Screen for TicketPage {
    fn place(&self) -> [&'static str; 2] {
        match self.screen {
            TicketScreen::EmailVerified => ["email-verification", "email-verification-result"],
            TicketScreen::PasswordChanged => ["reset-password", "reset-password-success"],
            TicketScreen::Used => ["common", "ticket-used"],
            TicketScreen::Expired => ["common", "ticket-expired"],
            TicketScreen::Unknown => ["common", "ticket-unknown"],
        }
    }

    fn chrome(&self) -> &Chrome {
        &self.chrome
    }

    fn forms(&self) -> Forms {
        Forms::None
    }
}
