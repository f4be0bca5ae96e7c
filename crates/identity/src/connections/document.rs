//! A connection as the Management API takes it: what bodies may say, and what a new connection starts with.

use std::sync::LazyLock;

use ostia_protocol::auth0::management_error::Error;
use ostia_protocol::auth0::schema::{Format, Schema};
use serde_json::{Map, Value, json};

use super::DATABASE_STRATEGY;
use super::options;

/// The names that `fields` may choose.
pub const MEMBERS: &[&str] = &[
    "name",
    "strategy",
    "options",
    "enabled_clients",
    "id",
    "provisioning_ticket_url",
    "realms",
    "is_domain_connection",
    "show_as_button",
    "display_name",
    "metadata",
    "authentication",
    "connected_accounts",
    "cross_app_access_requesting_app",
];

/// Every strategy.
pub const STRATEGIES: &[&str] = &[
    "ad",
    "adfs",
    "amazon",
    "apple",
    "dropbox",
    "bitbucket",
    "auth0-oidc",
    "auth0",
    "baidu",
    "bitly",
    "box",
    "custom",
    "daccount",
    "dwolla",
    "email",
    "evernote-sandbox",
    "evernote",
    "exact",
    "facebook",
    "fitbit",
    "github",
    "google-apps",
    "google-oauth2",
    "instagram",
    "ip",
    "line",
    "linkedin",
    "oauth1",
    "oauth2",
    "office365",
    "oidc",
    "okta",
    "paypal",
    "paypal-sandbox",
    "pingfederate",
    "planningcenter",
    "salesforce-community",
    "salesforce-sandbox",
    "salesforce",
    "samlp",
    "sharepoint",
    "shopify",
    "shop",
    "sms",
    "soundcloud",
    "thirtysevensignals",
    "twitter",
    "untappd",
    "vkontakte",
    "waad",
    "weibo",
    "windowslive",
    "wordpress",
    "yahoo",
    "yandex",
    "auth0-adldap",
];

/// The most members of `metadata`.
const MAX_METADATA: usize = 10;

/// The body of `POST /connections`.
pub static CREATE: LazyLock<Schema> = LazyLock::new(|| {
    let name = Schema::string()
        .max_length(128)
        .pattern("^[a-zA-Z0-9](-[a-zA-Z0-9]|[a-zA-Z0-9])*$")
        .described("Name of the connection: letters, digits and single inner hyphens");
    let strategy = Schema::enumeration(STRATEGIES).described("What kind of source it is");
    let schema = Schema::object()
        .required_member("name", name)
        .member("display_name", display_name())
        .required_member("strategy", strategy);
    changeable(schema, clients())
});

/// The body of `PATCH /connections/{id}`.
pub static UPDATE: LazyLock<Schema> = LazyLock::new(|| {
    let schema = Schema::object()
        .min_properties(1)
        .member("display_name", display_name());
    changeable(schema, clients().nullable())
});

/// The body of `PATCH /connections/{id}/clients`.
pub static CLIENTS: LazyLock<Schema> = LazyLock::new(|| {
    let row = Schema::object()
        .required_member(
            "client_id",
            Schema::formatted(Format::ClientId).described("Id of the application"),
        )
        .required_member(
            "status",
            Schema::boolean().described("Whether the application may use the connection"),
        );
    Schema::array(row).min_items(1).max_items(50)
});

fn display_name() -> Schema {
    Schema::string()
        .max_length(128)
        .described("What people see instead of the name")
}

fn clients() -> Schema {
    Schema::array(Schema::formatted(Format::ClientId))
        .described("Applications that may use the connection")
}

fn changeable(schema: Schema, clients: Schema) -> Schema {
    let purpose = || Schema::object().required_member("active", Schema::boolean());
    schema
        .member("options", options::schema())
        .member("enabled_clients", clients)
        .member(
            "is_domain_connection",
            Schema::boolean().described("Whether third-party applications may use the connection"),
        )
        .member(
            "show_as_button",
            Schema::boolean().described("Whether the login page shows a button for it"),
        )
        .member(
            "realms",
            Schema::array(Schema::formatted(Format::ConnectionRealm))
                .unique()
                .described("Names by which requests may name the connection"),
        )
        .member(
            "metadata",
            Schema::map(Schema::string().max_length(255).nullable())
                .max_properties(MAX_METADATA)
                .max_key_length(255)
                .described("Notes of the operator's own"),
        )
        .member("authentication", purpose())
        .member(
            "connected_accounts",
            purpose().member("cross_app_access", Schema::boolean()),
        )
        .member("cross_app_access_requesting_app", purpose())
}

/// A new connection's document from a checked body, with what upstream adds. Without `id` and `enabled_clients`.
pub(super) fn new(body: &Map<String, Value>) -> Map<String, Value> {
    let mut document = body.clone();
    document.remove("enabled_clients");
    let is_database = body.get("strategy") == Some(&json!(DATABASE_STRATEGY));
    let mut absent = |name: &str, value: Value| {
        document.entry(name.to_owned()).or_insert(value);
    };
    absent("options", json!({}));
    absent("is_domain_connection", json!(false));
    if is_database {
        absent("authentication", json!({ "active": true }));
        absent("connected_accounts", json!({ "active": false }));
    }
    if let (true, Some(Value::Object(options))) = (is_database, document.get_mut("options")) {
        options::fill_in(options);
    }
    default_realms(&mut document);
    document
}

/// Writes a checked change into a document: `options` are replaced whole, `metadata` is merged and `null` removes.
///
/// # Errors
/// 400 when too much metadata comes together.
pub(super) fn change(
    document: &mut Map<String, Value>,
    sent: &Map<String, Value>,
) -> Result<(), Error> {
    for (name, value) in sent {
        match (name.as_str(), value) {
            ("enabled_clients", _) => {}
            ("metadata", Value::Object(members)) => {
                let stored = document.entry("metadata").or_insert_with(|| json!({}));
                let Value::Object(stored) = stored else {
                    continue;
                };
                for (key, value) in members {
                    match value {
                        Value::Null => _ = stored.remove(key),
                        value => _ = stored.insert(key.clone(), value.clone()),
                    }
                }
                if stored.len() > MAX_METADATA {
                    return Err(Error::invalid_body(format!(
                        "Payload validation error: 'Too many properties defined ({}), maximum {MAX_METADATA}' on \
                         property metadata (Notes of the operator's own).",
                        stored.len()
                    )));
                }
            }
            _ => _ = document.insert(name.clone(), value.clone()),
        }
    }
    default_realms(document);
    Ok(())
}

/// A connection that answers to no realm answers to its name.
fn default_realms(document: &mut Map<String, Value>) {
    let is_empty = document
        .get("realms")
        .and_then(Value::as_array)
        .is_none_or(Vec::is_empty);
    if is_empty {
        let name = document.get("name").cloned().unwrap_or_default();
        document.insert("realms".to_owned(), json!([name]));
    }
}

/// The rules that no schema can say.
///
/// # Errors
/// 400 in upstream's words.
pub(super) fn check(document: &Map<String, Value>) -> Result<(), Error> {
    let strategy = document.get("strategy").and_then(Value::as_str);
    let strategy = strategy.unwrap_or_default();
    let asks_for_access = document.contains_key("cross_app_access_requesting_app");
    if asks_for_access && !["oidc", "okta"].contains(&strategy) {
        return Err(Error::operation_not_supported(
            "Cross App Access Requesting App is not supported for this connection.",
        ));
    }
    match document.get("options") {
        Some(options) if strategy == DATABASE_STRATEGY => options::check(options),
        _ => Ok(()),
    }
}
