//! `/attack-protection`, `/risk-assessments` and `/supplemental-signals`.

use axum::http::Method;
use serde_json::{Value, json};

use crate::test_app::{TestApp, TestResponse};

async fn patch(app: &TestApp, path: &str, body: Value) -> TestResponse {
    app.write(Method::PATCH, &format!("/api/v2{path}"), &body)
        .await
}

#[tokio::test]
async fn a_new_tenant_is_protected_as_upstream_protects() {
    let app = TestApp::new().await;
    for (path, expected) in [
        (
            "bot-detection",
            json!({
                "challenge_password_policy": "never", "challenge_passwordless_policy": "never",
                "challenge_password_reset_policy": "never", "allowlist": [], "bot_detection_level": "medium",
                "monitoring_mode_enabled": false
            }),
        ),
        (
            "captcha",
            json!({
                "active_provider_id": "auth_challenge", "simple_captcha": {}, "auth_challenge": { "fail_open": false },
                "recaptcha_v2": { "site_key": "" }, "recaptcha_enterprise": { "site_key": "", "project_id": "" },
                "hcaptcha": { "site_key": "" }, "friendly_captcha": { "site_key": "" },
                "arkose": {
                    "site_key": "", "client_subdomain": "client-api", "verify_subdomain": "verify-api",
                    "fail_open": false
                }
            }),
        ),
        (
            "brute-force-protection",
            json!({
                "enabled": true, "shields": ["block", "user_notification"], "mode": "count_per_identifier_and_ip",
                "allowlist": [], "max_attempts": 10
            }),
        ),
    ] {
        let path = format!("/api/v2/attack-protection/{path}");
        assert_eq!(app.read(&path).await.ok(200), expected, "{path}");
    }
}

#[tokio::test]
async fn what_is_read_can_be_written_back() {
    let app = TestApp::new().await;
    for path in [
        "/attack-protection/bot-detection",
        "/attack-protection/breached-password-detection",
        "/attack-protection/brute-force-protection",
        "/attack-protection/captcha",
        "/attack-protection/phone-provider-protection",
        "/attack-protection/suspicious-ip-throttling",
        "/risk-assessments/settings",
        "/risk-assessments/settings/new-device",
        "/supplemental-signals",
    ] {
        let before = app.read(&format!("/api/v2{path}")).await.ok(200);
        let written = patch(&app, path, before.clone()).await.ok(200);
        assert_eq!(written, before, "{path}");
        assert_eq!(
            app.read(&format!("/api/v2{path}")).await.ok(200),
            before,
            "{path}"
        );
    }
}

#[tokio::test]
async fn a_change_touches_what_it_names() {
    let app = TestApp::new().await;
    let other = app.other_tenant().await;
    let path = "/attack-protection/suspicious-ip-throttling";
    let before = app.read(&format!("/api/v2{path}")).await.ok(200);
    let change = json!({ "enabled": false, "stage": { "pre-login": { "max_attempts": 7 } } });
    let after = patch(&app, path, change).await.ok(200);
    let mut expected = before.clone();
    expected["enabled"] = json!(false);
    expected["stage"]["pre-login"]["max_attempts"] = json!(7);
    assert_eq!(after, expected);
    assert_eq!(other.read(&format!("/api/v2{path}")).await.ok(200), before);
    let recorded = json!({
        "enabled": false, "shields": ["block"], "mode": "count_per_identifier", "max_attempts": 66,
        "allowlist": ["127.0.0.1", "10.0.0.0/8", "2001:db8::1", "2001:db8::/32"]
    });
    let path = "/attack-protection/brute-force-protection";
    assert_eq!(patch(&app, path, recorded.clone()).await.ok(200), recorded);
}

#[tokio::test]
async fn breached_passwords_are_looked_up_as_the_setting_says() {
    let app = TestApp::new().await;
    let user = app.person("ada@example.com").await;
    let client = app
        .application(&json!({ "grant_types": ["password"] }))
        .await;
    app.change_settings(&json!({ "default_directory": "Username-Password-Authentication" }))
        .await;
    let leaked =
        json!({ "password": "Paaf213XXYYZZ", "connection": "Username-Password-Authentication" });
    app.write(
        Method::PATCH,
        &format!("/api/v2/users/{}", user.id),
        &leaked,
    )
    .await
    .ok(200);
    let log_in = async || {
        let pairs = [
            ("grant_type", "password"),
            ("username", "ada@example.com"),
            ("password", "Paaf213XXYYZZ"),
        ];
        app.token_of(&client, &pairs).await.status.as_u16()
    };
    let path = "/attack-protection/breached-password-detection";
    let before = app.read(&format!("/api/v2{path}")).await.ok(200);
    assert_eq!((&before["enabled"], log_in().await), (&json!(false), 200));
    let after = patch(&app, path, json!({ "enabled": true, "shields": ["block"] }))
        .await
        .ok(200);
    assert_eq!(
        (&after["shields"], log_in().await),
        (&json!(["block"]), 401)
    );
    assert_eq!(app.read(&format!("/api/v2{path}")).await.ok(200), after);
    patch(&app, path, json!({ "shields": [] })).await.ok(200);
    assert_eq!(log_in().await, 200);
    let refused = patch(&app, path, json!({ "stage": { "pre-login": {} } })).await;
    assert_eq!(refused.status, 400);
}

#[tokio::test]
async fn secrets_are_kept_and_not_shown() {
    let app = TestApp::new().await;
    let path = "/attack-protection/captcha";
    let arkose = json!({
        "site_key": "test-site-key-arkose", "secret": "test-secret-arkose", "client_subdomain": "client-api",
        "verify_subdomain": "verify-api", "fail_open": false
    });
    let change = json!({ "active_provider_id": "arkose", "arkose": arkose });
    for after in [
        patch(&app, path, change).await.ok(200),
        app.read(&format!("/api/v2{path}")).await.ok(200),
        patch(&app, path, json!({ "active_provider_id": "arkose" }))
            .await
            .ok(200),
    ] {
        assert_eq!(after["active_provider_id"], "arkose");
        assert_eq!(after["arkose"]["site_key"], "test-site-key-arkose");
        assert_eq!(after["arkose"].get("secret"), None);
        assert_eq!(after["hcaptcha"], json!({ "site_key": "" }));
    }
}

#[tokio::test]
async fn refusals() {
    let app = TestApp::new().await;
    for (path, body, message) in [
        (
            "/attack-protection/brute-force-protection",
            json!({ "max_attempts": 0 }),
            "Payload validation error: 'Value 0 is less than minimum 1' on property max_attempts \
             (Wrong passwords before the shields go up).",
        ),
        (
            "/attack-protection/bot-detection",
            json!({ "colour": 1 }),
            "Payload validation error: 'Additional properties not allowed: colour'.",
        ),
        (
            "/risk-assessments/settings",
            json!({}),
            "Payload validation error: 'Missing required property: enabled'.",
        ),
    ] {
        let refused = patch(&app, path, body).await;
        refused.refused(400, message, Some("invalid_body"));
    }
    let path = "/attack-protection/brute-force-protection";
    let not_an_address = patch(&app, path, json!({ "allowlist": ["10.0.0.0/33"] })).await;
    assert_eq!(not_an_address.status, 400);
}
