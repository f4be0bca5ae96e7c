//! The query string as pairs, for the Management API's schemas.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use ostia_protocol::auth0::management_error::Error;

use crate::error::management::Failed;

/// At most this many parameters are read.
const MAX_PAIRS: usize = 100;

/// The query's parameters in the order sent, decoded. Repeated ones are kept: some lists take a parameter several times.
#[derive(Clone, Debug, Default)]
pub struct QueryPairs(pub Vec<(String, String)>);

impl QueryPairs {
    /// The first value of a parameter.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }
}

impl<S: Send + Sync> FromRequestParts<S> for QueryPairs {
    type Rejection = Failed;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Failed> {
        let query = parts.uri.query().unwrap_or_default();
        let pairs: Vec<(String, String)> = url::form_urlencoded::parse(query.as_bytes())
            .take(MAX_PAIRS + 1)
            .map(|(k, v)| (k.into_owned(), v.into_owned()))
            .collect();
        if pairs.len() > MAX_PAIRS {
            return Err(
                Error::invalid_query("Query validation error: 'Too many parameters'.").into(),
            );
        }
        let damaged = pairs.iter().any(|(key, value)| {
            [key, value]
                .iter()
                .any(|text| text.contains(['\u{fffd}', '\0']))
        });
        if damaged {
            return Err(Error::invalid_query(
                "Query validation error: 'The query string is not UTF-8 text'.",
            )
            .into());
        }
        Ok(Self(pairs))
    }
}
