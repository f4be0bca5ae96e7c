//! Verification keys: from JWK, PEM or DER, parsed once.

use std::fmt;
use std::sync::{Arc, OnceLock};

use aws_lc_rs::encoding::AsDer;
use aws_lc_rs::rsa;
use aws_lc_rs::signature::{
    self, ParsedPublicKey, RsaParameters, RsaPublicKeyComponents, VerificationAlgorithm,
};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::jwk::required;
use crate::key::MAX_ENCODED_LENGTH;
use crate::{Algorithm, Error, Jwk, Result, base64url, der};

/// A public key for signatures. A clone shares the parsed key.
#[derive(Clone)]
pub struct PublicKey(Arc<Inner>);

enum Inner {
    Rsa(Box<RsaKey>),
    P256 {
        point: Vec<u8>,
        key: ParsedPublicKey,
    },
    P384 {
        point: Vec<u8>,
        key: ParsedPublicKey,
    },
    Ed25519 {
        point: Vec<u8>,
        key: ParsedPublicKey,
    },
}

impl PublicKey {
    /// Reads the key of a JWK (RFC 7518 §6, RFC 8037 §2). `alg` and `kid` are for the caller to choose by.
    ///
    /// # Errors
    /// [`Error::InvalidKey`] when the type or curve is unknown, the key is not for signatures, a member is missing or
    /// malformed, or the key is weak; [`Error::TooLong`] when a member is oversized.
    pub fn from_jwk(jwk: &Jwk) -> Result<Self> {
        if jwk.public_key_use.as_deref() == Some("enc") {
            return Err(Error::InvalidKey("the key is not for signatures"));
        }
        match (jwk.kty.as_str(), jwk.crv.as_deref()) {
            ("RSA", _) => {
                let components = RsaPublicKeyComponents {
                    n: integer(required(jwk.n.as_ref())?)?,
                    e: integer(required(jwk.e.as_ref())?)?,
                };
                let spki = components.as_der().map_err(|_| INVALID_RSA)?;
                Self::from_rsa(&rsa::PublicKey::from_der(spki.as_ref()).map_err(|_| INVALID_RSA)?)
            }
            ("EC", Some("P-256")) => Self::from_raw(der::KeyType::P256, &sec1_point(jwk, 32)?),
            ("EC", Some("P-384")) => Self::from_raw(der::KeyType::P384, &sec1_point(jwk, 48)?),
            ("OKP", Some("Ed25519")) => {
                Self::from_raw(der::KeyType::Ed25519, &member(required(jwk.x.as_ref())?)?)
            }
            _ => Err(Error::InvalidKey("unknown key type or curve")),
        }
    }

    /// Reads the first PEM block (RFC 7468): `PUBLIC KEY`, `RSA PUBLIC KEY` (PKCS#1), or the key of a `CERTIFICATE`.
    ///
    /// A certificate is only a container here: its dates and its signature are not looked at.
    ///
    /// # Errors
    /// [`Error::InvalidKey`] when there is no such block or its key is refused, [`Error::TooLong`] above 16 KiB.
    pub fn from_pem(pem: &str) -> Result<Self> {
        if pem.len() > MAX_ENCODED_LENGTH {
            return Err(Error::TooLong);
        }
        let (label, der) = decode_pem(pem).ok_or(Error::InvalidKey("malformed PEM"))?;
        match label {
            "PUBLIC KEY" => Self::from_spki_der(&der),
            "RSA PUBLIC KEY" => {
                Self::from_rsa(&rsa::PublicKey::from_der(&der).map_err(|_| INVALID_RSA)?)
            }
            "CERTIFICATE" => Self::from_spki_der(
                der::certificate_public_key(&der)
                    .ok_or(Error::InvalidKey("malformed certificate"))?,
            ),
            _ => Err(Error::InvalidKey("not a public key or certificate")),
        }
    }

    /// Reads a `SubjectPublicKeyInfo` (RFC 5280 §4.1.2.7): RSA of 2048 to 8192 bits, P-256, P-384 or Ed25519.
    ///
    /// # Errors
    /// [`Error::InvalidKey`] when it is none of these, [`Error::TooLong`] above 16 KiB.
    pub fn from_spki_der(spki: &[u8]) -> Result<Self> {
        if spki.len() > MAX_ENCODED_LENGTH {
            return Err(Error::TooLong);
        }
        match der::public_key(spki) {
            Some((der::KeyType::Rsa, _)) => {
                Self::from_rsa(&rsa::PublicKey::from_der(spki).map_err(|_| INVALID_RSA)?)
            }
            Some((curve, point)) => Self::from_raw(curve, point),
            None => Err(Error::InvalidKey("unknown key type or curve")),
        }
    }

    pub(crate) fn from_rsa(key: &rsa::PublicKey) -> Result<Self> {
        RsaKey::new(key).map(|key| Self(Arc::new(Inner::Rsa(Box::new(key)))))
    }

    /// A key on a curve, from its uncompressed point (SEC 1 §2.3.3) or, for Ed25519, its 32 bytes (RFC 8032 §5.1.2).
    pub(crate) fn from_raw(curve: der::KeyType, point: &[u8]) -> Result<Self> {
        let (algorithm, length): (&'static dyn VerificationAlgorithm, usize) = match curve {
            der::KeyType::P256 => (&signature::ECDSA_P256_SHA256_FIXED, 65),
            der::KeyType::P384 => (&signature::ECDSA_P384_SHA384_FIXED, 97),
            der::KeyType::Ed25519 => (&signature::ED25519, 32),
            der::KeyType::Rsa => return Err(INVALID_RSA),
        };
        if point.len() != length {
            return Err(INVALID_POINT);
        }
        let key = ParsedPublicKey::new(algorithm, point).map_err(|_| INVALID_POINT)?;
        let point = point.to_vec();
        Ok(Self(Arc::new(match curve {
            der::KeyType::P256 => Inner::P256 { point, key },
            der::KeyType::P384 => Inner::P384 { point, key },
            der::KeyType::Ed25519 | der::KeyType::Rsa => Inner::Ed25519 { point, key },
        })))
    }

    /// Whether the key's kind can verify `algorithm`.
    pub fn supports(&self, algorithm: Algorithm) -> bool {
        match *self.0 {
            Inner::Rsa(_) => rsa_parameters(algorithm).is_some(),
            Inner::P256 { .. } => algorithm == Algorithm::ES256,
            Inner::P384 { .. } => algorithm == Algorithm::ES384,
            Inner::Ed25519 { .. } => algorithm == Algorithm::EdDSA,
        }
    }

    /// Verifies the signature of `message`. ECDSA signatures are the two numbers side by side (RFC 7518 §3.4).
    ///
    /// # Errors
    /// [`Error::KeyMismatch`] when the key's kind can't do `algorithm`, [`Error::InvalidSignature`] when the signature
    /// is wrong.
    pub fn verify(&self, algorithm: Algorithm, message: &[u8], signature: &[u8]) -> Result<()> {
        let key = match (&*self.0, algorithm) {
            (Inner::Rsa(key), _) => key.parsed_for(algorithm)?,
            (Inner::P256 { key, .. }, Algorithm::ES256)
            | (Inner::P384 { key, .. }, Algorithm::ES384)
            | (Inner::Ed25519 { key, .. }, Algorithm::EdDSA) => key,
            _ => return Err(Error::KeyMismatch),
        };
        key.verify_sig(message, signature)
            .map_err(|_| Error::InvalidSignature)
    }

    /// The key as a JWK with the members of its type only; `kid`, `use`, `alg` and the certificate members are for the
    /// caller to add.
    pub fn to_jwk(&self) -> Jwk {
        match &*self.0 {
            Inner::Rsa(key) => Jwk::rsa(&key.components.n, &key.components.e),
            Inner::P256 { point, .. } => Jwk::elliptic_curve("P-256", coordinates(point)),
            Inner::P384 { point, .. } => Jwk::elliptic_curve("P-384", coordinates(point)),
            Inner::Ed25519 { point, .. } => Jwk::octet_key_pair("Ed25519", point),
        }
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &*self.0 {
            Inner::Rsa(key) => write!(f, "PublicKey(RSA {} bits)", bit_length(&key.components.n)),
            Inner::P256 { .. } => f.write_str("PublicKey(P-256)"),
            Inner::P384 { .. } => f.write_str("PublicKey(P-384)"),
            Inner::Ed25519 { .. } => f.write_str("PublicKey(Ed25519)"),
        }
    }
}

const INVALID_RSA: Error = Error::InvalidKey("the RSA key is malformed");
const INVALID_POINT: Error = Error::InvalidKey("the point is malformed or not on the curve");

/// An RSA key. The library ties a parsed key to one algorithm, so each is parsed when it is first used.
struct RsaKey {
    components: RsaPublicKeyComponents<Vec<u8>>,
    parsed: [OnceLock<ParsedPublicKey>; 5],
}

impl RsaKey {
    fn new(key: &rsa::PublicKey) -> Result<Self> {
        let components = RsaPublicKeyComponents::from(key);
        if !(2048..=8192).contains(&bit_length(&components.n)) {
            return Err(Error::InvalidKey(
                "the RSA modulus is not of 2048 to 8192 bits",
            ));
        }
        Ok(Self {
            components,
            parsed: [const { OnceLock::new() }; 5],
        })
    }

    fn parsed_for(&self, algorithm: Algorithm) -> Result<&ParsedPublicKey> {
        let (slot, parameters) = rsa_parameters(algorithm).ok_or(Error::KeyMismatch)?;
        let slot = &self.parsed[slot];
        if let Some(parsed) = slot.get() {
            return Ok(parsed);
        }
        let parsed = self
            .components
            .to_parsed_public_key(parameters)
            .map_err(|_| INVALID_RSA)?;
        Ok(slot.get_or_init(|| parsed))
    }
}

/// The index among the parsed keys, and the library's name of the algorithm.
fn rsa_parameters(algorithm: Algorithm) -> Option<(usize, &'static RsaParameters)> {
    match algorithm {
        Algorithm::RS256 => Some((0, &signature::RSA_PKCS1_2048_8192_SHA256)),
        Algorithm::RS384 => Some((1, &signature::RSA_PKCS1_2048_8192_SHA384)),
        Algorithm::RS512 => Some((2, &signature::RSA_PKCS1_2048_8192_SHA512)),
        Algorithm::PS256 => Some((3, &signature::RSA_PSS_2048_8192_SHA256)),
        Algorithm::PS384 => Some((4, &signature::RSA_PSS_2048_8192_SHA384)),
        Algorithm::HS256 | Algorithm::ES256 | Algorithm::ES384 | Algorithm::EdDSA => None,
    }
}

/// The number of significant bits of a big-endian integer.
fn bit_length(integer: &[u8]) -> usize {
    let significant = strip_leading_zeros(integer);
    let unused = significant.first().map_or(0, |byte| byte.leading_zeros());
    significant.len() * 8 - unused as usize
}

fn strip_leading_zeros(mut integer: &[u8]) -> &[u8] {
    while let [0, rest @ ..] = integer {
        integer = rest;
    }
    integer
}

/// Decodes a JWK member that is an integer. Some libraries write a leading zero byte (RFC 7518 §6.3.1.1 warns of it).
fn integer(text: &str) -> Result<Vec<u8>> {
    member(text).map(|bytes| strip_leading_zeros(&bytes).to_vec())
}

fn member(text: &str) -> Result<Vec<u8>> {
    if text.len() > MAX_ENCODED_LENGTH {
        return Err(Error::TooLong);
    }
    base64url::decode(text).ok_or(Error::InvalidKey("a member is not base64url"))
}

/// The uncompressed point (SEC 1 §2.3.3) of coordinates that have the curve's full length (RFC 7518 §6.2.1.2).
fn sec1_point(jwk: &Jwk, coordinate_length: usize) -> Result<Vec<u8>> {
    let mut point = vec![4];
    for coordinate in [&jwk.x, &jwk.y] {
        let coordinate = member(required(coordinate.as_ref())?)?;
        if coordinate.len() != coordinate_length {
            return Err(INVALID_POINT);
        }
        point.extend_from_slice(&coordinate);
    }
    Ok(point)
}

/// The two halves of an uncompressed point.
fn coordinates(point: &[u8]) -> (&[u8], &[u8]) {
    point[1..].split_at(point.len() / 2)
}

/// The label and the contents of the first block; text around it is allowed (RFC 7468 §2).
pub(crate) fn decode_pem(pem: &str) -> Option<(&str, Vec<u8>)> {
    let (_, rest) = pem.split_once("-----BEGIN ")?;
    let (label, rest) = rest.split_once("-----")?;
    let (body, rest) = rest.split_once("-----END ")?;
    rest.strip_prefix(label)?.strip_prefix("-----")?;
    let body: String = body.split_ascii_whitespace().collect();
    Some((label, STANDARD.decode(body).ok()?))
}

#[cfg(test)]
mod tests {
    use aws_lc_rs::rand::SystemRandom;
    use aws_lc_rs::signature::{ECDSA_P384_SHA384_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _};

    use super::*;
    use crate::TestResult;

    const RSA_2048: &str = include_str!("../testdata/rsa2048.pem");
    const RSA_2048_PKCS1: &str = include_str!("../testdata/rsa2048_pkcs1.pem");
    const RSA_2048_CERTIFICATE: &str = include_str!("../testdata/rsa2048_certificate.pem");
    const P256: &str = include_str!("../testdata/p256.pem");
    const P384: &str = include_str!("../testdata/p384.pem");
    const ED25519: &str = include_str!("../testdata/ed25519.pem");

    #[test]
    fn every_container_gives_the_same_rsa_key() -> TestResult {
        let jwk = PublicKey::from_pem(RSA_2048)?.to_jwk();
        assert_eq!(PublicKey::from_pem(RSA_2048_PKCS1)?.to_jwk(), jwk);
        assert_eq!(PublicKey::from_pem(RSA_2048_CERTIFICATE)?.to_jwk(), jwk);
        let windows = format!("Bag Attributes\r\n{}", RSA_2048.replace('\n', "\r\n"));
        assert_eq!(PublicKey::from_pem(&windows)?.to_jwk(), jwk);
        Ok(())
    }

    #[test]
    fn every_kind_survives_the_way_through_a_jwk() -> TestResult {
        for (pem, debug, algorithm) in [
            (RSA_2048, "PublicKey(RSA 2048 bits)", Algorithm::PS256),
            (P256, "PublicKey(P-256)", Algorithm::ES256),
            (P384, "PublicKey(P-384)", Algorithm::ES384),
            (ED25519, "PublicKey(Ed25519)", Algorithm::EdDSA),
        ] {
            let key = PublicKey::from_pem(pem)?;
            assert_eq!(format!("{key:?}"), debug);
            assert!(key.supports(algorithm) && !key.supports(Algorithm::HS256));
            let jwk: Jwk = serde_json::from_str(&serde_json::to_string(&key.to_jwk())?)?;
            assert_eq!(PublicKey::from_jwk(&jwk)?.to_jwk(), key.to_jwk());
        }
        Ok(())
    }

    #[test]
    fn weak_foreign_and_broken_pem_is_refused() {
        let oversized = "-".repeat(MAX_ENCODED_LENGTH + 1);
        let truncated = &RSA_2048[..RSA_2048.len() - 40];
        let mislabeled = RSA_2048.replace("PUBLIC KEY", "CERTIFICATE");
        let mismatched = RSA_2048.replace("END PUBLIC", "END PRIVATE");
        let private = RSA_2048.replace("PUBLIC", "PRIVATE");
        for (pem, reason) in [
            (include_str!("../testdata/rsa1024.pem"), "a weak modulus"),
            (include_str!("../testdata/p521.pem"), "an unknown curve"),
            ("", "nothing"),
            ("garbage", "no block"),
            (
                "-----BEGIN PUBLIC KEY-----\n-----END PUBLIC KEY-----",
                "an empty block",
            ),
            (truncated, "a truncated block"),
            (&mislabeled, "a key labeled as a certificate"),
            (&mismatched, "labels that differ"),
            (&private, "a private key"),
        ] {
            assert!(
                matches!(PublicKey::from_pem(pem), Err(Error::InvalidKey(_))),
                "{reason}"
            );
        }
        assert_eq!(PublicKey::from_pem(&oversized).err(), Some(Error::TooLong));
    }

    #[test]
    fn broken_jwks_are_refused() -> TestResult {
        let x = "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU";
        let y = "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0";
        for json in [
            format!(r#"{{"kty":"EC","crv":"P-256","x":"{x}"}}"#),
            format!(r#"{{"kty":"EC","crv":"P-256","x":"{x}","y":"{x}"}}"#), // not on the curve
            format!(r#"{{"kty":"EC","crv":"P-256","x":"{x}AA","y":"{y}"}}"#), // too long
            format!(r#"{{"kty":"EC","crv":"P-256","x":"{x}=","y":"{y}"}}"#), // padded
            format!(r#"{{"kty":"EC","crv":"P-384","x":"{x}","y":"{y}"}}"#),
            format!(r#"{{"kty":"EC","crv":"secp256k1","x":"{x}","y":"{y}"}}"#),
            format!(r#"{{"kty":"EC","crv":"P-256","use":"enc","x":"{x}","y":"{y}"}}"#),
            format!(r#"{{"kty":"OKP","crv":"X25519","x":"{x}"}}"#),
            r#"{"kty":"OKP","crv":"Ed25519","x":"AQAB"}"#.to_owned(),
            r#"{"kty":"RSA","n":"AQAB","e":"AQAB"}"#.to_owned(),
            r#"{"kty":"RSA","n":"","e":""}"#.to_owned(),
            r#"{"kty":"RSA","e":"AQAB"}"#.to_owned(),
            r#"{"kty":"oct"}"#.to_owned(),
        ] {
            let jwk: Jwk = serde_json::from_str(&json)?;
            assert!(
                matches!(PublicKey::from_jwk(&jwk), Err(Error::InvalidKey(_))),
                "{json}"
            );
        }
        for exponent in ["", "AA", "AQ", "Ag", "AQAA"] {
            let mut jwk = PublicKey::from_pem(RSA_2048)?.to_jwk();
            jwk.e = Some(exponent.to_owned());
            assert_eq!(
                PublicKey::from_jwk(&jwk).err(),
                Some(INVALID_RSA),
                "e = {exponent}"
            );
        }
        let mut oversized = PublicKey::from_pem(RSA_2048)?.to_jwk();
        oversized.n = Some("A".repeat(MAX_ENCODED_LENGTH + 1));
        assert_eq!(PublicKey::from_jwk(&oversized).err(), Some(Error::TooLong));
        Ok(())
    }

    #[test]
    fn a_leading_zero_in_a_modulus_is_dropped() -> TestResult {
        let expected = PublicKey::from_pem(RSA_2048)?.to_jwk();
        let modulus = member(required(expected.n.as_ref())?)?;
        let mut jwk = expected.clone();
        jwk.n = Some(base64url::encode(&[&[0], modulus.as_slice()].concat()));
        assert_eq!(PublicKey::from_jwk(&jwk)?.to_jwk(), expected);
        Ok(())
    }

    #[test]
    fn es384_verifies() -> TestResult {
        let pair = EcdsaKeyPair::generate(&ECDSA_P384_SHA384_FIXED_SIGNING)?;
        let key = PublicKey::from_raw(der::KeyType::P384, pair.public_key().as_ref())?;
        let signature = pair.sign(&SystemRandom::new(), b"message")?;
        key.verify(Algorithm::ES384, b"message", signature.as_ref())?;
        assert_eq!(
            key.verify(Algorithm::ES384, b"Message", signature.as_ref()),
            Err(Error::InvalidSignature)
        );
        assert_eq!(
            key.verify(Algorithm::ES256, b"message", signature.as_ref()),
            Err(Error::KeyMismatch)
        );
        Ok(())
    }
}
