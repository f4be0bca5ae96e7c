//! Metadata of sessions and refresh tokens: texts under names, which administrators note and nobody else sees.

pub mod table;

use ostia_protocol::auth0::management_error::Error;
use ostia_protocol::auth0::schema::{Part, Schema};
use serde_json::Value;

use crate::failure::Broken;

/// How many texts there can be.
const MAX_TEXTS: usize = 25;
/// How long each can be, in characters.
const MAX_LENGTH: usize = 255;

/// A body whose one member is the metadata, under this name.
pub fn schema(name: &'static str) -> Schema {
    let texts = Schema::map(Schema::string().max_length(MAX_LENGTH))
        .max_properties(MAX_TEXTS)
        .max_key_length(MAX_LENGTH)
        .nullable()
        .described("Texts under names; null removes them all");
    Schema::object().min_properties(1).member(name, texts)
}

/// What a checked body says: as it is stored. `None` removes it.
///
/// # Errors
/// 400 for another body.
pub fn parse(schema: &Schema, name: &str, body: &Value) -> Result<Option<Value>, Error> {
    schema.check(body, Part::Payload)?;
    let metadata = body.get(name).filter(|metadata| !metadata.is_null());
    Ok(metadata.cloned())
}

/// As it is stored.
///
/// # Errors
/// Never, for what [`parse`] gave.
pub fn stored(metadata: Option<&Value>) -> Result<Option<String>, Broken> {
    Ok(metadata.map(serde_json::to_string).transpose()?)
}
