//! Lists of users: `GET /users` and `GET /users-by-email`.

pub mod table;

use std::sync::LazyLock;

use ostia_protocol::auth0::management_error::Error;
use ostia_protocol::auth0::paging::{Page, Paging, PagingRules};
use ostia_protocol::auth0::schema::Schema;
use serde_json::Value;

use super::User;
use crate::context::Context;
use crate::failure::{Broken, ManagementFailure};

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

/// Which users are meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Filter {
    /// All of the tenant.
    All,
    /// The one with this id.
    UserId(String),
    /// Those whose profile has exactly this e-mail address.
    Email(String),
    /// Those with an account of this username.
    Username(String),
    /// Those with an account at the connection of this name.
    Connection(String),
}

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
        key: SortKey::CreatedAt,
        descending: false,
    };
}

/// Members that lists can be sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SortKey {
    /// `created_at`
    CreatedAt,
    /// `updated_at`
    UpdatedAt,
    /// `last_login`
    LastLogin,
    /// `logins_count`
    LoginsCount,
    /// `user_id`
    UserId,
    /// `email`
    Email,
    /// A text of the profile.
    Text(&'static str),
}

/// The profile's texts that lists can be sorted by.
const SORTABLE_TEXTS: [&str; 7] = [
    "name",
    "nickname",
    "username",
    "given_name",
    "family_name",
    "phone_number",
    "last_password_reset",
];

/// A request for a list.
#[derive(Clone, Debug)]
pub struct Listing {
    /// Which rows, and in which shape.
    pub paging: Paging,
    /// Which users.
    pub filter: Filter,
    /// In which order.
    pub sort: Sort,
}

impl Listing {
    /// Reads the query of `GET /users`.
    ///
    /// # Errors
    /// 400 for what is malformed, and for searches that go beyond one exact term.
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
        let filter = match (text("q").map(str::trim), text("connection")) {
            (Some(term), _) if !term.is_empty() && term != "*" => parse_term(term)?,
            (_, Some(connection)) => Filter::Connection(connection.to_owned()),
            _ => Filter::All,
        };
        Ok(Self {
            paging: Paging::parse(query, &PAGING)?,
            filter,
            sort: text("sort").map_or(Ok(Sort::BY_AGE), parse_sort)?,
        })
    }
}

/// One exact term, `member:"value"` or `member:value`.
fn parse_term(term: &str) -> Result<Filter, Error> {
    let unsupported = || {
        Error::operation_not_supported(
            "This search is not supported yet: q can be one exact term of user_id, email, username or \
             identities.connection, such as email:\"name@example.com\".",
        )
    };
    let (member, value) = term.split_once(':').ok_or_else(unsupported)?;
    let quoted = value
        .strip_prefix('"')
        .and_then(|value| value.strip_suffix('"'));
    let value = quoted.unwrap_or(value);
    let special = |character: char| {
        "\"\\*?".contains(character)
            || (quoted.is_none() && (character.is_whitespace() || "()[]{}~^:".contains(character)))
    };
    if value.is_empty() || value.contains(special) {
        return Err(unsupported());
    }
    match member {
        "user_id" => Ok(Filter::UserId(value.to_owned())),
        "email" | "email.raw" => Ok(Filter::Email(value.to_lowercase())),
        "username" | "username.raw" => Ok(Filter::Username(value.to_lowercase())),
        "identities.connection" => Ok(Filter::Connection(value.to_owned())),
        _ => Err(unsupported()),
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
    let key = match member {
        "created_at" => SortKey::CreatedAt,
        "updated_at" => SortKey::UpdatedAt,
        "last_login" => SortKey::LastLogin,
        "logins_count" => SortKey::LoginsCount,
        "user_id" => SortKey::UserId,
        "email" => SortKey::Email,
        _ => SORTABLE_TEXTS
            .into_iter()
            .find(|text| *text == member)
            .map(SortKey::Text)
            .ok_or_else(unsupported)?,
    };
    Ok(Sort { key, descending })
}

/// The users of a list, as shown by `show`.
///
/// # Errors
/// When the database is away.
pub async fn list(
    listing: &Listing,
    show: impl Fn(&User) -> Value,
    context: &Context,
) -> Result<Page, Broken> {
    let (tenant, database) = (&context.tenant, context.database());
    let users = table::page(tenant, listing, database).await?;
    let total = if listing.paging.wants_total() {
        table::count(tenant, &listing.filter, database).await?
    } else {
        0
    };
    Ok(Page {
        rows: users.iter().map(show).collect(),
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
    let listing = Listing {
        paging: Paging::None { limit: 100 },
        filter: Filter::Email(email.to_owned()),
        sort: Sort::BY_AGE,
    };
    Ok(table::page(&context.tenant, &listing, context.database()).await?)
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
    fn exact_terms() {
        for (term, expected) in [
            ("", Filter::All),
            ("*", Filter::All),
            ("email:\"A@b.example\"", Filter::Email("a@b.example".into())),
            ("user_id:\"auth0|1\"", Filter::UserId("auth0|1".into())),
            ("user_id:auth0|1", Filter::UserId("auth0|1".into())),
            ("username:ada", Filter::Username("ada".into())),
            (
                "identities.connection:\"a b\"",
                Filter::Connection("a b".into()),
            ),
        ] {
            assert_eq!(parse(&[("q", term)]).unwrap().filter, expected, "{term}");
        }
        for term in [
            "ada",
            "email:a*",
            "email:a AND name:b",
            "name:\"ada\"",
            "email:\"\"",
            "NOT email:a",
        ] {
            let error = parse(&[("q", term)]).unwrap_err();
            assert_eq!(error.code, Some("operation_not_supported"), "{term}");
        }
    }

    #[test]
    fn sorting() {
        let sort = |text: &str| parse(&[("sort", text)]).map(|listing| listing.sort);
        assert_eq!(sort("").unwrap(), Sort::BY_AGE);
        assert_eq!(
            sort("name:-1").unwrap(),
            Sort {
                key: SortKey::Text("name"),
                descending: true
            }
        );
        for text in ["name", "name:2", "user_metadata.x:1", "document:1"] {
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
