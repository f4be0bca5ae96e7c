//! `/account`: what people see and do of their own account.

use axum::http::Method;
use serde_json::json;

use crate::applications::{Application, PASSWORD};
use crate::test_app::TestApp;
use crate::visitor::{Landing, Visitor, authorize};

const ADA: &str = "ada@example.com";

/// Goes to a page of the account, and logs in where that is asked for.
async fn at(visitor: &mut Visitor<'_>, path: &str) -> Landing {
    let page = visitor.open(path).await;
    if page.path.starts_with("/u/login") {
        return visitor.log_in(&page, ADA).await;
    }
    page
}

/// The page's forms, by where they post to and what they hold.
fn forms(page: &Landing, action: &str) -> Vec<Vec<(String, String)>> {
    let text = &page.response.text;
    let opening = format!("<form method=\"post\" action=\"{action}\">");
    let value = |input: &str, name: &str| {
        let start = input.split(&format!("{name}=\"")).nth(1)?;
        Some(start.split('"').next()?.to_owned())
    };
    let forms = text.split(opening.as_str()).skip(1);
    forms
        .map(|form| form.split("</form>").next().unwrap())
        .map(|form| {
            let inputs = form.split("<input type=\"hidden\"").skip(1);
            inputs
                .filter_map(|input| Some((value(input, "name")?, value(input, "value")?)))
                .collect()
        })
        .collect()
}

/// Posts one of the page's forms, with these fields beside what it holds, and follows.
async fn post(
    visitor: &mut Visitor<'_>,
    page: &Landing,
    action: &str,
    fields: &[(&str, &str)],
) -> Landing {
    let form = forms(page, action).swap_remove(0);
    let mut pairs: Vec<(&str, &str)> = form
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    pairs.extend(fields);
    let answer = visitor.send(Method::POST, action, Some(&pairs)).await;
    if answer.status.is_redirection() {
        let location = answer.header("location").to_owned();
        return visitor.open(&location).await;
    }
    Landing {
        path: action.to_owned(),
        response: answer,
        elsewhere: None,
    }
}

#[tokio::test]
async fn one_logs_in_to_it_as_to_every_application() {
    let app = TestApp::new().await;
    app.person(ADA).await;
    let mut visitor = Visitor::new(&app);
    let page = visitor.open("/account").await;
    page.at("login");
    let page = visitor.log_in(&page, ADA).await;
    assert_eq!(page.path, "/account");
    page.shown(200, ADA);
    // Who is logged in anyway sees it at once.
    let client = app.web_app().await;
    let mut other = Visitor::new(&app);
    other.sign_in(&client, ADA, &[]).await.answer("code");
    other.open("/account").await.shown(200, ADA);
    // It is no client that anybody administers, and its code is worth nothing.
    app.read("/api/v2/clients/account").await.refused(
        404,
        "The client does not exist",
        Some("inexistent_client"),
    );
    let made_up = [
        ("client_id", "account"),
        ("redirect_uri", "https://evil.example/"),
    ];
    let refused = other.open(&authorize(&client, &made_up)).await;
    assert!(refused.elsewhere.is_none());
    assert!(refused.response.status.is_client_error());
}

#[tokio::test]
async fn a_first_factor_alone_does_not_open_it() {
    let app = TestApp::new().await;
    app.person(ADA).await;
    let body = json!(["all-applications"]);
    app.write(Method::PUT, "/api/v2/guardian/policies", &body)
        .await
        .ok(200);
    let body = json!({ "enabled": true });
    app.write(Method::PUT, "/api/v2/guardian/factors/otp", &body)
        .await
        .ok(200);
    let mut visitor = Visitor::new(&app);
    at(&mut visitor, "/account").await.at("mfa-otp-enrollment");
    assert!(visitor.session().is_some());
    visitor.open("/account").await.at("mfa-otp-enrollment");
    let token = [("csrf", "x"), ("id", "y")];
    let answer = visitor
        .send(Method::POST, "/account/sessions", Some(&token))
        .await;
    assert!(answer.header("location").starts_with("/authorize?"));
}

#[tokio::test]
async fn names_are_changed_and_nothing_else() {
    let app = TestApp::new().await;
    let ada = app.person(ADA).await;
    let mut visitor = Visitor::new(&app);
    let page = at(&mut visitor, "/account").await;
    let fields = [
        ("name", "Ada <Lovelace>"),
        ("nickname", ""),
        ("given_name", "Ada"),
        ("family_name", " Lovelace "),
        ("email", "eve@example.com"),
        ("blocked", "true"),
    ];
    let page = post(&mut visitor, &page, "/account/profile", &fields).await;
    page.shown(200, "role=\"status\"");
    page.shown(200, "value=\"Ada &#60;Lovelace&#62;\"");
    let user = app.read(&format!("/api/v2/users/{}", ada.id)).await.ok(200);
    assert_eq!(user["name"], "Ada <Lovelace>");
    assert_eq!(user["family_name"], "Lovelace");
    assert_eq!(user["email"], ADA);
    assert!(user.get("blocked").is_none());
    let long = "x".repeat(400);
    let page = post(&mut visitor, &page, "/account/profile", &[("name", &long)]).await;
    page.shown(400, "role=\"alert\"");
    // Without this browser's token nothing happens.
    let forged = [("csrf", "made-up"), ("name", "Eve")];
    let answer = visitor
        .send(Method::POST, "/account/profile", Some(&forged))
        .await;
    assert_eq!(answer.status, 400);
    let user = app.read(&format!("/api/v2/users/{}", ada.id)).await.ok(200);
    assert_eq!(user["name"], "Ada <Lovelace>");
}

#[tokio::test]
async fn a_new_password_needs_a_fresh_login() {
    let app = TestApp::new().await;
    app.person(ADA).await;
    let mut visitor = Visitor::new(&app);
    at(&mut visitor, "/account").await;
    app.advance(601);
    let page = visitor.open("/account/password").await;
    page.at("login");
    let page = visitor.log_in(&page, ADA).await;
    assert!(page.path.starts_with("/u/reset-password?"), "{}", page.path);
    let new = "another horse battery staple 2B";
    let typed = [("password-reset", new), ("re-enter-password", new)];
    let (action, _) = page.form();
    let answer = visitor.send(Method::POST, &action, Some(&typed)).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    // Everybody is signed out, and the new one counts.
    let page = visitor.open("/account").await;
    page.at("login");
    let page = visitor
        .submit(&page, &[("username", ADA), ("password", PASSWORD)])
        .await;
    assert_eq!(page.response.status, 400);
    let page = visitor
        .submit(&page, &[("username", ADA), ("password", new)])
        .await;
    assert_eq!(page.path, "/account");
}

#[tokio::test]
async fn other_browsers_are_signed_out() {
    let app = TestApp::new().await;
    app.person(ADA).await;
    app.person("eve@example.com").await;
    let mut here = Visitor::new(&app);
    let mut there = [Visitor::new(&app), Visitor::new(&app), Visitor::new(&app)];
    for visitor in &mut there {
        at(visitor, "/account").await.shown(200, ADA);
    }
    let mut eve = Visitor::new(&app);
    let page = eve.open("/account").await;
    eve.log_in(&page, "eve@example.com").await;
    let page = at(&mut here, "/account").await;
    let others = forms(&page, "/account/sessions");
    assert_eq!(others.len(), 4, "three browsers, and all of them");
    let page = post(&mut here, &page, "/account/sessions", &[]).await;
    page.shown(200, "role=\"status\"");
    let mut left = 0;
    for visitor in &mut there {
        left += usize::from(visitor.open("/account").await.path == "/account");
    }
    assert_eq!(left, 2);
    // Another's session isn't theirs to end.
    let csrf = &others[0].iter().find(|(name, _)| name == "csrf").unwrap().1;
    let eves = app.read("/api/v2/users").await.ok(200);
    let eves = eves
        .as_array()
        .unwrap()
        .iter()
        .find(|user| user["email"] == "eve@example.com")
        .unwrap();
    let path = format!(
        "/api/v2/users/{}/sessions",
        eves["user_id"].as_str().unwrap()
    );
    let sessions = app.read(&path).await.ok(200);
    let id = sessions["sessions"][0]["id"].as_str().unwrap().to_owned();
    here.send(
        Method::POST,
        "/account/sessions",
        Some(&[("csrf", csrf), ("id", &id)]),
    )
    .await;
    eve.open("/account").await.shown(200, "eve@example.com");
    // All the rest.
    here.send(Method::POST, "/account/sessions", Some(&[("csrf", csrf)]))
        .await;
    for visitor in &mut there {
        visitor.open("/account").await.at("login");
    }
    here.open("/account").await.shown(200, ADA);
    eve.open("/account").await.shown(200, "eve@example.com");
    // And here, too.
    let page = here.open("/account").await;
    post(&mut here, &page, "/account/logout", &[])
        .await
        .shown(200, "");
    here.open("/account").await.at("login");
}

#[tokio::test]
async fn an_applications_access_is_revoked() {
    let app = TestApp::new().await;
    app.person(ADA).await;
    app.posts_api(&json!({})).await;
    let client: Application = app
        .third_party("permissive", &json!({ "name": "Photo <Printer>" }))
        .await;
    app.grant(&client, &["read:posts"], "user").await;
    let scope = [
        ("audience", crate::applications::AUDIENCE),
        ("scope", "openid read:posts offline_access"),
    ];
    let mut visitor = Visitor::new(&app);
    let code = visitor.code(&client, ADA, &scope).await;
    let tokens = app.redeem(&client, &code).await.ok(200);
    let refresh = tokens["refresh_token"].as_str().unwrap().to_owned();
    let page = at(&mut visitor, "/account").await;
    page.shown(200, "Photo &#60;Printer&#62;");
    page.shown(200, "read:posts");
    let page = post(&mut visitor, &page, "/account/applications", &[]).await;
    page.shown(200, "role=\"status\"");
    assert!(!page.response.text.contains("Photo"));
    app.refresh(&client, &refresh).await.denied(
        403,
        "invalid_grant",
        "Unknown or invalid refresh token.",
    );
    // The next time it is asked again.
    let page = visitor.open(&authorize(&client, &scope)).await;
    page.at("consent");
}

#[tokio::test]
async fn factors_are_set_up_and_removed() {
    let app = TestApp::new().await;
    let ada = app.person(ADA).await;
    let mut visitor = Visitor::new(&app);
    at(&mut visitor, "/account").await;
    let page = visitor.open("/account").await;
    assert!(!page.response.text.contains("/account/factors/add"));
    let body = json!({ "enabled": true });
    app.write(Method::PUT, "/api/v2/guardian/factors/otp", &body)
        .await
        .ok(200);
    visitor
        .open("/account")
        .await
        .shown(200, "/account/factors/add");
    let page = visitor.open("/account/factors/add").await;
    assert!(
        page.path.starts_with("/mfa/enrollment?ticket="),
        "{}",
        page.path
    );
    page.shown(200, "<svg");
    let path = format!("/api/v2/users/{}/authentication-methods", ada.id);
    let body = json!({ "type": "totp", "name": "My <phone>", "totp_secret": "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP" });
    app.write(Method::POST, &path, &body).await.ok(201);
    let page = visitor.open("/account").await;
    page.shown(200, "My &lt;phone&gt;");
    app.advance(601);
    let again = post(&mut visitor, &page, "/account/factors/remove", &[]).await;
    again.at("login");
    let page = visitor.log_in(&again, ADA).await;
    let page = post(&mut visitor, &page, "/account/factors/remove", &[]).await;
    page.shown(200, "role=\"status\"");
    assert!(!page.response.text.contains("My &lt;phone"));
    let left = app.read(&path).await.ok(200);
    assert_eq!(
        left.as_array()
            .or(left["authenticators"].as_array())
            .map(Vec::len),
        Some(0),
        "{left}"
    );
}

#[tokio::test]
async fn an_account_is_deleted_by_whoever_types_its_name() {
    let app = TestApp::new().await;
    let ada = app.person(ADA).await;
    let mut visitor = Visitor::new(&app);
    at(&mut visitor, "/account").await;
    app.advance(601);
    let page = at(&mut visitor, "/account/delete").await;
    assert_eq!(page.path, "/account/delete");
    let again = post(
        &mut visitor,
        &page,
        "/account/delete",
        &[("account", "eve@example.com")],
    )
    .await;
    again.shown(400, "aria-invalid=\"true\"");
    app.read(&format!("/api/v2/users/{}", ada.id)).await.ok(200);
    let gone = post(
        &mut visitor,
        &page,
        "/account/delete",
        &[("account", " ADA@example.com ")],
    )
    .await;
    gone.shown(200, "is deleted");
    app.read(&format!("/api/v2/users/{}", ada.id))
        .await
        .refused(404, "The user does not exist.", Some("inexistent_user"));
    assert!(visitor.session().is_none());
    assert_eq!(app.entry("sdu").await["user_id"], json!(ada.id));
    visitor.open("/account").await.at("login");
}

#[tokio::test]
async fn a_blocked_user_is_out_at_once() {
    let app = TestApp::new().await;
    let ada = app.person(ADA).await;
    let mut visitor = Visitor::new(&app);
    at(&mut visitor, "/account").await.shown(200, ADA);
    app.set_blocked(&ada, true).await;
    let page = visitor.open("/account").await;
    assert_ne!(page.response.status, 200);
    assert!(!page.response.text.contains("/account/delete"));
}
