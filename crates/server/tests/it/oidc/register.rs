//! `POST /oidc/register`: example 8 of the client model.

use axum::http::Method;
use serde_json::{Value, json};

use crate::test_app::{TestApp, TestResponse};

async fn open() -> TestApp {
    let app = TestApp::new().await;
    settings(
        &app,
        json!({ "flags": { "enable_dynamic_client_registration": true } }),
    )
    .await;
    app
}

async fn settings(app: &TestApp, body: Value) {
    app.write(Method::PATCH, "/api/v2/tenants/settings", &body)
        .await
        .ok(200);
}

async fn register(app: &TestApp, body: &Value) -> TestResponse {
    app.post("/oidc/register").json(body).send().await
}

#[track_caller]
fn refused(response: &TestResponse, status: u16, error: &str) {
    assert_eq!(response.status.as_u16(), status, "{}", response.text);
    assert_eq!(response.json()["error"], error);
}

#[tokio::test]
async fn it_is_off_until_the_tenant_turns_it_on() {
    let app = TestApp::new().await;
    let response = register(&app, &json!({ "redirect_uris": ["https://a.test/cb"] })).await;
    refused(&response, 404, "endpoint_disabled");
}

#[tokio::test]
async fn what_is_registered_is_third_party_whatever_it_says() {
    let app = open().await;
    let registered = register(
        &app,
        &json!({
            "redirect_uris": ["https://a.test/cb"], "client_name": "Somebody's", "is_first_party": true,
            "app_metadata": { "admin": true }, "client_metadata": { "a": "b" }, "grant_types": ["password"],
            "third_party_security_mode": "permissive", "contacts": ["a@b.test"],
        }),
    )
    .await;
    assert_eq!(registered.header("cache-control"), "no-store");
    let mut registered = registered.ok(201);
    let id = registered["client_id"].as_str().unwrap().to_owned();
    assert!(id.starts_with("tpc_"), "{id}");
    assert_eq!(
        registered["client_secret"].take().as_str().unwrap().len(),
        64
    );
    assert_eq!(
        registered,
        json!({
            "client_id": id, "client_secret": null, "client_secret_expires_at": 0, "client_name": "Somebody's",
            "redirect_uris": ["https://a.test/cb"], "token_endpoint_auth_method": "client_secret_post",
            "grant_types": ["authorization_code"], "response_types": ["code"],
        })
    );
    let client = app.read(&format!("/api/v2/clients/{id}")).await.ok(200);
    assert_eq!(client["is_first_party"], false);
    assert_eq!(client["third_party_security_mode"], "strict");
    assert_eq!(client["external_metadata_type"], "dcr");
    assert_eq!(client["external_metadata_created_by"], "client");
    assert_eq!(client["grant_types"], json!(["authorization_code"]));
    assert_eq!(client["refresh_token"]["expiration_type"], "expiring");
    assert!(client.get("app_metadata").is_none() && client.get("client_metadata").is_none());
}

#[tokio::test]
async fn a_public_client_gets_no_secret() {
    let app = open().await;
    let registered = register(
        &app,
        &json!({
            "redirect_uris": ["http://127.0.0.1:33418/"], "token_endpoint_auth_method": "none",
            "grant_types": ["authorization_code", "refresh_token", "client_credentials"],
        }),
    )
    .await
    .ok(201);
    assert!(
        registered.get("client_secret").is_none()
            && registered.get("client_secret_expires_at").is_none()
    );
    assert_eq!(registered["client_name"], registered["client_id"]);
    assert_eq!(
        registered["grant_types"],
        json!(["authorization_code", "refresh_token"])
    );
}

#[tokio::test]
async fn the_tenant_chooses_the_mode() {
    let app = open().await;
    settings(
        &app,
        json!({ "dynamic_client_registration_security_mode": "permissive" }),
    )
    .await;
    let registered = register(
        &app,
        &json!({
            "redirect_uris": ["https://a.test/cb"], "grant_types": ["authorization_code", "implicit", "password"],
            "response_types": ["code", "id_token", "none"],
        }),
    )
    .await
    .ok(201);
    let id = registered["client_id"].as_str().unwrap();
    assert_eq!(id.len(), 32);
    assert_eq!(
        registered["grant_types"],
        json!(["authorization_code", "implicit"])
    );
    assert_eq!(registered["response_types"], json!(["code", "id_token"]));
    let client = app.read(&format!("/api/v2/clients/{id}")).await.ok(200);
    assert_eq!(client["third_party_security_mode"], "permissive");
    assert_eq!(client["is_first_party"], false);
}

#[tokio::test]
async fn wrong_metadata_is_refused() {
    let app = open().await;
    for (body, error) in [
        (json!({}), "invalid_redirect_uri"),
        (
            json!({ "redirect_uris": ["javascript:alert(1)"] }),
            "invalid_redirect_uri",
        ),
        (
            json!({ "redirect_uris": ["https://*.a.test"] }),
            "invalid_redirect_uri",
        ),
        (json!(["x"]), "invalid_client_metadata"),
        (
            json!({ "redirect_uris": ["https://a.test"], "token_endpoint_auth_method": "tls_client_auth" }),
            "invalid_client_metadata",
        ),
        (
            json!({ "redirect_uris": ["https://a.test"], "client_name": "<script>" }),
            "invalid_client_metadata",
        ),
    ] {
        refused(&register(&app, &body).await, 400, error);
    }
    let broken = app
        .post("/oidc/register")
        .raw("application/json", "{")
        .send()
        .await;
    refused(&broken, 400, "invalid_client_metadata");
}

#[tokio::test]
async fn a_registered_client_can_not_be_given_more_grants() {
    let app = open().await;
    let registered = register(&app, &json!({ "redirect_uris": ["https://a.test/cb"] }))
        .await
        .ok(201);
    assert_eq!(
        registered["grant_types"],
        json!(["authorization_code", "refresh_token"])
    );
    let path = format!(
        "/api/v2/clients/{}",
        registered["client_id"].as_str().unwrap()
    );
    let response = app
        .write(
            Method::PATCH,
            &path,
            &json!({ "grant_types": ["client_credentials"] }),
        )
        .await;
    response.refused(
        400,
        "Grant type 'client_credentials' is not allowed for this third-party client.",
        Some("invalid_body"),
    );
}
