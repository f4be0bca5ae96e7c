//! How an answer travels: query, fragment, `form_post`, `web_message`.

use serde_json::json;

use crate::applications::CALLBACK;
use crate::test_app::TestApp;
use crate::visitor::{Visitor, authorize};

const ADA: &str = "ada@example.com";

#[tokio::test]
async fn form_post_is_a_page_that_submits_itself_and_may_be_framed() {
    let app = TestApp::new().await;
    app.person(ADA).await;
    let client = app.web_app().await;
    let state = "\"><script>alert('state')</script>&amp;";
    let parameters = [("response_mode", "form_post"), ("state", state)];
    let landing = Visitor::new(&app).sign_in(&client, ADA, &parameters).await;
    let page = &landing.response;
    assert_eq!(page.status.as_u16(), 200);
    let (action, fields) = landing.form();
    assert_eq!(action, CALLBACK);
    let names: Vec<&str> = fields.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["code", "state"]);
    assert_eq!(fields[1].1, state);
    assert!(!page.text.contains("<script>alert"));
    let policy = page.header("content-security-policy");
    assert!(
        policy.starts_with("default-src 'none'; script-src 'nonce-"),
        "{policy}"
    );
    assert!(!policy.contains("unsafe"), "{policy}");
    assert!(page.headers.get("x-frame-options").is_none());
    assert_eq!(page.header("cache-control"), "no-store");
    assert_eq!(page.header("x-content-type-options"), "nosniff");
    app.redeem(&client, &fields[0].1).await.ok(200);
}

#[tokio::test]
async fn form_post_carries_errors_too() {
    let app = TestApp::new().await;
    let client = app.web_app().await;
    let parameters = [("response_mode", "form_post"), ("prompt", "none")];
    let landing = Visitor::new(&app)
        .open(&authorize(&client, &parameters))
        .await;
    let (action, fields) = landing.form();
    assert_eq!(action, CALLBACK);
    assert_eq!(fields[0], ("error".to_owned(), "login_required".to_owned()));
}

#[tokio::test]
async fn web_message_speaks_to_one_origin_and_works_in_a_frame() {
    let app = TestApp::new().await;
    app.person(ADA).await;
    let client = app.spa().await;
    let mut visitor = Visitor::new(&app);
    visitor.sign_in(&client, ADA, &[]).await;
    let silent = authorize(
        &client,
        &[
            ("response_mode", "web_message"),
            ("prompt", "none"),
            ("state", "</script><b>"),
        ],
    );
    let landing = visitor.framed().open(&silent).await;
    landing.shown(200, "authorization_response");
    let page = &landing.response;
    assert!(page.text.contains("\"https://app.test\""), "{}", page.text);
    assert!(page.text.contains("\"code\":\""));
    assert!(!page.text.contains("</script><b>"));
    assert!(page.headers.get("x-frame-options").is_none());
    let policy = page.header("content-security-policy");
    assert!(
        !policy.contains("frame-ancestors") && !policy.contains("unsafe"),
        "{policy}"
    );
    // Without a session the same page brings the error.
    let landing = Visitor::new(&app).open(&silent).await;
    landing.shown(200, "login_required");
}

#[tokio::test]
async fn expires_in_is_a_number_in_a_message() {
    let app = TestApp::new().await;
    app.person(ADA).await;
    let client = app.spa().await;
    let mut visitor = Visitor::new(&app);
    visitor.sign_in(&client, ADA, &[]).await;
    let parameters = [
        ("response_mode", "web_message"),
        ("prompt", "none"),
        ("response_type", "token"),
        ("state", "123"),
    ];
    let landing = visitor
        .framed()
        .open(&authorize(&client, &parameters))
        .await;
    landing.shown(200, "\"expires_in\":7200");
    landing.shown(200, "\"state\":\"123\"");
}

#[tokio::test]
async fn web_message_needs_an_origin_that_was_listed() {
    let app = TestApp::new().await;
    let client = app
        .application(&json!({ "callbacks": ["https://*.wild.test/", "com.example.app://cb"] }))
        .await;
    for uri in ["https://a.wild.test/", "com.example.app://cb"] {
        let parameters = [
            ("redirect_uri", uri),
            ("response_mode", "web_message"),
            ("prompt", "none"),
        ];
        let landing = Visitor::new(&app)
            .open(&authorize(&client, &parameters))
            .await;
        landing.shown(400, "");
        assert!(!landing.response.text.contains("postMessage"));
    }
    app.change_client(&client, &json!({ "web_origins": ["https://a.wild.test"] }))
        .await;
    let parameters = [
        ("redirect_uri", "https://a.wild.test/"),
        ("response_mode", "web_message"),
        ("prompt", "none"),
    ];
    let landing = Visitor::new(&app)
        .open(&authorize(&client, &parameters))
        .await;
    landing.shown(200, "postMessage");
}

#[tokio::test]
async fn tokens_never_travel_in_a_query_and_codes_may_in_a_fragment() {
    let app = TestApp::new().await;
    app.person(ADA).await;
    let client = app.web_app().await;
    let parameters = [("response_type", "token"), ("response_mode", "query")];
    let landing = Visitor::new(&app)
        .open(&authorize(&client, &parameters))
        .await;
    landing.failed(
        "invalid_request",
        "Invalid parameter: response_mode can't be query for a response with a token",
    );
    assert!(landing.elsewhere.as_ref().unwrap().fragment().is_some());
    let landing = Visitor::new(&app)
        .sign_in(&client, ADA, &[("response_mode", "fragment")])
        .await;
    assert!(landing.elsewhere.as_ref().unwrap().fragment().is_some());
    landing.answer("code");
    let landing = Visitor::new(&app)
        .open(&authorize(&client, &[("response_mode", "pigeon")]))
        .await;
    assert_eq!(landing.answer("error"), "invalid_request");
}
