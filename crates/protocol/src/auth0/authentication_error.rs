//! Errors of the older authentication endpoints (`/dbconnections/*`, sign-up and password pages).
//!
//! Two families share them: `{name?, code, description, statusCode, message?, policy?}` of the user store, and
//! `{error, ...}` of the endpoint itself (reference/authentication.md §3.13, §6.4).

use std::borrow::Cow;

use serde::Serialize;
use serde_json::Value;

/// A refusal of an authentication endpoint. Serialises to its wire form.
#[derive(Clone, Debug, PartialEq, Serialize, thiserror::Error)]
#[serde(untagged)]
pub enum Error {
    /// The user store refuses.
    #[error("{0}")]
    Store(Box<StoreError>),
    /// The endpoint refuses.
    #[error("{0}")]
    Endpoint(EndpointError),
}

/// `{name?, code, description, statusCode, message?, policy?}`.
#[derive(Clone, Debug, PartialEq, Serialize, thiserror::Error)]
#[error("{code}: {description}")]
pub struct StoreError {
    /// The kind of error, which Lock tells password failures apart by.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<&'static str>,
    /// A second text, of password failures.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<&'static str>,
    /// What applications branch on.
    pub code: Cow<'static, str>,
    /// A text, or the password rules with what each found.
    pub description: Value,
    /// The policy in words, a line per rule; of weak passwords.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub policy: Option<String>,
    /// The HTTP status, repeated.
    #[serde(rename = "statusCode")]
    pub status: u16,
}

/// `{error, error_description?}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, thiserror::Error)]
#[error("{error}")]
pub struct EndpointError {
    /// A code, or the text itself where upstream has no code.
    pub error: Cow<'static, str>,
    /// The text, where `error` is a code.
    #[serde(rename = "error_description", skip_serializing_if = "Option::is_none")]
    pub description: Option<Cow<'static, str>>,
    /// The HTTP status; not part of the body.
    #[serde(skip)]
    pub status: u16,
}

/// One rule of a password policy and whether the password kept it. Serialises to its wire form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PasswordRule {
    /// The rule's code: `lengthAtLeast`, `containsAtLeast`, `shouldContain`, `identicalChars`, `nonEmpty`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<&'static str>,
    /// The rule in words, with `%d` and `%s` where the values of `format` go.
    pub message: &'static str,
    /// What goes into the message.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub format: Vec<Value>,
    /// Parts of the rule.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<Self>,
    /// Whether the password keeps the rule.
    pub verified: bool,
}

impl PasswordRule {
    /// The message with its values in place, as a line of the policy.
    fn sentence(&self) -> String {
        let mut rest = self.message;
        let mut sentence = String::new();
        for value in &self.format {
            let Some(at) = rest.find("%d").into_iter().chain(rest.find("%s")).min() else {
                break;
            };
            sentence.push_str(&rest[..at]);
            sentence.push_str(
                &value
                    .as_str()
                    .map_or_else(|| value.to_string(), str::to_owned),
            );
            rest = &rest[at + 2..];
        }
        sentence + rest
    }
}

impl Error {
    /// The HTTP status.
    pub fn status(&self) -> u16 {
        match self {
            Self::Store(error) => error.status,
            Self::Endpoint(error) => error.status,
        }
    }

    fn store(name: &'static str, code: &'static str, description: &'static str) -> Self {
        Self::Store(Box::new(StoreError {
            name: Some(name),
            message: None,
            code: code.into(),
            description: description.into(),
            policy: None,
            status: 400,
        }))
    }

    fn password(
        name: &'static str,
        message: &'static str,
        description: Value,
        policy: Option<String>,
    ) -> Self {
        Self::Store(Box::new(StoreError {
            name: Some(name),
            message: Some(message),
            code: "invalid_password".into(),
            description,
            policy,
            status: 400,
        }))
    }

    fn endpoint(error: impl Into<Cow<'static, str>>) -> Self {
        Self::Endpoint(EndpointError {
            error: error.into(),
            description: None,
            status: 400,
        })
    }

    /// The password breaks the connection's policy. The rules become `description` and, in words, `policy`.
    pub fn password_too_weak(rules: &[PasswordRule]) -> Self {
        let verified = rules.iter().all(|rule| rule.verified);
        let description = serde_json::json!({"rules": rules, "verified": verified});
        Self::password(
            "PasswordStrengthError",
            "Password is too weak",
            description,
            Some(policy(rules)),
        )
    }

    /// The password is in the dictionary.
    pub fn password_too_common() -> Self {
        let text = "Password is too common";
        Self::password("PasswordDictionaryError", text, text.into(), None)
    }

    /// The password is made of the user's own data (text unconfirmed upstream).
    pub fn password_contains_user_information() -> Self {
        let text = "Password contains user information";
        Self::password("PasswordNoUserInfoError", text, text.into(), None)
    }

    /// The user had the password before (text unconfirmed upstream).
    pub fn password_previously_used() -> Self {
        let text = "Password has previously been used";
        Self::password("PasswordHistoryError", text, text.into(), None)
    }

    /// The password is known from a breach. Upstream's description is not known; this is ours.
    pub fn password_leaked() -> Self {
        Self::store(
            "BadRequestError",
            "password_leaked",
            "This password is known from a data breach.",
        )
    }

    /// The e-mail address is taken, and the tenant lets callers know (`enable_public_signup_user_exists_error`).
    pub fn user_exists() -> Self {
        Self::store("BadRequestError", "user_exists", "The user already exists.")
    }

    /// The e-mail address is taken, and the tenant tells nobody.
    pub fn invalid_signup() -> Self {
        Self::store("BadRequestError", "invalid_signup", "Invalid sign up")
    }

    /// The username is taken (text unconfirmed upstream).
    pub fn username_exists() -> Self {
        Self::store(
            "BadRequestError",
            "username_exists",
            "The username provided is in use already.",
        )
    }

    /// The connection takes no sign-ups. Older and newer clients look for the text in different members.
    pub fn signup_disabled() -> Self {
        Self::store(
            "BadRequestError",
            "public signup is disabled",
            "Public signup is disabled",
        )
    }

    /// An address or an account has used up its attempts (reference/authentication.md §6.1).
    pub fn too_many_attempts() -> Self {
        Self::Endpoint(EndpointError {
            error: "too_many_requests".into(),
            description: Some("Too many attempts; try again later".into()),
            status: 429,
        })
    }

    /// Whoever calls may be a program: the person has to come to the hosted pages (reference/authentication.md §6.1).
    pub fn requires_verification() -> Self {
        Self::Endpoint(EndpointError {
            error: "requires_verification".into(),
            description: Some("Suspicious request requires verification".into()),
            status: 401,
        })
    }

    /// An Action refuses the sign-up; `reason` is its author's.
    pub fn extensibility(reason: &str) -> Self {
        Self::Store(Box::new(StoreError {
            name: Some("BadRequestError"),
            message: None,
            code: "extensibility_error".into(),
            description: reason.into(),
            policy: None,
            status: 400,
        }))
    }

    /// The connection wants a username.
    pub fn missing_username(connection: &str) -> Self {
        Self::endpoint(format!(
            "missing username for {connection} connection with requires_username enabled"
        ))
    }

    /// The tenant has no such connection, or the client may not use it.
    pub fn connection_not_found() -> Self {
        Self::endpoint("the connection was not found")
    }

    /// The body lacks a member, or one is wrong.
    pub fn invalid_request(description: impl Into<Cow<'static, str>>) -> Self {
        Self::Endpoint(EndpointError {
            error: "invalid_request".into(),
            description: Some(description.into()),
            status: 400,
        })
    }
}

/// The rules in words: `* At least 8 characters in length`, parts indented.
fn policy(rules: &[PasswordRule]) -> String {
    let mut lines = Vec::new();
    for rule in rules {
        lines.push(format!("* {}", rule.sentence()));
        lines.extend(
            rule.items
                .iter()
                .map(|item| format!(" * {}", item.sentence())),
        );
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn item(message: &'static str, verified: bool) -> PasswordRule {
        PasswordRule {
            code: None,
            message,
            format: vec![],
            items: vec![],
            verified,
        }
    }

    #[test]
    fn wire_forms() {
        let rows = [
            (
                Error::user_exists(),
                json!({"name": "BadRequestError", "code": "user_exists", "description": "The user already exists.",
                       "statusCode": 400}),
            ),
            (
                Error::password_too_common(),
                json!({"name": "PasswordDictionaryError", "message": "Password is too common",
                       "code": "invalid_password", "description": "Password is too common", "statusCode": 400}),
            ),
            (
                Error::missing_username("Username-Password-Authentication"),
                json!({"error": "missing username for Username-Password-Authentication connection with \
                                 requires_username enabled"}),
            ),
        ];
        for (error, expected) in rows {
            assert_eq!(serde_json::to_value(&error).unwrap(), expected);
            assert_eq!(error.status(), 400);
        }
    }

    #[test]
    fn a_weak_password_is_told_the_policy() {
        let rules = [
            PasswordRule {
                code: Some("lengthAtLeast"),
                format: vec![json!(8)],
                ..item("At least %d characters in length", false)
            },
            PasswordRule {
                code: Some("containsAtLeast"),
                format: vec![json!(3), json!(4)],
                items: vec![item("lower case letters (a-z)", true)],
                ..item(
                    "Contain at least %d of the following %d types of characters:",
                    false,
                )
            },
            PasswordRule {
                code: Some("identicalChars"),
                format: vec![json!(2), json!("aaa")],
                ..item(
                    "No more than %d identical characters in a row (e.g., \"%s\" not allowed)",
                    true,
                )
            },
        ];
        let body = serde_json::to_value(Error::password_too_weak(&rules)).unwrap();
        assert_eq!(
            body["policy"],
            "* At least 8 characters in length\n\
             * Contain at least 3 of the following 4 types of characters:\n \
             * lower case letters (a-z)\n\
             * No more than 2 identical characters in a row (e.g., \"aaa\" not allowed)"
        );
        assert_eq!(body["description"]["verified"], false);
        assert_eq!(
            body["description"]["rules"][0],
            json!({"code": "lengthAtLeast", "message": "At least %d characters in length", "format": [8],
                   "verified": false})
        );
    }
}
