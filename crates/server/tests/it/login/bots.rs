//! Bot detection: a form that has to be proved by a number, or by patience, before anything happens.

use axum::http::Method;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ostia_identity::vault::fingerprint;
use serde_json::{Value, json};

use crate::applications::{Application, PASSWORD};
use crate::test_app::TestApp;
use crate::visitor::{Landing, Visitor, all_at_once, authorize};

const ADA: &str = "ada@example.com";
const CONNECTION: &str = "Username-Password-Authentication";
const REFUSED: &str = "could not tell you from a program";
const HERE: Option<&str> = Some("203.0.113.7");
const THERE: Option<&str> = Some("203.0.113.8");

/// A tenant with bot detection, easy for a test to solve; an application, and Ada.
async fn guarded_app(settings: &Value) -> (TestApp, Application) {
    let app = TestApp::new().await;
    let client = app
        .application(&json!({
            "cross_origin_authentication": true, "web_origins": ["https://app.test"],
            "grant_types": ["authorization_code", "password", "http://auth0.com/oauth/grant-type/password-realm"],
        }))
        .await;
    app.person(ADA).await;
    set(&app, &json!({ "bot_detection_level": "low" })).await;
    set(&app, settings).await;
    (app, client)
}

async fn set(app: &TestApp, settings: &Value) {
    let path = "/api/v2/attack-protection/bot-detection";
    app.write(Method::PATCH, path, settings).await.ok(200);
}

/// The challenge of a page, if it has one.
fn challenge(page: &Landing) -> Option<String> {
    let (_, hidden) = page.form();
    let found = hidden.into_iter().find(|(name, _)| name == "challenge");
    found.map(|(_, value)| value)
}

fn zeros(text: &str) -> u32 {
    let digest = URL_SAFE_NO_PAD.decode(fingerprint(text)).unwrap();
    u32::from_be_bytes(digest[..4].try_into().unwrap()).leading_zeros()
}

/// What a browser would find.
fn solve(challenge: &str) -> String {
    let mut numbers = (0_u32..).map(|number| number.to_string());
    let solves = |number: &String| zeros(&format!("{challenge}.{number}")) >= 13;
    numbers.find(solves).unwrap()
}

/// What a browser would not.
fn wrong(challenge: &str) -> String {
    let mut numbers = (0_u32..).map(|number| number.to_string());
    let fails = |number: &String| zeros(&format!("{challenge}.{number}")) < 13;
    numbers.find(fails).unwrap()
}

async fn at_login<'a>(
    app: &'a TestApp,
    client: &Application,
    address: Option<&'static str>,
) -> (Visitor<'a>, Landing) {
    let mut browser = Visitor::new(app);
    browser.address = address;
    let page = browser.open(&authorize(client, &[])).await;
    (browser, page)
}

fn typed<'a>(password: &'a str, solution: &'a str) -> [(&'a str, &'a str); 3] {
    [
        ("username", ADA),
        ("password", password),
        ("solution", solution),
    ]
}

/// Whether logs have been told this of the last attempt.
async fn assessed(app: &TestApp) -> Value {
    app.platform.journal.flush().await;
    let path = "/api/v2/logs?q=type:pla&sort=date:-1&per_page=1";
    app.read(path).await.ok(200)[0].take()
}

#[tokio::test]
async fn a_number_is_good_once_and_in_time() {
    let (app, client) = guarded_app(&json!({ "challenge_password_policy": "always" })).await;
    let (mut browser, page) = at_login(&app, &client, None).await;
    let policy = page.response.header("content-security-policy");
    assert!(policy.contains("script-src 'nonce-"), "{policy}");
    page.shown(200, "/u/assets/verification.js");
    // The right password is not looked at without it.
    for solution in [
        String::new(),
        "x".to_owned(),
        wrong(&challenge(&page).unwrap()),
    ] {
        let refused = browser.submit(&page, &typed(PASSWORD, &solution)).await;
        refused.shown(400, REFUSED);
        assert_ne!(challenge(&refused), challenge(&page));
    }
    let solution = solve(&challenge(&page).unwrap());
    let page_again = page.clone();
    let wrong_password = browser.submit(&page, &typed("no", &solution)).await;
    wrong_password.shown(400, "don’t belong together");
    let replayed = browser
        .submit(&page_again, &typed(PASSWORD, &solution))
        .await;
    replayed.shown(400, REFUSED);
    // Nor is another browser's number good, or another login's, or one that is too old.
    let (_, foreign) = at_login(&app, &client, None).await;
    let foreign = challenge(&foreign).unwrap();
    let elsewhere = browser.open(&authorize(&client, &[])).await;
    let elsewhere = challenge(&elsewhere).unwrap();
    for challenge in [foreign, elsewhere] {
        let solution = solve(&challenge);
        let fields = [
            &typed(PASSWORD, &solution)[..],
            &[("challenge", &challenge)],
        ]
        .concat();
        browser.submit(&replayed, &fields).await.shown(400, REFUSED);
    }
    let solution = solve(&challenge(&replayed).unwrap());
    app.advance(15 * 60);
    let late = browser.submit(&replayed, &typed(PASSWORD, &solution)).await;
    late.shown(400, REFUSED);
    let solution = solve(&challenge(&late).unwrap());
    let landing = browser.submit(&late, &typed(PASSWORD, &solution)).await;
    landing.answer("code");
    let entry = assessed(&app).await;
    assert_eq!(entry["details"]["requiresVerification"], true);
    assert_eq!(entry["details"]["ipOnAllowlist"], false);
}

#[tokio::test]
async fn of_many_that_bring_a_number_one_passes() {
    let (app, client) = guarded_app(&json!({ "challenge_password_policy": "always" })).await;
    let (browser, page) = at_login(&app, &client, None).await;
    let solution = solve(&challenge(&page).unwrap());
    let fields = typed("no", &solution);
    let tries = (0..8).map(|_| {
        let (mut browser, page) = (browser.clone(), page.clone());
        async move { browser.submit(&page, &fields).await.response.text }
    });
    let texts = all_at_once(tries).await;
    let looked_at = texts.iter().filter(|text| !text.contains(REFUSED));
    assert_eq!(looked_at.count(), 1);
}

#[tokio::test]
async fn who_computes_nothing_waits() {
    let (app, client) = guarded_app(&json!({ "challenge_password_policy": "always" })).await;
    let (mut browser, page) = at_login(&app, &client, None).await;
    page.shown(200, "wait 3 seconds");
    app.advance(2);
    let page = browser.submit(&page, &typed(PASSWORD, "")).await;
    page.shown(400, REFUSED);
    app.advance(3);
    browser
        .submit(&page, &typed(PASSWORD, ""))
        .await
        .answer("code");
    // Patience is spent, too.
    let page = browser
        .open(&authorize(&client, &[("prompt", "login")]))
        .await;
    app.advance(3);
    browser
        .submit(&page, &typed("no", ""))
        .await
        .shown(400, "don’t belong together");
    let replayed = browser.submit(&page, &typed(PASSWORD, "")).await;
    replayed.shown(400, REFUSED);
}

#[tokio::test]
async fn risky_is_where_logins_failed() {
    let (app, client) = guarded_app(&json!({
        "challenge_password_policy": "when_risky", "bot_detection_level": "medium",
    }))
    .await;
    // Ada has been here, in a browser of hers.
    let mut hers = Visitor::new(&app);
    hers.address = HERE;
    hers.sign_in(&client, ADA, &[]).await.answer("code");
    let (mut browser, mut page) = at_login(&app, &client, HERE).await;
    for _ in 0..5 {
        assert_eq!(challenge(&page), None);
        page = browser.submit(&page, &typed("no", "")).await;
    }
    assert!(challenge(&page).is_some());
    browser
        .submit(&page, &typed(PASSWORD, ""))
        .await
        .shown(400, REFUSED);
    // Not elsewhere, and not in her own browser.
    let (mut elsewhere, page) = at_login(&app, &client, THERE).await;
    assert_eq!(challenge(&page), None);
    let landing = elsewhere.log_in(&page, ADA).await;
    landing.answer("code");
    app.advance(1);
    let page = hers.open(&authorize(&client, &[("prompt", "login")])).await;
    hers.log_in(&page, ADA).await.answer("code");
    assert_eq!(
        assessed(&app).await["details"]["requiresVerification"],
        false
    );
    // Nor where the tenant says that the address is fine.
    set(&app, &json!({ "allowlist": ["203.0.113.0/29"] })).await;
    app.advance(1);
    let (mut allowed, page) = at_login(&app, &client, HERE).await;
    assert_eq!(challenge(&page), None);
    allowed.log_in(&page, ADA).await.answer("code");
    assert_eq!(assessed(&app).await["details"]["ipOnAllowlist"], true);
    // What failed is forgotten, one every quarter of an hour or so.
    set(&app, &json!({ "allowlist": [] })).await;
    app.advance(900);
    let (mut browser, page) = at_login(&app, &client, HERE).await;
    assert_eq!(challenge(&page), None);
    browser.log_in(&page, ADA).await.answer("code");
}

#[tokio::test]
async fn whoever_only_watches_stops_nobody() {
    let (app, client) = guarded_app(&json!({
        "challenge_password_policy": "always", "monitoring_mode_enabled": true,
    }))
    .await;
    let (mut browser, page) = at_login(&app, &client, None).await;
    assert_eq!(challenge(&page), None);
    browser.log_in(&page, ADA).await.answer("code");
    assert_eq!(
        assessed(&app).await["details"]["requiresVerification"],
        true
    );
    set(&app, &json!({ "challenge_password_policy": "never" })).await;
    app.advance(1);
    let (mut browser, page) = at_login(&app, &client, None).await;
    browser.log_in(&page, ADA).await.answer("code");
    assert_eq!(
        assessed(&app).await["details"]["requiresVerification"],
        false
    );
}

#[tokio::test]
async fn every_form_that_costs_something_asks() {
    let (app, client) = guarded_app(&json!({
        "challenge_password_policy": "always", "challenge_password_reset_policy": "always",
        "challenge_passwordless_policy": "always",
    }))
    .await;
    let connection =
        json!({ "name": "email", "strategy": "email", "enabled_clients": [client.id] });
    app.write(Method::POST, "/api/v2/connections", &connection)
        .await
        .ok(201);
    let new = "bea@example.com";
    let paths = [
        (
            "/u/signup".to_owned(),
            vec![("email", new), ("password", PASSWORD)],
        ),
        (
            format!("/u/reset-password/request/{CONNECTION}"),
            vec![("email", ADA)],
        ),
        ("/u/passwordless-email".to_owned(), vec![("address", ADA)]),
    ];
    for (path, fields) in paths {
        let (mut browser, page) = at_login(&app, &client, None).await;
        let (_, state) = page.path.split_once("state=").unwrap();
        let page = browser.open(&format!("{path}?state={state}")).await;
        let mailed = app.mail(ADA).await.len();
        let refused = browser.submit(&page, &fields).await;
        refused.shown(400, REFUSED);
        assert_eq!(app.mail(ADA).await.len(), mailed, "{path}");
        let solution = solve(&challenge(&refused).unwrap());
        let fields = [&fields[..], &[("solution", &solution)]].concat();
        let passed = browser.submit(&refused, &fields).await;
        assert!(!passed.response.text.contains(REFUSED), "{path}");
        if path.contains("passwordless") {
            assert!(app.mail(ADA).await.len() > mailed);
            let again = browser.submit(&passed, &[("action", "resend")]).await;
            again.shown(400, REFUSED);
        }
    }
}

#[tokio::test]
async fn applications_are_told_to_send_people_here() {
    let (app, client) = guarded_app(&json!({
        "challenge_password_policy": "always", "challenge_password_reset_policy": "always",
        "challenge_passwordless_policy": "always",
    }))
    .await;
    let email = json!({ "name": "email", "strategy": "email", "enabled_clients": [client.id] });
    app.write(Method::POST, "/api/v2/connections", &email)
        .await
        .ok(201);
    let password = [
        (
            "grant_type",
            "http://auth0.com/oauth/grant-type/password-realm",
        ),
        ("realm", CONNECTION),
        ("client_id", client.id.as_str()),
        ("client_secret", client.secret.as_str()),
        ("username", ADA),
        ("password", PASSWORD),
    ];
    app.token(&password).await.denied(
        401,
        "requires_verification",
        "Suspicious request requires verification",
    );
    let calls = [
        (
            "/co/authenticate",
            json!({
                "client_id": client.id, "username": ADA, "password": PASSWORD, "realm": CONNECTION,
                "credential_type": "http://auth0.com/oauth/grant-type/password-realm",
            }),
        ),
        (
            "/dbconnections/signup",
            json!({
                "client_id": client.id, "email": "bea@example.com", "password": PASSWORD, "connection": CONNECTION,
            }),
        ),
        (
            "/dbconnections/change_password",
            json!({ "client_id": client.id, "email": ADA, "connection": CONNECTION }),
        ),
        (
            "/passwordless/start",
            json!({
                "client_id": client.id, "client_secret": client.secret, "connection": "email", "email": ADA,
            }),
        ),
    ];
    for (path, body) in calls {
        let call = app.post(path).header("origin", "https://app.test");
        let answer = call.json(&body).send().await;
        assert_eq!(answer.status, 401, "{path}: {}", answer.text);
        let told: Value = serde_json::from_str(&answer.text).unwrap();
        assert_eq!(told["error"], "requires_verification", "{path}");
    }
    // Nothing was sent and nobody was made.
    assert_eq!(app.mail(ADA).await.len(), 0);
    let made = app
        .read("/api/v2/users-by-email?email=bea@example.com")
        .await;
    assert_eq!(made.ok(200), json!([]));
}
