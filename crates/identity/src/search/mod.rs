//! Searching: what a query means for the fields of a noun, and the condition in SQL that it becomes.
//!
//! Users and logs are searched alike. Each says which fields it has and of which type; values are bound, never written.

mod sql;
mod ways;

use std::time::Duration;

use ostia_protocol::auth0::management_error::Error;
use ostia_protocol::auth0::search_query::{Bound, Match, Query, SyntaxError};

pub use self::sql::{Binder, Expression};
pub use self::ways::{Access, FEW, Leaf, MAX_WAYS};
use crate::failure::ManagementFailure;
use crate::time::{Period, Timestamp};

/// How long a search may take (reference/management-api.md §2.5).
pub const BUDGET: Duration = Duration::from_secs(2);

/// What a field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Text as it is.
    Text,
    /// Text that was folded, so that capitals don't matter.
    Folded,
    /// Yes or no.
    Flag,
    /// A whole number.
    Number,
    /// A moment.
    Time,
    /// Text that patterns and ranges are not served for.
    ExactText,
}

/// What is bound.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// As text.
    Text(String),
    /// As a number: also of moments, and of flags.
    Number(i64),
}

/// What is asked of a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Test {
    /// It has a value.
    Present,
    /// Its value is this.
    Is(Value),
    /// Its value begins like this.
    StartsWith(String),
    /// Its value has these pieces, in this order.
    Matches(Vec<String>),
    /// Its value is at least the first and below or at the second.
    Within(Option<Limit>, Option<Limit>),
}

/// An end of a range.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limit {
    /// Where it ends.
    pub value: Value,
    /// Whether that belongs to it.
    pub included: bool,
}

/// Which rows are meant, over the fields `F`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Condition<F> {
    /// All of them.
    Always,
    /// None of them.
    Never,
    /// Those whose field passes the test.
    Holds(F, Test),
    /// Those that the other doesn't mean.
    Not(Box<Self>),
    /// Those that all of these mean.
    All(Vec<Self>),
    /// Those that any of these means.
    Any(Vec<Self>),
}

/// What a noun knows of its fields.
pub trait Fields {
    /// A field.
    type Field: Clone;

    /// What is asked of a named field.
    ///
    /// # Errors
    /// 400 where there is no such field, if that is refused.
    fn named(&self, name: &str, asked: Asked<'_>) -> Result<Condition<Self::Field>, Error>;

    /// What is asked of no field in particular.
    fn unnamed(&self, value: &Match) -> Condition<Self::Field>;
}

/// What a query asks of a field.
#[derive(Clone, Copy, Debug)]
pub enum Asked<'a> {
    /// To be there.
    Exists,
    /// To be like this.
    Value(&'a Match),
}

impl<F: Clone> Condition<F> {
    /// What a query means.
    ///
    /// # Errors
    /// What the fields refuse.
    pub fn of(query: &Query, fields: &impl Fields<Field = F>) -> Result<Self, Error> {
        let all = |parts: &[Query]| -> Result<Vec<Self>, Error> {
            parts.iter().map(|part| Self::of(part, fields)).collect()
        };
        Ok(match query {
            Query::Everything => Self::Always,
            Query::Exists(field) => fields.named(field, Asked::Exists)?,
            Query::Term {
                field: Some(field),
                value,
            } => fields.named(field, Asked::Value(value))?,
            Query::Term { field: None, value } => fields.unnamed(value),
            Query::Not(inner) => Self::Not(Box::new(Self::of(inner, fields)?)),
            Query::All(parts) => Self::All(all(parts)?),
            Query::Any(parts) => Self::Any(all(parts)?),
        })
    }

    /// Of one field; never where the value can't be one of its kind.
    pub fn of_field(field: F, kind: Kind, asked: Asked<'_>) -> Self {
        let test = match asked {
            Asked::Exists => Some(Test::Present),
            Asked::Value(value) => Test::of(kind, value),
        };
        test.map_or(Self::Never, |test| Self::Holds(field, test))
    }
}

impl Test {
    /// What a value means for a kind of field. `None` where none of that kind is like it.
    pub fn of(kind: Kind, value: &Match) -> Option<Self> {
        match (kind, value) {
            (Kind::Text | Kind::Folded | Kind::ExactText, Match::Exactly(text)) => {
                Some(Self::Is(Value::Text(kind.text(text))))
            }
            (Kind::Text | Kind::Folded, Match::Prefix(text)) => {
                Some(Self::StartsWith(kind.text(text)))
            }
            (Kind::Text | Kind::Folded, Match::Pattern(pieces)) => Some(Self::Matches(
                pieces.iter().map(|piece| kind.text(piece)).collect(),
            )),
            (Kind::Text | Kind::Folded, Match::Range { low, high }) => {
                let limit = |bound: &Bound| limit(bound, |text| Value::Text(kind.text(text)));
                Some(Self::Within(limit(low), limit(high)))
            }
            (Kind::Flag, Match::Exactly(text)) => {
                let flag: bool = text.parse().ok()?;
                Some(Self::Is(Value::Number(i64::from(flag))))
            }
            (Kind::Number, Match::Exactly(text)) => {
                Some(Self::Is(Value::Number(text.parse().ok()?)))
            }
            (Kind::Number, Match::Range { low, high }) => Some(Self::Within(
                number_limit(low, f64::ceil)?,
                number_limit(high, f64::floor)?,
            )),
            (Kind::Time, Match::Exactly(text)) => {
                let period: Period = text.parse().ok()?;
                Some(Self::Within(at_least(period.start), below(period.end)))
            }
            (Kind::Time, Match::Range { low, high }) => time_range(low, high),
            (Kind::Flag | Kind::Number | Kind::Time, Match::Prefix(_) | Match::Pattern(_))
            | (Kind::Flag, Match::Range { .. })
            | (Kind::ExactText, _) => None,
        }
    }
}

impl Kind {
    fn text(self, text: &str) -> String {
        match self {
            Self::Folded => text.to_lowercase(),
            _ => text.to_owned(),
        }
    }
}

fn limit(bound: &Bound, value: impl Fn(&str) -> Value) -> Option<Limit> {
    let (text, included) = match bound {
        Bound::Open => return None,
        Bound::Included(text) => (text, true),
        Bound::Excluded(text) => (text, false),
    };
    Some(Limit {
        value: value(text),
        included,
    })
}

/// The outer option is for what is no number. A fraction excludes no whole number that it isn't.
#[expect(
    clippy::option_option,
    clippy::cast_possible_truncation,
    reason = "no number, no limit and a limit are three things; what is beyond the column's range saturates"
)]
fn number_limit(bound: &Bound, round: fn(f64) -> f64) -> Option<Option<Limit>> {
    let (Bound::Included(text) | Bound::Excluded(text)) = bound else {
        return Some(None);
    };
    let mut included = matches!(bound, Bound::Included(_));
    let value = if let Ok(whole) = text.parse::<i64>() {
        whole
    } else {
        let number: f64 = text.parse().ok().filter(|number: &f64| !number.is_nan())?;
        included |= number.fract() != 0.0;
        round(number) as i64
    };
    Some(Some(Limit {
        value: Value::Number(value),
        included,
    }))
}

/// A date without its time is all of the day: it ends with the day, and begins with it.
fn time_range(low: &Bound, high: &Bound) -> Option<Test> {
    let low = match low {
        Bound::Open => None,
        Bound::Included(text) => at_least(text.parse::<Period>().ok()?.start),
        Bound::Excluded(text) => at_least(text.parse::<Period>().ok()?.end),
    };
    let high = match high {
        Bound::Open => None,
        Bound::Included(text) => below(text.parse::<Period>().ok()?.end),
        Bound::Excluded(text) => below(text.parse::<Period>().ok()?.start),
    };
    Some(Test::Within(low, high))
}

#[expect(clippy::unnecessary_wraps, reason = "an end of a range may be open")]
fn at_least(time: Timestamp) -> Option<Limit> {
    Some(Limit {
        value: Value::Number(time.millis()),
        included: true,
    })
}

#[expect(clippy::unnecessary_wraps, reason = "an end of a range may be open")]
fn below(time: Timestamp) -> Option<Limit> {
    Some(Limit {
        value: Value::Number(time.millis()),
        included: false,
    })
}

/// Reads `q`.
///
/// # Errors
/// 400, saying what is wrong and where; 414 for what is too long.
pub fn parse(text: &str) -> Result<Query, Error> {
    Query::parse(text).map_err(|error| refusal(&error))
}

fn refusal(error: &SyntaxError) -> Error {
    use ostia_protocol::auth0::search_query::Fault;

    if error.fault == Fault::TooLong {
        return Error::search_too_long();
    }
    Error::search_query_has_an_error(&error.to_string())
}

/// Ends a search that takes too long.
///
/// # Errors
/// 503 when it did; else what the search fails with.
pub async fn within_budget<T>(
    search: impl Future<Output = Result<T, ManagementFailure>>,
) -> Result<T, ManagementFailure> {
    match tokio::time::timeout(BUDGET, search).await {
        Ok(found) => found,
        Err(_) => Err(Error::search_timeout().into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exactly(text: &str) -> Match {
        Match::Exactly(text.to_owned())
    }

    fn range(low: Bound, high: Bound) -> Match {
        Match::Range { low, high }
    }

    fn numbers(test: Option<Test>) -> [Option<(i64, bool)>; 2] {
        let Some(Test::Within(low, high)) = test else {
            panic!("{test:?}");
        };
        [low, high].map(|limit| {
            limit.map(|limit| match limit.value {
                Value::Number(number) => (number, limit.included),
                Value::Text(text) => panic!("{text}"),
            })
        })
    }

    #[test]
    fn values_have_the_type_of_their_field() {
        let is = |kind, text| Test::of(kind, &exactly(text));
        let number = |number| Some(Test::Is(Value::Number(number)));
        let text = |text: &str| Some(Test::Is(Value::Text(text.to_owned())));
        assert_eq!(is(Kind::Text, "Ab"), text("Ab"));
        assert_eq!(is(Kind::Folded, "ÄB"), text("äb"));
        assert_eq!(is(Kind::Flag, "true"), number(1));
        assert_eq!(is(Kind::Flag, "yes"), None);
        assert_eq!(is(Kind::Number, "12"), number(12));
        assert_eq!(is(Kind::Number, "1 OR 1=1"), None);
        assert_eq!(is(Kind::Time, "soon"), None);
        let prefix = Match::Prefix("A".to_owned());
        assert_eq!(
            Test::of(Kind::Folded, &prefix),
            Some(Test::StartsWith("a".to_owned()))
        );
        assert_eq!(Test::of(Kind::ExactText, &prefix), None);
        assert_eq!(Test::of(Kind::Number, &prefix), None);
    }

    #[test]
    fn ranges_of_numbers() {
        let included = |text: &str| Bound::Included(text.to_owned());
        let excluded = |text: &str| Bound::Excluded(text.to_owned());
        let test = |low, high| numbers(Test::of(Kind::Number, &range(low, high)));
        assert_eq!(
            test(included("1"), excluded("9")),
            [Some((1, true)), Some((9, false))]
        );
        assert_eq!(test(Bound::Open, included("9")), [None, Some((9, true))]);
        assert_eq!(
            test(excluded("1.5"), excluded("2.5")),
            [Some((2, true)), Some((2, true))]
        );
        assert_eq!(
            Test::of(Kind::Number, &range(included("x"), Bound::Open)),
            None
        );
    }

    #[test]
    fn a_date_is_a_whole_day() {
        const DAY: i64 = 86_400_000;
        let first = Bound::Included("1970-01-02".to_owned());
        let after = Bound::Excluded("1970-01-02".to_owned());
        let test = |low: &Bound, high: &Bound| {
            numbers(Test::of(Kind::Time, &range(low.clone(), high.clone())))
        };
        let (day, next) = (Some((DAY, true)), Some((2 * DAY, false)));
        assert_eq!(test(&first, &first), [day, next]);
        assert_eq!(
            numbers(Test::of(Kind::Time, &exactly("1970-01-02"))),
            [day, next]
        );
        assert_eq!(
            test(&after, &after),
            [Some((2 * DAY, true)), Some((DAY, false))]
        );
    }
}
