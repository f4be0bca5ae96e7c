//! What is remembered between requests, always under its tenant: never secrets, sessions, codes or tokens.

use std::borrow::Borrow;
use std::fmt;
use std::future::Future;
use std::hash::Hash;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use moka::future::{Cache, CacheBuilder};
use ostia_protocol::auth0::ids::{ClientId, TenantId, UserId};
use serde::{Deserialize, Serialize};

use crate::client_grants::ClientGrants;
use crate::clients::Client;
use crate::connections::Connection;
use crate::connections::provider::Metadata;
use crate::failure::Broken;
use crate::federated_logins::ProviderKeys;
use crate::network_acls::Tallies;
use crate::resource_servers::ResourceServer;
use crate::signing_keys::KeyRing;
use crate::tenants::Tenant;
use crate::users::User;

/// Bounds what a lost notification from another node can cost.
const TIME_TO_LIVE: Duration = Duration::from_secs(30);
/// How long what other servers say of themselves is believed: they change it once in months.
const PROVIDERS_TIME_TO_LIVE: Duration = Duration::from_mins(10);

/// What a committed change makes untrue. It travels to the other nodes as JSON.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Stale {
    /// A tenant: its settings or its domain. Named by the domain under which it is looked up.
    Tenant(String),
    /// One client.
    Client(TenantId, ClientId),
    /// One API, by identifier.
    ResourceServer(TenantId, String),
    /// All client grants of one client; the empty id stands for the defaults of third parties.
    ClientGrants(TenantId, String),
    /// The signing keys of a tenant.
    SigningKeys(TenantId),
    /// One user's profile.
    User(TenantId, UserId),
    /// The connections of a tenant.
    Connections(TenantId),
    /// Which connections one client may use.
    ConnectionsOf(TenantId, ClientId),
}

/// All shelves. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct Caches(Arc<Shelves>);

/// One shelf per kind of thing.
#[derive(Debug)]
pub struct Shelves {
    /// By domain.
    pub tenants: Shelf<String, Tenant>,
    /// By client id.
    pub clients: Shelf<(TenantId, ClientId), Client>,
    /// By identifier (audience).
    pub resource_servers: Shelf<(TenantId, String), ResourceServer>,
    /// By client id; the empty id holds the defaults of third parties.
    pub client_grants: Shelf<(TenantId, String), ClientGrants>,
    /// The keys that sign and verify.
    pub signing_keys: Shelf<TenantId, KeyRing>,
    /// Profiles, for `/userinfo`.
    pub users: Shelf<(TenantId, UserId), User>,
    /// The connections that log a client's users in, by client id; the empty id holds those of third parties.
    pub connections: Shelf<(TenantId, String), Vec<Connection>>,
    /// What identity providers say of themselves, by address.
    pub provider_metadata: Shelf<(TenantId, String), Metadata>,
    /// The keys of identity providers, by address.
    pub provider_keys: Shelf<(TenantId, String), ProviderKeys>,
    /// How often network access lists matched.
    pub network_matches: Tallies,
}

impl Default for Shelves {
    fn default() -> Self {
        Self {
            tenants: Shelf::new(1_000),
            clients: Shelf::new(10_000),
            resource_servers: Shelf::new(2_000),
            client_grants: Shelf::new(10_000),
            signing_keys: Shelf::new(1_000),
            users: Shelf::new(10_000),
            connections: Shelf::weighed(4_000, |connections| connections.len() + 1),
            provider_metadata: Shelf::lasting(1_000, PROVIDERS_TIME_TO_LIVE),
            provider_keys: Shelf::lasting(1_000, PROVIDERS_TIME_TO_LIVE),
            network_matches: Tallies::default(),
        }
    }
}

impl std::ops::Deref for Caches {
    type Target = Shelves;

    fn deref(&self) -> &Shelves {
        &self.0
    }
}

impl Caches {
    /// Forgets what `stale` names.
    pub async fn forget(&self, stale: &Stale) {
        match stale.clone() {
            Stale::Tenant(domain) => self.tenants.forget(&domain).await,
            Stale::Client(tenant, client) => self.clients.forget(&(tenant, client)).await,
            Stale::ResourceServer(tenant, identifier) => {
                self.resource_servers.forget(&(tenant, identifier)).await;
            }
            Stale::ClientGrants(tenant, client) => {
                self.client_grants.forget(&(tenant, client)).await;
            }
            Stale::SigningKeys(tenant) => self.signing_keys.forget(&tenant).await,
            Stale::User(tenant, user) => self.users.forget(&(tenant, user)).await,
            Stale::Connections(tenant) => {
                self.connections.forget_where(move |(of, _)| *of == tenant);
            }
            Stale::ConnectionsOf(tenant, client) => {
                let key = (tenant, client.to_string());
                self.connections.forget(&key).await;
            }
        }
    }

    /// Forgets everything.
    pub fn forget_all(&self) {
        self.tenants.forget_all();
        self.clients.forget_all();
        self.resource_servers.forget_all();
        self.client_grants.forget_all();
        self.signing_keys.forget_all();
        self.users.forget_all();
        self.connections.forget_all();
        self.provider_metadata.forget_all();
        self.provider_keys.forget_all();
    }
}

/// A bounded cache of one kind of thing. Of many requests for one missing entry only one loads it.
pub struct Shelf<K, V> {
    entries: Cache<K, Arc<V>>,
    /// Counts what was forgotten, so that a load which began before a change does not outlive it.
    changes: AtomicU64,
}

impl<K, V> fmt::Debug for Shelf<K, V> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Shelf")
    }
}

type Loading<'a, V> = Pin<Box<dyn Future<Output = Result<Option<V>, Broken>> + Send + 'a>>;

enum NotLoaded {
    Absent,
    Broken(String, crate::failure::BrokenKind),
}

impl<K: Hash + Eq + Send + Sync + Clone + 'static, V: Send + Sync + 'static> Shelf<K, V> {
    fn new(capacity: u64) -> Self {
        Self::lasting(capacity, TIME_TO_LIVE)
    }

    /// A shelf whose entries stay longer.
    fn lasting(capacity: u64, time_to_live: Duration) -> Self {
        Self::of(Cache::builder().max_capacity(capacity), time_to_live)
    }

    /// A shelf whose entries differ in size, and that can forget many at once.
    fn weighed(capacity: u64, weight: fn(&V) -> usize) -> Self {
        let weigh = move |_: &K, entry: &Arc<V>| u32::try_from(weight(entry)).unwrap_or(u32::MAX);
        let builder = Cache::builder().max_capacity(capacity).weigher(weigh);
        Self::of(builder.support_invalidation_closures(), TIME_TO_LIVE)
    }

    fn of(builder: CacheBuilder<K, Arc<V>, Cache<K, Arc<V>>>, time_to_live: Duration) -> Self {
        Self {
            entries: builder.time_to_live(time_to_live).build(),
            changes: AtomicU64::new(0),
        }
    }

    /// Whether the entry is here, so that the next question for it costs nothing.
    pub fn holds(&self, key: &K) -> bool {
        self.entries.contains_key(key)
    }

    /// The entry, if it is here.
    pub async fn get<Q>(&self, key: &Q) -> Option<Arc<V>>
    where
        K: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        self.entries.get(key).await
    }

    /// The entry, loaded where it is not yet here. An absent one is asked for again the next time.
    ///
    /// # Errors
    /// What `load` fails with.
    pub async fn get_or_load<F>(
        &self,
        key: K,
        load: impl FnOnce() -> F,
    ) -> Result<Option<Arc<V>>, Broken>
    where
        F: Future<Output = Result<Option<V>, Broken>> + Send,
    {
        if let Some(entry) = self.entries.get(&key).await {
            return Ok(Some(entry));
        }
        // Boxed: otherwise every request would carry along the room that a load takes, and copy it from layer to layer.
        self.load(key, Box::pin(load())).await
    }

    /// Of several loads for one key only one happens.
    fn load<'a>(&'a self, key: K, load: Loading<'a, V>) -> Loading<'a, Arc<V>> {
        Box::pin(async move {
            let changes = self.changes.load(Ordering::Acquire);
            let loading = async {
                match load.await {
                    Ok(Some(value)) => Ok(Arc::new(value)),
                    Ok(None) => Err(NotLoaded::Absent),
                    Err(broken) => Err(NotLoaded::Broken(broken.to_string(), broken.kind)),
                }
            };
            let loaded = self.entries.try_get_with(key.clone(), loading).await;
            if self.changes.load(Ordering::Acquire) != changes {
                self.entries.invalidate(&key).await;
            }
            match loaded {
                Ok(entry) => Ok(Some(entry)),
                Err(not_loaded) => match &*not_loaded {
                    NotLoaded::Absent => Ok(None),
                    NotLoaded::Broken(report, kind) => Err(Broken {
                        kind: *kind,
                        report: report.clone().into(),
                    }),
                },
            }
        })
    }

    /// Forgets an entry: the next question loads it.
    pub async fn forget(&self, key: &K) {
        self.changes.fetch_add(1, Ordering::AcqRel);
        self.entries.invalidate(key).await;
    }

    fn forget_where(&self, is_stale: impl Fn(&K) -> bool + Send + Sync + 'static) {
        self.changes.fetch_add(1, Ordering::AcqRel);
        let refused = self
            .entries
            .invalidate_entries_if(move |key, _| is_stale(key))
            .is_err();
        if refused {
            // Not a shelf that was made for it. Forgetting too much is never wrong.
            self.entries.invalidate_all();
        }
    }

    fn forget_all(&self) {
        self.changes.fetch_add(1, Ordering::AcqRel);
        self.entries.invalidate_all();
    }
}
