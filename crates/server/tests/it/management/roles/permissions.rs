//! What a role allows.

use axum::http::Method;
use serde_json::{Value, json};

use super::{PATH, permissions};
use crate::test_app::TestApp;

const API: &str = "https://api.example.com/";

async fn arrange() -> (TestApp, String) {
    let app = TestApp::new().await;
    app.add_api(&json!({
        "identifier": API, "name": "Things",
        "scopes": [{ "value": "read:foo", "description": "Can read Foo" },
                   { "value": "create:foo", "description": "Can create Foo" }, { "value": "plain" }],
    }))
    .await;
    let role = app.add_role("Reader").await;
    let path = format!("{PATH}/{role}/permissions");
    (app, path)
}

#[tokio::test]
async fn answers_as_recorded() {
    let (app, path) = arrange().await;
    let body = permissions(API, &["read:foo", "create:foo"]);
    assert_eq!(
        app.write(Method::POST, &path, &body).await.ok(201),
        json!({})
    );
    assert_eq!(
        app.write(Method::POST, &path, &body).await.ok(201),
        json!({})
    );
    let list = format!("{path}?include_totals=true&page=0&per_page=100");
    assert_eq!(
        app.read(&list).await.ok(200),
        json!({
            "permissions": [
                { "permission_name": "create:foo", "description": "Can create Foo", "resource_server_name": "Things",
                  "resource_server_identifier": API },
                { "permission_name": "read:foo", "description": "Can read Foo", "resource_server_name": "Things",
                  "resource_server_identifier": API }],
            "start": 0, "limit": 100, "total": 2,
        })
    );
    let page = app.read(&format!("{path}?page=1&per_page=1")).await.ok(200);
    assert_eq!(page[0]["permission_name"], "read:foo");
    assert_eq!(
        app.read(&format!("{path}?page=2&per_page=1")).await.ok(200),
        json!([])
    );
    let one = permissions(API, &["create:foo", "never:given"]);
    assert_eq!(app.remove_with(&path, &one).await.ok(204), Value::Null);
    app.remove_with(&path, &one).await.ok(204);
    let left = app.read(&path).await.ok(200);
    assert_eq!(left.as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn only_what_the_api_defines() {
    let (app, path) = arrange().await;
    app.write(
        Method::POST,
        &path,
        &permissions(API, &["read:foo", "fly", "swim"]),
    )
    .await
    .refused(
        400,
        "The API https://api.example.com/ does not define these permissions: fly, swim",
        Some("invalid_body"),
    );
    let other = app.other_tenant().await;
    other
        .add_api(&json!({ "identifier": "urn:foreign", "scopes": [{ "value": "a" }] }))
        .await;
    for audience in ["urn:foreign", "https://api.example.com"] {
        app.write(Method::POST, &path, &permissions(audience, &["a"]))
            .await
            .refused(
                404,
                "The resource server does not exist",
                Some("inexistent_resource_server"),
            );
    }
    assert_eq!(app.read(&path).await.ok(200), json!([]));
    for body in [
        json!({}),
        json!({ "permissions": [] }),
        json!({ "permissions": ["read:foo"] }),
        json!({ "permissions": [{ "permission_name": "read:foo" }] }),
    ] {
        app.write(Method::POST, &path, &body).await.ok(400);
        app.remove_with(&path, &body).await.ok(400);
    }
}

#[tokio::test]
async fn they_go_with_their_scope_and_their_api() {
    let (app, path) = arrange().await;
    let all = permissions(API, &["read:foo", "create:foo", "plain"]);
    app.write(Method::POST, &path, &all).await.ok(201);
    let api = "/api/v2/resource-servers/https:%2F%2Fapi.example.com%2F";
    let fewer =
        json!({ "scopes": [{ "value": "plain", "description": "Anew" }, { "value": "read:foo" }] });
    app.write(Method::PATCH, api, &fewer).await.ok(200);
    let left = app.read(&path).await.ok(200);
    let names: Vec<_> = left
        .as_array()
        .unwrap()
        .iter()
        .map(|row| (&row["permission_name"], &row["description"]))
        .collect();
    assert_eq!(
        names,
        [
            (&json!("plain"), &json!("Anew")),
            (&json!("read:foo"), &json!(""))
        ]
    );
    app.remove(api).await.ok(204);
    assert_eq!(app.read(&path).await.ok(200), json!([]));
    app.write(Method::POST, &path, &all).await.ok(404);
}
