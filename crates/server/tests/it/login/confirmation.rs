//! `/u/confirmation` (reference §1.7).

use axum::http::Method;
use serde_json::json;

use crate::applications::Application;
use crate::test_app::{DOMAIN, TestApp};
use crate::visitor::{Visitor, all_at_once, authorize};

const ADA: &str = "ada@example.com";
const LOOPBACK: &str = "http://127.0.0.1:3000/cb";
const CUSTOM: &str = "com.example.app://cb";
const SKIP: &str = "skip_non_verifiable_callback_uri_confirmation_prompt";

async fn with_callback(app: &TestApp, callback: &str) -> Application {
    app.application(&json!({ "callbacks": [callback] })).await
}

/// Asks for an answer at this callback.
fn start(client: &Application, callback: &str, parameters: &[(&str, &str)]) -> String {
    authorize(
        client,
        &[&[("redirect_uri", callback)], parameters].concat(),
    )
}

/// Somebody who is logged in already.
async fn logged_in(app: &TestApp) -> Visitor<'_> {
    app.person(ADA).await;
    let mut visitor = Visitor::new(app);
    let client = app.web_app().await;
    visitor.sign_in(&client, ADA, &[]).await.answer("code");
    visitor
}

#[tokio::test]
async fn whoever_is_asked_nothing_else_confirms_each_time() {
    let app = TestApp::new().await;
    let mut visitor = logged_in(&app).await;
    for (callback, shown) in [(LOOPBACK, "127.0.0.1:3000"), (CUSTOM, "com.example.app:")] {
        let client = with_callback(&app, callback).await;
        let request = start(&client, callback, &[]);
        for _ in 0..2 {
            let page = visitor.open(&request).await;
            page.at("confirmation");
            let text = &page.response.text;
            assert!(text.contains(shown) && text.contains(ADA), "{text}");
            let landing = visitor.submit(&page, &[("action", "continue")]).await;
            landing.answer("code");
            // Back, and once more: it is over.
            visitor.open(&page.path).await.shown(400, "<html");
        }
        // Anything else is no.
        for action in ["cancel", "", "CONTINUE"] {
            let page = visitor.open(&request).await;
            let landing = visitor.submit(&page, &[("action", action)]).await;
            landing.failed("access_denied", "User did not authorize the request");
        }
        // Nobody can be asked silently.
        let silent = start(&client, callback, &[("prompt", "none")]);
        let silent = visitor.open(&silent).await;
        assert_eq!(silent.answer("error"), "interaction_required");
    }
}

#[tokio::test]
async fn whoever_was_asked_something_else_saw_who_asks() {
    let app = TestApp::new().await;
    app.person(ADA).await;
    let client = with_callback(&app, LOOPBACK).await;
    let mut visitor = Visitor::new(&app);
    for parameters in [
        &[("redirect_uri", LOOPBACK)][..],
        &[("redirect_uri", LOOPBACK), ("prompt", "login")],
    ] {
        let landing = visitor.sign_in(&client, ADA, parameters).await;
        landing.answer("code");
    }
    let landing = visitor.open(&start(&client, LOOPBACK, &[])).await;
    landing.at("confirmation");
}

#[tokio::test]
async fn what_the_client_says_counts_more_than_what_the_tenant_says() {
    let app = TestApp::new().await;
    let mut visitor = logged_in(&app).await;
    let client = with_callback(&app, LOOPBACK).await;
    let request = start(&client, LOOPBACK, &[]);
    for (of_tenant, of_client, asks) in [
        (json!(null), json!(null), true),
        (json!(true), json!(null), false),
        (json!(true), json!(false), true),
        (json!(false), json!(true), false),
        (json!(false), json!(null), true),
    ] {
        app.change_settings(&json!({ SKIP: of_tenant })).await;
        app.change_client(&client, &json!({ SKIP: of_client }))
            .await;
        let landing = visitor.open(&request).await;
        if asks {
            landing.at("confirmation");
        } else {
            landing.answer("code");
            let silent = start(&client, LOOPBACK, &[("prompt", "none")]);
            visitor.open(&silent).await.answer("code");
        }
    }
}

#[tokio::test]
async fn a_callback_that_proves_who_listens_needs_none() {
    let app = TestApp::new().await;
    let mut visitor = logged_in(&app).await;
    let home = format!("https://{DOMAIN}/somewhere");
    for callback in ["https://app.test/callback", home.as_str()] {
        let client = with_callback(&app, callback).await;
        let request = start(&client, callback, &[]);
        let response = visitor.send(Method::GET, &request, None).await;
        let answer = format!("{callback}?code=");
        assert!(response.header("location").starts_with(&answer));
    }
    let older = with_callback(&app, LOOPBACK).await;
    app.change_client(&older, &json!({ "oidc_conformant": false }))
        .await;
    let landing = visitor.open(&start(&older, LOOPBACK, &[])).await;
    landing.answer("code");
}

#[tokio::test]
async fn of_many_who_confirm_one_is_answered() {
    let app = TestApp::new().await;
    let mut visitor = logged_in(&app).await;
    let client = with_callback(&app, LOOPBACK).await;
    let page = visitor.open(&start(&client, LOOPBACK, &[])).await;
    let posts = (0..8).map(|_| {
        let mut browser = visitor.clone();
        let page = &page;
        async move { browser.submit_once(page, &[("action", "continue")]).await.1 }
    });
    let answers = all_at_once(posts).await;
    let won = answers
        .iter()
        .filter(|answer| answer.headers.contains_key("location"));
    assert_eq!(won.count(), 1);
}

#[tokio::test]
async fn a_form_of_another_browser_confirms_nothing() {
    let app = TestApp::new().await;
    let mut visitor = logged_in(&app).await;
    let client = with_callback(&app, LOOPBACK).await;
    let page = visitor.open(&start(&client, LOOPBACK, &[])).await;
    page.at("confirmation");
    let mut stranger = Visitor::new(&app);
    let at_loopback = [("redirect_uri", LOOPBACK)];
    let landing = stranger.sign_in(&client, ADA, &at_loopback).await;
    landing.answer("code");
    let landing = stranger.submit(&page, &[("action", "continue")]).await;
    landing.shown(400, "<html");
    let landing = visitor.submit(&page, &[("action", "continue")]).await;
    landing.answer("code");
}
