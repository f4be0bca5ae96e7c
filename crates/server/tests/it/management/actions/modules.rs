//! Modules: code that several actions share.

use axum::http::Method;
use serde_json::json;

use super::{made, post_login};
use crate::test_app::TestApp;

const MODULES: &str = "/api/v2/actions/modules";

#[tokio::test]
async fn a_recorded_life() {
    let app = TestApp::new().await;
    let empty = app
        .read(&format!("{MODULES}?page=0&per_page=100"))
        .await
        .ok(200);
    assert_eq!(
        empty,
        json!({ "modules": [], "total": 0, "page": 0, "per_page": 100 })
    );
    let body = json!({ "name": "Test Module", "code": "module.exports = {\n\tgreet: 1\n};\n" });
    let created = app.write(Method::POST, MODULES, &body).await.ok(201);
    let at = "2026-01-01T00:00:00.000Z";
    let id = created["id"].as_str().unwrap();
    assert_eq!(
        created,
        json!({
            "id": id, "name": "Test Module", "code": body["code"], "dependencies": [], "secrets": [],
            "all_changes_published": false, "actions_using_module_total": 0, "created_at": at, "updated_at": at
        })
    );
    let path = format!("{MODULES}/{id}");
    let versions = format!("{path}/versions");
    let first = app.write(Method::POST, &versions, &json!({})).await.ok(200);
    assert_eq!(
        (&first["version_number"], &first["module_id"]),
        (&json!(1), &json!(id))
    );
    app.write(Method::POST, &versions, &json!({}))
        .await
        .refused(409, "No draft version is available to publish.", None);
    let read = app.read(&path).await.ok(200);
    assert_eq!(
        (
            &read["all_changes_published"],
            &read["latest_version"]["id"]
        ),
        (&json!(true), &first["id"])
    );

    app.write(Method::PATCH, &path, &json!({ "code": "// second" }))
        .await
        .ok(200);
    app.write(Method::POST, &versions, &json!({})).await.ok(200);
    let listed = app.read(&versions).await.ok(200);
    assert_eq!((&listed["total"], &listed["page"]), (&json!(2), &json!(0)));
    let back = json!({ "module_version_id": first["id"] });
    let back_path = format!("{path}/rollback");
    let module = app.write(Method::POST, &back_path, &back).await.ok(200);
    assert_eq!(
        (&module["code"], &module["all_changes_published"]),
        (&body["code"], &json!(false))
    );
    app.write(Method::POST, &back_path, &back).await.refused(
        409,
        "The specified version is already the current draft version.",
        None,
    );
    assert_eq!(app.remove(&path).await.status, 204);
    app.read(&path)
        .await
        .refused(404, "The action module does not exist.", None);
}

#[tokio::test]
async fn a_module_in_use_stays() {
    let app = TestApp::new().await;
    let body = json!({ "name": "helper", "code": "module.exports = 1;", "publish": true });
    let module = app.write(Method::POST, MODULES, &body).await.ok(201);
    let id = module["id"].as_str().unwrap();
    let mut action = post_login("User of it");
    action["modules"] = json!([{ "module_name": "helper" }]);
    let action = made(&app, &action).await;
    let path = format!("{MODULES}/{id}");
    let users = app
        .read(&format!("{path}/actions?page=0&per_page=50"))
        .await
        .ok(200);
    assert_eq!(users["total"], 1);
    assert_eq!(users["actions"][0]["action_id"], action.as_str());
    assert_eq!(users["actions"][0]["module_version_number"], 1);
    assert_eq!(
        app.read(&path).await.ok(200)["actions_using_module_total"],
        1
    );
    app.remove(&path).await.refused(
        412,
        "The Actions Module cannot be deleted because it is in use by one or more actions.",
        None,
    );
    app.remove(&format!("{}/{action}", super::ACTIONS)).await;
    assert_eq!(app.remove(&path).await.status, 204);
}

#[tokio::test]
async fn publishing_what_is_published_makes_no_version() {
    let app = TestApp::new().await;
    let content = json!({
        "code": "module.exports = 1;",
        "secrets": [{ "name": "KEY", "value": "a-secret-value" }],
        "dependencies": [{ "name": "lodash", "version": "4.17.21" }],
    });
    let mut body = content.clone();
    body["name"] = json!("helper");
    body["publish"] = json!(true);
    let module = app.write(Method::POST, MODULES, &body).await.ok(201);
    let path = format!("{MODULES}/{}", module["id"].as_str().unwrap());
    let versions = format!("{path}/versions");
    let published = app.read(&path).await.ok(200);

    // What the deploy tool does with a module that is as it should be.
    let again = app.write(Method::PATCH, &path, &content).await.ok(200);
    assert_eq!(again["all_changes_published"], false);
    let same = app.write(Method::POST, &versions, &json!({})).await.ok(200);
    assert_eq!(same["id"], published["latest_version"]["id"]);
    assert_eq!(same["version_number"], 1);
    assert!(
        !same.to_string().contains("a-secret-value"),
        "secrets stay here: {same}"
    );
    assert_eq!(app.read(&versions).await.ok(200)["total"], 1);
    assert_eq!(app.read(&path).await.ok(200), published);
    app.write(Method::POST, &versions, &json!({}))
        .await
        .refused(409, "No draft version is available to publish.", None);

    // Another secret is another version, though callers see no difference but the time.
    let mut other = content.clone();
    other["secrets"][0]["value"] = json!("another-value");
    app.write(Method::PATCH, &path, &other).await.ok(200);
    let next = app.write(Method::POST, &versions, &json!({})).await.ok(200);
    assert_eq!(next["version_number"], 2);
}
