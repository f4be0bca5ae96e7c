//! What rules are configured with: keys, and values that no answer but the first shows.

use std::sync::LazyLock;

use ostia_protocol::auth0::schema::{Part, Schema};
use serde_json::{Value, json};

use crate::context::Context;
use crate::failure::{Broken, ManagementFailure};
use crate::tenant_documents::{Kind, Secrets};

const KIND: Kind = Kind::new("rules-config").with_secrets(Secrets::hidden(&["/value"]));

/// The path of a configuration.
pub static PATH: LazyLock<Schema> = LazyLock::new(|| {
    let key = Schema::string()
        .min_length(1)
        .max_length(127)
        .pattern("^[A-Za-z0-9_\\-@*+:]*$");
    Schema::object().required_member("key", key.described("Name of the configuration"))
});

/// The body of `PUT /rules-configs/{key}`.
pub static SET: LazyLock<Schema> = LazyLock::new(|| {
    let value = Schema::string().max_length(4_096);
    Schema::object().required_member("value", value.described("What rules read"))
});

/// All keys, oldest first.
///
/// # Errors
/// When the database is away.
pub async fn list(context: &Context) -> Result<Vec<Value>, Broken> {
    let named = KIND.list(context).await?;
    Ok(named
        .into_iter()
        .map(|named| json!({ "key": named.name }))
        .collect())
}

/// Sets a value.
///
/// # Errors
/// 400 for a bad body; or when the database is away.
pub async fn set(key: &str, body: &Value, context: &Context) -> Result<Value, ManagementFailure> {
    SET.check(body, Part::Payload)?;
    let mut work = context.begin().await?;
    KIND.put(key, body.clone(), context, &mut work).await?;
    work.commit().await?;
    Ok(json!({ "key": key, "value": body["value"] }))
}

/// Removes a value; it may be gone already.
///
/// # Errors
/// When the database is away.
pub async fn remove(key: &str, context: &Context) -> Result<(), Broken> {
    let mut work = context.begin().await?;
    KIND.remove(key, context, &mut work).await?;
    work.commit().await
}
