//! Organizations themselves.

use axum::http::Method;
use ostia_protocol::auth0::scopes::ManagementScope;
use serde_json::{Value, json};

use super::{PATH, UNKNOWN, all_rows};
use crate::test_app::TestApp;

#[tokio::test]
async fn answers_as_recorded() {
    let app = TestApp::new().await;
    let body = json!({ "name": "temp-org", "display_name": "temp-org" });
    let made = app.write(Method::POST, PATH, &body).await.ok(201);
    let id = made["id"].as_str().unwrap();
    assert!(id.starts_with("org_") && id.len() == 20, "{id}");
    let expected = json!({ "id": id, "display_name": "temp-org", "name": "temp-org" });
    assert_eq!(made, expected);
    let path = format!("{PATH}/{id}");
    assert_eq!(app.read(&path).await.ok(200), expected);
    for name in ["temp-org", "Temp-Org"] {
        let by_name = app.read(&format!("{PATH}/name/{name}")).await.ok(200);
        assert_eq!(by_name, expected);
    }
    let change = json!({
        "name": "new-org-name", "metadata": { "tier": "gold" },
        "branding": { "logo_url": "https://example.com/logo.gif",
            "colors": { "primary": "#57ddff", "page_background": "#100010" } },
        "token_quota": { "client_credentials": { "enforce": false, "per_day": 1000, "per_hour": 50 } },
    });
    let changed = app.write(Method::PATCH, &path, &change).await.ok(200);
    let mut expected = change.clone();
    expected["id"] = json!(id);
    expected["display_name"] = json!("temp-org");
    assert_eq!(changed, expected);
    let change = json!({ "token_quota": null, "metadata": { "tier": null } });
    app.write(Method::PATCH, &path, &change).await.ok(200);
    let stored = app.read(&path).await.ok(200);
    assert_eq!(stored["metadata"], json!({}));
    assert!(stored.get("token_quota").is_none());
    assert_eq!(app.remove(&path).await.ok(204), Value::Null);
    for response in [app.read(&path).await, app.remove(&path).await] {
        response.refused(404, UNKNOWN, None);
    }
}

#[tokio::test]
async fn begins_with_connections() {
    let app = TestApp::new().await;
    let connection = app.connection().await;
    let body = json!({
        "name": "acme", "enabled_connections": [
            { "connection_id": connection.id, "assign_membership_on_login": true, "is_signup_enabled": true },
        ],
    });
    let made = app.write(Method::POST, PATH, &body).await.ok(201);
    assert_eq!(
        made["enabled_connections"],
        json!([{
            "connection_id": connection.id, "assign_membership_on_login": true, "show_as_button": true,
            "is_signup_enabled": true, "connection": { "name": connection.name, "strategy": "auth0" },
        }])
    );
    let path = format!("{PATH}/{}", made["id"].as_str().unwrap());
    assert!(
        app.read(&path)
            .await
            .ok(200)
            .get("enabled_connections")
            .is_none()
    );
    let list = app.read(&format!("{path}/enabled_connections")).await;
    assert_eq!(list.ok(200), made["enabled_connections"]);
    // All of it or nothing.
    let body = json!({ "name": "beta", "enabled_connections": [{ "connection_id": "con_0000000000000000" }] });
    app.write(Method::POST, PATH, &body)
        .await
        .refused(404, "No connection found by that id", None);
    app.read(&format!("{PATH}/name/beta")).await.ok(404);
    // And only for who may enable connections.
    let token = app
        .management_token(&[ManagementScope::CreateOrganizations])
        .await;
    let request = app.post(PATH).bearer(&token).json(&body).send().await;
    request.refused(
        403,
        "Insufficient scope, expected any of: create:organization_connections",
        Some("insufficient_scope"),
    );
}

#[tokio::test]
async fn a_name_is_one_organizations() {
    let app = TestApp::new().await;
    let taken = "An organization with this name already exists.";
    let first = app.organization("acme").await;
    app.write(Method::POST, PATH, &json!({ "name": "acme" }))
        .await
        .refused(409, taken, None);
    let second = app.organization("beta").await;
    let path = format!("{PATH}/{second}");
    let change = json!({ "name": "acme" });
    app.write(Method::PATCH, &path, &change)
        .await
        .refused(409, taken, None);
    app.remove(&format!("{PATH}/{first}")).await.ok(204);
    app.write(Method::PATCH, &path, &change).await.ok(200);
    app.other_tenant().await.organization("acme").await;
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
            json!({ "name": "a", "id": "org_1", "members": [] }),
            "Payload validation error: 'Additional properties not allowed: id,members'.",
        ),
        (
            json!({ "name": "org_acme" }),
            "Payload validation error: 'Object didn't pass validation for format organization-name: org_acme' on \
             property name (Name of the organization, as requests use it).",
        ),
        (
            json!({ "name": "a", "branding": { "colors": { "primary": "red", "page_background": "#000" } } }),
            "Payload validation error: 'Object didn't pass validation for format html-color: red' on property \
             branding.colors.primary (Colour of the main action).",
        ),
        (
            json!({ "name": "a", "branding": { "logo_url": "http://a.example/logo.png" } }),
            "Payload validation error: 'Object didn't pass validation for format strict-https-uri-or-null: \
             http://a.example/logo.png' on property branding.logo_url (Address of the logo).",
        ),
    ] {
        app.write(Method::POST, PATH, &body)
            .await
            .refused(400, message, Some("invalid_body"));
    }
    for body in [
        json!({ "name": "" }),
        json!({ "name": "Acme" }),
        json!({ "name": "a".repeat(51) }),
        json!({ "name": "acme'; DROP TABLE organizations; --" }),
        json!({ "name": "a", "display_name": "" }),
        json!({ "name": "a", "metadata": { "a": 1 } }),
        json!({ "name": "a", "metadata": { "a": "x".repeat(256) } }),
        json!({ "name": "a", "token_quota": { "client_credentials": {} } }),
        json!({ "name": "a", "branding": { "colors": { "primary": "#000" } } }),
        json!({ "name": "a", "third_party_client_access": "perhaps" }),
    ] {
        app.write(Method::POST, PATH, &body).await.ok(400);
    }
    assert_eq!(app.read(PATH).await.ok(200), json!([]));
}

async fn five() -> TestApp {
    let app = TestApp::new().await;
    for (name, display_name) in [("b", "5"), ("e", "4"), ("a", "3"), ("d", "2"), ("c", "1")] {
        app.organization_with(json!({ "name": name, "display_name": display_name }))
            .await;
        app.advance(1);
    }
    app
}

fn names(rows: &Value) -> String {
    let rows = rows.as_array().unwrap().iter();
    rows.map(|row| row["name"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn lists_in_every_shape_and_order() {
    let app = five().await;
    app.other_tenant().await.organization("foreign").await;
    let all = app.read(PATH).await.ok(200);
    assert_eq!(names(&all), "beadc");
    for (query, expected) in [
        ("page=1&per_page=3", "dc"),
        ("page=9&per_page=3", ""),
        ("sort=name:1", "abcde"),
        ("sort=name:-1", "edcba"),
        ("sort=display_name:1", "cdaeb"),
        ("sort=created_at:-1", "cdaeb"),
        ("sort=name:1&page=1&per_page=2", "cd"),
    ] {
        let list = app.read(&format!("{PATH}?{query}")).await.ok(200);
        assert_eq!(names(&list), expected, "{query}");
    }
    let totals = app
        .read(&format!("{PATH}?include_totals=true&page=0&per_page=2"))
        .await
        .ok(200);
    assert_eq!(
        totals,
        json!({ "organizations": [all[0], all[1]], "start": 0, "limit": 2, "total": 5 })
    );
    // As the deploy tool asks.
    let first = app
        .read(&format!("{PATH}?include_totals=true&take=50"))
        .await
        .ok(200);
    assert_eq!(first, json!({ "organizations": all }));
    assert_eq!(
        names(&json!(all_rows(&app, PATH, "organizations").await)),
        "beadc"
    );
    for query in [
        "per_page=101",
        "take=0",
        "from=nonsense",
        "sort=name",
        "sort=metadata:1",
        "sort=name:2",
        "colour=red",
    ] {
        app.read(&format!("{PATH}?{query}")).await.ok(400);
    }
    app.read(&format!("{PATH}?page=20&per_page=50"))
        .await
        .refused(
            400,
            "Requesting page exceeds the allowed maximum of 1000 records",
            Some("invalid_query_string"),
        );
}

#[tokio::test]
async fn a_summary_names_and_no_more() {
    let app = TestApp::new().await;
    let id = app
        .organization_with(
            json!({ "name": "a", "display_name": "A", "metadata": { "secret": "1" } }),
        )
        .await;
    let token = app
        .management_token(&[ManagementScope::ReadOrganizationsSummary])
        .await;
    let expected = json!({ "id": id, "name": "a", "display_name": "A" });
    let one = app.get(&format!("{PATH}/{id}")).bearer(&token).send().await;
    assert_eq!(one.ok(200), expected);
    let list = app.get(PATH).bearer(&token).send().await;
    assert_eq!(list.ok(200), json!([expected]));
}

#[tokio::test]
async fn another_tenants_stay_unseen() {
    let app = TestApp::new().await;
    let foreign = app.other_tenant().await;
    let id = foreign.organization("theirs").await;
    let ada = app.new_user("ada").await;
    let path = format!("{PATH}/{id}");
    let write = |method, part: &str, body: Value| {
        let path = format!("{path}{part}");
        let app = &app;
        async move { app.write(method, &path, &body).await }
    };
    for part in [
        "",
        "/members",
        "/enabled_connections",
        "/connections",
        "/client-grants",
        "/invitations",
        "/discovery-domains",
    ] {
        app.read(&format!("{path}{part}"))
            .await
            .refused(404, UNKNOWN, None);
    }
    let connection = app.connection().await.id;
    for (method, part, body) in [
        (Method::PATCH, "", json!({ "name": "mine" })),
        (Method::DELETE, "", json!({})),
        (Method::POST, "/members", json!({ "members": [ada] })),
        (Method::DELETE, "/members", json!({ "members": [ada] })),
        (
            Method::POST,
            "/enabled_connections",
            json!({ "connection_id": connection }),
        ),
        (
            Method::POST,
            "/discovery-domains",
            json!({ "domain": "a.example" }),
        ),
    ] {
        write(method, part, body).await.refused(404, UNKNOWN, None);
    }
    app.read(&format!("{PATH}/name/theirs")).await.ok(404);
    assert_eq!(app.read(PATH).await.ok(200), json!([]));
    let kept = foreign.read(&path).await.ok(200);
    assert_eq!(kept["name"], json!("theirs"));
    let members = foreign.read(&format!("{path}/members")).await;
    assert_eq!(members.ok(200), json!([]));
}
