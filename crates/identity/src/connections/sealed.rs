//! The secrets among a connection's options: sealed at rest, opened to show them to who may read connections.

use serde_json::{Map, Value, json};

use crate::context::Context;
use crate::failure::Broken;
use crate::vault::Place;

/// Options that let their bearer act as the tenant somewhere else. They are kept out of the document.
const SECRETS: [&str; 17] = [
    "access_token",
    "api_key",
    "api_token",
    "app_secret",
    "assertion_decryption_settings",
    "client_secret",
    "consumerSecret",
    "consumer_secret",
    "decryptionKey",
    "gateway_authentication",
    "password",
    "private_key",
    "refresh_token",
    "signing_key",
    "signingKey",
    "token_endpoint_jwtca_private_key",
    "twilio_token",
];

/// Whether a connection as shown has one of them.
pub fn are_in(document: &Value) -> bool {
    let holds =
        |options: &Map<String, Value>| SECRETS.iter().any(|name| options.contains_key(*name));
    document["options"].as_object().is_some_and(holds)
}

/// Takes them out of what is shown.
pub fn hide(document: &mut Value) {
    if let Some(Value::Object(options)) = document.get_mut("options") {
        for name in SECRETS {
            options.remove(name);
        }
    }
}

fn place(connection_id: &str) -> Place<'_> {
    Place {
        table: "connections",
        column: "sealed_options",
        id: connection_id,
    }
}

fn configuration_place(connection_id: &str) -> Place<'_> {
    Place {
        table: "connections",
        column: "options.configuration",
        id: connection_id,
    }
}

/// Takes the secrets out of a document's options and seals them. Values of `configuration`, which are shown sealed
/// upstream, too, stay where they are as ciphertext; ciphertext that comes back stays as it is.
///
/// # Errors
/// Only if the cipher fails.
pub(super) fn seal(
    connection_id: &str,
    document: &mut Map<String, Value>,
    context: &Context,
) -> Result<Option<String>, Broken> {
    let Some(Value::Object(options)) = document.get_mut("options") else {
        return Ok(None);
    };
    let key = &context.tenant.key;
    if let Some(Value::Object(configuration)) = options.get_mut("configuration") {
        let place = configuration_place(connection_id);
        for value in configuration.values_mut() {
            let Some(text) = value.as_str() else {
                continue;
            };
            if key.open(place, text).is_err() {
                *value = json!(key.seal(place, text.as_bytes(), context.entropy())?);
            }
        }
    }
    let mut secrets = Map::new();
    for name in SECRETS {
        if let Some(secret) = options.remove(name) {
            secrets.insert(name.to_owned(), secret);
        }
    }
    if secrets.is_empty() {
        return Ok(None);
    }
    let clear = serde_json::to_vec(&secrets)?;
    key.seal(place(connection_id), &clear, context.entropy())
        .map(Some)
}

/// Puts the secrets back among the options.
///
/// # Errors
/// When they do not open.
pub(super) fn open(
    connection_id: &str,
    sealed: &str,
    options: &mut Map<String, Value>,
    context: &Context,
) -> Result<(), Broken> {
    let clear = context.tenant.key.open(place(connection_id), sealed)?;
    let secrets: Map<String, Value> = serde_json::from_slice(&clear)?;
    options.extend(secrets);
    Ok(())
}
