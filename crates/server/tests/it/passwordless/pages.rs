//! At the hosted pages, and by a link.

use axum::http::Method;
use serde_json::json;

use super::{ADA, PHONE, another, email, harbour};
use crate::applications::{Application, CALLBACK, CHALLENGE, decoded, text};
use crate::mail::path_of;
use crate::test_app::TestApp;
use crate::visitor::{Landing, Visitor, authorize};

async fn sub(app: &TestApp, client: &Application, landing: &Landing) -> String {
    let answer = app.redeem(client, &landing.answer("code")).await.ok(200);
    text(&decoded(&text(&answer, "id_token")).1, "sub")
}

#[tokio::test]
async fn a_code_by_mail_logs_in() {
    let (app, client) = harbour().await;
    let mut visitor = Visitor::new(&app);
    let page = visitor
        .open(&authorize(&client, &[("connection", "email")]))
        .await;
    page.at("passwordless-email");
    let refused = visitor.submit(&page, &[("address", "ada")]).await;
    refused.shown(400, "An email address looks like");
    let page = visitor
        .submit(&page, &[("address", "Ada@example.com")])
        .await;
    page.at("passwordless-email-code");
    page.shown(200, ADA);
    let code = app.sent_code(ADA).await;
    let refused = visitor.submit(&page, &[("code", another(&code))]).await;
    refused.shown(400, "This code is wrong or too old.");
    // Another browser can't use the page.
    Visitor::new(&app)
        .open(&page.path)
        .await
        .shown(400, "Start again");
    let landing = visitor.submit(&page, &[("code", &code)]).await;
    assert!(sub(&app, &client, &landing).await.starts_with("email|"));
    assert!(visitor.session().is_some());
    let silent = authorize(&client, &[("connection", "email"), ("prompt", "none")]);
    visitor.open(&silent).await.answer("code");
    assert_eq!(app.entries_of("f").await.len(), 1);
    assert_eq!(app.entries_of("s").await.len(), 1);
}

#[tokio::test]
async fn people_send_again_and_change_their_mind() {
    let (app, client) = harbour().await;
    let mut visitor = Visitor::new(&app);
    let page = visitor
        .open(&authorize(&client, &[("connection", "sms")]))
        .await;
    page.at("passwordless-sms");
    let page = visitor
        .submit(&page, &[("address", "+1 555 0100 299")])
        .await;
    page.at("passwordless-sms-code");
    let page = visitor.submit(&page, &[("action", "change-address")]).await;
    page.at("passwordless-sms");
    let page = visitor.submit(&page, &[("address", PHONE)]).await;
    let first = app.sent_code(PHONE).await;
    let page = visitor.submit(&page, &[("action", "resend")]).await;
    page.shown(200, "A new code is on its way.");
    let second = app.sent_code(PHONE).await;
    if first != second {
        let refused = visitor.submit(&page, &[("code", &first)]).await;
        refused.shown(400, "This code is wrong or too old.");
    }
    let landing = visitor.submit(&page, &[("code", &second)]).await;
    assert!(sub(&app, &client, &landing).await.starts_with("sms|"));
}

#[tokio::test]
async fn the_password_page_offers_it_too() {
    let (app, client) = harbour().await;
    app.person(ADA).await;
    let mut visitor = Visitor::new(&app);
    let page = visitor.open(&authorize(&client, &[])).await;
    page.at("login");
    page.shown(200, "Sign in with a code by email");
    let state = page.path.split("state=").nth(1).unwrap();
    let page = visitor
        .open(&format!("/u/passwordless-email?state={state}"))
        .await;
    page.at("passwordless-email");
    page.shown(200, "Sign in with a password");
    let page = visitor.submit(&page, &[("address", ADA)]).await;
    let code = app.sent_code(ADA).await;
    let landing = visitor.submit(&page, &[("code", &code)]).await;
    // Another connection is another account, as upstream has it.
    assert!(sub(&app, &client, &landing).await.starts_with("email|"));
    // Where there is no such connection, there is no such page.
    let other = app.web_app().await;
    let mut visitor = Visitor::new(&app);
    let page = visitor.open(&authorize(&other, &[])).await;
    assert!(!page.response.text.contains("Sign in with a code"));
    let state = page.path.split("state=").nth(1).unwrap();
    let nothing = visitor
        .open(&format!("/u/passwordless-email?state={state}"))
        .await;
    nothing.shown(400, "Start again");
}

#[tokio::test]
async fn an_application_without_passwords_begins_there() {
    let (app, client) = harbour().await;
    let connection = app.connection().await;
    let path = format!("/api/v2/connections/{}/clients", connection.id);
    let off = json!([{ "client_id": client.id, "status": false }]);
    let done = app.write(Method::PATCH, &path, &off).await;
    assert!(done.status.is_success(), "{}", done.text);
    let page = Visitor::new(&app).open(&authorize(&client, &[])).await;
    page.shown(200, "We ");
    assert!(page.path.starts_with("/u/passwordless-"), "{}", page.path);
}

#[tokio::test]
async fn a_link_logs_in_who_presses_the_button() {
    let (app, client) = harbour().await;
    let parameters = json!({
        "redirect_uri": CALLBACK, "response_type": "code", "scope": "openid", "state": "s1",
        "code_challenge": CHALLENGE, "code_challenge_method": "S256", "client_id": "evil",
    });
    let body = json!({ "connection": "email", "email": ADA, "authParams": parameters });
    app.start(&client, &body).await.ok(200);
    let mail = app.last_message(ADA).await;
    let link = mail.url.clone().unwrap();
    assert!(
        mail.html
            .unwrap()
            .contains("/passwordless/verify_redirect?")
    );
    let link = path_of(&link);
    assert!(!link.contains("evil"), "{link}");
    // What looks at links uses nothing up.
    Visitor::new(&app)
        .open(&link)
        .await
        .shown(200, "Sign in as");
    let mut visitor = Visitor::new(&app);
    let page = visitor.open(&link).await;
    page.shown(200, ADA);
    Visitor::new(&app)
        .submit(&page, &[])
        .await
        .shown(400, "Start again");
    let landing = visitor.submit(&page, &[]).await;
    assert_eq!(landing.answer("state"), "s1");
    assert!(sub(&app, &client, &landing).await.starts_with("email|"));
    // It worked once.
    let mut other = Visitor::new(&app);
    let page = other.open(&link).await;
    other.submit(&page, &[]).await.shown(400, "Start again");
}

#[tokio::test]
async fn old_pages_ask_first_whether_a_code_is_right() {
    let (app, client) = harbour().await;
    app.start(&client, &email("code")).await.ok(200);
    let code = app.sent_code(ADA).await;
    let ask = async |code: &str| {
        let body = json!({
            "client_id": client.id, "connection": "email", "email": ADA, "verification_code": code,
        });
        app.post("/passwordless/verify").json(&body).send().await
    };
    let wrong = "Wrong email or verification code.";
    ask(another(&code))
        .await
        .denied(403, "invalid_grant", wrong);
    ask(&code).await.ok(200);
    ask(&code).await.ok(200);
    app.enter(&client, "email", ADA, &code).await.ok(200);
    ask(&code).await.denied(403, "invalid_grant", wrong);
}
