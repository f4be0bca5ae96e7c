//! The device flow: codes for a device, `/activate` for its owner, and the polls in between.

use serde_json::{Value, json};

use crate::applications::{AUDIENCE, Application, decoded, text};
use crate::test_app::{TestApp, TestResponse};
use crate::visitor::{Landing, Visitor, all_at_once};

const ADA: &str = "ada@example.com";
const GRANT: &str = "urn:ietf:params:oauth:grant-type:device_code";
const PENDING: &str = "User has yet to authorize device code.";
const TOO_FAST: &str = "You are polling faster than the specified interval of 5 seconds.";
const INVALID: &str = "Invalid or expired device code.";

fn tv_grants() -> Value {
    json!({
        "app_type": "native", "token_endpoint_auth_method": "none", "name": "Television",
        "grant_types": [GRANT, "refresh_token"],
    })
}

/// A tenant with a person and an application on a device.
async fn living_room() -> (TestApp, Application) {
    let app = TestApp::new().await;
    let tv = app.application(&tv_grants()).await;
    app.person(ADA).await;
    (app, tv)
}

async fn codes(app: &TestApp, tv: &Application, more: &[(&str, &str)]) -> TestResponse {
    let own = [("client_id", tv.id.as_str())];
    let form = [&own, more].concat();
    app.post("/oauth/device/code").form(&form).send().await
}

async fn poll(app: &TestApp, tv: &Application, code: &str) -> TestResponse {
    app.token(&[
        ("grant_type", GRANT),
        ("client_id", &tv.id),
        ("device_code", code),
    ])
    .await
}

/// From the address that the device shows to the page that asks whether it is the right one.
async fn opened(visitor: &mut Visitor<'_>, codes: &Value) -> Landing {
    let address = text(codes, "verification_uri_complete");
    let page = visitor.open(&crate::mail::path_of(&address)).await;
    page.shown(200, "Is this your device?");
    page
}

async fn connected(visitor: &mut Visitor<'_>, codes: &Value) -> Landing {
    let page = opened(visitor, codes).await;
    let page = visitor.submit(&page, &[("action", "confirm")]).await;
    if page.path.starts_with("/u/login") {
        visitor.log_in(&page, ADA).await
    } else {
        page
    }
}

#[tokio::test]
async fn a_device_is_let_in_by_its_code() {
    let (app, tv) = living_room().await;
    let codes = codes(&app, &tv, &[("scope", "openid profile")]).await;
    assert_eq!(codes.header("cache-control"), "no-store");
    let codes = codes.ok(200);
    assert_eq!(
        (&codes["expires_in"], &codes["interval"]),
        (&json!(900), &json!(5))
    );
    let user_code = text(&codes, "user_code");
    assert_eq!(user_code.len(), 9, "{user_code}");
    assert_eq!(user_code.as_bytes()[4], b'-');
    assert_eq!(codes["verification_uri"], "https://tenant.test/activate");
    let complete = format!("https://tenant.test/activate?user_code={user_code}");
    assert_eq!(codes["verification_uri_complete"], complete);
    let device_code = text(&codes, "device_code");
    poll(&app, &tv, &device_code)
        .await
        .denied(403, "authorization_pending", PENDING);

    // People type what they see, more or less.
    let mut visitor = Visitor::new(&app);
    let page = visitor.open("/activate").await;
    page.shown(200, "Connect a device");
    let typed = user_code.to_lowercase().replace('-', " ");
    let page = visitor.submit(&page, &[("user_code", &typed)]).await;
    page.shown(200, "Is this your device?");
    page.shown(200, "Television");
    let page = visitor.submit(&page, &[("action", "confirm")]).await;
    page.at("login");
    let page = visitor.log_in(&page, ADA).await;
    page.shown(200, "Your device is connected");
    assert_eq!(page.path, "/activate/allowed");

    // It can't be let in twice.
    let again = visitor.open("/activate").await;
    let again = visitor.submit(&again, &[("user_code", &user_code)]).await;
    again.shown(400, "No device shows this code now.");

    let tokens = poll(&app, &tv, &device_code).await.ok(200);
    let (_, claims) = decoded(&text(&tokens, "id_token"));
    assert_eq!(claims["aud"], tv.id);
    assert!(
        claims.get("sid").is_none(),
        "no part of the browser's session"
    );
    let userinfo = app.get("/userinfo").bearer(&text(&tokens, "access_token"));
    assert_eq!(userinfo.send().await.ok(200)["sub"], claims["sub"]);
    assert!(tokens.get("refresh_token").is_none());
    poll(&app, &tv, &device_code)
        .await
        .denied(403, "invalid_grant", INVALID);
    assert_eq!(app.entries_of("sede").await.len(), 1);
    assert_eq!(app.entries_of("s").await.len(), 1);
    assert_eq!(
        app.entries_of("fdeac").await.len(),
        1,
        "the second try of the code"
    );
}

#[tokio::test]
async fn a_session_and_a_refresh_token() {
    let (app, tv) = living_room().await;
    app.posts_api(&json!({ "skip_consent_for_verifiable_first_party_clients": false }))
        .await;
    let scope = "openid offline_access read:posts";
    let wanted = [("audience", AUDIENCE), ("scope", scope)];
    let mut visitor = Visitor::new(&app);
    let first = codes(&app, &tv, &wanted).await.ok(200);
    let page = connected(&mut visitor, &first).await;
    let page = visitor.consent(&page).await;
    page.shown(200, "Your device is connected");
    let device_code = text(&first, "device_code");
    let tokens = poll(&app, &tv, &device_code).await.ok(200);
    assert_eq!(decoded(&text(&tokens, "access_token")).1["scope"], scope);
    let refreshed = app
        .token(&[
            ("grant_type", "refresh_token"),
            ("client_id", &tv.id),
            ("refresh_token", &text(&tokens, "refresh_token")),
        ])
        .await;
    refreshed.ok(200);

    // The next device: the browser's session and the consent are there.
    let second = codes(&app, &tv, &wanted).await.ok(200);
    let page = connected(&mut visitor, &second).await;
    page.shown(200, "Your device is connected");
    poll(&app, &tv, &text(&second, "device_code")).await.ok(200);
}

#[tokio::test]
async fn an_api_that_trusts_our_applications_asks_all_the_same() {
    let (app, tv) = living_room().await;
    app.posts_api(&json!({})).await;
    let wanted = [("audience", AUDIENCE), ("scope", "read:posts")];
    let codes = codes(&app, &tv, &wanted).await.ok(200);
    let mut visitor = Visitor::new(&app);
    let page = connected(&mut visitor, &codes).await;
    page.at("consent");
    let page = visitor.decline(&page).await;
    page.shown(200, "The device was not connected");
    let refused = poll(&app, &tv, &text(&codes, "device_code")).await;
    refused.denied(403, "access_denied", "User did not authorize the request");
}

#[tokio::test]
async fn third_parties_are_named_as_such_and_asked_for() {
    let app = TestApp::new().await;
    app.person(ADA).await;
    let tv = app.third_party("permissive", &tv_grants()).await;
    let codes = codes(&app, &tv, &[("scope", "openid profile")])
        .await
        .ok(200);
    let mut visitor = Visitor::new(&app);
    let page = opened(&mut visitor, &codes).await;
    page.shown(200, "Third party");
    page.shown(200, "Runs on your device");
    let page = connected(&mut visitor, &codes).await;
    let page = visitor.consent(&page).await;
    page.shown(200, "Your device is connected");
    poll(&app, &tv, &text(&codes, "device_code")).await.ok(200);
}

#[tokio::test]
async fn whoever_does_not_know_the_device_cancels() {
    let (app, tv) = living_room().await;
    let codes = codes(&app, &tv, &[]).await.ok(200);
    let mut visitor = Visitor::new(&app);
    let page = opened(&mut visitor, &codes).await;
    let page = visitor.submit(&page, &[("action", "cancel")]).await;
    page.shown(200, "The device was not connected");
    let device_code = text(&codes, "device_code");
    let cancelled = "User cancelled the confirmation prompt.";
    poll(&app, &tv, &device_code)
        .await
        .denied(403, "access_denied", cancelled);
    assert_eq!(app.entries_of("fdecc").await.len(), 1);
    assert_eq!(app.entries_of("fede").await.len(), 1);
}

#[tokio::test]
async fn polls_keep_their_distance_and_codes_expire_once() {
    let (app, tv) = living_room().await;
    let codes = codes(&app, &tv, &[]).await.ok(200);
    let device_code = text(&codes, "device_code");
    let pending = async || poll(&app, &tv, &device_code).await;
    pending()
        .await
        .denied(403, "authorization_pending", PENDING);
    pending().await.denied(429, "slow_down", TOO_FAST);
    app.advance(4);
    pending().await.denied(429, "slow_down", TOO_FAST);
    app.advance(1);
    pending()
        .await
        .denied(403, "authorization_pending", PENDING);
    // Another client has no such code, and the device is none the worse for it.
    let other = app.application(&tv_grants()).await;
    poll(&app, &other, &device_code)
        .await
        .denied(403, "invalid_grant", INVALID);
    let other_tenant = app.other_tenant().await;
    let foreign = other_tenant.application(&tv_grants()).await;
    poll(&other_tenant, &foreign, &device_code)
        .await
        .denied(403, "invalid_grant", INVALID);

    app.advance(895);
    let mut visitor = Visitor::new(&app);
    let address = crate::mail::path_of(&text(&codes, "verification_uri_complete"));
    visitor
        .open(&address)
        .await
        .shown(400, "No device shows this code now.");
    pending()
        .await
        .denied(403, "expired_token", "Expired device code.");
    pending().await.denied(403, "invalid_grant", INVALID);
    poll(&app, &tv, "nonsense")
        .await
        .denied(403, "invalid_grant", INVALID);
}

#[tokio::test]
async fn one_of_many_polls_gets_tokens_and_one_answer_counts() {
    let (app, tv) = living_room().await;
    let codes = codes(&app, &tv, &[("scope", "openid")]).await.ok(200);
    let mut visitor = Visitor::new(&app);
    // A page that was open when somebody else let the device in.
    let late = opened(&mut visitor, &codes).await;
    connected(&mut visitor, &codes)
        .await
        .shown(200, "Your device is connected");
    let refused = visitor.submit(&late, &[("action", "cancel")]).await;
    refused.shown(400, "No device shows this code now.");
    let device_code = text(&codes, "device_code");
    let answers = all_at_once((0..8).map(|_| poll(&app, &tv, &device_code))).await;
    let won = answers.iter().filter(|answer| answer.status == 200).count();
    assert_eq!(won, 1);
    for lost in answers.iter().filter(|answer| answer.status != 200) {
        lost.denied(403, "invalid_grant", INVALID);
    }
}

#[tokio::test]
async fn only_devices_get_codes() {
    let app = TestApp::new().await;
    let unsuited = [
        json!({ "app_type": "native", "token_endpoint_auth_method": "none" }),
        json!({ "app_type": "spa", "token_endpoint_auth_method": "none", "grant_types": [GRANT] }),
        json!({ "app_type": "native", "token_endpoint_auth_method": "none", "grant_types": [GRANT],
            "oidc_conformant": false }),
        json!({ "app_type": "native", "token_endpoint_auth_method": "none", "grant_types": [GRANT],
            "external_metadata_type": "dcr" }),
    ];
    let refusal = format!("Grant type '{GRANT}' not allowed for the client.");
    for members in unsuited {
        let client = app.application(&members).await;
        codes(&app, &client, &[])
            .await
            .denied(403, "unauthorized_client", &refusal);
        poll(&app, &client, "x")
            .await
            .denied(403, "unauthorized_client", &refusal);
    }
    assert_eq!(app.entries_of("fdeaz").await.len(), 4);
    let tv = app.application(&tv_grants()).await;
    let unknown = codes(&app, &tv, &[("audience", "https://nowhere/")]).await;
    unknown.denied(403, "access_denied", "Service not found: https://nowhere/");
    let nobody = app.post("/oauth/device/code").form(&[]).send().await;
    nobody.denied(
        400,
        "invalid_request",
        "Missing required parameter: client_id",
    );
    let (path, missing) = ("/oauth/token", "Missing required parameter: device_code");
    let form = [("grant_type", GRANT), ("client_id", &tv.id)];
    let refused = app.post(path).form(&form).send().await;
    refused.denied(400, "invalid_request", missing);
}

#[tokio::test]
async fn nobody_answers_for_a_device_that_they_were_not_shown() {
    let (app, tv) = living_room().await;
    let codes = codes(&app, &tv, &[]).await.ok(200);
    let user_code = text(&codes, "user_code");
    let mut visitor = Visitor::new(&app);
    // The form for the code does not do for the answer, nor does another browser's.
    let typing = visitor.open("/activate").await;
    let fields = [("user_code", user_code.as_str()), ("action", "confirm")];
    visitor
        .submit(&typing, &fields)
        .await
        .shown(400, "Start again");
    let page = opened(&mut visitor, &codes).await;
    let mut other = Visitor::new(&app);
    other.open("/activate").await;
    let forged = other.submit(&page, &[("action", "confirm")]).await;
    forged.shown(400, "Start again");
    // Nothing was answered by all that.
    connected(&mut visitor, &codes)
        .await
        .shown(200, "Your device is connected");
}

#[tokio::test]
async fn guesses_are_few_and_blocked_people_let_nothing_in() {
    let (app, tv) = living_room().await;
    let mut visitor = Visitor::new(&app);
    for _ in 0..20 {
        let page = visitor.open("/activate?user_code=BBBB-BBBB").await;
        page.shown(400, "No device shows this code now.");
    }
    let page = visitor.open("/activate?user_code=BBBB-BBBB").await;
    page.shown(429, "There were too many codes.");
    app.advance(900);
    let codes = codes(&app, &tv, &[]).await.ok(200);
    let first = connected(&mut visitor, &codes).await;
    first.shown(200, "Your device is connected");
    // Between the answer and the poll, the person is blocked.
    let person = app.person("bob@example.com").await;
    drop(person);
    let users = app
        .read("/api/v2/users?q=email:ada@example.com&search_engine=v3")
        .await
        .ok(200);
    let id = text(&users[0], "user_id").replace('|', "%7C");
    app.write(
        axum::http::Method::PATCH,
        &format!("/api/v2/users/{id}"),
        &json!({ "blocked": true }),
    )
    .await
    .ok(200);
    let refused = poll(&app, &tv, &text(&codes, "device_code")).await;
    assert_ne!(refused.status, 200, "{}", refused.text);
}

#[tokio::test]
async fn the_tenant_chooses_how_codes_look() {
    let (app, tv) = living_room().await;
    app.change_settings(&json!({ "device_flow": { "charset": "digits", "mask": "***.***.****" } }))
        .await;
    let answer = codes(&app, &tv, &[]).await.ok(200);
    let shown = text(&answer, "user_code");
    let places: Vec<&str> = shown.split('.').collect();
    assert_eq!(
        places.iter().map(|part| part.len()).collect::<Vec<_>>(),
        [3, 3, 4]
    );
    assert!(
        places.concat().bytes().all(|byte| byte.is_ascii_digit()),
        "{shown}"
    );
    let mut visitor = Visitor::new(&app);
    opened(&mut visitor, &answer).await;
    // Too few places are never given out.
    app.change_settings(&json!({ "device_flow": { "charset": "digits", "mask": "***" } }))
        .await;
    let answer = codes(&app, &tv, &[]).await.ok(200);
    assert_eq!(text(&answer, "user_code").len(), 11);
    let discovery = app
        .get("/.well-known/openid-configuration")
        .send()
        .await
        .ok(200);
    let endpoint = "https://tenant.test/oauth/device/code";
    assert_eq!(discovery["device_authorization_endpoint"], endpoint);
}
