//! `/api/v2/users/{id}/roles` and `/permissions`: what users have, and what tokens then say.

use axum::http::Method;
use ostia_jose::Unverified;
use serde_json::{Value, json};

use super::roles::{in_path, permissions};
use crate::test_app::TestApp;

const API: &str = "https://api.example.com/";
const CLIENT: &str = "password-client";

/// An API that enforces policies, an application that may send passwords to it, and a user.
async fn arrange() -> (TestApp, String) {
    let app = TestApp::new().await;
    app.add_api(&json!({
        "identifier": API, "name": "Things", "enforce_policies": true, "token_dialect": "access_token_authz",
        "scopes": [{ "value": "read:foo", "description": "Can read Foo" }, { "value": "create:foo" }, { "value": "own:foo" }],
    }))
    .await;
    app.add_client(CLIENT, &json!({ "grant_types": ["password"] }))
        .await;
    let settings = json!({ "default_directory": "Username-Password-Authentication" });
    app.write(Method::PATCH, "/api/v2/tenants/settings", &settings)
        .await
        .ok(200);
    let list = app.read("/api/v2/connections").await.ok(200);
    let connection = list[0]["id"].as_str().unwrap().to_owned();
    let enabled = json!([{ "client_id": CLIENT, "status": true }]);
    app.write(
        Method::PATCH,
        &format!("/api/v2/connections/{connection}/clients"),
        &enabled,
    )
    .await
    .ok(204);
    let user = app.new_user("ada").await;
    let path = format!("/api/v2/users/{}", in_path(&user));
    (app, path)
}

/// The scopes and the `permissions` of the token that a password brings.
async fn token(app: &TestApp, scope: &str) -> (Value, Value) {
    let body = [
        ("grant_type", "password"),
        ("client_id", CLIENT),
        ("username", "ada@example.com"),
        ("password", "Correct-Horse-9"),
        ("audience", API),
        ("scope", scope),
    ];
    let answer = app.post("/oauth/token").form(&body).send().await.ok(200);
    let token = answer["access_token"].as_str().unwrap();
    let token = Unverified::parse(token, 10_000).unwrap();
    let claims: Value = token.claims_unverified().unwrap();
    (
        claims.get("scope").cloned().unwrap_or_default(),
        claims["permissions"].clone(),
    )
}

#[tokio::test]
async fn roles_as_recorded() {
    let (app, user) = arrange().await;
    let path = format!("{user}/roles");
    let list = format!("{path}?include_totals=true&per_page=50");
    assert_eq!(
        app.read(&list).await.ok(200),
        json!({ "roles": [], "start": 0, "limit": 50, "total": 0 })
    );
    let body = json!({ "name": "Test Admin", "description": "Administrator" });
    let admin = app
        .write(Method::POST, "/api/v2/roles", &body)
        .await
        .ok(200);
    let owner = app.add_role("Test Owner").await;
    let body = json!({ "roles": [admin["id"]] });
    assert_eq!(
        app.write(Method::POST, &path, &body).await.ok(204),
        Value::Null
    );
    app.advance(1);
    let body = json!({ "roles": [owner, admin["id"], owner] });
    app.write(Method::POST, &path, &body).await.ok(204);
    assert_eq!(
        app.read(&list).await.ok(200),
        json!({ "roles": [admin, { "id": owner, "name": "Test Owner" }], "start": 0, "limit": 50, "total": 2 })
    );
    assert_eq!(
        app.read(&format!("{path}?page=1&per_page=1")).await.ok(200),
        json!([{ "id": owner, "name": "Test Owner" }])
    );
    let body = json!({ "roles": [owner, "rol_1234567890123456"] });
    app.remove_with(&path, &body).await.ok(204);
    assert_eq!(app.read(&path).await.ok(200), json!([admin]));
}

#[tokio::test]
async fn what_can_not_be_given() {
    let (app, user) = arrange().await;
    let path = format!("{user}/roles");
    let other = app.other_tenant().await;
    let (role, foreign) = (app.add_role("Mine").await, other.add_role("Theirs").await);
    for unknown in [foreign.as_str(), "rol_1234567890123456", "x"] {
        let body = json!({ "roles": [role, unknown] });
        app.write(Method::POST, &path, &body)
            .await
            .refused(404, "The role does not exist.", None);
    }
    assert_eq!(app.read(&path).await.ok(200), json!([]));
    for body in [
        json!({}),
        json!({ "roles": [] }),
        json!({ "roles": [""] }),
        json!({ "roles": "x" }),
    ] {
        app.write(Method::POST, &path, &body).await.ok(400);
        app.remove_with(&path, &body).await.ok(400);
    }
    let nobody = "/api/v2/users/auth0%7Cnobody";
    let (roles, given) = (json!({ "roles": [role] }), permissions(API, &["read:foo"]));
    for (path, body) in [
        (format!("{nobody}/roles"), roles),
        (format!("{nobody}/permissions"), given),
    ] {
        let text = "The user does not exist.";
        let code = Some("inexistent_user");
        app.read(&path).await.refused(404, text, code);
        app.write(Method::POST, &path, &body)
            .await
            .refused(404, text, code);
        app.remove_with(&path, &body).await.refused(404, text, code);
    }
    app.read("/api/v2/users/nobody/roles").await.ok(400);
}

#[tokio::test]
async fn permissions_with_their_sources() {
    let (app, user) = arrange().await;
    let path = format!("{user}/permissions");
    let role = app.add_role("Reader").await;
    let of_role = permissions(API, &["create:foo", "read:foo"]);
    app.write(
        Method::POST,
        &format!("/api/v2/roles/{role}/permissions"),
        &of_role,
    )
    .await
    .ok(201);
    let direct = permissions(API, &["read:foo"]);
    assert_eq!(
        app.write(Method::POST, &path, &direct).await.ok(201),
        json!({})
    );
    let directly = json!({ "source_id": "", "source_name": "", "source_type": "DIRECT" });
    let row = |name: &str, description: &str, sources: Value| {
        json!({ "permission_name": name, "description": description, "resource_server_name": "Things",
                "resource_server_identifier": API, "sources": sources })
    };
    assert_eq!(
        app.read(&path).await.ok(200),
        json!([row("read:foo", "Can read Foo", json!([directly]))])
    );
    app.write(
        Method::POST,
        &format!("{user}/roles"),
        &json!({ "roles": [role] }),
    )
    .await
    .ok(204);
    let by_role = json!({ "source_id": role, "source_name": "Reader", "source_type": "ROLE" });
    let rows = [
        row("create:foo", "", json!([by_role])),
        row("read:foo", "Can read Foo", json!([directly, by_role])),
    ];
    assert_eq!(
        app.read(&format!("{path}?include_totals=true&page=0&per_page=100"))
            .await
            .ok(200),
        json!({ "permissions": rows, "start": 0, "limit": 100, "total": 2 })
    );
    assert_eq!(
        app.read(&format!("{path}?page=1&per_page=1")).await.ok(200),
        json!([rows[1]])
    );
    assert_eq!(app.remove_with(&path, &of_role).await.ok(204), Value::Null);
    let left = app.read(&path).await.ok(200);
    assert_eq!(left[1]["sources"], json!([by_role]));
    app.write(Method::POST, &path, &permissions(API, &["fly"]))
        .await
        .ok(400);
}

#[tokio::test]
async fn tokens_say_exactly_what_the_user_has() {
    let (app, user) = arrange().await;
    assert_eq!(
        token(&app, "read:foo create:foo").await,
        (Value::Null, json!([]))
    );
    let role = app.add_role("Reader").await;
    let role_path = format!("/api/v2/roles/{role}");
    app.write(
        Method::POST,
        &format!("{role_path}/permissions"),
        &permissions(API, &["create:foo", "read:foo"]),
    )
    .await
    .ok(201);
    let roles = json!({ "roles": [role] });
    let roles_path = format!("{user}/roles");
    app.write(Method::POST, &roles_path, &roles).await.ok(204);
    app.write(
        Method::POST,
        &format!("{user}/permissions"),
        &permissions(API, &["own:foo"]),
    )
    .await
    .ok(201);
    let all = json!(["create:foo", "own:foo", "read:foo"]);
    assert_eq!(
        token(&app, "read:foo").await,
        (json!("read:foo"), all.clone())
    );
    let (scope, held) = token(&app, "create:foo own:foo read:foo").await;
    assert_eq!(scope, json!("create:foo own:foo read:foo"));
    assert_eq!(held, all);

    app.remove_with(
        &format!("{role_path}/permissions"),
        &permissions(API, &["create:foo"]),
    )
    .await
    .ok(204);
    assert_eq!(
        token(&app, "create:foo own:foo read:foo").await,
        (json!("own:foo read:foo"), json!(["own:foo", "read:foo"]))
    );
    app.remove(&role_path).await.ok(200);
    assert_eq!(
        token(&app, "create:foo own:foo read:foo").await,
        (json!("own:foo"), json!(["own:foo"]))
    );
    assert_eq!(app.read(&roles_path).await.ok(200), json!([]));
    let api = "/api/v2/resource-servers/https:%2F%2Fapi.example.com%2F";
    let fewer = json!({ "scopes": [{ "value": "read:foo" }] });
    app.write(Method::PATCH, api, &fewer).await.ok(200);
    assert_eq!(token(&app, "own:foo").await, (Value::Null, json!([])));
    let open = json!({ "enforce_policies": false, "token_dialect": "access_token" });
    app.write(Method::PATCH, api, &open).await.ok(200);
    assert_eq!(
        token(&app, "read:foo").await,
        (json!("read:foo"), Value::Null)
    );
}
