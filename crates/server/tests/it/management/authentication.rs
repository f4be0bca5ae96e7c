//! Who may call the Management API at all.

use serde_json::json;

use crate::test_app::{ADMIN_CLIENT, TestApp};

#[tokio::test]
async fn a_call_without_a_token_is_unauthenticated() {
    let app = TestApp::new().await;
    let response = app.get("/api/v2/nothing-is-here").send().await;
    response.refused(404, "Not Found", None);
    assert!(!response.header("x-correlation-id").is_empty());
}

#[tokio::test]
async fn two_hosts_are_none() {
    let app = TestApp::new().await;
    let response = app
        .get("/api/v2/clients")
        .header("host", "nobody.test")
        .send()
        .await;
    // The request already names the tenant's host: which of the two would be meant?
    assert_eq!(response.status.as_u16(), 400);
}

#[tokio::test]
async fn tokens_can_be_made_for_tests() {
    let app = TestApp::new().await;
    let token = app.admin_token().await;
    let claims = app.sign(json!({ "azp": ADMIN_CLIENT })).await;
    assert_eq!(token.split('.').count(), 3);
    assert_ne!(token, claims);
}
