//! Logging in on an application's own page, and what `auth0-js` and Lock ask for there.

use serde_json::{Value, json};

use crate::applications::{Application, PASSWORD};
use crate::test_app::{TestApp, TestResponse};
use crate::visitor::{Cookie, Visitor, authorize};

const ADA: &str = "ada@example.com";
const ORIGIN: &str = "https://app.test";
const REALM: &str = "http://auth0.com/oauth/grant-type/password-realm";
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
            "Invalid request body. All and only of client_id, credential_type, username, password are required.",
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
    app.entry("fcoa").await;
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
    app.entry("fco").await;
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
