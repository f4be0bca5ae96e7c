//! Signed tokens in the compact serialization (RFC 7515 §7.1, RFC 7519).

use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize, Deserializer, Serialize};

use crate::{
    Algorithm, AsymmetricAlgorithm, Error, HmacKey, Jwk, PrivateKey, Result, VerificationKey,
    base64url,
};

/// Makes tokens with one key, one algorithm and one header, which is encoded once.
#[derive(Debug, Clone)]
pub struct Signer {
    key: SigningKey,
    algorithm: Algorithm,
    /// The encoded header and the dot after it.
    header: Box<str>,
}

#[derive(Debug, Clone)]
enum SigningKey {
    Asymmetric(PrivateKey),
    Hmac(HmacKey),
}

impl Signer {
    /// A signer whose tokens have the header `{"alg", "typ", "kid"}`, in Auth0's order.
    ///
    /// # Errors
    /// [`Error::KeyMismatch`] when the key's kind can't do `algorithm`.
    pub fn asymmetric(
        key: PrivateKey,
        algorithm: AsymmetricAlgorithm,
        kid: &str,
        typ: &str,
    ) -> Result<Self> {
        let algorithm = Algorithm::from(algorithm);
        if !key.supports(algorithm) {
            return Err(Error::KeyMismatch);
        }
        Ok(Self {
            key: SigningKey::Asymmetric(key),
            algorithm,
            header: encode_header(algorithm, typ, Some(kid))?,
        })
    }

    /// An `HS256` signer whose tokens have the header `{"alg", "typ"}`.
    ///
    /// # Errors
    /// [`Error::UnserializableClaims`] when `typ` has no JSON form, which no string lacks.
    pub fn hmac(key: HmacKey, typ: &str) -> Result<Self> {
        Ok(Self {
            key: SigningKey::Hmac(key),
            algorithm: Algorithm::HS256,
            header: encode_header(Algorithm::HS256, typ, None)?,
        })
    }

    /// The algorithm of every token that this signer makes.
    pub fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    /// The compact token of `claims`.
    ///
    /// An RSA signature takes around a millisecond of processor time.
    ///
    /// # Errors
    /// [`Error::UnserializableClaims`] when `claims` has no JSON form, [`Error::CryptographyFailed`] when the library
    /// fails.
    pub fn sign<C: Serialize + ?Sized>(&self, claims: &C) -> Result<String> {
        let payload = serde_json::to_vec(claims).map_err(|_| Error::UnserializableClaims)?;
        let mut token = String::with_capacity(self.token_length(payload.len()));
        token.push_str(&self.header);
        base64url::encode_into(&payload, &mut token);
        let signature = match &self.key {
            SigningKey::Asymmetric(key) => key.sign(self.algorithm, token.as_bytes())?,
            SigningKey::Hmac(key) => key.sign(token.as_bytes()),
        };
        token.push('.');
        base64url::encode_into(&signature, &mut token);
        Ok(token)
    }

    fn token_length(&self, payload: usize) -> usize {
        let signature = match &self.key {
            SigningKey::Asymmetric(key) => key.signature_length(),
            SigningKey::Hmac(_) => 32,
        };
        let encoded = base64url::encoded_length(payload) + base64url::encoded_length(signature);
        self.header.len() + encoded + 1
    }
}

fn encode_header(algorithm: Algorithm, typ: &str, kid: Option<&str>) -> Result<Box<str>> {
    #[derive(Serialize)]
    struct Parameters<'a> {
        alg: Algorithm,
        typ: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")]
        kid: Option<&'a str>,
    }
    let parameters = Parameters {
        alg: algorithm,
        typ,
        kid,
    };
    let json = serde_json::to_vec(&parameters).map_err(|_| Error::UnserializableClaims)?;
    let mut header = base64url::encode(&json);
    header.push('.');
    Ok(header.into())
}

/// The header of a token that somebody sent (RFC 7515 §4.1). Other parameters are ignored, except `crit`, which refuses
/// the token: Ostia implements no extension (RFC 7515 §4.1.11).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    /// The algorithm (RFC 7515 §4.1.1).
    pub alg: Algorithm,
    /// The token's media type, as sent; compare it without regard to case (RFC 7515 §4.1.9).
    pub typ: Option<String>,
    /// The payload's media type; `JWT` announces a nested token (RFC 7519 §5.2).
    pub cty: Option<String>,
    /// Which of the issuer's keys signed (RFC 7515 §4.1.4).
    pub kid: Option<String>,
    /// The sender's own public key (RFC 7515 §4.1.3). It proves possession, as in `DPoP` (RFC 9449 §4.2), and is never a
    /// reason to trust a token.
    pub jwk: Option<Box<Jwk>>,
}

impl Header {
    fn parse(segment: &str) -> Result<Self> {
        let json = base64url::decode(segment)
            .ok_or(Error::MalformedToken("the header is not base64url"))?;
        let wire: WireHeader = serde_json::from_slice(&json)
            .map_err(|_| Error::MalformedToken("the header is not an acceptable JSON object"))?;
        Ok(Self {
            alg: wire.alg.parse()?,
            typ: wire.typ,
            cty: wire.cty,
            kid: wire.kid,
            jwk: wire.jwk,
        })
    }
}

/// The parameters as JSON; serde refuses one that occurs twice (RFC 7515 §4).
#[derive(Deserialize)]
struct WireHeader {
    alg: String,
    typ: Option<String>,
    cty: Option<String>,
    kid: Option<String>,
    jwk: Option<Box<Jwk>>,
    #[serde(rename = "crit", default)]
    _no_crit: NoCrit,
}

#[derive(Default)]
struct NoCrit;

impl<'de> Deserialize<'de> for NoCrit {
    fn deserialize<D: Deserializer<'de>>(_: D) -> std::result::Result<Self, D::Error> {
        Err(D::Error::custom("crit is not supported"))
    }
}

/// A well-formed token whose signature has not been looked at.
#[derive(Debug)]
pub struct Unverified<'a> {
    header: Header,
    signing_input: &'a str,
    payload: Vec<u8>,
    signature: Vec<u8>,
}

impl<'a> Unverified<'a> {
    /// Takes a compact token of at most `max_length` bytes apart.
    ///
    /// # Errors
    /// [`Error::TooLong`], [`Error::UnsupportedAlgorithm`] (also for `none`), or [`Error::MalformedToken`] when there
    /// aren't three segments of canonical unpadded base64url, the header isn't a JSON object with unique parameters, or
    /// it has `crit`.
    pub fn parse(token: &'a str, max_length: usize) -> Result<Self> {
        if token.len() > max_length {
            return Err(Error::TooLong);
        }
        let (signing_input, signature) = token.rsplit_once('.').ok_or(NOT_THREE_SEGMENTS)?;
        let (header, payload) = signing_input.split_once('.').ok_or(NOT_THREE_SEGMENTS)?;
        if payload.contains('.') {
            return Err(NOT_THREE_SEGMENTS);
        }
        Ok(Self {
            header: Header::parse(header)?,
            signing_input,
            payload: base64url::decode(payload)
                .ok_or(Error::MalformedToken("the payload is not base64url"))?,
            signature: base64url::decode(signature)
                .ok_or(Error::MalformedToken("the signature is not base64url"))?,
        })
    }

    /// The header, which nothing vouches for yet: use it to choose among keys that are trusted anyway.
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// The claims, which nothing vouches for yet: use them to find out whose keys to verify with (`iss`, `sub`).
    ///
    /// # Errors
    /// [`Error::InvalidClaims`] when the payload isn't the JSON of a `T`.
    pub fn claims_unverified<T: DeserializeOwned>(&self) -> Result<T> {
        serde_json::from_slice(&self.payload).map_err(|_| Error::InvalidClaims)
    }

    /// Verifies the signature, if the algorithm is among `allowed`. It may be tried with one key after another.
    ///
    /// # Errors
    /// [`Error::AlgorithmNotAllowed`], [`Error::KeyMismatch`] when `key` can't do the token's algorithm, or
    /// [`Error::InvalidSignature`].
    pub fn verify_with<K: VerificationKey + ?Sized>(
        &self,
        key: &K,
        allowed: &[Algorithm],
    ) -> Result<Verified<'_>> {
        if !allowed.contains(&self.header.alg) {
            return Err(Error::AlgorithmNotAllowed);
        }
        key.verify(
            self.header.alg,
            self.signing_input.as_bytes(),
            &self.signature,
        )?;
        Ok(Verified {
            header: &self.header,
            payload: &self.payload,
        })
    }
}

const NOT_THREE_SEGMENTS: Error = Error::MalformedToken("there are not three segments");

/// A token that its key vouches for. Whether it is expired or meant for us is for the reader of the claims to decide.
#[derive(Debug, Clone, Copy)]
pub struct Verified<'a> {
    header: &'a Header,
    payload: &'a [u8],
}

impl<'a> Verified<'a> {
    /// The header, protected by the signature.
    pub fn header(&self) -> &'a Header {
        self.header
    }

    /// The bytes that were signed.
    pub fn payload(&self) -> &'a [u8] {
        self.payload
    }

    /// The claims (RFC 7519 §4).
    ///
    /// # Errors
    /// [`Error::InvalidClaims`] when the payload isn't the JSON of a `T`.
    pub fn claims<T: DeserializeOwned>(&self) -> Result<T> {
        serde_json::from_slice(self.payload).map_err(|_| Error::InvalidClaims)
    }
}
