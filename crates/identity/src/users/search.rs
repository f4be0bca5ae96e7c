//! Lists of users: `GET /users` and `GET /users-by-email`.

pub mod fields;
pub mod index;
pub mod table;

use std::sync::LazyLock;

use ostia_protocol::auth0::management_error::Error;
use ostia_protocol::auth0::paging::{Page, Paging, PagingRules};
use ostia_protocol::auth0::schema::Schema;
use serde_json::Value;

use self::fields::{Column, Field, UserFields};
use super::User;
use crate::context::Context;
use crate::failure::{Broken, ManagementFailure};
use crate::search::{self, Condition, within_budget};

/// 50 rows by default, 100 at most, and offsets that reach into the first 1,000 only.
const PAGING: PagingRules = PagingRules {
    max_take: 0,
    zero_allowed: true,
    window: Some(1_000),
    ..PagingRules::USUAL
};

/// The query of a list of users.
pub static QUERY: LazyLock<Schema> = LazyLock::new(|| {
    PAGING
        .members(Schema::object())
        .member(
            "sort",
            Schema::string()
                .described("Member to sort by, with :1 for ascending or :-1 for descending"),
        )
        .member(
            "connection",
            Schema::string().described("Name of the connection that the users come from"),
        )
        .member("fields", Schema::string())
        .member("include_fields", Schema::boolean())
        .member("q", Schema::string().described("What to search for"))
        .member(
            "search_engine",
            Schema::enumeration(&["v1", "v2", "v3"]).described("Version of the search engine"),
        )
        .member("primary_order", Schema::boolean())
});

/// What a list is sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sort {
    /// A sortable member.
    pub key: SortKey,
    /// Whether the greatest comes first.
    pub descending: bool,
}

impl Sort {
    /// Oldest first.
    const BY_AGE: Self = Self {
        key: SortKey::Column(Column::CreatedAt),
        descending: false,
    };
}

/// What lists can be sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SortKey {
    /// What searches know, too.
    Column(Column),
    /// A text of the profile that no index has.
    Text(&'static str),
}

/// A request for a list.
#[derive(Clone, Debug)]
pub struct Listing {
    /// Which rows, and in which shape.
    pub paging: Paging,
    /// Which users.
    pub condition: Condition<Field>,
    /// In which order.
    pub sort: Sort,
}

impl Listing {
    /// Reads the query of `GET /users`.
    ///
    /// # Errors
    /// 400 for what is malformed, 414 for a search that is too long.
    pub fn parse(query: &[(String, String)]) -> Result<Self, Error> {
        let checked = QUERY.check_query(query)?;
        let text = |name: &str| {
            checked
                .get(name)
                .and_then(Value::as_str)
                .filter(|text| !text.is_empty())
        };
        if text("search_engine") == Some("v1") {
            return Err(Error::search_engine_v1());
        }
        let mut conditions = Vec::new();
        if let Some(q) = text("q").map(str::trim).filter(|q| !q.is_empty()) {
            conditions.push(Condition::of(&search::parse(q)?, &UserFields)?);
        }
        if let Some(connection) = text("connection") {
            conditions.push(Condition::connection(connection));
        }
        Ok(Self {
            paging: Paging::parse(query, &PAGING)?,
            condition: match conditions.len() {
                0 => Condition::Always,
                _ => Condition::All(conditions),
            },
            sort: text("sort").map_or(Ok(Sort::BY_AGE), parse_sort)?,
        })
    }
}

fn parse_sort(text: &str) -> Result<Sort, Error> {
    let unsupported = || {
        Error::invalid_query(format!(
            "Query validation error: 'String does not match pattern ^[a-z_]+:(1|-1)$: {}' on property sort (Member to \
             sort by, with :1 for ascending or :-1 for descending).",
            text.chars().take(200).collect::<String>()
        ))
    };
    let (member, direction) = text.split_once(':').ok_or_else(unsupported)?;
    let descending = match direction {
        "1" => false,
        "-1" => true,
        _ => return Err(unsupported()),
    };
    let key = match (Column::sortable(member), member) {
        (Some(column), _) => SortKey::Column(column),
        (None, "last_password_reset") => SortKey::Text("last_password_reset"),
        (None, _) => return Err(unsupported()),
    };
    Ok(Sort { key, descending })
}

/// The users of a list, as shown by `show`.
///
/// # Errors
/// 503 for a search that takes too long; or when the database is away.
pub async fn list(
    listing: &Listing,
    show: impl Fn(&User) -> Result<Value, Broken>,
    context: &Context,
) -> Result<Page, ManagementFailure> {
    let (tenant, database) = (&context.tenant, context.database());
    let found = async {
        let access = table::access(tenant, &listing.condition, database).await?;
        let users = table::page(tenant, listing, &access, database).await?;
        let total = if listing.paging.wants_total() {
            table::count(tenant, &listing.condition, &access, database).await?
        } else {
            0
        };
        Ok((users, total))
    };
    let (users, total) = within_budget(found).await?;
    Ok(Page {
        rows: users.iter().map(show).collect::<Result<_, _>>()?,
        total: total.unsigned_abs(),
        with_length: true,
        next: None,
    })
}

/// All users with exactly this e-mail address.
///
/// # Errors
/// When the database is away.
pub async fn by_email(email: &str, context: &Context) -> Result<Vec<User>, ManagementFailure> {
    Ok(table::by_email(&context.tenant, email, context.database()).await?)
}

/// How many users one unit of work indexes.
const BATCH: i64 = 200;

/// Indexes users whom an earlier release stored. How many; fewer than asked for means that all are done.
///
/// # Errors
/// When the database is away.
pub(crate) async fn index_some(
    tenant: &crate::tenants::Tenant,
    database: &crate::database::Database,
) -> Result<u64, Broken> {
    let mut work = database.begin().await?;
    let ids = table::to_index(tenant, BATCH, &mut work).await?;
    for id in &ids {
        if let Some(user) = super::table::find_for_update(tenant, id, &mut work).await? {
            super::table::update(tenant, &user, &mut work).await?;
        }
    }
    work.commit().await?;
    Ok(ids.len() as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(query: &[(&str, &str)]) -> Result<Listing, Error> {
        let owned = query
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        Listing::parse(&owned.collect::<Vec<_>>())
    }

    #[test]
    fn conditions() {
        use crate::search::{Test, Value};

        use super::fields::Account;

        let is =
            |field, text: &str| Condition::Holds(field, Test::Is(Value::Text(text.to_owned())));
        let column = |column, text: &str| is(Field::Column(column), text);
        for (query, expected) in [
            (
                "email:\"A@b.example\"",
                column(Column::Email, "a@b.example"),
            ),
            (
                "email.domain:B.example",
                column(Column::EmailDomain, "b.example"),
            ),
            ("user_id:auth0|A", column(Column::UserId, "auth0|A")),
            (
                "identities.connection:\"a b\"",
                is(Field::Account(Account::Connection), "a b"),
            ),
            (
                "user_metadata.Plan:Gold",
                is(Field::Attribute("user_metadata.Plan".to_owned()), "Gold"),
            ),
            ("picture:x", Condition::Never),
            ("user_metadata.plan:g*", Condition::Never),
            ("user_metadata.age:[1 TO 2]", Condition::Never),
            ("logins_count:many", Condition::Never),
            ("_exists_:user_id", Condition::Always),
        ] {
            let found = parse(&[("q", query)]).unwrap().condition;
            assert_eq!(found, Condition::All(vec![expected]), "{query}");
        }
        assert_eq!(parse(&[("q", "  ")]).unwrap().condition, Condition::Always);
        let error = parse(&[("q", "name:(a")]).unwrap_err();
        assert_eq!(error.code, Some("invalid_query_string"));
        assert_eq!(
            error.message,
            "The search query string has an error: a parenthesis that is not closed (character 6)"
        );
        assert_eq!(parse(&[("q", &"a".repeat(5_000))]).unwrap_err().status, 414);
    }

    #[test]
    fn sorting() {
        let sort = |text: &str| parse(&[("sort", text)]).map(|listing| listing.sort);
        assert_eq!(sort("").unwrap(), Sort::BY_AGE);
        assert_eq!(
            sort("name:-1").unwrap(),
            Sort {
                key: SortKey::Column(Column::Name),
                descending: true
            }
        );
        for text in [
            "name",
            "name:2",
            "user_metadata.x:1",
            "document:1",
            "email.domain:1",
        ] {
            assert!(sort(text).is_err(), "{text}");
        }
    }

    #[test]
    fn old_engines() {
        assert_eq!(
            parse(&[("search_engine", "v1")]).unwrap_err(),
            Error::search_engine_v1()
        );
        assert!(parse(&[("search_engine", "v4")]).is_err());
        assert!(parse(&[("unknown", "1")]).is_err());
    }
}
