//! Tickets: links that let somebody do one thing, once, for a while. Only their hash is stored.

pub mod destination;
pub mod document;
pub mod table;

use ostia_protocol::auth0::ids::{self, ClientId, UserId};
use serde::{Deserialize, Serialize};

use crate::context::Context;
use crate::database::{SqlError, Work};
use crate::failure::Broken;
use crate::time::Timestamp;
use crate::vault::fingerprint;

/// How long a ticket works where nobody says, in seconds: 5 days.
pub const LIFETIME: i64 = 432_000;
/// The longest that one may ask for, in seconds: 10 years.
const LONGEST: i64 = 315_360_000;

/// What a ticket is good for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// To confirm an e-mail address.
    EmailVerification,
    /// To choose a new password.
    PasswordChange,
    /// To lift the blocks of an account.
    Unblock,
}

impl Purpose {
    /// As it is stored.
    const fn name(self) -> &'static str {
        match self {
            Self::EmailVerification => "email_verification",
            Self::PasswordChange => "password_change",
            Self::Unblock => "unblock",
        }
    }

    /// The page that takes it.
    pub const fn path(self) -> &'static str {
        match self {
            Self::EmailVerification => "/u/email-verification",
            Self::PasswordChange => "/u/reset-password",
            Self::Unblock => "/u/unblock",
        }
    }
}

/// What a ticket carries beside whose it is. Members are only ever added: rows outlive releases.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Details {
    /// The address that is confirmed: one that changed since is not.
    pub email: Option<String>,
    /// The connection whose password changes.
    pub connection_id: Option<String>,
    /// Where it leads in the end.
    pub result_url: Option<String>,
    /// The application that it is about.
    pub client_id: Option<ClientId>,
    /// The organization that it is about.
    pub organization_id: Option<String>,
    /// Whether the address is added to the result URL.
    pub include_email: bool,
    /// Whether a new password confirms the e-mail address, too: the link was mailed there.
    pub mark_email_as_verified: bool,
    /// The login that waits for it.
    pub state: Option<String>,
}

/// A ticket that was not used and is not too old.
#[derive(Clone, Debug)]
pub struct Ticket {
    /// Whose it is.
    pub user_id: UserId,
    /// What it carries.
    pub details: Details,
    /// When it ends.
    pub expires_at: Timestamp,
}

/// Why a ticket is worth nothing. The page says which, so that people know what to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Worthless {
    /// There never was such a ticket, or it is forgotten.
    Unknown,
    /// It was used.
    Used,
    /// It is too old.
    Expired,
}

/// Makes a ticket that works once the unit of work is committed. Its address, as people get it.
///
/// # Errors
/// When the database is away.
pub async fn issue(
    purpose: Purpose,
    user: &UserId,
    details: &Details,
    lifetime: Option<i64>,
    context: &Context,
    work: &mut Work,
) -> Result<String, Broken> {
    let token = ids::ticket(context.entropy());
    let lifetime = lifetime.filter(|seconds| *seconds > 0).unwrap_or(LIFETIME);
    let row = table::NewTicket {
        hash: fingerprint(&token),
        purpose: purpose.name(),
        user_id: user.as_str(),
        document: serde_json::to_string(details)?,
        created_at: context.now,
        expires_at: context.now.plus_seconds(lifetime.min(LONGEST)),
    };
    table::insert(&context.tenant.id, &row, work).await?;
    // Upstream's end in a fragment, too: mail programs that add to the end of a link don't spoil the ticket.
    Ok(format!(
        "{}{}?ticket={token}#",
        context.links().trim_end_matches('/'),
        purpose.path()
    ))
}

/// What a ticket is worth, without using it.
///
/// # Errors
/// When the database is away.
pub async fn look_at(
    token: &str,
    purpose: Purpose,
    context: &Context,
) -> Result<Result<Ticket, Worthless>, Broken> {
    let hash = fingerprint(token);
    let found = table::find(
        &context.tenant.id,
        &hash,
        purpose.name(),
        context.database(),
    )
    .await?;
    let Some(row) = found else {
        return Ok(Err(Worthless::Unknown));
    };
    if row.used_at.is_some() {
        return Ok(Err(Worthless::Used));
    }
    if row.expires_at <= context.now {
        return Ok(Err(Worthless::Expired));
    }
    opened(&row).map(Ok)
}

/// Uses a ticket. Of many that race with one ticket, one gets it; the others get `None`.
///
/// # Errors
/// When the database is away.
pub async fn redeem(
    token: &str,
    purpose: Purpose,
    context: &Context,
    work: &mut Work,
) -> Result<Option<Ticket>, Broken> {
    let hash = fingerprint(token);
    let tenant = &context.tenant.id;
    let row = table::redeem(tenant, &hash, purpose.name(), context.now, work).await?;
    row.as_ref().map(opened).transpose()
}

/// Makes all tickets of a user worthless that are good for one thing.
///
/// # Errors
/// When the database is away.
pub async fn void_of_user(
    user: &UserId,
    purpose: Purpose,
    context: &Context,
    work: &mut Work,
) -> Result<(), SqlError> {
    table::void_of_user(
        &context.tenant.id,
        user.as_str(),
        purpose.name(),
        context.now,
        work,
    )
    .await
}

/// How many tickets were made for a user since a moment.
///
/// # Errors
/// When the database is away.
pub async fn count_since(
    user: &UserId,
    purpose: Purpose,
    since: Timestamp,
    context: &Context,
) -> Result<i64, Broken> {
    Ok(table::count_since(
        &context.tenant.id,
        user.as_str(),
        purpose.name(),
        since,
        context.database(),
    )
    .await?)
}

fn opened(row: &table::Row) -> Result<Ticket, Broken> {
    Ok(Ticket {
        user_id: UserId::parse(&row.user_id).map_err(Broken::internal)?,
        details: serde_json::from_str(&row.document)?,
        expires_at: row.expires_at,
    })
}
