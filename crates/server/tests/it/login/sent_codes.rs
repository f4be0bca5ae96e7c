//! Second factors by e-mail and text message at the hosted pages, and the recovery code beside them.

use serde_json::json;

use crate::applications::{Application, decoded, text};
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
