//! `/api/v2/self-service-profiles`.

use axum::http::Method;
use serde_json::json;

use crate::test_app::TestApp;

const PATH: &str = "/api/v2/self-service-profiles";

#[tokio::test]
async fn a_profile_from_its_making_to_its_end() {
    let app = TestApp::new().await;
    let body = json!({
        "name": "my-sso-profile", "description": "sample description", "allowed_strategies": ["oidc", "samlp"],
        "branding": { "colors": { "primary": "#0059d6" }, "logo_url": "https://mycompany.org/v2/logo.png" },
    });
    let made = app.write(Method::POST, PATH, &body).await.ok(201);
    assert_eq!(made["user_attributes"], json!([]));
    for (name, value) in body.as_object().unwrap() {
        assert_eq!(&made[name], value, "{name}");
    }
    let id = made["id"].as_str().unwrap();
    let item = format!("{PATH}/{id}");
    let totals = app
        .read(&format!("{PATH}?page=0&per_page=100&include_totals=true"))
        .await;
    assert_eq!(
        totals.ok(200),
        json!({ "self_service_profiles": [made], "start": 0, "limit": 100, "total": 1 })
    );
    assert_eq!(app.read(PATH).await.ok(200), json!([made]));

    let unknown = json!({ "user_attribute_profile_id": "uap_1csDj3szFsgxGS1oTZTdFm" });
    app.write(Method::PATCH, &item, &unknown).await.ok(404);
    let changed = app
        .write(Method::PATCH, &item, &json!({ "description": null }))
        .await
        .ok(200);
    assert!(changed.get("description").is_none());

    assert_eq!(app.read(&item).await.ok(200), changed);
    let texts = format!("{item}/custom-text/en/get-started");
    assert_eq!(app.read(&texts).await.ok(200), json!({}));
    let welcome = json!({ "introduction": "Welcome!" });
    assert_eq!(
        app.write(Method::PUT, &texts, &welcome).await.ok(200),
        welcome
    );
    assert_eq!(app.read(&texts).await.ok(200), welcome);
    app.read(&format!("{item}/custom-text/xx/get-started"))
        .await
        .ok(400);

    app.other_tenant().await.read(&item).await.ok(404);
    app.remove(&item).await.ok(204);
    app.remove(&item).await.ok(204);
    let gone = format!("Profile with ID: {id} not found");
    for path in [&item, &texts] {
        app.read(path).await.refused(404, &gone, None);
    }
}

#[tokio::test]
async fn a_ticket_is_shown_once_and_can_be_revoked() {
    let app = TestApp::new().await;
    let profile = app
        .write(Method::POST, PATH, &json!({ "name": "x" }))
        .await
        .ok(201);
    let tickets = format!("{PATH}/{}/sso-ticket", profile["id"].as_str().unwrap());
    let body = json!({ "connection_config": { "name": "customer-1" }, "ttl_sec": 600 });
    let made = app.write(Method::POST, &tickets, &body).await.ok(201);
    let address = made["ticket"].as_str().unwrap();
    let start = "https://tenant.test/self-service/connections-flow?ticket=";
    let token = address.strip_prefix(start).unwrap();
    assert!(
        !json!(app.entries().await).to_string().contains(token),
        "not in the log"
    );
    app.write(
        Method::POST,
        &format!("{tickets}/{token}/revoke"),
        &json!({}),
    )
    .await
    .ok(202);
    let taken = json!({ "connection_config": { "name": "Username-Password-Authentication" } });
    app.write(Method::POST, &tickets, &taken).await.ok(409);
    app.write(
        Method::POST,
        &tickets,
        &json!({ "connection_config": { "name": "-" } }),
    )
    .await
    .ok(400);
    app.write(
        Method::POST,
        &format!("{PATH}/ssp_nobody/sso-ticket"),
        &body,
    )
    .await
    .ok(404);
}
