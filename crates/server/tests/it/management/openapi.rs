//! `/api/v2/openapi.json`.

use std::collections::HashSet;

use ostia_server::app::management_operations;
use serde_json::{Value, json};

use crate::test_app::TestApp;

async fn document() -> Value {
    let app = TestApp::new().await;
    app.get("/api/v2/openapi.json").send().await.ok(200)
}

#[tokio::test]
async fn everybody_may_read_it() {
    let app = TestApp::new().await;
    let response = app.get("/api/v2/openapi.json").send().await;
    assert_eq!(response.ok(200)["openapi"], "3.1.0");
    assert_eq!(
        response.header("content-type"),
        "application/json; charset=utf-8"
    );
    assert_eq!(response.header("access-control-allow-origin"), "*");
}

#[tokio::test]
async fn it_has_every_operation_and_no_other() {
    let document = document().await;
    let mut ids = HashSet::new();
    let mut count = 0;
    for operation in management_operations() {
        let method = operation.method.as_str().to_ascii_lowercase();
        let described = &document["paths"][operation.path][&method];
        assert_eq!(
            described["summary"],
            json!(operation.summary),
            "{}",
            operation.path
        );
        let id = described["operationId"].as_str().unwrap();
        assert!(ids.insert(id.to_owned()), "{id} is there twice");
        assert_eq!(
            described.get("requestBody").is_some(),
            operation.body.is_some(),
            "{id}"
        );
        let parameters = described["parameters"].as_array().unwrap();
        let in_path = parameters
            .iter()
            .filter(|parameter| parameter["in"] == "path")
            .count();
        assert_eq!(in_path, operation.path.matches('{').count(), "{id}");
        count += 1;
    }
    let paths = document["paths"].as_object().unwrap();
    let described: usize = paths
        .values()
        .map(|path| path.as_object().unwrap().len())
        .sum();
    assert_eq!(described, count);
}

#[tokio::test]
async fn what_it_refers_to_is_there() {
    fn check(part: &Value, document: &Value) {
        match part {
            Value::Object(members) => {
                if let Some(Value::String(reference)) = members.get("$ref") {
                    let pointer = reference.strip_prefix('#').expect("within the document");
                    assert!(document.pointer(pointer).is_some(), "{reference}");
                }
                members.values().for_each(|member| check(member, document));
            }
            Value::Array(items) => items.iter().for_each(|item| check(item, document)),
            _ => {}
        }
    }
    let document = document().await;
    check(&document, &document);
}

#[tokio::test]
async fn an_operation_names_its_scopes_parameters_and_body() {
    let document = document().await;
    let list = &document["paths"]["/roles"]["get"];
    assert_eq!(list["security"], json!([{ "bearer": ["read:roles"] }]));
    assert_eq!(list["tags"], json!(["Roles"]));
    assert_eq!(list["operationId"], "get_roles");
    assert_eq!(list["x-ostia-effect"], "works");
    let per_page = list["parameters"].as_array().unwrap().iter();
    let per_page = per_page.filter(|parameter| parameter["name"] == "per_page");
    assert_eq!(per_page.count(), 1);

    let create = &document["paths"]["/roles"]["post"];
    let schema = &create["requestBody"]["content"]["application/json"]["schema"];
    assert_eq!(schema["required"], json!(["name"]));
    assert_eq!(schema["additionalProperties"], json!(false));
    assert!(create["responses"]["200"].is_object());
    assert_eq!(
        create["responses"]["403"],
        json!({ "$ref": "#/components/responses/403" })
    );

    // Any one of several scopes are alternatives; all of several are one.
    let read = &document["paths"]["/users/{id}"]["get"];
    assert_eq!(
        read["security"],
        json!([
            { "bearer": ["read:users"] },
            { "bearer": ["read:user_idp_tokens"] },
            { "bearer": ["read:current_user"] }
        ])
    );
    let rotate = &document["paths"]["/keys/signing/rotate"]["post"];
    assert_eq!(
        rotate["security"],
        json!([{ "bearer": ["create:signing_keys", "update:signing_keys"] }])
    );
}
