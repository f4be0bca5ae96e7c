//! `POST /users`.

use axum::http::Method;
use serde_json::{Value, json};

use super::{CONNECTION, PASSWORD, PATH, id_of, user_body};
use crate::test_app::TestApp;

#[tokio::test]
async fn the_answer_is_as_recorded() {
    let app = TestApp::new().await;
    let made = app.add_user("Chuck@Example.com", json!({})).await;
    let id = id_of(&made).strip_prefix("auth0|").unwrap();
    assert!(id.len() == 24 && id.bytes().all(|byte| byte.is_ascii_hexdigit()));
    assert_eq!(
        made,
        json!({
            "created_at": "2026-01-01T00:00:00.000Z",
            "email": "chuck@example.com",
            "email_verified": false,
            "identities": [
                { "connection": CONNECTION, "user_id": id, "provider": "auth0", "isSocial": false },
            ],
            "name": "chuck@example.com",
            "nickname": "chuck",
            "picture": "https://s.gravatar.com/avatar/0b79e7da7bc7877560620cf8f2cc93ae?s=480&r=pg&d=https%3A%2F%2F\
                        cdn.auth0.com%2Favatars%2Fch.png",
            "updated_at": "2026-01-01T00:00:00.000Z",
            "user_id": format!("auth0|{id}"),
        })
    );
    let read = app.read(&super::user_path(id_of(&made))).await.ok(200);
    assert_eq!(read, made);
}

#[tokio::test]
async fn everything_that_can_be_said() {
    let app = TestApp::new().await;
    app.set_options(json!({ "requires_username": true })).await;
    let members = json!({
        "given_name": "Chuck", "family_name": "Sanchez", "username": "Test-User734", "nickname": "Chucky",
        "name": "C. Sanchez", "user_metadata": { "favourite_attack": "roundhouse_kick", "gone": null },
        "verify_email": false, "app_metadata": { "facts": ["count_to_infinity_twice"] },
        "picture": "https://example-picture-url.jpg", "blocked": false, "email_verified": true,
        "user_id": "abc", "phone_number": "+4930123456",
    });
    let made = app.add_user("chuck249@example.com", members).await;
    assert_eq!(
        made,
        json!({
            "blocked": false, "created_at": "2026-01-01T00:00:00.000Z", "email": "chuck249@example.com",
            "email_verified": true, "family_name": "Sanchez", "given_name": "Chuck", "name": "C. Sanchez",
            "identities": [
                { "connection": CONNECTION, "user_id": "abc", "provider": "auth0", "isSocial": false },
            ],
            "nickname": "Chucky", "picture": "https://example-picture-url.jpg", "phone_number": "+4930123456",
            "phone_verified": false, "updated_at": "2026-01-01T00:00:00.000Z", "user_id": "auth0|abc",
            "user_metadata": { "favourite_attack": "roundhouse_kick" }, "username": "test-user734",
            "app_metadata": { "facts": ["count_to_infinity_twice"] },
        })
    );
}

#[tokio::test]
async fn refuses_in_the_validators_words() {
    let app = TestApp::new().await;
    for (body, reason) in [
        (json!({}), "'Missing required property: connection'."),
        (
            user_body("a@example.com", json!({ "identities": [] })),
            "'Additional properties not allowed: identities'.",
        ),
        (
            user_body("not an address", json!({})),
            "'Object didn't pass validation for format email: not an address' on property email (E-mail address).",
        ),
        (
            user_body("a@example.com", json!({ "blocked": "yes" })),
            "'Expected type boolean but found type string' on property blocked (Whether logging in is forbidden).",
        ),
        (
            user_body("a@example.com", json!({ "name": "" })),
            "'String is too short (0 chars), minimum 1' on property name (Full name).",
        ),
        (
            user_body("a@example.com", json!({ "picture": "javascript:alert(1)" })),
            "'Object didn't pass validation for format strict-uri: javascript:alert(1)' on property picture (URL of a \
             picture).",
        ),
        (
            json!({ "connection": CONNECTION, "password": PASSWORD }),
            "'Missing required property: email'.",
        ),
        (
            json!({ "connection": CONNECTION, "email": "a@example.com" }),
            "'Missing required property: password'.",
        ),
    ] {
        let message = format!("Payload validation error: {reason}");
        let answer = app.write(Method::POST, PATH, &body).await;
        answer.refused(400, &message, Some("invalid_body"));
    }
}

#[tokio::test]
async fn refuses_what_the_connection_does_not_take() {
    let app = TestApp::new().await;
    app.write(
        Method::POST,
        "/api/v2/connections",
        &json!({ "name": "corporate", "strategy": "samlp" }),
    )
    .await
    .ok(201);
    for (members, message) in [
        (
            json!({ "connection": "nowhere" }),
            "Connection does not exist.",
        ),
        (
            json!({ "connection": "corporate" }),
            "Connection does not support user creation through the API. It must either be a database or passwordless \
             connection.",
        ),
        (
            json!({ "username": "ada" }),
            "Cannot set username for connection without requires_username.",
        ),
    ] {
        let body = user_body("a@example.com", members);
        let answer = app.write(Method::POST, PATH, &body).await;
        answer.refused(400, message, Some("invalid_body"));
    }
}

#[tokio::test]
async fn refuses_weak_passwords_without_an_error_code() {
    let app = TestApp::new().await;
    app.set_options(json!({
        "passwordPolicy": "low",
        "password_dictionary": { "enable": true },
        "password_no_personal_info": { "enable": true },
    }))
    .await;
    for (password, message) in [
        ("short", "PasswordStrengthError: Password is too weak"),
        (
            "password1",
            "PasswordDictionaryError: Password is too common",
        ),
        (
            "my-name-is-countess",
            "PasswordNoUserInfoError: Password contains user information",
        ),
    ] {
        let body = user_body("countess@example.com", json!({ "password": password }));
        app.write(Method::POST, PATH, &body)
            .await
            .refused(400, message, None);
    }
}

#[tokio::test]
async fn usernames_are_lower_case_and_no_addresses() {
    let app = TestApp::new().await;
    app.set_options(
        json!({ "requires_username": true, "validation": { "username": { "min": 3, "max": 8 } } }),
    )
    .await;
    let made = app
        .add_user("a@example.com", json!({ "username": "AdaL" }))
        .await;
    assert_eq!(made["username"], "adal");
    let body = user_body("b@example.com", json!({}));
    app.write(Method::POST, PATH, &body).await.refused(
        400,
        "Payload validation error: 'Missing required property: username'.",
        Some("invalid_body"),
    );
    for username in ["al", "ada-lovelace", "a d a", "a@b.de"] {
        let body = user_body("b@example.com", json!({ "username": username }));
        let answer = app.write(Method::POST, PATH, &body).await;
        let message = format!(
            "Payload validation error: 'Object didn't pass validation for format username: {username}' on property \
             username (Username)."
        );
        answer.refused(400, &message, Some("invalid_body"));
    }
}

#[tokio::test]
async fn names_and_ids_are_unique_in_a_connection() {
    let app = TestApp::new().await;
    app.set_options(json!({ "requires_username": true })).await;
    let first = json!({ "username": "ada", "user_id": "one" });
    app.add_user("ada@example.com", first).await;
    for (email, members) in [
        ("ADA@example.com", json!({ "username": "other" })),
        ("other@example.com", json!({ "username": "ADA" })),
        (
            "other@example.com",
            json!({ "username": "other", "user_id": "one" }),
        ),
    ] {
        let body = user_body(email, members);
        let answer = app.write(Method::POST, PATH, &body).await;
        answer.refused(409, "The user already exists.", Some("auth0_idp_error"));
    }
    let second = json!({ "name": "second", "strategy": "auth0" });
    app.write(Method::POST, "/api/v2/connections", &second)
        .await
        .ok(201);
    app.add_user("ada@example.com", json!({ "connection": "second" }))
        .await;
    let other = app.other_tenant().await;
    other.add_user("ada@example.com", json!({})).await;
}

#[tokio::test]
async fn passwordless_accounts_have_no_password() {
    let app = TestApp::new().await;
    for (name, strategy) in [("email", "email"), ("sms", "sms")] {
        let body = json!({ "name": name, "strategy": strategy });
        app.write(Method::POST, "/api/v2/connections", &body)
            .await
            .ok(201);
    }
    let by_mail = json!({ "connection": "email", "email": "A@example.com" });
    let made = app.write(Method::POST, PATH, &by_mail).await.ok(201);
    assert!(id_of(&made).starts_with("email|"));
    assert_eq!(made["email"], "a@example.com");
    let by_text =
        json!({ "connection": "sms", "phone_number": "+4930123456", "phone_verified": true });
    let made = app.write(Method::POST, PATH, &by_text).await.ok(201);
    assert!(id_of(&made).starts_with("sms|"));
    assert_eq!(made["name"], "+4930123456");
    assert_eq!(made["phone_verified"], true);
    let again = app.write(Method::POST, PATH, &by_text).await;
    again.refused(409, "The user already exists.", Some("auth0_idp_error"));
    let body = user_body("b@example.com", json!({ "connection": "email" }));
    app.write(Method::POST, PATH, &body).await.refused(
        400,
        "Cannot set password for passwordless connection.",
        Some("invalid_body"),
    );
}

#[tokio::test]
async fn of_fifty_at_once_one_wins() {
    let app = TestApp::new().await;
    let token = app.admin_token().await;
    let requests: Vec<_> = (0..50)
        .map(|number| {
            let email = if number % 2 == 0 {
                "race@example.com"
            } else {
                "RACE@example.com"
            };
            let request = app.post(PATH).bearer(&token);
            tokio::spawn(request.json(&user_body(email, json!({}))).send())
        })
        .collect();
    let mut statuses = Vec::new();
    for request in requests {
        statuses.push(request.await.unwrap().status.as_u16());
    }
    statuses.sort_unstable();
    assert_eq!(statuses[0], 201);
    assert!(
        statuses[1..].iter().all(|status| *status == 409),
        "{statuses:?}"
    );
    let found = app
        .read(&format!("{PATH}?include_totals=true"))
        .await
        .ok(200);
    assert_eq!(found["total"], json!(1));
    assert_eq!(found["users"][0]["email"], Value::from("race@example.com"));
}
