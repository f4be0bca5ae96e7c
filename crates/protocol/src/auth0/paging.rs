//! Lists in pages: which page is asked for, and the shape of the answer (reference/management-api.md §2.4).

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value, json};

use super::management_error::Error;
use super::schema::Schema;

/// How long a checkpoint is good for.
const CURSOR_LIFETIME_MILLISECONDS: u64 = 24 * 60 * 60 * 1000;

/// Rows after a checkpoint when the request does not say.
const DEFAULT_TAKE: u32 = 50;

/// A longer `from` is not one of ours, and is not decoded.
const MAX_CURSOR_LENGTH: usize = 4096;

/// What one endpoint offers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PagingRules {
    /// Rows of a page when the request does not say.
    pub default_per_page: u32,
    /// The most that `per_page` may ask for.
    pub max_per_page: u32,
    /// The most that `take` may ask for; 0 where the endpoint has no checkpoints.
    pub max_take: u32,
    /// Whether `per_page=0` is accepted, which answers no rows but the totals.
    pub zero_allowed: bool,
    /// The number of rows that offset pages may reach into, where that is limited.
    pub window: Option<u32>,
}

impl PagingRules {
    /// 50 rows by default, 100 at most, with checkpoints: what most endpoints offer.
    pub const USUAL: Self = Self {
        default_per_page: 50,
        max_per_page: 100,
        max_take: 100,
        zero_allowed: false,
        window: None,
    };

    /// Adds the paging parameters to an endpoint's query schema.
    #[must_use]
    pub fn members(&self, schema: Schema) -> Schema {
        let smallest = i64::from(!self.zero_allowed);
        let per_page = Schema::integer()
            .minimum(smallest)
            .maximum(self.max_per_page.into())
            .described("Number of rows on a page");
        let schema = schema
            .member(
                "page",
                Schema::integer()
                    .minimum(0)
                    .described("Number of the page, from 0"),
            )
            .member("per_page", per_page)
            .member(
                "include_totals",
                Schema::boolean().described("Whether the answer counts the rows"),
            );
        if self.max_take == 0 {
            return schema;
        }
        let take = Schema::integer()
            .minimum(1)
            .maximum(self.max_take.into())
            .described("Number of rows from the checkpoint on");
        schema
            .member(
                "from",
                Schema::string().described("Checkpoint to continue from"),
            )
            .member("take", take)
    }
}

/// Which rows a request asks for, and so the shape of its answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Paging {
    /// No paging parameter: the first `limit` rows, as a bare array.
    None {
        /// The endpoint's default size of a page.
        limit: u32,
    },
    /// A numbered page.
    Offset {
        /// The page's number, from 0.
        page: u32,
        /// Rows of a page.
        per_page: u32,
        /// Whether the answer is an object with totals instead of a bare array.
        include_totals: bool,
    },
    /// The rows after a checkpoint.
    Checkpoint {
        /// The checkpoint as sent; `None` (also for an empty one) starts at the beginning.
        from: Option<String>,
        /// The number of rows.
        take: u32,
    },
}

/// Rows of a page, with what the answer says about them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Page {
    /// The rows, in order.
    pub rows: Vec<Value>,
    /// How many rows there are in all; used where totals are asked for.
    pub total: u64,
    /// Whether the endpoint's totals carry `length`, the number of rows on the page (users and logs do).
    pub with_length: bool,
    /// The checkpoint after the last row, where more follow; used where a checkpoint was asked for.
    pub next: Option<String>,
}

impl Paging {
    /// Reads the paging parameters of a query; others are not looked at. `take` or `from` wins over the rest.
    ///
    /// # Errors
    ///
    /// 400 `invalid_query_string` for values beyond the rules, and for an offset beyond the window.
    pub fn parse(query: &[(String, String)], rules: &PagingRules) -> Result<Self, Error> {
        let query = rules.members(Schema::object().open()).check_query(query)?;
        let number = |name: &str| query.get(name).and_then(Value::as_u64).map(saturate);
        let names_checkpoint = query.get("take").is_some() || query.get("from").is_some();
        if rules.max_take == 0 || !names_checkpoint {
            return Self::offset(&query, number("page"), number("per_page"), rules);
        }
        let from = query
            .get("from")
            .and_then(Value::as_str)
            .filter(|from| !from.is_empty());
        Ok(Self::Checkpoint {
            from: from.map(str::to_owned),
            take: number("take").unwrap_or(DEFAULT_TAKE.min(rules.max_take)),
        })
    }

    fn offset(
        query: &Value,
        page: Option<u32>,
        per_page: Option<u32>,
        rules: &PagingRules,
    ) -> Result<Self, Error> {
        let include_totals = query.get("include_totals") == Some(&Value::Bool(true));
        if page.is_none() && per_page.is_none() && !include_totals {
            return Ok(Self::None {
                limit: rules.default_per_page,
            });
        }
        let (page, per_page) = (
            page.unwrap_or(0),
            per_page.unwrap_or(rules.default_per_page),
        );
        let end = (u64::from(page) + 1) * u64::from(per_page);
        if rules.window.is_some_and(|window| end > u64::from(window)) {
            return Err(Error::beyond_first_1000_records());
        }
        Ok(Self::Offset {
            page,
            per_page,
            include_totals,
        })
    }

    /// The number of rows to skip; 0 for checkpoints.
    pub fn start(&self) -> u64 {
        match self {
            Self::Offset { page, per_page, .. } => u64::from(*page) * u64::from(*per_page),
            Self::None { .. } | Self::Checkpoint { .. } => 0,
        }
    }

    /// The number of rows to answer at most.
    pub const fn limit(&self) -> u32 {
        match self {
            Self::None { limit } => *limit,
            Self::Offset { per_page, .. } => *per_page,
            Self::Checkpoint { take, .. } => *take,
        }
    }

    /// Whether the answer counts all rows, so that others need not.
    pub const fn wants_total(&self) -> bool {
        matches!(
            self,
            Self::Offset {
                include_totals: true,
                ..
            }
        )
    }

    /// The answer in the shape that was asked for; `key` names the rows in an object (`clients`).
    pub fn respond(&self, key: &str, page: Page) -> Value {
        match self {
            Self::Checkpoint { .. } => wrap_checkpoint(key, page.next, page.rows),
            Self::Offset {
                per_page,
                include_totals: true,
                ..
            } => {
                let length = page.with_length.then_some(page.rows.len());
                wrap(key, self.start(), *per_page, length, page.total, page.rows)
            }
            Self::None { .. } | Self::Offset { .. } => Value::Array(page.rows),
        }
    }
}

/// `{start, limit, length?, total, <key>: rows}`.
pub fn wrap(
    key: &str,
    start: u64,
    limit: u32,
    length: Option<usize>,
    total: u64,
    rows: Vec<Value>,
) -> Value {
    let mut out = Map::new();
    out.insert("start".to_owned(), json!(start));
    out.insert("limit".to_owned(), json!(limit));
    if let Some(length) = length {
        out.insert("length".to_owned(), json!(length));
    }
    out.insert("total".to_owned(), json!(total));
    out.insert(key.to_owned(), Value::Array(rows));
    Value::Object(out)
}

/// `{<key>: rows, next?}`.
pub fn wrap_checkpoint(key: &str, next: Option<String>, rows: Vec<Value>) -> Value {
    let mut out = Map::new();
    out.insert(key.to_owned(), Value::Array(rows));
    if let Some(next) = next {
        out.insert("next".to_owned(), Value::String(next));
    }
    Value::Object(out)
}

/// Where a list with checkpoints goes on: behind the row with this sort key and id. Opaque to clients.
///
/// It is not signed: what it can name is a place in a list that its bearer may read anyway.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cursor {
    /// What the list is sorted by, of the last row.
    pub sort_key: String,
    /// The identifier of the last row, which decides among equal sort keys.
    pub id: String,
}

impl Cursor {
    /// The checkpoint as sent to the client. `now` is in milliseconds since the epoch.
    pub fn encode(&self, now: u64) -> String {
        URL_SAFE_NO_PAD.encode(json!([now, self.sort_key, self.id]).to_string())
    }

    /// Reads a checkpoint that was issued within the last 24 hours. `now` is in milliseconds since the epoch.
    ///
    /// # Errors
    ///
    /// 400 where it is older or none of ours.
    pub fn decode(from: &str, now: u64) -> Result<Self, Error> {
        Self::read(from, now).ok_or_else(Error::checkpoint_expired)
    }

    fn read(from: &str, now: u64) -> Option<Self> {
        if from.len() > MAX_CURSOR_LENGTH {
            return None;
        }
        let bytes = URL_SAFE_NO_PAD.decode(from).ok()?;
        let (issued_at, sort_key, id): (u64, String, String) =
            serde_json::from_slice(&bytes).ok()?;
        let age = now.saturating_sub(issued_at);
        (age < CURSOR_LIFETIME_MILLISECONDS).then_some(Self { sort_key, id })
    }
}

fn saturate(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    const USERS: PagingRules = PagingRules {
        zero_allowed: true,
        window: Some(1000),
        ..PagingRules::USUAL
    };

    fn parse(query: &str, rules: &PagingRules) -> Result<Paging, String> {
        let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
        let pairs: Vec<_> = pairs
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect();
        Paging::parse(&pairs, rules).map_err(|error| error.message.into_owned())
    }

    fn offset(page: u32, per_page: u32, include_totals: bool) -> Paging {
        Paging::Offset {
            page,
            per_page,
            include_totals,
        }
    }

    fn checkpoint(from: Option<&str>, take: u32) -> Paging {
        Paging::Checkpoint {
            from: from.map(str::to_owned),
            take,
        }
    }

    #[test]
    fn what_is_asked_for() {
        let rows = [
            ("", Paging::None { limit: 50 }),
            (
                "fields=name&include_totals=false",
                Paging::None { limit: 50 },
            ),
            ("page=2", offset(2, 50, false)),
            ("per_page=10", offset(0, 10, false)),
            ("include_totals=true", offset(0, 50, true)),
            (
                "page=1&per_page=100&include_totals=true",
                offset(1, 100, true),
            ),
            ("per_page=0&include_totals=true", offset(0, 0, true)),
            ("take=10", checkpoint(None, 10)),
            ("from=", checkpoint(None, 50)),
            ("from=abc&take=100", checkpoint(Some("abc"), 100)),
            (
                "include_totals=true&per_page=50&take=100",
                checkpoint(None, 100),
            ),
        ];
        for (query, expected) in rows {
            assert_eq!(parse(query, &USERS), Ok(expected), "{query}");
        }
    }

    #[test]
    fn what_is_refused() {
        let rows = [
            (
                "per_page=101",
                "Query validation error: 'Value 101 is greater than maximum 100' on property per_page (Number of rows \
                 on a page).",
            ),
            (
                "per_page=0",
                "Query validation error: 'Value 0 is less than minimum 1' on property per_page (Number of rows on a \
                 page).",
            ),
            (
                "page=x",
                "Query validation error: 'Expected type integer but found type string' on property page (Number of \
                 the page, from 0).",
            ),
            (
                "take=0",
                "Query validation error: 'Value 0 is less than minimum 1' on property take (Number of rows from the \
                 checkpoint on).",
            ),
        ];
        for (query, expected) in rows {
            assert_eq!(
                parse(query, &PagingRules::USUAL),
                Err(expected.to_owned()),
                "{query}"
            );
        }
    }

    #[test]
    fn the_window_ends_after_1000_rows() {
        assert_eq!(
            parse("page=9&per_page=100", &USERS),
            Ok(offset(9, 100, false))
        );
        for query in [
            "page=10&per_page=100",
            "page=4294967295&per_page=100",
            "page=9223372036854775807",
        ] {
            let message = parse(query, &USERS).unwrap_err();
            assert!(
                message.starts_with("You can only page through the first 1000 records."),
                "{query}"
            );
        }
        assert_eq!(
            parse("page=10&per_page=100", &PagingRules::USUAL),
            Ok(offset(10, 100, false))
        );
    }

    #[test]
    fn shapes() {
        let page = || Page {
            rows: vec![json!({"id": 1})],
            total: 7,
            with_length: true,
            next: Some("abc".to_owned()),
        };
        let rows = [
            (Paging::None { limit: 50 }, json!([{"id": 1}])),
            (offset(1, 5, false), json!([{"id": 1}])),
            (
                offset(1, 5, true),
                json!({"start": 5, "limit": 5, "length": 1, "total": 7, "users": [{"id": 1}]}),
            ),
            (
                checkpoint(None, 1),
                json!({"users": [{"id": 1}], "next": "abc"}),
            ),
        ];
        for (paging, expected) in rows {
            assert_eq!(paging.respond("users", page()), expected);
        }
        assert_eq!(
            checkpoint(None, 1).respond("users", Page::default()),
            json!({"users": []})
        );
    }

    #[test]
    fn cursors_last_a_day() {
        const HOUR: u64 = 3_600_000;
        let cursor = Cursor {
            sort_key: "2026-04-23 07:39".to_owned(),
            id: "auth0|69e9".to_owned(),
        };
        let from = cursor.encode(HOUR);
        assert_eq!(Cursor::decode(&from, HOUR), Ok(cursor.clone()));
        assert_eq!(Cursor::decode(&from, 25 * HOUR - 1), Ok(cursor));
        assert_eq!(
            Cursor::decode(&from, 25 * HOUR),
            Err(Error::checkpoint_expired())
        );
        for forged in ["", "abc", "W10", &"x".repeat(5000)] {
            assert_eq!(
                Cursor::decode(forged, HOUR),
                Err(Error::checkpoint_expired())
            );
        }
    }
}
