//! Making, reading, changing and deleting actions.

use std::sync::Arc;

use axum::http::Method;
use ostia_identity::collections::table::{self, Shelf};
use ostia_identity::listing::Slice;
use ostia_protocol::auth0::paging::Paging;
use serde_json::json;

use super::{ACTIONS, deploy, made, post_login};
use crate::test_app::{START, TestApp};

#[tokio::test]
async fn a_recorded_life() {
    let app = TestApp::new().await;
    let mut body = post_login("Test Action");
    body["dependencies"] = json!([{ "name": "lodash", "version": "4.0.0" }]);
    body["secrets"] = json!([{ "name": "mySecretName", "value": "mySecretValue" }]);
    let created = app.write(Method::POST, ACTIONS, &body).await.ok(201);
    let at = "2026-01-01T00:00:00.000Z";
    let id = created["id"].as_str().unwrap();
    let expected = json!({
        "id": id, "name": "Test Action", "supported_triggers": [{ "id": "post-login", "version": "v3" }],
        "created_at": at, "updated_at": at, "code": body["code"],
        "dependencies": [{ "name": "lodash", "version": "4.0.0" }], "runtime": "node22", "status": "built",
        "secrets": [{ "name": "mySecretName", "updated_at": at }], "all_changes_deployed": false
    });
    assert_eq!(created, expected);
    let path = format!("{ACTIONS}/{id}");
    assert_eq!(app.read(&path).await.ok(200), expected);

    app.advance(60);
    let change = json!({ "code": "// nothing", "secrets": [{ "name": "mySecretName" }, { "name": "b", "value": "1" }] });
    let changed = app.write(Method::PATCH, &path, &change).await.ok(200);
    assert_eq!(changed["code"], "// nothing");
    assert_eq!(changed["updated_at"], "2026-01-01T00:01:00.000Z");
    assert_eq!(
        changed["secrets"],
        json!([
            { "name": "mySecretName", "updated_at": at },
            { "name": "b", "updated_at": "2026-01-01T00:01:00.000Z" }
        ])
    );
    assert_eq!(app.other_tenant().await.read(&path).await.status, 404);

    assert_eq!(app.remove(&path).await.status, 204);
    for answer in [app.read(&path).await, app.remove(&path).await] {
        answer.refused(404, "That action does not exist.", None);
    }
}

#[tokio::test]
async fn no_value_of_a_secret_is_in_the_database() {
    let app = TestApp::new().await;
    let mut body = post_login("Sealed");
    body["secrets"] = json!([{ "name": "KEY", "value": "tiber-mouth-4711" }]);
    let id = made(&app, &body).await;
    deploy(&app, &id).await;
    for (collection, parent) in [("action", ""), ("action-version", id.as_str())] {
        let shelf = Shelf {
            tenant: &app.tenant.id,
            collection,
            parent,
        };
        let slice = Slice::of(&Paging::None { limit: 50 }, START).unwrap();
        let rows = table::list(shelf, &slice, &app.platform.database)
            .await
            .unwrap();
        assert_eq!(rows.len(), 1);
        assert!(rows[0].content.sealed.is_some());
        assert!(!format!("{rows:?}").contains("tiber-mouth-4711"));
    }
    let answer = app.read(&format!("{ACTIONS}/{id}")).await;
    assert!(!answer.text.contains("tiber-mouth") && !answer.text.contains("secret_values"));
    let answer = app.read(&format!("{ACTIONS}/{id}/versions")).await;
    assert!(!answer.text.contains("tiber-mouth") && !answer.text.contains("secret_values"));
}

#[tokio::test]
async fn lists_are_filtered_and_paged() {
    let app = TestApp::new().await;
    let mut ids = Vec::new();
    for number in 0..5 {
        app.advance(1);
        ids.push(made(&app, &post_login(&format!("Action {number}"))).await);
    }
    let machine =
        json!({ "name": "Machine", "supported_triggers": [{ "id": "credentials-exchange" }] });
    app.advance(1);
    let machine = made(&app, &machine).await;
    deploy(&app, &ids[1]).await;

    let list = async |query: &str| app.read(&format!("{ACTIONS}?{query}")).await.ok(200);
    let first = list("per_page=4").await;
    assert_eq!(
        (&first["total"], &first["per_page"], first.get("page")),
        (&json!(6), &json!(4), None)
    );
    let second = list("page=1&per_page=4").await;
    assert_eq!(second["page"], 1);
    let rows = [&first, &second].map(|page| page["actions"].as_array().unwrap().clone());
    let listed: Vec<String> = rows
        .concat()
        .iter()
        .map(|row| row["id"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(listed, [ids.clone(), vec![machine.clone()]].concat());
    assert_eq!(
        list("page=9").await,
        json!({ "actions": [], "total": 6, "page": 9, "per_page": 20 })
    );

    let only = async |query: &str| {
        let rows = list(query).await["actions"].as_array().unwrap().clone();
        rows.iter()
            .map(|row| row["id"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        only("triggerId=credentials-exchange").await,
        [machine.as_str()]
    );
    assert_eq!(only("actionName=Action%203").await, [ids[3].as_str()]);
    assert_eq!(only("deployed=true").await, [ids[1].as_str()]);
    assert_eq!(
        only("deployed=false&per_page=2&page=1").await,
        [ids[3].as_str(), ids[4].as_str()]
    );
    assert_eq!(
        list("actionName=nobody&per_page=50").await,
        json!({ "actions": [], "per_page": 50 })
    );
    let answer = app.read(&format!("{ACTIONS}?include_totals=true")).await;
    answer.refused(
        400,
        "Query validation error: 'Additional properties not allowed: include_totals'.",
        Some("invalid_query_string"),
    );
}

#[tokio::test]
async fn what_is_refused() {
    let app = TestApp::new().await;
    made(&app, &post_login("Taken")).await;
    let taken = "An action with the same name already exists.";
    app.write(Method::POST, ACTIONS, &post_login("Taken"))
        .await
        .refused(409, taken, None);
    let other = made(&app, &post_login("Other")).await;
    let path = format!("{ACTIONS}/{other}");
    let rename = json!({ "name": "Taken" });
    app.write(Method::PATCH, &path, &rename)
        .await
        .refused(409, taken, None);
    for (body, message) in [
        (
            json!({ "name": "x" }),
            "Payload validation error: 'Missing required property: supported_triggers'.",
        ),
        (
            json!({ "name": "x", "supported_triggers": [{ "id": "post-login" }], "status": "built" }),
            "Payload validation error: 'Additional properties not allowed: status'.",
        ),
    ] {
        app.write(Method::POST, ACTIONS, &body)
            .await
            .refused(400, message, Some("invalid_body"));
    }
    let test = app
        .write(
            Method::POST,
            &format!("{path}/test"),
            &json!({ "payload": {} }),
        )
        .await;
    assert_eq!(test.json()["errorCode"], "operation_not_supported");
    let execution = app.read("/api/v2/actions/executions/01").await;
    execution.refused(404, "That execution does not exist.", None);
}

#[tokio::test]
async fn of_many_with_one_name_one_is_made() {
    let app = Arc::new(TestApp::new().await);
    let tries: Vec<_> = (0..8)
        .map(|_| {
            let app = app.clone();
            tokio::spawn(async move {
                let body = post_login("Race");
                app.write(Method::POST, ACTIONS, &body)
                    .await
                    .status
                    .as_u16()
            })
        })
        .collect();
    let mut statuses = Vec::new();
    for tried in tries {
        statuses.push(tried.await.unwrap());
    }
    statuses.sort_unstable();
    assert_eq!(statuses, [201, 409, 409, 409, 409, 409, 409, 409]);
}
