//! What of a user can be searched for: columns beside the document, and the leaves of the metadata.

pub mod table;

use std::collections::BTreeMap;

use serde_json::{Map, Number, Value};

use crate::users::User;
use crate::vault::fingerprint;

/// Rows with a lesser version are indexed again.
pub const VERSION: i64 = 1;

/// At most this many leaves of a user's metadata can be searched for.
const MAX_ATTRIBUTES: usize = 500;
/// A path that is longer, in bytes, can't be searched for.
const MAX_PATH: usize = 400;
/// Of a longer text, in bytes, the beginning and a digest of the whole are kept: enough to find it, and what begins like
/// it, in an index whose entries are bounded.
const MAX_TEXT: usize = 500;
/// The length of that beginning.
const KEPT: usize = 400;

/// A user's searchable texts and flags.
#[derive(Debug)]
pub struct Index {
    /// `email`
    pub email: Option<String>,
    /// `email.domain`
    pub email_domain: Option<String>,
    /// `email_verified`
    pub email_verified: Option<bool>,
    /// `username`
    pub username: Option<String>,
    /// `phone_number`
    pub phone_number: Option<String>,
    /// `phone_verified`
    pub phone_verified: Option<bool>,
    /// `name`
    pub name: Option<String>,
    /// `nickname`
    pub nickname: Option<String>,
    /// `given_name`
    pub given_name: Option<String>,
    /// `family_name`
    pub family_name: Option<String>,
    /// Of the metadata.
    pub attributes: Vec<Attribute>,
}

/// A leaf of the metadata.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribute {
    /// Names joined by dots, beginning with `user_metadata` or `app_metadata`.
    pub path: String,
    /// As text.
    pub value: String,
    /// Of a number: a text that sorts as the numbers do.
    pub number: Option<String>,
}

impl Index {
    /// Of a user as they are now.
    pub fn of(user: &User) -> Self {
        let text = |name: &str| user.text(name).map(str::to_owned).map(key);
        let folded = |name: &str| user.text(name).map(fold);
        let flag = |name: &str| user.document.get(name).and_then(Value::as_bool);
        Self {
            email: folded("email"),
            email_domain: user.email().and_then(domain),
            email_verified: flag("email_verified"),
            username: text("username"),
            phone_number: text("phone_number"),
            phone_verified: flag("phone_verified"),
            name: folded("name"),
            nickname: folded("nickname"),
            given_name: folded("given_name"),
            family_name: folded("family_name"),
            attributes: attributes(&user.document),
        }
    }
}

/// What a text is found by.
pub fn key(text: impl Into<String>) -> String {
    let text = text.into();
    if text.len() <= MAX_TEXT {
        return text;
    }
    let mut end = KEPT;
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    format!("{}\u{1}{}", &text[..end], fingerprint(&text))
}

/// What a text is found by where capitals don't matter.
pub fn fold(text: &str) -> String {
    key(text.to_lowercase())
}

/// What comes behind the last `@`.
fn domain(email: &str) -> Option<String> {
    let (_, domain) = email.rsplit_once('@')?;
    Some(fold(domain))
}

/// A text that sorts as the numbers do: the bits of IEEE 754, with the negative ones turned around.
pub fn number_key(number: f64) -> String {
    // There are two zeros, and they are equal.
    let bits = if number == 0.0 { 0 } else { number.to_bits() };
    let sorted = if bits >> 63 == 0 {
        bits | 1 << 63
    } else {
        !bits
    };
    format!("{sorted:016x}")
}

/// The leaves of both metadata. What is null or empty is not there.
fn attributes(document: &Map<String, Value>) -> Vec<Attribute> {
    let mut found = BTreeMap::new();
    for root in ["app_metadata", "user_metadata"] {
        if let Some(value) = document.get(root) {
            collect(root, value, &mut found);
        }
    }
    let leaf = |((path, value), number)| Attribute {
        path,
        value,
        number,
    };
    found.into_iter().map(leaf).collect()
}

/// By path and value: in an array the same may come twice.
type Found = BTreeMap<(String, String), Option<String>>;

fn collect(path: &str, value: &Value, found: &mut Found) {
    if path.len() > MAX_PATH || found.len() >= MAX_ATTRIBUTES {
        return;
    }
    let mut leaf = |text: String, number: Option<String>| {
        let kept = found.entry((path.to_owned(), key(text))).or_default();
        *kept = number.or(kept.take());
    };
    match value {
        Value::Null => {}
        Value::Bool(flag) => leaf(flag.to_string(), None),
        Value::Number(number) => leaf(number.to_string(), number_of(number)),
        Value::String(text) => leaf(text.clone(), None),
        Value::Array(items) => {
            for item in items {
                collect(path, item, found);
            }
        }
        Value::Object(members) => {
            for (name, member) in members {
                collect(&format!("{path}.{name}"), member, found);
            }
        }
    }
}

fn number_of(number: &Number) -> Option<String> {
    number.as_f64().map(number_key)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn leaves(metadata: Value) -> Vec<(String, String)> {
        let document = Map::from_iter([("app_metadata".to_owned(), metadata)]);
        let leaf = |leaf: Attribute| (leaf.path, leaf.value);
        attributes(&document).into_iter().map(leaf).collect()
    }

    #[test]
    fn arrays_are_no_part_of_a_path() {
        let metadata = json!({
            "roles": ["admin", "admin", ["nested"]], "address": [{ "city": "Paris" }, { "city": "Rome" }],
            "plan": { "seats": 5, "paid": true }, "nothing": null, "empty": {}, "none": []
        });
        let expected = [
            ("app_metadata.address.city", "Paris"),
            ("app_metadata.address.city", "Rome"),
            ("app_metadata.plan.paid", "true"),
            ("app_metadata.plan.seats", "5"),
            ("app_metadata.roles", "admin"),
            ("app_metadata.roles", "nested"),
        ];
        let expected = expected.map(|(path, value)| (path.to_owned(), value.to_owned()));
        assert_eq!(leaves(metadata), expected);
    }

    #[test]
    fn metadata_is_indexed_within_bounds() {
        let many: Vec<usize> = (0..10_000).collect();
        assert_eq!(leaves(json!({ "many": many })).len(), MAX_ATTRIBUTES);
        assert_eq!(leaves(json!({ "x".repeat(500): "y" })), []);
        let long = leaves(json!({ "text": "é".repeat(10_000) }));
        assert!(long[0].1.len() < MAX_TEXT);
        assert_eq!(key("é".repeat(10_000)), long[0].1);
        assert_ne!(key("é".repeat(10_001)), long[0].1);
    }

    #[test]
    fn numbers_sort_as_texts() {
        let sorted = [f64::MIN, -2.5, -1.0, 0.0, 1e-9, 1.0, 2.0, 10.0, 1e300];
        let keys: Vec<String> = sorted.into_iter().map(number_key).collect();
        assert!(keys.is_sorted());
        assert_eq!(number_key(-0.0), number_key(0.0));
    }

    #[test]
    fn domains() {
        assert_eq!(domain("a@B.example").as_deref(), Some("b.example"));
        assert_eq!(domain("\"a@b\"@c.example").as_deref(), Some("c.example"));
        assert_eq!(domain("none"), None);
    }
}
