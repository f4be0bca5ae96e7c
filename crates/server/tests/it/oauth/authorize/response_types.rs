//! What `/authorize` may be asked for, and what comes back (reference §3.2, OIDC Core §3.2, §3.3).

use ostia_jose::Algorithm;
use ostia_protocol::oidc::{Digest, half_hash};
use serde_json::{Value, json};

use crate::applications::{AUDIENCE, decoded, text, verified_with};
use crate::test_app::{START, TestApp};
use crate::visitor::{Landing, Visitor, authorize};

const ADA: &str = "ada@example.com";

async fn app_with_ada() -> TestApp {
    let app = TestApp::new().await;
    app.person(ADA).await;
    app.posts_api(&json!({})).await;
    app
}

fn names(landing: &Landing) -> Vec<String> {
    landing
        .answers()
        .into_iter()
        .map(|(name, _)| name)
        .collect()
}

#[tokio::test]
async fn each_type_returns_its_parameters_where_they_belong() {
    let app = app_with_ada().await;
    let client = app.web_app().await;
    let token = ["access_token", "expires_in", "token_type"];
    for (kind, expected, in_fragment) in [
        ("code", vec!["code", "state"], false),
        ("token", [&token[..], &["state"]].concat(), true),
        ("id_token", vec!["id_token", "state"], true),
        (
            "id_token token",
            [&token[..], &["id_token", "state"]].concat(),
            true,
        ),
        (
            "token id_token",
            [&token[..], &["id_token", "state"]].concat(),
            true,
        ),
        ("code id_token", vec!["code", "id_token", "state"], true),
        (
            "code token",
            [&["code"], &token[..], &["state"]].concat(),
            true,
        ),
        (
            "token code id_token",
            [&["code"], &token[..], &["id_token", "state"]].concat(),
            true,
        ),
    ] {
        let mut visitor = Visitor::new(&app);
        let parameters = [("response_type", kind), ("nonce", "n")];
        let landing = visitor.sign_in(&client, ADA, &parameters).await;
        assert_eq!(names(&landing), expected, "{kind}");
        let url = landing.elsewhere.as_ref().unwrap();
        assert_eq!(url.fragment().is_some(), in_fragment);
        assert_eq!(landing.response.status.as_u16(), 302);
        if let Some(id_token) = landing.maybe("id_token") {
            let claims = app.verified(&id_token, Algorithm::RS256).await;
            assert_eq!(claims["nonce"], "n");
            assert_eq!(
                claims["sub"].as_str().unwrap().split('|').next(),
                Some("auth0")
            );
            let expected = |name: &str| match landing.maybe(name) {
                Some(value) => json!(half_hash(&value, Digest::Sha256)),
                None => Value::Null,
            };
            assert_eq!(claims["at_hash"], expected("access_token"), "{kind}");
            assert_eq!(claims["c_hash"], expected("code"), "{kind}");
        }
        if let Some(code) = landing.maybe("code") {
            let answer = app.redeem(&client, &code).await.ok(200);
            let (_, claims) = decoded(&text(&answer, "id_token"));
            assert_eq!(claims["nonce"], "n");
        }
    }
}

#[tokio::test]
async fn tokens_through_the_browser_live_shorter() {
    let app = app_with_ada().await;
    let client = app.spa().await;
    let parameters = [
        ("response_type", "token"),
        ("audience", AUDIENCE),
        ("scope", "openid read:posts nonsense offline_access"),
    ];
    let landing = Visitor::new(&app).sign_in(&client, ADA, &parameters).await;
    assert_eq!(landing.answer("expires_in"), "7200");
    assert_eq!(landing.answer("token_type"), "Bearer");
    // It differs from what was asked for, so it is told (RFC 6749 §4.2.2); there is no refresh token in this channel.
    assert_eq!(landing.answer("scope"), "openid read:posts offline_access");
    assert!(landing.maybe("refresh_token").is_none());
    let (_, claims) = decoded(&landing.answer("access_token"));
    assert_eq!(claims["exp"], json!(START.seconds() + 7_200));
    let parameters = [("response_type", "token"), ("scope", "openid")];
    let landing = Visitor::new(&app).sign_in(&client, ADA, &parameters).await;
    assert_eq!(landing.answer("expires_in"), "7200");
    assert!(landing.maybe("scope").is_none());
    let profile = app.get("/userinfo").bearer(&landing.answer("access_token"));
    profile.send().await.ok(200);
    app.advance(7_200);
    let profile = app.get("/userinfo").bearer(&landing.answer("access_token"));
    profile
        .send()
        .await
        .denied(401, "invalid_token", "The access token has expired");
}

#[tokio::test]
async fn an_id_token_through_the_browser_is_never_signed_with_a_secret_in_the_conformant_pipeline()
{
    let app = app_with_ada().await;
    let hs256 = json!({ "jwt_configuration": { "alg": "HS256" } });
    let conformant = app.application(&hs256).await;
    let mut legacy = hs256.clone();
    legacy["oidc_conformant"] = json!(false);
    let legacy = app.application(&legacy).await;
    let implicit = [("response_type", "id_token"), ("nonce", "n")];
    let landing = Visitor::new(&app)
        .sign_in(&conformant, ADA, &implicit)
        .await;
    app.verified(&landing.answer("id_token"), Algorithm::RS256)
        .await;
    // Naming an API is the conformant pipeline, too.
    let with_api = [implicit[0], implicit[1], ("audience", AUDIENCE)];
    let landing = Visitor::new(&app).sign_in(&legacy, ADA, &with_api).await;
    app.verified(&landing.answer("id_token"), Algorithm::RS256)
        .await;
    // express-openid-connect's default, with the algorithm that it configures.
    let landing = Visitor::new(&app).sign_in(&legacy, ADA, &implicit).await;
    verified_with(&legacy.secret, &landing.answer("id_token"));
}

#[tokio::test]
async fn a_front_channel_id_token_needs_a_nonce_in_the_conformant_pipeline() {
    let app = app_with_ada().await;
    let client = app.web_app().await;
    for kind in ["id_token", "token id_token", "code id_token"] {
        let landing = Visitor::new(&app)
            .open(&authorize(&client, &[("response_type", kind)]))
            .await;
        landing.failed("invalid_request", "Missing required parameter: nonce");
        assert!(landing.elsewhere.as_ref().unwrap().fragment().is_some());
    }
    let legacy = app.application(&json!({ "oidc_conformant": false })).await;
    let landing = Visitor::new(&app)
        .sign_in(&legacy, ADA, &[("response_type", "id_token")])
        .await;
    landing.answer("id_token");
}

#[tokio::test]
async fn types_need_their_grants() {
    let app = app_with_ada().await;
    let code_only = app
        .application(&json!({ "grant_types": ["authorization_code"] }))
        .await;
    let implicit_only = app
        .application(&json!({ "grant_types": ["implicit"] }))
        .await;
    for (client, kind, grant) in [
        (&code_only, "token", "implicit"),
        (&code_only, "code id_token", "implicit"),
        (&implicit_only, "code", "authorization_code"),
        (&implicit_only, "code token", "authorization_code"),
    ] {
        let parameters = [("response_type", kind), ("nonce", "n")];
        let landing = Visitor::new(&app)
            .open(&authorize(client, &parameters))
            .await;
        landing.failed(
            "unauthorized_client",
            &format!("Grant type '{grant}' not allowed for the client."),
        );
    }
}

#[tokio::test]
async fn nonsense_is_returned_to_the_application() {
    let app = app_with_ada().await;
    let client = app.web_app().await;
    for (kind, description) in [
        ("cod", "Unsupported response type: cod"),
        ("code code", "Unsupported response type: code code"),
        ("none", "Unsupported response type: none"),
    ] {
        let landing = Visitor::new(&app)
            .open(&authorize(&client, &[("response_type", kind)]))
            .await;
        landing.failed("unsupported_response_type", description);
    }
    let landing = Visitor::new(&app)
        .open(&authorize(&client, &[("response_type", "")]))
        .await;
    landing.failed(
        "invalid_request",
        "Missing required parameter: response_type",
    );
}

#[tokio::test]
async fn without_openid_there_is_no_id_token() {
    let app = app_with_ada().await;
    let client = app.web_app().await;
    let parameters = [
        ("response_type", "token id_token"),
        ("nonce", "n"),
        ("scope", "profile"),
    ];
    let landing = Visitor::new(&app).sign_in(&client, ADA, &parameters).await;
    assert!(landing.maybe("id_token").is_none());
}
