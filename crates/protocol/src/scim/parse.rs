//! The grammar of filters and paths (RFC 7644 figure 1), by descent.

use serde_json::Value;

use super::filter::{Filter, Operator};
use super::path::Path;

/// The longest filter or path, in bytes.
pub const MAX_LENGTH: usize = 2_048;
/// How deep groups may be in each other, and how many conditions may follow each other.
pub const MAX_DEPTH: usize = 32;

type Parsed<T> = Result<T, &'static str>;

pub(super) fn filter(text: &str) -> Parsed<Filter> {
    let mut parser = Parser::new(text)?;
    let filter = parser.any(0, true)?;
    parser.ended()?;
    Ok(filter)
}

pub(super) fn path(text: &str) -> Parsed<Path> {
    let mut parser = Parser::new(text)?;
    let path = parser.path(0, true)?;
    parser.ended()?;
    Ok(path)
}

struct Parser<'a> {
    rest: &'a str,
    conditions: usize,
}

impl<'a> Parser<'a> {
    fn new(text: &'a str) -> Parsed<Self> {
        if text.len() > MAX_LENGTH {
            return Err("It is longer than 2048 bytes.");
        }
        Ok(Self {
            rest: text.trim(),
            conditions: 0,
        })
    }

    fn ended(&self) -> Parsed<()> {
        if self.rest.trim().is_empty() {
            Ok(())
        } else {
            Err("Something follows its end.")
        }
    }

    /// Takes a word such as `and`, if it comes next as a word of its own.
    fn word(&mut self, word: &str) -> bool {
        let text = self.rest.trim_start();
        let Some((head, tail)) = text.split_at_checked(word.len()) else {
            return false;
        };
        let is_whole = tail.chars().next().is_none_or(|next| !is_name(next));
        let is_next = head.eq_ignore_ascii_case(word) && is_whole;
        if is_next {
            self.rest = tail;
        }
        is_next
    }

    fn mark(&mut self, mark: char) -> bool {
        match self.rest.trim_start().strip_prefix(mark) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn any(&mut self, depth: usize, is_outside: bool) -> Parsed<Filter> {
        let mut filter = self.all(depth, is_outside)?;
        while self.word("or") {
            let other = self.all(depth, is_outside)?;
            filter = Filter::Any(Box::new(filter), Box::new(other));
        }
        Ok(filter)
    }

    fn all(&mut self, depth: usize, is_outside: bool) -> Parsed<Filter> {
        let mut filter = self.one(depth, is_outside)?;
        while self.word("and") {
            let other = self.one(depth, is_outside)?;
            filter = Filter::All(Box::new(filter), Box::new(other));
        }
        Ok(filter)
    }

    fn one(&mut self, depth: usize, is_outside: bool) -> Parsed<Filter> {
        self.conditions += 1;
        if depth >= MAX_DEPTH || self.conditions > MAX_DEPTH {
            return Err("It has more than 32 conditions.");
        }
        let before = self.rest;
        if self.word("not") {
            if self.mark('(') {
                return Ok(Filter::Not(Box::new(self.group(depth, is_outside)?)));
            }
            // An attribute may be called so.
            self.rest = before;
        }
        if self.mark('(') {
            return self.group(depth, is_outside);
        }
        let path = self.path(depth, is_outside)?;
        if self.word("pr") {
            return Ok(Filter::Present(path));
        }
        let text = self.rest.trim_start();
        let end = text.find(|letter| !is_name(letter)).unwrap_or(text.len());
        let (word, rest) = text.split_at(end);
        let Some(operator) = Operator::parse(word) else {
            // `emails[type eq "work"]` is a condition by itself.
            return match path.filter {
                Some(_) => Ok(Filter::Present(path)),
                None => Err("An attribute is followed by no operator."),
            };
        };
        self.rest = rest;
        let value = self.value()?;
        Ok(Filter::Compare {
            path,
            operator,
            value,
        })
    }

    fn group(&mut self, depth: usize, is_outside: bool) -> Parsed<Filter> {
        let filter = self.any(depth + 1, is_outside)?;
        if self.mark(')') {
            Ok(filter)
        } else {
            Err("A parenthesis is not closed.")
        }
    }

    /// Within brackets there are no further ones.
    fn path(&mut self, depth: usize, is_outside: bool) -> Parsed<Path> {
        let text = self.rest.trim_start();
        let is_urn = text
            .get(..4)
            .is_some_and(|head| head.eq_ignore_ascii_case("urn:"));
        let is_part_of_it =
            |letter: char| is_name(letter) || letter == '.' || (is_urn && letter == ':');
        let end = text
            .find(|letter| !is_part_of_it(letter))
            .unwrap_or(text.len());
        let (name, rest) = text.split_at(end);
        self.rest = rest;
        let (extension, name) = Path::divided(name);
        let (attribute, mut part) = match name.split_once('.') {
            Some((attribute, part)) => (attribute, Some(part.to_owned())),
            None => (name, None),
        };
        let mut filter = None;
        if rest.starts_with('[') {
            if !is_outside || part.is_some() {
                return Err("Brackets are where they can't be.");
            }
            self.mark('[');
            filter = Some(Box::new(self.any(depth + 1, false)?));
            if !self.mark(']') {
                return Err("A bracket is not closed.");
            }
            if let Some(rest) = self.rest.strip_prefix('.') {
                let end = rest.find(|letter| !is_name(letter)).unwrap_or(rest.len());
                let (name, rest) = rest.split_at(end);
                self.rest = rest;
                part = Some(name.to_owned());
            }
        }
        let is_fine = |name: &str| {
            name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '$')
                && !name.contains('.')
        };
        if !is_fine(attribute) || !part.as_deref().is_none_or(is_fine) {
            return Err("An attribute's name is missing or malformed.");
        }
        Ok(Path {
            extension,
            attribute: attribute.to_owned(),
            filter,
            part,
        })
    }

    /// A value as JSON writes it, without objects and lists.
    fn value(&mut self) -> Parsed<Value> {
        const NONE: &str = "An operator is followed by no value.";
        let text = self.rest.trim_start();
        let mut values = serde_json::Deserializer::from_str(text).into_iter::<Value>();
        let value = values.next().and_then(Result::ok).ok_or(NONE)?;
        if value.is_object() || value.is_array() {
            return Err(NONE);
        }
        self.rest = text.get(values.byte_offset()..).unwrap_or_default();
        Ok(value)
    }
}

fn is_name(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || matches!(letter, '_' | '-' | '$')
}
