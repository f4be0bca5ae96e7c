//! `/.well-known/jwks.json` (RFC 7517 §5, reference §3.10, §4.5).

use axum::http::Method;
use ostia_jose::Algorithm;
use serde_json::json;

use crate::applications::text;
use crate::test_app::TestApp;
use crate::visitor::Visitor;

const ADA: &str = "ada@example.com";

#[tokio::test]
async fn the_keys_are_public_and_nothing_more() {
    let app = TestApp::new().await;
    let response = app.get("/.well-known/jwks.json").send().await;
    assert!(
        response
            .header("cache-control")
            .starts_with("public, max-age=15")
    );
    let keys = response.ok(200)["keys"].as_array().unwrap().clone();
    assert_eq!(keys.len(), 2, "the current one and the next");
    for key in &keys {
        let mut names: Vec<&str> = key
            .as_object()
            .unwrap()
            .keys()
            .map(String::as_str)
            .collect();
        names.sort_unstable();
        assert_eq!(names, ["alg", "e", "kid", "kty", "n", "use", "x5c", "x5t"]);
        assert_eq!(
            (&key["kty"], &key["use"], &key["e"]),
            (&json!("RSA"), &json!("sig"), &json!("AQAB"))
        );
    }
    app.change_settings(&json!({ "flags": { "remove_alg_from_jwks": true } }))
        .await;
    let keys = app.get("/.well-known/jwks.json").send().await.ok(200);
    assert!(keys["keys"][0].get("alg").is_none());
}

#[tokio::test]
async fn tokens_of_a_rotated_key_verify_until_it_is_revoked() {
    let app = TestApp::new().await;
    app.person(ADA).await;
    let client = app.web_app().await;
    let code = Visitor::new(&app).code(&client, ADA, &[]).await;
    let before = text(&app.redeem(&client, &code).await.ok(200), "id_token");
    app.write(Method::POST, "/api/v2/keys/signing/rotate", &json!({}))
        .await
        .ok(201);
    app.verified(&before, Algorithm::RS256).await;
    let code = Visitor::new(&app).code(&client, ADA, &[]).await;
    let after = text(&app.redeem(&client, &code).await.ok(200), "id_token");
    app.verified(&after, Algorithm::RS256).await;
    let kid = |token: &str| crate::applications::decoded(token).0["kid"].clone();
    assert_ne!(kid(&before), kid(&after));
    let path = format!(
        "/api/v2/keys/signing/{}/revoke",
        kid(&before).as_str().unwrap()
    );
    app.write(Method::PUT, &path, &json!({})).await.ok(200);
    let keys = app.get("/.well-known/jwks.json").send().await.ok(200);
    let keys = keys["keys"].as_array().unwrap();
    assert!(keys.iter().all(|key| key["kid"] != kid(&before)));
}
