//! The rule of a network access list: whom it concerns, and what becomes of them.

use ostia_protocol::auth0::management_error::Error;
use ostia_protocol::auth0::schema::{Format, Schema};
use serde_json::Value;

use crate::collections::Members;

/// How many things of a kind a rule names.
const MAX_ITEMS: usize = 1_000;

const CURATED: &[&str] = &["auth0.low_reputation", "auth0.icloud_relay_proxy"];

/// What may be sent.
pub fn schema() -> Schema {
    Schema::object()
        .required_member("action", action())
        .member("match", criteria())
        .member("not_match", criteria())
        .required_member(
            "scope",
            Schema::enumeration(&[
                "management",
                "authentication",
                "tenant",
                "dynamic_client_registration",
            ])
            .described("The requests that the rule concerns"),
        )
        .described("Whom the list concerns, and what becomes of them")
}

fn action() -> Schema {
    let uri = Schema::string().min_length(1).max_length(2_000);
    Schema::object()
        .member("block", Schema::boolean())
        .member("allow", Schema::boolean())
        .member("log", Schema::boolean())
        .member("redirect", Schema::boolean())
        .member("redirect_uri", uri)
}

fn criteria() -> Schema {
    let list = |items: Schema| Schema::array(items).min_items(1).max_items(MAX_ITEMS);
    let text = || Schema::string().max_length(500);
    let v4 = || {
        Schema::any_of([
            Schema::formatted(Format::Ipv4),
            Schema::formatted(Format::Cidr),
        ])
    };
    let v6 = || {
        Schema::any_of([
            Schema::formatted(Format::Ipv6),
            Schema::formatted(Format::Ipv6Cidr),
        ])
    };
    Schema::object()
        .member("asns", list(Schema::integer().minimum(0)).unique())
        .member("auth0_managed", list(text()).unique())
        .member("geo_country_codes", list(text()).unique())
        .member("geo_subdivision_codes", list(text()).unique())
        .member("ipv4_cidrs", list(v4()).unique())
        .member("ipv6_cidrs", list(v6()).unique())
        .member("ja3_fingerprints", list(text()).unique())
        .member("ja4_fingerprints", list(text()).unique())
        .member("user_agents", list(text()).unique())
        .member("hostnames", list(text()).unique())
        .member("connecting_ipv4_cidrs", list(v4()).unique())
        .member("connecting_ipv6_cidrs", list(v6()).unique())
}

/// What the schema can't say.
pub fn check(acl: &Members) -> Result<(), Error> {
    let rule = acl.get("rule").unwrap_or(&Value::Null);
    let action = &rule["action"];
    let taken = ["block", "allow", "log", "redirect"];
    let taken = taken.iter().filter(|name| action[**name] == true).count();
    if taken != 1 {
        return Err(Error::invalid_body(
            "Payload validation error: Exactly one action of `block`, `allow`, `log`, or `redirect` is required",
        ));
    }
    if action["redirect"] == true && action.get("redirect_uri").is_none() {
        return Err(Error::invalid_body(
            "Payload validation error: Action type of `redirect` requires a `redirect_uri`",
        ));
    }
    if rule.get("match").is_none() && rule.get("not_match").is_none() {
        return Err(Error::invalid_body(
            "Payload validation error: Either `match` or `not_match` is required",
        ));
    }
    for criteria in ["match", "not_match"] {
        check_curated(&rule[criteria]["auth0_managed"])?;
    }
    Ok(())
}

fn check_curated(named: &Value) -> Result<(), Error> {
    let named = named.as_array().into_iter().flatten();
    let unknown: Vec<&str> = named
        .filter_map(Value::as_str)
        .filter(|name| !CURATED.contains(name))
        .collect();
    if unknown.is_empty() {
        return Ok(());
    }
    Err(Error::invalid_body(format!(
        "Invalid curated list name(s): {}. Allowed curated list names are: {}",
        unknown.join(", "),
        CURATED.join(", ")
    )))
}
