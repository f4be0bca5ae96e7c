//! Logging in on an application's own page, and what `auth0-js` and Lock ask for there.

use axum::http::Method;
use serde_json::{Value, json};

use crate::applications::{Application, PASSWORD, decoded, text};
use crate::test_app::{TestApp, TestResponse};
use crate::visitor::{Cookie, Visitor, all_at_once, authorize};

const ADA: &str = "ada@example.com";
const ORIGIN: &str = "https://app.test";
const REALM: &str = "http://auth0.com/oauth/grant-type/password-realm";
const OTP: &str = "http://auth0.com/oauth/grant-type/passwordless/otp";
const CONNECTION: &str = "Username-Password-Authentication";

async fn embedding(app: &TestApp) -> Application {
    app.application(&json!({ "cross_origin_authentication": true, "web_origins": [ORIGIN] }))
        .await
}

fn body(client: &Application, members: &Value) -> Value {
    let mut body = json!({
        "client_id": client.id, "username": ADA, "password": PASSWORD, "realm": CONNECTION,
        "credential_type": REALM,
    });
    for (name, value) in members.as_object().unwrap() {
        if value.is_null() {
            body.as_object_mut().unwrap().remove(name);
        } else {
            body[name] = value.clone();
        }
    }
    body
}

async fn post(app: &TestApp, origin: &str, body: &Value) -> TestResponse {
    app.post("/co/authenticate")
        .header("origin", origin)
        .json(body)
        .send()
        .await
}

/// The browser keeps the cookie that the page's call brought.
fn keep(visitor: &mut Visitor<'_>, app: &TestApp, response: &TestResponse) {
    let text = response.header("set-cookie");
    let (pair, _) = text.split_once(';').unwrap();
    let (name, value) = pair.split_once('=').unwrap();
    assert!(text.contains("HttpOnly") && text.contains("Secure") && text.contains("SameSite=None"));
    visitor.cookies.push(Cookie {
        host: app.tenant.domain.clone(),
        name: name.to_owned(),
        value: value.to_owned(),
        attributes: Vec::new(),
    });
}

#[tokio::test]
async fn a_ticket_opens_a_session_once_and_in_the_browser_that_got_it() {
    let app = TestApp::new().await;
    app.person(ADA).await;
    let client = embedding(&app).await;
    let answer = post(&app, ORIGIN, &body(&client, &json!({}))).await;
    let ticket = answer.ok(200)["login_ticket"].as_str().unwrap().to_owned();
    assert!(answer.json()["co_verifier"].is_string() && answer.json()["co_id"].is_string());
    assert_eq!(answer.header("access-control-allow-origin"), ORIGIN);
    assert_eq!(answer.header("access-control-allow-credentials"), "true");
    let with_ticket = authorize(&client, &[("login_ticket", &ticket)]);
    // Somebody is sent there with another one's ticket.
    let mut lured = Visitor::new(&app);
    lured.open(&with_ticket).await.at("login");
    assert!(lured.session().is_none());
    // Nor does somebody with a ticket of their own get in with it, who uses it up.
    let own = post(&app, ORIGIN, &body(&client, &json!({}))).await;
    keep(&mut lured, &app, &own);
    lured.open(&with_ticket).await.at("login");
    let mut visitor = Visitor::new(&app);
    keep(&mut visitor, &app, &answer);
    visitor.open(&with_ticket).await.at("login");

    let answer = post(&app, ORIGIN, &body(&client, &json!({}))).await;
    let ticket = answer.ok(200)["login_ticket"].as_str().unwrap().to_owned();
    let mut visitor = Visitor::new(&app);
    keep(&mut visitor, &app, &answer);
    let with_ticket = authorize(&client, &[("login_ticket", &ticket)]);
    visitor.open(&with_ticket).await.answer("code");
    assert!(visitor.session().is_some());
    let mut again = Visitor::new(&app);
    keep(&mut again, &app, &answer);
    again.open(&with_ticket).await.at("login");
    visitor
        .open(&authorize(&client, &[("prompt", "none")]))
        .await
        .answer("code");
    app.entry("scoa").await;
}

#[tokio::test]
async fn a_ticket_is_for_its_client_and_for_five_minutes() {
    let app = TestApp::new().await;
    app.person(ADA).await;
    let client = embedding(&app).await;
    let other = app.web_app().await;
    for (client_of_request, wait) in [(&other, 0), (&client, 301)] {
        let answer = post(&app, ORIGIN, &body(&client, &json!({}))).await;
        let ticket = answer.ok(200)["login_ticket"].as_str().unwrap().to_owned();
        let mut visitor = Visitor::new(&app);
        keep(&mut visitor, &app, &answer);
        app.advance(wait);
        visitor
            .open(&authorize(client_of_request, &[("login_ticket", &ticket)]))
            .await
            .at("login");
    }
}

#[tokio::test]
async fn refusals_are_worded_as_sdks_know_them() {
    let app = TestApp::new().await;
    let ada = app.person(ADA).await;
    let client = embedding(&app).await;
    let closed = app.application(&json!({ "web_origins": [ORIGIN] })).await;
    let wrong = [
        (
            json!({ "password": "wrong" }),
            403,
            "access_denied",
            "Wrong email or password.",
        ),
        (
            json!({ "username": "nobody@example.com" }),
            403,
            "access_denied",
            "Wrong email or password.",
        ),
        (
            json!({ "realm": "made-up" }),
            400,
            "invalid_request",
            "Unknown realm made-up.",
        ),
        (
            json!({ "credential_type": "made-up" }),
            400,
            "unsupported_credential_type",
            "Unknown credential type parameter.",
        ),
        (
            json!({ "client_id": closed.id }),
            401,
            "unauthorized_client",
            "Cross origin login not allowed.",
        ),
        (
            json!({ "client_id": "made-up" }),
            401,
            "unauthorized_client",
            "Cross origin login not allowed.",
        ),
        (
            json!({ "password": null }),
            400,
            "invalid_request",
            "Invalid request body. All and only of client_id, credential_type, username, password, realm are required.",
        ),
        (
            json!({ "credential_type": "password" }),
            400,
            "invalid_request",
            "Invalid request body. All and only of client_id, credential_type, username, password are required.",
        ),
        (
            json!({ "credential_type": OTP, "otp": "123456", "password": null, "realm": "email" }),
            403,
            "unauthorized_client",
            "Grant type 'http://auth0.com/oauth/grant-type/passwordless/otp' not allowed for the client.",
        ),
        (
            json!({ "credential_type": OTP, "password": null }),
            400,
            "invalid_request",
            "Invalid request body. All and only of client_id, credential_type, username, otp, realm are required.",
        ),
    ];
    for (members, status, error, description) in wrong {
        let answer = post(&app, ORIGIN, &body(&client, &members)).await;
        let told = answer.ok(status);
        assert_eq!(
            told,
            json!({ "error": error, "error_description": description }),
            "{members}"
        );
        assert_eq!(answer.header("access-control-allow-origin"), ORIGIN);
        assert!(answer.headers.get("set-cookie").is_none());
    }
    // They are of one moment, so their order says nothing.
    let logged = app.entries_of("fcoa").await;
    assert_eq!(logged.len(), 4);
    assert!(logged.iter().any(|entry| entry["connection"] == CONNECTION));
    for entry in &logged {
        let body = entry["details"]["body"].as_object().unwrap();
        assert!(
            ["password", "otp"]
                .iter()
                .any(|name| body.get(*name) == Some(&json!("*****")))
        );
    }
    app.set_blocked(&ada, true).await;
    let told = post(&app, ORIGIN, &body(&client, &json!({}))).await.ok(403);
    assert_eq!(
        told,
        json!({ "error": "blocked_user", "error_description": "Blocked user" })
    );

    let refused = post(&app, "https://evil.test", &body(&client, &json!({}))).await;
    assert_eq!(
        (refused.status.as_u16(), refused.text.as_str()),
        (403, "Origin https://evil.test is not allowed.")
    );
    assert!(refused.headers.get("access-control-allow-origin").is_none());
    let logged = app.entry("fco").await;
    assert_eq!(logged["details"]["origin"], "https://evil.test");
    assert_eq!(logged["details"]["webOrigins"], json!([ORIGIN]));
    let without = app
        .post("/co/authenticate")
        .json(&body(&client, &json!({})))
        .send()
        .await;
    assert_eq!(without.status, 403);
}

#[tokio::test]
async fn lock_learns_what_it_draws() {
    let app = TestApp::new().await;
    let client = embedding(&app).await;
    let script = app.get(&format!("/client/{}.js", client.id)).send().await;
    assert_eq!(script.status, 200);
    assert!(
        script
            .header("content-type")
            .starts_with("application/javascript")
    );
    let json = script
        .text
        .strip_prefix("Auth0.setClient(")
        .and_then(|rest| rest.strip_suffix(");"));
    let known: Value = serde_json::from_str(json.unwrap()).unwrap();
    assert_eq!(known["id"], json!(client.id));
    let connection = &known["strategies"][0]["connections"][0];
    assert_eq!(known["strategies"][0]["name"], "auth0");
    assert_eq!(connection["name"], CONNECTION);
    assert_eq!(connection["showSignup"], true);
    assert_eq!(connection["passwordPolicy"], "good");
    assert!(!script.text.contains("secret"));
    for file in ["made-up.js", "account"] {
        assert_eq!(app.get(&format!("/client/{file}")).send().await.status, 404);
    }
    app.open_domain_connection().await;
    for path in ["/info-v1.js", "/tenants/v1/tenant.js"] {
        let script = app.get(path).send().await;
        let json = script
            .text
            .strip_prefix("Auth0.setTenant(")
            .and_then(|rest| rest.strip_suffix(");"));
        let known: Value = serde_json::from_str(json.unwrap()).unwrap();
        assert_eq!(known["connections"]["database"][0]["name"], CONNECTION);
    }
    assert_eq!(
        app.get("/user/ssodata").send().await.ok(200),
        json!({ "sso": false })
    );
}

async fn ticket(app: &TestApp, client: &Application) -> (TestResponse, String) {
    let answer = post(app, ORIGIN, &body(client, &json!({}))).await;
    let ticket = answer.ok(200)["login_ticket"].as_str().unwrap().to_owned();
    (answer, ticket)
}

#[tokio::test]
async fn what_allowed_a_ticket_must_still_hold_when_it_comes() {
    let app = TestApp::new().await;
    let ada = app.person(ADA).await;
    let client = embedding(&app).await;
    let changes = [
        json!({ "cross_origin_authentication": false }),
        json!({ "cross_origin_authentication": true, "web_origins": [], "callbacks": ["https://elsewhere.test/callback"] }),
    ];
    for change in changes {
        let (answer, ticket) = ticket(&app, &client).await;
        app.change_client(&client, &change).await;
        let mut visitor = Visitor::new(&app);
        keep(&mut visitor, &app, &answer);
        let callback = change["callbacks"][0].as_str().unwrap_or(client.callback);
        let parameters = [
            ("login_ticket", ticket.as_str()),
            ("redirect_uri", callback),
        ];
        visitor
            .open(&authorize(&client, &parameters))
            .await
            .at("login");
        let before = json!({
            "cross_origin_authentication": true, "web_origins": [ORIGIN], "callbacks": [client.callback],
        });
        app.change_client(&client, &before).await;
    }
    let (answer, ticket) = ticket(&app, &client).await;
    app.set_blocked(&ada, true).await;
    let mut visitor = Visitor::new(&app);
    keep(&mut visitor, &app, &answer);
    visitor
        .open(&authorize(&client, &[("login_ticket", &ticket)]))
        .await
        .at("login");
}

#[tokio::test]
async fn one_of_many_that_bring_the_same_ticket_gets_in() {
    let app = TestApp::new().await;
    app.person(ADA).await;
    let client = embedding(&app).await;
    let (answer, ticket) = ticket(&app, &client).await;
    let with_ticket = authorize(&client, &[("login_ticket", &ticket)]);
    let mut visitors: Vec<Visitor<'_>> = (0..8)
        .map(|_| {
            let mut visitor = Visitor::new(&app);
            keep(&mut visitor, &app, &answer);
            visitor
        })
        .collect();
    let landings = all_at_once(
        visitors
            .iter_mut()
            .map(|visitor| visitor.open(&with_ticket)),
    )
    .await;
    let answered = landings
        .iter()
        .filter(|landing| landing.elsewhere.is_some());
    assert_eq!(answered.count(), 1);
}

#[tokio::test]
async fn a_ticket_is_a_login_of_its_own_and_takes_the_place_of_the_session() {
    let app = TestApp::new().await;
    app.person(ADA).await;
    let bob = app.person("bob@example.com").await;
    let client = app
        .application(&json!({
            "cross_origin_authentication": true, "web_origins": [ORIGIN], "sso_disabled": true,
        }))
        .await;
    let mut visitor = Visitor::new(&app);
    visitor
        .sign_in(&client, "bob@example.com", &[])
        .await
        .answer("code");
    let before = visitor.session();
    let (answer, ticket) = ticket(&app, &client).await;
    keep(&mut visitor, &app, &answer);
    let landing = visitor
        .open(&authorize(
            &client,
            &[("login_ticket", &ticket), ("prompt", "login")],
        ))
        .await;
    let code = landing.answer("code");
    assert_ne!(visitor.session(), before);
    let tokens = app.redeem(&client, &code).await.ok(200);
    let (_, claims) = decoded(&text(&tokens, "id_token"));
    assert_eq!(claims["email"], ADA);
    let sessions = app
        .read(&format!("/api/v2/users/{}/sessions", bob.id))
        .await
        .ok(200);
    assert_eq!(sessions["sessions"], json!([]));
}

#[tokio::test]
async fn a_second_factor_is_asked_for_all_the_same() {
    let app = TestApp::new().await;
    app.person(ADA).await;
    let client = embedding(&app).await;
    app.write(
        Method::PUT,
        "/api/v2/guardian/factors/otp",
        &json!({ "enabled": true }),
    )
    .await
    .ok(200);
    app.write(
        Method::PUT,
        "/api/v2/guardian/policies",
        &json!(["all-applications"]),
    )
    .await
    .ok(200);
    let (answer, ticket) = ticket(&app, &client).await;
    let mut visitor = Visitor::new(&app);
    keep(&mut visitor, &app, &answer);
    visitor
        .open(&authorize(&client, &[("login_ticket", &ticket)]))
        .await
        .at("mfa-otp-enrollment");
}

#[tokio::test]
async fn a_code_that_was_sent_is_a_credential_too() {
    let app = TestApp::new().await;
    let client = app
        .application(&json!({
            "cross_origin_authentication": true, "web_origins": [ORIGIN],
            "grant_types": ["authorization_code", OTP],
        }))
        .await;
    app.add_passwordless("email", &client, &json!({})).await;
    let start = json!({
        "client_id": client.id, "client_secret": client.secret, "connection": "email", "email": ADA, "send": "code",
    });
    app.post("/passwordless/start")
        .json(&start)
        .send()
        .await
        .ok(200);
    let code = app.sent_code(ADA).await;
    let with = |code: &str| {
        let members = json!({
            "credential_type": OTP, "realm": "email", "otp": code, "password": null,
        });
        body(&client, &members)
    };
    let wrong = if code == "000000" { "000001" } else { "000000" };
    let refused = post(&app, ORIGIN, &with(wrong)).await.ok(403);
    assert_eq!(
        refused,
        json!({ "error": "access_denied", "error_description": "Wrong email or verification code." })
    );
    let answer = post(&app, ORIGIN, &with(&code)).await;
    let ticket = answer.ok(200)["login_ticket"].as_str().unwrap().to_owned();
    let mut visitor = Visitor::new(&app);
    keep(&mut visitor, &app, &answer);
    let parameters = [("login_ticket", ticket.as_str()), ("connection", "email")];
    visitor
        .open(&authorize(&client, &parameters))
        .await
        .answer("code");
    post(&app, ORIGIN, &with(&code)).await.ok(403);
}

#[tokio::test]
async fn limits_are_those_of_every_other_login() {
    let app = TestApp::new().await;
    app.person(ADA).await;
    let client = embedding(&app).await;
    for _ in 0..10 {
        let wrong = body(&client, &json!({ "password": "wrong" }));
        let answer = app
            .post("/co/authenticate")
            .header("origin", ORIGIN)
            .through("203.0.113.7")
            .json(&wrong)
            .send()
            .await;
        assert_eq!(answer.status, 403);
        app.advance(10);
    }
    let answer = app
        .post("/co/authenticate")
        .header("origin", ORIGIN)
        .through("203.0.113.7")
        .json(&body(&client, &json!({})))
        .send()
        .await;
    assert_eq!(answer.ok(429)["error"], "too_many_attempts");
    let elsewhere = app
        .post("/usernamepassword/login")
        .header("origin", app.tenant.issuer().trim_end_matches('/'))
        .through("203.0.113.7")
        .json(&json!({ "client_id": client.id, "username": ADA, "password": PASSWORD }))
        .send()
        .await;
    assert_eq!(elsewhere.ok(429)["code"], "too_many_attempts");
}

#[tokio::test]
async fn strict_third_parties_see_no_passwords() {
    let app = TestApp::new().await;
    app.person(ADA).await;
    let members = json!({ "cross_origin_authentication": true, "web_origins": [ORIGIN] });
    let client = app.third_party("strict", &members).await;
    let refused = post(&app, ORIGIN, &body(&client, &json!({}))).await.ok(401);
    assert_eq!(
        refused["error_description"],
        "Cross origin login not allowed."
    );
}
