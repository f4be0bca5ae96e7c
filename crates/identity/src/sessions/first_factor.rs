//! What a session began with.

use ostia_protocol::auth0::ids::UserId;

use crate::connections::{DATABASE_STRATEGY, EMAIL_STRATEGY, SMS_STRATEGY};

/// What somebody proved first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FirstFactor {
    /// A password.
    Password,
    /// A passkey.
    Passkey,
    /// A code or a link that was mailed.
    Email,
    /// A code that was texted.
    Sms,
    /// That another provider knows them.
    Federated,
}

impl FirstFactor {
    const ALL: [Self; 5] = [
        Self::Password,
        Self::Passkey,
        Self::Email,
        Self::Sms,
        Self::Federated,
    ];

    /// What connections of a strategy ask for where nothing else is said.
    pub fn of_strategy(strategy: &str) -> Self {
        match strategy {
            DATABASE_STRATEGY => Self::Password,
            EMAIL_STRATEGY => Self::Email,
            SMS_STRATEGY => Self::Sms,
            _ => Self::Federated,
        }
    }

    /// From the name; what sessions from before don't say is told by where the account is.
    pub(super) fn stored(name: Option<&str>, user_id: &UserId) -> Self {
        let known = Self::ALL
            .into_iter()
            .find(|factor| Some(factor.as_str()) == name);
        known.unwrap_or_else(|| Self::of_strategy(user_id.provider()))
    }

    /// The name on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Password => "pwd",
            Self::Passkey => "passkey",
            Self::Email => "email",
            Self::Sms => "sms",
            Self::Federated => "federated",
        }
    }
}
