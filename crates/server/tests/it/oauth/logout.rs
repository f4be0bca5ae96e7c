//! `/v2/logout` and `/oidc/logout` (RP-Initiated Logout 1.0, reference §3.11).

use serde_json::json;

use crate::applications::{Application, decoded, text};
use crate::test_app::TestApp;
use crate::visitor::{Landing, Visitor, authorize};

const ADA: &str = "ada@example.com";
const HOME: &str = "https://app.test/";

async fn logged_in(app: &TestApp) -> (Visitor<'_>, Application, String) {
    app.person(ADA).await;
    let urls = json!(["https://*.app.test/", HOME, "https://app.test/bye?a=b"]);
    let client = app
        .application(&json!({ "allowed_logout_urls": urls }))
        .await;
    let mut visitor = Visitor::new(app);
    let code = visitor.code(&client, ADA, &[]).await;
    let id_token = text(&app.redeem(&client, &code).await.ok(200), "id_token");
    (visitor, client, id_token)
}

async fn is_logged_in(visitor: &Visitor<'_>, client: &Application) -> bool {
    let silent = authorize(client, &[("prompt", "none")]);
    visitor.clone().open(&silent).await.maybe("code").is_some()
}

#[track_caller]
fn left_for(landing: &Landing, address: &str) {
    let elsewhere = landing.elsewhere.as_ref().map(url::Url::as_str);
    assert_eq!(elsewhere, Some(address), "{}", landing.response.text);
    assert_eq!(landing.response.status.as_u16(), 302);
}

fn query(path: &str, pairs: &[(&str, &str)]) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(pairs);
    format!("{path}?{}", query.finish())
}

#[tokio::test]
async fn v2_logout_ends_the_session_for_all_applications() {
    for path in ["/v2/logout", "/logout"] {
        let app = TestApp::new().await;
        let (mut visitor, client, _) = logged_in(&app).await;
        let stolen = visitor.clone();
        let landing = visitor
            .open(&query(
                path,
                &[("client_id", &client.id), ("returnTo", HOME)],
            ))
            .await;
        left_for(&landing, HOME);
        assert!(visitor.session().is_none(), "the cookie is gone");
        assert!(
            !is_logged_in(&stolen, &client).await,
            "and a copy opens nothing"
        );
    }
}

#[tokio::test]
async fn v2_logout_without_a_return_address() {
    let app = TestApp::new().await;
    let (mut visitor, client, _) = logged_in(&app).await;
    // With a client: its first address, not a pattern for some.
    let landing = visitor
        .open(&query("/v2/logout", &[("client_id", &client.id)]))
        .await;
    left_for(&landing, HOME);
    let landing = visitor.open("/v2/logout").await;
    assert_eq!(
        (
            landing.response.status.as_u16(),
            landing.response.text.as_str()
        ),
        (200, "OK")
    );
    let landing = visitor.open("/v2/logout?federated").await;
    assert_eq!(landing.response.status.as_u16(), 200);
}

#[tokio::test]
async fn log_out_leads_only_where_it_may() {
    let app = TestApp::new().await;
    let (mut visitor, client, id_token) = logged_in(&app).await;
    for url in [
        "https://evil.test/",
        "https://app.test.evil.test/",
        "https://app.test@evil.test/",
        "https://a.b.app.test/",
        "https://app.test/other",
        "http://app.test/",
        "//app.test/",
        "javascript:alert(1)",
        "https://app.test/\r\nset-cookie:a=b",
        "https://*.app.test/",
    ] {
        let requests = [
            query(
                "/v2/logout",
                &[("client_id", &client.id), ("returnTo", url)],
            ),
            query("/v2/logout", &[("returnTo", url)]),
            query(
                "/oidc/logout",
                &[
                    ("id_token_hint", &id_token),
                    ("post_logout_redirect_uri", url),
                ],
            ),
            query(
                "/oidc/logout",
                &[("client_id", &client.id), ("post_logout_redirect_uri", url)],
            ),
            query("/oidc/logout", &[("post_logout_redirect_uri", url)]),
        ];
        for request in requests {
            let landing = visitor.open(&request).await;
            landing.shown(400, "is not defined as a valid URL in");
        }
    }
    assert!(is_logged_in(&visitor, &client).await, "nothing was done");
    // The tenant's own addresses are for those who name no client; queries are ignored by v2 and not by OIDC.
    app.change_settings(&json!({ "allowed_logout_urls": ["https://tenant-home.test/"] }))
        .await;
    let landing = visitor
        .open(&query(
            "/v2/logout",
            &[("returnTo", "https://tenant-home.test/")],
        ))
        .await;
    left_for(&landing, "https://tenant-home.test/");
    let landing = visitor
        .open(&query(
            "/v2/logout",
            &[
                ("client_id", &client.id),
                ("returnTo", "https://www.app.test/?x=y#z"),
            ],
        ))
        .await;
    left_for(&landing, "https://www.app.test/?x=y#z");
    let landing = visitor
        .open(&query(
            "/oidc/logout",
            &[
                ("client_id", &client.id),
                ("post_logout_redirect_uri", "https://app.test/?x=y"),
            ],
        ))
        .await;
    landing.shown(400, "is not defined as a valid URL in");
    let landing = visitor.open("/v2/logout?client_id=nobody").await;
    landing.shown(400, "");
}

#[tokio::test]
async fn an_application_of_this_session_is_not_asked_about() {
    let app = TestApp::new().await;
    let (visitor, client, id_token) = logged_in(&app).await;
    let sid = text(&decoded(&id_token).1, "sid");
    for pairs in [
        vec![("id_token_hint", id_token.as_str())],
        vec![
            ("id_token_hint", &id_token),
            ("logout_hint", &sid),
            ("client_id", &client.id),
        ],
        vec![("logout_hint", &sid), ("client_id", &client.id)],
    ] {
        let mut visitor = visitor.clone();
        let pairs = [
            &pairs[..],
            &[
                ("post_logout_redirect_uri", "https://app.test/bye?a=b"),
                ("state", "x y&z"),
            ],
        ]
        .concat();
        let landing = visitor.open(&query("/oidc/logout", &pairs)).await;
        left_for(&landing, "https://app.test/bye?a=b&state=x+y%26z");
        // Once more, with nobody logged in.
        let landing = visitor.open(&query("/oidc/logout", &pairs)).await;
        left_for(&landing, "https://app.test/bye?a=b&state=x+y%26z");
    }
    assert!(!is_logged_in(&visitor, &client).await);
}

#[tokio::test]
async fn nobody_else_logs_people_out_without_asking() {
    let app = TestApp::new().await;
    let (mut visitor, client, id_token) = logged_in(&app).await;
    app.person("grace@example.com").await;
    let mut grace = Visitor::new(&app);
    grace.sign_in(&client, "grace@example.com", &[]).await;
    for pairs in [
        vec![],
        vec![("client_id", client.id.as_str())],
        vec![("logout_hint", "somebody"), ("client_id", &client.id)],
        vec![("id_token_hint", &id_token)],
    ] {
        let pairs = [&pairs[..], &[("state", "s")]].concat();
        let page = grace.open(&query("/oidc/logout", &pairs)).await;
        page.shown(200, "<form");
        assert_eq!(page.response.header("x-frame-options"), "DENY");
        assert!(is_logged_in(&grace, &client).await);
    }
    // The form needs its token, and a browser that it was made for.
    let page = grace
        .open(&query(
            "/oidc/logout",
            &[
                ("client_id", &client.id),
                ("post_logout_redirect_uri", HOME),
                ("state", "s"),
            ],
        ))
        .await;
    let (action, _) = page.form();
    for fields in [
        &[("action", "accept")][..],
        &[("action", "accept"), ("csrf", "wrong")],
    ] {
        let response = grace
            .send(axum::http::Method::POST, &action, Some(fields))
            .await;
        assert_eq!(response.status.as_u16(), 400);
    }
    let response = visitor.submit_once(&page, &[("action", "accept")]).await.1;
    assert_eq!(response.status.as_u16(), 400);
    let landing = grace.submit(&page, &[("action", "deny")]).await;
    assert_eq!(landing.response.status.as_u16(), 200);
    assert!(is_logged_in(&grace, &client).await);
    let landing = grace.submit(&page, &[("action", "accept")]).await;
    left_for(&landing, "https://app.test/?state=s");
    assert!(!is_logged_in(&grace, &client).await);
    assert!(is_logged_in(&visitor, &client).await);
}

#[tokio::test]
async fn the_tenant_can_do_without_asking() {
    let app = TestApp::new().await;
    let (mut visitor, client, _) = logged_in(&app).await;
    app.change_settings(&json!({ "sessions": { "oidc_logout_prompt_enabled": false } }))
        .await;
    let landing = visitor.open("/oidc/logout").await;
    landing.shown(200, "");
    assert!(!is_logged_in(&visitor, &client).await);
}

#[tokio::test]
async fn contradictions_and_forgeries_are_refused() {
    let app = TestApp::new().await;
    let (mut visitor, client, id_token) = logged_in(&app).await;
    let other = app.other_tenant().await;
    other.person(ADA).await;
    let there = other.web_app().await;
    let code = Visitor::new(&other).code(&there, ADA, &[]).await;
    let foreign = text(&other.redeem(&there, &code).await.ok(200), "id_token");
    for (pairs, why) in [
        (
            vec![
                ("id_token_hint", id_token.as_str()),
                ("client_id", "another"),
            ],
            "client_id",
        ),
        (
            vec![("id_token_hint", &id_token), ("logout_hint", "another")],
            "logout_hint",
        ),
        (vec![("id_token_hint", &foreign)], "id_token_hint"),
        (vec![("id_token_hint", "nonsense")], "id_token_hint"),
    ] {
        let landing = visitor.open(&query("/oidc/logout", &pairs)).await;
        landing.shown(400, why);
    }
    assert!(is_logged_in(&visitor, &client).await);
}

#[tokio::test]
async fn an_expired_hint_is_still_one_and_hs256_hints_count() {
    let app = TestApp::new().await;
    app.person(ADA).await;
    let members = json!({ "jwt_configuration": { "alg": "HS256", "lifetime_in_seconds": 60 }, "allowed_logout_urls": [HOME] });
    let client = app.application(&members).await;
    let mut visitor = Visitor::new(&app);
    let code = visitor.code(&client, ADA, &[]).await;
    let hint = text(&app.redeem(&client, &code).await.ok(200), "id_token");
    app.advance(3_600);
    let pairs = [
        ("id_token_hint", hint.as_str()),
        ("post_logout_redirect_uri", HOME),
    ];
    left_for(&visitor.open(&query("/oidc/logout", &pairs)).await, HOME);
    assert!(!is_logged_in(&visitor, &client).await);
}

#[tokio::test]
async fn refresh_tokens_survive() {
    let app = TestApp::new().await;
    app.person(ADA).await;
    let client = app.web_app().await;
    let mut visitor = Visitor::new(&app);
    let code = visitor
        .code(&client, ADA, &[("scope", "openid offline_access")])
        .await;
    let token = text(&app.redeem(&client, &code).await.ok(200), "refresh_token");
    visitor.open("/v2/logout").await;
    app.refresh(&client, &token).await.ok(200);
}
