//! Forms: pages that ask for more during a login. Kept; they aren't shown yet.

use std::sync::LazyLock;

use ostia_protocol::auth0::ids::Shape;
use ostia_protocol::auth0::management_error::Error;
use ostia_protocol::auth0::schema::Schema;
use serde_json::json;

use crate::collections::{Collection, Resource};

/// How many steps a form has.
const MAX_NODES: usize = 500;

/// The body of `POST /forms`.
pub static CREATE: LazyLock<Schema> = LazyLock::new(|| {
    let schema = Schema::object().required_member("name", name());
    schema
        .member("messages", messages())
        .member("languages", languages())
        .member("translations", translations())
        .member("nodes", nodes())
        .member("start", start())
        .member("ending", ending())
        .member("style", style())
});

/// The body of `PATCH /forms/{id}`: `null` takes away what it had.
pub static UPDATE: LazyLock<Schema> = LazyLock::new(|| {
    let schema = Schema::object().member("name", name());
    schema
        .member("messages", messages().nullable())
        .member("languages", languages().nullable())
        .member("translations", translations().nullable())
        .member("nodes", nodes().nullable())
        .member("start", start().nullable())
        .member("ending", ending().nullable())
        .member("style", style().nullable())
});

fn text(maximum: usize) -> Schema {
    Schema::string().min_length(1).max_length(maximum)
}

fn name() -> Schema {
    text(150).described("Name of the form")
}

fn messages() -> Schema {
    let texts = || Schema::map(text(255)).max_properties(1_000);
    Schema::object()
        .member("errors", texts())
        .member("custom", texts())
}

fn languages() -> Schema {
    Schema::object()
        .member("primary", text(55))
        .member("default", text(55))
}

fn translations() -> Schema {
    Schema::map(Schema::object().open()).max_properties(200)
}

/// A step that runs a flow says which; what the others hold depends on their kind in more ways than matter to who only
/// keeps it.
fn nodes() -> Schema {
    let node = |kinds: &'static [&'static str]| {
        Schema::object()
            .required_member("id", identifier())
            .required_member("type", Schema::enumeration(kinds))
            .member("coordinates", coordinates())
            .member("alias", text(150))
    };
    let flow = Schema::object()
        .required_member("flow_id", text(30))
        .member("next_node", identifier());
    let node = Schema::any_of([
        node(&["FLOW"]).required_member("config", flow),
        node(&["ROUTER", "STEP"]).member("config", Schema::object().open()),
    ]);
    Schema::array(node)
        .max_items(MAX_NODES)
        .described("The steps of the form")
}

fn identifier() -> Schema {
    text(255).pattern(r"^[a-zA-Z0-9_$][a-zA-Z0-9_\-$]*$")
}

fn coordinates() -> Schema {
    let place = || Schema::integer().minimum(-999_999).maximum(999_999);
    Schema::object()
        .required_member("x", place())
        .required_member("y", place())
}

fn start() -> Schema {
    let field = Schema::object()
        .required_member("key", identifier())
        .member("value", text(500));
    Schema::object()
        .member("hidden_fields", Schema::array(field).max_items(100))
        .member("next_node", identifier())
        .member("coordinates", coordinates())
}

fn ending() -> Schema {
    let redirection = Schema::object()
        .member("delay", Schema::integer().minimum(0).maximum(10))
        .required_member("target", text(1_024));
    let after_submit = Schema::object().member("flow_id", text(30));
    Schema::object()
        .member("redirection", redirection)
        .member("after_submit", after_submit)
        .member("coordinates", coordinates())
        .member("resume_flow", Schema::boolean())
}

fn style() -> Schema {
    Schema::object().member("css", text(5_000))
}

/// What a form has in common with all others.
pub static FORMS: Resource = Resource::new(
    Collection::new("form", Shape::Base58("ap_"), |_| Error::unknown_form()),
    &CREATE,
    &UPDATE,
)
.starting_with(|form, _| {
    form.insert("languages".to_owned(), json!({ "primary": "en" }));
    form.insert("ending".to_owned(), json!({ "resume_flow": true }));
});
