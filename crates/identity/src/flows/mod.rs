//! Flows: steps that run between those of a form, and the connections that they use. Kept; they aren't run yet.

pub mod vault;

use std::sync::LazyLock;

use ostia_protocol::auth0::ids::Shape;
use ostia_protocol::auth0::management_error::Error;
use ostia_protocol::auth0::schema::Schema;

use crate::collections::{Collection, Resource};

/// How many steps a flow has.
const MAX_ACTIONS: usize = 500;

/// The body of `POST /flows`.
pub static CREATE: LazyLock<Schema> = LazyLock::new(|| {
    Schema::object()
        .required_member("name", name())
        .member("actions", actions())
});

/// The body of `PATCH /flows/{id}`.
pub static UPDATE: LazyLock<Schema> = LazyLock::new(|| {
    Schema::object()
        .member("name", name())
        .member("actions", actions().nullable())
});

fn name() -> Schema {
    Schema::string()
        .min_length(1)
        .max_length(150)
        .described("Name of the flow")
}

/// What a step is told depends on its kind in more ways than matter to who only keeps it.
fn actions() -> Schema {
    let text = |maximum| Schema::string().min_length(1).max_length(maximum);
    let action = Schema::object()
        .required_member("id", text(255))
        .member("alias", Schema::string().max_length(100))
        .required_member("type", text(55))
        .required_member("action", text(55))
        .member("allow_failure", Schema::boolean())
        .member("mask_output", Schema::boolean())
        .member("params", Schema::object().open());
    Schema::array(action)
        .max_items(MAX_ACTIONS)
        .described("The steps of the flow")
}

/// What a flow has in common with all others.
pub static FLOWS: Resource = Resource::new(
    Collection::new("flow", Shape::Base58("af_"), |_| Error::unknown_flow()),
    &CREATE,
    &UPDATE,
);
