//! What a tenant says of public key credentials as second factors: security keys, and what is built into devices.

use std::sync::LazyLock;

use ostia_protocol::auth0::schema::Schema;
use serde_json::{Value, json};
use webauthn_rs_core::proto::UserVerificationPolicy;

use crate::tenant_documents::{Kind, Setting};

/// Settings of security keys (`webauthn-roaming`).
pub static SECURITY_KEYS: LazyLock<Setting> = LazyLock::new(|| {
    let verification = Schema::enumeration(&["discouraged", "preferred", "required"])
        .described("Whether the key asks for its PIN");
    let schema = relying_party().member("userVerification", verification);
    let initial = json!({ "userVerification": "discouraged", "overrideRelyingParty": false });
    let kind = Kind::new("guardian-webauthn-roaming").shaping_pages();
    Setting::new(kind, schema, initial)
});

/// Settings of what is built into devices (`webauthn-platform`).
pub static DEVICES: LazyLock<Setting> = LazyLock::new(|| {
    let initial = json!({ "overrideRelyingParty": false });
    let kind = Kind::new("guardian-webauthn-platform").shaping_pages();
    Setting::new(kind, relying_party(), initial)
});

fn relying_party() -> Schema {
    Schema::object()
        .member(
            "overrideRelyingParty",
            Schema::boolean()
                .described("Whether credentials are for another name than the host's own"),
        )
        .member(
            "relyingPartyIdentifier",
            Schema::string()
                .min_length(1)
                .max_length(253)
                .pattern(r"^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$")
                .described("The domain that credentials are for: the host's own or one above it"),
        )
}

/// The settings of one of them, as far as they were said.
#[derive(Clone, Debug, Default)]
pub struct KeySettings(Value);

impl KeySettings {
    pub(super) const fn new(document: Value) -> Self {
        Self(document)
    }

    /// The domain that credentials are for, where it is not the host's own name.
    pub fn relying_party(&self) -> Option<&str> {
        let overrides = self.0["overrideRelyingParty"] == true;
        self.0["relyingPartyIdentifier"]
            .as_str()
            .filter(|_| overrides)
    }

    /// Whether the authenticator has to know its user.
    pub fn verification(&self) -> UserVerificationPolicy {
        match self.0["userVerification"].as_str() {
            Some("required") => UserVerificationPolicy::Required,
            Some("preferred") => UserVerificationPolicy::Preferred,
            _ => UserVerificationPolicy::Discouraged_DO_NOT_USE,
        }
    }
}
