//! `GET /users`.

use serde_json::{Value, json};

use super::PATH;
use crate::test_app::TestApp;

/// `count` users, one a second: `u0@…` is the oldest.
async fn with_users(count: usize) -> TestApp {
    let app = TestApp::new().await;
    for number in 0..count {
        app.add_user(
            &format!("u{number}@example.com"),
            json!({ "name": format!("Name {}", 9 - number) }),
        )
        .await;
        app.advance(1);
    }
    app
}

fn emails(rows: &Value) -> Vec<&str> {
    let rows = rows.as_array().unwrap().iter();
    rows.map(|row| row["email"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn every_shape() {
    let app = with_users(3).await;
    let read = async |query: &str| app.read(&format!("{PATH}{query}")).await.ok(200);
    let all = read("").await;
    assert_eq!(
        emails(&all),
        ["u0@example.com", "u1@example.com", "u2@example.com"]
    );
    let second = read("?per_page=2&page=1").await;
    assert_eq!(emails(&second), ["u2@example.com"]);
    let beyond = read("?per_page=2&page=2").await;
    assert_eq!(beyond, json!([]));
    let totals = read("?per_page=2&page=1&include_totals=true").await;
    assert_eq!(emails(&totals["users"]), ["u2@example.com"]);
    for (name, value) in [("start", 2), ("limit", 2), ("length", 1), ("total", 3)] {
        assert_eq!(totals[name], json!(value), "{name}");
    }
    let beyond = read("?per_page=2&page=7&include_totals=true").await;
    assert_eq!(
        beyond,
        json!({ "start": 14, "limit": 2, "length": 0, "total": 3, "users": [] })
    );
    let none = read("?per_page=0&include_totals=true").await;
    assert_eq!(none["total"], json!(3));
    let projected = read("?fields=email&per_page=1").await;
    assert_eq!(projected, json!([{ "email": "u0@example.com" }]));
    let other = app.other_tenant().await;
    assert_eq!(other.read(PATH).await.ok(200), json!([]));
}

#[tokio::test]
async fn the_window_ends_after_a_thousand() {
    let app = TestApp::new().await;
    app.read(&format!("{PATH}?per_page=100&page=9"))
        .await
        .ok(200);
    let beyond = app.read(&format!("{PATH}?per_page=100&page=10")).await;
    assert_eq!(beyond.ok(400)["errorCode"], "invalid_query_string");
    let message = beyond.json()["message"].as_str().unwrap().to_owned();
    assert!(message.starts_with("You can only page through the first 1000 records."));
    for query in [
        "per_page=101",
        "page=-1",
        "sort=name",
        "sort=app_metadata:1",
        "take=5",
        "search_engine=v9",
    ] {
        let refused = app.read(&format!("{PATH}?{query}")).await;
        assert_eq!(
            refused.ok(400)["errorCode"],
            "invalid_query_string",
            "{query}"
        );
    }
}

#[tokio::test]
async fn sorting() {
    let app = with_users(3).await;
    for (sort, first) in [
        ("created_at:1", "u0@example.com"),
        ("created_at:-1", "u2@example.com"),
        ("email:-1", "u2@example.com"),
        ("name:1", "u2@example.com"),
        ("name:-1", "u0@example.com"),
        ("last_login:-1", "u"),
        ("logins_count:1", "u"),
        ("username:1", "u"),
    ] {
        let rows = app.read(&format!("{PATH}?sort={sort}")).await.ok(200);
        assert!(emails(&rows)[0].starts_with(first), "{sort}");
        assert_eq!(emails(&rows).len(), 3);
    }
}

#[tokio::test]
async fn exact_searches() {
    let app = with_users(2).await;
    let id = app.read(PATH).await.ok(200)[1]["user_id"].clone();
    let id = id.as_str().unwrap().replace('|', "%7C");
    for (query, expected) in [
        ("q=email%3A%22U1%40example.com%22", 1),
        ("q=email%3A%22nobody%40example.com%22&search_engine=v3", 0),
        (&format!("q=user_id%3A%22{id}%22&search_engine=v3"), 1),
        ("q=username%3Anobody", 0),
        (
            "q=identities.connection%3A%22Username-Password-Authentication%22",
            2,
        ),
        ("connection=Username-Password-Authentication", 2),
        ("connection=nowhere", 0),
        ("q=", 2),
    ] {
        let path = format!("{PATH}?include_totals=true&{query}");
        let found = app.read(&path).await.ok(200);
        assert_eq!(found["total"], json!(expected), "{query}");
        assert_eq!(
            found["users"].as_array().unwrap().len(),
            expected,
            "{query}"
        );
    }
    app.read(&format!("{PATH}?q=email%3Aa&search_engine=v1"))
        .await
        .refused(
            400,
            "You are not allowed to use search_engine=v1.",
            Some("invalid_query_string"),
        );
}
