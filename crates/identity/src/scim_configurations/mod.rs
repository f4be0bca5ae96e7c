//! SCIM configurations: how a directory that provisions users through a connection names what they have.

pub mod tokens;

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
use crate::scim_users;

/// The strategies whose directories speak SCIM, and what the usual name of a user there becomes here.
const SUPPORTED: [(&str, &str); 4] = [
    ("samlp", "username"),
    ("oidc", "preferred_username"),
    ("okta", "preferred_username"),
    ("waad", "upn"),
];

/// The body of `POST /connections/{id}/scim-configuration`.
pub static CREATE: LazyLock<Schema> = LazyLock::new(|| {
    Schema::object()
        .member("user_id_attribute", user_id_attribute())
        .member("mapping", mapping())
        .nullable()
});

/// The body of `PATCH /connections/{id}/scim-configuration`.
pub static UPDATE: LazyLock<Schema> = LazyLock::new(|| {
    Schema::object()
        .required_member("user_id_attribute", user_id_attribute())
        .required_member("mapping", mapping())
});

fn user_id_attribute() -> Schema {
    Schema::string()
        .min_length(1)
        .max_length(255)
        .described("What identifies a user in the directory")
}

fn mapping() -> Schema {
    let path = || Schema::string().max_length(500);
    let row = Schema::object()
        .member("auth0", path())
        .member("scim", path())
        .open();
    Schema::array(row)
        .max_items(500)
        .described("What becomes what")
}

/// What a connection's directory is read by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Configuration {
    /// The attribute that names an account.
    pub user_id_attribute: String,
    /// Which member of the profile comes from which path.
    pub mapping: Vec<(String, String)>,
}

/// At most one for each connection.
const CONFIGURATIONS: Collection =
    Collection::new("scim-configuration", Shape::Alphanumeric("scim_"), |_| {
        Error::not_found()
    })
    .with_uniques(&[Unique {
        key: |configuration| text_of(configuration, "connection_id"),
        taken: Error::scim_configuration_exists,
    }])
    .with_limit(10_000, Error::too_many_entities);

/// Some of the configurations.
///
/// # Errors
/// 400 for a checkpoint that is not ours; or when the database is away.
pub async fn list(paging: &Paging, context: &Context) -> Result<Page, ManagementFailure> {
    let listing = CONFIGURATIONS.list("", paging, None, context).await?;
    Ok(listing.page(|item| shown(item, context)))
}

/// A connection's configuration.
///
/// # Errors
/// 404; or when the database is away.
pub async fn read(connection_id: &str, context: &Context) -> Result<Value, ManagementFailure> {
    supporting(connection_id, context).await?;
    Ok(shown(of(connection_id, context).await?, context))
}

/// A connection's configuration, for whoever provisions by it.
///
/// # Errors
/// When the database is away.
pub async fn find(connection_id: &str, context: &Context) -> Result<Option<Configuration>, Broken> {
    let found = CONFIGURATIONS.find_by_key(connection_id, context).await?;
    Ok(found.map(|item| {
        let rows = item.document.get("mapping").and_then(Value::as_array);
        let row = |row: &Value| {
            let text = |name: &str| row.get(name)?.as_str().map(str::to_owned);
            Some((text("auth0")?, text("scim")?))
        };
        Configuration {
            user_id_attribute: text_of(&item.document, "user_id_attribute").unwrap_or_default(),
            mapping: rows.into_iter().flatten().filter_map(row).collect(),
        }
    }))
}

/// Makes a connection's configuration.
///
/// # Errors
/// 400 for a bad body, 404, 409 where there is one; or when the database is away.
pub async fn create(
    connection_id: &str,
    body: &Value,
    context: &Context,
) -> Result<Value, ManagementFailure> {
    CREATE.check(body, Part::Payload)?;
    let connection = supporting(connection_id, context).await?;
    let mut configuration = Members::new();
    for (name, value) in [
        ("connection_id", json!(connection.id)),
        ("connection_name", json!(connection.name)),
        ("strategy", json!(connection.strategy)),
        ("mapping", default_rows(&connection.strategy)),
        (
            "user_id_attribute",
            json!(default_identifier(&connection.strategy)),
        ),
    ] {
        configuration.insert(name.to_owned(), value);
    }
    replaced(&mut configuration, &members(body.clone()));
    let mut work = context.begin().await?;
    let item = CONFIGURATIONS
        .insert("", configuration, context, &mut work)
        .await?;
    work.commit().await?;
    Ok(shown(item, context))
}

/// Changes a connection's configuration.
///
/// # Errors
/// 400 for a bad body, 404; or when the database is away.
pub async fn update(
    connection_id: &str,
    body: &Value,
    context: &Context,
) -> Result<Value, ManagementFailure> {
    UPDATE.check(body, Part::Payload)?;
    supporting(connection_id, context).await?;
    let found = of(connection_id, context).await?;
    let mut work = context.begin().await?;
    let mut item = CONFIGURATIONS
        .find_for_update("", &found.id, context, &mut work)
        .await?;
    replaced(&mut item.document, &members(body.clone()));
    let item = CONFIGURATIONS.update("", item, context, &mut work).await?;
    work.commit().await?;
    Ok(shown(item, context))
}

/// Deletes a connection's configuration and its tokens.
///
/// # Errors
/// 404; or when the database is away.
pub async fn delete(connection_id: &str, context: &Context) -> Result<(), ManagementFailure> {
    supporting(connection_id, context).await?;
    let mut work = context.begin().await?;
    let found = of(connection_id, context).await?;
    CONFIGURATIONS.remove(&found.id, context, &mut work).await?;
    tokens::remove_all(connection_id, context, &mut work).await?;
    work.commit().await?;
    Ok(())
}

/// Forgets what belongs to a connection that goes.
///
/// # Errors
/// When the database is away.
pub async fn forget(connection_id: &str, context: &Context, work: &mut Work) -> Result<(), Broken> {
    if let Some(found) = CONFIGURATIONS.find_by_key(connection_id, context).await? {
        CONFIGURATIONS.remove(&found.id, context, work).await?;
    }
    scim_users::table::delete_of_connection(&context.tenant, connection_id, work).await?;
    tokens::remove_all(connection_id, context, work).await
}

/// What a connection's configuration has where nothing else is said.
///
/// # Errors
/// 404; or when the database is away.
pub async fn default_mapping(
    connection_id: &str,
    context: &Context,
) -> Result<Value, ManagementFailure> {
    let connection = supporting(connection_id, context).await?;
    Ok(json!({ "mapping": default_rows(&connection.strategy) }))
}

fn default_rows(strategy: &str) -> Value {
    let supported = SUPPORTED.iter().find(|(name, _)| *name == strategy);
    let username = supported.map_or("username", |(_, username)| username);
    let email = if strategy == "waad" {
        "emails[type eq \"work\"].value"
    } else {
        "emails[primary eq true].value"
    };
    json!([
        { "auth0": username, "scim": "userName" },
        { "auth0": "email", "scim": email },
    ])
}

fn default_identifier(strategy: &str) -> &'static str {
    if strategy == "samlp" {
        "userName"
    } else {
        "externalId"
    }
}

/// The connection, if its directory can speak SCIM.
pub(super) async fn supporting(
    connection_id: &str,
    context: &Context,
) -> Result<Connection, ManagementFailure> {
    let connection = connections::find(connection_id, context)
        .await?
        .ok_or_else(Error::unknown_connection)?;
    if SUPPORTED
        .iter()
        .any(|(strategy, _)| *strategy == connection.strategy)
    {
        Ok(connection)
    } else {
        Err(Error::connection_without_scim().into())
    }
}

async fn of(connection_id: &str, context: &Context) -> Result<Item, ManagementFailure> {
    let found = CONFIGURATIONS.find_by_key(connection_id, context).await?;
    Ok(found.ok_or_else(Error::not_found)?)
}

fn shown(item: Item, context: &Context) -> Value {
    let mut shown = item.document;
    for (name, value) in [
        ("tenant_name", json!(context.tenant.id)),
        ("created_at", json!(item.created_at.to_string())),
        ("updated_on", json!(item.updated_at.to_string())),
    ] {
        shown.insert(name.to_owned(), value);
    }
    Value::Object(shown)
}
