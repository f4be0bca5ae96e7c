//! One file per screen. Each shows itself, reads its form, saves, and goes back to the dispatcher.

pub mod challenge;
pub mod consent;
pub mod factor_options;
pub mod federation;
pub mod invitation;
pub mod login;
pub mod organization_name;
pub mod organization_picker;
pub mod otp_enrollment;
pub mod recovery_code;
pub mod reset_password;
pub mod signup;
mod visit;

use std::sync::Arc;

use axum::Router;
use axum::routing::get;
use ostia_identity::guardian::Factor;

pub use self::visit::{Post, Visit};
use crate::app::App;

/// The screens of the second factor.
pub fn second_factor_routes() -> Router<Arc<App>> {
    Router::new()
        .route(
            "/u/mfa-otp-challenge",
            get(async |visit| challenge::get(Factor::Otp, visit).await)
                .post(async |post| challenge::post(Factor::Otp, post).await),
        )
        .route(
            "/u/mfa-recovery-code-challenge",
            get(async |visit| challenge::get(Factor::RecoveryCode, visit).await)
                .post(async |post| challenge::post(Factor::RecoveryCode, post).await),
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
            "/u/mfa-recovery-code-enrollment",
            get(recovery_code::get).post(recovery_code::post),
        )
}
