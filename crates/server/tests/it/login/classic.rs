//! The classic hosted page: credentials become a form that posts itself back.

use axum::http::Method;
use serde_json::{Value, json};

use crate::applications::{Application, PASSWORD, decoded, text};
use crate::test_app::{TestApp, TestResponse};
use crate::visitor::{Cookie, Landing, Visitor, authorize};

const ADA: &str = "ada@example.com";
const CONNECTION: &str = "Username-Password-Authentication";

fn own(app: &TestApp) -> String {
    app.tenant.issuer().trim_end_matches('/').to_owned()
}

/// What `auth0-js` sends of a page.
fn body(client: &Application, state: &str, members: &Value) -> Value {
    let mut body = json!({
        "client_id": client.id, "username": ADA, "password": PASSWORD, "connection": CONNECTION, "state": state,
        "redirect_uri": client.callback, "response_type": "code", "scope": "openid email", "tenant": "tenant",
        "_csrf": "made up", "_intstate": "deprecated", "nonce": "the nonce",
    });
    body.as_object_mut()
        .unwrap()
        .extend(members.as_object().unwrap().clone());
    body
}

async fn send(app: &TestApp, origin: &str, body: &Value) -> TestResponse {
    app.post("/usernamepassword/login")
        .header("origin", origin)
        .json(body)
        .send()
        .await
}

/// The browser keeps the answer's cookie and posts its form.
async fn post_form(visitor: &mut Visitor<'_>, app: &TestApp, answer: &TestResponse) -> Landing {
    keep(visitor, app, answer);
    let form = Landing {
        path: "/usernamepassword/login".to_owned(),
        response: TestResponse {
            status: answer.status,
            headers: answer.headers.clone(),
            text: answer.text.clone(),
        },
        elsewhere: None,
    };
    let (action, fields) = form.form();
    assert_eq!(action, format!("{}login/callback", app.tenant.issuer()));
    let names: Vec<&str> = fields.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["wa", "wresult", "wctx"]);
    let pairs: Vec<(&str, &str)> = fields
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    let response = visitor
        .send(Method::POST, "/login/callback", Some(&pairs))
        .await;
    visitor.follow("/login/callback".to_owned(), response).await
}

fn keep(visitor: &mut Visitor<'_>, app: &TestApp, answer: &TestResponse) {
    let (pair, _) = answer.header("set-cookie").split_once(';').unwrap();
    let (name, value) = pair.split_once('=').unwrap();
    visitor.cookies.push(Cookie {
        host: app.tenant.domain.clone(),
        name: name.to_owned(),
        value: value.to_owned(),
        attributes: Vec::new(),
    });
}

/// The `state` of the login that waits.
fn waiting(landing: &Landing) -> String {
    landing.path.split_once("state=").unwrap().1.to_owned()
}

#[tokio::test]
async fn the_form_finishes_the_login_that_waits() {
    let app = TestApp::new().await;
    app.person(ADA).await;
    let client = app.web_app().await;
    let mut visitor = Visitor::new(&app);
    let login = visitor.open(&authorize(&client, &[])).await;
    login.at("login");
    let answer = send(
        &app,
        &own(&app),
        &body(&client, &waiting(&login), &json!({})),
    )
    .await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    assert!(answer.text.starts_with("<form "), "{}", answer.text);
    assert!(!answer.text.contains(PASSWORD));
    let landing = post_form(&mut visitor, &app, &answer).await;
    // The request that counts is the one that waited, and not what the page says of it.
    assert_eq!(landing.answer("state"), "the state");
    let tokens = app.redeem(&client, &landing.answer("code")).await.ok(200);
    assert_eq!(decoded(&text(&tokens, "id_token")).1["email"], ADA);
    assert!(visitor.session().is_some());

    let mut other = Visitor::new(&app);
    let again = post_form(&mut other, &app, &answer).await;
    assert!(
        again.elsewhere.is_none() && other.session().is_none(),
        "{again:?}"
    );
}

#[tokio::test]
async fn the_form_is_for_one_browser() {
    let app = TestApp::new().await;
    app.person(ADA).await;
    let client = app.web_app().await;
    let mut visitor = Visitor::new(&app);
    let login = visitor.open(&authorize(&client, &[])).await;
    let answer = send(
        &app,
        &own(&app),
        &body(&client, &waiting(&login), &json!({})),
    )
    .await;
    let other = send(&app, &own(&app), &body(&client, "", &json!({}))).await;
    // Somebody else's ticket, posted from elsewhere.
    keep(&mut visitor, &app, &other);
    let (_, fields) = Landing {
        path: String::new(),
        response: answer,
        elsewhere: None,
    }
    .form();
    let pairs: Vec<(&str, &str)> = fields
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    let response = visitor
        .send(Method::POST, "/login/callback", Some(&pairs))
        .await;
    assert_eq!(response.status, 400, "{}", response.text);
    assert!(visitor.session().is_none());
}

#[tokio::test]
async fn without_a_login_that_waits_the_request_goes_on() {
    let app = TestApp::new().await;
    app.person(ADA).await;
    let client = app.web_app().await;
    let mut visitor = Visitor::new(&app);
    let answer = send(
        &app,
        &own(&app),
        &body(&client, "the application's", &json!({})),
    )
    .await;
    let landing = post_form(&mut visitor, &app, &answer).await;
    assert_eq!(landing.answer("state"), "the application's");
    let tokens = app
        .token_of(
            &client,
            &[
                ("grant_type", "authorization_code"),
                ("code", &landing.answer("code")),
                ("redirect_uri", client.callback),
            ],
        )
        .await
        .ok(200);
    assert_eq!(decoded(&text(&tokens, "id_token")).1["nonce"], "the nonce");
}

#[tokio::test]
async fn refusals_are_those_that_lock_reads() {
    let app = TestApp::new().await;
    let ada = app.person(ADA).await;
    let client = app.web_app().await;
    let rows = [
        (json!({ "password": "wrong" }), 401, "invalid_user_password"),
        (
            json!({ "username": "nobody@example.com" }),
            401,
            "invalid_user_password",
        ),
    ];
    for (members, status, code) in rows {
        let told = send(&app, &own(&app), &body(&client, "", &members))
            .await
            .ok(status);
        assert_eq!(
            told,
            json!({
                "name": "ValidationError", "code": code, "description": "Wrong email or password.", "statusCode": status,
            })
        );
    }
    let told = send(
        &app,
        &own(&app),
        &body(&client, "", &json!({ "connection": "made-up" })),
    )
    .await;
    assert_eq!(told.ok(400)["error"], "the connection was not found");
    let told = send(
        &app,
        &own(&app),
        &body(&client, "", &json!({ "client_id": "made-up" })),
    )
    .await;
    assert_eq!(told.ok(400)["error"], "invalid_request");
    app.set_blocked(&ada, true).await;
    let told = send(&app, &own(&app), &body(&client, "", &json!({})))
        .await
        .ok(401);
    assert_eq!(
        (&told["code"], &told["description"]),
        (&json!("unauthorized"), &json!("user is blocked"))
    );

    for origin in ["https://evil.test", "https://app.test"] {
        let refused = send(&app, origin, &body(&client, "", &json!({}))).await;
        assert_eq!(refused.status, 403);
        assert!(refused.headers.get("access-control-allow-origin").is_none());
    }
    app.entry("fco").await;
}

#[tokio::test]
async fn a_form_that_nobody_was_given_is_refused() {
    let app = TestApp::new().await;
    let forms: [&[(&str, &str)]; 4] = [
        &[("wa", "wsignin1.0")],
        &[
            ("wa", "wsignin1.0"),
            ("wresult", "made up"),
            ("wctx", "no JSON"),
        ],
        &[("wa", "wsignin1.0"), ("wresult", "made up"), ("wctx", "[]")],
        &[("wa", "wsignin1.0"), ("wctx", "{}")],
    ];
    for form in forms {
        let mut visitor = Visitor::new(&app);
        let response = visitor
            .send(Method::POST, "/login/callback", Some(form))
            .await;
        assert_eq!(response.status, 400, "{form:?}");
    }
    let mut visitor = Visitor::new(&app);
    let form = [("wa", "wsignin1.0"), ("wresult", "made up"), ("wctx", "{}")];
    let response = visitor
        .send(Method::POST, "/login/callback", Some(&form))
        .await;
    let landing = visitor.follow("/login/callback".to_owned(), response).await;
    assert!(landing.elsewhere.is_none() && landing.response.status.is_client_error());
}
