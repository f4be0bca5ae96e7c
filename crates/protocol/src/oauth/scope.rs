//! The set of scope tokens that is asked for, allowed or granted (RFC 6749 §3.3).

use std::borrow::Cow;
use std::collections::HashSet;
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::Error;

/// An ordered set of scope tokens; on the wire a list separated by spaces.
///
/// Cheap to clone: a scope travels from the client grant through policy into tokens, answers and the log.
/// Two scopes are equal if they hold the same tokens in whatever order.
#[derive(Debug, Clone, Default)]
pub struct Scope(Arc<Vec<Box<str>>>);

impl Scope {
    /// How many tokens a scope may have: more than the Management API knows.
    pub const MAX_TOKENS: usize = 1000;
    /// How long a token may be, in bytes: upstream's limit for an API's scope.
    pub const MAX_TOKEN_LENGTH: usize = 280;

    /// Reads a list separated by spaces; repeated tokens count once, an empty list is the empty scope.
    ///
    /// # Errors
    /// `invalid_scope` for a character outside the grammar, a token too long, or too many of them.
    pub fn parse(text: &str) -> Result<Self, Error> {
        Self::from_tokens(text.split(' ').filter(|token| !token.is_empty()))
    }

    /// Collects tokens.
    ///
    /// # Errors
    /// `invalid_scope` for what is no scope token, or too many of them.
    pub fn from_tokens<T: AsRef<str>>(tokens: impl IntoIterator<Item = T>) -> Result<Self, Error> {
        let mut scope = Vec::new();
        let mut seen: HashSet<Box<str>> = HashSet::new();
        for token in tokens {
            let token = check_token(token.as_ref())?;
            if seen.insert(Box::from(token)) {
                scope.push(Box::from(token));
            }
            if scope.len() > Self::MAX_TOKENS {
                return Err(Error::invalid_scope("Too many scopes"));
            }
        }
        Ok(Self(Arc::new(scope)))
    }

    /// Whether the token is in the set.
    pub fn contains(&self, token: &str) -> bool {
        self.iter().any(|known| known == token)
    }

    /// Whether an ID token is asked for.
    pub fn openid(&self) -> bool {
        self.contains("openid")
    }

    /// Whether a refresh token is asked for.
    pub fn offline_access(&self) -> bool {
        self.contains("offline_access")
    }

    /// The tokens in order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(Box::as_ref)
    }

    /// How many tokens there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Those tokens for which `keep` is true, in this order.
    #[must_use]
    pub fn filter(&self, keep: impl Fn(&str) -> bool) -> Self {
        Self(Arc::new(
            self.0.iter().filter(|token| keep(token)).cloned().collect(),
        ))
    }

    /// What both have, in this order.
    #[must_use]
    pub fn intersect(&self, other: &Self) -> Self {
        if Arc::ptr_eq(&self.0, &other.0) {
            return self.clone();
        }
        let other = other.lookup();
        self.filter(|token| other.contains(token))
    }

    /// What this has and the other has not, in this order.
    #[must_use]
    pub fn difference(&self, other: &Self) -> Self {
        let other = other.lookup();
        self.filter(|token| !other.contains(token))
    }

    /// What either has: this one's tokens, then the other's.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        let further = other.difference(self);
        if further.is_empty() {
            return self.clone();
        }
        Self(Arc::new(
            self.0.iter().chain(further.0.iter()).cloned().collect(),
        ))
    }

    /// Whether the other has all of this one's tokens.
    pub fn is_subset(&self, other: &Self) -> bool {
        let other = other.lookup();
        self.iter().all(|token| other.contains(token))
    }

    fn lookup(&self) -> HashSet<&str> {
        self.iter().collect()
    }
}

/// `1*( %x21 / %x23-5B / %x5D-7E )`
fn check_token(token: &str) -> Result<&str, Error> {
    let in_grammar = |byte| matches!(byte, 0x21 | 0x23..=0x5b | 0x5d..=0x7e);
    if token.is_empty() || !token.bytes().all(in_grammar) {
        return Err(Error::invalid_scope(
            "A scope has a character that is not allowed",
        ));
    }
    if token.len() > Scope::MAX_TOKEN_LENGTH {
        return Err(Error::invalid_scope("A scope is too long"));
    }
    Ok(token)
}

impl PartialEq for Scope {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && self.is_subset(other)
    }
}

impl Eq for Scope {}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, token) in self.iter().enumerate() {
            if index > 0 {
                f.write_str(" ")?;
            }
            f.write_str(token)?;
        }
        Ok(())
    }
}

impl FromStr for Scope {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        Self::parse(text)
    }
}

impl Serialize for Scope {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Scope {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<'de, str>::deserialize(deserializer)?;
        Self::parse(&text).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn scope(text: &str) -> Scope {
        Scope::parse(text).unwrap()
    }

    #[test]
    fn reads_lists() {
        let table = [
            ("", ""),
            ("  ", ""),
            ("openid", "openid"),
            (" b  a b ", "b a"),
            ("read:users urn:x#1 a/b,c", "read:users urn:x#1 a/b,c"),
        ];
        for (text, canonical) in table {
            assert_eq!(scope(text).to_string(), canonical);
        }
    }

    #[test]
    fn refuses_what_the_grammar_has_not() {
        for text in ["a\"b", "a\\b", "a\tb", "a\nb", "ü", "a\u{7f}"] {
            assert!(Scope::parse(text).is_err(), "{text:?}");
        }
        assert!(Scope::parse(&"x".repeat(281)).is_err());
        assert!(Scope::from_tokens((0..1001).map(|i| i.to_string())).is_err());
        assert!(Scope::from_tokens(["a b"]).is_err());
        assert!(Scope::from_tokens([""]).is_err());
    }

    #[test]
    fn is_a_set() {
        let (left, right) = (scope("a b c"), scope("c d a"));
        assert_eq!(left.intersect(&right).to_string(), "a c");
        assert_eq!(left.union(&right).to_string(), "a b c d");
        assert_eq!(left.difference(&right).to_string(), "b");
        assert!(scope("c a").is_subset(&left));
        assert!(!right.is_subset(&left));
        assert_eq!(scope("a b"), scope("b a"));
        assert_ne!(scope("a b"), scope("a"));
    }

    #[test]
    fn is_a_string_in_json() {
        assert_eq!(serde_json::to_string(&scope("a b")).unwrap(), r#""a b""#);
        assert_eq!(
            serde_json::from_str::<Scope>(r#""b a""#).unwrap(),
            scope("a b")
        );
        assert!(serde_json::from_str::<Scope>(r#""ü""#).is_err());
    }

    proptest! {
        #[test]
        fn round_trips(text in "[!#-\\[\\]-~ ]{0,60}") {
            let scope = Scope::parse(&text).unwrap();
            prop_assert_eq!(Scope::parse(&scope.to_string()).unwrap().to_string(), scope.to_string());
        }
    }
}
