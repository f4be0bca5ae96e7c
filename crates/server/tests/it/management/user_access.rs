//! `/users/{id}/effective-permissions`, `/users/{id}/effective-roles` and what else hangs on accounts.

use axum::http::Method;
use serde_json::{Value, json};

use super::roles::in_path;
use crate::applications::AUDIENCE;
use crate::test_app::TestApp;

/// Ada has `read:posts` directly and by a role, and `write:posts` by the role.
async fn scene() -> (TestApp, String, String) {
    let app = TestApp::new().await;
    app.posts_api(&json!({})).await;
    let ada = app.person("ada@example.com").await.id.to_string();
    let role = app
        .write(
            Method::POST,
            "/api/v2/roles",
            &json!({ "name": "Editor", "description": "Edits" }),
        )
        .await
        .ok(200);
    let role = role["id"].as_str().unwrap().to_owned();
    let permission =
        |name: &str| json!({ "resource_server_identifier": AUDIENCE, "permission_name": name });
    let both = json!({ "permissions": [permission("read:posts"), permission("write:posts")] });
    app.write(
        Method::POST,
        &format!("/api/v2/roles/{role}/permissions"),
        &both,
    )
    .await
    .ok(201);
    let user = format!("/api/v2/users/{}", in_path(&ada));
    app.write(
        Method::POST,
        &format!("{user}/roles"),
        &json!({ "roles": [role] }),
    )
    .await
    .ok(204);
    let one = json!({ "permissions": [permission("read:posts")] });
    app.write(Method::POST, &format!("{user}/permissions"), &one)
        .await
        .ok(201);
    (app, user, role)
}

fn audience() -> String {
    let encoded: String = url::form_urlencoded::byte_serialize(AUDIENCE.as_bytes()).collect();
    format!("resource_server_identifier={encoded}")
}

#[tokio::test]
async fn what_a_user_may_do_and_why() {
    let (app, user, role) = scene().await;
    let all = app
        .read(&format!("{user}/effective-permissions?{}", audience()))
        .await
        .ok(200);
    let rows = all["permissions"].as_array().unwrap();
    let names: Vec<(&Value, &Value)> = rows
        .iter()
        .map(|row| (&row["permission_name"], &row["sources"]))
        .collect();
    assert_eq!(
        names,
        [
            (&json!("read:posts"), &json!(["direct", "roles"])),
            (&json!("write:posts"), &json!(["roles"]))
        ]
    );
    assert_eq!(rows[0]["resource_server_identifier"], AUDIENCE);
    let first = app
        .read(&format!(
            "{user}/effective-permissions?take=1&{}",
            audience()
        ))
        .await
        .ok(200);
    assert_eq!(first["permissions"].as_array().unwrap().len(), 1);
    let next = first["next"].as_str().unwrap();
    let second = app
        .read(&format!(
            "{user}/effective-permissions?take=1&from={next}&{}",
            audience()
        ))
        .await
        .ok(200);
    assert_eq!(second["permissions"][0]["permission_name"], "write:posts");
    assert!(second.get("next").is_none());
    let sources = format!(
        "{user}/effective-permissions/sources/effective-roles?{}",
        audience()
    );
    let editor = json!({ "roles": [{ "id": role, "name": "Editor", "description": "Edits", "sources": ["direct"] }] });
    assert_eq!(
        app.read(&format!("{sources}&permission_name=write%3Aposts"))
            .await
            .ok(200),
        editor
    );
    assert_eq!(
        app.read(&format!("{sources}&permission_name=no"))
            .await
            .ok(200),
        json!({ "roles": [] })
    );
    assert_eq!(
        app.read(&format!("{user}/effective-roles")).await.ok(200),
        editor
    );
    let groups = format!("{user}/effective-roles/sources/groups?role_id={role}");
    assert_eq!(app.read(&groups).await.ok(200), json!({ "groups": [] }));
    app.read(&format!(
        "{user}/effective-roles/sources/groups?role_id=rol_0000000000000000"
    ))
    .await
    .ok(404);
    app.read(&format!("{user}/effective-permissions"))
        .await
        .ok(400);
    app.read(&format!("{user}/effective-roles?from=nonsense"))
        .await
        .ok(400);
    let other = app.other_tenant().await;
    for path in [
        "effective-roles".to_owned(),
        format!("effective-permissions?{}", audience()),
    ] {
        other.read(&format!("{user}/{path}")).await.ok(404);
    }
}

#[tokio::test]
async fn what_there_is_nothing_of() {
    let (app, user, _) = scene().await;
    let accounts = app
        .read(&format!("{user}/connected-accounts?take=5"))
        .await
        .ok(200);
    assert_eq!(accounts, json!({ "connected_accounts": [] }));
    assert_eq!(
        app.read(&format!("{user}/federated-connections-tokensets"))
            .await
            .ok(200),
        json!([])
    );
    app.remove(&format!("{user}/federated-connections-tokensets/x"))
        .await
        .ok(204);
    let clear = format!("{user}/risk-assessments/clear");
    let body = json!({ "connection": "users", "assessors": ["new-device"] });
    app.write(Method::POST, &clear, &body).await.ok(204);
    app.write(
        Method::POST,
        &clear,
        &json!({ "connection": "users", "assessors": [] }),
    )
    .await
    .ok(400);
    app.read("/api/v2/users/auth0%7Cnobody/connected-accounts")
        .await
        .ok(404);
}
