//! Who has a role.

use axum::http::Method;
use serde_json::{Value, json};

use super::{PATH, in_path};
use crate::test_app::TestApp;

#[tokio::test]
async fn answers_as_recorded() {
    let app = TestApp::new().await;
    let role = app.add_role("Reader").await;
    let path = format!("{PATH}/{role}/users");
    let nothing = app
        .read(&format!("{path}?include_totals=true&per_page=50&take=100"))
        .await
        .ok(200);
    assert_eq!(nothing, json!({ "users": [] }));
    let (ada, bob) = (app.new_user("ada").await, app.new_user("bob").await);
    let body = json!({ "users": [ada] });
    assert_eq!(
        app.write(Method::POST, &path, &body).await.ok(200),
        json!({})
    );
    app.advance(1);
    let body = json!({ "users": [bob, ada, bob] });
    app.write(Method::POST, &path, &body).await.ok(200);
    app.write(Method::POST, &path, &json!({ "users": [] }))
        .await
        .ok(200);
    let list = app.read(&path).await.ok(200);
    let picture = list[0]["picture"].clone();
    assert!(picture.as_str().unwrap().starts_with("https://"));
    assert_eq!(
        list[0],
        json!({ "user_id": ada, "email": "ada@example.com", "name": "ada", "picture": picture })
    );
    assert_eq!(
        (list.as_array().unwrap().len(), &list[1]["user_id"]),
        (2, &json!(bob))
    );
}

#[tokio::test]
async fn pages_of_both_kinds() {
    let app = TestApp::new().await;
    let role = app.add_role("Reader").await;
    let path = format!("{PATH}/{role}/users");
    let mut users = Vec::new();
    for name in ["ada", "bob", "cleo", "dan", "eve"] {
        users.push(app.new_user(name).await);
    }
    let body = json!({ "users": users });
    app.write(Method::POST, &path, &body).await.ok(200);
    let totals = app
        .read(&format!("{path}?include_totals=true&page=1&per_page=3"))
        .await
        .ok(200);
    assert_eq!(
        (
            &totals["total"],
            &totals["start"],
            totals["users"].as_array().unwrap().len()
        ),
        (&json!(5), &json!(3), 2)
    );
    let mut seen: Vec<Value> = Vec::new();
    let mut query = "take=2".to_owned();
    loop {
        let page = app.read(&format!("{path}?{query}")).await.ok(200);
        let rows = page["users"].as_array().unwrap().iter();
        seen.extend(rows.map(|user| user["user_id"].clone()));
        match page.get("next").and_then(Value::as_str) {
            Some(next) => query = format!("take=2&from={next}"),
            None => break,
        }
    }
    seen.sort_by_key(ToString::to_string);
    users.sort();
    assert_eq!(json!(seen), json!(users));
    for query in ["take=0", "from=nonsense", "page=20&per_page=50"] {
        app.read(&format!("{path}?{query}")).await.ok(400);
    }
}

#[tokio::test]
async fn only_users_that_exist() {
    let app = TestApp::new().await;
    let role = app.add_role("Reader").await;
    let path = format!("{PATH}/{role}/users");
    let ada = app.new_user("ada").await;
    let foreign = app.other_tenant().await.new_user("eve").await;
    for stranger in [foreign.as_str(), "auth0|nobody"] {
        let body = json!({ "users": [ada, stranger] });
        app.write(Method::POST, &path, &body).await.refused(
            404,
            "The user does not exist.",
            Some("inexistent_user"),
        );
    }
    assert_eq!(app.read(&path).await.ok(200), json!([]));
    let body = json!({ "users": ["no id"] });
    app.write(Method::POST, &path, &body).await.ok(400);
    let body = json!({ "users": [ada] });
    let unknown = format!("{PATH}/rol_1234567890123456/users");
    app.write(Method::POST, &unknown, &body)
        .await
        .refused(404, "The role does not exist.", None);
    app.write(Method::POST, &path, &body).await.ok(200);
    app.remove(&format!("/api/v2/users/{}", in_path(&ada)))
        .await
        .ok(204);
    assert_eq!(app.read(&path).await.ok(200), json!([]));
}
