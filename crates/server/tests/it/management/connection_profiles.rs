//! `/api/v2/connection-profiles`.

use axum::http::Method;
use serde_json::json;

use crate::test_app::TestApp;

const PATH: &str = "/api/v2/connection-profiles";

#[tokio::test]
async fn a_profile_from_its_making_to_its_end() {
    let app = TestApp::new().await;
    let body = json!({
        "name": "Test-Profile", "organization": { "show_as_button": "required", "assign_membership_on_login": "optional" },
        "connection_name_prefix_template": "template1", "enabled_features": ["scim", "universal_logout"],
    });
    let made = app.write(Method::POST, PATH, &body).await.ok(201);
    let mut expected = body.clone();
    for (name, value) in [
        ("id", made["id"].clone()),
        ("connection_config", json!(null)),
        ("strategy_overrides", json!(null)),
    ] {
        expected[name] = value;
    }
    assert_eq!(made, expected);
    let item = format!("{PATH}/{}", made["id"].as_str().unwrap());
    let change = json!({ "enabled_features": ["scim"], "connection_config": {} });
    let changed = app.write(Method::PATCH, &item, &change).await.ok(200);
    assert_eq!(changed["connection_config"], json!({}));
    assert_eq!(app.read(&item).await.ok(200), changed);
    assert_eq!(
        app.read(&format!("{PATH}?take=10")).await.ok(200),
        json!({ "connection_profiles": [changed] })
    );
    app.remove(&item).await.ok(204);
    app.remove(&item).await.ok(204);
    app.read(&item)
        .await
        .refused(404, "Connection profile not found.", None);
}

#[tokio::test]
async fn prefixes_make_names() {
    let app = TestApp::new().await;
    for (prefix, status) in [
        ("con-{org_id}", 201),
        ("{org_name}", 201),
        ("", 201),
        ("-con", 400),
        ("a--b", 400),
        ("{user}", 400),
        ("a-very-long-name", 400),
    ] {
        let body = json!({ "name": "x", "connection_name_prefix_template": prefix });
        app.write(Method::POST, PATH, &body).await.ok(status);
    }
    let all = app.read(&format!("{PATH}/templates")).await.ok(200);
    for template in all["connection_profile_templates"].as_array().unwrap() {
        let one = format!("{PATH}/templates/{}", template["id"].as_str().unwrap());
        assert_eq!(&app.read(&one).await.ok(200), template);
        app.write(Method::POST, PATH, &template["template"])
            .await
            .ok(201);
    }
    app.read(&format!("{PATH}/templates/nothing"))
        .await
        .refused(404, "Connection profile template not found.", None);
}
