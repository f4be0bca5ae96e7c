//! Client grants of an organization.

use axum::http::Method;
use serde_json::json;

use super::{PATH, all_rows};
use crate::applications::AUDIENCE;
use crate::test_app::TestApp;

async fn grant(app: &TestApp, client: &str) -> String {
    let body = json!({
        "client_id": client, "audience": AUDIENCE, "scope": ["read:posts"], "organization_usage": "allow",
        "allow_any_organization": false,
    });
    let made = app.add_client_grant(&body).await;
    made["id"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn answers_as_recorded() {
    let app = TestApp::new().await;
    app.posts_api(&json!({})).await;
    let client = app.machine().await.id;
    let grant = grant(&app, &client).await;
    let organization = app.organization("acme").await;
    let path = format!("{PATH}/{organization}/client-grants");
    let nothing = app
        .read(&format!("{path}?include_totals=true&per_page=50"))
        .await;
    assert_eq!(
        nothing.ok(200),
        json!({ "client_grants": [], "start": 0, "limit": 50, "total": 0 })
    );
    let body = json!({ "grant_id": grant });
    let added = app.write(Method::POST, &path, &body).await.ok(201);
    let expected = json!({
        "id": grant, "client_id": client, "audience": AUDIENCE, "scope": ["read:posts"],
        "organization_usage": "allow", "allow_any_organization": false,
    });
    assert_eq!(added, expected);
    assert_eq!(app.read(&path).await.ok(200), json!([expected]));
    for (query, found) in [
        (format!("grant_ids={grant}"), 1),
        ("grant_ids=cgr_0000000000000000".to_owned(), 0),
        (
            format!("grant_ids=cgr_0000000000000000&grant_ids={grant}"),
            1,
        ),
        (format!("client_id={client}"), 1),
        ("client_id=nobody".to_owned(), 0),
        ("audience=https://api.test/".to_owned(), 1),
        ("audience=https://other.test/".to_owned(), 0),
    ] {
        let list = app.read(&format!("{path}?{query}")).await.ok(200);
        assert_eq!(list.as_array().unwrap().len(), found, "{query}");
    }
    for query in ["grant_ids=%25", "take=2", "colour=red"] {
        app.read(&format!("{path}?{query}")).await.ok(400);
    }
    app.write(Method::POST, &path, &body).await.refused(
        409,
        "The client grant has already been added to this organization.",
        None,
    );
    let unknown = json!({ "grant_id": "cgr_0000000000000000" });
    app.write(Method::POST, &path, &unknown).await.refused(
        404,
        "The grant does not exist.",
        Some("inexistent_client_grant"),
    );
    for _ in 0..2 {
        app.remove(&format!("{path}/{grant}")).await.ok(204);
    }
    assert_eq!(app.read(&path).await.ok(200), json!([]));
}

#[tokio::test]
async fn the_organizations_of_a_grant() {
    let app = TestApp::new().await;
    app.posts_api(&json!({})).await;
    let grant = grant(&app, &app.machine().await.id).await;
    let path = format!("/api/v2/client-grants/{grant}/organizations");
    let mut expected = Vec::new();
    for name in ["b", "a", "c"] {
        let id = app.organization(name).await;
        let grants = format!("{PATH}/{id}/client-grants");
        let body = json!({ "grant_id": grant });
        app.write(Method::POST, &grants, &body).await.ok(201);
        app.advance(1);
        expected.push(json!({ "id": id, "name": name, "display_name": name }));
    }
    assert_eq!(app.read(&path).await.ok(200), json!(expected));
    let totals = app
        .read(&format!("{path}?include_totals=true&per_page=1&page=1"))
        .await;
    assert_eq!(
        totals.ok(200),
        json!({ "organizations": [expected[1]], "start": 1, "limit": 1, "total": 3 })
    );
    assert_eq!(all_rows(&app, &path, "organizations").await, expected);
    let other = app.other_tenant().await;
    other.read(&path).await.ok(404);
    // And the applications of an organization.
    let of = |id: &str| {
        format!("/api/v2/clients?q=client_grant.organization_id%3A{id}&take=50&fields=client_id")
    };
    let id = expected[0]["id"].as_str().unwrap();
    let clients = app.read(&of(id)).await.ok(200);
    assert_eq!(clients["clients"].as_array().unwrap().len(), 1, "{clients}");
    let none = app.organization("d").await;
    assert_eq!(app.read(&of(&none)).await.ok(200), json!({ "clients": [] }));
}

#[tokio::test]
async fn a_deleted_grant_is_nobodys() {
    let app = TestApp::new().await;
    app.posts_api(&json!({})).await;
    let organization = app.organization("acme").await;
    let path = format!("{PATH}/{organization}/client-grants");
    for way in ["grant", "client", "api"] {
        let client = app.machine().await.id;
        let grant = grant(&app, &client).await;
        let body = json!({ "grant_id": grant });
        app.write(Method::POST, &path, &body).await.ok(201);
        match way {
            "grant" => {
                app.remove(&format!("/api/v2/client-grants/{grant}"))
                    .await
                    .ok(204);
            }
            "client" => {
                app.remove(&format!("/api/v2/clients/{client}"))
                    .await
                    .ok(204);
            }
            _ => {
                let api = "/api/v2/resource-servers/https%3A%2F%2Fapi.test%2F";
                app.remove(api).await.ok(204);
            }
        }
        let list = app.read(&format!("{path}?include_totals=true")).await;
        assert_eq!(list.ok(200)["total"], json!(0), "{way}");
    }
}
