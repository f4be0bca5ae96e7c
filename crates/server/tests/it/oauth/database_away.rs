//! Without its database Ostia says so in each API's form, and goes on as soon as it is back.

use ostia_identity::database::{Dialect, Work};
use serde_json::json;

use crate::applications::text;
use crate::test_app::TestApp;
use crate::visitor::{Visitor, authorize};

const ADA: &str = "ada@example.com";

#[tokio::test]
async fn each_api_says_so_in_its_own_form() {
    let app = TestApp::new().await;
    app.person(ADA).await;
    let client = app.web_app().await;
    let mut visitor = Visitor::new(&app);
    let code = visitor
        .code(&client, ADA, &[("scope", "openid offline_access")])
        .await;
    let answer = app.redeem(&client, &code).await.ok(200);
    let page = visitor
        .open(&authorize(&client, &[("prompt", "login")]))
        .await;
    page.at("login");
    let admin = app.admin_token().await;

    app.platform.database.close().await;

    app.refresh(&client, &text(&answer, "refresh_token"))
        .await
        .denied(503, "temporarily_unavailable", "Try again later");
    let revoked = app.post("/oauth/revoke").form(&[
        ("client_id", &client.id),
        ("client_secret", &client.secret),
        ("token", "v1.any"),
    ]);
    revoked
        .send()
        .await
        .denied(503, "temporarily_unavailable", "Try again later");
    let listed = app.get("/api/v2/clients").bearer(&admin).send().await;
    assert_eq!(listed.status.as_u16(), 503, "{}", listed.text);
    assert_eq!(listed.json()["statusCode"], 503);
    // Pages for people, with a session's cookie and without.
    for mut browser in [visitor.clone(), Visitor::new(&app)] {
        let landing = browser.open(&authorize(&client, &[])).await;
        landing.shown(503, "<html");
        assert!(
            landing
                .response
                .header("content-type")
                .starts_with("text/html")
        );
    }
    let landing = visitor.open(&page.path).await;
    landing.shown(503, "<html");
    let (_, posted) = visitor
        .submit_once(&page, &[("username", ADA), ("password", "any")])
        .await;
    assert_eq!(posted.status.as_u16(), 503);
    for answer in [&listed.text, &posted.text, &landing.response.text] {
        assert!(
            !answer.contains("pool") && !answer.contains("sqlx"),
            "{answer}"
        );
    }
    // The tenant itself can't be found any more.
    app.platform.caches.forget_all();
    let listed = app.get("/api/v2/clients").bearer(&admin).send().await;
    assert_eq!(
        (listed.status.as_u16(), &listed.json()["statusCode"]),
        (503, &json!(503))
    );
    let refused = app.token(&[("grant_type", "client_credentials")]).await;
    refused.denied(503, "temporarily_unavailable", "Try again later");
}

/// Holds every connection that can write.
async fn occupy(app: &TestApp) -> Vec<Work> {
    let writers = match app.platform.database.dialect() {
        Dialect::Sqlite => 1,
        Dialect::Postgres => 20,
    };
    let mut held = Vec::new();
    for _ in 0..writers {
        held.push(app.platform.database.begin().await.unwrap());
    }
    held
}

#[tokio::test]
async fn a_database_that_is_too_busy_is_away_until_it_is_not() {
    let app = TestApp::new().await;
    app.person(ADA).await;
    let client = app.web_app().await;
    let mut visitor = Visitor::new(&app);
    let code = visitor.code(&client, ADA, &[]).await;
    let held = occupy(&app).await;
    app.redeem(&client, &code)
        .await
        .denied(503, "temporarily_unavailable", "Try again later");
    drop(held);
    // What was answered with 503 did not happen: the code is still good.
    app.redeem(&client, &code).await.ok(200);
}

#[tokio::test]
async fn connections_that_broke_are_replaced() {
    let app = TestApp::new().await;
    app.person(ADA).await;
    let client = app.web_app().await;
    let parameters = [("scope", "openid offline_access")];
    let code = Visitor::new(&app).code(&client, ADA, &parameters).await;
    let answer = app.redeem(&client, &code).await.ok(200);
    let token = text(&answer, "refresh_token");
    if !app.disconnect_database().await {
        // An embedded database has no connections that could break.
        return;
    }
    // Each dead connection may cost one request, and no request gets anything but an answer or a 503.
    let mut refused = 0;
    loop {
        let answer = app.refresh(&client, &token).await;
        if answer.status.as_u16() == 200 {
            break;
        }
        answer.denied(503, "temporarily_unavailable", "Try again later");
        refused += 1;
        assert!(refused <= 20);
    }
}
