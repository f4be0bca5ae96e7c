//! `client_credentials` in an organization, and the password grant beside them.

use axum::http::Method;
use serde_json::{Value, json};

use crate::applications::{AUDIENCE, Application, PASSWORD, decoded, text};
use crate::test_app::{TestApp, TestResponse};

struct Scene {
    app: TestApp,
    client: Application,
    acme: String,
    grant: String,
}

async fn scene(usage: &str, any: bool) -> Scene {
    let app = TestApp::new().await;
    app.posts_api(&json!({})).await;
    let client = app.machine().await;
    let acme = app.organization("acme").await;
    let body = json!({
        "client_id": client.id, "audience": AUDIENCE, "scope": ["read:posts"], "organization_usage": usage,
        "allow_any_organization": any,
    });
    let grant = text(&app.add_client_grant(&body).await, "id");
    Scene {
        app,
        client,
        acme,
        grant,
    }
}

impl Scene {
    async fn ask(&self, organization: Option<&str>) -> TestResponse {
        let mut pairs = vec![("grant_type", "client_credentials"), ("audience", AUDIENCE)];
        pairs.extend(organization.map(|id| ("organization", id)));
        self.app.token_of(&self.client, &pairs).await
    }

    async fn add(&self) {
        let path = format!("/api/v2/organizations/{}/client-grants", self.acme);
        let body = json!({ "grant_id": self.grant });
        self.app.write(Method::POST, &path, &body).await.ok(201);
    }
}

fn organization(response: &TestResponse) -> Value {
    let claims = decoded(&text(&response.ok(200), "access_token")).1;
    claims.get("org_id").cloned().unwrap_or_default()
}

#[tokio::test]
async fn a_grant_denies_them_unless_it_says_otherwise() {
    let scene = scene("deny", true).await;
    assert_eq!(organization(&scene.ask(None).await), Value::Null);
    scene.ask(Some(&scene.acme)).await.denied(
        400,
        "invalid_request",
        "parameter organization is not allowed for this client",
    );
}

#[tokio::test]
async fn only_organizations_that_have_the_grant() {
    let scene = scene("allow", false).await;
    assert_eq!(organization(&scene.ask(None).await), Value::Null);
    let closed = format!(
        "Client \"{}\" is not authorized to access the organization \"{}\".",
        scene.client.id, scene.acme
    );
    scene
        .ask(Some(&scene.acme))
        .await
        .denied(403, "access_denied", &closed);
    scene.add().await;
    assert_eq!(
        organization(&scene.ask(Some(&scene.acme)).await),
        json!(scene.acme)
    );
    let foreign = scene.app.other_tenant().await.organization("acme").await;
    for id in [foreign.as_str(), "org_0000000000000000", "acme"] {
        scene.ask(Some(id)).await.denied(
            400,
            "invalid_request",
            &format!("parameter organization is invalid: {id}"),
        );
    }
    let path = format!(
        "/api/v2/organizations/{}/client-grants/{}",
        scene.acme, scene.grant
    );
    scene.app.remove(&path).await.ok(204);
    scene
        .ask(Some(&scene.acme))
        .await
        .denied(403, "access_denied", &closed);
}

#[tokio::test]
async fn any_organization_where_the_grant_says_so() {
    let scene = scene("allow", true).await;
    scene
        .app
        .change_settings(&json!({ "allow_organization_name_in_authentication_api": true }))
        .await;
    for named in [scene.acme.as_str(), "acme"] {
        let answer = scene.ask(Some(named)).await.ok(200);
        let claims = decoded(&text(&answer, "access_token")).1;
        assert_eq!(
            (&claims["org_id"], &claims["org_name"], &claims["scope"]),
            (&json!(scene.acme), &json!("acme"), &json!("read:posts"))
        );
    }
}

#[tokio::test]
async fn required_or_by_default() {
    let scene = scene("require", true).await;
    scene.ask(None).await.denied(
        400,
        "invalid_request",
        "parameter organization is required for this client",
    );
    let default = json!({ "default_organization": {
        "organization_id": scene.acme, "flows": ["client_credentials"] } });
    scene.app.change_client(&scene.client, &default).await;
    assert_eq!(organization(&scene.ask(None).await), json!(scene.acme));
    let beta = scene.app.organization("beta").await;
    assert_eq!(organization(&scene.ask(Some(&beta)).await), json!(beta));
}

#[tokio::test]
async fn a_password_alone_names_no_organization() {
    let app = TestApp::new().await;
    app.person("ada@example.com").await;
    app.change_settings(&json!({ "default_directory": "Username-Password-Authentication" }))
        .await;
    let pairs = [
        ("grant_type", "password"),
        ("username", "ada@example.com"),
        ("password", PASSWORD),
    ];
    for (usage, is_refused) in [("allow", false), ("require", true)] {
        let client = app
            .application(&json!({ "organization_usage": usage, "grant_types": ["password"] }))
            .await;
        let response = app.token_of(&client, &pairs).await;
        if is_refused {
            response.denied(
                400,
                "invalid_request",
                "parameter organization is required for this client",
            );
        } else {
            response.ok(200);
        }
    }
}
