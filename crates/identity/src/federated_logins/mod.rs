//! People who were sent to another identity provider and are expected back: once, soon, and in the same browser.

pub mod table;

use ostia_jose::JwkSet;
use ostia_protocol::auth0::ids;
use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq as _;

use crate::context::Context;
use crate::failure::Broken;
use crate::time::Timestamp;
use crate::vault::{Place, fingerprint};

/// How long somebody may take at the provider, in seconds.
const LIFETIME: i64 = 3_600;

/// What has to come back, or is needed then. Members are only ever added: rows outlive releases.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Expected {
    /// The login that they belong to.
    pub transaction: String,
    /// What the ID token has to repeat.
    pub nonce: String,
    /// What the challenge was made of, where the provider was given one (RFC 7636).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code_verifier: Option<String>,
    /// The address to which the provider was asked to send them back.
    pub redirect_uri: String,
}

/// A provider's keys, and when they were fetched.
#[derive(Debug)]
pub struct ProviderKeys {
    /// The keys.
    pub set: JwkSet,
    /// When.
    pub fetched_at: Timestamp,
}

fn place(state_hash: &str) -> Place<'_> {
    Place {
        table: "federated_logins",
        column: "sealed_detail",
        id: state_hash,
    }
}

/// Notes that somebody is sent to a provider. The `state` that brings them back.
///
/// # Errors
/// When the database is away.
pub async fn keep(
    expected: &Expected,
    connection_id: &str,
    browser_id: &str,
    context: &Context,
) -> Result<String, Broken> {
    let state = ids::token(context.entropy(), 32);
    let state_hash = fingerprint(&state);
    let detail = serde_json::to_vec(expected)?;
    let key = &context.tenant.key;
    let row = table::Row {
        browser_hash: fingerprint(browser_id),
        connection_id: connection_id.to_owned(),
        sealed_detail: key.seal(place(&state_hash), &detail, context.entropy())?,
    };
    let mut work = context.begin().await?;
    let expires_at = context.now.plus_seconds(LIFETIME);
    let (tenant, now) = (&context.tenant, context.now);
    table::insert(tenant, &state_hash, &row, [now, expires_at], &mut work).await?;
    work.commit().await?;
    Ok(state)
}

/// What was noted under a `state`, and for which connection; it can't be asked for again. `None` where there is
/// nothing, or another browser brings it: whoever was lured here with somebody else's answer doesn't get their account.
///
/// # Errors
/// When the database is away.
pub async fn consume(
    state: &str,
    browser_id: &str,
    context: &Context,
) -> Result<Option<(Expected, String)>, Broken> {
    let state_hash = fingerprint(state);
    let mut work = context.begin().await?;
    let found = table::consume(&context.tenant, &state_hash, context.now, &mut work).await?;
    work.commit().await?;
    let Some(row) = found else {
        return Ok(None);
    };
    let same_browser: bool = row
        .browser_hash
        .as_bytes()
        .ct_eq(fingerprint(browser_id).as_bytes())
        .into();
    if !same_browser {
        return Ok(None);
    }
    let detail = context
        .tenant
        .key
        .open(place(&state_hash), &row.sealed_detail)?;
    Ok(Some((serde_json::from_slice(&detail)?, row.connection_id)))
}
