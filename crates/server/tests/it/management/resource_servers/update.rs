//! `PATCH /resource-servers/{id}`.

use axum::http::Method;
use ostia_identity::resource_servers;
use serde_json::{Value, json};

use super::PATH;
use crate::test_app::TestApp;

async fn patch(app: &TestApp, name: &str, body: Value) -> crate::test_app::TestResponse {
    app.write(Method::PATCH, &format!("{PATH}/{name}"), &body)
        .await
}

#[tokio::test]
async fn says_only_what_changes() {
    let app = TestApp::new().await;
    let mut expected = app
        .add_api(&json!({ "identifier": "https://api.test/", "name": "A" }))
        .await;
    let scopes = json!([{ "value": "read:posts", "description": "Can read posts" }, { "value": "write:posts" }]);
    let changed = patch(&app, "https:%2F%2Fapi.test%2F", json!({ "scopes": scopes }))
        .await
        .ok(200);
    expected["scopes"] = scopes;
    assert_eq!(changed, expected);
    let body = json!({ "subject_type_authorization": { "user": { "policy": "deny_all" } }, "token_lifetime": 60 });
    let changed = patch(&app, expected["id"].as_str().unwrap(), body)
        .await
        .ok(200);
    expected["subject_type_authorization"]["user"]["policy"] = json!("deny_all");
    expected["token_lifetime"] = json!(60);
    expected["token_lifetime_for_web"] = json!(60);
    assert_eq!(changed, expected);
    assert_eq!(
        patch(&app, "https:%2F%2Fapi.test%2F", json!({}))
            .await
            .ok(200),
        expected
    );
}

#[tokio::test]
async fn null_and_emptiness_unset() {
    let app = TestApp::new().await;
    let plain = app.add_api(&json!({ "identifier": "urn:a" })).await;
    let rich = json!({
        "scopes": [{ "value": "a" }], "authorization_details": [{ "type": "x" }],
        "consent_policy": "transactional-authorization-with-mfa",
        "proof_of_possession": { "mechanism": "mtls", "required": false }
    });
    patch(&app, "urn:a", rich).await.ok(200);
    let poor = json!({
        "scopes": [], "authorization_details": null, "consent_policy": null, "proof_of_possession": null,
        "token_encryption": null, "authorization_policy": null
    });
    assert_eq!(patch(&app, "urn:a", poor).await.ok(200), plain);
    patch(&app, "urn:a", json!({ "name": null })).await.ok(400);
}

#[tokio::test]
async fn a_change_is_seen_at_once() {
    let app = TestApp::new().await;
    app.add_api(&json!({ "identifier": "urn:a" })).await;
    let find = async || {
        resource_servers::find_by_identifier("urn:a", &app.context())
            .await
            .unwrap()
            .unwrap()
    };
    assert_eq!(find().await.token_lifetime, 86_400);
    patch(&app, "urn:a", json!({ "token_lifetime": 10_000 }))
        .await
        .ok(200);
    assert_eq!(find().await.token_lifetime, 10_000);
}

#[tokio::test]
async fn switching_the_signature_keeps_the_secret() {
    let app = TestApp::new().await;
    app.add_api(&json!({ "identifier": "urn:a" })).await;
    let secret = patch(&app, "urn:a", json!({ "signing_alg": "HS256" }))
        .await
        .ok(200)["signing_secret"]
        .clone();
    assert_eq!(secret.as_str().unwrap().len(), 64);
    let asymmetric = patch(&app, "urn:a", json!({ "signing_alg": "RS256" }))
        .await
        .object();
    assert!(!asymmetric.contains_key("signing_secret"));
    let back = patch(&app, "urn:a", json!({ "signing_alg": "HS256" }))
        .await
        .ok(200);
    assert_eq!(back["signing_secret"], secret);
    let other = json!({ "signing_secret": "another-secret-of-mine" });
    assert_eq!(
        patch(&app, "urn:a", other).await.ok(200)["signing_secret"],
        "another-secret-of-mine"
    );
}

#[tokio::test]
async fn refusals() {
    let app = TestApp::new().await;
    app.add_api(&json!({ "identifier": "urn:a" })).await;
    for name in ["identifier", "id", "is_system", "client_id"] {
        patch(&app, "urn:a", json!({ name: "urn:a" }))
            .await
            .refused(
                400,
                &format!("Payload validation error: 'Additional properties not allowed: {name}'."),
                Some("invalid_body"),
            );
    }
    patch(&app, "urn:b", json!({ "name": "B" })).await.refused(
        404,
        "The resource server does not exist",
        Some("inexistent_resource_server"),
    );
    let foreign = app
        .other_tenant()
        .await
        .add_api(&json!({ "identifier": "urn:c" }))
        .await;
    patch(
        &app,
        foreign["id"].as_str().unwrap(),
        json!({ "name": "C" }),
    )
    .await
    .ok(404);
}

#[tokio::test]
async fn of_a_system_api_little_can_change() {
    let app = TestApp::new().await;
    let id = app.management_api().await;
    let allowed = json!({
        "token_lifetime": 3600, "token_lifetime_for_web": 1800, "skip_consent_for_verifiable_first_party_clients": false,
        "proof_of_possession": { "mechanism": "dpop", "required": false },
        // What it has already.
        "name": "Auth0 Management API", "signing_alg": "RS256", "allow_offline_access": false, "token_encryption": null
    });
    let changed = patch(&app, &id, allowed).await.ok(200);
    assert_eq!(changed["token_lifetime"], 3600);
    patch(
        &app,
        "https:%2F%2Ftenant.test%2Fapi%2Fv2%2F",
        json!({ "name": "Mine", "scopes": [] }),
    )
    .await
    .refused(
        400,
        "This is a system API; its name, scopes can't be changed.",
        Some("operation_not_supported"),
    );
}
