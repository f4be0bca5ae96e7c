//! The fields that users are searched by, and how each of them compares.

use ostia_protocol::auth0::management_error::Error;
use ostia_protocol::auth0::search_query::{Bound, Match};

use super::index::{key, number_key};
use crate::search::{Asked, Condition, Fields, Kind, Limit, Test, Value};

/// Where something is looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Field {
    /// In the user's row.
    Column(Column),
    /// In the user's accounts.
    Account(Account),
    /// Among the user's organizations.
    Organization,
    /// At a path of the metadata.
    Attribute(String),
    /// At a path of the metadata, compared as numbers.
    AttributeNumber(String),
    /// A path of the metadata has something, there or below.
    AttributePresence(String),
}

/// A column of the user's row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// `user_id`
    UserId,
    /// `email`
    Email,
    /// `email.domain`
    EmailDomain,
    /// `email_verified`
    EmailVerified,
    /// `username`
    Username,
    /// `phone_number`
    PhoneNumber,
    /// `phone_verified`
    PhoneVerified,
    /// `name`
    Name,
    /// `nickname`
    Nickname,
    /// `given_name`
    GivenName,
    /// `family_name`
    FamilyName,
    /// `blocked`
    Blocked,
    /// `created_at`
    CreatedAt,
    /// `updated_at`
    UpdatedAt,
    /// `last_login`
    LastLogin,
    /// `last_ip`
    LastIp,
    /// `logins_count`
    LoginsCount,
}

/// What is known of an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Account {
    /// `identities.connection`
    Connection,
    /// `identities.provider`
    Provider,
    /// `identities.user_id`
    UserId,
}

impl Column {
    fn parse(name: &str) -> Option<Self> {
        Some(match name {
            "user_id" => Self::UserId,
            "email" | "email.raw" => Self::Email,
            "email.domain" => Self::EmailDomain,
            "email_verified" => Self::EmailVerified,
            "username" | "username.raw" => Self::Username,
            "phone_number" => Self::PhoneNumber,
            "phone_verified" => Self::PhoneVerified,
            "name" | "name.raw" => Self::Name,
            "nickname" => Self::Nickname,
            "given_name" => Self::GivenName,
            "family_name" => Self::FamilyName,
            "blocked" => Self::Blocked,
            "created_at" => Self::CreatedAt,
            "updated_at" => Self::UpdatedAt,
            "last_login" => Self::LastLogin,
            "last_ip" => Self::LastIp,
            "logins_count" => Self::LoginsCount,
            _ => return None,
        })
    }

    /// The one that lists can be sorted by under this name.
    pub fn sortable(name: &str) -> Option<Self> {
        Self::parse(name).filter(|_| !name.contains('.'))
    }

    /// What it holds.
    pub const fn kind(self) -> Kind {
        match self {
            Self::UserId | Self::Username | Self::PhoneNumber | Self::LastIp => Kind::Text,
            Self::Email
            | Self::EmailDomain
            | Self::Name
            | Self::Nickname
            | Self::GivenName
            | Self::FamilyName => Kind::Folded,
            Self::EmailVerified | Self::PhoneVerified | Self::Blocked => Kind::Flag,
            Self::CreatedAt | Self::UpdatedAt | Self::LastLogin => Kind::Time,
            Self::LoginsCount => Kind::Number,
        }
    }
}

/// What a value without a field is looked for in.
const UNNAMED: [Column; 8] = [
    Column::Email,
    Column::Name,
    Column::Nickname,
    Column::GivenName,
    Column::FamilyName,
    Column::Username,
    Column::PhoneNumber,
    Column::UserId,
];

/// The vocabulary of users.
#[derive(Debug)]
pub struct UserFields;

impl Fields for UserFields {
    type Field = Field;

    /// No user has what is not a field.
    fn named(&self, name: &str, asked: Asked<'_>) -> Result<Condition<Field>, Error> {
        if let Some(column) = Column::parse(name) {
            return Ok(of_column(column, asked));
        }
        let account = match name {
            "identities.connection" => Some(Account::Connection),
            "identities.provider" => Some(Account::Provider),
            "identities.user_id" => Some(Account::UserId),
            _ => None,
        };
        if let Some(account) = account {
            return Ok(Condition::of_field(
                Field::Account(account),
                Kind::Text,
                asked,
            ));
        }
        Ok(match name.split('.').next() {
            Some("organization_id") => Condition::of_field(Field::Organization, Kind::Text, asked),
            Some("app_metadata") => of_attribute(name, Kind::Text, asked),
            Some("user_metadata") => of_attribute(name, Kind::ExactText, asked),
            _ => Condition::Never,
        })
    }

    fn unnamed(&self, value: &Match) -> Condition<Field> {
        let of = |column| of_column(column, Asked::Value(value));
        Condition::Any(UNNAMED.into_iter().map(of).collect())
    }
}

fn of_column(column: Column, asked: Asked<'_>) -> Condition<Field> {
    match (column, asked) {
        // These a user always has, whether or not they were said.
        (
            Column::UserId | Column::Blocked | Column::CreatedAt | Column::UpdatedAt,
            Asked::Exists,
        ) => Condition::Always,
        (Column::LoginsCount, Asked::Exists) => Condition::Holds(
            Field::Column(column),
            Test::Within(
                Some(Limit {
                    value: Value::Number(1),
                    included: true,
                }),
                None,
            ),
        ),
        _ => bounded(Condition::of_field(
            Field::Column(column),
            column.kind(),
            asked,
        )),
    }
}

/// Longer texts are stored under a shorter key; an exact one is found by it.
fn bounded(condition: Condition<Field>) -> Condition<Field> {
    match condition {
        Condition::Holds(field, Test::Is(Value::Text(text))) => {
            Condition::Holds(field, Test::Is(Value::Text(key(text))))
        }
        other => other,
    }
}

fn of_attribute(path: &str, kind: Kind, asked: Asked<'_>) -> Condition<Field> {
    let path = path.to_owned();
    match asked {
        Asked::Exists => Condition::Holds(Field::AttributePresence(path), Test::Present),
        Asked::Value(Match::Range { low, high }) if kind == Kind::Text => {
            if let (Some(low), Some(high)) = (as_number(low), as_number(high)) {
                let test = Test::Within(low, high);
                return Condition::Holds(Field::AttributeNumber(path), test);
            }
            Condition::of_field(Field::Attribute(path), kind, asked)
        }
        Asked::Value(Match::Exactly(text)) => {
            let number = text.parse().ok().filter(|number: &f64| number.is_finite());
            let exact = Condition::Holds(
                Field::Attribute(path.clone()),
                Test::Is(Value::Text(key(text))),
            );
            // 5, 5.0 and 5e0 are one number.
            match number {
                Some(number) => Condition::Any(vec![
                    exact,
                    Condition::Holds(
                        Field::AttributeNumber(path),
                        Test::Is(Value::Text(number_key(number))),
                    ),
                ]),
                None => exact,
            }
        }
        asked @ Asked::Value(_) => Condition::of_field(Field::Attribute(path), kind, asked),
    }
}

/// The outer option is for what is no number.
#[expect(
    clippy::option_option,
    reason = "no number, no limit and a limit are three things"
)]
fn as_number(bound: &Bound) -> Option<Option<Limit>> {
    let (text, included) = match bound {
        Bound::Open => return Some(None),
        Bound::Included(text) => (text, true),
        Bound::Excluded(text) => (text, false),
    };
    let number: f64 = text.parse().ok().filter(|number: &f64| !number.is_nan())?;
    Some(Some(Limit {
        value: Value::Text(number_key(number)),
        included,
    }))
}

impl Condition<Field> {
    /// Those with an account at the connection of this name.
    pub(super) fn connection(name: &str) -> Self {
        Self::Holds(
            Field::Account(Account::Connection),
            Test::Is(Value::Text(name.to_owned())),
        )
    }
}
