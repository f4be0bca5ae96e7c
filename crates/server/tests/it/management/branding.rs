//! `/branding`, and what it does to the hosted pages.

use axum::http::Method;
use serde_json::{Value, json};

use crate::test_app::{TestApp, TestResponse};

const PATH: &str = "/api/v2/branding";
const TEMPLATE: &str = "/api/v2/branding/templates/universal-login";
const THEMES: &str = "/api/v2/branding/themes";

async fn patch(app: &TestApp, body: Value) -> TestResponse {
    app.write(Method::PATCH, PATH, &body).await
}

fn theme() -> Value {
    let text = json!({ "bold": true, "size": 100 });
    let colors = [
        "body_text",
        "error",
        "header",
        "icons",
        "input_background",
        "input_border",
        "input_filled_text",
        "input_labels_placeholders",
        "links_focused_components",
        "primary_button",
        "primary_button_label",
        "secondary_button_border",
        "secondary_button_label",
        "success",
        "widget_background",
        "widget_border",
    ];
    let colors: Value = colors
        .iter()
        .map(|name| ((*name).to_owned(), json!("#00FF00")))
        .collect::<serde_json::Map<_, _>>()
        .into();
    json!({
        "borders": {
            "button_border_radius": 2, "button_border_weight": 2, "buttons_style": "pill", "input_border_radius": 2,
            "input_border_weight": 2, "inputs_style": "pill", "show_widget_shadow": true, "widget_border_weight": 2,
            "widget_corner_radius": 2
        },
        "colors": colors,
        "fonts": {
            "body_text": text, "buttons_text": text, "font_url": "https://google.com/font.woff", "input_labels": text,
            "links": text, "links_style": "normal", "reference_text_size": 12, "subtitle": text, "title": text
        },
        "page_background": {
            "background_color": "#000000", "background_image_url": "https://google.com/background.png",
            "page_layout": "center"
        },
        "widget": {
            "header_text_alignment": "center", "logo_height": 55, "logo_position": "center",
            "logo_url": "https://google.com/logo.png", "social_buttons_layout": "top"
        }
    })
}

#[tokio::test]
async fn a_recorded_change() {
    let app = TestApp::new().await;
    assert!(app.read(PATH).await.ok(200)["colors"]["primary"].is_string());
    let sent = json!({
        "colors": { "primary": "#0059d6", "page_background": "#000000" },
        "favicon_url": "https://mycompany.org/favicon.ico", "logo_url": "https://mycompany.org/v2/logo.png",
        "font": { "url": "https://mycompany.org/font/myfont.ttf" }
    });
    assert_eq!(patch(&app, sent.clone()).await.ok(200), sent);
    let mut expected = sent.clone();
    expected.as_object_mut().unwrap().remove("font");
    assert_eq!(patch(&app, json!({ "font": null })).await.ok(200), expected);
    assert_eq!(app.read(PATH).await.ok(200), expected);
    let gradient =
        json!({ "type": "linear-gradient", "start": "#FFFFFF", "end": "#000000", "angle_deg": 35 });
    let change = json!({ "colors": { "page_background": gradient } });
    let after = patch(&app, change).await.ok(200);
    assert_eq!(
        after["colors"],
        json!({ "primary": "#0059d6", "page_background": gradient })
    );
    assert_ne!(app.other_tenant().await.read(PATH).await.ok(200), after);
}

#[tokio::test]
async fn refusals() {
    let app = TestApp::new().await;
    for (body, property) in [
        (json!({ "colors": { "primary": "red" } }), "colors.primary"),
        (
            json!({ "logo_url": "http://example.com/logo.png" }),
            "logo_url",
        ),
        (json!({ "font": {} }), "font"),
    ] {
        let refused = patch(&app, body).await;
        assert_eq!(refused.status, 400);
        let message = refused.json()["message"].as_str().unwrap().to_owned();
        assert!(
            message.contains(&format!("on property {property}")),
            "{message}"
        );
    }
    assert_eq!(patch(&app, json!({})).await.status, 400);
}

#[tokio::test]
async fn the_next_page_wears_the_colours() {
    let app = TestApp::new().await;
    let page = || async { app.get("/no-such-page").send().await.text };
    assert!(!page().await.contains("/u/theme.css"));
    let colors = json!({ "primary": "#AB12CD", "page_background": "#102030" });
    patch(&app, json!({ "colors": colors })).await.ok(200);
    let branded = page().await;
    let link = |page: &str| {
        let start = page.find("/u/theme.css?v=").expect("the theme is linked");
        page[start..].split('"').next().unwrap().to_owned()
    };
    let css = app.get(&link(&branded)).send().await.text;
    assert!(
        css.contains("--sea:#AB12CD") || css.contains("--sea:#ab12cd"),
        "{css}"
    );
    app.write(Method::POST, THEMES, &theme()).await.ok(200);
    let themed = link(&page().await);
    assert_ne!(themed, link(&branded));
    let css = app.get(&themed).send().await.text.to_lowercase();
    assert!(css.contains("--sea:#00ff00"), "{css}");
    assert!(css.contains("--corner:2px"), "{css}");
    let other = app.other_tenant().await;
    let theirs = other.get("/no-such-page").send().await.text;
    assert!(!theirs.contains("/u/theme.css"));
}

#[tokio::test]
async fn the_page_template() {
    let app = TestApp::new().await;
    let text = "<!DOCTYPE html><html><head>{%- auth0:head -%}</head><body>{%- auth0:widget -%}</body></html>";
    let missing = "Template does not exist.";
    let code = Some("inexistent_templates_universal_login");
    app.read(TEMPLATE).await.refused(404, missing, code);
    let first = app.write(Method::PUT, TEMPLATE, &json!(text)).await;
    assert_eq!(first.ok(201), json!({}));
    assert_eq!(app.read(TEMPLATE).await.ok(200), json!({ "body": text }));
    let next = app
        .write(Method::PUT, TEMPLATE, &json!({ "template": text }))
        .await;
    assert_eq!(next.status, 204);
    let bare = app
        .write(Method::PUT, TEMPLATE, &json!("<html></html>"))
        .await;
    bare.refused(
        400,
        "The template has no auth0:head tag.",
        Some("invalid_body"),
    );
    assert_eq!(app.remove(TEMPLATE).await.status, 204);
    app.read(TEMPLATE).await.refused(404, missing, code);
}

#[tokio::test]
async fn a_recorded_life_of_a_theme() {
    let app = TestApp::new().await;
    let unknown = "There was an error retrieving branding settings: invalid theme ID";
    let code = Some("theme_not_found");
    let default = format!("{THEMES}/default");
    app.read(&default).await.refused(404, unknown, code);
    let made = app.write(Method::POST, THEMES, &theme()).await.ok(200);
    let id = made["themeId"].as_str().unwrap();
    assert_eq!(id.len(), 32);
    let path = format!("{THEMES}/{id}");
    assert_eq!(app.read(&default).await.ok(200), made);
    assert_eq!(app.read(&path).await.ok(200), made);
    let again = app.write(Method::POST, THEMES, &theme()).await;
    again.refused(
        409,
        "There was an error updating branding settings: The theme already exists",
        None,
    );
    let mut named = theme();
    named["displayName"] = json!("newTheme");
    let changed = app.write(Method::PATCH, &path, &named).await.ok(200);
    assert_eq!(
        (&changed["displayName"], &changed["themeId"]),
        (&json!("newTheme"), &made["themeId"])
    );
    let elsewhere = format!("{THEMES}/T1oKVstVB0VzZzA6JWS1R6lYTa38iUFL");
    app.read(&elsewhere).await.refused(404, unknown, code);
    let deleting = "There was an error deleting branding settings: invalid theme ID";
    app.remove(&elsewhere).await.refused(404, deleting, code);
    let other = app.other_tenant().await;
    other.remove(&path).await.refused(404, deleting, code);
    assert_eq!(app.remove(&path).await.status, 204);
    app.read(&path).await.refused(404, unknown, code);
}

const PREVIEWS: &str = "/api/v2/branding/previews";

async fn preview(app: &TestApp, draft: Value) -> (String, Value) {
    let made = app.write(Method::POST, PREVIEWS, &draft).await.ok(201);
    let url = made["url"].as_str().unwrap();
    let path = url.strip_prefix("https://tenant.test").unwrap();
    assert!(path.starts_with("/u/preview/"), "{url}");
    (path.to_owned(), made)
}

#[tokio::test]
async fn a_preview_is_drawn_from_a_draft() {
    let app = TestApp::new().await;
    let before = app.entries().await.len();
    let draft = json!({
        "prompt": "login", "screen": "login", "language": "de",
        "template": "<html><head>{% auth0:head %}</head><body>Draft of {{ prompt.screen.name }} for {{ application.name }}\
                     {% auth0:widget %}</body></html>",
        "branding": { "colors": { "primary": "#AB12CD" } },
        "texts": { "login": { "title": "Ahoy <you>" } },
        "partials": { "login": { "form-content-start": "<p>A piece</p>" } },
    });
    let (path, made) = preview(&app, draft).await;
    assert_eq!(
        (&made["problem"], &made["expires_in"]),
        (&Value::Null, &json!(300))
    );
    let page = app.get(&path).send().await;
    assert_eq!(page.status, 200);
    for text in [
        "Draft of login for Photo Printer",
        "lang=\"de\"",
        "<h1>Ahoy &lt;you&gt;</h1>",
        "<p>A piece</p>",
        "--sea:#AB12CD",
        "Passwort",
    ] {
        assert!(page.text.contains(text), "{text}: {}", page.text);
    }
    let policy = page.header("content-security-policy");
    assert!(
        policy.ends_with("frame-ancestors 'self'; base-uri 'none'; sandbox"),
        "{policy}"
    );
    assert!(
        policy.contains("form-action 'none'") && !policy.contains("script-src"),
        "{policy}"
    );
    assert!(page.headers.get("x-frame-options").is_none());
    // Nothing of it is stored, and nothing is worth an entry.
    app.read(TEMPLATE).await.ok(404);
    assert!(
        !app.get("/no-such-page")
            .send()
            .await
            .text
            .contains("theme.css")
    );
    assert_eq!(app.entries().await.len(), before);
    let theirs = app.other_tenant().await.get(&path).send().await;
    assert_eq!(theirs.status, 404);
    // The next draft takes its place, and is gone after a while.
    let (next, _) = preview(&app, json!({ "prompt": "signup", "screen": "signup" })).await;
    app.get(&path).send().await.ok(404);
    let page = app.get(&next).send().await;
    assert_eq!(page.status, 200);
    assert!(
        page.text.contains("<footer class=\"foot\">"),
        "our own: {}",
        page.text
    );
    app.advance(301);
    app.get(&next).send().await.ok(404);
}

#[tokio::test]
async fn a_preview_says_what_is_wrong() {
    let app = TestApp::new().await;
    let template = "{% auth0:head %}{% if false %}{% auth0:widget %}{% endif %}";
    let draft = json!({ "prompt": "login", "screen": "login", "template": template });
    let (path, made) = preview(&app, draft).await;
    assert_eq!(made["problem"], "It left auth0:head or auth0:widget out.");
    assert!(
        app.get(&path)
            .send()
            .await
            .text
            .contains("<footer class=\"foot\">")
    );
    for (change, why) in [
        (
            json!({ "template": "{% auth0:head %}" }),
            "The template has no auth0:widget tag.",
        ),
        (
            json!({ "partials": { "login": { "form-content-end": "</form>" } } }),
            "login, form-content-end: ",
        ),
        (
            json!({ "branding": { "colors": { "primary": "red" } } }),
            "colors.primary",
        ),
        (json!({ "theme": {} }), "Missing required property"),
        (
            json!({ "screen": "no-such-screen" }),
            "There are previews of these screens: login, ",
        ),
        (json!({ "language": "xx" }), "language"),
    ] {
        let mut draft = json!({ "prompt": "login", "screen": "login" });
        draft
            .as_object_mut()
            .unwrap()
            .extend(change.as_object().unwrap().clone());
        let refused = app.write(Method::POST, PREVIEWS, &draft).await;
        assert_eq!(refused.status, 400, "{}", refused.text);
        let message = refused.json()["message"].as_str().unwrap().to_owned();
        assert!(message.contains(why), "{message}");
    }
    // Each screen that there is a sample of can be drawn, in every language and look.
    for [prompt, screen] in ostia_server::pages::SAMPLES {
        let draft = json!({ "prompt": prompt, "screen": screen, "language": "ar" });
        let (path, _) = preview(&app, draft).await;
        let page = app.get(&path).send().await;
        assert!(page.text.contains("dir=\"rtl\""), "{screen}: {}", page.text);
        assert!(!page.text.contains('⟦'), "{screen}: {}", page.text);
    }
}
