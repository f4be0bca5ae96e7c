//! Making, changing and deleting APIs.

use ostia_protocol::auth0::ids::ResourceServerId;
use ostia_protocol::auth0::scopes::ManagementScope;
use serde_json::{Map, Value, json};

use super::table;
use crate::cache::Stale;
use crate::context::Context;
use crate::failure::Broken;

/// What people see of the Management API; tools look for this name.
const SYSTEM_NAME: &str = "Auth0 Management API";

/// Gives a new tenant its Management API. Its id.
///
/// # Errors
/// When the tenant has one already, or the database is away.
pub async fn create_system(context: &Context) -> Result<ResourceServerId, Broken> {
    let id = ResourceServerId::generate(context.entropy());
    let identifier = context.tenant.management_audience();
    let row = table::ResourceServerRow {
        resource_server_id: id.as_str().to_owned(),
        document: system_document(&id, &identifier),
        identifier: identifier.clone(),
        sealed_secret: None,
    };
    let mut work = context.begin().await?;
    table::insert(&context.tenant, &row, context.now, &mut work).await?;
    work.makes_stale(Stale::ResourceServer(context.tenant.id.clone(), identifier));
    work.commit().await?;
    Ok(id)
}

fn system_document(id: &ResourceServerId, identifier: &str) -> Map<String, Value> {
    let scopes: Vec<Value> = ManagementScope::all()
        .iter()
        .map(|scope| json!({ "value": scope.as_str(), "description": scope.description() }))
        .collect();
    let document = json!({
        "id": id,
        "name": SYSTEM_NAME,
        "identifier": identifier,
        "allow_offline_access": false,
        "skip_consent_for_verifiable_first_party_clients": true,
        "subject_type_authorization": {
            "client": { "policy": "require_client_grant" },
            "user": { "policy": "allow_all" }
        },
        "token_lifetime": 86_400,
        "token_lifetime_for_web": 7_200,
        "signing_alg": "RS256",
        "scopes": scopes,
        "is_system": true
    });
    match document {
        Value::Object(document) => document,
        _ => Map::new(),
    }
}
