//! For applications with pages of their own.

use axum::http::Method;
use serde_json::{Value, json};

use super::{ADA, GRANT, PHONE, another, email, harbour, sms};
use crate::applications::{decoded, text};
use crate::second_factors::of_user;
use crate::test_app::TestApp;
use crate::visitor::all_at_once;

const WRONG_EMAIL: &str = "Wrong email or verification code.";
const WRONG_PHONE: &str = "Wrong phone number or verification code.";

#[tokio::test]
async fn a_code_by_mail_makes_an_account_and_opens_it_again() {
    let (app, client) = harbour().await;
    let typed = json!({ "connection": "email", "email": " Ada@Example.com ", "send": "code" });
    let answer = app.start(&client, &typed).await.ok(200);
    assert_eq!(
        (&answer["email"], &answer["email_verified"]),
        (&json!(ADA), &json!(false))
    );
    assert_eq!(answer["_id"].as_str().unwrap().len(), 24);
    let mail = TestApp::only(app.mail(ADA).await);
    let code = mail.code.clone().unwrap();
    assert_eq!(code.len(), 6);
    assert!(mail.text.contains(&code) && mail.subject.unwrap().contains(&code));
    let tokens = app.enter(&client, "email", ADA, &code).await.ok(200);
    let (_, claims) = decoded(&text(&tokens, "id_token"));
    assert!(
        claims["sub"].as_str().unwrap().starts_with("email|"),
        "{claims}"
    );
    assert_eq!(
        (&claims["email"], &claims["email_verified"]),
        (&json!(ADA), &json!(true))
    );

    // The code is used up; the next one opens the same account.
    let again = app.enter(&client, "email", ADA, &code).await;
    again.denied(403, "invalid_grant", WRONG_EMAIL);
    app.advance(1);
    app.start(&client, &email("code")).await.ok(200);
    let next = app.sent_code(ADA).await;
    let tokens = app.enter(&client, "email", ADA, &next).await.ok(200);
    assert_eq!(decoded(&text(&tokens, "id_token")).1["sub"], claims["sub"]);
    for (entry, times) in [("cls", 2), ("ss", 1), ("s", 2), ("fepotpft", 1)] {
        assert_eq!(app.entries_of(entry).await.len(), times, "{entry}");
    }
    let user = app
        .read(&of_user(claims["sub"].as_str().unwrap(), ""))
        .await;
    assert_ne!(user.status, 500);
}

#[tokio::test]
async fn a_code_by_text_message_does_the_same() {
    let (app, client) = harbour().await;
    let answer = app.start(&client, &sms()).await.ok(200);
    assert_eq!(
        (&answer["phone_number"], &answer["phone_verified"]),
        (&json!(PHONE), &json!(false))
    );
    let message = TestApp::only(app.mail(PHONE).await);
    let code = message.code.clone().unwrap();
    assert!(message.text.starts_with(&code), "{}", message.text);
    let refused = app.enter(&client, "sms", PHONE, another(&code)).await;
    refused.denied(403, "invalid_grant", WRONG_PHONE);
    let tokens = app
        .enter(&client, "sms", "+1 (555) 010-0200", &code)
        .await
        .ok(200);
    let (_, claims) = decoded(&text(&tokens, "id_token"));
    assert!(
        claims["sub"].as_str().unwrap().starts_with("sms|"),
        "{claims}"
    );
    assert_eq!(claims["phone_number"], PHONE);
    assert_eq!(claims["phone_number_verified"], true);
    assert_eq!(app.entries_of("cs").await.len(), 1);
}

#[tokio::test]
async fn codes_are_few_short_lived_and_replaced() {
    let (app, client) = harbour().await;
    app.start(&client, &email("code")).await.ok(200);
    let first = app.sent_code(ADA).await;
    app.start(&client, &email("code")).await.ok(200);
    let second = app.sent_code(ADA).await;
    if first != second {
        let replaced = app.enter(&client, "email", ADA, &first).await;
        replaced.denied(403, "invalid_grant", WRONG_EMAIL);
    }
    app.enter(&client, "email", ADA, another(&second))
        .await
        .ok(403);
    app.enter(&client, "email", ADA, another(&second))
        .await
        .ok(403);
    let third = app.enter(&client, "email", ADA, &second).await;
    third.denied(403, "invalid_grant", WRONG_EMAIL);

    app.start(&client, &email("code")).await.ok(200);
    let code = app.sent_code(ADA).await;
    app.advance(180);
    let late = app.enter(&client, "email", ADA, &code).await;
    late.denied(403, "invalid_grant", WRONG_EMAIL);
    app.start(&client, &email("code")).await.ok(200);
    let code = app.sent_code(ADA).await;
    // A code is no good for another client.
    let other = app.application(&json!({ "grant_types": [GRANT] })).await;
    let connection = app.read("/api/v2/connections?name=email").await.ok(200);
    let path = format!("/api/v2/connections/{}/clients", text(&connection[0], "id"));
    let body = json!([{ "client_id": other.id, "status": true }]);
    let enabled = app.write(Method::PATCH, &path, &body).await;
    assert!(enabled.status.is_success(), "{}", enabled.text);
    app.enter(&other, "email", ADA, &code).await.ok(403);
    app.advance(178);
    app.enter(&client, "email", ADA, &code).await.ok(200);
}

#[tokio::test]
async fn one_of_many_wins_and_makes_one_account() {
    let (app, client) = harbour().await;
    app.start(&client, &email("code")).await.ok(200);
    let code = app.sent_code(ADA).await;
    let racing = (0..6).map(|_| app.enter(&client, "email", ADA, &code));
    let answers = all_at_once(racing).await;
    let won = answers.iter().filter(|answer| answer.status == 200);
    assert_eq!(won.count(), 1);
    assert_eq!(app.entries_of("ss").await.len(), 1);
}

#[tokio::test]
async fn nobody_learns_who_has_an_account() {
    let app = TestApp::new().await;
    let client = app.application(&json!({ "grant_types": [GRANT] })).await;
    let closed = json!({ "disable_signup": true });
    app.add_passwordless("email", &client, &closed).await;
    let new =
        json!({ "connection": "email", "email": "grace@example.com", "email_verified": false });
    let grace = app.write(Method::POST, "/api/v2/users", &new).await.ok(201);
    // The mail that asks to confirm the address is older than the code.
    assert_eq!(app.mail("grace@example.com").await.len(), 1);
    app.advance(1);
    let ask = |address: &str| json!({ "connection": "email", "email": address, "send": "code" });
    let known = app.start(&client, &ask("grace@example.com")).await.ok(200);
    let unknown = app.start(&client, &ask(ADA)).await.ok(200);
    let members = |answer: &Value| {
        answer
            .as_object()
            .unwrap()
            .keys()
            .cloned()
            .collect::<Vec<_>>()
    };
    assert_eq!(members(&known), members(&unknown));
    assert_ne!(
        known["_id"].as_str(),
        grace["user_id"].as_str().unwrap().split('|').nth(1)
    );
    assert_eq!(app.mail(ADA).await.len(), 0);
    let code = app.sent_code("grace@example.com").await;
    let tokens = app
        .enter(&client, "email", "grace@example.com", &code)
        .await
        .ok(200);
    let (_, claims) = decoded(&text(&tokens, "id_token"));
    assert_eq!(claims["sub"], grace["user_id"]);
    assert_eq!(
        claims["email_verified"], true,
        "who has the code has the address"
    );
}

#[tokio::test]
async fn blocked_people_get_no_code() {
    let (app, client) = harbour().await;
    app.start(&client, &email("code")).await.ok(200);
    let code = app.sent_code(ADA).await;
    let tokens = app.enter(&client, "email", ADA, &code).await.ok(200);
    let id = text(&decoded(&text(&tokens, "id_token")).1, "sub");
    app.start(&client, &email("code")).await.ok(200);
    let code = app.sent_code(ADA).await;
    let path = format!("/api/v2/users/{}", id.replace('|', "%7C"));
    let blocked = json!({ "blocked": true });
    app.write(Method::PATCH, &path, &blocked).await.ok(200);
    let refused = app.enter(&client, "email", ADA, &code).await;
    assert!(refused.text.contains("user is blocked"), "{}", refused.text);
    let before = app.mail(ADA).await.len();
    app.start(&client, &email("code")).await.ok(200);
    assert_eq!(app.mail(ADA).await.len(), before);
}

#[tokio::test]
async fn refuses_in_upstreams_words() {
    let (app, client) = harbour().await;
    let body = |members: Value| members;
    let pattern = "String does not match pattern: ^\\+[0-9]{1,15}$";
    let strategy = "Invalid connection strategy. It must either be a passwordless connection";
    for (members, error, description) in [
        (
            json!({ "client_id": null }),
            "bad.client_id",
            "Missing required property: client_id",
        ),
        (
            json!({}),
            "bad.connection",
            "Missing required property: connection",
        ),
        (
            json!({ "connection": "nowhere" }),
            "bad.connection",
            "Connection does not exist",
        ),
        (
            json!({ "connection": "Username-Password-Authentication" }),
            "bad.connection",
            strategy,
        ),
        (
            json!({ "connection": "email" }),
            "invalid_request",
            "Either email or phone_number must be provided",
        ),
        (
            json!({ "connection": "email", "email": "ada" }),
            "bad.email",
            "invalid email",
        ),
        (
            json!({ "connection": "sms", "email": ADA }),
            "bad.phone_number",
            "Missing required property: phone_number",
        ),
        (
            json!({ "connection": "sms", "phone_number": "0151" }),
            "bad.phone_number",
            pattern,
        ),
        (
            json!({ "connection": "email", "email": ADA, "authParams": "x" }),
            "bad.authParams",
            "error in authParams - invalid type: string (expected object)",
        ),
        (
            json!({ "connection": "email", "email": ADA, "shoe_size": 45 }),
            "bad.request",
            "the following properties are not allowed: shoe_size",
        ),
    ] {
        let answer = app.start(&client, &body(members)).await;
        answer.denied(400, error, description);
    }
    // A confidential client proves itself, unless the tenant lets everybody ask in its name.
    let unproved = json!({ "client_secret": null, "connection": "email", "email": ADA });
    app.start(&client, &unproved)
        .await
        .denied(401, "access_denied", "Unauthorized");
    let flag = json!({ "flags": { "enforce_client_authentication_on_passwordless_start": false } });
    app.change_settings(&flag).await;
    app.start(&client, &unproved).await.ok(200);
    // A page in the browser gets its codes through /authorize.
    let spa =
        json!({ "app_type": "spa", "token_endpoint_auth_method": "none", "grant_types": [GRANT] });
    let spa = app.application(&spa).await;
    let form = [
        ("grant_type", GRANT),
        ("client_id", &spa.id),
        ("realm", "email"),
        ("username", ADA),
        ("otp", "1"),
    ];
    let text = format!("Grant type '{GRANT}' not allowed for the client.");
    app.token(&form)
        .await
        .denied(403, "unauthorized_client", &text);
}

#[tokio::test]
async fn messages_and_guesses_have_limits() {
    let (app, client) = harbour().await;
    for _ in 0..10 {
        app.start(&client, &sms()).await.ok(200);
    }
    let refused = app.start(&client, &sms()).await;
    assert_eq!(refused.status, 429, "{}", refused.text);
    // Somebody else's telephone still gets one.
    let other = json!({ "connection": "sms", "phone_number": "+15550100201" });
    app.start(&client, &other).await.ok(200);
    app.advance(360);
    app.start(&client, &sms()).await.ok(200);
    // Ten wrong codes close the account for the address, as ten wrong passwords do.
    let mut last = app.enter(&client, "email", ADA, "1").await;
    for _ in 0..10 {
        last = app.enter(&client, "email", ADA, "1").await;
    }
    assert_eq!(last.status, 429, "{}", last.text);
    assert_eq!(last.json()["error"], "too_many_attempts");
}

#[tokio::test]
async fn the_connection_says_what_messages_say() {
    let app = TestApp::new().await;
    let client = app
        .application(&json!({ "grant_types": [GRANT], "name": "Harbour" }))
        .await;
    let letter = json!({
        "email": { "from": "Port <port@example.com>", "subject": "Come in to {{ application.name }}",
            "body": "<p>{% if send == 'link' %}{{ link }}{% else %}Say {{ code }}{% endif %}</p>", "syntax": "liquid" },
        "totp": { "time_step": 600, "length": 6 },
    });
    app.add_passwordless("email", &client, &letter).await;
    let text = json!({ "template": "Psst: @@password@@ for {{ application.name }}", "syntax": "md_with_macros" });
    app.add_passwordless("sms", &client, &text).await;
    app.start(&client, &email("code")).await.ok(200);
    let mail = app.last_message(ADA).await;
    let code = mail.code.unwrap();
    assert_eq!(mail.subject.as_deref(), Some("Come in to Harbour"));
    assert_eq!(mail.from, "Port <port@example.com>");
    assert!(mail.html.unwrap().contains(&format!("Say {code}")));
    app.start(&client, &sms()).await.ok(200);
    let message = app.last_message(PHONE).await;
    let expected = format!("Psst: {} for Harbour", message.code.unwrap());
    assert_eq!(message.text, expected);
    app.advance(590);
    app.enter(&client, "email", ADA, &code).await.ok(200);
}

#[tokio::test]
async fn a_second_factor_may_come_after_it() {
    let (app, client) = harbour().await;
    app.offer(&["otp"], &["all-applications"]).await;
    app.start(&client, &email("code")).await.ok(200);
    let code = app.sent_code(ADA).await;
    let waits = app.enter(&client, "email", ADA, &code).await.ok(403);
    assert_eq!(waits["error"], "mfa_required");
}

#[tokio::test]
async fn where_the_connection_says_nothing_the_tenants_template_does() {
    let (app, client) = harbour().await;
    let path = "/api/v2/branding/phone/templates";
    let template = json!({
        "type": "otp_verify",
        "content": { "from": "Harbour", "body": { "text": "{{ code }} opens {{ application.name }}" } },
    });
    let made = app.write(Method::POST, path, &template).await.ok(201);
    app.start(&client, &sms()).await.ok(200);
    let message = TestApp::only(app.mail(PHONE).await);
    let code = message.code.clone().unwrap();
    assert!(
        message.text.starts_with(&format!("{code} opens ")),
        "{message:?}"
    );
    assert_eq!(message.from, "Harbour");

    // Given back its usual words, it says those.
    let reset = format!("{path}/{}/reset", made["id"].as_str().unwrap());
    app.write(Method::PATCH, &reset, &json!({})).await.ok(200);
    app.advance(1);
    app.start(&client, &sms()).await.ok(200);
    let message = app.last_message(PHONE).await;
    assert!(message.text.contains(" is your code for "), "{message:?}");
    assert_eq!(message.from, "Harbour");
}

#[tokio::test]
async fn who_has_only_a_phone_is_told_there_that_they_are_blocked() {
    let (app, client) = harbour().await;
    app.start(&client, &sms()).await.ok(200);
    let code = app.sent_code(PHONE).await;
    app.enter(&client, "sms", PHONE, &code).await.ok(200);
    let protection = "/api/v2/attack-protection/brute-force-protection";
    app.write(Method::PATCH, protection, &json!({ "max_attempts": 2 }))
        .await
        .ok(200);
    let lock = async || {
        app.advance(60);
        app.start(&client, &sms()).await.ok(200);
        let code = app.sent_code(PHONE).await;
        for _ in 0..2 {
            let wrong = app.enter(&client, "sms", PHONE, another(&code)).await;
            assert_ne!(wrong.status, 200);
        }
        app.deliver().await;
    };
    lock().await;
    let before = app.mail(PHONE).await;
    assert!(
        before.iter().all(|message| message.code.is_some()),
        "nobody asked for it: {before:?}"
    );

    let blocks = "/api/v2/user-blocks?identifier=%2B15550100200";
    app.remove(blocks).await.ok(204);
    let template = json!({ "type": "blocked_account", "content": { "body": { "text": "Blocked: {{ url }}" } } });
    app.write(Method::POST, "/api/v2/branding/phone/templates", &template)
        .await
        .ok(201);
    lock().await;
    let notices = app.mail(PHONE).await;
    let notices: Vec<_> = notices
        .iter()
        .filter(|message| message.code.is_none())
        .collect();
    assert_eq!(notices.len(), 1, "{notices:?}");
    let text = &notices[0].text;
    assert!(
        text.starts_with("Blocked: https://") && text.contains("ticket="),
        "{text}"
    );
}
