//! Clients that publish who they are: their `client_id` is the address of a document that says it
//! (draft-ietf-oauth-client-id-metadata-document). They are third parties, in strict mode, always.
//!
//! An administrator brings one in, or, where the tenant allows it, it comes by itself with its first authorization
//! request. The document remains where the truth is: what came by itself is read again once a day.

mod address;
mod document;

use std::sync::Arc;

use ostia_protocol::auth0::ids::ClientId;
use ostia_protocol::auth0::management_error::Error;
use ostia_protocol::auth0::schema::{Part, Schema};
use serde_json::{Value, json};

use self::address::Address;
use self::document::Reading;
use crate::clients::document::Document;
use crate::clients::table::{find_external, find_external_in};
use crate::clients::{self, Client, credentials, manage};
use crate::context::Context;
use crate::failure::{Broken, ManagementFailure};
use crate::logs::{Entry, Event};
use crate::outgoing::Unanswered;

/// The body of both operations: which document.
pub static BODY: std::sync::LazyLock<Schema> = std::sync::LazyLock::new(|| {
    let address = Schema::string().min_length(1).max_length(120);
    Schema::object().required_member(
        "external_client_id",
        address.described("The https URL of the client's metadata document"),
    )
});

/// The longest document and key set that are read, in bytes: upstream's limits.
const MAX_DOCUMENT: usize = 5 * 1024;
const MAX_KEY_SET: usize = 12 * 1024;
/// How long a document that came by itself is believed, in milliseconds.
const FRESH: i64 = 86_400_000;

/// Who brought a client in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum By {
    Administrator,
    Itself,
}

/// What an administrator is told of a client that was brought in.
#[derive(Debug)]
pub struct Registered {
    /// Whether it wasn't known before.
    pub is_new: bool,
    /// As on the wire.
    pub answer: Value,
}

/// Reads a document and tells what would become of it. Nothing is stored.
///
/// # Errors
/// 400 for an address that can't be one; or when the database is away.
pub async fn preview(body: &Value, context: &Context) -> Result<Value, ManagementFailure> {
    let address = address_of(body, context)?;
    let known = find_external(&context.tenant, address.as_str(), context.database())
        .await
        .map_err(Broken::from)?;
    let mut answer = match fetch(&address, context).await {
        Ok(reading) => json!({
            "validation": validation(&reading),
            "mapped_fields": reading.mapped(&address),
        }),
        Err(error) => json!({ "errors": [error.to_string()] }),
    };
    if let Some(known) = known {
        answer["client_id"] = json!(known.client_id);
    }
    Ok(answer)
}

/// Makes a client of a document, or brings the client that was made of it up to date.
///
/// # Errors
/// 400 for an address that can't be one, a document that can't be fetched or applied; or when the database is away.
pub async fn register(body: &Value, context: &Context) -> Result<Registered, ManagementFailure> {
    let address = address_of(body, context)?;
    let reading = fetch_usable(&address, context).await?;
    let (id, is_new) = apply(&reading, &address, By::Administrator, context).await?;
    let answer = json!({
        "client_id": id,
        "mapped_fields": reading.mapped(&address),
        "validation": validation(&reading),
    });
    Ok(Registered { is_new, answer })
}

/// The client that an authorization request names by its address. Where the tenant allows it, it may come by itself.
///
/// # Errors
/// 400, saying what is wrong with the document of a client that isn't known; or when the database is away.
pub async fn recognise(
    named: &str,
    context: &Context,
) -> Result<Option<Arc<Client>>, ManagementFailure> {
    let Ok(address) = Address::parse(named, context.platform.outgoing.reach()) else {
        return Ok(None);
    };
    let database = context.database();
    let known = find_external(&context.tenant, address.as_str(), database)
        .await
        .map_err(Broken::from)?;
    let comes_by_itself = context.tenant.settings.registers_clients_by_address;
    let id = match known {
        Some(known) => {
            let id = ClientId::parse(&known.client_id).map_err(Broken::internal)?;
            let is_old = context.now.millis() - known.updated_at.millis() > FRESH;
            if comes_by_itself && known.came_by_itself && is_old {
                refresh(&id, &address, context).await?;
            }
            id
        }
        None if comes_by_itself => introduce(&address, context).await?,
        None => return Ok(None),
    };
    Ok(clients::find(&id, context).await?)
}

async fn introduce(address: &Address, context: &Context) -> Result<ClientId, ManagementFailure> {
    let reading = fetch_usable(address, context).await?;
    let (id, is_new) = apply(&reading, address, By::Itself, context).await?;
    if let (true, Some(client)) = (is_new, clients::find(&id, context).await?) {
        Entry::new(Event::ClientRegistered)
            .description("Client ID Metadata Document")
            .client(&client)
            .record(context);
    }
    Ok(id)
}

/// What is known of a client stays where its document is away for a while, or became unusable. Either way it counts as
/// read: nobody's login waits for a dead server twice.
async fn refresh(
    id: &ClientId,
    address: &Address,
    context: &Context,
) -> Result<(), ManagementFailure> {
    match fetch(address, context).await {
        Ok(reading) if reading.is_valid() => {
            apply(&reading, address, By::Itself, context).await?;
            return Ok(());
        }
        Ok(reading) => {
            tracing::warn!(%address, violations = ?reading.violations, "a client's metadata became unusable");
        }
        Err(error) => tracing::warn!(%error, "a client's metadata is away"),
    }
    let mut work = context.begin().await?;
    clients::table::note_reading(&context.tenant, id, context.now, &mut work)
        .await
        .map_err(Broken::from)?;
    Ok(work.commit().await?)
}

fn address_of(body: &Value, context: &Context) -> Result<Address, Error> {
    BODY.check(body, Part::Payload)?;
    let text = body["external_client_id"].as_str().unwrap_or_default();
    Address::parse(text, context.platform.outgoing.reach())
        .map_err(|why| Error::invalid_body(format!("Invalid external_client_id: it {why}.")))
}

async fn fetch_usable(address: &Address, context: &Context) -> Result<Reading, Error> {
    let reading = fetch(address, context).await.map_err(|error| {
        Error::invalid_body(format!(
            "The Client Metadata at {address} could not be retrieved."
        ))
        .with_detail(error.to_string())
    })?;
    if reading.is_valid() {
        return Ok(reading);
    }
    let why = reading.violations.join(" ");
    Err(Error::invalid_body(format!(
        "The Client Metadata document at {address} cannot be applied. {why}"
    )))
}

fn validation(reading: &Reading) -> Value {
    json!({
        "valid": reading.is_valid(),
        "violations": reading.violations,
        "warnings": reading.warnings,
    })
}

async fn fetch(address: &Address, context: &Context) -> Result<Reading, Unanswered> {
    let outgoing = &context.platform.outgoing;
    let accept = [("accept", "application/json")];
    let answer = outgoing.get(address.as_str(), &accept).await?;
    let document: Value = answer.json_within(MAX_DOCUMENT)?;
    let mut reading = Reading::of(&document, address);
    if let Some(uri) = reading.jwks_uri.clone() {
        let keys: Value = outgoing
            .get(&uri, &accept)
            .await?
            .json_within(MAX_KEY_SET)?;
        reading.read_keys(&keys);
    }
    Ok(reading)
}

/// Stores what a document says. The id, and whether it is a new one.
async fn apply(
    reading: &Reading,
    address: &Address,
    by: By,
    context: &Context,
) -> Result<(ClientId, bool), ManagementFailure> {
    let mut wanted = reading.client();
    let keys: Vec<_> = reading
        .keys
        .iter()
        .map(|key| credentials::of_jwk(&key.kid, key.algorithm, &key.jwk, context))
        .collect();
    if !keys.is_empty() {
        let ids = keys.iter().map(|key| json!({ "id": key.credential_id }));
        let ids: Vec<Value> = ids.collect();
        wanted.insert(
            "client_authentication_methods".to_owned(),
            json!({ "private_key_jwt": { "credentials": ids } }),
        );
        wanted.insert("jwt_configuration".to_owned(), json!({ "alg": "RS256" }));
    }
    let mut work = context.begin().await?;
    let known = find_external_in(&context.tenant, address.as_str(), &mut work).await;
    if let Some(row) = known.map_err(Broken::from)? {
        let id = ClientId::parse(&row.client_id).map_err(Broken::internal)?;
        let finish = |document: &mut Document| reading.tell_where_keys_are(document);
        manage::replace_published(&id, &wanted, finish, context, &mut work).await?;
        credentials::replace(&id, &keys, context, &mut work).await?;
        work.commit().await?;
        return Ok((id, false));
    }
    let document = fresh(&wanted, reading, address, by)?;
    let id = manage::new_id(&document, context);
    credentials::replace(&id, &keys, context, &mut work).await?;
    let inserted = manage::insert(&id, document, context, &mut work).await;
    if let Err(broken) = inserted {
        drop(work);
        // Another request brought it in at the same moment: then that one's stands.
        let known = find_external(&context.tenant, address.as_str(), context.database()).await;
        let row = known.map_err(Broken::from)?.ok_or(broken)?;
        let id = ClientId::parse(&row.client_id).map_err(Broken::internal)?;
        return Ok((id, false));
    }
    work.commit().await?;
    Ok((id, true))
}

fn fresh(
    wanted: &Document,
    reading: &Reading,
    address: &Address,
    by: By,
) -> Result<Document, Error> {
    let mut document = clients::document::create(wanted)?;
    let by = match by {
        By::Administrator => "admin",
        By::Itself => "client",
    };
    for (name, value) in [
        ("external_metadata_type", "cimd"),
        ("external_metadata_created_by", by),
        ("external_client_id", address.as_str()),
    ] {
        document.insert(name.to_owned(), json!(value));
    }
    reading.tell_where_keys_are(&mut document);
    Ok(document)
}
