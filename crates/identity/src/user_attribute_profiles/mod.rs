//! User attribute profiles: how what a provider says of a person becomes a user here, for each protocol. Kept; what
//! reads them comes with enterprise connections.

pub mod templates;

use std::sync::LazyLock;

use ostia_protocol::auth0::ids::Shape;
use ostia_protocol::auth0::management_error::Error;
use ostia_protocol::auth0::schema::Schema;
use serde_json::{Value, json};

use crate::collections::{Collection, Members, Resource, members, replaced};

/// The strategies of enterprise connections.
pub const STRATEGIES: [&str; 8] = [
    "pingfederate",
    "ad",
    "adfs",
    "waad",
    "google-apps",
    "okta",
    "oidc",
    "samlp",
];

/// The body of `POST /user-attribute-profiles`.
pub static CREATE: LazyLock<Schema> = LazyLock::new(|| {
    Schema::object()
        .required_member("name", name())
        .member("user_id", user_id())
        .required_member("user_attributes", user_attributes())
});

/// The body of `PATCH /user-attribute-profiles/{id}`.
pub static UPDATE: LazyLock<Schema> = LazyLock::new(|| {
    Schema::object()
        .member("name", name())
        .member("user_id", user_id().nullable())
        .member("user_attributes", user_attributes())
});

fn name() -> Schema {
    Schema::string()
        .min_length(1)
        .max_length(128)
        .described("Name of the profile")
}

fn field(longest: usize) -> Schema {
    Schema::string().min_length(1).max_length(longest)
}

fn saml() -> Schema {
    Schema::array(field(128)).min_items(1)
}

/// The same for each strategy.
pub fn by_strategy(each: impl Fn() -> Schema) -> Schema {
    STRATEGIES
        .into_iter()
        .fold(Schema::object(), |schema, strategy| {
            schema.member(strategy, each())
        })
}

fn user_id() -> Schema {
    let overrides = || {
        Schema::object()
            .member(
                "oidc_mapping",
                Schema::enumeration(&["sub", "oid", "email"]),
            )
            .member("saml_mapping", saml())
            .member("scim_mapping", field(128))
    };
    Schema::object()
        .member("oidc_mapping", Schema::enumeration(&["sub"]))
        .member("saml_mapping", saml())
        .member("scim_mapping", field(128))
        .member("strategy_overrides", by_strategy(overrides))
        .described("What identifies a user")
}

fn user_attributes() -> Schema {
    let oidc = || {
        Schema::object()
            .required_member("mapping", field(50))
            .member("display_name", field(50))
    };
    let overrides = || {
        Schema::object()
            .member("oidc_mapping", oidc())
            .member("saml_mapping", saml())
            .member("scim_mapping", field(128))
    };
    let attribute = Schema::object()
        .required_member("description", field(128))
        .required_member("label", field(128))
        .required_member("profile_required", Schema::boolean())
        .required_member("auth0_mapping", field(50))
        .member("oidc_mapping", oidc())
        .member("saml_mapping", saml())
        .member("scim_mapping", field(128))
        .member("strategy_overrides", by_strategy(overrides));
    Schema::map(attribute)
        .min_properties(1)
        .max_properties(64)
        .described("The attributes, by name")
}

/// What profiles have in common.
pub static PROFILES: Resource = Resource::new(
    Collection::new("user-attribute-profile", Shape::Base58("uap_"), |_| {
        Error::unknown_user_attribute_profile()
    }),
    &CREATE,
    &UPDATE,
)
.starting_with(|profile, _| {
    profile.insert("user_id".to_owned(), default_user_id());
})
.changed_by(change)
.undated();

/// What identifies a user where a profile says nothing else.
fn default_user_id() -> Value {
    json!({
        "oidc_mapping": "sub",
        "saml_mapping": [
            "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/nameidentifier",
            "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/upn",
            "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/name",
        ],
        "scim_mapping": "externalId",
    })
}

/// What a change leaves out of `user_id` is as it would be in a new profile.
fn change(profile: &mut Members, sent: &Members) {
    replaced(profile, sent);
    let mut user_id = members(default_user_id());
    if let Some(Value::Object(said)) = profile.get("user_id") {
        replaced(&mut user_id, said);
    }
    profile.insert("user_id".to_owned(), Value::Object(user_id));
}
