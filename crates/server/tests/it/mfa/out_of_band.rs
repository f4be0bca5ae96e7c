//! Second factors by e-mail and text message at the MFA API, and the grant `mfa-oob`.

use axum::http::Method;
use ostia_identity::messages::inbox::Received;
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

/// Enrols a phone and asks it, and gives the two messages that came. The tenant and the client are new.
async fn two_messages(app: &TestApp, client: &Application) -> [Received; 2] {
    let token = mfa_token(app, client).await;
    let phone = json!({ "oob_channels": ["sms"], "phone_number": PHONE });
    let begun = associate(app, client, &token, &phone).await.ok(200);
    let enrolment = TestApp::only(app.mail(PHONE).await);
    let code = enrolment.code.clone().unwrap();
    finish(app, client, &token, &begun["oob_code"], &code)
        .await
        .ok(200);
    app.advance(1);
    let token = mfa_token(app, client).await;
    let asked = json!({ "mfa_token": token, "challenge_type": "oob" });
    challenge(app, client, &asked).await.ok(200);
    let verification = app.mail(PHONE).await.remove(0);
    [enrolment, verification]
}

fn says(message: &Received, template: &str) {
    let code = message.code.as_deref().unwrap();
    assert_eq!(message.text, template.replace("CODE", code));
}

#[tokio::test]
async fn the_factors_templates_are_what_it_says() {
    let (app, client) = app_with_factors().await;
    app.change_settings(&json!({ "friendly_name": "Acme" }))
        .await;
    let templates = json!({
        "enrollment_message":
            "{{code}} adds this phone to {{tenant.friendly_name}} ({{tenant.friendlyName}}) by {{message_type}}",
        "verification_message": "{% if locale contains 'fr' %}Bonjour{% else %}Hello{% endif %}, {{code}}",
    });
    let path = "/api/v2/guardian/factors/sms/templates";
    app.write(Method::PUT, path, &templates).await.ok(200);
    let [enrolment, verification] = two_messages(&app, &client).await;
    says(&enrolment, "CODE adds this phone to Acme (Acme) by sms");
    says(&verification, "Hello, CODE");
}

#[tokio::test]
async fn words_that_dont_serve_give_way_to_ours() {
    let (app, client) = app_with_factors().await;
    let templates = json!({
        "enrollment_message": "{% if %}{{code}}", "verification_message": "A code is on its way.",
    });
    let path = "/api/v2/guardian/factors/phone/templates";
    app.write(Method::PUT, path, &templates).await.ok(200);
    for message in two_messages(&app, &client).await {
        let code = message.code.as_deref().unwrap();
        let ours = format!("{code} is your code for ");
        assert!(message.text.starts_with(&ours), "{message:?}");
    }
}

#[tokio::test]
async fn the_tenants_phone_templates_come_first() {
    let (app, client) = app_with_factors().await;
    let factor =
        json!({ "enrollment_message": "F {{code}}", "verification_message": "F {{code}}" });
    let path = "/api/v2/guardian/factors/phone/templates";
    app.write(Method::PUT, path, &factor).await.ok(200);
    let path = "/api/v2/branding/phone/templates";
    let template = |kind: &str, text: &str| json!({ "type": kind, "content": { "from": "+15550100999", "body": { "text": text } } });
    let enrol = template(
        "otp_enroll",
        "{{ code }} for {{ user.email }} at {{ tenant }}",
    );
    app.write(Method::POST, path, &enrol).await.ok(201);
    let mut verify = template("otp_verify", "B {{ code }}");
    verify["disabled"] = json!(true);
    app.write(Method::POST, path, &verify).await.ok(201);
    let [enrolment, verification] = two_messages(&app, &client).await;
    says(&enrolment, &format!("CODE for {ADA} at tenant"));
    assert_eq!(enrolment.from, "+15550100999");
    says(&verification, "F CODE");
}

#[tokio::test]
async fn waits_between_text_messages_grow_where_the_tenant_says() {
    let (app, client) = app_with_factors().await;
    let path = "/api/v2/attack-protection/phone-provider-protection";
    let growing = json!({ "type": "exponential" });
    app.write(Method::PATCH, path, &growing).await.ok(200);
    let token = mfa_token(&app, &client).await;
    let phone = json!({ "oob_channels": ["sms"], "phone_number": PHONE });
    let begun = associate(&app, &client, &token, &phone).await.ok(200);
    let code = TestApp::only(app.mail(PHONE).await).code.unwrap();
    finish(&app, &client, &token, &begun["oob_code"], &code)
        .await
        .ok(200);
    let is_sent = async || {
        let token = mfa_token(&app, &client).await;
        let asked = json!({ "mfa_token": token, "challenge_type": "oob" });
        let answer = challenge(&app, &client, &asked).await;
        assert!(
            [200, 429].contains(&answer.status.as_u16()),
            "{}",
            answer.text
        );
        answer.status == 200
    };
    for _ in 0..4 {
        assert!(is_sent().await, "five at once, with that of the enrolment");
    }
    for minutes in [1, 1, 2, 4, 8, 16, 32, 32] {
        app.advance(minutes * 60 - 1);
        assert!(!is_sent().await, "before {minutes} minutes");
        app.advance(1);
        assert!(is_sent().await, "after {minutes} minutes");
    }

    // Who has left it alone for a day is as good as new.
    app.advance(86_400);
    for _ in 0..5 {
        assert!(is_sent().await);
    }
    assert!(!is_sent().await);
}
