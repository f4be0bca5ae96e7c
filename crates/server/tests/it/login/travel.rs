//! Impossible travel: where a proxy tells places, a login from where nobody can be yet needs a second factor.

use axum::http::Method;
use ostia_identity::{housekeeping, places};
use ostia_server::extract::TrustedProxy;
use serde_json::{Value, json};

use crate::applications::Application;
use crate::second_factors::{AuthenticatorApp, of_user};
use crate::test_app::TestApp;
use crate::visitor::{Landing, Visitor, authorize};

const ADA: &str = "ada@example.com";
const BERLIN: Option<(&str, &str)> = Some(("52.5200", "13.4050"));
const POTSDAM: Option<(&str, &str)> = Some(("52.3906", "13.0645"));
const NEW_YORK: Option<(&str, &str)> = Some(("40.7128", "-74.0060"));
const HOUR: u64 = 3_600;

fn cloudflare() -> TrustedProxy {
    TrustedProxy {
        place_headers: Some("cloudflare".parse().unwrap()),
    }
}

/// A tenant behind a proxy that asks for second factors where logins are unusual; an application, a user who has an app.
async fn careful_app() -> (TestApp, Application, String, AuthenticatorApp) {
    let app = TestApp::new().await.behind(Some(cloudflare()));
    let client = app.web_app().await;
    let ada = app.person(ADA).await.id.to_string();
    app.offer(&["otp"], &["confidence-score"]).await;
    let phone = app.give_app(&ada).await;
    (app, client, ada, phone)
}

async fn log_in(browser: &mut Visitor<'_>, client: &Application) -> Landing {
    let page = browser
        .open(&authorize(client, &[("prompt", "login")]))
        .await;
    browser.log_in(&page, ADA).await
}

/// Proves the app, too.
async fn pass(
    browser: &mut Visitor<'_>,
    page: &Landing,
    phone: &AuthenticatorApp,
    app: &TestApp,
    fields: &[(&str, &str)],
) {
    page.at("mfa-otp-challenge");
    let code = phone.code(app);
    let fields = [&[("code", code.as_str())], fields].concat();
    browser.submit(page, &fields).await.answer("code");
}

/// A browser that Ada has used in Berlin just now.
async fn known_browser<'a>(
    app: &'a TestApp,
    client: &Application,
    phone: &AuthenticatorApp,
) -> Visitor<'a> {
    let mut browser = Visitor::new(app);
    browser.place = BERLIN;
    let page = log_in(&mut browser, client).await;
    pass(&mut browser, &page, phone, app, &[]).await;
    browser
}

/// The newest log entry of a type.
async fn newest(app: &TestApp, code: &str) -> Value {
    app.platform.journal.flush().await;
    let path = format!("/api/v2/logs?q=type:{code}&sort=date:-1&per_page=1");
    app.read(&path).await.ok(200)[0].take()
}

#[tokio::test]
async fn who_can_not_be_there_yet_is_asked_in_a_known_browser() {
    let (app, client, _, phone) = careful_app().await;
    let mut browser = known_browser(&app, &client, &phone).await;
    app.advance(60);
    for place in [BERLIN, POTSDAM, None] {
        browser.place = place;
        log_in(&mut browser, &client).await.answer("code");
    }
    // Six hours after Potsdam it is still too early for New York, 6,400 kilometres away.
    app.advance(6 * HOUR);
    browser.place = NEW_YORK;
    log_in(&mut browser, &client).await.at("mfa-otp-challenge");
    // Who was asked and did not answer has not logged in there.
    browser.place = BERLIN;
    let landing = log_in(&mut browser, &client).await;
    landing.answer("code");
    browser.place = NEW_YORK;
    let page = log_in(&mut browser, &client).await;
    pass(&mut browser, &page, &phone, &app, &[]).await;
    // From then on it is the way back that is too long, until it isn't.
    log_in(&mut browser, &client).await.answer("code");
    app.advance(60);
    browser.place = BERLIN;
    log_in(&mut browser, &client).await.at("mfa-otp-challenge");
    app.advance(7 * HOUR);
    log_in(&mut browser, &client).await.answer("code");
}

#[tokio::test]
async fn a_remembered_browser_does_not_travel_faster() {
    let (app, client, _, phone) = careful_app().await;
    let mut browser = Visitor::new(&app);
    browser.place = BERLIN;
    let page = log_in(&mut browser, &client).await;
    pass(&mut browser, &page, &phone, &app, &[("remember", "true")]).await;
    app.advance(60);
    browser.place = NEW_YORK;
    log_in(&mut browser, &client).await.at("mfa-otp-challenge");
}

#[tokio::test]
async fn a_session_does_not_travel_faster() {
    let (app, client, _, phone) = careful_app().await;
    let mut browser = known_browser(&app, &client, &phone).await;
    app.advance(60);
    log_in(&mut browser, &client).await.answer("code");
    let silent = authorize(&client, &[("prompt", "none")]);
    browser.open(&silent).await.answer("code");
    // Somebody took the cookies away.
    let mut thief = browser.clone();
    thief.place = NEW_YORK;
    thief
        .open(&silent)
        .await
        .failed("login_required", "Multifactor authentication required");
    browser.open(&silent).await.answer("code");
}

#[tokio::test]
async fn only_a_trusted_proxy_is_believed() {
    let (app, client, ada, phone) = careful_app().await;
    let mut browser = known_browser(&app, &client, &phone).await;
    app.advance(60);
    let direct = app.behind(None);
    let mut at_once = browser.at(&direct);
    at_once.place = NEW_YORK;
    log_in(&mut at_once, &client).await.answer("code");
    assert_eq!(newest(&app, "s").await["location_info"], Value::Null);
    // What nobody can be is no place either.
    for place in [
        ("NaN", "13"),
        ("91", "13"),
        ("0", "0"),
        ("", ""),
        ("52,5", "x"),
    ] {
        browser.place = Some(place);
        log_in(&mut browser, &client).await.answer("code");
    }
    let id = ada.parse().unwrap();
    let visit = places::table::find(&app.tenant, &id, &app.platform.database).await;
    let visit = visit.unwrap().expect("Berlin is remembered");
    assert!(visit.at < app.platform.clock.now());
}

#[tokio::test]
async fn the_log_tells_place_and_assessment() {
    let (app, client, _, phone) = careful_app().await;
    let mut browser = known_browser(&app, &client, &phone).await;
    let code = |entry: &Value, which: &str| {
        entry["details"]["riskAssessment"]["assessments"][which]["code"].clone()
    };
    let first = newest(&app, "s").await;
    assert_eq!(
        first["location_info"],
        json!({ "latitude": 52.52, "longitude": 13.405 })
    );
    assert_eq!(code(&first, "NewDevice"), "no_match");
    assert_eq!(
        code(&first, "ImpossibleTravel"),
        "location_history_not_found"
    );
    assert_eq!(first["details"]["riskAssessment"]["confidence"], "low");

    // Where no policy asks, the setting has logins assessed, and nobody is stopped.
    app.offer(&[], &[]).await;
    app.advance(60);
    browser.place = NEW_YORK;
    log_in(&mut browser, &client).await.answer("code");
    let silent = newest(&app, "s").await;
    assert_eq!(silent["details"]["riskAssessment"], Value::Null);
    let enable = async |enabled: bool| {
        let body = json!({ "enabled": enabled });
        app.write(Method::PATCH, "/api/v2/risk-assessments/settings", &body)
            .await
            .ok(200);
    };
    enable(true).await;
    app.advance(1);
    log_in(&mut browser, &client).await.answer("code");
    let assessed = newest(&app, "s").await;
    assert_eq!(code(&assessed, "NewDevice"), "match");
    assert_eq!(
        code(&assessed, "ImpossibleTravel"),
        "impossible_travel_from_last_login"
    );
    app.advance(1);
    log_in(&mut browser, &client).await.answer("code");
    let near = newest(&app, "s").await;
    assert_eq!(
        code(&near, "ImpossibleTravel"),
        "minimal_travel_from_last_login"
    );
    assert_eq!(near["details"]["riskAssessment"]["confidence"], "high");
    enable(false).await;
    app.advance(1);
    log_in(&mut browser, &client).await.answer("code");
    let silent = newest(&app, "s").await;
    assert_eq!(silent["details"]["riskAssessment"], Value::Null);
}

#[tokio::test]
async fn places_are_forgotten() {
    let (app, client, ada, phone) = careful_app().await;
    known_browser(&app, &client, &phone).await;
    let id = ada.parse().unwrap();
    let is_known = async || {
        let found = places::table::find(&app.tenant, &id, &app.platform.database).await;
        found.unwrap().is_some()
    };
    app.advance(23 * HOUR);
    housekeeping::sweep(&app.platform).await.unwrap();
    assert!(is_known().await);
    app.advance(2 * HOUR);
    housekeeping::sweep(&app.platform).await.unwrap();
    assert!(!is_known().await);

    known_browser(&app, &client, &phone).await;
    assert!(is_known().await);
    let path = of_user(&ada, "");
    app.write(Method::DELETE, path.trim_end_matches('/'), &json!({}))
        .await
        .ok(204);
    assert!(!is_known().await);
}
