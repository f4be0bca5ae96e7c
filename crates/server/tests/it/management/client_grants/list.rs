//! `GET /client-grants`.

use serde_json::{Value, json};

use super::{PATH, with_api};
use crate::test_app::TestApp;

/// Six grants: of two clients and of all third parties, at two APIs.
async fn six() -> TestApp {
    let app = with_api().await;
    app.add_client("other", &json!({})).await;
    app.add_api(&json!({ "identifier": "urn:b" })).await;
    let a = "https://api.example.com/";
    for body in [
        json!({ "client_id": "app", "audience": a }),
        json!({ "client_id": "app", "audience": a, "subject_type": "user" }),
        json!({ "client_id": "app", "audience": "urn:b", "allow_any_organization": true }),
        json!({ "client_id": "other", "audience": a, "allow_any_organization": false }),
        json!({ "default_for": "third_party_clients", "audience": a, "subject_type": "user" }),
        json!({ "default_for": "third_party_clients", "audience": "urn:b" }),
    ] {
        app.add_client_grant(&body).await;
    }
    app
}

#[tokio::test]
async fn filters() {
    let app = six().await;
    for (query, expected) in [
        ("", 6),
        ("client_id=app", 3),
        ("client_id=", 6),
        ("audience=urn%3Ab", 2),
        ("client_id=app&audience=https%3A%2F%2Fapi.example.com%2F", 2),
        ("subject_type=user", 2),
        ("default_for=third_party_clients", 2),
        ("default_for=third_party_clients&subject_type=client", 1),
        ("allow_any_organization=true", 1),
        ("allow_any_organization=false", 5),
        ("client_id=nobody", 0),
    ] {
        let list = app
            .read(&format!("{PATH}?include_totals=true&{query}"))
            .await
            .ok(200);
        assert_eq!(list["total"], expected, "{query}");
        assert_eq!(
            list["client_grants"].as_array().unwrap().len(),
            expected,
            "{query}"
        );
    }
    for query in [
        "subject_type=robot",
        "default_for=everyone",
        "allow_any_organization=maybe",
        "colour=red",
        "per_page=0",
    ] {
        app.read(&format!("{PATH}?{query}")).await.ok(400);
    }
}

#[tokio::test]
async fn shapes() {
    let app = six().await;
    let nothing = app
        .read(&format!(
            "{PATH}?audience=urn%3Anone&client_id=app&include_totals=true&per_page=50"
        ))
        .await
        .ok(200);
    assert_eq!(
        nothing,
        json!({ "total": 0, "start": 0, "limit": 50, "client_grants": [] })
    );
    assert_eq!(app.read(PATH).await.ok(200).as_array().unwrap().len(), 6);
    assert_eq!(
        app.read(&format!("{PATH}?page=1&per_page=4"))
            .await
            .ok(200)
            .as_array()
            .unwrap()
            .len(),
        2
    );
    assert_eq!(
        app.read(&format!("{PATH}?page=2&per_page=4")).await.ok(200),
        json!([])
    );
    let mut seen: Vec<Value> = Vec::new();
    let mut query = "take=4&include_totals=true".to_owned();
    loop {
        let page = app.read(&format!("{PATH}?{query}")).await.ok(200);
        assert!(page.get("total").is_none());
        seen.extend(
            page["client_grants"]
                .as_array()
                .unwrap()
                .iter()
                .map(|grant| grant["id"].clone()),
        );
        match page.get("next").and_then(Value::as_str) {
            Some(next) => query = format!("take=4&from={next}"),
            None => break,
        }
    }
    assert_eq!(seen.len(), 6);
    seen.sort_by_key(ToString::to_string);
    seen.dedup();
    assert_eq!(seen.len(), 6);
    assert_eq!(app.other_tenant().await.read(PATH).await.ok(200), json!([]));
}
