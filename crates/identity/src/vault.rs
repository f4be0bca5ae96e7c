//! Secrets at rest: AES-256-GCM under a per-tenant data key, itself sealed by the master key.

use std::fmt;
use std::sync::Arc;

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::hkdf::{HKDF_SHA256, Salt};
use aws_lc_rs::hmac;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64URL;
use zeroize::Zeroizing;

use crate::entropy::Entropy;
use crate::failure::Broken;

/// The layout of a sealed value: this version, the nonce, the ciphertext with its tag; base64url.
const VERSION: u8 = 1;

/// Names the place where a sealed value belongs, so that it opens nowhere else.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    /// The table.
    pub table: &'static str,
    /// The column.
    pub column: &'static str,
    /// The row's id.
    pub id: &'a str,
}

impl Place<'_> {
    fn associated_data(&self, tenant: &str) -> Vec<u8> {
        [tenant, self.table, self.column, self.id]
            .join("\0")
            .into_bytes()
    }
}

/// A 256-bit key that seals and derives. Its bytes can't be read back, printed or serialised.
#[derive(Clone)]
pub struct SealingKey(Arc<Inner>);

struct Inner {
    owner: String,
    cipher: LessSafeKey,
    bytes: Zeroizing<[u8; 32]>,
}

impl fmt::Debug for SealingKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "SealingKey({})", self.0.owner)
    }
}

impl SealingKey {
    /// From its bytes; `owner` (a tenant's id, or `master`) goes into every associated data.
    ///
    /// # Errors
    /// Never for 32 bytes; the cipher's interface has an error all the same.
    pub fn new(owner: &str, bytes: Zeroizing<[u8; 32]>) -> Result<Self, Broken> {
        let cipher = UnboundKey::new(&AES_256_GCM, bytes.as_slice())
            .map_err(|_| Broken::internal("the cipher refused a key"))?;
        Ok(Self(Arc::new(Inner {
            owner: owner.to_owned(),
            cipher: LessSafeKey::new(cipher),
            bytes,
        })))
    }

    /// Seals `secret` for one place.
    ///
    /// # Errors
    /// Only if the cipher fails, which it does for inputs beyond 64 GiB.
    pub fn seal(
        &self,
        place: Place<'_>,
        secret: &[u8],
        entropy: &Entropy,
    ) -> Result<String, Broken> {
        let nonce: [u8; NONCE_LEN] = entropy.bytes();
        let mut sealed = Vec::with_capacity(1 + NONCE_LEN + secret.len() + 16);
        sealed.push(VERSION);
        sealed.extend(nonce);
        let mut body = secret.to_vec();
        self.0
            .cipher
            .seal_in_place_append_tag(
                Nonce::assume_unique_for_key(nonce),
                Aad::from(place.associated_data(&self.0.owner)),
                &mut body,
            )
            .map_err(|_| Broken::internal("the cipher could not seal"))?;
        sealed.extend(body);
        Ok(BASE64URL.encode(sealed))
    }

    /// Opens what [`SealingKey::seal`] sealed for the same place.
    ///
    /// # Errors
    /// When the text is damaged, was sealed for another place, or with another key.
    pub fn open(&self, place: Place<'_>, sealed: &str) -> Result<Zeroizing<Vec<u8>>, Broken> {
        let wrong = || {
            Broken::internal(format!(
                "a sealed value in {}.{} does not open",
                place.table, place.column
            ))
        };
        let mut bytes = Zeroizing::new(BASE64URL.decode(sealed).map_err(|_| wrong())?);
        if bytes.len() < 1 + NONCE_LEN || bytes[0] != VERSION {
            return Err(wrong());
        }
        let nonce = Nonce::try_assume_unique_for_key(&bytes[1..=NONCE_LEN]).map_err(|_| wrong())?;
        let aad = Aad::from(place.associated_data(&self.0.owner));
        let opened = self
            .0
            .cipher
            .open_in_place(nonce, aad, &mut bytes[1 + NONCE_LEN..])
            .map_err(|_| wrong())?
            .len();
        bytes.drain(..=NONCE_LEN);
        bytes.truncate(opened);
        Ok(bytes)
    }

    /// A key for another purpose, from which this one can't be learned (HKDF-SHA256, RFC 5869).
    ///
    /// # Errors
    /// Never for 32 bytes; the interface has an error all the same.
    pub fn derive(&self, purpose: &str) -> Result<Zeroizing<[u8; 32]>, Broken> {
        let mut derived = Zeroizing::new([0; 32]);
        let info = [purpose.as_bytes()];
        Salt::new(HKDF_SHA256, self.0.owner.as_bytes())
            .extract(self.0.bytes.as_slice())
            .expand(&info, HKDF_SHA256)
            .and_then(|material| material.fill(derived.as_mut_slice()))
            .map_err(|_| Broken::internal("could not derive a key"))?;
        Ok(derived)
    }

    /// An authentication code over `message`, for one purpose.
    ///
    /// # Errors
    /// As [`SealingKey::derive`].
    pub fn authenticate(&self, purpose: &str, message: &[u8]) -> Result<String, Broken> {
        let key = hmac::Key::new(hmac::HMAC_SHA256, self.derive(purpose)?.as_slice());
        Ok(BASE64URL.encode(hmac::sign(&key, message)))
    }
}

/// What is stored of a random token: enough to recognise it, nothing to use it with.
pub fn fingerprint(token: &str) -> String {
    BASE64URL.encode(digest(&SHA256, token.as_bytes()))
}

/// Reads a 32-byte key from base64 or base64url text, with or without padding.
///
/// # Errors
/// In words, when it isn't one.
pub fn parse_key(text: &str) -> Result<Zeroizing<[u8; 32]>, Broken> {
    let normal = text
        .trim()
        .trim_end_matches('=')
        .replace('+', "-")
        .replace('/', "_");
    let bytes = Zeroizing::new(BASE64URL.decode(normal.as_bytes()).unwrap_or_default());
    let bytes: [u8; 32] = bytes.as_slice().try_into().map_err(|_| {
        Broken::internal(
            "a master key is 32 random bytes in base64; `ostia keys generate-master` makes one",
        )
    })?;
    Ok(Zeroizing::new(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(owner: &str) -> SealingKey {
        SealingKey::new(owner, Zeroizing::new([7; 32])).unwrap()
    }

    const HERE: Place<'_> = Place {
        table: "clients",
        column: "sealed_secret",
        id: "a",
    };

    #[test]
    fn opens_only_at_its_place_with_its_key() {
        let entropy = Entropy::seeded(1);
        let sealed = key("t1").seal(HERE, b"secret", &entropy).unwrap();
        assert_eq!(key("t1").open(HERE, &sealed).unwrap().as_slice(), b"secret");
        assert!(key("t2").open(HERE, &sealed).is_err());
        assert!(key("t1").open(Place { id: "b", ..HERE }, &sealed).is_err());
        assert!(
            key("t1")
                .open(
                    Place {
                        column: "document",
                        ..HERE
                    },
                    &sealed
                )
                .is_err()
        );
        let mut damaged = sealed.into_bytes();
        let last = damaged.len() - 3;
        damaged[last] = if damaged[last] == b'A' { b'B' } else { b'A' };
        assert!(
            key("t1")
                .open(HERE, std::str::from_utf8(&damaged).unwrap())
                .is_err()
        );
        assert!(key("t1").open(HERE, "").is_err());
    }

    #[test]
    fn equal_secrets_look_different_and_purposes_differ() {
        let entropy = Entropy::seeded(1);
        let key = key("t1");
        assert_ne!(
            key.seal(HERE, b"x", &entropy).unwrap(),
            key.seal(HERE, b"x", &entropy).unwrap()
        );
        assert_ne!(key.derive("a").unwrap(), key.derive("b").unwrap());
        assert_eq!(format!("{key:?}"), "SealingKey(t1)");
    }

    #[test]
    fn reads_master_keys_in_either_alphabet() {
        assert!(parse_key("//////////////////////////////////////////8=").is_ok());
        assert!(parse_key("__________________________________________8").is_ok());
        assert!(parse_key("short").is_err());
    }
}
