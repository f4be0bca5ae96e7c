//! `custom_password_hash` of an imported user: what other systems say of their hashes.

use serde::{Deserialize, Serialize};

/// `custom_password_hash`, as on the wire.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Description {
    /// What it was made with.
    pub algorithm: Algorithm,
    /// The hash itself.
    pub hash: HashValue,
    /// What was added to the password.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub salt: Option<Salt>,
    /// How the password was written down before it was hashed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub password: Option<PasswordEncoding>,
    /// scrypt: the length of the hash in bytes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub keylen: Option<u64>,
    /// scrypt: N.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cost: Option<u64>,
    /// scrypt: r.
    #[serde(default, rename = "blockSize", skip_serializing_if = "Option::is_none")]
    pub block_size: Option<u64>,
    /// scrypt: p.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parallelization: Option<u64>,
}

/// How a foreign hash was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Algorithm {
    /// A PHC string.
    Argon2,
    /// `$2a$` or `$2b$`.
    Bcrypt,
    /// A keyed digest.
    Hmac,
    /// `{scheme}base64` of RFC 2307 directories.
    Ldap,
    /// One round.
    Md4,
    /// One round.
    Md5,
    /// One round.
    Sha1,
    /// One round.
    Sha256,
    /// One round.
    Sha512,
    /// A PHC string `$pbkdf2-<digest>$i=…,l=…$salt$hash`.
    Pbkdf2,
    /// With the parameters beside it.
    Scrypt,
}

/// The hash itself.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HashValue {
    /// As text.
    pub value: String,
    /// How the text is to be read.
    #[serde(default)]
    pub encoding: Encoding,
    /// hmac: the digest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub digest: Option<DigestName>,
    /// hmac: the key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<Key>,
}

/// The key of a keyed digest.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Key {
    /// As text.
    pub value: String,
    /// How the text is to be read.
    #[serde(default)]
    pub encoding: Encoding,
}

/// What was added to the password.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Salt {
    /// As text.
    pub value: String,
    /// How the text is to be read.
    #[serde(default)]
    pub encoding: Encoding,
    /// Where it was added.
    #[serde(default)]
    pub position: Position,
}

/// Where a salt stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Position {
    /// Before the password.
    #[default]
    Prefix,
    /// Behind the password.
    Suffix,
}

/// How bytes are written as text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Encoding {
    /// base64, in either alphabet, with or without padding.
    Base64,
    /// Hexadecimal.
    Hex,
    /// The text's own bytes.
    #[default]
    Utf8,
}

/// How a password was written down.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PasswordEncoding {
    /// The encoding.
    #[serde(default)]
    pub encoding: TextEncoding,
}

/// How text becomes bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TextEncoding {
    /// Seven bits a character.
    Ascii,
    /// UTF-8.
    #[default]
    Utf8,
    /// UTF-16, little endian.
    Utf16le,
    /// The same.
    Ucs2,
    /// ISO 8859-1.
    Latin1,
    /// The same.
    Binary,
}

/// A digest of a keyed or repeated one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DigestName {
    /// MD4.
    Md4,
    /// MD5.
    Md5,
    /// SHA-1.
    Sha1,
    /// SHA-224.
    Sha224,
    /// SHA-256.
    Sha256,
    /// SHA-384.
    Sha384,
    /// SHA-512.
    Sha512,
}
