//! Phase 1: who is the client? (RFC 6749 §2.3, RFC 7523)

use axum::http::Method;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ostia_jose::{Algorithm, KeyKind, PrivateKey, certificate};
use serde_json::{Value, json};

use crate::applications::{AUDIENCE, Application};
use crate::test_app::{ADMIN_CLIENT, TestApp, TestResponse};

const JWT_BEARER: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

fn basic(id: &str, secret: &str) -> String {
    format!("Basic {}", BASE64.encode(format!("{id}:{secret}")))
}

async fn app_with_machine(method: &str) -> (TestApp, Application) {
    let app = TestApp::new().await;
    app.posts_api(&json!({})).await;
    let members = json!({
        "token_endpoint_auth_method": if method == "absent" { Value::Null } else { json!(method) },
    });
    let client = app.application(&members).await;
    app.grant(&client, &["read:posts"], "client").await;
    (app, client)
}

async fn by_basic(app: &TestApp, header: &str, more: &[(&str, &str)]) -> TestResponse {
    let grant = [("grant_type", "client_credentials"), ("audience", AUDIENCE)];
    app.post("/oauth/token")
        .header("authorization", header)
        .form(&[&grant, more].concat())
        .send()
        .await
}

async fn by_body(app: &TestApp, more: &[(&str, &str)]) -> TestResponse {
    let grant = [("grant_type", "client_credentials"), ("audience", AUDIENCE)];
    app.token(&[&grant, more].concat()).await
}

#[tokio::test]
async fn post_and_basic_are_interchangeable_for_secrets() {
    for method in ["client_secret_post", "client_secret_basic", "absent"] {
        let (app, client) = app_with_machine(method).await;
        let (id, secret) = (client.id.as_str(), client.secret.as_str());
        by_body(&app, &[("client_id", id), ("client_secret", secret)])
            .await
            .ok(200);
        by_basic(&app, &basic(id, secret), &[]).await.ok(200);
        by_basic(&app, &basic(id, secret), &[("client_id", id)])
            .await
            .ok(200);
        for refused in [
            by_body(&app, &[("client_id", id), ("client_secret", "wrong")]).await,
            by_body(&app, &[("client_id", id)]).await,
            by_body(&app, &[("client_id", id), ("client_secret", "")]).await,
            by_body(&app, &[("client_id", "nobody"), ("client_secret", secret)]).await,
            by_basic(&app, &basic(id, "wrong"), &[]).await,
            by_basic(&app, &basic(id, ""), &[]).await,
            by_basic(&app, "Basic !!!", &[]).await,
            by_basic(&app, "Basic", &[]).await,
            by_basic(&app, &format!("Basic {}", BASE64.encode("no colon")), &[]).await,
        ] {
            refused.denied(401, "access_denied", "Unauthorized");
        }
    }
}

#[tokio::test]
async fn several_proofs_or_ids_at_once_are_refused() {
    let (app, client) = app_with_machine("client_secret_post").await;
    let (id, secret) = (client.id.as_str(), client.secret.as_str());
    by_basic(&app, &basic(id, secret), &[("client_secret", secret)])
        .await
        .denied(
            400,
            "invalid_request",
            "Use one way of authenticating the client, not several",
        );
    by_basic(&app, &basic(id, secret), &[("client_id", "another")])
        .await
        .denied(
            400,
            "invalid_request",
            "The Authorization header and client_id name different clients",
        );
    by_body(&app, &[]).await.denied(
        400,
        "invalid_request",
        "Missing required parameter: client_id",
    );
    by_body(&app, &[("client_id", id), ("client_id", id)])
        .await
        .denied(
            400,
            "invalid_request",
            "Parameter sent more than once: client_id",
        );
}

#[tokio::test]
async fn a_percent_encoded_basic_header_is_read_as_the_rfc_says() {
    let (app, client) = app_with_machine("client_secret_basic").await;
    let escaped = client.secret.replace('-', "%2D");
    by_basic(&app, &basic(&client.id, &escaped), &[])
        .await
        .ok(200);
}

#[tokio::test]
async fn json_is_a_form_too_and_null_is_absent() {
    let (app, client) = app_with_machine("client_secret_post").await;
    let answer = app
        .post("/oauth/token")
        .json(&json!({
            "grant_type": "client_credentials", "client_id": client.id, "client_secret": client.secret,
            "audience": AUDIENCE, "organization": null, "scope": ["read:posts"],
        }))
        .send()
        .await;
    assert_eq!(answer.header("cache-control"), "no-store");
    assert_eq!(answer.header("pragma"), "no-cache");
    assert_eq!(answer.ok(200)["scope"], json!("read:posts"));
}

#[tokio::test]
async fn the_built_in_client_can_not_be_used() {
    let app = TestApp::new().await;
    let client = app.application(&json!({ "global": true })).await;
    by_body(
        &app,
        &[("client_id", &client.id), ("client_secret", &client.secret)],
    )
    .await
    .denied(401, "access_denied", "Unauthorized");
}

#[tokio::test]
async fn another_tenants_client_is_unknown_here() {
    let (app, client) = app_with_machine("client_secret_post").await;
    let other = app.other_tenant().await;
    by_body(
        &other,
        &[("client_id", &client.id), ("client_secret", &client.secret)],
    )
    .await
    .denied(401, "access_denied", "Unauthorized");
}

/// A client with a registered RSA key, and the key.
struct Signed {
    app: TestApp,
    client: Application,
    key: PrivateKey,
}

impl Signed {
    async fn new(algorithm: &str) -> Self {
        let app = TestApp::new().await;
        app.posts_api(&json!({})).await;
        let client = app.application(&json!({})).await;
        app.grant(&client, &["read:posts"], "client").await;
        let key = PrivateKey::generate(KeyKind::Rsa2048).unwrap();
        let signed = Self { app, client, key };
        signed.register(algorithm).await;
        signed
    }

    async fn register(&self, algorithm: &str) {
        let now = self.app.platform.clock.now().seconds();
        let pem = certificate::self_signed(&self.key, "client", now, 365).unwrap();
        let credential = json!({
            "credential_type": "public_key", "alg": algorithm, "pem": certificate::to_pem(&pem),
        });
        let path = format!("/api/v2/clients/{}/credentials", self.client.id);
        let made = self.app.write(Method::POST, &path, &credential);
        let made = made.await.ok(201);
        let methods = json!({ "private_key_jwt": { "credentials": [{ "id": made["id"] }] } });
        self.app
            .change_client(
                &self.client,
                &json!({ "token_endpoint_auth_method": null, "client_authentication_methods": methods }),
            )
            .await;
    }

    /// The good claims with some replaced; `null` leaves one out.
    fn claims(&self, changes: &Value) -> Value {
        let now = self.app.platform.clock.now().seconds();
        let mut claims = json!({
            "iss": self.client.id, "sub": self.client.id, "aud": self.app.tenant.issuer(),
            "iat": now, "exp": now + 60, "jti": "the-first",
        });
        let members = claims.as_object_mut().unwrap();
        members.extend(changes.as_object().unwrap().clone());
        members.retain(|_, value| !value.is_null());
        claims
    }

    fn assertion(&self, changes: &Value) -> String {
        signed(&self.key, Algorithm::RS256, &self.claims(changes))
    }

    async fn present(&self, assertion: &str) -> TestResponse {
        let pairs = [
            ("client_assertion", assertion),
            ("client_assertion_type", JWT_BEARER),
        ];
        by_body(&self.app, &pairs).await
    }
}

fn signed(key: &PrivateKey, algorithm: Algorithm, claims: &Value) -> String {
    let header = json!({ "alg": algorithm, "typ": "JWT" });
    let text = [&header, claims]
        .map(|part| URL_SAFE_NO_PAD.encode(part.to_string()))
        .join(".");
    let signature = key.sign(algorithm, text.as_bytes()).unwrap();
    format!("{text}.{}", URL_SAFE_NO_PAD.encode(signature))
}

#[tokio::test]
async fn an_assertion_by_a_registered_key_proves_who_the_client_is() {
    for algorithm in ["RS256", "RS384", "PS256"] {
        let client = Signed::new(algorithm).await;
        let claims = client.claims(&json!({}));
        let assertion = signed(&client.key, algorithm.parse().unwrap(), &claims);
        let answer = client.present(&assertion).await.ok(200);
        assert_eq!(answer["token_type"], "Bearer");
    }
}

#[tokio::test]
async fn assertions_may_be_lenient_only_where_the_reference_says_so() {
    let client = Signed::new("RS256").await;
    let now = client.app.platform.clock.now().seconds();
    let issuer = client.app.tenant.issuer();
    for (number, changes) in [
        json!({ "iat": null }),
        json!({ "iat": now + 10, "nbf": now + 10 }),
        json!({ "exp": now - 9 }),
        json!({ "exp": now + 300 }),
        json!({ "aud": [issuer] }),
        json!({ "aud": format!("{issuer}oauth/token") }),
        json!({ "jti": "j".repeat(64) }),
    ]
    .iter()
    .enumerate()
    {
        let mut changes = changes.clone();
        if changes.get("jti").is_none() {
            changes["jti"] = json!(format!("lenient-{number}"));
        }
        client.present(&client.assertion(&changes)).await.ok(200);
    }
}

#[tokio::test]
async fn a_bad_assertion_is_refused_whatever_is_bad_about_it() {
    let client = Signed::new("RS256").await;
    let now = client.app.platform.clock.now().seconds();
    let issuer = client.app.tenant.issuer();
    let stranger = PrivateKey::generate(KeyKind::Rsa2048).unwrap();
    let good = client.claims(&json!({}));
    let mut bad: Vec<String> = [
        json!({ "iss": ADMIN_CLIENT }),
        json!({ "sub": ADMIN_CLIENT }),
        json!({ "iss": null }),
        json!({ "sub": null }),
        json!({ "aud": "https://other.test/" }),
        json!({ "aud": issuer.trim_end_matches('/') }),
        json!({ "aud": null }),
        json!({ "exp": null }),
        json!({ "exp": now - 10 }),
        json!({ "exp": now + 311 }),
        json!({ "exp": "soon" }),
        json!({ "exp": i64::MAX }),
        json!({ "iat": now + 11 }),
        json!({ "nbf": now + 11 }),
        json!({ "jti": null }),
        json!({ "jti": "" }),
        json!({ "jti": "j".repeat(65) }),
        json!({ "padding": "x".repeat(2048) }),
    ]
    .iter()
    .map(|changes| client.assertion(changes))
    .collect();
    bad.push(signed(&stranger, Algorithm::RS256, &good));
    bad.push(signed(&client.key, Algorithm::RS384, &good));
    bad.push(signed(&client.key, Algorithm::PS256, &good));
    let unsigned = [json!({ "alg": "none" }), good.clone()]
        .map(|part| URL_SAFE_NO_PAD.encode(part.to_string()));
    bad.push(format!("{}.", unsigned.join(".")));
    let by_secret = [json!({ "alg": "HS256" }), good.clone()]
        .map(|part| URL_SAFE_NO_PAD.encode(part.to_string()))
        .join(".");
    let key = ostia_jose::HmacKey::new(client.client.secret.as_bytes()).unwrap();
    let mac = URL_SAFE_NO_PAD.encode(key.sign(by_secret.as_bytes()));
    bad.push(format!("{by_secret}.{mac}"));
    bad.push("nonsense".to_owned());
    bad.push("a.b.c".to_owned());
    for assertion in &bad {
        let refused = client.present(assertion).await;
        refused.denied(401, "invalid_client", "Invalid client assertion");
    }
    // None of them used the good one's jti up.
    client.present(&client.assertion(&json!({}))).await.ok(200);
}

#[tokio::test]
async fn an_assertion_is_good_once() {
    let client = Signed::new("RS256").await;
    let assertion = client.assertion(&json!({}));
    client.present(&assertion).await.ok(200);
    client
        .present(&assertion)
        .await
        .denied(401, "invalid_client", "Invalid client assertion");
    let again = client.assertion(&json!({ "exp": client.app.platform.clock.now().seconds() + 90 }));
    client
        .present(&again)
        .await
        .denied(401, "invalid_client", "Invalid client assertion");
    client
        .present(&client.assertion(&json!({ "jti": "the-second" })))
        .await
        .ok(200);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_fifty_parallel_uses_of_one_assertion_one_wins() {
    let client = std::sync::Arc::new(Signed::new("RS256").await);
    let assertion = client.assertion(&json!({}));
    let uses: Vec<_> = (0..50)
        .map(|_| {
            let (client, assertion) = (client.clone(), assertion.clone());
            tokio::spawn(async move { client.present(&assertion).await.status.as_u16() })
        })
        .collect();
    let mut statuses = Vec::new();
    for used in uses {
        statuses.push(used.await.unwrap());
    }
    statuses.sort_unstable();
    assert_eq!(statuses[0], 200);
    assert!(
        statuses[1..].iter().all(|status| *status == 401),
        "{statuses:?}"
    );
}

#[tokio::test]
async fn a_key_that_expired_or_is_no_longer_named_proves_nothing() {
    let client = Signed::new("RS256").await;
    let methods = json!({ "private_key_jwt": { "credentials": [] } });
    client
        .app
        .change_client(
            &client.client,
            &json!({ "client_authentication_methods": methods }),
        )
        .await;
    client.present(&client.assertion(&json!({}))).await.denied(
        401,
        "invalid_client",
        "Invalid client assertion",
    );
}

#[tokio::test]
async fn only_its_own_method_authenticates_a_client() {
    let client = Signed::new("RS256").await;
    let (id, secret) = (client.client.id.as_str(), client.client.secret.as_str());
    for refused in [
        by_body(&client.app, &[("client_id", id), ("client_secret", secret)]).await,
        by_body(&client.app, &[("client_id", id)]).await,
        by_basic(&client.app, &basic(id, secret), &[]).await,
    ] {
        refused.denied(401, "invalid_client", "Invalid client assertion");
    }
    // And neither a client with a secret nor an unknown one is authenticated by an assertion.
    client
        .app
        .change_client(
            &client.client,
            &json!({
                "client_authentication_methods": null,
                "token_endpoint_auth_method": "client_secret_post",
            }),
        )
        .await;
    for changes in [json!({}), json!({ "iss": "nobody", "sub": "nobody" })] {
        let refused = client.present(&client.assertion(&changes)).await;
        refused.denied(401, "invalid_client", "Invalid client assertion");
    }
}

#[tokio::test]
async fn the_assertion_type_must_be_named() {
    let client = Signed::new("RS256").await;
    let assertion = client.assertion(&json!({}));
    for kind in [
        None,
        Some("urn:ietf:params:oauth:client-assertion-type:saml2-bearer"),
    ] {
        let mut pairs = vec![("client_assertion", assertion.as_str())];
        pairs.extend(kind.map(|kind| ("client_assertion_type", kind)));
        by_body(&client.app, &pairs).await.denied(
            400,
            "invalid_request",
            "Invalid parameter: client_assertion_type must be \
             urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        );
    }
}

#[tokio::test]
async fn a_client_that_uses_tls_certificates_is_not_let_in_without_one() {
    let app = TestApp::new().await;
    let methods = json!({ "tls_client_auth": { "credentials": [] } });
    let client = app
        .application(&json!({ "client_authentication_methods": methods }))
        .await;
    for refused in [
        by_body(&app, &[("client_id", &client.id)]).await,
        by_body(
            &app,
            &[("client_id", &client.id), ("client_secret", &client.secret)],
        )
        .await,
    ] {
        assert_eq!(refused.status.as_u16(), 401, "{}", refused.text);
    }
}
