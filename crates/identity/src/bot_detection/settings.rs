//! What a tenant says of bots (`/attack-protection/bot-detection`), remembered with the tenant.

use std::net::IpAddr;

use ipnet::IpNet;
use ostia_protocol::auth0::ids::TenantId;
use serde_json::Value;

use super::Flow;
use crate::attack_protection::BOT_DETECTION;
use crate::database::Database;
use crate::failure::Broken;
use crate::networks;
use crate::tenant_documents::{ONLY, table};

/// When somebody has to prove something.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Policy {
    /// Never.
    #[default]
    Never,
    /// Where it looks risky.
    WhenRisky,
    /// Always.
    Always,
}

/// How suspicious to be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Level {
    /// A little.
    Low,
    /// As new tenants are.
    #[default]
    Medium,
    /// Very.
    High,
}

impl Level {
    /// How many failures make an address risky.
    pub(super) const fn failures(self) -> i64 {
        match self {
            Self::Low => 10,
            Self::Medium => 5,
            Self::High => 1,
        }
    }

    /// How many bits of a digest have to be zero: each more doubles what a browser has to try.
    pub(super) const fn bits(self) -> u32 {
        match self {
            Self::Low => 13,
            Self::Medium => 15,
            Self::High => 17,
        }
    }

    /// How long whoever computes nothing has to wait, in seconds.
    pub(super) const fn wait(self) -> i64 {
        match self {
            Self::Low => 3,
            Self::Medium => 5,
            Self::High => 10,
        }
    }
}

/// What a tenant says.
#[derive(Clone, Debug, Default)]
pub struct BotDetection {
    password: Policy,
    password_reset: Policy,
    passwordless: Policy,
    allowlist: Vec<IpNet>,
    /// How suspicious to be.
    pub(super) level: Level,
    /// Whether nobody is stopped, and the log alone tells.
    pub(super) monitors_only: bool,
}

impl BotDetection {
    /// Reads what a tenant says.
    ///
    /// # Errors
    /// When the database is away.
    pub async fn load(tenant: &TenantId, database: &Database) -> Result<Self, Broken> {
        let key = table::Key {
            tenant,
            kind: BOT_DETECTION.kind().name,
            name: ONLY,
        };
        let row = table::find(key, database).await?;
        let said = row.map(|row| row.content.document).unwrap_or_default();
        let listed = said["allowlist"].as_array().into_iter().flatten();
        Ok(Self {
            password: policy(&said["challenge_password_policy"]),
            password_reset: policy(&said["challenge_password_reset_policy"]),
            passwordless: policy(&said["challenge_passwordless_policy"]),
            allowlist: listed
                .filter_map(Value::as_str)
                .filter_map(networks::parse)
                .collect(),
            level: match said["bot_detection_level"].as_str() {
                Some("low") => Level::Low,
                Some("high") => Level::High,
                _ => Level::Medium,
            },
            monitors_only: said["monitoring_mode_enabled"] == true,
        })
    }

    /// When something needs a proof. Sign-ups are protected as passwords are.
    pub fn policy(&self, flow: Flow) -> Policy {
        match flow {
            Flow::LogIn | Flow::SignUp => self.password,
            Flow::ResetPassword => self.password_reset,
            Flow::Passwordless => self.passwordless,
        }
    }

    /// Whether it matters which browsers users have.
    pub fn heeds_browsers(&self) -> bool {
        self.password == Policy::WhenRisky
    }

    /// Whether an address is never asked.
    pub(super) fn allows(&self, ip: Option<IpAddr>) -> bool {
        ip.is_some_and(|ip| self.allowlist.iter().any(|network| network.contains(&ip)))
    }
}

fn policy(said: &Value) -> Policy {
    match said.as_str() {
        Some("always") => Policy::Always,
        Some("when_risky") => Policy::WhenRisky,
        _ => Policy::Never,
    }
}
