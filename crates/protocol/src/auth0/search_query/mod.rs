//! The query language of `q`: the subset of Lucene's that users and logs are searched with
//! (reference/management-api.md §2.5).
//!
//! Here is only what was written. Which fields there are, of which type and whether capitals matter, those know who are
//! searched.

mod parse;
mod print;
#[cfg(test)]
mod tests;

use std::fmt;

pub use self::parse::{MAX_DEPTH, MAX_LENGTH, MAX_TERMS};

/// A query, as precedence and parentheses group it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Query {
    /// `*`: whatever there is.
    Everything,
    /// `field:value`, or a value alone.
    Term {
        /// Where to look; nowhere in particular for a bare value.
        field: Option<String>,
        /// What to look for.
        value: Match,
    },
    /// `_exists_:field`, or `field:*`.
    Exists(String),
    /// `NOT a`.
    Not(Box<Query>),
    /// `a AND b`: two or more.
    All(Vec<Query>),
    /// `a OR b`: two or more.
    Any(Vec<Query>),
}

/// What a value has to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Match {
    /// This one, to its end: fields are not split into words.
    Exactly(String),
    /// It begins like this: `value*`. Never empty.
    Prefix(String),
    /// It has these pieces in this order, and anything between them: `*value*` has an empty piece at both ends. Two or
    /// more pieces, with three characters at least.
    Pattern(Vec<String>),
    /// It lies between two others.
    Range {
        /// From where.
        low: Bound,
        /// To where.
        high: Bound,
    },
}

/// An end of a range.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Bound {
    /// `*`: there is none.
    Open,
    /// `[` or `]`: this value is in the range.
    Included(String),
    /// `{` or `}`: this value is not.
    Excluded(String),
}

/// A text that is no query.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct SyntaxError {
    /// What is wrong.
    pub fault: Fault,
    /// Before which character, from 1.
    pub at: usize,
}

/// What can be wrong with a query.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It is longer than any query needs to be.
    TooLong,
    /// Parentheses or negations in each other beyond measure.
    TooDeep,
    /// More terms than are looked for at once.
    TooManyTerms,
    /// Something else should stand here.
    Expected(&'static str),
    /// `"` without its partner.
    UnclosedPhrase,
    /// `(` without its partner.
    UnclosedParenthesis,
    /// `\` at the end.
    EscapesNothing,
    /// A pattern with fewer than three characters besides its wildcards.
    PatternTooShort,
    /// A pattern with more wildcards than are looked for.
    TooManyWildcards,
    /// An operator of Lucene's that is not served: `?`, `~`, `^` and regular expressions.
    NotServed(char),
}

impl fmt::Display for SyntaxError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.fault {
            Fault::TooLong => {
                return write!(formatter, "the query is longer than {MAX_LENGTH} bytes");
            }
            Fault::TooDeep => write!(formatter, "nested deeper than {MAX_DEPTH} levels")?,
            Fault::TooManyTerms => write!(formatter, "more than {MAX_TERMS} terms")?,
            Fault::Expected(what) => write!(formatter, "expected {what}")?,
            Fault::UnclosedPhrase => formatter.write_str("a phrase without its closing quote")?,
            Fault::UnclosedParenthesis => {
                formatter.write_str("a parenthesis that is not closed")?;
            }
            Fault::EscapesNothing => formatter.write_str("a backslash with nothing behind it")?,
            Fault::PatternTooShort => formatter
                .write_str("a wildcard that is not at the end needs at least 3 other characters")?,
            Fault::TooManyWildcards => formatter.write_str("too many wildcards in one value")?,
            Fault::NotServed(character) => write!(
                formatter,
                "{character} is not an operator here; put a backslash before it to search for it"
            )?,
        }
        write!(formatter, " (character {})", self.at)
    }
}

impl Query {
    /// Reads a query.
    ///
    /// # Errors
    /// Where it is none, or goes beyond the bounds.
    pub fn parse(text: &str) -> Result<Self, SyntaxError> {
        parse::query(text)
    }
}

impl std::str::FromStr for Query {
    type Err = SyntaxError;

    fn from_str(text: &str) -> Result<Self, SyntaxError> {
        Self::parse(text)
    }
}
