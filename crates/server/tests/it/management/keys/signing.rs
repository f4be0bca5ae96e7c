//! `/keys/signing`.

use axum::http::Method;
use ostia_identity::signing_keys;
use ostia_protocol::auth0::scopes::ManagementScope;
use serde_json::{Value, json};

use crate::test_app::TestApp;

const PATH: &str = "/api/v2/keys/signing";

fn of_state<'a>(keys: &'a Value, state: &str) -> &'a Value {
    keys.as_array()
        .unwrap()
        .iter()
        .find(|key| key[state] == true)
        .unwrap()
}

#[tokio::test]
async fn shows_certificates_and_no_private_key() {
    let app = TestApp::new().await;
    let keys = app
        .read(&format!("{PATH}?include_totals=true&per_page=50"))
        .await;
    assert!(!keys.text.contains("PRIVATE"));
    let keys = keys.ok(200);
    assert_eq!(keys.as_array().unwrap().len(), 2);
    let current = of_state(&keys, "current");
    let names: Vec<&str> = current
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    for name in [
        "kid",
        "cert",
        "pkcs7",
        "current",
        "next",
        "previous",
        "fingerprint",
        "thumbprint",
        "revoked",
    ] {
        assert!(names.contains(&name), "{name}");
    }
    assert_eq!(current["current_since"], "2026-01-01T00:00:00.000Z");
    assert_eq!(
        (&current["next"], &current["previous"], &current["revoked"]),
        (&json!(false), &json!(false), &json!(false))
    );
    let text = |name: &str| current[name].as_str().unwrap();
    assert!(text("cert").starts_with("-----BEGIN CERTIFICATE-----\r\n"));
    assert!(
        text("pkcs7").starts_with("-----BEGIN PKCS7-----\r\n")
            && text("pkcs7").ends_with("\r\n-----END PKCS7-----")
    );
    assert_eq!(text("thumbprint").len(), 40);
    assert_eq!(text("fingerprint").replace(':', ""), text("thumbprint"));
    let one = app.read(&format!("{PATH}/{}", text("kid"))).await.ok(200);
    assert_eq!(&one, current);
    app.read(&format!("{PATH}/nobody"))
        .await
        .refused(404, "Signing key not found.", None);
}

#[tokio::test]
async fn rotates_and_revokes() {
    let app = TestApp::new().await;
    let before = app.read(PATH).await.ok(200);
    let kid = |key: &Value| key["kid"].as_str().unwrap().to_owned();
    let (old, next) = (
        kid(of_state(&before, "current")),
        kid(of_state(&before, "next")),
    );
    app.write(Method::PUT, &format!("{PATH}/{old}/revoke"), &json!({}))
        .await
        .ok(400);

    let signed = app.admin_token().await;
    app.advance(60);
    let rotated = app
        .write(Method::POST, &format!("{PATH}/rotate"), &json!({}))
        .await
        .ok(201);
    assert_eq!(
        (kid(&rotated), &rotated["current"]),
        (next.clone(), &json!(true))
    );
    assert_eq!(rotated["current_since"], "2026-01-01T00:01:00.000Z");
    let keys = app.read(PATH).await.ok(200);
    assert_eq!(keys.as_array().unwrap().len(), 3);
    assert_eq!(kid(of_state(&keys, "previous")), old);
    assert_eq!(
        signing_keys::ring(&app.context())
            .await
            .unwrap()
            .current()
            .id,
        next
    );
    app.get(PATH).bearer(&signed).send().await.ok(200);

    let revoked = app
        .put(&format!("{PATH}/{old}/revoke"))
        .bearer(&app.admin_token().await)
        .send()
        .await
        .ok(200);
    assert_eq!(
        (&revoked["revoked"], &revoked["revoked_at"]),
        (&json!(true), &json!("2026-01-01T00:01:00.000Z"))
    );
    let again = app
        .write(Method::PUT, &format!("{PATH}/{old}/revoke"), &json!({}))
        .await
        .ok(200);
    assert_eq!(again, revoked);
    app.get(PATH).bearer(&signed).send().await.ok(401);
    assert_eq!(app.read(PATH).await.ok(200).as_array().unwrap().len(), 3);
    let unknown = app
        .write(Method::PUT, &format!("{PATH}/nobody/revoke"), &json!({}))
        .await;
    unknown.refused(404, "Signing key not found.", None);
}

#[tokio::test]
async fn rotating_needs_both_scopes() {
    let app = TestApp::new().await;
    let token = app
        .management_token(&[ManagementScope::UpdateSigningKeys])
        .await;
    app.post(&format!("{PATH}/rotate"))
        .bearer(&token)
        .send()
        .await
        .refused(
            403,
            "Insufficient scope, expected any of: create:signing_keys,update:signing_keys",
            Some("insufficient_scope"),
        );
}

#[tokio::test]
async fn racing_rotations_leave_one_current_key() {
    let app = TestApp::new().await;
    let rotations = (0..4).map(|_| signing_keys::rotate(&app.tenant, &app.platform));
    for rotated in futures_all(rotations).await {
        rotated.unwrap();
    }
    let keys = app.read(PATH).await.ok(200);
    let count = |state: &str| {
        keys.as_array()
            .unwrap()
            .iter()
            .filter(|key| key[state] == true)
            .count()
    };
    assert_eq!(
        (count("current"), count("next"), count("previous")),
        (1, 1, 4)
    );
}

async fn futures_all<F>(futures: impl Iterator<Item = F>) -> Vec<F::Output>
where
    F: Future,
{
    let mut pending: Vec<_> = futures.map(Box::pin).collect();
    let mut outputs = Vec::new();
    std::future::poll_fn(|context| {
        pending.retain_mut(|future| match future.as_mut().poll(context) {
            std::task::Poll::Ready(output) => {
                outputs.push(output);
                false
            }
            std::task::Poll::Pending => true,
        });
        if pending.is_empty() {
            std::task::Poll::Ready(())
        } else {
            std::task::Poll::Pending
        }
    })
    .await;
    outputs
}
