//! The built-in client that stands for all of a tenant's applications. It logs nobody in; tools look for it.

use ostia_protocol::auth0::ids::{self, ClientId};
use serde_json::{Map, Value, json};

use super::Registered;
use super::{Client, secret, table};
use crate::context::Context;
use crate::failure::Broken;

/// Gives a new tenant its global client. Its id.
///
/// # Errors
/// When the database is away.
pub async fn create_global(context: &Context) -> Result<ClientId, Broken> {
    let id = ClientId::generate(context.entropy());
    let clear = ids::client_secret(context.entropy());
    let sealed_secret = secret::seal(&id, &clear, &context.tenant, context.entropy())?;
    let row = table::ClientRow {
        client_id: id.as_str().to_owned(),
        document: document(&id, context.tenant_id()),
        sealed_secret: Some(sealed_secret),
    };
    let mut work = context.begin().await?;
    table::insert(&context.tenant, &row, context.now, &mut work).await?;
    work.commit().await?;
    Ok(id)
}

/// The tenant's global client, read afresh.
///
/// # Errors
/// When the database is away.
pub async fn find_global(context: &Context) -> Result<Option<Client>, Broken> {
    let row = table::find_global(&context.tenant, context.database()).await?;
    row.map(|row| super::build(row, Registered::Nothing, &context.tenant))
        .transpose()
}

fn document(id: &ClientId, tenant: &str) -> Map<String, Value> {
    let document = json!({
        "tenant": tenant,
        "global": true,
        "client_id": id,
        "name": "All Applications",
        "is_first_party": true,
        "oidc_conformant": false,
        "is_token_endpoint_ip_header_trusted": false,
        "cross_origin_authentication": true,
        "sso_disabled": false,
        "callbacks": [],
        "grant_types": [],
        "custom_login_page_on": true,
        "jwt_configuration": { "alg": "RS256", "lifetime_in_seconds": 36_000, "secret_encoded": false },
        "refresh_token": {
            "rotation_type": "non-rotating",
            "expiration_type": "non-expiring",
            "leeway": 0,
            "infinite_token_lifetime": true,
            "infinite_idle_token_lifetime": true,
            "token_lifetime": 2_592_000,
            "idle_token_lifetime": 1_296_000
        }
    });
    match document {
        Value::Object(document) => document,
        _ => Map::new(),
    }
}
