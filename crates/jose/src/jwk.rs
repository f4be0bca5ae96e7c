//! Public keys on the wire: JSON Web Keys and sets of them (RFC 7517), and their thumbprints (RFC 7638).

use aws_lc_rs::digest;
use serde::{Deserialize, Deserializer, Serialize};

use crate::{Error, Result, base64url};

/// A public JSON Web Key (RFC 7517 §4, RFC 7518 §6, RFC 8037 §2).
///
/// Unknown members are ignored, and a key type or curve that Ostia doesn't know is kept as it is: it fails where the key is
/// used, so that one such key doesn't spoil a set (RFC 7517 §5). A private or symmetric member is a parse error.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Jwk {
    /// Key type: `RSA`, `EC` or `OKP` (RFC 7517 §4.1).
    pub kty: String,
    /// Intended use: `sig` or `enc` (RFC 7517 §4.2).
    #[serde(rename = "use", default, skip_serializing_if = "Option::is_none")]
    pub public_key_use: Option<String>,
    /// The algorithm that the key is meant for (RFC 7517 §4.4).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alg: Option<String>,
    /// Key identifier, matched with a token's `kid` (RFC 7517 §4.5).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kid: Option<String>,
    /// RSA modulus, base64url (RFC 7518 §6.3.1.1).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub n: Option<String>,
    /// RSA public exponent, base64url (RFC 7518 §6.3.1.2).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub e: Option<String>,
    /// Curve: `P-256`, `P-384` or `Ed25519` (RFC 7518 §6.2.1.1, RFC 8037 §2).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub crv: Option<String>,
    /// First coordinate, or the whole Ed25519 key, base64url (RFC 7518 §6.2.1.2, RFC 8037 §2).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub x: Option<String>,
    /// Second coordinate, base64url (RFC 7518 §6.2.1.3).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub y: Option<String>,
    /// Certificate chain, each DER in padded plain base64, the key's own first (RFC 7517 §4.7).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub x5c: Option<Vec<String>>,
    /// SHA-1 thumbprint of the first certificate, base64url (RFC 7517 §4.8).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub x5t: Option<String>,
    /// SHA-256 thumbprint of the first certificate, base64url (RFC 7517 §4.9).
    #[serde(rename = "x5t#S256", default, skip_serializing_if = "Option::is_none")]
    pub x5t_s256: Option<String>,
    #[serde(
        rename = "d",
        alias = "p",
        alias = "q",
        alias = "dp",
        alias = "dq",
        alias = "qi",
        alias = "oth",
        alias = "k",
        default,
        skip_serializing
    )]
    no_private_member: Absent,
}

impl Jwk {
    /// An RSA key, from big-endian integers without leading zeros (RFC 7518 §6.3.1).
    pub(crate) fn rsa(modulus: &[u8], exponent: &[u8]) -> Self {
        Self {
            kty: "RSA".to_owned(),
            n: Some(base64url::encode(modulus)),
            e: Some(base64url::encode(exponent)),
            ..Self::default()
        }
    }

    /// A key on a NIST curve, from coordinates of the curve's full length (RFC 7518 §6.2.1).
    pub(crate) fn elliptic_curve(curve: &str, (x, y): (&[u8], &[u8])) -> Self {
        Self {
            kty: "EC".to_owned(),
            crv: Some(curve.to_owned()),
            x: Some(base64url::encode(x)),
            y: Some(base64url::encode(y)),
            ..Self::default()
        }
    }

    /// A key on an Edwards curve (RFC 8037 §2).
    pub(crate) fn octet_key_pair(curve: &str, key: &[u8]) -> Self {
        Self {
            kty: "OKP".to_owned(),
            crv: Some(curve.to_owned()),
            x: Some(base64url::encode(key)),
            ..Self::default()
        }
    }

    /// The SHA-256 thumbprint, base64url (RFC 7638 §3).
    ///
    /// # Errors
    /// [`Error::InvalidKey`] when the key type is unknown or one of its required members is missing.
    pub fn thumbprint(&self) -> Result<String> {
        let canonical = serde_json::to_vec(&self.required_members()?)
            .map_err(|_| Error::UnserializableClaims)?;
        let hash = digest::digest(&digest::SHA256, &canonical);
        Ok(base64url::encode(hash.as_ref()))
    }

    fn required_members(&self) -> Result<RequiredMembers<'_>> {
        match self.kty.as_str() {
            "RSA" => Ok(RequiredMembers {
                e: Some(required(self.e.as_ref())?),
                kty: "RSA",
                n: Some(required(self.n.as_ref())?),
                ..RequiredMembers::default()
            }),
            "EC" => Ok(RequiredMembers {
                crv: Some(required(self.crv.as_ref())?),
                kty: "EC",
                x: Some(required(self.x.as_ref())?),
                y: Some(required(self.y.as_ref())?),
                ..RequiredMembers::default()
            }),
            "OKP" => Ok(RequiredMembers {
                crv: Some(required(self.crv.as_ref())?),
                kty: "OKP",
                x: Some(required(self.x.as_ref())?),
                ..RequiredMembers::default()
            }),
            _ => Err(Error::InvalidKey("unknown key type")),
        }
    }
}

/// A member that the key's type requires.
pub(crate) fn required(member: Option<&String>) -> Result<&str> {
    member
        .map(String::as_str)
        .ok_or(Error::InvalidKey("a required member is missing"))
}

/// A set of public keys: the document at `/.well-known/jwks.json` (RFC 7517 §5).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct JwkSet {
    /// The keys, in no significant order.
    pub keys: Vec<Jwk>,
}

impl JwkSet {
    /// The first key with this identifier.
    pub fn find(&self, kid: &str) -> Option<&Jwk> {
        self.keys.iter().find(|key| key.kid.as_deref() == Some(kid))
    }
}

/// What a thumbprint covers; the fields stand in the lexicographic order of RFC 7638 §3.3.
#[derive(Default, Serialize)]
struct RequiredMembers<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    crv: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    e: Option<&'a str>,
    kty: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    n: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    x: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    y: Option<&'a str>,
}

/// Stands for members that must not be there: it has a default and no JSON form.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Absent;

impl<'de> Deserialize<'de> for Absent {
    fn deserialize<D: Deserializer<'de>>(_: D) -> std::result::Result<Self, D::Error> {
        Err(serde::de::Error::custom(
            "a private or symmetric key member is present",
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::TestResult;

    #[test]
    fn rfc_7638_section_3_1_thumbprint() -> TestResult {
        let jwk: Jwk = serde_json::from_str(
            r#"{
                "kty": "RSA",
                "n": "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw",
                "e": "AQAB",
                "alg": "RS256",
                "kid": "2011-04-29"
            }"#,
        )?;
        assert_eq!(
            jwk.thumbprint()?,
            "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs"
        );
        Ok(())
    }

    #[test]
    fn rfc_8037_appendix_a_3_thumbprint() -> TestResult {
        let jwk: Jwk = serde_json::from_str(
            r#"{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#,
        )?;
        assert_eq!(
            jwk.thumbprint()?,
            "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"
        );
        Ok(())
    }

    #[test]
    fn a_private_member_is_a_parse_error() {
        for member in ["d", "p", "q", "dp", "dq", "qi", "oth", "k"] {
            for value in ["\"AQAB\"", "null", "[]"] {
                let json = format!(r#"{{"kty":"RSA","n":"AQAB","e":"AQAB","{member}":{value}}}"#);
                assert!(serde_json::from_str::<Jwk>(&json).is_err(), "{json}");
            }
        }
    }

    #[test]
    fn unknown_members_and_types_are_tolerated() -> TestResult {
        let json = r#"{"keys":[{"kty":"AKP","pub":"x"},{"kty":"RSA","kid":"a","key_ops":["verify"]}],"next":1}"#;
        let set: JwkSet = serde_json::from_str(json)?;
        assert_eq!(set.keys.len(), 2);
        assert_eq!(set.find("a").map(|key| key.kty.as_str()), Some("RSA"));
        assert_eq!(set.find("b"), None);
        assert_eq!(
            set.keys[0].thumbprint(),
            Err(Error::InvalidKey("unknown key type"))
        );
        assert_eq!(
            set.keys[1].thumbprint(),
            Err(Error::InvalidKey("a required member is missing"))
        );
        Ok(())
    }

    #[test]
    fn absent_members_are_not_written() -> TestResult {
        let jwk = Jwk {
            kty: "RSA".into(),
            public_key_use: Some("sig".into()),
            ..Jwk::default()
        };
        assert_eq!(serde_json::to_string(&jwk)?, r#"{"kty":"RSA","use":"sig"}"#);
        Ok(())
    }
}
