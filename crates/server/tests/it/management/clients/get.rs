//! `GET /clients/{id}`: example 1 of the client model.

use ostia_protocol::auth0::scopes::ManagementScope;
use serde_json::json;

use super::{PATH, path_of};
use crate::test_app::TestApp;

#[tokio::test]
async fn ownership_is_asked_for_with_fields() {
    let app = TestApp::new().await;
    let client = app.make_client(json!({ "name": "X" })).await;
    let path = path_of(&client);
    let token = app.management_token(&[ManagementScope::ReadClients]).await;
    let ask = async |query: &str| {
        app.get(&format!("{path}?{query}"))
            .bearer(&token)
            .send()
            .await
    };

    let only = ask("include_fields=true&fields=is_first_party").await;
    assert_eq!(
        (only.status.as_u16(), only.text.as_str()),
        (200, r#"{"is_first_party":true}"#)
    );
    assert_eq!(
        only.header("content-type"),
        "application/json; charset=utf-8"
    );

    let rest = ask("include_fields=false&fields=is_first_party")
        .await
        .object();
    assert!(!rest.contains_key("is_first_party"));
    assert_eq!(rest["client_id"], client["client_id"]);

    let third = app
        .make_client(json!({ "name": "Y", "is_first_party": false }))
        .await;
    let third = app
        .get(&format!(
            "{}?fields=is_first_party&include_fields=true",
            path_of(&third)
        ))
        .bearer(&token)
        .send()
        .await;
    assert_eq!(third.text, r#"{"is_first_party":false}"#);
}

#[tokio::test]
async fn who_may_not_read_is_told_why() {
    let app = TestApp::new().await;
    let client = app.make_client(json!({ "name": "X" })).await;
    let path = format!(
        "{}?include_fields=true&fields=is_first_party",
        path_of(&client)
    );
    app.get(&path)
        .send()
        .await
        .refused(401, "Missing authentication", None);
    let token = app.management_token(&[ManagementScope::ReadUsers]).await;
    app.get(&path).bearer(&token).send().await.refused(
        403,
        "Insufficient scope, expected any of: read:clients,read:client_keys,read:client_credentials,read:client_summary",
        Some("insufficient_scope"),
    );
}

#[tokio::test]
async fn what_is_not_there_is_404() {
    let app = TestApp::new().await;
    let foreign = app
        .other_tenant()
        .await
        .make_client(json!({ "name": "X" }))
        .await;
    for id in ["nobody", "%20", foreign["client_id"].as_str().unwrap()] {
        app.read(&format!(
            "{PATH}/{id}?fields=is_first_party&include_fields=true"
        ))
        .await
        .refused(404, "The client does not exist", Some("inexistent_client"));
    }
}

#[tokio::test]
async fn an_unknown_field_is_refused() {
    let app = TestApp::new().await;
    let client = app.make_client(json!({ "name": "X" })).await;
    let response = app
        .read(&format!("{}?fields=users", path_of(&client)))
        .await;
    assert_eq!(response.status.as_u16(), 400);
    let message = response.json()["message"].as_str().unwrap().to_owned();
    assert!(
        message.starts_with("Query validation error: 'String 'users' does not match pattern. Must be a comma separated list of the following values: client_id,"),
        "{message}"
    );
}

#[tokio::test]
async fn each_scope_sees_its_part() {
    let app = TestApp::new().await;
    let client = app
        .make_client(json!({ "name": "X", "app_type": "spa", "description": "d" }))
        .await;
    let sees = async |scope| {
        let token = app.management_token(&[scope]).await;
        app.get(&path_of(&client))
            .bearer(&token)
            .send()
            .await
            .object()
    };
    let summary = sees(ManagementScope::ReadClientSummary).await;
    assert_eq!(
        summary.keys().collect::<Vec<_>>(),
        ["app_type", "client_id", "description", "name"]
    );
    let settings = sees(ManagementScope::ReadClients).await;
    assert!(settings.contains_key("grant_types"));
    assert!(!settings.contains_key("client_secret") && !settings.contains_key("signing_keys"));
    let credentials = sees(ManagementScope::ReadClientCredentials).await;
    assert!(credentials.contains_key("signing_keys") && !credentials.contains_key("client_secret"));
    let keys = sees(ManagementScope::ReadClientKeys).await;
    assert_eq!(keys["client_secret"], client["client_secret"]);
}
