//! What may have happened: a name for each of upstream's type codes that can occur here (reference/authentication.md
//! §7.3, reference/management-api.md §5.2).

macro_rules! events {
    ($($name:ident = $code:literal, $meaning:literal;)*) => {
        /// What happened.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Event {
            $(#[doc = concat!("`", $code, "`: ", $meaning, ".")] $name,)*
        }

        impl Event {
            /// Every event.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// Upstream's type code.
            pub const fn code(self) -> &'static str {
                match self {
                    $(Self::$name => $code,)*
                }
            }

            /// What it means, for an entry that says nothing itself.
            pub const fn meaning(self) -> &'static str {
                match self {
                    $(Self::$name => $meaning,)*
                }
            }
        }
    };
}

events! {
    LoginSucceeded = "s", "somebody logged in";
    LoginFailed = "f", "a log-in was refused";
    LoginFailedUnknownUser = "fu", "a log-in named no account";
    LoginFailedWrongPassword = "fp", "a log-in had a wrong password";
    PreLoginAssessed = "pla", "somebody was assessed before they went on";
    LoginWarned = "w", "something about a log-in should be looked at";
    SilentAuthenticationSucceeded = "ssa", "a session answered without asking anybody";
    SilentAuthenticationFailed = "fsa", "nobody could be asked, and somebody had to be";
    CrossOriginLoginSucceeded = "scoa", "somebody logged in from an application's own page";
    CrossOriginLoginFailed = "fcoa", "a log-in from an application's own page was refused";
    CrossOriginRefused = "fco", "the page's origin is not allowed";
    CredentialsValidated = "scv", "credentials are right";

    SignupSucceeded = "ss", "an account was made";
    SignupFailed = "fs", "an account was not made";
    LeakedPasswordAtLogin = "pwd_leak", "a log-in had a leaked password";
    LeakedPasswordAtSignup = "signup_pwd_leak", "a sign-up had a leaked password";
    LeakedPasswordAtReset = "reset_pwd_leak", "a reset had a leaked password";
    AccountLocked = "limit_wc", "an account is blocked for an address after too many failures";
    AddressBlocked = "limit_mu", "an address is blocked after too many failures";
    TooManyLogins = "limit_sul", "an account is blocked for an address after too many log-ins";
    UserUnblocked = "ublkdu", "a block of an account was lifted";

    CodeExchangeSucceeded = "seacft", "an authorization code became tokens";
    CodeExchangeFailed = "feacft", "an authorization code was refused";
    ClientCredentialsSucceeded = "seccft", "a client got a token of its own";
    ClientCredentialsFailed = "feccft", "a client got no token of its own";
    PasswordExchangeSucceeded = "sepft", "a password became tokens";
    PasswordExchangeFailed = "fepft", "a password grant was refused";
    RefreshSucceeded = "sertft", "a refresh token became tokens";
    RefreshFailed = "fertft", "a refresh token was refused";
    RefreshTokenReused = "ferrt", "a refresh token came again after it was replaced";
    RefreshTokenRevoked = "srrt", "a refresh token was revoked";
    DeviceCodeExchangeSucceeded = "sede", "a device code became tokens";
    DeviceCodeExchangeFailed = "fede", "a device code was refused";
    DeviceAuthorizationFailed = "fdeaz", "a device was given no code";
    DeviceActivationFailed = "fdeac", "a device was not activated";
    DeviceConfirmationCancelled = "fdecc", "somebody did not confirm a device";
    TokenExchangeSucceeded = "secte", "a subject token became tokens";
    TokenExchangeFailed = "fecte", "a subject token was refused";
    PasswordlessExchangeFailed = "fepotpft", "a one-time code was refused";
    OtpExchangeSucceeded = "seotpft", "a second factor's code became tokens";
    OtpExchangeFailed = "feotpft", "a second factor's code was refused";
    OobExchangeSucceeded = "seoobft", "an out-of-band confirmation became tokens";
    OobExchangeFailed = "feoobft", "an out-of-band confirmation was refused";
    RecoveryCodeExchangeSucceeded = "sercft", "a recovery code became tokens";
    RecoveryCodeExchangeFailed = "fercft", "a recovery code was refused";
    MultifactorRequired = "mfar", "a password grant needs a second factor";
    PushedAuthorizationFailed = "fpar", "a pushed authorization request was refused";

    LogoutSucceeded = "slo", "somebody logged out";
    LogoutFailed = "flo", "a log-out was refused";
    BackchannelLogoutSucceeded = "oidc_backchannel_logout_succeeded", "an application was told of a log-out";
    BackchannelLogoutFailed = "oidc_backchannel_logout_failed", "an application could not be told of a log-out";

    PasswordlessCodeSent = "cs", "a code was texted";
    PasswordlessLinkSent = "cls", "a code or a link was mailed";
    NotificationFailed = "fn", "a message was not sent";
    NotificationWarned = "wn", "something about a message should be looked at";
    EmailVerified = "sv", "an e-mail address was verified";
    EmailVerificationFailed = "fv", "an e-mail address was not verified";
    EmailVerificationRequested = "svr", "a verification was mailed";
    EmailVerificationRequestFailed = "fvr", "a verification was not mailed";
    PasswordChanged = "scp", "a password was changed";
    PasswordChangeFailed = "fcp", "a password was not changed";
    PasswordChangeRequested = "scpr", "a reset of a password was mailed";
    PasswordChangeRequestFailed = "fcpr", "a reset of a password was not mailed";
    EmailChanged = "sce", "an e-mail address was changed";
    EmailChangeFailed = "fce", "an e-mail address was not changed";
    PhoneNumberChanged = "scpn", "a telephone number was changed";
    PhoneNumberChangeFailed = "fcpn", "a telephone number was not changed";
    UsernameChanged = "scu", "a username was changed";
    UsernameChangeFailed = "fcu", "a username was not changed";
    UserDeleted = "sdu", "an account was deleted";
    UserDeletionFailed = "fdu", "an account was not deleted";
    UsersImported = "sui", "users were imported";
    UserImportFailed = "fui", "users were not imported";

    FactorChallengeStarted = "gd_start_auth", "a second factor is asked for";
    FactorSucceeded = "gd_auth_succeed", "a second factor was right";
    FactorFailed = "gd_auth_failed", "a second factor was wrong";
    FactorRejected = "gd_auth_rejected", "a second factor was rejected by its owner";
    FactorEmailVerified = "gd_auth_email_verification", "a code by e-mail was right";
    FactorEmailVerificationFailed = "gd_auth_fail_email_verification", "a code by e-mail was wrong";
    FactorEnrollmentStarted = "gd_start_enroll", "an enrolment began";
    FactorEnrollmentFailed = "gd_start_enroll_failed", "an enrolment could not begin";
    FactorEnrolled = "gd_enrollment_complete", "a second factor was enrolled";
    FactorRemoved = "gd_unenroll", "a second factor was removed";
    FactorRateLimited = "gd_otp_rate_limit_exceed", "a second factor was tried too often";
    RecoveryCodeSucceeded = "gd_recovery_succeed", "a recovery code was right";
    RecoveryCodeFailed = "gd_recovery_failed", "a recovery code was wrong";
    RecoveryCodeRateLimited = "gd_recovery_rate_limit_exceed", "a recovery code was tried too often";
    FactorEmailSent = "gd_send_email", "a second factor's code was mailed";
    FactorVerificationEmailSent = "gd_send_email_verification", "a second factor's verification was mailed";
    FactorVerificationEmailFailed = "gd_send_email_verification_failure",
        "a second factor's verification was not mailed";
    FactorPushSent = "gd_send_pn", "a second factor's notification was pushed";
    FactorPushFailed = "gd_send_pn_failure", "a second factor's notification was not pushed";
    FactorTextSent = "gd_send_sms", "a second factor's code was texted";
    FactorTextFailed = "gd_send_sms_failure", "a second factor's code was not texted";
    FactorCallMade = "gd_send_voice", "a second factor's code was told by telephone";
    FactorCallFailed = "gd_send_voice_failure", "a second factor's code was not told by telephone";
    FactorSettingsChanged = "gd_tenant_update", "settings of second factors were changed";
    FactorDeviceUpdated = "gd_update_device_account", "a second factor's device was updated";
    WebauthnChallengeFailed = "gd_webauthn_challenge_failed", "a security key did not answer";
    WebauthnEnrollmentFailed = "gd_webauthn_enrollment_failed", "a security key was not enrolled";
    PasskeyChallengeStarted = "passkey_challenge_started", "a passkey is asked for";
    PasskeyChallengeFailed = "passkey_challenge_failed", "a passkey could not be asked for";
    TooManyAuthenticators = "too_many_records", "a user may have no further second factor";

    InvitationAccepted = "si", "an invitation was accepted";
    InvitationFailed = "fi", "an invitation was not accepted";
    OrganizationMemberAdded = "organization_member_added", "a user became a member of an organization";

    ManagementApiChanged = "sapi", "a Management API operation changed something";
    ManagementApiRefused = "fapi", "a Management API operation was refused";
    ManagementApiReadSecrets = "mgmt_api_read", "a Management API operation answered secrets";
    ClientRegistered = "sapi", "a client registered itself";
    Notice = "depnote", "something that still works should be changed";
    RateLimited = "api_limit", "a rate limit was reached";
    RateLimitNear = "api_limit_warning", "a rate limit is near";

    ActionFailed = "actions_execution_failed", "an action ended with an error";
    FlowCompleted = "flows_execution_completed", "a flow ran to its end";
    FlowFailed = "flows_execution_failed", "a flow ended with an error";
    FormSubmitted = "forms_submission_succeeded", "a form was submitted";
    FormSubmissionFailed = "forms_submission_failed", "a form was not submitted";
    NetworkRulesMatched = "acls_summary", "requests matched network rules";
    DomainVerificationFailed = "custom_domain_verification_failed", "a custom domain was not verified";
    ProvisioningSucceeded = "sscim", "a directory changed users here";
    ProvisioningFailed = "fscim", "a directory could not change users here";
    KeyOperationSucceeded = "kms_key_management_success", "an encryption key was managed";
    KeyOperationFailed = "kms_key_management_failure", "an encryption key could not be managed";
    KeyStateChanged = "kms_key_state_changed", "an encryption key changed its state";
    SelfServiceSucceeded = "ss_sso_success", "somebody set up single sign-on themselves";
    SelfServiceFailed = "ss_sso_failure", "somebody could not set up single sign-on themselves";
}

impl Event {
    /// Whether it counts as a log-in in the statistics: by page or by password grant.
    pub const fn is_login(self) -> bool {
        matches!(self, Self::LoginSucceeded | Self::PasswordExchangeSucceeded)
    }

    /// Whether its user counts as active.
    pub const fn is_activity(self) -> bool {
        self.is_login() || matches!(self, Self::SilentAuthenticationSucceeded)
    }

    /// Whether it counts as a sign-up in the statistics.
    pub const fn is_signup(self) -> bool {
        matches!(self, Self::SignupSucceeded)
    }

    /// Whether a leaked password was recognised.
    pub const fn is_leak(self) -> bool {
        matches!(
            self,
            Self::LeakedPasswordAtLogin
                | Self::LeakedPasswordAtSignup
                | Self::LeakedPasswordAtReset
        )
    }
}
