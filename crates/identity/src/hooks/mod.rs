//! Hooks: the code that ran at certain moments before there were actions. Kept, and not run.

pub mod secrets;

use std::sync::LazyLock;

use ostia_protocol::auth0::ids::Shape;
use ostia_protocol::auth0::management_error::Error;
use ostia_protocol::auth0::schema::Schema;
use serde_json::json;

use crate::collections::{Collection, Resource, Unique, text_of};
use crate::tenant_documents::Secrets;

/// How much code a hook holds.
const MAX_SCRIPT: usize = 100_000;

/// What can trigger a hook.
pub const TRIGGERS: &[&str] = &[
    "credentials-exchange",
    "pre-user-registration",
    "post-user-registration",
    "post-change-password",
    "send-phone-message",
];

/// The body of `POST /hooks`.
pub static CREATE: LazyLock<Schema> = LazyLock::new(|| {
    rest(
        Schema::object()
            .required_member("name", name())
            .required_member("script", script()),
    )
    .required_member(
        "triggerId",
        Schema::enumeration(TRIGGERS).described("What triggers the hook"),
    )
});

/// The body of `PATCH /hooks/{id}`.
pub static UPDATE: LazyLock<Schema> = LazyLock::new(|| {
    rest(
        Schema::object()
            .member("name", name())
            .member("script", script()),
    )
    .min_properties(1)
});

fn name() -> Schema {
    Schema::string()
        .max_length(255)
        .pattern(r"^[a-zA-Z0-9]([ \-a-zA-Z0-9]*[a-zA-Z0-9])?$")
        .described("Name of the hook")
}

fn script() -> Schema {
    Schema::string()
        .min_length(1)
        .max_length(MAX_SCRIPT)
        .described("The source code")
}

fn rest(schema: Schema) -> Schema {
    let dependencies = Schema::map(Schema::string().max_length(255))
        .max_properties(100)
        .max_key_length(255);
    schema
        .member("enabled", Schema::boolean().described("Whether it runs"))
        .member(
            "dependencies",
            dependencies.described("The packages that the code needs, by name"),
        )
}

/// What a hook has in common with all others.
pub static HOOKS: Resource = Resource::new(
    Collection::new("hook", Shape::Ulid, |_| Error::unknown_hook())
        .with_uniques(&[Unique {
            key: |hook| text_of(hook, "name"),
            taken: Error::hook_exists,
        }])
        .with_secrets(Secrets::hidden(&["/secrets"])),
    &CREATE,
    &UPDATE,
)
.starting_with(|hook, _| {
    hook.insert("enabled".to_owned(), json!(false));
    hook.insert("dependencies".to_owned(), json!({}));
})
.undated();
