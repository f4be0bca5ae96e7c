//! Users whose directory tells of them, before they come or without their coming.

use ostia_protocol::auth0::ids::UserId;
use serde_json::{Map, Value, json};

use super::{make, persistent, table, user_id};
use crate::clients::Initiator;
use crate::connections::Connection;
use crate::context::Context;
use crate::database::{SqlError, Work};
use crate::events::Kind;
use crate::failure::Broken;
use crate::users::view::record;
use crate::users::{defaults, document, identities, manage, table as users};
use crate::{cache::Stale, refresh_tokens, sessions};

/// What a directory says about somebody.
#[derive(Debug)]
pub struct Said {
    /// Members of the profile.
    pub members: Map<String, Value>,
    /// Members that it has nothing for.
    pub emptied: Vec<String>,
    /// What it says in `app_metadata` and `user_metadata`; `null` takes away.
    pub metadata: Vec<(&'static str, Map<String, Value>)>,
    /// Whether they may log in; nothing where that is as it was.
    pub activity: Option<bool>,
}

/// Why a user was not made or changed.
#[derive(Debug)]
pub enum NotProvisioned {
    /// The account came through another connection.
    OfOtherConnection,
    /// A fault of ours.
    Broken(Broken),
}

impl From<Broken> for NotProvisioned {
    fn from(broken: Broken) -> Self {
        Self::Broken(broken)
    }
}

impl From<SqlError> for NotProvisioned {
    fn from(error: SqlError) -> Self {
        Self::Broken(error.into())
    }
}

/// The account that somebody has at a connection; none where the name makes no id.
pub fn account(subject: &str, connection: &Connection) -> Option<UserId> {
    user_id(subject, connection).ok()
}

/// Makes or changes the user behind an account. Who may not log in any more is logged out.
///
/// # Errors
/// [`NotProvisioned`].
pub async fn put(
    account: &UserId,
    said: Said,
    connection: &Connection,
    context: &Context,
    work: &mut Work,
) -> Result<(), NotProvisioned> {
    let tenant = &context.tenant;
    let (provider, key) = (account.provider(), account.provider_user_id());
    let Some(owner) = table::owner(tenant, provider, key, work).await? else {
        let mut profile = Map::new();
        said.apply(&mut profile, connection);
        // Of two that race to make them, the other one's work is done when this finds out.
        if make(account, profile, connection, context, work)
            .await?
            .is_none()
        {
            return Err(NotProvisioned::OfOtherConnection);
        }
        return Ok(());
    };
    if owner.connection_id != connection.id.as_str() {
        return Err(NotProvisioned::OfOtherConnection);
    }
    if !owner.is_primary {
        // Another provider speaks for the user; this is what it says about the linked account.
        let profile = identities::kept(&persistent(&said.members, connection));
        table::set_profile(tenant, account, &profile, work).await?;
        work.makes_stale(Stale::User(tenant.id.clone(), owner.user_id.clone()));
        return Ok(());
    }
    let user = users::find_for_update(tenant, &owner.user_id, work).await?;
    let mut user = user.ok_or_else(|| Broken::internal("an account has no user"))?;
    let before = user.clone();
    said.apply(&mut user.document, connection);
    defaults::fill(&mut user.document);
    user.blocked = is_blocked(&user.document);
    if user.document == before.document {
        return Ok(());
    }
    user.updated_at = context.now;
    users::update(tenant, &user, work).await?;
    record(&user, Kind::UserUpdated, context, work).await?;
    if user.blocked && !before.blocked {
        sessions::end_of_user(&user.id, Initiator::SessionRevoked, context, work).await?;
        refresh_tokens::table::revoke_of_user(tenant, &user.id, context.now, work).await?;
    }
    work.makes_stale(Stale::User(tenant.id.clone(), user.id));
    Ok(())
}

/// Deletes the user behind an account; who has another primary account keeps that, and is logged out.
///
/// # Errors
/// When the database is away.
pub async fn remove(
    account: &UserId,
    connection: &Connection,
    context: &Context,
    work: &mut Work,
) -> Result<(), Broken> {
    let tenant = &context.tenant;
    let (provider, key) = (account.provider(), account.provider_user_id());
    let owner = table::owner(tenant, provider, key, work).await?;
    let Some(owner) = owner.filter(|owner| owner.connection_id == connection.id.as_str()) else {
        return Ok(());
    };
    let Some(user) = users::find_for_update(tenant, &owner.user_id, work).await? else {
        return Ok(());
    };
    if owner.is_primary {
        return manage::purge(&user, context, work).await;
    }
    users::delete_identity(tenant, provider, key, work).await?;
    sessions::end_of_user(&user.id, Initiator::SessionRevoked, context, work).await?;
    refresh_tokens::table::revoke_of_user(tenant, &user.id, context.now, work).await?;
    work.makes_stale(Stale::User(tenant.id.clone(), user.id.clone()));
    let rest = users::find_for_update(tenant, &user.id, work).await?;
    match rest {
        Some(rest) => record(&rest, Kind::UserUpdated, context, work).await,
        None => Ok(()),
    }
}

impl Said {
    fn apply(&self, profile: &mut Map<String, Value>, connection: &Connection) {
        for name in &self.emptied {
            profile.remove(name);
            if name == "email" {
                profile.remove("email_verified");
            }
        }
        profile.extend(persistent(&self.members, connection));
        for (name, members) in &self.metadata {
            let merged = document::merge(profile.get(*name), members);
            profile.insert((*name).to_owned(), Value::Object(merged));
        }
        match self.activity {
            Some(true) => _ = profile.remove("blocked"),
            Some(false) => _ = profile.insert("blocked".to_owned(), json!(true)),
            None => {}
        }
    }
}

/// Whether a profile says that its user may not log in.
pub(super) fn is_blocked(profile: &Map<String, Value>) -> bool {
    profile.get("blocked") == Some(&Value::Bool(true))
}
