//! Stage one: may an answer be sent there? Until this is known nothing is sent anywhere.

use axum::http::Method;
use serde_json::json;

use crate::applications::CALLBACK;
use crate::test_app::TestApp;
use crate::visitor::{Visitor, authorize};

#[tokio::test]
async fn an_unknown_client_is_shown() {
    let app = TestApp::new().await;
    for id in [
        "nobody",
        &"x".repeat(32),
        "%3Cscript%3Ealert(1)%3C/script%3E",
        "%00",
        "a%20b",
    ] {
        let path = format!("/authorize?client_id={id}&response_type=code&redirect_uri={CALLBACK}");
        let landing = Visitor::new(&app).open(&path).await;
        landing.shown(400, "");
        assert!(!landing.response.text.contains("<script>alert"));
    }
    let path = format!("/authorize?client_id=nobody&response_type=code&redirect_uri={CALLBACK}");
    let landing = Visitor::new(&app).open(&path).await;
    landing.shown(400, "Unknown client: nobody");
    let landing = Visitor::new(&app).open("/authorize").await;
    landing.shown(400, "Missing required parameter: client_id");
}

#[tokio::test]
async fn a_redirect_uri_that_is_not_registered_is_never_redirected_to() {
    let app = TestApp::new().await;
    let client = app
        .application(&json!({ "callbacks": [
            CALLBACK, "https://*.wild.test/callback", "https://pre-*.mid.test/cb", "com.example.app://callback",
            "http://localhost:3000/cb",
        ] }))
        .await;
    for uri in [
        // Look-alikes.
        "https://app.test/callback/",
        "https://app.test/callback?x=1",
        "https://app.test/callback/../evil",
        "https://app.test/Callback",
        "https://app.test/callback%2f",
        "https://app.test/callback;a=b",
        "https://app.test",
        "https://app.test.evil.test/callback",
        "https://evil.test/callback",
        "https://app.test.:443/callback",
        "https://app.test:8443/callback",
        "http://app.test/callback",
        "//app.test/callback",
        "/callback",
        "app.test/callback",
        // Who is the host?
        "https://app.test@evil.test/callback",
        "https://user:pass@app.test/callback",
        "https://evil.test\\@app.test/callback",
        "https:app.test/callback",
        "https:///app.test/callback",
        "https://app.test\u{2044}evil.test/callback",
        "https://app\u{3002}test/callback",
        "https://%61pp.test/callback",
        "https://app.test\t/callback",
        "https://app.test\r\nlocation:https://evil.test/callback",
        " https://app.test/callback",
        // Fragments.
        "https://app.test/callback#",
        "https://app.test/callback#x",
        "https://evil.test/#https://app.test/callback",
        // Wildcards cover one label, and only where one was registered.
        "https://wild.test/callback",
        "https://a.b.wild.test/callback",
        "https://.wild.test/callback",
        "https://*.wild.test/callback",
        "https://evil.test/.wild.test/callback",
        "https://evil.test?.wild.test/callback",
        "https://evil.test#.wild.test/callback",
        "https://a.wild.test:444/callback",
        "https://a.wild.test.evil.test/callback",
        "https://awild.test/callback",
        "https://pre-.mid.test/cb",
        "https://x-pre-1.mid.test/cb",
        // Schemes.
        "javascript:alert(1)",
        "data:text/html,x",
        "com.example.app2://callback",
        "com.example.app:callback",
        // Loopback ports are not interchangeable.
        "http://localhost:3001/cb",
        "http://127.0.0.1:3000/cb",
    ] {
        let landing = Visitor::new(&app)
            .open(&authorize(
                &client,
                &[("redirect_uri", uri), ("prompt", "none")],
            ))
            .await;
        assert!(landing.elsewhere.is_none(), "{uri} was redirected to");
        assert!(
            [400, 403].contains(&landing.response.status.as_u16()),
            "{uri}: {}",
            landing.response.status
        );
        assert!(landing.response.headers.get("location").is_none());
    }
    for uri in [
        CALLBACK,
        "HTTPS://APP.test/callback",
        "https://a.wild.test/callback",
        "https://pre-1.mid.test/cb",
        "com.example.app://callback",
        "http://localhost:3000/cb",
    ] {
        let landing = Visitor::new(&app)
            .open(&authorize(
                &client,
                &[("redirect_uri", uri), ("prompt", "none")],
            ))
            .await;
        landing.failed("login_required", "Login required");
    }
}

#[tokio::test]
async fn the_mismatch_is_told_in_upstreams_words() {
    let app = TestApp::new().await;
    let client = app.web_app().await;
    let landing = Visitor::new(&app)
        .open(&authorize(
            &client,
            &[("redirect_uri", "https://evil.test/")],
        ))
        .await;
    landing.shown(
        403,
        "The provided redirect_uri is not in the list of allowed callback URLs.",
    );
    assert!(landing.response.text.contains("Callback URL mismatch"));
}

#[tokio::test]
async fn without_a_redirect_uri_the_only_callback_is_meant() {
    let app = TestApp::new().await;
    let client = app.web_app().await;
    let silent = [("redirect_uri", ""), ("prompt", "none")];
    let landing = Visitor::new(&app).open(&authorize(&client, &silent)).await;
    landing.failed("login_required", "Login required");
    for callbacks in [
        json!([]),
        json!([CALLBACK, "https://app.test/second"]),
        json!(["https://*.wild.test/"]),
    ] {
        app.change_client(&client, &json!({ "callbacks": callbacks }))
            .await;
        let landing = Visitor::new(&app).open(&authorize(&client, &silent)).await;
        assert!(landing.elsewhere.is_none(), "{callbacks}");
        assert!(landing.response.status.is_client_error());
    }
}

#[tokio::test]
async fn the_built_in_client_and_another_tenants_are_unknown() {
    let app = TestApp::new().await;
    let global = app.application(&json!({ "global": true })).await;
    let landing = Visitor::new(&app).open(&authorize(&global, &[])).await;
    landing.shown(400, "Unknown client");
    let client = app.web_app().await;
    let other = app.other_tenant().await;
    let landing = Visitor::new(&other).open(&authorize(&client, &[])).await;
    landing.shown(400, "Unknown client");
}

#[tokio::test]
async fn state_comes_back_byte_for_byte_and_errors_carry_it() {
    let app = TestApp::new().await;
    let client = app.web_app().await;
    let state = "a b+c&d=e%20f\"<>é\u{1f600}'/?#";
    for (parameters, location) in [
        (vec![("state", state), ("prompt", "none")], "?"),
        (vec![("state", state), ("response_type", "nonsense")], "?"),
        (
            vec![
                ("state", state),
                ("response_type", "token"),
                ("prompt", "none"),
            ],
            "#",
        ),
    ] {
        let landing = Visitor::new(&app)
            .open(&authorize(&client, &parameters))
            .await;
        assert_eq!(landing.answer("state"), state);
        let url = landing.elsewhere.as_ref().unwrap().to_string();
        assert!(url.starts_with(&format!("{CALLBACK}{location}")), "{url}");
        assert_eq!(landing.response.header("cache-control"), "no-store");
    }
}

#[tokio::test]
async fn the_query_of_a_callback_is_kept() {
    let app = TestApp::new().await;
    let uri = "https://app.test/callback?tenant=a";
    let client = app.application(&json!({ "callbacks": [uri] })).await;
    let landing = Visitor::new(&app)
        .open(&authorize(
            &client,
            &[("redirect_uri", uri), ("prompt", "none")],
        ))
        .await;
    let url = landing.elsewhere.as_ref().unwrap().to_string();
    assert!(
        url.starts_with(&format!("{uri}&error=login_required")),
        "{url}"
    );
}

#[tokio::test]
async fn a_form_post_is_a_request_too() {
    let app = TestApp::new().await;
    let client = app.web_app().await;
    let path = authorize(&client, &[("prompt", "none")]);
    let query = path.split_once('?').unwrap().1.to_owned();
    let pairs: Vec<(String, String)> = url::form_urlencoded::parse(query.as_bytes())
        .into_owned()
        .collect();
    let pairs: Vec<(&str, &str)> = pairs
        .iter()
        .map(|(k, v)| (k.as_str(), v.as_str()))
        .collect();
    let response = Visitor::new(&app)
        .send(Method::POST, "/authorize", Some(&pairs))
        .await;
    assert_eq!(response.status.as_u16(), 302, "{}", response.text);
    assert!(response.header("location").contains("login_required"));
}

#[tokio::test]
async fn a_callback_that_was_taken_away_meanwhile_gets_no_answer() {
    let app = TestApp::new().await;
    app.person("ada@example.com").await;
    let client = app.web_app().await;
    let mut visitor = Visitor::new(&app);
    let page = visitor.open(&authorize(&client, &[])).await;
    app.change_client(&client, &json!({ "callbacks": ["https://app.test/other"] }))
        .await;
    let landing = visitor.log_in(&page, "ada@example.com").await;
    landing.shown(400, "");
}

#[tokio::test]
async fn answers_name_their_issuer_where_the_tenant_says_so() {
    let app = TestApp::new().await;
    let client = app.web_app().await;
    let silent = authorize(&client, &[("prompt", "none")]);
    assert!(
        Visitor::new(&app)
            .open(&silent)
            .await
            .maybe("iss")
            .is_none()
    );
    app.change_settings(&json!({ "authorization_response_iss_parameter_supported": true }))
        .await;
    let landing = Visitor::new(&app).open(&silent).await;
    assert_eq!(landing.answer("iss"), "https://tenant.test/");
}
