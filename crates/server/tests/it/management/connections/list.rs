//! `GET /connections`.

use serde_json::{Value, json};

use super::PATH;
use crate::test_app::TestApp;

/// The first connection, and one of each of these strategies, one a second.
async fn with_connections() -> TestApp {
    let app = TestApp::new().await;
    for (name, strategy) in [
        ("a", "auth0"),
        ("b", "samlp"),
        ("c", "google-oauth2"),
        ("d", "samlp"),
    ] {
        app.advance(1);
        app.add_connection(name, strategy, json!({})).await;
    }
    app
}

fn names(rows: &Value) -> Vec<&str> {
    let rows = rows.as_array().unwrap().iter();
    rows.map(|row| row["name"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn every_shape() {
    let app = with_connections().await;
    let read = async |query: &str| app.read(&format!("{PATH}{query}")).await.ok(200);
    let all = read("").await;
    assert_eq!(
        names(&all),
        ["Username-Password-Authentication", "a", "b", "c", "d"]
    );
    assert_eq!(names(&read("?page=1&per_page=2").await), ["b", "c"]);
    assert_eq!(read("?page=3&per_page=2").await, json!([]));
    let totals = read("?page=1&per_page=3&include_totals=true").await;
    assert_eq!(names(&totals["connections"]), ["c", "d"]);
    assert_eq!(
        (&totals["start"], &totals["limit"], &totals["total"]),
        (&json!(3), &json!(3), &json!(5))
    );
    assert_eq!(totals.get("length"), None);
    let beyond = read("?page=9&per_page=3&include_totals=true").await;
    assert_eq!(beyond["connections"], json!([]));
    let other = app.other_tenant().await;
    assert_eq!(names(&other.read(PATH).await.ok(200)).len(), 1);
}

#[tokio::test]
async fn checkpoints_walk_through_all_of_it_once() {
    let app = with_connections().await;
    let mut seen = Vec::new();
    let mut query = "?take=2&include_totals=true&per_page=50".to_owned();
    loop {
        let page = app.read(&format!("{PATH}{query}")).await.ok(200);
        assert_eq!(page.get("total"), None);
        seen.extend(
            names(&page["connections"])
                .iter()
                .map(|name| (*name).to_owned()),
        );
        match page.get("next") {
            Some(next) => query = format!("?take=2&from={}", next.as_str().unwrap()),
            None => break,
        }
    }
    assert_eq!(
        seen,
        ["Username-Password-Authentication", "a", "b", "c", "d"]
    );
    let forged = app.read(&format!("{PATH}?take=2&from=forged")).await;
    assert_eq!(forged.ok(400)["errorCode"], "invalid_query_string");
}

#[tokio::test]
async fn filters() {
    let app = with_connections().await;
    for (query, expected) in [
        ("strategy=samlp", &["b", "d"][..]),
        ("strategy=samlp&strategy=google-oauth2", &["b", "c", "d"]),
        ("strategy=samlp,google-oauth2", &["b", "c", "d"]),
        ("strategy=apple", &[]),
        ("name=a", &["a"]),
        ("name=A", &[]),
        ("name=a&strategy=samlp", &[]),
        (
            "name=",
            &["Username-Password-Authentication", "a", "b", "c", "d"],
        ),
    ] {
        let rows = app.read(&format!("{PATH}?{query}")).await.ok(200);
        assert_eq!(names(&rows), expected, "{query}");
        let totals = app
            .read(&format!("{PATH}?{query}&include_totals=true"))
            .await
            .ok(200);
        assert_eq!(totals["total"], json!(expected.len()), "{query}");
    }
    for query in [
        "strategy=pigeon",
        "strategies=samlp",
        "per_page=0",
        "per_page=101",
        "take=101",
    ] {
        let refused = app.read(&format!("{PATH}?{query}")).await;
        assert_eq!(
            refused.ok(400)["errorCode"],
            "invalid_query_string",
            "{query}"
        );
    }
}
