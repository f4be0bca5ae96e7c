//! Clients whose `client_id` is the address of a document that says who they are.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use axum::http::Method;
use axum::routing::get;
use axum::{Json, Router};
use ostia_jose::{KeyKind, PrivateKey};
use serde_json::{Value, json};

use crate::applications::{AUDIENCE, CHALLENGE, VERIFIER, decoded, text};
use crate::test_app::{TestApp, TestResponse};
use crate::visitor::{Landing, Visitor};

const ADA: &str = "ada@example.com";
const CALLBACK: &str = "https://mcp-client.test/callback";

/// A client's own web site, which publishes what it likes.
struct Publisher {
    app: TestApp,
    address: String,
    document: Arc<Mutex<Value>>,
    asked: Arc<AtomicUsize>,
}

impl Publisher {
    async fn new() -> Self {
        let app = TestApp::new().await;
        let document = Arc::new(Mutex::new(Value::Null));
        let published = document.clone();
        let asked = Arc::new(AtomicUsize::new(0));
        let counter = asked.clone();
        let key = PrivateKey::generate(KeyKind::Rsa2048).unwrap();
        let mut jwk = serde_json::to_value(key.public().to_jwk()).unwrap();
        jwk["kid"] = json!("first");
        let keys = json!({ "keys": [jwk] });
        let document_at = get(move || async move {
            counter.fetch_add(1, Ordering::Relaxed);
            Json(published.lock().unwrap().clone())
        });
        let routes = Router::new()
            .route("/client.json", document_at)
            .route("/keys", get(move || async move { Json(keys) }));
        let origin = app.served(routes);
        let address = format!("{origin}/client.json");
        let publisher = Self {
            app,
            address,
            document,
            asked,
        };
        publisher.publish(&json!({}));
        publisher
    }

    /// How often the document was asked for.
    fn asked(&self) -> usize {
        self.asked.load(Ordering::Relaxed)
    }

    /// Publishes a usable document with some members changed; `null` leaves one out.
    fn publish(&self, members: &Value) {
        let mut document = json!({
            "client_id": self.address, "client_name": "MCP Client", "redirect_uris": [CALLBACK],
            "grant_types": ["authorization_code", "refresh_token"], "token_endpoint_auth_method": "none",
        });
        for (name, value) in members.as_object().unwrap() {
            document[name] = value.clone();
        }
        document
            .as_object_mut()
            .unwrap()
            .retain(|_, value| !value.is_null());
        *self.document.lock().unwrap() = document;
    }

    async fn ask(&self, operation: &str, address: &str) -> TestResponse {
        let path = format!("/api/v2/clients/cimd/{operation}");
        let body = json!({ "external_client_id": address });
        self.app.write(Method::POST, &path, &body).await
    }

    async fn open_to_everybody(&self) {
        let settings = json!({ "client_id_metadata_document_supported": true });
        self.app
            .write(Method::PATCH, "/api/v2/tenants/settings", &settings)
            .await
            .ok(200);
        self.app.open_domain_connection().await;
    }

    /// Begins a login, as an application that knows nothing but its own address does.
    async fn begin(&self, visitor: &mut Visitor<'_>, more: &[(&str, &str)]) -> Landing {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        query.extend_pairs([
            ("client_id", self.address.as_str()),
            ("redirect_uri", CALLBACK),
            ("response_type", "code"),
            ("scope", "openid profile email offline_access"),
            ("code_challenge", CHALLENGE),
            ("code_challenge_method", "S256"),
        ]);
        query.extend_pairs(more);
        visitor
            .open(&format!("/authorize?{}", query.finish()))
            .await
    }

    async fn clients(&self) -> Vec<Value> {
        let path = "/api/v2/clients?is_first_party=false&include_totals=false";
        let clients = self.app.read(path).await.ok(200);
        clients.as_array().unwrap().clone()
    }
}

fn code(landing: &Landing) -> String {
    let url = landing.elsewhere.as_ref().expect("the way back");
    let code = url.query_pairs().find(|(name, _)| name == "code");
    code.expect("a code").1.into_owned()
}

#[tokio::test]
async fn an_administrator_brings_one_in() {
    let publisher = Publisher::new().await;
    let preview = publisher.ask("preview", &publisher.address).await.ok(200);
    assert_eq!(
        preview["validation"],
        json!({ "valid": true, "violations": [], "warnings": [] })
    );
    assert_eq!(preview.get("client_id"), None);
    assert!(publisher.clients().await.is_empty());

    let made = publisher.ask("register", &publisher.address).await.ok(201);
    let id = text(&made, "client_id");
    assert!(id.starts_with("tpc_"), "{id}");
    assert_eq!(made["mapped_fields"]["callbacks"], json!([CALLBACK]));
    let client = publisher
        .app
        .read(&format!("/api/v2/clients/{id}"))
        .await
        .ok(200);
    for (name, value) in [
        ("external_client_id", json!(publisher.address)),
        ("external_metadata_type", json!("cimd")),
        ("external_metadata_created_by", json!("admin")),
        ("is_first_party", json!(false)),
        ("third_party_security_mode", json!("strict")),
        ("token_endpoint_auth_method", json!("none")),
        ("name", json!("MCP Client")),
    ] {
        assert_eq!(client[name], value, "{name}");
    }

    publisher.publish(&json!({ "client_name": "Renamed", "contacts": ["a@b.test"] }));
    let again = publisher.ask("register", &publisher.address).await.ok(200);
    assert_eq!(text(&again, "client_id"), id);
    assert_eq!(
        again["validation"]["warnings"],
        json!(["contacts is not supported"])
    );
    let found = publisher
        .app
        .read(&format!("/api/v2/clients/{id}?fields=name"))
        .await
        .ok(200);
    assert_eq!(found, json!({ "name": "Renamed" }));
    let preview = publisher.ask("preview", &publisher.address).await.ok(200);
    assert_eq!(text(&preview, "client_id"), id);
}

#[tokio::test]
async fn what_can_not_be_applied_is_refused_and_changes_nothing() {
    let publisher = Publisher::new().await;
    for (members, violation) in [
        (
            json!({ "client_id": "https://other.test/x" }),
            "client_id must be the URL of the document.",
        ),
        (
            json!({ "client_secret": "s" }),
            "client_secret can't be in a public document.",
        ),
        (
            json!({ "jwks": { "keys": [] } }),
            "jwks must be published at jwks_uri.",
        ),
        (
            json!({ "redirect_uris": null }),
            "redirect_uris must name at least one URI.",
        ),
        (
            json!({ "redirect_uris": ["javascript:alert(1)"] }),
            "redirect_uris has an entry that can't be used.",
        ),
        (
            json!({ "token_endpoint_auth_method": "client_secret_post" }),
            "token_endpoint_auth_method must be none or private_key_jwt.",
        ),
        (
            json!({ "token_endpoint_auth_method": "private_key_jwt" }),
            "private_key_jwt needs jwks_uri, an https URL.",
        ),
        (
            json!({ "grant_types": ["password"] }),
            "grant_types must name authorization_code.",
        ),
    ] {
        publisher.publish(&members);
        let preview = publisher.ask("preview", &publisher.address).await.ok(200);
        assert_eq!(preview["validation"]["violations"], json!([violation]));
        let message = format!(
            "The Client Metadata document at {} cannot be applied. {violation}",
            publisher.address
        );
        let refused = publisher.ask("register", &publisher.address).await;
        refused.refused(400, &message, Some("invalid_body"));
    }
    let gone = publisher.address.replace("client.json", "gone.json");
    let message = format!("The Client Metadata at {gone} could not be retrieved.");
    let refused = publisher.ask("register", &gone).await;
    refused.refused(400, &message, Some("invalid_body"));
    let preview = publisher.ask("preview", &gone).await.ok(200);
    assert_eq!(preview["errors"].as_array().unwrap().len(), 1);
    publisher.publish(&json!({ "client_uri": "x".repeat(5 * 1024) }));
    publisher.ask("register", &publisher.address).await.refused(
        400,
        &format!(
            "The Client Metadata at {} could not be retrieved.",
            publisher.address
        ),
        Some("invalid_body"),
    );
    let bad = publisher.ask("register", "http://client.example/x").await;
    bad.refused(
        400,
        "Invalid external_client_id: it must begin with https://.",
        Some("invalid_body"),
    );
    assert!(publisher.clients().await.is_empty());
}

#[tokio::test]
async fn one_comes_by_itself_where_the_tenant_allows_it() {
    let publisher = Publisher::new().await;
    let app = &publisher.app;
    app.person(ADA).await;
    app.posts_api(&json!({})).await;
    let mut visitor = Visitor::new(app);
    let unknown = publisher.begin(&mut visitor, &[]).await;
    assert_eq!(unknown.elsewhere, None);
    assert!(publisher.clients().await.is_empty());

    publisher.open_to_everybody().await;
    let discovery = app
        .get("/.well-known/openid-configuration")
        .send()
        .await
        .ok(200);
    assert_eq!(discovery["client_id_metadata_document_supported"], true);
    let login = publisher.begin(&mut visitor, &[]).await;
    let consent = visitor.log_in(&login, ADA).await;
    assert!(consent.response.text.contains("MCP Client"), "{consent:?}");
    let back = visitor.consent(&consent).await;
    let tokens = app
        .token(&[
            ("grant_type", "authorization_code"),
            ("client_id", &publisher.address),
            ("code", &code(&back)),
            ("redirect_uri", CALLBACK),
            ("code_verifier", VERIFIER),
        ])
        .await
        .ok(200);
    let (_, claims) = decoded(&text(&tokens, "id_token"));
    assert_eq!(claims["aud"], json!(publisher.address));
    let userinfo = app.get("/userinfo").bearer(&text(&tokens, "access_token"));
    assert_eq!(userinfo.send().await.ok(200)["email"], ADA);
    let refreshed = app
        .token(&[
            ("grant_type", "refresh_token"),
            ("client_id", &publisher.address),
            ("refresh_token", &text(&tokens, "refresh_token")),
        ])
        .await;
    refreshed.ok(200);
    // An API needs an administrator's word, as for every strict third party.
    let refused = publisher
        .begin(&mut visitor, &[("audience", AUDIENCE)])
        .await;
    assert_eq!(refused.elsewhere, None);

    let clients = publisher.clients().await;
    assert_eq!(clients.len(), 1);
    assert_eq!(clients[0]["external_metadata_created_by"], "client");
}

#[tokio::test]
async fn its_document_is_read_again_after_a_day() {
    let publisher = Publisher::new().await;
    publisher.open_to_everybody().await;
    let app = &publisher.app;
    publisher.begin(&mut Visitor::new(app), &[]).await;
    let name = async || publisher.clients().await[0]["name"].clone();
    publisher.publish(&json!({ "client_name": "Renamed" }));
    publisher.begin(&mut Visitor::new(app), &[]).await;
    assert_eq!(name().await, "MCP Client");
    app.advance(86_401);
    publisher.begin(&mut Visitor::new(app), &[]).await;
    assert_eq!(name().await, "Renamed");
    // One that became unusable takes nothing away.
    app.advance(86_401);
    publisher.publish(&json!({ "redirect_uris": null }));
    let asked = publisher.asked();
    for _ in 0..2 {
        let login = publisher.begin(&mut Visitor::new(app), &[]).await;
        assert!(login.path.starts_with("/u/login"), "{login:?}");
    }
    assert_eq!(
        publisher.asked(),
        asked + 1,
        "once a day, whatever comes of it"
    );
}

#[tokio::test]
async fn another_tenant_does_not_know_it() {
    let publisher = Publisher::new().await;
    publisher.ask("register", &publisher.address).await.ok(201);
    let known = publisher
        .begin(&mut Visitor::new(&publisher.app), &[])
        .await;
    known.shown(403, "no connections enabled");
    let other = publisher.app.other_tenant().await;
    let unknown = publisher.begin(&mut Visitor::new(&other), &[]).await;
    unknown.shown(400, "Unknown client");
}

#[tokio::test]
async fn of_ten_first_requests_at_once_one_makes_the_client() {
    let publisher = Publisher::new().await;
    publisher.open_to_everybody().await;
    let requests = (0..10).map(|_| async {
        let mut visitor = Visitor::new(&publisher.app);
        publisher.begin(&mut visitor, &[]).await
    });
    for landing in futures_util::future::join_all(requests).await {
        assert!(landing.path.starts_with("/u/login"), "{landing:?}");
    }
    assert_eq!(publisher.clients().await.len(), 1);
}

#[tokio::test]
async fn one_that_signs_publishes_its_keys() {
    let publisher = Publisher::new().await;
    let keys = publisher.address.replace("client.json", "keys");
    publisher
        .publish(&json!({ "token_endpoint_auth_method": "private_key_jwt", "jwks_uri": keys }));
    let made = publisher.ask("register", &publisher.address).await.ok(201);
    let method = &made["mapped_fields"]["client_authentication_methods"]["private_key_jwt"];
    assert_eq!(
        method["credentials"],
        json!([{ "credential_type": "public_key", "kid": "first", "alg": "RS256" }])
    );
    let id = text(&made, "client_id");
    let credentials = format!("/api/v2/clients/{id}/credentials");
    let credentials = publisher.app.read(&credentials).await.ok(200);
    assert_eq!(credentials[0]["kid"], "first");
    let path = format!("/api/v2/clients/{id}");
    assert_eq!(
        publisher.app.read(&path).await.ok(200)["jwks_uri"],
        json!(keys)
    );
    let refused = publisher
        .app
        .token(&[
            ("grant_type", "authorization_code"),
            ("client_id", &publisher.address),
            ("code", "c"),
            ("redirect_uri", CALLBACK),
        ])
        .await;
    refused.denied(401, "invalid_client", "Invalid client assertion");
    // It may stop signing, and begin again.
    publisher.publish(&json!({}));
    publisher.ask("register", &publisher.address).await.ok(200);
    let client = publisher.app.read(&path).await.ok(200);
    assert_eq!(client["token_endpoint_auth_method"], "none");
    for gone in ["jwks_uri", "client_authentication_methods"] {
        assert_eq!(client.get(gone), None, "{gone}");
    }
    publisher
        .publish(&json!({ "token_endpoint_auth_method": "private_key_jwt", "jwks_uri": keys }));
    publisher.ask("register", &publisher.address).await.ok(200);
    assert_eq!(
        publisher.app.read(&path).await.ok(200)["jwks_uri"],
        json!(keys)
    );
}
