//! The outbox: what is committed is sent once, tried again, or given up with a reason.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::http::Method;
use ostia_identity::context::{Context, Origin, Platform};
use ostia_identity::delivery::deliver_due;
use ostia_identity::messages::{self, Letter, Occasion, TextMessage};
use ostia_identity::outgoing::Outgoing;
use serde_json::json;
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::TcpListener;
use tokio::sync::Mutex;

use crate::test_app::TestApp;
use crate::visitor::all_at_once;

const TO: &str = "ada@example.com";

async fn put(letter: Letter, app: &TestApp) {
    let context = app.context();
    let mut work = context.begin().await.unwrap();
    messages::enqueue(&letter.into(), &context, &mut work)
        .await
        .unwrap();
    work.commit().await.unwrap();
}

fn code(app: &TestApp) -> Letter {
    Letter::new(Occasion::MfaOobCode, TO, &app.context()).value("code", "123456")
}

/// The same database, in a process that keeps no inbox.
fn serving(app: &TestApp) -> Arc<Platform> {
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
        outbox: messages::Outbox::default(),
        outgoing: Outgoing::default(),
        jobs: platform.jobs.clone(),
        events: platform.events.clone(),
    })
}

#[tokio::test]
async fn what_was_not_committed_is_never_sent() {
    let app = TestApp::new().await;
    let context = app.context();
    let mut work = context.begin().await.unwrap();
    messages::enqueue(&code(&app).into(), &context, &mut work)
        .await
        .unwrap();
    drop(work);
    assert!(app.mail(TO).await.is_empty());
}

#[tokio::test]
async fn of_many_who_look_at_once_one_sends() {
    let app = TestApp::new().await;
    for _ in 0..5 {
        put(code(&app), &app).await;
    }
    let taken = all_at_once((0..8).map(|_| {
        let platform = app.platform.clone();
        async move { deliver_due(&platform).await.unwrap() }
    }))
    .await;
    assert_eq!(taken.iter().sum::<usize>(), 5);
    assert_eq!(app.mail(TO).await.len(), 5);
}

#[tokio::test]
async fn a_message_has_both_forms_in_the_language_asked_for() {
    let app = TestApp::new().await;
    put(code(&app).language("de-AT"), &app).await;
    let mail = TestApp::only(app.mail(TO).await);
    assert_eq!(mail.from, "no-reply@tenant.test");
    assert_eq!(
        mail.subject.as_deref(),
        Some("123456 ist Ihr Code für tenant.test")
    );
    assert_eq!(mail.code.as_deref(), Some("123456"));
    assert!(
        mail.text.contains("123456") && !mail.text.contains('<'),
        "{}",
        mail.text
    );
    assert!(
        !mail.text.contains("Fragen?"),
        "nobody is named: {}",
        mail.text
    );
    assert!(mail.html.unwrap().contains("<html lang=\"de\""));
    app.change_settings(&json!({ "support_email": "help@example.com" }))
        .await;
    put(code(&app).language("de"), &app).await;
    let mail = app.mail(TO).await;
    assert!(
        mail.iter()
            .any(|mail| mail.text.contains("Schreiben Sie an help@example.com"))
    );
}

#[tokio::test]
async fn the_tenants_own_template_is_used_and_cannot_do_harm() {
    let app = TestApp::new().await;
    let user = app.person(TO).await;
    let template = |body: &str| {
        json!({
            "template": "mfa_oob_code", "body": body, "from": "{{ friendly_name }} <codes@example.com>",
            "subject": "{{ code }} for {{ user.email }}\r\nBcc: eve@example.com", "syntax": "liquid", "enabled": true
        })
    };
    let set = |body: &'static str| {
        let path = "/api/v2/email-templates/mfa_oob_code";
        let template = template(body);
        let app = &app;
        async move { app.write(Method::PUT, path, &template).await.ok(200) }
    };
    set("<p>{{ code }} {{ user.name }} {{ nothing.here }}{{ application.name }}</p>").await;
    app.write(
        Method::PATCH,
        &format!("/api/v2/users/{}", user.id),
        &json!({ "name": "<script>alert(1)</script>" }),
    )
    .await
    .ok(200);
    put(code(&app).user(&user.id), &app).await;
    let mail = TestApp::only(app.mail(TO).await);
    assert_eq!(mail.from, "tenant.test <codes@example.com>");
    assert_eq!(
        mail.subject.as_deref(),
        Some("123456 for ada@example.com Bcc: eve@example.com")
    );
    let html = mail.html.unwrap();
    assert_eq!(html, "<p>123456 &lt;script&gt;alert(1)&lt;/script&gt; </p>");
    assert_eq!(mail.text, "123456 <script>alert(1)</script>\n");
    // One that can't be used gives way to ours: whoever waits for a code gets it.
    set("{% for a in (1..1000) %}{% for a in (1..1000) %}{% for a in (1..1000) %}x{% endfor %}{% endfor %}{% endfor %}")
        .await;
    put(code(&app), &app).await;
    let mail = app.mail(TO).await;
    let ours = mail
        .iter()
        .find(|mail| mail.from.contains("codes@") && mail.text.contains("Your code"));
    assert!(ours.is_some(), "{mail:?}");
}

#[tokio::test]
async fn what_a_tenant_switched_off_is_not_sent_unless_somebody_waits_for_it() {
    let app = TestApp::new().await;
    for name in ["mfa_oob_code", "blocked_account"] {
        let off = json!({
            "template": name, "body": "own", "from": "", "subject": "own", "syntax": "liquid", "enabled": false
        });
        app.write(
            Method::PUT,
            &format!("/api/v2/email-templates/{name}"),
            &off,
        )
        .await
        .ok(200);
    }
    put(code(&app), &app).await;
    put(
        Letter::new(Occasion::BlockedAccount, TO, &app.context()),
        &app,
    )
    .await;
    let mail = TestApp::only(app.mail(TO).await);
    assert!(mail.text.contains("123456"));
}

#[tokio::test]
async fn text_messages_land_in_the_inbox_too() {
    let app = TestApp::new().await;
    let context = app.context();
    let text = TextMessage {
        code: None,
        connection_id: None,
        to: "+491701234567".to_owned(),
        from: None,
        body: "Your code is 42".to_owned(),
    };
    let mut work = context.begin().await.unwrap();
    messages::enqueue(&text.into(), &context, &mut work)
        .await
        .unwrap();
    work.commit().await.unwrap();
    let mail = TestApp::only(app.mail("+491701234567").await);
    assert_eq!(mail.text, "Your code is 42");
}

#[tokio::test]
async fn without_a_provider_the_log_says_what_to_do() {
    let app = TestApp::new().await;
    put(code(&app), &app).await;
    assert_eq!(deliver_due(&serving(&app)).await.unwrap(), 1);
    let entry = app.entries_of("fn").await.remove(0);
    let description = entry["description"].as_str().unwrap();
    assert!(
        description.contains("POST /api/v2/emails/provider"),
        "{description}"
    );
    assert!(
        !entry.to_string().contains(TO) && !entry.to_string().contains("123456"),
        "{entry}"
    );
    assert_eq!(deliver_due(&serving(&app)).await.unwrap(), 0);
}

/// A mail server of a few lines (RFC 5321), which fails as many times as it is told to.
struct Postbox {
    port: u16,
    received: Arc<Mutex<Vec<String>>>,
    failures: Arc<AtomicUsize>,
}

async fn postbox() -> Postbox {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let received = Arc::new(Mutex::new(Vec::new()));
    let failures = Arc::new(AtomicUsize::new(0));
    let (kept, failing) = (received.clone(), failures.clone());
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let (kept, failing) = (kept.clone(), failing.clone());
            tokio::spawn(async move {
                let (read, mut write) = stream.into_split();
                let mut lines = BufReader::new(read).lines();
                let mut session = String::new();
                let mut in_data = false;
                write.write_all(b"220 postbox\r\n").await.unwrap();
                while let Ok(Some(line)) = lines.next_line().await {
                    session.push_str(&line);
                    session.push('\n');
                    let answer = match line.split(' ').next().unwrap() {
                        "." if in_data => {
                            in_data = false;
                            kept.lock().await.push(std::mem::take(&mut session));
                            "250 kept"
                        }
                        _ if in_data => continue,
                        "EHLO" => "250-postbox\r\n250 AUTH PLAIN LOGIN",
                        "AUTH" => "235 in",
                        "MAIL" if failing.load(Ordering::SeqCst) > 0 => {
                            failing.fetch_sub(1, Ordering::SeqCst);
                            "451 not now"
                        }
                        "RCPT" if line.contains("nobody@") => "550 nobody here",
                        "DATA" => {
                            in_data = true;
                            "354 go on"
                        }
                        "QUIT" => "221 bye",
                        _ => "250 ok",
                    };
                    write
                        .write_all(format!("{answer}\r\n").as_bytes())
                        .await
                        .unwrap();
                }
            });
        }
    });
    Postbox {
        port,
        received,
        failures,
    }
}

async fn through(postbox: &Postbox, app: &TestApp) {
    let provider = json!({
        "name": "smtp", "enabled": true, "default_from_address": "Tenant <mail@example.com>",
        "credentials": { "smtp_host": "127.0.0.1", "smtp_port": postbox.port, "smtp_user": "bob", "smtp_pass": "secret" }
    });
    app.write(Method::POST, "/api/v2/emails/provider", &provider)
        .await
        .ok(201);
}

#[tokio::test]
async fn mail_goes_through_the_tenants_server() {
    let app = TestApp::new().await;
    let postbox = postbox().await;
    through(&postbox, &app).await;
    put(code(&app), &app).await;
    assert_eq!(deliver_due(&serving(&app)).await.unwrap(), 1);
    let received = postbox.received.lock().await.remove(0);
    for part in [
        "AUTH PLAIN AGJvYgBzZWNyZXQ=",
        "MAIL FROM:<mail@example.com>",
        "RCPT TO:<ada@example.com>",
        "From: Tenant <mail@example.com>",
        "Subject: 123456 is your tenant.test code",
        "Message-ID: <",
        "Date: Thu, 01 Jan 2026 00:00:00 +0000",
        "Content-Type: multipart/alternative",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Type: text/html; charset=utf-8",
    ] {
        assert!(received.contains(part), "no {part:?} in {received}");
    }
    assert_eq!(deliver_due(&serving(&app)).await.unwrap(), 0);
}

#[tokio::test]
async fn a_server_that_refuses_for_now_is_asked_again_later() {
    let app = TestApp::new().await;
    let postbox = postbox().await;
    through(&postbox, &app).await;
    postbox.failures.store(2, Ordering::SeqCst);
    put(code(&app), &app).await;
    let platform = serving(&app);
    assert_eq!(deliver_due(&platform).await.unwrap(), 1);
    assert_eq!(deliver_due(&platform).await.unwrap(), 0);
    app.advance(11);
    assert_eq!(deliver_due(&platform).await.unwrap(), 1);
    app.advance(11);
    assert_eq!(deliver_due(&platform).await.unwrap(), 0);
    app.advance(60);
    assert_eq!(deliver_due(&platform).await.unwrap(), 1);
    assert_eq!(postbox.received.lock().await.len(), 1);
    assert!(app.entries_of("fn").await.is_empty());
}

#[tokio::test]
async fn what_a_server_refuses_for_good_is_given_up() {
    let app = TestApp::new().await;
    let postbox = postbox().await;
    through(&postbox, &app).await;
    let letter = Letter::new(Occasion::MfaOobCode, "nobody@example.com", &app.context());
    put(letter, &app).await;
    let platform = serving(&app);
    assert_eq!(deliver_due(&platform).await.unwrap(), 1);
    app.advance(1_000_000);
    assert_eq!(deliver_due(&platform).await.unwrap(), 0);
    let entry = app.entries_of("fn").await.remove(0);
    assert_eq!(
        entry["description"],
        "The mail server refused the message with code 550."
    );
}

#[tokio::test]
async fn who_dies_while_sending_leaves_the_message_to_others() {
    let app = TestApp::new().await;
    put(code(&app), &app).await;
    let context = Context::new(app.platform.clone(), app.tenant.clone(), Origin::default());
    assert_eq!(messages::lease(10, 300, &context).await.unwrap().len(), 1);
    assert!(app.mail(TO).await.is_empty());
    app.advance(301);
    assert_eq!(app.mail(TO).await.len(), 1);
}
