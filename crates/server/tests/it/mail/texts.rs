//! Text messages: posted to the operator's webhook, signed, and tried again.

use std::sync::atomic::{AtomicU16, Ordering};
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, Method, StatusCode};
use axum::routing::post;
use ostia_identity::context::Platform;
use ostia_identity::delivery::deliver_due;
use ostia_identity::messages::{self, Outbox, TextMessage, Webhook};
use ostia_jose::HmacKey;
use serde_json::{Value, json};

use crate::test_app::TestApp;

const PROVIDERS: &str = "/api/v2/branding/phone/providers";
const PHONE: &str = "+15550100200";
const SECRET: &[u8] = b"the secret of the webhook in these tests";

/// What was posted: signature, id, body.
type Posted = (String, String, String);

#[derive(Clone, Default)]
struct Carrier {
    posted: Arc<Mutex<Vec<Posted>>>,
    answer: Arc<AtomicU16>,
}

async fn carry(State(carrier): State<Carrier>, headers: HeaderMap, body: String) -> StatusCode {
    let header = |name: &str| headers[name].to_str().unwrap().to_owned();
    assert_eq!(header("content-type"), "application/json");
    let posted = (header("ostia-signature"), header("ostia-message-id"), body);
    carrier.posted.lock().unwrap().push(posted);
    StatusCode::from_u16(carrier.answer.load(Ordering::SeqCst)).unwrap()
}

impl Carrier {
    /// A carrier that answers, and the same database in a process that sends through it.
    fn start(app: &TestApp, answer: u16) -> (Self, Arc<Platform>) {
        let carrier = Self::default();
        carrier.answer.store(answer, Ordering::SeqCst);
        let router = Router::new()
            .route("/sms", post(carry))
            .with_state(carrier.clone());
        let webhook = Webhook {
            url: format!("{}/sms", app.served(router)),
            key: HmacKey::new(SECRET).unwrap(),
            outgoing: app.platform.outgoing.clone(),
        };
        (carrier, serving(app, Some(webhook)))
    }

    fn posted(&self) -> Vec<Posted> {
        std::mem::take(&mut *self.posted.lock().unwrap())
    }
}

fn serving(app: &TestApp, webhook: Option<Webhook>) -> Arc<Platform> {
    let platform = &app.platform;
    Arc::new(Platform {
        database: platform.database.clone(),
        caches: platform.caches.clone(),
        master_key: platform.master_key.clone(),
        clock: platform.clock.clone(),
        entropy: platform.entropy.clone(),
        hashing: platform.hashing.clone(),
        breached_passwords: ostia_identity::breached_passwords::List::default(),
        journal: platform.journal.clone(),
        outbox: Outbox {
            webhook,
            ..Outbox::default()
        },
        outgoing: platform.outgoing.clone(),
        jobs: platform.jobs.clone(),
        events: platform.events.clone(),
    })
}

async fn put(app: &TestApp) {
    let context = app.context();
    let text = TextMessage {
        to: PHONE.to_owned(),
        from: None,
        body: "123456 is your code.".to_owned(),
        code: Some("123456".to_owned()),
        connection_id: None,
    };
    let mut work = context.begin().await.unwrap();
    messages::enqueue(&text.into(), &context, &mut work)
        .await
        .unwrap();
    work.commit().await.unwrap();
}

fn checked((signature, id, body): &Posted, at: i64) -> Value {
    let (time, mac) = signature
        .strip_prefix("t=")
        .and_then(|rest| rest.split_once(",v1="))
        .unwrap();
    assert_eq!(time, at.to_string());
    let mac: Vec<u8> = (0..mac.len())
        .step_by(2)
        .map(|place| u8::from_str_radix(&mac[place..place + 2], 16).unwrap())
        .collect();
    let key = HmacKey::new(SECRET).unwrap();
    key.verify(format!("{time}.{body}").as_bytes(), &mac)
        .unwrap();
    let body: Value = serde_json::from_str(body).unwrap();
    assert_eq!(body["id"], json!(id));
    body
}

#[tokio::test]
async fn a_message_is_posted_with_a_signature() {
    let app = TestApp::new().await;
    let (carrier, platform) = Carrier::start(&app, 202);
    put(&app).await;
    assert_eq!(deliver_due(&platform).await.unwrap(), 1);
    let posted = carrier.posted();
    let now = app.platform.clock.now().seconds();
    let body = checked(&posted[0], now);
    let id = &body["id"];
    assert_eq!(
        body,
        json!({
            "id": id, "type": "sms", "tenant": "tenant", "from": null, "to": PHONE, "text": "123456 is your code.",
        })
    );
    assert_eq!(deliver_due(&platform).await.unwrap(), 0);
    assert_eq!(posted.len(), 1);
}

#[tokio::test]
async fn a_webhook_that_is_away_is_asked_again_and_not_for_long() {
    let app = TestApp::new().await;
    let (carrier, platform) = Carrier::start(&app, 503);
    put(&app).await;
    let mut ids = Vec::new();
    for wait in [0, 5, 20, 60, 300] {
        app.advance(wait);
        assert_eq!(deliver_due(&platform).await.unwrap(), 1, "after {wait} s");
        let posted = carrier.posted();
        let now = app.platform.clock.now().seconds();
        ids.push(checked(&posted[0], now)["id"].clone());
        assert_eq!(deliver_due(&platform).await.unwrap(), 0);
    }
    ids.dedup();
    assert_eq!(ids.len(), 1, "the carrier recognises it");
    app.advance(86_400);
    assert_eq!(deliver_due(&platform).await.unwrap(), 0);
    let entry = app.entry("fn").await;
    let description = entry["description"].as_str().unwrap();
    assert!(description.contains("503"), "{description}");
    assert!(!entry.to_string().contains("123456") && !entry.to_string().contains(PHONE));
}

#[tokio::test]
async fn what_is_refused_or_switched_off_is_not_tried_again() {
    let app = TestApp::new().await;
    let (carrier, platform) = Carrier::start(&app, 400);
    put(&app).await;
    deliver_due(&platform).await.unwrap();
    assert_eq!(carrier.posted().len(), 1);
    app.advance(86_400);
    assert_eq!(deliver_due(&platform).await.unwrap(), 0);
    assert_eq!(app.entries_of("fn").await.len(), 1);

    let provider = json!({
        "name": "custom", "credentials": {},
        "configuration": { "delivery_methods": ["text"], "default_from": "+15550100999", "sid": "AC0" },
    });
    let made = app.write(Method::POST, PROVIDERS, &provider).await.ok(201);
    put(&app).await;
    deliver_due(&platform).await.unwrap();
    let posted = carrier.posted();
    assert!(
        posted[0].2.contains(r#""from":"+15550100999""#),
        "{posted:?}"
    );
    let path = format!("{PROVIDERS}/{}", made["id"].as_str().unwrap());
    app.write(Method::PATCH, &path, &json!({ "disabled": true }))
        .await
        .ok(200);
    put(&app).await;
    deliver_due(&platform).await.unwrap();
    assert!(carrier.posted().is_empty());
    assert_eq!(app.entries_of("fn").await.len(), 3);

    // And where nobody is set up, the log says so.
    put(&app).await;
    deliver_due(&serving(&app, None)).await.unwrap();
    assert_eq!(app.entries_of("fn").await.len(), 4);
}
