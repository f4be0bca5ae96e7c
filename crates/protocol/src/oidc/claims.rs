//! What tokens say (OIDC Core §2, RFC 9068 §2.2, reference §4).

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use sha2::{Sha256, Sha384, Sha512};

use crate::oauth::{Scope, parsed_wire_names};

/// The claims of an ID token; members without a value are left out.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct IdTokenClaims {
    /// What the scope opens, and what actions added.
    #[serde(flatten)]
    pub extra: ExtraClaims,
    /// The issuer, with its trailing slash.
    pub iss: String,
    /// The user's id.
    pub sub: String,
    /// The client's id.
    pub aud: String,
    /// Seconds since the epoch.
    pub iat: i64,
    /// Seconds since the epoch.
    pub exp: i64,
    /// The session's id, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sid: Option<String>,
    /// As sent to `/authorize`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nonce: Option<String>,
    /// When the user authenticated, in seconds since the epoch.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub auth_time: Option<i64>,
    /// [`half_hash`] of the access token beside it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at_hash: Option<String>,
    /// [`half_hash`] of the code beside it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub c_hash: Option<String>,
    /// The policy that was satisfied.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub acr: Option<String>,
    /// `mfa` after a second factor.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub amr: Vec<String>,
    /// The organization's id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub org_id: Option<String>,
    /// Its name in lower case, where the tenant wants it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub org_name: Option<String>,
}

/// The claims of an access token that is a JWT; members without a value are left out.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AccessTokenClaims {
    /// What actions added.
    #[serde(flatten)]
    pub extra: ExtraClaims,
    /// The issuer, with its trailing slash.
    pub iss: String,
    /// The user's id, or `{client_id}@clients`.
    pub sub: String,
    /// The API, and `/userinfo` where `openid` was granted.
    pub aud: Audience,
    /// Seconds since the epoch.
    pub iat: i64,
    /// Seconds since the epoch.
    pub exp: i64,
    /// What was granted; left out when empty.
    #[serde(skip_serializing_if = "Scope::is_empty")]
    pub scope: Scope,
    /// What the API's dialect says about the client.
    #[serde(flatten)]
    pub client: ClientClaims,
    /// The organization's id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub org_id: Option<String>,
    /// Its name in lower case, where the tenant wants it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub org_name: Option<String>,
    /// The user's permissions, in the dialects that carry them; see [`TokenDialect::has_permissions`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub permissions: Option<Vec<String>>,
    /// What it is bound to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cnf: Option<Confirmation>,
}

/// What the bearer of a token must have besides (RFC 7800 §3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Confirmation {
    /// The thumbprint of a TLS client certificate (RFC 8705 §3.1).
    #[serde(rename = "x5t#S256", default, skip_serializing_if = "Option::is_none")]
    pub certificate_thumbprint: Option<String>,
}

/// How an access token names its client; the two forms don't mix (reference §4.2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum ClientClaims {
    /// Upstream's own form.
    Auth0 {
        /// How it was got, for the grants that are told apart: `client-credentials`, `password`.
        #[serde(skip_serializing_if = "Option::is_none")]
        gty: Option<&'static str>,
        /// The client's id.
        azp: String,
    },
    /// RFC 9068 §2.2.
    Rfc9068 {
        /// The token's own id.
        jti: String,
        /// The client's id.
        client_id: String,
    },
}

parsed_wire_names! {
    "token dialect",
    /// The form of an API's access tokens: its `token_dialect`.
    pub enum TokenDialect {
        /// Upstream's own form.
        AccessToken = "access_token",
        /// The same with permissions.
        AccessTokenAuthz = "access_token_authz",
        /// RFC 9068.
        Rfc9068Profile = "rfc9068_profile",
        /// The same with permissions.
        Rfc9068ProfileAuthz = "rfc9068_profile_authz",
    }
}

impl TokenDialect {
    /// Whether tokens carry `permissions`; this needs the API's `enforce_policies`.
    pub const fn has_permissions(self) -> bool {
        matches!(self, Self::AccessTokenAuthz | Self::Rfc9068ProfileAuthz)
    }

    /// Whether tokens carry `jti` and `client_id` rather than `azp` and `gty`.
    pub const fn is_rfc9068(self) -> bool {
        matches!(self, Self::Rfc9068Profile | Self::Rfc9068ProfileAuthz)
    }

    /// The header's `typ`.
    pub const fn header_type(self) -> &'static str {
        if self.is_rfc9068() { "at+jwt" } else { "JWT" }
    }
}

/// One audience as a string, several as an array (RFC 7519 §4.1.3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Audience {
    /// A string.
    One(String),
    /// An array.
    Many(Vec<String>),
}

impl Audience {
    /// Whether this audience is meant.
    pub fn contains(&self, audience: &str) -> bool {
        match self {
            Self::One(one) => one == audience,
            Self::Many(many) => many.iter().any(|one| one == audience),
        }
    }
}

/// The claims of an access token that was presented to this server, in either dialect.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct PresentedAccessToken {
    /// The issuer.
    pub iss: String,
    /// The user's id, or `{client_id}@clients`.
    pub sub: String,
    /// Whom it is meant for.
    pub aud: Audience,
    /// Seconds since the epoch.
    pub iat: i64,
    /// Seconds since the epoch.
    pub exp: i64,
    /// What was granted.
    #[serde(default)]
    pub scope: Scope,
    /// The client's id: `azp` or `client_id`.
    #[serde(alias = "azp")]
    pub client_id: String,
    /// How it was got, in upstream's dialect.
    #[serde(default)]
    pub gty: Option<String>,
    /// The organization's id.
    #[serde(default)]
    pub org_id: Option<String>,
    /// The user's permissions.
    #[serde(default)]
    pub permissions: Vec<String>,
    /// What the bearer must have besides.
    #[serde(default)]
    pub cnf: Option<Confirmation>,
}

/// Claims that are not the server's own to make. A reserved name can't get in (reference §4.4).
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[serde(transparent)]
pub struct ExtraClaims(Map<String, Value>);

impl ExtraClaims {
    /// Adds or replaces a claim; `false` if its name is reserved and nothing was done.
    pub fn insert(&mut self, name: impl Into<String>, value: Value) -> bool {
        let name = name.into();
        let open = !is_reserved(&name);
        if open {
            self.0.insert(name, value);
        }
        open
    }

    /// The claims.
    pub const fn as_map(&self) -> &Map<String, Value> {
        &self.0
    }
}

impl From<Map<String, Value>> for ExtraClaims {
    /// Drops reserved names silently, as upstream does.
    fn from(claims: Map<String, Value>) -> Self {
        Self(
            claims
                .into_iter()
                .filter(|(name, _)| !is_reserved(name))
                .collect(),
        )
    }
}

/// Whether a claim is the server's alone to set (reference §4.4).
pub fn is_reserved(name: &str) -> bool {
    RESERVED.contains(&name) || name.starts_with("sip_") || name.starts_with("urn:auth0")
}

/// Upstream's list and, at its end, what this server writes into tokens besides.
const RESERVED: &[&str] = &[
    "acr",
    "act",
    "active",
    "amr",
    "at_hash",
    "ath",
    "attest",
    "aud",
    "auth_time",
    "authorization_details",
    "azp",
    "c_hash",
    "client_id",
    "cnf",
    "cty",
    "dest",
    "entitlements",
    "events",
    "exp",
    "groups",
    "gty",
    "htm",
    "htu",
    "iat",
    "internalService",
    "iss",
    "jcard",
    "jku",
    "jti",
    "jwe",
    "jwk",
    "kid",
    "may_act",
    "mky",
    "nbf",
    "nonce",
    "object_id",
    "org_id",
    "org_name",
    "orig",
    "origid",
    "permissions",
    "roles",
    "rph",
    "s_hash",
    "sid",
    "sub_jwk",
    "toe",
    "txn",
    "typ",
    "uuid",
    "vot",
    "vtm",
    "x5t#S256", // end of upstream's list
    "scope",
    "session_expiry",
    "sub",
];

/// The hash function inside a JWS algorithm.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Digest {
    /// `RS256`, `PS256`, `ES256`, `HS256`.
    Sha256,
    /// `RS384` and its like.
    Sha384,
    /// `RS512` and its like, and `EdDSA` with Ed25519.
    Sha512,
}

impl Digest {
    /// The hash function of an `alg` (RFC 7518 §3.1); nothing for one that has none.
    pub fn of_algorithm(alg: &str) -> Option<Self> {
        match alg {
            "EdDSA" | "Ed25519" => Some(Self::Sha512),
            _ if alg.ends_with("256") => Some(Self::Sha256),
            _ if alg.ends_with("384") => Some(Self::Sha384),
            _ if alg.ends_with("512") => Some(Self::Sha512),
            _ => None,
        }
    }
}

/// `at_hash` of an access token or `c_hash` of a code: the left half of its hash (OIDC Core §3.3.2.11).
pub fn half_hash(value: &str, digest: Digest) -> String {
    use sha2::Digest as _;
    match digest {
        Digest::Sha256 => URL_SAFE_NO_PAD.encode(&Sha256::digest(value)[..16]),
        Digest::Sha384 => URL_SAFE_NO_PAD.encode(&Sha384::digest(value)[..24]),
        Digest::Sha512 => URL_SAFE_NO_PAD.encode(&Sha512::digest(value)[..32]),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn access_token(client: ClientClaims) -> AccessTokenClaims {
        AccessTokenClaims {
            iss: "https://tenant.example/".into(),
            sub: "abc@clients".into(),
            aud: Audience::One("urn:api".into()),
            iat: 1,
            exp: 2,
            scope: Scope::parse("read:x").unwrap(),
            client,
            org_id: None,
            org_name: None,
            permissions: None,
            cnf: None,
            extra: ExtraClaims::default(),
        }
    }

    #[test]
    fn access_tokens_speak_two_dialects() {
        let auth0 = access_token(ClientClaims::Auth0 {
            gty: Some("client-credentials"),
            azp: "abc".into(),
        });
        let common = json!({
            "iss": "https://tenant.example/", "sub": "abc@clients", "aud": "urn:api", "iat": 1, "exp": 2,
            "scope": "read:x"
        });
        let with = |more: Value| {
            let mut all = common.clone();
            all.as_object_mut()
                .unwrap()
                .extend(more.as_object().unwrap().clone());
            all
        };
        assert_eq!(
            serde_json::to_value(&auth0).unwrap(),
            with(json!({"gty": "client-credentials", "azp": "abc"}))
        );
        let rfc9068 = access_token(ClientClaims::Rfc9068 {
            jti: "j".into(),
            client_id: "abc".into(),
        });
        assert_eq!(
            serde_json::to_value(&rfc9068).unwrap(),
            with(json!({"jti": "j", "client_id": "abc"}))
        );
        for claims in [auth0, rfc9068] {
            let json = serde_json::to_string(&claims).unwrap();
            let presented: PresentedAccessToken = serde_json::from_str(&json).unwrap();
            assert_eq!(presented.client_id, "abc");
            assert!(presented.aud.contains("urn:api"));
        }
    }

    #[test]
    fn reserved_names_never_get_in() {
        let claims = json!({"email": "a@b.example", "https://x.example/role": 1, "iss": "evil", "sip_from": 1, "sub": "x"});
        let extra = ExtraClaims::from(claims.as_object().unwrap().clone());
        assert_eq!(
            serde_json::to_value(&extra).unwrap(),
            json!({"email": "a@b.example", "https://x.example/role": 1})
        );
        let mut extra = extra;
        assert!(!extra.insert("exp", json!(0)));
        assert!(extra.insert("favorite_color", json!("blue")));
    }

    #[test]
    fn dialects_have_their_header() {
        assert_eq!(TokenDialect::AccessTokenAuthz.header_type(), "JWT");
        assert_eq!(TokenDialect::Rfc9068ProfileAuthz.header_type(), "at+jwt");
        assert!(!TokenDialect::Rfc9068Profile.has_permissions());
    }

    /// OIDC Core Appendix A.4 (`c_hash`) and A.3 (`at_hash`).
    #[test]
    fn half_hashes_of_the_specification() {
        let code = "Qcb0Orv1zh30vL1MPRsbm-diHiMwcLyZvn1arpZv-Jxf_11jnpEX3Tgfvk";
        let token = "jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y";
        assert_eq!(half_hash(code, Digest::Sha256), "LDktKdoQak3Pk0cnXxCltA");
        assert_eq!(half_hash(token, Digest::Sha256), "77QmUPtjPfzWtF2AnpK9RQ");
        assert_eq!(Digest::of_algorithm("RS512"), Some(Digest::Sha512));
        assert_eq!(Digest::of_algorithm("none"), None);
    }
}
