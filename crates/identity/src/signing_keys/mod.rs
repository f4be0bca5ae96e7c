//! Signing keys: the tenant's own, of which one is current, one is next, and the previous may still verify.

mod document;
pub mod table;

use std::sync::{Arc, OnceLock};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use bytes::Bytes;
use ostia_jose::{
    AsymmetricAlgorithm, Jwk, JwkSet, KeyKind, PrivateKey, PublicKey, Signer, certificate,
};
use ostia_protocol::auth0::ids::{self, TenantId};
use serde::Serialize;
use serde_json::Value;

pub use self::document::{documents, find_document, revoke_previous};
use crate::cache::Stale;
use crate::context::{Context, Platform};
use crate::custom_signing_keys;
use crate::failure::Broken;
use crate::tenants::{Tenant, published};
use crate::time::Timestamp;
use crate::vault::Place;

/// How long a key's certificate is valid, in days. Nobody checks it; some clients parse it.
const CERTIFICATE_DAYS: u32 = 4_000;

/// What a key is used for now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyState {
    /// Signs and verifies.
    Current,
    /// Published, so that everyone knows it before it signs.
    Next,
    /// Verifies what it signed, until it is revoked.
    Previous,
}

impl KeyState {
    /// The name in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Current => "current",
            Self::Next => "next",
            Self::Previous => "previous",
        }
    }

    fn from_name(name: &str) -> Option<Self> {
        [Self::Current, Self::Next, Self::Previous]
            .into_iter()
            .find(|state| state.as_str() == name)
    }
}

/// One key pair. Parsed once, used for every signature.
#[derive(Clone, Debug)]
pub struct SigningKey {
    /// The `kid`.
    pub id: String,
    /// What it is used for.
    pub state: KeyState,
    /// Signs.
    pub private: PrivateKey,
    /// Verifies.
    pub public: PublicKey,
    /// A self-signed certificate, DER.
    pub certificate: Vec<u8>,
    /// When it became current, if it did.
    pub current_since: Option<Timestamp>,
    /// When it stopped being current, if it did.
    pub current_until: Option<Timestamp>,
    /// When it was made.
    pub created_at: Timestamp,
}

/// All keys of a tenant that are not revoked.
#[derive(Debug)]
pub struct KeyRing {
    keys: Vec<SigningKey>,
    current: usize,
    /// What is published beside them, and verifies nothing here.
    others: Vec<Value>,
    /// The published set, without and with `alg`; written once.
    published: [OnceLock<Bytes>; 2],
}

impl KeyRing {
    /// The key that signs.
    pub fn current(&self) -> &SigningKey {
        &self.keys[self.current]
    }

    /// A signer with the current key.
    ///
    /// # Errors
    /// When the key can't sign with the algorithm.
    pub fn signer(&self, algorithm: AsymmetricAlgorithm, typ: &str) -> Result<Signer, Broken> {
        let key = self.current();
        Ok(Signer::asymmetric(
            key.private.clone(),
            algorithm,
            &key.id,
            typ,
        )?)
    }

    /// The key with this `kid`; without one, the current key.
    pub fn verifying(&self, kid: Option<&str>) -> Option<&PublicKey> {
        match kid {
            Some(kid) => self
                .keys
                .iter()
                .find(|key| key.id == kid)
                .map(|key| &key.public),
            None => Some(&self.current().public),
        }
    }

    /// All keys that are not revoked.
    pub fn keys(&self) -> &[SigningKey] {
        &self.keys
    }

    /// The public keys as `/.well-known/jwks.json` shows them, JSON: the tenant's own first.
    pub fn published(&self, with_alg: bool) -> Bytes {
        let write = || {
            let own = self.jwks(with_alg);
            let own = own.keys.iter().map(PublishedKey::Own);
            let others = self.others.iter().map(PublishedKey::Other);
            published(&PublishedKeys {
                keys: own.chain(others).collect(),
            })
        };
        let text = self.published[usize::from(with_alg)].get_or_init(write);
        text.clone()
    }

    /// The public keys as a set.
    pub fn jwks(&self, with_alg: bool) -> JwkSet {
        let jwk = |key: &SigningKey| {
            let mut jwk: Jwk = key.public.to_jwk();
            jwk.public_key_use = Some("sig".to_owned());
            jwk.alg = with_alg.then(|| "RS256".to_owned());
            jwk.kid = Some(key.id.clone());
            jwk.x5t = Some(certificate::x5t(&key.certificate));
            jwk.x5c = Some(vec![certificate::x5c(&key.certificate)]);
            jwk
        };
        JwkSet {
            keys: self.keys.iter().map(jwk).collect(),
        }
    }
}

#[derive(Serialize)]
struct PublishedKeys<'a> {
    keys: Vec<PublishedKey<'a>>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum PublishedKey<'a> {
    Own(&'a Jwk),
    Other(&'a Value),
}

fn key_place(key_id: &str) -> Place<'_> {
    Place {
        table: "signing_keys",
        column: "sealed_key",
        id: key_id,
    }
}

/// The tenant's keys.
///
/// # Errors
/// When the database is away, or the tenant has no current key.
pub async fn ring(context: &Context) -> Result<Arc<KeyRing>, Broken> {
    let load = async || {
        load_ring(&context.tenant, &context.platform)
            .await
            .map(Some)
    };
    let rings = &context.caches().signing_keys;
    let ring = rings.get_or_load(context.tenant.id.clone(), load).await?;
    ring.ok_or_else(|| Broken::internal("a tenant without signing keys"))
}

async fn load_ring(tenant: &Tenant, platform: &Platform) -> Result<KeyRing, Broken> {
    let rows = table::list(&tenant.id, &platform.database).await?;
    let keys = rows
        .into_iter()
        .map(|row| unseal(row, tenant))
        .collect::<Result<Vec<_>, _>>()?;
    let current = keys
        .iter()
        .position(|key| key.state == KeyState::Current)
        .ok_or_else(|| {
            Broken::internal(format!("tenant {} has no current signing key", tenant.id))
        })?;
    Ok(KeyRing {
        keys,
        current,
        others: custom_signing_keys::published(&tenant.id, &platform.database).await?,
        published: Default::default(),
    })
}

fn unseal(row: table::KeyRow, tenant: &Tenant) -> Result<SigningKey, Broken> {
    let private =
        PrivateKey::from_pkcs8(&tenant.key.open(key_place(&row.key_id), &row.sealed_key)?)?;
    Ok(SigningKey {
        public: private.public(),
        private,
        certificate: BASE64.decode(&row.certificate).map_err(Broken::internal)?,
        state: KeyState::from_name(&row.state).ok_or_else(|| {
            Broken::internal(format!("signing key in unknown state {}", row.state))
        })?,
        id: row.key_id,
        current_since: row.current_since,
        current_until: row.current_until,
        created_at: row.created_at,
    })
}

/// Gives a new tenant its current and its next key. Makes two RSA keys, which takes a moment.
///
/// # Errors
/// When the database is away.
pub async fn create_first(tenant: &Tenant, platform: &Platform) -> Result<(), Broken> {
    let (current, next) = tokio::try_join!(generate(), generate())?;
    import_first(current, next, tenant, platform).await
}

/// Gives a new tenant keys that exist already.
///
/// # Errors
/// When the database is away.
pub async fn import_first(
    current: PrivateKey,
    next: PrivateKey,
    tenant: &Tenant,
    platform: &Platform,
) -> Result<(), Broken> {
    let current = seal_row(&current, KeyState::Current, tenant, platform)?;
    let next = seal_row(&next, KeyState::Next, tenant, platform)?;
    let mut work = platform.database.begin().await?;
    table::insert(&tenant.id, &current, &mut work).await?;
    table::insert(&tenant.id, &next, &mut work).await?;
    work.makes_stale(Stale::SigningKeys(tenant.id.clone()));
    work.commit().await
}

/// Makes the next key current and a new one next. What the old one signed stays valid until it is revoked.
///
/// # Errors
/// When the database is away.
pub async fn rotate(tenant: &Tenant, platform: &Platform) -> Result<String, Broken> {
    let fresh = seal_row(&generate().await?, KeyState::Next, tenant, platform)?;
    let now = platform.clock.now();
    let mut work = platform.database.begin().await?;
    let promoted = table::promote_next(&tenant.id, now, &mut work)
        .await?
        .ok_or_else(|| Broken::internal("the tenant has no next key"))?;
    table::insert(&tenant.id, &fresh, &mut work).await?;
    work.makes_stale(Stale::SigningKeys(tenant.id.clone()));
    work.commit().await?;
    Ok(promoted)
}

/// Stops a previous key from verifying. The current and the next key can't be revoked: rotate first.
///
/// # Errors
/// When the database is away. `false` where there is no such previous key.
pub async fn revoke(key_id: &str, tenant: &Tenant, platform: &Platform) -> Result<bool, Broken> {
    let mut work = platform.database.begin().await?;
    let revoked = table::revoke(&tenant.id, key_id, platform.clock.now(), &mut work).await?;
    work.makes_stale(Stale::SigningKeys(tenant.id.clone()));
    work.commit().await?;
    Ok(revoked)
}

async fn generate() -> Result<PrivateKey, Broken> {
    let generated = tokio::task::spawn_blocking(|| PrivateKey::generate(KeyKind::Rsa2048)).await;
    Ok(generated.map_err(Broken::internal)??)
}

fn seal_row(
    private: &PrivateKey,
    state: KeyState,
    tenant: &Tenant,
    platform: &Platform,
) -> Result<table::KeyRow, Broken> {
    let now = platform.clock.now();
    let key_id = ids::token(&platform.entropy, 16);
    let certificate =
        certificate::self_signed(private, &tenant.domain, now.seconds(), CERTIFICATE_DAYS)?;
    let sealed_key =
        tenant
            .key
            .seal(key_place(&key_id), &private.to_pkcs8()?, &platform.entropy)?;
    Ok(table::KeyRow {
        sealed_key,
        key_id,
        state: state.as_str().to_owned(),
        certificate: BASE64.encode(certificate),
        created_at: now,
        current_since: (state == KeyState::Current).then_some(now),
        current_until: None,
        revoked_at: None,
    })
}

/// The id of the tenant whose keys these are, for offline commands.
pub async fn list(tenant: &TenantId, platform: &Platform) -> Result<Vec<table::KeyRow>, Broken> {
    Ok(table::list(tenant, &platform.database).await?)
}
