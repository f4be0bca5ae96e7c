//! Requests that the published description forbids are refused, by every operation that it describes.

use ostia_server::app::management_operations;
use serde_json::{Value, json};

use super::contract::filled;
use crate::published::{self, exceptions, schema::resolved};
use crate::test_app::TestApp;

/// A value of another type than the schema's, where it has one type.
fn of_another_type(schema: &Value) -> Option<Value> {
    let schema = resolved(schema);
    match schema["type"].as_str()? {
        "string" | "object" => Some(json!(1)),
        "boolean" => Some(json!("yes")),
        "integer" | "number" => Some(json!("one")),
        "array" => Some(json!("several")),
        _ => None,
    }
}

/// Bodies that are wrong, each with the member that is.
fn wrong(schema: &Value) -> Vec<(String, Value, &'static str)> {
    let mut bodies = Vec::new();
    if schema["additionalProperties"] == json!(false) {
        let name = "nobody_knows_this".to_owned();
        bodies.push((
            name.clone(),
            json!({ name: 1 }),
            "Additional properties not allowed",
        ));
    }
    for name in schema["required"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
    {
        bodies.push((name.to_owned(), json!({}), "Missing required property"));
    }
    for (name, member) in schema["properties"].as_object().into_iter().flatten() {
        if let Some(value) = of_another_type(member) {
            bodies.push((name.clone(), json!({ name: value }), "Expected type"));
        }
    }
    bodies
}

#[tokio::test]
async fn what_the_description_forbids() {
    let app = TestApp::new().await;
    let token = app.admin_token().await;
    let mut accepted = Vec::new();
    let mut count = 0;
    for operation in management_operations() {
        let Some((_, described)) = published::operation(&operation.method, operation.path) else {
            continue;
        };
        let Some(schema) = described.pointer("/requestBody/content/application~1json/schema")
        else {
            continue;
        };
        for (member, body, reason) in wrong(resolved(schema)) {
            if exceptions::allow_request(&operation.method, operation.path, &member) {
                continue;
            }
            let path = format!("/api/v2{}", filled(operation.path));
            let request = app.request(operation.method.clone(), &path).bearer(&token);
            let response = request.json(&body).send().await;
            let is_said = response.text.contains(reason) && response.text.contains(&member);
            if response.status != 400 || !is_said {
                accepted.push(format!(
                    "{} {} {body}: {} {}",
                    operation.method, operation.path, response.status, response.text
                ));
            }
            count += 1;
        }
    }
    assert!(
        accepted.is_empty(),
        "{} of {count}:\n{}",
        accepted.len(),
        accepted.join("\n")
    );
}
