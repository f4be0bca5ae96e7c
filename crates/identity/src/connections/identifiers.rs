//! Which of e-mail address, username, telephone number and password an account of a connection needs, and what a
//! username may look like.

use ostia_protocol::auth0::schema::Format;
use serde_json::Value;

use super::{Connection, DATABASE_STRATEGY, EMAIL_STRATEGY, SMS_STRATEGY};

/// The longest username where the connection does not say.
const DEFAULT_LONGEST_USERNAME: u64 = 15;
/// What a username may contain besides letters and digits.
const USERNAME_SIGNS: &str = "_+-.!#$^`~@'";

/// Whether an account has something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// It can't.
    Never,
    /// It may.
    Optional,
    /// It must.
    Required,
}

/// What accounts of a connection are named by.
#[derive(Clone, Debug)]
pub struct Identifiers {
    /// The e-mail address.
    pub email: Need,
    /// The username.
    pub username: Need,
    /// The telephone number.
    pub phone_number: Need,
    /// Whether the telephone number names the account, so that no two accounts share one.
    pub phone_number_is_identifier: bool,
    /// The password, when an administrator makes the account.
    pub password: Need,
    /// What a username may look like.
    pub username_rule: UsernameRule,
}

/// What a username may look like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UsernameRule {
    /// The fewest characters.
    pub shortest: u64,
    /// The most characters.
    pub longest: u64,
    /// Whether it may be an e-mail address. Where it may not, nobody can take somebody else's address for a name.
    pub may_be_email: bool,
    /// Whether it may be a telephone number.
    pub may_be_phone_number: bool,
}

impl UsernameRule {
    /// Whether a username in lower case keeps the rule.
    pub fn accepts(&self, username: &str) -> bool {
        let length = username.chars().count() as u64;
        let signs = |character: char| {
            character.is_ascii_lowercase()
                || character.is_ascii_digit()
                || USERNAME_SIGNS.contains(character)
        };
        (self.shortest..=self.longest).contains(&length)
            && username.chars().all(signs)
            && (self.may_be_email || !Format::Email.accepts(username))
            && (self.may_be_phone_number || !Format::Phone.accepts(username))
    }
}

impl Identifiers {
    /// Reads them from a connection's options. `None` for connections whose accounts live elsewhere.
    pub fn of(connection: &Connection) -> Option<Self> {
        let options = &connection.options;
        match connection.strategy.as_str() {
            DATABASE_STRATEGY => Some(match options.get("attributes") {
                Some(attributes) if attributes.is_object() => flexible(attributes, options),
                _ => classic(options),
            }),
            EMAIL_STRATEGY => Some(passwordless(Need::Required, Need::Optional)),
            SMS_STRATEGY => Some(Self {
                phone_number_is_identifier: true,
                ..passwordless(Need::Optional, Need::Required)
            }),
            _ => None,
        }
    }
}

fn passwordless(email: Need, phone_number: Need) -> Identifiers {
    Identifiers {
        email,
        username: Need::Never,
        phone_number,
        phone_number_is_identifier: false,
        password: Need::Never,
        username_rule: username_rule(None, "min", "max"),
    }
}

/// `requires_username` and `validation.username`.
fn classic(options: &Value) -> Identifiers {
    let requires_username = options.get("requires_username") == Some(&Value::Bool(true));
    Identifiers {
        email: Need::Required,
        username: if requires_username {
            Need::Required
        } else {
            Need::Never
        },
        phone_number: Need::Optional,
        phone_number_is_identifier: false,
        password: password(options),
        username_rule: username_rule(options.pointer("/validation/username"), "min", "max"),
    }
}

/// `attributes`: each may be an identifier, and each may be required.
fn flexible(attributes: &Value, options: &Value) -> Identifiers {
    let need = |name: &str| match attributes.get(name) {
        None | Some(Value::Null) => Need::Never,
        Some(attribute) => {
            let required = attribute.get("profile_required") == Some(&Value::Bool(true))
                || attribute.pointer("/signup/status") == Some(&Value::from("required"));
            if required {
                Need::Required
            } else {
                Need::Optional
            }
        }
    };
    let email = match need("email") {
        // Part of every profile, identifier or not.
        Need::Never => Need::Optional,
        need => need,
    };
    let phone_number = match need("phone_number") {
        Need::Never => Need::Optional,
        need => need,
    };
    Identifiers {
        email,
        username: need("username"),
        phone_number,
        phone_number_is_identifier: attributes.pointer("/phone_number/identifier/active")
            == Some(&Value::Bool(true)),
        password: password(options),
        username_rule: username_rule(
            attributes.pointer("/username/validation"),
            "min_length",
            "max_length",
        ),
    }
}

fn password(options: &Value) -> Need {
    let setting = |path: &str| options.pointer(path);
    let is_off = setting("/authentication_methods/password/enabled") == Some(&Value::Bool(false));
    let behavior = setting("/authentication_methods/password/api_behavior");
    if is_off || behavior == Some(&Value::from("optional")) {
        Need::Optional
    } else {
        Need::Required
    }
}

fn username_rule(validation: Option<&Value>, shortest: &str, longest: &str) -> UsernameRule {
    let number = |name: &str| validation?.get(name)?.as_u64();
    let allows = |name: &str| {
        validation.and_then(|rule| rule.pointer(&format!("/allowed_types/{name}")))
            == Some(&Value::Bool(true))
    };
    UsernameRule {
        shortest: number(shortest).unwrap_or(1),
        longest: number(longest).unwrap_or(DEFAULT_LONGEST_USERNAME),
        may_be_email: allows("email"),
        may_be_phone_number: allows("phone_number"),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn usernames() {
        let rule = username_rule(None, "min", "max");
        for (username, accepted) in [
            ("ada", true),
            ("a_d+a-.!#$^`~@'", true),
            ("ada lovelace", false),
            ("ada/lovelace", false),
            ("", false),
            ("abcdefghijklmno", true),
            ("abcdefghijklmnop", false),
            ("ada@example.org", false),
            ("+4930123456", false),
            ("ädä", false),
        ] {
            assert_eq!(rule.accepts(username), accepted, "{username}");
        }
        let validation =
            json!({ "min_length": 3, "max_length": 40, "allowed_types": { "email": true } });
        let rule = username_rule(Some(&validation), "min_length", "max_length");
        assert!(rule.accepts("ada@example.org") && !rule.accepts("al"));
        assert!(!rule.accepts("+4930123456"));
    }

    #[test]
    fn flexible_identifiers() {
        let options = json!({ "attributes": {
            "phone_number": { "identifier": { "active": true }, "signup": { "status": "required" } },
            "username": { "identifier": { "active": true }, "profile_required": false },
        } });
        let identifiers = flexible(&options["attributes"], &options);
        assert_eq!(identifiers.email, Need::Optional);
        assert_eq!(identifiers.username, Need::Optional);
        assert_eq!(identifiers.phone_number, Need::Required);
        assert!(identifiers.phone_number_is_identifier);
        assert_eq!(classic(&json!({})).username, Need::Never);
        assert_eq!(
            classic(&json!({ "requires_username": true })).username,
            Need::Required
        );
    }
}
