//! Discovery (OpenID Connect Discovery §4, RFC 8414, reference §3.9).

use axum::http::Method;
use serde_json::json;

use crate::test_app::TestApp;

const PATH: &str = "/.well-known/openid-configuration";

#[tokio::test]
async fn everything_is_where_it_says() {
    let app = TestApp::new().await;
    let response = app.get(PATH).send().await;
    assert!(
        response
            .header("cache-control")
            .starts_with("public, max-age=15")
    );
    let document = response.ok(200);
    assert_eq!(document["issuer"], "https://tenant.test/");
    for (name, path) in [
        ("authorization_endpoint", "authorize"),
        ("token_endpoint", "oauth/token"),
        ("userinfo_endpoint", "userinfo"),
        ("jwks_uri", ".well-known/jwks.json"),
        ("registration_endpoint", "oidc/register"),
        ("revocation_endpoint", "oauth/revoke"),
        ("end_session_endpoint", "oidc/logout"),
        ("device_authorization_endpoint", "oauth/device/code"),
    ] {
        assert_eq!(document[name], json!(format!("https://tenant.test/{path}")));
        let found = app.get(&format!("/{path}")).send().await;
        assert_ne!(found.status.as_u16(), 404, "{path}");
    }
    assert_eq!(
        document["id_token_signing_alg_values_supported"],
        json!(["HS256", "RS256", "PS256", "RS512"])
    );
    assert_eq!(
        document["token_endpoint_auth_methods_supported"],
        json!([
            "client_secret_basic",
            "client_secret_post",
            "private_key_jwt"
        ])
    );
    assert_eq!(
        document["token_endpoint_auth_signing_alg_values_supported"],
        json!(["RS256", "RS384", "PS256"])
    );
    assert_eq!(
        document["code_challenge_methods_supported"],
        json!(["S256", "plain"])
    );
    for absent in [
        "grant_types_supported",
        "introspection_endpoint",
        "pushed_authorization_request_endpoint",
        "authorization_response_iss_parameter_supported",
    ] {
        assert!(document.get(absent).is_none(), "{absent}");
    }
}

#[tokio::test]
async fn the_oauth_document_has_the_grants_too() {
    let app = TestApp::new().await;
    let path = "/.well-known/oauth-authorization-server";
    let document = app.get(path).send().await.ok(200);
    let grants = document["grant_types_supported"].as_array().unwrap();
    for grant in ["authorization_code", "refresh_token", "client_credentials"] {
        assert!(grants.contains(&json!(grant)));
    }
}

#[tokio::test]
async fn settings_show() {
    let app = TestApp::new().await;
    app.change_settings(&json!({
        "oidc_logout": { "rp_logout_end_session_endpoint_discovery": false },
        "authorization_response_iss_parameter_supported": true,
        "pushed_authorization_requests_supported": true,
    }))
    .await;
    let document = app.get(PATH).send().await.ok(200);
    assert!(document.get("end_session_endpoint").is_none());
    assert_eq!(
        document["pushed_authorization_request_endpoint"],
        "https://tenant.test/oauth/par"
    );
    assert_eq!(document["request_uri_parameter_supported"], true);
    assert_eq!(
        document["authorization_response_iss_parameter_supported"],
        true
    );
}

#[tokio::test]
async fn each_tenant_has_its_own() {
    let app = TestApp::new().await;
    let other = app.other_tenant().await;
    let document = other.get(PATH).send().await.ok(200);
    assert_eq!(document["issuer"], "https://other.test/");
    let nowhere = app.get("https://nobody.test/.well-known/openid-configuration");
    assert_eq!(nowhere.send().await.status.as_u16(), 404);
}

/// The front door answers a plain GET; everything else is left to the router, and has to say the same.
#[tokio::test]
async fn the_router_answers_as_the_front_door_does() {
    let app = TestApp::new().await;
    for path in [
        PATH,
        "/.well-known/oauth-authorization-server",
        "/.well-known/jwks.json",
    ] {
        let ask = |method| {
            app.request(method, path)
                .header("origin", "https://page.test")
        };
        let (get, head) = (
            ask(Method::GET).send().await,
            ask(Method::HEAD).send().await,
        );
        assert_eq!((get.status.as_u16(), head.status.as_u16()), (200, 200));
        assert_eq!(
            get.header("access-control-allow-origin"),
            "https://page.test"
        );
        assert!(!get.text.is_empty() && head.text.is_empty());
        for name in [
            "content-type",
            "cache-control",
            "access-control-allow-origin",
            "access-control-expose-headers",
            "vary",
        ] {
            assert_eq!(get.header(name), head.header(name), "{path}: {name}");
        }
        assert!(get.header("x-correlation-id") < head.header("x-correlation-id"));
        app.post(path).send().await.ok(405);
    }
}
