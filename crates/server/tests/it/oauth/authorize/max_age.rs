//! `max_age` (OIDC Core §3.1.2.1).

use serde_json::json;

use crate::applications::{decoded, text};
use crate::test_app::TestApp;
use crate::visitor::{Visitor, authorize};

const ADA: &str = "ada@example.com";

#[tokio::test]
async fn a_login_that_is_too_old_is_done_again() {
    let app = TestApp::new().await;
    app.person(ADA).await;
    let client = app.web_app().await;
    let mut visitor = Visitor::new(&app);
    visitor.sign_in(&client, ADA, &[]).await;
    let began = app.platform.clock.now().seconds();
    app.advance(100);
    let silent =
        |max_age: &'static str| authorize(&client, &[("max_age", max_age), ("prompt", "none")]);
    let landing = visitor.open(&silent("100")).await;
    let answer = app.redeem(&client, &landing.answer("code")).await.ok(200);
    let (_, claims) = decoded(&text(&answer, "id_token"));
    assert_eq!(claims["auth_time"], json!(began));
    for max_age in ["99", "0"] {
        visitor
            .open(&silent(max_age))
            .await
            .failed("login_required", "Login required");
    }
    // Having just logged in is enough, even for 0.
    let code = visitor.code(&client, ADA, &[("max_age", "0")]).await;
    let answer = app.redeem(&client, &code).await.ok(200);
    let (_, claims) = decoded(&text(&answer, "id_token"));
    assert_eq!(claims["auth_time"], json!(began + 100));
    // It is told only where it was asked for.
    let code = visitor.code(&client, ADA, &[]).await;
    let answer = app.redeem(&client, &code).await.ok(200);
    assert!(
        decoded(&text(&answer, "id_token"))
            .1
            .get("auth_time")
            .is_none()
    );
}

#[tokio::test]
async fn it_must_be_a_number_of_seconds() {
    let app = TestApp::new().await;
    let client = app.web_app().await;
    for max_age in ["-1", "1.5", "soon", "99999999999999999999999"] {
        let landing = Visitor::new(&app)
            .open(&authorize(&client, &[("max_age", max_age)]))
            .await;
        landing.failed(
            "invalid_request",
            "Invalid parameter: max_age is not a number of seconds",
        );
    }
    // As long as one likes is fine.
    let landing = Visitor::new(&app)
        .open(&authorize(&client, &[("max_age", "18446744073709551615")]))
        .await;
    landing.at("login");
}
