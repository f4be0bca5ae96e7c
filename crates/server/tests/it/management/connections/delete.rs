//! `DELETE /connections/{id}` and `DELETE /connections/{id}/users`.

use axum::http::Method;
use serde_json::{Value, json};

use super::{PATH, id_of};
use crate::test_app::{ADMIN_CLIENT, TestApp};

async fn add_user(app: &TestApp, connection: &str, email: &str) -> Value {
    let body = json!({ "connection": connection, "email": email, "password": "Correct-Horse-7" });
    app.write(Method::POST, "/api/v2/users", &body)
        .await
        .ok(201)
}

async fn users(app: &TestApp) -> usize {
    let users = app.read("/api/v2/users").await.ok(200);
    users.as_array().unwrap().len()
}

#[tokio::test]
async fn its_users_go_along() {
    let app = TestApp::new().await;
    let members = json!({ "enabled_clients": [ADMIN_CLIENT] });
    let made = app.add_connection("n", "auth0", members.clone()).await;
    add_user(&app, "n", "a@example.com").await;
    add_user(&app, "n", "b@example.com").await;
    add_user(&app, "Username-Password-Authentication", "a@example.com").await;
    let path = format!("{PATH}/{}", id_of(&made));
    let deleted = app.remove(&path).await.ok(202);
    assert_eq!(deleted, json!({ "deleted_at": "2026-01-01T00:00:00.000Z" }));
    app.read(&path).await.ok(404);
    assert_eq!(users(&app).await, 1);
    assert_eq!(app.remove(&path).await.ok(204), Value::Null);
    // The next one of this name starts empty.
    let again = app.add_connection("n", "auth0", json!({})).await;
    assert_eq!(again["enabled_clients"], json!([]));
    add_user(&app, "n", "a@example.com").await;
}

#[tokio::test]
async fn another_tenants_stays() {
    let app = TestApp::new().await;
    let other = app.other_tenant().await;
    let foreign = other.add_connection("n", "auth0", json!({})).await;
    let path = format!("{PATH}/{}", id_of(&foreign));
    app.remove(&path).await.ok(204);
    other.read(&path).await.ok(200);
}

#[tokio::test]
async fn one_user_by_email() {
    let app = TestApp::new().await;
    let made = app.add_connection("n", "auth0", json!({})).await;
    let saml = app.add_connection("s", "samlp", json!({})).await;
    add_user(&app, "n", "a@example.com").await;
    add_user(&app, "n", "b@example.com").await;
    let path = format!("{PATH}/{}/users", id_of(&made));
    app.remove(&path).await.refused(
        400,
        "Query validation error: 'Missing required property: email'.",
        Some("invalid_query_string"),
    );
    app.remove(&format!("{path}?email=nobody%40example.com"))
        .await
        .ok(204);
    assert_eq!(users(&app).await, 2);
    app.remove(&format!("{path}?email=A%40example.com"))
        .await
        .ok(204);
    assert_eq!(users(&app).await, 1);
    let of_saml = format!("{PATH}/{}/users?email=b%40example.com", id_of(&saml));
    let refused = app.remove(&of_saml).await.ok(400);
    assert_eq!(
        refused["message"],
        "Connection must be a database connection"
    );
    app.remove(&format!(
        "{PATH}/con_0000000000000000/users?email=b%40example.com"
    ))
    .await
    .ok(404);
}
