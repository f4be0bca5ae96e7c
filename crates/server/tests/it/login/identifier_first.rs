//! The identifier on a page of its own.

use axum::http::Method;
use serde_json::json;

use crate::applications::{Application, PASSWORD};
use crate::test_app::TestApp;
use crate::visitor::{Visitor, authorize};

const ADA: &str = "ada@example.com";

async fn identifier_first() -> (TestApp, Application) {
    let app = TestApp::new().await;
    let client = app.web_app().await;
    app.person(ADA).await;
    let body = json!({ "identifier_first": true });
    app.write(Method::PATCH, "/api/v2/prompts", &body)
        .await
        .ok(200);
    (app, client)
}

#[tokio::test]
async fn first_the_identifier_then_the_password() {
    let (app, client) = identifier_first().await;
    let mut visitor = Visitor::new(&app);
    let page = visitor
        .open(&authorize(&client, &[("login_hint", "grace@example.com")]))
        .await;
    page.at("login/identifier");
    page.shown(200, "grace@example.com");
    let refused = visitor.submit(&page, &[("username", " ")]).await;
    refused.shown(400, "Enter your email address.");
    let page = visitor
        .submit(&page, &[("username", "bob@example.com")])
        .await;
    page.at("login/password");
    page.shown(200, "bob@example.com");
    let page = visitor
        .submit(&page, &[("action", "change-identifier")])
        .await;
    page.at("login/identifier");
    let page = visitor.submit(&page, &[("username", ADA)]).await;
    visitor
        .submit(&page, &[])
        .await
        .shown(400, "Enter your password.");
    let refused = visitor.submit(&page, &[("password", "x")]).await;
    refused.shown(400, "don’t belong together");
    let landing = visitor.submit(&page, &[("password", PASSWORD)]).await;
    landing.answer("code");
}

#[tokio::test]
async fn nobody_learns_who_has_an_account() {
    let (app, client) = identifier_first().await;
    let mut texts = Vec::new();
    for name in [ADA, "nobody@example.com"] {
        let mut visitor = Visitor::new(&app);
        let page = visitor.open(&authorize(&client, &[])).await;
        let page = visitor.submit(&page, &[("username", name)]).await;
        page.at("login/password");
        let state = page.path.split("state=").nth(1).unwrap().to_owned();
        let refused = visitor.submit(&page, &[("password", "x")]).await;
        let (_, hidden) = refused.form();
        let mut text = refused.response.text.replace(name, "").replace(&state, "");
        for (_, value) in hidden.iter().filter(|(_, value)| !value.is_empty()) {
            text = text.replace(value.as_str(), "");
        }
        texts.push(text);
    }
    assert_eq!(texts[0], texts[1]);
}

#[tokio::test]
async fn the_other_ways_stay_open() {
    let (app, client) = identifier_first().await;
    let mut visitor = Visitor::new(&app);
    let page = visitor.open(&authorize(&client, &[])).await;
    let state = page.path.split("state=").nth(1).unwrap().to_owned();
    // No password without an identifier.
    let page = visitor
        .open(&format!("/u/login/password?state={state}"))
        .await;
    page.at("login/identifier");
    visitor
        .open(&format!("/u/signup?state={state}"))
        .await
        .at("signup");
    let page = visitor.submit(&page, &[("username", ADA)]).await;
    page.shown(200, "/u/reset-password/request/");
    let body = json!({ "identifier_first": false });
    app.write(Method::PATCH, "/api/v2/prompts", &body)
        .await
        .ok(200);
    visitor.open(&authorize(&client, &[])).await.at("login");
}
