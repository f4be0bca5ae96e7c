//! What export tools read although there is nothing of it.

use serde_json::json;

use crate::test_app::{DOMAIN, TestApp};

#[tokio::test]
async fn lists_are_empty_in_the_shapes_that_were_recorded() {
    let app = TestApp::new().await;
    let totals = "page=0&per_page=100&include_totals=true";
    for (path, expected) in [
        (
            format!("/rules?{totals}"),
            json!({ "total": 0, "start": 0, "limit": 100, "rules": [] }),
        ),
        ("/rules-configs".to_owned(), json!([])),
        (
            format!("/hooks?{totals}"),
            json!({ "total": 0, "start": 0, "limit": 100, "hooks": [] }),
        ),
        (
            "/actions/actions?page=0&per_page=100".to_owned(),
            json!({ "actions": [], "per_page": 100 }),
        ),
        (
            "/actions/triggers/post-login/bindings?page=0&per_page=50".to_owned(),
            json!({ "bindings": [], "per_page": 50 }),
        ),
        ("/custom-domains".to_owned(), json!([])),
        (
            "/custom-domains?take=10".to_owned(),
            json!({ "custom_domains": [] }),
        ),
        (
            "/custom-domains/default".to_owned(),
            json!({ "domain": DOMAIN }),
        ),
        ("/log-streams".to_owned(), json!([])),
        (
            "/branding/phone/providers".to_owned(),
            json!({ "providers": [] }),
        ),
        (
            "/flows/vault/connections?page=0&per_page=50&include_totals=true".to_owned(),
            json!({ "limit": 50, "start": 0, "total": 0, "connections": [] }),
        ),
        ("/network-acls".to_owned(), json!([])),
        (
            "/event-streams?take=50".to_owned(),
            json!({ "eventStreams": [] }),
        ),
        (
            "/connection-profiles?take=10".to_owned(),
            json!({ "connection_profiles": [] }),
        ),
    ] {
        let answer = app.read(&format!("/api/v2{path}")).await;
        assert_eq!(answer.ok(200), expected, "{path}");
    }
}
