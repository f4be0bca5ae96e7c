//! Applications that are told when a session ends. They listen on ports of their own: what is told goes over the network.

use std::sync::atomic::{AtomicU16, Ordering};
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::State;
use axum::http::{Method, StatusCode};
use axum::routing::post;
use ostia_identity::delivery::deliver_due;
use ostia_identity::{housekeeping, tenants};
use ostia_jose::Algorithm;
use serde_json::{Value, json};

use crate::applications::{Application, decoded, text};
use crate::test_app::TestApp;
use crate::visitor::Visitor;

const ADA: &str = "ada@example.com";
const EVENT: &str = "http://schemas.openid.net/event/backchannel-logout";

/// What an application was told, and what it answers.
#[derive(Clone, Default)]
struct Listener {
    told: Arc<Mutex<Vec<String>>>,
    answer: Arc<AtomicU16>,
}

async fn hear(State(listener): State<Listener>, body: String) -> StatusCode {
    let token = url::form_urlencoded::parse(body.as_bytes())
        .find(|(name, _)| name == "logout_token")
        .map(|(_, token)| token.into_owned());
    listener.told.lock().unwrap().extend(token);
    StatusCode::from_u16(listener.answer.load(Ordering::SeqCst)).unwrap()
}

impl Listener {
    /// One that answers 200, and where it listens.
    fn start(app: &TestApp) -> (Self, String) {
        let listener = Self::default();
        listener.answers(200);
        let router = Router::new()
            .route("/logout", post(hear))
            .with_state(listener.clone());
        let url = format!("{}/logout", app.served(router));
        (listener, url)
    }

    fn answers(&self, status: u16) {
        self.answer.store(status, Ordering::SeqCst);
    }

    /// What it was told since it was last asked.
    fn told(&self) -> Vec<String> {
        std::mem::take(&mut *self.told.lock().unwrap())
    }
}

async fn listening(app: &TestApp, url: &str, initiators: Value) -> Application {
    let settings = json!({
        "backchannel_logout_urls": [url], "backchannel_logout_initiators": initiators,
    });
    app.application(&json!({ "oidc_logout": settings })).await
}

/// Sends what waits. How much it was.
async fn deliver(app: &TestApp) -> usize {
    deliver_due(&app.platform).await.unwrap()
}

/// Logs Ada in, and gives the `sid` of her session.
async fn sign_in(app: &TestApp, visitor: &mut Visitor<'_>, client: &Application) -> String {
    let code = visitor.code(client, ADA, &[]).await;
    let tokens = app.redeem(client, &code).await.ok(200);
    text(&decoded(&text(&tokens, "id_token")).1, "sid")
}

#[tokio::test]
async fn the_issuer_is_the_name_under_which_the_session_was_opened() {
    let app = TestApp::new().await;
    let domain = "localhost:8443";
    tenants::move_to_domain(&app.tenant, domain, &app.platform)
        .await
        .unwrap();
    let moved = tenants::find_by_domain(domain, &app.platform).await;
    let app = app.at(&moved.unwrap().unwrap());
    let own = json!({ "domain": "login.localhost", "type": "self_managed_certs" });
    let path = "/api/v2/custom-domains";
    let made = app.write(Method::POST, path, &own).await.ok(201);
    let verify = format!("{path}/{}/verify", text(&made, "custom_domain_id"));
    app.write(Method::POST, &verify, &json!({})).await.ok(200);
    let custom = tenants::find_by_domain("login.localhost:8443", &app.platform).await;
    let there = app.at(&custom.unwrap().unwrap());
    app.person(ADA).await;
    let (listener, url) = Listener::start(&app);
    let client = listening(&app, &url, json!({ "mode": "all" })).await;
    for (place, issuer) in [
        (&there, "https://login.localhost:8443/"),
        (&app, "https://localhost:8443/"),
    ] {
        let mut visitor = Visitor::new(place);
        sign_in(place, &mut visitor, &client).await;
        visitor.open("/v2/logout").await;
        deliver(&app).await;
        let told = listener.told();
        assert_eq!(decoded(&told[0]).1["iss"], issuer);
    }
}

#[tokio::test]
async fn everybody_who_used_the_session_is_told() {
    let app = TestApp::new().await;
    let ada = app.person(ADA).await.id;
    let (listener, url) = Listener::start(&app);
    let client = listening(&app, &url, json!({ "mode": "all" })).await;
    let other = listening(&app, &url, json!({ "mode": "all" })).await;
    let silent = app.web_app().await;
    let unused = listening(&app, &url, json!({ "mode": "all" })).await;
    let mut visitor = Visitor::new(&app);
    let sid = sign_in(&app, &mut visitor, &client).await;
    for client in [&other, &silent] {
        assert_eq!(sign_in(&app, &mut visitor, client).await, sid);
    }
    let mut elsewhere = Visitor::new(&app);
    sign_in(&app, &mut elsewhere, &client).await;
    visitor.open("/v2/logout").await;
    assert!(listener.told().is_empty(), "nobody waits for applications");
    assert_eq!(deliver(&app).await, 2);
    assert_eq!(deliver(&app).await, 0);

    let told = listener.told();
    let mut audiences = Vec::new();
    for token in &told {
        assert_eq!(decoded(token).0["typ"], "JWT");
        let claims = app.verified(token, Algorithm::RS256).await;
        assert_eq!(claims["iss"], json!(app.tenant.issuer()));
        assert_eq!(claims["sub"], json!(ada));
        assert_eq!(claims["sid"], json!(sid));
        assert_eq!(claims["events"], json!({ EVENT: {} }));
        let lifetime = claims["exp"].as_i64().unwrap() - claims["iat"].as_i64().unwrap();
        assert_eq!(lifetime, 120);
        assert!(claims.get("nonce").is_none());
        audiences.push(text(&claims, "aud"));
    }
    audiences.sort();
    let mut expected = vec![client.id, other.id];
    expected.sort();
    assert_eq!(audiences, expected);
    assert_ne!(decoded(&told[0]).1["jti"], decoded(&told[1]).1["jti"]);
    assert!(!audiences.contains(&unused.id));

    let entry = app.entry("oidc_backchannel_logout_succeeded").await;
    assert_eq!(entry["user_id"], json!(ada));
    assert_eq!(entry["details"]["initiator"], "rp-logout");
    assert_eq!(entry["details"]["response"]["statusCode"], 200);
    assert_eq!(
        entry["details"]["request"]["backchannel_logout_uri"],
        json!(url)
    );
    // Logging out again is nothing new.
    visitor.open("/v2/logout").await;
    assert_eq!(deliver(&app).await, 0);
}

#[tokio::test]
async fn an_application_chooses_what_it_hears_of() {
    let app = TestApp::new().await;
    let (listener, url) = Listener::start(&app);
    let ada = app.person(ADA).await.id.to_string().replace('|', "%7C");
    let user = format!("/api/v2/users/{ada}");
    let own = |name: &str| json!({ "mode": "custom", "selected_initiators": [name] });
    for (initiator, hears) in [
        ("rp-logout", "rp-logout"),
        ("session-revoked", "session-revoked"),
        ("session-revoked", "rp-logout"),
        ("password-changed", "password-changed"),
        ("password-changed", "session-revoked"),
        ("session-expired", "session-expired"),
        ("account-deleted", "account-deleted"),
    ] {
        let client = listening(&app, &url, own(hears)).await;
        let mut visitor = Visitor::new(&app);
        let sid = sign_in(&app, &mut visitor, &client).await;
        match initiator {
            "rp-logout" => _ = visitor.open("/v2/logout").await,
            "session-revoked" => _ = app.remove(&format!("/api/v2/sessions/{sid}")).await.ok(202),
            "password-changed" => {
                let body = json!({ "password": crate::applications::PASSWORD });
                app.write(Method::PATCH, &user, &body).await.ok(200);
            }
            "session-expired" => {
                app.advance(365 * 86_400);
                housekeeping::sweep(&app.platform).await.unwrap();
            }
            _ => _ = app.remove(&user).await.ok(204),
        }
        deliver(&app).await;
        let told = listener.told().into_iter();
        let told: Vec<Value> = told.map(|token| decoded(&token).1["sid"].clone()).collect();
        let expected = if initiator == hears {
            vec![json!(sid)]
        } else {
            Vec::new()
        };
        assert_eq!(told, expected, "{initiator} at one that hears of {hears}");
    }
}

#[tokio::test]
async fn who_does_not_answer_is_told_again_and_at_last_left_alone() {
    let app = TestApp::new().await;
    app.person(ADA).await;
    let (listener, url) = Listener::start(&app);
    let client = listening(&app, &url, json!({ "mode": "all" })).await;
    let mut visitor = Visitor::new(&app);
    sign_in(&app, &mut visitor, &client).await;
    listener.answers(503);
    visitor.open("/v2/logout").await;
    assert_eq!(deliver(&app).await, 1);
    assert_eq!(deliver(&app).await, 0, "not yet");
    // It is there again, and gets a token of then.
    app.advance(10);
    listener.answers(200);
    assert_eq!(deliver(&app).await, 1);
    let told = listener.told();
    let issued = |token: &str| decoded(token).1["iat"].as_i64().unwrap();
    assert_eq!(told.len(), 2);
    assert_eq!(issued(&told[1]) - issued(&told[0]), 10);
    app.entry("oidc_backchannel_logout_succeeded").await;

    sign_in(&app, &mut visitor, &client).await;
    listener.answers(500);
    visitor.open("/v2/logout").await;
    for wait in [0, 10, 60, 300, 900] {
        app.advance(wait);
        assert_eq!(deliver(&app).await, 1, "after {wait}");
    }
    app.advance(1_000_000);
    assert_eq!(deliver(&app).await, 0);
    assert_eq!(listener.told().len(), 5);
    let entry = app.entry("oidc_backchannel_logout_failed").await;
    assert_eq!(entry["details"]["response"]["statusCode"], 500);
}

#[tokio::test]
async fn a_refusal_is_final_and_silence_is_not() {
    let app = TestApp::new().await;
    app.person(ADA).await;
    let (listener, url) = Listener::start(&app);
    let refusing = listening(&app, &url, json!({ "mode": "all" })).await;
    let mut visitor = Visitor::new(&app);
    sign_in(&app, &mut visitor, &refusing).await;
    listener.answers(400);
    visitor.open("/v2/logout").await;
    assert_eq!(deliver(&app).await, 1);
    app.advance(100_000);
    assert_eq!(deliver(&app).await, 0);
    let entry = app.entry("oidc_backchannel_logout_failed").await;
    assert_eq!(entry["details"]["response"]["statusCode"], 400);

    // Who has stopped listening to log-outs in the meantime is not told.
    sign_in(&app, &mut visitor, &refusing).await;
    visitor.open("/v2/logout").await;
    app.change_client(&refusing, &json!({ "oidc_logout": null }))
        .await;
    listener.told();
    deliver(&app).await;
    assert!(listener.told().is_empty());
}
