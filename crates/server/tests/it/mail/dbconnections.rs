//! `/dbconnections/*`.

use serde_json::{Value, json};

use crate::applications::PASSWORD;
use crate::test_app::{TestApp, TestResponse};
use crate::visitor::Visitor;

const SIGNUP: &str = "/dbconnections/signup";
const CHANGE: &str = "/dbconnections/change_password";
const NEW: &str = "new@example.com";

async fn post(app: &TestApp, path: &str, body: &Value) -> TestResponse {
    app.post(path).json(body).send().await
}

#[tokio::test]
async fn a_sign_up_as_recorded() {
    let app = TestApp::new().await;
    let client = app.web_app().await;
    let connection = app.connection().await.name;
    let body = json!({
        "client_id": client.id, "connection": connection, "email": "New@example.com", "password": PASSWORD,
        "given_name": "Ada", "user_metadata": { "plan": "gold" }
    });
    let made = post(&app, SIGNUP, &body).await.ok(200);
    let id = made["_id"].as_str().unwrap();
    assert_eq!(id.len(), 24);
    assert_eq!(
        made,
        json!({
            "_id": id, "email": NEW, "email_verified": false, "given_name": "Ada", "user_metadata": { "plan": "gold" }
        })
    );
    let user = app
        .read(&format!("/api/v2/users/auth0%7C{id}"))
        .await
        .ok(200);
    assert_eq!(user["email"], NEW);
    assert!(user.get("logins_count").is_none());
    assert_eq!(
        TestApp::only(app.mail(NEW).await).template.as_deref(),
        Some("verify_email")
    );
    assert_eq!(app.entries_of("ss").await.len(), 1);
    Visitor::new(&app)
        .sign_in(&client, NEW, &[])
        .await
        .answer("code");
}

#[tokio::test]
async fn what_a_sign_up_is_refused_with() {
    let app = TestApp::new().await;
    let client = app.web_app().await;
    app.person(NEW).await;
    let connection = app.connection().await.name;
    let body = |members: Value| {
        let mut body = json!({
            "client_id": client.id, "connection": connection, "email": "other@example.com", "password": PASSWORD
        });
        body.as_object_mut()
            .unwrap()
            .extend(members.as_object().unwrap().clone());
        body
    };
    let taken = body(json!({ "email": NEW }));
    let refused = post(&app, SIGNUP, &taken).await.ok(400);
    let invalid = json!({
        "name": "BadRequestError", "code": "invalid_signup", "description": "Invalid sign up", "statusCode": 400
    });
    assert_eq!(refused, invalid);
    app.change_settings(&json!({ "flags": { "enable_public_signup_user_exists_error": true } }))
        .await;
    let told = post(&app, SIGNUP, &taken).await.ok(400);
    assert_eq!(
        told,
        json!({
            "name": "BadRequestError", "code": "user_exists", "description": "The user already exists.", "statusCode": 400
        })
    );
    let weak = post(&app, SIGNUP, &body(json!({ "password": "x" })))
        .await
        .ok(400);
    assert_eq!(weak["name"], "PasswordStrengthError");
    assert_eq!(weak["code"], "invalid_password");
    assert_eq!(weak["description"]["verified"], json!(false));
    assert_eq!(weak["description"]["rules"][0]["code"], "lengthAtLeast");
    assert!(
        weak["policy"].as_str().unwrap().starts_with("* At least "),
        "{weak}"
    );
    let elsewhere = post(&app, SIGNUP, &body(json!({ "connection": "nowhere" })))
        .await
        .ok(400);
    assert_eq!(
        elsewhere,
        json!({ "error": "the connection was not found" })
    );
    for wrong in [
        json!({ "password": "" }),
        json!({ "password": 7 }),
        json!({ "email": "no address" }),
        json!({ "client_id": "nobody" }),
        json!({ "user_metadata": { "plan": 7 } }),
        json!({ "user_metadata": [] }),
    ] {
        let refused = post(&app, SIGNUP, &body(wrong.clone())).await;
        assert_eq!(refused.status.as_u16(), 400, "{wrong}: {}", refused.text);
    }
    assert_eq!(
        app.post(SIGNUP)
            .raw("application/json", "[")
            .send()
            .await
            .status
            .as_u16(),
        400
    );
}

#[tokio::test]
async fn third_parties_have_no_business_with_passwords() {
    let app = TestApp::new().await;
    app.open_domain_connection().await;
    let client = app.third_party("strict", &json!({})).await;
    let body = json!({
        "client_id": client.id, "connection": app.connection().await.name, "email": NEW, "password": PASSWORD
    });
    assert_eq!(post(&app, SIGNUP, &body).await.status.as_u16(), 400);
    assert_eq!(post(&app, CHANGE, &body).await.status.as_u16(), 400);
}

#[tokio::test]
async fn a_forgotten_password_is_answered_alike_for_all() {
    let app = TestApp::new().await;
    let client = app.web_app().await;
    app.person(NEW).await;
    let connection = app.connection().await.name;
    for email in [NEW, "nobody@example.com"] {
        let body = json!({ "client_id": client.id, "connection": connection, "email": email });
        let answer = post(&app, CHANGE, &body).await;
        assert_eq!(answer.status.as_u16(), 200);
        assert_eq!(answer.header("content-type"), "text/html; charset=utf-8");
        assert_eq!(
            answer.text,
            "We've just sent you an email to reset your password."
        );
    }
    let mail = TestApp::only(app.mail(NEW).await);
    assert_eq!(mail.template.as_deref(), Some("reset_email"));
    assert!(app.mail("nobody@example.com").await.is_empty());
    let form = [("connection", connection.as_str()), ("email", NEW)];
    assert_eq!(
        app.post(CHANGE).form(&form).send().await.status.as_u16(),
        200
    );
    assert_eq!(app.mail(NEW).await.len(), 2);
    assert_eq!(
        post(&app, CHANGE, &json!({ "connection": connection }))
            .await
            .status
            .as_u16(),
        400
    );
    let challenge = app
        .post("/dbconnections/signup/challenge")
        .json(&json!({}))
        .send()
        .await;
    assert_eq!(challenge.ok(200), json!({ "required": false }));
}

#[tokio::test]
async fn pages_of_the_application_may_call_it_and_others_may_not() {
    let app = TestApp::new().await;
    let client = app.spa().await;
    let body =
        json!({ "client_id": client.id, "connection": app.connection().await.name, "email": NEW });
    for (origin, may) in [("https://app.test", true), ("https://evil.test", false)] {
        let answer = app
            .post(CHANGE)
            .header("origin", origin)
            .json(&body)
            .send()
            .await;
        let allowed = answer.headers.get("access-control-allow-origin");
        assert_eq!(allowed.is_some(), may, "{origin}");
    }
}
