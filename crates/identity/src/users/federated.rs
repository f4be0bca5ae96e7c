//! Users whose account is with an identity provider: made when they first come, and brought up to date when they come
//! again.

pub mod provisioned;
pub mod table;

use ostia_protocol::auth0::ids::UserId;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::view::record;
use super::{Identity, User, defaults, identities, table as users};
use crate::cache::Stale;
use crate::connections::{Connection, provider};
use crate::context::Context;
use crate::database::{SqlError, Work};
use crate::events::Kind;
use crate::failure::Broken;
use crate::vault::Place;

/// An account as its provider tells of it.
#[derive(Debug)]
pub struct Account {
    /// What the provider names it by.
    pub subject: String,
    /// The profile.
    pub members: Map<String, Value>,
    /// What opens the provider's own API, where it gave something.
    pub tokens: Option<Tokens>,
}

/// A provider's tokens. Its `Debug` shows none.
#[derive(Clone, Serialize, Deserialize)]
pub struct Tokens {
    /// Opens its API.
    pub access_token: String,
    /// Gets another one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refresh_token: Option<String>,
    /// How long the first is valid, in seconds from the log-in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_in: Option<i64>,
}

impl std::fmt::Debug for Tokens {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Tokens").finish_non_exhaustive()
    }
}

/// Why nobody was let in.
#[derive(Debug)]
pub enum NotLoggedIn {
    /// There is no such account, and the connection takes no new ones.
    SignupDisabled,
    /// The user is blocked.
    Blocked,
    /// The account came through another connection: this one's provider can't speak for it.
    OfOtherConnection,
    /// The provider's name for the account makes no id.
    InvalidSubject,
    /// A fault of ours.
    Broken(Broken),
}

impl From<Broken> for NotLoggedIn {
    fn from(broken: Broken) -> Self {
        Self::Broken(broken)
    }
}

impl From<SqlError> for NotLoggedIn {
    fn from(error: SqlError) -> Self {
        Self::Broken(error.into())
    }
}

/// When a provider's word replaces what the profile says (`set_user_root_attributes`).
#[derive(Clone, Copy, PartialEq, Eq)]
enum Renewal {
    EachTime,
    FirstTime,
    Never,
}

impl Renewal {
    fn of(connection: &Connection) -> Self {
        let option = connection.options.get("set_user_root_attributes");
        match option.and_then(Value::as_str) {
            Some("on_first_login") => Self::FirstTime,
            Some("never_on_login") => Self::Never,
            _ => Self::EachTime,
        }
    }
}

/// Counts a log-in of an account, and makes or renews the user behind it. Of two that race to be an account's first
/// log-in, one makes the user and the other finds them.
///
/// # Errors
/// [`NotLoggedIn`].
pub async fn log_in(
    account: Account,
    connection: &Connection,
    context: &Context,
) -> Result<User, NotLoggedIn> {
    let id = user_id(&account.subject, connection)?;
    let mut work = context.begin().await?;
    let user = match find(&id, connection, context, &mut work).await? {
        Some(user) => renew(user, &id, &account, connection, context, &mut work).await?,
        None if !connection.admits_new_accounts() => return Err(NotLoggedIn::SignupDisabled),
        None => {
            let profile = match Renewal::of(connection) {
                Renewal::EachTime | Renewal::FirstTime => persistent(&account.members, connection),
                Renewal::Never => Map::new(),
            };
            let made = make(&id, profile, connection, context, &mut work).await?;
            if let Some(user) = made {
                user
            } else {
                let found = find(&id, connection, context, &mut work).await?;
                let user = found.ok_or_else(|| Broken::internal("an account has no user"))?;
                renew(user, &id, &account, connection, context, &mut work).await?
            }
        }
    };
    if user.blocked {
        return Err(NotLoggedIn::Blocked);
    }
    keep_tokens(&id, account.tokens.as_ref(), context, &mut work).await?;
    let (tenant, ip) = (&context.tenant, context.origin.ip_text());
    users::record_login(tenant, &user.id, &ip, context.now, &mut work).await?;
    work.makes_stale(Stale::User(tenant.id.clone(), user.id.clone()));
    work.commit().await?;
    // As stored, with the log-in counted.
    let stored = super::find(&user.id, context).await?;
    Ok(stored.unwrap_or(user))
}

/// `strategy|account`, with the connection between them where its accounts are its own.
fn user_id(subject: &str, connection: &Connection) -> Result<UserId, NotLoggedIn> {
    let (strategy, name) = (&connection.strategy, &connection.name);
    let text = if provider::has_global_accounts(strategy) {
        format!("{strategy}|{subject}")
    } else {
        format!("{strategy}|{name}|{subject}")
    };
    UserId::parse(&text).map_err(|_| NotLoggedIn::InvalidSubject)
}

async fn find(
    id: &UserId,
    connection: &Connection,
    context: &Context,
    work: &mut Work,
) -> Result<Option<User>, NotLoggedIn> {
    let (provider, key) = (id.provider(), id.provider_user_id());
    let owner = table::owner(&context.tenant, provider, key, work).await?;
    let Some(owner) = owner else {
        return Ok(None);
    };
    if owner.connection_id != connection.id.as_str() {
        return Err(NotLoggedIn::OfOtherConnection);
    }
    Ok(users::find_for_update(&context.tenant, &owner.user_id, work).await?)
}

/// `None` where another request made them a moment ago.
async fn make(
    id: &UserId,
    mut document: Map<String, Value>,
    connection: &Connection,
    context: &Context,
    work: &mut Work,
) -> Result<Option<User>, Broken> {
    defaults::fill(&mut document);
    let user = User {
        id: id.clone(),
        blocked: provisioned::is_blocked(&document),
        document,
        identities: vec![Identity {
            connection_id: connection.id.to_string(),
            connection: connection.name.clone(),
            provider: id.provider().to_owned(),
            provider_user_id: id.provider_user_id().to_owned(),
            profile: None,
            sealed_tokens: None,
        }],
        logins_count: 0,
        last_login: None,
        last_ip: None,
        created_at: context.now,
        updated_at: context.now,
    };
    if !table::insert_identity(&context.tenant, &user, work).await? {
        return Ok(None);
    }
    if !users::insert(&context.tenant, &user, work).await? {
        return Err(Broken::internal("a user has lost their account"));
    }
    record(&user, Kind::UserCreated, context, work).await?;
    Ok(Some(user))
}

/// A linked account's profile is beside the user's own, which another provider speaks for.
async fn renew(
    mut user: User,
    id: &UserId,
    account: &Account,
    connection: &Connection,
    context: &Context,
    work: &mut Work,
) -> Result<User, NotLoggedIn> {
    if Renewal::of(connection) != Renewal::EachTime {
        return Ok(user);
    }
    let said = persistent(&account.members, connection);
    let is_primary = user.identities.first().is_some_and(|identity| {
        identity.provider == id.provider() && identity.provider_user_id == id.provider_user_id()
    });
    if !is_primary {
        let profile = identities::kept(&said);
        table::set_profile(&context.tenant, id, &profile, work).await?;
        return Ok(user);
    }
    let before = user.document.clone();
    user.document.extend(said);
    if user.document != before {
        user.updated_at = context.now;
        users::update(&context.tenant, &user, work).await?;
        record(&user, Kind::UserUpdated, context, work).await?;
    }
    Ok(user)
}

/// What the operator lets be stored (`non_persistent_attrs`).
fn persistent(members: &Map<String, Value>, connection: &Connection) -> Map<String, Value> {
    let fleeting = connection.options.get("non_persistent_attrs");
    let is_fleeting = |name: &String| {
        let names = fleeting.and_then(Value::as_array);
        names.is_some_and(|names| names.iter().any(|fleeting| fleeting == name))
    };
    let kept = members.iter().filter(|(name, _)| !is_fleeting(name));
    kept.map(|(name, value)| (name.clone(), value.clone()))
        .collect()
}

fn place(id: &str) -> Place<'_> {
    Place {
        table: "identities",
        column: "sealed_tokens",
        id,
    }
}

/// A provider that gives a refresh token once only means it to be kept.
async fn keep_tokens(
    id: &UserId,
    tokens: Option<&Tokens>,
    context: &Context,
    work: &mut Work,
) -> Result<(), Broken> {
    let Some(tokens) = tokens else {
        return Ok(());
    };
    let stored = table::sealed_tokens(&context.tenant, id, work).await?;
    let earlier = match stored {
        Some(sealed) => Some(open_tokens(id.as_str(), &sealed, context)?),
        None => None,
    };
    let tokens = Tokens {
        refresh_token: tokens
            .refresh_token
            .clone()
            .or_else(|| earlier.and_then(|earlier| earlier.refresh_token)),
        ..tokens.clone()
    };
    let key = &context.tenant.key;
    let clear = zeroize::Zeroizing::new(serde_json::to_vec(&tokens)?);
    let sealed = key.seal(place(id.as_str()), &clear, context.entropy())?;
    Ok(table::set_sealed_tokens(&context.tenant, id, &sealed, work).await?)
}

fn open_tokens(id: &str, sealed: &str, context: &Context) -> Result<Tokens, Broken> {
    let clear = context.tenant.key.open(place(id), sealed)?;
    Ok(serde_json::from_slice(&clear)?)
}

/// Adds the providers' tokens to the accounts of a user as shown: only for who may read them.
///
/// # Errors
/// When they do not open.
pub fn show_tokens(
    user: &User,
    shown: &mut Map<String, Value>,
    context: &Context,
) -> Result<(), Broken> {
    let Some(Value::Array(accounts)) = shown.get_mut("identities") else {
        return Ok(());
    };
    for (identity, account) in user.identities.iter().zip(accounts) {
        let (Some(sealed), Value::Object(account)) = (&identity.sealed_tokens, account) else {
            continue;
        };
        let id = format!("{}|{}", identity.provider, identity.provider_user_id);
        let tokens = open_tokens(&id, sealed, context)?;
        if let Value::Object(tokens) = serde_json::to_value(&tokens)? {
            account.extend(tokens);
        }
    }
    Ok(())
}
