//! `/api/v2/tickets/*` and the pages behind them.

use axum::http::Method;
use serde_json::{Value, json};

use super::path_of;
use crate::test_app::{TestApp, TestResponse};
use crate::visitor::Visitor;

const ADA: &str = "ada@example.com";
const VERIFY: &str = "/api/v2/tickets/email-verification";
const CHANGE: &str = "/api/v2/tickets/password-change";

async fn post(app: &TestApp, path: &str, body: &Value) -> TestResponse {
    app.write(Method::POST, path, body).await
}

fn url(made: &Value) -> &str {
    made["ticket"].as_str().unwrap()
}

#[tokio::test]
async fn as_recorded() {
    let app = TestApp::new().await;
    let user = app.person(ADA).await;
    let body = json!({ "result_url": "https://example.com/verify-email", "user_id": user.id, "ttl_sec": 3600 });
    let made = post(&app, VERIFY, &body).await.ok(201);
    let link = url(&made);
    let (address, token) = link.split_once("?ticket=").unwrap();
    assert_eq!(address, "https://tenant.test/u/email-verification");
    assert_eq!((token.len(), &token[32..]), (33, "#"));
    assert!(token[..32].bytes().all(|byte| byte.is_ascii_alphanumeric()));
    // Nothing is mailed: the caller has the link.
    assert!(app.mail(ADA).await.is_empty());
    let landing = Visitor::new(&app).open(&path_of(link)).await;
    let destination = landing.elsewhere.unwrap();
    assert!(
        destination
            .as_str()
            .starts_with("https://example.com/verify-email?success=true&"),
        "{destination}"
    );
    let shown = app
        .read(&format!("/api/v2/users/{}", user.id))
        .await
        .ok(200);
    assert_eq!(shown["email_verified"], json!(true));

    let body = json!({
        "result_url": "https://example.com/change-password", "user_id": user.id, "ttl_sec": 3600,
        "mark_email_as_verified": true, "includeEmailInRedirect": true
    });
    let made = post(&app, CHANGE, &body).await.ok(201);
    assert!(url(&made).starts_with("https://tenant.test/u/reset-password?ticket="));
    let mut visitor = Visitor::new(&app);
    let form = visitor.open(&path_of(url(&made))).await;
    let password = "Another-battery-staple-2B";
    let done = visitor
        .submit(
            &form,
            &[
                ("password-reset", password),
                ("re-enter-password", password),
            ],
        )
        .await;
    assert_eq!(
        done.elsewhere.unwrap().as_str(),
        "https://example.com/change-password?success=true&code=success&message=You+can+now+login+to+the+\
         application+with+the+new+password.&email=ada%40example.com"
    );
}

#[tokio::test]
async fn whom_and_for_how_long() {
    let app = TestApp::new().await;
    let user = app.person(ADA).await;
    let connection = app.connection().await;
    let by_email =
        json!({ "connection_id": connection.id, "email": "ADA@example.com", "ttl_sec": 60 });
    let made = post(&app, CHANGE, &by_email).await.ok(201);
    let link = path_of(url(&made));
    Visitor::new(&app).open(&link).await.shown(200, ADA);
    app.advance(61);
    Visitor::new(&app).open(&link).await.shown(410, "too old");
    let account = json!({ "user_id": user.id.provider_user_id(), "provider": "auth0" });
    for path in [VERIFY, CHANGE] {
        let body = json!({ "user_id": user.id, "identity": account, "ttl_sec": 0 });
        let link = path_of(url(&post(&app, path, &body).await.ok(201)));
        app.advance(431_000);
        assert_eq!(app.get(&link).send().await.status.as_u16(), 200);
    }
    // A ticket is good for one thing.
    let made = post(&app, VERIFY, &json!({ "user_id": user.id }))
        .await
        .ok(201);
    let wrong = path_of(url(&made)).replace("email-verification", "reset-password");
    Visitor::new(&app)
        .open(&wrong)
        .await
        .shown(404, "doesn’t work");
}

#[tokio::test]
async fn what_is_refused() {
    let app = TestApp::new().await;
    let user = app.person(ADA).await;
    let client = app.web_app().await;
    let unknown = ("The user does not exist.", Some("inexistent_user"));
    for path in [VERIFY, CHANGE] {
        let nobody = json!({ "user_id": "auth0|nobody" });
        post(&app, path, &nobody)
            .await
            .refused(404, unknown.0, unknown.1);
        let other =
            json!({ "user_id": user.id, "identity": { "user_id": "x", "provider": "auth0" } });
        post(&app, path, &other)
            .await
            .refused(404, unknown.0, unknown.1);
        for body in [
            json!({}),
            json!({ "user_id": user.id, "colour": "blue" }),
            json!({ "user_id": user.id, "ttl_sec": -1 }),
            json!({ "user_id": user.id, "ttl_sec": "60" }),
            json!({ "user_id": user.id, "result_url": "javascript:alert(1)" }),
            json!({ "user_id": user.id, "result_url": "https://a.example/", "client_id": client.id }),
        ] {
            let refused = post(&app, path, &body).await;
            assert_eq!(
                refused.status.as_u16(),
                400,
                "{path} {body}: {}",
                refused.text
            );
        }
    }
    let both = json!({ "user_id": user.id, "email": ADA, "connection_id": "con_0000000000000001" });
    assert_eq!(post(&app, CHANGE, &both).await.status.as_u16(), 400);
    let elsewhere = app.other_tenant().await;
    let body = json!({ "user_id": user.id });
    post(&elsewhere, VERIFY, &body)
        .await
        .refused(404, unknown.0, unknown.1);
}

#[tokio::test]
async fn a_deleted_users_links_are_gone() {
    let app = TestApp::new().await;
    let user = app.person(ADA).await;
    let made = post(&app, CHANGE, &json!({ "user_id": user.id }))
        .await
        .ok(201);
    app.remove(&format!("/api/v2/users/{}", user.id)).await;
    Visitor::new(&app)
        .open(&path_of(url(&made)))
        .await
        .shown(404, "doesn’t work");
}
