//! The grammar, in winnow:
//!
//! ```text
//! query    = sequence { OR sequence }
//! sequence = operand { operand }                 operands side by side: any of them, all of the `+`, none of the `-`
//! operand  = [ + ] unary { AND unary }
//! unary    = { NOT | - | ! } primary
//! primary  = "(" query ")" | field ":" value | value
//! value    = "(" query ")" | range | phrase | word
//! range    = ( "[" | "{" ) bound TO bound ( "]" | "}" )
//! ```

use winnow::combinator::{alt, opt, peek};
use winnow::error::ParserError;
use winnow::stream::{Location as _, Stateful};
use winnow::token::{any, one_of, take_while};
use winnow::{LocatingSlice, Parser as _};

use super::{Bound, Fault, Match, Query, SyntaxError};

/// The longest query that is read, in bytes.
pub const MAX_LENGTH: usize = 4_096;
/// The deepest nesting of parentheses and negations.
pub const MAX_DEPTH: usize = 16;
/// The most terms of one query.
pub const MAX_TERMS: usize = 64;
/// The most wildcards of one value: matching takes longer with each.
const MAX_WILDCARDS: usize = 4;
/// The fewest characters of a pattern that may begin anywhere.
const MIN_PATTERN: usize = 3;

type Input<'a> = Stateful<LocatingSlice<&'a str>, Bounds>;
type Result<T> = std::result::Result<T, SyntaxError>;

/// How much was read so far.
#[derive(Clone, Debug, Default)]
struct Bounds {
    depth: usize,
    terms: usize,
}

impl<'a> ParserError<Input<'a>> for SyntaxError {
    type Inner = Self;

    /// The offset is in bytes until [`query`] counts characters.
    fn from_input(input: &Input<'a>) -> Self {
        fault(Fault::Expected("another character"), input)
    }

    fn into_inner(self) -> std::result::Result<Self, Self> {
        Ok(self)
    }
}

fn fault(fault: Fault, input: &Input<'_>) -> SyntaxError {
    SyntaxError {
        fault,
        at: input.current_token_start(),
    }
}

/// Reads all of a text.
pub(super) fn query(text: &str) -> Result<Query> {
    if text.len() > MAX_LENGTH {
        return Err(SyntaxError {
            fault: Fault::TooLong,
            at: MAX_LENGTH,
        });
    }
    let mut input = Input {
        input: LocatingSlice::new(text),
        state: Bounds::default(),
    };
    let read = whole(&mut input);
    read.map_err(|error| SyntaxError {
        at: text
            .char_indices()
            .take_while(|(offset, _)| *offset < error.at)
            .count()
            + 1,
        ..error
    })
}

fn whole(input: &mut Input<'_>) -> Result<Query> {
    let query = disjunction(None, input)?;
    if is_at_end(input) {
        Ok(query)
    } else {
        Err(fault(Fault::Expected("the end of the query"), input))
    }
}

fn is_at_end(input: &Input<'_>) -> bool {
    input.input.is_empty()
}

fn blanks(input: &mut Input<'_>) -> Result<()> {
    take_while(0.., char::is_whitespace)
        .void()
        .parse_next(input)
}

/// One level deeper; the same level again afterwards.
fn deeper<'a, T>(
    input: &mut Input<'a>,
    parse: impl FnOnce(&mut Input<'a>) -> Result<T>,
) -> Result<T> {
    if input.state.depth >= MAX_DEPTH {
        return Err(fault(Fault::TooDeep, input));
    }
    input.state.depth += 1;
    let parsed = parse(input)?;
    input.state.depth -= 1;
    Ok(parsed)
}

/// `field` is the one that grouped values belong to: `field:(a OR b)`.
fn disjunction(field: Option<&str>, input: &mut Input<'_>) -> Result<Query> {
    let mut parts = vec![sequence(field, input)?];
    while operator(&["OR", "||"], input)? {
        parts.push(sequence(field, input)?);
    }
    Ok(one_or(parts, Query::Any))
}

fn one_or(mut parts: Vec<Query>, several: fn(Vec<Query>) -> Query) -> Query {
    if parts.len() > 1 {
        several(parts)
    } else {
        parts.pop().unwrap_or(Query::Everything)
    }
}

/// What stands side by side, sorted as Lucene does: what must be, what may be, what must not be.
#[derive(Default)]
struct Sorted {
    required: Vec<Query>,
    optional: Vec<Query>,
    forbidden: Vec<Query>,
}

fn sequence(field: Option<&str>, input: &mut Input<'_>) -> Result<Query> {
    let mut sorted = Sorted::default();
    loop {
        blanks(input)?;
        let is_required = opt(one_of('+')).parse_next(input)?.is_some();
        match conjunction(field, input)? {
            query if is_required => sorted.required.push(query),
            Query::Not(inner) => sorted.forbidden.push(Query::Not(inner)),
            query => sorted.optional.push(query),
        }
        blanks(input)?;
        let ends = is_at_end(input)
            || opt(peek(one_of(')'))).parse_next(input)?.is_some()
            || is_operator(&["OR", "||"], input);
        if ends {
            return Ok(sorted.query());
        }
    }
}

impl Sorted {
    fn query(self) -> Query {
        let mut parts = self.required;
        // Beside what must be, what may be decides nothing.
        if parts.is_empty() && !self.optional.is_empty() {
            parts.push(one_or(self.optional, Query::Any));
        }
        parts.extend(self.forbidden);
        one_or(parts, Query::All)
    }
}

fn conjunction(field: Option<&str>, input: &mut Input<'_>) -> Result<Query> {
    let mut parts = vec![unary(field, input)?];
    while operator(&["AND", "&&"], input)? {
        blanks(input)?;
        // `a AND +b` says it twice.
        opt(one_of('+')).parse_next(input)?;
        parts.push(unary(field, input)?);
    }
    Ok(one_or(parts, Query::All))
}

fn unary(field: Option<&str>, input: &mut Input<'_>) -> Result<Query> {
    blanks(input)?;
    let is_negated =
        operator(&["NOT"], input)? || opt(one_of(['-', '!'])).parse_next(input)?.is_some();
    if is_negated {
        let inner = deeper(input, |input| unary(field, input))?;
        return Ok(Query::Not(Box::new(inner)));
    }
    primary(field, input)
}

/// Reads one of the operators, where one stands.
fn operator(names: &[&str], input: &mut Input<'_>) -> Result<bool> {
    blanks(input)?;
    if !is_operator(names, input) {
        return Ok(false);
    }
    take_while(1.., |character: char| {
        character.is_alphabetic() || matches!(character, '|' | '&')
    })
    .void()
    .parse_next(input)?;
    Ok(true)
}

/// A word is an operator only where it stands alone: `ORANGE` and `OR:` are not.
fn is_operator(names: &[&str], input: &Input<'_>) -> bool {
    let rest: &str = input.input.as_ref();
    names.iter().any(|name| {
        rest.strip_prefix(name).is_some_and(|rest| {
            rest.is_empty() || rest.starts_with([' ', '\t', '\n', '\r', '(', '"'])
        })
    })
}

fn primary(field: Option<&str>, input: &mut Input<'_>) -> Result<Query> {
    if let Some(group) = group(field, input)? {
        return Ok(group);
    }
    if opt(peek(one_of(['"', '[', '{'])))
        .parse_next(input)?
        .is_some()
    {
        let value = value(input)?;
        return term(field, value, input);
    }
    if is_operator(&["AND", "OR", "&&", "||"], input) {
        return Err(fault(Fault::Expected("a value"), input));
    }
    let word = word(Colons::Separate, input)?;
    if opt(one_of(':')).parse_next(input)?.is_none() {
        let value = word.value(input)?;
        return term(field, value, input);
    }
    let name = word.plain(input)?;
    if name == "_exists_" {
        return exists(input);
    }
    field_value(&name, input)
}

/// `( … )`
fn group(field: Option<&str>, input: &mut Input<'_>) -> Result<Option<Query>> {
    let opening = fault(Fault::UnclosedParenthesis, input);
    if opt(one_of('(')).parse_next(input)?.is_none() {
        return Ok(None);
    }
    let query = deeper(input, |input| disjunction(field, input))?;
    blanks(input)?;
    match opt(one_of(')')).parse_next(input)? {
        Some(_) => Ok(Some(query)),
        None => Err(opening),
    }
}

/// What stands behind `field:`.
fn field_value(name: &str, input: &mut Input<'_>) -> Result<Query> {
    blanks(input)?;
    if let Some(group) = group(Some(name), input)? {
        return Ok(group);
    }
    let value = value(input)?;
    term(Some(name), value, input)
}

fn exists(input: &mut Input<'_>) -> Result<Query> {
    blanks(input)?;
    let missing = fault(Fault::Expected("a field"), input);
    let name = alt((phrase, |input: &mut Input<'_>| {
        word(Colons::Separate, input)?.plain(input)
    }))
    .parse_next(input)?;
    if name.is_empty() {
        return Err(missing);
    }
    count(input)?;
    Ok(Query::Exists(name))
}

/// What a value can be beside a group.
enum Value {
    Anything,
    Is(Match),
}

fn term(field: Option<&str>, value: Value, input: &mut Input<'_>) -> Result<Query> {
    count(input)?;
    Ok(match (field, value) {
        // `*:*` is how Lucene writes everything.
        (None | Some("*"), Value::Anything) => Query::Everything,
        (Some(field), Value::Anything) => Query::Exists(field.to_owned()),
        (field, Value::Is(value)) => Query::Term {
            field: field.map(str::to_owned),
            value,
        },
    })
}

fn count(input: &mut Input<'_>) -> Result<()> {
    input.state.terms += 1;
    if input.state.terms > MAX_TERMS {
        return Err(fault(Fault::TooManyTerms, input));
    }
    Ok(())
}

fn value(input: &mut Input<'_>) -> Result<Value> {
    match peek(opt(any)).parse_next(input)? {
        Some('"') => Ok(Value::Is(Match::Exactly(phrase(input)?))),
        Some('[' | '{') => range(input).map(Value::Is),
        _ => word(Colons::Belong, input)?.value(input),
    }
}

/// `"…"`, without its quotes and backslashes.
fn phrase(input: &mut Input<'_>) -> Result<String> {
    let opening = fault(Fault::UnclosedPhrase, input);
    one_of('"').parse_next(input)?;
    let mut text = String::new();
    loop {
        match opt(any).parse_next(input)? {
            None => return Err(opening),
            Some('"') => return Ok(text),
            Some('\\') => text.push(escaped(input)?),
            Some(character) => text.push(character),
        }
    }
}

fn escaped(input: &mut Input<'_>) -> Result<char> {
    let at = fault(Fault::EscapesNothing, input);
    opt(any).parse_next(input)?.ok_or(at)
}

/// What `:` means in a word: before a value it ends a field, in a value it is a character like others (a time, a URL).
#[derive(Clone, Copy, PartialEq, Eq)]
enum Colons {
    Separate,
    Belong,
}

/// A word: the pieces between its wildcards.
struct Word {
    pieces: Vec<String>,
}

fn word(colons: Colons, input: &mut Input<'_>) -> Result<Word> {
    let start = input.input.current_token_start();
    let mut pieces = vec![String::new()];
    let add = |character: char, pieces: &mut Vec<String>| {
        if let Some(piece) = pieces.last_mut() {
            piece.push(character);
        }
    };
    loop {
        let here = input.input.current_token_start();
        match peek(opt(any)).parse_next(input)? {
            Some('?') => return Err(fault(Fault::NotServed('?'), input)),
            Some(operator @ ('~' | '^')) => return Err(fault(Fault::NotServed(operator), input)),
            // A regular expression stands between two of them.
            Some('/') if here == start => return Err(fault(Fault::NotServed('/'), input)),
            Some('(' | ')' | '[' | ']' | '{' | '}' | '"') | None => break,
            Some(':') if colons == Colons::Separate => break,
            Some(blank) if blank.is_whitespace() => break,
            Some('\\') => {
                any.void().parse_next(input)?;
                let character = escaped(input)?;
                add(character, &mut pieces);
            }
            Some('*') => {
                any.void().parse_next(input)?;
                pieces.push(String::new());
                if pieces.len() > MAX_WILDCARDS + 1 {
                    return Err(fault(Fault::TooManyWildcards, input));
                }
            }
            Some(character) => {
                any.void().parse_next(input)?;
                add(character, &mut pieces);
            }
        }
    }
    if input.input.current_token_start() == start {
        return Err(fault(Fault::Expected("a value"), input));
    }
    Ok(Word { pieces })
}

impl Word {
    /// A name, which has no wildcards.
    fn plain(self, input: &Input<'_>) -> Result<String> {
        match <[String; 1]>::try_from(self.pieces) {
            Ok([name]) => Ok(name),
            Err(pieces) if pieces.iter().all(String::is_empty) => Ok("*".to_owned()),
            Err(_) => Err(fault(Fault::Expected("a field without wildcards"), input)),
        }
    }

    fn value(mut self, input: &Input<'_>) -> Result<Value> {
        if self.pieces.iter().all(String::is_empty) && self.pieces.len() > 1 {
            return Ok(Value::Anything);
        }
        let literal: usize = self.pieces.iter().map(|piece| piece.chars().count()).sum();
        Ok(Value::Is(match self.pieces.len() {
            0 | 1 => Match::Exactly(self.pieces.pop().unwrap_or_default()),
            2 if self.pieces[1].is_empty() => Match::Prefix(self.pieces.swap_remove(0)),
            _ if literal < MIN_PATTERN => return Err(fault(Fault::PatternTooShort, input)),
            _ => Match::Pattern(self.pieces),
        }))
    }
}

/// `[a TO b]`, with `{` and `}` for ends that are not in it.
fn range(input: &mut Input<'_>) -> Result<Match> {
    let includes_low = one_of(['[', '{']).parse_next(input)? == '[';
    let low = bound(input)?;
    blanks(input)?;
    if opt("TO").parse_next(input)?.is_none() {
        return Err(fault(Fault::Expected("TO"), input));
    }
    let high = bound(input)?;
    blanks(input)?;
    let includes_high = match opt(one_of([']', '}'])).parse_next(input)? {
        Some(closing) => closing == ']',
        None => return Err(fault(Fault::Expected("] or } after the range"), input)),
    };
    let end = |text: Option<String>, is_included| match text {
        None => Bound::Open,
        Some(text) if is_included => Bound::Included(text),
        Some(text) => Bound::Excluded(text),
    };
    Ok(Match::Range {
        low: end(low, includes_low),
        high: end(high, includes_high),
    })
}

/// `None` for `*`.
fn bound(input: &mut Input<'_>) -> Result<Option<String>> {
    blanks(input)?;
    if opt(peek(one_of('"'))).parse_next(input)?.is_some() {
        return phrase(input).map(Some);
    }
    let mut text = String::new();
    loop {
        match peek(opt(any)).parse_next(input)? {
            None | Some(']' | '}') => break,
            Some(blank) if blank.is_whitespace() => break,
            Some('\\') => {
                any.void().parse_next(input)?;
                text.push(escaped(input)?);
            }
            Some(character) => {
                any.void().parse_next(input)?;
                text.push(character);
            }
        }
    }
    match text.as_str() {
        "" => Err(fault(Fault::Expected("the end of a range"), input)),
        "*" => Ok(None),
        _ => Ok(Some(text)),
    }
}
