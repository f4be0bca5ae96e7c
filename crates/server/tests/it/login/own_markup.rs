//! Pages and pieces of a tenant's own (`/branding/templates/universal-login`, `/prompts/{prompt}/partials`).

use axum::http::Method;
use serde_json::{Value, json};

use crate::applications::{AUDIENCE, Application, PASSWORD};
use crate::test_app::{TestApp, TestResponse};
use crate::visitor::{Landing, Visitor, authorize};

const ADA: &str = "ada@example.com";
const TEMPLATE: &str = "/api/v2/branding/templates/universal-login";

/// A page as people write them, with something from every group of variables.
const PAGE: &str = "<!DOCTYPE html>
{% assign resolved_dir = dir | default: \"auto\" %}
<html lang=\"{{ locale }}\" dir=\"{{ resolved_dir }}\">
<head>{%- auth0:head -%}<style>aside { color: {{ branding.colors.primary }} }</style></head>
<body class=\"_widget-auto-layout\" data-screen=\"{{ prompt.name }}/{{ prompt.screen.name }}\">
<aside>{{ tenant.friendly_name }} | {{ tenant.enabled_locales }} | {{ application.id }} | {{ application.name }}
| {{ application.metadata.tier }} | {{ organization.display_name }} | {{ transaction.params.ext-theme }}
| {{ prompt.screen.texts.pageTitle }} | user: {{ user.email }} | state: {{ state }}</aside>
{%- auth0:widget -%}
</body></html>";

async fn set(app: &TestApp, text: &str) -> TestResponse {
    app.write(Method::PUT, TEMPLATE, &json!({ "template": text }))
        .await
}

async fn pieces(app: &TestApp, prompt: &str, body: &Value) -> TestResponse {
    let path = format!("/api/v2/prompts/{prompt}/partials");
    app.write(Method::PUT, &path, body).await
}

async fn app_with(page: &str) -> (TestApp, Application) {
    let app = TestApp::new().await;
    let members = json!({ "name": "A <b> & Co", "client_metadata": { "tier": "gold" } });
    let client = app.application(&members).await;
    app.person(ADA).await;
    assert!(set(&app, page).await.status.is_success());
    (app, client)
}

async fn log_in_page(app: &TestApp, client: &Application) -> Landing {
    Visitor::new(app).open(&authorize(client, &[])).await
}

/// What the page's own element says.
fn said(page: &Landing) -> &str {
    let text = &page.response.text;
    let start = text
        .find("<aside>")
        .unwrap_or_else(|| panic!("ours: {text}"));
    &text[start..text.find("</aside>").unwrap()]
}

#[tokio::test]
async fn every_screen_is_in_the_page() {
    let (app, client) = app_with(PAGE).await;
    app.posts_api(&json!({ "skip_consent_for_verifiable_first_party_clients": false }))
        .await;
    let mut visitor = Visitor::new(&app);
    let asked = [
        ("audience", AUDIENCE),
        ("scope", "openid read:posts"),
        ("ext-theme", "<i>dark\u{1}widget\u{1}"),
    ];
    let page = visitor.open(&authorize(&client, &asked)).await;
    page.at("login");
    page.shown(200, "data-screen=\"login/login\"");
    for text in [
        "| en |",
        &client.id,
        "A &lt;b&gt; &amp; Co",
        "| gold |",
        "&lt;i&gt;darkwidget",
        "| Sign in | ",
        "user:  |",
        &format!("state: {}", page.form().1[0].1),
    ] {
        assert!(said(&page).contains(text), "{text}: {}", said(&page));
    }
    let state = page.form().1[0].1.clone();
    visitor
        .open(&format!("/u/signup?state={state}"))
        .await
        .shown(200, "data-screen=\"signup/signup\"");
    let name = app.connection().await.name;
    visitor
        .open(&format!("/u/reset-password/request/{name}?state={state}"))
        .await
        .shown(200, "data-screen=\"reset-password/reset-password-request\"");
    let refused = visitor
        .submit(&page, &[("username", ADA), ("password", "wrong")])
        .await;
    refused.shown(400, "data-screen=\"login/login\"");
    refused.shown(400, "don’t belong together");
    // Who has proved who they are is somebody.
    let page = visitor.log_in(&page, ADA).await;
    page.at("consent");
    page.shown(200, "data-screen=\"consent/consent\"");
    assert!(said(&page).contains("user: ada@example.com"));
    visitor.consent(&page).await.answer("code");
    visitor
        .open("/activate")
        .await
        .shown(200, "data-screen=\"device-flow/device-code-activation\"");
    visitor
        .open("/oidc/logout")
        .await
        .shown(200, "data-screen=\"logout/logout\"");
    let ticket = visitor.open("/u/email-verification?ticket=none").await;
    ticket.shown(404, "data-screen=\"common/ticket-unknown\"");
}

#[tokio::test]
async fn errors_and_the_account_are_ours() {
    let (app, client) = app_with(PAGE).await;
    let mut visitor = Visitor::new(&app);
    let error = visitor.open("/no-such-page").await;
    error.shown(404, "<main class=\"card\">");
    assert!(!error.response.text.contains("<aside>"));
    let policy = error.response.header("content-security-policy");
    assert!(!policy.contains("unsafe-inline"), "{policy}");
    visitor.code(&client, ADA, &[]).await;
    let account = visitor.open("/account").await;
    account.shown(200, ADA);
    assert!(!account.response.text.contains("<aside>"));
}

#[tokio::test]
async fn the_next_page_has_it_and_the_one_after_its_end_has_not() {
    let app = TestApp::new().await;
    let client = app.web_app().await;
    let before = log_in_page(&app, &client).await.response;
    let other = app.other_tenant().await;
    let others = other.web_app().await;
    assert_eq!(set(&app, PAGE).await.status, 201);
    assert!(said(&log_in_page(&app, &client).await).contains("Test App"));
    let changed = PAGE.replace("<aside>", "<aside>Changed ");
    assert_eq!(set(&app, &changed).await.status, 204);
    assert!(said(&log_in_page(&app, &client).await).contains("Changed"));
    let theirs = log_in_page(&other, &others).await.response;
    assert!(!theirs.text.contains("<aside>"));
    assert_eq!(app.remove(TEMPLATE).await.status, 204);
    let after = log_in_page(&app, &client).await.response;
    let shape = |response: &TestResponse| {
        let form = response.text.split("<form").next().unwrap().to_owned();
        let policy = response.header("content-security-policy").to_owned();
        (form, policy)
    };
    assert_eq!(shape(&after), shape(&before));
    assert_eq!(
        shape(&before).1,
        "default-src 'none'; style-src 'self'; img-src 'self'; frame-ancestors 'none'; base-uri 'none'"
    );
}

#[tokio::test]
async fn styles_are_allowed_and_scripts_are_not() {
    let page = PAGE.replace(
        "</body>",
        "<script nonce=\"{{ nonce }}\">alert(1)</script></body>",
    );
    let (app, client) = app_with(&page).await;
    let page = log_in_page(&app, &client).await.response;
    assert_eq!(
        page.header("content-security-policy"),
        "default-src 'none'; style-src 'self' 'unsafe-inline' https:; img-src 'self' https: data:; \
         font-src 'self' https: data:; frame-ancestors 'none'; base-uri 'none'"
    );
    assert_eq!(page.header("x-frame-options"), "DENY");
    assert!(page.text.contains("nonce=\"\""), "{}", page.text);
    assert!(page.text.contains("/u/assets/widget.css?v="));
    let styles = app.get("/u/assets/widget.css").send().await;
    assert!(styles.text.contains("_widget-auto-layout"));
    // Where an authenticator may answer, our script is named by its address: there is no number to find out.
    let connection = app.connection().await;
    let path = format!("/api/v2/connections/{}", connection.id);
    let mut options = app.read(&path).await.ok(200)["options"].clone();
    options["authentication_methods"]["passkey"]["enabled"] = json!(true);
    options["authentication_methods"]["password"]["enabled"] = json!(true);
    let body = json!({ "options": options });
    app.write(Method::PATCH, &path, &body).await.ok(200);
    let page = log_in_page(&app, &client).await.response;
    assert!(page.text.contains("src=\"/u/assets/webauthn.js?v="));
    let policy = page.header("content-security-policy");
    let host = &app.tenant.domain;
    let expected =
        format!("; script-src {host}/u/assets/webauthn.js {host}/u/assets/verification.js; ");
    assert!(policy.contains(&expected), "{policy}");
    assert!(!policy.contains("nonce"), "{policy}");
}

#[tokio::test]
async fn right_to_left_and_the_readers_language() {
    let (app, client) = app_with(PAGE).await;
    app.change_settings(&json!({ "enabled_locales": ["en", "ar"] }))
        .await;
    let address = authorize(&client, &[("ui_locales", "ar")]);
    let page = Visitor::new(&app).open(&address).await;
    page.shown(200, "<html lang=\"ar\" dir=\"rtl\">");
    // The card knows by itself, for pages that don't say it.
    page.shown(200, "<div class=\"widget\" lang=\"ar\" dir=\"rtl\">");
    assert!(said(&page).contains("| en, ar |"));
}

#[tokio::test]
async fn an_organization_is_known() {
    let (app, _) = app_with(PAGE).await;
    let client = app
        .application(&json!({ "organization_usage": "allow" }))
        .await;
    let id = app.organization("harbour").await;
    app.enable_for_organization(&id, json!({})).await;
    let address = authorize(&client, &[("organization", &id)]);
    let page = Visitor::new(&app).open(&address).await;
    assert!(said(&page).contains("| harbour |"), "{}", said(&page));
}

#[tokio::test]
async fn a_page_that_fails_gives_way_to_ours() {
    for broken in [
        // Nobody could log in there.
        "{% auth0:head %}{% if prompt.name != 'login' %}{% auth0:widget %}{% endif %}",
        "{% auth0:head %}{% auth0:widget %}{% for a in (1..999) %}{% for b in (1..999) %}x{% endfor %}{% endfor %}",
        "{% auth0:head %}{{ '<fo' | append: 'rm action=\"https://evil.example\">' }}{% auth0:widget %}",
    ] {
        let (app, client) = app_with(broken).await;
        let mut visitor = Visitor::new(&app);
        let page = visitor.open(&authorize(&client, &[])).await;
        page.shown(200, "<footer class=\"foot\">");
        assert!(!page.response.text.contains("evil.example"));
        visitor.log_in(&page, ADA).await.answer("code");
    }
}

#[tokio::test]
async fn a_page_that_cannot_be_used_is_refused() {
    let app = TestApp::new().await;
    for (text, why) in [
        ("{% auth0:head %}", "The template has no auth0:widget tag."),
        (
            "{% auth0:head %}{% auth0:widget %}\n{{ x | no_such_filter }}",
            "no_such_filter",
        ),
        ("{% auth0:head %}\n{% if x %}{% auth0:widget %}", "Line 2"),
        (
            "{% auth0:head %}<form>{% auth0:widget %}</form>",
            "a form of its own",
        ),
    ] {
        let refused = set(&app, text).await;
        let body = refused.json();
        assert_eq!(
            (refused.status.as_u16(), &body["errorCode"]),
            (400, &json!("invalid_body"))
        );
        let message = body["message"].as_str().unwrap();
        assert!(message.contains(why), "{message}");
    }
    assert_eq!(app.read(TEMPLATE).await.status, 404);
}

#[tokio::test]
async fn a_page_is_sent_as_html_too() {
    let app = TestApp::new().await;
    let token = app.admin_token().await;
    let send = |kind: &'static str| {
        let request = app.request(Method::PUT, TEMPLATE).bearer(&token);
        request.raw(kind, PAGE.to_owned()).send()
    };
    assert_eq!(send("text/html; charset=utf-8").await.status, 201);
    assert_eq!(app.read(TEMPLATE).await.ok(200), json!({ "body": PAGE }));
    send("text/plain").await.ok(415);
}

#[tokio::test]
async fn pieces_are_where_they_belong_and_the_form_works() {
    let app = TestApp::new().await;
    let client = app.web_app().await;
    app.person(ADA).await;
    let piece = |name: &str| {
        format!(
            "<div class=\"ulp-field\"><label for=\"{name}\">{name}</label><input type=\"text\" name=\"ulp-{name}\" id=\"{name}\"></div>"
        )
    };
    let body = json!({ "login": {
        "form-content-start": piece("one"), "form-content-end": piece("two"), "form-footer-start": piece("three"),
        "form-footer-end": "<p>{{ application.name }} in {{ prompt.screen.texts.buttonText }}: {{ locale }}</p>",
        "secondary-actions-start": "<p>Beside other providers</p>",
    } });
    pieces(&app, "login", &body).await.ok(200);
    let mut visitor = Visitor::new(&app);
    let page = visitor.open(&authorize(&client, &[])).await;
    let text = &page.response.text;
    let order = [
        "name=\"csrf\"",
        "name=\"ulp-one\"",
        "name=\"username\"",
        "name=\"password\"",
        "name=\"ulp-two\"",
        "class=\"actions\"",
        "name=\"ulp-three\"",
        "<p>Test App in Sign in: en</p>",
        "</form>",
    ];
    let places: Vec<usize> = order
        .iter()
        .map(|part| text.find(part).unwrap_or_else(|| panic!("{part}: {text}")))
        .collect();
    assert!(places.is_sorted(), "{text}");
    // There are no other providers.
    assert!(!text.contains("Beside other providers"));
    let policy = page.response.header("content-security-policy");
    assert!(
        policy.contains("'unsafe-inline'") && !policy.contains("script-src"),
        "{policy}"
    );
    // What is typed there is nobody's yet, and in nobody's way.
    let typed = [
        ("username", ADA),
        ("password", PASSWORD),
        ("ulp-one", "x"),
        ("ulp-two", ""),
    ];
    visitor.submit(&page, &typed).await.answer("code");
    // Other screens have none, and with the last piece all is as before.
    let mut visitor = Visitor::new(&app);
    let page = visitor
        .open(&authorize(&client, &[("screen_hint", "signup")]))
        .await;
    page.at("signup");
    assert!(!page.response.text.contains("ulp-"));
    pieces(&app, "login", &json!({})).await.ok(200);
    let page = log_in_page(&app, &client).await;
    assert!(!page.response.text.contains("ulp-"));
    assert!(
        !page
            .response
            .header("content-security-policy")
            .contains("unsafe")
    );
}

#[tokio::test]
async fn pieces_of_every_prompt_that_has_a_screen() {
    let app = TestApp::new().await;
    let client = app.web_app().await;
    let text =
        json!({ "signup": { "var-tos": "I agree to the [terms](https://a.example/tos) & more" } });
    let path = "/api/v2/prompts/signup/custom-text/en";
    app.write(Method::PUT, path, &text).await.ok(200);
    let tos =
        "<label><input type=\"checkbox\" name=\"ulp-tos\">{{ prompt.screen.texts.varTos }}</label>";
    for prompt in ["signup", "login-id", "login-password"] {
        let mark = format!("<p>{prompt} of my own</p>{tos}");
        pieces(
            &app,
            prompt,
            &json!({ prompt: { "form-content-start": mark } }),
        )
        .await
        .ok(200);
    }
    let mut visitor = Visitor::new(&app);
    let page = visitor
        .open(&authorize(&client, &[("screen_hint", "signup")]))
        .await;
    page.shown(200, "signup of my own");
    page.shown(
        200,
        "name=\"ulp-tos\">I agree to the <a href=\"https://a.example/tos\">terms</a> &amp; more",
    );
    let first = json!({ "identifier_first": true });
    app.write(Method::PATCH, "/api/v2/prompts", &first)
        .await
        .ok(200);
    let mut visitor = Visitor::new(&app);
    let page = visitor.open(&authorize(&client, &[])).await;
    page.shown(200, "login-id of my own");
    let page = visitor.submit(&page, &[("username", ADA)]).await;
    page.shown(200, "login-password of my own");
}

#[tokio::test]
async fn a_piece_leaves_the_form_whole_or_is_left_out() {
    let app = TestApp::new().await;
    let client = app.web_app().await;
    app.person(ADA).await;
    for broken in [
        "</form><form action=\"https://evil.example\">",
        "<input name=\"password\">",
        "<button formaction=\"https://evil.example\">",
        "<div>",
        "{% if %}",
    ] {
        let refused = pieces(
            &app,
            "login",
            &json!({ "login": { "form-content-start": broken } }),
        )
        .await;
        let body = refused.json();
        assert_eq!(
            (refused.status.as_u16(), &body["errorCode"]),
            (400, &json!("invalid_body")),
            "{broken}"
        );
        assert!(
            body["message"]
                .as_str()
                .unwrap()
                .starts_with("login, form-content-start: "),
            "{body}"
        );
    }
    // What only turns out when it is shown.
    for (name, text) in [
        (
            "form-content-start",
            "{% if locale == 'en' %}</form>{% endif %}broken-one",
        ),
        ("form-content-end", "<p>whole</p>{{ application.name }}"),
        ("form-footer-end", "{{ '<' | append: 'form>' }}broken-two"),
    ] {
        let body = json!({ "login": { name: text } });
        pieces(&app, "login", &body).await.ok(200);
        let mut visitor = Visitor::new(&app);
        let page = visitor.open(&authorize(&client, &[])).await;
        assert!(!page.response.text.contains("broken"), "{name}");
        assert_eq!(page.response.text.contains("whole"), text.contains("whole"));
        visitor.log_in(&page, ADA).await.answer("code");
    }
}

#[tokio::test]
async fn pieces_in_a_page_of_ones_own() {
    let (app, client) = app_with(PAGE).await;
    let body = json!({ "login": { "form-footer-start": "<p>For {{ organization.name | default: 'everybody' }}</p>" } });
    pieces(&app, "login", &body).await.ok(200);
    let page = log_in_page(&app, &client).await;
    said(&page);
    page.shown(200, "<p>For everybody</p>");
}

#[tokio::test]
async fn one_screen_has_the_pieces_of_those_that_it_stands_for() {
    let (app, client) = app_with(PAGE).await;
    app.posts_api(&json!({ "skip_consent_for_verifiable_first_party_clients": false }))
        .await;
    let piece = |screen: &str, text: &str| json!({ screen: { "form-content-end": text } });
    for (prompt, text) in [
        ("signup-id", "<p>Of the name</p>"),
        ("signup-password", "<p>Of the password</p>"),
        ("customized-consent", "<p>Of the consent</p>"),
    ] {
        pieces(&app, prompt, &piece(prompt, text)).await.ok(200);
    }
    let mut visitor = Visitor::new(&app);
    let asked = [("audience", AUDIENCE), ("scope", "openid read:posts")];
    let page = visitor.open(&authorize(&client, &asked)).await;
    let state = page.form().1[0].1.clone();
    let path = format!("/u/signup?state={state}");
    let both = "<p>Of the name</p>\n</div>\n<div class=\"partial\">\n<p>Of the password</p>";
    visitor.open(&path).await.shown(200, both);
    // Its own go before.
    pieces(&app, "signup", &piece("signup", "<p>Its own</p>"))
        .await
        .ok(200);
    let own = visitor.open(&path).await;
    own.shown(200, "<p>Its own</p>");
    assert!(!own.response.text.contains("Of the name"));
    let page = visitor.log_in(&page, ADA).await;
    page.at("consent");
    page.shown(200, "<p>Of the consent</p>");
    visitor.consent(&page).await.answer("code");
}
