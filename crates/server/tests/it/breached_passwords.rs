//! Passwords that are known from breaches: at every way in, at sign-up, and as a new password.

use std::fmt::Write as _;
use std::path::PathBuf;

use aws_lc_rs::digest::{SHA1_FOR_LEGACY_USE_ONLY, digest};
use axum::http::Method;
use ostia_identity::users::User;
use serde_json::{Value, json};

use crate::applications::{Application, PASSWORD};
use crate::mail::path_of;
use crate::test_app::{TestApp, TestResponse};
use crate::visitor::{Landing, Visitor, authorize};

const ADA: &str = "ada@example.com";
const OWNER: &str = "owner@tenant.test";
/// What upstream's documentation tests with.
const LEAKED: &str = "AUTH0-TEST-Passw0rd";
const NEW_PASSWORD: &str = "Another-battery-staple-2B";
const REALM: &str = "http://auth0.com/oauth/grant-type/password-realm";
const CONNECTION: &str = "Username-Password-Authentication";
const ORIGIN: &str = "https://app.test";
const TEXT: &str = "This login attempt has been blocked because the password you're using was previously disclosed \
                    through a data breach (not in this application).";

async fn detect(app: &TestApp, setting: Value) {
    let path = "/api/v2/attack-protection/breached-password-detection";
    app.write(Method::PATCH, path, &setting).await.ok(200);
}

fn everywhere(shields: &[&str]) -> Value {
    json!({
        "enabled": true, "shields": shields,
        "stage": {
            "pre-user-registration": { "shields": ["block"] },
            "pre-change-password": { "shields": ["block"] },
        },
    })
}

/// Somebody with a password that is known; administrators may give whichever they like.
async fn ada(app: &TestApp) -> User {
    let user = app.person(ADA).await;
    let body = json!({ "password": LEAKED, "connection": CONNECTION });
    let path = format!("/api/v2/users/{}", user.id);
    app.write(Method::PATCH, &path, &body).await.ok(200);
    user
}

async fn trusted(app: &TestApp) -> Application {
    app.application(&json!({
        "grant_types": ["authorization_code", "password", REALM],
        "cross_origin_authentication": true, "web_origins": [ORIGIN],
    }))
    .await
}

async fn by_grant(app: &TestApp, client: &Application, name: &str, password: &str) -> TestResponse {
    let pairs = [
        ("grant_type", REALM),
        ("realm", CONNECTION),
        ("username", name),
        ("password", password),
    ];
    app.token_of(client, &pairs).await
}

async fn typed(visitor: &mut Visitor<'_>, client: &Application, password: &str) -> Landing {
    let page = visitor.open(&authorize(client, &[])).await;
    let fields = [("username", ADA), ("password", password)];
    visitor.submit(&page, &fields).await
}

/// The operator's list, which is looked up from now on.
fn publish(app: &TestApp, passwords: &[&str]) -> PathBuf {
    let line = |password: &&str| {
        let hash = digest(&SHA1_FOR_LEGACY_USE_ONLY, password.as_bytes());
        let mut line = String::new();
        for byte in hash.as_ref() {
            let _ = write!(line, "{byte:02X}");
        }
        line + ":3\r\n"
    };
    let mut lines: Vec<String> = passwords.iter().map(line).collect();
    lines.sort();
    let path = app.folder().join("breached.txt");
    std::fs::write(&path, lines.concat()).unwrap();
    path
}

#[tokio::test]
async fn nothing_is_looked_up_until_somebody_wants_it() {
    let app = TestApp::new().await;
    ada(&app).await;
    let client = trusted(&app).await;
    by_grant(&app, &client, ADA, LEAKED).await.ok(200);
    assert!(app.entries_of("pwd_leak").await.is_empty());
    // It is on from the moment in which it was switched on, in this tenant alone.
    let other = app.other_tenant().await;
    ada(&other).await;
    let others = trusted(&other).await;
    detect(&app, everywhere(&["block"])).await;
    assert_eq!(by_grant(&app, &client, ADA, LEAKED).await.status, 401);
    by_grant(&other, &others, ADA, LEAKED).await.ok(200);
    detect(&app, json!({ "enabled": false })).await;
    by_grant(&app, &client, ADA, LEAKED).await.ok(200);
}

#[tokio::test]
async fn no_way_in_takes_it() {
    let app = TestApp::new().await;
    let user = ada(&app).await;
    let client = trusted(&app).await;
    detect(&app, everywhere(&["block"])).await;

    let refused = by_grant(&app, &client, ADA, LEAKED).await;
    refused.denied(401, "password_leaked", TEXT);
    let entry = app.entry("pwd_leak").await;
    assert_eq!(entry["user_id"], json!(user.id));
    assert_eq!(entry["client_id"], json!(client.id));
    assert_eq!(entry["connection"], CONNECTION);
    assert_eq!(entry["details"]["blocked"], true);
    assert!(!entry.to_string().contains(LEAKED), "{entry}");

    let body = json!({
        "client_id": client.id, "username": ADA, "password": LEAKED, "realm": CONNECTION, "credential_type": REALM,
    });
    let embedded = app.post("/co/authenticate").header("origin", ORIGIN);
    let embedded = embedded.json(&body).send().await;
    embedded.denied(401, "password_leaked", TEXT);

    let body = json!({ "client_id": client.id, "username": ADA, "password": LEAKED });
    let own = app.tenant.issuer();
    let classic = app
        .post("/usernamepassword/login")
        .header("origin", own.trim_end_matches('/'));
    let classic = classic.json(&body).send().await.ok(401);
    assert_eq!(
        (&classic["code"], &classic["description"]),
        (&json!("password_leaked"), &json!(TEXT))
    );

    let mut visitor = Visitor::new(&app);
    let page = typed(&mut visitor, &client, LEAKED).await;
    page.shown(400, "has become known in a breach elsewhere");
    page.shown(400, "/u/reset-password/request/");
    assert!(visitor.session().is_none());

    let first = json!({ "identifier_first": true });
    app.write(Method::PATCH, "/api/v2/prompts", &first)
        .await
        .ok(200);
    let mut visitor = Visitor::new(&app);
    let page = visitor.open(&authorize(&client, &[])).await;
    let page = visitor.submit(&page, &[("username", ADA)]).await;
    let page = visitor.submit(&page, &[("password", LEAKED)]).await;
    page.shown(400, "has become known in a breach elsewhere");
    assert!(visitor.session().is_none());

    assert_eq!(app.entries_of("pwd_leak").await.len(), 5);
    assert!(app.entries_of("s").await.is_empty());
    let shown = app
        .read(&format!("/api/v2/users/{}", user.id))
        .await
        .ok(200);
    assert!(shown.get("logins_count").is_none(), "{shown}");
    assert!(app.mail(ADA).await.is_empty(), "no shield says so");
}

#[tokio::test]
async fn only_who_knows_the_password_hears_of_it() {
    let app = TestApp::new().await;
    app.person(ADA).await;
    let client = trusted(&app).await;
    detect(&app, everywhere(&["block", "user_notification"])).await;
    // A leaked password that is not hers, and one of nobody's.
    let wrong = by_grant(&app, &client, ADA, LEAKED).await;
    let unknown = by_grant(&app, &client, "nobody@example.com", LEAKED).await;
    wrong.denied(403, "invalid_grant", "Wrong email or password.");
    assert_eq!((wrong.status, &wrong.text), (unknown.status, &unknown.text));
    assert!(app.entries_of("pwd_leak").await.is_empty());
    assert!(app.mail(ADA).await.is_empty());
    by_grant(&app, &client, ADA, PASSWORD).await.ok(200);
}

#[tokio::test]
async fn its_owner_is_told_once_an_hour_and_gets_in_with_another() {
    let app = TestApp::new().await;
    let user = ada(&app).await;
    let client = trusted(&app).await;
    detect(&app, everywhere(&["block", "user_notification"])).await;
    for _ in 0..3 {
        assert_eq!(by_grant(&app, &client, ADA, LEAKED).await.status, 401);
    }
    let mail = TestApp::only(app.mail(ADA).await);
    assert_eq!(mail.template.as_deref(), Some("stolen_credentials"));
    app.advance(3_599);
    by_grant(&app, &client, ADA, LEAKED).await;
    assert_eq!(app.mail(ADA).await.len(), 1);
    app.advance(1);
    by_grant(&app, &client, ADA, LEAKED).await;
    assert_eq!(app.mail(ADA).await.len(), 2);

    // What the link leads to takes no other known password, and stays good.
    let link = path_of(app.mail(ADA).await[0].url.as_deref().unwrap());
    let mut visitor = Visitor::new(&app);
    let form = visitor.open(&link).await;
    form.shown(200, "Choose a new password");
    let both = |password| {
        [
            ("password-reset", password),
            ("re-enter-password", password),
        ]
    };
    let refused = visitor.submit(&form, &both("AUTH0-TEST-Another-0ne")).await;
    refused.shown(
        400,
        "has become known in a breach elsewhere. Choose another.",
    );
    refused.shown(400, "aria-invalid=\"true\"");
    let entry = app.entry("reset_pwd_leak").await;
    assert_eq!(
        (&entry["user_id"], &entry["details"]["blocked"]),
        (&json!(user.id), &json!(true))
    );
    let done = visitor.submit(&form, &both(NEW_PASSWORD)).await;
    done.shown(200, "Your password is changed");
    by_grant(&app, &client, ADA, NEW_PASSWORD).await.ok(200);
}

#[tokio::test]
async fn without_shields_it_is_only_noted() {
    let app = TestApp::new().await;
    ada(&app).await;
    let client = trusted(&app).await;
    detect(&app, json!({ "enabled": true })).await;
    by_grant(&app, &client, ADA, LEAKED).await.ok(200);
    let mut visitor = Visitor::new(&app);
    typed(&mut visitor, &client, LEAKED).await.answer("code");
    let entries = app.entries_of("pwd_leak").await;
    assert_eq!(entries.len(), 2);
    assert!(
        entries
            .iter()
            .all(|entry| entry["details"]["blocked"] == false)
    );
    let body = json!({
        "client_id": client.id, "connection": CONNECTION, "email": "new@example.com", "password": LEAKED,
    });
    app.post("/dbconnections/signup")
        .json(&body)
        .send()
        .await
        .ok(200);
    let entry = app.entry("signup_pwd_leak").await;
    assert_eq!(entry["user_name"], "new@example.com");
    let stats = app.read("/api/v2/stats/daily").await.ok(200);
    assert_eq!(stats[0]["leaked_passwords"], 3, "{stats}");
}

#[tokio::test]
async fn nobody_signs_up_with_it() {
    let app = TestApp::new().await;
    app.person(ADA).await;
    let client = trusted(&app).await;
    detect(&app, everywhere(&[])).await;
    let sign_up = async |email: &str| {
        let body = json!({ "client_id": client.id, "connection": CONNECTION, "email": email, "password": LEAKED });
        app.post("/dbconnections/signup").json(&body).send().await
    };
    let refused = sign_up("new@example.com").await;
    assert_eq!(refused.ok(400)["code"], "password_leaked");
    // The same for an address that has an account.
    assert_eq!(sign_up(ADA).await.text, refused.text);

    let mut visitor = Visitor::new(&app);
    let page = visitor
        .open(&authorize(&client, &[("screen_hint", "signup")]))
        .await;
    for password in [LEAKED, "Paat739!!WWXXYYZZ"] {
        let fields = [("email", "new@example.com"), ("password", password)];
        let again = visitor.submit(&page, &fields).await;
        again.shown(
            400,
            "has become known in a breach elsewhere. Choose another.",
        );
    }
    assert_eq!(app.entries_of("signup_pwd_leak").await.len(), 4);
    let users = app.read("/api/v2/users").await.ok(200);
    assert_eq!(users.as_array().unwrap().len(), 1);
    let fields = [("email", "new@example.com"), ("password", PASSWORD)];
    visitor.submit(&page, &fields).await.answer("code");
}

#[tokio::test]
async fn the_operators_list_is_asked_and_may_be_replaced() {
    let app = TestApp::new().await;
    app.person(ADA).await;
    let client = trusted(&app).await;
    detect(&app, everywhere(&["block"])).await;
    // There is none.
    by_grant(&app, &client, ADA, PASSWORD).await.ok(200);
    let path = publish(&app, &[PASSWORD, "tiger", "lion"]);
    by_grant(&app, &client, ADA, PASSWORD)
        .await
        .denied(401, "password_leaked", TEXT);
    publish(&app, &["tiger", "lion"]);
    by_grant(&app, &client, ADA, PASSWORD).await.ok(200);
    // One that can't be read locks nobody out.
    std::fs::write(path, "no list").unwrap();
    by_grant(&app, &client, ADA, PASSWORD).await.ok(200);
}

#[tokio::test]
async fn administrators_are_told_as_often_as_they_want() {
    let app = TestApp::new().await;
    ada(&app).await;
    let client = trusted(&app).await;
    let setting = json!({
        "enabled": true, "shields": ["admin_notification"], "admin_notification_frequency": ["daily"],
        "stage": { "pre-user-registration": { "shields": ["block", "admin_notification"] } },
    });
    detect(&app, setting).await;
    // Nobody is named.
    by_grant(&app, &client, ADA, LEAKED).await.ok(200);
    assert!(app.mail(OWNER).await.is_empty());
    app.change_settings(&json!({ "support_email": OWNER }))
        .await;
    for _ in 0..2 {
        by_grant(&app, &client, ADA, LEAKED).await.ok(200);
    }
    let mail = TestApp::only(app.mail(OWNER).await);
    assert!(
        mail.text.contains("of type pwd_leak in the log"),
        "{}",
        mail.text
    );
    assert!(!mail.text.contains(ADA), "{}", mail.text);
    app.advance(86_400);
    let body = json!({
        "client_id": client.id, "connection": CONNECTION, "email": "new@example.com", "password": LEAKED,
    });
    app.post("/dbconnections/signup")
        .json(&body)
        .send()
        .await
        .ok(400);
    let mail = app.mail(OWNER).await;
    assert_eq!(mail.len(), 2);
    assert!(
        mail[0].text.contains("of type signup_pwd_leak in the log"),
        "{}",
        mail[0].text
    );
    assert!(app.mail(ADA).await.is_empty());
}

#[tokio::test]
async fn administrators_may_set_any_password() {
    let app = TestApp::new().await;
    detect(&app, everywhere(&["block"])).await;
    let user = ada(&app).await;
    let body = json!({ "connection": CONNECTION, "email": "eve@example.com", "password": LEAKED });
    app.write(Method::POST, "/api/v2/users", &body)
        .await
        .ok(201);
    assert!(app.entries_of("reset_pwd_leak").await.is_empty());
    assert!(app.entries_of("signup_pwd_leak").await.is_empty());
    // But nobody gets in with it.
    let client = trusted(&app).await;
    assert_eq!(by_grant(&app, &client, ADA, LEAKED).await.status, 401);
    assert_eq!(app.entry("pwd_leak").await["user_id"], json!(user.id));
}
