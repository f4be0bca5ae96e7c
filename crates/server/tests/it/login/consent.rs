//! `/u/consent` (clients.md, reference §1.7 and §5.4).

use serde_json::json;

use crate::applications::{AUDIENCE, Application, text};
use crate::test_app::TestApp;
use crate::visitor::{Landing, Visitor, all_at_once, authorize};

const ADA: &str = "ada@example.com";

async fn app_with_api(skips: bool) -> TestApp {
    let app = TestApp::new().await;
    app.person(ADA).await;
    app.posts_api(&json!({ "skip_consent_for_verifiable_first_party_clients": skips }))
        .await;
    app
}

/// Where somebody who has just logged in ends.
async fn after_login(app: &TestApp, client: &Application, parameters: &[(&str, &str)]) -> Landing {
    let mut visitor = Visitor::new(app);
    let page = visitor.open(&authorize(client, parameters)).await;
    visitor.log_in(&page, ADA).await
}

#[tokio::test]
async fn our_own_applications_ask_only_where_they_must() {
    let read = [("audience", AUDIENCE), ("scope", "openid read:posts")];
    // No API: nothing to ask.
    let app = app_with_api(false).await;
    let client = app.web_app().await;
    after_login(&app, &client, &[]).await.answer("code");
    // An API that does not trust our applications.
    after_login(&app, &client, &read).await.at("consent");
    // One that does, with a callback that proves who gets the answer, and with others that don't.
    let app = app_with_api(true).await;
    after_login(&app, &app.web_app().await, &read)
        .await
        .answer("code");
    for (callback, sent) in [
        ("http://localhost:3000/cb", "http://localhost:3000/cb"),
        ("http://127.0.0.1:3000/cb", "http://127.0.0.1:3000/cb"),
        ("http://[::1]:3000/cb", "http://[::1]:3000/cb"),
        ("com.example.app://cb", "com.example.app://cb"),
        // A loopback callback that is only registered.
        ("http://localhost:3000/cb", "https://app.test/callback"),
    ] {
        let client = app
            .application(&json!({ "callbacks": ["https://app.test/callback", callback] }))
            .await;
        let parameters = [&read[..], &[("redirect_uri", sent)]].concat();
        after_login(&app, &client, &parameters).await.at("consent");
    }
}

#[tokio::test]
async fn what_is_asked_is_shown_and_escaped() {
    let app = TestApp::new().await;
    app.person(ADA).await;
    app.posts_api(&json!({
        "name": "\" onerror=alert(1) &lt;img src=x&gt;", "skip_consent_for_verifiable_first_party_clients": false,
        "scopes": [{ "value": "read:posts", "description": "<script>alert('scope')</script>" }],
    }))
    .await;
    app.change_settings(&json!({ "flags": { "use_scope_descriptions_for_consent": true } }))
        .await;
    let client = app
        .third_party(
            "permissive",
            &json!({ "name": "</title><script>alert('name')</script>", "logo_uri": "javascript:alert(1)" }),
        )
        .await;
    let parameters = [("audience", AUDIENCE), ("scope", "openid email read:posts")];
    let page = after_login(&app, &client, &parameters).await;
    page.at("consent");
    let text = &page.response.text;
    for hostile in ["<script", "<img src=x", "javascript:"] {
        assert!(!text.contains(hostile), "{text}");
    }
    assert!(
        text.contains("other-company.test"),
        "where the answer goes: {text}"
    );
    assert!(text.contains(ADA));
}

#[tokio::test]
async fn declining_is_an_answer() {
    let app = app_with_api(false).await;
    let parameters = [("audience", AUDIENCE), ("scope", "openid read:posts")];
    for client in [
        app.web_app().await,
        app.third_party("permissive", &json!({})).await,
    ] {
        let mut visitor = Visitor::new(&app);
        let page = visitor.open(&authorize(&client, &parameters)).await;
        let page = visitor.log_in(&page, ADA).await;
        let landing = visitor.decline(&page).await;
        landing.failed("access_denied", "User did not authorize the request");
        assert_eq!(landing.answer("state"), "the state");
        // Nothing is remembered but the session.
        visitor.open(&page.path).await.shown(400, "<html");
        let again = visitor.open(&authorize(&client, &parameters)).await;
        again.at("consent");
        // Anything but accepting is declining.
        let landing = visitor.submit(&again, &[("action", "ACCEPT")]).await;
        landing.failed("access_denied", "User did not authorize the request");
    }
}

#[tokio::test]
async fn consent_is_remembered_until_more_is_asked_for() {
    let app = app_with_api(false).await;
    let client = app.third_party("permissive", &json!({})).await;
    let read = [("audience", AUDIENCE), ("scope", "openid read:posts")];
    let more = [
        ("audience", AUDIENCE),
        ("scope", "openid read:posts write:posts"),
    ];
    let mut visitor = Visitor::new(&app);
    visitor.sign_in(&client, ADA, &read).await.answer("code");
    visitor
        .open(&authorize(&client, &read))
        .await
        .answer("code");
    let fewer = [("audience", AUDIENCE), ("scope", "read:posts")];
    visitor
        .open(&authorize(&client, &fewer))
        .await
        .answer("code");
    let page = visitor.open(&authorize(&client, &more)).await;
    page.at("consent");
    visitor.consent(&page).await.answer("code");
    visitor
        .open(&authorize(&client, &more))
        .await
        .answer("code");
    visitor
        .open(&authorize(&client, &read))
        .await
        .answer("code");
    // OIDC's scopes alone are another matter.
    visitor.open(&authorize(&client, &[])).await.at("consent");
    let asked = [&read[..], &[("prompt", "consent")]].concat();
    visitor
        .open(&authorize(&client, &asked))
        .await
        .at("consent");
    let grants = app.read("/api/v2/grants").await.ok(200);
    let grants = grants.as_array().unwrap();
    assert_eq!(grants.len(), 1);
    assert_eq!(
        grants[0]["scope"],
        json!(["openid", "read:posts", "write:posts"])
    );
}

#[tokio::test]
async fn revoking_ends_what_rests_on_it_and_nothing_else() {
    let app = app_with_api(false).await;
    let client = app.third_party("permissive", &json!({})).await;
    let api = [
        ("audience", AUDIENCE),
        ("scope", "openid read:posts offline_access"),
    ];
    let profile = [("scope", "openid offline_access")];
    let mut visitor = Visitor::new(&app);
    let refresh_token = |code: String| {
        let (app, client) = (&app, &client);
        async move { text(&app.redeem(client, &code).await.ok(200), "refresh_token") }
    };
    let of_api = refresh_token(visitor.code(&client, ADA, &api).await).await;
    let of_profile = refresh_token(visitor.code(&client, ADA, &profile).await).await;
    let not_yet_redeemed = visitor.code(&client, ADA, &api).await;
    let grants = app.read("/api/v2/grants").await.ok(200);
    let grants = grants.as_array().unwrap();
    let grant = grants
        .iter()
        .find(|grant| grant["audience"] == AUDIENCE)
        .unwrap();
    app.remove(&format!("/api/v2/grants/{}", text(grant, "id")))
        .await
        .ok(204);
    app.refresh(&client, &of_api).await.denied(
        403,
        "invalid_grant",
        "Unknown or invalid refresh token.",
    );
    app.redeem(&client, &not_yet_redeemed).await.denied(
        403,
        "invalid_grant",
        "Invalid authorization code",
    );
    app.refresh(&client, &of_profile).await.ok(200);
    visitor.open(&authorize(&client, &api)).await.at("consent");
    visitor
        .open(&authorize(&client, &profile))
        .await
        .answer("code");
}

#[tokio::test]
async fn one_persons_consent_is_not_anothers() {
    let app = app_with_api(false).await;
    app.person("grace@example.com").await;
    let client = app.third_party("permissive", &json!({})).await;
    let read = [("audience", AUDIENCE), ("scope", "openid read:posts")];
    Visitor::new(&app)
        .sign_in(&client, ADA, &read)
        .await
        .answer("code");
    let mut grace = Visitor::new(&app);
    let page = grace.open(&authorize(&client, &read)).await;
    grace.log_in(&page, "grace@example.com").await.at("consent");
    // Somebody else logs in to the same browser while a consent page is open there.
    let mut shared = Visitor::new(&app);
    let asked = [&read[..], &[("prompt", "login consent")]].concat();
    let page = shared.open(&authorize(&client, &asked)).await;
    let consent = shared.log_in(&page, ADA).await;
    consent.at("consent");
    let other = app.web_app().await;
    let page = shared
        .open(&authorize(&other, &[("prompt", "login")]))
        .await;
    shared
        .log_in(&page, "grace@example.com")
        .await
        .answer("code");
    // Ada's page is Ada's: Grace would have to log in to this request herself.
    let landing = shared.submit(&consent, &[("action", "accept")]).await;
    landing.at("login");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_form_that_is_posted_often_is_answered_once() {
    let app = app_with_api(false).await;
    let client = app.web_app().await;
    for action in ["accept", "deny"] {
        let parameters = [
            ("audience", AUDIENCE),
            ("scope", "openid read:posts"),
            ("prompt", "consent"),
        ];
        let mut visitor = Visitor::new(&app);
        let page = visitor.open(&authorize(&client, &parameters)).await;
        let page = visitor.log_in(&page, ADA).await;
        page.at("consent");
        let posts = (0..20).map(|_| {
            let mut browser = visitor.clone();
            let page = &page;
            async move { browser.submit_once(page, &[("action", action)]).await.1 }
        });
        let answers = all_at_once(posts).await;
        let redirects = answers
            .iter()
            .filter(|answer| answer.status.as_u16() == 302);
        assert_eq!(redirects.count(), 1, "{action}");
        assert!(
            answers
                .iter()
                .all(|answer| [302, 400].contains(&answer.status.as_u16()))
        );
    }
    let grants = app.read("/api/v2/grants").await.ok(200);
    assert_eq!(grants.as_array().unwrap().len(), 1);
}
