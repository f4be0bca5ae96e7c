//! Without its database Ostia says so in each API's form, and goes on as soon as it is back.

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
