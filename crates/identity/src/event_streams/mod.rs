//! Event streams: who is told of what happens to users and organizations. `events/` records it, and `streaming/` sends it
//! to webhooks.

use std::sync::LazyLock;

use ostia_protocol::auth0::ids::{Shape, TenantId};
use ostia_protocol::auth0::management_error::Error;
use ostia_protocol::auth0::schema::{Format, Schema};
use serde_json::{Value, json};

use crate::collections::table::{self, Shelf};
use crate::collections::{Collection, Members, Resource, Unique, replaced, text_of};
use crate::database::{Database, SqlError};
use crate::tenant_documents::Secrets;

/// What can happen.
pub const EVENTS: &[&str] = &[
    "group.created",
    "group.deleted",
    "group.member.added",
    "group.member.deleted",
    "group.role.assigned",
    "group.role.deleted",
    "group.updated",
    "organization.connection.added",
    "organization.connection.removed",
    "organization.connection.updated",
    "organization.created",
    "organization.deleted",
    "organization.group.role.assigned",
    "organization.group.role.deleted",
    "organization.member.added",
    "organization.member.deleted",
    "organization.member.role.assigned",
    "organization.member.role.deleted",
    "organization.updated",
    "user.created",
    "user.deleted",
    "user.updated",
];

/// The path of an event stream.
pub static PATH: LazyLock<Schema> = LazyLock::new(|| {
    let id = Schema::formatted(Format::EventStreamId);
    Schema::object().required_member("id", id.described("Unique identifier for the event stream"))
});

/// The body of `POST /event-streams`.
pub static CREATE: LazyLock<Schema> = LazyLock::new(|| {
    let of = |destination: Schema| {
        Schema::object()
            .member("name", name())
            .member("subscriptions", subscriptions().min_items(1))
            .required_member("destination", destination)
            .member("status", status())
    };
    Schema::any_of([of(webhook()), of(event_bridge()), of(action())])
});

/// The body of `PATCH /event-streams/{id}`.
pub static UPDATE: LazyLock<Schema> = LazyLock::new(|| {
    Schema::object()
        .member("name", name())
        .member("subscriptions", subscriptions())
        .member("destination", Schema::any_of([webhook(), action()]))
        .member("status", status())
});

/// The body of `POST /event-streams/{id}/redeliver`.
pub static REDELIVER: LazyLock<Schema> = LazyLock::new(|| {
    let time = || Schema::formatted(Format::DateTime).max_length(40);
    Schema::object()
        .member("date_from", time())
        .member("date_to", time())
        .member(
            "statuses",
            Schema::array(Schema::enumeration(&["failed"])).max_items(10),
        )
        .member(
            "event_types",
            Schema::array(Schema::enumeration(EVENTS)).max_items(100),
        )
});

/// The body of `POST /event-streams/{id}/test`.
pub static TEST: LazyLock<Schema> = LazyLock::new(|| {
    Schema::object()
        .required_member(
            "event_type",
            Schema::enumeration(EVENTS).described("What would have happened"),
        )
        .member("data", Schema::object().open())
});

fn name() -> Schema {
    Schema::string()
        .min_length(1)
        .max_length(128)
        .described("Name of the event stream")
}

fn status() -> Schema {
    Schema::enumeration(&["enabled", "disabled"]).described("Whether events are sent")
}

fn subscriptions() -> Schema {
    let subscription = Schema::object().member("event_type", Schema::enumeration(EVENTS));
    Schema::array(subscription)
        .max_items(100)
        .described("What is told of")
}

fn webhook() -> Schema {
    let text = |maximum| Schema::string().max_length(maximum);
    let basic = Schema::object()
        .required_member("method", Schema::enumeration(&["basic"]))
        .required_member("username", text(128).pattern("^[^:]+$"))
        .member("password", text(1_000));
    let bearer = Schema::object()
        .required_member("method", Schema::enumeration(&["bearer"]))
        .member("token", text(4_096));
    let header = Schema::object()
        .required_member("method", Schema::enumeration(&["custom_header"]))
        .required_member(
            "header_key",
            text(255)
                .min_length(1)
                .pattern("^[a-zA-Z0-9!#$%&'*+.^_`|~-]+$"),
        )
        .member("header_value", text(4_096));
    let configuration = Schema::object()
        .required_member("webhook_endpoint", text(2_000).pattern("^https://.*"))
        .required_member(
            "webhook_authorization",
            Schema::any_of([basic, bearer, header]),
        );
    Schema::object()
        .required_member("type", Schema::enumeration(&["webhook"]))
        .required_member("configuration", configuration)
}

fn event_bridge() -> Schema {
    let text = |maximum| Schema::string().max_length(maximum);
    let configuration = Schema::object()
        .required_member("aws_account_id", text(12).pattern(r"^\d{12}$"))
        .required_member("aws_region", text(40).pattern("^[a-z]{2}(-[a-z]+)+-[0-9]$"))
        .member("aws_partner_event_source", text(500));
    Schema::object()
        .required_member("type", Schema::enumeration(&["eventbridge"]))
        .required_member("configuration", configuration)
}

fn action() -> Schema {
    let id = Schema::string().max_length(64);
    let configuration = Schema::object().required_member("action_id", id);
    Schema::object()
        .required_member("type", Schema::enumeration(&["action"]))
        .required_member("configuration", configuration)
}

/// Where a stream's secrets are.
const AUTHORIZATION: &str = "/destination/configuration/webhook_authorization";

/// What a stream has in common with all others.
pub static STREAMS: Resource = Resource::new(
    Collection::new("event-stream", Shape::Base58("est_"), |_| {
        Error::unknown_event_stream()
    })
    .with_uniques(&[Unique {
        key: |stream| text_of(stream, "name"),
        taken: Error::event_stream_exists,
    }])
    .with_secrets(Secrets::hidden(&[
        "/destination/configuration/webhook_authorization/password",
        "/destination/configuration/webhook_authorization/token",
        "/destination/configuration/webhook_authorization/header_value",
    ]))
    .within_tenant()
    .with_limit(100, Error::too_many_event_streams),
    &CREATE,
    &UPDATE,
)
.starting_with(|stream, _| {
    stream.insert("status".to_owned(), json!("enabled"));
    stream.insert("subscriptions".to_owned(), json!([]));
})
.changed_by(change)
.forgiving();

/// A destination is replaced as a whole; one that authenticates as before keeps the secret that is left out.
fn change(stream: &mut Members, sent: &Members) {
    let held = Value::Object(stream.clone());
    let held = held.pointer(AUTHORIZATION).cloned().unwrap_or_default();
    let mut sent = Value::Object(sent.clone());
    if let Some(Value::Object(authorization)) = sent.pointer_mut(AUTHORIZATION)
        && authorization.get("method") == held.get("method")
    {
        for secret in ["password", "token", "header_value"] {
            if let Some(value) = held.get(secret) {
                authorization.entry(secret).or_insert_with(|| value.clone());
            }
        }
    }
    if let Value::Object(sent) = sent {
        replaced(stream, &sent);
    }
}

/// Which webhooks are told of what.
#[derive(Debug, Default)]
pub struct Subscriptions(Vec<(String, Vec<String>)>);

impl Subscriptions {
    /// Those of a tenant.
    ///
    /// # Errors
    /// When the database is away.
    pub async fn load(tenant: &TenantId, database: &Database) -> Result<Self, SqlError> {
        let shelf = Shelf {
            tenant,
            collection: STREAMS.collection.name,
            parent: "",
        };
        let rows = table::first(shelf, STREAMS.collection.limit, database).await?;
        let told = rows.into_iter().filter(|row| {
            let stream = &row.content.document;
            stream["status"] == "enabled" && stream["destination"]["type"] == "webhook"
        });
        let subscribed = told.map(|row| {
            let events = row.content.document["subscriptions"].as_array();
            let events = events.into_iter().flatten();
            let names = events.filter_map(|event| event["event_type"].as_str());
            (row.id, names.map(str::to_owned).collect())
        });
        Ok(Self(subscribed.collect()))
    }

    /// The streams that are told of a kind of event.
    pub fn to(&self, kind: &str) -> impl Iterator<Item = &str> {
        let told = move |(_, kinds): &&(String, Vec<String>)| kinds.iter().any(|own| own == kind);
        self.0
            .iter()
            .filter(told)
            .map(|(stream, _)| stream.as_str())
    }
}
