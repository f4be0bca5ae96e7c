//! `POST /oauth/par`: pushed authorization requests (RFC 9126).

use axum::http::Method;
use serde_json::json;

use crate::applications::{Application, CHALLENGE};
use crate::test_app::{TestApp, TestResponse};
use crate::visitor::{Visitor, all_at_once};

const ADA: &str = "ada@example.com";

async fn new_app() -> TestApp {
    let app = TestApp::new().await;
    app.change_settings(&json!({ "pushed_authorization_requests_supported": true }))
        .await;
    app.person(ADA).await;
    app
}

/// A request for a code with these parameters instead; an empty value leaves one out.
async fn push(app: &TestApp, client: &Application, changes: &[(&str, &str)]) -> TestResponse {
    let mut pairs = vec![
        ("client_id", client.id.as_str()),
        ("client_secret", client.secret.as_str()),
        ("redirect_uri", client.callback),
        ("response_type", "code"),
        ("scope", "openid email"),
        ("state", "pushed"),
        ("code_challenge", CHALLENGE),
        ("code_challenge_method", "S256"),
    ];
    for (name, value) in changes {
        pairs.retain(|(known, _)| known != name);
        if !value.is_empty() {
            pairs.push((name, value));
        }
    }
    app.post("/oauth/par").form(&pairs).send().await
}

async fn pushed(app: &TestApp, client: &Application, changes: &[(&str, &str)]) -> String {
    let answer = push(app, client, changes).await.ok(201);
    answer["request_uri"].as_str().unwrap().to_owned()
}

fn address(client: &Application, request_uri: &str) -> String {
    format!(
        "/authorize?client_id={}&request_uri={request_uri}",
        client.id
    )
}

#[tokio::test]
async fn a_pushed_request_logs_in() {
    let app = new_app().await;
    for client in [app.web_app().await, app.spa().await] {
        let answer = push(&app, &client, &[]).await;
        assert_eq!(answer.header("cache-control"), "no-store");
        let body = answer.ok(201);
        assert_eq!(body["expires_in"], 30);
        let request_uri = body["request_uri"].as_str().unwrap();
        assert!(request_uri.starts_with("urn:ietf:params:oauth:request_uri:"));

        // What the browser adds does not count.
        let address = address(&client, request_uri) + "&scope=openid+profile&state=other";
        let mut browser = Visitor::new(&app);
        let login = browser.open(&address).await;
        let landing = browser.log_in(&login, ADA).await;
        assert_eq!(landing.answer("state"), "pushed");
        let tokens = app.redeem(&client, &landing.answer("code")).await.ok(200);
        assert_eq!(tokens["scope"], "openid email");
    }
}

#[tokio::test]
async fn an_address_is_good_once_and_for_its_client_alone() {
    let app = new_app().await;
    let (client, other) = (app.web_app().await, app.web_app().await);
    let used_up = "unknown, expired or was used before";
    let uri = pushed(&app, &client, &[]).await;
    let foreign = Visitor::new(&app).open(&address(&other, &uri)).await;
    foreign.shown(400, used_up);
    let elsewhere = app.other_tenant().await;
    let answer = elsewhere.get(&address(&client, &uri)).send().await;
    assert_eq!(answer.status, 400);
    Visitor::new(&app)
        .open(&address(&client, &uri))
        .await
        .at("login");
    let again = Visitor::new(&app).open(&address(&client, &uri)).await;
    again.shown(400, used_up);

    let uri = pushed(&app, &client, &[]).await;
    app.advance(31);
    let late = Visitor::new(&app).open(&address(&client, &uri)).await;
    late.shown(400, used_up);
    app.change_client(&client, &json!({ "par_request_expiry": 600 }))
        .await;
    let body = push(&app, &client, &[]).await.ok(201);
    assert_eq!(body["expires_in"], 600);
    for uri in [
        "urn:x",
        "https://app.test/request.jwt",
        "urn:ietf:params:oauth:request_uri:",
    ] {
        let unknown = Visitor::new(&app).open(&address(&client, uri)).await;
        unknown.shown(400, used_up);
    }
}

#[tokio::test]
async fn of_many_browsers_one_gets_in() {
    let app = new_app().await;
    let client = app.web_app().await;
    let uri = pushed(&app, &client, &[]).await;
    let attempts = (0..50).map(|_| async {
        let answer = app.get(&address(&client, &uri)).send().await;
        answer.status.is_redirection()
    });
    let won = all_at_once(attempts).await;
    assert_eq!(won.into_iter().filter(|won| *won).count(), 1);
}

#[tokio::test]
async fn what_authorize_would_refuse_is_refused_at_once() {
    let app = new_app().await;
    let client = app.web_app().await;
    for (changes, status, code) in [
        (vec![("client_secret", "wrong")], 401, "access_denied"),
        (vec![("client_secret", "")], 401, "access_denied"),
        (
            vec![("redirect_uri", "https://evil.test/")],
            400,
            "invalid_request",
        ),
        (vec![("response_type", "")], 400, "invalid_request"),
        (
            vec![("response_type", "cold")],
            501,
            "unsupported_response_type",
        ),
        (
            vec![("code_challenge_method", "plain")],
            400,
            "invalid_request",
        ),
        (
            vec![("audience", "https://nobody.test/")],
            403,
            "access_denied",
        ),
        (vec![("request_uri", "urn:x")], 400, "invalid_request"),
        (
            vec![("request", "e30.e30.e30")],
            400,
            "invalid_request_object",
        ),
        (
            vec![("ext-long", "x".repeat(10_240).leak() as &str)],
            413,
            "invalid_request",
        ),
    ] {
        let refused = push(&app, &client, &changes).await;
        let body = refused.json();
        assert_eq!(
            (refused.status.as_u16(), &body["error"]),
            (status, &json!(code)),
            "{changes:?} {body}"
        );
        assert!(body.get("request_uri").is_none());
    }
    let spa = app.spa().await;
    let refused = push(
        &app,
        &spa,
        &[("code_challenge", ""), ("code_challenge_method", "")],
    )
    .await;
    assert_eq!(
        refused.ok(400)["error_description"],
        "Missing required parameter: code_challenge"
    );
}

#[tokio::test]
async fn clients_and_tenants_may_insist_on_it() {
    let app = new_app().await;
    let client = app.web_app().await;
    let plain = crate::visitor::authorize(&client, &[]);
    let insists = "Pushed authorization requests are required for this client";
    app.change_client(
        &client,
        &json!({ "require_pushed_authorization_requests": true }),
    )
    .await;
    Visitor::new(&app)
        .open(&plain)
        .await
        .failed("invalid_request", insists);
    let uri = pushed(&app, &client, &[]).await;
    Visitor::new(&app)
        .open(&address(&client, &uri))
        .await
        .at("login");
    app.change_client(
        &client,
        &json!({ "require_pushed_authorization_requests": false }),
    )
    .await;
    Visitor::new(&app).open(&plain).await.at("login");
    app.change_settings(&json!({ "flags": { "require_pushed_authorization_requests": true } }))
        .await;
    Visitor::new(&app)
        .open(&plain)
        .await
        .failed("invalid_request", insists);
}

#[tokio::test]
async fn it_is_off_until_the_tenant_turns_it_on() {
    let app = TestApp::new().await;
    let client = app.web_app().await;
    let answer = push(&app, &client, &[]).await.ok(404);
    assert_eq!(answer["error"], "endpoint_disabled");
    let answer = app.request(Method::GET, "/oauth/par").send().await;
    assert_eq!(answer.status, 405);
}

#[tokio::test]
async fn third_parties_push_too() {
    let app = new_app().await;
    let strict = app.third_party("strict", &json!({})).await;
    let uri = pushed(&app, &strict, &[]).await;
    let mut browser = Visitor::new(&app);
    let login = browser.open(&address(&strict, &uri)).await;
    let consent = browser.log_in(&login, ADA).await;
    consent.at("consent");
}
