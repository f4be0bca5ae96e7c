//! Bindings: which actions run at a trigger, in which order.

use axum::http::Method;
use serde_json::{Value, json};

use super::{ACTIONS, deploy, made, post_login};
use crate::test_app::TestApp;

const BINDINGS: &str = "/api/v2/actions/triggers/post-login/bindings";

async fn bound(app: &TestApp) -> Vec<String> {
    let list = app.read(BINDINGS).await.ok(200);
    let rows = list["bindings"].as_array().unwrap();
    rows.iter()
        .map(|row| row["display_name"].as_str().unwrap().to_owned())
        .collect()
}

fn by_name(name: &str) -> Value {
    json!({ "ref": { "type": "action_name", "value": name }, "display_name": name })
}

#[tokio::test]
async fn bindings_are_replaced_in_order() {
    let app = TestApp::new().await;
    let first = made(&app, &post_login("First")).await;
    let second = made(&app, &post_login("Second")).await;
    for id in [&first, &second] {
        deploy(&app, id).await;
    }
    let both = json!({ "bindings": [by_name("Second"), { "ref": { "type": "action_id", "value": first } }] });
    let set = app.write(Method::PATCH, BINDINGS, &both).await.ok(200);
    let rows = set["bindings"].as_array().unwrap();
    assert_eq!(rows[0]["action"]["id"], second.as_str());
    assert_eq!(
        (&rows[1]["display_name"], &rows[1]["trigger_id"]),
        (&json!("First"), &json!("post-login"))
    );
    assert_eq!(bound(&app).await, ["Second", "First"]);

    let turned = json!({ "bindings": [by_name("First"), { "ref": { "type": "binding_id", "value": rows[0]["id"] } }] });
    let turned = app.write(Method::PATCH, BINDINGS, &turned).await.ok(200);
    assert_eq!(
        turned["bindings"][0]["id"], rows[1]["id"],
        "a binding keeps its id"
    );
    assert_eq!(bound(&app).await, ["First", "Second"]);
    let page = app
        .read(&format!("{BINDINGS}?page=1&per_page=1"))
        .await
        .ok(200);
    assert_eq!((&page["total"], &page["page"]), (&json!(2), &json!(1)));
    assert_eq!(page["bindings"][0]["display_name"], "Second");

    assert_eq!(
        app.other_tenant().await.read(BINDINGS).await.ok(200)["bindings"],
        json!([])
    );
    app.write(Method::PATCH, BINDINGS, &json!({ "bindings": [] }))
        .await
        .ok(200);
    assert_eq!(bound(&app).await, Vec::<String>::new());
}

#[tokio::test]
async fn only_deployed_actions_of_the_trigger_are_bound() {
    let app = TestApp::new().await;
    made(&app, &post_login("Draft")).await;
    let machine = json!({ "name": "Machine", "supported_triggers": [{ "id": "credentials-exchange" }], "deploy": true });
    made(&app, &machine).await;
    for (name, status) in [("Draft", 400), ("Machine", 400), ("Nobody", 404)] {
        let body = json!({ "bindings": [by_name(name)] });
        let answer = app.write(Method::PATCH, BINDINGS, &body).await;
        assert_eq!(answer.status, status, "{name}: {}", answer.text);
    }
    let other = app
        .read("/api/v2/actions/triggers/post-breakfast/bindings")
        .await;
    assert_eq!(other.json()["errorCode"], "invalid_uri");
}

#[tokio::test]
async fn a_bound_action_goes_by_force_alone() {
    let app = TestApp::new().await;
    let mut body = post_login("Bound");
    body["deploy"] = json!(true);
    let id = made(&app, &body).await;
    let bindings = json!({ "bindings": [by_name("Bound")] });
    app.write(Method::PATCH, BINDINGS, &bindings).await.ok(200);
    let path = format!("{ACTIONS}/{id}");
    assert_eq!(app.remove(&path).await.status, 400);
    assert_eq!(bound(&app).await, ["Bound"]);
    assert_eq!(app.remove(&format!("{path}?force=true")).await.status, 204);
    assert_eq!(bound(&app).await, Vec::<String>::new());
}
