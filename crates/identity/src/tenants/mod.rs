//! Tenants: who owns the data, under which domain it is served, and the settings that hold for all of it.

pub mod document;
pub mod hosts;
mod settings;
pub mod table;

use std::sync::{Arc, OnceLock};

use bytes::Bytes;
use ostia_jose::ContentKey;
use ostia_protocol::auth0::ids::{Randomness as _, TenantId};
use ostia_protocol::oidc::{Discovery, Feature};
use serde::Serialize;
use serde_json::{Map, Value};
use zeroize::Zeroizing;

pub use self::settings::{SecurityMode, SessionLimits, Settings};
use crate::bot_detection::BotDetection;
use crate::branding::Look;
use crate::breached_passwords;
use crate::cache::Stale;
use crate::context::{Context, Platform};
use crate::custom_domains;
use crate::database::Work;
use crate::event_streams::Subscriptions;
use crate::failure::{Broken, ManagementFailure};
use crate::guardian::Multifactor;
use crate::network_acls;
use crate::tenants::hosts::CustomHost;
use crate::vault::{Place, SealingKey};

/// One tenant, ready for use.
#[derive(Debug)]
pub struct Tenant {
    /// Never changes and leads every key in the database.
    pub id: TenantId,
    /// Host and port of its own domain, without a scheme: `login.example.com` or `localhost:8443`.
    pub domain: String,
    /// Host and port under which it is asked: its own domain, or a custom one.
    pub host: String,
    /// The custom domains under which it is served, too.
    pub custom_domains: Vec<CustomHost>,
    /// The host of links that people are sent, where nothing names another.
    pub default_host: String,
    /// What `/api/v2/tenants/settings` holds.
    pub settings: Settings,
    /// Seals this tenant's secrets.
    pub key: SealingKey,
    /// Encrypts access tokens that only this server reads.
    pub opaque_tokens: ContentKey,
    /// What it changes about its hosted pages.
    pub look: Look,
    /// Which second factors it offers, and when it asks for one.
    pub multifactor: Multifactor,
    /// What it wants done about passwords that are known from breaches.
    pub breached_passwords: breached_passwords::Detection,
    /// When people have to prove that they are no programs.
    pub bot_detection: BotDetection,
    /// Whom it does not serve.
    pub network_rules: network_acls::Rules,
    /// Who is told of what happens.
    pub subscriptions: Subscriptions,
    published: Published,
}

/// What is published of a tenant, written once: a tenant whose settings change is read anew.
#[derive(Debug, Default)]
struct Published {
    openid_configuration: OnceLock<Bytes>,
    authorization_server: OnceLock<Bytes>,
}

impl Tenant {
    /// `https://{host}/`, with the slash: it is compared byte for byte. Whoever asks under a custom domain is
    /// answered under it.
    pub fn issuer(&self) -> String {
        format!("https://{}/", self.host)
    }

    /// Whether this tenant issues under this name: it has the same keys under all of them.
    pub fn is_issuer(&self, issuer: &str) -> bool {
        self.issuers().any(|own| own == issuer)
    }

    /// All names under which it issues.
    pub fn issuers(&self) -> impl Iterator<Item = String> {
        self.hosts().map(|host| format!("https://{host}/"))
    }

    /// All hosts under which it is served.
    fn hosts(&self) -> impl Iterator<Item = String> {
        let port = hosts::split_port(&self.domain).1;
        let custom = self.custom_domains.iter();
        let custom = custom.map(move |custom| format!("{}{port}", custom.name));
        std::iter::once(self.domain.clone()).chain(custom)
    }

    /// The host that a name means, with its port, if the tenant is served there.
    pub fn serving(&self, name: &str) -> Option<String> {
        let means = |host: &String| {
            name.eq_ignore_ascii_case(host) || name.eq_ignore_ascii_case(hosts::split_port(host).0)
        };
        self.hosts().find(means)
    }

    /// What is stored of the key of the proxy before the custom domain that was asked.
    pub fn edge_key(&self) -> Option<&str> {
        let name = hosts::split_port(&self.host).0;
        let custom = self
            .custom_domains
            .iter()
            .find(|custom| custom.name == name)?;
        custom.edge_key_hash.as_deref()
    }

    /// Has caches forget the tenant, under whatever host it is remembered.
    pub fn becomes_stale(&self, work: &mut Work) {
        for host in self.hosts() {
            work.makes_stale(Stale::Tenant(host));
        }
    }

    /// The identifier of the Management API.
    pub fn management_audience(&self) -> String {
        format!("https://{}/api/v2/", self.domain)
    }

    /// The audience of access tokens that are good for `/userinfo` alone.
    pub fn userinfo_audience(&self) -> String {
        format!("https://{}/userinfo", self.domain)
    }

    /// The discovery document, JSON (OpenID Connect Discovery §3).
    pub fn openid_configuration(&self) -> Bytes {
        let write = || published(&self.discovery());
        let text = self.published.openid_configuration.get_or_init(write);
        text.clone()
    }

    /// The same for OAuth clients, with the grants (RFC 8414 §2), JSON.
    pub fn authorization_server_metadata(&self) -> Bytes {
        let write = || published(&self.discovery().with_grant_types());
        let text = self.published.authorization_server.get_or_init(write);
        text.clone()
    }

    fn discovery(&self) -> Discovery {
        let mut features = vec![
            Feature::PrivateKeyJwt,
            Feature::DeviceAuthorization,
            Feature::MfaChallenge,
            Feature::RequestObjects,
            Feature::BackChannelLogout,
        ];
        if self.settings.accepts_pushed_requests {
            features.push(Feature::PushedAuthorizationRequests);
        }
        if self.settings.discovers_end_session {
            features.push(Feature::EndSession);
        }
        if self.edge_key().is_some() {
            features.push(Feature::MutualTls);
            if self.settings.has_mtls_aliases {
                features.push(Feature::MutualTlsAliases);
            }
        }
        if self.settings.registers_clients_by_address {
            features.push(Feature::ClientIdMetadataDocuments);
        }
        if self.settings.authorization_response_iss {
            features.push(Feature::IssuerInResponse);
        }
        Discovery::new(&self.issuer(), &features)
    }

    /// The audience of access tokens that manage a user's own second factors.
    pub fn mfa_audience(&self) -> String {
        format!("https://{}/mfa/", self.domain)
    }

    /// What people are shown as this tenant's name.
    pub fn display_name(&self) -> &str {
        match self.settings.friendly_name.as_str() {
            "" => &self.domain,
            name => name,
        }
    }
}

/// Documents that we make ourselves have a JSON form.
pub(crate) fn published(document: &impl Serialize) -> Bytes {
    serde_json::to_vec(document).unwrap_or_default().into()
}

fn key_place(tenant_id: &str) -> Place<'_> {
    Place {
        table: "tenants",
        column: "sealed_key",
        id: tenant_id,
    }
}

/// The tenant that is served under `domain` (host and port as in the `Host` header), if any.
///
/// # Errors
/// When the database is away, or the tenant's key does not open with this master key.
pub async fn find_by_domain(
    domain: &str,
    platform: &Platform,
) -> Result<Option<Arc<Tenant>>, Broken> {
    // Nearly always the name is in lower case, and here.
    if let Some(tenant) = platform.caches.tenants.get(domain).await {
        return Ok(Some(tenant));
    }
    let domain = domain.to_ascii_lowercase();
    let load = async || {
        let Some(row) = hosts::resolve(&domain, &platform.database).await? else {
            return Ok(None);
        };
        let tenant = assemble(row, platform).await?;
        let host = domain.clone();
        Ok(Some(Tenant { host, ..tenant }))
    };
    platform
        .caches
        .tenants
        .get_or_load(domain.clone(), load)
        .await
}

/// The tenant with this id, read afresh: for offline commands.
///
/// # Errors
/// As [`find_by_domain`].
pub async fn find(id: &TenantId, platform: &Platform) -> Result<Option<Tenant>, Broken> {
    match table::find(id, &platform.database).await? {
        Some(row) => assemble(row, platform).await.map(Some),
        None => Ok(None),
    }
}

/// All tenants, oldest first.
///
/// # Errors
/// As [`find_by_domain`].
pub async fn list(platform: &Platform) -> Result<Vec<Tenant>, Broken> {
    let rows = table::list(&platform.database).await?;
    let mut tenants = Vec::with_capacity(rows.len());
    for row in rows {
        tenants.push(assemble(row, platform).await?);
    }
    Ok(tenants)
}

async fn assemble(row: table::TenantRow, platform: &Platform) -> Result<Tenant, Broken> {
    let tenant = unseal(row, platform)?;
    let look = Look::load(&tenant.id, &platform.database).await?;
    let custom_domains = hosts::table::list(&tenant.id, &platform.database).await?;
    let chosen = custom_domains::chosen(&tenant.id, &platform.database).await?;
    let multifactor = Multifactor::load(&tenant.id, &platform.database).await?;
    let breached_passwords =
        breached_passwords::Detection::load(&tenant.id, &platform.database).await?;
    let bot_detection = BotDetection::load(&tenant.id, &platform.database).await?;
    let network_rules = network_acls::Rules::load(&tenant.id, &platform.database).await?;
    let subscriptions = Subscriptions::load(&tenant.id, &platform.database).await?;
    let tenant = Tenant {
        custom_domains,
        look,
        multifactor,
        breached_passwords,
        bot_detection,
        network_rules,
        subscriptions,
        ..tenant
    };
    let default_host = chosen.and_then(|name| tenant.serving(&name));
    Ok(Tenant {
        default_host: default_host.unwrap_or_else(|| tenant.domain.clone()),
        ..tenant
    })
}

fn unseal(row: table::TenantRow, platform: &Platform) -> Result<Tenant, Broken> {
    let opened = platform.master_key.open(key_place(&row.tenant_id), &row.sealed_key).map_err(|_| {
        Broken::internal(format!(
            "the data key of tenant {} does not open: this is not the master key that it was made with",
            row.tenant_id
        ))
    })?;
    let bytes: [u8; 32] = opened
        .as_slice()
        .try_into()
        .map_err(|_| Broken::internal("a tenant's data key has the wrong length"))?;
    let key = SealingKey::new(&row.tenant_id, Zeroizing::new(bytes))?;
    Ok(Tenant {
        opaque_tokens: ContentKey::new(*key.derive("opaque access tokens")?)?,
        key,
        published: Published::default(),
        id: TenantId::parse(&row.tenant_id).map_err(Broken::internal)?,
        host: row.domain.clone(),
        default_host: row.domain.clone(),
        domain: row.domain,
        custom_domains: Vec::new(),
        settings: Settings::from_document(row.document)?,
        look: Look::default(),
        multifactor: Multifactor::default(),
        breached_passwords: breached_passwords::Detection::default(),
        bot_detection: BotDetection::default(),
        network_rules: network_acls::Rules::default(),
        subscriptions: Subscriptions::default(),
    })
}

/// Makes a tenant with a data key of its own and default settings. It has no signing key yet.
///
/// # Errors
/// When the id or the domain is taken, or the database is away.
pub async fn create(id: &TenantId, domain: &str, platform: &Platform) -> Result<Tenant, Broken> {
    let mut bytes = Zeroizing::new([0; 32]);
    platform.entropy.fill(bytes.as_mut_slice());
    let sealed_key =
        platform
            .master_key
            .seal(key_place(id.as_str()), bytes.as_slice(), &platform.entropy)?;
    let row = table::TenantRow {
        tenant_id: id.as_str().to_owned(),
        domain: domain.to_ascii_lowercase(),
        document: Settings::initial_document(),
        sealed_key,
    };
    let mut work = platform.database.begin().await?;
    table::insert(&row, platform.clock.now(), &mut work).await?;
    work.commit().await?;
    unseal(row, platform)
}

/// The settings as they are now, whatever is remembered.
///
/// # Errors
/// When the database is away.
pub async fn read_settings(context: &Context) -> Result<Map<String, Value>, ManagementFailure> {
    Ok(table::find_document(&context.tenant.id, context.database()).await?)
}

/// Changes the settings, and gives them as they are then.
///
/// # Errors
/// 400 for a bad body; or when the database is away.
pub async fn update_settings(
    body: &Value,
    context: &Context,
) -> Result<Map<String, Value>, ManagementFailure> {
    let tenant = &context.tenant;
    let mut work = context.begin().await?;
    let mut settings = table::document(&tenant.id, &mut work).await?;
    document::apply(&mut settings, body)?;
    table::set_document(&tenant.id, &settings, context.now, &mut work).await?;
    tenant.becomes_stale(&mut work);
    work.commit().await?;
    Ok(settings)
}

/// Deletes all that a tenant has but its domain, its data key and its signing keys, and gives it back its first
/// settings. What [`provision`](crate::provisioning::provision) makes has to be made again.
///
/// # Errors
/// When the database is away; then nothing happened.
pub async fn empty(tenant: &Tenant, platform: &Platform) -> Result<(), Broken> {
    let now = platform.clock.now();
    let mut work = platform.database.begin().await?;
    for name in table::tables_of_tenants(&platform.database, &mut work).await? {
        if !["tenants", "signing_keys"].contains(&name.as_str()) {
            table::empty(&name, &tenant.id, &mut work).await?;
        }
    }
    table::set_document(&tenant.id, &Settings::initial_document(), now, &mut work).await?;
    work.makes_stale(Stale::Tenant(tenant.domain.clone()));
    work.commit().await?;
    platform.caches.forget_all();
    Ok(())
}

/// Serves a tenant under another domain from now on; its Management API's identifier moves along.
///
/// # Errors
/// When the domain is taken, or the database is away.
pub async fn move_to_domain(
    tenant: &Tenant,
    domain: &str,
    platform: &Platform,
) -> Result<(), Broken> {
    let domain = domain.to_ascii_lowercase();
    let mut work = platform.database.begin().await?;
    table::set_domain(&tenant.id, &domain, platform.clock.now(), &mut work).await?;
    let old = tenant.management_audience();
    let new = format!("https://{domain}/api/v2/");
    table::rename_audience(&tenant.id, &old, &new, &mut work).await?;
    tenant.becomes_stale(&mut work);
    work.makes_stale(Stale::Tenant(domain));
    work.commit().await?;
    platform.caches.forget_all();
    Ok(())
}

/// Seals every tenant's data key under another master key. All or none.
///
/// # Errors
/// When a key does not open with the present master key, or the database is away.
pub async fn rotate_master_key(new: &SealingKey, platform: &Platform) -> Result<usize, Broken> {
    let mut work = platform.database.begin().await?;
    let rows = table::list(&platform.database).await?;
    for row in &rows {
        let place = key_place(&row.tenant_id);
        let bytes = platform.master_key.open(place, &row.sealed_key)?;
        let sealed = new.seal(place, &bytes, &platform.entropy)?;
        table::set_sealed_key(&row.tenant_id, &sealed, platform.clock.now(), &mut work).await?;
    }
    work.commit().await?;
    Ok(rows.len())
}
