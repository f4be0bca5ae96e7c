//! `/api/v2/user-attribute-profiles`.

use axum::http::Method;
use serde_json::{Value, json};

use crate::test_app::TestApp;

const PATH: &str = "/api/v2/user-attribute-profiles";

fn email() -> Value {
    json!({
        "description": "User's email address", "label": "Email", "profile_required": true, "auth0_mapping": "email",
    })
}

#[tokio::test]
async fn a_profile_is_completed_changed_and_deleted() {
    let app = TestApp::new().await;
    let body = json!({ "name": "First", "user_attributes": { "email": email() } });
    let made = app.write(Method::POST, PATH, &body).await.ok(201);
    let id = made["id"].as_str().unwrap();
    assert!(id.starts_with("uap_") && id.len() == 26, "{id}");
    let usual = json!({
        "oidc_mapping": "sub",
        "saml_mapping": [
            "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/nameidentifier",
            "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/upn",
            "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/name",
        ],
        "scim_mapping": "externalId",
    });
    let expected = json!({
        "id": id, "name": "First", "user_id": usual, "user_attributes": { "email": email() },
    });
    assert_eq!(made, expected);
    let item = format!("{PATH}/{id}");
    assert_eq!(app.read(&item).await.ok(200), expected);

    let change = json!({ "user_id": { "scim_mapping": "userName" } });
    let changed = app.write(Method::PATCH, &item, &change).await.ok(200);
    assert_eq!(changed["user_id"]["scim_mapping"], json!("userName"));
    assert_eq!(changed["user_id"]["oidc_mapping"], json!("sub"));
    // What is left out is as in a new profile, as recorded.
    let reset = app
        .write(Method::PATCH, &item, &json!({ "user_id": {} }))
        .await;
    assert_eq!(reset.ok(200)["user_id"], usual);

    let list = app.read(&format!("{PATH}?take=10")).await.ok(200);
    assert_eq!(list, json!({ "user_attribute_profiles": [expected] }));
    let other = app.other_tenant().await;
    other
        .read(&item)
        .await
        .refused(404, "User attribute profile not found.", None);
    app.remove(&item).await.ok(204);
    for response in [
        app.read(&item).await,
        app.write(Method::PATCH, &item, &json!({ "name": "x" }))
            .await,
    ] {
        response.refused(404, "User attribute profile not found.", None);
    }
}

#[tokio::test]
async fn what_is_no_profile_is_refused() {
    let app = TestApp::new().await;
    let attribute = |change: Value| {
        let mut attribute = email();
        attribute
            .as_object_mut()
            .unwrap()
            .extend(change.as_object().unwrap().clone());
        json!({ "name": "x", "user_attributes": { "email": attribute } })
    };
    for body in [
        json!({ "user_attributes": { "email": email() } }),
        json!({ "name": "x" }),
        json!({ "name": "x", "user_attributes": {} }),
        json!({ "name": "", "user_attributes": { "email": email() } }),
        json!({ "name": "x", "user_attributes": { "email": email() }, "id": "uap_1" }),
        json!({ "name": "x", "user_attributes": { "email": email() }, "user_id": { "oidc_mapping": "email" } }),
        attribute(json!({ "auth0_mapping": 1 })),
        attribute(json!({ "strategy_overrides": { "github": {} } })),
        attribute(json!({ "saml_mapping": [] })),
    ] {
        app.write(Method::POST, PATH, &body).await.ok(400);
    }
    let none = app.read(PATH).await.ok(200);
    assert_eq!(none, json!({ "user_attribute_profiles": [] }));
}

#[tokio::test]
async fn a_template_makes_a_profile() {
    let app = TestApp::new().await;
    let all = app.read(&format!("{PATH}/templates")).await.ok(200);
    let id = all["user_attribute_profile_templates"][0]["id"]
        .as_str()
        .unwrap();
    let one = app.read(&format!("{PATH}/templates/{id}")).await.ok(200);
    assert_eq!(one, all["user_attribute_profile_templates"][0]);
    let made = app
        .write(Method::POST, PATH, &one["template"])
        .await
        .ok(201);
    assert_eq!(made["user_attributes"], one["template"]["user_attributes"]);
    app.read(&format!("{PATH}/templates/nothing")).await.ok(404);
}
