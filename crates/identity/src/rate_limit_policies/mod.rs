//! Rate limit policies: how fast clients may call the authentication API. Kept, and not enforced yet.

use std::sync::LazyLock;

use ostia_protocol::auth0::ids::Shape;
use ostia_protocol::auth0::management_error::Error;
use ostia_protocol::auth0::schema::{Format, Schema};
use serde_json::Value;

use crate::collections::{Collection, Members, Resource, Unique, text_of};

/// The body of `POST /rate-limit-policies`.
pub static CREATE: LazyLock<Schema> = LazyLock::new(|| {
    Schema::object()
        .required_member(
            "resource",
            Schema::enumeration(&["oauth_authentication_api"]).described("What is protected"),
        )
        .required_member(
            "consumer",
            Schema::enumeration(&["client"]).described("Whose requests count together"),
        )
        .required_member(
            "consumer_selector",
            Schema::string().min_length(1).max_length(255).described(
                "Which of them: client_id:<id>, cimd_clients, third_party_clients or default",
            ),
        )
        .required_member("configuration", configuration())
});

/// The body of `PATCH /rate-limit-policies/{id}`.
pub static UPDATE: LazyLock<Schema> =
    LazyLock::new(|| Schema::object().required_member("configuration", configuration()));

fn configuration() -> Schema {
    let limit = || Schema::integer().minimum(0).maximum(10_000);
    Schema::any_of([
        Schema::object().required_member("action", Schema::enumeration(&["allow"])),
        Schema::object()
            .required_member("action", Schema::enumeration(&["block", "log"]))
            .required_member("limit", limit()),
        Schema::object()
            .required_member("action", Schema::enumeration(&["redirect"]))
            .required_member("limit", limit())
            .required_member("redirect_uri", Schema::formatted(Format::StrictHttpsUri)),
    ])
    .described("What happens, and from how many requests a second on")
}

/// What policies have in common. No two are for the same requests.
pub static POLICIES: Resource = Resource::new(
    Collection::new("rate-limit-policy", Shape::Base58("rlp_"), |_| {
        Error::unknown_rate_limit_policy()
    })
    .with_uniques(&[Unique {
        key: |policy| Some(target(policy)),
        taken: Error::rate_limit_policy_exists,
    }]),
    &CREATE,
    &UPDATE,
);

fn target(policy: &Members) -> String {
    let parts = ["resource", "consumer", "consumer_selector"].map(|name| text_of(policy, name));
    parts.map(Option::unwrap_or_default).join("\n")
}

/// Whether a policy is one of those that a list was asked for; nothing asked is everything.
pub fn is_for(policy: &Members, asked: &Value) -> bool {
    ["resource", "consumer", "consumer_selector"]
        .into_iter()
        .all(|name| {
            asked
                .get(name)
                .is_none_or(|wanted| policy.get(name) == Some(wanted))
        })
}

/// The query of `GET /rate-limit-policies`, beside paging.
pub fn filters(schema: Schema) -> Schema {
    schema
        .member(
            "resource",
            Schema::enumeration(&["oauth_authentication_api"]),
        )
        .member("consumer", Schema::enumeration(&["client"]))
        .member("consumer_selector", Schema::string().max_length(255))
}
