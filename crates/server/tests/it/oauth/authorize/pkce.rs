//! PKCE (RFC 7636), where it is required and which method is accepted.

use serde_json::json;

use crate::applications::{CHALLENGE, VERIFIER, text};
use crate::test_app::TestApp;
use crate::visitor::{Visitor, authorize};

const ADA: &str = "ada@example.com";
const NONE: [(&str, &str); 2] = [("code_challenge", ""), ("code_challenge_method", "")];
const PLAIN: [(&str, &str); 2] = [
    ("code_challenge", VERIFIER),
    ("code_challenge_method", "plain"),
];

#[tokio::test]
async fn public_and_strict_clients_must_send_a_challenge() {
    let app = TestApp::new().await;
    for client in [app.spa().await, app.native_app().await] {
        let landing = Visitor::new(&app).open(&authorize(&client, &NONE)).await;
        landing.failed(
            "invalid_request",
            "Missing required parameter: code_challenge",
        );
        // A response without a code needs none.
        let parameters = [
            NONE[0],
            NONE[1],
            ("response_type", "token"),
            ("prompt", "none"),
        ];
        let landing = Visitor::new(&app)
            .open(&authorize(&client, &parameters))
            .await;
        landing.failed("login_required", "Login required");
    }
    let strict = app.third_party("strict", &json!({})).await;
    let landing = Visitor::new(&app).open(&authorize(&strict, &NONE)).await;
    landing.shown(403, "Missing required parameter: code_challenge");
}

#[tokio::test]
async fn plain_is_for_those_who_were_built_for_it() {
    let app = TestApp::new().await;
    app.person(ADA).await;
    let refusal = "Invalid parameter: code_challenge_method must be S256 for this client";
    for client in [app.web_app().await, app.spa().await] {
        let landing = Visitor::new(&app).open(&authorize(&client, &PLAIN)).await;
        landing.failed("invalid_request", refusal);
    }
    let strict = app.third_party("strict", &json!({})).await;
    let landing = Visitor::new(&app).open(&authorize(&strict, &PLAIN)).await;
    landing.shown(403, refusal);
    let legacy = app.application(&json!({ "oidc_conformant": false })).await;
    let permissive = app.third_party("permissive", &json!({})).await;
    for client in [legacy, permissive] {
        let code = Visitor::new(&app).code(&client, ADA, &PLAIN).await;
        app.redeem(&client, &code).await.ok(200);
    }
}

#[tokio::test]
async fn a_challenge_must_be_one() {
    let app = TestApp::new().await;
    let client = app.web_app().await;
    for (challenge, method) in [
        ("short", "S256"),
        (&*"x".repeat(500), "S256"),
        (CHALLENGE, "S512"),
        (CHALLENGE, "s256"),
        ("", "S256"),
    ] {
        let parameters = [
            ("code_challenge", challenge),
            ("code_challenge_method", method),
        ];
        let landing = Visitor::new(&app)
            .open(&authorize(&client, &parameters))
            .await;
        assert_eq!(
            landing.answer("error"),
            "invalid_request",
            "{challenge} {method}"
        );
    }
}

#[tokio::test]
async fn the_challenge_is_of_the_code_not_of_the_browser() {
    let app = TestApp::new().await;
    app.person(ADA).await;
    let client = app.native_app().await;
    let mut visitor = Visitor::new(&app);
    let first = visitor.code(&client, ADA, &[]).await;
    let other = "F9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
    let second = visitor
        .code(&client, ADA, &[("code_challenge", other)])
        .await;
    let answer = app.redeem(&client, &first).await.ok(200);
    text(&answer, "id_token");
    app.redeem(&client, &second).await.denied(
        403,
        "invalid_grant",
        "Failed to verify code verifier",
    );
}
