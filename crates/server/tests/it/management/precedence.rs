//! Nobody raises themselves: who may change people or applications, and not roles, stays below whom they are below.

use axum::http::Method;
use ostia_identity::provisioning::{self, DashboardRole};
use ostia_protocol::auth0::ids::UserId;
use ostia_protocol::auth0::scopes::ManagementScope;
use serde_json::{Value, json};

use super::roles::{in_path, permissions};
use crate::test_app::{TestApp, TestResponse};

const REFUSED: &str = "Insufficient scope, expected any of: update:roles";

/// A tenant with a dashboard.
async fn arrange() -> TestApp {
    let app = TestApp::new().await;
    provisioning::provide_dashboard(&app.context())
        .await
        .unwrap();
    app
}

/// Somebody with a role of the dashboard: their id.
async fn person(app: &TestApp, name: &str, role: Option<DashboardRole>) -> String {
    let id = app.new_user(name).await;
    if let Some(role) = role {
        provisioning::admit(&UserId::parse(&id).unwrap(), role, &app.context())
            .await
            .unwrap();
    }
    id
}

/// A token of somebody's, with all that they may do.
async fn token(app: &TestApp, user: &str) -> String {
    let path = format!(
        "/api/v2/users/{}/permissions?per_page=100&include_totals=true&page=",
        in_path(user)
    );
    let mut scopes = Vec::new();
    for page in 0.. {
        let answer = app.read(&format!("{path}{page}")).await.ok(200);
        let found = answer["permissions"].as_array().unwrap().clone();
        scopes.extend(
            found
                .iter()
                .map(|one| one["permission_name"].as_str().unwrap().to_owned()),
        );
        if found.is_empty() {
            break;
        }
    }
    let context = app.context();
    let client = provisioning::dashboard_client_id(&context).unwrap();
    let now = context.now.seconds();
    app.sign(json!({
        "iss": app.tenant.issuer(), "sub": user, "aud": app.tenant.management_audience(), "iat": now,
        "exp": now + 7_200, "scope": scopes.join(" "), "azp": client,
    }))
    .await
}

async fn send(
    app: &TestApp,
    token: &str,
    method: Method,
    path: &str,
    body: &Value,
) -> TestResponse {
    let request = app.request(method, path).bearer(token);
    request.json(body).send().await
}

fn refused(answer: &TestResponse) {
    answer.refused(403, REFUSED, Some("insufficient_scope"));
}

async fn role_id(app: &TestApp, name: &str) -> String {
    let roles = app.read("/api/v2/roles").await.ok(200);
    let mut roles = roles.as_array().unwrap().iter();
    let role = roles.find(|role| role["name"] == name).unwrap();
    role["id"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn an_editor_for_users_does_not_become_an_owner() {
    let app = arrange().await;
    let editor = person(&app, "ed", Some(DashboardRole::UsersEditor)).await;
    let owner = person(&app, "owen", Some(DashboardRole::Owner)).await;
    let token = token(&app, &editor).await;
    let (mine, theirs) = (
        format!("/api/v2/users/{}", in_path(&editor)),
        format!("/api/v2/users/{}", in_path(&owner)),
    );
    let ownership = role_id(&app, "Dashboard owner").await;
    let audience = app.tenant.management_audience();
    let (give, set) = (
        json!({ "roles": [ownership] }),
        json!({ "password": "Mine-Now-99-x" }),
    );
    let more = permissions(&audience, &["update:roles"]);
    let attempts = [
        (Method::POST, format!("{mine}/roles"), give.clone()),
        (
            Method::POST,
            format!("/api/v2/roles/{ownership}/users"),
            json!({ "users": [editor] }),
        ),
        (Method::POST, format!("{mine}/permissions"), more),
        (Method::PATCH, theirs.clone(), set),
        (
            Method::PATCH,
            theirs.clone(),
            json!({ "email": "ed2@example.com" }),
        ),
        (Method::DELETE, theirs.clone(), json!({})),
        (
            Method::POST,
            format!("{theirs}/recovery-code-regeneration"),
            json!({}),
        ),
        (
            Method::DELETE,
            format!("{theirs}/authentication-methods"),
            json!({}),
        ),
        (
            Method::POST,
            "/api/v2/tickets/password-change".to_owned(),
            json!({ "user_id": owner }),
        ),
        (
            Method::POST,
            "/api/v2/tickets/password-change".to_owned(),
            json!({ "email": "owen@example.com", "connection_id": "con_1234567890123456" }),
        ),
    ];
    for (method, path, body) in attempts {
        refused(&send(&app, &token, method, &path, &body).await);
    }
    let organization = json!({ "name": "acme" });
    let organization = app
        .write(Method::POST, "/api/v2/organizations", &organization)
        .await
        .ok(201);
    let members = format!(
        "/api/v2/organizations/{}/members",
        organization["id"].as_str().unwrap()
    );
    app.write(Method::POST, &members, &json!({ "members": [editor] }))
        .await
        .ok(204);
    let there = format!("{members}/{}/roles", in_path(&editor));
    refused(&send(&app, &token, Method::POST, &there, &give).await);
    // The owner is as before.
    let still = app.read(&theirs).await.ok(200);
    assert_eq!(still["email"], "owen@example.com");
}

#[tokio::test]
async fn an_editor_for_users_goes_on_with_everybody_else() {
    let app = arrange().await;
    let editor = person(&app, "ed", Some(DashboardRole::UsersEditor)).await;
    let user = person(&app, "ulf", None).await;
    let viewer = person(&app, "vi", Some(DashboardRole::Viewer)).await;
    let token = token(&app, &editor).await;
    for somebody in [&user, &viewer, &editor] {
        let path = format!("/api/v2/users/{}", in_path(somebody));
        let body = json!({ "password": "Another-Word-9" });
        send(&app, &token, Method::PATCH, &path, &body)
            .await
            .ok(200);
    }
    // What a viewer may, an editor may: so they can let others look.
    let roles =
        json!({ "roles": [role_id(&app, "Dashboard viewer").await, app.add_role("Reader").await] });
    let path = format!("/api/v2/users/{}/roles", in_path(&user));
    send(&app, &token, Method::POST, &path, &roles)
        .await
        .ok(204);
    let ticket = json!({ "user_id": user });
    send(
        &app,
        &token,
        Method::POST,
        "/api/v2/tickets/password-change",
        &ticket,
    )
    .await
    .ok(201);
    // Ending an owner's sessions raises nobody.
    let owner = person(&app, "owen", Some(DashboardRole::Owner)).await;
    let sessions = format!("/api/v2/users/{}/sessions", in_path(&owner));
    send(&app, &token, Method::DELETE, &sessions, &json!({}))
        .await
        .ok(202);
}

#[tokio::test]
async fn an_editor_for_applications_does_not_act_through_one() {
    let app = arrange().await;
    let editor = person(&app, "ed", Some(DashboardRole::ApplicationsEditor)).await;
    let token = token(&app, &editor).await;
    let audience = app.tenant.management_audience();
    app.add_client("robot", &json!({ "grant_types": ["client_credentials"] }))
        .await;
    app.add_client("janitor", &json!({ "grant_types": ["client_credentials"] }))
        .await;
    let given = json!({ "client_id": "janitor", "audience": audience, "scope": ["update:users"] });
    let grant = app
        .write(Method::POST, "/api/v2/client-grants", &given)
        .await
        .ok(201);
    let grant = format!("/api/v2/client-grants/{}", grant["id"].as_str().unwrap());
    let attempts = [
        (
            Method::POST,
            "/api/v2/client-grants".to_owned(),
            json!({ "client_id": "robot", "audience": audience, "scope": ["update:users"] }),
        ),
        (
            Method::POST,
            "/api/v2/client-grants".to_owned(),
            json!({ "client_id": "robot", "audience": audience, "allow_all_scopes": true, "scope": [] }),
        ),
        (
            Method::PATCH,
            grant.clone(),
            json!({ "scope": ["read:users"] }),
        ),
        (
            Method::PATCH,
            "/api/v2/clients/janitor".to_owned(),
            json!({ "name": "Mine" }),
        ),
    ];
    for (method, path, body) in attempts {
        refused(&send(&app, &token, method, &path, &body).await);
    }
    // What the editor may do themselves, an application may do for them.
    let body = json!({ "client_id": "robot", "audience": audience, "scope": ["read:users", "update:clients"] });
    send(&app, &token, Method::POST, "/api/v2/client-grants", &body)
        .await
        .ok(201);
    send(
        &app,
        &token,
        Method::PATCH,
        "/api/v2/clients/robot",
        &json!({ "name": "Robot" }),
    )
    .await
    .ok(200);
}

#[tokio::test]
async fn applications_that_act_for_themselves_are_not_bound() {
    let app = arrange().await;
    let owner = person(&app, "owen", Some(DashboardRole::Owner)).await;
    let token = app
        .management_token(&[
            ManagementScope::UpdateUsers,
            ManagementScope::CreateRoleMembers,
        ])
        .await;
    let path = format!("/api/v2/users/{}", in_path(&owner));
    send(
        &app,
        &token,
        Method::PATCH,
        &path,
        &json!({ "name": "Owen" }),
    )
    .await
    .ok(200);
}

#[tokio::test]
async fn whoever_only_looks_at_a_connection_sees_no_secret_of_it() {
    let app = arrange().await;
    let options = json!({ "client_id": "id", "client_secret": "hush", "scope": "openid" });
    let body = json!({ "name": "google", "strategy": "google-oauth2", "options": options });
    let made = app
        .write(Method::POST, "/api/v2/connections", &body)
        .await
        .ok(201);
    let path = format!("/api/v2/connections/{}", made["id"].as_str().unwrap());
    let viewer = person(&app, "vi", Some(DashboardRole::Viewer)).await;
    let viewer = token(&app, &viewer).await;
    for path in [&path, "/api/v2/connections?strategy=google-oauth2"] {
        let answer = app.get(path).bearer(&viewer).send().await;
        let shown = answer.ok(200).to_string();
        assert!(shown.contains("\"client_id\":\"id\""), "{shown}");
        assert!(!shown.contains("hush"), "{shown}");
    }
    for scope in [
        ManagementScope::ReadConnectionsOptions,
        ManagementScope::UpdateConnections,
    ] {
        let token = app
            .management_token(&[ManagementScope::ReadConnections, scope])
            .await;
        let shown = app.get(&path).bearer(&token).send().await.ok(200);
        assert_eq!(shown["options"]["client_secret"], "hush");
    }
}
