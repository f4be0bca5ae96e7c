//! What the user is to be asked, whatever the session says (OIDC Core §3.1.2.1).

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::oauth::{Error, parsed_wire_names};

parsed_wire_names! {
    "prompt",
    /// One word of the `prompt` parameter.
    pub enum PromptValue {
        /// Show nothing; fail if something would have to be shown.
        None = "none",
        /// Authenticate again.
        Login = "login",
        /// Ask for consent again.
        Consent = "consent",
        /// Let the user choose an account.
        SelectAccount = "select_account",
    }
}

/// The `prompt` parameter: a set of words, of which `none` stands alone. Empty when it was not sent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Prompt(Vec<PromptValue>);

impl Prompt {
    /// Reads the parameter's value.
    ///
    /// # Errors
    /// `invalid_request` for an unknown word, and for `none` beside another.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let mut values = Vec::new();
        for word in text.split(' ').filter(|word| !word.is_empty()) {
            let value = word
                .parse()
                .map_err(|why| Error::invalid_parameter("prompt", why))?;
            if !values.contains(&value) {
                values.push(value);
            }
        }
        if values.len() > 1 && values.contains(&PromptValue::None) {
            return Err(Error::invalid_parameter("prompt", "can't be none and more"));
        }
        Ok(Self(values))
    }

    /// Whether this word was sent.
    pub fn contains(&self, value: PromptValue) -> bool {
        self.0.contains(&value)
    }

    /// Whether nothing may be shown.
    pub fn is_none(&self) -> bool {
        self.contains(PromptValue::None)
    }

    /// Whether the user must authenticate again.
    pub fn login(&self) -> bool {
        self.contains(PromptValue::Login)
    }

    /// Whether consent must be asked for again.
    pub fn consent(&self) -> bool {
        self.contains(PromptValue::Consent)
    }

    /// Whether the user must choose an account.
    pub fn select_account(&self) -> bool {
        self.contains(PromptValue::SelectAccount)
    }

    /// Whether no word was sent.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Display for Prompt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words: Vec<_> = self.0.iter().map(|value| value.as_str()).collect();
        f.write_str(&words.join(" "))
    }
}

impl Serialize for Prompt {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Prompt {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<'de, str>::deserialize(deserializer)?;
        Self::parse(&text).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_words() {
        for (text, canonical) in [
            ("", ""),
            ("none", "none"),
            ("none none", "none"),
            ("login  consent", "login consent"),
            ("select_account", "select_account"),
        ] {
            assert_eq!(Prompt::parse(text).unwrap().to_string(), canonical);
        }
    }

    #[test]
    fn refuses_other_words_and_none_with_company() {
        for text in ["none login", "consent none", "Login", "create"] {
            assert!(Prompt::parse(text).is_err(), "{text}");
        }
    }
}
