//! What nobody sends by mistake: every endpoint refuses it in its own form, names the member, and tells nothing else.

use axum::http::Method;
use serde_json::{Value, json};

use crate::applications::Application;
use crate::test_app::{TestApp, TestResponse};
use crate::visitor::Visitor;

const FORM: &str = "application/x-www-form-urlencoded";

/// No stack, path or statement, and no more than a page.
#[track_caller]
fn tells_nothing(response: &TestResponse, what: &str) {
    let status = response.status.as_u16();
    assert!(
        (400..500).contains(&status),
        "{what}: {status} {}",
        response.text
    );
    for secret in [
        "panicked", "src/", ".rs:", "SELECT", "sqlx", "serde", "/root", "/work", "line 1",
    ] {
        assert!(!response.text.contains(secret), "{what}: {}", response.text);
    }
    assert!(response.headers.get("location").is_none(), "{what}");
}

#[track_caller]
fn in_oauth_form(response: &TestResponse, what: &str) {
    tells_nothing(response, what);
    let body = response.object();
    assert!(
        body["error"].is_string() && body["error_description"].is_string(),
        "{body:?}"
    );
    assert!(
        response.text.len() < 1000,
        "{what}: {}",
        response.text.len()
    );
    assert_eq!(response.header("cache-control"), "no-store");
}

async fn app_with_client() -> (TestApp, Application) {
    let app = TestApp::new().await;
    let client = app.web_app().await;
    (app, client)
}

#[tokio::test]
async fn bodies_that_can_not_be_read() {
    let (app, _) = app_with_client().await;
    let deep = format!("{{\"a\":{}1{}}}", "[".repeat(50_000), "]".repeat(50_000));
    let many: Vec<String> = (0..2_000).map(|n| format!("p{n}=1")).collect();
    let large = format!("grant_type={}", "x".repeat(2 << 20));
    let bodies: [(&str, Vec<u8>); 16] = [
        (FORM, b"grant_type=%zz".to_vec()),
        (FORM, b"grant_type=%ff%fe".to_vec()),
        (FORM, b"grant_type=\xff\xfe".to_vec()),
        (FORM, b"grant_type=a%00b".to_vec()),
        (FORM, b"grant_type=a&grant_type=b".to_vec()),
        (FORM, many.join("&").into_bytes()),
        (FORM, large.clone().into_bytes()),
        ("application/json", deep.into_bytes()),
        ("application/json", b"{".to_vec()),
        ("application/json", b"[]".to_vec()),
        ("application/json", b"null".to_vec()),
        ("application/json", b"{\"grant_type\":1}".to_vec()),
        ("application/json", b"{\"grant_type\":{\"a\":1}}".to_vec()),
        (
            "application/json",
            b"{\"grant_type\":\"a\",\"grant_type\":\"b\"}".to_vec(),
        ),
        ("text/plain", b"grant_type=client_credentials".to_vec()),
        ("multipart/form-data; boundary=x", b"--x--".to_vec()),
    ];
    for path in ["/oauth/token", "/oauth/revoke"] {
        for (content_type, body) in &bodies {
            let what = format!(
                "{path} {content_type} {:?}",
                String::from_utf8_lossy(&body[..body.len().min(40)])
            );
            let response = app.post(path).raw(content_type, body.clone()).send().await;
            in_oauth_form(&response, &what);
        }
        let response = app.post(path).raw(FORM, large.clone()).send().await;
        response.denied(
            413,
            "invalid_request",
            "The request body is larger than 1 MB",
        );
        in_oauth_form(&app.post(path).send().await, path);
    }
    for path in ["/authorize", "/oidc/logout"] {
        for (content_type, body) in &bodies {
            let what = format!(
                "{path} {content_type} {:?}",
                String::from_utf8_lossy(&body[..body.len().min(40)])
            );
            // Readable, and nothing that log-out looks at.
            let is_harmless = content_type.ends_with("json") && body.starts_with(b"{\"");
            if path == "/oidc/logout" && is_harmless {
                continue;
            }
            let response = app.post(path).raw(content_type, body.clone()).send().await;
            tells_nothing(&response, &what);
            assert!(
                response.header("content-type").starts_with("text/html"),
                "{what}"
            );
        }
    }
}

#[tokio::test]
async fn every_parameter_of_the_token_endpoint_by_name() {
    let (app, client) = app_with_client().await;
    let grants: [(&str, &[&str]); 5] = [
        (
            "authorization_code",
            &["code", "redirect_uri", "code_verifier"],
        ),
        (
            "client_credentials",
            &["audience", "resource", "scope", "organization"],
        ),
        ("refresh_token", &["refresh_token", "scope", "audience"]),
        ("password", &["username", "password", "scope", "audience"]),
        (
            "http://auth0.com/oauth/grant-type/password-realm",
            &["realm", "username", "password"],
        ),
    ];
    for (grant, names) in grants {
        for name in names.iter().chain(&[
            "client_id",
            "client_secret",
            "grant_type",
            "client_assertion",
        ]) {
            for wrong in [json!(1), json!(true), json!({}), json!([1]), json!([["a"]])] {
                let mut body = json!({
                    "grant_type": grant, "client_id": client.id, "client_secret": client.secret, "code": "c",
                    "refresh_token": "r", "username": "u", "password": "p", "realm": "r",
                });
                body[*name] = wrong.clone();
                let response = app.post("/oauth/token").json(&body).send().await;
                let what = format!("{grant} {name} {wrong}");
                in_oauth_form(&response, &what);
                let description = response.json()["error_description"].clone();
                let expected: Value = match *name {
                    "scope" => json!("Scope must be an array or a string"),
                    name => json!(format!("Invalid parameter: {name} must be a string")),
                };
                assert_eq!(description, expected, "{what}");
                assert_eq!(response.status.as_u16(), 400);
            }
        }
    }
}

#[tokio::test]
async fn nonsense_for_values() {
    let (app, client) = app_with_client().await;
    let long = "x".repeat(100_000);
    let nasty = [
        "' OR '1'='1",
        "\u{1f600}",
        "\u{202e}abc",
        "../../etc/passwd",
        "${jndi:ldap://x}",
        "%s%s%n",
        "<script>",
        &long,
        "v1.",
        "\r\nSet-Cookie: a=b",
    ];
    for value in nasty {
        for (grant, name) in [
            ("authorization_code", "code"),
            ("refresh_token", "refresh_token"),
        ] {
            let pairs = [("grant_type", grant), (name, value)];
            let response = app.token_of(&client, &pairs).await;
            in_oauth_form(&response, value.get(..10).unwrap_or(value));
            assert_eq!(response.status.as_u16(), 403);
        }
        for name in [
            "client_id",
            "client_secret",
            "grant_type",
            "audience",
            "scope",
        ] {
            let mut pairs = vec![
                ("grant_type", "client_credentials"),
                ("client_id", client.id.as_str()),
                ("client_secret", client.secret.as_str()),
                ("audience", "urn:x"),
            ];
            pairs.retain(|(known, _)| *known != name);
            pairs.push((name, value));
            in_oauth_form(&app.token(&pairs).await, name);
        }
        let response = app.get("/userinfo").bearer(
            &value
                .replace(['\r', '\n'], " ")
                .chars()
                .filter(char::is_ascii)
                .collect::<String>(),
        );
        in_oauth_form(&response.send().await, "userinfo");
    }
}

#[tokio::test]
async fn the_authorization_endpoint_stays_put_with_what_it_can_not_read() {
    let (app, client) = app_with_client().await;
    let base = format!(
        "/authorize?client_id={}&redirect_uri=https%3A%2F%2Fapp.test%2Fcallback&response_type=code",
        client.id
    );
    for (more, name) in [
        ("&state=%ff", "state"),
        ("&state=%zz", "state"),
        ("&state=a&state=b", "state"),
        ("&scope=openid&scope=email", "scope"),
        ("&redirect_uri=https%3A%2F%2Fevil.test%2F", "redirect_uri"),
        ("&nonce=a%00b", "nonce"),
    ] {
        let landing = Visitor::new(&app).open(&format!("{base}{more}")).await;
        tells_nothing(&landing.response, more);
        landing.shown(400, name);
    }
    // Too long, but readable: the application is told.
    let long = "x".repeat(9_000);
    for name in [
        "nonce",
        "login_hint",
        "audience",
        "connection",
        "ui_locales",
        "acr_values",
    ] {
        let landing = Visitor::new(&app)
            .open(&format!("{base}&{name}={long}"))
            .await;
        landing.failed(
            "invalid_request",
            &format!("Invalid parameter: {name} is too long"),
        );
    }
    // A state that long can't be returned either.
    let landing = Visitor::new(&app)
        .open(&format!("{base}&state={long}"))
        .await;
    landing.shown(400, "state");
}

#[tokio::test]
async fn methods_and_paths_that_do_not_exist() {
    let (app, _) = app_with_client().await;
    for (method, path) in [
        (Method::GET, "/oauth/token"),
        (Method::PUT, "/oauth/token"),
        (Method::GET, "/oauth/revoke"),
        (Method::DELETE, "/userinfo"),
        (Method::POST, "/.well-known/jwks.json"),
    ] {
        let response = app.request(method, path).send().await;
        response.denied(405, "method_not_allowed", "Method not allowed");
    }
    for path in [
        "/oauth/nothing",
        "/u/nothing",
        "/.well-known/nothing",
        "//",
        "/%2e%2e/etc",
    ] {
        let response = app.get(path).send().await;
        assert_eq!(response.status.as_u16(), 404, "{path}");
        tells_nothing(&response, path);
    }
}
