//! `PATCH /clients/{id}`.

use axum::http::Method;
use ostia_identity::clients;
use ostia_protocol::auth0::ids::ClientId;
use ostia_protocol::auth0::scopes::ManagementScope;
use serde_json::{Value, json};

use super::{CERTIFICATE, id_of, path_of};
use crate::test_app::TestApp;

async fn change(app: &TestApp, client: &Value, body: Value) -> Value {
    app.write(Method::PATCH, &path_of(client), &body)
        .await
        .ok(200)
}

#[tokio::test]
async fn members_are_replaced_merged_and_removed() {
    let app = TestApp::new().await;
    let client = app
        .make_client(json!({
            "name": "X", "callbacks": ["https://a.test/cb"], "logo_uri": "https://a.test/l.png",
            "client_metadata": { "a": "1", "b": "2" },
        }))
        .await;
    let changed = change(
        &app,
        &client,
        json!({
            "description": "d", "callbacks": [], "logo_uri": "", "client_metadata": { "a": null, "c": "3" },
            "refresh_token": null, "addons": null, "token_quota": null,
        }),
    )
    .await;
    assert_eq!(changed["description"], "d");
    assert_eq!(changed["callbacks"], json!([]));
    assert_eq!(changed["client_metadata"], json!({ "b": "2", "c": "3" }));
    assert!(changed.get("logo_uri").is_none() && changed.get("refresh_token").is_none());
    assert_eq!(changed["client_secret"], client["client_secret"]);
    assert_eq!(app.read(&path_of(&client)).await.ok(200), changed);
}

#[tokio::test]
async fn a_change_is_seen_at_once() {
    let app = TestApp::new().await;
    let client = app.make_client(json!({ "name": "X" })).await;
    let id = ClientId::parse(id_of(&client)).unwrap();
    let find = async || clients::find(&id, &app.context()).await.unwrap().unwrap();
    assert!(!find().await.kind.is_public());
    change(
        &app,
        &client,
        json!({ "token_endpoint_auth_method": "none" }),
    )
    .await;
    assert!(find().await.kind.is_public());
    change(
        &app,
        &client,
        json!({ "token_endpoint_auth_method": "client_secret_basic" }),
    )
    .await;
    assert!(!find().await.kind.is_public());
}

#[tokio::test]
async fn what_is_fixed_stays() {
    let app = TestApp::new().await;
    let first = app.make_client(json!({ "name": "F" })).await;
    let third = app
        .make_client(json!({ "name": "T", "is_first_party": false }))
        .await;
    change(&app, &first, json!({ "is_first_party": true })).await;
    change(
        &app,
        &third,
        json!({ "is_first_party": false, "third_party_security_mode": "strict" }),
    )
    .await;
    for (client, body, message) in [
        (
            &first,
            json!({ "is_first_party": false }),
            "is_first_party can't be changed.",
        ),
        (
            &third,
            json!({ "is_first_party": true }),
            "is_first_party can't be changed.",
        ),
        (
            &third,
            json!({ "third_party_security_mode": "permissive" }),
            "third_party_security_mode can't be changed.",
        ),
        (
            &third,
            json!({ "sso_disabled": true }),
            "Third-party clients in strict mode can't set: sso_disabled",
        ),
    ] {
        let response = app.write(Method::PATCH, &path_of(client), &body).await;
        response.refused(400, message, Some("invalid_body"));
    }
    for name in [
        "client_id",
        "tenant",
        "global",
        "signing_keys",
        "external_metadata_type",
        "resource_server_identifier",
    ] {
        let response = app
            .write(Method::PATCH, &path_of(&first), &json!({ name: "x" }))
            .await;
        let message =
            format!("Payload validation error: 'Additional properties not allowed: {name}'.");
        response.refused(400, &message, Some("invalid_body"));
    }
}

#[tokio::test]
async fn what_is_not_there_can_not_be_changed() {
    let app = TestApp::new().await;
    let foreign = app
        .other_tenant()
        .await
        .make_client(json!({ "name": "X" }))
        .await;
    for id in ["nobody", id_of(&foreign)] {
        let response = app
            .write(
                Method::PATCH,
                &format!("/api/v2/clients/{id}"),
                &json!({ "name": "Y" }),
            )
            .await;
        response.refused(404, "The client does not exist", Some("inexistent_client"));
    }
}

#[tokio::test]
async fn a_secret_can_be_set_with_its_scope() {
    let app = TestApp::new().await;
    let client = app.make_client(json!({ "name": "X" })).await;
    let body = json!({ "client_secret": "a-secret-of-ones-own" });
    let token = app
        .management_token(&[ManagementScope::UpdateClients])
        .await;
    let refused = app
        .patch(&path_of(&client))
        .bearer(&token)
        .json(&body)
        .send()
        .await;
    refused.refused(
        403,
        "Insufficient scope, expected any of: update:client_keys",
        Some("insufficient_scope"),
    );
    let renamed = app
        .patch(&path_of(&client))
        .bearer(&token)
        .json(&json!({ "name": "Y" }))
        .send()
        .await
        .ok(200);
    assert!(renamed.get("client_secret").is_none());
    let changed = change(&app, &client, body).await;
    assert_eq!(changed["client_secret"], "a-secret-of-ones-own");
}

#[tokio::test]
async fn a_client_moves_to_a_registered_key_and_back() {
    let app = TestApp::new().await;
    let body = json!({
        "name": "X", "jwt_configuration": { "alg": "RS256" }, "token_endpoint_auth_method": "client_secret_post",
    });
    let client = app.make_client(body).await;
    let key = json!({ "credential_type": "public_key", "pem": CERTIFICATE });
    let credentials = format!("{}/credentials", path_of(&client));
    let credential = app.write(Method::POST, &credentials, &key).await.ok(201);
    let methods = |id: &Value| json!({ "private_key_jwt": { "credentials": [{ "id": id }] } });

    let unknown = json!({
        "client_authentication_methods": methods(&json!("cred_1111111111111111111111")), "token_endpoint_auth_method": null,
    });
    let refused = app.write(Method::PATCH, &path_of(&client), &unknown).await;
    refused.refused(
        400,
        "The client has no credential cred_1111111111111111111111 of type public_key.",
        Some("invalid_body"),
    );
    let known = json!({
        "client_authentication_methods": methods(&credential["id"]), "token_endpoint_auth_method": null,
    });
    let changed = change(&app, &client, known).await;
    assert_eq!(
        changed["client_authentication_methods"],
        methods(&credential["id"])
    );
    let back = json!({ "client_authentication_methods": null, "token_endpoint_auth_method": "client_secret_post" });
    let back = change(&app, &client, back).await;
    assert!(back.get("client_authentication_methods").is_none());
}
