//! `/emails/provider` and `/email-templates`.

use axum::http::Method;
use serde_json::{Value, json};

use crate::test_app::{TestApp, TestResponse};

const PROVIDER: &str = "/api/v2/emails/provider";
const ALL: &str =
    "fields=name%2Cenabled%2Cdefault_from_address%2Ccredentials%2Csettings&include_fields=true";

async fn write(app: &TestApp, method: Method, body: &Value) -> TestResponse {
    app.write(method, PROVIDER, body).await
}

fn smtp() -> Value {
    json!({
        "name": "smtp", "enabled": true, "default_from_address": "accounts@example.com",
        "credentials": { "smtp_host": "example.com", "smtp_port": 984, "smtp_user": "bob", "smtp_pass": "secret" }
    })
}

fn without_password(mut provider: Value) -> Value {
    provider["credentials"]
        .as_object_mut()
        .unwrap()
        .remove("smtp_pass");
    provider
}

#[tokio::test]
async fn a_recorded_life_of_a_provider() {
    let app = TestApp::new().await;
    let none = "There is not a configured email provider";
    let unknown = Some("inexistent_email_provider");
    let all = format!("{PROVIDER}?{ALL}");
    app.read(&all).await.refused(404, none, unknown);
    write(&app, Method::PATCH, &smtp())
        .await
        .refused(404, none, unknown);
    let ses = json!({
        "name": "ses", "enabled": true, "default_from_address": "accounts@example.com",
        "credentials": { "accessKeyId": "AKIAXXXX", "secretAccessKey": "7e8c2148", "region": "us-east-1" }
    });
    let made = write(&app, Method::POST, &ses).await.ok(201);
    assert_eq!(made["credentials"], json!({ "region": "us-east-1" }));
    write(&app, Method::POST, &smtp()).await.refused(
        409,
        "An email provider is already configured: ses",
        None,
    );
    let changed = write(&app, Method::PATCH, &smtp()).await.ok(200);
    assert_eq!(changed, without_password(smtp()));
    assert_eq!(app.read(&all).await.ok(200), without_password(smtp()));
    assert_eq!(
        app.read(PROVIDER).await.ok(200),
        json!({ "name": "smtp", "enabled": true })
    );
    assert_eq!(app.other_tenant().await.read(PROVIDER).await.status, 404);
    assert_eq!(app.remove(PROVIDER).await.status, 204);
    assert_eq!(app.remove(PROVIDER).await.status, 204);
    app.read(PROVIDER).await.refused(404, none, unknown);
}

#[tokio::test]
async fn credentials_belong_to_their_provider() {
    let app = TestApp::new().await;
    let mixed = json!({ "name": "mandrill", "credentials": { "smtp_host": "example.com" } });
    write(&app, Method::POST, &mixed).await.refused(
        400,
        "Payload validation error: 'Additional properties not allowed: smtp_host' on property credentials \
         (How the provider knows the tenant).",
        Some("invalid_body"),
    );
    write(&app, Method::POST, &smtp()).await.ok(201);
    let host = json!({ "credentials": { "smtp_host": "mail.example.com" } });
    let changed = write(&app, Method::PATCH, &host).await.ok(200);
    assert_eq!(changed["credentials"]["smtp_host"], "mail.example.com");
    assert_eq!(changed["credentials"]["smtp_user"], "bob");
    let nobody = json!({ "name": "pigeon", "credentials": {} });
    assert_eq!(write(&app, Method::POST, &nobody).await.status, 400);
    app.read(&format!("{PROVIDER}?fields=colour")).await.ok(400);
}

#[tokio::test]
async fn templates() {
    let app = TestApp::new().await;
    let path = "/api/v2/email-templates/verify_email";
    let sent = json!({
        "template": "verify_email", "body": "<html><body><h1>Verify your email</h1></body></html>",
        "from": "me@example.com", "resultUrl": "https://www.example.com/verify-email",
        "subject": "Verify your email", "syntax": "liquid", "enabled": true, "includeEmailInRedirect": true
    });
    let missing = "The template does not exist.";
    let code = Some("inexistent_email_template");
    app.read(path).await.refused(404, missing, code);
    let off = json!({ "enabled": false });
    let refused = app.write(Method::PATCH, path, &off).await;
    refused.refused(404, missing, code);
    let create = "/api/v2/email-templates";
    let made = app.write(Method::POST, create, &sent).await.ok(200);
    assert_eq!(made, sent);
    let again = app.write(Method::POST, create, &sent).await;
    again.refused(409, "Template verify_email already exists.", None);
    let changed = app.write(Method::PATCH, path, &off).await.ok(200);
    let mut expected = sent.clone();
    expected["enabled"] = json!(false);
    assert_eq!(changed, expected);
    assert_eq!(app.read(path).await.ok(200), expected);
    assert_eq!(app.write(Method::PUT, path, &sent).await.ok(200), sent);
    assert_eq!(app.other_tenant().await.read(path).await.status, 404);
    let elsewhere = "/api/v2/email-templates/welcome_email";
    assert_eq!(app.write(Method::PUT, elsewhere, &sent).await.status, 400);
    let unknown = app.read("/api/v2/email-templates/love_letter").await;
    assert_eq!(unknown.json()["errorCode"], "invalid_uri");
}
