//! The secrets of hooks: names that callers see, and values that they don't.

use std::sync::LazyLock;

use ostia_protocol::auth0::management_error::Error;
use ostia_protocol::auth0::schema::{Part, Schema};
use serde_json::{Value, json};

use super::HOOKS;
use crate::collections::{Item, Members, members};
use crate::context::Context;
use crate::failure::ManagementFailure;

/// What stands in place of a value.
const NOT_SHOWN: &str = "_VALUE_NOT_SHOWN_";

/// How many secrets a hook has.
const MAX_SECRETS: usize = 20;

/// The body of `POST` and `PATCH /hooks/{id}/secrets`.
pub static SET: LazyLock<Schema> = LazyLock::new(|| {
    let value = Schema::string().max_length(4_096);
    Schema::map(value)
        .min_properties(1)
        .max_properties(MAX_SECRETS)
        .max_key_length(255)
});

/// The body of `DELETE /hooks/{id}/secrets`.
pub static REMOVE: LazyLock<Schema> = LazyLock::new(|| {
    Schema::array(Schema::string().max_length(255))
        .min_items(1)
        .max_items(MAX_SECRETS)
});

/// The names of a hook's secrets.
///
/// # Errors
/// 404; or when the database is away.
pub async fn read(hook: &str, context: &Context) -> Result<Value, ManagementFailure> {
    let mut work = context.begin().await?;
    let hook = HOOKS
        .collection
        .find_for_update("", hook, context, &mut work)
        .await?;
    let names = secrets_of(&hook).into_iter();
    let shown: Members = names.map(|(name, _)| (name, json!(NOT_SHOWN))).collect();
    Ok(Value::Object(shown))
}

/// Adds secrets.
///
/// # Errors
/// 400 for a bad body, 404, 409 where there is one of the name; or when the database is away.
pub async fn add(hook: &str, body: &Value, context: &Context) -> Result<(), ManagementFailure> {
    SET.check(body, Part::Payload)?;
    let sent = members(body.clone());
    change(hook, context, |secrets| {
        if sent.keys().any(|name| secrets.contains_key(name)) {
            return Err(Error::secret_exists());
        }
        secrets.extend(sent);
        if secrets.len() > MAX_SECRETS {
            let text = format!("A hook has at most {MAX_SECRETS} secrets.");
            return Err(Error::invalid_body(text));
        }
        Ok(())
    })
    .await
}

/// Changes secrets.
///
/// # Errors
/// 400 for a bad body, 404 where hook or secret is missing; or when the database is away.
pub async fn update(hook: &str, body: &Value, context: &Context) -> Result<(), ManagementFailure> {
    SET.check(body, Part::Payload)?;
    let mut sent = members(body.clone());
    // What a caller was shown in place of a value isn't one.
    sent.retain(|_, value| value != NOT_SHOWN);
    change(hook, context, |secrets| {
        if sent.keys().any(|name| !secrets.contains_key(name)) {
            return Err(Error::unknown_hook_secret());
        }
        secrets.extend(sent);
        Ok(())
    })
    .await
}

/// Removes secrets; they may be gone already.
///
/// # Errors
/// 400 for a bad body, 404; or when the database is away.
pub async fn remove(hook: &str, body: &Value, context: &Context) -> Result<(), ManagementFailure> {
    REMOVE.check(body, Part::Payload)?;
    change(hook, context, |secrets| {
        for name in body.as_array().into_iter().flatten() {
            secrets.remove(name.as_str().unwrap_or_default());
        }
        Ok(())
    })
    .await
}

async fn change(
    hook: &str,
    context: &Context,
    change: impl FnOnce(&mut Members) -> Result<(), Error>,
) -> Result<(), ManagementFailure> {
    let mut work = context.begin().await?;
    let mut hook = HOOKS
        .collection
        .find_for_update("", hook, context, &mut work)
        .await?;
    let mut secrets = secrets_of(&hook);
    change(&mut secrets)?;
    hook.document
        .insert("secrets".to_owned(), Value::Object(secrets));
    HOOKS
        .collection
        .update("", hook, context, &mut work)
        .await?;
    work.commit().await?;
    Ok(())
}

fn secrets_of(hook: &Item) -> Members {
    let secrets = hook.document.get("secrets").cloned();
    members(secrets.unwrap_or_default())
}
