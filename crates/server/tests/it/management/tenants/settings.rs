//! `/tenants/settings`.

use axum::http::Method;
use ostia_identity::tenants;
use ostia_protocol::auth0::scopes::ManagementScope;
use serde_json::{Value, json};

use crate::test_app::{DOMAIN, TestApp, TestResponse};

const PATH: &str = "/api/v2/tenants/settings";

async fn patch(app: &TestApp, body: Value) -> TestResponse {
    app.write(Method::PATCH, PATH, &body).await
}

#[tokio::test]
async fn a_new_tenant_has_settings() {
    let app = TestApp::new().await;
    let settings = app.read(PATH).await.ok(200);
    assert_eq!(settings["enabled_locales"], json!(["en"]));
    assert_eq!(
        (
            &settings["session_lifetime"],
            &settings["idle_session_lifetime"]
        ),
        (&json!(168), &json!(72))
    );
    assert_eq!(settings["flags"]["revoke_refresh_token_grant"], false);
    assert!(settings.get("error_page").is_none());
    let some = app
        .read(&format!("{PATH}?fields=enabled_locales,session_cookie"))
        .await
        .ok(200);
    assert_eq!(
        some,
        json!({ "enabled_locales": ["en"], "session_cookie": { "mode": "persistent" } })
    );
    app.read(&format!("{PATH}?fields=colour")).await.ok(400);
}

#[tokio::test]
async fn a_recorded_change() {
    let app = TestApp::new().await;
    let before = app.read(PATH).await.ok(200);
    let sent = json!({
        "allowed_logout_urls": ["https://mycompany.org/logoutCallback"], "enabled_locales": ["en", "de"],
        "flags": { "enable_apis_section": false, "enable_public_signup_user_exists_error": true },
        "friendly_name": "My Test Tenant", "picture_url": "https://mycompany.org/logo.png",
        "session_cookie": { "mode": "non-persistent" }, "support_email": "support@mycompany.org",
        "support_url": "https://mycompany.org/support",
        "universal_login": { "colors": { "primary": "#F8F8F2", "page_background": "#222221" } },
        "session_lifetime_in_minutes": 181, "idle_session_lifetime_in_minutes": 60
    });
    let after = patch(&app, sent.clone()).await.ok(200);
    assert_eq!(after["session_lifetime"], json!(181.0 / 60.0));
    assert_eq!(after["idle_session_lifetime"], json!(1));
    assert!(after.get("session_lifetime_in_minutes").is_none());
    for name in [
        "friendly_name",
        "session_cookie",
        "support_email",
        "universal_login",
        "enabled_locales",
    ] {
        assert_eq!(after[name], sent[name], "{name}");
    }
    assert_eq!(after["flags"]["enable_apis_section"], false);
    assert_eq!(after["flags"]["enable_sso"], before["flags"]["enable_sso"]);
    assert_eq!(app.read(PATH).await.ok(200), after);
    let tenant = tenants::find_by_domain(DOMAIN, &app.platform)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(tenant.settings.friendly_name, "My Test Tenant");
    assert!(tenant.settings.signup_tells_user_exists);
}

#[tokio::test]
async fn null_unsets_and_objects_are_replaced() {
    let app = TestApp::new().await;
    let pages = json!({
        "error_page": { "html": "", "show_log_link": false, "url": "" },
        "guardian_mfa_page": { "enabled": false, "html": "x" }, "change_password": { "enabled": true, "html": "x" },
        "mtls": { "enable_endpoint_aliases": true }, "acr_values_supported": ["a"]
    });
    let after = patch(&app, pages.clone()).await.ok(200);
    assert_eq!(after["error_page"], pages["error_page"]);
    let less = json!({
        "error_page": null, "mtls": null, "acr_values_supported": null, "default_token_quota": null,
        "skip_non_verifiable_callback_uri_confirmation_prompt": null, "change_password": { "enabled": false }
    });
    let after = patch(&app, less).await.object();
    for name in ["error_page", "mtls", "acr_values_supported"] {
        assert!(!after.contains_key(name), "{name}");
    }
    assert_eq!(after["change_password"], json!({ "enabled": false }));
    assert_eq!(after["guardian_mfa_page"], pages["guardian_mfa_page"]);
}

#[tokio::test]
async fn flags_that_nobody_knows_survive_but_are_not_made() {
    let app = TestApp::new().await;
    let mut work = app.platform.database.begin().await.unwrap();
    let mut document = tenants::table::document(&app.tenant.id, &mut work)
        .await
        .unwrap();
    document["flags"]["of_an_old_tenant"] = json!(true);
    tenants::table::set_document(
        &app.tenant.id,
        &document,
        app.platform.clock.now(),
        &mut work,
    )
    .await
    .unwrap();
    work.commit().await.unwrap();
    let after = patch(&app, json!({ "flags": { "enable_sso": false } }))
        .await
        .ok(200);
    assert_eq!(after["flags"]["of_an_old_tenant"], true);
    let after = patch(&app, json!({ "flags": { "of_an_old_tenant": false } }))
        .await
        .ok(200);
    assert_eq!(after["flags"]["of_an_old_tenant"], false);
    patch(&app, json!({ "flags": { "of_a_typo": true } })).await.refused(
        400,
        "Payload validation error: 'Additional properties not allowed: of_a_typo' on property flags (Switches).",
        Some("invalid_body"),
    );
}

#[tokio::test]
async fn refusals() {
    let app = TestApp::new().await;
    let before = app.read(PATH).await.ok(200);
    let rows = [
        (
            json!({}),
            "Payload validation error: 'Too few properties defined (0), minimum 1'.",
        ),
        (
            json!({ "sandbox_versions_available": ["22"] }),
            "Payload validation error: 'Additional properties not allowed: sandbox_versions_available'.",
        ),
        (
            json!({ "session_lifetime": 2, "session_lifetime_in_minutes": 120 }),
            "session_lifetime and session_lifetime_in_minutes can't be set together.",
        ),
        (
            json!({ "session_lifetime": 0 }),
            "Payload validation error: 'Value 0 is less than minimum 1' on property session_lifetime (In hours).",
        ),
        (
            json!({ "friendly_name": null }),
            "Payload validation error: 'Expected type string but found type null' on property friendly_name (What \
             people see as the tenant's name).",
        ),
        (
            json!({ "enabled_locales": [] }),
            "Payload validation error: 'Array is too short (0), minimum 1' on property enabled_locales (The languages \
             of the hosted pages; the first is the default).",
        ),
        (
            json!({ "session_cookie": { "mode": "eternal" } }),
            "Payload validation error: 'Invalid value \"eternal\"' on property session_cookie.mode.",
        ),
    ];
    for (body, message) in rows {
        patch(&app, body)
            .await
            .refused(400, message, Some("invalid_body"));
    }
    for body in [
        json!({ "support_email": "nobody" }),
        json!({ "picture_url": "javascript:alert(1)" }),
        json!({ "default_redirection_uri": "http://plain.test" }),
        json!({ "enabled_locales": ["klingon"] }),
        json!({ "allowed_logout_urls": ["not a url"] }),
        json!({ "session_lifetime_in_minutes": 1.5 }),
        json!({ "flags": { "enable_sso": "yes" } }),
        json!({ "country_codes": { "list": ["de"] } }),
    ] {
        patch(&app, body).await.ok(400);
    }
    assert_eq!(app.read(PATH).await.ok(200), before);
}

#[tokio::test]
async fn the_other_tenant_has_its_own() {
    let app = TestApp::new().await;
    let other = app.other_tenant().await;
    patch(&app, json!({ "friendly_name": "Mine" }))
        .await
        .ok(200);
    assert_eq!(other.read(PATH).await.ok(200)["friendly_name"], "");
    let token = app
        .management_token(&[ManagementScope::ReadTenantSettings])
        .await;
    let refused = app
        .patch(PATH)
        .bearer(&token)
        .json(&json!({ "friendly_name": "x" }))
        .send()
        .await;
    refused.refused(
        403,
        "Insufficient scope, expected any of: update:tenant_settings",
        Some("insufficient_scope"),
    );
}
