//! The password grants (RFC 6749 §4.3, and upstream's password-realm).

use serde_json::{Value, json};

use crate::applications::{AUDIENCE, Application, PASSWORD, decoded, text, verified_with};
use crate::test_app::{TestApp, TestResponse};

const ADA: &str = "ada@example.com";
const REALM: &str = "http://auth0.com/oauth/grant-type/password-realm";
const CONNECTION: &str = "Username-Password-Authentication";

async fn app_with_ada() -> TestApp {
    let app = TestApp::new().await;
    app.person(ADA).await;
    app.posts_api(&json!({})).await;
    app.change_settings(&json!({ "default_directory": CONNECTION }))
        .await;
    app
}

async fn trusted(app: &TestApp, members: &Value) -> Application {
    let mut all = json!({ "grant_types": ["password", REALM, "refresh_token"] });
    all.as_object_mut()
        .unwrap()
        .extend(members.as_object().unwrap().clone());
    app.application(&all).await
}

async fn ask(app: &TestApp, client: &Application, more: &[(&str, &str)]) -> TestResponse {
    let mut pairs = vec![
        ("grant_type", "password"),
        ("username", ADA),
        ("password", PASSWORD),
    ];
    for (name, value) in more {
        pairs.retain(|(known, _)| known != name);
        pairs.push((name, value));
    }
    app.token_of(client, &pairs).await
}

#[tokio::test]
async fn a_password_is_full_trust() {
    let app = app_with_ada().await;
    let client = trusted(&app, &json!({ "jwt_configuration": { "alg": "HS256" } })).await;
    // Only openid: the whole profile.
    let answer = ask(&app, &client, &[("scope", "openid")]).await.ok(200);
    assert_eq!(answer["scope"], "openid profile email address phone");
    let claims = verified_with(&client.secret, &text(&answer, "id_token"));
    assert_eq!(claims["email"], ADA);
    assert!(claims.get("sid").is_none(), "there is no session");
    // No scope of the API: all of them.
    let answer = ask(&app, &client, &[("audience", AUDIENCE)]).await.ok(200);
    assert_eq!(answer["scope"], "read:posts write:posts");
    let (_, claims) = decoded(&text(&answer, "access_token"));
    assert_eq!(claims["gty"], "password");
    // Some: those, and nothing is added.
    let more = [("audience", AUDIENCE), ("scope", "openid read:posts")];
    let answer = ask(&app, &client, &more).await.ok(200);
    assert_eq!(answer["scope"], "openid read:posts");
    // A password opens no browser session and asks for no consent.
    let answer = ask(&app, &client, &[("scope", "openid offline_access")]).await;
    assert!(answer.headers.get("set-cookie").is_none());
    let answer = answer.ok(200);
    let refreshed = app.refresh(&client, &text(&answer, "refresh_token")).await;
    assert_eq!(
        refreshed.ok(200)["scope"],
        "openid offline_access profile email address phone"
    );
}

#[tokio::test]
async fn the_realm_names_the_connection() {
    let app = app_with_ada().await;
    let client = trusted(&app, &json!({})).await;
    let realm = |name| [("grant_type", REALM), ("realm", name)];
    ask(&app, &client, &realm(CONNECTION)).await.ok(200);
    ask(&app, &client, &realm("nowhere")).await.denied(
        400,
        "invalid_request",
        "the connection was not found",
    );
    ask(&app, &client, &[("grant_type", REALM)]).await.denied(
        400,
        "invalid_request",
        "Missing required parameter: realm",
    );
    // The plain grant takes no realm.
    ask(&app, &client, &[("realm", "nowhere")]).await.ok(200);
}

#[tokio::test]
async fn without_a_default_directory_the_plain_grant_does_not_work() {
    let app = TestApp::new().await;
    app.person(ADA).await;
    let client = trusted(&app, &json!({})).await;
    ask(&app, &client, &[]).await.denied(
        500,
        "server_error",
        "Authorization server not configured with default connection.",
    );
}

#[tokio::test]
async fn wrong_and_unknown_look_the_same() {
    let app = app_with_ada().await;
    let client = trusted(&app, &json!({})).await;
    for more in [
        [("password", "wrong")],
        [("username", "nobody@example.com")],
        [("username", "'; DROP TABLE users; --")],
        [("password", &"x".repeat(5000))],
    ] {
        ask(&app, &client, &more)
            .await
            .denied(403, "invalid_grant", "Wrong email or password.");
    }
}

#[tokio::test]
async fn a_blocked_user_is_told_only_if_they_know_the_password() {
    let app = app_with_ada().await;
    let client = trusted(&app, &json!({})).await;
    let grace = app.person("grace@example.com").await;
    app.set_blocked(&grace, true).await;
    let username = ("username", "grace@example.com");
    ask(&app, &client, &[username])
        .await
        .denied(403, "unauthorized", "user is blocked");
    ask(&app, &client, &[username, ("password", "wrong")])
        .await
        .denied(403, "invalid_grant", "Wrong email or password.");
}

#[tokio::test]
async fn the_grant_must_be_added_by_hand_and_third_parties_never_have_it() {
    let app = app_with_ada().await;
    let refusal = "Grant type 'password' not allowed for the client.";
    ask(&app, &app.web_app().await, &[])
        .await
        .denied(403, "unauthorized_client", refusal);
    for mode in ["strict", "permissive"] {
        let members = json!({ "grant_types": ["password", REALM] });
        let client = app.third_party(mode, &members).await;
        ask(&app, &client, &[])
            .await
            .denied(403, "unauthorized_client", refusal);
    }
}

#[tokio::test]
async fn a_public_client_may_where_an_administrator_said_so_and_gets_rs256() {
    let app = app_with_ada().await;
    let members = json!({
        "token_endpoint_auth_method": "none", "jwt_configuration": { "alg": "HS256" },
    });
    let client = trusted(&app, &members).await;
    let pairs = [
        ("grant_type", "password"),
        ("client_id", client.id.as_str()),
        ("username", ADA),
        ("password", PASSWORD),
        ("scope", "openid"),
    ];
    let answer = app.token(&pairs).await.ok(200);
    app.verified(&text(&answer, "id_token"), ostia_jose::Algorithm::RS256)
        .await;
    // A confidential one must still prove who it is.
    let client = trusted(&app, &json!({})).await;
    let pairs = [
        ("grant_type", "password"),
        ("client_id", client.id.as_str()),
        ("username", ADA),
        ("password", PASSWORD),
    ];
    app.token(&pairs)
        .await
        .denied(401, "access_denied", "Unauthorized");
}

/// Connections come from a cache: each way of changing one must be felt by the next login.
#[tokio::test]
async fn a_change_of_a_connection_is_felt_at_once() {
    let app = app_with_ada().await;
    let client = trusted(&app, &json!({})).await;
    let other = trusted(&app, &json!({})).await;
    let realm = [("grant_type", REALM), ("realm", CONNECTION)];
    let token = app.admin_token().await;
    let connection = app.connection().await;
    let path = format!("/api/v2/connections/{}", connection.id);
    let enabled = async |clients: &Value| {
        let body = json!({ "enabled_clients": clients });
        let request = app.patch(&path).bearer(&token).json(&body);
        request.send().await.ok(200);
    };
    let switched = async |status: bool| {
        let body = json!([{ "client_id": client.id.as_str(), "status": status }]);
        let request = app.patch(&format!("{path}/clients")).bearer(&token);
        assert_eq!(request.json(&body).send().await.status.as_u16(), 204);
    };
    let refused = |answer: TestResponse| {
        answer.denied(400, "invalid_request", "the connection was not found");
    };
    ask(&app, &client, &realm).await.ok(200);
    ask(&app, &other, &realm).await.ok(200);
    switched(false).await;
    refused(ask(&app, &client, &realm).await);
    ask(&app, &other, &realm).await.ok(200);
    switched(true).await;
    ask(&app, &client, &realm).await.ok(200);
    enabled(&json!([client.id.as_str()])).await;
    ask(&app, &client, &realm).await.ok(200);
    refused(ask(&app, &other, &realm).await);
    let delete = app.delete(&path).bearer(&token).send().await;
    assert!(delete.status.is_success(), "{}", delete.text);
    refused(ask(&app, &client, &realm).await);
}
