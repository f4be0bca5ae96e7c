//! What a request brings along: its tenant, its time, its origin, and the process that serves it.

use std::net::IpAddr;
use std::sync::Arc;

use crate::breached_passwords;
use crate::cache::Caches;
use crate::database::{Bell, Database, Work};
use crate::entropy::Entropy;
use crate::failure::Broken;
use crate::logs::Journal;
use crate::messages::Outbox;
use crate::outgoing::Outgoing;
use crate::passwords::HashingPool;
use crate::places::{Coordinates, Place};
use crate::tenants::Tenant;
use crate::time::{Clock, Timestamp};
use crate::vault::SealingKey;

/// What lives as long as the process. Made once, at start.
#[derive(Clone, Debug)]
pub struct Platform {
    /// The database.
    pub database: Database,
    /// What is remembered between requests.
    pub caches: Caches,
    /// The key that seals the tenants' data keys.
    pub master_key: SealingKey,
    /// Where time comes from.
    pub clock: Clock,
    /// Where randomness comes from.
    pub entropy: Entropy,
    /// Where passwords are hashed, a bounded number at a time.
    pub hashing: HashingPool,
    /// Which passwords are known from breaches.
    pub breached_passwords: breached_passwords::List,
    /// Where log entries go; they are written in batches.
    pub journal: Journal,
    /// How messages are sent.
    pub outbox: Outbox,
    /// Who makes requests to other servers.
    pub outgoing: Outgoing,
    /// Rung when a job was taken on.
    pub jobs: Bell,
    /// Rung when an event is on its way to a stream.
    pub events: Bell,
}

/// Where a request came from, for logs, sessions and limits.
#[derive(Clone, Debug, Default)]
pub struct Origin {
    /// The caller's address.
    pub ip: Option<IpAddr>,
    /// The address of the person for whom an application calls, as it says (`auth0-forwarded-for`): to be believed only
    /// where the client is trusted with it.
    pub on_behalf_of: Option<IpAddr>,
    /// Where the caller's address is, as a trusted proxy tells.
    pub place: Option<Place>,
    /// The `User-Agent` header, bounded.
    pub user_agent: String,
    /// The `Auth0-Client` header, bounded, as sent.
    pub auth0_client: Option<String>,
    /// Names this request in logs and answers.
    pub correlation_id: String,
}

impl Origin {
    /// The address as text; empty where it isn't known (offline commands).
    pub fn ip_text(&self) -> String {
        self.ip.map(|ip| ip.to_string()).unwrap_or_default()
    }

    /// The point of the Earth where it is, if that is known.
    pub fn coordinates(&self) -> Option<Coordinates> {
        self.place.as_ref()?.coordinates
    }
}

/// One request's surroundings. Cheap to clone; always the last argument.
#[derive(Clone, Debug)]
pub struct Context {
    /// The process.
    pub platform: Arc<Platform>,
    /// Whose data this request may touch.
    pub tenant: Arc<Tenant>,
    /// The moment of this request: read once, so that one request has one time.
    pub now: Timestamp,
    /// Where it came from.
    pub origin: Arc<Origin>,
    /// Under which of the tenant's hosts people are sent links, where the request names one.
    link_host: Option<Arc<str>>,
}

impl Context {
    /// A context for a tenant, now.
    pub fn new(
        platform: Arc<Platform>,
        tenant: Arc<Tenant>,
        origin: impl Into<Arc<Origin>>,
    ) -> Self {
        let now = platform.clock.now();
        Self {
            platform,
            tenant,
            now,
            origin: origin.into(),
            link_host: None,
        }
    }

    /// The same, but links that are sent lead to this host, where the tenant is served there.
    #[must_use]
    pub fn linking_to(self, host: Option<&str>) -> Self {
        let host = host.and_then(|host| self.tenant.serving(host));
        Self {
            link_host: host.map(Into::into).or(self.link_host),
            ..self
        }
    }

    /// The host that the request names for links: it says so, or was sent to a custom domain.
    pub fn named_link_host(&self) -> Option<&str> {
        let tenant = &self.tenant;
        let asked = (tenant.host != tenant.domain).then_some(tenant.host.as_str());
        self.link_host.as_deref().or(asked)
    }

    /// The host of links that people are sent: the one that the request names, else the tenant's default.
    pub fn link_host(&self) -> &str {
        self.named_link_host().unwrap_or(&self.tenant.default_host)
    }

    /// Where links that people are sent begin: `https://{host}/`.
    pub fn links(&self) -> String {
        format!("https://{}/", self.link_host())
    }

    /// The database.
    pub fn database(&self) -> &Database {
        &self.platform.database
    }

    /// The caches.
    pub fn caches(&self) -> &Caches {
        &self.platform.caches
    }

    /// The source of randomness.
    pub fn entropy(&self) -> &Entropy {
        &self.platform.entropy
    }

    /// The tenant's id as text, as every statement binds it.
    pub fn tenant_id(&self) -> &str {
        self.tenant.id.as_str()
    }

    /// Starts a unit of work.
    ///
    /// # Errors
    /// As [`Database::begin`].
    pub async fn begin(&self) -> Result<Work, Broken> {
        self.platform.database.begin().await
    }
}
