//! The names of prompts, screens and languages, as paths hold them.

use std::sync::LazyLock;

use ostia_protocol::auth0::schema::Schema;

pub use crate::tenants::document::LOCALES as LANGUAGES;

/// The prompts.
pub const PROMPTS: &[&str] = &[
    "login",
    "login-id",
    "login-password",
    "login-passwordless",
    "login-email-verification",
    "signup",
    "signup-id",
    "signup-password",
    "phone-identifier-enrollment",
    "phone-identifier-challenge",
    "email-identifier-challenge",
    "reset-password",
    "custom-form",
    "consent",
    "customized-consent",
    "logout",
    "mfa-push",
    "mfa-otp",
    "mfa-voice",
    "mfa-phone",
    "mfa-webauthn",
    "mfa-sms",
    "mfa-email",
    "mfa-recovery-code",
    "mfa",
    "status",
    "device-flow",
    "email-verification",
    "email-otp-challenge",
    "organizations",
    "invitation",
    "common",
    "passkeys",
    "captcha",
    "brute-force-protection",
    "async-approval-flow",
    "confirmation",
];

/// The prompts that take partials.
pub const WITH_PARTIALS: &[&str] = &[
    "login",
    "login-id",
    "login-password",
    "login-passwordless",
    "signup",
    "signup-id",
    "signup-password",
    "customized-consent",
    "passkeys",
];

fn prompt(names: &'static [&'static str]) -> Schema {
    Schema::enumeration(names).described("Name of the prompt")
}

/// The path of custom texts.
pub static TEXT_PATH: LazyLock<Schema> = LazyLock::new(|| {
    Schema::object()
        .required_member("prompt", prompt(PROMPTS))
        .required_member(
            "language",
            Schema::enumeration(LANGUAGES).described("Tag of the language"),
        )
});

/// The path of partials.
pub static PARTIALS_PATH: LazyLock<Schema> =
    LazyLock::new(|| Schema::object().required_member("prompt", prompt(WITH_PARTIALS)));

/// The path of rendering settings.
pub static RENDERING_PATH: LazyLock<Schema> = LazyLock::new(|| {
    Schema::object()
        .required_member("prompt", prompt(PROMPTS))
        .required_member("screen", screen())
});

/// The name of a screen. There are more than a hundred, and new ones with every prompt.
pub fn screen() -> Schema {
    Schema::string()
        .max_length(100)
        .pattern("^[a-z]+(-[a-z]+)*$")
        .described("Name of the screen")
}
