//! The wire form of actions: what may be sent, what is stored, what is shown.

use std::sync::LazyLock;

use ostia_protocol::auth0::schema::Schema;
use serde_json::{Value, json};

use super::triggers;
use crate::collections::{Item, Members, text_of};

/// Code is kept as it is sent, and shown in lists, so it must not be endless.
const MAX_CODE: usize = 100_000;

/// The body of `POST /actions/actions`.
pub static CREATE: LazyLock<Schema> = LazyLock::new(|| {
    let schema = Schema::object()
        .required_member("name", name())
        .required_member("supported_triggers", supported_triggers());
    content(schema).member(
        "deploy",
        Schema::boolean().described("Whether to deploy it at once"),
    )
});

/// The body of `PATCH /actions/actions/{id}`.
pub static UPDATE: LazyLock<Schema> = LazyLock::new(|| {
    let schema = Schema::object()
        .member("name", name())
        .member("supported_triggers", supported_triggers());
    content(schema)
});

/// The body of `POST /actions/actions/{id}/test`.
pub static TEST: LazyLock<Schema> = LazyLock::new(|| {
    let payload = Schema::object().open();
    Schema::object().required_member("payload", payload.described("What the code is given"))
});

/// The body of `POST /actions/actions/{actionId}/versions/{id}/deploy`.
pub static DEPLOY_VERSION: LazyLock<Schema> = LazyLock::new(|| {
    let update_draft = Schema::boolean().described("Whether the draft becomes that version, too");
    Schema::object()
        .member("update_draft", update_draft)
        .nullable()
});

fn name() -> Schema {
    Schema::string()
        .min_length(1)
        .max_length(255)
        .described("Name of the action")
}

fn content(schema: Schema) -> Schema {
    let code = Schema::string().max_length(MAX_CODE);
    let runtime = Schema::string().pattern("^node[0-9]{1,3}(-actions)?$");
    schema
        .member("code", code.described("The source code"))
        .member("dependencies", dependencies())
        .member("runtime", runtime.described("What the code runs on"))
        .member("secrets", secrets())
        .member("modules", modules())
}

fn supported_triggers() -> Schema {
    let compatible = Schema::object()
        .required_member("id", Schema::enumeration(triggers::NAMES))
        .required_member("version", text(20))
        .open();
    let trigger = Schema::object()
        .required_member("id", Schema::enumeration(triggers::NAMES))
        .member("version", text(20))
        .member("status", text(40))
        .member("runtimes", Schema::array(text(40)).max_items(20))
        .member("default_runtime", text(40))
        .member(
            "compatible_triggers",
            Schema::array(compatible).max_items(20),
        )
        .member(
            "binding_policy",
            Schema::enumeration(&["trigger-bound", "entity-bound"]),
        );
    Schema::array(trigger)
        .min_items(1)
        .max_items(20)
        .described("What can trigger the action")
}

fn dependencies() -> Schema {
    let dependency = Schema::object()
        .member("name", text(255))
        .member("version", text(50))
        .member("registry_url", text(1_000));
    Schema::array(dependency)
        .max_items(100)
        .described("The packages that the code needs")
}

/// Secrets by name; a value that is left out stays as it was.
pub fn secrets() -> Schema {
    let secret = Schema::object()
        .member("name", text(255))
        .member("value", text(4_096))
        .open();
    Schema::array(secret)
        .max_items(100)
        .described("Values that the code needs and nobody reads")
}

fn modules() -> Schema {
    let module = Schema::object()
        .member("module_id", text(64))
        .member("module_name", text(255))
        .member("module_version_id", text(64))
        .member("module_version_number", Schema::integer().minimum(1));
    Schema::array(module)
        .max_items(100)
        .described("The modules that the code uses")
}

fn text(maximum: usize) -> Schema {
    Schema::string().max_length(maximum)
}

/// What an action has before anything is said about it.
pub fn initial() -> Members {
    let mut document = Members::new();
    for (name, value) in [
        ("code", json!("")),
        ("dependencies", json!([])),
        ("runtime", json!(triggers::DEFAULT_RUNTIME)),
        ("secrets", json!([])),
        ("all_changes_deployed", json!(false)),
    ] {
        document.insert(name.to_owned(), value);
    }
    document
}

/// The triggers of a body, with their versions and nothing else.
pub fn named_triggers(sent: &Value) -> Value {
    let named = |trigger: &Value| {
        let id = trigger["id"].as_str().unwrap_or_default();
        let version = trigger["version"].as_str();
        json!({ "id": id, "version": version.unwrap_or_else(|| triggers::current_version(id)) })
    };
    sent.as_array()
        .map(|sent| sent.iter().map(named).collect())
        .unwrap_or_default()
}

/// Whether an action supports a trigger.
pub fn supports(document: &Members, trigger: &str) -> bool {
    let supported = document.get("supported_triggers").and_then(Value::as_array);
    supported
        .into_iter()
        .flatten()
        .any(|supported| supported["id"] == trigger)
}

/// An action as on the wire.
pub fn shown(item: Item) -> Value {
    let mut document = item.document;
    document.insert("id".to_owned(), json!(item.id));
    document.insert("status".to_owned(), json!("built"));
    document.insert("created_at".to_owned(), json!(item.created_at.to_string()));
    document.insert("updated_at".to_owned(), json!(item.updated_at.to_string()));
    Value::Object(document)
}

/// An action as versions and bindings show it.
pub fn summary(item: &Item) -> Value {
    json!({
        "id": item.id,
        "name": text_of(&item.document, "name").unwrap_or_default(),
        "supported_triggers": item.document.get("supported_triggers"),
        "all_changes_deployed": item.document.get("all_changes_deployed"),
        "created_at": item.created_at.to_string(),
        "updated_at": item.updated_at.to_string(),
    })
}
