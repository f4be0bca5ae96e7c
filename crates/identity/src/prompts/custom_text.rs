//! Custom texts: a tenant's own words on the hosted pages, by prompt and language.

use std::sync::LazyLock;

use ostia_protocol::auth0::schema::{Part, Schema};
use serde_json::{Value, json};

use crate::context::Context;
use crate::failure::ManagementFailure;
use crate::tenant_documents::Kind;

/// Where the texts are stored, under `{prompt}/{language}`.
pub(crate) const KIND: Kind = Kind::new("custom-text").shaping_pages();

/// Screens, and on each of them texts by key. The bounds keep what every page carries along small.
pub static SCREENS: LazyLock<Schema> = LazyLock::new(|| {
    let text = Schema::string().max_length(10_000);
    let texts = Schema::map(text).max_properties(500).max_key_length(100);
    Schema::map(texts).max_properties(100).max_key_length(100)
});

fn name(prompt: &str, language: &str) -> String {
    format!("{prompt}/{language}")
}

/// Prompt and language of a stored text.
pub(crate) fn place(name: &str) -> Option<(&str, &str)> {
    name.split_once('/')
}

/// The texts of a prompt in a language; an empty object where there are none.
///
/// # Errors
/// When the database is away.
pub async fn read(
    prompt: &str,
    language: &str,
    context: &Context,
) -> Result<Value, ManagementFailure> {
    let found = KIND.find(&name(prompt, language), context).await?;
    Ok(found.unwrap_or_else(|| json!({})))
}

/// Replaces the texts of a prompt in a language; an empty object removes them.
///
/// # Errors
/// 400 for a bad body; or when the database is away.
pub async fn set(
    prompt: &str,
    language: &str,
    body: &Value,
    context: &Context,
) -> Result<Value, ManagementFailure> {
    SCREENS.check(body, Part::Payload)?;
    KIND.set_or_remove(&name(prompt, language), body, context)
        .await?;
    Ok(body.clone())
}
