//! The second factor at the hosted pages: enrolment, challenge, recovery code, step-up, browsers that are remembered.

use axum::http::Method;
use serde_json::{Value, json};

use crate::applications::{Application, decoded, text};
use crate::second_factors::{AuthenticatorApp, methods_of, of_user};
use crate::test_app::TestApp;
use crate::visitor::{Landing, Visitor, all_at_once, authorize};

const ADA: &str = "ada@example.com";
const ACR: &str = "http://schemas.openid.net/pape/policies/2007/06/multi-factor";

/// A tenant that asks everybody for a second factor, an application, and the id of a user.
async fn strict_app() -> (TestApp, Application, String) {
    let app = TestApp::new().await;
    let client = app.web_app().await;
    let ada = app.person(ADA).await;
    app.offer(&["otp", "recovery-code"], &["all-applications"])
        .await;
    (app, client, ada.id.to_string())
}

/// What stands in groups on the page.
fn shown_code(page: &Landing) -> String {
    let text = &page.response.text;
    let start = text.find("<code>").expect("a code") + "<code>".len();
    let code = &text[start..];
    code[..code.find("</code>").unwrap()].replace(' ', "")
}

async fn logged_in<'a>(
    app: &'a TestApp,
    client: &Application,
    more: &[(&str, &str)],
) -> (Visitor<'a>, Landing) {
    let mut browser = Visitor::new(app);
    let page = browser.open(&authorize(client, more)).await;
    let page = browser.log_in(&page, ADA).await;
    (browser, page)
}

/// Logs in again in a browser that has been here before.
async fn log_in_again(
    browser: &mut Visitor<'_>,
    client: &Application,
    more: &[(&str, &str)],
) -> Landing {
    let parameters = [&[("prompt", "login")], more].concat();
    let page = browser.open(&authorize(client, &parameters)).await;
    browser.log_in(&page, ADA).await
}

async fn claims_of(app: &TestApp, client: &Application, landing: &Landing) -> Value {
    let answer = app.redeem(client, &landing.answer("code")).await.ok(200);
    decoded(&text(&answer, "id_token")).1
}

#[tokio::test]
async fn a_first_app_is_enrolled_and_a_recovery_code_shown_once() {
    let (app, client, ada) = strict_app().await;
    let (mut browser, page) = logged_in(&app, &client, &[]).await;
    page.at("mfa-otp-enrollment");
    assert!(page.response.text.contains("<svg"), "there is a picture");
    let phone = AuthenticatorApp::with(&shown_code(&page));
    // The same page again has the same key.
    let again = browser.open(&page.path).await;
    assert_eq!(shown_code(&again), shown_code(&page));
    let wrong = phone.wrong_code(&app);
    let refused = browser.submit(&page, &[("code", &wrong)]).await;
    refused.shown(400, "This is not the code that the app shows now.");
    let before = browser.session();
    let page = browser.submit(&page, &[("code", &phone.code(&app))]).await;
    page.at("mfa-recovery-code-enrollment");
    assert_ne!(browser.session(), before, "more is proved: a new cookie");
    let refused = browser.submit(&page, &[]).await;
    refused.shown(400, "then tick the box");
    let recovery_code = shown_code(&refused);
    let landing = browser.submit(&refused, &[("saved", "true")]).await;
    let claims = claims_of(&app, &client, &landing).await;
    assert_eq!(claims["amr"], json!(["mfa"]));
    assert!(claims.get("acr").is_none(), "nobody asked for it");

    // Single sign-on asks for nothing; the next login for a code.
    let landing = browser.open(&authorize(&client, &[])).await;
    landing.answer("code");
    let (mut other, page) = logged_in(&app, &client, &[]).await;
    page.at("mfa-otp-challenge");
    // The code that enrolled the app is used up by that.
    let page = other.submit(&page, &[("code", &phone.code(&app))]).await;
    page.shown(400, "This code is wrong or was used already.");
    app.advance(30);
    let landing = other.submit(&page, &[("code", &phone.code(&app))]).await;
    landing.answer("code");

    // And the recovery code opens the account once, and is replaced.
    let (mut third, page) = logged_in(&app, &client, &[]).await;
    let pick = [("action", "pick-authenticator")];
    let page = third.submit(&page, &pick).await;
    page.at("mfa-login-options");
    let page = third.submit(&page, &[("action", "recovery-code")]).await;
    page.at("mfa-recovery-code-challenge");
    let page = third.submit(&page, &[("code", &recovery_code)]).await;
    page.at("mfa-recovery-code-enrollment");
    assert_ne!(shown_code(&page), recovery_code);
    let landing = third.submit(&page, &[("saved", "true")]).await;
    landing.answer("code");
    let methods = app.read(&methods_of(&ada)).await.ok(200);
    assert_eq!(methods.as_array().unwrap().len(), 2);
    let logged = app.types_logged("gd_").await;
    for code in [
        "gd_enrollment_complete",
        "gd_auth_succeed",
        "gd_recovery_succeed",
    ] {
        assert!(logged.contains(&code.to_owned()), "{logged:?}");
    }
}

#[tokio::test]
async fn a_session_without_it_goes_nowhere() {
    let (app, client, ada) = strict_app().await;
    app.give_app(&ada).await;
    let (mut browser, page) = logged_in(&app, &client, &[]).await;
    page.at("mfa-otp-challenge");
    // Not to the application, not around the screen, not silently.
    let again = browser.open(&authorize(&client, &[])).await;
    again.at("mfa-otp-challenge");
    let state = page.path.split("state=").nth(1).unwrap();
    for elsewhere in [
        "consent",
        "mfa-recovery-code-enrollment",
        "mfa-otp-enrollment",
        "mfa-login-options",
    ] {
        let page = browser.open(&format!("/u/{elsewhere}?state={state}")).await;
        page.at("mfa-otp-challenge");
    }
    let silent = authorize(&client, &[("prompt", "none")]);
    let silent = browser.open(&silent).await;
    silent.failed("login_required", "Multifactor authentication required");
    // Another browser that knows the address doesn't get in either.
    let elsewhere = Visitor::new(&app).open(&page.path).await;
    elsewhere.shown(400, "Start again");
}

#[tokio::test]
async fn a_code_is_used_once_in_a_race_and_wrong_ones_are_few() {
    let (app, client, ada) = strict_app().await;
    let phone = app.give_app(&ada).await;
    let (browser, page) = logged_in(&app, &client, &[]).await;
    let code = phone.code(&app);
    let posts = (0..6).map(|_| {
        let (mut browser, page, code) = (browser.clone(), &page, &code);
        async move { browser.submit_once(page, &[("code", code)]).await.1 }
    });
    let answers = all_at_once(posts).await;
    let opened = answers
        .iter()
        .filter(|answer| answer.headers.contains_key("set-cookie"));
    assert_eq!(opened.count(), 1);

    app.advance(30);
    let (mut browser, page) = logged_in(&app, &client, &[]).await;
    let wrong = phone.wrong_code(&app);
    for _ in 0..10 {
        browser.submit(&page, &[("code", &wrong)]).await;
    }
    let refused = browser.submit(&page, &[("code", &phone.code(&app))]).await;
    refused.shown(429, "too many wrong codes");
}

#[tokio::test]
async fn a_browser_is_remembered_and_forgotten_on_demand() {
    let (app, client, ada) = strict_app().await;
    let phone = app.give_app(&ada).await;
    let (mut browser, page) = logged_in(&app, &client, &[]).await;
    let code = phone.code(&app);
    let fields = [("code", code.as_str()), ("rememberBrowser", "true")];
    let page = browser.submit(&page, &fields).await;
    page.at("mfa-recovery-code-enrollment");
    let landing = browser.submit(&page, &[("saved", "true")]).await;
    landing.answer("code");

    let landing = log_in_again(&mut browser, &client, &[]).await;
    let claims = claims_of(&app, &client, &landing).await;
    assert!(claims.get("amr").is_none(), "nothing was proved this time");
    // Who asks for the factor itself gets it.
    let page = log_in_again(&mut browser, &client, &[("acr_values", ACR)]).await;
    page.at("mfa-otp-challenge");
    // Another browser, and another user in this one, are asked.
    logged_in(&app, &client, &[])
        .await
        .1
        .at("mfa-otp-challenge");
    app.person("bob@example.com").await;
    let page = browser
        .open(&authorize(&client, &[("prompt", "login")]))
        .await;
    let page = browser.log_in(&page, "bob@example.com").await;
    page.at("mfa-otp-enrollment");
    // Until it is forgotten.
    let path = of_user(&ada, "multifactor/actions/invalidate-remember-browser");
    let forgotten = app.write(Method::POST, &path, &json!({})).await;
    assert_eq!(forgotten.status, 204);
    let page = log_in_again(&mut browser, &client, &[]).await;
    page.at("mfa-otp-challenge");
}

#[tokio::test]
async fn remembering_ends_by_itself() {
    let (app, client, ada) = strict_app().await;
    let phone = app.give_app(&ada).await;
    let (mut browser, page) = logged_in(&app, &client, &[]).await;
    let code = phone.code(&app);
    let fields = [("code", code.as_str()), ("rememberBrowser", "true")];
    let page = browser.submit(&page, &fields).await;
    browser.submit(&page, &[("saved", "true")]).await;
    app.advance(29 * 86_400);
    let landing = log_in_again(&mut browser, &client, &[]).await;
    landing.answer("code");
    app.advance(2 * 86_400);
    let page = log_in_again(&mut browser, &client, &[]).await;
    page.at("mfa-otp-challenge");
}

#[tokio::test]
async fn step_up_asks_in_a_session_that_lacks_it() {
    let (app, client, ada) = strict_app().await;
    let phone = app.give_app(&ada).await;
    app.offer(&[], &[]).await;
    let (mut browser, landing) = logged_in(&app, &client, &[]).await;
    landing.answer("code");
    let step_up = authorize(&client, &[("acr_values", ACR)]);
    let silent = authorize(&client, &[("acr_values", ACR), ("prompt", "none")]);
    let refused = browser.open(&silent).await;
    refused.failed("login_required", "Multifactor authentication required");
    let page = browser.open(&step_up).await;
    page.at("mfa-otp-challenge");
    let page = browser.submit(&page, &[("code", &phone.code(&app))]).await;
    let landing = browser.submit(&page, &[("saved", "true")]).await;
    let claims = claims_of(&app, &client, &landing).await;
    assert_eq!(claims["acr"], ACR);
    assert_eq!(claims["amr"], json!(["mfa"]));
    // From then on the session has it.
    let landing = browser.open(&silent).await;
    assert_eq!(claims_of(&app, &client, &landing).await["acr"], ACR);
    // A password alone, asked for anew, has not.
    let anew = authorize(&client, &[("acr_values", ACR), ("max_age", "0")]);
    let page = browser.open(&anew).await;
    let page = browser.log_in(&page, ADA).await;
    page.at("mfa-otp-challenge");
}

#[tokio::test]
async fn adaptive_asks_in_new_browsers_only() {
    let (app, client, ada) = strict_app().await;
    let phone = app.give_app(&ada).await;
    app.offer(&[], &["confidence-score"]).await;
    let (mut browser, page) = logged_in(&app, &client, &[]).await;
    page.at("mfa-otp-challenge");
    // Having begun a login is not having completed one.
    log_in_again(&mut browser, &client, &[])
        .await
        .at("mfa-otp-challenge");
    let page = browser.submit(&page, &[("code", &phone.code(&app))]).await;
    drop(page);
    let page = log_in_again(&mut browser, &client, &[]).await;
    app.advance(30);
    let page = browser.submit(&page, &[("code", &phone.code(&app))]).await;
    let landing = browser.submit(&page, &[("saved", "true")]).await;
    landing.answer("code");
    let landing = log_in_again(&mut browser, &client, &[]).await;
    landing.answer("code");
    logged_in(&app, &client, &[])
        .await
        .1
        .at("mfa-otp-challenge");
}

#[tokio::test]
async fn a_browser_is_known_for_as_long_as_the_tenant_says() {
    const DAY: u64 = 86_400;
    let (app, client, ada) = strict_app().await;
    let phone = app.give_app(&ada).await;
    app.offer(&[], &["confidence-score"]).await;
    let known_for = async |days: i64| {
        let body = json!({ "remember_for": days });
        let path = "/api/v2/risk-assessments/settings/new-device";
        app.write(Method::PATCH, path, &body).await.ok(200);
    };
    known_for(5).await;
    let (mut browser, page) = logged_in(&app, &client, &[]).await;
    let page = browser.submit(&page, &[("code", &phone.code(&app))]).await;
    let landing = browser.submit(&page, &[("saved", "true")]).await;
    landing.answer("code");
    for _ in 0..2 {
        // Each login counts anew.
        app.advance(4 * DAY);
        log_in_again(&mut browser, &client, &[])
            .await
            .answer("code");
    }
    app.advance(6 * DAY);
    log_in_again(&mut browser, &client, &[])
        .await
        .at("mfa-otp-challenge");
    known_for(7).await;
    log_in_again(&mut browser, &client, &[])
        .await
        .answer("code");

    // And no longer where somebody has it forgotten.
    let path = format!(
        "/api/v2/users/{}/risk-assessments/clear",
        ada.replace('|', "%7C")
    );
    let clear = async |connection: &str| {
        let body = json!({ "connection": connection, "assessors": ["new-device"] });
        app.write(Method::POST, &path, &body).await.ok(204);
    };
    clear("somewhere-else").await;
    log_in_again(&mut browser, &client, &[])
        .await
        .answer("code");
    clear("Username-Password-Authentication").await;
    log_in_again(&mut browser, &client, &[])
        .await
        .at("mfa-otp-challenge");
}

#[tokio::test]
async fn nobody_is_asked_for_what_is_not_offered() {
    let (app, client, ada) = strict_app().await;
    app.give_app(&ada).await;
    let (path, off) = ("/api/v2/guardian/factors/otp", json!({ "enabled": false }));
    app.write(Method::PUT, path, &off).await.ok(200);
    let (_, landing) = logged_in(&app, &client, &[("acr_values", ACR)]).await;
    let claims = claims_of(&app, &client, &landing).await;
    assert!(claims.get("amr").is_none() && claims.get("acr").is_none());
}

#[tokio::test]
async fn the_pages_speak_german() {
    let (app, client, _) = strict_app().await;
    app.change_settings(&json!({ "enabled_locales": ["en", "de"] }))
        .await;
    let (_, page) = logged_in(&app, &client, &[("ui_locales", "de")]).await;
    page.shown(200, "Schützen Sie Ihr Konto");
}

#[tokio::test]
async fn the_session_says_what_was_proved() {
    let (app, client, ada) = strict_app().await;
    let phone = app.give_app(&ada).await;
    let (mut browser, page) = logged_in(&app, &client, &[]).await;
    browser.submit(&page, &[("code", &phone.code(&app))]).await;
    let sessions = app.read(&of_user(&ada, "sessions")).await.ok(200);
    let methods = &sessions["sessions"][0]["authentication"]["methods"];
    assert_eq!(methods[0]["name"], "pwd");
    assert_eq!(methods[1]["name"], "mfa");
}

#[tokio::test]
async fn a_link_enrols_without_a_login_and_once() {
    let (app, client, ada) = strict_app().await;
    let path = "/api/v2/guardian/enrollments/ticket";
    let body = json!({ "user_id": ada });
    let made = app.write(Method::POST, path, &body).await.ok(200);
    let address = format!(
        "/mfa/enrollment?ticket={}",
        made["ticket_id"].as_str().unwrap()
    );
    let mut browser = Visitor::new(&app);
    let page = browser.open(&address).await;
    let phone = AuthenticatorApp::with(&shown_code(&page));
    let wrong = phone.wrong_code(&app);
    let refused = browser.submit(&page, &[("code", &wrong)]).await;
    refused.shown(400, "This is not the code");
    // Another browser's form is none of this browser's.
    let mut other = Visitor::new(&app);
    let foreign = other.submit(&page, &[("code", &phone.code(&app))]).await;
    foreign.shown(400, "Start again");
    let done = browser.submit(&page, &[("code", &phone.code(&app))]).await;
    done.shown(200, "Your account is protected");
    assert_eq!(shown_code(&done).len(), 24);
    browser.open(&address).await.shown(400, "Start again");
    assert!(browser.session().is_none(), "it is no login");
    let unknown = browser.open("/mfa/enrollment?ticket=x").await;
    unknown.shown(400, "Start again");

    app.advance(30);
    let (mut browser, page) = logged_in(&app, &client, &[]).await;
    page.at("mfa-otp-challenge");
    let landing = browser.submit(&page, &[("code", &phone.code(&app))]).await;
    landing.answer("code");
    // Who has a factor gets another only where that was said.
    for (allowed, status) in [(false, 400), (true, 200)] {
        let body = json!({ "user_id": ada, "allow_multiple_enrollments": allowed });
        let made = app.write(Method::POST, path, &body).await.ok(200);
        let ticket = made["ticket_id"].as_str().unwrap();
        let address = format!("/mfa/enrollment?ticket={ticket}");
        let page = browser.open(&address).await;
        assert_eq!(page.response.status.as_u16(), status);
    }
}
