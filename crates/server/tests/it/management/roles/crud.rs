//! Roles themselves.

use axum::http::Method;
use serde_json::{Value, json};

use super::PATH;
use crate::test_app::TestApp;

#[tokio::test]
async fn answers_as_recorded() {
    let app = TestApp::new().await;
    let body = json!({ "name": "test-role", "description": "Test Role" });
    let made = app.write(Method::POST, PATH, &body).await.ok(200);
    let id = made["id"].as_str().unwrap();
    assert!(id.starts_with("rol_") && id.len() == 20, "{id}");
    let expected = json!({ "id": id, "name": "test-role", "description": "Test Role" });
    assert_eq!(made, expected);
    let path = format!("{PATH}/{id}");
    assert_eq!(app.read(&path).await.ok(200), expected);
    let change = json!({ "description": "The Administrator" });
    let changed = app.write(Method::PATCH, &path, &change).await.ok(200);
    let expected = json!({ "id": id, "name": "test-role", "description": "The Administrator" });
    assert_eq!(changed, expected);
    assert_eq!(app.read(&path).await.ok(200), expected);
    assert_eq!(app.remove(&path).await.ok(200), json!({}));

    let body = json!({ "name": "The Architect", "type": "tenant" });
    let made = app.write(Method::POST, PATH, &body).await.ok(200);
    assert_eq!(
        made,
        json!({ "id": made["id"], "name": "The Architect", "type": "tenant" })
    );
}

#[tokio::test]
async fn a_name_is_one_roles() {
    let app = TestApp::new().await;
    let first = app.add_role("Reader").await;
    app.write(Method::POST, PATH, &json!({ "name": "Reader" }))
        .await
        .refused(409, "The role already exists.", None);
    let second = app.add_role("reader").await;
    let path = format!("{PATH}/{second}");
    app.write(Method::PATCH, &path, &json!({ "name": "Reader" }))
        .await
        .refused(409, "The role already exists.", None);
    app.write(Method::PATCH, &path, &json!({ "name": "reader" }))
        .await
        .ok(200);
    app.remove(&format!("{PATH}/{first}")).await.ok(200);
    app.write(Method::PATCH, &path, &json!({ "name": "Reader" }))
        .await
        .ok(200);
    app.other_tenant().await.add_role("Reader").await;
}

#[tokio::test]
async fn what_is_not_there_or_another_tenants() {
    let app = TestApp::new().await;
    let foreign = app.other_tenant().await.add_role("Reader").await;
    for id in [foreign.as_str(), "rol_1234567890123456", "nothing"] {
        let path = format!("{PATH}/{id}");
        let text = "The role does not exist.";
        app.read(&path).await.refused(404, text, None);
        app.remove(&path).await.refused(404, text, None);
        let change = json!({ "name": "Mine" });
        app.write(Method::PATCH, &path, &change)
            .await
            .refused(404, text, None);
        for part in ["permissions", "users"] {
            let path = format!("{path}/{part}");
            app.read(&path).await.refused(404, text, None);
        }
    }
}

#[tokio::test]
async fn refuses_in_the_validators_words() {
    let app = TestApp::new().await;
    for (body, message) in [
        (
            json!({}),
            "Payload validation error: 'Missing required property: name'.",
        ),
        (
            json!({ "name": "" }),
            "Payload validation error: 'String is too short (0 chars), minimum 1' on property name (Name of the role).",
        ),
        (
            json!({ "name": "a", "id": "rol_1", "users": [] }),
            "Payload validation error: 'Additional properties not allowed: id,users'.",
        ),
        (
            json!({ "name": "a", "type": "organization" }),
            "Payload validation error: 'Invalid value \"organization\"' on property type (Whether the role belongs to \
             the tenant).",
        ),
    ] {
        app.write(Method::POST, PATH, &body)
            .await
            .refused(400, message, Some("invalid_body"));
    }
}

async fn four() -> TestApp {
    let app = TestApp::new().await;
    for name in ["Reader", "Writer", "Ärztin 100%", "Under_writer"] {
        app.add_role(name).await;
        app.advance(1);
    }
    app
}

fn names(list: &Value) -> Vec<&str> {
    let rows = list.as_array().unwrap().iter();
    rows.map(|role| role["name"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn lists_in_every_shape() {
    let app = four().await;
    app.other_tenant().await.add_role("Foreign").await;
    let all = app.read(PATH).await.ok(200);
    assert_eq!(
        names(&all),
        ["Reader", "Writer", "Ärztin 100%", "Under_writer"]
    );
    let page = app.read(&format!("{PATH}?page=1&per_page=3")).await.ok(200);
    assert_eq!(names(&page), ["Under_writer"]);
    let beyond = app.read(&format!("{PATH}?page=9&per_page=3")).await.ok(200);
    assert_eq!(beyond, json!([]));
    let totals = app
        .read(&format!("{PATH}?include_totals=true&page=0&per_page=2"))
        .await
        .ok(200);
    assert_eq!(
        totals,
        json!({ "roles": [all[0], all[1]], "start": 0, "limit": 2, "total": 4 })
    );
    for query in ["per_page=101", "take=2", "colour=red"] {
        app.read(&format!("{PATH}?{query}")).await.ok(400);
    }
}

#[tokio::test]
async fn filters_by_name() {
    let app = four().await;
    for (filter, expected) in [
        ("WRITER", vec!["Writer", "Under_writer"]),
        ("%C3%A4RZ", vec!["Ärztin 100%"]),
        ("100%25", vec!["Ärztin 100%"]),
        ("r_w", vec!["Under_writer"]),
        ("%25", vec!["Ärztin 100%"]),
        ("", vec!["Reader", "Writer", "Ärztin 100%", "Under_writer"]),
    ] {
        let list = app.read(&format!("{PATH}?name_filter={filter}")).await;
        assert_eq!(names(&list.ok(200)), expected, "{filter}");
    }
    let nothing = app
        .read(&format!(
            "{PATH}?include_totals=true&name_filter=this-role-does-not-exist&page=0&per_page=100"
        ))
        .await
        .ok(200);
    assert_eq!(
        nothing,
        json!({ "roles": [], "start": 0, "limit": 100, "total": 0 })
    );
    let of_organization = format!("{PATH}?type=organization&owner_id=org_1");
    assert_eq!(app.read(&of_organization).await.ok(200), json!([]));
}
