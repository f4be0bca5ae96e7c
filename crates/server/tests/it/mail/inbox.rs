//! `/dev/inbox`.

use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::http::Request;
use ostia_identity::messages::{self, Letter, Occasion};
use ostia_server::app::App;
use ostia_server::front::Front;
use ostia_server::inbox;
use serde_json::{Value, json};
use tower::ServiceExt as _;

use crate::test_app::{DOMAIN, TestApp};

async fn ask(app: &TestApp, method: &str, path: &str) -> (u16, String, String) {
    let shared = Arc::new(App {
        platform: app.platform.clone(),
        proxy: None,
    });
    let request = Request::builder()
        .method(method)
        .uri(path)
        .header("host", DOMAIN)
        .body(Body::empty())
        .unwrap();
    let response = Front::new(shared, inbox::router())
        .into_router()
        .oneshot(request)
        .await
        .unwrap();
    let status = response.status().as_u16();
    let policy = response
        .headers()
        .get("content-security-policy")
        .map(|value| value.to_str().unwrap().to_owned());
    let bytes = to_bytes(response.into_body(), 1 << 20).await.unwrap();
    let text = String::from_utf8(bytes.to_vec()).unwrap();
    (status, text, policy.unwrap_or_default())
}

async fn write_to(app: &TestApp, to: &str) {
    let context = app.context();
    let letter = Letter::new(Occasion::ResetEmail, to, &context)
        .value("url", "https://tenant.test/u/x?ticket=1");
    let mut work = context.begin().await.unwrap();
    messages::enqueue(&letter.into(), &context, &mut work)
        .await
        .unwrap();
    work.commit().await.unwrap();
    app.deliver().await;
    app.advance(1);
}

#[tokio::test]
async fn people_read_it_and_tests_query_it() {
    let app = TestApp::new().await;
    write_to(&app, "Ada@example.com").await;
    write_to(&app, "bob@example.com").await;
    let (_, text, _) = ask(&app, "GET", "/dev/inbox/messages").await;
    let all: Value = serde_json::from_str(&text).unwrap();
    let recipients: Vec<&Value> = all["messages"]
        .as_array()
        .unwrap()
        .iter()
        .map(|m| &m["to"])
        .collect();
    assert_eq!(recipients, ["bob@example.com", "Ada@example.com"]);
    let (_, text, _) = ask(&app, "GET", "/dev/inbox/messages?to=ADA@example.com").await;
    let hers: Value = serde_json::from_str(&text).unwrap();
    let message = &hers["messages"][0];
    assert_eq!(message["template"], "reset_email");
    assert_eq!(message["channel"], "email");
    assert_eq!(message["url"], "https://tenant.test/u/x?ticket=1");
    assert_eq!(message["created_at"], "2026-01-01T00:00:00.000Z");
    let id = message["id"].as_str().unwrap();

    let (status, page, policy) = ask(&app, "GET", "/dev/inbox?to=ada@example.com").await;
    assert_eq!(status, 200);
    assert!(
        page.contains("Ada@example.com") && !page.contains("bob@"),
        "{page}"
    );
    assert!(!policy.contains("script-src") && policy.contains("default-src 'none'"));
    let (_, page, _) = ask(&app, "GET", &format!("/dev/inbox/messages/{id}/view")).await;
    assert!(page.contains("https://tenant.test/u/x?ticket=1"), "{page}");
    let (_, body, policy) = ask(&app, "GET", &format!("/dev/inbox/messages/{id}/body")).await;
    assert!(
        body.starts_with("<!doctype html>") && policy.contains("sandbox"),
        "{policy}"
    );

    let one = format!("/dev/inbox/messages/{id}");
    assert_eq!(ask(&app, "GET", &one).await.0, 200);
    assert_eq!(ask(&app, "DELETE", &one).await.0, 204);
    assert_eq!(ask(&app, "GET", &one).await.0, 404);
    assert_eq!(
        ask(&app, "DELETE", "/dev/inbox/messages?to=nobody@example.com")
            .await
            .0,
        204
    );
    let (_, text, _) = ask(&app, "GET", "/dev/inbox/messages").await;
    let left: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(left["messages"].as_array().unwrap().len(), 1);
    assert_eq!(ask(&app, "DELETE", "/dev/inbox/messages").await.0, 204);
    let (_, text, _) = ask(&app, "GET", "/dev/inbox/messages").await;
    assert_eq!(
        serde_json::from_str::<Value>(&text).unwrap(),
        json!({ "messages": [] })
    );
}

#[tokio::test]
async fn another_tenants_messages_stay_unseen() {
    let app = TestApp::new().await;
    let other = app.other_tenant().await;
    write_to(&other, "eve@example.com").await;
    let (_, text, _) = ask(&app, "GET", "/dev/inbox/messages").await;
    assert_eq!(
        serde_json::from_str::<Value>(&text).unwrap(),
        json!({ "messages": [] })
    );
}

#[tokio::test]
async fn a_server_that_people_rely_on_has_none() {
    let app = TestApp::new().await;
    for path in ["/dev/inbox", "/dev/inbox/messages"] {
        assert_eq!(app.get(path).send().await.status.as_u16(), 404, "{path}");
    }
}
