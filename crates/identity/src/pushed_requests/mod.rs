//! Pushed authorization requests (RFC 9126): short-lived, used once, stored under a fingerprint of their address.

pub mod table;

use ostia_protocol::auth0::ids::{self, ClientId};

use crate::context::Context;
use crate::failure::Broken;
use crate::vault::fingerprint;

/// What every address of a pushed request begins with (RFC 9126 §2.2).
const PREFIX: &str = "urn:ietf:params:oauth:request_uri:";

/// A request as it was pushed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PushedRequest {
    /// Names and values, in the order sent.
    pub parameters: Vec<(String, String)>,
    /// Whether they came signed (RFC 9101).
    pub is_signed: bool,
}

/// Keeps a request for `lifetime` seconds. The address that stands for it.
///
/// # Errors
/// When the database is away.
pub async fn keep(
    request: &PushedRequest,
    client: &ClientId,
    lifetime: i64,
    context: &Context,
) -> Result<String, Broken> {
    let name = ids::token(context.entropy(), 43);
    let row = table::Row {
        request_hash: fingerprint(&name),
        client_id: client.to_string(),
        request: request.clone(),
        expires_at: context.now.plus_seconds(lifetime),
    };
    let mut work = context.begin().await?;
    table::insert(&context.tenant, &row, context.now, &mut work).await?;
    work.commit().await?;
    Ok(format!("{PREFIX}{name}"))
}

/// Uses a pushed request up; of many racing requests one gets it. `None` where there is none, or it has expired, was
/// used, or is another client's.
///
/// # Errors
/// When the database is away.
pub async fn consume(
    request_uri: &str,
    client: &ClientId,
    context: &Context,
) -> Result<Option<PushedRequest>, Broken> {
    let Some(name) = request_uri.strip_prefix(PREFIX) else {
        return Ok(None);
    };
    let hash = fingerprint(name);
    let mut work = context.begin().await?;
    let found = table::consume(&context.tenant, &hash, client, context.now, &mut work).await?;
    work.commit().await?;
    Ok(found)
}
