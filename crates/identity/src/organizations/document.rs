//! The wire form of an organization: what may be sent, what is stored.

use std::sync::LazyLock;

use ostia_protocol::auth0::ids::OrganizationId;
use ostia_protocol::auth0::schema::{Format, Schema};
use serde_json::{Map, Value, json};

/// How many connections a new organization can begin with.
const MAX_CONNECTIONS: usize = 10;
/// How many members its metadata has, and how long they are.
const MAX_METADATA: usize = 25;
const MAX_METADATA_LENGTH: usize = 255;

/// The members of a document, for projections.
pub const SUMMARY: [&str; 3] = ["id", "name", "display_name"];

/// The body of `POST /organizations`.
pub static CREATE: LazyLock<Schema> = LazyLock::new(|| {
    let connection = Schema::object()
        .required_member(
            "connection_id",
            Schema::string().described("The connection"),
        )
        .member("assign_membership_on_login", flag(ASSIGNS))
        .member("show_as_button", flag(SHOWS))
        .member("is_signup_enabled", flag(SIGNS_UP));
    let connections = Schema::array(connection)
        .max_items(MAX_CONNECTIONS)
        .described("The connections that log members in");
    Schema::object()
        .required_member("name", name())
        .member("display_name", display_name())
        .member("branding", branding())
        .member("metadata", metadata())
        .member("enabled_connections", connections)
        .member("token_quota", token_quota())
        .member("third_party_client_access", third_party_access())
});

/// The body of `PATCH /organizations/{id}`.
pub static UPDATE: LazyLock<Schema> = LazyLock::new(|| {
    Schema::object()
        .member("display_name", display_name())
        .member("name", name())
        .member("branding", branding())
        .member("metadata", metadata())
        .member("token_quota", token_quota().nullable())
        .member("third_party_client_access", third_party_access())
});

/// What the switches of a connection mean; their other uses are in [`connections`](super::connections).
pub(super) const ASSIGNS: &str =
    "Whether everybody who logs in with the connection becomes a member";
pub(super) const SHOWS: &str = "Whether the log-in page offers the connection";
pub(super) const SIGNS_UP: &str =
    "Whether people may sign up with the connection, which has to be a database";

pub(super) fn flag(description: &'static str) -> Schema {
    Schema::boolean().described(description)
}

fn name() -> Schema {
    Schema::string()
        .min_length(1)
        .max_length(50)
        .format(Format::OrganizationName)
        .described("Name of the organization, as requests use it")
}

fn display_name() -> Schema {
    Schema::string()
        .min_length(1)
        .max_length(255)
        .described("Name of the organization, as people see it")
}

fn branding() -> Schema {
    let color = |what| Schema::formatted(Format::PlainHtmlColor).described(what);
    let colors = Schema::object()
        .required_member("primary", color("Colour of the main action"))
        .required_member("page_background", color("Colour behind the card"))
        .described("Colours of the hosted pages");
    let logo = Schema::formatted(Format::StrictHttpsUriOrNull)
        .nullable()
        .described("Address of the logo");
    Schema::object()
        .member("logo_url", logo)
        .member("colors", colors)
        .described("How the hosted pages look to its members")
}

fn metadata() -> Schema {
    Schema::map(Schema::string().max_length(MAX_METADATA_LENGTH).nullable())
        .max_properties(MAX_METADATA)
        .max_key_length(MAX_METADATA_LENGTH)
        .described("Texts that applications keep with the organization")
}

fn token_quota() -> Schema {
    let limit = |what| {
        Schema::integer()
            .minimum(1)
            .maximum(i64::from(i32::MAX))
            .described(what)
    };
    let quota = Schema::object()
        .member(
            "enforce",
            flag("Whether tokens beyond the quota are refused"),
        )
        .member("per_day", limit("Tokens in a day"))
        .member("per_hour", limit("Tokens in an hour"))
        .min_properties(1)
        .described("How many tokens applications get for themselves");
    Schema::object().required_member("client_credentials", quota)
}

fn third_party_access() -> Schema {
    Schema::enumeration(&["block", "allow"])
        .described("Whether applications of others may log its members in")
}

/// A new organization's document, from a body that the schema accepted.
pub fn initial(id: &OrganizationId, body: &Map<String, Value>) -> Map<String, Value> {
    let mut document = Map::new();
    document.insert("id".to_owned(), json!(id));
    apply(&mut document, body);
    document.remove("enabled_connections");
    document
}

/// Writes a change that the schema accepted over a document. `null` unsets.
pub fn apply(document: &mut Map<String, Value>, body: &Map<String, Value>) {
    for (name, value) in body {
        let value = match (name.as_str(), value.clone()) {
            ("branding" | "metadata", Value::Object(mut members)) => {
                members.retain(|_, value| !value.is_null());
                Value::Object(members)
            }
            (_, value) => value,
        };
        if value.is_null() {
            document.remove(name);
        } else {
            document.insert(name.clone(), value);
        }
    }
}

/// A text in a document.
pub fn text_of<'a>(document: &'a Map<String, Value>, name: &str) -> &'a str {
    let text = document.get(name).and_then(Value::as_str);
    text.unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn null_unsets() {
        let mut document = Map::new();
        let body = json!({
            "name": "acme", "metadata": { "a": "1", "b": null }, "branding": { "logo_url": null },
            "token_quota": { "client_credentials": { "per_day": 1 } },
        });
        apply(&mut document, body.as_object().unwrap());
        assert_eq!(document["metadata"], json!({ "a": "1" }));
        assert_eq!(document["branding"], json!({}));
        let body = json!({ "token_quota": null });
        apply(&mut document, body.as_object().unwrap());
        assert!(!document.contains_key("token_quota"));
    }
}
