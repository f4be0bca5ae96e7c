//! `POST /branding/phone/…/try`: messages that show whether they arrive.

use axum::http::Method;
use serde_json::{Value, json};

use crate::test_app::TestApp;

const PROVIDERS: &str = "/api/v2/branding/phone/providers";
const TEMPLATES: &str = "/api/v2/branding/phone/templates";
const SENT: &str = "Test notification successfully sent for processing";
const PHONE: &str = "+15550100200";

async fn made(app: &TestApp, path: &str, body: &Value) -> String {
    let made = app.write(Method::POST, path, body).await.ok(201);
    format!("{path}/{}", made["id"].as_str().unwrap())
}

async fn provider(app: &TestApp) -> String {
    let body = json!({
        "name": "custom", "configuration": { "delivery_methods": ["text"] }, "credentials": {},
    });
    made(app, PROVIDERS, &body).await
}

#[tokio::test]
async fn a_provider_is_tried_with_our_words() {
    let app = TestApp::new().await;
    let provider = provider(&app).await;
    let attempt = format!("{provider}/try");
    let body = json!({ "to": PHONE, "delivery_method": "text" });
    let said = app.write(Method::POST, &attempt, &body).await.ok(202);
    assert_eq!(said, json!({ "code": 202, "message": SENT }));
    let message = TestApp::only(app.mail(PHONE).await);
    assert!(
        message.text.starts_with("123456 is your code for "),
        "{message:?}"
    );
    for (body, code) in [
        (
            json!({ "to": PHONE, "delivery_method": "voice" }),
            "operation_not_supported",
        ),
        (json!({ "to": "me" }), "invalid_body"),
        (json!({ "to": PHONE, "from": PHONE }), "invalid_body"),
        (json!({}), "invalid_body"),
    ] {
        let refused = app.write(Method::POST, &attempt, &body).await;
        assert_eq!(refused.ok(400)["errorCode"], code, "{body}");
    }
    app.write(Method::PATCH, &provider, &json!({ "disabled": true }))
        .await
        .ok(200);
    let refused = app.write(Method::POST, &attempt, &body).await;
    assert_eq!(refused.ok(400)["errorCode"], "operation_not_supported");
    let other = app.other_tenant().await;
    other.write(Method::POST, &attempt, &body).await.ok(404);
    assert_eq!(app.mail(PHONE).await.len(), 1);
}

#[tokio::test]
async fn a_template_is_tried_with_its_own_words() {
    let app = TestApp::new().await;
    let template =
        |text: &str| json!({ "type": "otp_enroll", "content": { "body": { "text": text } } });
    let path = made(
        &app,
        TEMPLATES,
        &template("Enrol: {{ code }}, @@password@@"),
    )
    .await;
    let attempt = format!("{path}/try");
    let body = json!({ "to": PHONE.trim_start_matches('+') });
    let said = app.write(Method::POST, &attempt, &body).await.ok(202);
    assert_eq!(said, json!({ "code": 202, "message": SENT }));
    let message = TestApp::only(app.mail(PHONE).await);
    assert_eq!(message.text, "Enrol: 123456, 123456");
    let broken = json!({ "content": { "body": { "text": "{% if %}" } } });
    app.write(Method::PATCH, &path, &broken).await.ok(200);
    let refused = app.write(Method::POST, &attempt, &body).await;
    assert_eq!(refused.ok(400)["errorCode"], "invalid_body");
    assert_eq!(app.mail(PHONE).await.len(), 1);
}
