//! Choosing a new password from the login page.

use axum::http::Method;
use serde_json::json;

use super::path_of;
use crate::applications::PASSWORD;
use crate::test_app::TestApp;
use crate::visitor::{Landing, Visitor, authorize};

const ADA: &str = "ada@example.com";
const NEW_PASSWORD: &str = "Another-battery-staple-2B";

/// From the login page to the request form.
async fn forgot(visitor: &mut Visitor<'_>, login: &Landing) -> Landing {
    let start = login
        .response
        .text
        .find("/u/reset-password/request/")
        .unwrap();
    let address = login.response.text[start..].split('"').next().unwrap();
    let page = visitor
        .open(&address.replace("&#38;", "&").replace("&amp;", "&"))
        .await;
    page.shown(200, "Reset your password");
    page
}

async fn link(app: &TestApp) -> String {
    path_of(app.mail(ADA).await[0].url.as_ref().unwrap())
}

fn typed(password: &str) -> [(&str, &str); 2] {
    [
        ("password-reset", password),
        ("re-enter-password", password),
    ]
}

#[tokio::test]
async fn from_the_login_page_to_a_new_password_and_in() {
    let app = TestApp::new().await;
    let client = app.web_app().await;
    let user = app.person(ADA).await;
    let connection = app.connection().await;
    // Somebody is signed in with the old password, elsewhere.
    let mut elsewhere = Visitor::new(&app);
    elsewhere.sign_in(&client, ADA, &[]).await.answer("code");
    let refresh_token = app
        .add_refresh_token(user.id.as_str(), &client.id, "")
        .await;

    let mut visitor = Visitor::new(&app);
    let login = visitor.open(&authorize(&client, &[])).await;
    let page = forgot(&mut visitor, &login).await;
    let sent = visitor
        .submit(&page, &[("email", " Ada@example.com ")])
        .await;
    sent.shown(200, "Check your email");
    let mail = TestApp::only(app.mail(ADA).await);
    assert_eq!(mail.template.as_deref(), Some("reset_email"));
    assert_eq!(app.entries_of("scpr").await.len(), 1);

    let link = link(&app).await;
    let form = visitor.open(&link).await;
    form.shown(200, "Choose a new password");
    form.shown(200, ADA);
    let differs = [("password-reset", NEW_PASSWORD), ("re-enter-password", "x")];
    visitor
        .submit(&form, &differs)
        .await
        .shown(400, "isn’t the same password");
    visitor
        .submit(&form, &typed("short"))
        .await
        .shown(400, "class=\"failed\"");
    let done = visitor.submit(&form, &typed(NEW_PASSWORD)).await;
    done.shown(200, "Your password is changed");
    // The login that waited in this browser goes on.
    let start = done.response.text.find("/u/login?state=").unwrap();
    let back = done.response.text[start..]
        .split('"')
        .next()
        .unwrap()
        .to_owned();
    let login = visitor.open(&back).await;
    login.at("login");
    visitor
        .log_in(&login, ADA)
        .await
        .shown(400, "don’t belong together");
    let fields = [("username", ADA), ("password", NEW_PASSWORD)];
    visitor.submit(&login, &fields).await.answer("code");

    // Everywhere else they are out, the address is confirmed, and the link is spent.
    elsewhere.open(&authorize(&client, &[])).await.at("login");
    assert!(!app.accepts_refresh_token(&refresh_token, &client.id).await);
    visitor.open(&link).await.shown(410, "was used already");
    let shown = app
        .read(&format!("/api/v2/users/{}", user.id))
        .await
        .ok(200);
    assert_eq!(shown["email_verified"], json!(true));
    assert!(shown["last_password_reset"].is_string());
    let entry = app.entries_of("scp").await.remove(0);
    assert_eq!(
        (&entry["user_id"], &entry["connection"]),
        (&json!(user.id), &json!(connection.name))
    );
    assert_eq!(app.entries_of("fcp").await.len(), 1);
}

#[tokio::test]
async fn nobody_learns_who_has_an_account() {
    let app = TestApp::new().await;
    let client = app.web_app().await;
    app.person(ADA).await;
    let mut visitor = Visitor::new(&app);
    let login = visitor.open(&authorize(&client, &[])).await;
    let page = forgot(&mut visitor, &login).await;
    let known = visitor.submit(&page, &[("email", ADA)]).await;
    let unknown = visitor.submit(&page, &[("email", "eve@example.com")]).await;
    assert_eq!(known.response.status, unknown.response.status);
    let shown = |landing: &Landing, email: &str| landing.response.text.replace(email, "");
    assert_eq!(shown(&known, ADA), shown(&unknown, "eve@example.com"));
    assert_eq!(app.mail(ADA).await.len(), 1);
    assert!(app.mail("eve@example.com").await.is_empty());
    let entry = app.entries_of("fcpr").await.remove(0);
    assert_eq!(entry["description"], "User does not exist.");
}

#[tokio::test]
async fn a_mailbox_is_not_filled_by_others() {
    let app = TestApp::new().await;
    let client = app.web_app().await;
    app.person(ADA).await;
    let mut visitor = Visitor::new(&app);
    let login = visitor.open(&authorize(&client, &[])).await;
    let page = forgot(&mut visitor, &login).await;
    for _ in 0..15 {
        visitor
            .submit(&page, &[("email", ADA)])
            .await
            .shown(200, "Check your email");
    }
    assert_eq!(app.mail(ADA).await.len(), 10);
    app.advance(601);
    visitor.submit(&page, &[("email", ADA)]).await;
    assert_eq!(app.mail(ADA).await.len(), 11);
}

#[tokio::test]
async fn a_new_password_spends_all_links_and_an_old_link_is_too_old() {
    let app = TestApp::new().await;
    let client = app.web_app().await;
    app.person(ADA).await;
    let mut visitor = Visitor::new(&app);
    let login = visitor.open(&authorize(&client, &[])).await;
    let page = forgot(&mut visitor, &login).await;
    for _ in 0..3 {
        visitor.submit(&page, &[("email", ADA)]).await;
    }
    let links: Vec<String> = app
        .mail(ADA)
        .await
        .iter()
        .map(|mail| path_of(mail.url.as_ref().unwrap()))
        .collect();
    let form = visitor.open(&links[0]).await;
    visitor
        .submit(&form, &typed(NEW_PASSWORD))
        .await
        .shown(200, "is changed");
    for link in &links[1..] {
        visitor.open(link).await.shown(410, "was used already");
    }
    app.advance(601);
    visitor.submit(&page, &[("email", ADA)]).await;
    let link = link(&app).await;
    app.advance(432_001);
    visitor.open(&link).await.shown(410, "too old");
    let other = app.other_tenant().await;
    Visitor::new(&other)
        .open(&link)
        .await
        .shown(404, "doesn’t work");
}

#[tokio::test]
async fn of_many_who_use_a_link_at_once_one_sets_the_password() {
    let app = TestApp::new().await;
    let user = app.person(ADA).await;
    let body = json!({ "user_id": user.id });
    let made = app
        .write(Method::POST, "/api/v2/tickets/password-change", &body)
        .await
        .ok(201);
    let link = path_of(made["ticket"].as_str().unwrap());
    let statuses = crate::visitor::all_at_once((0..4).map(|number| {
        let password = format!("{NEW_PASSWORD}{number}");
        let fields = [
            ("password-reset", password.as_str()),
            ("re-enter-password", password.as_str()),
        ];
        let request = app.post(&link).form(&fields);
        async move { request.send().await.status.as_u16() }
    }))
    .await;
    assert_eq!(
        statuses.iter().filter(|status| **status == 200).count(),
        1,
        "{statuses:?}"
    );
}

#[tokio::test]
async fn a_password_that_was_used_before_is_refused_in_words() {
    let app = TestApp::new().await;
    let user = app.person(ADA).await;
    let connection = app.connection().await;
    let path = format!("/api/v2/connections/{}", connection.id);
    let mut options = connection.options.clone();
    options["password_history"] = json!({ "enable": true, "size": 5 });
    app.write(Method::PATCH, &path, &json!({ "options": options }))
        .await
        .ok(200);
    let body = json!({ "user_id": user.id });
    let made = app
        .write(Method::POST, "/api/v2/tickets/password-change", &body)
        .await
        .ok(201);
    let mut visitor = Visitor::new(&app);
    let form = visitor
        .open(&path_of(made["ticket"].as_str().unwrap()))
        .await;
    let again = visitor.submit(&form, &typed(PASSWORD)).await;
    again.shown(400, "Not one that you used here before");
    visitor
        .submit(&form, &typed(NEW_PASSWORD))
        .await
        .shown(200, "is changed");
}
