//! What a call of the Management API leaves behind.

use axum::http::Method;
use ostia_identity::logs::why;
use ostia_protocol::auth0::scopes::ManagementScope;
use ostia_server::app::management_operations;
use serde_json::{Map, Value, json};

use crate::test_app::{ADMIN_CLIENT, TestApp};

#[tokio::test]
async fn every_answer_says_how_fast_clients_may_go() {
    let app = TestApp::new().await;
    let response = app
        .get("/api/v2/tenants/settings")
        .bearer(&app.admin_token().await)
        .send()
        .await;
    response.ok(200);
    for name in [
        "x-ratelimit-limit",
        "x-ratelimit-remaining",
        "x-ratelimit-reset",
    ] {
        assert!(response.header(name).parse::<i64>().unwrap() > 0, "{name}");
    }
}

#[tokio::test]
async fn a_change_is_logged_with_who_made_it_what_was_sent_and_what_came_of_it() {
    let app = TestApp::new().await;
    let token = app
        .management_token(&[ManagementScope::UpdateTenantSettings])
        .await;
    app.patch("/api/v2/tenants/settings")
        .bearer(&token)
        .json(&json!({ "friendly_name": "Acme" }))
        .send()
        .await
        .ok(200);
    let entry = app.entry("sapi").await;
    assert_eq!(entry["client_id"], json!(ADMIN_CLIENT));
    assert_eq!(entry["client_name"], json!("Admin"));
    let request = &entry["details"]["request"];
    assert_eq!(request["method"], json!("patch"));
    assert_eq!(request["path"], json!("/api/v2/tenants/settings"));
    assert_eq!(request["body"], json!({ "friendly_name": "Acme" }));
    assert_eq!(request["channel"], json!("api"));
    assert_eq!(
        request["auth"]["credentials"]["scopes"],
        json!(["update:tenant_settings"])
    );
    let response = &entry["details"]["response"];
    assert_eq!(response["statusCode"], json!(200));
    assert_eq!(response["body"]["friendly_name"], json!("Acme"));
    let operations = management_operations();
    let operation = operations.iter().find(|operation| {
        operation.method == Method::PATCH && operation.path == "/tenants/settings"
    });
    assert_eq!(entry["description"], json!(operation.unwrap().summary));
}

#[tokio::test]
async fn a_change_is_logged_with_what_was_there_before_as_its_caller_could_read_it() {
    let app = TestApp::new().await;
    let made = app
        .write(Method::POST, "/api/v2/clients", &json!({ "name": "Old" }))
        .await
        .ok(201);
    let created = app.entry("sapi").await;
    assert_eq!(created["details"].get("before"), None, "{created:#}");
    let path = format!("/api/v2/clients/{}", made["client_id"].as_str().unwrap());
    let secret = made["client_secret"].as_str().unwrap();

    app.advance(1);
    let change = json!({ "name": "New" });
    app.write(Method::PATCH, &path, &change).await.ok(200);
    let entry = app.entry("sapi").await;
    let (before, after) = (
        &entry["details"]["before"],
        &entry["details"]["response"]["body"],
    );
    assert_eq!(
        (&before["name"], &after["name"]),
        (&json!("Old"), &json!("New"))
    );
    assert_eq!(entry["details"]["request"]["body"], change);
    assert_eq!(entry["description"], json!("Change an application"));
    assert_eq!(entry["details"].get("accessedSecrets"), None);
    assert!(!json!(app.entries().await).to_string().contains(secret));

    // Whoever may not read it leaves what they sent, and what came of it.
    app.advance(1);
    let blind = app
        .management_token(&[ManagementScope::UpdateClients])
        .await;
    app.patch(&path)
        .bearer(&blind)
        .json(&json!({ "name": "Newer" }))
        .send()
        .await
        .ok(200);
    let entry = app.entry("sapi").await;
    assert_eq!(entry["details"].get("before"), None, "{entry:#}");

    app.advance(1);
    app.remove(&path).await.ok(204);
    let entry = app.entry("sapi").await;
    assert_eq!(entry["details"]["before"]["name"], json!("Newer"));

    // What the query names, and nobody else's.
    app.advance(1);
    app.remove("/api/v2/user-blocks?identifier=ada%40example.com")
        .await
        .ok(204);
    let entry = app.entry("sapi").await;
    assert_eq!(entry["details"]["before"], json!({ "blocked_for": [] }));

    // A refusal changes nothing, so there is no before.
    app.advance(1);
    app.write(
        Method::PATCH,
        "/api/v2/tenants/settings",
        &json!({ "friendly_name": 1 }),
    )
    .await
    .ok(400);
    let entry = app.entry("fapi").await;
    assert_eq!(entry["details"].get("before"), None, "{entry:#}");
}

#[tokio::test]
async fn a_refusal_is_logged_and_explained_unless_it_is_a_strangers() {
    let app = TestApp::new().await;
    let token = app.management_token(&[ManagementScope::ReadUsers]).await;
    let refused = app.get("/api/v2/clients").bearer(&token).send().await;
    refused.ok(403);
    let entry = app.entry("fapi").await;
    assert_eq!(entry["details"]["response"]["statusCode"], json!(403));
    let id = refused.header("x-correlation-id");
    let found = why::of_request(id, &app.context()).await.unwrap();
    let explanation = found[0].1.unwrap();
    assert!(
        explanation.rule.contains("none of the scopes"),
        "{explanation:?}"
    );

    // Of entries of one millisecond, none is the later one.
    app.advance(1);
    app.write(Method::POST, "/api/v2/roles", &json!({ "name": 1 }))
        .await
        .ok(400);
    let entry = app.entry("fapi").await;
    let message = entry["details"]["response"]["body"]["message"].as_str();
    assert!(message.unwrap().contains("Expected type string"), "{entry}");

    let before = app.entries().await.len();
    app.get("/api/v2/clients").send().await.ok(401);
    app.post("/api/v2/clients")
        .bearer("a.b.c")
        .send()
        .await
        .ok(401);
    app.read("/api/v2/clients/nobody").await.ok(404);
    assert_eq!(app.entries().await.len(), before, "nobody fills the log");
}

#[tokio::test]
async fn reading_secrets_is_logged_without_them() {
    let app = TestApp::new().await;
    let made = app
        .write(
            Method::POST,
            "/api/v2/clients",
            &json!({ "name": "Reader" }),
        )
        .await
        .ok(201);
    let path = format!("/api/v2/clients/{}", made["client_id"].as_str().unwrap());
    let secret = made["client_secret"].as_str().unwrap();
    app.read(&path).await.ok(200);
    let entry = app.entry("mgmt_api_read").await;
    assert_eq!(
        entry["details"]["accessedSecrets"],
        json!(["client_secret"])
    );
    assert_eq!(entry["details"]["request"]["path"], json!(path));
    assert_eq!(
        entry["details"]["response"]["body"]["client_secret"],
        json!("*****")
    );
    let log = json!(app.entries().await).to_string();
    assert!(!log.contains(secret), "{log}");
}

/// What stands in for every secret.
const CANARY: &str = "canary-0c7f2e";

/// The members whose texts are secrets, over all of upstream's description.
const SECRET_MEMBERS: &[&str] = &[
    "access_key",
    "accessKeyId",
    "secretAccessKey",
    "api_key",
    "api_secret_key",
    "app_secret",
    "auth_token",
    "aws_secret_access_key",
    "client_secret",
    "clientSecret",
    "connectionString",
    "datadogApiKey",
    "httpAuthorization",
    "ikey",
    "mixpanelServiceAccountPassword",
    "p12",
    "password",
    "private_key",
    "secret",
    "segmentWriteKey",
    "server_credentials",
    "server_key",
    "skey",
    "smtp_pass",
    "splunkToken",
    "sumoSourceAddress",
    "token",
    "totp_secret",
    "twilio_token",
    "webhook_token",
    "wrapped_key",
];

/// A body of the schema's shape, with the canary as every secret. Whether it is accepted doesn't matter: what is refused
/// is logged as well.
fn baited(schema: &Value, name: &str, depth: usize) -> Value {
    if depth > 6 {
        return json!(null);
    }
    for choice in ["anyOf", "oneOf", "allOf"] {
        if let Some(first) = schema
            .get(choice)
            .and_then(Value::as_array)
            .and_then(|all| all.first())
        {
            return baited(first, name, depth + 1);
        }
    }
    if let Some(first) = schema["enum"].as_array().and_then(|values| values.first()) {
        return first.clone();
    }
    let kind = match &schema["type"] {
        Value::Array(kinds) => kinds.first().and_then(Value::as_str).unwrap_or("string"),
        kind => kind.as_str().unwrap_or("object"),
    };
    match kind {
        "object" => {
            let members = schema["properties"].as_object().into_iter().flatten();
            let filled =
                members.map(|(name, schema)| (name.clone(), baited(schema, name, depth + 1)));
            let mut object: Map<String, Value> = filled.collect();
            if schema["additionalProperties"].is_object() {
                let inner = baited(&schema["additionalProperties"], name, depth + 1);
                object.insert("any".to_owned(), inner);
            }
            Value::Object(object)
        }
        "array" => json!([baited(&schema["items"], name, depth + 1)]),
        "boolean" => json!(true),
        "integer" | "number" => json!(1),
        _ if SECRET_MEMBERS.contains(&name) => json!(CANARY),
        _ => json!("x"),
    }
}

#[tokio::test]
async fn no_secret_that_any_operation_is_sent_reaches_the_log() {
    let app = TestApp::new().await;
    let token = app.admin_token().await;
    let mut baits = 0;
    for operation in management_operations() {
        let Some(body) = &operation.body else {
            continue;
        };
        let bait = baited(&body.schema().to_openapi(), "", 0);
        baits += usize::from(bait.to_string().contains(CANARY));
        let path = operation.path.replace(['{', '}'], "");
        app.request(operation.method.clone(), &format!("/api/v2{path}"))
            .bearer(&token)
            .json(&bait)
            .send()
            .await;
    }
    assert!(baits > 10, "{baits} operations were sent a secret");
    // What no schema names: settings that are open, and secrets under names of the caller's choice.
    let options = json!({
        "client_id": "x", "client_secret": CANARY, "twilio_token": CANARY, "api_key": CANARY,
        "configuration": { "ANYTHING": CANARY }, "signing_key": { "cert": "c", "key": CANARY },
        "decryptionKey": { "key": CANARY }, "gateway_authentication": { "secret": CANARY },
    });
    for (method, path, body) in [
        (
            Method::POST,
            "/connections",
            json!({ "name": "bait", "strategy": "oidc", "options": options }),
        ),
        (
            Method::PATCH,
            "/connections/con_0000000000000000",
            json!({ "options": options }),
        ),
        (
            Method::POST,
            "/hooks/some-id/secrets",
            json!({ "ANYTHING": CANARY }),
        ),
        (
            Method::PUT,
            "/rules-configs/ANYTHING",
            json!({ "value": CANARY }),
        ),
        (
            Method::POST,
            "/actions/actions",
            json!({ "secrets": [{ "name": "A", "value": CANARY }] }),
        ),
        (
            Method::POST,
            "/flows/vault/connections",
            json!({ "setup": { "anything": CANARY } }),
        ),
        (
            Method::POST,
            "/users",
            json!({ "connection": "x", "password": CANARY, "email": "a@b.test" }),
        ),
        (
            Method::PATCH,
            "/users/auth0%7Cx",
            json!({ "password": CANARY }),
        ),
    ] {
        app.write(method, &format!("/api/v2{path}"), &body).await;
    }
    let entries = app.entries().await;
    assert!(entries.len() > 50, "{}", entries.len());
    for entry in &entries {
        assert!(!entry.to_string().contains(CANARY), "{entry:#}");
    }
}
