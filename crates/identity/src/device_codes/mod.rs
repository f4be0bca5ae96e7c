//! Device codes (RFC 8628): a device waits until somebody lets it in, elsewhere, by the user code that it shows.

pub mod table;
mod user_code;

use ostia_protocol::auth0::ids::{self, ClientId};
use ostia_protocol::oauth::Scope;
use serde::{Deserialize, Serialize};

pub use self::user_code::UserCode;
use crate::approval::Approval;
use crate::context::Context;
use crate::failure::Broken;
use crate::vault::fingerprint;

/// How long a device may wait, in seconds (reference/authentication.md §3.5).
pub const LIFETIME: i64 = 900;
/// How long a device has to wait between two polls, in seconds.
pub const INTERVAL: i64 = 5;
/// How much earlier a poll may come, in milliseconds: a device's clock and the network aren't that exact.
const SLACK: i64 = 250;
/// How many user codes are tried until one is free. One in millions is taken.
const TRIES: usize = 5;

/// What a device asks for.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Request {
    /// The scopes.
    pub scope: Scope,
    /// The API, where one was named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub audience: Option<String>,
}

/// The codes of a device, as it is told them. Shown once.
#[derive(Debug)]
pub struct Issued {
    /// What it polls with.
    pub device_code: String,
    /// What it shows.
    pub user_code: UserCode,
}

/// A device that waits.
#[derive(Clone, Debug)]
pub struct Waiting {
    /// Recognises it: what logins remember in place of its code.
    pub code_hash: String,
    /// Whose device it is.
    pub client_id: ClientId,
    /// What it asks for.
    pub request: Request,
}

/// Why a device was not let in, in the words that it is told.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Denial {
    /// The `error_description`.
    pub description: String,
}

/// What a device that polls is told.
#[derive(Debug)]
pub enum Poll {
    /// Somebody let it in. This poll, and no other, may act on it.
    Approved(Box<Approval>),
    /// Somebody did not.
    Denied(Denial),
    /// Nobody has answered yet.
    Pending,
    /// The same, and it asks too often.
    TooFast,
    /// Nobody has answered in time. This is said once.
    Expired,
    /// There is no such code, it is another client's, or it was answered for good.
    Unknown,
}

/// Makes codes for a device, or none where no user code was free.
///
/// # Errors
/// When the database is away.
pub async fn issue(
    client: &ClientId,
    request: &Request,
    context: &Context,
) -> Result<Option<Issued>, Broken> {
    let device_code = ids::token(context.entropy(), 32);
    for _ in 0..TRIES {
        let user_code = UserCode::generate(context);
        let row = table::NewCode {
            code_hash: &fingerprint(&device_code),
            user_code_hash: &user_code.hashed(context)?,
            client_id: client.as_str(),
            request: serde_json::to_string(request)?,
            expires_at: context.now.plus_seconds(LIFETIME),
        };
        let mut work = context.begin().await?;
        let is_free = table::insert(&context.tenant, &row, context.now, &mut work).await?;
        work.commit().await?;
        if is_free {
            return Ok(Some(Issued {
                device_code,
                user_code,
            }));
        }
    }
    Ok(None)
}

/// The device that shows this code, while it waits.
///
/// # Errors
/// When the database is away.
pub async fn find(user_code: &UserCode, context: &Context) -> Result<Option<Waiting>, Broken> {
    let hash = user_code.hashed(context)?;
    let (tenant, database) = (&context.tenant, context.database());
    Ok(table::find(tenant, &hash, context.now, database).await?)
}

/// Lets a device in. Of many that answer, the first one counts: `false` for the others.
///
/// # Errors
/// When the database is away.
pub async fn approve(
    code_hash: &str,
    approval: &Approval,
    context: &Context,
) -> Result<bool, Broken> {
    let answer = table::Answer {
        state: table::APPROVED,
        user_id: Some(approval.user_id.as_str()),
        text: serde_json::to_string(approval)?,
    };
    respond(code_hash, &answer, context).await
}

/// Sends a device away. Of many that answer, the first one counts: `false` for the others.
///
/// # Errors
/// When the database is away.
pub async fn deny(code_hash: &str, denial: &Denial, context: &Context) -> Result<bool, Broken> {
    let answer = table::Answer {
        state: table::DENIED,
        user_id: None,
        text: serde_json::to_string(denial)?,
    };
    respond(code_hash, &answer, context).await
}

async fn respond(
    code_hash: &str,
    answer: &table::Answer<'_>,
    context: &Context,
) -> Result<bool, Broken> {
    let mut work = context.begin().await?;
    let first = table::answer(&context.tenant, code_hash, answer, context.now, &mut work).await?;
    work.commit().await?;
    Ok(first)
}

/// What a device that polls is told. Of many polls that race, one is told that it may come in.
///
/// # Errors
/// When the database is away.
pub async fn poll(device_code: &str, client: &ClientId, context: &Context) -> Result<Poll, Broken> {
    let (tenant, now) = (&context.tenant, context.now);
    let hash = fingerprint(device_code);
    let code = [hash.as_str(), client.as_str()];
    let mut work = context.begin().await?;
    if let Some(approval) = table::redeem(tenant, code, now, &mut work).await? {
        work.commit().await?;
        return Ok(Poll::Approved(Box::new(approval)));
    }
    let not_after = now.millis() - INTERVAL * 1_000 + SLACK;
    let outcome = if table::note_poll(tenant, code, now, not_after, &mut work).await? {
        Poll::Pending
    } else if table::expire(tenant, code, now, &mut work).await? {
        Poll::Expired
    } else {
        match table::look(tenant, code, now, &mut work).await? {
            Some(table::Standing::Pending) => Poll::TooFast,
            Some(table::Standing::Denied(denial)) => Poll::Denied(denial),
            Some(table::Standing::Over) | None => Poll::Unknown,
        }
    };
    work.commit().await?;
    Ok(outcome)
}
