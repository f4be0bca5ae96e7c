//! The occasions on which a tenant writes to somebody.

use serde::{Deserialize, Serialize};

/// Why a message is sent. Each has a template, which tenants replace under its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Occasion {
    /// Asks to confirm an e-mail address by a link (`url`).
    VerifyEmail,
    /// The same by a code (`code`).
    VerifyEmailByCode,
    /// A code to sign in with (`code`).
    AuthEmailByCode,
    /// A link to sign in with (`link`). Tenants replace it in the connection.
    PasswordlessLink,
    /// A link to choose a new password (`url`).
    ResetEmail,
    /// The same by a code (`code`).
    ResetEmailByCode,
    /// The address was confirmed.
    WelcomeEmail,
    /// The account was blocked after too many wrong passwords (`url` unblocks).
    BlockedAccount,
    /// The password is known from a breach elsewhere (`url` to change it).
    StolenCredentials,
    /// Asks to set up a second factor (`url`).
    EnrollmentEmail,
    /// A second factor's code (`code`).
    MfaOobCode,
    /// Invites into an organization (`url`, `inviter`, `organization`).
    UserInvitation,
    /// The older name of [`Self::ResetEmail`].
    ChangePassword,
    /// The password was changed.
    PasswordReset,
    /// Asks to approve something elsewhere (`url`).
    AsyncApproval,
    /// A password that is known from a breach was used: for administrators (`type` of the log's entry). Tenants can't
    /// replace it.
    LeakedPasswordUsed,
    /// A users import is over (`job`, `summary`). Tenants can't replace it.
    ImportCompleted,
}

impl Occasion {
    /// All of them.
    pub const ALL: [Self; 17] = [
        Self::VerifyEmail,
        Self::VerifyEmailByCode,
        Self::AuthEmailByCode,
        Self::PasswordlessLink,
        Self::ResetEmail,
        Self::ResetEmailByCode,
        Self::WelcomeEmail,
        Self::BlockedAccount,
        Self::StolenCredentials,
        Self::EnrollmentEmail,
        Self::MfaOobCode,
        Self::UserInvitation,
        Self::ChangePassword,
        Self::PasswordReset,
        Self::AsyncApproval,
        Self::LeakedPasswordUsed,
        Self::ImportCompleted,
    ];

    /// The template's name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::VerifyEmail => "verify_email",
            Self::VerifyEmailByCode => "verify_email_by_code",
            Self::AuthEmailByCode => "auth_email_by_code",
            Self::PasswordlessLink => "passwordless_link",
            Self::ResetEmail => "reset_email",
            Self::ResetEmailByCode => "reset_email_by_code",
            Self::WelcomeEmail => "welcome_email",
            Self::BlockedAccount => "blocked_account",
            Self::StolenCredentials => "stolen_credentials",
            Self::EnrollmentEmail => "enrollment_email",
            Self::MfaOobCode => "mfa_oob_code",
            Self::UserInvitation => "user_invitation",
            Self::ChangePassword => "change_password",
            Self::PasswordReset => "password_reset",
            Self::AsyncApproval => "async_approval",
            Self::LeakedPasswordUsed => "leaked_password_used",
            Self::ImportCompleted => "import_completed",
        }
    }

    /// Whether it is sent where the tenant has no template of its own.
    pub const fn is_sent_by_default(self) -> bool {
        !matches!(self, Self::WelcomeEmail | Self::PasswordReset)
    }

    /// Whether somebody waits for it and can't go on without: then switching a template off brings our own back.
    pub const fn is_essential(self) -> bool {
        match self {
            Self::VerifyEmailByCode
            | Self::AuthEmailByCode
            | Self::PasswordlessLink
            | Self::ResetEmail
            | Self::ResetEmailByCode
            | Self::ChangePassword
            | Self::EnrollmentEmail
            | Self::MfaOobCode
            | Self::UserInvitation
            | Self::AsyncApproval
            | Self::LeakedPasswordUsed
            | Self::ImportCompleted => true,
            Self::VerifyEmail
            | Self::WelcomeEmail
            | Self::BlockedAccount
            | Self::StolenCredentials
            | Self::PasswordReset => false,
        }
    }
}
