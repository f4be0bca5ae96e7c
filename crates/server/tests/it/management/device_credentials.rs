//! `/device-credentials`.

use axum::http::Method;
use serde_json::{Value, json};

use crate::applications::Application;
use crate::test_app::{TestApp, TestResponse};

const PATH: &str = "/api/v2/device-credentials";

async fn own_token(app: &TestApp, client: &Application, user: &str) -> String {
    let now = app.platform.clock.now().seconds();
    app.sign(json!({
        "iss": app.tenant.issuer(), "sub": user, "aud": app.tenant.management_audience(), "iat": now, "exp": now + 7200,
        "azp": client.id, "scope": "create:current_user_device_credentials delete:current_user_device_credentials"
    }))
    .await
}

fn body(device: &str) -> Value {
    json!({ "device_name": "Ada's phone", "type": "public_key", "value": "AAAA", "device_id": device })
}

fn ids(list: &Value) -> Vec<&str> {
    list.as_array()
        .unwrap()
        .iter()
        .map(|row| row["id"].as_str().unwrap())
        .collect()
}

#[tokio::test]
async fn keys_of_devices() {
    let app = TestApp::new().await;
    let client = app.web_app().await;
    let ada = app.person("ada@example.com").await.id.to_string();
    let bob = app.person("bob@example.com").await.id.to_string();
    let token = own_token(&app, &client, &ada).await;
    let create = async |token: &str, body: Value| -> TestResponse {
        app.post(PATH).bearer(token).json(&body).send().await
    };
    let made = create(&token, body("abc-123")).await.ok(201);
    let id = made["id"].as_str().unwrap().to_owned();
    assert!(id.starts_with("dcr_"));
    create(&token, body("abc-123")).await.refused(
        409,
        "A public key already exists for the device.",
        None,
    );
    create(&token, body("not hex")).await.ok(400);
    let machine = app.write(Method::POST, PATH, &body("abc")).await;
    machine.refused(403, "Cannot create device credentials for that user.", None);
    let expected = json!([{
        "id": id, "type": "public_key", "user_id": ada, "client_id": client.id, "device_name": "Ada's phone",
        "device_id": "abc-123"
    }]);
    assert_eq!(app.read(PATH).await.ok(200), expected);
    assert_eq!(
        app.read(&format!("{PATH}?type=refresh_token"))
            .await
            .ok(200),
        json!([])
    );
    // Others can't delete it, and another tenant has none.
    let other = own_token(&app, &client, &bob).await;
    app.delete(&format!("{PATH}/{id}"))
        .bearer(&other)
        .send()
        .await
        .ok(204);
    app.other_tenant()
        .await
        .remove(&format!("{PATH}/{id}"))
        .await
        .ok(204);
    assert_eq!(ids(&app.read(PATH).await.ok(200)), [id.as_str()]);
    app.delete(&format!("{PATH}/{id}"))
        .bearer(&token)
        .send()
        .await
        .ok(204);
    assert_eq!(app.read(PATH).await.ok(200), json!([]));
}

#[tokio::test]
async fn refresh_tokens_are_credentials_too() {
    let app = TestApp::new().await;
    let client = app.application(&json!({})).await;
    let rotating = app
        .application(&json!({ "refresh_token": { "rotation_type": "rotating", "expiration_type": "expiring", "token_lifetime": 9999, "leeway": 0, "infinite_token_lifetime": false, "infinite_idle_token_lifetime": true, "idle_token_lifetime": 999 } }))
        .await;
    let ada = app.person("ada@example.com").await.id.to_string();
    let token = app.add_refresh_token(&ada, &client.id, "").await;
    app.add_refresh_token(&ada, &rotating.id, "").await;
    let all = app
        .read(&format!("{PATH}?user_id={}", ada.replace('|', "%7C")))
        .await
        .ok(200);
    assert_eq!(ids(&all).len(), 2);
    // Pages are of refresh tokens unless something else is said.
    let page = app
        .read(&format!("{PATH}?include_totals=true"))
        .await
        .ok(200);
    assert_eq!(
        (&page["total"], &page["device_credentials"][0]["client_id"]),
        (&json!(1), &json!(client.id))
    );
    let rotating_ones = app
        .read(&format!(
            "{PATH}?type=rotating_refresh_token&fields=client_id"
        ))
        .await
        .ok(200);
    assert_eq!(rotating_ones, json!([{ "client_id": rotating.id }]));
    assert_eq!(
        app.read(&format!("{PATH}?client_id=nobody")).await.ok(200),
        json!([])
    );
    let id = page["device_credentials"][0]["id"].as_str().unwrap();
    assert!(app.accepts_refresh_token(&token, &client.id).await);
    app.remove(&format!("{PATH}/{id}")).await.ok(204);
    assert!(!app.accepts_refresh_token(&token, &client.id).await);
}

#[tokio::test]
async fn what_is_noted_of_refresh_tokens_and_sessions() {
    let app = TestApp::new().await;
    let client = app.web_app().await;
    let ada = app.person("ada@example.com").await;
    app.add_refresh_token(ada.id.as_str(), &client.id, "").await;
    let list = app
        .read(&format!("{PATH}?type=refresh_token"))
        .await
        .ok(200);
    let opened = ostia_identity::sessions::open(
        &ada.id,
        "users",
        ostia_identity::sessions::FirstFactor::Password,
        &app.context(),
    )
    .await
    .unwrap();
    let token = format!("/api/v2/refresh-tokens/{}", ids(&list)[0]);
    let session = format!("/api/v2/sessions/{}", opened.session.id);
    for (path, name) in [
        (&token, "refresh_token_metadata"),
        (&session, "session_metadata"),
    ] {
        assert!(app.read(path).await.ok(200).get(name).is_none());
        let body = json!({ name: { "case": "4711" } });
        let changed = app.write(Method::PATCH, path, &body).await.ok(200);
        assert_eq!(changed[name], json!({ "case": "4711" }));
        assert_eq!(app.read(path).await.ok(200), changed);
        for bad in [
            json!({}),
            json!({ name: { "a": 1 } }),
            json!({ name: { "a": "x".repeat(256) } }),
            json!({ "x": 1 }),
        ] {
            app.write(Method::PATCH, path, &bad).await.ok(400);
        }
        let other = app.at(&app.tenant.clone());
        let removed = other
            .write(Method::PATCH, path, &json!({ name: null }))
            .await
            .ok(200);
        assert!(removed.get(name).is_none());
    }
    let other = app.other_tenant().await;
    let body = json!({ "session_metadata": {} });
    other.write(Method::PATCH, &session, &body).await.refused(
        404,
        "The session does not exist.",
        None,
    );
}
