//! Signed authorization requests (RFC 9101).

use axum::http::Method;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ostia_jose::{Algorithm, KeyKind, PrivateKey, certificate};
use serde_json::{Value, json};

use crate::applications::Application;
use crate::test_app::TestApp;
use crate::visitor::{Landing, Visitor, authorize};

/// An application that signs its requests.
struct Signer {
    app: TestApp,
    client: Application,
    key: PrivateKey,
}

impl Signer {
    async fn new() -> Self {
        let app = TestApp::new().await;
        let client = app.web_app().await;
        let key = PrivateKey::generate(KeyKind::Rsa2048).unwrap();
        let now = app.platform.clock.now().seconds();
        let certificate = certificate::self_signed(&key, "client", now, 365).unwrap();
        let credential = json!({
            "credential_type": "public_key", "alg": "RS256", "pem": certificate::to_pem(&certificate),
        });
        let path = format!("/api/v2/clients/{}/credentials", client.id);
        let made = app.write(Method::POST, &path, &credential).await.ok(201);
        let signed = json!({ "credentials": [{ "id": made["id"] }] });
        app.change_client(&client, &json!({ "signed_request_object": signed }))
            .await;
        Self { app, client, key }
    }

    /// The claims of a good request with some replaced; `null` leaves one out.
    fn claims(&self, changes: &Value) -> Value {
        let now = self.app.platform.clock.now().seconds();
        let mut claims = json!({
            "iss": self.client.id, "aud": self.app.tenant.issuer(), "exp": now + 60, "nbf": now,
            "client_id": self.client.id, "redirect_uri": self.client.callback, "response_type": "code",
            "scope": "openid", "state": "signed", "max_age": 300, "prompt": "none",
        });
        let members = claims.as_object_mut().unwrap();
        members.extend(changes.as_object().unwrap().clone());
        members.retain(|_, value| !value.is_null());
        claims
    }

    fn object(&self, typ: &str, claims: &Value) -> String {
        let header = json!({ "alg": "RS256", "typ": typ });
        let text = [&header, claims]
            .map(|part| URL_SAFE_NO_PAD.encode(part.to_string()))
            .join(".");
        let signature = self.key.sign(Algorithm::RS256, text.as_bytes()).unwrap();
        format!("{text}.{}", URL_SAFE_NO_PAD.encode(signature))
    }

    async fn open(&self, object: &str) -> Landing {
        let address = authorize(&self.client, &[("request", object), ("state", "unsigned")]);
        Visitor::new(&self.app).open(&address).await
    }
}

#[tokio::test]
async fn what_is_signed_wins() {
    let signer = Signer::new().await;
    for typ in ["JWT", "oauth-authz-req+jwt"] {
        let object = signer.object(typ, &signer.claims(&json!({})));
        let landing = signer.open(&object).await;
        // `prompt=none` and `state` came from the object.
        landing.failed("login_required", "Login required");
        assert_eq!(landing.answer("state"), "signed");
    }
    // Everything may be inside but the client's name.
    let object = signer.object("JWT", &signer.claims(&json!({ "prompt": null })));
    let address = format!("/authorize?client_id={}&request={object}", signer.client.id);
    Visitor::new(&signer.app).open(&address).await.at("login");
    let discovery = signer
        .app
        .get("/.well-known/openid-configuration")
        .send()
        .await
        .ok(200);
    assert_eq!(discovery["request_parameter_supported"], true);
    assert_eq!(
        discovery["request_object_signing_alg_values_supported"],
        json!(["RS256", "RS384", "PS256"])
    );
}

#[tokio::test]
async fn a_bad_object_is_shown_and_never_returned() {
    let signer = Signer::new().await;
    let now = signer.app.platform.clock.now().seconds();
    let other = signer.app.web_app().await;
    let bad_claims = [
        json!({ "iss": null }),
        json!({ "iss": other.id }),
        json!({ "client_id": other.id }),
        json!({ "aud": null }),
        json!({ "aud": "https://other.test/" }),
        json!({ "exp": now - 11 }),
        json!({ "exp": "soon" }),
        json!({ "nbf": now + 11 }),
        json!({ "request": "e30.e30.e30" }),
        json!({ "request_uri": "urn:x" }),
    ];
    let mut bad: Vec<String> = bad_claims
        .iter()
        .map(|changes| signer.object("JWT", &signer.claims(changes)))
        .collect();
    let good = signer.object("JWT", &signer.claims(&json!({})));
    bad.push(signer.object("logout+jwt", &signer.claims(&json!({}))));
    let (content, signature) = good.rsplit_once('.').unwrap();
    let forged = URL_SAFE_NO_PAD.encode(json!({ "alg": "none" }).to_string());
    bad.push(format!(
        "{content}.{}",
        signature.chars().rev().collect::<String>()
    ));
    bad.push(format!("{forged}.{}.", content.split_once('.').unwrap().1));
    bad.push("not an object".to_owned());
    bad.push("x".repeat(20_000));
    for object in &bad {
        signer
            .open(object)
            .await
            .shown(400, "Invalid request object");
    }
    // Another client's key signs for nobody else.
    let stranger = authorize(&other, &[("request", &good)]);
    Visitor::new(&signer.app)
        .open(&stranger)
        .await
        .shown(400, "Invalid request object");
}

#[tokio::test]
async fn a_client_may_insist_on_signed_requests() {
    let signer = Signer::new().await;
    let id = signer.client.id.clone();
    let document = signer
        .app
        .read(&format!("/api/v2/clients/{id}"))
        .await
        .ok(200);
    let mut said = document["signed_request_object"].clone();
    said["required"] = json!(true);
    signer
        .app
        .change_client(&signer.client, &json!({ "signed_request_object": said }))
        .await;
    let plain = authorize(&signer.client, &[]);
    Visitor::new(&signer.app).open(&plain).await.failed(
        "invalid_request",
        "Signed authorization requests are required for this client",
    );
    let object = signer.object("JWT", &signer.claims(&json!({ "prompt": null })));
    signer.open(&object).await.at("login");
}

#[tokio::test]
async fn a_signed_request_may_be_pushed() {
    let signer = Signer::new().await;
    signer
        .app
        .change_settings(&json!({ "pushed_authorization_requests_supported": true }))
        .await;
    let object = signer.object("JWT", &signer.claims(&json!({ "prompt": null })));
    let pairs = [
        ("client_id", signer.client.id.as_str()),
        ("client_secret", signer.client.secret.as_str()),
        ("request", object.as_str()),
    ];
    let pushed = signer
        .app
        .post("/oauth/par")
        .form(&pairs)
        .send()
        .await
        .ok(201);
    let request_uri = pushed["request_uri"].as_str().unwrap();
    let address = format!(
        "/authorize?client_id={}&request_uri={request_uri}",
        signer.client.id
    );
    Visitor::new(&signer.app).open(&address).await.at("login");
}
