//! Connections: where accounts live. Of strategy `auth0` are those whose passwords we keep.

pub mod document;
mod identifiers;
mod initial;
pub mod manage;
mod options;
mod passkeys;
pub mod provider;
pub mod sealed;
pub mod table;

use std::sync::Arc;

use ostia_protocol::auth0::ids::ConnectionId;
use serde_json::{Map, Value};

pub use self::identifiers::{Identifiers, Need, UsernameRule};
pub use self::initial::{DEFAULT_NAME, create_default};
pub use self::passkeys::Passkeys;
use crate::clients::{self, Client};
use crate::context::Context;
use crate::failure::Broken;
use crate::passwords::Policy;

/// The strategy of connections whose passwords we keep.
pub const DATABASE_STRATEGY: &str = "auth0";
/// The strategy of the connection that mails codes and links.
pub const EMAIL_STRATEGY: &str = "email";
/// The strategy of the connection that texts codes.
pub const SMS_STRATEGY: &str = "sms";

/// How a connection without passwords reaches people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Medium {
    /// By e-mail.
    Email,
    /// By text message.
    Sms,
}

/// Strategies whose accounts people have with somebody else who offers them to everybody.
const SOCIAL_STRATEGIES: [&str; 41] = [
    "amazon",
    "apple",
    "baidu",
    "bitbucket",
    "bitly",
    "box",
    "custom",
    "daccount",
    "dropbox",
    "dwolla",
    "evernote",
    "evernote-sandbox",
    "exact",
    "facebook",
    "fitbit",
    "github",
    "google-oauth2",
    "instagram",
    "line",
    "linkedin",
    "oauth1",
    "oauth2",
    "paypal",
    "paypal-sandbox",
    "planningcenter",
    "salesforce",
    "salesforce-community",
    "salesforce-sandbox",
    "shop",
    "shopify",
    "soundcloud",
    "thirtysevensignals",
    "twitter",
    "untappd",
    "vkontakte",
    "weibo",
    "windowslive",
    "wordpress",
    "yahoo",
    "yandex",
    "auth0-oidc",
];

/// Whether a strategy is a social one (`isSocial`).
pub fn is_social(strategy: &str) -> bool {
    SOCIAL_STRATEGIES.contains(&strategy)
}

/// A connection.
#[derive(Clone, Debug)]
pub struct Connection {
    /// `con_…`.
    pub id: ConnectionId,
    /// Its name; requests name it by this. Never changes.
    pub name: String,
    /// What kind of source it is. Never changes.
    pub strategy: String,
    /// Whether every third-party client may use it.
    pub is_domain: bool,
    /// Its settings, by strategy.
    pub options: Value,
    /// As on the wire, without `enabled_clients`.
    pub document: Map<String, Value>,
}

impl Connection {
    pub(crate) fn from_stored(row: table::ConnectionRow) -> Result<Self, Broken> {
        Ok(Self {
            id: ConnectionId::parse(&row.connection_id).map_err(Broken::internal)?,
            name: row.name,
            strategy: row.strategy,
            is_domain: row.is_domain,
            options: row
                .document
                .get("options")
                .cloned()
                .unwrap_or_else(|| Value::Object(Map::new())),
            document: row.document,
        })
    }

    /// Whether we keep its passwords.
    pub fn is_database(&self) -> bool {
        self.strategy == DATABASE_STRATEGY
    }

    /// Whether people prove themselves to somebody else, whom this server can ask.
    pub fn is_federated(&self) -> bool {
        provider::is_federated(&self.strategy)
    }

    /// Whether the log-in page offers it: everybody's providers always, a company's own where the operator wants it.
    pub fn is_offered(&self) -> bool {
        let wanted = self.document.get("show_as_button").and_then(Value::as_bool);
        self.is_federated() && wanted.unwrap_or_else(|| is_social(&self.strategy))
    }

    /// What people call it.
    pub fn display_name(&self) -> &str {
        let own = self.document.get("display_name").and_then(Value::as_str);
        let own = own.filter(|name| !name.trim().is_empty());
        own.unwrap_or(match self.strategy.as_str() {
            "google-oauth2" => "Google",
            "windowslive" => "Microsoft",
            "github" => "GitHub",
            "apple" => "Apple",
            "facebook" => "Facebook",
            "linkedin" => "LinkedIn",
            _ => &self.name,
        })
    }

    /// Whether an address belongs to it: its owner proves themselves there and nowhere else.
    pub fn owns_address(&self, email: &str) -> bool {
        let Some((_, domain)) = email.rsplit_once('@') else {
            return false;
        };
        let is_it = |value: &Value| {
            let alias = value.as_str().unwrap_or_default();
            !alias.is_empty() && alias.eq_ignore_ascii_case(domain)
        };
        let aliases = self.options.get("domain_aliases").and_then(Value::as_array);
        let is_alias = aliases.is_some_and(|aliases| aliases.iter().any(is_it));
        let is_company = !is_social(&self.strategy) && self.is_federated();
        is_company && (is_alias || self.options.get("tenant_domain").is_some_and(is_it))
    }

    /// Whether it takes accounts that were never here before.
    pub fn admits_new_accounts(&self) -> bool {
        !self.option_flag("disable_signup") && !self.option_flag("disable_sign_ups")
    }

    /// How it reaches people, where it sends them codes in place of passwords.
    pub fn medium(&self) -> Option<Medium> {
        match self.strategy.as_str() {
            EMAIL_STRATEGY => Some(Medium::Email),
            SMS_STRATEGY => Some(Medium::Sms),
            _ => None,
        }
    }

    /// Whether somebody who proves an address for the first time gets an account.
    pub fn admits_strangers(&self) -> bool {
        self.medium().is_some() && !self.option_flag("disable_signup")
    }

    /// Whether people may sign themselves up.
    pub fn allows_signup(&self) -> bool {
        self.is_database() && !self.option_flag("disable_signup")
    }

    /// The same, where somebody else decides whether people may sign themselves up.
    #[must_use]
    pub fn with_signup(mut self, is_allowed: bool) -> Self {
        if let Value::Object(options) = &mut self.options {
            options.insert("disable_signup".to_owned(), Value::Bool(!is_allowed));
        }
        self
    }

    /// Whether accounts need a username.
    pub fn requires_username(&self) -> bool {
        Identifiers::of(self).is_some_and(|identifiers| identifiers.username == Need::Required)
    }

    /// What it asks of a new password.
    ///
    /// # Errors
    /// When its options contradict themselves, which is refused before they are stored.
    pub fn password_policy(&self) -> Result<Policy, Broken> {
        Policy::from_options(&self.options).map_err(Broken::internal)
    }

    fn option_flag(&self, name: &str) -> bool {
        self.options
            .get(name)
            .and_then(Value::as_bool)
            .unwrap_or(false)
    }
}

/// The connection with this id.
///
/// # Errors
/// When the database is away.
pub async fn find(id: &str, context: &Context) -> Result<Option<Connection>, Broken> {
    let row = table::find(&context.tenant, id, context.database()).await?;
    row.map(Connection::from_stored).transpose()
}

/// The connection with this name.
///
/// # Errors
/// When the database is away.
pub async fn find_by_name(name: &str, context: &Context) -> Result<Option<Connection>, Broken> {
    let row = table::find_by_name(&context.tenant, name, context.database()).await?;
    row.map(Connection::from_stored).transpose()
}

/// The connections that log users of this client in: those enabled for it, or for third parties those of the domain.
///
/// # Errors
/// When the database is away.
pub async fn enabled_for(
    client: &Client,
    context: &Context,
) -> Result<Arc<Vec<Connection>>, Broken> {
    // Third parties share theirs: whoever registers many clients takes one place.
    let id = if client.uses_domain_connections() {
        ""
    } else {
        client.id.as_str()
    };
    let key = (context.tenant.id.clone(), id.to_owned());
    let load = async || list_enabled_for(client, context).await.map(Some);
    let shelf = &context.caches().connections;
    Ok(shelf.get_or_load(key, load).await?.unwrap_or_default())
}

/// The connections that are open to every third party.
///
/// # Errors
/// When the database is away.
pub async fn list_of_domain(context: &Context) -> Result<Vec<Connection>, Broken> {
    let rows = table::list_of_domain(&context.tenant, context.database()).await?;
    rows.into_iter().map(Connection::from_stored).collect()
}

/// What [`enabled_for`] answers, read afresh.
///
/// # Errors
/// When the database is away.
pub async fn list_enabled_for(
    client: &Client,
    context: &Context,
) -> Result<Vec<Connection>, Broken> {
    let rows = if client.uses_domain_connections() {
        table::list_of_domain(&context.tenant, context.database()).await?
    } else if client.id.as_str() == clients::ACCOUNT {
        table::list_all(&context.tenant, context.database()).await?
    } else {
        table::list_of_client(&context.tenant, &client.id, context.database()).await?
    };
    rows.into_iter().map(Connection::from_stored).collect()
}
