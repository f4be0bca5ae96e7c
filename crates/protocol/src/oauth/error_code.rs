//! Every value of the `error` member that OAuth-shaped answers carry.

use super::parsed_wire_names;

parsed_wire_names! {
    "error code",
    /// The `error` member (RFC 6749 §4.1.2.1 and §5.2, its companions, and upstream's own codes).
    pub enum ErrorCode {
        /// RFC 6749 §5.2.
        InvalidRequest = "invalid_request",
        /// RFC 6749 §5.2: client authentication failed.
        InvalidClient = "invalid_client",
        /// RFC 6749 §5.2: what was presented as a proof is wrong, used or expired.
        InvalidGrant = "invalid_grant",
        /// RFC 6749 §5.2: this client may not do this.
        UnauthorizedClient = "unauthorized_client",
        /// RFC 6749 §5.2.
        UnsupportedGrantType = "unsupported_grant_type",
        /// RFC 6749 §5.2.
        InvalidScope = "invalid_scope",
        /// RFC 6749 §4.1.2.1; upstream also answers it for wrong client credentials.
        AccessDenied = "access_denied",
        /// RFC 6749 §4.1.2.1.
        UnsupportedResponseType = "unsupported_response_type",
        /// RFC 6749 §4.1.2.1.
        ServerError = "server_error",
        /// RFC 6749 §4.1.2.1.
        TemporarilyUnavailable = "temporarily_unavailable",
        /// RFC 6750 §3.1.
        InvalidToken = "invalid_token",
        /// RFC 6750 §3.1.
        InsufficientScope = "insufficient_scope",
        /// RFC 7009 §2.2.1.
        UnsupportedTokenType = "unsupported_token_type",
        /// RFC 7591 §3.2.2.
        InvalidRedirectUri = "invalid_redirect_uri",
        /// RFC 7591 §3.2.2.
        InvalidClientMetadata = "invalid_client_metadata",
        /// RFC 8628 §3.5.
        AuthorizationPending = "authorization_pending",
        /// RFC 8628 §3.5.
        SlowDown = "slow_down",
        /// RFC 8628 §3.5; upstream also uses it for an MFA token.
        ExpiredToken = "expired_token",
        /// RFC 8707 §2.
        InvalidTarget = "invalid_target",
        /// RFC 9101 §7.
        InvalidRequestUri = "invalid_request_uri",
        /// RFC 9101 §7.
        InvalidRequestObject = "invalid_request_object",
        /// RFC 9396 §5.
        InvalidAuthorizationDetails = "invalid_authorization_details",
        /// RFC 9449 §5.
        InvalidDpopProof = "invalid_dpop_proof",
        /// RFC 9449 §8.
        UseDpopNonce = "use_dpop_nonce",
        /// OIDC Core §3.1.2.6.
        LoginRequired = "login_required",
        /// OIDC Core §3.1.2.6.
        ConsentRequired = "consent_required",
        /// OIDC Core §3.1.2.6.
        InteractionRequired = "interaction_required",
        /// OIDC Core §3.1.2.6.
        AccountSelectionRequired = "account_selection_required",
        /// OIDC Core §3.1.2.6.
        RequestNotSupported = "request_not_supported",
        /// OIDC Core §3.1.2.6.
        RequestUriNotSupported = "request_uri_not_supported",
        /// OIDC Core §3.1.2.6.
        RegistrationNotSupported = "registration_not_supported",
        /// CIBA Core §13: the hint names nobody.
        UnknownUserId = "unknown_user_id",
        /// Upstream: a second factor is needed; `mfa_token` comes along.
        MfaRequired = "mfa_required",
        /// Upstream: the user has none of the factors asked for.
        UnsupportedChallengeType = "unsupported_challenge_type",
        /// Upstream: the user must enrol first.
        AssociationRequired = "association_required",
        /// Upstream: the tenant or the operator has turned this endpoint off.
        EndpointDisabled = "endpoint_disabled",
        /// Upstream's 405.
        MethodNotAllowed = "method_not_allowed",
        /// Upstream's rate limit.
        TooManyRequests = "too_many_requests",
        /// Upstream's brute-force protection.
        TooManyAttempts = "too_many_attempts",
        /// Upstream's brute-force protection on the legacy endpoint.
        TooManyLogins = "too_many_logins",
        /// Upstream's breached-password detection.
        PasswordLeaked = "password_leaked",
        /// Upstream: the user is blocked.
        Unauthorized = "unauthorized",
        /// Upstream's cross-origin login: the user is blocked.
        BlockedUser = "blocked_user",
        /// Upstream's cross-origin login.
        UnsupportedCredentialType = "unsupported_credential_type",
        /// Upstream's legacy login endpoints.
        InvalidUserPassword = "invalid_user_password",
        /// Upstream: the password breaks the policy.
        InvalidPassword = "invalid_password",
        /// Upstream: suspicious login, a challenge must be solved.
        RequiresVerification = "requires_verification",
        /// Upstream's passwordless start.
        BadTenant = "bad.tenant",
        /// Upstream's passwordless start.
        BadClientId = "bad.client_id",
        /// Upstream's passwordless start.
        BadConnection = "bad.connection",
        /// Upstream's passwordless start.
        BadAuthParams = "bad.authParams",
        /// Upstream's passwordless start.
        BadRequest = "bad.request",
        /// Upstream's passwordless start.
        BadEmail = "bad.email",
        /// Upstream's passwordless start.
        BadPhoneNumber = "bad.phone_number",
        /// Upstream's passwordless start: the message could not be sent.
        SmsProviderError = "sms_provider_error",
    }
}
