//! What the token endpoint answers on success (RFC 6749 §5.1).

use std::fmt;

use serde::Serialize;

use super::{Scope, parsed_wire_names};

parsed_wire_names! {
    "token type",
    /// How an access token is to be presented (RFC 6749 §7.1).
    pub enum TokenType {
        /// RFC 6750.
        Bearer = "Bearer",
        /// RFC 9449.
        Dpop = "DPoP",
    }
}

/// The success body; members without a value are left out. Its `Debug` shows no token.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct TokenResponse {
    /// The access token, a JWT or opaque.
    pub access_token: String,
    /// Present when `offline_access` was granted; on refresh only if it rotates.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refresh_token: Option<String>,
    /// Present when `openid` was granted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id_token: Option<String>,
    /// The recovery code that takes the place of the one that was just used.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recovery_code: Option<String>,
    /// What was granted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scope: Option<Scope>,
    /// Seconds from now until the access token expires.
    pub expires_in: u64,
    /// How to present the access token.
    pub token_type: TokenType,
}

impl fmt::Debug for TokenResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenResponse")
            .field("scope", &self.scope)
            .field("expires_in", &self.expires_in)
            .field("token_type", &self.token_type)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leaves_out_what_is_absent() {
        let response = TokenResponse {
            access_token: "at".into(),
            refresh_token: None,
            id_token: None,
            recovery_code: None,
            scope: None,
            expires_in: 86400,
            token_type: TokenType::Bearer,
        };
        assert_eq!(
            serde_json::to_string(&response).unwrap(),
            r#"{"access_token":"at","expires_in":86400,"token_type":"Bearer"}"#
        );
    }

    #[test]
    fn debug_shows_no_token() {
        let response = TokenResponse {
            access_token: "s3cret".into(),
            refresh_token: Some("s3cret".into()),
            id_token: Some("s3cret".into()),
            recovery_code: None,
            scope: None,
            expires_in: 1,
            token_type: TokenType::Bearer,
        };
        assert!(!format!("{response:?}").contains("s3cret"));
    }
}
