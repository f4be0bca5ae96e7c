//! Recorded exchanges with the real service, replayed: the same request gets the same status, and an answer with the same
//! members of the same types. So does reading what was made.

use std::collections::BTreeSet;

use axum::http::Method;
use ostia_server::app::management_operations;
use ostia_server::management::operation::Operation;
use serde_json::{Value, json};

use super::contract::filled;
use crate::published::{self, exceptions};
use crate::test_app::TestApp;

/// A recorded exchange, with what answers it here.
struct Replay {
    operation: Operation,
    sample: &'static Value,
}

impl Replay {
    fn all() -> Vec<Self> {
        let samples = published::samples().iter().filter(|sample| {
            let is_success = sample["status"].as_u64().is_some_and(|status| status < 300);
            is_success && sample["method"] != "GET" && sample["method"] != "DELETE"
        });
        samples.filter_map(Self::of).collect()
    }

    fn of(sample: &'static Value) -> Option<Self> {
        let path = sample["path"].as_str()?;
        let operation = management_operations().into_iter().find(|operation| {
            sample["method"] == operation.method.as_str() && is_same(operation.path, path)
        })?;
        let source = sample["src"].as_str()?;
        let is_left_out = exceptions::leave_out(&operation.method, operation.path, source);
        (!is_left_out).then_some(Self { operation, sample })
    }

    fn name(&self) -> String {
        let Operation { method, path, .. } = &self.operation;
        format!(
            "{method} {path} ({})",
            self.sample["src"].as_str().unwrap_or_default()
        )
    }

    /// What is wrong with our answer.
    async fn faults(&self) -> Vec<String> {
        let app = TestApp::new().await;
        let path = match self.path(&app).await {
            Ok(path) => path,
            Err(problem) => return vec![problem],
        };
        let Operation {
            method,
            path: template,
            ..
        } = &self.operation;
        let response = app
            .write(method.clone(), &path, &self.sample["request"])
            .await;
        if u64::from(response.status.as_u16()) != self.sample["status"].as_u64().unwrap_or_default()
        {
            return vec![format!("{} {}", response.status, response.text)];
        }
        let ours: Value = serde_json::from_str(&response.text).unwrap_or_default();
        let recorded = &self.sample["response"];
        let mut faults = lacking(recorded, &ours, "");
        if let (Some(id), true) = (
            id(&ours),
            is_served(&Method::GET, &format!("{template}/{{id}}")),
        ) {
            let read = app.read(&format!("{path}/{id}")).await.ok(200);
            let read = lacking(recorded, &read, "");
            faults.extend(read.into_iter().map(|fault| format!("read: {fault}")));
        }
        faults.retain(|fault| {
            !exceptions::allow_missing(method, template, fault.trim_start_matches("read: "))
        });
        faults
    }

    /// The path, with the id of something that a recorded request makes.
    async fn path(&self, app: &TestApp) -> Result<String, String> {
        let template = self.operation.path;
        let Some((collection, rest)) = template
            .split_once("/{id}")
            .or_else(|| template.split_once("/{themeId}"))
        else {
            return Ok(format!("/api/v2{}", filled(template)));
        };
        if let Some((strategy, part)) = of_strategy(rest) {
            let connection = provisioned(app, strategy).await;
            if self.operation.method != Method::POST || rest != part {
                let path = format!("{connection}{part}");
                app.write(Method::POST, &path, &json!({})).await.ok(201);
            }
            return Ok(format!("{connection}{}", filled(rest)));
        }
        let makings = published::samples().iter().filter(|sample| {
            sample["method"] == "POST"
                && sample["path"] == collection
                && sample["status"].as_u64().is_some_and(|status| status < 300)
        });
        let mut problem = "nothing recorded makes one".to_owned();
        for making in makings {
            let path = format!("/api/v2{collection}");
            let made = app.write(Method::POST, &path, &making["request"]).await;
            let made: Value = serde_json::from_str(&made.text).unwrap_or_default();
            match id(&made) {
                Some(id) => return Ok(format!("{path}/{id}{}", filled(rest))),
                None => problem = format!("it could not be made: {made}"),
            }
        }
        Err(problem)
    }
}

/// What connections of one strategy alone have: the strategy, and where it is.
fn of_strategy(rest: &str) -> Option<(&'static str, &'static str)> {
    let parts = [
        ("okta", "/scim-configuration"),
        ("google-apps", "/directory-provisioning"),
    ];
    parts.into_iter().find(|(_, part)| rest.starts_with(part))
}

/// A connection of a strategy. Its path.
async fn provisioned(app: &TestApp, strategy: &str) -> String {
    let options = json!({ "domain": "acme.example.com", "client_id": "c", "client_secret": "s" });
    let body = json!({ "name": "recorded", "strategy": strategy, "options": options });
    let made = app.write(Method::POST, "/api/v2/connections", &body).await;
    let id = id(&made.ok(201)).unwrap_or_default();
    format!("/api/v2/connections/{id}")
}

fn is_same(ours: &str, recorded: &str) -> bool {
    let (ours, recorded): (Vec<&str>, Vec<&str>) =
        (ours.split('/').collect(), recorded.split('/').collect());
    ours.len() == recorded.len()
        && ours
            .iter()
            .zip(recorded)
            .all(|(a, b)| *a == b || (a.starts_with('{') && b.starts_with('{')))
}

fn is_served(method: &Method, path: &str) -> bool {
    management_operations()
        .iter()
        .any(|operation| operation.method == *method && is_same(operation.path, path))
}

fn id(made: &Value) -> Option<String> {
    let names = ["user_id", "client_id", "themeId", "id"];
    // A client grant names a client, too.
    let id = names
        .iter()
        .rev()
        .find_map(|name| made.get(*name)?.as_str())?;
    Some(url::form_urlencoded::byte_serialize(id.as_bytes()).collect())
}

/// Which recorded members ours lacks, or has with another type.
fn lacking(recorded: &Value, ours: &Value, place: &str) -> Vec<String> {
    match (recorded, ours) {
        (Value::Object(recorded), Value::Object(ours)) => recorded
            .iter()
            .filter(|(_, value)| !value.is_null())
            .flat_map(|(name, value)| {
                let place = format!("{place}.{name}");
                match ours.get(name) {
                    Some(ours) => lacking(value, ours, &place),
                    None => vec![format!("{place} is missing")],
                }
            })
            .collect(),
        (Value::Array(recorded), Value::Array(ours)) => match (recorded.first(), ours.first()) {
            (Some(recorded), Some(ours)) => lacking(recorded, ours, &format!("{place}[]")),
            _ => Vec::new(),
        },
        (_, Value::Null) | (Value::Null, _) => Vec::new(),
        _ if std::mem::discriminant(recorded) == std::mem::discriminant(ours) => Vec::new(),
        _ => vec![format!("{place} is {ours}, recorded is {recorded}")],
    }
}

#[tokio::test]
async fn what_was_recorded_is_answered_alike() {
    let mut bad = Vec::new();
    let mut operations = BTreeSet::new();
    let replays = Replay::all();
    for replay in &replays {
        operations.insert(format!(
            "{} {}",
            replay.operation.method, replay.operation.path
        ));
        let faults = replay.faults().await;
        if !faults.is_empty() {
            bad.push(format!("{}: {}", replay.name(), faults.join("; ")));
        }
    }
    assert!(
        bad.is_empty(),
        "{} of {} differ:\n{}",
        bad.len(),
        replays.len(),
        bad.join("\n")
    );
    assert!(
        replays.is_empty() || operations.len() > 40,
        "{operations:?}"
    );
}
