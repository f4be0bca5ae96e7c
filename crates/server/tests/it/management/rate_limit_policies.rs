//! `/api/v2/rate-limit-policies`.

use axum::http::Method;
use serde_json::json;

use crate::test_app::TestApp;

const PATH: &str = "/api/v2/rate-limit-policies";

#[tokio::test]
async fn a_policy_from_its_making_to_its_end() {
    let app = TestApp::new().await;
    let body = json!({
        "resource": "oauth_authentication_api", "consumer": "client", "consumer_selector": "default",
        "configuration": { "action": "block", "limit": 100 },
    });
    let made = app.write(Method::POST, PATH, &body).await.ok(201);
    for (name, value) in body.as_object().unwrap() {
        assert_eq!(&made[name], value, "{name}");
    }
    app.write(Method::POST, PATH, &body).await.ok(409);
    let item = format!("{PATH}/{}", made["id"].as_str().unwrap());
    let redirect = json!({
        "configuration": { "action": "redirect", "limit": 500, "redirect_uri": "https://example.com/rate-limited" },
    });
    let changed = app.write(Method::PATCH, &item, &redirect).await.ok(200);
    assert_eq!(changed["configuration"], redirect["configuration"]);
    for (query, count) in [
        ("resource=oauth_authentication_api&take=50", 1),
        ("consumer_selector=client%3Aabc", 0),
        ("", 1),
    ] {
        let list = app.read(&format!("{PATH}?{query}")).await.ok(200);
        let rows = list["rate_limit_policies"].as_array().unwrap();
        assert_eq!(rows.len(), count, "{query}");
    }
    for configuration in [
        json!({ "action": "block" }),
        json!({ "action": "redirect", "limit": 1, "redirect_uri": "http://example.com" }),
        json!({ "action": "block", "limit": 10_001 }),
        json!({ "action": "explode", "limit": 1 }),
    ] {
        let body = json!({ "configuration": configuration });
        app.write(Method::PATCH, &item, &body).await.ok(400);
    }
    assert_eq!(app.read(&item).await.ok(200), changed);
    let other = app.other_tenant().await;
    other.read(&item).await.ok(404);
    app.remove(&item).await.ok(204);
    app.read(&item)
        .await
        .refused(404, "The rate limit policy does not exist.", None);
}
