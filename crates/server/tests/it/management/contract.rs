//! What holds for every operation of the Management API, driven from the table that serves them.

use axum::http::Method;
use ostia_protocol::auth0::scopes::ManagementScope;
use ostia_server::app::management_operations;
use ostia_server::management::operation::{Operation, Scopes};

use crate::test_app::{TestApp, TestRequest};

fn request(operation: &Operation, app: &TestApp) -> TestRequest {
    let path = filled(operation.path);
    app.request(operation.method.clone(), &format!("/api/v2{path}"))
}

fn name(operation: &Operation) -> String {
    format!("{} {}", operation.method, operation.path)
}

/// The type of the body that the operation reads, where it is of one type.
fn body_type(operation: &Operation) -> Option<String> {
    let body = operation.body.as_ref()?.schema().to_openapi();
    body["type"].as_str().map(str::to_owned)
}

/// The path with something in the place of each parameter.
pub fn filled(path: &str) -> String {
    let segments: Vec<&str> = path
        .split('/')
        .map(|segment| match segment {
            "{prompt}" | "{screen}" => "login",
            "{language}" => "en",
            "{page}" => "get-started",
            "{templateName}" => "verify_email",
            "{name}" => "otp",
            "{triggerId}" => "post-login",
            "{user_id}" => "auth0%7Csome-id",
            _ if segment.starts_with('{') && path.starts_with("/users/") => "auth0%7Csome-id",
            "{id}" if path.starts_with("/event-streams/") => "est_1111111111111111111111",
            "{id}" if path.starts_with("/network-acls/") => "acl_1111111111111111111111",
            _ if segment.starts_with('{') => "some-id",
            _ => segment,
        })
        .collect();
    segments.join("/")
}

#[test]
fn no_operation_is_declared_twice_or_open_to_all() {
    let mut names: Vec<String> = Vec::new();
    for operation in management_operations() {
        let (Scopes::AnyOf(scopes) | Scopes::AllOf(scopes)) = operation.scopes;
        let name = name(&operation);
        assert!(!scopes.is_empty(), "{name} needs scopes");
        assert!(!names.contains(&name), "{name} is declared twice");
        names.push(name);
    }
    assert!(names.len() > 150, "the table is whole: {}", names.len());
}

#[tokio::test]
async fn without_a_token() {
    let app = TestApp::new().await;
    for operation in management_operations() {
        let response = request(&operation, &app).send().await;
        assert_eq!(response.status, 401, "{}", name(&operation));
        let body = response.json();
        assert_eq!(
            body["message"],
            "Missing authentication",
            "{}",
            name(&operation)
        );
        assert_eq!(
            body["attributes"]["error"],
            "Missing authentication",
            "{}",
            name(&operation)
        );
        let basic = request(&operation, &app)
            .header("authorization", "Basic YTpi")
            .send()
            .await;
        basic.refused(400, "Bad HTTP authentication header format", Some("Bearer"));
    }
}

#[tokio::test]
async fn with_a_token_that_holds_other_scopes() {
    let app = TestApp::new().await;
    for operation in management_operations() {
        let (Scopes::AnyOf(scopes) | Scopes::AllOf(scopes)) = operation.scopes;
        let others: Vec<ManagementScope> = ManagementScope::all()
            .iter()
            .copied()
            .filter(|scope| !scopes.contains(scope))
            .collect();
        let mut request = request(&operation, &app).bearer(&app.management_token(&others).await);
        if operation.body.is_some() {
            request = request.json(&serde_json::json!({}));
        }
        let names: Vec<&str> = scopes.iter().map(|scope| scope.as_str()).collect();
        let message = format!("Insufficient scope, expected any of: {}", names.join(","));
        request
            .send()
            .await
            .refused(403, &message, Some("insufficient_scope"));
    }
}

#[tokio::test]
async fn with_another_tenants_token() {
    let app = TestApp::new().await;
    let token = app.other_tenant().await.admin_token().await;
    for operation in management_operations() {
        let response = request(&operation, &app).bearer(&token).send().await;
        assert_eq!(
            response.status,
            401,
            "{}: {}",
            name(&operation),
            response.text
        );
    }
}

#[tokio::test]
async fn with_a_body_that_is_too_large() {
    let app = TestApp::new().await;
    let token = app.admin_token().await;
    let body = format!("{{\"a\":\"{}\"}}", "x".repeat(1024 * 1024));
    for operation in management_operations() {
        if operation.body.is_none() {
            continue;
        }
        let request = request(&operation, &app)
            .bearer(&token)
            .raw("application/json", body.clone());
        request.send().await.refused(
            413,
            "Payload content length greater than maximum allowed: 1048576",
            None,
        );
    }
}

#[tokio::test]
async fn with_a_body_that_is_no_honest_json() {
    let app = TestApp::new().await;
    let token = app.admin_token().await;
    let malformed = "Invalid request payload JSON format";
    let deep = format!("{{\"a\":{}{}}}", "[".repeat(40), "]".repeat(40));
    let bottomless = "[".repeat(500_000);
    for operation in management_operations() {
        if body_type(&operation).as_deref() != Some("object") {
            continue;
        }
        for (body, message) in [
            ("{\"a\":", malformed.to_owned()),
            ("a=b", malformed.to_owned()),
            ("{} {}", malformed.to_owned()),
            (
                deep.as_str(),
                format!("{malformed}: nested deeper than 32 levels"),
            ),
            (
                bottomless.as_str(),
                format!("{malformed}: nested deeper than 32 levels"),
            ),
            (
                "{\"a\":1,\"a\":2}",
                format!("{malformed}: the property a occurs more than once"),
            ),
            (
                "{\"a\":\"\\u0000\"}",
                format!("{malformed}: the character U+0000 occurs in a string"),
            ),
            (
                "[]",
                "Payload validation error: 'Expected type object but found type array'.".to_owned(),
            ),
            (
                "",
                "Payload validation error: 'Expected type object but found type null'.".to_owned(),
            ),
        ] {
            let is_required = operation.body.as_ref().is_some_and(|body| body.is_required);
            if body.is_empty() && !is_required {
                continue;
            }
            let request = request(&operation, &app)
                .bearer(&token)
                .raw("application/json", body.to_owned());
            let response = request.send().await;
            assert_eq!(
                response.status,
                400,
                "{} {}",
                name(&operation),
                response.text
            );
            response.refused(400, &message, Some("invalid_body"));
        }
        let form = request(&operation, &app)
            .bearer(&token)
            .raw("text/plain", "{}")
            .send()
            .await;
        form.refused(415, "Unsupported Media Type", None);
    }
}

#[tokio::test]
async fn with_another_method() {
    let app = TestApp::new().await;
    let token = app.admin_token().await;
    for operation in management_operations() {
        let path = filled(operation.path);
        let response = app
            .request(Method::TRACE, &format!("/api/v2{path}"))
            .bearer(&token)
            .send()
            .await;
        response.refused(405, "Method Not Allowed", None);
    }
}
