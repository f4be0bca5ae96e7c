//! A user as a directory knows them (RFC 7643 §4.1).

use serde_json::{Map, Value, json};

use super::{CORE_USER, ENTERPRISE_USER, Error, key, member};

/// The longest name and the longest id, in bytes.
const MAX_NAME: usize = 255;
/// The most that is kept of a user, in bytes of JSON.
const MAX_SIZE: usize = 16 * 1024;

/// The attributes of a user that are kept, as they are written.
pub const ATTRIBUTES: [&str; 19] = [
    "externalId",
    "userName",
    "name",
    "displayName",
    "nickName",
    "profileUrl",
    "title",
    "userType",
    "preferredLanguage",
    "locale",
    "timezone",
    "active",
    "emails",
    "phoneNumbers",
    "ims",
    "photos",
    "addresses",
    "entitlements",
    "roles",
];

/// Attributes that are lists.
const LISTS: [&str; 7] = [
    "emails",
    "phoneNumbers",
    "ims",
    "photos",
    "addresses",
    "entitlements",
    "roles",
];

/// A user whose attributes are what they should be.
#[derive(Clone, Debug, PartialEq)]
pub struct User {
    attributes: Map<String, Value>,
}

impl User {
    /// Reads a user. What isn't known, isn't a directory's to say (`id`, `meta`, `groups`), or isn't kept (`password`)
    /// is left out. Who isn't said to be active or not is.
    ///
    /// # Errors
    /// 400 for what is no user.
    pub fn parse(body: Value) -> Result<Self, Error> {
        let Value::Object(body) = body else {
            return Err(Error::syntax("The body is no object."));
        };
        let schemas = member(&body, "schemas").and_then(Value::as_array);
        let is_user = schemas.is_some_and(|schemas| {
            let names = schemas.iter().filter_map(Value::as_str);
            names
                .into_iter()
                .any(|name| name.eq_ignore_ascii_case(CORE_USER))
        });
        if !is_user {
            return Err(Error::syntax("schemas doesn't say that this is a User."));
        }
        let mut user = Self::of(body)?;
        user.attributes
            .entry("active")
            .or_insert_with(|| json!(true));
        Ok(user)
    }

    /// The same of what was kept, and changed.
    ///
    /// # Errors
    /// As [`parse`](Self::parse).
    pub fn of(mut said: Map<String, Value>) -> Result<Self, Error> {
        let mut attributes = Map::new();
        for name in ATTRIBUTES.into_iter().chain([ENTERPRISE_USER]) {
            let Some(value) = key(&said, name)
                .cloned()
                .and_then(|key| said.remove(&key))
                .filter(|value| !value.is_null())
            else {
                continue;
            };
            let value = match name {
                "userName" | "externalId" => json!(text(name, &value)?),
                "active" => json!(truth(&value)?),
                "name" | ENTERPRISE_USER => object(name, value)?,
                _ if LISTS.contains(&name) => list(name, value)?,
                _ => match value {
                    Value::String(_) => value,
                    _ => return Err(Error::value(format!("{name} has to be text."))),
                },
            };
            attributes.insert(name.to_owned(), value);
        }
        if !attributes.contains_key("userName") {
            return Err(Error::value("userName is required."));
        }
        if Value::Object(attributes.clone()).to_string().len() > MAX_SIZE {
            return Err(Error::value("The user is larger than 16 KB."));
        }
        Ok(Self { attributes })
    }

    /// The name that is one user's alone, as it was written.
    pub fn user_name(&self) -> &str {
        let name = self.attributes.get("userName").and_then(Value::as_str);
        name.unwrap_or_default()
    }

    /// What the directory calls them.
    pub fn external_id(&self) -> Option<&str> {
        self.attributes.get("externalId").and_then(Value::as_str)
    }

    /// Whether they may log in.
    pub fn is_active(&self) -> bool {
        self.attributes.get("active") != Some(&Value::Bool(false))
    }

    /// The address that they are found by, in lower case: the primary one, or else the first.
    pub fn address(&self) -> Option<String> {
        let emails = self.attributes.get("emails").and_then(Value::as_array);
        let emails = || emails.into_iter().flatten().filter_map(Value::as_object);
        let primary = emails().find(|email| member(email, "primary") == Some(&json!(true)));
        let email = primary.or_else(|| emails().next())?;
        Some(member(email, "value")?.as_str()?.to_lowercase())
    }

    /// All attributes.
    pub fn attributes(&self) -> &Map<String, Value> {
        &self.attributes
    }

    /// The resource: the attributes, and what is ours to say.
    pub fn resource(&self, id: &str, meta: Value) -> Map<String, Value> {
        let mut schemas = vec![CORE_USER];
        if self.attributes.contains_key(ENTERPRISE_USER) {
            schemas.push(ENTERPRISE_USER);
        }
        let mut resource = Map::new();
        resource.insert("schemas".to_owned(), json!(schemas));
        resource.insert("id".to_owned(), json!(id));
        resource.extend(self.attributes.clone());
        resource.insert("meta".to_owned(), meta);
        resource
    }
}

fn text(name: &str, value: &Value) -> Result<String, Error> {
    let text = match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) if name == "externalId" => number.to_string(),
        _ => return Err(Error::value(format!("{name} has to be text."))),
    };
    if text.is_empty() || text.len() > MAX_NAME || text.chars().any(char::is_control) {
        return Err(Error::value(format!("{name} has to have 1 to 255 bytes.")));
    }
    Ok(text)
}

/// Some directories write truths as text.
fn truth(value: &Value) -> Result<bool, Error> {
    match value {
        Value::Bool(truth) => Ok(*truth),
        Value::String(text) if text.eq_ignore_ascii_case("true") => Ok(true),
        Value::String(text) if text.eq_ignore_ascii_case("false") => Ok(false),
        _ => Err(Error::value("active has to be true or false.")),
    }
}

fn object(name: &str, value: Value) -> Result<Value, Error> {
    match value {
        Value::Object(_) => Ok(value),
        _ => Err(Error::value(format!("{name} has to be an object."))),
    }
}

fn list(name: &str, value: Value) -> Result<Value, Error> {
    let Value::Array(mut values) = value else {
        return Err(Error::value(format!("{name} has to be a list.")));
    };
    for value in &mut values {
        let Value::Object(parts) = value else {
            return Err(Error::value(format!("{name} has to be a list of objects.")));
        };
        if let Some(key) = key(parts, "primary").cloned()
            && let Some(primary) = parts.get_mut(&key)
        {
            *primary = json!(truth(primary).unwrap_or(false));
        }
    }
    Ok(Value::Array(values))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_user_is_read() {
        let user = User::parse(json!({
            "schemas": [CORE_USER], "id": "mine", "USERNAME": " Ada ", "externalId": 7, "active": "False",
            "password": "secret", "groups": [{ "value": "admins" }], "colour": "red", "title": null,
            "emails": [{ "value": "Ada@Example.com", "primary": "True" }],
        }))
        .unwrap();
        assert_eq!(
            Value::Object(user.resource("auth0|1", json!({}))),
            json!({
                "schemas": [CORE_USER], "id": "auth0|1", "userName": "Ada", "externalId": "7", "active": false,
                "emails": [{ "value": "Ada@Example.com", "primary": true }], "meta": {},
            })
        );
        assert_eq!(user.address().as_deref(), Some("ada@example.com"));
        assert!(!user.is_active());
    }

    #[test]
    fn what_is_no_user_is_refused() {
        let core = json!([CORE_USER]);
        for body in [
            json!([]),
            json!({ "userName": "ada" }),
            json!({ "schemas": core }),
            json!({ "schemas": core, "userName": "" }),
            json!({ "schemas": core, "userName": 7 }),
            json!({ "schemas": core, "userName": "ada", "active": "perhaps" }),
            json!({ "schemas": core, "userName": "ada", "emails": "ada@example.com" }),
            json!({ "schemas": core, "userName": "ada", "emails": ["ada@example.com"] }),
            json!({ "schemas": core, "userName": "ada", "name": "Ada" }),
            json!({ "schemas": core, "userName": "ada", "title": ["x"] }),
            json!({ "schemas": core, "userName": "ada", "title": "x".repeat(20_000) }),
        ] {
            assert!(User::parse(body.clone()).is_err(), "{body}");
        }
    }
}
