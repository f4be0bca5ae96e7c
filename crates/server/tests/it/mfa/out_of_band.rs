//! Second factors by e-mail and text message at the MFA API, and the grant `mfa-oob`.

use serde_json::{Value, json};

use super::{ADA, CONNECTION, mfa_token};
use crate::applications::Application;
use crate::test_app::{TestApp, TestResponse};
use crate::visitor::all_at_once;

const OOB: &str = "http://auth0.com/oauth/grant-type/mfa-oob";
const PHONE: &str = "+15550100200";

async fn app_with_factors() -> (TestApp, Application) {
    let app = TestApp::new().await;
    app.person(ADA).await;
    app.change_settings(&json!({ "default_directory": CONNECTION }))
        .await;
    app.offer(&["email", "sms"], &["all-applications"]).await;
    let client = app
        .application(&json!({ "grant_types": ["password", OOB] }))
        .await;
    (app, client)
}

async fn associate(
    app: &TestApp,
    client: &Application,
    token: &str,
    members: &Value,
) -> TestResponse {
    let mut body = json!({
        "client_id": client.id, "client_secret": client.secret, "authenticator_types": ["oob"],
    });
    let own = body.as_object_mut().unwrap();
    own.extend(members.as_object().unwrap().clone());
    app.post("/mfa/associate")
        .bearer(token)
        .json(&body)
        .send()
        .await
}

async fn challenge(app: &TestApp, client: &Application, members: &Value) -> TestResponse {
    let mut body = json!({ "client_id": client.id, "client_secret": client.secret });
    let own = body.as_object_mut().unwrap();
    own.extend(members.as_object().unwrap().clone());
    app.post("/mfa/challenge").json(&body).send().await
}

async fn finish(
    app: &TestApp,
    client: &Application,
    token: &str,
    oob_code: &Value,
    code: &str,
) -> TestResponse {
    let pairs = [
        ("grant_type", OOB),
        ("mfa_token", token),
        ("oob_code", oob_code.as_str().unwrap()),
        ("binding_code", code),
    ];
    app.token_of(client, &pairs).await
}

fn another(code: &str) -> &'static str {
    if code == "000000" { "111111" } else { "000000" }
}

#[tokio::test]
async fn a_phone_is_enrolled_and_asked() {
    let (app, client) = app_with_factors().await;
    let token = mfa_token(&app, &client).await;
    let phone = json!({ "oob_channels": ["sms"], "phone_number": PHONE });
    let begun = associate(&app, &client, &token, &phone).await.ok(200);
    assert_eq!(begun["authenticator_type"], "oob");
    assert_eq!(
        (&begun["oob_channel"], &begun["binding_method"]),
        (&json!("sms"), &json!("prompt"))
    );
    let code = app.sent_code(PHONE).await;
    let wrong = finish(&app, &client, &token, &begun["oob_code"], another(&code)).await;
    wrong.denied(403, "invalid_grant", "Invalid binding_code.");
    finish(&app, &client, &token, &begun["oob_code"], &code)
        .await
        .ok(200);

    let token = mfa_token(&app, &client).await;
    let refused = associate(&app, &client, &token, &phone).await.ok(403);
    assert_eq!(refused["error_description"], "User is already enrolled");
    let listed = app
        .get("/mfa/authenticators")
        .bearer(&token)
        .send()
        .await
        .ok(200);
    assert_eq!(listed[0]["oob_channel"], "sms");
    assert_eq!(
        (&listed[0]["active"], &listed[0]["name"]),
        (&json!(true), &json!("XXXXXXXX0200"))
    );
    let ask = json!({ "mfa_token": token, "challenge_type": "oob otp", "authenticator_id": listed[0]["id"] });
    let asked = challenge(&app, &client, &ask).await.ok(200);
    assert_eq!(asked["challenge_type"], "oob");
    let code = app.sent_code(PHONE).await;
    let racing = (0..5).map(|_| finish(&app, &client, &token, &asked["oob_code"], &code));
    let answers = all_at_once(racing).await;
    assert_eq!(
        answers.iter().filter(|answer| answer.status == 200).count(),
        1
    );
    for (entry, times) in [
        ("gd_send_sms", 2),
        ("gd_enrollment_complete", 1),
        ("seoobft", 2),
    ] {
        assert_eq!(app.types_logged(entry).await.len(), times, "{entry}");
    }
}

#[tokio::test]
async fn an_address_is_enrolled_and_codes_are_its_owners() {
    let (app, client) = app_with_factors().await;
    let token = mfa_token(&app, &client).await;
    let by_mail = json!({ "oob_channels": ["email"] });
    let begun = associate(&app, &client, &token, &by_mail).await.ok(200);
    let code = app.sent_code(ADA).await;
    finish(&app, &client, &token, &begun["oob_code"], &code)
        .await
        .ok(200);
    let token = mfa_token(&app, &client).await;
    let ask = json!({ "mfa_token": token, "challenge_type": "otp" });
    let refused = challenge(&app, &client, &ask).await.ok(400);
    assert_eq!(refused["error"], "unsupported_challenge_type");
    let ask = json!({ "mfa_token": token, "challenge_type": "oob" });
    let asked = challenge(&app, &client, &ask).await.ok(200);
    let code = app.sent_code(ADA).await;
    // Without the code, with another's handle, too late: nothing.
    let none = [
        ("grant_type", OOB),
        ("mfa_token", token.as_str()),
        ("oob_code", "x"),
    ];
    let none = app.token_of(&client, &none).await;
    none.denied(
        400,
        "invalid_request",
        "Missing required parameter: binding_code",
    );
    let unknown = finish(&app, &client, &token, &json!("unknown"), &code).await;
    unknown.denied(403, "invalid_grant", "Invalid binding_code.");
    app.advance(300);
    let late = finish(&app, &client, &token, &asked["oob_code"], &code).await;
    late.denied(403, "invalid_grant", "Invalid binding_code.");
}

#[tokio::test]
async fn what_is_sent_has_a_limit() {
    let (app, client) = app_with_factors().await;
    let token = mfa_token(&app, &client).await;
    let phone = json!({ "oob_channels": ["sms"], "phone_number": PHONE });
    for _ in 0..10 {
        associate(&app, &client, &token, &phone).await.ok(200);
    }
    associate(&app, &client, &token, &phone).await.ok(429);
    let bad = json!({ "oob_channels": ["sms"], "phone_number": "0151" });
    associate(&app, &client, &token, &bad).await.ok(400);
    let voice = json!({ "oob_channels": ["voice"], "phone_number": PHONE });
    associate(&app, &client, &token, &voice).await.ok(400);
}

#[tokio::test]
async fn an_address_that_was_begun_finishes_nothing_once_there_is_another_factor() {
    let (app, client) = app_with_factors().await;
    let token = mfa_token(&app, &client).await;
    let phone = json!({ "oob_channels": ["sms"], "phone_number": PHONE });
    let begun = associate(&app, &client, &token, &phone).await.ok(200);
    let code = app.sent_code(PHONE).await;
    let users = app.read("/api/v2/users").await.ok(200);
    let methods = crate::second_factors::methods_of(users[0]["user_id"].as_str().unwrap());
    let own = json!({ "type": "email", "email": ADA });
    app.write(axum::http::Method::POST, &methods, &own)
        .await
        .ok(201);
    let late = finish(&app, &client, &token, &begun["oob_code"], &code).await;
    late.denied(403, "invalid_grant", "Invalid binding_code.");
}
