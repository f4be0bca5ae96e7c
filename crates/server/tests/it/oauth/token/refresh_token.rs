//! Refresh tokens (RFC 6749 §6, RFC 9700 §4.14, reference §3.3.1).

use std::sync::Arc;

use serde_json::{Value, json};

use crate::applications::{AUDIENCE, Application, decoded, text};
use crate::test_app::{TestApp, TestResponse};
use crate::visitor::Visitor;

const ADA: &str = "ada@example.com";

fn rotating(more: &Value) -> Value {
    let mut policy = json!({
        "rotation_type": "rotating", "expiration_type": "expiring", "leeway": 0,
        "token_lifetime": 2_592_000, "idle_token_lifetime": 1_296_000,
        "infinite_token_lifetime": false, "infinite_idle_token_lifetime": false,
    });
    let members = policy.as_object_mut().unwrap();
    members.extend(more.as_object().unwrap().clone());
    json!({ "refresh_token": policy })
}

async fn app_with_ada() -> TestApp {
    let app = TestApp::new().await;
    app.person(ADA).await;
    app.posts_api(&json!({})).await;
    app
}

/// A refresh token of Ada's.
async fn first(app: &TestApp, client: &Application, more: &[(&str, &str)]) -> String {
    first_of(ADA, app, client, more).await
}

async fn first_of(
    email: &str,
    app: &TestApp,
    client: &Application,
    more: &[(&str, &str)],
) -> String {
    let scope = [("scope", "openid profile offline_access")];
    let parameters = [&scope, more].concat();
    let code = Visitor::new(app).code(client, email, &parameters).await;
    let answer = app.redeem(client, &code).await.ok(200);
    text(&answer, "refresh_token")
}

#[track_caller]
fn unknown(answer: &TestResponse) {
    answer.denied(403, "invalid_grant", "Unknown or invalid refresh token.");
}

#[tokio::test]
async fn a_token_that_does_not_rotate_is_kept() {
    let app = app_with_ada().await;
    let client = app.web_app().await;
    let token = first(
        &app,
        &client,
        &[
            ("audience", AUDIENCE),
            ("max_age", "1000"),
            ("nonce", "once"),
        ],
    )
    .await;
    assert!(token.starts_with("v1."));
    app.advance(100);
    for _ in 0..2 {
        let answer = app.refresh(&client, &token).await;
        assert_eq!(answer.header("cache-control"), "no-store");
        let answer = answer.ok(200);
        assert!(answer.get("refresh_token").is_none());
        let (_, claims) = decoded(&text(&answer, "access_token"));
        assert_eq!(claims["gty"], "refresh_token");
        assert_eq!(
            claims["aud"],
            json!([AUDIENCE, "https://tenant.test/userinfo"])
        );
        let (_, claims) = decoded(&text(&answer, "id_token"));
        // OIDC Core §12.2: the original authentication, and no nonce.
        let now = app.platform.clock.now().seconds();
        assert_eq!(claims["auth_time"], json!(now - 100));
        assert_eq!(claims["iat"], json!(now));
        assert!(claims.get("nonce").is_none());
        assert!(claims["sid"].is_string());
    }
}

#[tokio::test]
async fn a_rotating_token_is_replaced_and_its_reuse_ends_the_family() {
    let app = app_with_ada().await;
    let client = app.application(&rotating(&json!({}))).await;
    let one = first(&app, &client, &[]).await;
    let two = text(&app.refresh(&client, &one).await.ok(200), "refresh_token");
    let three = text(&app.refresh(&client, &two).await.ok(200), "refresh_token");
    assert!(one != two && two != three);
    unknown(&app.refresh(&client, &one).await);
    unknown(&app.refresh(&client, &three).await);
}

#[tokio::test]
async fn within_the_leeway_the_last_token_gives_the_same_successor_and_older_ones_end_the_family() {
    let app = app_with_ada().await;
    let client = app.application(&rotating(&json!({ "leeway": 30 }))).await;
    let one = first(&app, &client, &[]).await;
    let two = text(&app.refresh(&client, &one).await.ok(200), "refresh_token");
    app.advance(29);
    let again = text(&app.refresh(&client, &one).await.ok(200), "refresh_token");
    assert_eq!(again, two);
    let three = text(&app.refresh(&client, &two).await.ok(200), "refresh_token");
    // The second-last is reuse even within the leeway.
    unknown(&app.refresh(&client, &one).await);
    unknown(&app.refresh(&client, &three).await);

    let one = first(&app, &client, &[]).await;
    let two = text(&app.refresh(&client, &one).await.ok(200), "refresh_token");
    app.advance(30);
    unknown(&app.refresh(&client, &one).await);
    unknown(&app.refresh(&client, &two).await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_hundred_parallel_uses_within_the_leeway_all_get_the_same_successor() {
    let app = Arc::new(app_with_ada().await);
    let client = app.application(&rotating(&json!({ "leeway": 60 }))).await;
    let token = first(&app, &client, &[]).await;
    let answers = hammer(&app, &client, &token).await;
    let mut successors: Vec<String> = answers
        .iter()
        .map(|answer| text(&answer.ok(200), "refresh_token"))
        .collect();
    successors.dedup();
    assert_eq!(successors.len(), 1);
    app.refresh(&client, &successors[0]).await.ok(200);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_hundred_parallel_uses_without_leeway_leave_one_winner_and_a_dead_family() {
    let app = Arc::new(app_with_ada().await);
    let client = app.application(&rotating(&json!({}))).await;
    let token = first(&app, &client, &[]).await;
    let answers = hammer(&app, &client, &token).await;
    let (won, lost): (Vec<_>, Vec<_>) = answers
        .iter()
        .partition(|answer| answer.status.as_u16() == 200);
    assert_eq!(won.len(), 1);
    lost.into_iter().for_each(unknown);
    unknown(
        &app.refresh(&client, &text(&won[0].json(), "refresh_token"))
            .await,
    );
}

async fn hammer(app: &Arc<TestApp>, client: &Application, token: &str) -> Vec<TestResponse> {
    let uses: Vec<_> = (0..100)
        .map(|_| {
            let (app, client, token) = (app.clone(), client.clone(), token.to_owned());
            tokio::spawn(async move { app.refresh(&client, &token).await })
        })
        .collect();
    let mut answers = Vec::new();
    for used in uses {
        answers.push(used.await.unwrap());
    }
    answers
}

#[tokio::test]
async fn the_absolute_limit_does_not_move() {
    let app = app_with_ada().await;
    let limits = json!({ "token_lifetime": 1000, "idle_token_lifetime": 600 });
    let client = app.application(&rotating(&limits)).await;
    let mut token = first(&app, &client, &[]).await;
    app.advance(500);
    token = text(&app.refresh(&client, &token).await.ok(200), "refresh_token");
    app.advance(499);
    token = text(&app.refresh(&client, &token).await.ok(200), "refresh_token");
    app.advance(1);
    unknown(&app.refresh(&client, &token).await);
}

#[tokio::test]
async fn the_idle_limit_moves_with_each_use() {
    let app = app_with_ada().await;
    for policy in ["rotating", "non-rotating"] {
        let limits = json!({ "rotation_type": policy, "idle_token_lifetime": 600 });
        let client = app.application(&rotating(&limits)).await;
        let mut token = first(&app, &client, &[]).await;
        for _ in 0..2 {
            app.advance(599);
            let answer = app.refresh(&client, &token).await.ok(200);
            if policy == "rotating" {
                token = text(&answer, "refresh_token");
            }
        }
        app.advance(600);
        unknown(&app.refresh(&client, &token).await);
    }
}

#[tokio::test]
async fn a_client_that_begins_to_expire_tokens_expires_the_old_ones_from_their_next_use() {
    let app = app_with_ada().await;
    let client = app.web_app().await;
    let token = first(&app, &client, &[]).await;
    app.advance(10_000_000);
    let limits = json!({
        "rotation_type": "non-rotating", "token_lifetime": 1000, "infinite_idle_token_lifetime": true,
    });
    app.change_client(&client, &rotating(&limits)).await;
    app.refresh(&client, &token).await.ok(200);
    app.advance(999);
    app.refresh(&client, &token).await.ok(200);
    app.advance(1);
    unknown(&app.refresh(&client, &token).await);
}

#[tokio::test]
async fn rotation_can_be_switched_on_and_off() {
    let app = app_with_ada().await;
    let client = app.web_app().await;
    let kept = first(&app, &client, &[]).await;
    app.change_client(&client, &rotating(&json!({}))).await;
    let rotated = text(&app.refresh(&client, &kept).await.ok(200), "refresh_token");
    app.change_client(
        &client,
        &json!({ "refresh_token": { "rotation_type": "non-rotating" } }),
    )
    .await;
    let answer = app.refresh(&client, &rotated).await.ok(200);
    assert!(answer.get("refresh_token").is_none());
    app.refresh(&client, &rotated).await.ok(200);
    // What was replaced while rotation was on stays replaced.
    unknown(&app.refresh(&client, &kept).await);
}

#[tokio::test]
async fn the_scope_can_shrink_and_not_grow() {
    let app = app_with_ada().await;
    let client = app.web_app().await;
    let parameters = [
        ("audience", AUDIENCE),
        ("scope", "openid offline_access read:posts"),
    ];
    let token = first(&app, &client, &[]).await;
    let wide = {
        let code = Visitor::new(&app).code(&client, ADA, &parameters).await;
        text(&app.redeem(&client, &code).await.ok(200), "refresh_token")
    };
    let ask = |token: String, scope: &'static str| {
        let (app, client) = (&app, &client);
        async move {
            let pairs = [
                ("grant_type", "refresh_token"),
                ("refresh_token", &token),
                ("scope", scope),
            ];
            app.token_of(client, &pairs).await.ok(200)
        }
    };
    let answer = ask(wide.clone(), "read:posts").await;
    assert_eq!(answer["scope"], "read:posts");
    assert!(answer.get("id_token").is_none());
    let answer = ask(wide.clone(), "openid read:posts write:posts").await;
    assert_eq!(answer["scope"], "openid read:posts");
    // Asking for less once does not give anything up.
    let answer = app.refresh(&client, &wide).await.ok(200);
    assert_eq!(answer["scope"], "openid offline_access read:posts");
    let answer = ask(token, "openid email").await;
    assert_eq!(answer["scope"], "openid");
}

#[tokio::test]
async fn a_refusal_of_policy_uses_nothing_up() {
    let app = app_with_ada().await;
    let client = app.application(&rotating(&json!({}))).await;
    let grace = app.person("grace@example.com").await;
    let token = first_of(
        "grace@example.com",
        &app,
        &client,
        &[("audience", AUDIENCE)],
    )
    .await;
    app.set_blocked(&grace, true).await;
    app.refresh(&client, &token)
        .await
        .denied(403, "unauthorized", "user is blocked");
    app.set_blocked(&grace, false).await;
    app.refresh(&client, &token).await.ok(200);
}

#[tokio::test]
async fn a_replaced_token_of_a_blocked_user_still_ends_its_family() {
    let app = app_with_ada().await;
    let client = app.application(&rotating(&json!({}))).await;
    let grace = app.person("grace@example.com").await;
    let one = first_of("grace@example.com", &app, &client, &[]).await;
    let two = text(&app.refresh(&client, &one).await.ok(200), "refresh_token");
    app.set_blocked(&grace, true).await;
    unknown(&app.refresh(&client, &one).await);
    app.set_blocked(&grace, false).await;
    unknown(&app.refresh(&client, &two).await);
}

#[tokio::test]
async fn a_token_is_its_clients_and_its_tenants_alone() {
    let app = app_with_ada().await;
    let client = app.web_app().await;
    let stranger = app.web_app().await;
    let token = first(&app, &client, &[]).await;
    unknown(&app.refresh(&stranger, &token).await);
    let other = app.other_tenant().await;
    unknown(&other.refresh(&other.web_app().await, &token).await);
    unknown(&app.refresh(&client, "v1.nonsense").await);
    app.refresh(&client, &token).await.ok(200);
}

#[tokio::test]
async fn a_client_that_lost_the_grant_can_not_refresh() {
    let app = app_with_ada().await;
    let client = app.web_app().await;
    let token = first(&app, &client, &[]).await;
    app.change_client(&client, &json!({ "grant_types": ["authorization_code"] }))
        .await;
    app.refresh(&client, &token).await.denied(
        403,
        "unauthorized_client",
        "Grant type 'refresh_token' not allowed for the client.",
    );
}

#[tokio::test]
async fn what_the_api_gave_up_is_not_refreshed() {
    let app = app_with_ada().await;
    let client = app.web_app().await;
    let code = Visitor::new(&app)
        .code(
            &client,
            ADA,
            &[
                ("audience", AUDIENCE),
                ("scope", "offline_access read:posts write:posts"),
            ],
        )
        .await;
    let token = text(&app.redeem(&client, &code).await.ok(200), "refresh_token");
    let read = app.read("/api/v2/resource-servers").await.ok(200);
    let api = read
        .as_array()
        .unwrap()
        .iter()
        .find(|api| api["identifier"] == AUDIENCE)
        .unwrap();
    let path = format!("/api/v2/resource-servers/{}", text(api, "id"));
    let body = json!({ "scopes": [{ "value": "read:posts" }] });
    app.write(axum::http::Method::PATCH, &path, &body)
        .await
        .ok(200);
    let answer = app.refresh(&client, &token).await.ok(200);
    assert_eq!(answer["scope"], "offline_access read:posts");
    let body = json!({ "subject_type_authorization": { "user": { "policy": "deny_all" }, "client": { "policy": "deny_all" } } });
    app.write(axum::http::Method::PATCH, &path, &body)
        .await
        .ok(200);
    let refused = app.refresh(&client, &token).await;
    assert_eq!(
        (refused.status.as_u16(), &refused.json()["error"]),
        (403, &json!("unauthorized_client"))
    );
}

#[tokio::test]
async fn the_token_of_a_deleted_user_says_so() {
    let app = app_with_ada().await;
    for policy in [json!({}), rotating(&json!({}))] {
        let client = app.application(&policy).await;
        let grace = app.person("grace@example.com").await;
        let token = first_of("grace@example.com", &app, &client, &[]).await;
        app.remove(&format!("/api/v2/users/{}", grace.id))
            .await
            .ok(204);
        for _ in 0..2 {
            app.refresh(&client, &token).await.denied(
                403,
                "invalid_grant",
                "The refresh_token was generated for a user who doesn't exist anymore.",
            );
        }
        // Only its own client is told so.
        unknown(&app.refresh(&app.web_app().await, &token).await);
    }
}
