//! `/api/v2/connections/{id}/scim-configuration` and `/directory-provisioning`.

use axum::http::Method;
use serde_json::{Value, json};

use crate::test_app::TestApp;

impl TestApp {
    /// A connection by `POST /connections`. Its path.
    async fn connection_of(&self, strategy: &str, name: &str) -> (Value, String) {
        let options = match strategy {
            "okta" | "google-apps" => {
                json!({ "domain": "acme.okta.com", "client_id": "c", "client_secret": "s" })
            }
            _ => json!({}),
        };
        let body = json!({ "name": name, "strategy": strategy, "options": options });
        let made = self
            .write(Method::POST, "/api/v2/connections", &body)
            .await
            .ok(201);
        let path = format!("/api/v2/connections/{}", made["id"].as_str().unwrap());
        (made, path)
    }
}

#[tokio::test]
async fn a_configuration_and_its_tokens() {
    let app = TestApp::new().await;
    let (connection, path) = app.connection_of("okta", "okta-1").await;
    let (scim, tokens) = (
        format!("{path}/scim-configuration"),
        format!("{path}/scim-configuration/tokens"),
    );
    app.read(&scim).await.refused(404, "Not Found", None);
    let made = app.write(Method::POST, &scim, &json!({})).await.ok(201);
    let expected = json!({
        "tenant_name": "tenant", "connection_id": connection["id"], "connection_name": "okta-1", "strategy": "okta",
        "mapping": [
            { "scim": "userName", "auth0": "preferred_username" },
            { "scim": "emails[primary eq true].value", "auth0": "email" },
        ],
        "updated_on": "2026-01-01T00:00:00.000Z", "created_at": "2026-01-01T00:00:00.000Z",
        "user_id_attribute": "externalId",
    });
    assert_eq!(made, expected);
    assert_eq!(app.read(&scim).await.ok(200), expected);
    let defaults = app.read(&format!("{scim}/default-mapping")).await.ok(200);
    assert_eq!(defaults, json!({ "mapping": expected["mapping"] }));
    app.write(Method::POST, &scim, &json!({})).await.ok(409);
    let change = json!({ "user_id_attribute": "test", "mapping": [{ "auth0": "attr_auth0", "scim": "scim" }] });
    let changed = app.write(Method::PATCH, &scim, &change).await.ok(200);
    assert_eq!(changed["mapping"], change["mapping"]);
    let all = app
        .read("/api/v2/connections-scim-configurations?take=50")
        .await
        .ok(200);
    assert_eq!(all, json!({ "scim_configurations": [changed] }));

    let scopes = json!({ "scopes": ["get:users", "post:users"] });
    let token = app.write(Method::POST, &tokens, &scopes).await.ok(201);
    let id = token["token_id"].as_str().unwrap();
    assert!(
        token["token"]
            .as_str()
            .unwrap()
            .starts_with(&format!("{id}."))
    );
    let log = json!(app.entries().await).to_string();
    assert!(!log.contains(token["token"].as_str().unwrap()));
    app.write(Method::POST, &tokens, &json!({ "token_lifetime": 900 }))
        .await
        .ok(201);
    app.write(Method::POST, &tokens, &scopes).await.refused(
        409,
        "Maximum of 2 tokens already issued for this connection",
        None,
    );
    let list = app.read(&tokens).await.ok(200);
    assert_eq!(list.as_array().unwrap().len(), 2);
    assert!(list[0].get("token").is_none() && list[0].get("fingerprint").is_none());
    app.write(Method::POST, &tokens, &json!({ "scopes": ["eat:users"] }))
        .await
        .ok(400);
    app.remove(&format!("{tokens}/{id}")).await.ok(204);
    assert_eq!(app.read(&tokens).await.ok(200).as_array().unwrap().len(), 1);

    app.other_tenant().await.read(&scim).await.ok(404);
    app.remove(&scim).await.ok(204);
    app.read(&scim).await.refused(404, "Not Found", None);
    app.remove(&scim).await.ok(404);
    app.read(&tokens).await.ok(404);
    app.write(Method::POST, &scim, &json!({})).await.ok(201);
    assert_eq!(app.read(&tokens).await.ok(200), json!([]));
    // With the connection goes what belongs to it.
    app.remove(&path).await.ok(202);
    let none = app
        .read("/api/v2/connections-scim-configurations")
        .await
        .ok(200);
    assert_eq!(none, json!({ "scim_configurations": [] }));
}

#[tokio::test]
async fn connections_without_a_directory_have_none() {
    let app = TestApp::new().await;
    let (_, database) = app.connection_of("auth0", "db-1").await;
    app.write(Method::POST, &format!("{database}/scim-configuration"), &json!({})).await.refused(
        404,
        "This connection type does not support SCIM. Please see our documentation for the currently supported \
         connection types: https://auth0.com/docs/authenticate/protocols/scim/configure-inbound-scim.",
        None,
    );
    app.read("/api/v2/connections/con_0000000000000000/scim-configuration")
        .await
        .refused(
            404,
            "The connection does not exist",
            Some("inexistent_connection"),
        );
    app.write(
        Method::POST,
        &format!("{database}/directory-provisioning"),
        &json!({}),
    )
    .await
    .ok(400);
}

#[tokio::test]
async fn a_directory_and_its_groups() {
    let app = TestApp::new().await;
    let (connection, path) = app.connection_of("google-apps", "google-1").await;
    let directory = format!("{path}/directory-provisioning");
    app.read(&directory).await.ok(404);
    let made = app
        .write(
            Method::POST,
            &directory,
            &json!({ "synchronize_groups": "selected" }),
        )
        .await
        .ok(201);
    let expected = json!({
        "connection_id": connection["id"], "connection_name": "google-1", "strategy": "google-apps",
        "mapping": [
            { "idp": "id", "auth0": "app_metadata.external_id" }, { "idp": "primaryEmail", "auth0": "email" },
        ],
        "synchronize_automatically": false, "synchronize_groups": "selected",
        "created_at": "2026-01-01T00:00:00.000Z", "updated_at": "2026-01-01T00:00:00.000Z",
    });
    assert_eq!(made, expected);
    assert_eq!(app.read(&directory).await.ok(200), expected);
    let defaults = app.read(&format!("{directory}/default-mapping")).await;
    assert_eq!(defaults.ok(200)["mapping"], expected["mapping"]);
    app.write(Method::POST, &directory, &json!({}))
        .await
        .ok(409);
    let changed = app
        .write(
            Method::PATCH,
            &directory,
            &json!({ "synchronize_groups": "off" }),
        )
        .await;
    assert_eq!(changed.ok(200)["synchronize_groups"], json!("off"));
    let groups = format!("{directory}/synchronized-groups");
    assert_eq!(app.read(&groups).await.ok(200), json!({ "groups": [] }));
    let selected = json!({ "groups": [{ "id": "group1abc" }, { "id": "group2def" }] });
    app.write(Method::PUT, &groups, &selected).await.ok(204);
    assert_eq!(app.read(&groups).await.ok(200), selected);
    app.write(
        Method::PUT,
        &groups,
        &json!({ "groups": [{ "id": "a b" }] }),
    )
    .await
    .ok(400);
    let all = app
        .read("/api/v2/connections-directory-provisionings")
        .await
        .ok(200);
    assert_eq!(all["directory_provisionings"].as_array().unwrap().len(), 1);
    app.write(
        Method::POST,
        &format!("{directory}/synchronizations"),
        &json!({}),
    )
    .await
    .ok(400);
    app.remove(&directory).await.ok(204);
    app.read(&directory).await.ok(404);
}
