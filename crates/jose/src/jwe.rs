//! Encrypted tokens with a shared key: `alg: dir`, `enc: A256GCM` (RFC 7516, RFC 7518 §4.5 and §5.3).
//!
//! Opaque access tokens are made with it: only the server that issued one can read it.

use std::fmt;
use std::sync::Arc;

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};
use zeroize::Zeroizing;

use crate::{Error, Result, base64url, json};

const TAG_LENGTH: usize = 16;

/// The parameters that a token carries in the clear, protected by its tag. `alg` and `enc` come by themselves.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Header {
    /// The issuer, replicated from the claims (RFC 7519 §5.3), as Auth0's opaque tokens do.
    pub iss: Option<String>,
    /// The token's media type (RFC 7516 §4.1.11).
    pub typ: Option<String>,
    /// Which content key encrypts (RFC 7516 §4.1.6).
    pub kid: Option<String>,
}

impl Header {
    fn encode(&self) -> Result<String> {
        let wire = WireHeader {
            alg: "dir".to_owned(),
            enc: "A256GCM".to_owned(),
            iss: self.iss.clone(),
            typ: self.typ.clone(),
            kid: self.kid.clone(),
            _refused: Refused,
        };
        let json = serde_json::to_vec(&wire).map_err(|_| Error::UnserializableClaims)?;
        Ok(base64url::encode(&json))
    }

    fn parse(segment: &str) -> Result<Self> {
        let json = base64url::decode(segment)
            .ok_or(Error::MalformedToken("the header is not base64url"))?;
        let wire: WireHeader = json::object(&json).ok_or(Error::MalformedToken(
            "the header is not an acceptable JSON object",
        ))?;
        if wire.alg != "dir" || wire.enc != "A256GCM" {
            return Err(Error::UnsupportedAlgorithm);
        }
        Ok(Self {
            iss: wire.iss,
            typ: wire.typ,
            kid: wire.kid,
        })
    }
}

#[derive(Serialize, Deserialize)]
struct WireHeader {
    alg: String,
    enc: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    iss: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    typ: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    kid: Option<String>,
    /// Neither extensions (RFC 7516 §4.1.13) nor compression, which invites bombs (§4.1.3), are implemented.
    #[serde(rename = "crit", alias = "zip", default, skip_serializing)]
    _refused: Refused,
}

#[derive(Default)]
struct Refused;

impl<'de> Deserialize<'de> for Refused {
    fn deserialize<D: Deserializer<'de>>(_: D) -> std::result::Result<Self, D::Error> {
        Err(D::Error::custom("crit and zip are not supported"))
    }
}

/// A content encryption key, expanded once. A clone shares it.
#[derive(Clone)]
pub struct ContentKey(Arc<LessSafeKey>);

impl ContentKey {
    /// Prepares a key of 256 random bits.
    ///
    /// # Errors
    /// [`Error::CryptographyFailed`] when the library can't expand it.
    pub fn new(key: [u8; 32]) -> Result<Self> {
        let key = Zeroizing::new(key);
        let key = UnboundKey::new(&AES_256_GCM, &*key).map_err(|_| Error::CryptographyFailed)?;
        Ok(Self(Arc::new(LessSafeKey::new(key))))
    }

    /// The compact token of `plaintext` (RFC 7516 §5.1).
    ///
    /// `nonce` must be fresh randomness for every token: two tokens of one key and one nonce give both away. With random
    /// nonces a key is good for 2³² tokens (NIST SP 800-38D §8.3).
    ///
    /// # Errors
    /// [`Error::CryptographyFailed`] when the library fails.
    pub fn encrypt(
        &self,
        plaintext: &[u8],
        header: &Header,
        nonce: [u8; NONCE_LEN],
    ) -> Result<String> {
        let mut token = header.encode()?;
        let mut sealed = plaintext.to_vec();
        let tag = self
            .0
            .seal_in_place_separate_tag(
                Nonce::assume_unique_for_key(nonce),
                Aad::from(token.as_bytes()),
                &mut sealed,
            )
            .map_err(|_| Error::CryptographyFailed)?;
        token.reserve(base64url::encoded_length(sealed.len()) + 42);
        token.push_str(".."); // direct encryption has no encrypted key (RFC 7518 §4.5)
        base64url::encode_into(&nonce, &mut token);
        token.push('.');
        base64url::encode_into(&sealed, &mut token);
        token.push('.');
        base64url::encode_into(tag.as_ref(), &mut token);
        Ok(token)
    }

    /// Parses and decrypts a compact token of at most `max_length` bytes.
    ///
    /// # Errors
    /// Those of [`Encrypted::parse`] and [`Encrypted::decrypt`].
    pub fn decrypt(&self, token: &str, max_length: usize) -> Result<Zeroizing<Vec<u8>>> {
        Encrypted::parse(token, max_length)?.decrypt(self)
    }
}

impl fmt::Debug for ContentKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ContentKey(…)")
    }
}

/// A well-formed token that has not been decrypted.
#[derive(Debug)]
pub struct Encrypted<'a> {
    header: Header,
    /// The encoded header, which the tag covers (RFC 7516 §5.1, step 14).
    authenticated: &'a str,
    nonce: [u8; NONCE_LEN],
    ciphertext_and_tag: Vec<u8>,
}

impl<'a> Encrypted<'a> {
    /// Takes a compact token of at most `max_length` bytes apart.
    ///
    /// # Errors
    /// [`Error::TooLong`], [`Error::UnsupportedAlgorithm`], or [`Error::MalformedToken`] when there aren't five segments
    /// of canonical unpadded base64url, the second isn't empty, a length is wrong, or the header has `crit` or `zip`.
    pub fn parse(token: &'a str, max_length: usize) -> Result<Self> {
        if token.len() > max_length {
            return Err(Error::TooLong);
        }
        let mut segments = token.splitn(5, '.');
        let mut next = || {
            segments
                .next()
                .ok_or(Error::MalformedToken("there are not five segments"))
        };
        let (authenticated, encrypted_key, nonce) = (next()?, next()?, next()?);
        let (ciphertext, tag) = (next()?, next()?);
        if !encrypted_key.is_empty() {
            return Err(Error::MalformedToken(
                "direct encryption has no encrypted key",
            ));
        }
        let mut ciphertext_and_tag = decode(ciphertext)?;
        let tag = decode(tag)?;
        if tag.len() != TAG_LENGTH {
            return Err(Error::MalformedToken("the tag is not of 128 bits"));
        }
        ciphertext_and_tag.extend_from_slice(&tag);
        Ok(Self {
            header: Header::parse(authenticated)?,
            authenticated,
            nonce: decode(nonce)?
                .try_into()
                .map_err(|_| Error::MalformedToken("the nonce is not of 96 bits"))?,
            ciphertext_and_tag,
        })
    }

    /// The header, which nothing vouches for yet: use `kid` to choose among keys.
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// The plaintext, if the token was made with `key` and has not been changed.
    ///
    /// # Errors
    /// [`Error::DecryptionFailed`] otherwise, with no further reason (RFC 7516 §11.5).
    pub fn decrypt(self, key: &ContentKey) -> Result<Zeroizing<Vec<u8>>> {
        let mut buffer = Zeroizing::new(self.ciphertext_and_tag);
        let length = key
            .0
            .open_in_place(
                Nonce::assume_unique_for_key(self.nonce),
                Aad::from(self.authenticated.as_bytes()),
                &mut buffer,
            )
            .map_err(|_| Error::DecryptionFailed)?
            .len();
        buffer.truncate(length);
        Ok(buffer)
    }
}

fn decode(segment: &str) -> Result<Vec<u8>> {
    base64url::decode(segment).ok_or(Error::MalformedToken("a segment is not base64url"))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::TestResult;

    const NONCE: [u8; NONCE_LEN] = [9; NONCE_LEN];

    fn header() -> Header {
        Header {
            iss: Some("https://ostia.example/".into()),
            kid: Some("1".into()),
            ..Header::default()
        }
    }

    #[test]
    fn a_token_comes_back() -> TestResult {
        let key = ContentKey::new([7; 32])?;
        for plaintext in [&b""[..], b"{}", &[0xff; 1000]] {
            let token = key.encrypt(plaintext, &header(), NONCE)?;
            assert_eq!(token.split('.').count(), 5);
            assert_eq!(*key.decrypt(&token, token.len())?, plaintext);
            assert_eq!(Encrypted::parse(&token, token.len())?.header(), &header());
            assert_eq!(
                key.decrypt(&token, token.len() - 1).err(),
                Some(Error::TooLong)
            );
        }
        Ok(())
    }

    #[test]
    fn the_header_is_auth0s() -> TestResult {
        let header = Header {
            iss: Some("https://ostia.example/".into()),
            ..Header::default()
        };
        let token = ContentKey::new([7; 32])?.encrypt(b"{}", &header, NONCE)?;
        let expected = br#"{"alg":"dir","enc":"A256GCM","iss":"https://ostia.example/"}"#;
        assert!(token.starts_with(&format!("{}..", base64url::encode(expected))));
        Ok(())
    }

    /// The key, nonce and plaintext of the GCM specification's test case 14; OpenSSL computed the tag over our header.
    #[test]
    fn another_implementation_agrees() -> TestResult {
        let key = ContentKey::new([0; 32])?;
        let token = key.encrypt(&[0; 16], &Header::default(), [0; NONCE_LEN])?;
        assert_eq!(
            token,
            "eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..AAAAAAAAAAAAAAAA.zqdAPU1ga24HTsXTuvOdGA.HbPpK7D59VkuONY_MpZ6aw"
        );
        Ok(())
    }

    #[test]
    fn another_key_decrypts_nothing() -> TestResult {
        let token = ContentKey::new([7; 32])?.encrypt(b"secret", &header(), NONCE)?;
        assert_eq!(
            ContentKey::new([8; 32])?.decrypt(&token, 1000).err(),
            Some(Error::DecryptionFailed)
        );
        Ok(())
    }

    #[test]
    fn malformed_tokens_are_refused() -> TestResult {
        let key = ContentKey::new([7; 32])?;
        let token = key.encrypt(b"secret", &header(), NONCE)?;
        let segments: Vec<&str> = token.split('.').collect();
        let [head, _, nonce, text, tag] = segments[..] else {
            return Err("not five segments".into());
        };
        let encode = |json: &str| base64url::encode(json.as_bytes());
        let crit = encode(r#"{"alg":"dir","enc":"A256GCM","crit":["exp"]}"#);
        let zip = encode(r#"{"alg":"dir","enc":"A256GCM","zip":"DEF"}"#);
        let array = encode(r#"["dir","A256GCM",null,null,null]"#);
        let twice = encode(r#"{"alg":"dir","alg":"dir","enc":"A256GCM"}"#);
        for refused in [
            String::new(),
            "....".to_owned(),
            format!("{head}..{nonce}.{text}"),
            format!("{token}."),
            format!("{token}="),
            format!(" {token}"),
            format!("{head}.AQAB.{nonce}.{text}.{tag}"),
            format!("{head}..{nonce}AA.{text}.{tag}"),
            format!("{head}..{nonce}.{text}.{}", &tag[..16]),
            format!("{crit}..{nonce}.{text}.{tag}"),
            format!("{zip}..{nonce}.{text}.{tag}"),
            format!("{array}..{nonce}.{text}.{tag}"),
            format!("{twice}..{nonce}.{text}.{tag}"),
        ] {
            assert!(
                matches!(key.decrypt(&refused, 1000), Err(Error::MalformedToken(_))),
                "{refused}"
            );
        }
        for json in [
            r#"{"alg":"RSA-OAEP","enc":"A256GCM"}"#,
            r#"{"alg":"dir","enc":"A128GCM"}"#,
            r#"{"alg":"none","enc":"A256GCM"}"#,
        ] {
            let token = format!("{}..{nonce}.{text}.{tag}", encode(json));
            assert_eq!(
                key.decrypt(&token, 1000).err(),
                Some(Error::UnsupportedAlgorithm),
                "{json}"
            );
        }
        Ok(())
    }

    proptest! {
        #[test]
        fn one_changed_character_breaks_the_token(position: prop::sample::Index, replacement in "[ -~]") {
            let key = ContentKey::new([7; 32])?;
            let token = key.encrypt(b"secret", &header(), NONCE)?;
            let at = position.index(token.len());
            let changed = [&token[..at], &replacement, &token[at + 1..]].concat();
            prop_assert_eq!(key.decrypt(&changed, 1000).is_ok(), changed == token);
        }

        #[test]
        fn garbage_never_panics(garbage in "\\PC{0,60}", dots in "[A-Za-z0-9_.-]{0,80}") {
            let key = ContentKey::new([7; 32])?;
            prop_assert!(key.decrypt(&garbage, 1000).is_err());
            prop_assert!(key.decrypt(&dots, 1000).is_err());
        }
    }
}
