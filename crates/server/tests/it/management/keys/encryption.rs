//! `/api/v2/keys/encryption`.

use axum::http::Method;
use serde_json::{Value, json};

use crate::test_app::TestApp;

const PATH: &str = "/api/v2/keys/encryption";

fn of_kind<'a>(keys: &'a Value, kind: &str, state: &str) -> &'a Value {
    let mut keys = keys.as_array().unwrap().iter();
    keys.find(|key| key["type"] == kind && key["state"] == state)
        .unwrap_or(&Value::Null)
}

#[tokio::test]
async fn every_tenant_has_a_hierarchy() {
    let app = TestApp::new().await;
    let answer = app
        .read(&format!("{PATH}?include_totals=true&page=0&per_page=5"))
        .await
        .ok(200);
    assert_eq!(
        (&answer["start"], &answer["limit"], &answer["total"]),
        (&json!(0), &json!(5), &json!(2))
    );
    let keys = &answer["keys"];
    let root = of_kind(keys, "environment-root-key", "active");
    let master = of_kind(keys, "tenant-master-key", "active");
    assert_eq!(master["parent_kid"], root["kid"]);
    assert_eq!(root["parent_kid"], Value::Null);

    let rekey = app
        .write(Method::POST, &format!("{PATH}/rekey"), &json!({}))
        .await;
    rekey.ok(204);
    let after = app.read(PATH).await.ok(200);
    assert_eq!(after.as_array().unwrap().len(), 3);
    assert_eq!(
        of_kind(&after, "tenant-master-key", "deactivated")["kid"],
        master["kid"]
    );
    let renewed = of_kind(&after, "tenant-master-key", "active");
    assert_ne!(renewed["kid"], master["kid"]);
    assert_eq!(renewed["parent_kid"], root["kid"]);
    let one = format!("{PATH}/{}", master["kid"].as_str().unwrap());
    assert_eq!(app.read(&one).await.ok(200)["state"], "deactivated");
    app.remove(&one).await.ok(400);
    app.other_tenant()
        .await
        .read(&one)
        .await
        .refused(404, "The key does not exist.", None);
    app.read(&format!("{PATH}/nonsense")).await.refused(
        400,
        "Invalid UUID format in uri.",
        Some("invalid_uri"),
    );
}

#[tokio::test]
async fn a_key_of_ones_own_is_announced_imported_and_destroyed() {
    let app = TestApp::new().await;
    let own = json!({ "type": "customer-provided-root-key" });
    let made = app.write(Method::POST, PATH, &own).await.ok(201);
    assert_eq!(
        (&made["state"], &made["parent_kid"], &made["public_key"]),
        (&json!("pre-activation"), &Value::Null, &Value::Null)
    );
    app.write(Method::POST, PATH, &own).await.refused(
        409,
        "Encryption key has already been created.",
        None,
    );
    app.write(
        Method::POST,
        PATH,
        &json!({ "type": "environment-root-key" }),
    )
    .await
    .ok(400);
    let item = format!("{PATH}/{}", made["kid"].as_str().unwrap());
    let wrapped = json!({ "wrapped_key": "bad-key-value" });
    app.write(Method::POST, &item, &wrapped).await.ok(409);
    let wrapping = format!("{item}/wrapping-key");
    let public = app.write(Method::POST, &wrapping, &json!({})).await.ok(201);
    assert_eq!(public["algorithm"], "CKM_RSA_AES_KEY_WRAP");
    let pem = public["public_key"].as_str().unwrap();
    app.write(Method::POST, &item, &wrapped).await.refused(
        400,
        "Invalid input. Wrapped key material is invalid or unsupported key type.",
        Some("invalid_body"),
    );
    let good = json!({ "wrapped_key": wrap(&[5; 32], pem) });
    let active = app.write(Method::POST, &item, &good).await.ok(201);
    assert_eq!(active["state"], "active");
    assert!(!active.to_string().contains("wrapping"), "{active}");
    // It is imported once.
    app.write(Method::POST, &item, &good).await.ok(409);
    app.write(Method::POST, &wrapping, &json!({})).await.ok(409);
    let keys = app.read(PATH).await.ok(200);
    assert_eq!(
        of_kind(&keys, "tenant-master-key", "active")["parent_kid"],
        made["kid"]
    );

    app.remove(&item).await.ok(204);
    app.remove(&item).await.ok(204);
    assert_eq!(app.read(&item).await.ok(200)["state"], "destroyed");
    let keys = app.read(PATH).await.ok(200);
    assert_eq!(
        of_kind(&keys, "tenant-master-key", "active")["parent_kid"],
        of_kind(&keys, "environment-root-key", "active")["kid"]
    );
    app.write(Method::POST, PATH, &own).await.ok(201);
}

/// As a customer's hardware wraps: PKCS #11, `CKM_RSA_AES_KEY_WRAP`.
fn wrap(material: &[u8], public_pem: &str) -> String {
    use aws_lc_rs::key_wrap::{AES_256, AesKek, KeyWrapPadded};
    use aws_lc_rs::rsa::{OAEP_SHA256_MGF1SHA256, OaepPublicEncryptingKey, PublicEncryptingKey};
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;

    let body = public_pem.lines().filter(|line| !line.starts_with('-'));
    let body: String = body.collect();
    let public = PublicEncryptingKey::from_der(&STANDARD.decode(body).unwrap()).unwrap();
    let public = OaepPublicEncryptingKey::new(public).unwrap();
    let mut first = vec![0; public.ciphertext_size()];
    let first = public
        .encrypt(&OAEP_SHA256_MGF1SHA256, &[3; 32], &mut first, None)
        .unwrap();
    let mut second = vec![0; material.len() + 16];
    let second = AesKek::new(&AES_256, &[3; 32])
        .unwrap()
        .wrap_with_padding(material, &mut second)
        .unwrap();
    STANDARD.encode([first, second].concat())
}
