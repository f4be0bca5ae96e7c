//! Network access lists: who may not reach a tenant, by address and by what the request says of itself.

mod rule;
mod verdict;

use std::sync::LazyLock;

use ostia_protocol::auth0::ids::Shape;
use ostia_protocol::auth0::management_error::Error;
use ostia_protocol::auth0::schema::Schema;
use serde_json::{Value, json};

pub use self::verdict::{Asked, Rules, Tallies, Verdict};
use crate::collections::{Collection, Members, Resource, Unique};

/// The body of `POST` and `PUT /network-acls`.
pub static CREATE: LazyLock<Schema> = LazyLock::new(|| {
    Schema::object()
        .required_member("description", description())
        .required_member("active", active())
        .member("priority", priority())
        .required_member("rule", rule::schema())
});

/// The body of `PATCH /network-acls/{id}`.
pub static UPDATE: LazyLock<Schema> = LazyLock::new(|| {
    Schema::object()
        .member("description", description())
        .member("active", active())
        .member("priority", priority())
        .member("rule", rule::schema())
});

fn description() -> Schema {
    Schema::string()
        .max_length(255)
        .described("What the list is for")
}

fn active() -> Schema {
    Schema::boolean().described("Whether the list is asked")
}

fn priority() -> Schema {
    Schema::number()
        .minimum(1)
        .maximum(100)
        .described("Where among the lists it is asked")
}

/// What a list has in common with all others.
pub static ACLS: Resource = Resource::new(
    Collection::new("network-acl", Shape::Base58("acl_"), |_| {
        Error::unknown_network_acl()
    })
    .with_uniques(&[Unique {
        key: |acl| Some(priority_of(acl).to_string()),
        taken: Error::network_acl_exists,
    }])
    .sorted_by(|acl, _| priority_of(acl))
    .within_tenant()
    .with_limit(100, Error::too_many_entities),
    &CREATE,
    &UPDATE,
)
.starting_with(|acl, _| {
    acl.insert("priority".to_owned(), json!(50));
})
.checked_by(rule::check);

fn priority_of(acl: &Members) -> i64 {
    let priority = acl.get("priority").and_then(Value::as_f64).unwrap_or(50.0);
    #[expect(clippy::cast_possible_truncation, reason = "the schema bounds it")]
    let priority = priority as i64;
    priority
}

/// Refuses what no id of a list looks like.
///
/// # Errors
/// 400.
pub fn check_id(id: &str) -> Result<(), Error> {
    if ACLS.collection.ids.accepts(id) || Shape::Uuid.accepts(id) {
        return Ok(());
    }
    Err(Error::invalid_uri(
        "Network ACL id is not a valid ACL ID in the form 'acl_XXXXXXXXXXXXXXXXXXXXXX'",
    ))
}
