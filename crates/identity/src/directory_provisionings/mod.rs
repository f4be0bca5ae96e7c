//! Directory provisioning: what is taken over from a Google Workspace directory, and which of its groups. Kept; nothing
//! fetches from there yet, and who asks for it is told so.

use std::sync::LazyLock;

use ostia_protocol::auth0::ids::Shape;
use ostia_protocol::auth0::management_error::Error;
use ostia_protocol::auth0::paging::{Page, Paging};
use ostia_protocol::auth0::schema::{Part, Schema};
use serde_json::{Value, json};

use crate::collections::{Collection, Item, Members, Unique, members, replaced, text_of};
use crate::connections::{self, Connection};
use crate::context::Context;
use crate::database::Work;
use crate::failure::{Broken, ManagementFailure};

/// The strategy whose directory can be asked.
const SUPPORTED: &str = "google-apps";

/// The body of `POST` and `PATCH /connections/{id}/directory-provisioning`.
pub static BODY: LazyLock<Schema> = LazyLock::new(|| {
    let path = || Schema::string().min_length(1).max_length(500);
    let row = Schema::object()
        .required_member("auth0", path())
        .required_member("idp", path());
    Schema::object()
        .member("mapping", Schema::array(row).min_items(1).max_items(500))
        .member("synchronize_automatically", Schema::boolean())
        .member(
            "synchronize_groups",
            Schema::enumeration(&["all", "off", "selected"]),
        )
        .nullable()
});

/// The body of `PUT /connections/{id}/directory-provisioning/synchronized-groups`.
pub static GROUPS: LazyLock<Schema> = LazyLock::new(|| {
    let id = Schema::string()
        .min_length(1)
        .max_length(32)
        .pattern("^[A-Za-z0-9]+$");
    let group = Schema::object().required_member("id", id);
    Schema::object().required_member("groups", Schema::array(group).max_items(1_000))
});

/// At most one for each connection.
const PROVISIONINGS: Collection = Collection::new(
    "directory-provisioning",
    Shape::Alphanumeric("dir_"),
    |_| Error::not_found(),
)
.with_uniques(&[Unique {
    key: |provisioning| text_of(provisioning, "connection_id"),
    taken: Error::directory_provisioning_exists,
}])
.with_limit(10_000, Error::too_many_entities);

/// Some of what there is.
///
/// # Errors
/// 400 for a checkpoint that is not ours; or when the database is away.
pub async fn list(paging: &Paging, context: &Context) -> Result<Page, ManagementFailure> {
    let listing = PROVISIONINGS.list("", paging, None, context).await?;
    Ok(listing.page(shown))
}

/// A connection's.
///
/// # Errors
/// 404; or when the database is away.
pub async fn read(connection_id: &str, context: &Context) -> Result<Value, ManagementFailure> {
    supporting(connection_id, context).await?;
    Ok(shown(of(connection_id, context).await?))
}

/// Switches it on for a connection.
///
/// # Errors
/// 400 for a bad body, 404, 409 where it is on; or when the database is away.
pub async fn create(
    connection_id: &str,
    body: &Value,
    context: &Context,
) -> Result<Value, ManagementFailure> {
    BODY.check(body, Part::Payload)?;
    let connection = supporting(connection_id, context).await?;
    let mut provisioning = Members::new();
    for (name, value) in [
        ("connection_id", json!(connection.id)),
        ("connection_name", json!(connection.name)),
        ("strategy", json!(connection.strategy)),
        ("mapping", default_rows()),
        ("synchronize_automatically", json!(false)),
        ("synchronize_groups", json!("off")),
        ("groups", json!([])),
    ] {
        provisioning.insert(name.to_owned(), value);
    }
    replaced(&mut provisioning, &members(body.clone()));
    let mut work = context.begin().await?;
    let item = PROVISIONINGS
        .insert("", provisioning, context, &mut work)
        .await?;
    work.commit().await?;
    Ok(shown(item))
}

/// Changes a connection's.
///
/// # Errors
/// 400 for a bad body, 404; or when the database is away.
pub async fn update(
    connection_id: &str,
    body: &Value,
    context: &Context,
) -> Result<Value, ManagementFailure> {
    BODY.check(body, Part::Payload)?;
    supporting(connection_id, context).await?;
    let sent = members(body.clone());
    let item = rewrite(connection_id, &sent, context).await?;
    Ok(shown(item))
}

/// Switches it off for a connection.
///
/// # Errors
/// 404; or when the database is away.
pub async fn delete(connection_id: &str, context: &Context) -> Result<(), ManagementFailure> {
    supporting(connection_id, context).await?;
    let found = of(connection_id, context).await?;
    let mut work = context.begin().await?;
    PROVISIONINGS.remove(&found.id, context, &mut work).await?;
    work.commit().await?;
    Ok(())
}

/// Forgets what belongs to a connection that goes.
///
/// # Errors
/// When the database is away.
pub async fn forget(connection_id: &str, context: &Context, work: &mut Work) -> Result<(), Broken> {
    if let Some(found) = PROVISIONINGS.find_by_key(connection_id, context).await? {
        PROVISIONINGS.remove(&found.id, context, work).await?;
    }
    Ok(())
}

/// What a connection's mapping is where nothing else is said.
///
/// # Errors
/// 404; or when the database is away.
pub async fn default_mapping(
    connection_id: &str,
    context: &Context,
) -> Result<Value, ManagementFailure> {
    supporting(connection_id, context).await?;
    Ok(json!({ "mapping": default_rows() }))
}

fn default_rows() -> Value {
    json!([
        { "auth0": "app_metadata.external_id", "idp": "id" },
        { "auth0": "email", "idp": "primaryEmail" },
    ])
}

/// The groups that are to be taken over.
///
/// # Errors
/// 404; or when the database is away.
pub async fn groups(connection_id: &str, context: &Context) -> Result<Value, ManagementFailure> {
    supporting(connection_id, context).await?;
    let found = of(connection_id, context).await?;
    Ok(found
        .document
        .get("groups")
        .cloned()
        .unwrap_or_else(|| json!([])))
}

/// Replaces the groups that are to be taken over.
///
/// # Errors
/// 400 for a bad body, 404; or when the database is away.
pub async fn set_groups(
    connection_id: &str,
    body: &Value,
    context: &Context,
) -> Result<(), ManagementFailure> {
    GROUPS.check(body, Part::Payload)?;
    supporting(connection_id, context).await?;
    rewrite(connection_id, &members(body.clone()), context).await?;
    Ok(())
}

/// Nothing is fetched from directories yet, and nobody is told otherwise.
///
/// # Errors
/// 404, or that it can't be done; or when the database is away.
pub async fn synchronize(
    connection_id: &str,
    context: &Context,
) -> Result<Value, ManagementFailure> {
    supporting(connection_id, context).await?;
    of(connection_id, context).await?;
    Err(Error::operation_not_supported(
        "Directories are not synchronized yet. The configuration is kept for when they are.",
    )
    .into())
}

async fn supporting(
    connection_id: &str,
    context: &Context,
) -> Result<Connection, ManagementFailure> {
    let connection = connections::find(connection_id, context)
        .await?
        .ok_or_else(Error::unknown_connection)?;
    if connection.strategy == SUPPORTED {
        Ok(connection)
    } else {
        Err(Error::invalid_body(
            "Directory provisioning is available for connections of the strategy google-apps only.",
        )
        .into())
    }
}

async fn of(connection_id: &str, context: &Context) -> Result<Item, ManagementFailure> {
    let found = PROVISIONINGS.find_by_key(connection_id, context).await?;
    Ok(found.ok_or_else(Error::not_found)?)
}

async fn rewrite(
    connection_id: &str,
    sent: &Members,
    context: &Context,
) -> Result<Item, ManagementFailure> {
    let found = of(connection_id, context).await?;
    let mut work = context.begin().await?;
    let mut item = PROVISIONINGS
        .find_for_update("", &found.id, context, &mut work)
        .await?;
    replaced(&mut item.document, sent);
    let item = PROVISIONINGS.update("", item, context, &mut work).await?;
    work.commit().await?;
    Ok(item)
}

fn shown(item: Item) -> Value {
    let mut shown = item.document;
    shown.remove("groups");
    for (name, moment) in [
        ("created_at", item.created_at),
        ("updated_at", item.updated_at),
    ] {
        shown.insert(name.to_owned(), json!(moment.to_string()));
    }
    Value::Object(shown)
}
