//! Passkeys at the hosted pages: logging in with one, and being offered one.

use axum::http::Method;
use serde_json::{Value, json};

use crate::applications::{Application, PASSWORD};
use crate::authenticators::Authenticator;
use crate::second_factors::{methods_of, of_user, row};
use crate::test_app::TestApp;
use crate::visitor::{Landing, Visitor, all_at_once, authorize};

const ADA: &str = "ada@example.com";
const BOB: &str = "bob@example.com";
const WRONG: &str = "This passkey doesn’t sign you in here";

/// Something that an authenticator does wrong.
type Spoiling = fn(&mut Authenticator);

/// A tenant whose connection takes passkeys, an application, and the id of a user.
async fn app_with_passkeys() -> (TestApp, Application, String) {
    let app = TestApp::new().await;
    let client = app.web_app().await;
    let ada = app.person(ADA).await.id.to_string();
    switch(&app, true, &json!({})).await;
    (app, client, ada)
}

/// Switches passkeys at the connection.
async fn switch(app: &TestApp, enabled: bool, options: &Value) {
    let connection = app.connection().await;
    let path = format!("/api/v2/connections/{}", connection.id);
    let mut all = app.read(&path).await.ok(200)["options"].clone();
    all["authentication_methods"]["passkey"]["enabled"] = json!(enabled);
    all["authentication_methods"]["password"]["enabled"] = json!(true);
    for (name, value) in options.as_object().unwrap() {
        all["passkey_options"][name] = value.clone();
    }
    let body = json!({ "options": all });
    app.write(Method::PATCH, &path, &body).await.ok(200);
}

async fn answer(browser: &mut Visitor<'_>, page: &Landing, answer: &Value) -> Landing {
    let answer = answer.to_string();
    browser.submit(page, &[("response", &answer)]).await
}

/// A passkey that a user has just made, after a login with their password.
async fn made(app: &TestApp, client: &Application, email: &str) -> Authenticator {
    let mut device = Authenticator::at(app);
    (device.counter, device.is_synced) = (None, true);
    let mut browser = Visitor::new(app);
    let page = browser.open(&authorize(client, &[])).await;
    let page = browser.log_in(&page, email).await;
    page.at("passkey-enrollment");
    let passkey = device.create(&page.asked());
    answer(&mut browser, &page, &passkey).await.answer("code");
    device
}

/// The log-in page in a new browser.
async fn visited<'a>(app: &'a TestApp, client: &Application) -> (Visitor<'a>, Landing) {
    let mut browser = Visitor::new(app);
    let page = browser.open(&authorize(client, &[])).await;
    (browser, page)
}

#[tokio::test]
async fn a_passkey_is_made_after_a_login_and_logs_in_by_itself() {
    let (app, client, ada) = app_with_passkeys().await;
    let (mut browser, page) = visited(&app, &client).await;
    page.at("login");
    assert!(
        page.response
            .text
            .contains("autocomplete=\"username webauthn\"")
    );
    assert!(page.response.text.contains("Sign in with a passkey"));
    let policy = page.response.header("content-security-policy");
    assert!(policy.contains("script-src 'nonce-"), "{policy}");
    let page = browser.log_in(&page, ADA).await;
    page.at("passkey-enrollment");
    let asked = page.asked();
    assert_eq!(
        asked["authenticatorSelection"],
        json!({ "residentKey": "required", "requireResidentKey": true, "userVerification": "required" })
    );
    let mut device = Authenticator::at(&app);
    (device.counter, device.is_synced) = (None, true);
    let passkey = device.create(&asked);
    answer(&mut browser, &page, &passkey).await.answer("code");
    let methods = app.read(&methods_of(&ada)).await.ok(200);
    let method = row(&methods, "type", "passkey");
    assert_eq!(method["user_handle"], device.held[0].handle.as_str());
    assert_eq!(method["credential_device_type"], "multi_device");
    assert_eq!(method["identity_user_id"], ada.split_once('|').unwrap().1);
    assert_eq!(method["relying_party_identifier"], app.tenant.domain);

    let (mut browser, page) = visited(&app, &client).await;
    let asked = page.asked();
    assert_eq!(asked["allowCredentials"], json!([]));
    assert_eq!(asked["userVerification"], "required");
    let used = device.get(&asked);
    let landing = answer(&mut browser, &page, &used).await;
    let tokens = app.redeem(&client, &landing.answer("code")).await.ok(200);
    let claims = crate::applications::decoded(&crate::applications::text(&tokens, "id_token")).1;
    assert_eq!(claims["sub"], ada.as_str());
    // The sessions say which of the two each began with.
    let sessions = app.read(&of_user(&ada, "sessions")).await.ok(200);
    let first = |session: &Value| session["authentication"]["methods"][0]["name"].clone();
    let mut names: Vec<Value> = sessions["sessions"]
        .as_array()
        .unwrap()
        .iter()
        .map(first)
        .collect();
    names.sort_by_key(Value::to_string);
    assert_eq!(names, ["passkey", "pwd"]);
    // Who has one is not offered another.
    let (mut browser, page) = visited(&app, &client).await;
    browser.log_in(&page, ADA).await.answer("code");

    // A second factor is asked for as of everybody.
    app.offer(&["otp"], &["all-applications"]).await;
    let (mut browser, page) = visited(&app, &client).await;
    let used = device.get(&page.asked());
    let page = answer(&mut browser, &page, &used).await;
    page.at("mfa-otp-enrollment");
}

#[tokio::test]
async fn a_wrong_answer_lets_nobody_in() {
    let (app, client, ada) = app_with_passkeys().await;
    let device = made(&app, &client, ADA).await;
    app.person(BOB).await;
    let bobs = made(&app, &client, BOB).await;
    let spoilings: [(&str, Spoiling); 5] = [
        ("origin", |device| {
            device.origin = "https://evil.test".to_owned();
        }),
        ("rp id", |device| {
            device.other_rp_id = Some("evil.test".to_owned());
        }),
        ("unverified", |device| device.verifies = false),
        ("absent", |device| device.is_touched = false),
        ("not synced any more", |device| device.is_synced = false),
    ];
    for (name, spoil) in spoilings {
        let mut spoilt = device.clone();
        spoil(&mut spoilt);
        let (mut browser, page) = visited(&app, &client).await;
        let used = spoilt.get(&page.asked());
        let after = answer(&mut browser, &page, &used).await;
        after.shown(400, WRONG);
        assert!(browser.session().is_none(), "{name}");
    }
    // Whose it is, the answer has to say, and the truth.
    for handle in [json!(null), json!(""), json!(bobs.held[0].handle)] {
        let (mut browser, page) = visited(&app, &client).await;
        let mut used = device.clone().get(&page.asked());
        used["response"]["userHandle"] = handle;
        answer(&mut browser, &page, &used).await.shown(400, WRONG);
    }
    // The challenge of another login.
    let (_, elsewhere) = visited(&app, &client).await;
    let (mut browser, page) = visited(&app, &client).await;
    let used = device.clone().get(&elsewhere.asked());
    answer(&mut browser, &page, &used).await.shown(400, WRONG);
    // Nothing at all.
    let silent = browser.submit(&page, &[("error", "NotAllowedError")]).await;
    silent.shown(400, "No passkey was received");
    // A blocked account, a passkey that was taken away, and a connection that takes none any more.
    let id = ostia_protocol::auth0::ids::UserId::parse(&ada).unwrap();
    let user = ostia_identity::users::find(&id, &app.context()).await;
    let user = user.unwrap().unwrap();
    app.set_blocked(&user, true).await;
    let (mut browser, page) = visited(&app, &client).await;
    let used = device.clone().get(&page.asked());
    let after = answer(&mut browser, &page, &used).await;
    after.shown(400, "This account is blocked");
    app.set_blocked(&user, false).await;
    let (mut browser, page) = visited(&app, &client).await;
    let used = device.clone().get(&page.asked());
    switch(&app, false, &json!({})).await;
    let after = answer(&mut browser, &page, &used).await;
    after.shown(400, WRONG);
    assert!(!after.response.text.contains("data-webauthn"));
    switch(&app, true, &json!({})).await;
    app.remove(&methods_of(&ada)).await;
    let (mut browser, page) = visited(&app, &client).await;
    let used = device.clone().get(&page.asked());
    answer(&mut browser, &page, &used).await.shown(400, WRONG);
    let failed = app.types_logged("f").await;
    assert!(failed.len() > 10, "{failed:?}");
}

#[tokio::test]
async fn another_tenants_passkey_is_unknown() {
    let (app, client, _) = app_with_passkeys().await;
    let mut device = made(&app, &client, ADA).await;
    let other = app.other_tenant().await;
    let there = other.web_app().await;
    other.person(ADA).await;
    switch(&other, true, &json!({})).await;
    let (mut browser, page) = visited(&other, &there).await;
    device.origin = other.tenant.issuer().trim_end_matches('/').to_owned();
    device.other_rp_id = Some(other.tenant.domain.clone());
    let used = device.get(&page.asked());
    answer(&mut browser, &page, &used).await.shown(400, WRONG);
}

#[tokio::test]
async fn an_answer_counts_once_in_a_race() {
    let (app, client, _) = app_with_passkeys().await;
    let mut device = made(&app, &client, ADA).await;
    let (browser, page) = visited(&app, &client).await;
    let used = device.get(&page.asked()).to_string();
    let posts = (0..6).map(|_| {
        let (mut browser, page, used) = (browser.clone(), &page, &used);
        async move { browser.submit_once(page, &[("response", used)]).await.1 }
    });
    let answers = all_at_once(posts).await;
    let opened = answers
        .iter()
        .filter(|answer| answer.headers.contains_key("set-cookie"));
    assert_eq!(opened.count(), 1);
}

#[tokio::test]
async fn whoever_wants_none_is_left_in_peace_for_a_while() {
    let (app, client, ada) = app_with_passkeys().await;
    let (mut browser, page) = visited(&app, &client).await;
    let page = browser.log_in(&page, ADA).await;
    page.at("passkey-enrollment");
    // Silently nothing is offered, and nothing is in the way.
    let silent = browser
        .open(&authorize(&client, &[("prompt", "none")]))
        .await;
    silent.answer("code");
    let told = browser.submit(&page, &[("error", "NotAllowedError")]).await;
    told.shown(400, "No passkey was made");
    let later = [("action", "abort-passkey-enrollment")];
    browser.submit(&told, &later).await.answer("code");
    app.advance(29 * 86_400);
    let (mut browser, page) = visited(&app, &client).await;
    browser.log_in(&page, ADA).await.answer("code");
    app.advance(86_400);
    let (mut browser, page) = visited(&app, &client).await;
    let page = browser.log_in(&page, ADA).await;
    page.at("passkey-enrollment");
    // A passkey of somebody else's is none of theirs.
    app.person(BOB).await;
    let (mut other, bobs) = visited(&app, &client).await;
    let bobs = other.log_in(&bobs, BOB).await;
    let mut device = Authenticator::at(&app);
    let passkey = device.create(&bobs.asked());
    answer(&mut other, &bobs, &passkey).await.answer("code");
    device.next_id = Some(device.held[0].id.clone());
    let copied = device.create(&page.asked());
    let after = answer(&mut browser, &page, &copied).await;
    after.shown(400, "This passkey is already in use");
    let methods = app.read(&methods_of(&ada)).await.ok(200);
    assert_eq!(methods, json!([]));
}

#[tokio::test]
async fn the_connection_says_how_passkeys_are_offered() {
    let (app, client, _) = app_with_passkeys().await;
    for (shown, button, autofill) in [
        ("both", true, true),
        ("button", true, false),
        ("autofill", false, true),
    ] {
        switch(&app, true, &json!({ "challenge_ui": shown })).await;
        let (_, page) = visited(&app, &client).await;
        let has = |text: &str| page.response.text.contains(text);
        assert_eq!(has("Sign in with a passkey"), button, "{shown}");
        assert_eq!(has("username webauthn"), autofill, "{shown}");
        assert_eq!(page.data("conditional").is_some(), autofill, "{shown}");
    }
    let none = json!({ "progressive_enrollment_enabled": false });
    switch(&app, true, &none).await;
    let (mut browser, page) = visited(&app, &client).await;
    browser.log_in(&page, ADA).await.answer("code");
    switch(&app, false, &json!({})).await;
    let (_, page) = visited(&app, &client).await;
    assert!(!page.response.text.contains("<script"));
}

#[tokio::test]
async fn the_identifier_page_takes_one_too() {
    let (app, client, _) = app_with_passkeys().await;
    let mut device = made(&app, &client, ADA).await;
    app.write(
        Method::PATCH,
        "/api/v2/prompts",
        &json!({ "identifier_first": true }),
    )
    .await
    .ok(200);
    let (mut browser, page) = visited(&app, &client).await;
    page.at("login/identifier");
    let mut spoilt = device.clone();
    spoilt.verifies = false;
    let used = spoilt.get(&page.asked());
    let page = answer(&mut browser, &page, &used).await;
    page.shown(400, WRONG);
    let used = device.get(&page.asked());
    answer(&mut browser, &page, &used).await.answer("code");
}

#[tokio::test]
async fn passkeys_are_kept_at_the_account_page() {
    let (app, client, ada) = app_with_passkeys().await;
    let later = [("action", "abort-passkey-enrollment")];
    let mut browser = Visitor::new(&app);
    let page = browser.open("/account/passkeys/add").await;
    let page = browser
        .submit(&page, &[("username", ADA), ("password", PASSWORD)])
        .await;
    let page = browser.submit(&page, &later).await;
    assert!(
        page.path.ends_with("/account/passkeys/add"),
        "{}",
        page.path
    );
    page.shown(200, "Back to the account");
    let mut device = Authenticator::at(&app);
    let passkey = device.create(&page.asked());
    let mut stale = device.clone();
    stale.origin = "https://evil.test".to_owned();
    let evil = stale.create(&page.asked());
    let refused = answer(&mut browser, &page, &evil).await;
    refused.shown(400, "could not be kept");
    let late = answer(&mut browser, &refused, &passkey).await;
    late.shown(400, "could not be kept");
    let passkey = device.create(&late.asked());
    let page = answer(&mut browser, &late, &passkey).await;
    page.shown(200, "You can sign in with the passkey from now on");
    let methods = app.read(&methods_of(&ada)).await.ok(200);
    let id = row(&methods, "type", "passkey")["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let (_, hidden) = page.form();
    let csrf = hidden.into_iter().find(|(name, _)| name == "csrf");
    let csrf = csrf.unwrap().1;
    let fields = [
        ("csrf", csrf.as_str()),
        ("id", id.as_str()),
        ("name", "The <old> one"),
    ];
    let renamed = browser
        .send(Method::POST, "/account/factors/rename", Some(&fields))
        .await;
    assert_eq!(renamed.status, 303);
    let page = browser.open("/account?done=factor-renamed").await;
    page.shown(200, "The &lt;old&gt; one");
    let fields = [("csrf", csrf.as_str()), ("id", id.as_str())];
    browser
        .send(Method::POST, "/account/factors/remove", Some(&fields))
        .await;
    assert_eq!(app.read(&methods_of(&ada)).await.ok(200), json!([]));
    let (mut browser, page) = visited(&app, &client).await;
    let used = device.get(&page.asked());
    answer(&mut browser, &page, &used).await.shown(400, WRONG);
}
