//! Confirmation: a person who was asked nothing else sees who is about to learn who they are, where the answer could be
//! caught by any program on their device (reference/authentication.md §1.7).

use super::consent;
use super::transaction::{self, Transaction};
use crate::authorize::Authorization;
use crate::clients::Client;
use crate::context::Context;
use crate::failure::Broken;

/// Whether this request has to be confirmed where nothing else is asked. It isn't remembered: whoever pretends to be an
/// application may come at any time.
///
/// What the client says counts more than what the tenant says. Clients of the older pipeline never had it, and devices
/// have a confirmation of their own.
pub fn is_due(authorization: &Authorization, client: &Client, context: &Context) -> bool {
    let Some(callback) = authorization.destination.callback() else {
        return false;
    };
    let is_trusted = client
        .trusts_non_verifiable_callbacks
        .or(context.tenant.settings.trusts_non_verifiable_callbacks)
        .unwrap_or(false);
    client.oidc_conformant
        && !is_trusted
        && !callback.is_verifiable()
        && !consent::comes_home(authorization, context)
}

/// The person goes on. `false` where the transaction was finished in the meantime.
///
/// # Errors
/// When the database is away.
pub async fn give(transaction: &mut Transaction, context: &Context) -> Result<bool, Broken> {
    transaction.progress.awaits_confirmation = false;
    transaction::save(transaction, context).await
}
