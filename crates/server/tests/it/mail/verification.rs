//! Confirming an e-mail address.

use axum::http::Method;
use serde_json::json;

use super::path_of;
use crate::applications::PASSWORD;
use crate::test_app::TestApp;
use crate::visitor::{Visitor, authorize};

const NEW: &str = "new@example.com";

async fn sign_up(app: &TestApp) {
    let client = app.web_app().await;
    let mut visitor = Visitor::new(app);
    let page = visitor
        .open(&authorize(&client, &[("screen_hint", "signup")]))
        .await;
    visitor
        .submit(&page, &[("email", NEW), ("password", PASSWORD)])
        .await
        .answer("code");
}

async fn is_verified(app: &TestApp) -> bool {
    let found = app
        .read(&format!("/api/v2/users-by-email?email={NEW}"))
        .await
        .ok(200);
    found[0]["email_verified"] == json!(true)
}

#[tokio::test]
async fn whoever_signs_up_is_asked_to_confirm_and_then_welcome() {
    let app = TestApp::new().await;
    let welcome = json!({
        "template": "welcome_email", "body": "<p>Hi {{ user.email }}</p>", "from": "", "subject": "Hi",
        "syntax": "liquid", "enabled": true
    });
    app.write(Method::POST, "/api/v2/email-templates", &welcome)
        .await
        .ok(200);
    sign_up(&app).await;
    let mail = TestApp::only(app.mail(NEW).await);
    assert_eq!(mail.template.as_deref(), Some("verify_email"));
    let url = mail.url.unwrap();
    assert!(
        url.starts_with("https://tenant.test/u/email-verification?ticket=") && url.ends_with('#'),
        "{url}"
    );
    assert!(mail.text.contains(&url) && mail.html.unwrap().contains(&url));
    assert!(!is_verified(&app).await);

    let link = path_of(&url);
    let mut visitor = Visitor::new(&app);
    visitor
        .open(&link)
        .await
        .shown(200, "Your address is confirmed");
    assert!(is_verified(&app).await);
    visitor.open(&link).await.shown(410, "was used already");
    visitor
        .open("/u/email-verification?ticket=unknown")
        .await
        .shown(404, "doesn’t work");
    let mail = app.mail(NEW).await;
    assert_eq!(mail.len(), 2);
    assert!(mail.iter().any(|mail| mail.text == "Hi new@example.com\n"));
    assert_eq!(app.entries_of("sv").await.len(), 1);
    assert_eq!(app.entries_of("fv").await.len(), 2);
}

#[tokio::test]
async fn a_link_ends_and_confirms_only_the_address_that_it_went_to() {
    let app = TestApp::new().await;
    sign_up(&app).await;
    let link = path_of(TestApp::only(app.mail(NEW).await).url.as_ref().unwrap());
    app.advance(432_001);
    let mut visitor = Visitor::new(&app);
    visitor.open(&link).await.shown(410, "too old");
    assert!(!is_verified(&app).await);

    let found = app
        .read(&format!("/api/v2/users-by-email?email={NEW}"))
        .await
        .ok(200);
    let user = format!("/api/v2/users/{}", found[0]["user_id"].as_str().unwrap());
    app.write(
        Method::PATCH,
        &user,
        &json!({ "email": "other@example.com", "verify_email": true }),
    )
    .await
    .ok(200);
    let link = path_of(
        TestApp::only(app.mail("other@example.com").await)
            .url
            .as_ref()
            .unwrap(),
    );
    app.write(Method::PATCH, &user, &json!({ "email": NEW }))
        .await
        .ok(200);
    visitor.open(&link).await.shown(410, "too old");
    assert!(!is_verified(&app).await);
}

#[tokio::test]
async fn the_templates_result_url_is_where_it_leads() {
    let app = TestApp::new().await;
    let template = json!({
        "template": "verify_email", "body": "<a href=\"{{ url }}\">yes</a>", "from": "", "subject": "Verify",
        "resultUrl": "{{ application.callback_domain }}/welcome?a=1", "includeEmailInRedirect": true,
        "urlLifetimeInSeconds": 60, "syntax": "liquid", "enabled": true
    });
    app.write(Method::POST, "/api/v2/email-templates", &template)
        .await
        .ok(200);
    sign_up(&app).await;
    let link = path_of(TestApp::only(app.mail(NEW).await).url.as_ref().unwrap());
    let mut visitor = Visitor::new(&app);
    let landing = visitor.open(&link).await;
    assert_eq!(
        landing.elsewhere.unwrap().as_str(),
        "https://app.test/welcome?a=1&success=true&code=success&message=Your+email+was+verified.+You+can+continue+\
         using+the+application.&email=new%40example.com"
    );
    sign_up_again_with_short_lifetime(&app).await;
}

async fn sign_up_again_with_short_lifetime(app: &TestApp) {
    let body = json!({ "connection": app.connection().await.name, "email": "short@example.com", "password": PASSWORD });
    app.write(Method::POST, "/api/v2/users", &body)
        .await
        .ok(201);
    let link = path_of(
        TestApp::only(app.mail("short@example.com").await)
            .url
            .as_ref()
            .unwrap(),
    );
    app.advance(61);
    Visitor::new(app).open(&link).await.shown(410, "too old");
}

#[tokio::test]
async fn the_management_api_says_whether_to_ask() {
    let app = TestApp::new().await;
    let connection = app.connection().await.name;
    for (name, members, asked) in [
        ("a", json!({}), 1),
        ("b", json!({ "email_verified": true }), 0),
        ("c", json!({ "verify_email": false }), 0),
        (
            "d",
            json!({ "email_verified": true, "verify_email": true }),
            1,
        ),
    ] {
        let email = format!("{name}@example.com");
        let mut body = json!({ "connection": connection, "email": email, "password": PASSWORD });
        body.as_object_mut()
            .unwrap()
            .extend(members.as_object().unwrap().clone());
        app.write(Method::POST, "/api/v2/users", &body)
            .await
            .ok(201);
        assert_eq!(app.mail(&email).await.len(), asked, "{body}");
    }
}

#[tokio::test]
async fn of_many_who_follow_a_link_at_once_one_confirms() {
    let app = TestApp::new().await;
    sign_up(&app).await;
    let link = path_of(TestApp::only(app.mail(NEW).await).url.as_ref().unwrap());
    let statuses = crate::visitor::all_at_once((0..8).map(|_| {
        let request = app.get(&link);
        async move { request.send().await.status.as_u16() }
    }))
    .await;
    assert_eq!(
        statuses.iter().filter(|status| **status == 200).count(),
        1,
        "{statuses:?}"
    );
    assert!(
        statuses.iter().all(|status| [200, 410].contains(status)),
        "{statuses:?}"
    );
}
