//! The wire form of a role: what may be sent, what is stored.

use std::sync::LazyLock;

use ostia_protocol::auth0::ids::RoleId;
use ostia_protocol::auth0::schema::{Format, Schema};
use serde_json::{Map, Value, json};

/// How many roles one request gives or takes.
const MAX_ROLES: usize = 100;
/// How many users one request gives a role.
const MAX_USERS: usize = 1_000;

/// The body of `POST /roles`.
pub static CREATE: LazyLock<Schema> = LazyLock::new(|| {
    Schema::object()
        .required_member("name", name())
        .member("description", description())
        .member("type", kind())
});

/// The body of `PATCH /roles/{id}`.
pub static UPDATE: LazyLock<Schema> = LazyLock::new(|| {
    Schema::object()
        .member("name", name())
        .member("description", description())
});

/// The body of `POST` and `DELETE /users/{id}/roles`.
pub static ROLES: LazyLock<Schema> = LazyLock::new(|| {
    let roles = Schema::array(Schema::string().min_length(1))
        .min_items(1)
        .max_items(MAX_ROLES)
        .described("The ids of the roles");
    Schema::object().required_member("roles", roles)
});

/// The body of `POST /roles/{id}/users`.
pub static USERS: LazyLock<Schema> = LazyLock::new(|| {
    let users = Schema::array(Schema::formatted(Format::UserId))
        .max_items(MAX_USERS)
        .described("The ids of the users");
    Schema::object().required_member("users", users)
});

fn name() -> Schema {
    Schema::string()
        .min_length(1)
        .max_length(255)
        .described("Name of the role")
}

fn description() -> Schema {
    Schema::string()
        .max_length(1_000)
        .described("What the role is for")
}

/// Whose roles they are: the tenant's. Organizations have none of their own.
pub fn kind() -> Schema {
    Schema::enumeration(&["tenant"]).described("Whether the role belongs to the tenant")
}

/// A new role's document, from a body that the schema accepted.
pub fn initial(id: &RoleId, body: &Map<String, Value>) -> Map<String, Value> {
    let mut document = Map::new();
    document.insert("id".to_owned(), json!(id));
    document.extend(body.clone());
    document
}

/// The name in a document.
pub fn name_of(document: &Map<String, Value>) -> &str {
    let name = document.get("name").and_then(Value::as_str);
    name.unwrap_or_default()
}

/// The texts of a body's list.
pub fn texts<'a>(body: &'a Value, member: &str) -> Vec<&'a str> {
    let items = body.get(member).and_then(Value::as_array);
    let mut texts: Vec<&str> = items
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    // In one order everywhere, so that no two requests wait for each other.
    texts.sort_unstable();
    texts.dedup();
    texts
}
