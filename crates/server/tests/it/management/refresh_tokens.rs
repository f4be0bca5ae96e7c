//! `/api/v2/refresh-tokens` and `/users/{id}/refresh-tokens`.

use axum::http::Method;
use serde_json::{Value, json};

use super::roles::in_path;
use crate::test_app::TestApp;

const PATH: &str = "/api/v2/refresh-tokens";

async fn arrange() -> (TestApp, String, String) {
    let app = TestApp::new().await;
    app.add_web_app("web").await;
    let user = app.new_user("ada").await;
    let path = format!("/api/v2/users/{}/refresh-tokens", in_path(&user));
    (app, user, path)
}

/// The ids of a user's tokens.
async fn ids(app: &TestApp, path: &str) -> Vec<String> {
    let list = app.read(path).await.ok(200);
    let rows = list["tokens"].as_array().unwrap().iter();
    rows.map(|token| token["id"].as_str().unwrap().to_owned())
        .collect()
}

#[tokio::test]
async fn answers_as_recorded() {
    let (app, user, path) = arrange().await;
    let nothing = app
        .read(&format!("{path}?include_totals=true&per_page=50"))
        .await
        .ok(200);
    assert_eq!(nothing, json!({ "tokens": [], "total": 0 }));
    let browser = app.sign_in(&user).await;
    let token = app.refresh_token(&browser, "web").await;
    let id = ids(&app, &path).await.remove(0);
    assert!(!token.contains(&id));
    let mut expected = json!({
        "id": id, "user_id": user, "created_at": "2026-01-01T00:00:00.000Z", "idle_expires_at": null,
        "expires_at": null, "client_id": "web", "session_id": browser.session_id, "rotating": false,
        "resource_servers": [{ "audience": "https://tenant.test/userinfo", "scopes": "openid offline_access" }],
        "last_exchanged_at": null,
    });
    let shown = app.read(&format!("{PATH}/{id}")).await.ok(200);
    expected["idle_expires_at"] = shown["idle_expires_at"].clone();
    expected["expires_at"] = shown["expires_at"].clone();
    expected["rotating"] = shown["rotating"].clone();
    assert_eq!(shown, expected);
    app.advance(60);
    assert!(app.refreshes(&token, "web").await);
    let shown = app.read(&format!("{PATH}/{id}")).await.ok(200);
    assert_eq!(shown["last_exchanged_at"], "2026-01-01T00:01:00.000Z");
    let list = app
        .read(&format!("{PATH}?user_id={}&client_id=web", in_path(&user)))
        .await
        .ok(200);
    assert_eq!(list, json!({ "refresh_tokens": [shown] }));
    let list = app
        .read(&format!("{PATH}?user_id={}&client_id=app", in_path(&user)))
        .await
        .ok(200);
    assert_eq!(list, json!({ "refresh_tokens": [] }));
    app.read(PATH).await.ok(400);
}

#[tokio::test]
async fn rotated_tokens_are_one() {
    let (app, user, path) = arrange().await;
    app.add_client(
        "spa",
        &json!({ "refresh_token": {
            "rotation_type": "rotating", "expiration_type": "expiring", "leeway": 0, "token_lifetime": 86_400,
            "idle_token_lifetime": 3_600, "infinite_token_lifetime": false, "infinite_idle_token_lifetime": false } }),
    )
    .await;
    app.add_refresh_token(&user, "web", "urn:api").await;
    let list = app.read(&path).await.ok(200);
    assert_eq!(list["tokens"][0]["rotating"], false);
    assert_eq!(list["tokens"][0]["session_id"], Value::Null);
    app.add_refresh_token(&user, "spa", "urn:api").await;
    let list = app.read(&path).await.ok(200);
    let rotating: Vec<_> = list["tokens"].as_array().unwrap().iter().collect();
    let spa = rotating.iter().find(|token| token["client_id"] == "spa");
    assert_eq!(spa.unwrap()["rotating"], true);
}

#[tokio::test]
async fn pages_by_checkpoint() {
    let (app, user, path) = arrange().await;
    for _ in 0..3 {
        app.add_refresh_token(&user, "web", "urn:api").await;
        app.advance(1);
    }
    let all = ids(&app, &path).await;
    let page = app.read(&format!("{path}?take=2")).await.ok(200);
    let next = page["next"].as_str().unwrap();
    assert_eq!(page["tokens"].as_array().unwrap().len(), 2);
    let rest = ids(&app, &format!("{path}?take=2&from={next}")).await;
    assert_eq!(rest, all[2..]);
}

#[tokio::test]
async fn one_ends() {
    let (app, user, path) = arrange().await;
    let browser = app.sign_in(&user).await;
    let token = app.refresh_token(&browser, "web").await;
    let id = ids(&app, &path).await.remove(0);
    let path = format!("{PATH}/{id}");
    let other = app.other_tenant().await;
    let text = "The refresh token does not exist.";
    other.read(&path).await.refused(404, text, None);
    other.remove(&path).await.ok(204);
    assert!(app.refreshes(&token, "web").await);
    app.remove(&path).await.ok(204);
    app.remove(&path).await.ok(204);
    app.read(&path).await.refused(404, text, None);
    assert!(!app.refreshes(&token, "web").await);
    assert!(app.is_signed_in(&browser, "web").await);
}

#[tokio::test]
async fn all_of_a_user_end() {
    let (app, user, path) = arrange().await;
    let eve = app.new_user("eve").await;
    let (browser, hers) = (app.sign_in(&user).await, app.sign_in(&eve).await);
    let (token, kept) = (
        app.refresh_token(&browser, "web").await,
        app.refresh_token(&hers, "web").await,
    );
    assert_eq!(app.remove(&path).await.ok(202), json!({}));
    assert!(!app.refreshes(&token, "web").await);
    assert!(app.refreshes(&kept, "web").await);
    app.remove("/api/v2/users/auth0%7Cnobody/refresh-tokens")
        .await
        .refused(404, "The user does not exist.", Some("inexistent_user"));
}

#[tokio::test]
async fn several_end_as_selected() {
    let (app, user, path) = arrange().await;
    app.add_client("app", &json!({})).await;
    for (client, audience) in [
        ("web", "urn:a"),
        ("web", "urn:b"),
        ("app", "urn:a"),
        ("app", "urn:b"),
    ] {
        app.add_refresh_token(&user, client, audience).await;
        app.advance(1);
    }
    let revoke = async |body: Value| {
        app.write(Method::POST, &format!("{PATH}/revoke"), &body)
            .await
    };
    let all = ids(&app, &path).await;
    let body = json!({ "user_id": user, "client_id": "web", "audience": "urn:a" });
    revoke(body).await.ok(202);
    assert_eq!(ids(&app, &path).await, all[1..]);
    revoke(json!({ "ids": [all[1], "unknown"] })).await.ok(202);
    assert_eq!(ids(&app, &path).await, all[2..]);
    for body in [
        json!({}),
        json!({ "client_id": "app" }),
        json!({ "user_id": user, "audience": "urn:a" }),
        json!({ "ids": [all[2]], "user_id": user }),
        json!({ "ids": [] }),
    ] {
        revoke(body).await.ok(400);
    }
    revoke(json!({ "user_id": user })).await.ok(202);
    assert!(ids(&app, &path).await.is_empty());
}
