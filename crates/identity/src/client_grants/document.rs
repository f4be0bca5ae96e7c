//! The wire form of a client grant: what may be sent, what is stored.

use std::sync::LazyLock;

use ostia_protocol::auth0::management_error::Error;
use ostia_protocol::auth0::schema::Schema;
use ostia_protocol::oauth::Scope;
use serde_json::{Map, Value, json};

use super::SubjectType;

/// The group of clients for which a grant can be the default.
pub const THIRD_PARTY_CLIENTS: &str = "third_party_clients";

/// The body of `POST /client-grants`.
pub static CREATE: LazyLock<Schema> = LazyLock::new(|| {
    Schema::object()
        .member("client_id", Schema::string().described("The application"))
        .required_member(
            "audience",
            Schema::string()
                .min_length(1)
                .described("The identifier of the API"),
        )
        .member(
            "default_for",
            Schema::enumeration(&[THIRD_PARTY_CLIENTS]).described(
                "The group of applications that have this grant unless they have their own",
            ),
        )
        .member("organization_usage", organization_usage())
        .member("allow_any_organization", any_organization())
        .member("scope", scope())
        .member(
            "subject_type",
            Schema::enumeration(&["client", "user"])
                .described("On whose behalf the application acts"),
        )
        .member("authorization_details_types", authorization_details_types())
        .member("allow_all_scopes", all_scopes())
});

/// The body of `PATCH /client-grants/{id}`.
pub static UPDATE: LazyLock<Schema> = LazyLock::new(|| {
    Schema::object()
        .member("scope", scope().nullable())
        .member("organization_usage", organization_usage().nullable())
        .member("allow_any_organization", any_organization().nullable())
        .member("authorization_details_types", authorization_details_types())
        .member("allow_all_scopes", all_scopes().nullable())
        .min_properties(1)
});

fn scope() -> Schema {
    let item = Schema::string()
        .min_length(1)
        .max_length(Scope::MAX_TOKEN_LENGTH);
    Schema::array(item)
        .max_items(Scope::MAX_TOKENS)
        .described("The scopes that the application may ask for")
}

fn organization_usage() -> Schema {
    Schema::enumeration(&["deny", "allow", "require"])
        .described("Whether the application acts within organizations")
}

fn any_organization() -> Schema {
    Schema::boolean()
        .described("Whether every organization counts, and not only those that were added")
}

fn all_scopes() -> Schema {
    Schema::boolean().described("Whether all scopes of the API are granted, those to come too")
}

fn authorization_details_types() -> Schema {
    Schema::array(Schema::string().min_length(1).max_length(255))
        .max_items(100)
        .described("The types of authorization details that the application may ask for")
}

/// For whom a new grant is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grantee<'a> {
    /// One client.
    Client(&'a str),
    /// All third-party clients that have no grant of their own.
    ThirdParties,
}

impl<'a> Grantee<'a> {
    /// Reads it from a body.
    ///
    /// # Errors
    /// 400 unless exactly one of `client_id` and `default_for` is there.
    pub fn of(body: &'a Value) -> Result<Self, Error> {
        match (body["client_id"].as_str(), body.get("default_for")) {
            (Some(client_id), None) => Ok(Self::Client(client_id)),
            (None, Some(_)) => Ok(Self::ThirdParties),
            _ => Err(Error::invalid_body(
                "Exactly one of client_id and default_for must be given.",
            )),
        }
    }
}

/// A new grant's document, from a body that the schema accepted.
pub fn initial(id: &str, grantee: Grantee<'_>, body: &Map<String, Value>) -> Map<String, Value> {
    let mut document = Map::new();
    document.insert("id".to_owned(), json!(id));
    match grantee {
        Grantee::Client(client_id) => document.insert("client_id".to_owned(), json!(client_id)),
        Grantee::ThirdParties => {
            document.insert("default_for".to_owned(), json!(THIRD_PARTY_CLIENTS))
        }
    };
    document.insert(
        "subject_type".to_owned(),
        json!(SubjectType::Client.as_str()),
    );
    document.insert("scope".to_owned(), json!([]));
    document.extend(body.clone());
    without_repetition(&mut document);
    document
}

/// Writes a change that the schema accepted over a document. `null` unsets.
pub fn apply(document: &mut Map<String, Value>, body: &Map<String, Value>) {
    for (name, value) in body {
        match (name.as_str(), value) {
            ("scope", Value::Null) => drop(document.insert(name.clone(), json!([]))),
            (_, Value::Null) => drop(document.remove(name)),
            _ => drop(document.insert(name.clone(), value.clone())),
        }
    }
    without_repetition(document);
}

fn without_repetition(document: &mut Map<String, Value>) {
    if let Some(Value::Array(scopes)) = document.get_mut("scope") {
        let mut seen = std::collections::HashSet::new();
        scopes.retain(|scope| seen.insert(scope.clone()));
    }
}

/// Checks that an API has all scopes of a grant.
///
/// # Errors
/// 400, naming those that it lacks.
pub fn check_scopes(document: &Map<String, Value>, known: &[String]) -> Result<(), Error> {
    let scopes = document.get("scope").and_then(Value::as_array);
    let unknown: Vec<&str> = scopes
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .filter(|scope| !known.iter().any(|known| known == scope))
        .take(20)
        .collect();
    if unknown.is_empty() {
        return Ok(());
    }
    Err(Error::invalid_body(format!(
        "The API does not define these scopes: {}",
        unknown.join(", ")
    )))
}
