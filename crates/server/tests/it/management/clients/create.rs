//! `POST /clients`.

use axum::http::Method;
use ostia_identity::{clients, connections};
use ostia_protocol::auth0::ids::ClientId;
use ostia_protocol::auth0::scopes::ManagementScope;
use serde_json::{Value, json};

use super::{CERTIFICATE, PATH, id_of};
use crate::test_app::TestApp;

#[tokio::test]
async fn a_name_is_enough_and_the_answer_is_as_recorded() {
    let app = TestApp::new().await;
    let mut made = app.make_client(json!({ "name": "X" })).await;
    let id = id_of(&made).to_owned();
    assert!(
        id.len() == 32 && id.bytes().all(|byte| byte.is_ascii_alphanumeric()),
        "{id}"
    );
    let secret = made["client_secret"].take();
    assert_eq!(secret.as_str().unwrap().len(), 64);
    let certificate = made["signing_keys"][0]["cert"].take();
    assert!(
        certificate
            .as_str()
            .unwrap()
            .starts_with("-----BEGIN CERTIFICATE-----\n")
    );
    assert_eq!(
        made,
        json!({
            "name": "X", "client_id": id, "client_secret": null, "is_first_party": true,
            "is_token_endpoint_ip_header_trusted": false, "oidc_conformant": false,
            "jwt_configuration": { "secret_encoded": false, "lifetime_in_seconds": 36000 },
            "signing_keys": [{ "cert": null, "subject": "/CN=tenant.test" }],
            "sso_disabled": false, "cross_origin_authentication": false,
            "grant_types": ["authorization_code", "implicit", "refresh_token", "client_credentials"],
            "custom_login_page_on": true,
            "refresh_token": {
                "rotation_type": "non-rotating", "expiration_type": "non-expiring", "leeway": 0,
                "token_lifetime": 2_592_000, "infinite_token_lifetime": true,
                "infinite_idle_token_lifetime": true, "idle_token_lifetime": 1_296_000,
            },
        })
    );
}

#[tokio::test]
async fn third_party_clients_have_ids_of_their_own_when_strict() {
    let app = TestApp::new().await;
    let strict = app
        .make_client(json!({ "name": "S", "is_first_party": false }))
        .await;
    assert!(id_of(&strict).starts_with("tpc_") && id_of(&strict).len() == 26);
    assert_eq!(strict["third_party_security_mode"], "strict");
    assert_eq!(strict["redirection_policy"], "open_redirect_protection");
    assert_eq!(strict["grant_types"], json!(["authorization_code"]));
    let permissive =
        json!({ "name": "P", "is_first_party": false, "third_party_security_mode": "permissive" });
    let permissive = app.make_client(permissive).await;
    assert_eq!(id_of(&permissive).len(), 32);
}

#[tokio::test]
async fn every_refusal_has_its_words() {
    let app = TestApp::new().await;
    let table = [
        (
            json!([]),
            "Payload validation error: 'Expected type object but found type array'.",
        ),
        (
            json!({}),
            "Payload validation error: 'Missing required property: name'.",
        ),
        (
            json!({ "name": "x", "client_id": "a", "client_secret": "b", "global": true, "owners": [] }),
            "Payload validation error: 'Additional properties not allowed: client_id,client_secret,global,owners'.",
        ),
        (
            json!({ "name": "x", "external_metadata_type": "dcr", "signing_keys": [], "tenant": "t" }),
            "Payload validation error: 'Additional properties not allowed: external_metadata_type,signing_keys,tenant'.",
        ),
        (
            json!({ "name": 1 }),
            "Payload validation error: 'Expected type string but found type integer' on property name (Name of the client, without angle brackets).",
        ),
        (
            json!({ "name": "x", "app_type": "toaster" }),
            "Payload validation error: 'Invalid value \"toaster\"' on property app_type (Kind of application).",
        ),
        (
            json!({ "name": "x", "callbacks": ["https://*.*.example.com"] }),
            "Payload validation error: 'Object didn't pass validation for format callback-url: https://*.*.example.com' on property callbacks[0] (Where answers to authorization requests may go).",
        ),
        (
            json!({ "name": "x", "client_metadata": { "a": 1 } }),
            "Payload validation error: 'Expected type string,null but found type integer' on property client_metadata.a.",
        ),
        (
            json!({ "name": "x", "grant_types": ["magic"] }),
            "Invalid grant type: magic",
        ),
        (
            json!({ "name": "x", "is_first_party": false, "organization_usage": "allow" }),
            "Third-party clients in strict mode can't set: organization_usage",
        ),
    ];
    for (body, message) in table {
        let response = app.write(Method::POST, PATH, &body).await;
        response.refused(400, message, Some("invalid_body"));
    }
    let listed = app.read(PATH).await.ok(200);
    assert_eq!(listed.as_array().unwrap().len(), 2, "nothing was made");
}

#[tokio::test]
async fn inline_credentials_are_registered_and_shown_once() {
    let app = TestApp::new().await;
    let made = app
        .make_client(json!({
            "name": "K", "jwt_configuration": { "alg": "RS256" },
            "client_authentication_methods": { "private_key_jwt": { "credentials": [
                { "name": "first", "credential_type": "public_key", "pem": CERTIFICATE },
            ] } },
        }))
        .await;
    let shown = &made["client_authentication_methods"]["private_key_jwt"]["credentials"][0];
    assert_eq!(shown["alg"], "RS256");
    assert_eq!(shown["kid"].as_str().unwrap().len(), 43);
    assert_eq!(shown["created_at"], "2026-01-01T00:00:00.000Z");
    let read = app.read(&super::path_of(&made)).await.ok(200);
    assert_eq!(
        read["client_authentication_methods"],
        json!({ "private_key_jwt": { "credentials": [{ "id": shown["id"] }] } })
    );
    let id = ClientId::parse(id_of(&made)).unwrap();
    let client = clients::find(&id, &app.context()).await.unwrap().unwrap();
    let clients::ClientKind::PrivateKeyJwt { keys, .. } = &client.kind else {
        panic!("{:?}", client.kind)
    };
    assert_eq!(keys[0].kid, shown["kid"].as_str().unwrap());
}

#[tokio::test]
async fn credentials_need_a_scope_of_their_own() {
    let app = TestApp::new().await;
    let token = app
        .management_token(&[ManagementScope::CreateClients])
        .await;
    let body = json!({
        "name": "K", "jwt_configuration": { "alg": "RS256" },
        "client_authentication_methods": { "private_key_jwt": { "credentials": [] } },
    });
    let response = app.post(PATH).bearer(&token).json(&body).send().await;
    response.refused(
        403,
        "Insufficient scope, expected any of: create:client_credentials",
        Some("insufficient_scope"),
    );
    app.post(PATH)
        .bearer(&token)
        .json(&json!({ "name": "K" }))
        .send()
        .await
        .ok(201);
    let token = app.management_token(&[ManagementScope::ReadClients]).await;
    let response = app
        .post(PATH)
        .bearer(&token)
        .json(&json!({ "name": "K" }))
        .send()
        .await;
    response.refused(
        403,
        "Insufficient scope, expected any of: create:clients",
        Some("insufficient_scope"),
    );
}

#[tokio::test]
async fn an_alias_names_one_client() {
    let app = TestApp::new().await;
    let body = json!({ "name": "A", "client_aliases": ["https://alias.test"] });
    app.make_client(body.clone()).await;
    let second = app.write(Method::POST, PATH, &body).await;
    second.refused(409, "Another client exists with the same alias.", None);
    app.other_tenant().await.make_client(body).await;
}

#[tokio::test]
async fn public_clients_keep_a_secret_that_authenticates_nobody() {
    let app = TestApp::new().await;
    let body = json!({ "name": "S", "app_type": "spa", "token_endpoint_auth_method": "none" });
    let made = app.make_client(body).await;
    assert_eq!(made["client_secret"].as_str().unwrap().len(), 64);
    let id = ClientId::parse(id_of(&made)).unwrap();
    let client = clients::find(&id, &app.context()).await.unwrap().unwrap();
    assert!(client.kind.is_public());
}

#[tokio::test]
async fn new_first_party_clients_may_use_the_connections_that_there_are() {
    let app = TestApp::new().await;
    let first = app.make_client(json!({ "name": "F" })).await;
    let id = ClientId::parse(id_of(&first)).unwrap();
    let client = clients::find(&id, &app.context()).await.unwrap().unwrap();
    let enabled = connections::enabled_for(&client, &app.context())
        .await
        .unwrap();
    let path = format!("{PATH}/{id}/connections?take=50");
    let listed = app.read(&path).await.ok(200);
    let names: Vec<_> = enabled
        .iter()
        .map(|connection| Value::from(connection.id.as_str()))
        .collect();
    let shown: Vec<_> = listed["connections"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["id"].clone())
        .collect();
    assert_eq!(shown, names);
}
