//! `/api/v2/grants`.

use axum::http::Method;
use ostia_identity::consents;
use ostia_protocol::auth0::ids::{ClientId, UserId};
use serde_json::{Value, json};

use crate::test_app::TestApp;

const PATH: &str = "/api/v2/grants";

async fn three(app: &TestApp) {
    app.add_consent(
        "auth0|ada",
        "app1",
        "https://tenant.test/userinfo",
        "openid profile",
    )
    .await;
    app.advance(1);
    app.add_consent("auth0|ada", "app2", "urn:api", "read:a")
        .await;
    app.advance(1);
    app.add_consent("auth0|bob", "app1", "urn:api", "").await;
}

#[tokio::test]
async fn lists_as_recorded() {
    let app = TestApp::new().await;
    three(&app).await;
    app.other_tenant()
        .await
        .add_consent("auth0|eve", "app1", "urn:api", "a")
        .await;
    let list = app
        .read(&format!("{PATH}?include_totals=true&per_page=50"))
        .await
        .ok(200);
    let ids: Vec<&Value> = list["grants"]
        .as_array()
        .unwrap()
        .iter()
        .map(|grant| &grant["id"])
        .collect();
    assert_eq!(
        list,
        json!({
            "total": 3, "start": 0, "limit": 50,
            "grants": [
                { "id": ids[0], "clientID": "app1", "user_id": "auth0|ada", "audience": "https://tenant.test/userinfo",
                  "scope": ["openid", "profile"] },
                { "id": ids[1], "clientID": "app2", "user_id": "auth0|ada", "audience": "urn:api", "scope": ["read:a"] },
                { "id": ids[2], "clientID": "app1", "user_id": "auth0|bob", "audience": "urn:api", "scope": [] }
            ]
        })
    );
    assert_eq!(app.read(PATH).await.ok(200), list["grants"]);
    let beyond = app.read(&format!("{PATH}?page=2&per_page=2")).await.ok(200);
    assert_eq!(beyond, json!([]));
}

#[tokio::test]
async fn filters() {
    let app = TestApp::new().await;
    three(&app).await;
    for (query, expected) in [
        ("user_id=auth0%7Cada", 2),
        ("client_id=app1", 2),
        ("audience=urn%3Aapi", 2),
        ("user_id=auth0%7Cada&client_id=app1&audience=urn%3Aapi", 0),
        ("user_id=auth0%7Cbob&client_id=app1&audience=urn%3Aapi", 1),
    ] {
        let list = app
            .read(&format!("{PATH}?include_totals=true&{query}"))
            .await
            .ok(200);
        assert_eq!(list["total"], expected, "{query}");
        assert_eq!(
            list["grants"].as_array().unwrap().len(),
            expected,
            "{query}"
        );
    }
    app.read(&format!("{PATH}?colour=red")).await.ok(400);
}

#[tokio::test]
async fn one_ends() {
    let app = TestApp::new().await;
    three(&app).await;
    let other = app.other_tenant().await;
    let list = app.read(PATH).await.ok(200);
    let path = format!("{PATH}/{}", list[1]["id"].as_str().unwrap());
    other.remove(&path).await.ok(204);
    assert_eq!(app.read(PATH).await.ok(200).as_array().unwrap().len(), 3);
    app.remove(&path).await.ok(204);
    app.remove(&path).await.ok(204);
    let (user, client) = (
        UserId::parse("auth0|ada").unwrap(),
        ClientId::parse("app2").unwrap(),
    );
    let party = consents::Party {
        user: &user,
        client: &client,
        audience: "urn:api",
        organization: "",
    };
    assert!(
        consents::scope_of(party, &app.context())
            .await
            .unwrap()
            .is_none()
    );
}

#[tokio::test]
async fn all_of_a_user_end() {
    let app = TestApp::new().await;
    three(&app).await;
    app.remove(&format!("{PATH}?user_id=auth0%7Cada"))
        .await
        .ok(204);
    app.remove(&format!("{PATH}?user_id=nobody")).await.ok(204);
    let left = app.read(PATH).await.ok(200);
    assert_eq!(
        (left.as_array().unwrap().len(), &left[0]["user_id"]),
        (1, &json!("auth0|bob"))
    );
    app.remove(PATH).await.refused(
        400,
        "Query validation error: 'Missing required property: user_id'.",
        Some("invalid_query_string"),
    );
    app.write(Method::POST, PATH, &json!({}))
        .await
        .refused(405, "Method Not Allowed", None);
}

#[tokio::test]
async fn its_refresh_tokens_end_with_it() {
    let app = TestApp::new().await;
    three(&app).await;
    let kept = app.add_refresh_token("auth0|bob", "app1", "urn:api").await;
    let lost = app.add_refresh_token("auth0|ada", "app2", "urn:api").await;
    assert!(app.accepts_refresh_token(&lost, "app2").await);
    let list = app.read(PATH).await.ok(200);
    let path = format!("{PATH}/{}", list[1]["id"].as_str().unwrap());
    app.remove(&path).await.ok(204);
    assert!(!app.accepts_refresh_token(&lost, "app2").await);
    assert!(app.accepts_refresh_token(&kept, "app1").await);
    app.remove(&format!("{PATH}?user_id=auth0%7Cbob"))
        .await
        .ok(204);
    assert!(!app.accepts_refresh_token(&kept, "app1").await);
}
