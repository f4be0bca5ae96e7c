//! The grants `mfa-otp` and `mfa-recovery-code`.

use axum::http::Method;
use serde_json::{Value, json};

use super::{ADA, OTP, RECOVERY_CODE, app_with_ada, begin, mfa_token, trusted};
use crate::applications::{Application, PASSWORD, decoded, text};
use crate::second_factors::of_user;
use crate::test_app::{TestApp, TestResponse};
use crate::visitor::all_at_once;

async fn finish(app: &TestApp, client: &Application, token: &str, code: &str) -> TestResponse {
    let pairs = [("grant_type", OTP), ("mfa_token", token), ("otp", code)];
    app.token_of(client, &pairs).await
}

#[track_caller]
fn refused(answer: &TestResponse, status: u16, error: &str, description: &str) {
    let body = answer.ok(status);
    assert_eq!(body["error"], error);
    assert_eq!(body["error_description"], description);
}

#[tokio::test]
async fn a_code_finishes_the_login() {
    let (app, ada) = app_with_ada().await;
    let client = trusted(&app).await;
    let phone = app.give_app(&ada).await;
    let token = mfa_token(&app, &client).await;
    let answer = finish(&app, &client, &token, &phone.code(&app)).await;
    let answer = answer.ok(200);
    let (_, claims) = decoded(&text(&answer, "id_token"));
    assert_eq!(claims["sub"], ada.as_str());
    assert_eq!(claims["email"], ADA);
    assert!(claims.get("amr").is_none(), "upstream leaves it out here");
    assert_eq!(answer["scope"], "openid profile email address phone");
    // The token is used up.
    app.advance(30);
    let again = finish(&app, &client, &token, &phone.code(&app)).await;
    refused(&again, 403, "invalid_grant", "Malformed mfa_token");
    for (code, times) in [
        ("mfar", 1),
        ("gd_auth_succeed", 1),
        ("seotpft", 1),
        ("feotpft", 1),
    ] {
        assert_eq!(app.types_logged(code).await.len(), times, "{code}");
    }
}

#[tokio::test]
async fn a_step_is_accepted_once() {
    let (app, ada) = app_with_ada().await;
    let client = trusted(&app).await;
    let phone = app.give_app(&ada).await;
    let code = phone.code(&app);
    let first = mfa_token(&app, &client).await;
    finish(&app, &client, &first, &code).await.ok(200);
    let second = mfa_token(&app, &client).await;
    let replayed = finish(&app, &client, &second, &code).await;
    refused(&replayed, 403, "invalid_grant", "Invalid otp_code.");
    // A wrong code does not use the token up.
    app.advance(30);
    let answer = finish(&app, &client, &second, &phone.code(&app)).await;
    answer.ok(200);
}

#[tokio::test]
async fn one_of_many_racing_requests_wins() {
    let (app, ada) = app_with_ada().await;
    let client = trusted(&app).await;
    let phone = app.give_app(&ada).await;
    let token = mfa_token(&app, &client).await;
    let code = phone.code(&app);
    let racing = (0..8).map(|_| finish(&app, &client, &token, &code));
    let answers = all_at_once(racing).await;
    let won = answers.iter().filter(|answer| answer.status == 200);
    assert_eq!(won.count(), 1);
}

#[tokio::test]
async fn refuses_what_proves_nothing() {
    let (app, ada) = app_with_ada().await;
    let client = trusted(&app).await;
    let other = trusted(&app).await;
    let phone = app.give_app(&ada).await;
    let token = mfa_token(&app, &client).await;
    let code = phone.code(&app);
    let wrong = phone.wrong_code(&app);
    for (token, client, code, description) in [
        ("unknown", &client, code.as_str(), "Malformed mfa_token"),
        (&token, &other, &code, "Malformed mfa_token"),
        (&token, &client, &wrong, "Invalid otp_code."),
        (&token, &client, "12345", "Invalid otp_code."),
        (&token, &client, "not digits", "Invalid otp_code."),
    ] {
        let answer = finish(&app, client, token, code).await;
        refused(&answer, 403, "invalid_grant", description);
    }
    for missing in ["otp", "mfa_token"] {
        let pairs: Vec<(&str, &str)> = [("grant_type", OTP), ("mfa_token", &token), ("otp", &code)]
            .into_iter()
            .filter(|(name, _)| *name != missing)
            .collect();
        let answer = app.token_of(&client, &pairs).await;
        let text = format!("Missing required parameter: {missing}");
        refused(&answer, 400, "invalid_request", &text);
    }
    let without = json!({ "grant_types": ["password"] });
    let without = app.application(&without).await;
    let theirs = mfa_token(&app, &without).await;
    let answer = finish(&app, &without, &theirs, &code).await;
    let text = format!("Grant type '{OTP}' not allowed for the client.");
    refused(&answer, 403, "unauthorized_client", &text);
    app.advance(600);
    let answer = finish(&app, &client, &token, &phone.code(&app)).await;
    refused(&answer, 403, "expired_token", "mfa_token is expired");
}

#[tokio::test]
async fn guesses_are_few() {
    let (app, ada) = app_with_ada().await;
    let client = trusted(&app).await;
    let phone = app.give_app(&ada).await;
    let token = mfa_token(&app, &client).await;
    let wrong = phone.wrong_code(&app);
    for _ in 0..10 {
        let answer = finish(&app, &client, &token, &wrong).await;
        refused(&answer, 403, "invalid_grant", "Invalid otp_code.");
    }
    // Even the right one comes too late, whatever the token.
    let fresh = mfa_token(&app, &client).await;
    for token in [&token, &fresh] {
        let answer = finish(&app, &client, token, &phone.code(&app)).await;
        assert_eq!(answer.ok(429)["error"], "too_many_attempts");
    }
    assert_eq!(app.types_logged("gd_otp_rate_limit_exceed").await.len(), 2);
    // One more is allowed every six minutes, and the right one clears them all.
    app.advance(6 * 60);
    let token = mfa_token(&app, &client).await;
    let answer = finish(&app, &client, &token, &phone.code(&app)).await;
    answer.ok(200);
    let token = mfa_token(&app, &client).await;
    let answer = finish(&app, &client, &token, &wrong).await;
    refused(&answer, 403, "invalid_grant", "Invalid otp_code.");
}

#[tokio::test]
async fn another_tenants_token_is_unknown() {
    let (app, ada) = app_with_ada().await;
    let client = trusted(&app).await;
    let phone = app.give_app(&ada).await;
    let token = mfa_token(&app, &client).await;
    let other = app.other_tenant().await;
    let their_client = trusted(&other).await;
    let answer = finish(&other, &their_client, &token, &phone.code(&app)).await;
    refused(&answer, 403, "invalid_grant", "Malformed mfa_token");
}

#[tokio::test]
async fn a_recovery_code_is_used_once_and_replaced() {
    let (app, ada) = app_with_ada().await;
    let client = trusted(&app).await;
    app.give_app(&ada).await;
    let path = of_user(&ada, "recovery-code-regeneration");
    let made = app.write(Method::POST, &path, &json!({})).await.ok(200);
    let code = text(&made, "recovery_code");
    let is_capital = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit();
    assert!(code.len() == 24 && code.bytes().all(is_capital), "{code}");
    let redeem = async |code: &str| {
        let token = mfa_token(&app, &client).await;
        let pairs = [
            ("grant_type", RECOVERY_CODE),
            ("mfa_token", &token),
            ("recovery_code", code),
        ];
        app.token_of(&client, &pairs).await
    };
    let answer = redeem(&format!(" {}", code.to_lowercase())).await.ok(200);
    let next = text(&answer, "recovery_code");
    assert_ne!(next, code);
    let again = redeem(&code).await;
    refused(&again, 403, "invalid_grant", "Invalid recovery code.");
    redeem(&next).await.ok(200);
    assert_eq!(app.types_logged("gd_recovery_succeed").await.len(), 2);
    assert_eq!(app.types_logged("gd_recovery_failed").await.len(), 1);
}

#[tokio::test]
async fn refresh_tokens_come_with_it_and_need_it_no_more() {
    let (app, ada) = app_with_ada().await;
    let client = trusted(&app).await;
    let phone = app.give_app(&ada).await;
    let body = begin(&app, &client, "openid offline_access").await;
    let token = text(&body, "mfa_token");
    assert!(body.get("refresh_token").is_none());
    assert!(body.get("mfa_requirements").is_none());
    let answer = finish(&app, &client, &token, &phone.code(&app)).await;
    let refresh = text(&answer.ok(200), "refresh_token");
    let pairs = [("grant_type", "refresh_token"), ("refresh_token", &refresh)];
    app.token_of(&client, &pairs).await.ok(200);
}

#[tokio::test]
async fn says_what_there_is_where_the_tenant_wants_it() {
    let (app, ada) = app_with_ada().await;
    let client = trusted(&app).await;
    app.change_settings(&json!({ "customize_mfa_in_postlogin_action": true }))
        .await;
    let requirements =
        async || -> Value { begin(&app, &client, "openid").await["mfa_requirements"].clone() };
    let enroll = json!({ "enroll": [{ "type": "otp" }] });
    assert_eq!(requirements().await, enroll);
    app.give_app(&ada).await;
    let challenge = json!({ "challenge": [{ "type": "otp" }] });
    assert_eq!(requirements().await, challenge);
}

#[tokio::test]
async fn nobody_is_asked_without_policy_or_factor() {
    let (app, _) = app_with_ada().await;
    let client = trusted(&app).await;
    let ask = async || {
        let pairs = [
            ("grant_type", "password"),
            ("username", ADA),
            ("password", PASSWORD),
        ];
        app.token_of(&client, &pairs).await.status.as_u16()
    };
    assert_eq!(ask().await, 403);
    app.offer(&[], &[]).await;
    assert_eq!(ask().await, 200);
    app.offer(&[], &["confidence-score"]).await;
    assert_eq!(ask().await, 403, "no browser is known there");
    let (path, off) = ("/api/v2/guardian/factors/otp", json!({ "enabled": false }));
    app.write(Method::PUT, path, &off).await.ok(200);
    assert_eq!(ask().await, 200, "a recovery code alone is no factor");
}
