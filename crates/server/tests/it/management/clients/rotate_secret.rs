//! `POST /clients/{id}/rotate-secret`.

use ostia_identity::clients::{self, ClientKind};
use ostia_protocol::auth0::ids::ClientId;
use ostia_protocol::auth0::scopes::ManagementScope;
use serde_json::json;

use super::{PATH, id_of, path_of};
use crate::test_app::TestApp;

#[tokio::test]
async fn the_new_secret_counts_at_once_and_the_old_no_more() {
    let app = TestApp::new().await;
    let client = app.make_client(json!({ "name": "X" })).await;
    let id = ClientId::parse(id_of(&client)).unwrap();
    clients::find(&id, &app.context()).await.unwrap();
    let token = app
        .management_token(&[ManagementScope::UpdateClientKeys])
        .await;
    let path = format!("{}/rotate-secret", path_of(&client));
    let rotated = app.post(&path).bearer(&token).send().await.ok(200);
    assert_eq!(rotated["name"], "X");
    assert_ne!(rotated["client_secret"], client["client_secret"]);
    let found = clients::find(&id, &app.context()).await.unwrap().unwrap();
    let ClientKind::Secret { secret, .. } = &found.kind else {
        panic!("{:?}", found.kind)
    };
    assert!(secret.matches(rotated["client_secret"].as_str().unwrap()));
    assert!(!secret.matches(client["client_secret"].as_str().unwrap()));
}

#[tokio::test]
async fn who_and_which() {
    let app = TestApp::new().await;
    let response = app
        .post(&format!("{PATH}/nobody/rotate-secret"))
        .bearer(&app.admin_token().await)
        .send()
        .await;
    response.refused(404, "The client does not exist", Some("inexistent_client"));
    let token = app
        .management_token(&[ManagementScope::UpdateClients])
        .await;
    let response = app
        .post(&format!("{PATH}/nobody/rotate-secret"))
        .bearer(&token)
        .send()
        .await;
    response.refused(
        403,
        "Insufficient scope, expected any of: update:client_keys",
        Some("insufficient_scope"),
    );
}
