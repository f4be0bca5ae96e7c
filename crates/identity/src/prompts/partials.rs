//! Partials: pieces of markup that a tenant adds to a prompt's screens. Stored for the tools that manage them; the
//! pages don't show them.

use std::sync::LazyLock;

use ostia_protocol::auth0::schema::{Part, Schema};
use serde_json::{Value, json};

use crate::context::Context;
use crate::failure::ManagementFailure;
use crate::tenant_documents::Kind;

const KIND: Kind = Kind::new("partials");

/// Screens, and on each of them markup by the place where it goes.
pub static SCREENS: LazyLock<Schema> = LazyLock::new(|| {
    let markup = Schema::string().max_length(100_000);
    let pieces = Schema::map(markup).max_properties(50).max_key_length(100);
    Schema::map(pieces).max_properties(100).max_key_length(100)
});

/// The partials of a prompt; an empty object where there are none.
///
/// # Errors
/// When the database is away.
pub async fn read(prompt: &str, context: &Context) -> Result<Value, ManagementFailure> {
    let found = KIND.find(prompt, context).await?;
    Ok(found.unwrap_or_else(|| json!({})))
}

/// Replaces the partials of a prompt; an empty object removes them.
///
/// # Errors
/// 400 for a bad body; or when the database is away.
pub async fn set(
    prompt: &str,
    body: &Value,
    context: &Context,
) -> Result<Value, ManagementFailure> {
    SCREENS.check(body, Part::Payload)?;
    KIND.set_or_remove(prompt, body, context).await?;
    Ok(body.clone())
}
