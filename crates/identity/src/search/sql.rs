//! Conditions as SQL.

use super::{Condition, Limit, Test, Value};
use crate::database::Dialect;

/// What a test is made of: a column, or an expression over one.
#[derive(Clone, Debug)]
pub struct Expression {
    /// As SQL. Written by us alone.
    pub sql: String,
    /// Whether an index sorts it byte by byte, so that a prefix is a range of it.
    pub sorted_by_bytes: bool,
}

/// Collects what is bound. `$1` is the tenant, always.
#[derive(Clone, Debug)]
pub struct Binder {
    dialect: Dialect,
    values: Vec<Value>,
}

impl Binder {
    /// With nothing yet but the tenant.
    pub const fn new(dialect: Dialect) -> Self {
        Self {
            dialect,
            values: Vec::new(),
        }
    }

    /// The engine.
    pub const fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// The place of a value.
    pub fn bind(&mut self, value: Value) -> String {
        self.values.push(value);
        format!("${}", self.values.len() + 1)
    }

    /// The place of a text.
    pub fn text(&mut self, text: impl Into<String>) -> String {
        self.bind(Value::Text(text.into()))
    }

    /// What is bound behind the tenant, in order.
    pub fn values(&self) -> &[Value] {
        &self.values
    }

    /// Whether an expression passes a test. Unknown where the expression is.
    pub fn test(&mut self, expression: &Expression, test: &Test) -> String {
        let sql = &expression.sql;
        match test {
            Test::Present => format!("{sql} IS NOT NULL"),
            Test::Is(value) => format!("{sql} = {}", self.bind(value.clone())),
            Test::StartsWith(text) if expression.sorted_by_bytes => self.prefix(sql, text),
            Test::StartsWith(text) => self.pattern(sql, &[text.clone(), String::new()]),
            Test::Matches(pieces) => self.pattern(sql, pieces),
            Test::Within(low, high) => self.within(sql, low.as_ref(), high.as_ref()),
        }
    }

    /// From the text to the last that begins with it.
    fn prefix(&mut self, sql: &str, text: &str) -> String {
        let from = format!("{sql} >= {}", self.text(text));
        match after_prefix(text) {
            Some(end) => format!("{from} AND {sql} < {}", self.text(end)),
            None => from,
        }
    }

    fn pattern(&mut self, sql: &str, pieces: &[String]) -> String {
        let dialect = self.dialect;
        let place = self.text(dialect.pattern(pieces));
        dialect.matches_pattern(sql, &place)
    }

    fn within(&mut self, sql: &str, low: Option<&Limit>, high: Option<&Limit>) -> String {
        let mut ends = Vec::new();
        for (limit, including, excluding) in [(low, ">=", ">"), (high, "<=", "<")] {
            if let Some(limit) = limit {
                let operator = if limit.included { including } else { excluding };
                ends.push(format!(
                    "{sql} {operator} {}",
                    self.bind(limit.value.clone())
                ));
            }
        }
        if ends.is_empty() {
            return format!("{sql} IS NOT NULL");
        }
        ends.join(" AND ")
    }
}

/// The first text behind all that begin with `prefix`, in the order of their bytes.
fn after_prefix(prefix: &str) -> Option<String> {
    let mut characters: Vec<char> = prefix.chars().collect();
    while let Some(last) = characters.pop() {
        // The order of UTF-8 is that of the characters; between them is a gap for UTF-16's surrogates.
        let next = match last {
            '\u{d7ff}' => Some('\u{e000}'),
            _ => char::from_u32(u32::from(last) + 1),
        };
        if let Some(next) = next {
            characters.push(next);
            return Some(characters.into_iter().collect());
        }
    }
    None
}

impl<F> Condition<F> {
    /// As SQL that is true or false and never unknown; `leaf` writes a test of a field so.
    pub fn sql(
        &self,
        binder: &mut Binder,
        leaf: &impl Fn(&F, &Test, &mut Binder) -> String,
    ) -> String {
        let joined = |parts: &[Self], between: &str, binder: &mut Binder| {
            let parts: Vec<String> = parts.iter().map(|part| part.sql(binder, leaf)).collect();
            format!("({})", parts.join(between))
        };
        match self {
            Self::Always => "1 = 1".to_owned(),
            Self::Never => "1 = 0".to_owned(),
            Self::Holds(field, test) => leaf(field, test, binder),
            Self::Not(inner) => format!("NOT ({})", inner.sql(binder, leaf)),
            Self::All(parts) => joined(parts, " AND ", binder),
            Self::Any(parts) => joined(parts, " OR ", binder),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_after_a_prefix() {
        for (prefix, end) in [
            ("jo", Some("jp")),
            ("a\u{10ffff}", Some("b")),
            ("\u{d7ff}", Some("\u{e000}")),
            ("\u{10ffff}", None),
            ("", None),
        ] {
            assert_eq!(after_prefix(prefix).as_deref(), end, "{prefix:?}");
        }
    }

    #[test]
    fn everything_is_bound() {
        let mut binder = Binder::new(Dialect::Sqlite);
        let condition = Condition::All(vec![
            Condition::Holds("a", Test::Is(Value::Text("' OR 1=1 --".to_owned()))),
            Condition::Not(Box::new(Condition::Holds(
                "b",
                Test::StartsWith("x'".to_owned()),
            ))),
            Condition::Any(vec![Condition::Never, Condition::Always]),
        ]);
        let sql = condition.sql(&mut binder, &|field, test, binder| {
            let expression = Expression {
                sql: (*field).to_owned(),
                sorted_by_bytes: true,
            };
            format!("({}) IS TRUE", binder.test(&expression, test))
        });
        assert_eq!(
            sql,
            "((a = $2) IS TRUE AND NOT ((b >= $3 AND b < $4) IS TRUE) AND (1 = 0 OR 1 = 1))"
        );
        assert_eq!(binder.values().len(), 3);
    }
}
