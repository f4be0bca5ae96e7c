//! Filters (RFC 7644 §3.4.2.2).

use std::cmp::Ordering;

use serde_json::Value;

use super::{Error, Kind, Path, member, parse};

pub use super::parse::{MAX_DEPTH, MAX_LENGTH};

/// What a resource has to be like.
#[derive(Clone, Debug, PartialEq)]
pub enum Filter {
    /// `path op value`
    Compare {
        /// What is looked at.
        path: Path,
        /// How.
        operator: Operator,
        /// What it is compared with: text, a number, a truth or nothing.
        value: Value,
    },
    /// `path pr`: there is something.
    Present(Path),
    /// `not (…)`
    Not(Box<Filter>),
    /// `… and …`
    All(Box<Filter>, Box<Filter>),
    /// `… or …`
    Any(Box<Filter>, Box<Filter>),
}

/// How two values are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    /// `eq`
    Equal,
    /// `ne`
    NotEqual,
    /// `co`
    Contains,
    /// `sw`
    StartsWith,
    /// `ew`
    EndsWith,
    /// `gt`
    Greater,
    /// `ge`
    GreaterOrEqual,
    /// `lt`
    Less,
    /// `le`
    LessOrEqual,
}

impl Operator {
    /// Reads an operator, however it is written.
    pub(super) fn parse(text: &str) -> Option<Self> {
        Some(match text.to_ascii_lowercase().as_str() {
            "eq" => Self::Equal,
            "ne" => Self::NotEqual,
            "co" => Self::Contains,
            "sw" => Self::StartsWith,
            "ew" => Self::EndsWith,
            "gt" => Self::Greater,
            "ge" => Self::GreaterOrEqual,
            "lt" => Self::Less,
            "le" => Self::LessOrEqual,
            _ => return None,
        })
    }
}

impl Filter {
    /// Reads a filter.
    ///
    /// # Errors
    /// 400 `invalidFilter`, which also bounds length and depth.
    pub fn parse(text: &str) -> Result<Self, Error> {
        parse::filter(text).map_err(|detail| Error::bad(Kind::InvalidFilter, detail))
    }

    /// Whether a resource, or one value of an attribute, is like that.
    pub fn matches(&self, resource: &Value) -> bool {
        match self {
            Self::Present(path) => path.values(resource).iter().any(|value| is_present(value)),
            Self::Not(filter) => !filter.matches(resource),
            Self::All(one, other) => one.matches(resource) && other.matches(resource),
            Self::Any(one, other) => one.matches(resource) || other.matches(resource),
            Self::Compare {
                path,
                operator,
                value,
            } => {
                let found = path.values(resource);
                // Values with parts are compared by the one that is called so.
                let plain = found.into_iter().map(|found| match found {
                    Value::Object(parts) => member(parts, "value").unwrap_or(&Value::Null),
                    other => other,
                });
                if *operator == Operator::NotEqual {
                    return !plain
                        .into_iter()
                        .any(|found| compares(found, Operator::Equal, value));
                }
                plain
                    .into_iter()
                    .any(|found| compares(found, *operator, value))
            }
        }
    }

    /// The comparisons that all have to hold, one by one; what else has to hold is left out.
    pub fn required(&self) -> Vec<(&Path, Operator, &Value)> {
        match self {
            Self::Compare {
                path,
                operator,
                value,
            } => vec![(path, *operator, value)],
            Self::All(one, other) => [one.required(), other.required()].concat(),
            _ => Vec::new(),
        }
    }
}

fn is_present(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::String(text) => !text.is_empty(),
        Value::Array(values) => !values.is_empty(),
        Value::Object(parts) => !parts.is_empty(),
        _ => true,
    }
}

/// Text is compared without regard to capitals: no attribute that is filtered by says otherwise.
fn compares(found: &Value, operator: Operator, wanted: &Value) -> bool {
    match (found, wanted) {
        (Value::String(found), Value::String(wanted)) => {
            let (found, wanted) = (found.to_lowercase(), wanted.to_lowercase());
            match operator {
                Operator::Contains => found.contains(&wanted),
                Operator::StartsWith => found.starts_with(&wanted),
                Operator::EndsWith => found.ends_with(&wanted),
                _ => holds(found.cmp(&wanted), operator),
            }
        }
        (Value::Number(found), Value::Number(wanted)) => found
            .as_f64()
            .zip(wanted.as_f64())
            .and_then(|(found, wanted)| found.partial_cmp(&wanted))
            .is_some_and(|order| holds(order, operator)),
        (found, wanted) => operator == Operator::Equal && found == wanted,
    }
}

fn holds(order: Ordering, operator: Operator) -> bool {
    match operator {
        Operator::Equal => order.is_eq(),
        Operator::Greater => order.is_gt(),
        Operator::GreaterOrEqual => order.is_ge(),
        Operator::Less => order.is_lt(),
        Operator::LessOrEqual => order.is_le(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn ada() -> Value {
        json!({
            "userName": "Ada", "active": true, "name": { "familyName": "Lovelace" },
            "emails": [
                { "type": "home", "value": "ada@home.example" },
                { "type": "work", "value": "ada@work.example", "primary": true },
            ],
            "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": { "employeeNumber": "7", "costs": 3 },
        })
    }

    #[test]
    fn filters_say_what_they_say() {
        let right = [
            "userName eq \"ada\"",
            "USERNAME Eq \"ADA\"",
            "urn:ietf:params:scim:schemas:core:2.0:User:userName sw \"A\"",
            "name.familyName co \"love\" and active eq true",
            "emails eq \"ada@work.example\"",
            "emails.value ew \"home.example\"",
            "emails[type eq \"work\" and primary eq true]",
            "emails[type eq \"work\"].value eq \"ada@work.example\"",
            "not (userName eq \"bob\") and (title pr or emails pr)",
            "title ne \"Boss\"",
            "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:employeeNumber eq \"7\"",
            "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:costs ge 3",
            "userName eq \"a\\u0064a\"",
        ];
        for text in right {
            let filter = Filter::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"));
            assert!(filter.matches(&ada()), "{text}");
        }
        let wrong = [
            "userName eq \"ad\"",
            "emails[type eq \"home\" and primary eq true]",
            "active eq false or title pr",
            "active eq \"true\"",
            "userName gt \"b\"",
        ];
        for text in wrong {
            assert!(!Filter::parse(text).unwrap().matches(&ada()), "{text}");
        }
    }

    #[test]
    fn what_is_no_filter_is_refused() {
        let texts = [
            "",
            "userName",
            "userName eq",
            "userName eq ada",
            "userName is \"ada\"",
            "(userName eq \"a\"",
            "userName eq \"a\")",
            "emails[type eq \"work\"",
            "emails[emails[type eq \"a\"]]",
            "userName eq \"a\" and",
            "1name pr",
            "userName eq {}",
            "userName eq \"a",
        ];
        for text in texts {
            assert!(Filter::parse(text).is_err(), "{text}");
        }
        let deep = format!("{}userName pr{}", "(".repeat(99), ")".repeat(99));
        assert!(Filter::parse(&deep).is_err());
        assert!(Filter::parse(&"a".repeat(MAX_LENGTH + 1)).is_err());
        let long = vec!["userName pr"; 300].join(" or ");
        assert!(Filter::parse(&long).is_err());
    }
}
