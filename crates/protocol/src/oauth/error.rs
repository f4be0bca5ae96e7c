//! What an OAuth endpoint refuses with; upstream's wordings are constructors beside each other.

use std::borrow::Cow;
use std::fmt;

use serde::Serialize;

use super::{ErrorCode, GrantType};

/// A refusal: what the wire says, what the log says, and never the one in the other.
///
/// Serialises to `{error, error_description, error_uri}`; members without a value are left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Error {
    /// The status with which upstream's token-style endpoints answer. `/authorize` ignores it.
    #[serde(skip)]
    pub status: u16,
    /// The `error` member.
    #[serde(rename = "error")]
    pub code: ErrorCode,
    /// The `error_description` member. SDKs compare some of them byte for byte.
    #[serde(rename = "error_description", skip_serializing_if = "Option::is_none")]
    pub description: Option<Cow<'static, str>>,
    /// The `error_uri` member.
    #[serde(rename = "error_uri", skip_serializing_if = "Option::is_none")]
    pub uri: Option<&'static str>,
    /// What a login that waits for a second factor goes on with.
    #[serde(flatten)]
    pub second_factor: Option<Box<SecondFactorRequired>>,
    /// Which rule refused and why, for the log. Never serialised.
    #[serde(skip)]
    pub detail: Option<String>,
}

/// What `mfa_required` carries beside its words (reference/authentication.md §3.7). Its `Debug` shows no token.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct SecondFactorRequired {
    /// What the next requests present.
    pub mfa_token: String,
    /// What the user has or could enrol; only for tenants that ask for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mfa_requirements: Option<serde_json::Value>,
}

impl fmt::Debug for SecondFactorRequired {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SecondFactorRequired")
            .field("mfa_requirements", &self.mfa_requirements)
            .finish_non_exhaustive()
    }
}

impl std::error::Error for Error {}

impl fmt::Display for Error {
    /// The code and the description: what the wire may know.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.description {
            Some(description) => write!(f, "{}: {description}", self.code),
            None => f.write_str(self.code.as_str()),
        }
    }
}

impl Error {
    /// An error without words.
    pub const fn new(status: u16, code: ErrorCode) -> Self {
        Self {
            status,
            code,
            description: None,
            uri: None,
            second_factor: None,
            detail: None,
        }
    }

    /// The same error with this `error_description`.
    #[must_use]
    pub fn describe(mut self, description: impl Into<Cow<'static, str>>) -> Self {
        self.description = Some(description.into());
        self
    }

    /// The same error with an explanation for the log.
    #[must_use]
    pub fn with_detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = Some(detail.into());
        self
    }
}

/// Malformed requests.
impl Error {
    /// 400 `invalid_request` with words of the caller's.
    pub fn invalid_request(description: impl Into<Cow<'static, str>>) -> Self {
        Self::new(400, ErrorCode::InvalidRequest).describe(description)
    }

    /// A required parameter is absent or empty (RFC 6749 §3.1). Exact wording.
    pub fn missing_parameter(name: &str) -> Self {
        Self::invalid_request(format!("Missing required parameter: {}", echo(name)))
    }

    /// A parameter was sent more than once (RFC 6749 §3.1).
    pub fn repeated_parameter(name: &str) -> Self {
        Self::invalid_request(format!("Parameter sent more than once: {}", echo(name)))
    }

    /// A parameter's value can't be what it should be; `why` ends the sentence "it …".
    pub fn invalid_parameter(name: &str, why: impl fmt::Display) -> Self {
        Self::invalid_request(format!("Invalid parameter: {} {why}", echo(name)))
    }

    /// A known parameter that this client may not send (reference §1.6).
    pub fn parameter_not_allowed(name: &str) -> Self {
        Self::invalid_request(format!(
            "Parameter not allowed for this client: {}",
            echo(name)
        ))
    }

    /// 400 `invalid_scope` with words of the caller's.
    pub fn invalid_scope(description: impl Into<Cow<'static, str>>) -> Self {
        Self::new(400, ErrorCode::InvalidScope).describe(description)
    }

    /// `scope` came as another JSON type. Exact wording.
    pub fn scope_of_wrong_type() -> Self {
        Self::invalid_scope("Scope must be an array or a string")
    }

    /// Both kinds of refresh token were asked for. Exact wording.
    pub fn online_and_offline_access() -> Self {
        Self::invalid_request("Cannot request both online_access and offline_access scopes")
    }

    /// `resource` is no absolute URI without a fragment, or names nothing (RFC 8707 §2).
    pub fn invalid_target(description: impl Into<Cow<'static, str>>) -> Self {
        Self::new(400, ErrorCode::InvalidTarget).describe(description)
    }

    /// Client metadata that can't be registered (RFC 7591 §3.2.2).
    pub fn invalid_client_metadata(description: impl Into<Cow<'static, str>>) -> Self {
        Self::new(400, ErrorCode::InvalidClientMetadata).describe(description)
    }

    /// A redirect URI that can't be registered (RFC 7591 §3.2.2).
    pub fn invalid_redirect_uri(description: impl Into<Cow<'static, str>>) -> Self {
        Self::new(400, ErrorCode::InvalidRedirectUri).describe(description)
    }
}

/// Who the client is and what it may use.
impl Error {
    /// A wrong or missing client secret, or an unknown client. Exact wording.
    pub fn unauthorized() -> Self {
        Self::new(401, ErrorCode::AccessDenied).describe("Unauthorized")
    }

    /// Client authentication other than by secret failed (RFC 6749 §5.2).
    pub fn invalid_client(description: impl Into<Cow<'static, str>>) -> Self {
        Self::new(401, ErrorCode::InvalidClient).describe(description)
    }

    /// 403 `unauthorized_client` with words of the caller's.
    pub fn unauthorized_client(description: impl Into<Cow<'static, str>>) -> Self {
        Self::new(403, ErrorCode::UnauthorizedClient).describe(description)
    }

    /// The grant is not among the client's `grant_types`. Exact wording.
    pub fn grant_not_allowed(grant: GrantType) -> Self {
        Self {
            uri: Some("https://auth0.com/docs/clients/client-grant-types"),
            ..Self::unauthorized_client(format!("Grant type '{grant}' not allowed for the client."))
        }
    }

    /// A `grant_type` that is unknown or not served (RFC 6749 §5.2).
    pub fn unsupported_grant_type(grant_type: &str) -> Self {
        Self::new(400, ErrorCode::UnsupportedGrantType)
            .describe(format!("Unsupported grant type: {}", echo(grant_type)))
    }

    /// A `response_type` that is unknown or closed to this client (reference §3.1 gives the 501).
    pub fn unsupported_response_type(response_type: &str) -> Self {
        Self::new(501, ErrorCode::UnsupportedResponseType).describe(format!(
            "Unsupported response type: {}",
            echo(response_type)
        ))
    }

    /// The client has no connection to log in with. Exact wording.
    pub fn no_connections_enabled() -> Self {
        Self::invalid_request("no connections enabled for the client")
    }
}

/// What was presented as a proof.
impl Error {
    /// 403 `invalid_grant` with words of the caller's.
    pub fn invalid_grant(description: impl Into<Cow<'static, str>>) -> Self {
        Self::new(403, ErrorCode::InvalidGrant).describe(description)
    }

    /// A code that is unknown, used, expired or another client's. Exact wording.
    pub fn invalid_authorization_code() -> Self {
        Self::invalid_grant("Invalid authorization code")
    }

    /// `code_verifier` is absent, malformed or wrong (RFC 7636 §4.6). Exact wording.
    pub fn code_verifier_mismatch() -> Self {
        Self::invalid_grant("Failed to verify code verifier")
    }

    /// The code was issued to another redirect URI. Exact wording.
    pub fn wrong_redirect_uri(sent: &str, expected: &str) -> Self {
        Self::unauthorized_client(format!(
            "The redirect URI is wrong. You sent {}, and we expected {}",
            echo(sent),
            echo(expected)
        ))
    }

    /// A refresh token that is unknown, revoked, expired, reused or another client's. Exact wording.
    pub fn unknown_refresh_token() -> Self {
        Self::invalid_grant("Unknown or invalid refresh token.")
    }

    /// The refresh token's user was deleted. Exact wording.
    pub fn refresh_token_user_gone() -> Self {
        Self::invalid_grant("The refresh_token was generated for a user who doesn't exist anymore.")
    }

    /// Wrong user name or password. Exact wording.
    pub fn wrong_email_or_password() -> Self {
        Self::invalid_grant("Wrong email or password.")
    }

    /// A code that was sent by e-mail is wrong. Exact wording.
    pub fn wrong_email_or_code() -> Self {
        Self::invalid_grant("Wrong email or verification code.")
    }

    /// A code that was sent by text message is wrong. Exact wording.
    pub fn wrong_phone_number_or_code() -> Self {
        Self::invalid_grant("Wrong phone number or verification code.")
    }

    /// The user is blocked. Lock and spa-js look for these words.
    pub fn user_blocked() -> Self {
        Self::new(403, ErrorCode::Unauthorized).describe("user is blocked")
    }

    /// A bearer token that is absent, malformed, expired or meant for another API (RFC 6750 §3.1).
    pub fn invalid_token(description: impl Into<Cow<'static, str>>) -> Self {
        Self::new(401, ErrorCode::InvalidToken).describe(description)
    }

    /// A bearer token that lacks a scope (RFC 6750 §3.1).
    pub fn insufficient_scope(description: impl Into<Cow<'static, str>>) -> Self {
        Self::new(403, ErrorCode::InsufficientScope).describe(description)
    }
}

/// Which API was asked for.
impl Error {
    /// 403 `access_denied` with words of the caller's, such as an action's.
    pub fn access_denied(description: impl Into<Cow<'static, str>>) -> Self {
        Self::new(403, ErrorCode::AccessDenied).describe(description)
    }

    /// No API has this identifier. Exact wording.
    pub fn service_not_found(audience: &str) -> Self {
        Self::access_denied(format!("Service not found: {}", echo(audience)))
    }

    /// The client has no client grant for this API. Exact wording.
    pub fn no_client_grant(audience: &str) -> Self {
        Self::access_denied(format!(
            "Client is not authorized to access \"{}\". You need to create a \"client-grant\" associated to \
             this API. See: https://auth0.com/docs/api/v2#!/Client_Grants/post_client_grants",
            echo(audience)
        ))
    }

    /// `password` without a realm, and the tenant has no `default_directory`. Exact wording.
    pub fn no_default_connection() -> Self {
        Self::new(500, ErrorCode::ServerError)
            .describe("Authorization server not configured with default connection.")
    }
}

/// What the user must do, or did (OIDC Core §3.1.2.6).
impl Error {
    /// `prompt=none` and nobody is logged in. Exact wording.
    pub fn login_required() -> Self {
        Self::new(403, ErrorCode::LoginRequired).describe("Login required")
    }

    /// `prompt=none` and the user has not consented. Exact wording.
    pub fn consent_required() -> Self {
        Self::new(403, ErrorCode::ConsentRequired).describe("Consent required")
    }

    /// `prompt=none` and a page outside must be visited.
    pub fn interaction_required() -> Self {
        Self::new(403, ErrorCode::InteractionRequired).describe("External interaction required")
    }

    /// `prompt=none` and a second factor is due: spa-js knows it by these words under `login_required`.
    pub fn multifactor_login_required() -> Self {
        Self::new(403, ErrorCode::LoginRequired).describe(MULTIFACTOR_REQUIRED)
    }

    /// A second factor is due at the token endpoint. The body also needs `mfa_token`. Exact wording.
    pub fn mfa_required(second_factor: SecondFactorRequired) -> Self {
        Self {
            second_factor: Some(Box::new(second_factor)),
            ..Self::new(403, ErrorCode::MfaRequired).describe(MULTIFACTOR_REQUIRED)
        }
    }

    /// An MFA token that is unknown, used or another client's. Exact wording, without a full stop.
    pub fn malformed_mfa_token() -> Self {
        Self::invalid_grant("Malformed mfa_token")
    }

    /// An MFA token that was good once. Exact wording, without a full stop.
    pub fn mfa_token_expired() -> Self {
        Self::new(403, ErrorCode::ExpiredToken).describe("mfa_token is expired")
    }

    /// A code of an authenticator app that is wrong or was used. Exact wording.
    pub fn invalid_otp_code() -> Self {
        Self::invalid_grant("Invalid otp_code.")
    }

    /// A code that was sent, and is wrong or was used. Exact wording.
    pub fn invalid_binding_code() -> Self {
        Self::invalid_grant("Invalid binding_code.")
    }

    /// A recovery code that is wrong or was used (text unconfirmed upstream).
    pub fn invalid_recovery_code() -> Self {
        Self::invalid_grant("Invalid recovery code.")
    }

    /// Too many wrong codes of one user.
    pub fn too_many_codes() -> Self {
        Self::new(429, ErrorCode::TooManyAttempts)
            .describe("Too many wrong codes. Wait a few minutes, then try again.")
    }

    /// The user has none of the factors that a challenge was asked for.
    pub fn unsupported_challenge_type() -> Self {
        Self::new(400, ErrorCode::UnsupportedChallengeType)
            .describe("User does not have any authenticators of the requested types")
    }

    /// The user has no factor at all.
    pub fn association_required() -> Self {
        Self::new(400, ErrorCode::AssociationRequired)
            .describe("User is not enrolled. You can use /mfa/associate endpoint to enroll the first authenticator.")
    }

    /// An MFA token alone enrols only the first factor. Exact wording.
    pub fn already_enrolled() -> Self {
        Self::access_denied("User is already enrolled")
    }

    /// The user said no. Exact wording.
    pub fn user_denied() -> Self {
        Self::access_denied("User did not authorize the request")
    }
}

/// The device flow (reference §3.5).
impl Error {
    /// Nobody has answered the device yet. Exact wording.
    pub fn authorization_pending() -> Self {
        Self::new(403, ErrorCode::AuthorizationPending)
            .describe("User has yet to authorize device code.")
    }

    /// The device asks more often than every `n` seconds. Exact wording.
    pub fn slow_down(n: i64) -> Self {
        let text = format!("You are polling faster than the specified interval of {n} seconds.");
        Self::new(429, ErrorCode::SlowDown).describe(text)
    }

    /// Nobody answered in time; said once.
    pub fn device_code_expired() -> Self {
        Self::new(403, ErrorCode::ExpiredToken).describe("Expired device code.")
    }

    /// There is no such code, or not any more.
    pub fn invalid_device_code() -> Self {
        Self::invalid_grant("Invalid or expired device code.")
    }
}

/// Organizations (reference §3.2). All exact wordings.
impl Error {
    /// The client's `organization_usage` is `require`.
    pub fn organization_required() -> Self {
        Self::invalid_request("parameter organization is required for this client")
    }

    /// The client's `organization_usage` is `deny`.
    pub fn organization_not_allowed() -> Self {
        Self::invalid_request("parameter organization is not allowed for this client")
    }

    /// No such organization, or it is closed to this client.
    pub fn organization_invalid(organization: &str) -> Self {
        Self::invalid_request(format!(
            "parameter organization is invalid: {}",
            echo(organization)
        ))
    }

    /// The user does not belong to the organization.
    pub fn not_a_member(user_id: &str, organization: &str) -> Self {
        Self::access_denied(format!(
            "user {} is not part of the {} organization",
            echo(user_id),
            echo(organization)
        ))
    }
}

/// The server's own state.
impl Error {
    /// The tenant or the operator has turned this endpoint off.
    pub fn endpoint_disabled() -> Self {
        Self::new(404, ErrorCode::EndpointDisabled).describe("This endpoint is disabled")
    }

    /// The endpoint exists, not with this method.
    pub fn method_not_allowed() -> Self {
        Self::new(405, ErrorCode::MethodNotAllowed).describe("Method not allowed")
    }

    /// A rate limit.
    pub fn too_many_requests() -> Self {
        Self::new(429, ErrorCode::TooManyRequests).describe("Too many requests")
    }

    /// The machine-to-machine quota is used up. Exact wording.
    pub fn client_quota_exceeded() -> Self {
        Self::new(429, ErrorCode::TooManyRequests).describe("Client quota exceeded")
    }

    /// Something broke; what, stands in the log.
    pub fn server_error() -> Self {
        Self::new(500, ErrorCode::ServerError).describe("Internal error")
    }

    /// Overloaded or in maintenance; the same request may succeed later.
    pub fn temporarily_unavailable() -> Self {
        Self::new(503, ErrorCode::TemporarilyUnavailable).describe("Try again later")
    }
}

const MULTIFACTOR_REQUIRED: &str = "Multifactor authentication required";

/// The longest piece of a request that an answer repeats, in characters.
const ECHO_LIMIT: usize = 256;

/// A piece of the request that is safe to repeat: bounded and free of control characters.
fn echo(text: &str) -> String {
    text.chars()
        .take(ECHO_LIMIT)
        .map(|c| if c.is_control() { '?' } else { c })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wire_never_sees_the_detail() {
        let error = Error::unauthorized().with_detail("client abc has another secret");
        assert_eq!(
            serde_json::to_string(&error).unwrap(),
            r#"{"error":"access_denied","error_description":"Unauthorized"}"#
        );
        assert!(!error.to_string().contains("abc"));
    }

    #[test]
    fn a_refused_grant_links_to_its_page() {
        assert_eq!(
            serde_json::to_string(&Error::grant_not_allowed(GrantType::Implicit)).unwrap(),
            r#"{"error":"unauthorized_client","error_description":"Grant type 'implicit' not allowed for the client.","error_uri":"https://auth0.com/docs/clients/client-grant-types"}"#
        );
    }

    #[test]
    fn wordings_that_sdks_compare() {
        let table = [
            (
                Error::wrong_email_or_password(),
                403,
                "invalid_grant: Wrong email or password.",
            ),
            (
                Error::unknown_refresh_token(),
                403,
                "invalid_grant: Unknown or invalid refresh token.",
            ),
            (
                Error::refresh_token_user_gone(),
                403,
                "invalid_grant: The refresh_token was generated for a user who doesn't exist anymore.",
            ),
            (
                Error::mfa_required(SecondFactorRequired {
                    mfa_token: "token".to_owned(),
                    mfa_requirements: None,
                }),
                403,
                "mfa_required: Multifactor authentication required",
            ),
            (
                Error::multifactor_login_required(),
                403,
                "login_required: Multifactor authentication required",
            ),
            (
                Error::login_required(),
                403,
                "login_required: Login required",
            ),
            (
                Error::consent_required(),
                403,
                "consent_required: Consent required",
            ),
            (
                Error::invalid_authorization_code(),
                403,
                "invalid_grant: Invalid authorization code",
            ),
            (
                Error::code_verifier_mismatch(),
                403,
                "invalid_grant: Failed to verify code verifier",
            ),
            (Error::user_blocked(), 403, "unauthorized: user is blocked"),
            (
                Error::missing_parameter("code"),
                400,
                "invalid_request: Missing required parameter: code",
            ),
            (
                Error::service_not_found("urn:x"),
                403,
                "access_denied: Service not found: urn:x",
            ),
            (
                Error::wrong_redirect_uri("https://a", "https://b"),
                403,
                "unauthorized_client: The redirect URI is wrong. You sent https://a, and we expected https://b",
            ),
            (
                Error::no_client_grant("urn:x"),
                403,
                "access_denied: Client is not authorized to access \"urn:x\". You need to create a \
                 \"client-grant\" associated to this API. See: \
                 https://auth0.com/docs/api/v2#!/Client_Grants/post_client_grants",
            ),
            (
                Error::no_default_connection(),
                500,
                "server_error: Authorization server not configured with default connection.",
            ),
            (
                Error::no_connections_enabled(),
                400,
                "invalid_request: no connections enabled for the client",
            ),
            (
                Error::user_denied(),
                403,
                "access_denied: User did not authorize the request",
            ),
        ];
        for (error, status, words) in table {
            assert_eq!((error.status, error.to_string().as_str()), (status, words));
        }
    }

    #[test]
    fn what_is_echoed_is_bounded_and_printable() {
        let error = Error::service_not_found(&format!("a\r\nb{}", "x".repeat(5000)));
        let description = error.description.unwrap();
        assert!(description.starts_with("Service not found: a??b"));
        assert!(description.len() < 300);
    }
}
