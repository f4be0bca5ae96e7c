//! What the Management API does with connections.

use std::collections::HashMap;

use ostia_protocol::auth0::ids::{ClientId, ConnectionId};
use ostia_protocol::auth0::management_error::Error;
use ostia_protocol::auth0::paging::{Page, Paging};
use ostia_protocol::auth0::schema::Part;
use serde_json::{Map, Value, json};

use super::table::{ConnectionRow, Filter};
use super::{document, sealed, table};
use crate::context::Context;
use crate::database::Work;
use crate::failure::{Broken, ManagementFailure};
use crate::listing::{self, Listed, Slice};
use crate::time::Timestamp;
use crate::{clients, connection_keys, directory_provisionings, scim_configurations, users};

/// The connections that a list shows.
///
/// # Errors
/// 400 for a bad checkpoint; or when the database is away.
pub async fn list(
    filter: &Filter,
    paging: &Paging,
    context: &Context,
) -> Result<Page, ManagementFailure> {
    let slice = Slice::of(paging, context.now)?;
    let (tenant, database) = (&context.tenant, context.database());
    let rows = table::list(tenant, filter, &slice, database).await?;
    let total = if paging.wants_total() {
        table::count(tenant, filter, database).await?
    } else {
        0
    };
    let ids: Vec<&str> = rows.iter().map(|row| row.connection_id.as_str()).collect();
    let mut enabled = table::clients_of(tenant, &ids, database).await?;
    let mut listed = Vec::with_capacity(rows.len());
    for row in rows {
        listed.push(Listed {
            created_at: row.created_at,
            id: row.connection_id.clone(),
            value: Value::Object(shown(row, &mut enabled, context)?),
        });
    }
    Ok(listing::page(paging, listed, total, context.now))
}

/// One connection.
///
/// # Errors
/// 404; or when the database is away.
pub async fn read(id: &str, context: &Context) -> Result<Map<String, Value>, ManagementFailure> {
    let row = table::find(&context.tenant, id, context.database())
        .await?
        .ok_or_else(Error::unknown_connection)?;
    let mut enabled = table::clients_of(&context.tenant, &[id], context.database()).await?;
    Ok(shown(row, &mut enabled, context)?)
}

/// The wire form, with the applications that may use it and with its secrets.
fn shown(
    row: ConnectionRow,
    enabled: &mut HashMap<String, Vec<String>>,
    context: &Context,
) -> Result<Map<String, Value>, Broken> {
    let mut document = row.document;
    let clients = enabled.remove(&row.connection_id).unwrap_or_default();
    document.insert("enabled_clients".to_owned(), json!(clients));
    if let (Some(secrets), Some(Value::Object(options))) =
        (&row.sealed_options, document.get_mut("options"))
    {
        sealed::open(&row.connection_id, secrets, options, context)?;
    }
    Ok(document)
}

/// Makes a connection from a body of `POST /connections`. As shown.
///
/// # Errors
/// 400 and 409 in the Management API's words.
pub async fn create(
    body: &Value,
    context: &Context,
) -> Result<Map<String, Value>, ManagementFailure> {
    document::CREATE.check(body, Part::Payload)?;
    let sent = body.as_object().cloned().unwrap_or_default();
    let mut document = document::new(&sent);
    document::check(&document)?;
    let clients = known_clients(sent.get("enabled_clients"), context).await?;
    let id = ConnectionId::generate(context.entropy());
    document.insert("id".to_owned(), json!(id));
    let sealed_options = sealed::seal(id.as_str(), &mut document, context)?;
    let row = ConnectionRow::new(id.as_str(), document, sealed_options, context.now);
    let mut work = context.begin().await?;
    if !table::insert(&context.tenant, &row, &mut work).await? {
        return Err(Error::connection_exists().into());
    }
    check_realms(&row, context, &mut work).await?;
    for client in &clients {
        table::enable(&context.tenant, id.as_str(), client, context.now, &mut work).await?;
    }
    work.commit().await?;
    connection_keys::provide(id.as_str(), row.document.get("options"), context).await?;
    let ids = clients.iter().map(ToString::to_string).collect();
    let mut enabled = HashMap::from([(row.connection_id.clone(), ids)]);
    Ok(shown(row, &mut enabled, context)?)
}

/// Changes a connection by a body of `PATCH /connections/{id}`. As shown.
///
/// # Errors
/// 400, 404 and 409 in the Management API's words.
pub async fn update(
    id: &str,
    body: &Value,
    context: &Context,
) -> Result<Map<String, Value>, ManagementFailure> {
    document::UPDATE.check(body, Part::Payload)?;
    let sent = body.as_object().cloned().unwrap_or_default();
    let clients = match sent.get("enabled_clients") {
        None | Some(Value::Null) => None,
        given => Some(known_clients(given, context).await?),
    };
    let mut work = context.begin().await?;
    let mut row = table::find_for_update(&context.tenant, id, &mut work)
        .await?
        .ok_or_else(Error::unknown_connection)?;
    document::change(&mut row.document, &sent)?;
    document::check(&row.document)?;
    if sent.contains_key("options") {
        row.sealed_options = sealed::seal(id, &mut row.document, context)?;
    }
    let row = ConnectionRow::new(id, row.document, row.sealed_options, row.created_at);
    check_realms(&row, context, &mut work).await?;
    table::update(&context.tenant, &row, context.now, &mut work).await?;
    if let Some(clients) = clients {
        table::disable_all(&context.tenant, id, &mut work).await?;
        for client in &clients {
            table::enable(&context.tenant, id, client, context.now, &mut work).await?;
        }
    }
    work.commit().await?;
    connection_keys::provide(id, row.document.get("options"), context).await?;
    read(id, context).await
}

/// Two connections can't answer to one realm.
async fn check_realms(
    row: &ConnectionRow,
    context: &Context,
    work: &mut Work,
) -> Result<(), ManagementFailure> {
    let realms = strings(row.document.get("realms"));
    for other in table::documents_of_others(&context.tenant, &row.connection_id, work).await? {
        let taken = strings(other.get("realms"));
        if realms.iter().any(|realm| taken.contains(realm)) {
            return Err(Error::connection_realm_exists().into());
        }
    }
    Ok(())
}

fn strings(value: Option<&Value>) -> Vec<&str> {
    let items = value.and_then(Value::as_array).into_iter().flatten();
    items.filter_map(Value::as_str).collect()
}

/// The applications that a body names, each once.
async fn known_clients(
    named: Option<&Value>,
    context: &Context,
) -> Result<Vec<ClientId>, ManagementFailure> {
    let mut known = Vec::new();
    for id in strings(named) {
        let id = known_client(id, context).await?;
        if !known.contains(&id) {
            known.push(id);
        }
    }
    Ok(known)
}

async fn known_client(id: &str, context: &Context) -> Result<ClientId, ManagementFailure> {
    let unknown = || Error::invalid_body(format!("The client {id} does not exist"));
    let id = ClientId::parse(id).map_err(|_| unknown())?;
    match clients::find(&id, context).await? {
        Some(_) => Ok(id),
        None => Err(unknown().into()),
    }
}

/// Deletes a connection, after all users whose accounts live in it. When it was deleted, or `None` where there was none.
///
/// # Errors
/// When the database is away; what was deleted until then stays deleted.
pub async fn delete(id: &str, context: &Context) -> Result<Option<Timestamp>, Broken> {
    let Some(row) = table::find(&context.tenant, id, context.database()).await? else {
        return Ok(None);
    };
    let connection = super::Connection::from_stored(row)?;
    loop {
        users::manage::delete_of_connection(&connection, context).await?;
        let mut work = context.begin().await?;
        // Whoever was made in the meantime goes in another round.
        if table::delete_if_empty(&context.tenant, id, &mut work).await? {
            scim_configurations::forget(id, context, &mut work).await?;
            directory_provisionings::forget(id, context, &mut work).await?;
            connection_keys::forget(id, context, &mut work).await?;
            work.commit().await?;
            return Ok(Some(context.now));
        }
    }
}

/// The applications that may use a connection.
///
/// # Errors
/// 400 for a bad checkpoint, 404; or when the database is away.
pub async fn list_clients(
    id: &str,
    paging: &Paging,
    context: &Context,
) -> Result<Page, ManagementFailure> {
    let (tenant, database) = (&context.tenant, context.database());
    table::find(tenant, id, database)
        .await?
        .ok_or_else(Error::unknown_connection)?;
    let slice = Slice::of(paging, context.now)?;
    let rows = table::page_of_clients(tenant, id, &slice, database).await?;
    let listed = rows
        .into_iter()
        .map(|(client_id, created_at)| Listed {
            created_at,
            value: json!({ "client_id": client_id }),
            id: client_id,
        })
        .collect();
    Ok(listing::page(paging, listed, 0, context.now))
}

/// Lets applications use a connection, or no longer, by a body of `PATCH /connections/{id}/clients`: all of it or
/// nothing.
///
/// # Errors
/// 400 and 404 in the Management API's words.
pub async fn update_clients(
    id: &str,
    body: &Value,
    context: &Context,
) -> Result<(), ManagementFailure> {
    document::CLIENTS.check(body, Part::Payload)?;
    let mut changes = Vec::new();
    for row in body.as_array().into_iter().flatten() {
        let client = row.get("client_id").and_then(Value::as_str);
        let client = client.unwrap_or_default();
        let enable = row.get("status") == Some(&Value::Bool(true));
        // An application that is gone can still be taken off the list.
        let client = match (enable, ClientId::parse(client)) {
            (false, Ok(client)) => client,
            _ => known_client(client, context).await?,
        };
        changes.push((client, enable));
    }
    let mut work = context.begin().await?;
    table::find_for_update(&context.tenant, id, &mut work)
        .await?
        .ok_or_else(Error::unknown_connection)?;
    for (client, enable) in &changes {
        if *enable {
            table::enable(&context.tenant, id, client, context.now, &mut work).await?;
        } else {
            table::disable(&context.tenant, id, client, &mut work).await?;
        }
    }
    Ok(work.commit().await?)
}
