//! `prompt`, `id_token_hint`, sessions and single sign-on (OIDC Core §3.1.2.1, reference §5).

use serde_json::json;

use crate::applications::{AUDIENCE, decoded, text};
use crate::test_app::TestApp;
use crate::visitor::{Visitor, authorize};

const ADA: &str = "ada@example.com";
const GRACE: &str = "grace@example.com";
const NONE: (&str, &str) = ("prompt", "none");
const HOUR: u64 = 3_600;

async fn app_with_people() -> TestApp {
    let app = TestApp::new().await;
    app.person(ADA).await;
    app.person(GRACE).await;
    app.posts_api(&json!({})).await;
    app
}

#[tokio::test]
async fn one_session_serves_all_applications() {
    let app = app_with_people().await;
    let (first, second) = (app.web_app().await, app.spa().await);
    let mut visitor = Visitor::new(&app);
    let one = visitor.code(&first, ADA, &[]).await;
    let landing = visitor.open(&authorize(&second, &[])).await;
    let two = landing.answer("code");
    let sid = |answer: &serde_json::Value| decoded(&text(answer, "id_token")).1["sid"].clone();
    let one = sid(&app.redeem(&first, &one).await.ok(200));
    let two = sid(&app.redeem(&second, &two).await.ok(200));
    assert_eq!(one, two);
    assert!(one.is_string());
}

#[tokio::test]
async fn prompt_none_never_shows_anything() {
    let app = app_with_people().await;
    let client = app.web_app().await;
    let mut visitor = Visitor::new(&app);
    let landing = visitor.open(&authorize(&client, &[NONE])).await;
    landing.failed("login_required", "Login required");
    assert!(visitor.session().is_none());
    visitor.sign_in(&client, ADA, &[]).await;
    let landing = visitor.open(&authorize(&client, &[NONE])).await;
    landing.answer("code");
    // In a frame, too: the session's cookie goes along.
    let landing = visitor.framed().open(&authorize(&client, &[NONE])).await;
    landing.answer("code");
    for prompt in ["none login", "none consent"] {
        let landing = visitor
            .open(&authorize(&client, &[("prompt", prompt)]))
            .await;
        landing.failed(
            "invalid_request",
            "Invalid parameter: prompt can't be none and more",
        );
    }
}

#[tokio::test]
async fn prompt_none_with_consent_missing_says_so() {
    let app = app_with_people().await;
    app.posts_api(&json!({
        "identifier": "https://asks.test/", "skip_consent_for_verifiable_first_party_clients": false,
    }))
    .await;
    let client = app.web_app().await;
    let mut visitor = Visitor::new(&app);
    visitor.sign_in(&client, ADA, &[]).await;
    let parameters = [
        NONE,
        ("audience", "https://asks.test/"),
        ("scope", "openid read:posts"),
    ];
    let landing = visitor.open(&authorize(&client, &parameters)).await;
    landing.failed("consent_required", "Consent required");
    visitor
        .sign_in(&client, ADA, &parameters[1..])
        .await
        .answer("code");
    let landing = visitor.open(&authorize(&client, &parameters)).await;
    landing.answer("code");
}

#[tokio::test]
async fn prompt_login_asks_again_and_the_session_is_a_new_one() {
    let app = app_with_people().await;
    let client = app.web_app().await;
    let mut visitor = Visitor::new(&app);
    visitor.sign_in(&client, ADA, &[]).await;
    let before = visitor.session().unwrap();
    app.advance(100);
    for prompt in ["login", "select_account", "login consent"] {
        let landing = visitor
            .open(&authorize(&client, &[("prompt", prompt)]))
            .await;
        landing.at("login");
    }
    let code = visitor.code(&client, ADA, &[("prompt", "login")]).await;
    assert_ne!(visitor.session().unwrap(), before);
    let answer = app.redeem(&client, &code).await.ok(200);
    let (_, claims) = decoded(&text(&answer, "id_token"));
    assert_eq!(
        claims["auth_time"],
        json!(app.platform.clock.now().seconds())
    );
    // The old session's cookie opens nothing any more.
    let mut thief = visitor.clone();
    for cookie in &mut thief.cookies {
        if cookie.name == "__Host-ostia-session" {
            cookie.value.clone_from(&before);
        }
    }
    let landing = thief.open(&authorize(&client, &[NONE])).await;
    landing.failed("login_required", "Login required");
}

#[tokio::test]
async fn sessions_end_when_idle_and_in_any_case() {
    let app = app_with_people().await;
    let client = app.web_app().await;
    let silent = authorize(&client, &[NONE]);
    let mut visitor = Visitor::new(&app);
    visitor.sign_in(&client, ADA, &[]).await;
    app.advance(72 * HOUR - 1);
    visitor.open(&silent).await.answer("code");
    app.advance(72 * HOUR - 1);
    visitor.open(&silent).await.answer("code");
    // The absolute limit of 168 hours does not move.
    app.advance(24 * HOUR + 1);
    visitor.open(&silent).await.answer("code");
    app.advance(1);
    visitor
        .open(&silent)
        .await
        .failed("login_required", "Login required");

    let mut visitor = Visitor::new(&app);
    visitor.sign_in(&client, ADA, &[]).await;
    app.advance(72 * HOUR);
    visitor
        .open(&silent)
        .await
        .failed("login_required", "Login required");
}

#[tokio::test]
async fn shorter_limits_hold_at_once_and_longer_ones_only_for_new_sessions() {
    let app = app_with_people().await;
    let client = app.web_app().await;
    let silent = authorize(&client, &[NONE]);
    let mut visitor = Visitor::new(&app);
    visitor.sign_in(&client, ADA, &[]).await;
    let settings = json!({ "session_lifetime": 2, "idle_session_lifetime": 1 });
    app.change_settings(&settings).await;
    app.advance(HOUR - 1);
    visitor.open(&silent).await.answer("code");
    app.advance(HOUR);
    visitor
        .open(&silent)
        .await
        .failed("login_required", "Login required");
    let mut visitor = Visitor::new(&app);
    visitor.sign_in(&client, ADA, &[]).await;
    let settings = json!({ "session_lifetime": 200, "idle_session_lifetime": 100 });
    app.change_settings(&settings).await;
    app.advance(HOUR);
    visitor
        .open(&silent)
        .await
        .failed("login_required", "Login required");
}

#[tokio::test]
async fn the_hint_names_who_is_expected() {
    let app = app_with_people().await;
    let client = app.web_app().await;
    let mut visitor = Visitor::new(&app);
    let code = visitor.code(&client, ADA, &[]).await;
    let hint = text(&app.redeem(&client, &code).await.ok(200), "id_token");
    let hinted = ("id_token_hint", hint.as_str());
    visitor
        .open(&authorize(&client, &[NONE, hinted]))
        .await
        .answer("code");
    // An expired one is still a hint.
    app.advance(11 * HOUR);
    visitor
        .open(&authorize(&client, &[NONE, hinted]))
        .await
        .answer("code");
    let mut grace = Visitor::new(&app);
    grace.sign_in(&client, GRACE, &[]).await;
    grace
        .open(&authorize(&client, &[NONE, hinted]))
        .await
        .failed("login_required", "Login required");
    // Interactively, Ada is asked to log in; somebody else is not taken for her.
    let page = grace.open(&authorize(&client, &[hinted])).await;
    page.at("login");
    grace
        .log_in(&page, GRACE)
        .await
        .failed("login_required", "Login required");
    let page = grace.open(&authorize(&client, &[hinted])).await;
    grace.log_in(&page, ADA).await.answer("code");
}

#[tokio::test]
async fn a_hint_must_be_an_id_token_of_this_tenant() {
    let app = app_with_people().await;
    let client = app.web_app().await;
    let other = app.other_tenant().await;
    other.person(ADA).await;
    let there = other.web_app().await;
    let code = Visitor::new(&other).code(&there, ADA, &[]).await;
    let foreign = text(&other.redeem(&there, &code).await.ok(200), "id_token");
    let refusal = "Invalid parameter: id_token_hint is not an ID token of this tenant";
    for hint in [foreign.as_str(), "nonsense", "a.b.c"] {
        for parameters in [
            &[("id_token_hint", hint)][..],
            &[NONE, ("id_token_hint", hint)],
        ] {
            let landing = Visitor::new(&app)
                .open(&authorize(&client, parameters))
                .await;
            landing.failed("invalid_request", refusal);
        }
    }
}

#[tokio::test]
async fn a_client_may_ignore_single_sign_on() {
    let app = app_with_people().await;
    let client = app.web_app().await;
    let alone = app.application(&json!({ "sso_disabled": true })).await;
    let mut visitor = Visitor::new(&app);
    visitor.sign_in(&client, ADA, &[]).await;
    visitor.open(&authorize(&alone, &[])).await.at("login");
    visitor
        .open(&authorize(&alone, &[NONE]))
        .await
        .failed("login_required", "Login required");
    visitor.sign_in(&alone, ADA, &[]).await.answer("code");
}

#[tokio::test]
async fn a_blocked_or_deleted_users_session_is_worth_nothing() {
    let app = app_with_people().await;
    let client = app.web_app().await;
    let eve = app.person("eve@example.com").await;
    let mut visitor = Visitor::new(&app);
    visitor.sign_in(&client, "eve@example.com", &[]).await;
    app.set_blocked(&eve, true).await;
    visitor
        .open(&authorize(&client, &[NONE]))
        .await
        .failed("unauthorized", "user is blocked");
    visitor
        .open(&authorize(&client, &[]))
        .await
        .failed("unauthorized", "user is blocked");
    app.set_blocked(&eve, false).await;
    app.remove(&format!("/api/v2/users/{}", eve.id))
        .await
        .ok(204);
    visitor
        .open(&authorize(&client, &[NONE]))
        .await
        .failed("login_required", "Login required");
    visitor.open(&authorize(&client, &[])).await.at("login");
}

#[tokio::test]
async fn another_tenants_session_is_worth_nothing_here() {
    let app = app_with_people().await;
    let client = app.web_app().await;
    let mut visitor = Visitor::new(&app);
    visitor.sign_in(&client, ADA, &[]).await;
    let other = app.other_tenant().await;
    let there = other.web_app().await;
    let mut thief = visitor.at(&other);
    for cookie in &mut thief.cookies {
        cookie.host.clone_from(&other.tenant.domain);
    }
    thief
        .open(&authorize(&there, &[NONE]))
        .await
        .failed("login_required", "Login required");
}

#[tokio::test]
async fn a_session_of_a_connection_that_the_client_does_not_use_does_not_do() {
    let app = app_with_people().await;
    let client = app.web_app().await;
    let mut visitor = Visitor::new(&app);
    visitor.sign_in(&client, ADA, &[]).await;
    let third_party = app.third_party("permissive", &json!({})).await;
    let connection = app.connection().await;
    let path = format!("/api/v2/connections/{}", connection.id);
    let closed = json!({ "is_domain_connection": false });
    app.write(axum::http::Method::PATCH, &path, &closed)
        .await
        .ok(200);
    visitor
        .open(&authorize(&third_party, &[NONE]))
        .await
        .failed("login_required", "Login required");
    visitor
        .open(&authorize(&third_party, &[]))
        .await
        .failed("invalid_request", "no connections enabled for the client");
}

#[tokio::test]
async fn an_api_that_is_unknown_or_closed_is_refused_before_anybody_logs_in() {
    let app = app_with_people().await;
    let client = app.web_app().await;
    for more in [&[][..], &[NONE]] {
        let parameters = [&[("audience", "https://nothing.test/")], more].concat();
        let landing = Visitor::new(&app)
            .open(&authorize(&client, &parameters))
            .await;
        landing.failed("access_denied", "Service not found: https://nothing.test/");
    }
    app.posts_api(&json!({
        "identifier": "https://closed.test/",
        "subject_type_authorization": { "user": { "policy": "require_client_grant" }, "client": { "policy": "deny_all" } },
    }))
    .await;
    let landing = Visitor::new(&app)
        .open(&authorize(&client, &[("audience", "https://closed.test/")]))
        .await;
    landing.failed(
        "unauthorized_client",
        &format!(
            "Client \"{}\" is not authorized to access resource server \"https://closed.test/\".",
            client.id
        ),
    );
    let parameters = [("audience", AUDIENCE)];
    Visitor::new(&app)
        .open(&authorize(&client, &parameters))
        .await
        .at("login");
}
