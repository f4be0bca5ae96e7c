//! `/guardian`: factors, policies and providers.

use axum::http::Method;
use serde_json::{Value, json};

use crate::test_app::{TestApp, TestResponse};

async fn put(app: &TestApp, path: &str, body: Value) -> TestResponse {
    app.write(Method::PUT, &format!("/api/v2/guardian/{path}"), &body)
        .await
}

async fn get(app: &TestApp, path: &str) -> Value {
    app.read(&format!("/api/v2/guardian/{path}")).await.ok(200)
}

#[tokio::test]
async fn all_factors_are_listed_and_each_can_be_switched() {
    let app = TestApp::new().await;
    let names = [
        "sms",
        "push-notification",
        "otp",
        "email",
        "duo",
        "webauthn-roaming",
        "webauthn-platform",
        "recovery-code",
    ];
    let off = |name| json!({ "name": name, "enabled": false, "trial_expired": false });
    let all: Vec<Value> = names.map(off).into();
    assert_eq!(get(&app, "factors").await, json!(all));
    let answer = put(&app, "factors/otp", json!({ "enabled": true })).await;
    assert_eq!(answer.ok(200), json!({ "enabled": true }));
    assert_eq!(
        get(&app, "factors").await[2],
        json!({ "name": "otp", "enabled": true, "trial_expired": false })
    );
    assert_eq!(get(&app, "factors").await[0], off("sms"));
    let unknown = put(&app, "factors/abacus", json!({ "enabled": true })).await;
    unknown.refused(
        400,
        "Path validation error: 'Invalid value \"abacus\"' on property name (Name of the factor).",
        Some("invalid_uri"),
    );
}

#[tokio::test]
async fn policies() {
    let app = TestApp::new().await;
    assert_eq!(get(&app, "policies").await, json!([]));
    for policies in [json!(["all-applications"]), json!([])] {
        let answer = put(&app, "policies", policies.clone()).await;
        assert_eq!(answer.ok(200), policies);
        assert_eq!(get(&app, "policies").await, policies);
    }
    assert_eq!(put(&app, "policies", json!(["never"])).await.status, 400);
}

#[tokio::test]
async fn recorded_settings() {
    let app = TestApp::new().await;
    for (path, initial, sent) in [
        (
            "factors/phone/message-types",
            json!({ "message_types": [] }),
            json!({ "message_types": ["voice"] }),
        ),
        (
            "factors/phone/selected-provider",
            json!({ "provider": "auth0" }),
            json!({ "provider": "twilio" }),
        ),
        (
            "factors/push-notification/selected-provider",
            json!({ "provider": "guardian" }),
            json!({ "provider": "sns" }),
        ),
        (
            "factors/sms/providers/twilio",
            json!({}),
            json!({ "from": "123456789", "auth_token": "test_token", "sid": "test_sid" }),
        ),
        (
            "factors/duo/settings",
            json!({}),
            json!({ "host": "api-hostname", "ikey": "someKey", "skey": "someSecret" }),
        ),
        (
            "factors/push-notification/providers/sns",
            json!({}),
            json!({
                "aws_access_key_id": "test1", "aws_region": "us-west-1",
                "sns_apns_platform_application_arn": "test_arn", "sns_gcm_platform_application_arn": "test_arn"
            }),
        ),
    ] {
        assert_eq!(get(&app, path).await, initial, "{path}");
        assert_eq!(put(&app, path, sent.clone()).await.ok(200), sent, "{path}");
        assert_eq!(get(&app, path).await, sent, "{path}");
    }
    let templates =
        json!({ "enrollment_message": "enroll foo", "verification_message": "verify foo" });
    let answer = put(&app, "factors/sms/templates", templates.clone()).await;
    assert_eq!(answer.ok(200), templates);
    assert_eq!(get(&app, "factors/phone/templates").await, templates);
}

#[tokio::test]
async fn push_keys_are_not_shown() {
    let app = TestApp::new().await;
    let apns = json!({ "sandbox": false, "bundle_id": "com.my.app", "p12": "MIIP" });
    let path = "factors/push-notification/providers/apns";
    let shown = json!({ "sandbox": false, "bundle_id": "com.my.app" });
    assert_eq!(put(&app, path, apns).await.ok(200), shown);
    assert_eq!(get(&app, path).await, shown);
    for (name, body) in [
        ("fcm", json!({ "server_key": "abc123" })),
        ("fcmv1", json!({ "server_credentials": "abc123" })),
    ] {
        let path = format!("factors/push-notification/providers/{name}");
        assert_eq!(put(&app, &path, body).await.ok(200), json!({}));
    }
}

#[tokio::test]
async fn how_keys_are_used() {
    let app = TestApp::new().await;
    let plain = json!({ "overrideRelyingParty": false });
    let mut verified = plain.clone();
    verified["userVerification"] = json!("discouraged");
    for (factor, initial) in [("webauthn-platform", plain), ("webauthn-roaming", verified)] {
        let path = format!("factors/{factor}/settings");
        assert_eq!(get(&app, &path).await, initial);
        let named =
            json!({ "overrideRelyingParty": true, "relyingPartyIdentifier": "tenant.test" });
        let set = put(&app, &path, named.clone()).await.ok(200);
        assert_eq!(set["relyingPartyIdentifier"], "tenant.test");
        let full = format!("/api/v2/guardian/{path}");
        let change = json!({ "overrideRelyingParty": false });
        let changed = app.write(Method::PATCH, &full, &change).await.ok(200);
        assert_eq!(changed["relyingPartyIdentifier"], "tenant.test");
        assert_eq!(changed["overrideRelyingParty"], false);
    }
}
