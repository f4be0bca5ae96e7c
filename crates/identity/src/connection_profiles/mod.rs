//! Connection profiles: what connections that organizations make themselves begin with. Kept; what reads them comes with
//! self-service.

use std::sync::LazyLock;

use ostia_protocol::auth0::ids::Shape;
use ostia_protocol::auth0::management_error::Error;
use ostia_protocol::auth0::schema::Schema;
use serde_json::{Value, json};

use crate::collections::{Collection, Members, Resource, replaced};
use crate::user_attribute_profiles::by_strategy;

/// The body of `POST /connection-profiles`.
pub static CREATE: LazyLock<Schema> =
    LazyLock::new(|| rest(Schema::object().required_member("name", name())));

/// The body of `PATCH /connection-profiles/{id}`.
pub static UPDATE: LazyLock<Schema> =
    LazyLock::new(|| rest(Schema::object().member("name", name())));

fn name() -> Schema {
    Schema::string()
        .min_length(1)
        .max_length(50)
        .described("Name of the profile")
}

fn rest(schema: Schema) -> Schema {
    const CHOICES: &[&str] = &["none", "optional", "required"];
    let features = || Schema::array(Schema::enumeration(&["scim", "universal_logout"]));
    let organization = Schema::object()
        .member("show_as_button", Schema::enumeration(CHOICES))
        .member("assign_membership_on_login", Schema::enumeration(CHOICES));
    let overrides = || {
        Schema::object()
            .member("enabled_features", features())
            .member("connection_config", Schema::object())
    };
    // A hyphen neither begins the name nor follows another, which `checked` says.
    let prefix = Schema::string()
        .max_length(15)
        .pattern(r"^(?:[a-zA-Z0-9-]|\{org_id\}|\{org_name\})*$")
        .described("How the names of connections begin");
    schema
        .member("organization", organization)
        .member("connection_name_prefix_template", prefix)
        .member("enabled_features", features())
        .member("connection_config", Schema::object().nullable())
        .member("strategy_overrides", by_strategy(overrides).nullable())
}

/// What profiles have in common.
pub static PROFILES: Resource = Resource::new(
    Collection::new("connection-profile", Shape::Base58("cop_"), |_| {
        Error::unknown_connection_profile()
    }),
    &CREATE,
    &UPDATE,
)
.starting_with(|profile, _| {
    for name in ["connection_config", "strategy_overrides"] {
        profile.insert(name.to_owned(), Value::Null);
    }
})
.changed_by(change)
.checked_by(checked)
.undated()
.forgiving();

/// Members that may be `null` are shown so.
fn change(profile: &mut Members, sent: &Members) {
    replaced(profile, sent);
    for name in ["connection_config", "strategy_overrides"] {
        profile.entry(name).or_insert(Value::Null);
    }
}

fn checked(profile: &Members) -> Result<(), Error> {
    let prefix = profile
        .get("connection_name_prefix_template")
        .and_then(Value::as_str)
        .unwrap_or_default();
    if prefix.starts_with('-') || prefix.contains("--") {
        return Err(Error::invalid_body(format!(
            "Payload validation error: 'String does not match pattern: {prefix}' on property \
             connection_name_prefix_template (How the names of connections begin)."
        )));
    }
    Ok(())
}

/// What one can begin with.
pub fn templates() -> [Value; 2] {
    let template = |id: &str, display_name: &str, name: &str, choice: &str| {
        json!({
            "id": id,
            "display_name": display_name,
            "template": {
                "name": name,
                "organization": { "show_as_button": choice, "assign_membership_on_login": choice },
                "connection_name_prefix_template": "con-{org_id}",
                "enabled_features": ["scim", "universal_logout"],
            },
        })
    };
    [
        template(
            "optional",
            "Organizations decide",
            "Organizations decide",
            "optional",
        ),
        template(
            "required",
            "For one organization",
            "For one organization",
            "required",
        ),
    ]
}

/// One of them.
///
/// # Errors
/// 404.
pub fn template(id: &str) -> Result<Value, Error> {
    templates()
        .into_iter()
        .find(|template| template["id"] == json!(id))
        .ok_or_else(Error::unknown_connection_profile_template)
}
