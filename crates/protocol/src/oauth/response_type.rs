//! What `/authorize` is asked to return (RFC 6749 §3.1.1, OAuth 2.0 Multiple Response Types).

use std::borrow::Cow;
use std::str::FromStr;

use serde::{Deserialize, Deserializer};

use super::{Error, ResponseMode, wire_names};

wire_names! {
    /// One of the seven combinations of `code`, `token` and `id_token`.
    pub enum ResponseType {
        /// A code alone.
        Code = "code",
        /// An access token (implicit).
        Token = "token",
        /// An ID token (implicit).
        IdToken = "id_token",
        /// Hybrid.
        CodeToken = "code token",
        /// Hybrid.
        CodeIdToken = "code id_token",
        /// Both tokens (implicit).
        TokenIdToken = "token id_token",
        /// Hybrid.
        CodeTokenIdToken = "code token id_token",
    }
}

impl ResponseType {
    /// Whether a code is returned.
    pub fn has_code(self) -> bool {
        self.has("code")
    }

    /// Whether an access token is returned through the browser.
    pub fn has_token(self) -> bool {
        self.has("token")
    }

    /// Whether an ID token is returned through the browser; then a `nonce` is due (OIDC Core §3.2.2.1).
    pub fn has_id_token(self) -> bool {
        self.has("id_token")
    }

    /// Whether any token is returned through the browser; then the client needs the `implicit` grant.
    pub fn is_front_channel(self) -> bool {
        self != Self::Code
    }

    /// How it is returned unless `response_mode` says otherwise.
    pub fn default_mode(self) -> ResponseMode {
        if self.is_front_channel() {
            ResponseMode::Fragment
        } else {
            ResponseMode::Query
        }
    }

    fn has(self, word: &str) -> bool {
        self.as_str().split(' ').any(|known| known == word)
    }
}

impl FromStr for ResponseType {
    type Err = Error;

    /// The words may come in any order, each once.
    fn from_str(text: &str) -> Result<Self, Error> {
        let words = sorted(text);
        Self::ALL
            .iter()
            .copied()
            .find(|known| sorted(known.as_str()) == words)
            .ok_or_else(|| Error::unsupported_response_type(text))
    }
}

fn sorted(text: &str) -> Vec<&str> {
    let mut words: Vec<_> = text.split(' ').filter(|word| !word.is_empty()).collect();
    words.sort_unstable();
    words
}

impl<'de> Deserialize<'de> for ResponseType {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_come_in_any_order() {
        let table = [
            ("code", ResponseType::Code),
            ("id_token token", ResponseType::TokenIdToken),
            ("token id_token", ResponseType::TokenIdToken),
            ("id_token code", ResponseType::CodeIdToken),
            ("id_token token code", ResponseType::CodeTokenIdToken),
        ];
        for (text, expected) in table {
            assert_eq!(text.parse(), Ok(expected), "{text}");
        }
    }

    #[test]
    fn other_words_are_refused() {
        for text in [
            "",
            "none",
            "code code",
            "code none",
            "Code",
            "code,token",
            "id_token id_token token",
        ] {
            let refused = text.parse::<ResponseType>();
            assert_eq!(refused, Err(Error::unsupported_response_type(text)));
        }
    }

    #[test]
    fn tokens_travel_in_the_fragment() {
        assert_eq!(ResponseType::Code.default_mode(), ResponseMode::Query);
        for front in &ResponseType::ALL[1..] {
            assert_eq!(front.default_mode(), ResponseMode::Fragment);
        }
        assert!(!ResponseType::IdToken.has_token());
        assert!(ResponseType::CodeIdToken.has_id_token());
    }
}
