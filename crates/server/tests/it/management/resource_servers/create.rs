//! `POST /resource-servers`.

use axum::http::Method;
use ostia_identity::resource_servers;
use ostia_protocol::auth0::scopes::ManagementScope;
use serde_json::{Value, json};

use super::PATH;
use crate::test_app::TestApp;

#[tokio::test]
async fn answers_as_recorded() {
    let app = TestApp::new().await;
    let made = app
        .add_api(&json!({ "name": "Role - Acceptance Test", "identifier": "https://testaccdatasourcerole.matrix.com/" }))
        .await;
    let id = made["id"].as_str().unwrap();
    assert!(
        id.len() == 24 && id.bytes().all(|byte| byte.is_ascii_hexdigit()),
        "{id}"
    );
    assert_eq!(
        made,
        json!({
            "id": id,
            "name": "Role - Acceptance Test",
            "identifier": "https://testaccdatasourcerole.matrix.com/",
            "allow_offline_access": false,
            "skip_consent_for_verifiable_first_party_clients": false,
            "subject_type_authorization": {
                "client": { "policy": "require_client_grant" }, "user": { "policy": "allow_all" }
            },
            "token_lifetime": 86_400,
            "token_lifetime_for_web": 7_200,
            "signing_alg": "RS256"
        })
    );
}

#[tokio::test]
async fn everything_that_can_be_said_is_kept() {
    let app = TestApp::new().await;
    let body = json!({
        "name": "All", "identifier": "urn:all",
        "scopes": [{ "value": "read:a", "description": "Read" }, { "value": "write:a", "description": "" }, { "value": "x" }],
        "signing_alg": "PS256", "allow_offline_access": true, "allow_online_access": true,
        "allow_online_access_with_ephemeral_sessions": false, "token_lifetime": 7200, "token_lifetime_for_web": 3600,
        "token_dialect": "rfc9068_profile_authz", "enforce_policies": true,
        "skip_consent_for_verifiable_first_party_clients": true,
        "token_encryption": { "format": "compact-nested-jwe", "encryption_key": { "alg": "RSA-OAEP-256", "pem": "x" } },
        "consent_policy": "transactional-authorization-with-mfa",
        "authorization_details": [{ "type": "payment" }],
        "proof_of_possession": { "mechanism": "dpop", "required": true, "required_for": "public_clients" },
        "subject_type_authorization": { "user": { "policy": "deny_all" }, "client": { "policy": "deny_all" } },
        "authorization_policy": { "policy_id": "p" }
    });
    let mut made = app.add_api(&body).await;
    let id = made.as_object_mut().unwrap().remove("id").unwrap();
    assert_eq!(made, body);
    let read = app
        .read(&format!("{PATH}/{}", id.as_str().unwrap()))
        .await
        .ok(200);
    made["id"] = id;
    assert_eq!(read, made);
}

#[tokio::test]
async fn an_hs256_api_owns_a_secret() {
    let app = TestApp::new().await;
    let made = app
        .add_api(&json!({ "identifier": "urn:a", "signing_alg": "HS256" }))
        .await;
    assert_eq!(made["signing_secret"].as_str().unwrap().len(), 64);
    let given = json!({ "identifier": "urn:b", "signing_alg": "HS256", "signing_secret": "a-secret-of-my-own" });
    let made = app.add_api(&given).await;
    assert_eq!(made["signing_secret"], "a-secret-of-my-own");
    let api = resource_servers::find_by_identifier("urn:b", &app.context())
        .await
        .unwrap()
        .unwrap();
    let resource_servers::AccessTokenSignature::Secret(secret) = &api.signature else {
        panic!()
    };
    assert_eq!(secret.reveal().unwrap().as_slice(), b"a-secret-of-my-own");
    assert!(
        !Value::Object(api.document.clone())
            .to_string()
            .contains("a-secret")
    );
}

#[tokio::test]
async fn an_identifier_is_taken_once() {
    let app = TestApp::new().await;
    app.add_api(&json!({ "identifier": "urn:a" })).await;
    let again = app
        .write(Method::POST, PATH, &json!({ "identifier": "urn:a" }))
        .await;
    again.refused(
        409,
        "A resource server with the same identifier already exists.",
        None,
    );
    app.add_api(&json!({ "identifier": "urn:A" })).await;
    app.other_tenant()
        .await
        .add_api(&json!({ "identifier": "urn:a" }))
        .await;
}

#[tokio::test]
async fn the_servers_own_audiences_are_no_apis() {
    let app = TestApp::new().await;
    for identifier in ["https://tenant.test/userinfo", "https://tenant.test/mfa/"] {
        let refused = app
            .write(Method::POST, PATH, &json!({ "identifier": identifier }))
            .await;
        refused.refused(
            400,
            "This identifier belongs to the authorization server.",
            Some("invalid_body"),
        );
    }
    let management = json!({ "identifier": "https://tenant.test/api/v2/" });
    app.write(Method::POST, PATH, &management).await.ok(409);
}

#[tokio::test]
async fn refuses_in_the_validators_words() {
    let app = TestApp::new().await;
    let rows = [
        (
            json!({}),
            "Payload validation error: 'Missing required property: identifier'.",
        ),
        (
            json!({ "identifier": "" }),
            "Payload validation error: 'String is too short (0 chars), minimum 1' on property identifier (What requests \
             name as their audience; never changes).",
        ),
        (
            json!({ "identifier": "a", "id": "x" }),
            "Payload validation error: 'Additional properties not allowed: id'.",
        ),
        (
            json!({ "identifier": "a", "is_system": true }),
            "Payload validation error: 'Additional properties not allowed: is_system'.",
        ),
        (
            json!({ "identifier": "a", "token_lifetime": 2_592_001 }),
            "Payload validation error: 'Value 2592001 is greater than maximum 2592000' on property token_lifetime (How \
             long access tokens are valid, in seconds).",
        ),
        (
            json!({ "identifier": "a", "scopes": [{ "description": "x" }] }),
            "Payload validation error: 'Missing required property: value' on property scopes[0].",
        ),
        (
            json!({ "identifier": "a", "allow_offline_access": "yes" }),
            "Payload validation error: 'Expected type boolean but found type string' on property allow_offline_access \
             (Whether refresh tokens may be had for the API).",
        ),
        (
            json!({ "identifier": "a", "scopes": [{ "value": "a" }, { "value": "a", "description": "b" }] }),
            "The scope a is defined more than once.",
        ),
        (
            json!({ "identifier": "a", "token_lifetime": 60, "token_lifetime_for_web": 61 }),
            "token_lifetime_for_web can't be greater than token_lifetime.",
        ),
    ];
    for (body, message) in rows {
        app.write(Method::POST, PATH, &body)
            .await
            .refused(400, message, Some("invalid_body"));
    }
    for body in [
        json!({ "identifier": "a", "name": "<b>" }),
        json!({ "identifier": "a".repeat(601) }),
        json!({ "identifier": "a", "signing_alg": "none" }),
        json!({ "identifier": "a", "signing_alg": "HS256", "signing_secret": "short" }),
        json!({ "identifier": "a", "scopes": [{ "value": "two words" }] }),
        json!({ "identifier": "a", "scopes": [{ "value": "x".repeat(281) }] }),
        json!({ "identifier": "a", "token_dialect": "jwt" }),
        json!({ "identifier": "a", "proof_of_possession": { "mechanism": "dpop" } }),
        json!({ "identifier": "a", "subject_type_authorization": { "client": { "policy": "allow_all" } } }),
    ] {
        app.write(Method::POST, PATH, &body).await.ok(400);
    }
    assert_eq!(app.read(PATH).await.ok(200).as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_short_lifetime_shortens_that_of_browsers() {
    let app = TestApp::new().await;
    let made = app
        .add_api(&json!({ "identifier": "a", "token_lifetime": 600 }))
        .await;
    assert_eq!(made["token_lifetime_for_web"], 600);
}

#[tokio::test]
async fn needs_its_scope() {
    let app = TestApp::new().await;
    let token = app
        .management_token(&[ManagementScope::ReadResourceServers])
        .await;
    let refused = app
        .post(PATH)
        .bearer(&token)
        .json(&json!({ "identifier": "a" }))
        .send()
        .await;
    refused.refused(
        403,
        "Insufficient scope, expected any of: create:resource_servers",
        Some("insufficient_scope"),
    );
}
