//! The controls of a development server.

use std::sync::Arc;

use axum::http::Method;
use ostia_identity::time::Timestamp;
use ostia_server::dev::{self, Controls, Seed};
use serde_json::{Value, json};

use crate::test_app::{DOMAIN, TestApp, TestResponse};

/// An Ostia with controls around it.
async fn app(seed: &str) -> (TestApp, Arc<Controls>) {
    let mut app = TestApp::new().await;
    let controls = Controls::new(
        app.platform.clone(),
        app.tenant.clone(),
        Seed::parse(seed).unwrap(),
        app.router.clone(),
    );
    app.router = dev::around(app.router.clone(), &controls);
    (app, controls)
}

async fn set(app: &TestApp, path: &str, body: &Value) -> TestResponse {
    app.post(path).json(body).send().await
}

#[tokio::test]
async fn the_clock_moves_and_comes_back() {
    let (app, _) = app("{}").await;
    let token = app.admin_token().await;
    let clients = async || {
        let request = app.get("/api/v2/clients").bearer(&token);
        request.send().await.status.as_u16()
    };
    assert_eq!(clients().await, 200);
    let moved = set(&app, "/dev/clock", &json!({ "advance": "2d" })).await;
    assert_eq!(
        moved.ok(200),
        json!({ "now": "2026-01-03T00:00:00.000Z", "shifted_ms": 172_800_000 })
    );
    assert_eq!(clients().await, 401);
    let back = set(&app, "/dev/clock", &json!({ "reset": true })).await;
    assert_eq!(
        back.ok(200),
        json!({ "now": "2026-01-01T00:00:00.000Z", "shifted_ms": 0 })
    );
    assert_eq!(clients().await, 200);
    set(
        &app,
        "/dev/clock",
        &json!({ "now": "2030-01-01T00:00:00Z" }),
    )
    .await
    .ok(200);
    let expected: Timestamp = "2030-01-01T00:00:00Z".parse().unwrap();
    assert_eq!(app.platform.clock.now(), expected);
    for body in [
        json!({}),
        json!({ "advance": "1w" }),
        json!({ "advance": "99999999d" }),
        json!({ "advance": 5 }),
        json!({ "now": "tomorrow" }),
        json!({ "advance": "1s", "reset": true }),
    ] {
        set(&app, "/dev/clock", &body).await.ok(400);
    }
    assert_eq!(app.platform.clock.now(), expected);
}

#[tokio::test]
async fn requests_fail_as_they_are_told() {
    let (app, _) = app("{}").await;
    let token = app.admin_token().await;
    let clients = async || app.get("/api/v2/clients").bearer(&token).send().await;
    let fault =
        json!({ "path": "/api/v2/*", "method": "GET", "answer": "too_many_requests", "times": 2 });
    let added = set(&app, "/dev/faults", &fault).await.ok(201);
    assert_eq!(added["times"], 2);
    for _ in 0..2 {
        let refused = clients().await;
        refused.refused(
            429,
            "Global limit has been reached",
            Some("too_many_requests"),
        );
        assert_eq!(refused.header("retry-after"), "1");
        assert_eq!(refused.header("x-ratelimit-remaining"), "0");
    }
    assert_eq!(clients().await.status, 200);

    let fault = json!({ "path": "/oauth/token", "answer": "unavailable" });
    let added = set(&app, "/dev/faults", &fault).await.ok(201);
    let refused = set(&app, "/oauth/token", &json!({})).await.ok(503);
    assert_eq!(refused["error"], "temporarily_unavailable");
    let listed = app.get("/dev/faults").send().await.ok(200);
    assert_eq!(listed, json!({ "faults": [added] }));
    let path = format!("/dev/faults/{}", added["id"].as_str().unwrap());
    app.delete(&path).send().await.ok(204);
    set(&app, "/oauth/token", &json!({})).await.ok(400);

    for body in [
        json!({ "path": "/x" }),
        json!({ "path": "x", "answer": "unavailable" }),
        json!({ "path": "/x", "answer": "teapot" }),
        json!({ "path": "/x", "delay_ms": 3_600_000 }),
        json!({ "path": "/x", "delay_ms": 1, "times": 0 }),
        json!({ "answer": "unavailable" }),
    ] {
        set(&app, "/dev/faults", &body).await.ok(400);
    }
    let left = app.get("/dev/faults").send().await.ok(200);
    assert_eq!(left, json!({ "faults": [] }));
}

#[tokio::test]
async fn calls_are_listed_without_what_is_secret() {
    let (app, _) = app("{}").await;
    app.get("/userinfo?access_token=canary")
        .header(
            "auth0-client",
            "eyJuYW1lIjoiYXV0aDAtcmVhY3QiLCJ2ZXJzaW9uIjoiMi4yNy4wIn0=",
        )
        .header("authorization", "Bearer canary")
        .send()
        .await;
    app.get("/healthz").send().await;
    let all = app.get("/dev/calls").send().await;
    assert!(!all.text.contains("canary"), "{}", all.text);
    let calls = all.ok(200)["calls"].clone();
    assert_eq!(calls[0]["path"], "/healthz");
    assert_eq!(calls[1]["query"], json!(["access_token"]));
    assert_eq!(calls[1]["sdk"], "auth0-react 2.27.0");
    assert_eq!(calls[1]["method"], "GET");
    let some = app.get("/dev/calls?path=/healthz").send().await.ok(200);
    assert_eq!(some["calls"].as_array().unwrap().len(), 1);
    app.delete("/dev/calls").send().await.ok(204);
    let none = app.get("/dev/calls").send().await.ok(200);
    assert_eq!(none, json!({ "calls": [] }));
}

const SEED: &str = r#"{
    "users": [{
        "connection": "Username-Password-Authentication", "email": "ada@example.com", "password": "Correct-horse-7"
    }],
    "roles": [{ "name": "Reader" }],
    "client-grants": [{ "client_id": "seededseededseededseededseeded00", "audience": "https://seed.test/", "scope": [] }],
    "resource-servers": [{ "identifier": "https://seed.test/" }],
    "clients": [{
        "client_id": "seededseededseededseededseeded00", "client_secret": "a-secret-that-tests-rely-on-everywhere",
        "name": "Seeded", "app_type": "non_interactive", "grant_types": ["client_credentials"]
    }]
}"#;

async fn seeded_token(app: &TestApp) -> u16 {
    let body = json!({
        "grant_type": "client_credentials", "audience": "https://seed.test/",
        "client_id": "seededseededseededseededseeded00", "client_secret": "a-secret-that-tests-rely-on-everywhere",
    });
    set(app, "/oauth/token", &body).await.status.as_u16()
}

#[tokio::test]
async fn a_reset_goes_back_to_the_beginning() {
    let (app, controls) = app(SEED).await;
    assert_eq!(controls.sow().await, Ok(5));
    assert_eq!(controls.sow().await, Ok(0), "a second start sows nothing");
    assert_eq!(seeded_token(&app).await, 200);
    let secret = json!({ "advance": "1h" });
    set(&app, "/dev/clock", &secret).await.ok(200);
    app.add_role("Doomed").await;
    let other = app.other_tenant().await;
    other.add_role("Elsewhere").await;

    let reset = set(&app, "/dev/reset", &json!({})).await.ok(200);
    assert_eq!(reset, json!({ "seeded": 5 }));
    assert_eq!(seeded_token(&app).await, 200);
    let clock = app.get("/dev/clock").send().await.ok(200);
    assert_eq!(clock["shifted_ms"], 0);
    // The admin client of these tests is gone with everything else; the samples' administrator is there.
    let context = app.context();
    let token = ostia_server::commands::token::issue(
        ostia_protocol::auth0::scopes::ManagementScope::all(),
        &context,
    );
    let token = token.await.unwrap();
    let list = async |path: &str| {
        let request = app.request(Method::GET, path).bearer(&token);
        request.send().await.ok(200)
    };
    let roles = list("/api/v2/roles").await;
    let names = roles.as_array().unwrap().iter().map(|role| &role["name"]);
    let own: Vec<_> = names
        .filter(|name| !name.as_str().unwrap().starts_with("Dashboard "))
        .collect();
    assert_eq!(own, ["Reader"]);
    let users = list("/api/v2/users?fields=email").await;
    assert_eq!(users.as_array().unwrap().len(), 2, "{users}");
    assert_eq!(
        other.read("/api/v2/roles").await.ok(200)[0]["name"],
        "Elsewhere"
    );
}

#[tokio::test]
async fn a_seed_that_is_refused_says_where() {
    let (_app, controls) = app(r#"{ "roles": [{ "name": "Reader" }, { "title": "x" }] }"#).await;
    let why = controls.sow().await.unwrap_err();
    assert!(
        why.starts_with("The seed was refused at roles[1]: Payload validation error"),
        "{why}"
    );
}

#[tokio::test]
async fn only_this_servers_own_pages_turn_them() {
    let (app, _) = app("{}").await;
    let reset = |origin: &str| app.post("/dev/reset").header("origin", origin);
    for origin in ["https://evil.test", "null", "https://tenant.test.evil.test"] {
        reset(origin).json(&json!({})).send().await.ok(403);
    }
    let own = format!("https://{DOMAIN}");
    reset(&own).json(&json!({})).send().await.ok(200);
    let other = app.other_tenant().await;
    other.get("/dev/calls").send().await.ok(403);
    let page = app.get("/dev").send().await;
    assert!(
        page.header("content-security-policy")
            .contains("default-src 'none'")
    );
    // Nothing of it is served without the controls.
    let plain = TestApp::new().await;
    for path in ["/dev", "/dev/clock", "/dev/calls", "/dev/faults"] {
        assert_eq!(plain.get(path).send().await.status, 404, "{path}");
    }
    assert_eq!(plain.post("/dev/reset").send().await.status, 404);
}
