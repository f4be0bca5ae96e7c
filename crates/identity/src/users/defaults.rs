//! What a profile says until somebody says otherwise.

use std::fmt::Write as _;

use md5::{Digest as _, Md5};
use serde_json::{Map, Value, json};

/// Fills in `name`, `nickname` and `picture` where they are missing.
pub(super) fn fill(document: &mut Map<String, Value>) {
    let text = |name: &str| {
        document
            .get(name)
            .and_then(Value::as_str)
            .map(str::to_owned)
    };
    let name = ["email", "username", "phone_number"]
        .into_iter()
        .find_map(text)
        .unwrap_or_default();
    let nickname = name.split('@').next().unwrap_or_default().to_owned();
    let picture = picture(&name);
    for (member, value) in [("name", name), ("nickname", nickname), ("picture", picture)] {
        if !value.is_empty() {
            document
                .entry(member.to_owned())
                .or_insert_with(|| json!(value));
        }
    }
}

/// The Gravatar of an address, which itself falls back to a picture of the first two letters. It is only a text for
/// applications: Ostia's own pages load nothing from it.
pub(super) fn picture(address: &str) -> String {
    let mut digest = String::new();
    for byte in Md5::digest(address.trim().to_lowercase()) {
        // Writing to a String can't fail.
        let _ = write!(digest, "{byte:02x}");
    }
    let letters: String = address
        .to_lowercase()
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .take(2)
        .collect();
    format!(
        "https://s.gravatar.com/avatar/{digest}?s=480&r=pg&d=https%3A%2F%2Fcdn.auth0.com%2Favatars%2F{letters}.png"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_recorded() {
        let mut document = Map::from_iter([("email".to_owned(), json!("chuck@example.com"))]);
        fill(&mut document);
        assert_eq!(document["name"], "chuck@example.com");
        assert_eq!(document["nickname"], "chuck");
        assert_eq!(
            document["picture"],
            "https://s.gravatar.com/avatar/0b79e7da7bc7877560620cf8f2cc93ae?s=480&r=pg\
             &d=https%3A%2F%2Fcdn.auth0.com%2Favatars%2Fch.png"
        );
    }

    #[test]
    fn what_was_given_stays() {
        let mut document = Map::from_iter([
            ("username".to_owned(), json!("ada")),
            ("name".to_owned(), json!("Ada Lovelace")),
        ]);
        fill(&mut document);
        assert_eq!(document["name"], "Ada Lovelace");
        assert_eq!(document["nickname"], "ada");
    }
}
