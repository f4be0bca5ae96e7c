//! Encryption keys: the hierarchy under which a tenant's secrets are sealed, as its administrators manage it. Kept; what
//! is sealed is sealed by the tenant's data key and the installation's master key all the same (`vault.rs`).

mod wrapping;

use std::sync::LazyLock;

use ostia_protocol::auth0::ids::Shape;
use ostia_protocol::auth0::management_error::Error;
use ostia_protocol::auth0::paging::{Page, Paging};
use ostia_protocol::auth0::schema::{Part, Schema};
use serde_json::{Value, json};

use crate::collections::{Collection, Item, Members, Unique, text_of};
use crate::context::Context;
use crate::database::Work;
use crate::failure::{Broken, Failure, ManagementFailure};
use crate::tenant_documents::Secrets;

const ROOT: &str = "environment-root-key";
const MASTER: &str = "tenant-master-key";

/// The body of `POST /keys/encryption`.
pub static CREATE: LazyLock<Schema> = LazyLock::new(|| {
    let kinds = Schema::enumeration(&["customer-provided-root-key", "tenant-encryption-key"]);
    Schema::object()
        .required_member("type", kinds.described("What kind of key"))
        .open()
});

/// The body of `POST /keys/encryption/{kid}`.
pub static IMPORT: LazyLock<Schema> = LazyLock::new(|| {
    let wrapped = Schema::string().min_length(1).max_length(8_192);
    Schema::object()
        .required_member(
            "wrapped_key",
            wrapped.described("The key's material, wrapped by the wrapping key, in base64"),
        )
        .open()
});

/// Of each kind there is one key that waits or works; the others are history.
const KEYS: Collection = Collection::new("encryption-key", Shape::Uuid, |_| {
    Error::unknown_encryption_key()
})
.with_uniques(&[Unique {
    key: |key| {
        let is_live = ["pre-activation", "active"].contains(&state_of(key).as_str());
        text_of(key, "type").filter(|_| is_live)
    },
    taken: Error::encryption_key_exists,
}])
.with_secrets(Secrets::hidden(&["/wrapping_key"]));

/// Some of the keys, oldest first.
///
/// # Errors
/// When the database is away.
pub async fn list(paging: &Paging, context: &Context) -> Result<Page, ManagementFailure> {
    begin_hierarchy(context).await?;
    let listing = KEYS.list("", paging, None, context).await?;
    Ok(listing.page(shown))
}

/// One key.
///
/// # Errors
/// 400 for what is no id, 404; or when the database is away.
pub async fn read(kid: &str, context: &Context) -> Result<Value, ManagementFailure> {
    check_id(kid)?;
    begin_hierarchy(context).await?;
    Ok(shown(KEYS.find(kid, context).await?))
}

/// Announces a key of the tenant's own, without its material.
///
/// # Errors
/// 400 for a bad body, 409 where one of the kind waits or works; or when the database is away.
pub async fn create(body: &Value, context: &Context) -> Result<Value, ManagementFailure> {
    CREATE.check(body, Part::Payload)?;
    begin_hierarchy(context).await?;
    let kind = body["type"].as_str().unwrap_or_default();
    let mut work = context.begin().await?;
    let key = key(kind, "pre-activation", &Value::Null);
    let made = KEYS.insert("", key, context, &mut work).await?;
    work.commit().await?;
    Ok(shown(made))
}

/// Makes the public key that the material of an announced key has to be wrapped by.
///
/// # Errors
/// 400 for what is no id, 409 where no key waits for its material; or when the database is away.
pub async fn wrapping_key(kid: &str, context: &Context) -> Result<Value, ManagementFailure> {
    check_id(kid)?;
    let pair = wrapping::Pair::generate().await?;
    let mut work = context.begin().await?;
    let mut key = waiting(kid, context, &mut work)
        .await?
        .ok_or_else(Error::no_key_without_material)?;
    key.document
        .insert("wrapping_key".to_owned(), json!(pair.private));
    KEYS.update("", key, context, &mut work).await?;
    work.commit().await?;
    Ok(json!({ "public_key": pair.public_pem, "algorithm": wrapping::ALGORITHM }))
}

/// Takes the material of an announced key, which becomes the root of the tenant's hierarchy where it is one.
///
/// # Errors
/// 400 for a bad body and for what was not wrapped by the wrapping key, 409 where no key waits for it; or when the database
/// is away.
pub async fn import(
    kid: &str,
    body: &Value,
    context: &Context,
) -> Result<Value, ManagementFailure> {
    IMPORT.check(body, Part::Payload)?;
    check_id(kid)?;
    let mut work = context.begin().await?;
    let mut key = waiting(kid, context, &mut work)
        .await?
        .ok_or_else(Error::no_key_import)?;
    let private = key.document.remove("wrapping_key");
    let private = private.as_ref().and_then(Value::as_str);
    let private = private.ok_or_else(Error::no_key_import)?;
    let wrapped = body["wrapped_key"].as_str().unwrap_or_default();
    wrapping::check(wrapped, private).await?;
    key.document.insert("state".to_owned(), json!("active"));
    let is_root = text_of(&key.document, "type").as_deref() == Some("customer-provided-root-key");
    let active = KEYS.update("", key, context, &mut work).await?;
    if is_root {
        hang_master(&json!(active.id), context, &mut work).await?;
    }
    work.commit().await?;
    Ok(shown(active))
}

/// Destroys a key of the tenant's own; what hung on it hangs on the installation's again. It may be gone already.
///
/// # Errors
/// 400 for what is no id and for a key of the installation; or when the database is away.
pub async fn delete(kid: &str, context: &Context) -> Result<(), ManagementFailure> {
    check_id(kid)?;
    begin_hierarchy(context).await?;
    let mut work = context.begin().await?;
    let found = KEYS.look_up_for_update("", kid, context, &mut work).await?;
    let Some(mut key) = found else {
        return Ok(());
    };
    let kind = text_of(&key.document, "type").unwrap_or_default();
    if kind == ROOT || kind == MASTER {
        return Err(Error::invalid_body("Only keys of your own can be deleted.").into());
    }
    if state_of(&key.document) == "destroyed" {
        return Ok(());
    }
    key.document.insert("state".to_owned(), json!("destroyed"));
    key.document.remove("wrapping_key");
    KEYS.update("", key, context, &mut work).await?;
    let root = KEYS.find_by_key(ROOT, context).await?;
    let root = root.map_or(Value::Null, |root| json!(root.id));
    hang_master(&root, context, &mut work).await?;
    work.commit().await?;
    Ok(())
}

/// Lets a new master key take the place of the old one.
///
/// # Errors
/// When the database is away.
pub async fn rekey(context: &Context) -> Result<(), ManagementFailure> {
    begin_hierarchy(context).await?;
    let mut work = context.begin().await?;
    let mut old = master(context, &mut work).await?;
    old.document
        .insert("state".to_owned(), json!("deactivated"));
    let parent = old.document.get("parent_kid").cloned().unwrap_or_default();
    KEYS.update("", old, context, &mut work).await?;
    let fresh = key(MASTER, "active", &parent);
    KEYS.insert("", fresh, context, &mut work).await?;
    work.commit().await?;
    Ok(())
}

/// The two keys that every tenant has, made when somebody first looks.
async fn begin_hierarchy(context: &Context) -> Result<(), ManagementFailure> {
    if KEYS.find_by_key(MASTER, context).await?.is_some() {
        return Ok(());
    }
    let made = async {
        let mut work = context.begin().await?;
        let root = key(ROOT, "active", &Value::Null);
        let root = KEYS.insert("", root, context, &mut work).await?;
        let master = key(MASTER, "active", &json!(root.id));
        KEYS.insert("", master, context, &mut work).await?;
        work.commit().await?;
        Ok(())
    };
    match made.await {
        // Somebody looked at the same moment.
        Err(Failure::Refused(error)) if error == Error::encryption_key_exists() => Ok(()),
        other => other,
    }
}

/// A key that waits for its material.
async fn waiting(kid: &str, context: &Context, work: &mut Work) -> Result<Option<Item>, Broken> {
    let found = KEYS.look_up_for_update("", kid, context, work).await?;
    Ok(found.filter(|key| state_of(&key.document) == "pre-activation"))
}

async fn hang_master(
    parent: &Value,
    context: &Context,
    work: &mut Work,
) -> Result<(), ManagementFailure> {
    let mut master = master(context, work).await?;
    master
        .document
        .insert("parent_kid".to_owned(), parent.clone());
    KEYS.update("", master, context, work).await?;
    Ok(())
}

/// The master key that works.
async fn master(context: &Context, work: &mut Work) -> Result<Item, ManagementFailure> {
    let found = KEYS.find_by_key(MASTER, context).await?;
    let id = found.ok_or_else(Error::unknown_encryption_key)?.id;
    KEYS.find_for_update("", &id, context, work).await
}

fn key(kind: &str, state: &str, parent: &Value) -> Members {
    let mut key = Members::new();
    for (name, value) in [
        ("type", json!(kind)),
        ("state", json!(state)),
        ("parent_kid", parent.clone()),
        ("public_key", Value::Null),
    ] {
        key.insert(name.to_owned(), value);
    }
    key
}

fn state_of(key: &Members) -> String {
    text_of(key, "state").unwrap_or_default()
}

fn check_id(kid: &str) -> Result<(), Error> {
    if KEYS.ids.accepts(kid) {
        return Ok(());
    }
    Err(Error::invalid_uri("Invalid UUID format in uri."))
}

fn shown(item: Item) -> Value {
    let mut key = item.document;
    for (name, text) in [
        ("kid", item.id),
        ("created_at", item.created_at.to_string()),
        ("updated_at", item.updated_at.to_string()),
    ] {
        key.insert(name.to_owned(), json!(text));
    }
    Value::Object(key)
}
