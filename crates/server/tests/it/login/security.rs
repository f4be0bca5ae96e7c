//! What protects the people at the hosted pages.

use axum::http::Method;
use serde_json::json;

use crate::applications::{AUDIENCE, PASSWORD};
use crate::test_app::TestApp;
use crate::visitor::{Visitor, all_at_once, authorize};

const ADA: &str = "ada@example.com";
const SESSION: &str = "__Host-ostia-session";
const BROWSER: &str = "__Host-ostia-browser";

async fn app_with_ada() -> TestApp {
    let app = TestApp::new().await;
    app.person(ADA).await;
    app
}

#[tokio::test]
async fn cookies_say_how_they_may_be_used() {
    let app = app_with_ada().await;
    let client = app.web_app().await;
    let mut visitor = Visitor::new(&app);
    visitor.sign_in(&client, ADA, &[]).await;
    let session = visitor.cookie(SESSION).unwrap();
    assert_eq!(
        session.attributes,
        [
            "Path=/",
            "Secure",
            "HttpOnly",
            "SameSite=None",
            "Max-Age=604800"
        ]
    );
    assert!(session.value.len() >= 32);
    let browser = visitor.cookie(BROWSER).unwrap();
    assert_eq!(
        browser.attributes[..4],
        ["Path=/", "Secure", "HttpOnly", "SameSite=Lax"]
    );
    let landing = visitor.open("/v2/logout").await;
    let gone = landing.response.header("set-cookie");
    assert!(
        gone.starts_with(SESSION) && gone.ends_with("Max-Age=0"),
        "{gone}"
    );
    app.change_settings(&json!({ "session_cookie": { "mode": "non-persistent" } }))
        .await;
    let mut visitor = Visitor::new(&app);
    visitor.sign_in(&client, ADA, &[]).await;
    let session = visitor.cookie(SESSION).unwrap();
    assert_eq!(
        session.attributes,
        ["Path=/", "Secure", "HttpOnly", "SameSite=None"]
    );
}

#[tokio::test]
async fn a_session_is_always_a_new_one() {
    let app = app_with_ada().await;
    let client = app.web_app().await;
    // Somebody plants a cookie that they know.
    let mut visitor = Visitor::new(&app);
    visitor.cookies.push(crate::visitor::Cookie {
        host: app.tenant.domain.clone(),
        name: SESSION.to_owned(),
        value: "planted-by-somebody-else".to_owned(),
        attributes: vec!["SameSite=None".to_owned()],
    });
    visitor.sign_in(&client, ADA, &[]).await.answer("code");
    let session = visitor.session().unwrap();
    assert_ne!(session, "planted-by-somebody-else");
    // And each log-in makes another.
    visitor
        .sign_in(&client, ADA, &[("prompt", "login")])
        .await
        .answer("code");
    assert_ne!(visitor.session().unwrap(), session);
}

#[tokio::test]
async fn a_form_needs_its_token() {
    let app = app_with_ada().await;
    app.posts_api(&json!({ "skip_consent_for_verifiable_first_party_clients": false }))
        .await;
    let client = app.web_app().await;
    let mut visitor = Visitor::new(&app);
    let login = visitor
        .open(&authorize(
            &client,
            &[("audience", AUDIENCE), ("scope", "read:posts")],
        ))
        .await;
    let signup = visitor
        .open(&login.path.replace("/u/login", "/u/signup"))
        .await;
    signup.at("signup");
    let another = visitor.open(&authorize(&client, &[])).await;
    let foreign = another
        .form()
        .1
        .into_iter()
        .find(|(name, _)| name == "csrf")
        .unwrap()
        .1;
    let fields = [
        ("username", ADA),
        ("email", "new@example.com"),
        ("password", PASSWORD),
        ("action", "accept"),
    ];
    for page in [&login, &signup] {
        for csrf in [None, Some(""), Some("wrong"), Some(foreign.as_str())] {
            let mut pairs = fields.to_vec();
            pairs.extend(csrf.map(|csrf| ("csrf", csrf)));
            let response = visitor.send(Method::POST, &page.path, Some(&pairs)).await;
            assert_eq!(response.status.as_u16(), 400, "{csrf:?}");
            assert!(visitor.session().is_none());
        }
    }
    let consent = visitor.log_in(&login, ADA).await;
    for csrf in [None, Some("wrong"), Some(foreign.as_str())] {
        let mut pairs = vec![("action", "accept")];
        pairs.extend(csrf.map(|csrf| ("csrf", csrf)));
        let response = visitor
            .send(Method::POST, &consent.path, Some(&pairs))
            .await;
        assert_eq!(response.status.as_u16(), 400);
    }
    let grants = app.read("/api/v2/grants").await.ok(200);
    assert_eq!(grants, json!([]));
    visitor.consent(&consent).await.answer("code");
}

#[tokio::test]
async fn a_login_belongs_to_the_browser_that_began_it() {
    let app = app_with_ada().await;
    let client = app.web_app().await;
    let mut victim = Visitor::new(&app);
    let page = victim.open(&authorize(&client, &[])).await;
    // Knowing the address is not enough, neither without cookies nor with one's own.
    let mut stranger = Visitor::new(&app);
    stranger.open(&page.path).await.shown(400, "<html");
    stranger.open(&authorize(&client, &[])).await.at("login");
    stranger.open(&page.path).await.shown(400, "<html");
    let (_, response) = stranger
        .submit_once(&page, &[("username", ADA), ("password", PASSWORD)])
        .await;
    assert_eq!(response.status.as_u16(), 400);
    assert!(stranger.session().is_none());
    victim.log_in(&page, ADA).await.answer("code");
}

#[tokio::test]
async fn a_login_belongs_to_its_tenant() {
    let app = app_with_ada().await;
    let client = app.web_app().await;
    let mut visitor = Visitor::new(&app);
    let page = visitor.open(&authorize(&client, &[])).await;
    let other = app.other_tenant().await;
    let mut there = visitor.at(&other);
    for cookie in &mut there.cookies {
        cookie.host.clone_from(&other.tenant.domain);
    }
    there.open(&page.path).await.shown(400, "<html");
    let (_, response) = there
        .submit_once(&page, &[("username", ADA), ("password", PASSWORD)])
        .await;
    assert_eq!(response.status.as_u16(), 400);
}

#[tokio::test]
async fn states_that_name_nothing() {
    let app = app_with_ada().await;
    let mut visitor = Visitor::new(&app);
    for screen in ["login", "signup", "consent"] {
        for query in [
            "",
            "?state=",
            "?state=nothing",
            "?state=a&state=b",
            "?state=%ff",
            "?state=%00",
        ] {
            let landing = visitor.open(&format!("/u/{screen}{query}")).await;
            landing.shown(400, "<html");
            let response = visitor
                .send(
                    Method::POST,
                    &format!("/u/{screen}{query}"),
                    Some(&[("csrf", "x")]),
                )
                .await;
            assert_eq!(response.status.as_u16(), 400);
        }
    }
}

#[tokio::test]
async fn pages_run_no_script_and_are_not_framed() {
    let app = app_with_ada().await;
    app.posts_api(&json!({ "skip_consent_for_verifiable_first_party_clients": false }))
        .await;
    let client = app.web_app().await;
    let mut visitor = Visitor::new(&app);
    let login = visitor
        .open(&authorize(&client, &[("audience", AUDIENCE)]))
        .await;
    let signup = visitor
        .open(&login.path.replace("/u/login", "/u/signup"))
        .await;
    let consent = visitor.log_in(&login, ADA).await;
    consent.at("consent");
    let logout = visitor.open("/oidc/logout").await;
    let error = visitor.open("/authorize").await;
    for page in [&login, &signup, &consent, &logout, &error] {
        let response = &page.response;
        let text = &response.text;
        assert!(
            !text.contains("<script") && !text.contains("javascript:"),
            "{}",
            page.path
        );
        assert!(
            !text.contains(" on") || !text.contains("onclick"),
            "{}",
            page.path
        );
        assert!(!text.contains("style=\""), "{}", page.path);
        let policy = response.header("content-security-policy");
        assert!(
            policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"),
            "{policy}"
        );
        assert!(
            !policy.contains("unsafe") && !policy.contains("script-src"),
            "{policy}"
        );
        assert_eq!(response.header("x-frame-options"), "DENY");
        assert_eq!(response.header("x-content-type-options"), "nosniff");
        assert_eq!(response.header("cache-control"), "no-store");
        assert_eq!(response.header("referrer-policy"), "same-origin");
    }
}

#[tokio::test]
async fn hostile_names_are_words_on_every_page() {
    let app = app_with_ada().await;
    app.change_settings(&json!({ "friendly_name": "<b onmouseover=alert(1)>Evil" }))
        .await;
    let name = "\"'><svg onload=alert(2)>{{7*7}}";
    let client = app.application(&json!({ "name": name })).await;
    let mut visitor = Visitor::new(&app);
    let login = visitor.open(&authorize(&client, &[])).await;
    let typed = [("username", "<i>\"ada"), ("password", "<u>")];
    let again = visitor.submit(&login, &typed).await;
    let mismatch = visitor
        .open(&authorize(
            &client,
            &[("redirect_uri", "https://evil.test/\"><script>")],
        ))
        .await;
    let logout = visitor
        .open("/v2/logout?returnTo=%22%3E%3Cscript%3Ealert(3)")
        .await;
    for page in [&login, &again, &mismatch, &logout] {
        let text = &page.response.text;
        for hostile in ["<b on", "<svg on", "<i>", "<u>", "<script", "49"] {
            let is_ours = hostile == "49" && !text.contains("}}49");
            assert!(is_ours || !text.contains(hostile), "{hostile} in {text}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_login_form_that_is_posted_often_is_answered_once_and_leaves_one_session() {
    let app = app_with_ada().await;
    let client = app.web_app().await;
    let mut visitor = Visitor::new(&app);
    let page = visitor.open(&authorize(&client, &[])).await;
    let posts = (0..8).map(|_| {
        let mut browser = visitor.clone();
        let page = &page;
        async move {
            let fields = [("username", ADA), ("password", PASSWORD)];
            let answer = browser.submit_once(page, &fields).await.1;
            (answer, browser)
        }
    });
    let answers = all_at_once(posts).await;
    let (won, lost): (Vec<_>, Vec<_>) = answers
        .iter()
        .partition(|(answer, _)| answer.status.as_u16() == 302);
    assert_eq!(won.len(), 1);
    assert!(won[0].0.header("location").contains("code="));
    for (answer, browser) in lost {
        assert_eq!(answer.status.as_u16(), 400, "{}", answer.text);
        assert!(
            browser.session().is_none(),
            "the other one's session counts"
        );
    }
    let silent = authorize(&client, &[("prompt", "none")]);
    won[0].1.clone().open(&silent).await.answer("code");
}

#[tokio::test]
async fn prompt_none_is_not_bypassed_by_going_to_a_screen() {
    let app = app_with_ada().await;
    let client = app.web_app().await;
    let mut visitor = Visitor::new(&app);
    let page = visitor
        .open(&authorize(&client, &[("prompt", "login")]))
        .await;
    // A consent page that nobody has to see leads to where the person has to be.
    visitor
        .open(&page.path.replace("/u/login", "/u/consent"))
        .await
        .at("login");
    let csrf = page
        .form()
        .1
        .into_iter()
        .find(|(name, _)| name == "csrf")
        .unwrap()
        .1;
    let path = page.path.replace("/u/login", "/u/consent");
    let pairs = [("csrf", csrf.as_str()), ("action", "accept")];
    let response = visitor.send(Method::POST, &path, Some(&pairs)).await;
    assert!(
        response.header("location").starts_with("/u/login"),
        "{response:?}"
    );
}
