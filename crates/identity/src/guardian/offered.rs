//! Which second factors a tenant offers and when it asks for one, remembered with the tenant.

use ostia_protocol::auth0::ids::TenantId;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::KeySettings;
use crate::attack_protection::{NEW_DEVICE, RISK_ASSESSMENT};
use crate::database::Database;
use crate::failure::Broken;
use crate::tenant_documents::{Kind, table};

/// How long a browser counts as known where the tenant says nothing, in days.
const KNOWN_FOR: i64 = 30;

/// A second factor that people can use here, in the order in which they are offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Factor {
    /// Codes of an authenticator app.
    Otp,
    /// Codes by text message.
    Sms,
    /// Codes by e-mail.
    Email,
    /// A security key.
    WebauthnRoaming,
    /// What is built into a device.
    WebauthnPlatform,
    /// A code that is kept for emergencies. It is never the only factor.
    RecoveryCode,
}

impl Factor {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Otp,
        Self::Sms,
        Self::Email,
        Self::WebauthnRoaming,
        Self::WebauthnPlatform,
        Self::RecoveryCode,
    ];

    /// Those that need no other, in the order in which somebody who has several is asked for one: what can't be phished
    /// comes first.
    pub const ASKED_FOR: [Self; 5] = [
        Self::WebauthnRoaming,
        Self::WebauthnPlatform,
        Self::Otp,
        Self::Sms,
        Self::Email,
    ];

    /// The name in `/guardian/factors`, and of forms.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Otp => "otp",
            Self::Sms => "sms",
            Self::Email => "email",
            Self::WebauthnRoaming => "webauthn-roaming",
            Self::WebauthnPlatform => "webauthn-platform",
            Self::RecoveryCode => "recovery-code",
        }
    }

    /// From its name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|factor| factor.as_str() == name)
    }
}

/// When a second factor is asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Policy {
    /// Only where a request asks for it.
    #[default]
    Never,
    /// At every login.
    Always,
    /// At a login with a browser that the user has not used before, or from where they can't have travelled since their
    /// last login.
    Adaptive,
}

/// What a tenant says of second factors.
#[derive(Clone, Debug, Default)]
pub struct Multifactor {
    /// When one is asked for.
    pub policy: Policy,
    /// How security keys are used.
    pub security_keys: KeySettings,
    /// How what is built into devices is used.
    pub devices: KeySettings,
    /// How long a browser counts as known after the last login with it, in seconds.
    pub devices_known_for: i64,
    /// Whether logins are assessed, whatever the policy is.
    assesses_always: bool,
    factors: Vec<Factor>,
}

impl Multifactor {
    /// Reads what a tenant says.
    ///
    /// # Errors
    /// When the database is away.
    pub async fn load(tenant: &TenantId, database: &Database) -> Result<Self, Broken> {
        let (factors, policies) = (super::ENABLED.kind(), super::POLICIES.kind());
        let factors = document(factors, tenant, database).await?;
        let policies = document(policies, tenant, database).await?;
        let security_keys = document(super::SECURITY_KEYS.kind(), tenant, database).await?;
        let devices = document(super::DEVICES.kind(), tenant, database).await?;
        let new_device = document(NEW_DEVICE.kind(), tenant, database).await?;
        let assessment = document(RISK_ASSESSMENT.kind(), tenant, database).await?;
        let is_on = |factor: &Factor| factors[factor.as_str()] == true;
        Ok(Self {
            policy: policy(&policies),
            security_keys: KeySettings::new(security_keys),
            devices: KeySettings::new(devices),
            devices_known_for: new_device["remember_for"].as_i64().unwrap_or(KNOWN_FOR) * 86_400,
            assesses_always: assessment["enabled"] == true,
            factors: Factor::ALL.into_iter().filter(is_on).collect(),
        })
    }

    /// Whether logins are assessed: for the policy, or for the log.
    pub fn assesses_logins(&self) -> bool {
        self.assesses_always || self.policy == Policy::Adaptive
    }

    /// Whether a factor is offered.
    pub fn offers(&self, factor: Factor) -> bool {
        self.factors.contains(&factor)
    }

    /// Whether anything is offered that can be a second factor by itself.
    pub fn offers_any(&self) -> bool {
        self.factors
            .iter()
            .any(|factor| *factor != Factor::RecoveryCode)
    }
}

fn policy(stored: &Value) -> Policy {
    let has = |name: &str| {
        let mut names = stored.as_array().into_iter().flatten();
        names.any(|policy| policy == name)
    };
    if has("all-applications") {
        Policy::Always
    } else if has("confidence-score") {
        Policy::Adaptive
    } else {
        Policy::Never
    }
}

async fn document(kind: &Kind, tenant: &TenantId, database: &Database) -> Result<Value, Broken> {
    let key = table::Key {
        tenant,
        kind: kind.name,
        name: crate::tenant_documents::ONLY,
    };
    let row = table::find(key, database).await?;
    Ok(row.map(|row| row.content.document).unwrap_or_default())
}
