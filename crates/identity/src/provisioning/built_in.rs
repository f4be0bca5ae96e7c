//! Clients that a tenant has from the start. Their ids are derived from the tenant's data key: as secret as it is and as
//! random as it was, and every start finds them again without a file that could be lost or half written.

use std::sync::Arc;

use ostia_protocol::auth0::ids::ClientId;
use serde_json::{Map, Value, json};
use zeroize::Zeroizing;

use crate::cache::Stale;
use crate::clients::{self, Client, document, manage};
use crate::context::Context;
use crate::failure::Broken;

/// A client's id and, for confidential ones, its secret.
#[derive(Clone, Debug)]
pub struct Credentials {
    /// The `client_id`.
    pub client_id: ClientId,
    /// The `client_secret`.
    pub client_secret: Option<Zeroizing<String>>,
}

/// The id that the client of a purpose has in this tenant.
pub fn client_id(purpose: &str, context: &Context) -> Result<ClientId, Broken> {
    let text = derived(&format!("sample client {purpose}"), 32, context)?;
    ClientId::parse(&text).map_err(Broken::internal)
}

/// The client of this purpose, made where it isn't there. It is recognised by its id.
pub async fn client(purpose: &str, body: Value, context: &Context) -> Result<Credentials, Broken> {
    let id = client_id(purpose, context)?;
    let found = match clients::find(&id, context).await? {
        Some(found) => found,
        None => make(&id, body, context).await?,
    };
    let client_secret = match &found.kind {
        clients::ClientKind::Secret { secret, .. } => Some(secret.reveal()?),
        _ => None,
    };
    Ok(Credentials {
        client_id: id,
        client_secret,
    })
}

async fn make(id: &ClientId, body: Value, context: &Context) -> Result<Arc<Client>, Broken> {
    let body = match body {
        Value::Object(body) => body,
        _ => Map::new(),
    };
    let document = document::create(&body).map_err(|refused| {
        Broken::internal(format!("a built-in client could not be made: {refused:?}"))
    })?;
    let mut work = context.begin().await?;
    manage::insert(id, document, context, &mut work).await?;
    work.commit().await?;
    let made = clients::find(id, context).await?;
    made.ok_or_else(|| Broken::internal("a built-in client that was just made is gone"))
}

/// Adds an address to a list of a client, unless it is there. The domain may have changed since the last start.
pub async fn add_url(
    client: &Credentials,
    member: &str,
    url: &str,
    context: &Context,
) -> Result<(), Broken> {
    let id = &client.client_id;
    if let Some(client) = clients::find(id, context).await?
        && let Some(Value::Array(urls)) = client.document.get(member)
        && urls.iter().any(|known| known == url)
    {
        return Ok(());
    }
    let mut work = context.begin().await?;
    let Some(mut row) = clients::table::find_for_update(&context.tenant, id, &mut work).await?
    else {
        return Ok(());
    };
    let urls = row.document.entry(member).or_insert_with(|| json!([]));
    let Some(urls) = urls.as_array_mut() else {
        return Ok(());
    };
    if urls.iter().any(|known| known == url) {
        return Ok(());
    }
    urls.push(json!(url));
    clients::table::update(&context.tenant, &row, context.now, &mut work).await?;
    work.makes_stale(Stale::Client(context.tenant.id.clone(), id.clone()));
    work.commit().await
}

/// Letters and digits that only this tenant's key gives.
pub fn derived(purpose: &str, length: usize, context: &Context) -> Result<String, Broken> {
    let key = &context.tenant.key;
    let text = key.authenticate(purpose, b"1")? + &key.authenticate(purpose, b"2")?;
    Ok(text
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .take(length)
        .collect())
}

/// ID tokens signed with RS256.
pub fn rs256() -> Value {
    json!({ "alg": "RS256", "lifetime_in_seconds": 36_000 })
}
