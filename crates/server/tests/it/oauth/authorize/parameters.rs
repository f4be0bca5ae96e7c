//! The other parameters: hints, connection, organization, request objects.

use serde_json::json;

use crate::test_app::TestApp;
use crate::visitor::{Visitor, authorize};

#[tokio::test]
async fn hints_lead_to_the_right_screen() {
    let app = TestApp::new().await;
    let client = app.web_app().await;
    let hinted = [("login_hint", "ada\"><b>@example.com")];
    let landing = Visitor::new(&app).open(&authorize(&client, &hinted)).await;
    landing.at("login");
    let text = &landing.response.text;
    assert!(!text.contains("\"><b>@") && text.contains("ada"), "{text}");
    let landing = Visitor::new(&app)
        .open(&authorize(&client, &[("screen_hint", "signup")]))
        .await;
    landing.at("signup");
    let landing = Visitor::new(&app)
        .open(&authorize(&client, &[("screen_hint", "anything")]))
        .await;
    landing.at("login");
    let landing = Visitor::new(&app)
        .open(&authorize(&client, &[("ui_locales", "de en")]))
        .await;
    landing.shown(200, "lang=\"");
}

#[tokio::test]
async fn a_connection_must_be_one_of_the_clients() {
    let app = TestApp::new().await;
    app.person("ada@example.com").await;
    let client = app.web_app().await;
    let known = [("connection", "Username-Password-Authentication")];
    let landing = Visitor::new(&app)
        .sign_in(&client, "ada@example.com", &known)
        .await;
    landing.answer("code");
    let landing = Visitor::new(&app)
        .open(&authorize(&client, &[("connection", "elsewhere")]))
        .await;
    landing.failed("invalid_request", "the connection was not found");
}

#[tokio::test]
async fn what_is_not_offered_is_refused_and_not_ignored() {
    let app = TestApp::new().await;
    let client = app.web_app().await;
    for (name, value, description) in [
        (
            "organization",
            "org_1",
            "parameter organization is not allowed for this client",
        ),
        (
            "invitation",
            "ticket",
            "parameter organization is not allowed for this client",
        ),
    ] {
        let landing = Visitor::new(&app)
            .open(&authorize(&client, &[(name, value)]))
            .await;
        landing.failed("invalid_request", description);
    }
    let landing = Visitor::new(&app)
        .open(&authorize(
            &client,
            &[("scope", "openid online_access offline_access")],
        ))
        .await;
    landing.failed(
        "invalid_request",
        "Cannot request both online_access and offline_access scopes",
    );
    let landing = Visitor::new(&app)
        .open(&authorize(&client, &[("scope", "openid b\"ad")]))
        .await;
    assert_eq!(landing.answer("error"), "invalid_scope");
}

#[tokio::test]
async fn what_nobody_knows_is_ignored() {
    let app = TestApp::new().await;
    let client = app.web_app().await;
    let more = [
        ("auth0Client", "eyJ9"),
        ("_csrf", "x"),
        ("ext-theme", "dark"),
        ("unheard_of", "1"),
        ("device", "d"),
    ];
    let landing = Visitor::new(&app).open(&authorize(&client, &more)).await;
    landing.at("login");
}

#[tokio::test]
async fn resource_is_an_audience_where_the_tenant_says_so() {
    let app = TestApp::new().await;
    app.posts_api(&json!({})).await;
    let client = app.web_app().await;
    let request = authorize(&client, &[("resource", "https://nothing.test/")]);
    Visitor::new(&app).open(&request).await.at("login");
    app.change_settings(&json!({ "resource_parameter_profile": "compatibility" }))
        .await;
    let landing = Visitor::new(&app).open(&request).await;
    landing.failed("access_denied", "Service not found: https://nothing.test/");
}
