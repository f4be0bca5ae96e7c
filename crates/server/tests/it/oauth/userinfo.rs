//! `/userinfo` (OIDC Core §5.3, reference §3.8).

use axum::http::Method;
use serde_json::json;

use crate::applications::text;
use crate::test_app::{TestApp, TestResponse};
use crate::visitor::Visitor;

const ADA: &str = "ada@example.com";

async fn app_and_token(scope: &str) -> (TestApp, String) {
    let app = TestApp::new().await;
    app.person(ADA).await;
    let client = app.web_app().await;
    let code = Visitor::new(&app)
        .code(&client, ADA, &[("scope", scope)])
        .await;
    let answer = app.redeem(&client, &code).await.ok(200);
    (app, text(&answer, "access_token"))
}

#[track_caller]
fn invalid(response: &TestResponse) {
    assert_eq!(response.status.as_u16(), 401, "{}", response.text);
    assert_eq!(response.json()["error"], "invalid_token");
    assert_eq!(
        response.header("www-authenticate"),
        "Bearer error=\"invalid_token\""
    );
}

#[tokio::test]
async fn scopes_open_their_claims() {
    for (scope, expected) in [
        ("openid", vec!["sub"]),
        ("openid email", vec!["email", "email_verified", "sub"]),
        (
            "openid profile",
            vec!["name", "nickname", "picture", "sub", "updated_at"],
        ),
        ("openid phone address", vec!["sub"]),
    ] {
        let (app, token) = app_and_token(scope).await;
        let response = app.get("/userinfo").bearer(&token).send().await;
        assert_eq!(response.header("cache-control"), "no-store");
        assert!(
            response
                .header("content-type")
                .starts_with("application/json")
        );
        let profile = response.ok(200);
        let names: Vec<&String> = profile.as_object().unwrap().keys().collect();
        assert_eq!(names, expected, "{scope}");
        if let Some(updated_at) = profile.get("updated_at") {
            assert_eq!(updated_at, "2026-01-01T00:00:00.000Z");
        }
    }
}

#[tokio::test]
async fn the_token_comes_in_the_header_the_form_or_the_query() {
    let (app, token) = app_and_token("openid").await;
    app.post("/userinfo").bearer(&token).send().await.ok(200);
    app.post("/userinfo")
        .form(&[("access_token", &token)])
        .send()
        .await
        .ok(200);
    app.get(&format!("/userinfo?access_token={token}"))
        .send()
        .await
        .ok(200);
    app.request(Method::GET, "/userinfo")
        .header("authorization", format!("bearer {token}"))
        .send()
        .await
        .ok(200);
}

#[tokio::test]
async fn what_is_no_token_of_ours_is_refused() {
    let (app, token) = app_and_token("openid").await;
    invalid(&app.get("/userinfo").send().await);
    let mut forged = token.clone();
    forged.replace_range(token.len() - 2.., "AA");
    let now = app.platform.clock.now().seconds();
    let jwt = |changes: serde_json::Value| {
        let mut claims = json!({
            "iss": "https://tenant.test/", "sub": "auth0|nobody", "aud": "https://tenant.test/userinfo",
            "iat": now, "exp": now + 60, "scope": "openid", "azp": crate::test_app::ADMIN_CLIENT,
        });
        claims
            .as_object_mut()
            .unwrap()
            .extend(changes.as_object().unwrap().clone());
        claims
    };
    let mut tokens = vec![
        forged,
        "a.b.c".to_owned(),
        "a.b.c.d.e".to_owned(),
        ".".repeat(4),
        "x".repeat(40_000),
        String::new(),
    ];
    for changes in [
        json!({}),
        json!({ "iss": "https://other.test/" }),
        json!({ "exp": now }),
        json!({ "aud": "https://other.test/userinfo" }),
        json!({ "azp": "nobody" }),
        json!({ "sub": format!("{}@clients", crate::test_app::ADMIN_CLIENT) }),
        json!({ "sub": 1 }),
    ] {
        tokens.push(app.sign(jwt(changes)).await);
    }
    for token in &tokens {
        let response = app.get("/userinfo").bearer(token).send().await;
        invalid(&response);
        assert!(!response.text.contains("nobody"), "{}", response.text);
    }
    for header in ["Basic abc", "Bearer", "Token x"] {
        let request = app.get("/userinfo").header("authorization", header);
        invalid(&request.send().await);
    }
}

#[tokio::test]
async fn an_id_token_or_another_tenants_token_opens_nothing() {
    let (app, token) = app_and_token("openid").await;
    let other = app.other_tenant().await;
    invalid(&other.get("/userinfo").bearer(&token).send().await);
    let client = app.web_app().await;
    let code = Visitor::new(&app).code(&client, ADA, &[]).await;
    let answer = app.redeem(&client, &code).await.ok(200);
    let id_token = text(&answer, "id_token");
    invalid(&app.get("/userinfo").bearer(&id_token).send().await);
}

#[tokio::test]
async fn openid_is_needed() {
    let app = TestApp::new().await;
    app.person(ADA).await;
    let client = app.web_app().await;
    let code = Visitor::new(&app)
        .code(&client, ADA, &[("scope", "profile")])
        .await;
    let answer = app.redeem(&client, &code).await.ok(200);
    let token = text(&answer, "access_token");
    app.get("/userinfo").bearer(&token).send().await.denied(
        403,
        "insufficient_scope",
        "The access token needs the scope openid",
    );
}

#[tokio::test]
async fn a_token_outlives_neither_its_user_nor_its_client_nor_its_time() {
    let (app, token) = app_and_token("openid").await;
    app.advance(86_399);
    let sub = app.get("/userinfo").bearer(&token).send().await.ok(200)["sub"].clone();
    let path = format!("/api/v2/users/{}", sub.as_str().unwrap());
    let block = |blocked: bool| {
        let (app, path) = (&app, &path);
        async move {
            app.write(Method::PATCH, path, &json!({ "blocked": blocked }))
                .await
                .ok(200)
        }
    };
    block(true).await;
    invalid(&app.get("/userinfo").bearer(&token).send().await);
    block(false).await;
    app.get("/userinfo").bearer(&token).send().await.ok(200);
    app.advance(1);
    invalid(&app.get("/userinfo").bearer(&token).send().await);
    let (app, token) = app_and_token("openid").await;
    let sub = app.get("/userinfo").bearer(&token).send().await.ok(200)["sub"].clone();
    app.remove(&format!("/api/v2/users/{}", sub.as_str().unwrap()))
        .await
        .ok(204);
    invalid(&app.get("/userinfo").bearer(&token).send().await);
}
