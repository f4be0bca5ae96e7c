//! Logs: what happened, in upstream's shape, written in batches so that no request waits for them.

pub mod event;
pub mod journal;
pub mod search;
pub mod shape;
pub mod stats;
pub mod table;
pub mod why;

use ostia_protocol::auth0::ids::LogId;
use ostia_protocol::oauth;
use serde_json::{Map, Value, json};

pub use self::event::Event;
pub use self::journal::{Journal, Stored};
use crate::clients::Client;
use crate::connections::{self, Connection};
use crate::context::Context;
use crate::organizations::Organization;
use crate::users::User;

/// How many characters of something that a stranger sent are kept: a name, an address, a URL.
const MAX_TEXT: usize = 512;

/// An entry in the making.
#[derive(Debug)]
pub struct Entry {
    event: Event,
    members: Map<String, Value>,
}

impl Entry {
    /// An entry about an event.
    pub fn new(event: Event) -> Self {
        Self {
            event,
            members: Map::new(),
        }
    }

    /// Says what happened, in words; for refusals, why.
    #[must_use]
    pub fn description(self, text: impl Into<String>) -> Self {
        self.member("description", text.into())
    }

    /// Names the client.
    #[must_use]
    pub fn client(self, client: &Client) -> Self {
        self.member("client_id", client.id.as_str())
            .member("client_name", client.name.as_str())
    }

    /// Names a client that there may not be, as a stranger named it.
    #[must_use]
    pub fn unknown_client(self, client_id: &str) -> Self {
        self.text("client_id", client_id)
    }

    /// Names the user.
    #[must_use]
    pub fn user(self, user: &User) -> Self {
        self.member("user_id", user.id.as_str())
            .member("user_name", user.display_name())
    }

    /// Names the connection, and what kind of source it is.
    #[must_use]
    pub fn connection(self, connection: &Connection) -> Self {
        let strategy = connection.strategy.as_str();
        let kind = shape::strategy_type(strategy, connections::is_social(strategy));
        self.member("connection", connection.name.as_str())
            .member("connection_id", connection.id.as_str())
            .member("strategy", strategy)
            .member("strategy_type", kind)
    }

    /// Names the connection where only its name is at hand, and the provider that a user's id begins with.
    #[must_use]
    pub fn through(self, connection: &str, provider: &str) -> Self {
        let kind = shape::strategy_type(provider, connections::is_social(provider));
        self.member("connection", connection)
            .member("strategy", provider)
            .member("strategy_type", kind)
    }

    /// Names the organization, where there is one.
    #[must_use]
    pub fn organization(self, organization: Option<&Organization>) -> Self {
        match organization {
            Some(organization) => self
                .member("organization_id", organization.id.as_str())
                .member("organization_name", organization.name.as_str()),
            None => self,
        }
    }

    /// Tells a refusal: what the caller was told, and in `details.why` what decided it.
    #[must_use]
    pub fn refusal(self, error: &oauth::Error) -> Self {
        let description = error.description.as_deref().unwrap_or_default().to_owned();
        let told = json!({
            "message": description,
            "oauthError": error.code.as_str(),
            "type": error.code.as_str(),
        });
        let entry = self.description(description).detail("error", told);
        match &error.detail {
            Some(why) => entry.detail("why", why.as_str()),
            None => entry,
        }
    }

    /// Adds a member of the details. Secrets never go here.
    #[must_use]
    pub fn detail(mut self, name: &str, value: impl Into<Value>) -> Self {
        let details = self.members.entry("details").or_insert_with(|| json!({}));
        if let Value::Object(details) = details {
            details.insert(name.to_owned(), value.into());
        }
        self
    }

    /// Adds a member of the published shape. Secrets never go here.
    #[must_use]
    pub fn member(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.members.insert(name.to_owned(), value.into());
        self
    }

    /// Adds a member that holds what a stranger sent, bounded.
    #[must_use]
    pub fn text(self, name: &str, value: &str) -> Self {
        self.member(name, bounded(value))
    }

    /// Hands the entry to the journal. Never waits.
    pub fn record(self, context: &Context) {
        let millis = context.now.millis().unsigned_abs();
        let log_id = LogId::generate(millis, context.entropy()).to_string();
        context.platform.journal.push(journal::Pending {
            tenant: context.tenant.clone(),
            event: self.event,
            log_id,
            at: context.now,
            origin: context.origin.clone(),
            members: self.members,
        });
    }
}

/// The beginning of a text that a stranger sent.
pub fn bounded(text: &str) -> String {
    text.chars().take(MAX_TEXT).collect()
}
