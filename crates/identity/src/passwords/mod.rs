//! Passwords: how they are read, hashed, verified and judged.
//!
//! Everything here is a pure function of its arguments. Salts come in from the caller's entropy, and the
//! expensive functions have an asynchronous twin on [`HashingPool`], which is the one to call from a request.

mod dictionary;
pub mod foreign;
mod hash;
mod memory;
mod options;
mod policy;
mod pool;
mod strength;

use std::{fmt, sync::Arc};

use zeroize::Zeroizing;

pub use dictionary::contains as is_common;
pub use hash::{HashingFailed, PasswordHash, UnsupportedHash, Verdict, hash, verify_decoy};
pub use memory::Workspace;
pub use options::InvalidPolicy;
pub use policy::{PersonalInfo, Policy, Weakness};
pub use pool::HashingPool;
pub use strength::{FormatArgument, RuleReport, StrengthReport};

/// A password as somebody typed it.
///
/// The text is kept as it came: it is neither trimmed nor normalised, so that the same keystrokes always give the
/// same hash. It is wiped from memory with the last clone, which shares it, and never shows in `Debug`.
#[derive(Clone)]
pub struct Password(Arc<Zeroizing<String>>);

impl Password {
    /// How many bytes of a password are hashed. bcrypt can't take more, and hashes move in and out of Ostia.
    pub const MAX_BYTES: usize = 72;

    /// Takes a password that is not empty and no longer than [`Self::MAX_BYTES`].
    pub fn parse(text: impl Into<String>) -> Result<Self, InvalidPassword> {
        let password = Self::parse_truncating(text)?;
        match password.text().len() {
            bytes if bytes > Self::MAX_BYTES => Err(InvalidPassword::TooLong { bytes }),
            _ => Ok(password),
        }
    }

    /// Takes any password that is not empty; only its first [`Self::MAX_BYTES`] bytes will count, as in a
    /// connection whose `max_length_exceeded` is `truncate`.
    pub fn parse_truncating(text: impl Into<String>) -> Result<Self, InvalidPassword> {
        let text = Zeroizing::new(text.into());
        if text.is_empty() {
            return Err(InvalidPassword::Empty);
        }
        Ok(Self(Arc::new(text)))
    }

    /// The whole text, for rules and for database scripts that check passwords themselves. Never log it.
    pub fn text(&self) -> &str {
        &self.0
    }

    /// The bytes that are hashed.
    fn hashed_bytes(&self) -> &[u8] {
        let bytes = self.text().as_bytes();
        &bytes[..bytes.len().min(Self::MAX_BYTES)]
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Password(…)")
    }
}

/// Why a text is no password at all, whatever the policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidPassword {
    /// Nothing was typed.
    #[error("the password is empty")]
    Empty,
    /// More was typed than is hashed.
    #[error(
        "the password is {bytes} bytes long; at most {} are possible",
        Password::MAX_BYTES
    )]
    TooLong {
        /// Its length in UTF-8.
        bytes: usize,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_are_counted_in_bytes() {
        assert_eq!(Password::parse("").unwrap_err(), InvalidPassword::Empty);
        assert!(Password::parse("x".repeat(72)).is_ok());
        assert!(Password::parse("é".repeat(36)).is_ok());
        let too_long = Password::parse("é".repeat(37)).unwrap_err();
        assert_eq!(too_long, InvalidPassword::TooLong { bytes: 74 });
        assert_eq!(
            too_long.to_string(),
            "the password is 74 bytes long; at most 72 are possible"
        );
    }

    #[test]
    fn truncation_counts_bytes_and_may_split_a_character() {
        let password = Password::parse_truncating(format!("{}é and more", "x".repeat(71))).unwrap();
        assert_eq!(password.hashed_bytes().len(), 72);
        assert_eq!(password.hashed_bytes()[71], 0xc3);
        assert!(password.text().ends_with("é and more"));
    }

    #[test]
    fn spaces_and_composition_are_kept() {
        assert_eq!(Password::parse(" e\u{301} ").unwrap().text(), " e\u{301} ");
    }

    #[test]
    fn debug_tells_nothing() {
        assert_eq!(
            format!("{:?}", Password::parse("tiger").unwrap()),
            "Password(…)"
        );
    }
}
