//! Invitations.

use axum::http::Method;
use serde_json::{Value, json};

use super::{PATH, UNKNOWN};
use crate::test_app::TestApp;

const ROUTE: &str = "https://mycompany.org/login";

async fn app() -> (TestApp, String, String) {
    let app = TestApp::new().await;
    let client = app
        .application(&json!({ "organization_usage": "allow", "initiate_login_uri": ROUTE }))
        .await;
    let organization = app.organization("acme").await;
    let path = format!("{PATH}/{organization}/invitations");
    (app, path, client.id)
}

fn body(client: &str) -> Value {
    json!({
        "inviter": { "name": "Test Inviter" }, "invitee": { "email": "test@example.com" }, "client_id": client,
    })
}

#[tokio::test]
async fn answers_as_recorded() {
    let (app, path, client) = app().await;
    let made = app.write(Method::POST, &path, &body(&client)).await.ok(201);
    let (id, ticket) = (
        made["id"].as_str().unwrap(),
        made["ticket_id"].as_str().unwrap(),
    );
    assert!(id.starts_with("uinv_") && id.len() == 21, "{id}");
    assert_eq!(ticket.len(), 32);
    let organization = path.split('/').nth(4).unwrap();
    let expected = json!({
        "id": id, "client_id": client, "inviter": { "name": "Test Inviter" },
        "invitee": { "email": "test@example.com" },
        "invitation_url": format!(
            "{ROUTE}?invitation={ticket}&organization={organization}&organization_name=acme"),
        "ticket_id": ticket, "created_at": "2026-01-01T00:00:00.000Z", "expires_at": "2026-01-08T00:00:00.000Z",
        "organization_id": organization,
    });
    assert_eq!(made, expected);
    let one = format!("{path}/{id}");
    assert_eq!(app.read(&one).await.ok(200), expected);
    let list = app
        .read(&format!("{path}?include_totals=true&per_page=50"))
        .await;
    assert_eq!(
        list.ok(200),
        json!({ "invitations": [expected], "start": 0, "limit": 50 })
    );
    let some = app.read(&format!("{one}?fields=id,invitee")).await;
    assert_eq!(
        some.ok(200),
        json!({ "id": id, "invitee": { "email": "test@example.com" } })
    );
    let others = app
        .read(&format!(
            "{path}?fields=ticket_id,invitation_url&include_fields=false"
        ))
        .await
        .ok(200);
    assert!(others[0].get("ticket_id").is_none() && others[0].get("id").is_some());
    app.remove(&one).await.ok(204);
    for response in [app.read(&one).await, app.remove(&one).await] {
        response.refused(
            404,
            "The invitation does not exist.",
            Some("inexistent_invitation"),
        );
    }
}

#[tokio::test]
async fn says_everything_that_it_was_told() {
    let (app, path, client) = app().await;
    let role = app.add_role("Reader").await;
    let connection = app.connection().await.id;
    let organization = path.split('/').nth(4).unwrap();
    app.enable_for_organization(organization, json!({})).await;
    let mut wanted = body(&client);
    let further = json!({
        "roles": [role], "connection_id": connection, "app_metadata": { "plan": "pro" },
        "user_metadata": { "color": "blue" }, "ttl_sec": 60, "send_invitation_email": false,
    });
    wanted
        .as_object_mut()
        .unwrap()
        .extend(further.as_object().unwrap().clone());
    let made = app.write(Method::POST, &path, &wanted).await.ok(201);
    for name in ["roles", "connection_id", "app_metadata", "user_metadata"] {
        assert_eq!(made[name], further[name], "{name}");
    }
    assert_eq!(made["expires_at"], json!("2026-01-01T00:01:00.000Z"));
    assert!(made.get("send_invitation_email").is_none());
}

#[tokio::test]
async fn refuses_what_leads_nowhere() {
    let (app, path, client) = app().await;
    let nowhere = app.application(&json!({})).await.id;
    let route = "A default login route is required to generate the invitation url. For more information, see \
         https://auth0.com/docs/universal-login/configure-default-login-routes";
    app.write(Method::POST, &path, &body(&nowhere))
        .await
        .refused(400, route, Some("invalid_body"));
    app.change_settings(&json!({ "default_redirection_uri": "https://tenant.example/start?a=b" }))
        .await;
    let made = app
        .write(Method::POST, &path, &body(&nowhere))
        .await
        .ok(201);
    let url = made["invitation_url"].as_str().unwrap();
    assert!(
        url.starts_with("https://tenant.example/start?a=b&invitation="),
        "{url}"
    );
    let with = |member: &str, value: Value| {
        let mut body = body(&client);
        body[member] = value;
        body
    };
    for (body, status, message) in [
        (body("nobody"), 404, "The client does not exist"),
        (
            with("roles", json!(["rol_1234567890123456"])),
            404,
            "The role does not exist.",
        ),
        (
            with("connection_id", json!("con_0000000000000000")),
            404,
            "No connection found by that id",
        ),
        (
            with("ttl_sec", json!(2_592_001)),
            400,
            "Payload validation error: 'Value 2592001 is greater than maximum 2592000' on property ttl_sec (For how \
             many seconds it is good).",
        ),
    ] {
        let refused = app.write(Method::POST, &path, &body).await;
        assert_eq!(refused.status, status, "{}", refused.text);
        assert_eq!(refused.json()["message"], json!(message));
    }
    for body in [
        json!({}),
        with("invitee", json!({ "email": "no address" })),
        with("invitee", json!({})),
        with("roles", json!([])),
        with("id", json!("uinv_1")),
    ] {
        app.write(Method::POST, &path, &body).await.ok(400);
    }
}

#[tokio::test]
async fn lists_the_newest_first_unless_turned_around() {
    let (app, path, client) = app().await;
    let mut ids = Vec::new();
    for _ in 0..3 {
        let made = app.write(Method::POST, &path, &body(&client)).await.ok(201);
        ids.push(made["id"].clone());
        app.advance(1);
    }
    let listed = async |query: &str| {
        let list = app.read(&format!("{path}?{query}")).await.ok(200);
        let rows = list.as_array().unwrap().iter();
        rows.map(|row| row["id"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(listed("sort=created_at:1").await, ids);
    let reversed: Vec<Value> = ids.iter().rev().cloned().collect();
    assert_eq!(listed("").await, reversed);
    assert_eq!(listed("page=1&per_page=2").await, reversed[2..]);
    for query in [
        "sort=id:1",
        "fields=secret",
        "page=20&per_page=50",
        "take=1",
    ] {
        app.read(&format!("{path}?{query}")).await.ok(400);
    }
}

#[tokio::test]
async fn goes_with_its_organization_and_its_application() {
    let (app, path, client) = app().await;
    app.write(Method::POST, &path, &body(&client)).await.ok(201);
    app.remove(&format!("/api/v2/clients/{client}"))
        .await
        .ok(204);
    assert_eq!(app.read(&path).await.ok(200), json!([]));
    let organization = path.strip_suffix("/invitations").unwrap();
    app.remove(organization).await.ok(204);
    app.read(&path).await.refused(404, UNKNOWN, None);
}
