//! Network access lists at the front door.

use axum::http::Method;
use serde_json::{Value, json};

use crate::test_app::{TestApp, TestResponse};

const PATH: &str = "/api/v2/network-acls";
const INSIDE: &str = "192.0.2.7";
const OUTSIDE: &str = "198.51.100.7";

/// Makes a list. Its path.
async fn list(app: &TestApp, priority: u32, rule: Value) -> String {
    let body = json!({ "description": "d", "active": true, "priority": priority, "rule": rule });
    let made = app.write(Method::POST, PATH, &body).await.ok(201);
    format!("{PATH}/{}", made["id"].as_str().unwrap())
}

async fn ask(app: &TestApp, path: &str, ip: &str) -> TestResponse {
    app.get(path).through(ip).send().await
}

const OPEN: &str = "/.well-known/jwks.json";

#[tokio::test]
async fn addresses_are_blocked_from_the_next_request_on() {
    let app = TestApp::new().await;
    let other = app.other_tenant().await;
    ask(&app, OPEN, INSIDE).await.ok(200);
    let block = json!({
        "action": { "block": true }, "scope": "tenant",
        "match": { "ipv4_cidrs": ["192.0.2.0/24"], "ipv6_cidrs": ["2001:db8::/32"] },
    });
    let path = list(&app, 5, block).await;
    for ip in [INSIDE, "2001:db8::9"] {
        let refused = ask(&app, OPEN, ip).await;
        assert_eq!(refused.status, 403);
        assert_eq!(refused.header("content-type"), "text/plain; charset=utf-8");
        assert!(!refused.header("x-correlation-id").is_empty());
    }
    ask(&app, "/api/v2/clients", INSIDE).await.refused(
        403,
        "This tenant does not serve requests from where you are.",
        None,
    );
    ask(&app, OPEN, OUTSIDE).await.ok(200);
    assert_eq!(ask(&app, "/healthz", INSIDE).await.status, 200);
    ask(&other, OPEN, INSIDE).await.ok(200);

    let off = json!({ "active": false });
    app.write(Method::PATCH, &path, &off).await.ok(200);
    ask(&app, OPEN, INSIDE).await.ok(200);
    app.write(Method::PATCH, &path, &json!({ "active": true }))
        .await
        .ok(200);
    assert_eq!(ask(&app, OPEN, INSIDE).await.status, 403);
    app.remove(&path).await.ok(200);
    ask(&app, OPEN, INSIDE).await.ok(200);
}

#[tokio::test]
async fn the_first_list_that_fits_decides() {
    let app = TestApp::new().await;
    let everywhere = json!({ "ipv4_cidrs": ["0.0.0.0/0"] });
    let allow = json!({ "action": { "allow": true }, "match": { "ipv4_cidrs": [INSIDE] }, "scope": "tenant" });
    let redirect = json!({
        "action": { "redirect": true, "redirect_uri": "https://example.com/elsewhere" },
        "match": everywhere, "scope": "authentication",
    });
    let watch = json!({ "action": { "log": true }, "match": everywhere, "scope": "tenant" });
    let block = json!({ "action": { "block": true }, "match": everywhere, "scope": "management" });
    list(&app, 20, redirect).await;
    list(&app, 10, watch).await;
    list(&app, 9, allow).await;
    list(&app, 30, block).await;
    ask(&app, OPEN, INSIDE).await.ok(200);
    let sent = ask(&app, OPEN, OUTSIDE).await;
    assert_eq!(sent.status, 302);
    assert_eq!(sent.header("location"), "https://example.com/elsewhere");
    assert_eq!(ask(&app, "/api/v2/roles", OUTSIDE).await.status, 403);
    assert_eq!(ask(&app, "/api/v2/roles", INSIDE).await.status, 401);
}

#[tokio::test]
async fn signals_of_a_rule_are_taken_together() {
    let app = TestApp::new().await;
    let rule = json!({
        "action": { "block": true }, "scope": "authentication",
        "match": { "user_agents": ["BadBot", "*Crawler*"] }, "not_match": { "ipv4_cidrs": [INSIDE] },
    });
    list(&app, 1, rule).await;
    // What can't be known here fits nothing, and does not block everybody who isn't it.
    for beyond in [
        json!({ "asns": [9453] }),
        json!({ "geo_country_codes": ["CH"] }),
    ] {
        let rule = json!({ "action": { "block": true }, "scope": "tenant", "not_match": beyond });
        let priority = if beyond["asns"].is_null() { 2 } else { 3 };
        list(&app, priority, rule).await;
    }
    for (agent, ip, status) in [
        ("BadBot", OUTSIDE, 403),
        ("A Crawler/2", OUTSIDE, 403),
        ("BadBot", INSIDE, 200),
        ("BadBot/2", OUTSIDE, 200),
        ("Mozilla/5.0", OUTSIDE, 200),
    ] {
        let request = app.get(OPEN).through(ip).header("user-agent", agent);
        assert_eq!(request.send().await.status, status, "{agent} {ip}");
    }
}

#[tokio::test]
async fn registration_can_be_closed_alone_and_hosts_count() {
    let app = TestApp::new().await;
    let everywhere = json!({ "ipv4_cidrs": ["0.0.0.0/0"] });
    let rule = json!({ "action": { "block": true }, "match": everywhere, "scope": "dynamic_client_registration" });
    list(&app, 1, rule).await;
    let host = json!({ "action": { "block": true }, "match": { "hostnames": ["elsewhere.test"] }, "scope": "tenant" });
    list(&app, 2, host).await;
    let register = app.post("/oidc/register").through(OUTSIDE);
    let register = register.json(&json!({ "redirect_uris": ["https://a.example/"] }));
    assert_eq!(register.send().await.status, 403);
    ask(&app, OPEN, OUTSIDE).await.ok(200);
}

#[tokio::test]
async fn matches_are_told_once_in_a_while() {
    let app = TestApp::new().await;
    let rule = json!({ "action": { "block": true }, "match": { "ipv4_cidrs": [INSIDE] }, "scope": "authentication" });
    let path = list(&app, 7, rule).await;
    let told = async |expected: &[u64]| {
        let mut entries = app.entries().await;
        entries.retain(|entry| entry["type"] == "acls_summary");
        let counts: Vec<u64> = entries
            .iter()
            .map(|entry| {
                let stat = &entry["details"]["stats"][0];
                assert!(path.ends_with(stat["acl_id"].as_str().unwrap()));
                assert_eq!(
                    (&stat["action"], &stat["priority"]),
                    (&json!("block"), &json!(7))
                );
                stat["match"]["successes"].as_u64().unwrap()
            })
            .collect();
        assert_eq!(counts, expected);
    };
    ask(&app, OPEN, INSIDE).await;
    told(&[1]).await;
    for _ in 0..3 {
        ask(&app, OPEN, INSIDE).await;
    }
    told(&[1]).await;
    app.advance(61);
    ask(&app, OPEN, INSIDE).await;
    told(&[1, 4]).await;
}
