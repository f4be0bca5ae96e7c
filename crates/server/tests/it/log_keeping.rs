//! The journal: what it keeps, for how long, and what it never does.

use std::time::{Duration, Instant};

use ostia_identity::context::Platform;
use ostia_identity::housekeeping;
use ostia_identity::logs::{Entry, Event, Journal, table, why};
use serde_json::{Value, json};
use std::sync::Arc;

use crate::applications::text;
use crate::test_app::{ADMIN_CLIENT, TestApp};
use crate::visitor::{Visitor, authorize};

const DAY: u64 = 86_400;

impl TestApp {
    /// The whole log, oldest first.
    pub async fn entries(&self) -> Vec<Value> {
        self.platform.journal.flush().await;
        let mut entries = table::newest(&self.tenant, 1000, &self.platform.database)
            .await
            .unwrap();
        entries.sort_by_key(|entry| entry["log_id"].to_string());
        entries
    }

    /// The latest entry of a type.
    pub async fn entry(&self, code: &str) -> Value {
        let mut entries = self.entries().await;
        entries.retain(|entry| entry["type"] == json!(code));
        entries
            .pop()
            .unwrap_or_else(|| panic!("there is no {code}"))
    }
}

#[tokio::test]
async fn old_entries_go_and_what_they_counted_stays() {
    let app = TestApp::new().await;
    // More than one batch of housekeeping.
    for number in 0..450 {
        let entry = Entry::new(Event::LoginSucceeded).member("user_id", format!("auth0|{number}"));
        entry.record(&app.context());
    }
    app.platform.journal.flush().await;
    let stats = async || {
        let days = app
            .read("/api/v2/stats/daily?from=20260101&to=20260101")
            .await;
        let active = app.read("/api/v2/stats/active-users").await;
        (days.ok(200)[0]["logins"].clone(), active.ok(200))
    };
    app.advance(29 * DAY);
    assert_eq!(housekeeping::sweep(&app.platform).await.unwrap(), 0);
    assert_eq!(stats().await, (json!(450), json!(450)));
    // The entries are too old an hour before their users cease to be active.
    let platform = Arc::new(Platform {
        journal: Journal::start(app.platform.database.clone())
            .keeping(Duration::from_secs(29 * DAY - 3600)),
        ..Platform::clone(&app.platform)
    });
    assert_eq!(housekeeping::sweep(&platform).await.unwrap(), 450);
    assert!(app.entries().await.is_empty());
    assert_eq!(stats().await, (json!(450), json!(450)));
    app.advance(2 * DAY);
    assert_eq!(housekeeping::sweep(&app.platform).await.unwrap(), 450);
    assert_eq!(stats().await, (json!(450), json!(0)));
}

#[tokio::test]
async fn a_database_that_does_not_follow_costs_no_request_anything() {
    const CAPACITY: usize = 200;
    let app = TestApp::new().await;
    let journal = Journal::with_capacity(CAPACITY, app.platform.database.clone());
    let platform = Arc::new(Platform {
        journal,
        ..Platform::clone(&app.platform)
    });
    let mut context = app.context();
    context.platform = platform.clone();
    // Whoever wants to write waits for this, on SQLite: it has one writer.
    let work = app.platform.database.begin().await.unwrap();
    let mut longest = Duration::ZERO;
    for _ in 0..1000 {
        let began = Instant::now();
        Entry::new(Event::LoginSucceeded).record(&context);
        longest = longest.max(began.elapsed());
        tokio::task::yield_now().await;
    }
    assert!(
        longest < Duration::from_millis(50),
        "{longest:?} on a busy machine"
    );
    drop(work);
    platform.journal.flush().await;
    let written = app.entries().await.len() as u64;
    assert_eq!(written + platform.journal.dropped(), 1000);
    assert!(written >= CAPACITY as u64, "{written}");
}

#[tokio::test]
async fn what_comes_twice_is_written_and_counted_once() {
    let app = TestApp::new().await;
    Entry::new(Event::SignupSucceeded).record(&app.context());
    app.platform.journal.flush().await;
    let stored = app.entries().await.remove(0);
    let Value::Object(document) = stored.clone() else {
        unreachable!()
    };
    let again = ostia_identity::logs::Stored {
        tenant: app.tenant.id.clone(),
        log_id: text(&stored, "log_id"),
        event: Event::SignupSucceeded,
        at: app.platform.clock.now(),
        correlation_id: String::new(),
        document,
    };
    let mut work = app.platform.database.begin().await.unwrap();
    assert!(!table::insert(&again, &mut work).await.unwrap());
    work.commit().await.unwrap();
    assert_eq!(app.entries().await.len(), 1);
}

#[tokio::test]
async fn entries_say_where_a_request_came_from() {
    let app = TestApp::new().await;
    let chrome = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.1.2 Safari/537.36";
    app.get("/authorize?client_id=nobody-that-we-know")
        .header("user-agent", chrome)
        .header("x-correlation-id", "request-17")
        .header(
            "auth0-client",
            "eyJuYW1lIjoiYXV0aDAtc3BhLWpzIiwidmVyc2lvbiI6IjIuMSJ9",
        )
        .send()
        .await;
    let entry = app.entry("f").await;
    assert_eq!(entry["user_agent"], json!("Chrome 120.0.1 / Linux 0.0.0"));
    assert_eq!(
        entry["references"],
        json!({ "correlation_id": "request-17" })
    );
    assert_eq!(
        entry["auth0_client"],
        json!({ "name": "auth0-spa-js", "version": "2.1" })
    );
    assert_eq!(entry["client_id"], json!("nobody-that-we-know"));
    assert_eq!(
        entry["details"]["error"]["oauthError"],
        json!("invalid_request")
    );
}

#[tokio::test]
async fn a_login_and_its_end_in_the_log() {
    let app = TestApp::new().await;
    app.person("ada@example.com").await;
    let client = app
        .application(&json!({ "allowed_logout_urls": ["https://app.test/"] }))
        .await;
    let mut visitor = Visitor::new(&app);
    let code = visitor.code(&client, "ada@example.com", &[]).await;
    app.redeem(&client, &code).await.ok(200);
    let login = app.entry("s").await;
    assert_eq!(
        (
            &login["strategy"],
            &login["strategy_type"],
            &login["client_id"]
        ),
        (&json!("auth0"), &json!("database"), &json!(client.id))
    );
    assert_eq!(login["details"]["stats"]["loginsCount"], json!(1));
    let exchange = app.entry("seacft").await;
    assert_eq!(exchange["user_id"], login["user_id"]);
    assert_eq!(exchange["connection"], login["connection"]);

    visitor
        .open(&authorize(&client, &[("prompt", "none")]))
        .await;
    assert_eq!(
        app.entry("ssa").await["details"]["session_id"],
        login["details"]["session_id"]
    );
    let foreign = format!(
        "/v2/logout?client_id={}&returnTo=https://evil.test/",
        client.id
    );
    visitor.open(&foreign).await;
    let refused = app.entry("flo").await;
    assert_eq!(
        refused["details"],
        json!({ "allowed_logout_url": ["https://app.test/"], "return_to": "https://evil.test/" })
    );
    visitor.open("/v2/logout").await;
    assert_eq!(
        app.entry("slo").await["details"]["session_id"],
        login["details"]["session_id"]
    );
    let wrong = authorize(&client, &[("redirect_uri", "https://evil.test/callback")]);
    visitor.open(&wrong).await;
    let mismatch = app.entry("f").await;
    assert_eq!(mismatch["description"], json!("Callback URL mismatch"));
    visitor
        .open(&authorize(&client, &[("prompt", "none")]))
        .await;
    assert_eq!(
        app.entry("fsa").await["details"]["error"]["oauthError"],
        json!("login_required")
    );
}

#[tokio::test]
async fn a_refusal_is_explained_from_its_correlation_id() {
    let app = TestApp::new().await;
    let explained = async |id: &str| {
        app.platform.journal.flush().await;
        let found = why::of_request(id, &app.context()).await.unwrap();
        found.into_iter().find_map(|(_, explanation)| explanation)
    };
    let refused = app
        .post("/oauth/token")
        .form(&[
            ("grant_type", "client_credentials"),
            ("client_id", ADMIN_CLIENT),
            ("client_secret", "wrong"),
            ("audience", "https://tenant.test/api/v2/"),
        ])
        .send()
        .await;
    refused.ok(401);
    let id = refused.header("x-correlation-id").to_owned();
    let explanation = explained(&id).await.unwrap();
    assert!(
        explanation.rule.contains("did not prove"),
        "{explanation:?}"
    );
    assert!(explanation.setting.contains("token_endpoint_auth_method"));
    assert_eq!(explained("another").await, None);
    let other = app.other_tenant().await;
    let found = why::of_request(&id, &other.context()).await.unwrap();
    assert!(found.is_empty(), "it is this tenant's");
}
