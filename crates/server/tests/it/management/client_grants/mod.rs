//! `/api/v2/client-grants`.

mod change;
mod create;
mod list;

use serde_json::json;

use crate::test_app::TestApp;

const PATH: &str = "/api/v2/client-grants";

/// An Ostia with an API and an application.
async fn with_api() -> TestApp {
    let app = TestApp::new().await;
    app.add_client("app", &json!({})).await;
    app.add_api(&json!({
        "identifier": "https://api.example.com/",
        "scopes": [{ "value": "create:resource" }, { "value": "read:resource" }]
    }))
    .await;
    app
}
