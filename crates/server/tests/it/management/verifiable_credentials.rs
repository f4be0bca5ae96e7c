//! `/api/v2/verifiable-credentials/verification/templates`.

use axum::http::Method;
use serde_json::json;

use crate::test_app::TestApp;

const PATH: &str = "/api/v2/verifiable-credentials/verification/templates";

#[tokio::test]
async fn a_template_from_its_making_to_its_end() {
    let app = TestApp::new().await;
    let body = json!({
        "name": "Licence", "type": "mdl", "dialect": "simplified/1.0", "well_known_trusted_issuers": "aamva",
        "presentation": { "org.iso.18013.5.1.mDL": { "org.iso.18013.5.1": { "family_name": true } } },
    });
    let made = app.write(Method::POST, PATH, &body).await.ok(201);
    assert_eq!(made["presentation"], body["presentation"]);
    assert!(made["id"].as_str().unwrap().starts_with("vct_"));
    app.write(Method::POST, PATH, &body).await.ok(409);
    let item = format!("{PATH}/{}", made["id"].as_str().unwrap());
    let changed = app
        .write(Method::PATCH, &item, &json!({ "name": "Driving licence" }))
        .await;
    let changed = changed.ok(200);
    assert_eq!(changed["name"], json!("Driving licence"));
    assert_eq!(app.read(&item).await.ok(200), changed);
    assert_eq!(
        app.read(&format!("{PATH}?take=1")).await.ok(200)["templates"][0]["id"],
        made["id"]
    );
    let mut wrong = body.clone();
    wrong["presentation"]["org.iso.18013.5.1.mDL"]["org.iso.18013.5.1"] = json!({});
    app.write(Method::POST, PATH, &wrong).await.ok(400);
    app.other_tenant().await.read(&item).await.ok(404);
    app.remove(&item).await.ok(204);
    app.remove(&item).await.ok(204);
    app.read(&item).await.ok(404);
}
