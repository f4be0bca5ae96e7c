//! The passwords that everybody tries first.
//!
//! `dictionary.txt` is Ostia's own compilation, from general knowledge, of 4,890 passwords: words, names, teams,
//! keyboard walks, digit patterns, years, and the usual endings on the commonest of them. It is far from the 10,000
//! and 100,000 entries that Auth0 names `en_10k` and `en_100k`; both names mean this list.

use std::{collections::HashSet, sync::LazyLock};

/// One entry a line, lower case, sorted.
static ENTRIES: &str = include_str!("dictionary.txt");

static LOOKUP: LazyLock<HashSet<&str>> = LazyLock::new(|| ENTRIES.lines().collect());

/// Whether a password is in the built-in list, in any case of letters.
pub fn contains(text: &str) -> bool {
    LOOKUP.contains(text.to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_does_not_matter() {
        for common in [
            "password",
            "PassWord1",
            "QWERTY",
            "123456",
            "Liverpool",
            "iloveyou",
            "1q2w3e4r",
        ] {
            assert!(contains(common), "{common}");
        }
        for rare in [
            "",
            "pass word",
            "correct horse battery staple",
            "password-of-mine",
        ] {
            assert!(!contains(rare), "{rare}");
        }
    }

    #[test]
    fn entries_are_sorted_lower_case_and_unique() {
        let entries: Vec<_> = ENTRIES.lines().collect();
        assert!(entries.is_sorted_by(|a, b| a < b));
        assert!(
            entries
                .iter()
                .all(|entry| !entry.is_empty() && *entry == entry.to_lowercase())
        );
        assert_eq!(
            entries.len(),
            4_890,
            "the number in this file's opening sentence"
        );
    }
}
