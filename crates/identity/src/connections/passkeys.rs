//! What a database connection says of passkeys.

use serde_json::Value;

use super::Connection;

/// How a connection's people can use passkeys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "they are switches of the connection, independent of each other"
)]
pub struct Passkeys {
    /// Whether the log-in page has a button for them.
    pub by_button: bool,
    /// Whether browsers offer them with the names that they remember.
    pub by_autofill: bool,
    /// Whether somebody who logged in without one is offered to make one.
    pub offered_after_login: bool,
    /// Whether somebody who used another device's is offered to make one on this.
    pub offered_locally: bool,
}

impl Connection {
    /// How passkeys are used, where they are switched on.
    pub fn passkeys(&self) -> Option<Passkeys> {
        let is_on = self
            .options
            .pointer("/authentication_methods/passkey/enabled");
        if !self.is_database() || is_on != Some(&Value::Bool(true)) {
            return None;
        }
        let options = self.options.get("passkey_options");
        let option = |name: &str| options.and_then(|options| options.get(name));
        let shown = option("challenge_ui").and_then(Value::as_str);
        let flag = |name: &str| option(name).and_then(Value::as_bool).unwrap_or(true);
        Some(Passkeys {
            by_button: shown != Some("autofill"),
            by_autofill: shown != Some("button"),
            offered_after_login: flag("progressive_enrollment_enabled"),
            offered_locally: flag("local_enrollment_enabled"),
        })
    }
}
