//! The fields that the log is searched by. All of them compare as they are, capitals and all.

use ostia_protocol::auth0::management_error::Error;
use ostia_protocol::auth0::search_query::Match;

use crate::search::{Asked, Condition, Fields, Kind};

/// Where something is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// `log_id`
    LogId,
    /// `type`
    Type,
    /// `date`
    Date,
    /// `user_id`
    UserId,
    /// A text of the entry that has no column.
    Member(&'static str),
}

const MEMBERS: [&str; 12] = [
    "client_id",
    "client_name",
    "connection",
    "connection_id",
    "description",
    "hostname",
    "ip",
    "organization_id",
    "user_name",
    "user_agent",
    "strategy",
    "strategy_type",
];

/// What a value without a field is looked for in (reference/management-api.md §2.5).
const UNNAMED: [Field; 7] = [
    Field::Type,
    Field::LogId,
    Field::Member("client_name"),
    Field::Member("connection"),
    Field::Member("description"),
    Field::Member("ip"),
    Field::Member("user_name"),
];

impl Field {
    /// The field of this name.
    pub fn parse(name: &str) -> Option<Self> {
        Some(match name {
            "log_id" | "_id" => Self::LogId,
            "type" => Self::Type,
            "date" => Self::Date,
            "user_id" => Self::UserId,
            _ => Self::Member(MEMBERS.into_iter().find(|member| *member == name)?),
        })
    }

    const fn kind(self) -> Kind {
        match self {
            Self::Date => Kind::Time,
            _ => Kind::Text,
        }
    }
}

/// The vocabulary of the log.
#[derive(Debug)]
pub struct LogFields;

impl Fields for LogFields {
    type Field = Field;

    fn named(&self, name: &str, asked: Asked<'_>) -> Result<Condition<Field>, Error> {
        let field = Field::parse(name).ok_or_else(|| {
            let shown: String = name.chars().take(100).collect();
            Error::search_query_has_an_error(&format!("unknown field \"{shown}\""))
        })?;
        Ok(Condition::of_field(field, field.kind(), asked))
    }

    fn unnamed(&self, value: &Match) -> Condition<Field> {
        let of = |field: Field| Condition::of_field(field, field.kind(), Asked::Value(value));
        Condition::Any(UNNAMED.into_iter().map(of).collect())
    }
}
