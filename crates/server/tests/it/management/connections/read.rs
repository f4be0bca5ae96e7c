//! `GET /connections/{id}` and `GET /connections/{id}/status`.

use serde_json::json;

use super::{PATH, id_of};
use crate::test_app::TestApp;

#[tokio::test]
async fn fields_bring_two_members_along_as_recorded() {
    let app = TestApp::new().await;
    let made = app.add_connection("n", "auth0", json!({})).await;
    let path = format!("{PATH}/{}", id_of(&made));
    assert_eq!(app.read(&path).await.ok(200), made);
    let chosen = app
        .read(&format!(
            "{path}?fields=strategy%2Cname&include_fields=true"
        ))
        .await;
    assert_eq!(
        chosen.ok(200),
        json!({ "id": id_of(&made), "strategy": "auth0", "name": "n", "is_domain_connection": false })
    );
    let without = app
        .read(&format!(
            "{path}?fields=options,enabled_clients&include_fields=false"
        ))
        .await
        .ok(200);
    assert!(without.get("options").is_none() && without["name"] == "n");
    let unknown = app.read(&format!("{path}?fields=users")).await;
    let message = unknown.ok(400)["message"].as_str().unwrap().to_owned();
    assert!(message.starts_with(
        "Query validation error: 'String 'users' does not match pattern. Must be a comma separated list of the \
         following values: name,strategy,"
    ));
}

#[tokio::test]
async fn an_unknown_one_and_one_of_another_tenant() {
    let app = TestApp::new().await;
    let foreign = app
        .other_tenant()
        .await
        .add_connection("n", "auth0", json!({}))
        .await;
    for id in ["con_0000000000000000", "nonsense", id_of(&foreign)] {
        for path in [
            format!("{PATH}/{id}"),
            format!("{PATH}/{id}/status"),
            format!("{PATH}/{id}/clients"),
        ] {
            app.read(&path).await.refused(
                404,
                "The connection does not exist",
                Some("inexistent_connection"),
            );
        }
    }
}

#[tokio::test]
async fn status() {
    let app = TestApp::new().await;
    let database = app.add_connection("n", "auth0", json!({})).await;
    let directory = app.add_connection("d", "ad", json!({})).await;
    app.read(&format!("{PATH}/{}/status", id_of(&database)))
        .await
        .ok(200);
    app.read(&format!("{PATH}/{}/status", id_of(&directory)))
        .await
        .ok(404);
}
