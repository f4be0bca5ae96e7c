//! Connections of an organization, in both forms.

use axum::http::Method;
use serde_json::{Value, json};

use super::PATH;
use crate::test_app::TestApp;

const UNKNOWN: &str = "No connection found by that id";

async fn okta(app: &TestApp) -> String {
    let body = json!({ "name": "okta", "strategy": "okta", "options": {
        "client_id": "1", "client_secret": "2", "domain": "okta.example" } });
    let made = app.write(Method::POST, "/api/v2/connections", &body).await;
    made.ok(201)["id"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn enabled_connections_answer_as_recorded() {
    let app = TestApp::new().await;
    let organization = app.organization("acme").await;
    let id = okta(&app).await;
    let path = format!("{PATH}/{organization}/enabled_connections");
    let body =
        json!({ "connection_id": id, "assign_membership_on_login": true, "show_as_button": true });
    let added = app.write(Method::POST, &path, &body).await.ok(201);
    let expected = json!({
        "connection_id": id, "assign_membership_on_login": true, "show_as_button": true,
        "connection": { "name": "okta", "strategy": "okta" },
    });
    assert_eq!(added, expected);
    let one = format!("{path}/{id}");
    assert_eq!(app.read(&one).await.ok(200), expected);
    let totals = app
        .read(&format!("{path}?include_totals=true&per_page=50"))
        .await
        .ok(200);
    assert_eq!(
        totals,
        json!({ "enabled_connections": [expected], "start": 0, "limit": 50, "total": 1 })
    );
    let change = json!({ "assign_membership_on_login": false, "show_as_button": false });
    let changed = app.write(Method::PATCH, &one, &change).await.ok(200);
    assert_eq!(
        changed,
        json!({
            "connection_id": id, "assign_membership_on_login": false, "show_as_button": false,
            "connection": { "name": "okta", "strategy": "okta" },
        })
    );
    app.write(Method::POST, &path, &body).await.refused(
        409,
        "The organization connection already exists.",
        None,
    );
    for _ in 0..2 {
        app.remove(&one).await.ok(204);
    }
    app.read(&one).await.refused(404, UNKNOWN, None);
    app.write(Method::PATCH, &one, &change)
        .await
        .refused(404, UNKNOWN, None);
    let unknown = json!({ "connection_id": "con_0000000000000000" });
    app.write(Method::POST, &path, &unknown)
        .await
        .refused(404, UNKNOWN, None);
}

#[tokio::test]
async fn sign_up_makes_members_of_databases_only() {
    let app = TestApp::new().await;
    let organization = app.organization("acme").await;
    let database = app.connection().await.id.to_string();
    let enterprise = okta(&app).await;
    let message = "Only database connections with assign_membership_on_login = true support is_signup_enabled = true.";
    for (form, id, assigns) in [
        ("enabled_connections", &database, false),
        ("connections", &database, false),
        ("enabled_connections", &enterprise, true),
        ("connections", &enterprise, true),
    ] {
        let body = json!({
            "connection_id": id, "assign_membership_on_login": assigns, "is_signup_enabled": true,
        });
        app.write(
            Method::POST,
            &format!("{PATH}/{organization}/{form}"),
            &body,
        )
        .await
        .refused(400, message, Some("invalid_body"));
    }
    app.enable_for_organization(
        &organization,
        json!({ "assign_membership_on_login": true, "is_signup_enabled": true }),
    )
    .await;
    for form in ["enabled_connections", "connections"] {
        let path = format!("{PATH}/{organization}/{form}/{database}");
        let change = json!({ "assign_membership_on_login": false });
        app.write(Method::PATCH, &path, &change)
            .await
            .refused(400, message, Some("invalid_body"));
    }
}

#[tokio::test]
async fn connections_answer_as_recorded() {
    let app = TestApp::new().await;
    let organization = app.organization("acme").await;
    let database = app.connection().await;
    let path = format!("{PATH}/{organization}/connections");
    let body = json!({ "assign_membership_on_login": true, "is_enabled": true, "connection_id": database.id });
    let added = app.write(Method::POST, &path, &body).await.ok(201);
    let mut expected = json!({
        "connection_id": database.id, "is_signup_enabled": false, "assign_membership_on_login": true,
        "show_as_button": true, "is_enabled": true, "organization_access_level": "none",
        "connection": { "name": database.name, "strategy": "auth0" },
    });
    assert_eq!(added, expected);
    let one = format!("{path}/{}", database.id);
    assert_eq!(app.read(&one).await.ok(200), expected);
    let change = json!({
        "is_enabled": false, "organization_connection_name": "Staff", "organization_access_level": "readonly",
    });
    let changed = app.write(Method::PATCH, &one, &change).await.ok(200);
    expected["is_enabled"] = json!(false);
    expected["organization_connection_name"] = json!("Staff");
    expected["organization_access_level"] = json!("readonly");
    assert_eq!(changed, expected);
    let change = json!({ "organization_connection_name": null, "organization_access_level": null });
    let changed = app.write(Method::PATCH, &one, &change).await.ok(200);
    assert!(changed.get("organization_connection_name").is_none());
    assert_eq!(changed["organization_access_level"], json!("none"));
    // What is switched off is no enabled connection.
    let enabled = format!("{PATH}/{organization}/enabled_connections");
    assert_eq!(app.read(&enabled).await.ok(200), json!([]));
    app.read(&format!("{enabled}/{}", database.id))
        .await
        .refused(404, UNKNOWN, None);
    for (query, total) in [("", 1), ("&is_enabled=true", 0), ("&is_enabled=false", 1)] {
        let list = app
            .read(&format!(
                "{path}?include_totals=true&page=0&per_page=50{query}"
            ))
            .await
            .ok(200);
        assert_eq!(list["total"], json!(total), "{query}");
        assert_eq!(list["connections"].as_array().unwrap().len(), total);
    }
    app.write(Method::POST, &path, &body).await.refused(
        409,
        "The organization connection already exists.",
        None,
    );
    app.remove(&one).await.ok(204);
    assert_eq!(app.read(&path).await.ok(200), json!([]));
    for body in [
        json!({}),
        json!({ "connection_id": "x" }),
        json!({ "connection_id": database.id, "a": 1 }),
    ] {
        app.write(Method::POST, &path, &body).await.ok(400);
    }
}

#[tokio::test]
async fn a_deleted_connection_is_nobodys() {
    let app = TestApp::new().await;
    let organization = app.organization("acme").await;
    let id = okta(&app).await;
    let path = format!("{PATH}/{organization}/enabled_connections");
    let body = json!({ "connection_id": id });
    app.write(Method::POST, &path, &body).await.ok(201);
    app.remove(&format!("/api/v2/connections/{id}"))
        .await
        .ok(202);
    let list = app
        .read(&format!("{path}?include_totals=true"))
        .await
        .ok(200);
    assert_eq!(list["total"], json!(0));
    assert_eq!(list["enabled_connections"], Value::Array(Vec::new()));
}
