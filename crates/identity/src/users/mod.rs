//! Users: people, their profile, and the accounts (identities) through which they come.

pub mod bulk;
mod create;
mod defaults;
pub mod document;
pub mod federated;
pub mod identities;
pub mod manage;
pub mod password;
pub mod search;
pub mod table;
mod update;
pub mod verification;
pub(crate) mod view;

use std::sync::Arc;

use ostia_protocol::auth0::ids::UserId;
use serde_json::{Map, Value, json};

pub(crate) use self::bulk::find_imported;
pub(crate) use self::create::import;
pub use self::create::{Import, NewUser, NotCreated, create};
pub use self::manage::require_exists;
pub use self::password::{NotChanged, change_password};
pub use self::update::{Writer, update};

pub use self::verification::{AskToVerify, ask_to_verify, confirm_address};
pub use self::view::view;
use crate::cache::Stale;
use crate::connections::Connection;
use crate::context::Context;
use crate::failure::Broken;
use crate::time::Timestamp;

/// A user.
#[derive(Clone, Debug)]
pub struct User {
    /// `provider|id`, the `sub` of tokens.
    pub id: UserId,
    /// The profile as stored: names, picture, e-mail, phone, `user_metadata`, `app_metadata`, …
    pub document: Map<String, Value>,
    /// Whether logging in is forbidden.
    pub blocked: bool,
    /// The accounts; the first is the primary one.
    pub identities: Vec<Identity>,
    /// How often they logged in.
    pub logins_count: i64,
    /// When they last did.
    pub last_login: Option<Timestamp>,
    /// From where.
    pub last_ip: Option<String>,
    /// When the user was made.
    pub created_at: Timestamp,
    /// When the profile last changed.
    pub updated_at: Timestamp,
}

/// An account at a connection.
#[derive(Clone, Debug)]
pub struct Identity {
    /// The connection's id.
    pub connection_id: String,
    /// The connection's name.
    pub connection: String,
    /// The part of the user id before the bar, such as `auth0`.
    pub provider: String,
    /// The part behind it.
    pub provider_user_id: String,
    /// What else is known of a linked account (`profileData`).
    pub profile: Option<Map<String, Value>>,
    /// The tokens that its provider gave, sealed.
    pub sealed_tokens: Option<String>,
}

impl User {
    /// A member of the profile that is text.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.document.get(name).and_then(Value::as_str)
    }

    /// The e-mail address, in lower case for database users.
    pub fn email(&self) -> Option<&str> {
        self.text("email")
    }

    /// The profile as the templates of messages know it. Passwords and the like are no part of it.
    pub fn for_templates(&self) -> Map<String, Value> {
        let mut shown = self.document.clone();
        shown.insert("user_id".to_owned(), self.id.as_str().into());
        shown
    }

    /// What people call this account: e-mail, username or name.
    pub fn display_name(&self) -> &str {
        self.email()
            .or_else(|| self.text("username"))
            .or_else(|| self.text("name"))
            .unwrap_or(self.id.as_str())
    }

    /// The OpenID Connect claims of the profile, all of them; which an application gets, its scopes decide.
    pub fn claims(&self) -> Map<String, Value> {
        const AS_STORED: [&str; 14] = [
            "name",
            "given_name",
            "family_name",
            "middle_name",
            "nickname",
            "preferred_username",
            "profile",
            "picture",
            "website",
            "gender",
            "birthdate",
            "zoneinfo",
            "locale",
            "email",
        ];
        let mut claims = Map::new();
        for name in AS_STORED.into_iter().chain(["phone_number", "address"]) {
            if let Some(value) = self.document.get(name).filter(|value| !value.is_null()) {
                claims.insert(name.to_owned(), value.clone());
            }
        }
        if let Some(username) = self.text("username") {
            claims
                .entry("preferred_username")
                .or_insert_with(|| json!(username));
        }
        if claims.contains_key("email") {
            let verified = self
                .document
                .get("email_verified")
                .and_then(Value::as_bool)
                .unwrap_or(false);
            claims.insert("email_verified".to_owned(), json!(verified));
        }
        if claims.contains_key("phone_number") {
            let verified = self
                .document
                .get("phone_verified")
                .and_then(Value::as_bool)
                .unwrap_or(false);
            claims.insert("phone_number_verified".to_owned(), json!(verified));
        }
        claims.insert("updated_at".to_owned(), json!(self.updated_at.to_string()));
        claims
    }

    /// The name of the connection through which the primary account comes.
    pub fn connection(&self) -> &str {
        self.identities
            .first()
            .map_or("", |identity| &identity.connection)
    }
}

/// An account that a password may open.
#[derive(Debug)]
pub struct PasswordAccount {
    /// Whose it is.
    pub user_id: UserId,
    /// The key of the password.
    pub provider_user_id: String,
    /// The stored hash, where there is a password.
    pub hash: Option<String>,
}

/// The user with this id.
///
/// # Errors
/// When the database is away.
pub async fn find(id: &UserId, context: &Context) -> Result<Option<User>, Broken> {
    Ok(table::find(&context.tenant, id, context.database()).await?)
}

/// The user with this id, from the cache where it is there: for reading a profile, not for deciding a login.
///
/// # Errors
/// When the database is away.
pub async fn find_cached(id: &UserId, context: &Context) -> Result<Option<Arc<User>>, Broken> {
    let load = async || find(id, context).await;
    context
        .caches()
        .users
        .get_or_load((context.tenant.id.clone(), id.clone()), load)
        .await
}

/// The account at a database connection that an e-mail address or a username names.
///
/// # Errors
/// When the database is away.
pub async fn find_password_account(
    identifier: &str,
    connection: &Connection,
    context: &Context,
) -> Result<Option<PasswordAccount>, Broken> {
    let identifier = identifier.trim().to_lowercase();
    Ok(table::find_password_account(
        &context.tenant,
        &connection.id,
        &identifier,
        context.database(),
    )
    .await?)
}

/// The user who has an account at a connection under an address that codes are sent to.
///
/// # Errors
/// When the database is away.
pub async fn find_by_address(
    address: &str,
    connection: &Connection,
    context: &Context,
) -> Result<Option<User>, Broken> {
    let (tenant, database) = (&context.tenant, context.database());
    match table::find_by_address(tenant, &connection.id, address, database).await? {
        Some(id) => find(&id, context).await,
        None => Ok(None),
    }
}

/// Counts a login and notes when and from where.
///
/// # Errors
/// When the database is away.
pub async fn record_login(id: &UserId, context: &Context) -> Result<(), Broken> {
    let mut work = context.begin().await?;
    table::record_login(
        &context.tenant,
        id,
        &context.origin.ip_text(),
        context.now,
        &mut work,
    )
    .await?;
    work.makes_stale(Stale::User(context.tenant.id.clone(), id.clone()));
    work.commit().await
}

/// Replaces a password's hash with one made by today's parameters; the password is the same.
///
/// # Errors
/// When the database is away.
pub async fn rehash(
    account: &PasswordAccount,
    hash: &str,
    context: &Context,
) -> Result<(), Broken> {
    let mut work = context.begin().await?;
    password::table::set_hash(&context.tenant, &account.provider_user_id, hash, &mut work).await?;
    work.commit().await
}
