//! Changing a password.

pub mod table;

use ostia_protocol::auth0::ids::UserId;
use serde_json::{Value, json};

use super::view::record;
use super::{User, table as users};
use crate::cache::Stale;
use crate::clients::Initiator;
use crate::connections::Connection;
use crate::context::Context;
use crate::database::{SqlError, Work};
use crate::events::Kind;
use crate::failure::Broken;
use crate::login_limits::blocks;
use crate::passwords::{HashingFailed, Password, PasswordHash, PersonalInfo, Weakness};
use crate::tickets::Details;
use crate::{refresh_tokens, sessions};

/// Why a password stays as it was.
#[derive(Debug)]
pub enum NotChanged {
    /// The connection does not accept such a password for this user.
    Weak(Weakness),
    /// The user has no account at this connection, or no longer exists.
    NoAccount,
    /// A fault of ours.
    Broken(Broken),
}

impl From<Broken> for NotChanged {
    fn from(broken: Broken) -> Self {
        Self::Broken(broken)
    }
}

impl From<SqlError> for NotChanged {
    fn from(error: SqlError) -> Self {
        Self::Broken(error.into())
    }
}

impl From<HashingFailed> for NotChanged {
    fn from(error: HashingFailed) -> Self {
        Self::Broken(Broken::internal(error))
    }
}

/// A password that was judged and hashed, and may be stored.
#[derive(Debug)]
pub(crate) struct Accepted {
    provider_user_id: String,
    hash: PasswordHash,
    remembered: usize,
}

/// Gives a user a new password at a database connection, and ends all of their sessions and refresh tokens: whoever
/// had the old password is logged out.
///
/// # Errors
/// [`NotChanged`] says why not.
pub async fn change_password(
    user: &User,
    password: &Password,
    connection: &Connection,
    context: &Context,
) -> Result<(), NotChanged> {
    let accepted = accept(user, password, connection, context).await?;
    let mut work = context.begin().await?;
    let row = users::find_for_update(&context.tenant, &user.id, &mut work).await?;
    let mut user = row.ok_or(NotChanged::NoAccount)?;
    store(&mut user, &accepted, context, &mut work).await?;
    user.updated_at = context.now;
    users::update(&context.tenant, &user, &mut work).await?;
    end_access(&user, context, &mut work).await?;
    work.makes_stale(Stale::User(context.tenant.id.clone(), user.id.clone()));
    Ok(work.commit().await?)
}

/// Judges and hashes, outside any unit of work.
pub(crate) async fn accept(
    user: &User,
    password: &Password,
    connection: &Connection,
    context: &Context,
) -> Result<Accepted, NotChanged> {
    let mut identities = user.identities.iter();
    let identity = identities
        .find(|identity| identity.connection_id == connection.id.as_str())
        .filter(|_| connection.is_database())
        .ok_or(NotChanged::NoAccount)?;
    let policy = connection.password_policy()?;
    let remembered = policy.history_size();
    let id = identity.provider_user_id.as_str();
    let former = match remembered {
        0 => Vec::new(),
        _ => table::hashes(&context.tenant, id, context.database()).await?,
    };
    let history = former
        .iter()
        .filter_map(|hash| hash.parse::<PasswordHash>().ok())
        .take(remembered)
        .collect();
    let pool = &context.platform.hashing;
    let personal = PersonalInfo::new(Value::Object(user.document.clone()));
    pool.judge(policy, password, personal, history)
        .await?
        .map_err(NotChanged::Weak)?;
    Ok(Accepted {
        provider_user_id: id.to_owned(),
        hash: pool.hash(password, context.entropy().bytes()).await?,
        remembered,
    })
}

/// Stores the new hash, keeps as many former ones as the policy asks for, and notes the day in the profile.
pub(super) async fn store(
    user: &mut User,
    accepted: &Accepted,
    context: &Context,
    work: &mut Work,
) -> Result<(), SqlError> {
    let (tenant, id) = (&context.tenant, accepted.provider_user_id.as_str());
    if accepted.remembered > 0 {
        table::remember(tenant, id, work).await?;
    }
    // The one in use counts.
    let kept = accepted.remembered.saturating_sub(1);
    table::forget(tenant, id, kept, work).await?;
    table::put(tenant, id, accepted.hash.as_str(), context.now, work).await?;
    blocks::forget(user, tenant, work).await?;
    user.document.insert(
        "last_password_reset".to_owned(),
        json!(context.now.to_string()),
    );
    Ok(())
}

/// Gives a user a password that a ticket let them choose, and ends what was begun with the old one. The user, or `None`
/// where they are gone.
pub(crate) async fn replace(
    id: &UserId,
    accepted: &Accepted,
    ticket: &Details,
    context: &Context,
    work: &mut Work,
) -> Result<Option<User>, Broken> {
    let Some(mut user) = users::find_for_update(&context.tenant, id, work).await? else {
        return Ok(None);
    };
    store(&mut user, accepted, context, work).await?;
    let before = user.document.clone();
    if ticket.mark_email_as_verified && user.email() == ticket.email.as_deref() {
        user.document
            .insert("email_verified".to_owned(), json!(true));
    }
    user.updated_at = context.now;
    users::update(&context.tenant, &user, work).await?;
    if user.document != before {
        record(&user, Kind::UserUpdated, context, work).await?;
    }
    end_access(&user, context, work).await?;
    work.makes_stale(Stale::User(context.tenant.id.clone(), user.id.clone()));
    Ok(Some(user))
}

/// Ends sessions and refresh tokens.
pub(super) async fn end_access(
    user: &User,
    context: &Context,
    work: &mut Work,
) -> Result<(), Broken> {
    sessions::end_of_user(&user.id, Initiator::PasswordChanged, context, work).await?;
    refresh_tokens::table::revoke_of_user(&context.tenant, &user.id, context.now, work).await?;
    Ok(())
}
