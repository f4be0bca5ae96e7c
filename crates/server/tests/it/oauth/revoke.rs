//! `POST /oauth/revoke` (RFC 7009, reference §3.6).

use serde_json::json;

use crate::applications::{AUDIENCE, Application, text};
use crate::test_app::{TestApp, TestResponse};
use crate::visitor::{Visitor, authorize};

const ADA: &str = "ada@example.com";

async fn refresh_token(app: &TestApp, client: &Application, more: &[(&str, &str)]) -> String {
    let parameters = [&[("scope", "openid offline_access read:posts")], more].concat();
    let code = Visitor::new(app).code(client, ADA, &parameters).await;
    text(&app.redeem(client, &code).await.ok(200), "refresh_token")
}

async fn revoke(app: &TestApp, client: &Application, token: &str) -> TestResponse {
    app.post("/oauth/revoke")
        .form(&[
            ("client_id", &client.id),
            ("client_secret", &client.secret),
            ("token", token),
        ])
        .send()
        .await
}

async fn app_with_ada() -> TestApp {
    let app = TestApp::new().await;
    app.person(ADA).await;
    app.posts_api(&json!({})).await;
    app
}

#[tokio::test]
async fn a_client_ends_its_own_token_and_no_other() {
    let app = app_with_ada().await;
    let (client, stranger) = (app.web_app().await, app.web_app().await);
    let token = refresh_token(&app, &client, &[]).await;
    let sibling = refresh_token(&app, &client, &[]).await;
    for (who, what) in [
        (&stranger, token.as_str()),
        (&client, "v1.unknown"),
        (&client, "not even one"),
    ] {
        let response = revoke(&app, who, what).await;
        assert_eq!(
            (response.status.as_u16(), response.text.as_str()),
            (200, "")
        );
    }
    let other = app.other_tenant().await;
    revoke(&other, &other.web_app().await, &token).await.ok(200);
    app.refresh(&client, &token).await.ok(200);
    for _ in 0..2 {
        revoke(&app, &client, &token).await.ok(200);
    }
    app.refresh(&client, &token).await.denied(
        403,
        "invalid_grant",
        "Unknown or invalid refresh token.",
    );
    app.refresh(&client, &sibling).await.ok(200);
}

#[tokio::test]
async fn an_access_token_can_not_be_revoked_and_that_is_fine() {
    let app = app_with_ada().await;
    let client = app.web_app().await;
    let code = Visitor::new(&app).code(&client, ADA, &[]).await;
    let token = text(&app.redeem(&client, &code).await.ok(200), "access_token");
    revoke(&app, &client, &token).await.ok(200);
    app.get("/userinfo").bearer(&token).send().await.ok(200);
}

#[tokio::test]
async fn a_public_client_names_itself_and_a_confidential_one_proves_itself() {
    let app = app_with_ada().await;
    let spa = app.spa().await;
    let token = refresh_token(&app, &spa, &[]).await;
    let body = json!({ "client_id": spa.id, "token": token, "token_type_hint": "refresh_token" });
    app.post("/oauth/revoke").json(&body).send().await.ok(200);
    let refused = app.refresh(&spa, &token).await;
    assert_eq!(refused.status.as_u16(), 403);

    let client = app.web_app().await;
    let token = refresh_token(&app, &client, &[]).await;
    for pairs in [
        vec![("client_id", client.id.as_str()), ("token", &token)],
        vec![
            ("client_id", &client.id),
            ("client_secret", "wrong"),
            ("token", &token),
        ],
        vec![
            ("client_id", "nobody"),
            ("client_secret", "wrong"),
            ("token", &token),
        ],
    ] {
        let refused = app.post("/oauth/revoke").form(&pairs).send().await;
        refused.denied(401, "invalid_client", "Client authentication failed");
    }
    app.refresh(&client, &token).await.ok(200);
}

#[tokio::test]
async fn what_is_missing_is_named() {
    let app = app_with_ada().await;
    let client = app.web_app().await;
    let pairs = [
        ("client_id", client.id.as_str()),
        ("client_secret", &client.secret),
    ];
    let refused = app.post("/oauth/revoke").form(&pairs).send().await;
    refused.denied(400, "invalid_request", "Missing required parameter: token");
    let refused = app
        .post("/oauth/revoke")
        .form(&[("token", "x")])
        .send()
        .await;
    refused.denied(
        400,
        "invalid_request",
        "Missing required parameter: client_id",
    );
}

#[tokio::test]
async fn where_the_tenant_says_so_the_consent_and_all_of_its_tokens_go_too() {
    let app = TestApp::new().await;
    app.person(ADA).await;
    app.posts_api(&json!({ "skip_consent_for_verifiable_first_party_clients": false }))
        .await;
    app.change_settings(&json!({ "flags": { "revoke_refresh_token_grant": true } }))
        .await;
    let client = app.web_app().await;
    let token = refresh_token(&app, &client, &[("audience", AUDIENCE)]).await;
    let sibling = refresh_token(&app, &client, &[("audience", AUDIENCE)]).await;
    let elsewhere = refresh_token(&app, &client, &[]).await;
    revoke(&app, &client, &token).await.ok(200);
    for dead in [&token, &sibling] {
        assert_eq!(app.refresh(&client, dead).await.status.as_u16(), 403);
    }
    app.refresh(&client, &elsewhere).await.ok(200);
    let mut visitor = Visitor::new(&app);
    let parameters = [("audience", AUDIENCE), ("scope", "read:posts")];
    let page = visitor.open(&authorize(&client, &parameters)).await;
    visitor.log_in(&page, ADA).await.at("consent");
}
