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

/// Asks whether the blocks of an account are to be lifted. Posts nothing: the ticket is in the address.
#[derive(Clone, Debug, Template)]
#[template(path = "login/unblock.html")]
pub struct UnblockPage {
    /// What every page shares.
    pub chrome: Chrome,
    /// Where the form goes; the ticket is in it.
    pub action: String,
}

impl Screen for UnblockPage {
    fn place(&self) -> [&'static str; 2] {
        ["brute-force-protection", "brute-force-protection-unblock"]
    }

    fn chrome(&self) -> &Chrome {
        &self.chrome
    }

    fn forms(&self) -> Forms {
        Forms::LeadToTheApplication
    }
}

/// How it went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TicketScreen {
    /// The address is confirmed.
    EmailVerified,
    /// The password is changed.
    PasswordChanged,
    /// The account's blocks are lifted.
    Unblocked,
    /// The link was used before.
    Used,
    /// The link is too old.
    Expired,
    /// It is no link of ours.
    Unknown,
}

impl TicketScreen {
    fn is_success(self) -> bool {
        matches!(
            self,
            Self::EmailVerified | Self::PasswordChanged | Self::Unblocked
        )
    }
}

impl Screen for TicketPage {
    fn place(&self) -> [&'static str; 2] {
        match self.screen {
            TicketScreen::EmailVerified => ["email-verification", "email-verification-result"],
            TicketScreen::PasswordChanged => ["reset-password", "reset-password-success"],
            TicketScreen::Unblocked => [
                "brute-force-protection",
                "brute-force-protection-unblock-success",
            ],
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
