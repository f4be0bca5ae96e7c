//! Which members of a client a caller may see, and which scopes a body needs (reference/management-api.md §4.1).

use ostia_protocol::auth0::scopes::ManagementScope as Scope;
use serde_json::Value;

use super::document::Document;

/// What any of the reading scopes shows.
const SUMMARY: &[&str] = &["client_id", "app_type", "name", "description"];

/// What concerns authentication.
const KEYS: &[&str] = &[
    "encryption_key",
    "signing_keys",
    "signing_key",
    "client_authentication_methods",
];

/// Any of these reads clients; which members it sees is another question.
pub const READING: &[Scope] = &[
    Scope::ReadClients,
    Scope::ReadClientKeys,
    Scope::ReadClientCredentials,
    Scope::ReadClientSummary,
];

/// Any of these changes clients; [`needed_to_update`] says which members need which.
pub const UPDATING: &[Scope] = &[
    Scope::UpdateClients,
    Scope::UpdateClientKeys,
    Scope::UpdateClientCredentials,
    Scope::UpdateClientTokenVaultPrivilegedAccess,
];

/// What a caller sees of a client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct View {
    settings: bool,
    keys: bool,
    secret: bool,
}

impl View {
    /// Everything: for whoever just made the client or its secret.
    pub const FULL: Self = Self {
        settings: true,
        keys: true,
        secret: true,
    };

    /// What a caller sees who holds the scopes that `has` knows. Lists and single reads alike leave out the rest
    /// without a word.
    pub fn of(has: impl Fn(Scope) -> bool) -> Self {
        Self {
            settings: has(Scope::ReadClients) || has(Scope::ReadClientKeys),
            keys: has(Scope::ReadClientKeys) || has(Scope::ReadClientCredentials),
            secret: has(Scope::ReadClientKeys),
        }
    }

    /// What the answer to a change shows: the settings, and what the caller could read or has the right to set.
    pub fn after_update(has: impl Fn(Scope) -> bool) -> Self {
        let keys = has(Scope::UpdateClientKeys);
        let read = Self::of(has);
        Self {
            settings: true,
            keys: keys || read.keys,
            secret: keys || read.secret,
        }
    }

    /// Whether a member is seen.
    pub fn shows(self, member: &str) -> bool {
        match member {
            "client_secret" => self.secret,
            _ if SUMMARY.contains(&member) => true,
            _ if KEYS.contains(&member) => self.keys,
            _ => self.settings,
        }
    }

    /// Leaves out what is not seen.
    #[must_use]
    pub fn apply(self, document: Document) -> Document {
        document
            .into_iter()
            .filter(|(name, _)| self.shows(name))
            .collect()
    }
}

/// The scopes that creating a client with this body needs beside `create:clients`; one of each list.
pub fn needed_to_create(body: &Value) -> Vec<&'static [Scope]> {
    let sets_methods = body
        .get("client_authentication_methods")
        .is_some_and(|methods| !methods.is_null());
    if sets_methods {
        vec![&[Scope::CreateClientCredentials]]
    } else {
        Vec::new()
    }
}

/// The scopes that a change needs, by the members that it names; one of each list.
pub fn needed_to_update(body: &Value) -> Vec<&'static [Scope]> {
    let mut needed: Vec<&'static [Scope]> = Vec::new();
    let names = body.as_object().into_iter().flat_map(Document::keys);
    for name in names {
        let scopes: &'static [Scope] = match name.as_str() {
            "client_secret" => &[Scope::UpdateClientKeys],
            "client_authentication_methods" => &[Scope::UpdateClientCredentials],
            // Switching to credentials means to say that there is no other method.
            "token_endpoint_auth_method" => &[
                Scope::UpdateClients,
                Scope::UpdateClientKeys,
                Scope::UpdateClientCredentials,
            ],
            "token_vault_privileged_access" => &[Scope::UpdateClientTokenVaultPrivilegedAccess],
            _ => &[Scope::UpdateClients, Scope::UpdateClientKeys],
        };
        if !needed.contains(&scopes) {
            needed.push(scopes);
        }
    }
    needed
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn each_scope_shows_its_part() {
        let document = json!({
            "client_id": "c", "name": "n", "callbacks": [], "client_secret": "s",
            "client_authentication_methods": {}, "signing_keys": [],
        });
        let seen = |scopes: &[Scope]| {
            let document = document.as_object().unwrap().clone();
            let view = View::of(|scope| scopes.contains(&scope));
            let names: Vec<_> = view.apply(document).keys().cloned().collect();
            names.join(" ")
        };
        assert_eq!(seen(&[Scope::ReadClientSummary]), "client_id name");
        assert_eq!(seen(&[Scope::ReadClients]), "callbacks client_id name");
        assert_eq!(
            seen(&[Scope::ReadClientCredentials]),
            "client_authentication_methods client_id name signing_keys"
        );
        assert_eq!(
            seen(&[Scope::ReadClientKeys]),
            "callbacks client_authentication_methods client_id client_secret name signing_keys"
        );
    }

    #[test]
    fn members_ask_for_their_scopes() {
        let body = json!({ "client_secret": "s", "name": "n", "description": "d" });
        assert_eq!(
            needed_to_update(&body),
            [
                &[Scope::UpdateClientKeys][..],
                &[Scope::UpdateClients, Scope::UpdateClientKeys]
            ]
        );
        assert!(needed_to_create(&json!({ "name": "n" })).is_empty());
    }
}
