//! `PATCH /users/{id}`.

use axum::http::Method;
use ostia_identity::sessions::FirstFactor;
use ostia_identity::{connections, passwords, sessions, users};
use ostia_protocol::auth0::ids::UserId;
use ostia_protocol::auth0::scopes::ManagementScope;
use serde_json::{Value, json};

use super::{CONNECTION, PASSWORD, id_of, user_path};
use crate::test_app::TestApp;

async fn one_user(members: Value) -> (TestApp, String) {
    let app = TestApp::new().await;
    let user = app.add_user("a@example.com", members).await;
    let id = id_of(&user).to_owned();
    app.advance(60);
    (app, id)
}

/// Whether a session that is opened now survives what `body` does.
async fn session_survives(app: &TestApp, id: &str, body: Value) -> bool {
    let user = UserId::parse(id).unwrap();
    let opened = sessions::open(&user, CONNECTION, FirstFactor::Password, &app.context())
        .await
        .unwrap();
    app.change_user(id, body).await.ok(200);
    let hash = ostia_identity::vault::fingerprint(&opened.token);
    let found = sessions::table::find_by_token(&app.tenant, &hash, &app.platform.database).await;
    found.unwrap().is_some()
}

/// Whether a password opens the account of an e-mail address.
async fn opens(app: &TestApp, email: &str, password: &str) -> bool {
    let context = app.context();
    let connection = connections::find_by_name(CONNECTION, &context)
        .await
        .unwrap()
        .unwrap();
    let account = users::find_password_account(email, &connection, &context)
        .await
        .unwrap();
    let Some(hash) = account.and_then(|account| account.hash) else {
        return false;
    };
    let hash: passwords::PasswordHash = hash.parse().unwrap();
    let password = passwords::Password::parse(password).unwrap();
    matches!(
        hash.verify(&password, &mut passwords::Workspace::default()),
        passwords::Verdict::Matches { .. }
    )
}

#[tokio::test]
async fn root_members_are_replaced_and_null_removes() {
    let (app, id) = one_user(json!({ "given_name": "A", "nickname": "Al" })).await;
    let changed = app
        .change_user(
            &id,
            json!({ "given_name": null, "name": "Ada", "blocked": true }),
        )
        .await
        .ok(200);
    assert_eq!(changed.get("given_name"), None);
    assert_eq!(changed["name"], "Ada");
    assert_eq!(changed["nickname"], "Al");
    assert_eq!(changed["blocked"], true);
    assert_eq!(changed["created_at"], "2026-01-01T00:00:00.000Z");
    assert_eq!(changed["updated_at"], "2026-01-01T00:01:00.000Z");
    assert_eq!(app.read(&user_path(&id)).await.ok(200), changed);
    let unblocked = app
        .change_user(&id, json!({ "blocked": false }))
        .await
        .ok(200);
    assert_eq!(unblocked["blocked"], false);
}

#[tokio::test]
async fn metadata_is_merged_on_its_first_level() {
    let (app, id) = one_user(json!({
        "user_metadata": { "foo": "bar", "baz": "qux", "deep": { "a": 1, "b": 2 } },
        "app_metadata": { "plan": "free" },
    }))
    .await;
    let body = json!({ "user_metadata": { "baz": null, "foo": "x", "deep": { "a": 3 } }, "app_metadata": { "n": 1 } });
    let changed = app.change_user(&id, body).await.ok(200);
    assert_eq!(
        changed["user_metadata"],
        json!({ "foo": "x", "deep": { "a": 3 } })
    );
    assert_eq!(changed["app_metadata"], json!({ "plan": "free", "n": 1 }));
    let emptied = app
        .change_user(&id, json!({ "user_metadata": {}, "app_metadata": {} }))
        .await
        .ok(200);
    assert_eq!(emptied["user_metadata"], json!({}));
    assert_eq!(emptied.get("app_metadata"), None);
    let again = app
        .change_user(&id, json!({ "app_metadata": { "a": 1 } }))
        .await
        .ok(200);
    assert_eq!(again["app_metadata"], json!({ "a": 1 }));
}

#[tokio::test]
async fn refuses_in_the_validators_words() {
    let (app, id) = one_user(json!({})).await;
    for (body, reason) in [
        (
            json!({ "user_id": "auth0|b" }),
            "'Additional properties not allowed: user_id'.",
        ),
        (
            json!({ "created_at": "2026-01-01T00:00:00.000Z", "identities": [] }),
            "'Additional properties not allowed: created_at,identities'.",
        ),
        (
            json!({ "email": "nope" }),
            "'Object didn't pass validation for format email: nope' on property email (E-mail address).",
        ),
        (
            json!({ "user_metadata": [] }),
            "'Expected type object but found type array' on property user_metadata (What the user may change \
             themselves).",
        ),
        (
            json!({ "email": null }),
            "'Missing required property: email'.",
        ),
    ] {
        let message = format!("Payload validation error: {reason}");
        let answer = app.change_user(&id, body).await;
        answer.refused(400, &message, Some("invalid_body"));
    }
    app.change_user("auth0|nobody", json!({})).await.refused(
        404,
        "The user does not exist.",
        Some("inexistent_user"),
    );
}

#[tokio::test]
async fn some_members_change_one_at_a_time() {
    let (app, id) = one_user(json!({})).await;
    for (body, pair) in [
        (
            json!({ "password": "x", "email": "b@example.com" }),
            "password and email",
        ),
        (
            json!({ "username": "x", "email": "b@example.com" }),
            "username and email",
        ),
        (
            json!({ "username": "x", "password": "x" }),
            "username and password",
        ),
        (
            json!({ "password": "x", "email_verified": true }),
            "password and email_verified",
        ),
        (
            json!({ "username": "x", "email_verified": true }),
            "username and email_verified",
        ),
    ] {
        let message = format!("Cannot update {pair} simultaneously.");
        let answer = app.change_user(&id, body).await;
        answer.refused(400, &message, Some("invalid_body"));
    }
    app.change_user(&id, json!({ "username": "ada" }))
        .await
        .refused(
            400,
            "Cannot set username for connection without requires_username.",
            Some("invalid_body"),
        );
    app.change_user(&id, json!({ "connection": "nowhere", "name": "x" }))
        .await
        .refused(400, "Connection does not exist.", Some("invalid_body"));
}

#[tokio::test]
async fn a_new_address_is_unverified_and_logs_in() {
    let (app, id) = one_user(json!({ "email_verified": true })).await;
    app.add_user("taken@example.com", json!({})).await;
    let changed = app
        .change_user(&id, json!({ "email": "New@Example.com" }))
        .await
        .ok(200);
    assert_eq!(changed["email"], "new@example.com");
    assert_eq!(changed["email_verified"], false);
    assert!(opens(&app, "new@example.com", PASSWORD).await);
    assert!(!opens(&app, "a@example.com", PASSWORD).await);
    let verified = json!({ "email": "third@example.com", "email_verified": true });
    assert_eq!(
        app.change_user(&id, verified).await.ok(200)["email_verified"],
        true
    );
    app.change_user(&id, json!({ "email": "TAKEN@example.com" }))
        .await
        .refused(
            400,
            "The specified new email already exists",
            Some("auth0_idp_error"),
        );
    let found = app
        .read("/api/v2/users-by-email?email=third%40example.com")
        .await;
    assert_eq!(found.ok(200)[0]["user_id"], json!(id));
    app.add_user("a@example.com", json!({})).await;
}

#[tokio::test]
async fn a_new_password_must_please_the_policy() {
    let (app, id) = one_user(json!({})).await;
    app.set_options(
        json!({ "passwordPolicy": "good", "password_history": { "enable": true, "size": 2 } }),
    )
    .await;
    app.change_user(&id, json!({ "password": "weak" }))
        .await
        .refused(400, "PasswordStrengthError: Password is too weak", None);
    app.change_user(&id, json!({ "password": PASSWORD }))
        .await
        .refused(
            400,
            "PasswordHistoryError: Password has previously been used",
            None,
        );
    let changed = app
        .change_user(
            &id,
            json!({ "password": "Another-Horse-8", "connection": CONNECTION }),
        )
        .await
        .ok(200);
    assert_eq!(changed["last_password_reset"], "2026-01-01T00:01:00.000Z");
    assert!(!changed.to_string().contains("Horse"));
    assert!(opens(&app, "a@example.com", "Another-Horse-8").await);
    assert!(!opens(&app, "a@example.com", PASSWORD).await);
    let former = app.change_user(&id, json!({ "password": PASSWORD })).await;
    former.ok(400);
    app.change_user(&id, json!({ "password": "Third-Horse-9" }))
        .await
        .ok(200);
    app.change_user(&id, json!({ "password": PASSWORD }))
        .await
        .ok(200);
}

#[tokio::test]
async fn changes_of_what_people_log_in_with_end_their_sessions() {
    let (app, id) = one_user(json!({})).await;
    for (body, survives) in [
        (json!({ "name": "Ada" }), true),
        (json!({ "email": "a@example.com" }), true),
        (json!({ "email": "b@example.com" }), false),
        (json!({ "phone_number": "+4930123456" }), false),
        (json!({ "password": "Another-Horse-8" }), false),
        (json!({ "email_verified": true }), true),
    ] {
        assert_eq!(
            session_survives(&app, &id, body.clone()).await,
            survives,
            "{body}"
        );
    }
}

#[tokio::test]
async fn profiles_of_others_sources() {
    let app = TestApp::new().await;
    let body = json!({ "name": "email", "strategy": "email" });
    app.write(Method::POST, "/api/v2/connections", &body)
        .await
        .ok(201);
    let body = json!({ "connection": "email", "email": "p@example.com" });
    let user = app.write(Method::POST, super::PATH, &body).await.ok(201);
    let id = id_of(&user);
    app.change_user(id, json!({ "password": PASSWORD }))
        .await
        .refused(
            400,
            "Cannot update password for non-database user.",
            Some("invalid_body"),
        );
    let changed = app
        .change_user(id, json!({ "email": "q@example.com" }))
        .await;
    assert_eq!(changed.ok(200)["email"], "q@example.com");
}

#[tokio::test]
async fn narrow_scopes_write_narrowly() {
    let (app, id) = one_user(json!({})).await;
    let path = user_path(&id);
    let send =
        async |token: &str, body: Value| app.patch(&path).bearer(token).json(&body).send().await;
    let token = app
        .management_token(&[ManagementScope::UpdateUsersAppMetadata])
        .await;
    let changed = send(&token, json!({ "app_metadata": { "a": 1 } }))
        .await
        .ok(200);
    assert_eq!(changed["app_metadata"], json!({ "a": 1 }));
    send(&token, json!({ "app_metadata": {}, "blocked": true }))
        .await
        .refused(
            400,
            "Your account is not allowed to update the following user attributes: blocked",
            Some("invalid_body"),
        );
    let own = [ManagementScope::UpdateCurrentUserMetadata];
    let token = app.user_token(&id, &own).await;
    let changed = send(&token, json!({ "user_metadata": { "theme": "dark" } }))
        .await
        .ok(200);
    assert_eq!(changed["user_metadata"], json!({ "theme": "dark" }));
    send(&token, json!({ "app_metadata": { "admin": true }, "password": "x" })).await.refused(
        400,
        "Your account is not allowed to update the following user attributes: app_metadata,password",
        Some("invalid_body"),
    );
    let somebody_else = app.user_token("auth0|else", &own).await;
    send(&somebody_else, json!({ "user_metadata": {} }))
        .await
        .refused(
            403,
            "User to be acted on does not match subject in bearer token.",
            None,
        );
    // A machine has no self to act on.
    let machine = app.management_token(&own).await;
    send(&machine, json!({ "user_metadata": {} })).await.ok(403);
}

#[tokio::test]
async fn racing_changes_lose_nothing() {
    let (app, id) = one_user(json!({})).await;
    let token = app.admin_token().await;
    let requests: Vec<_> = (0..20)
        .map(|number| {
            let body = json!({ "user_metadata": { format!("k{number}"): number } });
            let request = app.patch(&user_path(&id)).bearer(&token).json(&body);
            tokio::spawn(request.send())
        })
        .collect();
    for request in requests {
        request.await.unwrap().ok(200);
    }
    let read = app.read(&user_path(&id)).await.ok(200);
    assert_eq!(read["user_metadata"].as_object().unwrap().len(), 20);
}
