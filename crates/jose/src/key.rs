//! Signing keys: parsed once, then shared by every signature.

use std::fmt;
use std::sync::Arc;

use aws_lc_rs::encoding::AsDer;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{
    self, ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair as _, RsaEncoding,
    RsaKeyPair,
};
use aws_lc_rs::{constant_time, hmac};
use zeroize::Zeroizing;

pub use crate::public_key::PublicKey;
use crate::{Algorithm, Error, Result, der};

/// The largest encoded key or certificate that is parsed, in bytes: an RSA key of 8192 bits takes less than half of it.
pub(crate) const MAX_ENCODED_LENGTH: usize = 16 * 1024;

/// The kinds of private key that the server makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyKind {
    /// RSA with a modulus of 2048 bits, for `RS*` and `PS*`.
    Rsa2048,
    /// The NIST curve P-256, for `ES256`.
    P256,
    /// Ed25519, for `EdDSA`.
    Ed25519,
}

/// A private key for signatures. A clone shares the parsed key; `Debug` shows the public half only.
#[derive(Clone)]
pub struct PrivateKey(Arc<Inner>);

struct Inner {
    pair: Pair,
    public: PublicKey,
}

pub(crate) enum Pair {
    Rsa(RsaKeyPair),
    P256(EcdsaKeyPair),
    Ed25519(Ed25519KeyPair),
}

impl PrivateKey {
    /// Makes a new key. RSA takes tens to hundreds of milliseconds: call it off the async threads.
    ///
    /// # Errors
    /// [`Error::CryptographyFailed`] when the library can't make a key.
    pub fn generate(kind: KeyKind) -> Result<Self> {
        let pair = match kind {
            KeyKind::Rsa2048 => RsaKeyPair::generate(KeySize::Rsa2048).map(Pair::Rsa),
            KeyKind::P256 => {
                EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).map(Pair::P256)
            }
            KeyKind::Ed25519 => Ed25519KeyPair::generate().map(Pair::Ed25519),
        };
        Self::from_pair(pair.map_err(|_| Error::CryptographyFailed)?)
    }

    /// Parses an unencrypted PKCS#8 key in DER (RFC 5958): RSA of 2048 to 8192 bits, P-256 or Ed25519.
    ///
    /// # Errors
    /// [`Error::InvalidKey`] when it is none of these, [`Error::TooLong`] above 16 KiB.
    pub fn from_pkcs8(pkcs8: &[u8]) -> Result<Self> {
        if pkcs8.len() > MAX_ENCODED_LENGTH {
            return Err(Error::TooLong);
        }
        let pair = match der::private_key_type(pkcs8) {
            Some(der::KeyType::Rsa) => RsaKeyPair::from_pkcs8(pkcs8).map(Pair::Rsa),
            Some(der::KeyType::P256) => {
                EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, pkcs8).map(Pair::P256)
            }
            Some(der::KeyType::Ed25519) => Ed25519KeyPair::from_pkcs8(pkcs8).map(Pair::Ed25519),
            Some(der::KeyType::P384) | None => {
                return Err(Error::InvalidKey("not an RSA, P-256 or Ed25519 PKCS#8 key"));
            }
        };
        Self::from_pair(pair.map_err(|_| Error::InvalidKey("the private key is refused"))?)
    }

    fn from_pair(pair: Pair) -> Result<Self> {
        let public = match &pair {
            Pair::Rsa(pair) => PublicKey::from_rsa(pair.public_key()),
            Pair::P256(pair) => PublicKey::from_raw(der::KeyType::P256, pair.public_key().as_ref()),
            Pair::Ed25519(pair) => {
                PublicKey::from_raw(der::KeyType::Ed25519, pair.public_key().as_ref())
            }
        }?;
        Ok(Self(Arc::new(Inner { pair, public })))
    }

    /// The key as unencrypted PKCS#8 version 1 in DER, to be sealed before it is stored (RFC 5958).
    ///
    /// # Errors
    /// [`Error::CryptographyFailed`] when the library can't encode it.
    pub fn to_pkcs8(&self) -> Result<Zeroizing<Vec<u8>>> {
        let bytes = match &self.0.pair {
            Pair::Rsa(pair) => pair.as_der().map(|der| der.as_ref().to_vec()),
            Pair::P256(pair) => pair.to_pkcs8v1().map(|der| der.as_ref().to_vec()),
            Pair::Ed25519(pair) => pair.to_pkcs8v1().map(|der| der.as_ref().to_vec()),
        };
        bytes
            .map(Zeroizing::new)
            .map_err(|_| Error::CryptographyFailed)
    }

    /// The public half, already parsed.
    pub fn public(&self) -> PublicKey {
        self.0.public.clone()
    }

    /// Whether the key's kind can sign with `algorithm`.
    pub fn supports(&self, algorithm: Algorithm) -> bool {
        self.0.public.supports(algorithm)
    }

    /// Signs `message`. ECDSA signatures are the two numbers side by side (RFC 7518 §3.4), not ASN.1.
    ///
    /// # Errors
    /// [`Error::KeyMismatch`] when the key's kind can't do `algorithm`, [`Error::CryptographyFailed`] when the library
    /// fails.
    pub fn sign(&self, algorithm: Algorithm, message: &[u8]) -> Result<Vec<u8>> {
        let signature = match (&self.0.pair, algorithm) {
            (Pair::Rsa(pair), _) => {
                let encoding = rsa_encoding(algorithm).ok_or(Error::KeyMismatch)?;
                let mut signature = vec![0; pair.public_modulus_len()];
                pair.sign(encoding, &SystemRandom::new(), message, &mut signature)
                    .map(|()| signature)
            }
            (Pair::P256(pair), Algorithm::ES256) => pair
                .sign(&SystemRandom::new(), message)
                .map(|signature| signature.as_ref().to_vec()),
            (Pair::Ed25519(pair), Algorithm::EdDSA) => pair
                .try_sign(message)
                .map(|signature| signature.as_ref().to_vec()),
            _ => return Err(Error::KeyMismatch),
        };
        signature.map_err(|_| Error::CryptographyFailed)
    }

    /// The length of this key's signatures, in bytes.
    pub(crate) fn signature_length(&self) -> usize {
        match &self.0.pair {
            Pair::Rsa(pair) => pair.public_modulus_len(),
            Pair::P256(_) | Pair::Ed25519(_) => 64,
        }
    }

    pub(crate) fn pair(&self) -> &Pair {
        &self.0.pair
    }
}

impl fmt::Debug for PrivateKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PrivateKey")
            .field("public", &self.0.public)
            .finish_non_exhaustive()
    }
}

fn rsa_encoding(algorithm: Algorithm) -> Option<&'static dyn RsaEncoding> {
    match algorithm {
        Algorithm::RS256 => Some(&signature::RSA_PKCS1_SHA256),
        Algorithm::RS384 => Some(&signature::RSA_PKCS1_SHA384),
        Algorithm::RS512 => Some(&signature::RSA_PKCS1_SHA512),
        Algorithm::PS256 => Some(&signature::RSA_PSS_SHA256),
        Algorithm::PS384 => Some(&signature::RSA_PSS_SHA384),
        Algorithm::HS256 | Algorithm::ES256 | Algorithm::ES384 | Algorithm::EdDSA => None,
    }
}

/// A secret for `HS256`, such as a client secret. The prepared state is wiped when the last clone is dropped.
#[derive(Clone)]
pub struct HmacKey(Arc<hmac::Key>);

impl HmacKey {
    /// Prepares a secret of any length but zero.
    ///
    /// RFC 7518 §3.2 asks for at least 32 bytes. Auth0 lets operators choose shorter secrets, so the length is for the
    /// caller to enforce where a secret is made or set. The caller also wipes its own copy.
    ///
    /// # Errors
    /// [`Error::InvalidKey`] for an empty secret.
    pub fn new(secret: &[u8]) -> Result<Self> {
        if secret.is_empty() {
            return Err(Error::InvalidKey("the secret is empty"));
        }
        Ok(Self(Arc::new(hmac::Key::new(hmac::HMAC_SHA256, secret))))
    }

    /// The HMAC-SHA-256 of `message`: 32 bytes (RFC 7518 §3.2).
    pub fn sign(&self, message: &[u8]) -> Vec<u8> {
        hmac::sign(&self.0, message).as_ref().to_vec()
    }

    /// Compares the MAC of `message` with `mac` in constant time.
    ///
    /// # Errors
    /// [`Error::InvalidSignature`] when they differ.
    pub fn verify(&self, message: &[u8], mac: &[u8]) -> Result<()> {
        let expected = hmac::sign(&self.0, message);
        constant_time::verify_slices_are_equal(expected.as_ref(), mac)
            .map_err(|_| Error::InvalidSignature)
    }
}

impl fmt::Debug for HmacKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("HmacKey(…)")
    }
}

/// A key that can verify a token. Only this crate's keys are: each refuses the algorithms of the other family, which is
/// what stops an RSA public key from being used as an HMAC secret (RFC 8725 §2.1).
pub trait VerificationKey: sealed::Sealed {
    /// Verifies the signature or MAC of `message`.
    ///
    /// # Errors
    /// [`Error::KeyMismatch`] when the key can't do `algorithm`, [`Error::InvalidSignature`] when the signature is wrong.
    fn verify(&self, algorithm: Algorithm, message: &[u8], signature: &[u8]) -> Result<()>;
}

impl VerificationKey for PublicKey {
    fn verify(&self, algorithm: Algorithm, message: &[u8], signature: &[u8]) -> Result<()> {
        self.verify(algorithm, message, signature)
    }
}

impl VerificationKey for HmacKey {
    fn verify(&self, algorithm: Algorithm, message: &[u8], signature: &[u8]) -> Result<()> {
        match algorithm {
            Algorithm::HS256 => self.verify(message, signature),
            _ => Err(Error::KeyMismatch),
        }
    }
}

mod sealed {
    pub trait Sealed {}
    impl Sealed for super::PublicKey {}
    impl Sealed for super::HmacKey {}
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::TestResult;

    const KINDS: [(KeyKind, &[Algorithm]); 3] = [
        (
            KeyKind::Rsa2048,
            &[
                Algorithm::RS256,
                Algorithm::RS384,
                Algorithm::RS512,
                Algorithm::PS256,
                Algorithm::PS384,
            ],
        ),
        (KeyKind::P256, &[Algorithm::ES256]),
        (KeyKind::Ed25519, &[Algorithm::EdDSA]),
    ];

    #[test]
    fn each_kind_signs_with_its_algorithms_and_no_others() -> TestResult {
        for (kind, algorithms) in KINDS {
            let key = PrivateKey::generate(kind)?;
            for algorithm in Algorithm::ALL {
                let signature = key.sign(algorithm, b"message");
                assert_eq!(key.supports(algorithm), algorithms.contains(&algorithm));
                if !key.supports(algorithm) {
                    assert_eq!(signature, Err(Error::KeyMismatch), "{kind:?} {algorithm}");
                    continue;
                }
                let signature = signature?;
                assert_eq!(signature.len(), key.signature_length());
                key.public().verify(algorithm, b"message", &signature)?;
                for wrong in [
                    key.public().verify(algorithm, b"massage", &signature),
                    key.public().verify(algorithm, b"message", &signature[1..]),
                    key.public().verify(algorithm, b"message", &[]),
                ] {
                    assert_eq!(wrong, Err(Error::InvalidSignature), "{kind:?} {algorithm}");
                }
            }
        }
        Ok(())
    }

    #[test]
    fn pkcs8_round_trips() -> TestResult {
        for (kind, algorithms) in KINDS {
            let key = PrivateKey::generate(kind)?;
            let again = PrivateKey::from_pkcs8(&key.to_pkcs8()?)?;
            assert_eq!(again.public().to_jwk(), key.public().to_jwk());
            let signature = again.sign(algorithms[0], b"message")?;
            key.public().verify(algorithms[0], b"message", &signature)?;
        }
        Ok(())
    }

    #[test]
    fn broken_pkcs8_is_refused() -> TestResult {
        let pkcs8 = PrivateKey::generate(KeyKind::P256)?.to_pkcs8()?;
        let truncated = &pkcs8[..pkcs8.len() - 1];
        let extended = [pkcs8.as_slice(), &[0]].concat();
        for input in [&[][..], b"garbage", truncated, &extended] {
            assert!(matches!(
                PrivateKey::from_pkcs8(input),
                Err(Error::InvalidKey(_))
            ));
        }
        assert_eq!(
            PrivateKey::from_pkcs8(&vec![0; MAX_ENCODED_LENGTH + 1]).err(),
            Some(Error::TooLong)
        );
        Ok(())
    }

    #[test]
    fn keys_are_shared_between_threads_and_hide_their_secrets() -> TestResult {
        fn shared<T: Send + Sync + Clone>() {}
        shared::<PrivateKey>();
        shared::<PublicKey>();
        shared::<HmacKey>();
        assert_eq!(
            format!("{:?}", PrivateKey::generate(KeyKind::Ed25519)?),
            "PrivateKey { public: PublicKey(Ed25519), .. }"
        );
        assert_eq!(format!("{:?}", HmacKey::new(b"secret")?), "HmacKey(…)");
        Ok(())
    }

    #[test]
    fn an_hmac_key_does_hs256_only() -> TestResult {
        let key = HmacKey::new(b"secret")?;
        let mac = key.sign(b"message");
        key.verify(b"message", &mac)?;
        for (message, mac) in [
            (&b"massage"[..], &mac[..]),
            (b"message", &mac[1..]),
            (b"message", &[]),
        ] {
            assert_eq!(key.verify(message, mac), Err(Error::InvalidSignature));
        }
        assert_eq!(
            VerificationKey::verify(&key, Algorithm::RS256, b"message", &mac),
            Err(Error::KeyMismatch)
        );
        assert!(HmacKey::new(b"").is_err());
        Ok(())
    }
}
