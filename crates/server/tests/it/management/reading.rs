//! What was made is read again by its id, as it was answered; what is changed reads changed.

use axum::http::Method;
use serde_json::{Value, json};

use crate::test_app::TestApp;

const PREFIX: &str = "/api/v2";

async fn make(app: &TestApp, path: &str, body: Value) -> Value {
    let made = app
        .write(Method::POST, &format!("{PREFIX}{path}"), &body)
        .await;
    assert!(made.status.is_success(), "{path}: {}", made.text);
    made.json()
}

#[tokio::test]
async fn what_was_made_is_there() {
    let app = TestApp::new().await;
    let block =
        json!({ "action": { "block": true }, "match": { "asns": [9453] }, "scope": "tenant" });
    let webhook = json!({ "type": "webhook", "configuration": {
        "webhook_endpoint": "https://example.com/events",
        "webhook_authorization": { "method": "bearer", "token": "tiber-mouth-4711" },
    } });
    let stream = json!({ "httpEndpoint": "https://example.com/logs" });
    for (path, body) in [
        (
            "/branding/phone/providers",
            json!({
                "name": "twilio", "configuration": { "sid": "sid1", "delivery_methods": ["text"] },
                "credentials": { "auth_token": "tiber-mouth-4711" },
            }),
        ),
        (
            "/branding/phone/templates",
            json!({ "type": "otp_verify", "content": { "body": { "text": "{{ code }}" } } }),
        ),
        (
            "/event-streams",
            json!({ "name": "e", "subscriptions": [{ "event_type": "user.created" }], "destination": webhook }),
        ),
        ("/flows", json!({ "name": "f" })),
        (
            "/forms",
            json!({ "name": "f", "languages": { "primary": "en" } }),
        ),
        (
            "/log-streams",
            json!({ "name": "l", "type": "http", "sink": stream }),
        ),
        (
            "/network-acls",
            json!({ "description": "d", "active": false, "rule": block }),
        ),
    ] {
        let made = make(&app, path, body).await;
        let item = format!("{PREFIX}{path}/{}", made["id"].as_str().unwrap());
        let read = app.read(&item).await;
        assert!(!read.text.contains("tiber-mouth"), "{}", read.text);
        assert_eq!(read.ok(200), made, "{path}");
    }
}

#[tokio::test]
async fn a_custom_domain_is_read() {
    let app = TestApp::new().await;
    let body = json!({ "domain": "login.example.com", "type": "self_managed_certs" });
    let made = make(&app, "/custom-domains", body).await;
    let item = format!(
        "{PREFIX}/custom-domains/{}",
        made["custom_domain_id"].as_str().unwrap()
    );
    assert_eq!(app.read(&item).await.ok(200)["domain"], made["domain"]);
}

#[tokio::test]
async fn a_token_exchange_profile_is_read() {
    let app = TestApp::new().await;
    let action =
        json!({ "name": "Exchange", "supported_triggers": [{ "id": "custom-token-exchange" }] });
    let action = make(&app, "/actions/actions", action).await;
    let profile = json!({
        "name": "p", "subject_token_type": "https://acme.com/token", "action_id": action["id"],
        "type": "custom_authentication",
    });
    let made = make(&app, "/token-exchange-profiles", profile).await;
    let item = format!(
        "{PREFIX}/token-exchange-profiles/{}",
        made["id"].as_str().unwrap()
    );
    assert_eq!(app.read(&item).await.ok(200), made);
}

#[tokio::test]
async fn a_version_of_a_module_is_read() {
    let app = TestApp::new().await;
    let body = json!({ "name": "m", "code": "module.exports = {};" });
    let module = make(&app, "/actions/modules", body).await;
    let versions = format!(
        "/actions/modules/{}/versions",
        module["id"].as_str().unwrap()
    );
    let made = make(&app, &versions, json!({})).await;
    let item = format!("{PREFIX}{versions}/{}", made["id"].as_str().unwrap());
    assert_eq!(app.read(&item).await.ok(200)["id"], made["id"]);
}

#[tokio::test]
async fn what_is_changed_reads_changed() {
    let app = TestApp::new().await;
    let provider = json!({
        "name": "twilio", "configuration": { "sid": "sid1", "delivery_methods": ["text"] },
        "credentials": { "auth_token": "tiber-mouth-4711" },
    });
    let made = make(&app, "/branding/phone/providers", provider).await;
    let item = format!(
        "{PREFIX}/branding/phone/providers/{}",
        made["id"].as_str().unwrap()
    );
    let change = json!({ "disabled": true });
    let changed = app.write(Method::PATCH, &item, &change).await.ok(200);
    assert_eq!(changed["disabled"], true);
    assert_eq!(app.read(&item).await.ok(200), changed);

    let sns = format!("{PREFIX}/guardian/factors/push-notification/providers/sns");
    let region = json!({ "aws_region": "eu-central-1" });
    let changed = app.write(Method::PATCH, &sns, &region).await.ok(200);
    assert_eq!(changed["aws_region"], "eu-central-1");
    assert_eq!(app.read(&sns).await.ok(200)["aws_region"], "eu-central-1");
}
