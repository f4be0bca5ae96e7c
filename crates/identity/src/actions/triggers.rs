//! What can trigger an action.

use serde_json::{Value, json};

/// A kind of moment at which actions run, in one version of what they are given.
#[derive(Clone, Copy, Debug)]
pub struct Trigger {
    /// As on the wire.
    pub id: &'static str,
    /// The version of what its actions are given.
    pub version: &'static str,
    /// Whether actions are bound to the trigger, or to a thing that names them.
    pub is_bound_to_entities: bool,
}

const fn trigger(id: &'static str, version: &'static str) -> Trigger {
    Trigger {
        id,
        version,
        is_bound_to_entities: false,
    }
}

const fn entity_trigger(id: &'static str, version: &'static str) -> Trigger {
    Trigger {
        id,
        version,
        is_bound_to_entities: true,
    }
}

/// All triggers in their current version.
pub const ALL: &[Trigger] = &[
    trigger("post-login", "v3"),
    trigger("credentials-exchange", "v2"),
    trigger("pre-user-registration", "v2"),
    trigger("post-user-registration", "v2"),
    trigger("post-change-password", "v2"),
    trigger("send-phone-message", "v2"),
    trigger("password-reset-post-challenge", "v1"),
    trigger("custom-email-provider", "v1"),
    trigger("custom-phone-provider", "v1"),
    entity_trigger("custom-token-exchange", "v1"),
    entity_trigger("event-stream", "v1"),
    trigger("password-hash-migration", "v1"),
    trigger("login-post-identifier", "v1"),
    trigger("signup-post-identifier", "v1"),
];

/// Their names, in the same order.
pub const NAMES: &[&str] = &[
    "post-login",
    "credentials-exchange",
    "pre-user-registration",
    "post-user-registration",
    "post-change-password",
    "send-phone-message",
    "password-reset-post-challenge",
    "custom-email-provider",
    "custom-phone-provider",
    "custom-token-exchange",
    "event-stream",
    "password-hash-migration",
    "login-post-identifier",
    "signup-post-identifier",
];

/// What an action runs on where it doesn't say.
pub const DEFAULT_RUNTIME: &str = "node22";

/// The version of a trigger that is current.
pub fn current_version(id: &str) -> &'static str {
    let found = ALL.iter().find(|trigger| trigger.id == id);
    found.map_or("v1", |trigger| trigger.version)
}

impl Trigger {
    /// As `GET /actions/triggers` shows it.
    pub fn shown(self) -> Value {
        let policy = if self.is_bound_to_entities {
            "entity-bound"
        } else {
            "trigger-bound"
        };
        json!({
            "id": self.id, "version": self.version, "status": "CURRENT",
            "runtimes": ["node18-actions", DEFAULT_RUNTIME], "default_runtime": DEFAULT_RUNTIME,
            "binding_policy": policy, "compatible_triggers": []
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{ALL, NAMES};

    #[test]
    fn every_trigger_is_named() {
        let ids: Vec<&str> = ALL.iter().map(|trigger| trigger.id).collect();
        assert_eq!(ids, NAMES);
    }
}
