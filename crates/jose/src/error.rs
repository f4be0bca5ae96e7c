//! What can go wrong with a key or a token; no variant carries key material or token content.

/// The result of every fallible operation of this crate.
pub type Result<T> = std::result::Result<T, Error>;

/// Why a key or a token was refused.
///
/// The texts are for logs. They name the rule that was broken and never quote the input.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The token isn't a well-formed compact serialization (RFC 7515 §7.1, RFC 7516 §7.1).
    #[error("malformed token: {0}")]
    MalformedToken(&'static str),
    /// The token or the encoded key is longer than the caller or this crate accepts.
    #[error("the input exceeds the accepted length")]
    TooLong,
    /// `alg` or `enc` names an algorithm that this crate doesn't implement; `none` is one of them.
    #[error("unsupported algorithm")]
    UnsupportedAlgorithm,
    /// The token's algorithm isn't among those that the caller accepts (RFC 8725 §3.1).
    #[error("the token's algorithm is not allowed here")]
    AlgorithmNotAllowed,
    /// The key's type can't be used with the algorithm (RFC 8725 §3.2).
    #[error("the key can't be used with this algorithm")]
    KeyMismatch,
    /// The signature or MAC doesn't belong to the token and the key.
    #[error("invalid signature")]
    InvalidSignature,
    /// The ciphertext, its header or its tag was not made with this key (RFC 7516 §5.2).
    #[error("decryption failed")]
    DecryptionFailed,
    /// The key's encoding is malformed, or the key is weaker than this crate accepts.
    #[error("invalid key: {0}")]
    InvalidKey(&'static str),
    /// The payload isn't the JSON document that the caller expects.
    #[error("the payload is not the expected JSON")]
    InvalidClaims,
    /// The caller's claims or header have no JSON form.
    #[error("the claims can't be written as JSON")]
    UnserializableClaims,
    /// A certificate can't be made from the given name and dates.
    #[error("the certificate could not be made")]
    InvalidCertificate,
    /// The cryptographic library reported a failure of its own, such as a lack of entropy.
    #[error("a cryptographic operation failed")]
    CryptographyFailed,
}
