//! Security keys, and what is built into devices, as the second factor at the hosted pages.

use axum::http::Method;
use serde_json::{Value, json};

use crate::applications::{Application, decoded, text};
use crate::authenticators::Authenticator;
use crate::second_factors::{methods_of, row};
use crate::test_app::TestApp;
use crate::visitor::{Landing, Visitor, all_at_once, authorize};

const ADA: &str = "ada@example.com";
const BOB: &str = "bob@example.com";
const ROAMING: &str = "/api/v2/guardian/factors/webauthn-roaming/settings";
const WRONG: &str = "doesn’t belong to your account";

/// Something that an authenticator does wrong.
type Spoiling = fn(&mut Authenticator);

/// A tenant that asks everybody for a security key, an application, and the id of a user.
async fn strict_app() -> (TestApp, Application, String) {
    let app = TestApp::new().await;
    let client = app.web_app().await;
    let ada = app.person(ADA).await;
    app.offer(&["webauthn-roaming"], &["all-applications"])
        .await;
    (app, client, ada.id.to_string())
}

async fn logged_in<'a>(
    app: &'a TestApp,
    client: &Application,
    email: &str,
) -> (Visitor<'a>, Landing) {
    let mut browser = Visitor::new(app);
    let page = browser.open(&authorize(client, &[])).await;
    let page = browser.log_in(&page, email).await;
    (browser, page)
}

async fn answer(browser: &mut Visitor<'_>, page: &Landing, answer: &Value) -> Landing {
    let answer = answer.to_string();
    browser.submit(page, &[("response", &answer)]).await
}

/// A key that a user has just enrolled.
async fn enrolled(app: &TestApp, client: &Application, email: &str) -> Authenticator {
    let mut key = Authenticator::at(app);
    let (mut browser, page) = logged_in(app, client, email).await;
    page.at("mfa-webauthn-roaming-enrollment");
    let made = key.create(&page.asked());
    answer(&mut browser, &page, &made).await.answer("code");
    key
}

/// Logs in, lets something happen to the answer of the key, and says where that led.
async fn tried(
    app: &TestApp,
    client: &Application,
    key: impl FnOnce(&Value) -> Value,
) -> (Landing, Landing) {
    let (mut browser, page) = logged_in(app, client, ADA).await;
    page.at("mfa-webauthn-roaming-challenge");
    let after = answer(&mut browser, &page, &key(&page.asked())).await;
    (page, after)
}

#[tokio::test]
async fn a_key_is_enrolled_and_asked_for_from_then_on() {
    let (app, client, ada) = strict_app().await;
    let (mut browser, page) = logged_in(&app, &client, ADA).await;
    page.at("mfa-webauthn-roaming-enrollment");
    let policy = page.response.header("content-security-policy");
    let (_, nonce) = policy.split_once("script-src 'nonce-").unwrap();
    let nonce = &nonce[..32];
    let script = format!("<script nonce=\"{nonce}\" src=\"/u/assets/webauthn.js?v=");
    assert!(page.response.text.contains(&script));
    let asked = page.asked();
    assert_eq!(asked["rp"]["id"], app.tenant.domain);
    assert_eq!(asked["attestation"], "none");
    assert_eq!(
        asked["authenticatorSelection"],
        json!({
            "authenticatorAttachment": "cross-platform", "residentKey": "discouraged",
            "requireResidentKey": false, "userVerification": "discouraged",
        })
    );
    assert_eq!(asked["user"]["name"], ADA);
    let handle = asked["user"]["id"].as_str().unwrap();
    assert!(handle.len() == 43 && !ada.contains(handle), "{handle}");

    let mut key = Authenticator::at(&app);
    let made = key.create(&asked);
    let landing = answer(&mut browser, &page, &made).await;
    let tokens = app.redeem(&client, &landing.answer("code")).await.ok(200);
    let claims = decoded(&text(&tokens, "id_token")).1;
    assert_eq!(claims["amr"], json!(["mfa"]));

    let methods = app.read(&methods_of(&ada)).await.ok(200);
    let method = row(&methods, "type", "webauthn-roaming");
    assert_eq!(method["confirmed"], true);
    assert_eq!(method["key_id"], key.held[0].id.as_str());
    assert_eq!(method["public_key"], key.public_key());
    assert_eq!(method["relying_party_identifier"], app.tenant.domain);
    assert_eq!(method["transports"], json!(["usb"]));
    assert_eq!(method["aaguid"], "aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa");
    assert_eq!(method["credential_device_type"], "single_device");

    let (mut browser, page) = logged_in(&app, &client, ADA).await;
    page.at("mfa-webauthn-roaming-challenge");
    let asked = page.asked();
    assert_eq!(
        asked["allowCredentials"],
        json!([{ "type": "public-key", "id": key.held[0].id, "transports": ["usb"] }])
    );
    let before = browser.session();
    let used = key.get(&asked);
    let landing = answer(&mut browser, &page, &used).await;
    landing.answer("code");
    assert_ne!(browser.session(), before, "more is proved: a new cookie");
    let sessions = app
        .read(&crate::second_factors::of_user(&ada, "sessions"))
        .await
        .ok(200);
    let proved = &sessions["sessions"][0]["authentication"]["methods"][1];
    assert_eq!(proved["type"], "webauthn-roaming");
    let logged = app.types_logged("gd_").await;
    for code in ["gd_enrollment_complete", "gd_auth_succeed"] {
        assert!(logged.contains(&code.to_owned()), "{logged:?}");
    }

    // It can be taken away.
    let one = format!(
        "{}/{}",
        methods_of(&ada),
        method["id"].as_str().unwrap().replace('|', "%7C")
    );
    assert_eq!(app.remove(&one).await.status, 204);
    let (_, page) = logged_in(&app, &client, ADA).await;
    page.at("mfa-webauthn-roaming-enrollment");
}

#[tokio::test]
async fn a_wrong_answer_proves_nothing() {
    let (app, client, _) = strict_app().await;
    let key = enrolled(&app, &client, ADA).await;
    app.person(BOB).await;
    let foreign = enrolled(&app, &client, BOB).await;

    let spoilings: [(&str, Spoiling); 5] = [
        ("origin", |key| key.origin = "https://evil.test".to_owned()),
        ("port", |key| key.origin.push_str(":8443")),
        ("rp id", |key| {
            key.other_rp_id = Some("evil.test".to_owned());
        }),
        ("absent", |key| key.is_touched = false),
        ("counter", |key| key.counter = Some(0)),
    ];
    for (name, spoil) in spoilings {
        let mut spoilt = key.clone();
        spoil(&mut spoilt);
        let (page, after) = tried(&app, &client, |asked| spoilt.get(asked)).await;
        after.shown(400, WRONG);
        assert_ne!(
            page.asked()["challenge"],
            after.asked()["challenge"],
            "{name}"
        );
    }
    // Of a sound answer any member can be wrong.
    for (member, value) in [
        ("signature", json!("AAAA")),
        ("signature", json!(null)),
        ("authenticatorData", json!("")),
        ("authenticatorData", json!("A".repeat(200_000))),
        ("clientDataJSON", json!("e30")),
        ("clientDataJSON", json!(["e30"])),
        ("userHandle", json!("AAAA")),
    ] {
        let mut key = key.clone();
        let (_, after) = tried(&app, &client, |asked| {
            let mut used = key.get(asked);
            used["response"][member] = value.clone();
            used
        })
        .await;
        after.shown(400, WRONG);
        app.advance(360);
    }
    for nonsense in ["{", "null", "[]", "{\"type\":\"public-key\"}"] {
        let (mut browser, page) = logged_in(&app, &client, ADA).await;
        let after = browser.submit(&page, &[("response", nonsense)]).await;
        after.shown(400, WRONG);
        app.advance(360);
    }
    // A key of somebody else's, though it is one of the tenant's.
    let mut stranger = foreign.clone();
    let (_, after) = tried(&app, &client, |asked| stranger.get(asked)).await;
    after.shown(400, WRONG);
    // A key that nobody has, under the id of one that somebody has.
    let mut forged = Authenticator::at(&app);
    forged.next_id = Some(key.held[0].id.clone());
    forged.create(
        &json!({ "rp": { "id": app.tenant.domain }, "user": { "id": key.held[0].handle } }),
    );
    forged.counter = Some(100);
    let (_, after) = tried(&app, &client, |asked| forged.get(asked)).await;
    after.shown(400, WRONG);
    // What was right for one login is not for another.
    let mut sound = key.clone();
    sound.counter = Some(10);
    let (mut first, page) = logged_in(&app, &client, ADA).await;
    let right = sound.get(&page.asked());
    let (_, after) = tried(&app, &client, |_| right.clone()).await;
    after.shown(400, WRONG);
    answer(&mut first, &page, &right).await.answer("code");
    let logged = app.types_logged("gd_auth_failed").await;
    assert!(logged.len() > 10, "{logged:?}");
}

#[tokio::test]
async fn a_challenge_is_answered_once_and_in_time() {
    let (app, client, _) = strict_app().await;
    let mut key = enrolled(&app, &client, ADA).await;
    let (browser, page) = logged_in(&app, &client, ADA).await;
    let right = key.get(&page.asked()).to_string();
    let posts = (0..6).map(|_| {
        let (mut browser, page, right) = (browser.clone(), &page, &right);
        async move { browser.submit_once(page, &[("response", right)]).await.1 }
    });
    let answers = all_at_once(posts).await;
    let opened = answers
        .iter()
        .filter(|answer| answer.headers.contains_key("set-cookie"));
    assert_eq!(opened.count(), 1);

    // Two logins at once, one count: a key that was copied.
    let (mut one, first) = logged_in(&app, &client, ADA).await;
    let (mut two, second) = logged_in(&app, &client, ADA).await;
    let mut copy = key.clone();
    let (right, copied) = (key.get(&first.asked()), copy.get(&second.asked()));
    answer(&mut one, &first, &right).await.answer("code");
    answer(&mut two, &second, &copied).await.shown(400, WRONG);

    // Shown again, the page asks anew; what was asked before is void.
    let (mut browser, page) = logged_in(&app, &client, ADA).await;
    let again = browser.open(&page.path).await;
    let late = key.get(&page.asked());
    answer(&mut browser, &page, &late).await.shown(400, WRONG);
    let in_time = browser.open(&again.path).await;
    let right = key.get(&in_time.asked());
    app.advance(599);
    let landing = answer(&mut browser, &in_time, &right).await;
    landing.answer("code");
    let (mut browser, page) = logged_in(&app, &client, ADA).await;
    let late = key.get(&page.asked());
    app.advance(600);
    answer(&mut browser, &page, &late).await.shown(400, WRONG);
}

#[tokio::test]
async fn a_key_is_one_users_at_one_tenant() {
    let (app, client, _) = strict_app().await;
    let key = enrolled(&app, &client, ADA).await;
    app.person(BOB).await;
    let (mut browser, page) = logged_in(&app, &client, BOB).await;
    let mut again = Authenticator::at(&app);
    again.next_id = Some(key.held[0].id.clone());
    let made = again.create(&page.asked());
    let after = answer(&mut browser, &page, &made).await;
    after.shown(400, "This security key is already in use");
    // What was made with wrong data neither.
    let mut evil = Authenticator::at(&app);
    evil.origin = "https://evil.test".to_owned();
    let made = evil.create(&after.asked());
    let after = answer(&mut browser, &after, &made).await;
    after.shown(400, "could not be added");
    let failed = app.types_logged("gd_webauthn_enrollment_failed").await;
    assert_eq!(failed.len(), 1);

    // Another tenant knows nothing of it, though its user has the same name and asks for keys, too.
    let other = app.other_tenant().await;
    let there = other.web_app().await;
    other.person(ADA).await;
    other
        .offer(&["webauthn-roaming"], &["all-applications"])
        .await;
    let own = enrolled(&other, &there, ADA).await;
    let (mut browser, page) = logged_in(&other, &there, ADA).await;
    let mut foreign = key.clone();
    foreign.origin.clone_from(&own.origin);
    foreign.other_rp_id = Some(other.tenant.domain.clone());
    let used = foreign.get(&page.asked());
    answer(&mut browser, &page, &used).await.shown(400, WRONG);
}

#[tokio::test]
async fn tries_are_few_and_silence_is_noted() {
    let (app, client, ada) = strict_app().await;
    let mut key = enrolled(&app, &client, ADA).await;
    let (mut browser, page) = logged_in(&app, &client, ADA).await;
    // Without JavaScript, or with nothing at hand, the page says so; it is no try.
    let silent = browser.submit(&page, &[]).await;
    silent.shown(400, "Nothing was received from a security key");
    let told = [("error", "NotAllowedError")];
    let mut page = browser.submit(&silent, &told).await;
    page.shown(400, "Nothing was received");
    assert!(page.response.text.contains("<noscript>"));
    let noted = app.types_logged("gd_webauthn_challenge_failed").await;
    assert_eq!(noted.len(), 1);
    for _ in 0..10 {
        page = browser.submit(&page, &[("response", "{}")]).await;
    }
    let right = key.get(&page.asked());
    let refused = answer(&mut browser, &page, &right).await;
    refused.shown(429, "There were too many tries");
    app.advance(360);
    let page = browser.open(&page.path).await;
    let right = key.get(&page.asked());
    answer(&mut browser, &page, &right).await.answer("code");
    let methods = app.read(&methods_of(&ada)).await.ok(200);
    let used = &row(&methods, "type", "webauthn-roaming")["last_auth_at"];
    assert!(used.as_str().unwrap() > "2026-01-01T00:06", "{used}");
}

#[tokio::test]
async fn the_tenant_says_how_keys_are_used() {
    let (app, client, _) = strict_app().await;
    let initial = json!({ "userVerification": "discouraged", "overrideRelyingParty": false });
    assert_eq!(app.read(ROAMING).await.ok(200), initial);
    for wrong in [
        json!({ "userVerification": "never" }),
        json!({ "relyingPartyIdentifier": "https://example.com" }),
        json!({ "relyingPartyIdentifier": "Example.com" }),
        json!({ "relyingParty": "example.com" }),
    ] {
        app.write(Method::PATCH, ROAMING, &wrong).await.ok(400);
    }
    let required = json!({ "userVerification": "required" });
    let changed = app.write(Method::PATCH, ROAMING, &required).await.ok(200);
    assert_eq!(changed["userVerification"], "required");
    let (mut browser, page) = logged_in(&app, &client, ADA).await;
    let asked = page.asked();
    assert_eq!(
        asked["authenticatorSelection"]["userVerification"],
        "required"
    );
    let mut key = Authenticator::at(&app);
    key.verifies = false;
    let made = key.create(&asked);
    let page = answer(&mut browser, &page, &made).await;
    page.shown(400, "could not be added");
    key.verifies = true;
    let made = key.create(&page.asked());
    answer(&mut browser, &page, &made).await.answer("code");
    key.verifies = false;
    let (_, after) = tried(&app, &client, |asked| key.get(asked)).await;
    after.shown(400, WRONG);
    // What is asked now decides, and not what was asked when the key was enrolled.
    app.write(
        Method::PATCH,
        ROAMING,
        &json!({ "userVerification": "preferred" }),
    )
    .await
    .ok(200);
    let (_, after) = tried(&app, &client, |asked| key.get(asked)).await;
    after.answer("code");

    // A domain above the host can be named, and no other.
    let (_, above) = app.tenant.domain.split_once('.').unwrap();
    for (named, expected) in [
        (above, above),
        ("elsewhere.test", app.tenant.domain.as_str()),
    ] {
        let named = json!({ "overrideRelyingParty": true, "relyingPartyIdentifier": named });
        app.write(Method::PUT, ROAMING, &named).await.ok(200);
        let (_, page) = logged_in(&app, &client, ADA).await;
        assert_eq!(page.asked()["rpId"], expected);
    }
}

#[tokio::test]
async fn a_device_is_enrolled_beside_an_app_and_remembered() {
    let app = TestApp::new().await;
    let client = app.web_app().await;
    let ada = app.person(ADA).await.id.to_string();
    let all = ["otp", "webauthn-platform", "recovery-code"];
    app.offer(&all, &["all-applications"]).await;
    let (mut browser, page) = logged_in(&app, &client, ADA).await;
    page.at("mfa-otp-enrollment");
    let pick = [("action", "pick-authenticator")];
    let page = browser.submit(&page, &pick).await;
    page.at("mfa-begin-enroll-options");
    page.shown(200, "This device");
    let page = browser
        .submit(&page, &[("action", "webauthn-platform")])
        .await;
    page.at("mfa-webauthn-platform-enrollment");
    let selection = &page.asked()["authenticatorSelection"];
    assert_eq!(selection["authenticatorAttachment"], "platform");
    assert_eq!(selection["userVerification"], "required");
    assert!(page.data("device").is_some());
    let mut device = Authenticator::at(&app);
    (device.counter, device.is_synced) = (None, true);
    let made = device.create(&page.asked());
    let page = answer(&mut browser, &page, &made).await;
    page.at("mfa-recovery-code-enrollment");
    browser
        .submit(&page, &[("saved", "true")])
        .await
        .answer("code");
    let methods = app.read(&methods_of(&ada)).await.ok(200);
    let method = row(&methods, "type", "webauthn-platform");
    assert_eq!(method["credential_device_type"], "multi_device");
    assert_eq!(method["credential_backed_up"], true);

    // Whoever is elsewhere takes another way; here the device does, and twice, though it doesn't count.
    app.give_app(&ada).await;
    let (mut elsewhere, page) = logged_in(&app, &client, ADA).await;
    page.at("mfa-webauthn-platform-challenge");
    let page = elsewhere.submit(&page, &pick).await;
    page.at("mfa-login-options");
    let page = elsewhere.submit(&page, &[("action", "otp")]).await;
    page.at("mfa-otp-challenge");
    for _ in 0..2 {
        let (mut browser, page) = logged_in(&app, &client, ADA).await;
        let used = device.get(&page.asked()).to_string();
        let fields = [("response", used.as_str()), ("rememberBrowser", "true")];
        browser.submit(&page, &fields).await.answer("code");
        let again = authorize(&client, &[("prompt", "login")]);
        let page = browser.open(&again).await;
        browser.log_in(&page, ADA).await.answer("code");
    }
    // The same factor through the MFA API is only listed.
    let listed = app.read(&methods_of(&ada)).await.ok(200);
    assert_eq!(listed.as_array().unwrap().len(), 3);
}

#[tokio::test]
async fn a_key_that_an_administrator_vouches_for_is_one() {
    let (app, client, ada) = strict_app().await;
    let mut key = Authenticator::at(&app);
    let rp = json!({ "rp": { "id": app.tenant.domain }, "user": { "id": "AAAA" } });
    key.create(&rp);
    let body = json!({
        "type": "webauthn-roaming", "name": "The blue one", "key_id": key.held[0].id,
        "public_key": key.public_key(), "relying_party_identifier": app.tenant.domain,
    });
    let made = app.write(Method::POST, &methods_of(&ada), &body).await;
    assert_eq!(made.ok(201)["name"], "The blue one");
    let (_, after) = tried(&app, &client, |asked| key.get(asked)).await;
    after.answer("code");
    let bob = app.person(BOB).await.id.to_string();
    let again = app.write(Method::POST, &methods_of(&bob), &body).await;
    again.refused(409, "The authentication method already exists.", None);
    let mut broken = body.clone();
    broken["public_key"] = json!("bm8ga2V5");
    broken["key_id"] = json!("AAAA");
    let refused = app.write(Method::POST, &methods_of(&bob), &broken).await;
    refused.refused(
        400,
        "public_key must be a COSE key, base64: ES256, ES384 or RS256.",
        Some("invalid_body"),
    );
}

#[tokio::test]
async fn a_link_leads_to_a_choice_of_what_the_tenant_offers() {
    let (app, client, ada) = strict_app().await;
    app.offer(&["otp", "webauthn-platform", "recovery-code"], &[])
        .await;
    let path = "/api/v2/guardian/enrollments/ticket";
    let made = app
        .write(Method::POST, path, &json!({ "user_id": ada }))
        .await
        .ok(200);
    let address = format!(
        "/mfa/enrollment?ticket={}",
        made["ticket_id"].as_str().unwrap()
    );
    let mut browser = Visitor::new(&app);
    let page = browser.open(&address).await;
    for name in ["Authenticator app", "Security key", "This device"] {
        page.shown(200, name);
    }
    let chosen = [("action", "webauthn-roaming")];
    let page = browser.submit(&page, &chosen).await;
    assert_eq!(page.path, format!("{address}&factor=webauthn-roaming"));
    let back = browser
        .submit(&page, &[("action", "pick-authenticator")])
        .await;
    assert_eq!(back.path, address);
    let page = browser.submit(&back, &chosen).await;
    let mut key = Authenticator::at(&app);
    let silent = browser.submit(&page, &[("error", "AbortError")]).await;
    silent.shown(400, "Nothing was received");
    let late = key.clone().create(&page.asked());
    let refused = answer(&mut browser, &silent, &late).await;
    refused.shown(400, "could not be added");
    let made = key.create(&refused.asked());
    let done = answer(&mut browser, &refused, &made).await;
    done.shown(200, "From now on");
    assert!(done.response.text.contains("<code>"), "a recovery code");
    browser.open(&address).await.shown(400, "Start again");
    let methods = app.read(&methods_of(&ada)).await.ok(200);
    row(&methods, "type", "webauthn-roaming");
    // A ticket for one factor leads to it at once.
    let body = json!({ "user_id": ada, "factor": "webauthn-platform", "allow_multiple_enrollments": true });
    let made = app.write(Method::POST, path, &body).await.ok(200);
    let ticket = made["ticket_id"].as_str().unwrap();
    let page = browser
        .open(&format!("/mfa/enrollment?ticket={ticket}"))
        .await;
    let selection = &page.asked()["authenticatorSelection"];
    assert_eq!(selection["authenticatorAttachment"], "platform");
    drop(client);
}
