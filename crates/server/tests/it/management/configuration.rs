//! What the deploy tools write and no other test is about: one recorded life for each resource, and what is refused.

use axum::http::Method;
use serde_json::{Value, json};

use crate::test_app::{TestApp, TestResponse};

const AT: &str = "2026-01-01T00:00:00.000Z";

async fn write(app: &TestApp, method: Method, path: &str, body: &Value) -> TestResponse {
    app.write(method, &format!("/api/v2{path}"), body).await
}

async fn read(app: &TestApp, path: &str) -> TestResponse {
    app.read(&format!("/api/v2{path}")).await
}

async fn remove(app: &TestApp, path: &str) -> TestResponse {
    app.remove(&format!("/api/v2{path}")).await
}

/// Makes a thing, compares it with what is expected but for the id, and gives that.
#[track_caller]
fn id_of(made: &Value, expected: Value) -> String {
    let id = made["id"].as_str().unwrap().to_owned();
    let mut expected = expected;
    expected["id"] = json!(id);
    assert_eq!(*made, expected);
    id
}

#[tokio::test]
async fn rules() {
    let app = TestApp::new().await;
    let script = "function (user, context, callback) { callback(null, user, context); }";
    // The deploy tool sends the stage back when it creates a rule.
    let body = json!({ "name": "test-rule", "script": script, "enabled": false, "stage": "login_success" });
    let made = write(&app, Method::POST, "/rules", &body).await.ok(201);
    let id = id_of(
        &made,
        json!({ "enabled": false, "script": script, "name": "test-rule", "order": 1, "stage": "login_success" }),
    );
    assert!(id.starts_with("rul_"));
    let path = format!("/rules/{id}");
    let exists = "A rule with the same name already exists.";
    write(&app, Method::POST, "/rules", &body)
        .await
        .refused(409, exists, None);
    let other = json!({ "name": "other", "script": script, "order": 1 });
    let same_order = "A rule with the same order already exists.";
    write(&app, Method::POST, "/rules", &other)
        .await
        .refused(409, same_order, None);
    let first = json!({ "name": "first", "script": script, "order": 0 });
    write(&app, Method::POST, "/rules", &first).await.ok(201);

    let all = read(&app, "/rules?page=0&per_page=100&include_totals=true")
        .await
        .ok(200);
    assert_eq!(
        (&all["total"], &all["start"], &all["limit"]),
        (&json!(2), &json!(0), &json!(100))
    );
    assert_eq!(
        (&all["rules"][0]["name"], &all["rules"][1]["name"]),
        (&json!("first"), &json!("test-rule"))
    );
    let names = read(&app, "/rules?enabled=false&fields=name").await.ok(200);
    assert_eq!(names, json!([{ "name": "test-rule" }]));
    assert_eq!(
        read(&app, "/rules?page=7&per_page=5").await.ok(200),
        json!([])
    );

    let changed = write(
        &app,
        Method::PATCH,
        &path,
        &json!({ "order": 5, "enabled": true }),
    )
    .await
    .ok(200);
    assert_eq!(
        (&changed["order"], &changed["enabled"]),
        (&json!(5), &json!(true))
    );
    assert_eq!(
        read(&app, &format!("{path}?fields=script&include_fields=false"))
            .await
            .ok(200)
            .get("script"),
        None
    );
    let other = app.other_tenant().await;
    assert_eq!(read(&other, &path).await.status, 404);
    assert_eq!(remove(&other, &path).await.status, 204);
    assert_eq!(read(&app, &path).await.status, 200);
    assert_eq!(remove(&app, &path).await.status, 204);
    read(&app, &path)
        .await
        .refused(404, "The rule does not exist", Some("inexistent_rule"));
}

#[tokio::test]
async fn configurations_of_rules() {
    let app = TestApp::new().await;
    let set = write(
        &app,
        Method::PUT,
        "/rules-configs/foo",
        &json!({ "value": "bar" }),
    )
    .await
    .ok(200);
    assert_eq!(set, json!({ "key": "foo", "value": "bar" }));
    assert_eq!(
        read(&app, "/rules-configs").await.ok(200),
        json!([{ "key": "foo" }])
    );
    for _ in 0..2 {
        assert_eq!(remove(&app, "/rules-configs/foo").await.status, 204);
    }
    assert_eq!(read(&app, "/rules-configs").await.ok(200), json!([]));
}

#[tokio::test]
async fn hooks() {
    let app = TestApp::new().await;
    let script = "function (user, context, callback) { callback(null, { user }); }";
    let body = json!({ "name": "pre-user-reg-hook", "script": script, "triggerId": "pre-user-registration" });
    let made = write(&app, Method::POST, "/hooks", &body).await.ok(201);
    let id = id_of(
        &made,
        json!({
            "name": "pre-user-reg-hook", "script": script, "dependencies": {}, "triggerId": "pre-user-registration",
            "enabled": false
        }),
    );
    assert_eq!(id.len(), 26);
    let path = format!("/hooks/{id}");
    let exists = "Hook with the same name already exists.";
    write(&app, Method::POST, "/hooks", &body)
        .await
        .refused(409, exists, None);
    let change = json!({ "name": "pre-user-reg-hook", "script": script, "enabled": true });
    assert_eq!(
        write(&app, Method::PATCH, &path, &change).await.ok(200)["enabled"],
        true
    );
    let listed = read(
        &app,
        "/hooks?triggerId=pre-user-registration&enabled=true&fields=id",
    )
    .await
    .ok(200);
    assert_eq!(listed, json!([{ "id": id }]));
    assert_eq!(
        read(&app, "/hooks?triggerId=send-phone-message")
            .await
            .ok(200),
        json!([])
    );

    let secrets = format!("{path}/secrets");
    assert_eq!(read(&app, &secrets).await.ok(200), json!({}));
    let alpha = json!({ "foo": "alpha" });
    assert_eq!(
        write(&app, Method::POST, &secrets, &alpha).await.ok(201),
        json!({})
    );
    let exists = "Secret with the same name already exists.";
    write(&app, Method::POST, &secrets, &alpha)
        .await
        .refused(409, exists, None);
    write(&app, Method::PATCH, &secrets, &json!({ "foo": "gamma" }))
        .await
        .ok(201);
    assert_eq!(
        write(&app, Method::PATCH, &secrets, &json!({ "bar": "1" }))
            .await
            .status,
        404
    );
    assert_eq!(
        read(&app, &secrets).await.ok(200),
        json!({ "foo": "_VALUE_NOT_SHOWN_" })
    );
    assert!(!read(&app, &path).await.text.contains("gamma"));
    assert_eq!(
        write(&app, Method::DELETE, &secrets, &json!(["foo", "bar"]))
            .await
            .status,
        204
    );
    assert_eq!(read(&app, &secrets).await.ok(200), json!({}));

    assert_eq!(remove(&app, &path).await.status, 204);
    for answer in [
        read(&app, &path).await,
        remove(&app, &path).await,
        read(&app, &secrets).await,
    ] {
        answer.refused(404, "Error: Hook does not exist", Some("HookDoesNotExist"));
    }
}

#[tokio::test]
async fn log_streams() {
    let app = TestApp::new().await;
    let body =
        json!({ "name": "sumo", "type": "sumo", "sink": { "sumoSourceAddress": "demo.sumo.com" } });
    let made = write(&app, Method::POST, "/log-streams", &body)
        .await
        .ok(200);
    let mut expected = body.clone();
    expected["status"] = json!("active");
    let id = id_of(&made, expected.clone());
    let path = format!("/log-streams/{id}");
    assert!(id.starts_with("lst_"));
    expected["sink"]["sumoSourceAddress"] = json!("prod.sumo.com");
    expected["status"] = json!("paused");
    expected["id"] = json!(id);
    let change = json!({ "status": "paused", "sink": { "sumoSourceAddress": "prod.sumo.com" } });
    assert_eq!(
        write(&app, Method::PATCH, &path, &change).await.ok(200),
        expected
    );
    assert_eq!(read(&app, "/log-streams").await.ok(200), json!([expected]));
    let wrong = json!({ "sink": { "datadogApiKey": "x", "datadogRegion": "eu" } });
    let refused = write(&app, Method::PATCH, &path, &wrong).await;
    assert!(
        refused.ok(400)["message"]
            .as_str()
            .unwrap()
            .contains("on property sink"),
        "{}",
        refused.text
    );
    let plain =
        json!({ "name": "x", "type": "http", "sink": { "httpEndpoint": "http://example.com" } });
    assert_eq!(
        write(&app, Method::POST, "/log-streams", &plain)
            .await
            .status,
        400
    );
    assert_eq!(remove(&app, &path).await.status, 204);
    for answer in [read(&app, &path).await, remove(&app, &path).await] {
        answer.refused(404, "The log stream does not exist.", None);
    }
    // The deploy tool leaves keys out of changes, and counts on their staying.
    let body = json!({ "name": "dog", "type": "datadog", "sink": { "datadogApiKey": "key", "datadogRegion": "eu" } });
    let made = write(&app, Method::POST, "/log-streams", &body)
        .await
        .ok(200);
    let path = format!("/log-streams/{}", made["id"].as_str().unwrap());
    let change = json!({ "sink": { "datadogRegion": "us" } });
    let changed = write(&app, Method::PATCH, &path, &change).await.ok(200);
    let kept = json!({ "datadogApiKey": "key", "datadogRegion": "us" });
    assert_eq!(changed["sink"], kept);
}

#[tokio::test]
async fn token_exchange_profiles() {
    let app = TestApp::new().await;
    let action =
        json!({ "name": "Exchange", "supported_triggers": [{ "id": "custom-token-exchange" }] });
    let action = write(&app, Method::POST, "/actions/actions", &action)
        .await
        .ok(201);
    let body = json!({
        "name": "Test-Token-Exchange-Profile", "subject_token_type": "https://acme.com/cis-token",
        "action_id": action["id"], "type": "custom_authentication"
    });
    let made = write(&app, Method::POST, "/token-exchange-profiles", &body)
        .await
        .ok(201);
    let mut expected = body.clone();
    (expected["created_at"], expected["updated_at"]) = (json!(AT), json!(AT));
    let id = id_of(&made, expected);
    let again = write(&app, Method::POST, "/token-exchange-profiles", &body).await;
    assert_eq!(again.status, 409);
    let mut unknown = body.clone();
    unknown["action_id"] = json!("none");
    assert_eq!(
        write(&app, Method::POST, "/token-exchange-profiles", &unknown)
            .await
            .status,
        400
    );
    let path = format!("/token-exchange-profiles/{id}");
    let change = json!({ "name": "Updated", "subject_token_type": "https://acme.com/ping-token" });
    assert_eq!(
        write(&app, Method::PATCH, &path, &change).await.ok(200)["name"],
        "Updated"
    );
    let listed = read(&app, "/token-exchange-profiles?take=50").await.ok(200);
    assert_eq!(listed["token_exchange_profiles"][0]["id"], id);
    assert_eq!(remove(&app, &path).await.status, 204);
    read(&app, &path)
        .await
        .refused(404, "Token exchange profile not found.", None);
}

#[tokio::test]
async fn network_access_lists() {
    let app = TestApp::new().await;
    let acl = |priority: u32, action: Value| {
        json!({
            "description": "Acceptance Test", "active": true, "priority": priority,
            "rule": { "action": action, "match": { "asns": [9453] }, "scope": "tenant" }
        })
    };
    let body = acl(10, json!({ "block": true }));
    let made = write(&app, Method::POST, "/network-acls", &body)
        .await
        .ok(201);
    let mut expected = body.clone();
    (expected["created_at"], expected["updated_at"]) = (json!(AT), json!(AT));
    let id = id_of(&made, expected);
    let path = format!("/network-acls/{id}");
    let invalid = Some("invalid_body");
    let redirect = acl(11, json!({ "redirect": true }));
    write(&app, Method::POST, "/network-acls", &redirect)
        .await
        .refused(
            400,
            "Payload validation error: Action type of `redirect` requires a `redirect_uri`",
            invalid,
        );
    let mut curated = body.clone();
    curated["rule"]["match"] = json!({ "auth0_managed": ["auth0.totally_made_up"] });
    write(&app, Method::POST, "/network-acls", &curated)
        .await
        .refused(
            400,
            "Invalid curated list name(s): auth0.totally_made_up. Allowed curated list names are: \
         auth0.low_reputation, auth0.icloud_relay_proxy",
            invalid,
        );
    curated["rule"]["match"] =
        json!({ "auth0_managed": ["auth0.low_reputation", "auth0.low_reputation"] });
    write(&app, Method::POST, "/network-acls", &curated)
        .await
        .refused(
            400,
            "Payload validation error: 'Array items are not unique (indexes 0 and 1)' on property \
         rule.match.auth0_managed.",
            invalid,
        );
    let taken = "A Network ACL with this priority number has already been created.";
    write(&app, Method::POST, "/network-acls", &body)
        .await
        .refused(409, taken, None);
    let patched = write(
        &app,
        Method::PATCH,
        &path,
        &json!({ "description": "patched", "priority": 2 }),
    )
    .await;
    assert_eq!(patched.ok(200)["priority"], 2);
    let replaced = write(&app, Method::PUT, &path, &acl(3, json!({ "allow": true })))
        .await
        .ok(200);
    assert_eq!(
        (&replaced["priority"], &replaced["rule"]["action"]),
        (&json!(3), &json!({ "allow": true }))
    );
    let all = read(
        &app,
        "/network-acls?page=0&per_page=100&include_totals=true",
    )
    .await
    .ok(200);
    assert_eq!(
        (&all["total"], &all["network_acls"][0]["id"]),
        (&json!(1), &json!(id))
    );
    let malformed = "Network ACL id is not a valid ACL ID in the form 'acl_XXXXXXXXXXXXXXXXXXXXXX'";
    read(&app, "/network-acls/nonsense")
        .await
        .refused(400, malformed, Some("invalid_uri"));
    assert_eq!(
        remove(&app, &path).await.ok(200),
        json!({ "code": 204, "object": "" })
    );
    remove(&app, &path)
        .await
        .refused(404, "NetworkACL with this ID was not found", None);
}

#[tokio::test]
async fn forms() {
    let app = TestApp::new().await;
    let body = json!({ "name": "test-form", "languages": { "primary": "en" } });
    let made = write(&app, Method::POST, "/forms", &body).await.ok(201);
    let id = id_of(
        &made,
        json!({
            "name": "test-form", "languages": { "primary": "en" }, "ending": { "resume_flow": true },
            "created_at": AT, "updated_at": AT
        }),
    );
    let path = format!("/forms/{id}");
    let change = json!({ "name": "updated", "ending": null });
    let changed = write(&app, Method::PATCH, &path, &change).await.ok(200);
    assert_eq!(
        (&changed["name"], changed.get("ending")),
        (&json!("updated"), None)
    );
    let all = read(
        &app,
        "/forms?page=0&per_page=100&include_totals=true&hydrate=flow_count",
    )
    .await
    .ok(200);
    assert_eq!(
        (&all["total"], &all["forms"][0]["name"]),
        (&json!(1), &json!("updated"))
    );
    assert_eq!(remove(&app, &path).await.status, 204);
    remove(&app, &path)
        .await
        .refused(404, "Form not found", None);
}

#[tokio::test]
async fn flows_and_their_connections() {
    let app = TestApp::new().await;
    let made = write(
        &app,
        Method::POST,
        "/flows",
        &json!({ "name": "test-flow" }),
    )
    .await
    .ok(201);
    let id = id_of(
        &made,
        json!({ "name": "test-flow", "created_at": AT, "updated_at": AT }),
    );
    let executions = read(&app, &format!("/flows/{id}/executions?take=10"))
        .await
        .ok(200);
    assert_eq!(executions, json!({ "executions": [] }));
    assert_eq!(
        read(&app, &format!("/flows/{id}/executions/none"))
            .await
            .status,
        404
    );
    remove(&app, &format!("/flows/{id}/executions/none"))
        .await
        .ok(204);
    remove(&app, "/flows/af_none/executions/none").await.ok(404);
    let changed = write(
        &app,
        Method::PATCH,
        &format!("/flows/{id}"),
        &json!({ "name": "new" }),
    )
    .await;
    assert_eq!(changed.ok(200)["name"], "new");
    assert_eq!(remove(&app, &format!("/flows/{id}")).await.status, 204);
    remove(&app, &format!("/flows/{id}"))
        .await
        .refused(404, "Flow not found", None);

    let connections = "/flows/vault/connections";
    let body = json!({ "app_id": "HTTP", "name": "test-v-connection" });
    let made = write(&app, Method::POST, connections, &body).await.ok(201);
    assert_eq!(
        (&made["ready"], &made["app_id"]),
        (&json!(false), &json!("HTTP"))
    );
    let path = format!("{connections}/{}", made["id"].as_str().unwrap());
    let setup = json!({ "setup": { "type": "BEARER", "token": "tiber-mouth-4711" } });
    let changed = write(&app, Method::PATCH, &path, &setup).await;
    assert!(!changed.text.contains("tiber-mouth"), "{}", changed.text);
    assert_eq!(changed.ok(200)["ready"], true);
    assert!(!read(&app, &path).await.text.contains("tiber-mouth"));
    assert_eq!(remove(&app, &path).await.status, 204);
    remove(&app, &path)
        .await
        .refused(404, "Connection not found", None);
}

#[tokio::test]
async fn event_streams() {
    let app = TestApp::new().await;
    let body = json!({
        "name": "hook", "subscriptions": [{ "event_type": "user.created" }],
        "destination": { "type": "webhook", "configuration": {
            "webhook_endpoint": "https://example.com/events",
            "webhook_authorization": { "method": "bearer", "token": "tiber-mouth-4711" }
        } }
    });
    let made = write(&app, Method::POST, "/event-streams", &body).await;
    assert!(!made.text.contains("tiber-mouth"), "{}", made.text);
    let made = made.ok(201);
    assert_eq!(made["status"], "enabled");
    let path = format!("/event-streams/{}", made["id"].as_str().unwrap());
    let change =
        json!({ "subscriptions": [{ "event_type": "user.updated" }], "status": "disabled" });
    let changed = write(&app, Method::PATCH, &path, &change).await.ok(200);
    assert_eq!(
        (&changed["status"], &changed["destination"]),
        (&json!("disabled"), &made["destination"])
    );
    let mut again = body.clone();
    again["destination"]["configuration"]["webhook_authorization"] =
        json!({ "method": "basic", "username": "a", "password": "b" });
    write(&app, Method::POST, "/event-streams", &again)
        .await
        .refused(409, "Event stream name already in use.", None);
    assert_eq!(
        read(&app, "/event-streams?take=50").await.ok(200)["eventStreams"][0]["id"],
        made["id"]
    );
    assert_eq!(
        read(&app, &format!("{path}/deliveries")).await.ok(200),
        json!([])
    );
    assert_eq!(
        write(&app, Method::POST, &format!("{path}/redeliver"), &json!({}))
            .await
            .ok(202),
        json!({})
    );
    let tested = write(
        &app,
        Method::POST,
        &format!("{path}/test"),
        &json!({ "event_type": "user.created" }),
    )
    .await;
    assert_eq!(tested.ok(202)["event_type"], "user.created");
    read(&app, "/event-streams/est_invalid_id_1234567890")
        .await
        .refused(
            400,
            "Path validation error: 'Object didn't pass validation for format event-stream-id: \
         est_invalid_id_1234567890' on property id (Unique identifier for the event stream).",
            Some("invalid_uri"),
        );
    assert_eq!(remove(&app, &path).await.status, 204);
    read(&app, &path)
        .await
        .refused(404, "The requested stream does not exist.", None);
}

#[tokio::test]
async fn phone_providers_and_templates() {
    let app = TestApp::new().await;
    let providers = "/branding/phone/providers";
    let body = json!({
        "name": "twilio", "disabled": false, "configuration": { "sid": "sid1", "delivery_methods": ["text", "voice"] },
        "credentials": { "auth_token": "tiber-mouth-4711" }
    });
    let made = write(&app, Method::POST, providers, &body).await;
    assert!(!made.text.contains("tiber-mouth"), "{}", made.text);
    let id = id_of(
        &made.ok(201),
        json!({
            "tenant": "tenant", "name": "twilio", "channel": "phone", "disabled": false,
            "configuration": body["configuration"], "created_at": AT, "updated_at": AT
        }),
    );
    write(&app, Method::POST, providers, &body).await.refused(
        409,
        "Custom phone provider conflict.",
        None,
    );
    assert_eq!(
        read(&app, &format!("{providers}?disabled=true"))
            .await
            .ok(200),
        json!({ "providers": [] })
    );
    assert_eq!(
        read(&app, providers).await.ok(200)["providers"][0]["id"],
        id
    );
    let tried = write(
        &app,
        Method::POST,
        &format!("{providers}/{id}/try"),
        &json!({ "to": "+15550100" }),
    )
    .await;
    assert_eq!(tried.ok(202)["code"], 202);
    assert_eq!(remove(&app, &format!("{providers}/{id}")).await.status, 204);
    let gone = "Notification Resource not found";
    remove(&app, &format!("{providers}/{id}"))
        .await
        .refused(404, gone, None);

    let templates = "/branding/phone/templates";
    let body = json!({
        "content": { "body": { "text": "Your account has been blocked" } }, "type": "blocked_account", "disabled": false
    });
    let made = write(&app, Method::POST, templates, &body).await.ok(201);
    assert_eq!(made["content"]["body"], body["content"]["body"]);
    write(&app, Method::POST, templates, &body).await.refused(
        409,
        "Phone template already configured for tenant",
        None,
    );
    let path = format!("{templates}/{}", made["id"].as_str().unwrap());
    let change = json!({ "content": { "from": "+9876543210" }, "disabled": true });
    let changed = write(&app, Method::PATCH, &path, &change).await.ok(200);
    assert_eq!(changed["content"]["from"], "+9876543210");
    assert_eq!(changed["content"]["body"], body["content"]["body"]);
    let reset = write(&app, Method::PATCH, &format!("{path}/reset"), &json!({}))
        .await
        .ok(200);
    assert_ne!(reset["content"]["body"], body["content"]["body"]);
    assert_eq!(reset["content"]["from"], "+9876543210");
    assert_eq!(remove(&app, &path).await.status, 204);
    remove(&app, &path).await.refused(404, gone, None);
}
