//! Lists of what this server doesn't have yet. Tools that export a tenant read them all, and an empty list tells them
//! that there is nothing; each goes when its resource comes.

use axum::http::StatusCode;
use ostia_protocol::auth0::paging::{Page, Paging, PagingRules};
use ostia_protocol::auth0::scopes::ManagementScope::{
    ReadConnectionProfiles, ReadDirectoryProvisionings, ReadRateLimitPolicies, ReadScimConfig,
    ReadSelfServiceProfiles, ReadUserAttributeProfiles,
};
use serde_json::{Map, Value, json};

use super::operation::{Operation, Unguarded};
use super::{Answer, answer};
use crate::extract::QueryPairs;

/// The operations of what there is nothing of yet.
pub fn operations() -> Vec<Operation> {
    vec![
        wrapped(
            "/connection-profiles",
            "List the connection profiles",
            "connection_profiles",
        )
        .any_of(&[ReadConnectionProfiles])
        .placeholder(),
        wrapped(
            "/connections-directory-provisionings",
            "List the directory provisionings",
            "directory_provisionings",
        )
        .any_of(&[ReadDirectoryProvisionings])
        .placeholder(),
        wrapped(
            "/connections-scim-configurations",
            "List the SCIM configurations",
            "scim_configurations",
        )
        .any_of(&[ReadScimConfig])
        .placeholder(),
        wrapped(
            "/rate-limit-policies",
            "List the rate limits",
            "rate_limit_policies",
        )
        .any_of(&[ReadRateLimitPolicies])
        .placeholder(),
        paged(
            "/self-service-profiles",
            "List the self-service profiles",
            "self_service_profiles",
        )
        .any_of(&[ReadSelfServiceProfiles])
        .placeholder(),
        wrapped(
            "/user-attribute-profiles",
            "List the user attribute profiles",
            "user_attribute_profiles",
        )
        .any_of(&[ReadUserAttributeProfiles])
        .placeholder(),
    ]
}

/// `{<key>: []}`, whatever the query.
fn wrapped(path: &'static str, summary: &'static str, key: &'static str) -> Unguarded {
    let list = async move || -> Answer {
        let body = Map::from_iter([(key.to_owned(), json!([]))]);
        Ok(answer(StatusCode::OK, &Value::Object(body)))
    };
    Operation::get(path, summary, list)
}

/// An empty page in the shape that the query asks for.
fn paged(path: &'static str, summary: &'static str, key: &'static str) -> Unguarded {
    let list = async move |query: QueryPairs| -> Answer {
        let paging = Paging::parse(&query.0, &PagingRules::USUAL)?;
        let page = paging.respond(key, Page::default());
        Ok(answer(StatusCode::OK, &page))
    };
    Operation::get(path, summary, list)
}
