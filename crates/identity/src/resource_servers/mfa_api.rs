//! The API by which users manage their own second factors: every tenant has it, and nobody can change it.

use serde_json::{Map, Value, json};

use super::{ResourceServer, table};
use crate::failure::Broken;
use crate::tenants::Tenant;
use crate::time::Timestamp;

/// Its scopes (reference/authentication.md §3.7).
const SCOPES: [(&str, &str); 3] = [
    ("enroll", "Add a second factor"),
    ("read:authenticators", "List your second factors"),
    ("remove:authenticators", "Remove a second factor"),
];
/// How long its tokens are valid, in seconds. Upstream lets nobody change it.
const LIFETIME: i64 = 600;

/// The API of a tenant.
pub(super) fn describe(tenant: &Tenant) -> Result<ResourceServer, Broken> {
    let scopes: Vec<Value> = SCOPES
        .iter()
        .map(|(value, description)| json!({ "value": value, "description": description }))
        .collect();
    let document = Map::from_iter([
        ("name".to_owned(), json!("MFA API")),
        ("scopes".to_owned(), json!(scopes)),
        ("signing_alg".to_owned(), json!("RS256")),
        ("token_lifetime".to_owned(), json!(LIFETIME)),
        ("token_lifetime_for_web".to_owned(), json!(LIFETIME)),
        ("is_system".to_owned(), json!(true)),
        (
            "skip_consent_for_verifiable_first_party_clients".to_owned(),
            json!(true),
        ),
        (
            "subject_type_authorization".to_owned(),
            json!({ "client": { "policy": "deny_all" } }),
        ),
    ]);
    let row = table::ResourceServerRow {
        resource_server_id: "mfa".to_owned(),
        identifier: tenant.mfa_audience(),
        document,
        sealed_secret: None,
        created_at: Timestamp::from_millis(0),
    };
    ResourceServer::from_stored(row, tenant)
}
