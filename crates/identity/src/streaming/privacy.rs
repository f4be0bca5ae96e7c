//! What a stream's receiver is not to read of people.

use serde_json::{Map, Value};

use super::xxhash::xxh64;

/// The members of entries that hold each of the fields that a stream can hide.
const MEMBERS: [(&str, &[&str]); 6] = [
    ("first_name", &["first_name", "given_name"]),
    ("last_name", &["last_name", "family_name"]),
    ("username", &["username", "user_name", "nickname"]),
    ("email", &["email", "to"]),
    ("phone", &["phone", "phone_number"]),
    ("address", &["address", "street_address"]),
];

/// Makes the fields unreadable that a `pii_config` names: masked, or hashed, so that equal ones stay equal.
pub(super) fn hide(entry: &mut Value, config: &Value) {
    let named = config["log_fields"].as_array().into_iter().flatten();
    let fields: Vec<&str> = named.filter_map(Value::as_str).collect();
    let hashes = config["method"] == "hash";
    hide_in(entry, &fields, hashes);
}

fn hide_in(value: &mut Value, fields: &[&str], hashes: bool) {
    match value {
        Value::Object(members) => hide_members(members, fields, hashes),
        Value::Array(items) => {
            for item in items {
                hide_in(item, fields, hashes);
            }
        }
        Value::String(text) if fields.contains(&"email") && looks_like_email(text) => {
            *text = hidden(text, hashes);
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn hide_members(members: &mut Map<String, Value>, fields: &[&str], hashes: bool) {
    for (name, value) in members {
        let is_field = MEMBERS
            .iter()
            .any(|(field, names)| fields.contains(field) && names.contains(&name.as_str()));
        match value {
            Value::String(text) if is_field && !text.is_empty() => *text = hidden(text, hashes),
            other => hide_in(other, fields, hashes),
        }
    }
}

/// An address that stands elsewhere than in a member of that name, as a user's name often does.
fn looks_like_email(text: &str) -> bool {
    let Some((local, domain)) = text.split_once('@') else {
        return false;
    };
    let is_plain = !text.contains(|letter: char| letter.is_whitespace() || letter == '/');
    is_plain && !local.is_empty() && domain.contains('.')
}

fn hidden(text: &str, hashes: bool) -> String {
    if hashes {
        return format!("{:016x}", xxh64(text.as_bytes()));
    }
    let first: String = text.chars().take(1).collect();
    format!("{first}***")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn named_fields_are_hidden_wherever_they_are() {
        let entry = json!({
            "user_name": "ada@example.com", "description": "ok", "client_name": "Shop",
            "details": { "body": [{ "email": "ada@example.com", "given_name": "Ada", "phone_number": "+41" }] },
        });
        let mut masked = entry.clone();
        hide(
            &mut masked,
            &json!({ "log_fields": ["email", "first_name"] }),
        );
        assert_eq!(
            masked,
            json!({
                "user_name": "a***", "description": "ok", "client_name": "Shop",
                "details": { "body": [{ "email": "a***", "given_name": "A***", "phone_number": "+41" }] },
            })
        );
        let mut hashed = entry;
        let config = json!({ "log_fields": ["email"], "method": "hash", "algorithm": "xxhash" });
        hide(&mut hashed, &config);
        let email = &hashed["details"]["body"][0]["email"];
        assert_eq!(email.as_str().unwrap().len(), 16);
        assert_eq!(&hashed["user_name"], email);
        assert_eq!(hashed["details"]["body"][0]["given_name"], "Ada");
    }
}
