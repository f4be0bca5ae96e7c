//! Which pages may call which endpoints (reference §0.4, local-clients 14).

use axum::http::Method;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;

use crate::test_app::{TestApp, TestResponse};

const PAGE: &str = "https://app.test";
const EVIL: &str = "https://evil.test";

async fn preflight(app: &TestApp, path: &str, origin: &str) -> TestResponse {
    app.request(Method::OPTIONS, path)
        .header("origin", origin)
        .header("access-control-request-method", "POST")
        .header(
            "access-control-request-headers",
            "auth0-client,content-type,dpop",
        )
        .send()
        .await
}

fn allowed(response: &TestResponse) -> Option<&str> {
    let header = response.headers.get("access-control-allow-origin");
    header.map(|value| value.to_str().unwrap())
}

#[tokio::test]
async fn preflights_are_answered_wherever_browsers_call() {
    let app = TestApp::new().await;
    for path in [
        "/oauth/token",
        "/oauth/revoke",
        "/userinfo",
        "/oidc/register",
        "/.well-known/jwks.json",
        "/.well-known/openid-configuration",
    ] {
        let response = preflight(&app, path, PAGE).await;
        assert_eq!(response.status.as_u16(), 204, "{path}: {}", response.text);
        assert_eq!(allowed(&response), Some(PAGE));
        let headers = response
            .header("access-control-allow-headers")
            .to_ascii_lowercase();
        for name in ["auth0-client", "content-type", "dpop", "authorization"] {
            assert!(headers.contains(name), "{headers}");
        }
        assert!(
            response
                .header("access-control-allow-methods")
                .contains("POST")
        );
        assert!(
            response
                .headers
                .get("access-control-allow-credentials")
                .is_none()
        );
        assert_eq!(response.header("vary"), "Origin");
    }
    for path in ["/authorize", "/u/login", "/v2/logout", "/oidc/logout"] {
        assert!(
            allowed(&preflight(&app, path, PAGE).await).is_none(),
            "{path}"
        );
    }
}

#[tokio::test]
async fn token_answers_are_read_by_the_clients_own_pages_alone() {
    let app = TestApp::new().await;
    let client = app
        .application(&json!({
            "token_endpoint_auth_method": "none", "allowed_origins": ["https://*.preview.test"],
            "web_origins": ["https://spa.test:8443"], "callbacks": ["https://app.test/callback", "com.example.app://cb"],
        }))
        .await;
    for path in ["/oauth/token", "/oauth/revoke"] {
        for (origin, readable) in [
            (PAGE, true),
            ("https://spa.test:8443", true),
            ("https://pr-1.preview.test", true),
            ("https://spa.test", false),
            ("https://a.b.preview.test", false),
            ("http://app.test", false),
            ("https://app.test.evil.test", false),
            (EVIL, false),
            ("null", false),
        ] {
            let pairs = [
                ("grant_type", "refresh_token"),
                ("client_id", client.id.as_str()),
                ("refresh_token", "unknown"),
                ("token", "unknown"),
            ];
            let response = app
                .post(path)
                .header("origin", origin)
                .form(&pairs)
                .send()
                .await;
            let expected = readable.then_some(origin);
            assert_eq!(allowed(&response), expected, "{path} {origin}");
            assert!(response.header("vary").contains("Origin"));
        }
    }
    // Without an Origin nothing is said about origins.
    let pairs = [("client_id", client.id.as_str()), ("token", "unknown")];
    let response = app.post("/oauth/revoke").form(&pairs).send().await;
    assert!(allowed(&response).is_none());
}

#[tokio::test]
async fn a_client_named_in_a_basic_header_is_known_too() {
    let app = TestApp::new().await;
    let client = app.web_app().await;
    let credentials = STANDARD.encode(format!("{}:wrong", client.id));
    let response = app
        .post("/oauth/token")
        .header("origin", EVIL)
        .header("authorization", format!("Basic {credentials}"))
        .form(&[("grant_type", "client_credentials")])
        .send()
        .await;
    assert!(allowed(&response).is_none());
}

#[tokio::test]
async fn public_documents_and_bearer_answers_are_for_any_page_and_errors_are_readable() {
    let app = TestApp::new().await;
    for path in [
        "/.well-known/openid-configuration",
        "/.well-known/jwks.json",
        "/userinfo",
    ] {
        let response = app.get(path).header("origin", EVIL).send().await;
        assert_eq!(allowed(&response), Some(EVIL), "{path}");
    }
    // A method that does not exist is an error that a page can read.
    let response = app.get("/oauth/token").header("origin", PAGE).send().await;
    assert_eq!(allowed(&response), Some(PAGE));
    response.denied(405, "method_not_allowed", "Method not allowed");
}
