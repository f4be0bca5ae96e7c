//! `POST /client-grants`.

use axum::http::Method;
use ostia_identity::client_grants::{self, SubjectType};
use ostia_identity::{clients, resource_servers};
use ostia_protocol::auth0::ids::ClientId;
use ostia_protocol::auth0::scopes::ManagementScope;
use serde_json::{Value, json};

use super::{PATH, with_api};
use crate::test_app::{ADMIN_CLIENT, TestApp, TestResponse};

async fn post(app: &TestApp, body: Value) -> TestResponse {
    app.write(Method::POST, PATH, &body).await
}

#[tokio::test]
async fn answers_as_recorded() {
    let app = with_api().await;
    let mut body = json!({
        "client_id": "app", "audience": "https://api.example.com/", "scope": ["create:resource"], "subject_type": "user"
    });
    let made = app.add_client_grant(&body).await;
    let id = made["id"].as_str().unwrap();
    assert!(id.starts_with("cgr_") && id.len() == 20, "{id}");
    body["id"] = json!(id);
    assert_eq!(made, body);
    let mut body = json!({
        "client_id": "app", "audience": "https://api.example.com/", "scope": ["create:resource", "read:resource"],
        "allow_any_organization": true, "organization_usage": "allow"
    });
    let made = app.add_client_grant(&body).await;
    body["id"] = made["id"].clone();
    body["subject_type"] = json!("client");
    assert_eq!(made, body);
}

#[tokio::test]
async fn one_per_client_api_and_subject() {
    let app = with_api().await;
    let body = json!({ "client_id": "app", "audience": "https://api.example.com/" });
    assert_eq!(app.add_client_grant(&body).await["scope"], json!([]));
    post(&app, body).await.refused(
        409,
        "A client grant with the same client, audience and subject type already exists.",
        None,
    );
    let defaults =
        json!({ "default_for": "third_party_clients", "audience": "https://api.example.com/" });
    app.add_client_grant(&defaults).await;
    post(&app, defaults).await.ok(409);
}

#[tokio::test]
async fn what_it_names_must_exist() {
    let app = with_api().await;
    let other = app.other_tenant().await;
    other.add_client("foreign", &json!({})).await;
    other.add_api(&json!({ "identifier": "urn:foreign" })).await;
    for client in ["foreign", "nobody", "no id"] {
        let body = json!({ "client_id": client, "audience": "https://api.example.com/" });
        post(&app, body)
            .await
            .refused(404, "The client does not exist", Some("inexistent_client"));
    }
    let id = app.read("/api/v2/resource-servers").await.ok(200)[0]["id"].clone();
    for audience in [
        "urn:foreign",
        "https://api.example.com",
        id.as_str().unwrap(),
    ] {
        let body = json!({ "client_id": "app", "audience": audience });
        post(&app, body).await.refused(
            404,
            "The resource server does not exist",
            Some("inexistent_resource_server"),
        );
    }
    let scope = json!(["read:resource", "fly", "swim"]);
    let body =
        json!({ "client_id": "app", "audience": "https://api.example.com/", "scope": scope });
    post(&app, body).await.refused(
        400,
        "The API does not define these scopes: fly, swim",
        Some("invalid_body"),
    );
}

#[tokio::test]
async fn refuses_in_the_validators_words() {
    let app = with_api().await;
    let rows = [
        (
            json!({}),
            "Payload validation error: 'Missing required property: audience'.",
        ),
        (
            json!({ "audience": "a" }),
            "Exactly one of client_id and default_for must be given.",
        ),
        (
            json!({ "audience": "a", "client_id": "app", "default_for": "third_party_clients" }),
            "Exactly one of client_id and default_for must be given.",
        ),
        (
            json!({ "audience": "a", "client_id": "app", "id": "cgr_1", "is_system": true }),
            "Payload validation error: 'Additional properties not allowed: id,is_system'.",
        ),
        (
            json!({ "audience": "a", "client_id": "app", "scope": [""] }),
            "Payload validation error: 'String is too short (0 chars), minimum 1' on property scope[0].",
        ),
        (
            json!({ "audience": "a", "client_id": "app", "subject_type": "robot" }),
            "Payload validation error: 'Invalid value \"robot\"' on property subject_type (On whose behalf the \
             application acts).",
        ),
    ];
    for (body, message) in rows {
        post(&app, body)
            .await
            .refused(400, message, Some("invalid_body"));
    }
}

/// Example 7 of the client model, its first half.
#[tokio::test]
async fn a_third_party_is_not_granted_a_system_api() {
    let app = with_api().await;
    for (id, mode) in [("strict", "strict"), ("permissive", "permissive")] {
        app.add_client(
            id,
            &json!({ "is_first_party": false, "third_party_security_mode": mode }),
        )
        .await;
    }
    let audience = app.tenant.management_audience();
    for grantee in [
        json!({ "client_id": "strict" }),
        json!({ "client_id": "permissive" }),
        json!({ "default_for": "third_party_clients" }),
    ] {
        for subject_type in ["client", "user"] {
            let mut body = grantee.clone();
            body["audience"] = json!(audience);
            body["scope"] = json!(["read:clients"]);
            body["subject_type"] = json!(subject_type);
            post(&app, body).await.refused(
                400,
                "Third-party clients can't be granted a system API.",
                Some("operation_not_supported"),
            );
        }
    }
    let own = json!({ "client_id": ADMIN_CLIENT, "audience": audience, "scope": ["read:clients"] });
    app.add_client_grant(&own).await;
    let api = json!({ "client_id": "strict", "audience": "https://api.example.com/", "scope": ["read:resource"] });
    app.add_client_grant(&api).await;
}

#[tokio::test]
async fn defaults_hold_for_third_parties_without_a_grant_of_their_own() {
    let app = with_api().await;
    app.add_client("third", &json!({ "is_first_party": false }))
        .await;
    let api = "https://api.example.com/";
    let granted = async |client: &str| {
        let context = app.context();
        let client = clients::find(&ClientId::parse(client).unwrap(), &context)
            .await
            .unwrap()
            .unwrap();
        let api = resource_servers::find_by_identifier(api, &context)
            .await
            .unwrap()
            .unwrap();
        let scope = client_grants::granted_scope(&client, &api, SubjectType::User, &context)
            .await
            .unwrap();
        scope.map(|scope| scope.to_string())
    };
    assert_eq!(granted("third").await, None);
    let defaults = json!({
        "default_for": "third_party_clients", "audience": api, "allow_all_scopes": true, "subject_type": "user"
    });
    app.add_client_grant(&defaults).await;
    assert_eq!(
        granted("third").await.as_deref(),
        Some("create:resource read:resource")
    );
    assert_eq!(granted("app").await, None);
    let own = json!({ "client_id": "third", "audience": api, "scope": ["read:resource"], "subject_type": "user" });
    app.add_client_grant(&own).await;
    assert_eq!(granted("third").await.as_deref(), Some("read:resource"));
    let path = "/api/v2/resource-servers/https:%2F%2Fapi.example.com%2F";
    let fewer = json!({ "scopes": [{ "value": "create:resource" }] });
    app.write(Method::PATCH, path, &fewer).await.ok(200);
    assert_eq!(granted("third").await.as_deref(), Some(""));
}

#[tokio::test]
async fn needs_its_scope() {
    let app = with_api().await;
    let token = app
        .management_token(&[ManagementScope::ReadClientGrants])
        .await;
    app.post(PATH)
        .bearer(&token)
        .json(&json!({}))
        .send()
        .await
        .refused(
            403,
            "Insufficient scope, expected any of: create:client_grants",
            Some("insufficient_scope"),
        );
}
