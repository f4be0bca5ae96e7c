//! Second factors by e-mail and text message at the hosted pages, and the recovery code beside them.

use axum::http::Method;
use serde_json::{Value, json};

use crate::applications::{Application, decoded, text};
use crate::second_factors::{methods_of, row};
use crate::test_app::TestApp;
use crate::visitor::{Landing, Visitor, authorize};

const ADA: &str = "ada@example.com";
const PHONE: &str = "+15550100200";

async fn strict_app(factors: &[&str]) -> (TestApp, Application) {
    let app = TestApp::new().await;
    let client = app.web_app().await;
    app.person(ADA).await;
    app.offer(factors, &["all-applications"]).await;
    (app, client)
}

async fn logged_in<'a>(app: &'a TestApp, client: &Application) -> (Visitor<'a>, Landing) {
    let mut browser = Visitor::new(app);
    let page = browser.open(&authorize(client, &[])).await;
    let page = browser.log_in(&page, ADA).await;
    (browser, page)
}

#[tokio::test]
async fn an_address_is_enrolled_and_asked_for() {
    let (app, client) = strict_app(&["email"]).await;
    let (mut browser, page) = logged_in(&app, &client).await;
    page.at("mfa-email-enrollment");
    page.shown(200, &format!("value=\"{ADA}\""));
    let page = browser.submit(&page, &[("address", ADA)]).await;
    page.shown(200, "Check your email");
    let code = app.sent_code(ADA).await;
    let landing = browser.submit(&page, &[("code", &code)]).await;
    let answer = app.redeem(&client, &landing.answer("code")).await.ok(200);
    assert_eq!(decoded(&text(&answer, "id_token")).1["amr"], json!(["mfa"]));

    let (mut browser, page) = logged_in(&app, &client).await;
    page.at("mfa-email-challenge");
    page.shown(200, "****@exam*******");
    assert!(!page.response.text.contains(ADA));
    let sent = app.mail(ADA).await.len();
    // The page shown again sends nothing again.
    let page = browser.open(&page.path).await;
    assert_eq!(app.mail(ADA).await.len(), sent);
    let wrong = if app.sent_code(ADA).await == "000000" {
        "111111"
    } else {
        "000000"
    };
    let refused = browser.submit(&page, &[("code", wrong)]).await;
    refused.shown(400, "This code is wrong or too old.");
    let page = browser.submit(&page, &[("action", "resend")]).await;
    page.shown(200, "A new code is on its way.");
    let code = app.sent_code(ADA).await;
    let fields = [("code", code.as_str()), ("rememberBrowser", "true")];
    browser.submit(&page, &fields).await.answer("code");
    let again = authorize(&client, &[("prompt", "login")]);
    let page = browser.open(&again).await;
    browser.log_in(&page, ADA).await.answer("code");
    for entry in ["gd_send_email", "gd_auth_succeed", "gd_enrollment_complete"] {
        assert!(!app.types_logged(entry).await.is_empty(), "{entry}");
    }
}

#[tokio::test]
async fn people_choose_and_change_what_they_enrol() {
    let (app, client) = strict_app(&["otp", "sms", "email", "recovery-code"]).await;
    let (mut browser, page) = logged_in(&app, &client).await;
    page.at("mfa-otp-enrollment");
    let page = browser
        .submit(&page, &[("action", "pick-authenticator")])
        .await;
    page.at("mfa-begin-enroll-options");
    page.shown(200, "Code by text message");
    let page = browser.submit(&page, &[("action", "sms")]).await;
    page.at("mfa-sms-enrollment");
    let refused = browser.submit(&page, &[("address", "12")]).await;
    refused.shown(400, "A phone number begins with +");
    let page = browser.submit(&page, &[("address", "+15550100299")]).await;
    page.shown(200, "Check your phone");
    let page = browser.submit(&page, &[("action", "change-address")]).await;
    let page = browser.submit(&page, &[("address", PHONE)]).await;
    let code = app.sent_code(PHONE).await;
    let page = browser.submit(&page, &[("code", &code)]).await;
    page.at("mfa-recovery-code-enrollment");
    // Loaded again, the page shows the same code.
    let shown = recovery_code(&page);
    let page = browser.open(&page.path).await;
    assert_eq!(recovery_code(&page), shown);
    let page = browser.submit(&page, &[]).await;
    assert_eq!(recovery_code(&page), shown);
    browser
        .submit(&page, &[("saved", "true")])
        .await
        .answer("code");

    let (mut browser, page) = logged_in(&app, &client).await;
    page.at("mfa-sms-challenge");
    let page = browser
        .submit(&page, &[("action", "pick-authenticator")])
        .await;
    page.at("mfa-login-options");
    let page = browser.submit(&page, &[("action", "recovery-code")]).await;
    let page = browser.submit(&page, &[("code", &shown)]).await;
    page.at("mfa-recovery-code-enrollment");
    assert_ne!(recovery_code(&page), shown);
}

fn recovery_code(page: &Landing) -> String {
    let text = &page.response.text;
    let start = text.find("<code>").expect("a code") + "<code>".len();
    text[start..start + text[start..].find("</code>").unwrap()].to_owned()
}

#[tokio::test]
async fn one_of_many_posts_passes_and_messages_are_few() {
    let (app, client) = strict_app(&["email"]).await;
    let (mut browser, page) = logged_in(&app, &client).await;
    let page = browser.submit(&page, &[("address", ADA)]).await;
    let code = app.sent_code(ADA).await;
    let posts = (0..6).map(|_| {
        let (mut browser, page, code) = (browser.clone(), &page, &code);
        async move { browser.submit_once(page, &[("code", code)]).await.1 }
    });
    let answers = crate::visitor::all_at_once(posts).await;
    let opened = answers
        .iter()
        .filter(|answer| answer.headers.contains_key("set-cookie"));
    assert_eq!(opened.count(), 1);
    let (mut browser, mut page) = logged_in(&app, &client).await;
    for _ in 0..10 {
        page = browser.submit(&page, &[("action", "resend")]).await;
    }
    page.shown(429, "Too many codes were sent.");
}

/// A page that a ticket of a user leads to.
async fn ticket(app: &TestApp, body: &Value) -> String {
    let path = "/api/v2/guardian/enrollments/ticket";
    let made = app.write(Method::POST, path, body).await.ok(200);
    let id = made["ticket_id"].as_str().unwrap();
    format!("/mfa/enrollment?ticket={id}")
}

#[tokio::test]
async fn a_link_enrols_an_address_without_a_login() {
    let app = TestApp::new().await;
    let client = app.web_app().await;
    let ada = app.person(ADA).await.id.to_string();
    app.offer(&["otp", "sms", "email", "recovery-code"], &[])
        .await;
    let address = ticket(&app, &json!({ "user_id": ada })).await;
    let mut browser = Visitor::new(&app);
    let page = browser.open(&address).await;
    page.shown(200, "Code by text message");
    let page = browser.submit(&page, &[("action", "sms")]).await;
    let refused = browser.submit(&page, &[("address", "12")]).await;
    refused.shown(400, "A phone number begins with +");
    let page = browser.submit(&page, &[("address", "+15550100299")]).await;
    page.shown(200, "Check your phone");
    // Another browser with the same link sees where its own codes go, and its forms alone count.
    let mut other = Visitor::new(&app);
    let foreign = other.submit(&page, &[("code", "000000")]).await;
    foreign.shown(400, "Start again");
    let page = browser.submit(&page, &[("action", "change-address")]).await;
    page.shown(200, "name=\"address\"");
    let page = browser.submit(&page, &[("address", PHONE)]).await;
    let wrong = if app.sent_code(PHONE).await == "000000" {
        "111111"
    } else {
        "000000"
    };
    let refused = browser.submit(&page, &[("code", wrong)]).await;
    refused.shown(400, "This code is wrong or too old.");
    let nothing = browser.submit(&page, &[]).await;
    nothing.shown(400, "id=\"code-problem\"");
    let page = browser.submit(&page, &[("action", "resend")]).await;
    page.shown(200, "A new code is on its way.");
    let code = app.sent_code(PHONE).await;
    let done = browser.submit(&page, &[("code", &code)]).await;
    done.shown(200, "Your account is protected");
    assert!(done.response.text.contains("<code>"), "a recovery code");
    assert!(browser.session().is_none(), "it is no login");
    browser.open(&address).await.shown(400, "Start again");
    let methods = app.read(&methods_of(&ada)).await.ok(200);
    let method = row(&methods, "type", "phone");
    assert_eq!(method["phone_number"], "XXXXXXXX0200");
    assert_eq!(method["confirmed"], true);
    // A ticket for one factor leads to it at once.
    let body = json!({ "user_id": ada, "factor": "email", "allow_multiple_enrollments": true });
    let page = browser.open(&ticket(&app, &body).await).await;
    page.shown(200, &format!("value=\"{ADA}\""));
    let page = browser.submit(&page, &[("address", ADA)]).await;
    let code = app.sent_code(ADA).await;
    let done = browser.submit(&page, &[("code", &code)]).await;
    done.shown(200, "Your account is protected");
    let body = json!({ "user_id": ada, "factor": "phone", "allow_multiple_enrollments": true });
    let page = browser.open(&ticket(&app, &body).await).await;
    page.shown(200, "name=\"address\"");
    // What was enrolled is asked for.
    app.offer(&[], &["all-applications"]).await;
    let (_, page) = logged_in(&app, &client).await;
    page.at("mfa-sms-challenge");
}

#[tokio::test]
async fn the_address_of_one_link_is_none_of_the_next() {
    let app = TestApp::new().await;
    let ada = app.person(ADA).await.id.to_string();
    app.offer(&["sms"], &[]).await;
    let body = json!({ "user_id": ada });
    let (first, second) = (ticket(&app, &body).await, ticket(&app, &body).await);
    let mut browser = Visitor::new(&app);
    let page = browser.open(&first).await;
    let page = browser.submit(&page, &[("address", PHONE)]).await;
    page.shown(200, "Check your phone");
    let code = app.sent_code(PHONE).await;
    let next = browser.open(&second).await;
    next.shown(200, "name=\"address\"");
    assert!(!next.response.text.contains(PHONE));
    let posts = (0..4).map(|_| {
        let (mut browser, page, code) = (browser.clone(), &page, &code);
        async move { browser.submit_once(page, &[("code", code)]).await.1 }
    });
    let answers = crate::visitor::all_at_once(posts).await;
    let enrolled = answers
        .iter()
        .filter(|answer| answer.text.contains("Your account is protected"));
    assert_eq!(enrolled.count(), 1);
    let methods = app.read(&methods_of(&ada)).await.ok(200);
    assert_eq!(methods.as_array().unwrap().len(), 1);
    // Who has a factor by now gets no other by the link that is left.
    browser.open(&second).await.shown(400, "Start again");
}

#[tokio::test]
async fn a_link_is_mailed_where_that_is_asked() {
    let app = TestApp::new().await;
    let ada = app.person(ADA).await.id.to_string();
    let sent = json!({ "user_id": ada, "send_mail": true, "email_locale": "de" });
    let address = ticket(&app, &sent).await;
    let mail = app.mail(ADA).await;
    let mail = mail.last().expect("a message");
    let url = format!("https://tenant.test{address}");
    assert_eq!(mail.url.as_deref(), Some(url.as_str()));
    assert_eq!(mail.template.as_deref(), Some("enrollment_email"));
    assert!(mail.html.as_deref().unwrap().contains("lang=\"de\""));
    let elsewhere = "ada@private.test";
    let sent = json!({ "user_id": ada, "send_mail": true, "email": elsewhere });
    ticket(&app, &sent).await;
    assert_eq!(app.mail(elsewhere).await.len(), 1);
    for unsent in [
        json!({ "user_id": ada }),
        json!({ "user_id": ada, "email": elsewhere }),
        json!({ "user_id": ada, "send_mail": false }),
    ] {
        ticket(&app, &unsent).await;
    }
    assert_eq!(app.mail(elsewhere).await.len(), 1);
    assert_eq!(app.mail(ADA).await.len(), 1);
}

#[tokio::test]
async fn an_address_that_was_begun_lets_nobody_in_once_there_is_another_factor() {
    let (app, client) = strict_app(&["email"]).await;
    let users = app.read("/api/v2/users").await.ok(200);
    let ada = users[0]["user_id"].as_str().unwrap().to_owned();
    // Somebody knows the password alone, and begins to enrol a mailbox of theirs.
    let eve = "eve@evil.test";
    let (mut browser, page) = logged_in(&app, &client).await;
    let page = browser.submit(&page, &[("address", eve)]).await;
    page.shown(200, "Check your email");
    let code = app.sent_code(eve).await;
    // Meanwhile the account gets a factor.
    let own = json!({ "type": "email", "email": ADA });
    app.write(Method::POST, &methods_of(&ada), &own)
        .await
        .ok(201);
    let page = browser.open(&page.path).await;
    page.at("mfa-email-challenge");
    let refused = browser.submit(&page, &[("code", &code)]).await;
    refused.shown(400, "This code is wrong or too old.");
    let methods = app.read(&methods_of(&ada)).await.ok(200);
    let confirmed = methods.as_array().unwrap().iter();
    let confirmed = confirmed.filter(|method| method["confirmed"] == true);
    assert_eq!(confirmed.count(), 1);
    // Whoever has the mailbox goes on.
    let page = browser.submit(&refused, &[("action", "resend")]).await;
    let code = app.sent_code(ADA).await;
    browser
        .submit(&page, &[("code", &code)])
        .await
        .answer("code");
}
