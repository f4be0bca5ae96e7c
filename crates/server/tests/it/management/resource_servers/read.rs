//! `GET /resource-servers/{id}`.

use serde_json::json;

use super::PATH;
use crate::test_app::TestApp;

#[tokio::test]
async fn by_id_or_encoded_identifier() {
    let app = TestApp::new().await;
    let made = app
        .add_api(&json!({ "identifier": "https://api.test/v1?x=a b&ü" }))
        .await;
    let id = made["id"].as_str().unwrap();
    for name in [
        id,
        "https:%2F%2Fapi.test%2Fv1%3Fx%3Da%20b%26%C3%BC",
        "https%3a%2f%2fapi.test%2fv1%3Fx=a%20b&%c3%bc",
    ] {
        assert_eq!(
            app.read(&format!("{PATH}/{name}")).await.ok(200),
            made,
            "{name}"
        );
    }
}

#[tokio::test]
async fn an_id_goes_before_an_identifier_that_looks_like_it() {
    let app = TestApp::new().await;
    let first = app.add_api(&json!({ "identifier": "urn:a" })).await;
    let id = first["id"].as_str().unwrap();
    app.add_api(&json!({ "identifier": id })).await;
    assert_eq!(app.read(&format!("{PATH}/{id}")).await.ok(200), first);
}

#[tokio::test]
async fn fields_choose() {
    let app = TestApp::new().await;
    app.add_api(&json!({ "identifier": "urn:a" })).await;
    let read = async |query: &str| app.read(&format!("{PATH}/urn:a?{query}")).await;
    let only = read("fields=identifier,signing_alg&include_fields=true")
        .await
        .ok(200);
    assert_eq!(
        only,
        json!({ "identifier": "urn:a", "signing_alg": "RS256" })
    );
    let rest = read("fields=identifier&include_fields=false")
        .await
        .object();
    assert!(!rest.contains_key("identifier") && rest.contains_key("id"));
    assert!(
        read("fields=secret")
            .await
            .text
            .contains("does not match pattern. Must be a comma separated list")
    );
    read("colour=red").await.refused(
        400,
        "Query validation error: 'Additional properties not allowed: colour'.",
        Some("invalid_query_string"),
    );
}

#[tokio::test]
async fn unknown_and_foreign_ones_do_not_exist() {
    let app = TestApp::new().await;
    let foreign = app
        .other_tenant()
        .await
        .add_api(&json!({ "identifier": "urn:foreign" }))
        .await;
    for name in [
        "urn:foreign",
        foreign["id"].as_str().unwrap(),
        "nothing",
        "%20",
        "..%2f",
    ] {
        app.read(&format!("{PATH}/{name}")).await.refused(
            404,
            "The resource server does not exist",
            Some("inexistent_resource_server"),
        );
    }
    for damaged in ["%ff", "%00"] {
        app.read(&format!("{PATH}/{damaged}")).await.refused(
            400,
            "Path validation error: 'The path is not UTF-8 text'.",
            Some("invalid_uri"),
        );
    }
}
