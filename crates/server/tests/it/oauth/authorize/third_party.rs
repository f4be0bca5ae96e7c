//! Other companies' applications (clients.md, axis 2; reference §1.5, §1.6).

use serde_json::json;

use crate::applications::{AUDIENCE, decoded, text};
use crate::test_app::{START, TestApp};
use crate::visitor::{Visitor, authorize};

const ADA: &str = "ada@example.com";

async fn app_with_ada() -> TestApp {
    let app = TestApp::new().await;
    app.person(ADA).await;
    app.posts_api(&json!({})).await;
    app
}

#[tokio::test]
async fn a_strict_ones_errors_are_shown_and_not_returned() {
    let app = app_with_ada().await;
    let client = app.third_party("strict", &json!({})).await;
    for (parameters, text) in [
        (
            vec![("response_type", "token")],
            "Unsupported response type: token",
        ),
        (
            vec![("response_type", "code id_token"), ("nonce", "n")],
            "Unsupported response type: code id_token",
        ),
        (vec![("prompt", "none")], "Login required"),
        (
            vec![("claims", "{}")],
            "Parameter not allowed for this client: claims",
        ),
        (
            vec![("screen_hint", "signup")],
            "Parameter not allowed for this client: screen_hint",
        ),
        (
            vec![("invitation", "x")],
            "Parameter not allowed for this client: invitation",
        ),
        (
            vec![("login_ticket", "x")],
            "Parameter not allowed for this client: login_ticket",
        ),
        (
            vec![("audience", "https://nothing.test/")],
            "Service not found: https://nothing.test/",
        ),
    ] {
        let landing = Visitor::new(&app)
            .open(&authorize(&client, &parameters))
            .await;
        landing.shown(403, text);
    }
    let outspoken = app
        .third_party("strict", &json!({ "redirection_policy": "allow_always" }))
        .await;
    let landing = Visitor::new(&app)
        .open(&authorize(&outspoken, &[("prompt", "none")]))
        .await;
    landing.failed("login_required", "Login required");
}

#[tokio::test]
async fn a_strict_one_may_send_what_it_needs() {
    let app = app_with_ada().await;
    let client = app.third_party("strict", &json!({})).await;
    let more = [
        ("login_hint", ADA),
        ("ui_locales", "en"),
        ("nonce", "n"),
        ("max_age", "10"),
        ("display", "page"),
        ("ext-theme", "dark"),
        ("unheard_of", "ignored"),
        ("response_mode", "query"),
    ];
    Visitor::new(&app)
        .open(&authorize(&client, &more))
        .await
        .at("login");
}

#[tokio::test]
async fn a_strict_one_always_needs_a_client_grant() {
    let app = app_with_ada().await;
    let client = app.third_party("strict", &json!({})).await;
    let parameters = [
        ("audience", AUDIENCE),
        ("scope", "openid read:posts write:posts offline_access"),
    ];
    let landing = Visitor::new(&app)
        .open(&authorize(&client, &parameters))
        .await;
    landing.shown(403, "is not authorized to access resource server");
    app.grant(&client, &["read:posts"], "user").await;
    let code = Visitor::new(&app).code(&client, ADA, &parameters).await;
    let answer = app.redeem(&client, &code).await.ok(200);
    assert_eq!(answer["scope"], "openid read:posts offline_access");
    // It has OpenID Connect, unlike upstream's, and short-lived tokens.
    let id_token = text(&answer, "id_token");
    app.verified(&id_token, ostia_jose::Algorithm::RS256).await;
    let (_, claims) = decoded(&text(&answer, "access_token"));
    assert_eq!(claims["exp"], json!(START.seconds() + 3_600));
    assert_eq!(answer["expires_in"], 3_600);
    let profile = app.get("/userinfo").bearer(&text(&answer, "access_token"));
    profile.send().await.ok(200);
}

#[tokio::test]
async fn default_grants_open_an_api_to_all_third_parties() {
    let app = app_with_ada().await;
    app.add_client_grant(&json!({
        "default_for": "third_party_clients", "audience": AUDIENCE, "scope": ["read:posts"], "subject_type": "user",
    }))
    .await;
    let client = app.third_party("strict", &json!({})).await;
    let parameters = [("audience", AUDIENCE), ("scope", "read:posts write:posts")];
    let code = Visitor::new(&app).code(&client, ADA, &parameters).await;
    assert_eq!(
        app.redeem(&client, &code).await.ok(200)["scope"],
        "read:posts"
    );
}

#[tokio::test]
async fn hs256_is_not_for_strict_ones() {
    let app = app_with_ada().await;
    let members = json!({ "jwt_configuration": { "alg": "HS256" } });
    let strict = app.third_party("strict", &members).await;
    let code = Visitor::new(&app).code(&strict, ADA, &[]).await;
    let answer = app.redeem(&strict, &code).await.ok(200);
    app.verified(&text(&answer, "id_token"), ostia_jose::Algorithm::RS256)
        .await;
    let permissive = app.third_party("permissive", &members).await;
    let code = Visitor::new(&app).code(&permissive, ADA, &[]).await;
    let answer = app.redeem(&permissive, &code).await.ok(200);
    crate::applications::verified_with(&permissive.secret, &text(&answer, "id_token"));
}

#[tokio::test]
async fn callbacks_of_a_strict_one_are_exact() {
    let app = app_with_ada().await;
    let members = json!({ "callbacks": ["https://*.other-company.test/"] });
    for (mode, redirected) in [("strict", false), ("permissive", true)] {
        let client = app.third_party(mode, &members).await;
        let uri = ("redirect_uri", "https://a.other-company.test/");
        let landing = Visitor::new(&app)
            .open(&authorize(&client, &[uri, ("prompt", "none")]))
            .await;
        assert_eq!(landing.elsewhere.is_some(), redirected, "{mode}");
    }
}

#[tokio::test]
async fn without_a_domain_connection_nobody_can_log_in() {
    let app = app_with_ada().await;
    let client = app
        .application(&json!({
            "is_first_party": false, "third_party_security_mode": "permissive",
            "callbacks": [crate::applications::THIRD_PARTY_CALLBACK],
        }))
        .await;
    let landing = Visitor::new(&app).open(&authorize(&client, &[])).await;
    landing.failed("invalid_request", "no connections enabled for the client");
}

#[tokio::test]
async fn the_management_api_is_closed_to_them() {
    let app = app_with_ada().await;
    let audience = app.tenant.management_audience();
    let parameters = [
        ("audience", audience.as_str()),
        ("scope", "read:users read:current_user"),
    ];
    let strict = app.third_party("strict", &json!({})).await;
    let landing = Visitor::new(&app)
        .open(&authorize(&strict, &parameters))
        .await;
    landing.shown(403, "is not authorized to access resource server");
    // A permissive one gets what concerns the user themselves, after asking.
    let permissive = app.third_party("permissive", &json!({})).await;
    let code = Visitor::new(&app).code(&permissive, ADA, &parameters).await;
    let answer = app.redeem(&permissive, &code).await.ok(200);
    assert_eq!(answer["scope"], "read:current_user");
    let token = text(&answer, "access_token");
    let refused = app.get("/api/v2/clients").bearer(&token).send().await;
    assert_eq!(refused.status.as_u16(), 403);
}
