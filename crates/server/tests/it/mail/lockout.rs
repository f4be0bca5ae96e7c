//! An account that is blocked: its owner is told, and lets themselves in again.

use axum::http::Method;
use serde_json::json;
use url::Url;

use crate::applications::{Application, PASSWORD};
use crate::test_app::{TestApp, TestResponse};
use crate::visitor::Visitor;

const ADA: &str = "ada@example.com";
const STRANGER: &str = "203.0.113.7";

async fn attempt(
    app: &TestApp,
    client: &Application,
    name: &str,
    password: &str,
    ip: &str,
) -> TestResponse {
    let body = json!({ "client_id": client.id, "username": name, "password": password });
    app.post("/usernamepassword/login")
        .header("origin", app.tenant.issuer().trim_end_matches('/'))
        .through(ip)
        .json(&body)
        .send()
        .await
}

async fn lock(app: &TestApp, client: &Application, name: &str, ip: &str) {
    for _ in 0..10 {
        let answer = attempt(app, client, name, "wrong", ip).await;
        assert_eq!(answer.status, 401, "{}", answer.text);
        app.advance(10);
    }
    let answer = attempt(app, client, name, PASSWORD, ip).await;
    assert_eq!(answer.status, 429, "{}", answer.text);
}

fn path_of(url: &str) -> String {
    let url = Url::parse(url).unwrap();
    url[url::Position::BeforePath..url::Position::AfterQuery].to_owned()
}

#[tokio::test]
async fn the_owner_unlocks_the_account_by_the_link() {
    let app = TestApp::new().await;
    app.person(ADA).await;
    let client = app.web_app().await;
    lock(&app, &client, ADA, STRANGER).await;
    let mail = TestApp::only(app.mail(ADA).await);
    assert_eq!(mail.template.as_deref(), Some("blocked_account"));
    assert!(mail.text.contains(STRANGER), "{}", mail.text);
    let link = path_of(mail.url.as_deref().unwrap());

    // Looking is not unlocking.
    let mut visitor = Visitor::new(&app);
    let page = visitor.open(&link).await;
    page.shown(200, "Unlock your account");
    assert_eq!(
        attempt(&app, &client, ADA, PASSWORD, STRANGER).await.status,
        429
    );
    visitor
        .submit(&page, &[])
        .await
        .shown(200, "Your account is unlocked");
    app.entry("ublkdu").await;
    assert_eq!(
        attempt(&app, &client, ADA, PASSWORD, STRANGER).await.status,
        200
    );
    let again = visitor.send(Method::POST, &link, Some(&[])).await;
    assert_eq!(again.status, 410);
    let unknown = visitor.open("/u/unblock?ticket=made-up").await;
    assert_eq!(unknown.response.status, 404);
}

#[tokio::test]
async fn nobody_learns_who_has_an_account_and_nobody_is_flooded() {
    let app = TestApp::new().await;
    app.person(ADA).await;
    let client = app.web_app().await;
    lock(&app, &client, "nobody@example.com", STRANGER).await;
    assert!(app.mail("nobody@example.com").await.is_empty());
    for last in 1..=5 {
        lock(&app, &client, ADA, &format!("198.51.100.{last}")).await;
    }
    assert_eq!(app.mail(ADA).await.len(), 3);
}

#[tokio::test]
async fn the_shield_says_whether_anybody_is_told() {
    let app = TestApp::new().await;
    app.person(ADA).await;
    let client = app.web_app().await;
    let setting = json!({ "shields": ["block"] });
    app.write(
        Method::PATCH,
        "/api/v2/attack-protection/brute-force-protection",
        &setting,
    )
    .await
    .ok(200);
    lock(&app, &client, ADA, STRANGER).await;
    assert!(app.mail(ADA).await.is_empty());
}
