//! A login transaction: a checked request that waits for a person. It belongs to one browser and is finished once.

pub mod table;

use std::sync::Arc;

use ostia_protocol::auth0::ids::{self, ClientId, UserId};
use ostia_protocol::oauth::GrantType;
use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq as _;

use super::Browser;
use super::second_factor::Choice;
use crate::authorize::{Authorization, Destination, target};
use crate::clients::{self, Client};
use crate::context::Context;
use crate::database::Work;
use crate::failure::Broken;
use crate::sessions::{self, FirstFactor, Opened};
use crate::vault::fingerprint;

/// How long a person may take, in seconds.
const LIFETIME: i64 = 3_600;

/// A transaction that waits.
#[derive(Debug)]
pub struct Transaction {
    /// What names it in addresses.
    pub state: String,
    /// The client.
    pub client: Arc<Client>,
    /// The request.
    pub authorization: Authorization,
    /// What the person did so far.
    pub progress: Progress,
}

/// What a person did so far. Members are only ever added: rows outlive releases.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Progress {
    /// The session that was opened here: its user has just proved who they are.
    #[serde(default)]
    pub session_id: Option<String>,
    /// Who agreed to what the application asks for.
    #[serde(default)]
    pub consented_by: Option<UserId>,
    /// Whether they have to confirm that they go on, because they were asked nothing else.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub awaits_confirmation: bool,
    /// The organization that they named or chose.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organization: Option<String>,
    /// What they called themselves before they were asked to log in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identifier: Option<String>,
    /// Whether they want to accept the invitation that they came with.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub accepts_invitation: bool,
    /// The code that was sent to them, which they log in with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code_sent: Option<CodeSent>,
    /// The second factor that waits for the first code sent to it, by its id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub enrolling: Option<String>,
    /// Whether they were offered a passkey.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub passkey_was_offered: bool,
    /// What they chose of the second factors.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub second_factor: Option<Choice>,
}

/// A code that was sent to somebody who logs in with it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CodeSent {
    /// The connection's id.
    pub connection_id: String,
    /// Where to.
    pub address: String,
}

/// Stores a checked request. What names it.
///
/// # Errors
/// When the database is away.
pub async fn begin(
    authorization: &Authorization,
    progress: &Progress,
    client: &Client,
    browser: &Browser,
    context: &Context,
) -> Result<String, Broken> {
    let state = ids::token(context.entropy(), 32);
    let row = table::NewTransaction {
        state_hash: &fingerprint(&state),
        browser_hash: &fingerprint(&browser.id),
        client_id: client.id.as_str(),
        request: serde_json::to_string(authorization)?,
        progress: serde_json::to_string(progress)?,
        expires_at: context.now.plus_seconds(LIFETIME),
    };
    let mut work = context.begin().await?;
    table::insert(&context.tenant, &row, context.now, &mut work).await?;
    work.commit().await?;
    Ok(state)
}

/// The transaction that `state` names, if this browser began it and it still waits.
///
/// # Errors
/// When the database is away.
pub async fn find(
    state: &str,
    browser: &Browser,
    context: &Context,
) -> Result<Option<Transaction>, Broken> {
    let Some(row) = table::find(
        &context.tenant,
        &fingerprint(state),
        context.now,
        context.database(),
    )
    .await?
    else {
        return Ok(None);
    };
    let same_browser: bool = row
        .browser_hash
        .as_bytes()
        .ct_eq(fingerprint(&browser.id).as_bytes())
        .into();
    if !same_browser {
        return Ok(None);
    }
    let client_id = ClientId::parse(&row.client_id).map_err(Broken::internal)?;
    let Some(client) = clients::find(&client_id, context).await? else {
        return Ok(None);
    };
    let authorization: Authorization = serde_json::from_str(&row.request)?;
    if !still_trusts(&authorization, &client, context).await? {
        return Ok(None);
    }
    Ok(Some(Transaction {
        state: state.to_owned(),
        client,
        authorization,
        progress: serde_json::from_str(&row.progress)?,
    }))
}

/// Whether answers may still go where they should: a callback or a grant may have been taken from the client since.
async fn still_trusts(
    authorization: &Authorization,
    client: &Client,
    context: &Context,
) -> Result<bool, Broken> {
    match &authorization.destination {
        Destination::Callback { redirect_uri, .. } => {
            let named = authorization.request.organization.as_deref();
            target::is_registered(redirect_uri, named, client, context).await
        }
        Destination::Device { .. } => Ok(client.may_use(GrantType::DeviceCode)),
    }
}

/// Opens a session for a user who has just proved who they are, and notes that it was here. `None` where the transaction
/// was finished in the meantime: then there is no session either.
///
/// # Errors
/// When the database is away.
pub async fn authenticated(
    transaction: &mut Transaction,
    user_id: &UserId,
    connection: &str,
    first_factor: FirstFactor,
    context: &Context,
) -> Result<Option<Opened>, Broken> {
    let mut work = context.begin().await?;
    let opened = sessions::open_in(user_id, connection, first_factor, context, &mut work).await?;
    transaction.progress.session_id = Some(opened.session.id.clone());
    if !save_in(transaction, context, &mut work).await? {
        return Ok(None);
    }
    work.commit().await?;
    Ok(Some(opened))
}

/// Saves the progress. `false` where the transaction was finished in the meantime.
///
/// # Errors
/// When the database is away.
pub async fn save(transaction: &Transaction, context: &Context) -> Result<bool, Broken> {
    let mut work = context.begin().await?;
    let saved = save_in(transaction, context, &mut work).await?;
    work.commit().await?;
    Ok(saved)
}

async fn save_in(
    transaction: &Transaction,
    context: &Context,
    work: &mut Work,
) -> Result<bool, Broken> {
    let progress = serde_json::to_string(&transaction.progress)?;
    let state_hash = fingerprint(&transaction.state);
    Ok(table::set_progress(&context.tenant, &state_hash, &progress, work).await?)
}

/// Ends a transaction. Of several posts that race, one gets `true`.
///
/// # Errors
/// When the database is away.
pub async fn finish(transaction: &Transaction, context: &Context) -> Result<bool, Broken> {
    let mut work = context.begin().await?;
    let won = finish_in(transaction, context, &mut work).await?;
    work.commit().await?;
    Ok(won)
}

/// [`finish`], inside a unit of work.
pub(crate) async fn finish_in(
    transaction: &Transaction,
    context: &Context,
    work: &mut Work,
) -> Result<bool, Broken> {
    let state_hash = fingerprint(&transaction.state);
    Ok(table::finish(&context.tenant, &state_hash, context.now, work).await?)
}

/// The token that a form of this transaction must bring back: only this browser, which holds the id, was given it.
///
/// # Errors
/// When it can't be computed.
pub fn form_token(state: &str, browser: &Browser, context: &Context) -> Result<String, Broken> {
    context
        .tenant
        .key
        .authenticate("form token", format!("{}\0{state}", browser.id).as_bytes())
}

/// Whether a form brought the right token back.
///
/// # Errors
/// When it can't be computed.
pub fn is_form_token(
    presented: &str,
    state: &str,
    browser: &Browser,
    context: &Context,
) -> Result<bool, Broken> {
    let expected = form_token(state, browser, context)?;
    Ok(expected.as_bytes().ct_eq(presented.as_bytes()).into())
}
