//! Proof Key for Code Exchange (RFC 7636).

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use super::{Error, parsed_wire_names};

parsed_wire_names! {
    "code challenge method",
    /// How the challenge follows from the verifier (RFC 7636 §4.2).
    pub enum ChallengeMethod {
        /// `BASE64URL(SHA256(verifier))`.
        S256 = "S256",
        /// The verifier itself.
        Plain = "plain",
    }
}

/// What the client sent to `/authorize`, to be answered by a verifier at the token endpoint.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CodeChallenge {
    challenge: String,
    method: ChallengeMethod,
}

impl CodeChallenge {
    /// Reads `code_challenge` and `code_challenge_method`, which is `plain` when absent (RFC 7636 §4.3).
    ///
    /// # Errors
    /// `invalid_request` naming the parameter whose form is wrong.
    pub fn parse(challenge: &str, method: Option<&str>) -> Result<Self, Error> {
        let method = match method {
            None => ChallengeMethod::Plain,
            Some(name) => name
                .parse()
                .map_err(|why| Error::invalid_parameter("code_challenge_method", why))?,
        };
        let well_formed = match method {
            ChallengeMethod::S256 => URL_SAFE_NO_PAD
                .decode(challenge)
                .is_ok_and(|digest| digest.len() == 32),
            ChallengeMethod::Plain => is_verifier(challenge),
        };
        if !well_formed {
            return Err(Error::invalid_parameter(
                "code_challenge",
                format!("is not a challenge of method {method}"),
            ));
        }
        Ok(Self {
            challenge: challenge.to_owned(),
            method,
        })
    }

    /// How the verifier is compared.
    pub const fn method(&self) -> ChallengeMethod {
        self.method
    }

    /// Whether this verifier answers the challenge (RFC 7636 §4.6); takes the same time for all of one length.
    pub fn verifies(&self, verifier: &str) -> bool {
        if !is_verifier(verifier) {
            return false;
        }
        let answer = match self.method {
            ChallengeMethod::S256 => URL_SAFE_NO_PAD.encode(Sha256::digest(verifier)),
            ChallengeMethod::Plain => verifier.to_owned(),
        };
        answer.as_bytes().ct_eq(self.challenge.as_bytes()).into()
    }
}

/// 43 to 128 unreserved characters (RFC 7636 §4.1).
fn is_verifier(text: &str) -> bool {
    let unreserved = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    (43..=128).contains(&text.len()) && text.bytes().all(unreserved)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 7636 Appendix B.
    const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    #[test]
    fn the_vector_of_the_rfc() {
        let challenge = CodeChallenge::parse(CHALLENGE, Some("S256")).unwrap();
        assert!(challenge.verifies(VERIFIER));
        assert!(!challenge.verifies(CHALLENGE));
        assert!(!challenge.verifies(&VERIFIER.to_lowercase()));
        assert!(!challenge.verifies(""));
    }

    #[test]
    fn plain_is_the_default() {
        let challenge = CodeChallenge::parse(VERIFIER, None).unwrap();
        assert_eq!(challenge.method(), ChallengeMethod::Plain);
        assert!(challenge.verifies(VERIFIER));
        assert!(!challenge.verifies(CHALLENGE));
    }

    #[test]
    fn malformed_challenges_are_refused() {
        let long = "a".repeat(129);
        let table = [
            ("", Some("plain")),
            (&VERIFIER[1..], None),
            (&long, None),
            ("dBjftJeZ4CVP mB92K27uhbUJU1p1r_wW1gFWFOEjXk", None),
            (&CHALLENGE[1..], Some("S256")),
            (&long[..44], Some("S256")),
            ("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw+cM", Some("S256")),
            (CHALLENGE, Some("s256")),
            (CHALLENGE, Some("S512")),
        ];
        for (challenge, method) in table {
            assert!(
                CodeChallenge::parse(challenge, method).is_err(),
                "{challenge} {method:?}"
            );
        }
    }
}
