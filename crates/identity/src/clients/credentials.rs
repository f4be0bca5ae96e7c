//! The keys that a client registered to authenticate with (`/api/v2/clients/{id}/credentials`).

pub mod table;

use ostia_jose::PublicKey;
use ostia_protocol::auth0::ids::ClientId;
use serde_json::{Map, Value};

use super::AssertionKey;
use crate::context::Context;
use crate::failure::Broken;

/// The keys that a client's document names under `client_authentication_methods.private_key_jwt`.
///
/// # Errors
/// When the database is away or a stored key is damaged.
pub async fn assertion_keys(
    client: &ClientId,
    document: &Map<String, Value>,
    context: &Context,
) -> Result<Vec<AssertionKey>, Broken> {
    let named: Vec<&str> = document
        .get("client_authentication_methods")
        .and_then(|methods| methods.get("private_key_jwt"))
        .and_then(|method| method.get("credentials"))
        .and_then(Value::as_array)
        .map(Vec::as_slice)
        .unwrap_or_default()
        .iter()
        .filter_map(|credential| credential.get("id").and_then(Value::as_str))
        .collect();
    let rows = table::list(&context.tenant, client, context.database()).await?;
    rows.into_iter()
        .filter(|row| named.contains(&row.credential_id.as_str()))
        .map(assertion_key)
        .collect()
}

fn assertion_key(row: table::CredentialRow) -> Result<AssertionKey, Broken> {
    let text = |name: &str| {
        row.document
            .get(name)
            .and_then(Value::as_str)
            .unwrap_or_default()
    };
    Ok(AssertionKey {
        kid: text("kid").to_owned(),
        algorithm: text("alg").parse().unwrap_or(ostia_jose::Algorithm::RS256),
        key: PublicKey::from_pem(&row.public_key)?,
        expires_at: row.expires_at.map(crate::time::Timestamp::millis),
        credential_id: row.credential_id,
    })
}
