//! `GET /users-by-email`.

use axum::http::Method;
use serde_json::json;

use crate::test_app::TestApp;

const PATH: &str = "/api/v2/users-by-email";

#[tokio::test]
async fn finds_all_with_exactly_this_address() {
    let app = TestApp::new().await;
    let second = json!({ "name": "second", "strategy": "auth0" });
    app.write(Method::POST, "/api/v2/connections", &second)
        .await
        .ok(201);
    app.add_user("a@example.com", json!({})).await;
    app.advance(1);
    app.add_user("a@example.com", json!({ "connection": "second" }))
        .await;
    app.add_user("b@example.com", json!({})).await;
    let other = app.other_tenant().await;
    other.add_user("a@example.com", json!({})).await;

    let found = app.read(&format!("{PATH}?email=a%40example.com")).await;
    let found = found.ok(200);
    assert_eq!(found.as_array().unwrap().len(), 2);
    assert_eq!(found[1]["identities"][0]["connection"], "second");
    let none = app.read(&format!("{PATH}?email=A%40example.com")).await;
    assert_eq!(none.ok(200), json!([]));
    let projected = app
        .read(&format!("{PATH}?email=b%40example.com&fields=email"))
        .await;
    assert_eq!(projected.ok(200), json!([{ "email": "b@example.com" }]));
    app.read(PATH).await.refused(
        400,
        "Query validation error: 'Missing required property: email'.",
        Some("invalid_query_string"),
    );
}
