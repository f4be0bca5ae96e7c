//! `/mfa/associate`, `/mfa/challenge` and `/mfa/authenticators`.

use axum::http::Method;
use serde_json::{Value, json};

use super::{ADA, OTP, app_with_ada, mfa_token, trusted};
use crate::applications::{Application, PASSWORD, text};
use crate::second_factors::{AuthenticatorApp, of_user, row};
use crate::test_app::{TestApp, TestResponse};

async fn associate(app: &TestApp, client: &Application, bearer: &str) -> TestResponse {
    let body = json!({
        "client_id": client.id, "client_secret": client.secret, "authenticator_types": ["otp"],
    });
    let request = app.post("/mfa/associate").bearer(bearer);
    request.json(&body).send().await
}

async fn challenge(app: &TestApp, client: &Application, more: &Value) -> TestResponse {
    let mut body = json!({ "client_id": client.id, "client_secret": client.secret });
    let members = body.as_object_mut().unwrap();
    members.extend(more.as_object().unwrap().clone());
    app.post("/mfa/challenge").json(&body).send().await
}

async fn authenticators(app: &TestApp, bearer: &str) -> TestResponse {
    app.get("/mfa/authenticators").bearer(bearer).send().await
}

async fn finish(app: &TestApp, client: &Application, token: &str, code: &str) -> TestResponse {
    let pairs = [("grant_type", OTP), ("mfa_token", token), ("otp", code)];
    app.token_of(client, &pairs).await
}

/// An access token for the MFA API with these scopes, after a second factor.
async fn access_token(
    app: &TestApp,
    client: &Application,
    phone: &AuthenticatorApp,
    scope: &str,
) -> String {
    let audience = app.tenant.mfa_audience();
    let pairs = [
        ("grant_type", "password"),
        ("username", ADA),
        ("password", PASSWORD),
        ("audience", &audience),
        ("scope", scope),
    ];
    let waits = app.token_of(client, &pairs).await.ok(403);
    let answer = finish(app, client, &text(&waits, "mfa_token"), &phone.code(app)).await;
    let answer = answer.ok(200);
    assert_eq!(answer["expires_in"], 600);
    text(&answer, "access_token")
}

const ALL: &str = "enroll read:authenticators remove:authenticators";

#[tokio::test]
async fn a_first_app_is_enrolled_by_its_first_code() {
    let (app, ada) = app_with_ada().await;
    let client = trusted(&app).await;
    let token = mfa_token(&app, &client).await;
    assert_eq!(authenticators(&app, &token).await.ok(200), json!([]));
    let ask = json!({ "mfa_token": token, "challenge_type": "otp" });
    let answer = challenge(&app, &client, &ask).await.ok(400);
    assert_eq!(answer["error"], "association_required");

    let made = associate(&app, &client, &token).await.ok(200);
    assert_eq!(made["authenticator_type"], "otp");
    let secret = text(&made, "secret");
    let address = format!(
        "otpauth://totp/tenant:ada%40example.com?secret={secret}&issuer=tenant&algorithm=SHA1&digits=6&period=30"
    );
    assert_eq!(made["barcode_uri"], address.as_str());
    assert_eq!(made["recovery_codes"].as_array().unwrap().len(), 1);
    let listed = authenticators(&app, &token).await.ok(200);
    for kind in ["otp", "recovery-code"] {
        assert_eq!(row(&listed, "authenticator_type", kind)["active"], false);
    }

    let phone = AuthenticatorApp::with(&secret);
    let answer = finish(&app, &client, &token, &phone.code(&app)).await;
    answer.ok(200);
    let token = mfa_token(&app, &client).await;
    let listed = authenticators(&app, &token).await.ok(200);
    for (kind, prefix) in [
        ("otp", "totp|dev_"),
        ("recovery-code", "recovery-code|dev_"),
    ] {
        let row = row(&listed, "authenticator_type", kind);
        assert_eq!(row["active"], true);
        assert!(row["id"].as_str().unwrap().starts_with(prefix), "{row}");
    }
    // With a token that waits, nobody adds another.
    let again = associate(&app, &client, &token).await.ok(403);
    assert_eq!(again["error_description"], "User is already enrolled");
    // The Management API knows it.
    let enrollments = app.read(&of_user(&ada, "enrollments")).await.ok(200);
    assert_eq!(enrollments[0]["status"], "confirmed");
    assert_eq!(enrollments[0]["auth_method"], "authenticator");
    let logged = app.types_logged("gd_").await;
    for code in ["gd_start_enroll", "gd_enrollment_complete"] {
        assert!(logged.contains(&code.to_owned()), "{logged:?}");
    }
}

#[tokio::test]
async fn a_challenge_names_what_to_present() {
    let (app, ada) = app_with_ada().await;
    let client = trusted(&app).await;
    app.give_app(&ada).await;
    let token = mfa_token(&app, &client).await;
    let id = text(&authenticators(&app, &token).await.ok(200)[0], "id");
    for ask in [
        json!({ "mfa_token": token, "challenge_type": "otp" }),
        json!({ "mfa_token": token, "challenge_type": "oob otp" }),
        json!({ "mfa_token": token }),
        json!({ "mfa_token": token, "authenticator_id": id }),
    ] {
        let answer = challenge(&app, &client, &ask).await.ok(200);
        assert_eq!(answer, json!({ "challenge_type": "otp" }));
    }
    let unknown = "totp|dev_0000000000000000";
    for (ask, status, member, value) in [
        (
            json!({ "mfa_token": token, "challenge_type": "oob" }),
            400,
            "error",
            "unsupported_challenge_type",
        ),
        (
            json!({ "mfa_token": token, "authenticator_id": unknown }),
            400,
            "error",
            "invalid_request",
        ),
        (
            json!({ "mfa_token": "x", "challenge_type": "otp" }),
            403,
            "error_description",
            "Malformed mfa_token",
        ),
        (
            json!({ "challenge_type": "otp" }),
            400,
            "error_description",
            "Missing required parameter: mfa_token",
        ),
    ] {
        let answer = challenge(&app, &client, &ask).await.ok(status);
        assert_eq!(answer[member], value);
    }
    let body = json!({ "client_id": client.id, "mfa_token": token });
    let unproved = app.post("/mfa/challenge").json(&body).send().await;
    assert_eq!(unproved.ok(401)["error_description"], "Unauthorized");
}

#[tokio::test]
async fn an_access_token_adds_another() {
    let (app, ada) = app_with_ada().await;
    let client = trusted(&app).await;
    let phone = app.give_app(&ada).await;
    let token = access_token(&app, &client, &phone, ALL).await;
    let second = associate(&app, &client, &token).await.ok(200);
    let secret = text(&second, "secret");
    assert!(second.get("recovery_codes").is_some(), "there was none yet");
    let listed = authenticators(&app, &token).await.ok(200);
    assert_eq!(listed.as_array().unwrap().len(), 3);
    // What was not shown to work proves nothing while there is another.
    let waits = mfa_token(&app, &client).await;
    app.advance(30);
    let code = AuthenticatorApp::with(&secret).code(&app);
    let answer = finish(&app, &client, &waits, &code).await.ok(403);
    assert_eq!(answer["error_description"], "Invalid otp_code.");
}

#[tokio::test]
async fn removing_takes_an_access_token() {
    let (app, ada) = app_with_ada().await;
    let client = trusted(&app).await;
    let phone = app.give_app(&ada).await;
    let token = access_token(&app, &client, &phone, ALL).await;
    let id = text(&authenticators(&app, &token).await.ok(200)[0], "id");
    let path = format!("/mfa/authenticators/{}", id.replace('|', "%7C"));
    let waits = mfa_token(&app, &client).await;
    app.delete(&path).bearer(&waits).send().await.ok(401);
    app.delete(&path).send().await.ok(401);
    let removed = app.delete(&path).bearer(&token).send().await;
    assert_eq!(removed.status, 204);
    assert_eq!(authenticators(&app, &token).await.ok(200), json!([]));
    app.delete(&path).bearer(&token).send().await.ok(404);
    assert_eq!(app.types_logged("gd_unenroll").await.len(), 1);
}

#[tokio::test]
async fn tokens_for_other_purposes_open_nothing() {
    let (app, ada) = app_with_ada().await;
    let client = trusted(&app).await;
    let phone = app.give_app(&ada).await;
    // For the Management API, whatever its scopes.
    let admin = app.admin_token().await;
    authenticators(&app, &admin).await.ok(401);
    // For the MFA API, but without the scope.
    let token = access_token(&app, &client, &phone, "enroll").await;
    let answer = authenticators(&app, &token).await.ok(403);
    assert_eq!(answer["error"], "insufficient_scope");
    // Nobody gets such a token without a user.
    let machine = json!({ "grant_types": ["client_credentials"] });
    let machine = app.application(&machine).await;
    let audience = app.tenant.mfa_audience();
    let pairs = [
        ("grant_type", "client_credentials"),
        ("audience", audience.as_str()),
    ];
    app.token_of(&machine, &pairs).await.ok(403);
    // Blocked users have no say.
    let waits = mfa_token(&app, &client).await;
    let path = format!("/api/v2/users/{}", ada.replace('|', "%7C"));
    let blocked = json!({ "blocked": true });
    app.write(Method::PATCH, &path, &blocked).await.ok(200);
    authenticators(&app, &waits).await.ok(403);
}
