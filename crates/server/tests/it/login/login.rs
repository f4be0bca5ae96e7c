//! `/u/login`.

use axum::http::Method;
use serde_json::json;

use crate::applications::PASSWORD;
use crate::test_app::TestApp;
use crate::visitor::{Visitor, authorize};

const ADA: &str = "ada@example.com";

#[tokio::test]
async fn who_knows_the_password_is_let_in() {
    let app = TestApp::new().await;
    let ada = app.person(ADA).await;
    let client = app.web_app().await;
    let mut visitor = Visitor::new(&app);
    let page = visitor.open(&authorize(&client, &[])).await;
    page.at("login");
    let typed = [("username", "  ADA@Example.com "), ("password", PASSWORD)];
    visitor.submit(&page, &typed).await.answer("code");
    let user = app.read(&format!("/api/v2/users/{}", ada.id)).await.ok(200);
    assert_eq!(user["logins_count"], 1);
    assert_eq!(user["last_login"], "2026-01-01T00:00:00.000Z");
}

#[tokio::test]
async fn wrong_and_unknown_look_the_same() {
    let app = TestApp::new().await;
    app.person(ADA).await;
    let client = app.web_app().await;
    let mut visitor = Visitor::new(&app);
    let page = visitor.open(&authorize(&client, &[])).await;
    let mut shown = Vec::new();
    for email in [ADA, "eve@example.com"] {
        let typed = [("username", email), ("password", "wrong")];
        let again = visitor.submit(&page, &typed).await;
        again.shown(400, "role=\"alert\"");
        assert!(!again.response.text.contains("value=\"wrong\""));
        assert!(visitor.session().is_none());
        shown.push(again.response.text.replace(email, "EMAIL"));
    }
    assert_eq!(shown[0], shown[1]);
    // The form goes on working.
    visitor.log_in(&page, ADA).await.answer("code");
}

#[tokio::test]
async fn what_is_missing_is_said_and_nothing_is_tried() {
    let app = TestApp::new().await;
    let client = app.web_app().await;
    let mut visitor = Visitor::new(&app);
    let page = visitor.open(&authorize(&client, &[])).await;
    for (fields, id) in [
        (vec![("password", "x")], "username-problem"),
        (vec![("username", ADA)], "password-problem"),
        (
            vec![("username", ADA), ("password", "")],
            "password-problem",
        ),
        (vec![], "username-problem"),
    ] {
        let again = visitor.submit(&page, &fields).await;
        again.shown(400, &format!("id=\"{id}\""));
    }
}

#[tokio::test]
async fn a_blocked_user_is_told_only_if_they_know_the_password() {
    let app = TestApp::new().await;
    let ada = app.person(ADA).await;
    app.set_blocked(&ada, true).await;
    let client = app.web_app().await;
    let mut visitor = Visitor::new(&app);
    let page = visitor.open(&authorize(&client, &[])).await;
    let blocked = visitor.log_in(&page, ADA).await;
    blocked.shown(400, "blocked");
    let wrong = visitor
        .submit(&page, &[("username", ADA), ("password", "wrong")])
        .await;
    assert!(
        !wrong.response.text.contains("blocked"),
        "{}",
        wrong.response.text
    );
    assert!(visitor.session().is_none());
}

#[tokio::test]
async fn a_session_that_came_meanwhile_goes_straight_on() {
    let app = TestApp::new().await;
    app.person(ADA).await;
    let client = app.web_app().await;
    let mut visitor = Visitor::new(&app);
    let first = visitor
        .open(&authorize(&client, &[("state", "first tab")]))
        .await;
    let second = visitor
        .open(&authorize(&client, &[("state", "second tab")]))
        .await;
    let landing = visitor.log_in(&second, ADA).await;
    assert_eq!(landing.answer("state"), "second tab");
    // The other tab is answered by the session, and its state is its own.
    let landing = visitor.open(&first.path).await;
    assert_eq!(landing.answer("state"), "first tab");
    landing.answer("code");
}

#[tokio::test]
async fn a_finished_login_is_over() {
    let app = TestApp::new().await;
    app.person(ADA).await;
    let client = app.web_app().await;
    let mut visitor = Visitor::new(&app);
    let page = visitor.open(&authorize(&client, &[])).await;
    visitor.log_in(&page, ADA).await.answer("code");
    let session = visitor.session();
    for landing in [
        visitor.open(&page.path).await,
        visitor.log_in(&page, ADA).await,
    ] {
        landing.shown(400, "<html");
    }
    assert_eq!(visitor.session(), session);
}

#[tokio::test]
async fn a_login_may_take_an_hour() {
    let app = TestApp::new().await;
    app.person(ADA).await;
    let client = app.web_app().await;
    let mut visitor = Visitor::new(&app);
    let (first, second) = (
        visitor.open(&authorize(&client, &[])).await,
        visitor
            .open(&authorize(&client, &[("prompt", "login")]))
            .await,
    );
    app.advance(3_599);
    visitor.log_in(&first, ADA).await.answer("code");
    app.advance(1);
    visitor.log_in(&second, ADA).await.shown(400, "<html");
}

#[tokio::test]
async fn forms_that_can_not_be_read_change_nothing() {
    let app = TestApp::new().await;
    app.person(ADA).await;
    let client = app.web_app().await;
    let mut visitor = Visitor::new(&app);
    let page = visitor.open(&authorize(&client, &[])).await;
    let csrf = page
        .form()
        .1
        .into_iter()
        .find(|(name, _)| name == "csrf")
        .unwrap()
        .1;
    let long = "x".repeat(2 << 20);
    for (fields, status) in [
        (
            vec![
                ("csrf", csrf.as_str()),
                ("username", ADA),
                ("username", "eve"),
                ("password", PASSWORD),
            ],
            400,
        ),
        (
            vec![
                ("csrf", &csrf),
                ("username", "a\0b"),
                ("password", PASSWORD),
            ],
            400,
        ),
        (
            vec![("csrf", &csrf), ("username", &long), ("password", PASSWORD)],
            413,
        ),
        (
            vec![
                ("csrf", &csrf),
                ("username", ADA),
                ("password", &long[..100_000]),
            ],
            400,
        ),
    ] {
        let response = visitor.send(Method::POST, &page.path, Some(&fields)).await;
        assert_eq!(response.status.as_u16(), status, "{}", response.text);
        assert!(visitor.session().is_none());
    }
    visitor.log_in(&page, ADA).await.answer("code");
}

#[tokio::test]
async fn usernames_log_in_where_the_connection_has_them() {
    let app = TestApp::new().await;
    let connection = app.connection().await;
    let path = format!("/api/v2/connections/{}", connection.id);
    let mut options = connection.options.clone();
    options["requires_username"] = json!(true);
    app.write(Method::PATCH, &path, &json!({ "options": options }))
        .await
        .ok(200);
    let body = json!({
        "connection": connection.name, "email": ADA, "username": "ada_l", "password": PASSWORD,
    });
    app.write(Method::POST, "/api/v2/users", &body)
        .await
        .ok(201);
    let client = app.web_app().await;
    for name in ["ada_l", "ADA_L", ADA] {
        let mut visitor = Visitor::new(&app);
        let page = visitor.open(&authorize(&client, &[])).await;
        visitor.log_in(&page, name).await.answer("code");
    }
}

#[tokio::test]
async fn the_classic_address_goes_on_with_a_login_or_leads_back_to_where_one_begins() {
    let app = TestApp::new().await;
    app.person(ADA).await;
    let client = app.web_app().await;
    let mut visitor = Visitor::new(&app);
    let page = visitor.open(&authorize(&client, &[])).await;
    let state = page.path.split_once("state=").unwrap().1.to_owned();
    let classic = format!("/login?state={state}&client={}&protocol=oauth2", client.id);
    let again = visitor.open(&classic).await;
    again.at("login");
    assert_eq!(again.path, page.path);
    // To another browser it is as over as to this one, once it is.
    visitor.log_in(&again, ADA).await.answer("code");
    let over = visitor.open(&classic).await;
    over.shown(400, "Start again");
    visitor.open("/login").await.shown(400, "Start again");
    let twice = visitor.open("/login?state=a&state=b&client=x").await;
    twice.shown(400, "Start again");

    app.change_settings(&json!({ "default_redirection_uri": "https://tenant.example/start?a=b" }))
        .await;
    let issuer = "iss=https%3A%2F%2Ftenant.test%2F";
    let to_tenant = format!("https://tenant.example/start?a=b&{issuer}");
    for address in ["/login", "/login?state=x&client=nobody", classic.as_str()] {
        let landing = visitor.open(address).await;
        let elsewhere = landing.elsewhere.expect("a redirect");
        assert_eq!(elsewhere.as_str(), to_tenant, "{address}");
    }
    let path = format!("/api/v2/clients/{}", client.id);
    let own = json!({ "initiate_login_uri": "https://app.test/login" });
    app.write(Method::PATCH, &path, &own).await.ok(200);
    let landing = visitor.open(&classic).await;
    let elsewhere = landing.elsewhere.expect("a redirect");
    assert_eq!(
        elsewhere.as_str(),
        format!("https://app.test/login?{issuer}")
    );
    // The other client's address is asked for by its own id alone.
    let landing = visitor.open("/login?client_id=nobody").await;
    assert_eq!(landing.elsewhere.unwrap().as_str(), to_tenant);
}
