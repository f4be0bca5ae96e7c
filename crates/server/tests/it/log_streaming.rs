//! Log streams: what their receivers get.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, Method, StatusCode};
use axum::routing::post;
use ostia_identity::logs::{Entry, Event};
use ostia_identity::streaming;
use serde_json::{Value, json};

use crate::test_app::TestApp;

const PATH: &str = "/api/v2/log-streams";

/// Notes what it is sent, and takes it or not.
#[derive(Clone, Default)]
pub struct Receiver(Arc<Mutex<Noted>>);

#[derive(Default)]
struct Noted {
    requests: Vec<(HeaderMap, String)>,
    is_broken: bool,
}

impl Receiver {
    pub fn serve(&self, app: &TestApp) -> String {
        let take = async |State(receiver): State<Self>, headers: HeaderMap, body: String| {
            let mut noted = receiver.0.lock().unwrap();
            if noted.is_broken {
                return StatusCode::BAD_GATEWAY;
            }
            noted.requests.push((headers, body));
            StatusCode::ACCEPTED
        };
        let router = Router::new().fallback(post(take)).with_state(self.clone());
        app.served(router)
    }

    pub fn breaks(&self, is_broken: bool) {
        self.0.lock().unwrap().is_broken = is_broken;
    }

    pub fn taken(&self) -> Vec<(HeaderMap, String)> {
        std::mem::take(&mut self.0.lock().unwrap().requests)
    }

    /// The entries that came, line by line.
    fn entries(&self) -> Vec<Value> {
        let requests = self.taken();
        let lines = requests.iter().flat_map(|(_, body)| body.lines());
        lines
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }

    /// The types of the entries that came.
    fn types(&self) -> Vec<String> {
        let entries = self.entries();
        let types = entries.iter().map(|entry| entry["data"]["type"].clone());
        types
            .map(|code| code.as_str().unwrap().to_owned())
            .collect()
    }
}

impl TestApp {
    /// Makes a stream to a receiver. Its path.
    async fn stream(&self, change: impl FnOnce(&mut Value), endpoint: &str) -> String {
        let mut body = json!({ "name": "s", "type": "http", "sink": { "httpEndpoint": endpoint } });
        change(&mut body);
        let made = self.write(Method::POST, PATH, &body).await.ok(200);
        // That it was made is an entry, too, and comes before what is logged from now on.
        self.advance(1);
        format!("{PATH}/{}", made["id"].as_str().unwrap())
    }

    async fn log(&self, event: Event) {
        let entry = Entry::new(event).member("user_name", "ada@example.com");
        entry.record(&self.context());
        self.platform.journal.flush().await;
        self.advance(1);
    }

    /// Sends until there is nothing more to send.
    async fn stream_all(&self) {
        self.platform.journal.flush().await;
        self.advance(5);
        while streaming::deliver_due(&self.platform).await.unwrap() > 0 {}
    }
}

#[tokio::test]
async fn entries_come_in_order_and_once() {
    let app = TestApp::new().await;
    let receiver = Receiver::default();
    app.log(Event::LoginSucceeded).await;
    app.advance(10);
    let endpoint = format!("{}/logs", receiver.serve(&app));
    app.stream(
        |body| {
            body["sink"]["httpAuthorization"] = json!("Bearer secret");
            body["sink"]["httpContentType"] = json!("application/x-ndjson");
            body["sink"]["httpCustomHeaders"] = json!([{ "header": "X-Team", "value": "shop" }]);
        },
        &endpoint,
    )
    .await;
    for _ in 0..2 {
        app.log(Event::LoginFailed).await;
        app.log(Event::LoginSucceeded).await;
    }
    // What was only just written waits for what may come before it.
    streaming::deliver_due(&app.platform).await.unwrap();
    let early = receiver.types().len();
    app.stream_all().await;
    let requests = receiver.taken();
    let (headers, body) = &requests[0];
    for (name, value) in [
        ("authorization", "Bearer secret"),
        ("content-type", "application/x-ndjson"),
        ("x-team", "shop"),
    ] {
        assert_eq!(headers[name], value);
    }
    let first: Value = serde_json::from_str(body.lines().next().unwrap()).unwrap();
    assert_eq!(first["log_id"], first["data"]["log_id"]);
    assert_eq!(first["data"]["tenant_name"], "tenant");
    let sent: usize = requests.iter().map(|(_, body)| body.lines().count()).sum();
    // The stream's own making is in the log, too.
    assert_eq!(early + sent, 5, "{requests:?}");
    app.stream_all().await;
    assert!(receiver.taken().is_empty());
}

#[tokio::test]
async fn what_is_not_taken_comes_again() {
    let app = TestApp::new().await;
    let receiver = Receiver::default();
    let endpoint = receiver.serve(&app);
    let path = app.stream(|_| {}, &endpoint).await;
    receiver.breaks(true);
    app.log(Event::LoginSucceeded).await;
    app.stream_all().await;
    receiver.breaks(false);
    app.log(Event::LoginFailed).await;
    // The next try is due in a moment.
    app.advance(30);
    app.stream_all().await;
    assert_eq!(receiver.types(), ["sapi", "s", "f"]);

    // A stream that fails for a week is stopped, and goes on where it was when somebody starts it.
    receiver.breaks(true);
    app.log(Event::LogoutSucceeded).await;
    app.stream_all().await;
    app.advance(8 * 86_400);
    app.stream_all().await;
    assert_eq!(app.read(&path).await.ok(200)["status"], "suspended");
    receiver.breaks(false);
    app.advance(86_400);
    app.stream_all().await;
    assert!(receiver.taken().is_empty());
    let active = json!({ "status": "active" });
    app.write(Method::PATCH, &path, &active).await.ok(200);
    app.stream_all().await;
    assert_eq!(receiver.types(), ["slo", "sapi"]);
}

#[tokio::test]
async fn a_paused_stream_sends_nothing_and_then_the_rest() {
    let app = TestApp::new().await;
    let receiver = Receiver::default();
    let endpoint = receiver.serve(&app);
    let filters = json!([{ "type": "category", "name": "auth.login.fail" }]);
    let path = app
        .stream(|body| body["filters"] = filters, &endpoint)
        .await;
    app.write(Method::PATCH, &path, &json!({ "status": "paused" }))
        .await
        .ok(200);
    app.log(Event::LoginFailedWrongPassword).await;
    app.log(Event::LoginSucceeded).await;
    app.stream_all().await;
    assert!(receiver.taken().is_empty());
    app.write(Method::PATCH, &path, &json!({ "status": "active" }))
        .await
        .ok(200);
    app.stream_all().await;
    assert_eq!(receiver.types(), ["fp"]);
    app.remove(&path).await.ok(204);
    app.log(Event::LoginFailedWrongPassword).await;
    app.stream_all().await;
    assert!(receiver.taken().is_empty());
}

#[tokio::test]
async fn streams_begin_where_they_are_told_to_and_hide_what_they_are_told_to() {
    let app = TestApp::new().await;
    let receiver = Receiver::default();
    let endpoint = receiver.serve(&app);
    app.log(Event::LoginFailed).await;
    app.advance(3600);
    app.log(Event::LoginSucceeded).await;
    app.advance(3600);
    let path = app
        .stream(
            |body| {
                body["startFrom"] = json!("2026-01-01T00:30:00Z");
                body["pii_config"] = json!({ "log_fields": ["email"], "method": "mask" });
                body["sink"]["httpContentFormat"] = json!("JSONARRAY");
            },
            &endpoint,
        )
        .await;
    assert_eq!(app.read(&path).await.ok(200).get("startFrom"), None);
    app.stream_all().await;
    let requests = receiver.taken();
    let sent: Value = serde_json::from_str(&requests[0].1).unwrap();
    assert_eq!(sent[0]["data"]["type"], "s");
    assert_eq!(sent[0]["data"]["user_name"], "a***");
    assert!(!requests[0].1.contains("ada@example.com"));
    let mut wrong = json!({ "name": "s", "type": "http", "sink": { "httpEndpoint": endpoint } });
    wrong["startFrom"] = json!("yesterday");
    app.write(Method::POST, PATH, &wrong).await.ok(400);
}

#[tokio::test]
async fn tenants_have_streams_of_their_own() {
    let app = TestApp::new().await;
    let other = app.other_tenant().await;
    let receiver = Receiver::default();
    let endpoint = receiver.serve(&app);
    let path = app.stream(|_| {}, &endpoint).await;
    other.log(Event::LoginFailed).await;
    app.log(Event::LoginSucceeded).await;
    app.stream_all().await;
    assert_eq!(receiver.types(), ["sapi", "s"]);
    other.read(&path).await.ok(404);

    // Many batches, and two nodes at once: nothing twice.
    for _ in 0..250 {
        Entry::new(Event::LoginSucceeded).record(&app.context());
    }
    app.platform.journal.flush().await;
    app.advance(5);
    for _ in 0..8 {
        let (one, two) = tokio::join!(
            streaming::deliver_due(&app.platform),
            streaming::deliver_due(&app.platform)
        );
        one.unwrap();
        two.unwrap();
    }
    let entries = receiver.entries();
    let mut ids: Vec<String> = entries
        .iter()
        .map(|entry| entry["log_id"].to_string())
        .collect();
    assert_eq!(ids.len(), 250);
    assert!(ids.is_sorted());
    ids.dedup();
    assert_eq!(ids.len(), 250);
}
