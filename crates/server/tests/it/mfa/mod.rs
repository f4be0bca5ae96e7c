//! The MFA API and the grants that finish a login with a second factor.

mod associate;
mod grants;
mod out_of_band;

use serde_json::{Value, json};

use crate::applications::{Application, PASSWORD};
use crate::test_app::TestApp;

const ADA: &str = "ada@example.com";
const CONNECTION: &str = "Username-Password-Authentication";
const OTP: &str = "http://auth0.com/oauth/grant-type/mfa-otp";
const RECOVERY_CODE: &str = "http://auth0.com/oauth/grant-type/mfa-recovery-code";

/// A tenant that asks everybody for a second factor, with a user; their id.
async fn app_with_ada() -> (TestApp, String) {
    let app = TestApp::new().await;
    let ada = app.person(ADA).await;
    app.change_settings(&json!({ "default_directory": CONNECTION }))
        .await;
    app.offer(&["otp", "recovery-code"], &["all-applications"])
        .await;
    (app, ada.id.to_string())
}

/// An application that may finish logins with second factors.
async fn trusted(app: &TestApp) -> Application {
    app.application(&json!({ "grant_types": ["password", "refresh_token", OTP, RECOVERY_CODE] }))
        .await
}

/// The MFA token of a login that waits.
async fn mfa_token(app: &TestApp, client: &Application) -> String {
    let body = begin(app, client, "openid").await;
    body["mfa_token"].as_str().unwrap().to_owned()
}

async fn begin(app: &TestApp, client: &Application, scope: &str) -> Value {
    let pairs = [
        ("grant_type", "password"),
        ("username", ADA),
        ("password", PASSWORD),
        ("scope", scope),
    ];
    let answer = app.token_of(client, &pairs).await.ok(403);
    assert_eq!(answer["error"], "mfa_required");
    assert_eq!(
        answer["error_description"],
        "Multifactor authentication required"
    );
    answer
}
