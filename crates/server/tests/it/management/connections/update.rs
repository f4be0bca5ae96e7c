//! `PATCH /connections/{id}`.

use serde_json::json;

use super::id_of;
use crate::test_app::{ADMIN_CLIENT, TestApp};

#[tokio::test]
async fn options_are_replaced_whole() {
    let app = TestApp::new().await;
    let members = json!({ "options": { "disable_signup": true }, "display_name": "People" });
    let made = app.add_connection("n", "auth0", members).await;
    assert_eq!(made["options"]["passwordPolicy"], "good");
    let body = json!({ "options": { "passwordPolicy": "low" } });
    let changed = app.change_connection(id_of(&made), body).await.ok(200);
    assert_eq!(changed["options"], json!({ "passwordPolicy": "low" }));
    assert_eq!(changed["display_name"], "People");
    let untouched = app
        .change_connection(id_of(&made), json!({ "display_name": "All" }))
        .await
        .ok(200);
    assert_eq!(untouched["options"], json!({ "passwordPolicy": "low" }));
}

#[tokio::test]
async fn other_members() {
    let app = TestApp::new().await;
    let members = json!({ "metadata": { "a": "1", "b": "2" }, "enabled_clients": [ADMIN_CLIENT] });
    let made = app.add_connection("n", "auth0", members).await;
    let body = json!({
        "is_domain_connection": true, "show_as_button": true, "realms": ["x"], "enabled_clients": [],
        "metadata": { "a": null, "c": "3" }, "authentication": { "active": false },
        "connected_accounts": { "active": true, "cross_app_access": true },
    });
    let changed = app.change_connection(id_of(&made), body).await.ok(200);
    assert_eq!(changed["is_domain_connection"], true);
    assert_eq!(changed["show_as_button"], true);
    assert_eq!(changed["realms"], json!(["x"]));
    assert_eq!(changed["enabled_clients"], json!([]));
    assert_eq!(changed["metadata"], json!({ "b": "2", "c": "3" }));
    assert_eq!(changed["authentication"], json!({ "active": false }));
    let body = json!({ "realms": [] });
    let changed = app.change_connection(id_of(&made), body).await.ok(200);
    assert_eq!(changed["realms"], json!(["n"]));
}

#[tokio::test]
async fn refusals() {
    let app = TestApp::new().await;
    let made = app.add_connection("n", "auth0", json!({})).await;
    app.add_connection("m", "auth0", json!({})).await;
    let id = id_of(&made);
    for (body, reason) in [
        (
            json!({ "name": "x" }),
            "'Additional properties not allowed: name'.",
        ),
        (
            json!({ "strategy": "samlp" }),
            "'Additional properties not allowed: strategy'.",
        ),
    ] {
        let message = format!("Payload validation error: {reason}");
        let answer = app.change_connection(id, body).await;
        answer.refused(400, &message, Some("invalid_body"));
    }
    app.change_connection(id, json!({})).await.ok(400);
    app.change_connection(id, json!({ "realms": ["m"] }))
        .await
        .refused(
            409,
            "There is already another connection with some realms from \"realms\" parameter",
            Some("connection_conflict"),
        );
    let options = json!({ "options": { "password_history": { "enable": true, "size": 25 } } });
    app.change_connection(id, options).await.ok(400);
    app.change_connection("con_0000000000000000", json!({ "realms": ["z"] }))
        .await
        .refused(
            404,
            "The connection does not exist",
            Some("inexistent_connection"),
        );
    let foreign = app
        .other_tenant()
        .await
        .add_connection("n", "auth0", json!({}))
        .await;
    let answer = app
        .change_connection(id_of(&foreign), json!({ "display_name": "x" }))
        .await;
    answer.ok(404);
}
