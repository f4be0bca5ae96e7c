//! The JOSE signature algorithms (RFC 7518 §3.1, RFC 8037 §3.1).

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::Error;

/// A signature or MAC algorithm that Ostia verifies, named as in the `alg` header parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Algorithm {
    /// HMAC with SHA-256 (RFC 7518 §3.2).
    HS256,
    /// RSASSA-PKCS1-v1_5 with SHA-256 (RFC 7518 §3.3).
    RS256,
    /// RSASSA-PKCS1-v1_5 with SHA-384 (RFC 7518 §3.3).
    RS384,
    /// RSASSA-PKCS1-v1_5 with SHA-512 (RFC 7518 §3.3).
    RS512,
    /// RSASSA-PSS with SHA-256 and a salt of 32 bytes (RFC 7518 §3.5).
    PS256,
    /// RSASSA-PSS with SHA-384 and a salt of 48 bytes (RFC 7518 §3.5).
    PS384,
    /// ECDSA on P-256 with SHA-256 (RFC 7518 §3.4).
    ES256,
    /// ECDSA on P-384 with SHA-384 (RFC 7518 §3.4).
    ES384,
    /// `EdDSA` on Ed25519 (RFC 8037 §3.1).
    EdDSA,
}

impl Algorithm {
    /// Every algorithm, in the order of declaration.
    pub const ALL: [Self; 9] = [
        Self::HS256,
        Self::RS256,
        Self::RS384,
        Self::RS512,
        Self::PS256,
        Self::PS384,
        Self::ES256,
        Self::ES384,
        Self::EdDSA,
    ];

    /// The name in the JOSE registry.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::HS256 => "HS256",
            Self::RS256 => "RS256",
            Self::RS384 => "RS384",
            Self::RS512 => "RS512",
            Self::PS256 => "PS256",
            Self::PS384 => "PS384",
            Self::ES256 => "ES256",
            Self::ES384 => "ES384",
            Self::EdDSA => "EdDSA",
        }
    }
}

impl fmt::Display for Algorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Algorithm {
    type Err = Error;

    /// Names are case-sensitive (RFC 7515 §4.1.1).
    ///
    /// # Errors
    /// [`Error::UnsupportedAlgorithm`] for every other name, `none` included.
    fn from_str(name: &str) -> Result<Self, Error> {
        Self::ALL
            .into_iter()
            .find(|algorithm| algorithm.as_str() == name)
            .ok_or(Error::UnsupportedAlgorithm)
    }
}

/// An algorithm that the server signs with, using a private key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum AsymmetricAlgorithm {
    /// See [`Algorithm::RS256`].
    RS256,
    /// See [`Algorithm::RS512`].
    RS512,
    /// See [`Algorithm::PS256`].
    PS256,
    /// See [`Algorithm::ES256`].
    ES256,
    /// See [`Algorithm::EdDSA`].
    EdDSA,
}

impl AsymmetricAlgorithm {
    /// Every algorithm, in the order of declaration.
    pub const ALL: [Self; 5] = [
        Self::RS256,
        Self::RS512,
        Self::PS256,
        Self::ES256,
        Self::EdDSA,
    ];

    /// The name in the JOSE registry.
    pub fn as_str(self) -> &'static str {
        Algorithm::from(self).as_str()
    }
}

impl From<AsymmetricAlgorithm> for Algorithm {
    fn from(algorithm: AsymmetricAlgorithm) -> Self {
        match algorithm {
            AsymmetricAlgorithm::RS256 => Self::RS256,
            AsymmetricAlgorithm::RS512 => Self::RS512,
            AsymmetricAlgorithm::PS256 => Self::PS256,
            AsymmetricAlgorithm::ES256 => Self::ES256,
            AsymmetricAlgorithm::EdDSA => Self::EdDSA,
        }
    }
}

impl fmt::Display for AsymmetricAlgorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for AsymmetricAlgorithm {
    type Err = Error;

    /// Names are case-sensitive (RFC 7515 §4.1.1).
    ///
    /// # Errors
    /// [`Error::UnsupportedAlgorithm`] for a name that the server doesn't sign with.
    fn from_str(name: &str) -> Result<Self, Error> {
        Self::ALL
            .into_iter()
            .find(|algorithm| algorithm.as_str() == name)
            .ok_or(Error::UnsupportedAlgorithm)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::TestResult;

    #[test]
    fn names_round_trip_through_text_and_json() -> TestResult {
        for algorithm in Algorithm::ALL {
            let name = algorithm.to_string();
            assert_eq!(name.parse(), Ok(algorithm));
            assert_eq!(serde_json::to_string(&algorithm)?, format!("\"{name}\""));
        }
        for algorithm in AsymmetricAlgorithm::ALL {
            let name = algorithm.to_string();
            assert_eq!(name.parse(), Ok(algorithm));
            assert_eq!(name.parse(), Ok(Algorithm::from(algorithm)));
            assert_eq!(serde_json::to_string(&algorithm)?, format!("\"{name}\""));
        }
        Ok(())
    }

    #[test]
    fn other_names_are_refused() {
        for name in [
            "none", "None", "NONE", "", "hs256", "RS256 ", "RS1", "ES256K", "dir",
        ] {
            assert_eq!(
                name.parse::<Algorithm>(),
                Err(Error::UnsupportedAlgorithm),
                "{name}"
            );
        }
        assert_eq!(
            "HS256".parse::<AsymmetricAlgorithm>(),
            Err(Error::UnsupportedAlgorithm)
        );
    }
}
