//! `/connections/{id}/clients`.

use axum::http::Method;
use serde_json::{Value, json};

use super::{PATH, id_of};
use crate::test_app::{ADMIN_CLIENT, TestApp};

async fn with_clients(count: usize) -> (TestApp, String) {
    let app = TestApp::new().await;
    for number in 0..count {
        app.add_client(&format!("client{number}"), &json!({})).await;
    }
    let made = app.add_connection("n", "auth0", json!({})).await;
    let path = format!("{PATH}/{}/clients", id_of(&made));
    (app, path)
}

fn change(client: &str, status: bool) -> Value {
    json!({ "client_id": client, "status": status })
}

#[tokio::test]
async fn are_enabled_and_disabled() {
    let (app, path) = with_clients(2).await;
    assert_eq!(app.read(&path).await.ok(200), json!({ "clients": [] }));
    let body = json!([
        change("client0", true),
        change("client1", true),
        change(ADMIN_CLIENT, false)
    ]);
    app.write(Method::PATCH, &path, &body).await.ok(204);
    let expected = json!({ "clients": [{ "client_id": "client0" }, { "client_id": "client1" }] });
    assert_eq!(app.read(&path).await.ok(200), expected);
    let connection = app.read(path.trim_end_matches("/clients")).await.ok(200);
    assert_eq!(connection["enabled_clients"], json!(["client0", "client1"]));
    let body = json!([change("client0", false), change("long-gone", false)]);
    app.write(Method::PATCH, &path, &body).await.ok(204);
    let listed = app
        .read(&format!("{path}?include_totals=true&per_page=50"))
        .await;
    assert_eq!(
        listed.ok(200),
        json!({ "clients": [{ "client_id": "client1" }] })
    );
}

#[tokio::test]
async fn are_listed_by_checkpoints() {
    let (app, path) = with_clients(5).await;
    let all: Vec<Value> = (0..5)
        .map(|n| change(&format!("client{n}"), true))
        .collect();
    app.write(Method::PATCH, &path, &json!(all)).await.ok(204);
    let mut seen = 0;
    let mut query = "?take=2".to_owned();
    loop {
        let page = app.read(&format!("{path}{query}")).await.ok(200);
        seen += page["clients"].as_array().unwrap().len();
        match page.get("next") {
            Some(next) => query = format!("?take=2&from={}", next.as_str().unwrap()),
            None => break,
        }
    }
    assert_eq!(seen, 5);
    app.read(&format!("{path}?take=1000")).await.ok(200);
    app.read(&format!("{path}?take=1001")).await.ok(400);
}

#[tokio::test]
async fn refusals_change_nothing() {
    let (app, path) = with_clients(1).await;
    let many: Vec<Value> = (0..51)
        .map(|n| change(&format!("client{n}"), false))
        .collect();
    for body in [
        json!([]),
        json!(many),
        json!({ "client_id": "client0", "status": true }),
        json!([{ "client_id": "client0" }]),
        json!([{ "client_id": "client0", "status": true, "more": 1 }]),
        json!([change("client0", true), change("unknown", true)]),
    ] {
        let refused = app.write(Method::PATCH, &path, &body).await.ok(400);
        assert_eq!(refused["errorCode"], "invalid_body");
    }
    assert_eq!(app.read(&path).await.ok(200), json!({ "clients": [] }));
    let unknown = format!("{PATH}/con_0000000000000000/clients");
    let body = json!([change("client0", true)]);
    app.write(Method::PATCH, &unknown, &body).await.ok(404);
}
