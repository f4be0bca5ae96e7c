//! Writing a query, so that reading it again gives the same.

use std::fmt::{self, Write as _};

use super::{Bound, Match, Query};

impl fmt::Display for Query {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Everything => formatter.write_str("*"),
            Self::Term { field, value } => {
                if let Some(field) = field {
                    escaped(field, formatter)?;
                    formatter.write_str(":")?;
                }
                value.fmt(formatter)
            }
            Self::Exists(field) => {
                formatter.write_str("_exists_:")?;
                escaped(field, formatter)
            }
            Self::Not(inner) => {
                formatter.write_str("NOT ")?;
                operand(inner, formatter)
            }
            Self::All(parts) => joined(parts, " AND ", formatter),
            Self::Any(parts) => joined(parts, " OR ", formatter),
        }
    }
}

fn joined(parts: &[Query], between: &str, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
    for (place, part) in parts.iter().enumerate() {
        if place > 0 {
            formatter.write_str(between)?;
        }
        operand(part, formatter)?;
    }
    Ok(())
}

fn operand(query: &Query, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
    match query {
        Query::All(_) | Query::Any(_) => write!(formatter, "({query})"),
        _ => write!(formatter, "{query}"),
    }
}

impl fmt::Display for Match {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Exactly(text) => phrase(text, formatter),
            Self::Prefix(text) => {
                escaped(text, formatter)?;
                formatter.write_str("*")
            }
            Self::Pattern(pieces) => {
                for (place, piece) in pieces.iter().enumerate() {
                    if place > 0 {
                        formatter.write_str("*")?;
                    }
                    escaped(piece, formatter)?;
                }
                Ok(())
            }
            Self::Range { low, high } => {
                formatter.write_str(if matches!(low, Bound::Excluded(_)) {
                    "{"
                } else {
                    "["
                })?;
                low.fmt(formatter)?;
                formatter.write_str(" TO ")?;
                high.fmt(formatter)?;
                formatter.write_str(if matches!(high, Bound::Excluded(_)) {
                    "}"
                } else {
                    "]"
                })
            }
        }
    }
}

impl fmt::Display for Bound {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Open => formatter.write_str("*"),
            Self::Included(text) | Self::Excluded(text) => phrase(text, formatter),
        }
    }
}

fn phrase(text: &str, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
    formatter.write_char('"')?;
    for character in text.chars() {
        if matches!(character, '"' | '\\') {
            formatter.write_char('\\')?;
        }
        formatter.write_char(character)?;
    }
    formatter.write_char('"')
}

/// With a backslash before all that is not a letter or digit, so that nothing is an operator.
fn escaped(text: &str, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
    for (place, character) in text.chars().enumerate() {
        // A letter at the beginning, too: AND is an operator, \AND is a word.
        if place == 0 || !(character.is_alphanumeric() || matches!(character, '_' | '.')) {
            formatter.write_char('\\')?;
        }
        formatter.write_char(character)?;
    }
    Ok(())
}
