//! `/u/signup`.

use axum::http::Method;
use serde_json::json;

use crate::applications::{PASSWORD, decoded, text};
use crate::test_app::TestApp;
use crate::visitor::{Visitor, authorize};

const NEW: &str = "new@example.com";

#[tokio::test]
async fn whoever_signs_up_is_logged_in() {
    let app = TestApp::new().await;
    let client = app.web_app().await;
    let mut visitor = Visitor::new(&app);
    let page = visitor
        .open(&authorize(&client, &[("screen_hint", "signup")]))
        .await;
    page.at("signup");
    let typed = [("email", " New@Example.com"), ("password", PASSWORD)];
    let landing = visitor.submit(&page, &typed).await;
    let answer = app.redeem(&client, &landing.answer("code")).await.ok(200);
    let (_, claims) = decoded(&text(&answer, "id_token"));
    assert_eq!(
        (&claims["email"], &claims["email_verified"]),
        (&json!(NEW), &json!(false))
    );
    assert!(visitor.session().is_some());
    let mut visitor = Visitor::new(&app);
    visitor.sign_in(&client, NEW, &[]).await.answer("code");
}

#[tokio::test]
async fn who_exists_is_told_only_where_the_tenant_says_so() {
    let app = TestApp::new().await;
    app.person(NEW).await;
    let client = app.web_app().await;
    let mut visitor = Visitor::new(&app);
    let page = visitor
        .open(&authorize(&client, &[("screen_hint", "signup")]))
        .await;
    let typed = [("email", NEW), ("password", PASSWORD)];
    let silent = visitor.submit(&page, &typed).await;
    assert_eq!(silent.response.status.as_u16(), 400);
    assert!(visitor.session().is_none());
    app.change_settings(&json!({ "flags": { "enable_public_signup_user_exists_error": true } }))
        .await;
    let told = visitor.submit(&page, &typed).await;
    assert_eq!(told.response.status.as_u16(), 400);
    assert_ne!(told.response.text, silent.response.text);
    // The account is as it was.
    visitor.sign_in(&client, NEW, &[]).await.answer("code");
}

#[tokio::test]
async fn a_weak_password_is_refused_rule_by_rule() {
    let app = TestApp::new().await;
    let client = app.web_app().await;
    let mut visitor = Visitor::new(&app);
    let page = visitor
        .open(&authorize(&client, &[("screen_hint", "signup")]))
        .await;
    for password in ["short", "alllowercase"] {
        let again = visitor
            .submit(&page, &[("email", NEW), ("password", password)])
            .await;
        again.shown(400, "class=\"failed\"");
        again.shown(400, &format!("value=\"{NEW}\""));
        assert!(!again.response.text.contains(password));
    }
    for fields in [
        vec![("email", "no address"), ("password", PASSWORD)],
        vec![("email", ""), ("password", PASSWORD)],
        vec![("email", NEW), ("password", "")],
    ] {
        let again = visitor.submit(&page, &fields).await;
        again.shown(400, "aria-invalid=\"true\"");
    }
    let users = app.read("/api/v2/users").await.ok(200);
    assert_eq!(users.as_array().unwrap().len(), 0);
}

#[tokio::test]
async fn where_sign_up_is_off_there_is_no_way_in() {
    let app = TestApp::new().await;
    let client = app.web_app().await;
    let mut visitor = Visitor::new(&app);
    let page = visitor
        .open(&authorize(&client, &[("screen_hint", "signup")]))
        .await;
    page.at("signup");
    let connection = app.connection().await;
    let path = format!("/api/v2/connections/{}", connection.id);
    let mut options = connection.options.clone();
    options["disable_signup"] = json!(true);
    app.write(Method::PATCH, &path, &json!({ "options": options }))
        .await
        .ok(200);
    let landing = visitor
        .open(&authorize(&client, &[("screen_hint", "signup")]))
        .await;
    landing.at("login");
    assert!(!landing.response.text.contains("/u/signup"));
    visitor.open(&page.path).await.at("login");
    let typed = [("email", NEW), ("password", PASSWORD)];
    let refused = visitor.submit(&page, &typed).await;
    assert_eq!(refused.response.status.as_u16(), 400);
    let users = app.read("/api/v2/users").await.ok(200);
    assert_eq!(users.as_array().unwrap().len(), 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_form_that_is_posted_often_makes_one_account_and_one_code() {
    let app = TestApp::new().await;
    let client = app.web_app().await;
    let mut visitor = Visitor::new(&app);
    let page = visitor
        .open(&authorize(&client, &[("screen_hint", "signup")]))
        .await;
    let typed = [("email", NEW), ("password", PASSWORD)];
    let posts = (0..10).map(|_| {
        let mut browser = visitor.clone();
        let page = &page;
        async move { browser.submit_once(page, &typed).await.1 }
    });
    let answers = crate::visitor::all_at_once(posts).await;
    let codes = answers
        .iter()
        .filter(|answer| answer.status.as_u16() == 302)
        .count();
    assert_eq!(codes, 1, "{answers:?}");
    let users = app.read("/api/v2/users").await.ok(200);
    assert_eq!(users.as_array().unwrap().len(), 1);
}
