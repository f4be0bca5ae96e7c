//! Codes (RFC 6749 §4.1.3, RFC 7636 §4.6).

use std::sync::Arc;

use ostia_jose::Algorithm;
use serde_json::json;

use crate::applications::{
    AUDIENCE, Application, CALLBACK, VERIFIER, decoded, text, verified_with,
};
use crate::test_app::{START, TestApp};
use crate::visitor::Visitor;

const ADA: &str = "ada@example.com";

/// Who presents a code, with what, and how that is refused.
type Try<'a> = (&'a Application, &'a [(&'a str, &'a str)], &'a str, &'a str);

async fn app_with_ada() -> TestApp {
    let app = TestApp::new().await;
    app.person(ADA).await;
    app
}

async fn code(app: &TestApp, client: &Application, parameters: &[(&str, &str)]) -> String {
    Visitor::new(app).code(client, ADA, parameters).await
}

#[tokio::test]
async fn a_code_becomes_tokens() {
    let app = app_with_ada().await;
    let client = app.web_app().await;
    let code = code(&app, &client, &[("nonce", "the nonce")]).await;
    let answer = app.redeem(&client, &code).await;
    assert_eq!(answer.header("cache-control"), "no-store");
    assert_eq!(answer.header("pragma"), "no-cache");
    let answer = answer.ok(200);
    let id_token = text(&answer, "id_token");
    let access_token = text(&answer, "access_token");
    assert_eq!(
        answer,
        json!({
            "access_token": access_token, "id_token": id_token, "scope": "openid profile email",
            "expires_in": 86_400, "token_type": "Bearer",
        })
    );
    // For /userinfo alone it is opaque.
    assert_eq!(access_token.split('.').count(), 5);
    let mut claims = app.verified(&id_token, Algorithm::RS256).await;
    let members = claims.as_object_mut().unwrap();
    let sub = members.remove("sub").unwrap();
    assert!(sub.as_str().unwrap().starts_with("auth0|"));
    assert!(members.remove("sid").unwrap().as_str().unwrap().len() >= 24);
    assert!(members.remove("picture").is_some());
    let now = START.seconds();
    assert_eq!(
        claims,
        json!({
            "nickname": "ada", "name": ADA, "email": ADA, "email_verified": false,
            "updated_at": "2026-01-01T00:00:00.000Z",
            "iss": "https://tenant.test/", "aud": client.id, "iat": now, "exp": now + 36_000,
            "nonce": "the nonce",
        })
    );
}

#[tokio::test]
async fn an_api_gets_a_jwt_that_opens_userinfo_too() {
    let app = app_with_ada().await;
    app.posts_api(&json!({})).await;
    let client = app.web_app().await;
    let parameters = [
        ("audience", AUDIENCE),
        ("scope", "openid read:posts nonsense"),
    ];
    let code = code(&app, &client, &parameters).await;
    let answer = app.redeem(&client, &code).await.ok(200);
    assert_eq!(answer["scope"], "openid read:posts");
    let token = text(&answer, "access_token");
    let claims = app.verified(&token, Algorithm::RS256).await;
    let now = START.seconds();
    assert_eq!(
        claims,
        json!({
            "iss": "https://tenant.test/", "sub": claims["sub"],
            "aud": [AUDIENCE, "https://tenant.test/userinfo"], "iat": now, "exp": now + 86_400,
            "scope": "openid read:posts", "azp": client.id,
        })
    );
    let profile = app.get("/userinfo").bearer(&token).send().await.ok(200);
    assert_eq!(profile, json!({ "sub": claims["sub"] }));
}

#[tokio::test]
async fn without_openid_the_audience_is_the_api_alone() {
    let app = app_with_ada().await;
    app.posts_api(&json!({})).await;
    let client = app.web_app().await;
    let parameters = [("audience", AUDIENCE), ("scope", "read:posts")];
    let code = code(&app, &client, &parameters).await;
    let answer = app.redeem(&client, &code).await.ok(200);
    assert!(answer.get("id_token").is_none());
    let token = text(&answer, "access_token");
    assert_eq!(decoded(&token).1["aud"], AUDIENCE);
    let refused = app.get("/userinfo").bearer(&token).send().await;
    assert_eq!(refused.status.as_u16(), 401);
}

#[tokio::test]
async fn hs256_signs_with_the_clients_secret_and_has_no_kid() {
    let app = app_with_ada().await;
    for alg in [json!("HS256"), json!(null)] {
        let members = json!({ "jwt_configuration": { "alg": alg } });
        let client = app.application(&members).await;
        let code = code(&app, &client, &[]).await;
        let answer = app.redeem(&client, &code).await.ok(200);
        let claims = verified_with(&client.secret, &text(&answer, "id_token"));
        assert_eq!(claims["aud"], json!(client.id));
    }
}

#[tokio::test]
async fn the_other_algorithms_are_the_tenants_keys() {
    let app = app_with_ada().await;
    for algorithm in [Algorithm::RS256, Algorithm::PS256, Algorithm::RS512] {
        for method in ["client_secret_post", "none"] {
            let members = json!({
                "jwt_configuration": { "alg": algorithm, "lifetime_in_seconds": 60 },
                "token_endpoint_auth_method": method,
            });
            let client = app.application(&members).await;
            let code = code(&app, &client, &[]).await;
            let answer = app.redeem(&client, &code).await.ok(200);
            let claims = app.verified(&text(&answer, "id_token"), algorithm).await;
            assert_eq!(claims["exp"], json!(START.seconds() + 60));
        }
    }
}

#[tokio::test]
async fn a_code_is_good_once_and_its_replay_ends_what_came_of_it() {
    let app = app_with_ada().await;
    let client = app.web_app().await;
    let code = code(&app, &client, &[("scope", "openid offline_access")]).await;
    let answer = app.redeem(&client, &code).await.ok(200);
    let refresh_token = text(&answer, "refresh_token");
    app.refresh(&client, &refresh_token).await.ok(200);
    app.redeem(&client, &code)
        .await
        .denied(403, "invalid_grant", "Invalid authorization code");
    app.refresh(&client, &refresh_token).await.denied(
        403,
        "invalid_grant",
        "Unknown or invalid refresh token.",
    );
}

#[tokio::test]
async fn a_code_lives_for_a_minute() {
    let app = app_with_ada().await;
    let client = app.web_app().await;
    let (first, second) = (
        code(&app, &client, &[]).await,
        code(&app, &client, &[]).await,
    );
    app.advance(59);
    app.redeem(&client, &first).await.ok(200);
    app.advance(1);
    app.redeem(&client, &second)
        .await
        .denied(403, "invalid_grant", "Invalid authorization code");
}

#[tokio::test]
async fn a_code_is_dead_after_the_first_try_whatever_came_of_it() {
    let app = app_with_ada().await;
    let client = app.web_app().await;
    let thief = app.web_app().await;
    let redirect = "https://app.test/other";
    let wrong_uri =
        format!("The redirect URI is wrong. You sent {redirect}, and we expected {CALLBACK}");
    let missing_uri = format!("The redirect URI is wrong. You sent , and we expected {CALLBACK}");
    let table: [Try<'_>; 6] = [
        (
            &client,
            &[("redirect_uri", CALLBACK), ("code_verifier", "wrong")],
            "invalid_grant",
            "Failed to verify code verifier",
        ),
        (
            &client,
            &[("redirect_uri", CALLBACK)],
            "invalid_grant",
            "Failed to verify code verifier",
        ),
        (
            &client,
            &[("redirect_uri", CALLBACK), ("code_verifier", "")],
            "invalid_grant",
            "Failed to verify code verifier",
        ),
        (
            &client,
            &[("redirect_uri", redirect), ("code_verifier", VERIFIER)],
            "unauthorized_client",
            &wrong_uri,
        ),
        (
            &client,
            &[("code_verifier", VERIFIER)],
            "unauthorized_client",
            &missing_uri,
        ),
        (
            &thief,
            &[("redirect_uri", CALLBACK), ("code_verifier", VERIFIER)],
            "invalid_grant",
            "Invalid authorization code",
        ),
    ];
    for (presenter, pairs, error, description) in table {
        let code = code(&app, &client, &[]).await;
        let grant = [
            ("grant_type", "authorization_code"),
            ("code", code.as_str()),
        ];
        app.token_of(presenter, &[&grant, pairs].concat())
            .await
            .denied(403, error, description);
        app.redeem(&client, &code)
            .await
            .denied(403, "invalid_grant", "Invalid authorization code");
    }
}

#[tokio::test]
async fn a_wrong_secret_leaves_the_code_alone() {
    let app = app_with_ada().await;
    let client = app.web_app().await;
    let code = code(&app, &client, &[]).await;
    let impostor = Application {
        secret: "wrong".to_owned(),
        ..client.clone()
    };
    app.redeem(&impostor, &code)
        .await
        .denied(401, "access_denied", "Unauthorized");
    app.redeem(&client, &code).await.ok(200);
}

#[tokio::test]
async fn a_confidential_client_may_go_without_pkce_and_then_sends_no_verifier() {
    let app = app_with_ada().await;
    let client = app.web_app().await;
    let without = [("code_challenge", ""), ("code_challenge_method", "")];
    let first = code(&app, &client, &without).await;
    let pairs = [
        ("grant_type", "authorization_code"),
        ("code", &first),
        ("redirect_uri", CALLBACK),
    ];
    app.token_of(&client, &pairs).await.ok(200);
    // A verifier where there was no challenge is a sign of a downgrade (RFC 9700 §4.8.2).
    let second = code(&app, &client, &without).await;
    app.redeem(&client, &second).await.denied(
        403,
        "invalid_grant",
        "Failed to verify code verifier",
    );
    // A client that became public since can't use a code that nothing binds.
    let third = code(&app, &client, &without).await;
    app.change_client(&client, &json!({ "token_endpoint_auth_method": "none" }))
        .await;
    let pairs = [
        ("grant_type", "authorization_code"),
        ("code", &third),
        ("redirect_uri", CALLBACK),
    ];
    app.token_of(&client, &pairs).await.denied(
        403,
        "invalid_grant",
        "Failed to verify code verifier",
    );
}

#[tokio::test]
async fn the_redirect_uri_is_needed_only_where_it_was_sent() {
    let app = app_with_ada().await;
    let client = app.web_app().await;
    let code = code(&app, &client, &[("redirect_uri", "")]).await;
    let pairs = [
        ("grant_type", "authorization_code"),
        ("code", &code),
        ("code_verifier", VERIFIER),
    ];
    app.token_of(&client, &pairs).await.ok(200);
}

#[tokio::test]
async fn another_tenants_code_is_worth_nothing() {
    let app = app_with_ada().await;
    let client = app.web_app().await;
    let code = code(&app, &client, &[]).await;
    let other = app.other_tenant().await;
    let there = other.web_app().await;
    other
        .redeem(&there, &code)
        .await
        .denied(403, "invalid_grant", "Invalid authorization code");
    app.redeem(&client, &code).await.ok(200);
}

#[tokio::test]
async fn a_user_who_was_blocked_or_a_grant_that_was_closed_since_gets_nothing() {
    let app = app_with_ada().await;
    let client = app.web_app().await;
    let ada = app.person("grace@example.com").await;
    let code = Visitor::new(&app)
        .code(&client, "grace@example.com", &[])
        .await;
    app.set_blocked(&ada, true).await;
    app.redeem(&client, &code)
        .await
        .denied(403, "unauthorized", "user is blocked");
    let code = self::code(&app, &client, &[]).await;
    app.change_client(&client, &json!({ "grant_types": ["implicit"] }))
        .await;
    app.redeem(&client, &code).await.denied(
        403,
        "unauthorized_client",
        "Grant type 'authorization_code' not allowed for the client.",
    );
}

#[tokio::test]
async fn offline_access_needs_the_client_and_the_api_to_allow_it() {
    let app = app_with_ada().await;
    app.posts_api(&json!({ "allow_offline_access": false }))
        .await;
    let client = app.web_app().await;
    let scope = ("scope", "openid offline_access read:posts");
    let code = code(&app, &client, &[scope, ("audience", AUDIENCE)]).await;
    let answer = app.redeem(&client, &code).await.ok(200);
    assert!(answer.get("refresh_token").is_none());
    assert_eq!(answer["scope"], "openid read:posts");
    let client = app
        .application(&json!({ "grant_types": ["authorization_code"] }))
        .await;
    let code = self::code(&app, &client, &[scope]).await;
    let answer = app.redeem(&client, &code).await.ok(200);
    assert!(answer.get("refresh_token").is_none());
}

#[tokio::test]
async fn with_policies_enforced_a_user_gets_what_they_are_permitted() {
    let app = TestApp::new().await;
    let ada = app.person(ADA).await;
    app.posts_api(&json!({ "enforce_policies": true, "token_dialect": "access_token_authz" }))
        .await;
    let client = app.web_app().await;
    let parameters = [
        ("audience", AUDIENCE),
        ("scope", "openid read:posts write:posts"),
    ];
    let code = code(&app, &client, &parameters).await;
    let answer = app.redeem(&client, &code).await.ok(200);
    assert_eq!(answer["scope"], "openid");
    assert_eq!(
        decoded(&text(&answer, "access_token")).1["permissions"],
        json!([])
    );
    let permission = json!({
        "permissions": [{ "resource_server_identifier": AUDIENCE, "permission_name": "write:posts" }],
    });
    let path = format!("/api/v2/users/{}/permissions", ada.id);
    app.write(axum::http::Method::POST, &path, &permission)
        .await
        .ok(201);
    let code = self::code(&app, &client, &parameters).await;
    let answer = app.redeem(&client, &code).await.ok(200);
    assert_eq!(answer["scope"], "openid write:posts");
    assert_eq!(
        decoded(&text(&answer, "access_token")).1["permissions"],
        json!(["write:posts"])
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_a_hundred_parallel_redemptions_exactly_one_wins_and_its_family_is_ended() {
    let app = Arc::new(app_with_ada().await);
    let client = app.web_app().await;
    let code = code(&app, &client, &[("scope", "openid offline_access")]).await;
    let tries: Vec<_> = (0..100)
        .map(|_| {
            let (app, client, code) = (app.clone(), client.clone(), code.clone());
            tokio::spawn(async move { app.redeem(&client, &code).await })
        })
        .collect();
    let mut won = Vec::new();
    for attempt in tries {
        let answer = attempt.await.unwrap();
        match answer.status.as_u16() {
            200 => won.push(answer.json()),
            _ => answer.denied(403, "invalid_grant", "Invalid authorization code"),
        }
    }
    assert_eq!(won.len(), 1);
    // Ninety-nine replays, whichever came first: the code is known to be stolen, and no refresh token of it is good.
    if let Some(token) = won[0]["refresh_token"].as_str() {
        app.refresh(&client, token).await.denied(
            403,
            "invalid_grant",
            "Unknown or invalid refresh token.",
        );
    }
}
