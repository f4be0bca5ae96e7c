//! Whom a client wants to be told when a session ends (OpenID Connect Back-Channel Logout 1.0 §2.2).

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// Why a session ended, by the names that clients choose from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Initiator {
    /// Somebody logged out.
    RpLogout,
    /// Their password was changed.
    PasswordChanged,
    /// It was not used, or for too long.
    SessionExpired,
    /// An administrator, or its owner at another device, ended it.
    SessionRevoked,
    /// The account was deleted.
    AccountDeleted,
    /// What names the account was changed.
    EmailIdentifierChanged,
}

impl Initiator {
    /// The name on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::RpLogout => "rp-logout",
            Self::PasswordChanged => "password-changed",
            Self::SessionExpired => "session-expired",
            Self::SessionRevoked => "session-revoked",
            Self::AccountDeleted => "account-deleted",
            Self::EmailIdentifierChanged => "email-identifier-changed",
        }
    }
}

/// Where a client is told, and of what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BackChannelLogout {
    /// Where to.
    pub url: String,
    /// Of what; `None` of everything.
    initiators: Option<Vec<String>>,
}

impl BackChannelLogout {
    /// What a client's document says, in the newer form or the older one. `None` where it wants to be told nothing.
    pub(super) fn of(document: &Map<String, Value>) -> Option<Self> {
        let settings = ["oidc_logout", "oidc_backchannel_logout"]
            .into_iter()
            .filter_map(|name| document.get(name))
            .find(|settings| settings.get("backchannel_logout_urls").is_some())?;
        let urls = settings.get("backchannel_logout_urls")?.as_array()?;
        let url = urls
            .iter()
            .filter_map(Value::as_str)
            .find(|url| !url.is_empty())?;
        let choice = settings.get("backchannel_logout_initiators");
        let mode = choice.and_then(|choice| choice.get("mode"));
        let selected = choice.and_then(|choice| choice.get("selected_initiators"));
        let names = selected.and_then(Value::as_array).map(|names| {
            let names = names.iter().filter_map(Value::as_str);
            names.map(str::to_owned).collect()
        });
        Some(Self {
            url: url.to_owned(),
            initiators: match mode.and_then(Value::as_str) {
                Some("all") => None,
                _ => Some(names.unwrap_or_else(|| vec![Initiator::RpLogout.as_str().to_owned()])),
            },
        })
    }

    /// Whether it wants to be told of sessions that end for this reason.
    pub fn hears_of(&self, initiator: Initiator) -> bool {
        let chosen = self.initiators.as_ref();
        chosen.is_none_or(|chosen| chosen.iter().any(|name| name == initiator.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn parsed(settings: Value) -> Option<BackChannelLogout> {
        let document = Map::from_iter([("oidc_logout".to_owned(), settings)]);
        BackChannelLogout::of(&document)
    }

    #[test]
    fn who_says_nothing_hears_of_log_outs_alone() {
        let url = "https://app.example/logout";
        let plain = parsed(json!({ "backchannel_logout_urls": [url] })).unwrap();
        assert_eq!(plain.url, url);
        assert!(plain.hears_of(Initiator::RpLogout));
        assert!(!plain.hears_of(Initiator::PasswordChanged));
        let custom = json!({ "mode": "custom", "selected_initiators": ["password-changed"] });
        for (initiators, hears) in [
            (custom, [false, true]),
            (json!({ "mode": "all" }), [true, true]),
        ] {
            let settings = json!({
                "backchannel_logout_urls": ["", url], "backchannel_logout_initiators": initiators,
            });
            let logout = parsed(settings).unwrap();
            assert_eq!(logout.hears_of(Initiator::RpLogout), hears[0]);
            assert_eq!(logout.hears_of(Initiator::PasswordChanged), hears[1]);
        }
        assert_eq!(parsed(json!({ "backchannel_logout_urls": [] })), None);
        assert_eq!(parsed(json!({ "backchannel_logout_urls": [""] })), None);
        assert_eq!(parsed(json!({})), None);
    }
}
