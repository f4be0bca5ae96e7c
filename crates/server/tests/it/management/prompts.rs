//! `/prompts`, and what custom texts do to the hosted pages.

use axum::http::Method;
use serde_json::{Value, json};

use crate::test_app::{TestApp, TestResponse};

const PATH: &str = "/api/v2/prompts";
/// RFC 7636 appendix B.
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

async fn put(app: &TestApp, path: &str, body: Value) -> TestResponse {
    app.write(Method::PUT, &format!("{PATH}/{path}"), &body)
        .await
}

async fn get(app: &TestApp, path: &str) -> TestResponse {
    app.read(&format!("{PATH}/{path}")).await
}

/// Walks from `/authorize` to the screen that comes next, with its cookies.
async fn screen(app: &TestApp, parameters: &str) -> String {
    let authorize = format!(
        "/authorize?client_id=web&response_type=code&scope=openid&redirect_uri=https%3A%2F%2Fapp.test%2Fcallback&code_challenge={CHALLENGE}&code_challenge_method=S256{parameters}"
    );
    let begun = app.get(&authorize).send().await;
    assert_eq!(begun.status, 302, "{}", begun.text);
    let cookies: Vec<&str> = begun
        .headers
        .get_all("set-cookie")
        .iter()
        .map(|cookie| cookie.to_str().unwrap().split(';').next().unwrap())
        .collect();
    let location = begun.header("location");
    assert!(location.starts_with("/u/"), "{location}");
    let shown = app.get(location);
    let shown = shown.header("cookie", cookies.join("; ")).send().await;
    assert_eq!(shown.status, 200, "{}", shown.text);
    shown.text
}

#[tokio::test]
async fn a_recorded_change() {
    let app = TestApp::new().await;
    let initial = json!({ "universal_login_experience": "new", "identifier_first": false });
    assert_eq!(app.read(PATH).await.ok(200), initial);
    let sent = json!({
        "universal_login_experience": "new", "identifier_first": true, "webauthn_platform_first_factor": true
    });
    let changed = app.write(Method::PATCH, PATH, &sent).await.ok(200);
    assert_eq!(changed, sent);
    assert_eq!(app.read(PATH).await.ok(200), sent);
    let bad = json!({ "universal_login_experience": "old" });
    assert_eq!(app.write(Method::PATCH, PATH, &bad).await.status, 400);
}

#[tokio::test]
async fn custom_texts_are_replaced_as_a_whole() {
    let app = TestApp::new().await;
    let path = "login/custom-text/en";
    assert_eq!(get(&app, path).await.ok(200), json!({}));
    let texts = json!({ "login": {
        "alertListTitle": "Alerts", "buttonText": "Proceed", "emailPlaceholder": "Email Address",
        "title": "Welcome to ${companyName}"
    } });
    assert_eq!(put(&app, path, texts.clone()).await.ok(200), texts);
    assert_eq!(get(&app, path).await.ok(200), texts);
    assert_eq!(get(&app, "login/custom-text/de").await.ok(200), json!({}));
    let other = app.other_tenant().await;
    assert_eq!(get(&other, path).await.ok(200), json!({}));
    let less = json!({ "login": { "buttonText": "Go" } });
    assert_eq!(put(&app, path, less.clone()).await.ok(200), less);
    assert_eq!(get(&app, path).await.ok(200), less);
    assert_eq!(put(&app, path, json!({})).await.ok(200), json!({}));
    assert_eq!(get(&app, path).await.ok(200), json!({}));
}

#[tokio::test]
async fn refusals() {
    let app = TestApp::new().await;
    let prompt = get(&app, "riddle/custom-text/en").await;
    prompt.refused(
        400,
        "Path validation error: 'Invalid value \"riddle\"' on property prompt (Name of the prompt).",
        Some("invalid_uri"),
    );
    assert_eq!(get(&app, "login/custom-text/xx").await.status, 400);
    assert_eq!(get(&app, "mfa/partials").await.status, 400);
    for body in [
        json!({ "login": "text" }),
        json!({ "login": { "title": 7 } }),
        json!({ "login": { "title": { "deep": "text" } } }),
    ] {
        let refused = put(&app, "login/custom-text/en", body).await;
        assert_eq!(refused.json()["errorCode"], "invalid_body");
    }
}

#[tokio::test]
async fn pages_speak_the_tenants_words() {
    let app = TestApp::new().await;
    app.add_client("web", &json!({})).await;
    let body = json!({ "name": "people", "strategy": "auth0" });
    let connection = app.write(Method::POST, "/api/v2/connections", &body).await;
    let id = connection.ok(201)["id"].as_str().unwrap().to_owned();
    let clients = format!("/api/v2/connections/{id}/clients");
    let enabled = json!([{ "client_id": "web", "status": true }]);
    app.write(Method::PATCH, &clients, &enabled).await.ok(204);
    assert!(!screen(&app, "").await.contains("Ahoy"));
    let login = json!({ "login": { "title": "Ahoy ${companyName}", "buttonText": "<Board>" } });
    put(&app, "login/custom-text/en", login).await.ok(200);
    let signup = json!({ "signup": { "title": "Sign the articles" } });
    put(&app, "signup/custom-text/en", signup).await.ok(200);
    let page = screen(&app, "").await;
    assert!(page.contains("Ahoy"), "{page}");
    assert!(page.contains("&lt;Board&gt;"), "{page}");
    let page = screen(&app, "&screen_hint=signup").await;
    assert!(page.contains("Sign the articles"), "{page}");
    put(&app, "login/custom-text/en", json!({})).await.ok(200);
    assert!(!screen(&app, "").await.contains("Ahoy"));
}

#[tokio::test]
async fn partials() {
    let app = TestApp::new().await;
    let path = "login-passwordless/partials";
    assert_eq!(get(&app, path).await.ok(200), json!({}));
    let partials = json!({ "login-passwordless-email-code": {
        "form-content-end": "<div>Form Content End</div>", "form-content-start": "<div>Form Content Start</div>"
    } });
    assert_eq!(put(&app, path, partials.clone()).await.ok(200), partials);
    assert_eq!(get(&app, path).await.ok(200), partials);
    assert_eq!(put(&app, path, json!({})).await.ok(200), json!({}));
}

#[tokio::test]
async fn rendering() {
    let app = TestApp::new().await;
    let list = "rendering?page=0&per_page=100&include_totals=true";
    assert_eq!(
        get(&app, list).await.ok(200),
        json!({ "configs": [], "start": 0, "limit": 100, "total": 0 })
    );
    let sent = json!({
        "rendering_mode": "advanced", "context_configuration": ["branding.settings", "branding.themes.default"],
        "default_head_tags_disabled": false, "use_page_template": true,
        "head_tags": [{ "attributes": { "async": true, "src": "https://example.com/a.js" }, "content": "", "tag": "script" }],
        "filters": { "match_type": "includes_any", "clients": [{ "id": "web" }, { "metadata": { "key1": "value1" } }] }
    });
    let path = format!("{PATH}/login-id/screen/login-id/rendering");
    let changed = app.write(Method::PATCH, &path, &sent).await.ok(200);
    assert_eq!(changed, sent);
    let read = app.read(&path).await.ok(200);
    assert_eq!(
        (&read["prompt"], &read["rendering_mode"]),
        (&json!("login-id"), &json!("advanced"))
    );
    let standard = get(&app, "login/screen/login/rendering").await.ok(200);
    assert_eq!(standard["rendering_mode"], "standard");
    let all = json!({ "configs": [
        { "prompt": "signup", "screen": "signup", "rendering_mode": "advanced" },
        { "prompt": "login-id", "screen": "login-id", "rendering_mode": "standard" },
    ] });
    let bulk = format!("{PATH}/rendering");
    assert_eq!(app.write(Method::PATCH, &bulk, &all).await.ok(200), all);
    let listed = get(&app, list).await.ok(200);
    assert_eq!(listed["total"], 2);
    assert_eq!(app.read(&path).await.ok(200)["rendering_mode"], "standard");
}
