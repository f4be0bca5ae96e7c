//! What was decided at `/authorize` (or by a password) and is acted on later: at the token endpoint, and at each refresh.

use ostia_protocol::auth0::ids::{ClientId, UserId};
use ostia_protocol::oauth::{CodeChallenge, Scope};
use serde::{Deserialize, Serialize};

/// A user lets a client act. It is stored with codes and refresh tokens, so members are only ever added.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Approval {
    /// The client that may act.
    pub client_id: ClientId,
    /// For whom.
    pub user_id: UserId,
    /// What was asked for and may be given; checked again against the API each time a token is made.
    pub scope: Scope,
    /// The API; `None` means `/userinfo` alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub audience: Option<String>,
    /// How the user proved who they are.
    pub authentication: Authentication,
    /// What a code may be exchanged with; absent in refresh tokens.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<CodeConditions>,
    /// The organization that the user logged in to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organization: Option<String>,
}

/// How and when a user proved who they are.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Authentication {
    /// When, in seconds since the epoch.
    pub at: i64,
    /// The browser session (`sid`); `None` where there is none, as with the password grant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session_id: Option<String>,
    /// The connection's name.
    pub connection: String,
    /// Whether ID tokens say when (`max_age` or `prompt=login` was asked for).
    #[serde(default)]
    pub tells_time: bool,
    /// Whether a password at the token endpoint began it: access tokens say so (`gty`).
    #[serde(default)]
    pub by_password_grant: bool,
    /// What ID tokens say of a second factor that was proved at our pages.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub second_factor: Option<SecondFactorClaims>,
}

/// `amr` and `acr` of a login with a second factor.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecondFactorClaims {
    /// The policy that the request asked for and that the login satisfies.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub acr: Option<String>,
}

/// What the exchange of a code must match.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CodeConditions {
    /// The redirect URI that the code was sent to.
    pub redirect_uri: String,
    /// Whether the request named it, so that the exchange must too (RFC 6749 §4.1.3).
    pub redirect_uri_was_sent: bool,
    /// The PKCE challenge.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub challenge: Option<CodeChallenge>,
    /// Goes into the ID token.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nonce: Option<String>,
}
