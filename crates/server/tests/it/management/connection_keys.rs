//! `/api/v2/connections/{id}/keys` and `/keys/custom-signing`.

use axum::http::Method;
use ostia_jose::{AsymmetricAlgorithm, KeyKind, PrivateKey, Signer};
use serde_json::{Value, json};

use crate::applications::decoded;
use crate::test_app::TestApp;

fn state(key: &Value) -> &'static str {
    ["current", "next", "previous"]
        .into_iter()
        .find(|state| key[*state] == json!(true))
        .unwrap_or("none")
}

#[tokio::test]
async fn keys_take_turns() {
    let app = TestApp::new().await;
    let body = json!({ "name": "keys-1", "strategy": "oidc", "options": {} });
    let made = app
        .write(Method::POST, "/api/v2/connections", &body)
        .await
        .ok(201);
    let connection = format!("/api/v2/connections/{}", made["id"].as_str().unwrap());
    let (keys, rotate) = (
        format!("{connection}/keys"),
        format!("{connection}/keys/rotate"),
    );
    assert_eq!(app.read(&keys).await.ok(200), json!([]));
    let es256 = json!({ "signing_alg": "ES256" });
    let first = app.write(Method::POST, &keys, &es256).await.ok(201);
    assert_eq!((state(&first[0]), state(&first[1])), ("current", "next"));
    let key = &first[0];
    assert_eq!(
        (&key["algorithm"], &key["subject_dn"]),
        (&json!("ES256"), &json!("/CN=keys-1"))
    );
    assert!(
        key["cert"]
            .as_str()
            .unwrap()
            .starts_with("-----BEGIN CERTIFICATE-----\r\n")
    );
    assert!(!first.to_string().contains("private"), "{first}");
    app.write(Method::POST, &keys, &es256).await.ok(409);

    let next = app.write(Method::POST, &rotate, &es256).await.ok(201);
    assert_eq!(state(&next), "next");
    let states = |list: &Value| -> Vec<(String, &'static str)> {
        let keys = list.as_array().unwrap().iter();
        let mut states: Vec<_> = keys
            .map(|key| (key["kid"].to_string(), state(key)))
            .collect();
        states.sort_by_key(|(_, state)| *state);
        states
    };
    let kid = |key: &Value| key["kid"].to_string();
    let expected = vec![
        (kid(&first[1]), "current"),
        (kid(&next), "next"),
        (kid(&first[0]), "previous"),
    ];
    assert_eq!(states(&app.read(&keys).await.ok(200)), expected);
    app.write(Method::POST, &rotate, &es256).await.ok(201);
    assert_eq!(app.read(&keys).await.ok(200).as_array().unwrap().len(), 3);

    app.write(Method::POST, &rotate, &json!({ "signing_alg": "HS256" }))
        .await
        .ok(400);
    app.other_tenant().await.read(&keys).await.refused(
        404,
        "The connection does not exist",
        Some("inexistent_connection"),
    );
}

#[tokio::test]
async fn a_connection_that_wants_keys_has_some() {
    let app = TestApp::new().await;
    let keys_of = async |made: &Value| {
        let path = format!("/api/v2/connections/{}/keys", made["id"].as_str().unwrap());
        app.read(&path).await.ok(200)
    };
    let options = json!({
        "token_endpoint_auth_method": "private_key_jwt", "token_endpoint_auth_signing_alg": "ES256",
    });
    let connections = "/api/v2/connections";
    let body = json!({ "name": "keys-1", "strategy": "oidc", "options": options });
    let made = app.write(Method::POST, connections, &body).await.ok(201);
    let keys = keys_of(&made).await;
    let states: Vec<_> = keys.as_array().unwrap().iter().map(state).collect();
    assert_eq!(states, ["current", "next"]);
    assert_eq!(keys[0]["algorithm"], "ES256");
    // A change keeps them.
    let path = format!("{connections}/{}", made["id"].as_str().unwrap());
    let change = json!({ "options": options });
    app.write(Method::PATCH, &path, &change).await.ok(200);
    assert_eq!(keys_of(&made).await, keys);

    let body =
        json!({ "name": "keys-2", "strategy": "okta", "options": { "domain": "a.okta.com" } });
    let made = app.write(Method::POST, connections, &body).await.ok(201);
    assert_eq!(keys_of(&made).await, json!([]));
    let path = format!("{connections}/{}", made["id"].as_str().unwrap());
    app.write(Method::PATCH, &path, &change).await.ok(200);
    assert_eq!(keys_of(&made).await.as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn keys_of_others() {
    let app = TestApp::new().await;
    let path = "/api/v2/keys/custom-signing";
    let none = "No custom signing keys found for this tenant. Upload custom signing keys first.";
    app.read(path).await.refused(404, none, None);
    // RFC 7515, appendix A.3.
    let body = json!({ "keys": [{
        "kty": "EC", "crv": "P-256", "use": "sig", "alg": "ES256",
        "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
        "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
    }] });
    let own = published(&app).await;
    assert_eq!(app.write(Method::PUT, path, &body).await.ok(200), body);
    assert_eq!(app.read(path).await.ok(200), body);
    // They are found where the tenant's are, behind those.
    let both = published(&app).await;
    assert_eq!(both[..own.len()], own);
    assert_eq!(both[own.len()..], *body["keys"].as_array().unwrap());
    let other = app.other_tenant().await;
    assert_eq!(published(&other).await.len(), own.len());
    let mut off_curve = body.clone();
    off_curve["keys"][0]["y"] = body["keys"][0]["x"].clone();
    for wrong in [
        json!({ "keys": [] }),
        json!({ "keys": [{ "kty": "oct", "k": "AAAA" }] }),
        off_curve,
    ] {
        app.write(Method::PUT, path, &wrong).await.ok(400);
    }
    other.read(path).await.ok(404);
    app.remove(path).await.ok(204);
    app.remove(path).await.ok(204);
    app.read(path).await.ok(404);
    assert_eq!(published(&app).await, own);
}

async fn published(app: &TestApp) -> Vec<Value> {
    let keys = app.get("/.well-known/jwks.json").send().await.ok(200);
    keys["keys"].as_array().unwrap().clone()
}

#[tokio::test]
async fn what_others_signed_is_not_believed() {
    let app = TestApp::new().await;
    let key = PrivateKey::generate(KeyKind::Rsa2048).unwrap();
    let mut jwk = serde_json::to_value(key.public().to_jwk()).unwrap();
    jwk["kid"] = json!("theirs");
    let path = "/api/v2/keys/custom-signing";
    let body = json!({ "keys": [jwk] });
    app.write(Method::PUT, path, &body).await.ok(200);
    let token = app.admin_token().await;
    app.get(path).bearer(&token).send().await.ok(200);
    let claims = decoded(&token).1;
    let signer = Signer::asymmetric(key, AsymmetricAlgorithm::RS256, "theirs", "at+jwt").unwrap();
    let forged = signer.sign(&claims).unwrap();
    let refused = app.get(path).bearer(&forged).send().await;
    assert_eq!(refused.status, 401, "{}", refused.text);
}
