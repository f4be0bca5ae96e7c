//! Browser sessions: single sign-on across a tenant's applications, within idle and absolute limits.

mod document;
mod ending;
mod first_factor;
mod manage;
pub mod table;

use ostia_protocol::auth0::ids::{self, ClientId, UserId};
use serde::{Deserialize, Serialize};

pub(crate) use self::ending::end_of_user;
pub use self::ending::{end, end_expired, replace};
pub use self::first_factor::FirstFactor;
pub use self::manage::{UPDATE, end_all_of, list, read, revoke, revoke_access, update};
use crate::context::Context;
use crate::database::{SqlError, Work};
use crate::failure::Broken;
use crate::time::Timestamp;
use crate::vault::fingerprint;

/// A session is written to at most this often, in milliseconds: its idle limit counts in hours.
const TOUCH_INTERVAL: i64 = 60_000;

/// A session that is valid now.
#[derive(Clone, Debug)]
pub struct Session {
    /// The public id (`sid`).
    pub id: String,
    /// Who is logged in.
    pub user_id: UserId,
    /// The connection through which, by name.
    pub connection: String,
    /// When they last proved who they are.
    pub authenticated_at: Timestamp,
    /// What they proved then.
    pub first_factor: FirstFactor,
    /// What they proved beside it, if anything.
    pub second_factor: Option<SecondFactor>,
    /// When it was last used.
    pub last_seen_at: Timestamp,
    /// When it ends unless it is used.
    pub idle_expires_at: Timestamp,
    /// When it ends, whatever happens.
    pub expires_at: Timestamp,
}

/// A second factor that was proved in a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecondFactor {
    /// Which, by its name in `/guardian/factors`.
    pub kind: String,
    /// When.
    pub at: Timestamp,
}

/// What is known of the browser, as the Management API shows it.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Device {
    /// At log-in.
    pub initial_user_agent: String,
    /// At log-in.
    pub initial_ip: String,
    /// Last seen.
    pub last_user_agent: String,
    /// Last seen.
    pub last_ip: String,
}

/// A session as just made.
#[derive(Debug)]
pub struct Opened {
    /// The session.
    pub session: Session,
    /// What the browser's cookie holds. Shown once.
    pub token: String,
}

/// Opens a session for a user who has just proved who they are, and how. Always a new token, so that nobody can know it beforehand.
///
/// # Errors
/// When the database is away.
pub async fn open(
    user_id: &UserId,
    connection: &str,
    first_factor: FirstFactor,
    context: &Context,
) -> Result<Opened, Broken> {
    let mut work = context.begin().await?;
    let opened = open_in(user_id, connection, first_factor, context, &mut work).await?;
    work.commit().await?;
    Ok(opened)
}

/// [`open`], inside a unit of work.
pub(crate) async fn open_in(
    user_id: &UserId,
    connection: &str,
    first_factor: FirstFactor,
    context: &Context,
    work: &mut Work,
) -> Result<Opened, SqlError> {
    let limits = context.tenant.settings.session;
    let token = ids::token(context.entropy(), 32);
    let session = Session {
        id: ids::token(context.entropy(), 24),
        user_id: user_id.clone(),
        connection: connection.to_owned(),
        authenticated_at: context.now,
        first_factor,
        second_factor: None,
        last_seen_at: context.now,
        idle_expires_at: context.now.plus_seconds(limits.idle),
        expires_at: context.now.plus_seconds(limits.absolute),
    };
    let device = Device {
        initial_user_agent: context.origin.user_agent.clone(),
        initial_ip: context.origin.ip_text(),
        last_user_agent: context.origin.user_agent.clone(),
        last_ip: context.origin.ip_text(),
    };
    table::insert(
        &context.tenant,
        &session,
        &fingerprint(&token),
        &device,
        work,
    )
    .await?;
    Ok(Opened { session, token })
}

/// Notes that a second factor was proved in a session. It gets a new token: who knew the old one proved less. `None`
/// where it was ended in the meantime.
///
/// # Errors
/// When the database is away.
pub async fn elevate(
    session: &Session,
    kind: &str,
    context: &Context,
) -> Result<Option<Opened>, Broken> {
    let token = ids::token(context.entropy(), 32);
    let second_factor = SecondFactor {
        kind: kind.to_owned(),
        at: context.now,
    };
    let mut work = context.begin().await?;
    let hash = fingerprint(&token);
    let elevated = table::elevate(
        &context.tenant,
        &session.id,
        &hash,
        &second_factor,
        &mut work,
    )
    .await?;
    work.commit().await?;
    Ok(elevated.then(|| Opened {
        session: Session {
            second_factor: Some(second_factor),
            ..session.clone()
        },
        token,
    }))
}

/// The session that a cookie's token opens, if it is still valid. Shorter limits in the tenant's settings hold at once.
///
/// # Errors
/// When the database is away.
pub async fn find_by_token(token: &str, context: &Context) -> Result<Option<Session>, Broken> {
    let found =
        table::find_by_token(&context.tenant, &fingerprint(token), context.database()).await?;
    let limits = context.tenant.settings.session;
    Ok(found.filter(|session| {
        let idle = session
            .idle_expires_at
            .min(session.last_seen_at.plus_seconds(limits.idle));
        let absolute = session.expires_at.min(
            session
                .authenticated_at
                .plus_seconds(limits.absolute.max(1)),
        );
        idle > context.now && (absolute > context.now)
    }))
}

/// That a session is used now, by which client. Most uses aren't worth a write.
#[derive(Debug)]
pub struct Use {
    session_id: String,
    client_id: ClientId,
    is_worth_a_write: bool,
}

impl Use {
    /// Looks whether the use has to be noted.
    ///
    /// # Errors
    /// When the database is away.
    pub async fn of(
        session: &Session,
        client: &ClientId,
        context: &Context,
    ) -> Result<Self, Broken> {
        let (tenant, database) = (&context.tenant, context.database());
        let is_known = table::is_client_known(tenant, &session.id, client, database).await?;
        let is_recent = context.now.millis_since(session.last_seen_at) < TOUCH_INTERVAL;
        Ok(Self {
            session_id: session.id.clone(),
            client_id: client.clone(),
            is_worth_a_write: !(is_known && is_recent),
        })
    }

    /// Notes it: when, from where, and by which client.
    pub(crate) async fn note(&self, context: &Context, work: &mut Work) -> Result<(), SqlError> {
        if !self.is_worth_a_write {
            return Ok(());
        }
        let (tenant, id) = (&context.tenant, &self.session_id);
        if let Some(device) = table::find_device(tenant, id, work).await? {
            let device = Device {
                last_user_agent: context.origin.user_agent.clone(),
                last_ip: context.origin.ip_text(),
                ..device
            };
            let limits = context.tenant.settings.session;
            let seen = table::Seen {
                at: context.now,
                idle_expires_at: context.now.plus_seconds(limits.idle),
                device: &device,
            };
            table::touch(tenant, id, &seen, work).await?;
        }
        table::add_client(tenant, id, &self.client_id, work).await
    }
}
