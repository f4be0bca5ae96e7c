//! What clients are called: by their id, or by the address of the document that they publish.

use std::sync::Arc;

use ostia_protocol::auth0::ids::ClientId;
use serde_json::Value;

use super::{Client, find, table};
use crate::context::Context;
use crate::failure::Broken;

impl Client {
    /// What it calls itself in requests, and is called in tokens: the address of the document that it publishes, or
    /// its id.
    pub fn name_in_requests(&self) -> &str {
        let address = self.document.get("external_client_id");
        address
            .and_then(Value::as_str)
            .filter(|address| !address.is_empty())
            .unwrap_or(self.id.as_str())
    }
}

/// The client that a request names: by its id, or by the address of the document that it publishes.
///
/// # Errors
/// When the database is away.
pub async fn find_named(named: &str, context: &Context) -> Result<Option<Arc<Client>>, Broken> {
    if !named.starts_with("https://") {
        return match ClientId::parse(named) {
            Ok(id) => find(&id, context).await,
            Err(_) => Ok(None),
        };
    }
    let known = table::find_external(&context.tenant, named, context.database()).await?;
    match known.map(|known| ClientId::parse(&known.client_id)) {
        Some(Ok(id)) => find(&id, context).await,
        _ => Ok(None),
    }
}
