//! Signed tokens in the compact serialization (RFC 7515 §7.1, RFC 7519).

use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize, Deserializer, Serialize};

use crate::{Algorithm, Error, HmacKey, Jwk, PrivateKey, Result, VerificationKey, base64url, json};

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
        algorithm: impl Into<Algorithm>,
        kid: &str,
        typ: &str,
    ) -> Result<Self> {
        let algorithm = algorithm.into();
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
        let wire: WireHeader = json::object(&json).ok_or(Error::MalformedToken(
            "the header is not an acceptable JSON object",
        ))?;
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
    /// [`Error::InvalidClaims`] when the payload isn't a JSON object (RFC 7519 §7.2) that makes a `T`.
    pub fn claims_unverified<T: DeserializeOwned>(&self) -> Result<T> {
        json::object(&self.payload).ok_or(Error::InvalidClaims)
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
    /// [`Error::InvalidClaims`] when the payload isn't a JSON object (RFC 7519 §7.2) that makes a `T`.
    pub fn claims<T: DeserializeOwned>(&self) -> Result<T> {
        json::object(self.payload).ok_or(Error::InvalidClaims)
    }
}

#[cfg(test)]
mod tests {
    use aws_lc_rs::encoding::AsDer;
    use aws_lc_rs::rsa::{KeyPair, KeyPairComponents, PublicKeyComponents};
    use aws_lc_rs::signature::Ed25519KeyPair;
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::*;
    use crate::{AsymmetricAlgorithm, KeyKind, PublicKey, TestResult};

    /// The payload of RFC 7515 appendix A.1 to A.3.
    const PAYLOAD: &str = "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";
    const A2_MODULUS: &str = "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ";
    const A2_SIGNATURE: &str = "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw";

    fn token(header: &str, signature: &str) -> String {
        format!(
            "{}.{PAYLOAD}.{signature}",
            base64url::encode(header.as_bytes())
        )
    }

    fn bytes(text: &str) -> Vec<u8> {
        base64url::decode(text).unwrap_or_default()
    }

    fn public_key(jwk: &Value) -> Result<PublicKey> {
        let jwk: Jwk =
            serde_json::from_value(jwk.clone()).map_err(|_| Error::InvalidKey("malformed JWK"))?;
        PublicKey::from_jwk(&jwk)
    }

    fn a1_key() -> Result<HmacKey> {
        HmacKey::new(&bytes(
            "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow",
        ))
    }

    fn a1_token() -> String {
        token(
            "{\"typ\":\"JWT\",\r\n \"alg\":\"HS256\"}",
            "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk",
        )
    }

    #[test]
    fn rfc_7515_a_1_hs256() -> TestResult {
        let text = a1_token();
        let token = Unverified::parse(&text, text.len())?;
        assert_eq!(token.header().typ.as_deref(), Some("JWT"));
        let verified = token.verify_with(&a1_key()?, &[Algorithm::HS256])?;
        assert_eq!(verified.payload(), bytes(PAYLOAD));
        assert_eq!(
            verified.claims::<Value>()?,
            json!({"iss": "joe", "exp": 1_300_819_380, "http://example.com/is_root": true})
        );
        Ok(())
    }

    #[test]
    fn rfc_7515_a_2_rs256() -> TestResult {
        let text = token(r#"{"alg":"RS256"}"#, A2_SIGNATURE);
        let key = public_key(&json!({"kty": "RSA", "n": A2_MODULUS, "e": "AQAB"}))?;
        Unverified::parse(&text, 1000)?.verify_with(&key, &[Algorithm::RS256])?;
        Ok(())
    }

    #[test]
    fn rfc_7515_a_2_is_signed_alike() -> TestResult {
        let pair = KeyPair::from_components(&KeyPairComponents {
            public_key: PublicKeyComponents {
                n: bytes(A2_MODULUS),
                e: bytes("AQAB"),
            },
            d: bytes(
                "Eq5xpGnNCivDflJsRQBXHx1hdR1k6Ulwe2JZD50LpXyWPEAeP88vLNO97IjlA7_GQ5sLKMgvfTeXZx9SE-7YwVol2NXOoAJe46sui395IW_GO-pWJ1O0BkTGoVEn2bKVRUCgu-GjBVaYLU6f3l9kJfFNS3E0QbVdxzubSu3Mkqzjkn439X0M_V51gfpRLI9JYanrC4D4qAdGcopV_0ZHHzQlBjudU2QvXt4ehNYTCBr6XCLQUShb1juUO1ZdiYoFaFQT5Tw8bGUl_x_jTj3ccPDVZFD9pIuhLhBOneufuBiB4cS98l2SR_RQyGWSeWjnczT0QU91p1DhOVRuOopznQ",
            ),
            p: bytes(
                "4BzEEOtIpmVdVEZNCqS7baC4crd0pqnRH_5IB3jw3bcxGn6QLvnEtfdUdiYrqBdss1l58BQ3KhooKeQTa9AB0Hw_Py5PJdTJNPY8cQn7ouZ2KKDcmnPGBY5t7yLc1QlQ5xHdwW1VhvKn-nXqhJTBgIPgtldC-KDV5z-y2XDwGUc",
            ),
            q: bytes(
                "uQPEfgmVtjL0Uyyx88GZFF1fOunH3-7cepKmtH4pxhtCoHqpWmT8YAmZxaewHgHAjLYsp1ZSe7zFYHj7C6ul7TjeLQeZD_YwD66t62wDmpe_HlB-TnBA-njbglfIsRLtXlnDzQkv5dTltRJ11BKBBypeeF6689rjcJIDEz9RWdc",
            ),
            dP: bytes(
                "BwKfV3Akq5_MFZDFZCnW-wzl-CCo83WoZvnLQwCTeDv8uzluRSnm71I3QCLdhrqE2e9YkxvuxdBfpT_PI7Yz-FOKnu1R6HsJeDCjn12Sk3vmAktV2zb34MCdy7cpdTh_YVr7tss2u6vneTwrA86rZtu5Mbr1C1XsmvkxHQAdYo0",
            ),
            dQ: bytes(
                "h_96-mK1R_7glhsum81dZxjTnYynPbZpHziZjeeHcXYsXaaMwkOlODsWa7I9xXDoRwbKgB719rrmI2oKr6N3Do9U0ajaHF-NKJnwgjMd2w9cjz3_-kyNlxAr2v4IKhGNpmM5iIgOS1VZnOZ68m6_pbLBSp3nssTdlqvd0tIiTHU",
            ),
            qInv: bytes(
                "IYd7DHOhrWvxkwPQsRM2tOgrjbcrfvtQJipd-DlcxyVuuM9sQLdgjVk2oy26F0EmpScGLq2MowX7fhd_QJQ3ydy5cY7YIBi87w93IKLEdfnbJtoOPLUW0ITrJReOgo1cq9SbsxYawBgfp_gh6A5603k2-ZQwVK0JKSHuLFkuQ3U",
            ),
        })?;
        let key = PrivateKey::from_pkcs8(pair.as_der()?.as_ref())?;
        let text = token(r#"{"alg":"RS256"}"#, A2_SIGNATURE);
        let (signing_input, _) = text.rsplit_once('.').ok_or("no signature")?;
        let signature = key.sign(Algorithm::RS256, signing_input.as_bytes())?;
        assert_eq!(base64url::encode(&signature), A2_SIGNATURE);
        Ok(())
    }

    #[test]
    fn rfc_7515_a_3_es256_and_signatures_of_wrong_length() -> TestResult {
        let signature = bytes(
            "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q",
        );
        let key = public_key(&json!({
            "kty": "EC",
            "crv": "P-256",
            "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
            "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"
        }))?;
        let verify = |signature: &[u8]| {
            let text = token(r#"{"alg":"ES256"}"#, &base64url::encode(signature));
            Unverified::parse(&text, 1000)?
                .verify_with(&key, &[Algorithm::ES256])
                .map(|_| ())
        };
        verify(&signature)?;
        let longer = [&signature[..], &[0]].concat();
        let swapped = [&signature[32..], &signature[..32]].concat();
        let asn1 = [
            &[0x30, 0x44, 2, 32][..],
            &signature[..32],
            &[2, 32],
            &signature[32..],
        ]
        .concat();
        for wrong in [&[], &signature[..63], &longer, &swapped, &asn1, &[0; 64]] {
            assert_eq!(verify(wrong), Err(Error::InvalidSignature));
        }
        Ok(())
    }

    #[test]
    fn rfc_7520_4_2_ps384() -> TestResult {
        let key = public_key(&json!({
            "kty": "RSA",
            "kid": "bilbo.baggins@hobbiton.example",
            "use": "sig",
            "n": "n4EPtAOCc9AlkeQHPzHStgAbgs7bTZLwUBZdR8_KuKPEHLd4rHVTeT-O-XV2jRojdNhxJWTDvNd7nqQ0VEiZQHz_AJmSCpMaJMRBSFKrKb2wqVwGU_NsYOYL-QtiWN2lbzcEe6XC0dApr5ydQLrHqkHHig3RBordaZ6Aj-oBHqFEHYpPe7Tpe-OfVfHd1E6cS6M1FZcD1NNLYD5lFHpPI9bTwJlsde3uhGqC0ZCuEHg8lhzwOHrtIQbS0FVbb9k3-tVTU4fg_3L_vniUFAKwuCLqKnS2BYwdq_mzSnbLY7h_qixoR7jig3__kRhuaxwUkRz5iaiQkqgc5gHdrNP5zw",
            "e": "AQAB"
        }))?;
        let text = concat!(
            "eyJhbGciOiJQUzM4NCIsImtpZCI6ImJpbGJvLmJhZ2dpbnNAaG9iYml0b24uZXhhbXBsZSJ9.",
            "SXTigJlzIGEgZGFuZ2Vyb3VzIGJ1c2luZXNzLCBGcm9kbywgZ29pbmcgb3V0IHlvdXIgZG9vci4gWW91IHN0ZXAgb250byB0aGUgcm9hZCwgYW5kIGlmIHlvdSBkb24ndCBrZWVwIHlvdXIgZmVldCwgdGhlcmXigJlzIG5vIGtub3dpbmcgd2hlcmUgeW91IG1pZ2h0IGJlIHN3ZXB0IG9mZiB0by4.",
            "cu22eBqkYDKgIlTpzDXGvaFfz6WGoz7fUDcfT0kkOy42miAh2qyBzk1xEsnk2IpN6-tPid6VrklHkqsGqDqHCdP6O8TTB5dDDItllVo6_1OLPpcbUrhiUSMxbbXUvdvWXzg-UD8biiReQFlfz28zGWVsdiNAUf8ZnyPEgVFn442ZdNqiVJRmBqrYRXe8P_ijQ7p8Vdz0TTrxUeT3lm8d9shnr2lfJT8ImUjvAA2Xez2Mlp8cBE5awDzT0qI0n6uiP1aCN_2_jLAeQTlqRHtfa64QQSUmFAAjVKPbByi7xho0uTOcbH510a6GYmJUAfmWjwZ6oD4ifKo8DYM-X72Eaw"
        );
        let token = Unverified::parse(text, 1000)?;
        let verified = token.verify_with(&key, &[Algorithm::PS384])?;
        assert_eq!(
            verified.header().kid.as_deref(),
            Some("bilbo.baggins@hobbiton.example")
        );
        assert_eq!(verified.claims::<Value>(), Err(Error::InvalidClaims));
        Ok(())
    }

    #[test]
    fn rfc_8037_a_4_eddsa() -> TestResult {
        let pair = Ed25519KeyPair::from_seed_unchecked(&bytes(
            "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A",
        ))?;
        let key = PrivateKey::from_pkcs8(pair.to_pkcs8v1()?.as_ref())?;
        assert_eq!(
            key.public().to_jwk().x.as_deref(),
            Some("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo")
        );
        let text = "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc.hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg";
        let (signing_input, expected) = text.rsplit_once('.').ok_or("no signature")?;
        let signature = key.sign(Algorithm::EdDSA, signing_input.as_bytes())?;
        assert_eq!(base64url::encode(&signature), expected);
        Unverified::parse(text, 1000)?.verify_with(&key.public(), &[Algorithm::EdDSA])?;
        Ok(())
    }

    #[test]
    fn every_signer_makes_tokens_that_verify() -> TestResult {
        let claims = json!({"sub": "auth0|1", "exp": 1});
        let rsa = PrivateKey::generate(KeyKind::Rsa2048)?;
        let p256 = PrivateKey::generate(KeyKind::P256)?;
        let ed25519 = PrivateKey::generate(KeyKind::Ed25519)?;
        for (key, algorithm) in [
            (&rsa, AsymmetricAlgorithm::RS256),
            (&rsa, AsymmetricAlgorithm::RS512),
            (&rsa, AsymmetricAlgorithm::PS256),
            (&p256, AsymmetricAlgorithm::ES256),
            (&ed25519, AsymmetricAlgorithm::EdDSA),
        ] {
            let signer = Signer::asymmetric(key.clone(), algorithm, "key 1", "at+jwt")?;
            let text = signer.sign(&claims)?;
            assert_eq!(
                text.len(),
                text.capacity(),
                "one allocation of the right size"
            );
            let header = format!(r#"{{"alg":"{algorithm}","typ":"at+jwt","kid":"key 1"}}"#);
            assert!(text.starts_with(&base64url::encode(header.as_bytes())));
            let token = Unverified::parse(&text, 1000)?;
            assert_eq!(token.claims_unverified::<Value>()?, claims);
            let verified = token.verify_with(&key.public(), &[signer.algorithm()])?;
            assert_eq!(verified.claims::<Value>()?, claims);
        }
        assert_eq!(
            Signer::asymmetric(p256, AsymmetricAlgorithm::RS256, "1", "JWT").err(),
            Some(Error::KeyMismatch)
        );
        Ok(())
    }

    #[test]
    fn an_hmac_signer_names_no_key() -> TestResult {
        let signer = Signer::hmac(a1_key()?, "JWT")?;
        let text = signer.sign(&json!({}))?;
        assert!(text.starts_with(&base64url::encode(br#"{"alg":"HS256","typ":"JWT"}"#)));
        Unverified::parse(&text, 1000)?.verify_with(&a1_key()?, &[Algorithm::HS256])?;
        Ok(())
    }

    #[test]
    fn a_public_key_is_not_an_hmac_secret() -> TestResult {
        let pem = include_str!("../testdata/rsa2048.pem");
        let forged = Signer::hmac(HmacKey::new(pem.as_bytes())?, "JWT")?.sign(&json!({}))?;
        let token = Unverified::parse(&forged, 1000)?;
        let key = PublicKey::from_pem(pem)?;
        let refused = |allowed| token.verify_with(&key, allowed).err();
        assert_eq!(
            refused(&[Algorithm::RS256]),
            Some(Error::AlgorithmNotAllowed)
        );
        assert_eq!(
            refused(&[Algorithm::RS256, Algorithm::HS256]),
            Some(Error::KeyMismatch)
        );
        assert_eq!(refused(&[]), Some(Error::AlgorithmNotAllowed));
        Ok(())
    }

    #[test]
    fn an_rs256_token_is_not_ps256() -> TestResult {
        let key = public_key(&json!({"kty": "RSA", "n": A2_MODULUS, "e": "AQAB"}))?;
        for algorithm in ["RS384", "RS512", "PS256", "PS384"] {
            let text = token(&json!({ "alg": algorithm }).to_string(), A2_SIGNATURE);
            assert_eq!(
                Unverified::parse(&text, 1000)?
                    .verify_with(&key, &Algorithm::ALL)
                    .err(),
                Some(Error::InvalidSignature),
                "{algorithm}"
            );
        }
        Ok(())
    }

    #[test]
    fn unacceptable_headers_are_refused() {
        for header in [
            "",
            "{}",
            "null",
            "[]",
            r#"["RS256",null,null,null,null]"#,
            r#""RS256""#,
            r#"{"alg":null}"#,
            r#"{"alg":1}"#,
            r#"{"alg":"HS256""#,
            r#"{"alg":"HS256"} {}"#,
            r#"{"alg":"HS256","alg":"HS256"}"#,
            r#"{"alg":"HS256","kid":"a","kid":"b"}"#,
            r#"{"alg":"HS256","kid":1}"#,
            r#"{"alg":"HS256","crit":["exp"],"exp":1}"#,
            r#"{"alg":"HS256","crit":[]}"#,
            r#"{"alg":"HS256","crit":null}"#,
            r#"{"alg":"HS256","b64":false,"crit":["b64"]}"#,
            r#"{"alg":"HS256","jwk":{"kty":"oct","k":"AQAB"}}"#,
        ] {
            assert!(
                matches!(
                    Unverified::parse(&token(header, "AQAB"), 1000),
                    Err(Error::MalformedToken(_))
                ),
                "{header}"
            );
        }
        for name in [
            "none", "None", "NONE", "nOnE", "", "hs256", "HS512", "ES512", "dir",
        ] {
            let header = json!({ "alg": name }).to_string();
            for signature in ["", "AQAB"] {
                assert_eq!(
                    Unverified::parse(&token(&header, signature), 1000).err(),
                    Some(Error::UnsupportedAlgorithm),
                    "{name}"
                );
            }
        }
    }

    #[test]
    fn other_spellings_of_a_token_are_refused() -> TestResult {
        let good = a1_token();
        let segments: Vec<&str> = good.split('.').collect();
        let [header, payload, signature] = segments[..] else {
            return Err("not three segments".into());
        };
        // The last character of the signature has two unused bits.
        let respelled = good.replace("EjXk", "EjXl");
        for refused in [
            String::new(),
            ".".to_owned(),
            "..".to_owned(),
            format!("{header}.{payload}"),
            format!("{header}.{payload}.{signature}."),
            format!("{header}.{payload}.{signature}.{signature}"),
            format!("{header}..{payload}.{signature}"),
            format!("{header}.{payload}.{signature}="),
            format!("{header}=.{payload}.{signature}"),
            format!("{header}.{payload}==.{signature}"),
            format!(" {good}"),
            format!("{good}\n"),
            format!("{header} .{payload}.{signature}"),
            good.replace('-', "+").replace('_', "/"),
            respelled,
        ] {
            assert!(
                matches!(
                    Unverified::parse(&refused, 1000),
                    Err(Error::MalformedToken(_))
                ),
                "{refused:?}"
            );
        }
        assert_eq!(
            Unverified::parse(&good, good.len() - 1).err(),
            Some(Error::TooLong)
        );
        Ok(())
    }

    #[test]
    fn a_dpop_header_carries_its_key() -> TestResult {
        let key = PrivateKey::generate(KeyKind::P256)?.public();
        let header = json!({"typ": "dpop+jwt", "alg": "ES256", "jwk": key.to_jwk()}).to_string();
        let text = token(&header, "AQAB");
        let token = Unverified::parse(&text, 1000)?;
        assert_eq!(token.header().jwk.as_deref(), Some(&key.to_jwk()));
        Ok(())
    }

    proptest! {
        #[test]
        fn one_changed_character_breaks_the_token(position: prop::sample::Index, replacement in "[ -~]") {
            let token = a1_token();
            let at = position.index(token.len());
            let changed = [&token[..at], &replacement, &token[at + 1..]].concat();
            let key = a1_key()?;
            let verified = Unverified::parse(&changed, 1000)
                .is_ok_and(|token| token.verify_with(&key, &Algorithm::ALL).is_ok());
            prop_assert_eq!(verified, changed == token);
        }

        #[test]
        fn garbage_never_panics(
            garbage in "\\PC{0,60}",
            dotted in "[A-Za-z0-9_.-]{0,80}",
            header in r#"\{("(alg|kid|typ|crit)":("HS256"|1|null|\[\]),?){0,4}\}"#,
        ) {
            prop_assert!(Unverified::parse(&garbage, 1000).is_err());
            for text in [dotted, token(&header, "AQAB")] {
                if let Ok(token) = Unverified::parse(&text, 1000) {
                    prop_assert!(token.verify_with(&a1_key()?, &Algorithm::ALL).is_err());
                }
            }
        }
    }
}
