//! One file per screen. Each shows itself, reads its form, saves, and goes back to the dispatcher.

pub mod address_enrollment;
pub mod challenge;
pub mod confirmation;
pub mod consent;
pub mod factor_options;
pub mod federation;
pub mod identifier;
pub mod invitation;
pub mod login;
pub mod organization_name;
pub mod organization_picker;
pub mod otp_enrollment;
pub mod passkey_enrollment;
pub mod passwordless;
pub mod recovery_code;
pub mod reset_password;
pub mod sent_challenge;
pub mod signup;
mod visit;
pub mod webauthn;

use std::sync::Arc;

use axum::Router;
use axum::routing::get;
use ostia_identity::connections::Medium;
use ostia_identity::guardian::Factor;
use ostia_identity::mfa::keys::{Ceremony, Key};

pub use self::visit::{Post, Visit};
use crate::app::App;
use crate::login::second_factor::Way;
use crate::pages::CodeKind;

/// Those whose codes are sent.
fn sent_code_routes() -> Router<Arc<App>> {
    let mut router = Router::new();
    for (factor, medium) in [(Factor::Email, Medium::Email), (Factor::Sms, Medium::Sms)] {
        let way = Way { factor, medium };
        let name = factor.as_str();
        router = router
            .route(
                &format!("/u/mfa-{name}-challenge"),
                get(async move |visit| sent_challenge::get(way, visit).await)
                    .post(async move |post| sent_challenge::post(way, post).await),
            )
            .route(
                &format!("/u/mfa-{name}-enrollment"),
                get(async move |visit| address_enrollment::get(way, visit).await)
                    .post(async move |post| address_enrollment::post(way, post).await),
            );
    }
    router
}

/// Those at which an authenticator answers.
fn key_routes() -> Router<Arc<App>> {
    let mut router = Router::new();
    for key in Key::ALL {
        for (ceremony, name) in [
            (Ceremony::Challenge, "challenge"),
            (Ceremony::Enrollment, "enrollment"),
        ] {
            let asking = webauthn::Asking { key, ceremony };
            router = router.route(
                &format!("/u/mfa-{}-{name}", key.factor().as_str()),
                get(async move |visit| webauthn::get(asking, visit).await)
                    .post(async move |post| webauthn::post(asking, post).await),
            );
        }
    }
    router
}

/// The screens of logins without a password.
pub fn passwordless_routes() -> Router<Arc<App>> {
    let mut router = Router::new();
    for (medium, path) in [
        (Medium::Email, "/u/passwordless-email"),
        (Medium::Sms, "/u/passwordless-sms"),
    ] {
        router = router
            .route(
                path,
                get(async move |visit| passwordless::get(medium, visit).await)
                    .post(async move |post| passwordless::post(medium, post).await),
            )
            .route(
                &format!("{path}-code"),
                get(async move |visit| passwordless::get_code(medium, visit).await)
                    .post(async move |post| passwordless::post_code(medium, post).await),
            );
    }
    router
}

/// The screens of what proves more, or will the next time.
pub fn second_factor_routes() -> Router<Arc<App>> {
    sent_code_routes()
        .merge(key_routes())
        .route(
            "/u/mfa-otp-challenge",
            get(async |visit| challenge::get(CodeKind::Otp, visit).await)
                .post(async |post| challenge::post(CodeKind::Otp, post).await),
        )
        .route(
            "/u/mfa-recovery-code-challenge",
            get(async |visit| challenge::get(CodeKind::RecoveryCode, visit).await)
                .post(async |post| challenge::post(CodeKind::RecoveryCode, post).await),
        )
        .route(
            "/u/mfa-login-options",
            get(factor_options::get_login).post(factor_options::post_login),
        )
        .route(
            "/u/mfa-begin-enroll-options",
            get(factor_options::get_enrollment).post(factor_options::post_enrollment),
        )
        .route(
            "/u/mfa-otp-enrollment",
            get(otp_enrollment::get).post(otp_enrollment::post),
        )
        .route(
            "/u/passkey-enrollment",
            get(passkey_enrollment::get).post(passkey_enrollment::post),
        )
        .route(
            "/u/mfa-recovery-code-enrollment",
            get(recovery_code::get).post(recovery_code::post),
        )
}
