//! JSON object signing and encryption on aws-lc-rs: keys, JWK sets, JWS and JWE.
//!
//! A key is parsed once, when it is loaded, and every later signature or verification reuses it. `alg: none` has no
//! representation here, and a key refuses an algorithm of another family, so that a token can't choose how it is
//! verified (RFC 8725 §3.1).

mod algorithm;
mod base64url;
pub mod certificate;
mod der;
mod distinguished_name;
mod error;
mod json;
pub mod jwe;
mod jwk;
pub mod jws;
mod key;
mod public_key;

pub use algorithm::{Algorithm, AsymmetricAlgorithm};
pub use distinguished_name::DistinguishedName;
pub use error::{Error, Result};
pub use jwe::ContentKey;
pub use jwk::{Jwk, JwkSet};
pub use jws::{Header, Signer, Unverified, Verified};
pub use key::{HmacKey, KeyKind, PrivateKey, PublicKey, VerificationKey};

#[cfg(test)]
type TestResult = std::result::Result<(), Box<dyn std::error::Error>>;
