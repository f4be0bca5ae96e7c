//! What a call of the Management API leaves behind.

use ostia_identity::logs;
use serde_json::json;

use crate::test_app::{ADMIN_CLIENT, TestApp};

#[tokio::test]
async fn every_answer_says_how_fast_clients_may_go() {
    let app = TestApp::new().await;
    let response = app
        .get("/api/v2/tenants/settings")
        .bearer(&app.admin_token().await)
        .send()
        .await;
    response.ok(200);
    for name in [
        "x-ratelimit-limit",
        "x-ratelimit-remaining",
        "x-ratelimit-reset",
    ] {
        assert!(response.header(name).parse::<i64>().unwrap() > 0, "{name}");
    }
}

#[tokio::test]
async fn a_change_is_logged_with_who_made_it_and_a_refused_one_is_not() {
    let app = TestApp::new().await;
    let token = app.admin_token().await;
    app.patch("/api/v2/tenants/settings")
        .bearer(&token)
        .json(&json!({ "friendly_name": "Acme" }))
        .send()
        .await
        .ok(200);
    app.patch("/api/v2/tenants/settings")
        .bearer(&token)
        .json(&json!({ "friendly_name": 1 }))
        .send()
        .await
        .ok(400);
    app.platform.journal.flush().await;

    let entries = logs::table::newest(&app.tenant, 10, &app.platform.database)
        .await
        .unwrap();
    let changes: Vec<_> = entries
        .iter()
        .filter(|entry| entry["type"] == "sapi")
        .collect();
    assert_eq!(changes.len(), 1, "{entries:?}");
    assert_eq!(changes[0]["client_id"], json!(ADMIN_CLIENT));
    assert_eq!(
        changes[0]["details"]["request"]["path"],
        json!("/api/v2/tenants/settings")
    );
    assert_eq!(changes[0]["details"]["request"]["method"], json!("patch"));
}
