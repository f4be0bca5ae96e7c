//! The connections of flows: to which service, and with which secrets.

use std::sync::LazyLock;

use ostia_protocol::auth0::ids::Shape;
use ostia_protocol::auth0::management_error::Error;
use ostia_protocol::auth0::schema::Schema;
use serde_json::{Value, json};

use crate::collections::{Collection, Members, Resource, replaced};
use crate::context::Context;
use crate::tenant_documents::Secrets;

/// The services.
const APPS: &[&str] = &[
    "ACTIVECAMPAIGN",
    "AIRTABLE",
    "AUTH0",
    "BIGQUERY",
    "CLEARBIT",
    "DOCUSIGN",
    "GOOGLE_SHEETS",
    "HTTP",
    "HUBSPOT",
    "JWT",
    "MAILCHIMP",
    "MAILJET",
    "PIPEDRIVE",
    "SALESFORCE",
    "SENDGRID",
    "SLACK",
    "STRIPE",
    "TELEGRAM",
    "TWILIO",
    "WHATSAPP",
    "ZAPIER",
];

/// The body of `POST /flows/vault/connections`.
pub static CREATE: LazyLock<Schema> = LazyLock::new(|| {
    Schema::object()
        .required_member("name", name())
        .required_member("app_id", Schema::enumeration(APPS).described("The service"))
        .member("setup", setup())
});

/// The body of `PATCH /flows/vault/connections/{id}`.
pub static UPDATE: LazyLock<Schema> = LazyLock::new(|| {
    Schema::object()
        .member("name", name())
        .member("setup", setup())
});

fn name() -> Schema {
    Schema::string()
        .min_length(1)
        .max_length(150)
        .described("Name of the connection")
}

/// What a service has to be told depends on it in more ways than matter to who only keeps it; all of it is secret.
fn setup() -> Schema {
    Schema::object()
        .member("type", Schema::string().max_length(55))
        .open()
        .described("What the service has to be told")
}

/// What a connection has in common with all others.
pub static CONNECTIONS: Resource = Resource::new(
    Collection::new("vault-connection", Shape::Base58("ac_"), |_| {
        Error::unknown_vault_connection()
    })
    .with_secrets(Secrets::hidden(&["/setup"])),
    &CREATE,
    &UPDATE,
)
.starting_with(initial)
.changed_by(change);

fn initial(connection: &mut Members, context: &Context) {
    connection.insert("fingerprint".to_owned(), json!(fingerprint(context)));
    connection.insert("ready".to_owned(), json!(false));
}

/// Tells one connection from another without saying anything about it.
fn fingerprint(context: &Context) -> String {
    let millis = u64::try_from(context.now.millis()).unwrap_or_default();
    Shape::Uuid
        .generate(millis, context.entropy())
        .replace('-', "")
}

fn change(connection: &mut Members, sent: &Members) {
    replaced(connection, sent);
    let is_ready = connection.get("setup").is_some_and(Value::is_object);
    connection.insert("ready".to_owned(), json!(is_ready));
}
