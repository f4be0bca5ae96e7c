//! `DELETE /resource-servers/{id}`.

use ostia_identity::{client_grants, clients, resource_servers};
use ostia_protocol::auth0::ids::ClientId;
use serde_json::json;

use super::PATH;
use crate::test_app::TestApp;

#[tokio::test]
async fn takes_along_what_was_allowed_at_it() {
    let app = TestApp::new().await;
    app.add_client("app", &json!({})).await;
    let api = json!({ "identifier": "https://api.test/", "scopes": [{ "value": "a" }] });
    app.add_api(&api).await;
    app.add_client_grant(
        &json!({ "client_id": "app", "audience": "https://api.test/", "scope": ["a"] }),
    )
    .await;
    app.add_consent("auth0|u", "app", "https://api.test/", "a")
        .await;
    app.add_consent("auth0|u", "app", "https://tenant.test/userinfo", "openid")
        .await;
    let api = resource_servers::find_by_identifier("https://api.test/", &app.context())
        .await
        .unwrap()
        .unwrap();
    let client = clients::find(&ClientId::parse("app").unwrap(), &app.context())
        .await
        .unwrap()
        .unwrap();
    let subject = client_grants::SubjectType::Client;
    let granted = async || {
        client_grants::granted_scope(&client, &api, subject, &app.context())
            .await
            .unwrap()
    };
    assert!(granted().await.is_some());

    let lost = app
        .add_refresh_token("auth0|u", "app", "https://api.test/")
        .await;
    let kept = app.add_refresh_token("auth0|u", "app", "urn:other").await;

    let gone = app.remove(&format!("{PATH}/https:%2F%2Fapi.test%2F")).await;
    assert_eq!((gone.status.as_u16(), gone.text.as_str()), (204, ""));

    assert!(!app.accepts_refresh_token(&lost, "app").await);
    assert!(app.accepts_refresh_token(&kept, "app").await);
    app.read(&format!("{PATH}/https:%2F%2Fapi.test%2F"))
        .await
        .ok(404);
    assert_eq!(app.read("/api/v2/client-grants").await.ok(200), json!([]));
    assert!(granted().await.is_none());
    let consents = app.read("/api/v2/grants").await.ok(200);
    assert_eq!(consents.as_array().unwrap().len(), 1);
    assert_eq!(consents[0]["audience"], "https://tenant.test/userinfo");
    let found = resource_servers::find_by_identifier("https://api.test/", &app.context())
        .await
        .unwrap();
    assert!(found.is_none());
}

#[tokio::test]
async fn one_that_is_not_there_is_as_good_as_deleted() {
    let app = TestApp::new().await;
    let other = app.other_tenant().await;
    let foreign = other.add_api(&json!({ "identifier": "urn:foreign" })).await;
    for name in ["nothing", "urn:foreign", foreign["id"].as_str().unwrap()] {
        app.remove(&format!("{PATH}/{name}")).await.ok(204);
    }
    other.read(&format!("{PATH}/urn:foreign")).await.ok(200);
}

#[tokio::test]
async fn a_system_api_stays() {
    let app = TestApp::new().await;
    let id = app.management_api().await;
    app.remove(&format!("{PATH}/{id}")).await.refused(
        400,
        "This is a system API; it can't be deleted.",
        Some("operation_not_supported"),
    );
    app.read(&format!("{PATH}/{id}")).await.ok(200);
}
