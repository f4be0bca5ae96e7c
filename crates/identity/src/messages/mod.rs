//! Messages: what a tenant tells people by e-mail or text message.
//!
//! A message is put into the outbox by the unit of work that causes it, so that it is sent if and only if the cause was
//! committed; [`delivery`](crate::delivery) sends it behind the request's back. Whoever has something to say calls
//! [`enqueue`]:
//!
//! ```ignore
//! let letter = Letter::new(Occasion::UserInvitation, "ada@example.com", &context)
//!     .client(&client.id)
//!     .value("url", invitation_url)
//!     .value("inviter", json!({ "name": "Grace" }));
//! messages::enqueue(&letter.into(), &context, &mut work).await?;
//! ```

pub mod inbox;
mod occasion;
pub mod table;

use ostia_jose::HmacKey;
use ostia_protocol::auth0::ids::{self, ClientId, ConnectionId, TenantId, UserId};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

pub use self::occasion::Occasion;
use crate::clients::Initiator;
use crate::context::Context;
use crate::database::{Bell, Work};
use crate::failure::Broken;
use crate::outgoing::Outgoing;
use crate::tenants::Tenant;
use crate::time::Timestamp;
use crate::vault::Place;

/// What waits in the outbox. Members are only ever added: rows outlive releases.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Message {
    /// An e-mail, written from a template.
    Letter(Letter),
    /// A text message, as it is sent.
    Text(TextMessage),
    /// Somebody forgot a password. Whether there is such an account is found out behind the request's back, so that
    /// neither the answer nor its time tells.
    PasswordReset(PasswordResetRequest),
    /// An application wants to know that a session ended.
    Logout(LogoutNotice),
    /// An account was locked. Whether there is one is found out behind the request's back, too.
    Lockout(LockoutNotice),
}

/// An e-mail in the making: for which occasion, to whom, and what only its cause knows.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Letter {
    /// Chooses the template.
    pub occasion: Occasion,
    /// The address it goes to.
    pub to: String,
    /// Whose profile is `user` in the template.
    #[serde(default)]
    pub user_id: Option<UserId>,
    /// Which client is `application`.
    #[serde(default)]
    pub client_id: Option<ClientId>,
    /// Which connection it comes from: its template counts, and whom it lets in gets the letter, and nobody else.
    #[serde(default)]
    pub connection_id: Option<String>,
    /// The language asked for: the first of `ui_locales` or `Accept-Language`.
    #[serde(default)]
    pub language: String,
    /// Further variables of the template: `url`, `code`, `organization`, `inviter`, ….
    #[serde(default)]
    pub values: Map<String, Value>,
}

/// A text message.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct TextMessage {
    /// The telephone number, `+` and digits.
    pub to: String,
    /// Who sends it, where that is another than the tenant's provider says.
    #[serde(default)]
    pub from: Option<String>,
    /// What it says.
    pub body: String,
    /// The code in it, for the inbox of development.
    #[serde(default)]
    pub code: Option<String>,
    /// Which connection it comes from: whom that lets in gets the message, and nobody else.
    #[serde(default)]
    pub connection_id: Option<String>,
}

/// A session that ended, and an application that used it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct LogoutNotice {
    /// The application.
    pub client_id: ClientId,
    /// The session (`sid`).
    pub session_id: String,
    /// Whose it was.
    pub user_id: UserId,
    /// Why it ended.
    pub initiator: Initiator,
    /// Under which host the session was opened: its application knows the tenant by that name.
    #[serde(default)]
    pub host: Option<String>,
}

/// Too many wrong passwords were typed for an account that may not exist.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct LockoutNotice {
    /// The connection's id.
    pub connection_id: String,
    /// What was typed.
    pub identifier: String,
    /// Through which client.
    pub client_id: ClientId,
    /// From where.
    pub ip: String,
    /// The custom domain at which they were typed.
    #[serde(default)]
    pub host: Option<String>,
}

/// Somebody wants a new password for an account that may not exist.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PasswordResetRequest {
    /// The connection's id.
    pub connection_id: String,
    /// E-mail address or username, as typed.
    pub identifier: String,
    /// Through which client.
    #[serde(default)]
    pub client_id: Option<ClientId>,
    /// The organization that was asked for.
    #[serde(default)]
    pub organization_id: Option<String>,
    /// The login that waits for it.
    #[serde(default)]
    pub state: Option<String>,
    /// The language asked for.
    #[serde(default)]
    pub language: String,
    /// From where, for the message.
    #[serde(default)]
    pub ip: String,
    /// To which host the link leads, where not to the tenant's default: the one at which a login waits, or the custom
    /// domain that was asked.
    #[serde(default)]
    pub host: Option<String>,
}

impl Letter {
    /// An e-mail to an address. It knows from where the request came; nothing else yet.
    pub fn new(occasion: Occasion, to: impl Into<String>, context: &Context) -> Self {
        let mut values = Map::new();
        values.insert("source_ip".to_owned(), context.origin.ip_text().into());
        values.insert("root_url".to_owned(), context.links().into());
        let domain = json!({ "domain": context.link_host() });
        values.insert("custom_domain".to_owned(), domain);
        Self {
            occasion,
            to: to.into(),
            user_id: None,
            client_id: None,
            connection_id: None,
            language: String::new(),
            values,
        }
    }

    /// Names whose profile the template may quote.
    #[must_use]
    pub fn user(self, id: &UserId) -> Self {
        Self {
            user_id: Some(id.clone()),
            ..self
        }
    }

    /// Names the application.
    #[must_use]
    pub fn client(self, id: &ClientId) -> Self {
        Self {
            client_id: Some(id.clone()),
            ..self
        }
    }

    /// Names the connection that it comes from.
    #[must_use]
    pub fn connection(self, id: &ConnectionId) -> Self {
        Self {
            connection_id: Some(id.to_string()),
            ..self
        }
    }

    /// Names the language that was asked for (`de`, `pt-BR`); an empty one is the tenant's first.
    #[must_use]
    pub fn language(self, tag: impl Into<String>) -> Self {
        Self {
            language: tag.into(),
            ..self
        }
    }

    /// Adds a variable of the template.
    #[must_use]
    pub fn value(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.values.insert(name.to_owned(), value.into());
        self
    }
}

impl From<Letter> for Message {
    fn from(letter: Letter) -> Self {
        Self::Letter(letter)
    }
}

impl From<TextMessage> for Message {
    fn from(text: TextMessage) -> Self {
        Self::Text(text)
    }
}

/// How the process sends. Made once, at start.
#[derive(Clone, Debug, Default)]
pub struct Outbox {
    /// Rung when something was committed.
    pub bell: Bell,
    /// Whether what is sent lands in the inbox of development, too.
    pub keeps_inbox: bool,
    /// Who sends text messages.
    pub webhook: Option<Webhook>,
}

/// An address of the operator's that sends text messages, whatever carries them in the end.
#[derive(Clone, Debug)]
pub struct Webhook {
    /// Where messages are posted to.
    pub url: String,
    /// What signs them, so that nobody else's are sent.
    pub key: HmacKey,
    /// Who posts them. The address is the operator's own, so it may be anywhere.
    pub outgoing: Outgoing,
}

/// Puts a message into the outbox. It is sent once the unit of work is committed, and never if it is not.
///
/// # Errors
/// When the database is away.
pub async fn enqueue(message: &Message, context: &Context, work: &mut Work) -> Result<(), Broken> {
    let id = ids::token(context.entropy(), 16);
    let clear = serde_json::to_vec(message)?;
    let tenant = &context.tenant;
    let sealed = tenant.key.seal(place(&id), &clear, context.entropy())?;
    table::insert(&tenant.id, &id, &sealed, context.now, work).await?;
    work.rings(&context.platform.outbox.bell);
    Ok(())
}

/// A message that this node alone may send until its lease is over.
#[derive(Debug)]
pub struct Leased {
    /// Names it, also towards mail servers: a message that is sent twice is recognised.
    pub id: String,
    /// What to send.
    pub message: Message,
    /// How often it was tried, this time included.
    pub attempts: i64,
    /// When it was caused.
    pub created_at: Timestamp,
}

/// Takes up to `limit` messages that are due, so that no other node takes them before `lease` seconds have passed.
///
/// # Errors
/// When the database is away, or a message does not open.
pub async fn lease(limit: i64, lease: i64, context: &Context) -> Result<Vec<Leased>, Broken> {
    let mut work = context.begin().await?;
    let until = context.now.plus_seconds(lease);
    let rows = table::lease(&context.tenant.id, limit, context.now, until, &mut work).await?;
    work.commit().await?;
    rows.into_iter()
        .map(|row| {
            let clear = context.tenant.key.open(place(&row.id), &row.sealed)?;
            Ok(Leased {
                message: serde_json::from_slice(&clear)?,
                id: row.id,
                attempts: row.attempts,
                created_at: row.created_at,
            })
        })
        .collect()
}

/// Forgets a message: it was sent, or never will be.
///
/// # Errors
/// When the database is away.
pub async fn forget(id: &str, context: &Context) -> Result<(), Broken> {
    let mut work = context.begin().await?;
    table::delete(&context.tenant.id, id, &mut work).await?;
    work.commit().await
}

/// Lets a message wait for its next try.
///
/// # Errors
/// When the database is away.
pub async fn postpone(id: &str, until: Timestamp, context: &Context) -> Result<(), Broken> {
    let mut work = context.begin().await?;
    table::postpone(&context.tenant.id, id, until, &mut work).await?;
    work.commit().await
}

/// The tenants that have something to send now.
///
/// # Errors
/// When the database is away.
pub async fn tenants_with_due(
    now: Timestamp,
    database: &crate::database::Database,
) -> Result<Vec<TenantId>, Broken> {
    Ok(table::tenants_with_due(now, database).await?)
}

/// Where a sealed message belongs.
fn place(id: &str) -> Place<'_> {
    Place {
        table: "messages",
        column: "sealed",
        id,
    }
}

/// The language of a message: what was asked for, else the tenant's first.
pub fn language_or_default<'a>(asked: &'a str, tenant: &'a Tenant) -> &'a str {
    if asked.is_empty() {
        let first = tenant.settings.enabled_locales.first();
        first.map_or("en", String::as_str)
    } else {
        asked
    }
}
