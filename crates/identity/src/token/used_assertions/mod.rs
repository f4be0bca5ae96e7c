//! The ids of client assertions that were used: each is good once (RFC 7523 §3).

pub mod table;

use ostia_protocol::auth0::ids::ClientId;

use crate::context::Context;
use crate::failure::Broken;
use crate::time::Timestamp;

/// Uses an id up. `false` where it was used before; of racing requests one gets `true`.
///
/// # Errors
/// When the database is away.
pub(super) async fn note(
    client: &ClientId,
    jti_hash: &str,
    expires_at: Timestamp,
    context: &Context,
) -> Result<bool, Broken> {
    let mut work = context.begin().await?;
    let first = table::insert(&context.tenant, client, jti_hash, expires_at, &mut work).await?;
    work.commit().await?;
    Ok(first)
}
