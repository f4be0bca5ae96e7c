//! Whether a client's users log in to organizations: `organization_usage` and what goes with it.

use serde_json::{Map, Value};

use super::{Ownership, SecurityMode};

/// What a login has to do with organizations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OrganizationUsage {
    /// Nothing.
    Deny,
    /// A request may name one.
    Allow,
    /// Every login is one to an organization.
    Require(Unnamed),
}

/// What happens where a login needs an organization, and the request names none (`organization_require_behavior`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unnamed {
    /// The request is refused.
    Refuse,
    /// People are asked for it before they log in.
    AskBefore(Discovery),
    /// People choose among theirs after they logged in.
    AskAfter,
}

/// By what people find their organization (`organization_discovery_methods`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Discovery {
    /// By its name.
    Name,
    /// By the domain of their e-mail address.
    Email,
    /// By either.
    NameOrEmail,
}

impl Discovery {
    /// Whether an e-mail address leads to the organization.
    pub fn by_email(self) -> bool {
        self != Self::Name
    }

    /// Whether its name does.
    pub fn by_name(self) -> bool {
        self != Self::Email
    }

    fn of(document: &Map<String, Value>) -> Self {
        let methods = document.get("organization_discovery_methods");
        let methods = methods.and_then(Value::as_array);
        let has = |name: &str| methods.is_some_and(|methods| methods.iter().any(|m| m == name));
        match (has("email"), has("organization_name")) {
            (true, true) => Self::NameOrEmail,
            (true, false) => Self::Email,
            (false, _) => Self::Name,
        }
    }
}

impl OrganizationUsage {
    /// Reads it from a document. Third parties have no say: those under the narrow rules log people in to the
    /// organizations that let them, and others to none (reference/authentication.md §1.6).
    pub fn of(document: &Map<String, Value>, ownership: Ownership) -> Self {
        match ownership {
            Ownership::ThirdParty(SecurityMode::Strict) => return Self::Allow,
            Ownership::ThirdParty(SecurityMode::Permissive) => return Self::Deny,
            Ownership::FirstParty => {}
        }
        let text = |name: &str| document.get(name).and_then(Value::as_str);
        match text("organization_usage") {
            Some("allow") => Self::Allow,
            Some("require") => Self::Require(match text("organization_require_behavior") {
                Some("pre_login_prompt") => Unnamed::AskBefore(Discovery::of(document)),
                Some("post_login_prompt") => Unnamed::AskAfter,
                _ => Unnamed::Refuse,
            }),
            _ => Self::Deny,
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn reads_what_is_published() {
        let first = Ownership::FirstParty;
        let strict = Ownership::ThirdParty(SecurityMode::Strict);
        let permissive = Ownership::ThirdParty(SecurityMode::Permissive);
        let require = |behavior: &str, methods: Value| {
            json!({ "organization_usage": "require", "organization_require_behavior": behavior,
                "organization_discovery_methods": methods })
        };
        for (document, ownership, expected) in [
            (json!({}), first, OrganizationUsage::Deny),
            (
                json!({ "organization_usage": "deny" }),
                first,
                OrganizationUsage::Deny,
            ),
            (
                json!({ "organization_usage": "allow" }),
                first,
                OrganizationUsage::Allow,
            ),
            (
                json!({ "organization_usage": "require" }),
                first,
                OrganizationUsage::Require(Unnamed::Refuse),
            ),
            (
                require("no_prompt", json!(null)),
                first,
                OrganizationUsage::Require(Unnamed::Refuse),
            ),
            (
                require("pre_login_prompt", json!(null)),
                first,
                OrganizationUsage::Require(Unnamed::AskBefore(Discovery::Name)),
            ),
            (
                require("pre_login_prompt", json!(["email"])),
                first,
                OrganizationUsage::Require(Unnamed::AskBefore(Discovery::Email)),
            ),
            (
                require("pre_login_prompt", json!(["email", "organization_name"])),
                first,
                OrganizationUsage::Require(Unnamed::AskBefore(Discovery::NameOrEmail)),
            ),
            (
                require("post_login_prompt", json!(null)),
                first,
                OrganizationUsage::Require(Unnamed::AskAfter),
            ),
            (json!({}), strict, OrganizationUsage::Allow),
            (json!({}), permissive, OrganizationUsage::Deny),
        ] {
            let document = document.as_object().unwrap();
            assert_eq!(OrganizationUsage::of(document, ownership), expected);
        }
    }
}
