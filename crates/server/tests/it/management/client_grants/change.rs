//! `GET`, `PATCH` and `DELETE /client-grants/{id}`.

use axum::http::Method;
use serde_json::{Value, json};

use super::{PATH, with_api};
use crate::test_app::TestApp;

async fn grant(app: &TestApp, members: Value) -> (String, Value) {
    let mut body = json!({ "client_id": "app", "audience": "https://api.example.com/", "scope": ["create:resource"] });
    body.as_object_mut()
        .unwrap()
        .extend(members.as_object().unwrap().clone());
    let made = app.add_client_grant(&body).await;
    (format!("{PATH}/{}", made["id"].as_str().unwrap()), made)
}

#[tokio::test]
async fn reads_changes_and_deletes() {
    let app = with_api().await;
    let (path, mut expected) =
        grant(&app, json!({ "authorization_details_types": ["payment"] })).await;
    assert_eq!(app.read(&path).await.ok(200), expected);
    for scope in [
        json!([]),
        json!(["read:resource", "create:resource", "read:resource"]),
    ] {
        let changed = app
            .write(Method::PATCH, &path, &json!({ "scope": scope }))
            .await
            .ok(200);
        expected["scope"] = match scope.as_array().unwrap().as_slice() {
            [] => scope,
            _ => json!(["read:resource", "create:resource"]),
        };
        assert_eq!(changed, expected);
    }
    let more = json!({ "organization_usage": "require", "allow_any_organization": true, "allow_all_scopes": true });
    let changed = app.write(Method::PATCH, &path, &more).await.ok(200);
    assert_eq!(changed["organization_usage"], "require");
    let less = json!({
        "organization_usage": null, "allow_any_organization": null, "allow_all_scopes": null, "scope": null
    });
    expected["scope"] = json!([]);
    assert_eq!(
        app.write(Method::PATCH, &path, &less).await.ok(200),
        expected
    );
    assert_eq!(app.read(&path).await.ok(200), expected);

    app.remove(&path).await.ok(204);
    app.remove(&path).await.ok(204);
    app.read(&path).await.refused(
        404,
        "The grant does not exist.",
        Some("inexistent_client_grant"),
    );
    let gone = app
        .write(Method::PATCH, &path, &json!({ "scope": [] }))
        .await;
    gone.refused(
        404,
        "The grant does not exist.",
        Some("inexistent_client_grant"),
    );
}

#[tokio::test]
async fn refusals() {
    let app = with_api().await;
    let (path, before) = grant(&app, json!({})).await;
    let rows = [
        (
            json!({}),
            "Payload validation error: 'Too few properties defined (0), minimum 1'.",
        ),
        (
            json!({ "audience": "https://api.example.com/" }),
            "Payload validation error: 'Additional properties not allowed: audience'.",
        ),
        (
            json!({ "client_id": "app" }),
            "Payload validation error: 'Additional properties not allowed: client_id'.",
        ),
        (
            json!({ "subject_type": "user" }),
            "Payload validation error: 'Additional properties not allowed: subject_type'.",
        ),
        (
            json!({ "scope": ["fly"] }),
            "The API does not define these scopes: fly",
        ),
        (
            json!({ "organization_usage": "maybe" }),
            "Payload validation error: 'Invalid value \"maybe\"' on property organization_usage (Whether the \
             application acts within organizations).",
        ),
    ];
    for (body, message) in rows {
        app.write(Method::PATCH, &path, &body)
            .await
            .refused(400, message, Some("invalid_body"));
    }
    assert_eq!(app.read(&path).await.ok(200), before);
}

#[tokio::test]
async fn a_foreign_one_does_not_exist() {
    let app = with_api().await;
    let (path, before) = grant(&app, json!({})).await;
    let other = app.other_tenant().await;
    other.read(&path).await.ok(404);
    other
        .write(Method::PATCH, &path, &json!({ "scope": [] }))
        .await
        .ok(404);
    other.read(&format!("{path}/organizations")).await.ok(404);
    other.remove(&path).await.ok(204);
    assert_eq!(app.read(&path).await.ok(200), before);
}

#[tokio::test]
async fn has_no_organizations_at_first() {
    let app = with_api().await;
    let (path, _) = grant(&app, json!({})).await;
    let list = app
        .read(&format!(
            "{path}/organizations?include_totals=true&per_page=50"
        ))
        .await
        .ok(200);
    assert_eq!(
        list,
        json!({ "organizations": [], "start": 0, "limit": 50, "total": 0 })
    );
    let list = app
        .read(&format!("{path}/organizations?include_totals=true&take=50"))
        .await
        .ok(200);
    assert_eq!(list, json!({ "organizations": [] }));
}
