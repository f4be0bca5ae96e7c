//! The database connection that a new tenant starts with.

use ostia_protocol::auth0::ids::ConnectionId;
use serde_json::{Map, Value, json};

use super::{DATABASE_STRATEGY, table};
use crate::context::Context;
use crate::failure::Broken;

/// Its name; documentation and samples of Auth0's name it.
pub const DEFAULT_NAME: &str = "Username-Password-Authentication";

/// Gives a new tenant its database connection. Its id.
///
/// # Errors
/// When the tenant has one of that name already, or the database is away.
pub async fn create_default(context: &Context) -> Result<ConnectionId, Broken> {
    let id = ConnectionId::generate(context.entropy());
    let row = table::ConnectionRow {
        connection_id: id.as_str().to_owned(),
        name: DEFAULT_NAME.to_owned(),
        strategy: DATABASE_STRATEGY.to_owned(),
        is_domain: false,
        document: document(&id),
    };
    let mut work = context.begin().await?;
    table::insert(&context.tenant, &row, context.now, &mut work).await?;
    work.commit().await?;
    Ok(id)
}

fn document(id: &ConnectionId) -> Map<String, Value> {
    let document = json!({
        "id": id,
        "name": DEFAULT_NAME,
        "strategy": DATABASE_STRATEGY,
        "options": {
            "mfa": { "active": true, "return_enroll_settings": true },
            "passwordPolicy": "good",
            "strategy_version": 2,
            "brute_force_protection": true
        },
        "is_domain_connection": false,
        "realms": [DEFAULT_NAME]
    });
    match document {
        Value::Object(document) => document,
        _ => Map::new(),
    }
}
