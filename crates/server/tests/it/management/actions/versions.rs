//! Versions: what was deployed.

use axum::http::Method;
use serde_json::{Value, json};

use super::{ACTIONS, deploy, made, post_login};
use crate::test_app::TestApp;

#[tokio::test]
async fn drafts_become_versions() {
    let app = TestApp::new().await;
    let id = made(&app, &post_login("Versioned")).await;
    let path = format!("{ACTIONS}/{id}");
    let first = deploy(&app, &id).await;
    assert_eq!(
        (&first["number"], &first["deployed"], &first["status"]),
        (&json!(1), &json!(true), &json!("built"))
    );
    assert_eq!(first["action"]["name"], "Versioned");
    let action = app.read(&path).await.ok(200);
    assert_eq!(action["all_changes_deployed"], true);
    assert_eq!(action["deployed_version"]["id"], first["id"]);
    assert_eq!(action["deployed_version"]["deployed"], true);

    app.write(Method::PATCH, &path, &json!({ "code": "// second" }))
        .await
        .ok(200);
    let action = app.read(&path).await.ok(200);
    assert_eq!(action["all_changes_deployed"], false);
    assert_ne!(action["deployed_version"]["code"], "// second");
    let second = deploy(&app, &id).await;
    assert_eq!(
        (&second["number"], &second["code"]),
        (&json!(2), &json!("// second"))
    );

    let versions = app.read(&format!("{path}/versions")).await.ok(200);
    let deployed: Vec<&Value> = versions["versions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|v| &v["deployed"])
        .collect();
    assert_eq!(deployed, [false, true]);
    let one = app
        .read(&format!(
            "{path}/versions/{}",
            first["id"].as_str().unwrap()
        ))
        .await
        .ok(200);
    assert_eq!(one["deployed"], false);
    app.read(&format!("{path}/versions/none")).await.refused(
        404,
        "That action version does not exist.",
        None,
    );
}

#[tokio::test]
async fn an_earlier_version_is_deployed_again() {
    let app = TestApp::new().await;
    let id = made(&app, &post_login("Back")).await;
    let path = format!("{ACTIONS}/{id}");
    let first = deploy(&app, &id).await;
    app.write(Method::PATCH, &path, &json!({ "code": "// second" }))
        .await
        .ok(200);
    deploy(&app, &id).await;
    let again = format!("{path}/versions/{}/deploy", first["id"].as_str().unwrap());
    let third = app.write(Method::POST, &again, &json!({})).await.ok(200);
    assert_eq!(
        (&third["number"], &third["code"]),
        (&json!(3), &first["code"])
    );
    let action = app.read(&path).await.ok(200);
    assert_eq!(
        (&action["code"], &action["all_changes_deployed"]),
        (&json!("// second"), &json!(false))
    );
    app.write(Method::POST, &again, &json!({ "update_draft": true }))
        .await
        .ok(200);
    let action = app.read(&path).await.ok(200);
    assert_eq!(
        (&action["code"], &action["all_changes_deployed"]),
        (&first["code"], &json!(true))
    );
}

#[tokio::test]
async fn an_action_is_deployed_as_it_is_made() {
    let app = TestApp::new().await;
    let mut body = post_login("At once");
    body["deploy"] = json!(true);
    let created = app.write(Method::POST, ACTIONS, &body).await.ok(201);
    assert_eq!(created["deployed_version"]["number"], 1);
    assert_eq!(created["all_changes_deployed"], true);
}
