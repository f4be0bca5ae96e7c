//! What somebody is told whom attack protection stops (reference/authentication.md §6.1).

use super::{Error, ErrorCode};

impl Error {
    /// The password is right, and known from a breach. Exact wording.
    pub fn password_leaked() -> Self {
        Self::new(401, ErrorCode::PasswordLeaked).describe(
            "This login attempt has been blocked because the password you're using was previously disclosed through a \
             data breach (not in this application).",
        )
    }

    /// Brute-force protection has closed the account for now. Exact wording.
    pub fn too_many_attempts() -> Self {
        Self::new(429, ErrorCode::TooManyAttempts).describe(
            "Your account has been blocked after multiple consecutive login attempts. We've sent you a \
             notification via your preferred contact method with instructions on how to unblock it.",
        )
    }

    /// Suspicious IP throttling has closed the address for now. Exact wording.
    pub fn suspicious_login_behavior() -> Self {
        Self::new(429, ErrorCode::TooManyAttempts).describe(
            "We have detected suspicious login behavior and further attempts will be blocked. Please contact the \
             administrator.",
        )
    }

    /// Whoever calls may be a program: the person has to come to the hosted pages. Exact wording.
    pub fn requires_verification() -> Self {
        Self::new(401, ErrorCode::RequiresVerification)
            .describe("Suspicious request requires verification")
    }

    /// One user logs in too often from one address. Upstream's text is not known; this is ours.
    pub fn too_many_logins() -> Self {
        Self::new(429, ErrorCode::TooManyLogins)
            .describe("You are logging in too often. Wait a minute, then try again.")
    }
}
