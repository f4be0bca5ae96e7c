//! Hashes that other systems made, as `custom_password_hash` of an imported user tells them.
//!
//! They are verified as they are until their owner logs in for the first time; then our own hash takes their place.

mod description;

use base64::Engine as _;
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig};
use hmac::{Hmac, KeyInit as _, Mac as _};
use md4::Md4;
use md5::{Digest, Md5};
use sha1::Sha1;
use sha2::{Sha224, Sha256, Sha384, Sha512};
use subtle::ConstantTimeEq as _;

pub use self::description::{
    Algorithm, Description, DigestName, Encoding, HashValue, Key, PasswordEncoding, Position, Salt,
    TextEncoding,
};
use super::UnsupportedHash;

/// Beyond these an imported hash is refused: verifying it would be an attack on this machine.
const MAX_PBKDF2_WORK: u64 = 10_000_000;
const MAX_SCRYPT_MEMORY: u64 = 256 << 20;
const MAX_SCRYPT_WORK: u64 = 1 << 23;
/// The longest hash, salt or key, in bytes.
const MAX_BYTES: usize = 1_024;

/// What a stored foreign hash begins with; the rest is [`Description`] as JSON.
pub(super) const PREFIX: &str = "$custom$";

/// A foreign hash, ready to compare with.
#[derive(Clone)]
pub(super) struct Foreign {
    method: Method,
    expected: Vec<u8>,
    encoding: TextEncoding,
}

#[derive(Clone)]
enum Method {
    /// One round over salt and password.
    Digest(DigestName, Salted),
    Hmac(DigestName, Vec<u8>, Salted),
    Pbkdf2 {
        digest: DigestName,
        salt: Vec<u8>,
        rounds: u32,
    },
    Scrypt {
        params: scrypt::Params,
        salt: Vec<u8>,
    },
}

#[derive(Clone)]
struct Salted {
    salt: Vec<u8>,
    position: Position,
}

impl Salted {
    fn add(&self, password: &[u8]) -> Vec<u8> {
        match self.position {
            Position::Prefix => [&self.salt, password].concat(),
            Position::Suffix => [password, &self.salt].concat(),
        }
    }
}

impl Foreign {
    /// Reads a description of one of the algorithms that have no text form of their own that we store as it is.
    pub(super) fn parse(description: &Description) -> Result<Self, UnsupportedHash> {
        let encoding = description
            .password
            .as_ref()
            .map(|password| password.encoding);
        let (method, expected) = method(description)?;
        if expected.is_empty() || expected.len() > MAX_BYTES {
            return Err(UnsupportedHash::Malformed);
        }
        Ok(Self {
            method,
            expected,
            encoding: encoding.unwrap_or_default(),
        })
    }

    /// Compares in constant time.
    pub(super) fn matches(&self, password: &str) -> bool {
        let Some(bytes) = written(password, self.encoding) else {
            return false;
        };
        let computed = match &self.method {
            Method::Digest(digest, salted) => digest.of(&salted.add(&bytes)),
            Method::Hmac(digest, key, salted) => digest.keyed(key, &salted.add(&bytes)),
            Method::Pbkdf2 {
                digest,
                salt,
                rounds,
            } => digest.repeated(&bytes, salt, *rounds, self.expected.len()),
            Method::Scrypt { params, salt } => {
                let mut output = vec![0; self.expected.len()];
                if scrypt::scrypt(&bytes, salt, params, &mut output).is_err() {
                    return false;
                }
                output
            }
        };
        computed.ct_eq(&self.expected).into()
    }
}

fn method(description: &Description) -> Result<(Method, Vec<u8>), UnsupportedHash> {
    let hash = &description.hash;
    let value = || bytes(&hash.value, hash.encoding);
    let digest = |name| {
        Ok((
            Method::Digest(name, salted(description)?),
            sized(value()?, name)?,
        ))
    };
    match description.algorithm {
        Algorithm::Md4 => digest(DigestName::Md4),
        Algorithm::Md5 => digest(DigestName::Md5),
        Algorithm::Sha1 => digest(DigestName::Sha1),
        Algorithm::Sha256 => digest(DigestName::Sha256),
        Algorithm::Sha512 => digest(DigestName::Sha512),
        Algorithm::Hmac => {
            let name = hash.digest.ok_or(UnsupportedHash::Malformed)?;
            let key = hash.key.as_ref().ok_or(UnsupportedHash::Malformed)?;
            let key = bytes(&key.value, key.encoding)?;
            let method = Method::Hmac(name, key, salted(description)?);
            Ok((method, sized(value()?, name)?))
        }
        Algorithm::Ldap => ldap(&hash.value),
        Algorithm::Pbkdf2 => pbkdf2(&hash.value),
        Algorithm::Scrypt => Ok((scrypt_method(description)?, scrypt_hash(description)?)),
        // Their own text is what is stored; see `hash.rs`.
        Algorithm::Argon2 | Algorithm::Bcrypt => Err(UnsupportedHash::Malformed),
    }
}

fn salted(description: &Description) -> Result<Salted, UnsupportedHash> {
    Ok(match &description.salt {
        Some(salt) => Salted {
            salt: bytes(&salt.value, salt.encoding)?,
            position: salt.position,
        },
        None => Salted {
            salt: Vec::new(),
            position: Position::Prefix,
        },
    })
}

/// A digest's length tells at once whether the encoding was named wrongly.
fn sized(value: Vec<u8>, digest: DigestName) -> Result<Vec<u8>, UnsupportedHash> {
    if value.len() == digest.length() {
        Ok(value)
    } else {
        Err(UnsupportedHash::Malformed)
    }
}

/// `{SSHA}base64(digest + salt)` and the like (RFC 2307 §5.3 and what directories made of it).
fn ldap(text: &str) -> Result<(Method, Vec<u8>), UnsupportedHash> {
    let (scheme, encoded) = text
        .strip_prefix('{')
        .and_then(|rest| rest.split_once('}'))
        .ok_or(UnsupportedHash::Malformed)?;
    let (name, is_salted) = match scheme.to_ascii_uppercase().as_str() {
        "MD4" => (DigestName::Md4, false),
        "SMD4" => (DigestName::Md4, true),
        "MD5" => (DigestName::Md5, false),
        "SMD5" => (DigestName::Md5, true),
        "SHA" | "SHA1" => (DigestName::Sha1, false),
        "SSHA" | "SSHA1" => (DigestName::Sha1, true),
        "SHA224" => (DigestName::Sha224, false),
        "SSHA224" => (DigestName::Sha224, true),
        "SHA256" => (DigestName::Sha256, false),
        "SSHA256" => (DigestName::Sha256, true),
        "SHA384" => (DigestName::Sha384, false),
        "SSHA384" => (DigestName::Sha384, true),
        "SHA512" => (DigestName::Sha512, false),
        "SSHA512" => (DigestName::Sha512, true),
        _ => return Err(UnsupportedHash::Unknown),
    };
    let mut digest = bytes(encoded, Encoding::Base64)?;
    let length = name.length();
    if digest.len() < length || (digest.len() > length) != is_salted {
        return Err(UnsupportedHash::Malformed);
    }
    let salt = digest.split_off(length);
    let salted = Salted {
        salt,
        position: Position::Suffix,
    };
    Ok((Method::Digest(name, salted), digest))
}

fn pbkdf2(text: &str) -> Result<(Method, Vec<u8>), UnsupportedHash> {
    let malformed = UnsupportedHash::Malformed;
    let mut parts = text.strip_prefix("$pbkdf2-").ok_or(malformed)?.split('$');
    let mut part = || parts.next().ok_or(malformed);
    let (name, parameters, salt, hash) = (part()?, part()?, part()?, part()?);
    let digest: DigestName = serde_json::from_value(name.to_ascii_lowercase().into())
        .map_err(|_| UnsupportedHash::Unknown)?;
    let number = |name: &str| {
        parameters
            .split(',')
            .filter_map(|pair| pair.split_once('='))
            .find(|(key, _)| *key == name)
            .and_then(|(_, value)| value.parse::<u32>().ok())
    };
    let rounds = number("i").filter(|rounds| *rounds > 0).ok_or(malformed)?;
    let expected = bytes(hash, Encoding::Base64)?;
    let is_other_length = number("l").is_some_and(|length| length as usize != expected.len());
    if is_other_length || parts.next().is_some() {
        return Err(malformed);
    }
    let blocks = expected.len().div_ceil(digest.length()) as u64;
    if blocks * u64::from(rounds) > MAX_PBKDF2_WORK {
        return Err(UnsupportedHash::TooCostly);
    }
    let salt = bytes(salt, Encoding::Base64)?;
    Ok((
        Method::Pbkdf2 {
            digest,
            salt,
            rounds,
        },
        expected,
    ))
}

fn scrypt_method(description: &Description) -> Result<Method, UnsupportedHash> {
    let malformed = UnsupportedHash::Malformed;
    let cost = description.cost.unwrap_or(16_384);
    let (r, p) = (
        description.block_size.unwrap_or(8),
        description.parallelization.unwrap_or(1),
    );
    if !cost.is_power_of_two() || cost < 2 {
        return Err(malformed);
    }
    let work = cost.checked_mul(r).ok_or(UnsupportedHash::TooCostly)?;
    let too_much =
        work.saturating_mul(128) > MAX_SCRYPT_MEMORY || work.saturating_mul(p) > MAX_SCRYPT_WORK;
    if too_much {
        return Err(UnsupportedHash::TooCostly);
    }
    let log_n = u8::try_from(cost.trailing_zeros()).map_err(|_| malformed)?;
    let small = |number: u64| u32::try_from(number).map_err(|_| malformed);
    let params = scrypt::Params::new(log_n, small(r)?, small(p)?).map_err(|_| malformed)?;
    let salt = description.salt.as_ref().ok_or(malformed)?;
    Ok(Method::Scrypt {
        params,
        salt: bytes(&salt.value, salt.encoding)?,
    })
}

fn scrypt_hash(description: &Description) -> Result<Vec<u8>, UnsupportedHash> {
    let value = bytes(&description.hash.value, description.hash.encoding)?;
    match description.keylen {
        Some(length) if length != value.len() as u64 => Err(UnsupportedHash::Malformed),
        _ => Ok(value),
    }
}

/// Either alphabet after [`bytes`] made one of them, padded or not.
const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &base64::alphabet::STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

fn bytes(text: &str, encoding: Encoding) -> Result<Vec<u8>, UnsupportedHash> {
    if text.len() > MAX_BYTES * 2 {
        return Err(UnsupportedHash::Malformed);
    }
    match encoding {
        Encoding::Utf8 => Ok(text.as_bytes().to_vec()),
        Encoding::Base64 => LENIENT
            .decode(text.trim().replace('-', "+").replace('_', "/"))
            .map_err(|_| UnsupportedHash::Malformed),
        Encoding::Hex => unhex(text.trim()).ok_or(UnsupportedHash::Malformed),
    }
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    if !text.len().is_multiple_of(2) || !text.is_ascii() {
        return None;
    }
    (0..text.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(text.get(at..at + 2)?, 16).ok())
        .collect()
}

/// The password's bytes; `None` where the encoding has no such character.
fn written(password: &str, encoding: TextEncoding) -> Option<Vec<u8>> {
    match encoding {
        TextEncoding::Utf8 => Some(password.as_bytes().to_vec()),
        TextEncoding::Ascii => password.is_ascii().then(|| password.as_bytes().to_vec()),
        TextEncoding::Utf16le | TextEncoding::Ucs2 => {
            Some(password.encode_utf16().flat_map(u16::to_le_bytes).collect())
        }
        TextEncoding::Latin1 | TextEncoding::Binary => password
            .chars()
            .map(|character| u8::try_from(u32::from(character)).ok())
            .collect(),
    }
}

/// Runs the same code over one of the digests.
macro_rules! over {
    ($name:expr, $digest:ident => $body:expr) => {
        match $name {
            DigestName::Md4 => {
                type $digest = Md4;
                $body
            }
            DigestName::Md5 => {
                type $digest = Md5;
                $body
            }
            DigestName::Sha1 => {
                type $digest = Sha1;
                $body
            }
            DigestName::Sha224 => {
                type $digest = Sha224;
                $body
            }
            DigestName::Sha256 => {
                type $digest = Sha256;
                $body
            }
            DigestName::Sha384 => {
                type $digest = Sha384;
                $body
            }
            DigestName::Sha512 => {
                type $digest = Sha512;
                $body
            }
        }
    };
}

impl DigestName {
    const fn length(self) -> usize {
        match self {
            Self::Md4 | Self::Md5 => 16,
            Self::Sha1 => 20,
            Self::Sha224 => 28,
            Self::Sha256 => 32,
            Self::Sha384 => 48,
            Self::Sha512 => 64,
        }
    }

    fn of(self, bytes: &[u8]) -> Vec<u8> {
        over!(self, D => D::digest(bytes).to_vec())
    }

    fn keyed(self, key: &[u8], bytes: &[u8]) -> Vec<u8> {
        over!(self, D => match Hmac::<D>::new_from_slice(key) {
            Ok(mut mac) => {
                mac.update(bytes);
                mac.finalize().into_bytes().to_vec()
            }
            // It takes keys of every length; an empty result matches nothing.
            Err(_) => Vec::new(),
        })
    }

    fn repeated(self, password: &[u8], salt: &[u8], rounds: u32, length: usize) -> Vec<u8> {
        let mut output = vec![0; length];
        over!(self, D => pbkdf2::pbkdf2_hmac::<D>(password, salt, rounds, &mut output));
        output
    }
}

#[cfg(test)]
mod tests {
    use base64::engine::general_purpose;
    use serde_json::{Value, json};

    use super::*;

    fn foreign(description: Value) -> Result<Foreign, UnsupportedHash> {
        let description =
            serde_json::from_value(description).map_err(|_| UnsupportedHash::Malformed)?;
        Foreign::parse(&description)
    }

    fn simple(algorithm: &str, value: &str, encoding: &str) -> Value {
        json!({ "algorithm": algorithm, "hash": { "value": value, "encoding": encoding } })
    }

    #[track_caller]
    fn opens(description: Value, password: &str) {
        let shown = description.to_string();
        let hash = foreign(description).unwrap_or_else(|error| panic!("{error}: {shown}"));
        assert!(hash.matches(password), "{shown}");
        assert!(!hash.matches(&format!("{password}x")), "{shown}");
        assert!(!hash.matches(""), "{shown}");
    }

    /// RFC 1320 §A.5, RFC 1321 §A.5, RFC 3174 §7.3, FIPS 180-4's examples.
    #[test]
    fn plain_digests() {
        opens(
            simple("md4", "a448017aaf21d8525fc10ae87aa6729d", "hex"),
            "abc",
        );
        opens(
            simple("md5", "900150983cd24fb0d6963f7d28e17f72", "hex"),
            "abc",
        );
        opens(simple("md5", "kAFQmDzST7DWlj99KOF/cg==", "base64"), "abc");
        opens(
            simple("sha1", "a9993e364706816aba3e25717850c26c9cd0d89d", "hex"),
            "abc",
        );
        opens(
            simple(
                "sha256",
                "BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD",
                "hex",
            ),
            "abc",
        );
        opens(
            simple(
                "sha512",
                "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a\
                 2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
                "hex",
            ),
            "abc",
        );
    }

    /// The digest of `abc`, with a part of it as the salt.
    #[test]
    fn salts_before_and_behind() {
        let hash = json!({ "value": "900150983cd24fb0d6963f7d28e17f72", "encoding": "hex" });
        opens(
            json!({ "algorithm": "md5", "hash": hash, "salt": { "value": "a" } }),
            "bc",
        );
        opens(
            json!({ "algorithm": "md5", "hash": hash, "salt": { "value": "bc", "position": "suffix" } }),
            "a",
        );
        opens(
            json!({ "algorithm": "md5", "hash": hash, "salt": { "value": "6263", "encoding": "hex", "position": "suffix" } }),
            "a",
        );
        opens(
            json!({ "algorithm": "md5", "hash": hash, "salt": { "value": "YQ", "encoding": "base64", "position": "prefix" } }),
            "bc",
        );
    }

    /// The hash that Windows keeps of `password`: MD4 over UTF-16.
    #[test]
    fn other_encodings_of_the_password() {
        let mut windows = simple("md4", "8846f7eaee8fb117ad06bdd830b7586c", "hex");
        windows["password"] = json!({ "encoding": "utf16le" });
        opens(windows, "password");
        assert_eq!(written("é", TextEncoding::Latin1), Some(vec![0xe9]));
        assert_eq!(written("é", TextEncoding::Ascii), None);
        assert_eq!(written("€", TextEncoding::Binary), None);
    }

    /// RFC 2202 §2 case 2, RFC 4231 §4.3.
    #[test]
    fn keyed_digests() {
        for (digest, value) in [
            ("md5", "750c783e6ab0b503eaa86e310a5db738"),
            ("sha1", "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79"),
            (
                "sha224",
                "a30e01098bc6dbbf45690f3a7e9e6d0f8bbea2a39e6148008fd05e44",
            ),
            (
                "sha256",
                "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
            ),
            (
                "sha384",
                "af45d2e376484031617f78d2b58a6b1b9c7ef464f5a01b47e42ec3736322445e8e2240ca5e69e2c78b3239ecfab21649",
            ),
            (
                "sha512",
                "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea2505549758bf75c05a994a6d034f65f8f0e6fd\
                 caeab1a34d4a6b4b636e070a38bce737",
            ),
        ] {
            opens(
                json!({ "algorithm": "hmac", "hash": { "value": value, "encoding": "hex", "digest": digest,
                        "key": { "value": "Jefe" } } }),
                "what do ya want for nothing?",
            );
        }
    }

    /// Made by Python's `hashlib`: `abc` with the salt `salt` behind it.
    #[test]
    fn directories() {
        opens(
            simple("ldap", "{MD5}kAFQmDzST7DWlj99KOF/cg==", "utf8"),
            "abc",
        );
        opens(
            simple("ldap", "{SHA}qZk+NkcGgWq6PiVxeFDCbJzQ2J0=", "utf8"),
            "abc",
        );
        for (value, salt) in [("{SSHA}", &b"salt"[..]), ("{ssha}", b"another salt")] {
            let digest = Sha1::digest([b"abc", salt].concat());
            let encoded = general_purpose::STANDARD.encode([&digest[..], salt].concat());
            opens(simple("ldap", &format!("{value}{encoded}"), "utf8"), "abc");
        }
        for refused in [
            "{CRYPT}abc",
            "{SHA}kAFQ",
            "{SSHA}qZk+NkcGgWq6PiVxeFDCbJzQ2J0=",
            "SHA",
            "{SHA",
        ] {
            assert!(
                foreign(simple("ldap", refused, "utf8")).is_err(),
                "{refused}"
            );
        }
    }

    /// RFC 6070 §2 and RFC 7914 §11, as PHC strings.
    #[test]
    fn pbkdf2_vectors() {
        for (value, password) in [
            (
                "$pbkdf2-sha1$i=1,l=20$c2FsdA$DGDID5YfDnHzqbUkr2ASBi/gN6Y",
                "password",
            ),
            (
                "$pbkdf2-sha1$i=4096,l=20$c2FsdA$SwB5AbdlSJq+rUnZJvch0GWkKcE",
                "password",
            ),
            (
                "$pbkdf2-sha256$i=1,l=64$c2FsdA$\
                 VawEblbjCJ/sFpHCJUS2BflBhSFt3gRl5oudV8INrLxJypzM8Xm2RZkWZLOdd+8xfHG4RbHjC9UJESBB06GXgw",
                "passwd",
            ),
        ] {
            opens(simple("pbkdf2", value, "utf8"), password);
        }
        for (refused, reason) in [
            (
                "$pbkdf2-sha1$i=0$c2FsdA$DGDID5YfDnHzqbUkrwAzoxqTZqY",
                UnsupportedHash::Malformed,
            ),
            (
                "$pbkdf2-sha1$i=1,l=21$c2FsdA$DGDID5YfDnHzqbUkrwAzoxqTZqY",
                UnsupportedHash::Malformed,
            ),
            (
                "$pbkdf2-sha1$i=4000000000$c2FsdA$DGDID5YfDnHzqbUkrwAzoxqTZqY",
                UnsupportedHash::TooCostly,
            ),
            (
                "$pbkdf2-rot13$i=1$c2FsdA$DGDID5YfDnHzqbUkrwAzoxqTZqY",
                UnsupportedHash::Unknown,
            ),
            ("pbkdf2", UnsupportedHash::Malformed),
        ] {
            assert_eq!(
                foreign(simple("pbkdf2", refused, "utf8")).err(),
                Some(reason),
                "{refused}"
            );
        }
    }

    /// RFC 7914 §12.
    #[test]
    fn scrypt_vectors() {
        let hash = json!({
            "value": "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b3731622eaf30d92e22a3886ff109279d9830da\
                      c727afb94a83ee6d8360cbdfa2cc0640",
            "encoding": "hex",
        });
        let description = |cost: u64, keylen: u64| {
            json!({ "algorithm": "scrypt", "hash": hash, "salt": { "value": "NaCl" }, "keylen": keylen,
                    "cost": cost, "blockSize": 8, "parallelization": 16 })
        };
        opens(description(1024, 64), "password");
        assert_eq!(
            foreign(description(1000, 64)).err(),
            Some(UnsupportedHash::Malformed)
        );
        assert_eq!(
            foreign(description(1024, 32)).err(),
            Some(UnsupportedHash::Malformed)
        );
        assert_eq!(
            foreign(description(1 << 40, 64)).err(),
            Some(UnsupportedHash::TooCostly)
        );
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        for refused in [
            simple("md5", "900150983cd24fb0d6963f7d28e17f72", "base64"),
            simple("md5", "9001", "hex"),
            simple("sha1", "no hex at all", "hex"),
            simple("rot13", "x", "utf8"),
            json!({ "algorithm": "hmac", "hash": { "value": "00", "encoding": "hex" } }),
            json!({ "algorithm": "md5", "hash": { "value": "900150983cd24fb0d6963f7d28e17f72", "encoding": "hex" }, "pepper": 1 }),
        ] {
            assert!(foreign(refused.clone()).is_err(), "{refused}");
        }
    }
}
