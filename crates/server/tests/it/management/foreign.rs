//! One tenant can't reach another's: every operation is called with the ids of things of another tenant.

use std::collections::{BTreeMap, BTreeSet};

use axum::http::{Method, StatusCode};
use ostia_server::app::management_operations;
use ostia_server::management::operation::Operation;
use serde_json::{Value, json};

use super::contract::filled;
use crate::published;
use crate::test_app::TestApp;

/// Stands in everything that the other tenant has.
const MARKER: &str = "of-the-other-tenant";

/// Members that name what was made.
const IDS: [&str; 6] = ["id", "client_id", "user_id", "themeId", "kid", "name"];

/// Something of each noun that most depends on.
fn seeds() -> Vec<(&'static str, Value)> {
    vec![
        ("/clients", json!({ "name": MARKER })),
        (
            "/connections",
            json!({ "name": MARKER, "strategy": "auth0" }),
        ),
        (
            "/resource-servers",
            json!({ "name": MARKER, "identifier": MARKER }),
        ),
        ("/roles", json!({ "name": MARKER, "description": MARKER })),
        (
            "/users",
            json!({
                "connection": "Username-Password-Authentication", "email": "of-the-other-tenant@example.com",
                "name": MARKER, "password": "Correct-Horse-9"
            }),
        ),
    ]
}

/// The ids of the other tenant's things by the noun that leads the path.
type Ids = BTreeMap<String, BTreeSet<String>>;

/// Makes something of everything: what is declared above, and whatever recorded requests make.
async fn furnish(app: &TestApp) -> Ids {
    let mut ids = Ids::new();
    let creating: BTreeSet<&str> = management_operations()
        .iter()
        .filter(|operation| operation.method == Method::POST && !operation.path.contains('{'))
        .map(|operation| operation.path)
        .collect();
    let recorded = published::samples().iter().filter_map(|sample| {
        let path = creating.get(sample["path"].as_str()?)?;
        let is_success = sample["status"].as_u64()? < 300 && sample["method"] == "POST";
        is_success.then(|| (*path, sample["request"].clone()))
    });
    for (path, body) in seeds().into_iter().chain(recorded) {
        let made = app
            .write(Method::POST, &format!("/api/v2{path}"), &body)
            .await;
        let Ok(Value::Object(members)) = serde_json::from_str(&made.text) else {
            continue;
        };
        let found = IDS.iter().filter_map(|name| members.get(*name)?.as_str());
        if made.status.is_success() {
            ids.entry(noun(path))
                .or_default()
                .extend(found.map(str::to_owned));
        }
    }
    ids
}

fn noun(path: &str) -> String {
    path.split('/').nth(1).unwrap_or_default().to_owned()
}

/// Everything that can be read of a tenant without knowing more.
async fn everything(app: &TestApp) -> BTreeMap<&'static str, String> {
    let token = app.admin_token().await;
    let mut all = BTreeMap::new();
    for operation in management_operations() {
        let is_list = operation.method == Method::GET && !operation.path.contains('{');
        // These tell of calls, and calling is what this test does.
        if is_list && !["logs", "stats"].contains(&noun(operation.path).as_str()) {
            let path = format!("/api/v2{}", operation.path);
            let response = app.get(&path).bearer(&token).send().await;
            all.insert(operation.path, response.text);
        }
    }
    all
}

/// The path with a foreign id in the place of the first segment that varies, and of all that follow.
fn with_id(operation: &Operation, id: &str) -> String {
    let named = filled(operation.path);
    let id: String = url::form_urlencoded::byte_serialize(id.as_bytes()).collect();
    let segments = operation.path.split('/').zip(named.split('/'));
    let segments: Vec<&str> = segments
        .map(|(template, value)| match value {
            "some-id" | "auth0%7Csome-id" if template.starts_with('{') => id.as_str(),
            value => value,
        })
        .collect();
    segments.join("/")
}

/// A recorded body of the operation, so that the id is what is wrong with the request.
fn body(operation: &Operation) -> Value {
    let of_operation = published::samples().iter().find(|sample| {
        let path = sample["path"].as_str().unwrap_or_default();
        let is_same = published::best(std::iter::once(operation.path), path).is_some();
        is_same && sample["method"] == operation.method.as_str() && sample["request"].is_object()
    });
    of_operation.map_or_else(|| json!({}), |sample| sample["request"].clone())
}

#[tokio::test]
async fn what_another_tenant_has_is_out_of_reach() {
    let app = TestApp::new().await;
    let other = app.other_tenant().await;
    let ids = furnish(&other).await;
    assert!(
        seeds()
            .iter()
            .all(|(path, _)| ids.contains_key(&noun(path))),
        "{ids:?}"
    );
    let before = everything(&other).await;
    let ours = everything(&app).await;

    let token = app.admin_token().await;
    for operation in management_operations() {
        if with_id(&operation, "a") == operation.path {
            continue;
        }
        for id in ids.get(&noun(operation.path)).into_iter().flatten() {
            let path = format!("/api/v2{}", with_id(&operation, id));
            let mut request = app.request(operation.method.clone(), &path).bearer(&token);
            if operation.body.is_some() {
                request = request.json(&body(&operation));
            }
            let response = request.send().await;
            let name = format!(
                "{} {path}: {} {}",
                operation.method, response.status, response.text
            );
            assert!(!response.status.is_server_error(), "{name}");
            assert!(
                !response.text.contains(MARKER) || response.text.contains(id),
                "{name}"
            );
            // Deleting what isn't there is done already, for some.
            let may_be_done =
                operation.method == Method::DELETE || response.status == StatusCode::ACCEPTED;
            if response.status.is_success() && !may_be_done {
                assert!(!response.text.contains(id.as_str()), "{name}");
            }
        }
    }

    assert_eq!(everything(&other).await, before);
    for (path, text) in everything(&app).await {
        assert!(!text.contains(MARKER), "{path}: {text}");
        assert_eq!(Some(&text), ours.get(path), "{path}");
    }
}
