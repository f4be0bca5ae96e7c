//! Client secrets: sealed at rest, compared in constant time, opened only to sign with or to show to who may read keys.

use std::fmt;

use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use ostia_protocol::auth0::ids::ClientId;
use subtle::ConstantTimeEq as _;
use zeroize::Zeroizing;

use crate::entropy::Entropy;
use crate::failure::Broken;
use crate::tenants::Tenant;
use crate::vault::{Place, SealingKey};

/// A client's secret. Clear text is never kept: only the sealed form, and a digest to compare with. A digest is enough
/// because secrets are long and random, unlike passwords.
#[derive(Clone)]
pub struct ClientSecret {
    client_id: ClientId,
    sealed: String,
    digest: [u8; 32],
    key: SealingKey,
    /// Whether HS256 uses the base64-decoded secret (`jwt_configuration.secret_encoded`).
    encoded: bool,
}

impl fmt::Debug for ClientSecret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("ClientSecret")
    }
}

fn place(client_id: &ClientId) -> Place<'_> {
    Place {
        table: "clients",
        column: "sealed_secret",
        id: client_id.as_str(),
    }
}

/// Seals a secret for its row.
///
/// # Errors
/// As [`SealingKey::seal`].
pub fn seal(
    client_id: &ClientId,
    secret: &str,
    tenant: &Tenant,
    entropy: &Entropy,
) -> Result<String, Broken> {
    tenant
        .key
        .seal(place(client_id), secret.as_bytes(), entropy)
}

impl ClientSecret {
    /// From a row.
    ///
    /// # Errors
    /// When it does not open.
    pub fn from_sealed(
        client_id: &ClientId,
        sealed: String,
        encoded: bool,
        tenant: &Tenant,
    ) -> Result<Self, Broken> {
        let clear = tenant.key.open(place(client_id), &sealed)?;
        Ok(Self {
            client_id: client_id.clone(),
            sealed,
            digest: sha256(&clear),
            key: tenant.key.clone(),
            encoded,
        })
    }

    /// Whether `presented` is this secret, in a time that tells nothing.
    pub fn matches(&self, presented: &str) -> bool {
        sha256(presented.as_bytes()).ct_eq(&self.digest).into()
    }

    /// The clear secret, for those who may read client keys.
    ///
    /// # Errors
    /// When it does not open.
    pub fn reveal(&self) -> Result<Zeroizing<String>, Broken> {
        let clear = self.key.open(place(&self.client_id), &self.sealed)?;
        String::from_utf8(clear.to_vec())
            .map(Zeroizing::new)
            .map_err(|_| Broken::internal("a client secret that is not text"))
    }

    /// The key of `HS256`.
    ///
    /// # Errors
    /// When it does not open.
    pub fn hmac_key(&self) -> Result<Zeroizing<Vec<u8>>, Broken> {
        let clear = self.key.open(place(&self.client_id), &self.sealed)?;
        if self.encoded {
            let standard = String::from_utf8_lossy(&clear)
                .replace('-', "+")
                .replace('_', "/");
            if let Ok(decoded) = BASE64.decode(standard) {
                return Ok(Zeroizing::new(decoded));
            }
        }
        Ok(clear)
    }
}

fn sha256(bytes: &[u8]) -> [u8; 32] {
    let mut output = [0; 32];
    output.copy_from_slice(digest(&SHA256, bytes).as_ref());
    output
}
