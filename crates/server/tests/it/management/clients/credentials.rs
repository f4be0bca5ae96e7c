//! `/clients/{id}/credentials`.

use axum::http::Method;
use ostia_protocol::auth0::scopes::ManagementScope;
use serde_json::{Value, json};

use super::{CERTIFICATE, PATH, path_of};
use crate::test_app::TestApp;

async fn credentials_of_new_client(app: &TestApp) -> String {
    let client = app
        .make_client(json!({ "name": "X", "jwt_configuration": { "alg": "RS256" } }))
        .await;
    format!("{}/credentials", path_of(&client))
}

#[tokio::test]
async fn a_key_is_registered_as_recorded() {
    let app = TestApp::new().await;
    let path = credentials_of_new_client(&app).await;
    let body = json!({
        "name": "Testing Credentials 1", "credential_type": "public_key", "pem": CERTIFICATE, "alg": "RS256",
        "expires_at": "2050-05-13T09:33:13Z",
    });
    let made = app.write(Method::POST, &path, &body).await.ok(201);
    let id = made["id"].as_str().unwrap();
    assert!(id.starts_with("cred_") && id.len() == 27, "{id}");
    assert_eq!(
        made,
        json!({
            "id": id, "credential_type": "public_key", "kid": made["kid"], "alg": "RS256",
            "name": "Testing Credentials 1", "created_at": "2026-01-01T00:00:00.000Z",
            "updated_at": "2026-01-01T00:00:00.000Z", "expires_at": "2050-05-13T09:33:13.000Z",
        })
    );
    assert_eq!(made["kid"].as_str().unwrap().len(), 43);
    assert_eq!(app.read(&format!("{path}/{id}")).await.ok(200), made);
    // Terraform asks so, and gets a bare array.
    let listed = app
        .read(&format!("{path}?include_totals=true&per_page=50"))
        .await
        .ok(200);
    assert_eq!(listed, json!([made]));
}

#[tokio::test]
async fn a_certificate_can_set_the_end() {
    let app = TestApp::new().await;
    let path = credentials_of_new_client(&app).await;
    let body = json!({ "credential_type": "public_key", "pem": CERTIFICATE, "parse_expiry_from_cert": true });
    let made = app.write(Method::POST, &path, &body).await.ok(201);
    assert!(made["expires_at"].as_str().unwrap() > "2026");
    let body = json!({ "credential_type": "x509_cert", "pem": CERTIFICATE });
    let pinned = app.write(Method::POST, &path, &body).await.ok(201);
    assert_eq!(
        pinned["thumbprint_sha256"],
        "EA32SywhZCseNh10bWZLWTOk9oZjIr5DbTCZWu--xv8"
    );
    assert_eq!(pinned["expires_at"], made["expires_at"]);
    let body = json!({ "credential_type": "cert_subject_dn", "subject_dn": "C=es\nCN=Developer Experience" });
    let named = app.write(Method::POST, &path, &body).await.ok(201);
    assert_eq!(named["subject_dn"], "C=es\nCN=Developer Experience");
}

#[tokio::test]
async fn the_end_can_be_moved_and_nothing_else() {
    let app = TestApp::new().await;
    let path = credentials_of_new_client(&app).await;
    let body = json!({ "credential_type": "public_key", "pem": CERTIFICATE });
    let made = app.write(Method::POST, &path, &body).await.ok(201);
    let one = format!("{path}/{}", made["id"].as_str().unwrap());
    app.advance(60);
    let moved = app
        .write(
            Method::PATCH,
            &one,
            &json!({ "expires_at": "2050-05-13T09:33:13Z" }),
        )
        .await
        .ok(200);
    assert_eq!(moved["expires_at"], "2050-05-13T09:33:13.000Z");
    assert_eq!(moved["updated_at"], "2026-01-01T00:01:00.000Z");
    assert_eq!(
        app.write(Method::PATCH, &one, &json!({ "expires_at": null }))
            .await
            .ok(200)
            .get("expires_at"),
        None
    );
    for (body, message) in [
        (
            json!({}),
            "Payload validation error: 'Too few properties defined (0), minimum 1'.",
        ),
        (
            json!({ "pem": "x" }),
            "Payload validation error: 'Additional properties not allowed: pem'.",
        ),
        (
            json!({ "expires_at": "2020-01-01T00:00:00Z" }),
            "The credential would have expired already.",
        ),
    ] {
        app.write(Method::PATCH, &one, &body)
            .await
            .refused(400, message, Some("invalid_body"));
    }
}

#[tokio::test]
async fn keys_that_can_not_be_used_are_refused() {
    let app = TestApp::new().await;
    let path = credentials_of_new_client(&app).await;
    let table = [
        (
            json!({ "credential_type": "public_key" }),
            "Payload validation error: 'Missing required property: pem'.",
        ),
        (
            json!({ "credential_type": "public_key", "pem": "nonsense" }),
            "The pem must hold an RSA public key or a certificate of one.",
        ),
        (
            json!({ "credential_type": "x509_cert", "pem": "nonsense" }),
            "The pem must hold a certificate.",
        ),
        (
            json!({ "credential_type": "public_key", "pem": CERTIFICATE, "kid": "short" }),
            "Payload validation error: 'String is too short (5 chars), minimum 10' on property kid (Key id that assertions may name). (also) \
             Payload validation error: 'String does not match pattern ^([0-9a-zA-Z-_]{10,64})$: short' on property kid (Key id that assertions may name).",
        ),
    ];
    for (body, message) in table {
        app.write(Method::POST, &path, &body)
            .await
            .refused(400, message, Some("invalid_body"));
    }
    assert_eq!(app.read(&path).await.ok(200), json!([]));
}

#[tokio::test]
async fn a_key_in_use_stays() {
    let app = TestApp::new().await;
    let client = app
        .make_client(json!({
            "name": "K", "jwt_configuration": { "alg": "RS256" },
            "client_authentication_methods": { "private_key_jwt": { "credentials": [
                { "credential_type": "public_key", "pem": CERTIFICATE },
            ] } },
        }))
        .await;
    let id = &client["client_authentication_methods"]["private_key_jwt"]["credentials"][0]["id"];
    let path = format!("{}/credentials/{}", path_of(&client), id.as_str().unwrap());
    app.remove(&path).await.refused(
        400,
        "The credential is in use: take it out of the client first.",
        Some("operation_not_supported"),
    );
    let none =
        json!({ "client_authentication_methods": { "private_key_jwt": { "credentials": [] } } });
    app.write(Method::PATCH, &path_of(&client), &none)
        .await
        .ok(200);
    app.remove(&path).await.ok(204);
    app.remove(&path).await.ok(204);
    app.read(&path)
        .await
        .refused(404, "The credential does not exist", None);
}

#[tokio::test]
async fn each_operation_needs_its_scope_and_its_client() {
    let app = TestApp::new().await;
    let nobody = format!("{PATH}/nobody/credentials");
    app.read(&nobody)
        .await
        .refused(404, "The client does not exist", Some("inexistent_client"));
    let token = app
        .management_token(&[ManagementScope::ReadClients, ManagementScope::UpdateClients])
        .await;
    for (method, path, scope) in [
        (Method::GET, nobody.clone(), "read"),
        (Method::POST, nobody.clone(), "create"),
        (Method::GET, format!("{nobody}/cred_x"), "read"),
        (Method::PATCH, format!("{nobody}/cred_x"), "update"),
        (Method::DELETE, format!("{nobody}/cred_x"), "delete"),
    ] {
        let response = app
            .request(method, &path)
            .bearer(&token)
            .json(&Value::Object(serde_json::Map::new()))
            .send()
            .await;
        let message = format!("Insufficient scope, expected any of: {scope}:client_credentials");
        response.refused(403, &message, Some("insufficient_scope"));
    }
}
