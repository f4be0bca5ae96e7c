//! `/actions`.

mod bindings;
mod crud;
mod modules;
mod versions;

use serde_json::{Value, json};

use crate::test_app::TestApp;

pub const ACTIONS: &str = "/api/v2/actions/actions";

pub fn post_login(name: &str) -> Value {
    json!({
        "name": name,
        "supported_triggers": [{ "id": "post-login", "version": "v3" }],
        "code": "exports.onExecutePostLogin = async (event, api) => {};",
    })
}

/// An action's id.
pub async fn made(app: &TestApp, body: &Value) -> String {
    let made = app
        .write(axum::http::Method::POST, ACTIONS, body)
        .await
        .ok(201);
    made["id"].as_str().unwrap().to_owned()
}

pub async fn deploy(app: &TestApp, id: &str) -> Value {
    let path = format!("{ACTIONS}/{id}/deploy");
    app.write(axum::http::Method::POST, &path, &json!({}))
        .await
        .ok(200)
}
