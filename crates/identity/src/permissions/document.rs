//! The wire form of permissions.

use std::sync::LazyLock;

use ostia_protocol::auth0::schema::Schema;
use serde_json::{Value, json};

use super::{Permission, Source};
use crate::resource_servers::ResourceServer;

/// How many permissions one request gives or takes.
const MAX_PERMISSIONS: usize = 1_000;

/// The body of `POST` and `DELETE …/permissions`.
pub static PERMISSIONS: LazyLock<Schema> = LazyLock::new(|| {
    let permission = Schema::object()
        .required_member(
            "resource_server_identifier",
            Schema::string().described("The identifier of the API"),
        )
        .required_member(
            "permission_name",
            Schema::string().described("The scope of the API"),
        );
    let permissions = Schema::array(permission)
        .min_items(1)
        .max_items(MAX_PERMISSIONS)
        .described("The permissions");
    Schema::object().required_member("permissions", permissions)
});

/// The permissions that a body names, each once, sorted: so that no two requests wait for each other.
pub fn named(body: &Value) -> Vec<Permission> {
    let items = body.get("permissions").and_then(Value::as_array);
    let text = |item: &Value, member: &str| {
        let text = item.get(member).and_then(Value::as_str);
        text.unwrap_or_default().to_owned()
    };
    let mut permissions: Vec<Permission> = items
        .into_iter()
        .flatten()
        .map(|item| Permission {
            audience: text(item, "resource_server_identifier"),
            name: text(item, "permission_name"),
        })
        .collect();
    permissions.sort();
    permissions.dedup();
    permissions
}

/// A permission as lists show it.
pub fn shown(permission: &Permission, api: Option<&ResourceServer>) -> Value {
    let scope = api.and_then(|api| {
        let mut scopes = api.scopes.iter();
        scopes.find(|scope| scope.value == permission.name)
    });
    json!({
        "permission_name": permission.name,
        "description": scope.map(|scope| scope.description.as_str()).unwrap_or_default(),
        "resource_server_name": api.map(|api| api.name.as_str()).unwrap_or_default(),
        "resource_server_identifier": permission.audience,
    })
}

/// Where a user has a permission from, as lists show it.
pub fn shown_source(source: &Source) -> Value {
    match source {
        Source::Direct => json!({ "source_id": "", "source_name": "", "source_type": "DIRECT" }),
        Source::Role { id, name } => {
            json!({ "source_id": id, "source_name": name, "source_type": "ROLE" })
        }
    }
}
