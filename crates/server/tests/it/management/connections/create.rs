//! `POST /connections`.

use axum::http::Method;
use serde_json::{Value, json};

use super::{PATH, id_of};
use crate::test_app::{ADMIN_CLIENT, TestApp};

#[tokio::test]
async fn a_database_starts_as_recorded() {
    let app = TestApp::new().await;
    let made = app.add_connection("n", "auth0", json!({})).await;
    assert!(id_of(&made).starts_with("con_") && id_of(&made).len() == 20);
    assert_eq!(
        made,
        json!({
            "id": id_of(&made),
            "options": {
                "mfa": { "active": true, "return_enroll_settings": true },
                "passwordPolicy": "good",
                "strategy_version": 2,
                "authentication_methods": {
                    "password": { "enabled": true, "api_behavior": "required", "signup_behavior": "allow" },
                    "passkey": { "enabled": false },
                    "email_otp": { "enabled": false },
                    "phone_otp": { "enabled": false },
                },
                "passkey_options": {
                    "challenge_ui": "both",
                    "progressive_enrollment_enabled": true,
                    "local_enrollment_enabled": true,
                },
                "brute_force_protection": true,
            },
            "strategy": "auth0",
            "name": "n",
            "is_domain_connection": false,
            "authentication": { "active": true },
            "connected_accounts": { "active": false },
            "enabled_clients": [],
            "realms": ["n"],
        })
    );
}

#[tokio::test]
async fn other_strategies_start_as_recorded() {
    let app = TestApp::new().await;
    let made = app.add_connection("Apple-1", "apple", json!({})).await;
    assert_eq!(
        made,
        json!({
            "id": id_of(&made), "options": {}, "strategy": "apple", "name": "Apple-1",
            "is_domain_connection": false, "enabled_clients": [], "realms": ["Apple-1"],
        })
    );
}

#[tokio::test]
async fn flexible_identifiers_as_recorded() {
    let app = TestApp::new().await;
    let options = json!({
        "brute_force_protection": true, "requires_username": false,
        "authentication_methods": {
            "password": { "enabled": true }, "passkey": { "enabled": false }, "email_otp": { "enabled": true },
            "phone_otp": { "enabled": true },
        },
        "precedence": ["username", "email", "phone_number"],
        "attributes": { "username": {
            "identifier": { "active": true, "default_method": "password" }, "profile_required": true,
            "signup": { "status": "required" },
            "validation": {
                "min_length": 1, "max_length": 3, "allowed_types": { "email": true, "phone_number": false },
            },
        } },
    });
    let members = json!({ "is_domain_connection": true, "options": options });
    let made = app.add_connection("flexible", "auth0", members).await;
    assert_eq!(made["is_domain_connection"], true);
    assert_eq!(made["options"]["attributes"], options["attributes"]);
    assert_eq!(
        made["options"]["authentication_methods"]["password"],
        json!({ "enabled": true, "api_behavior": "required", "signup_behavior": "allow" })
    );
    assert_eq!(made["options"]["passwordPolicy"], "good");
}

#[tokio::test]
async fn the_newer_password_options_come_without_the_older() {
    let app = TestApp::new().await;
    let options = json!({ "password_options": { "complexity": { "min_length": 12 } } });
    let made = app
        .add_connection("newer", "auth0", json!({ "options": options }))
        .await;
    assert_eq!(made["options"].get("passwordPolicy"), None);
}

#[tokio::test]
async fn refuses_in_the_validators_words() {
    let app = TestApp::new().await;
    for (body, reason) in [
        (json!({}), None),
        (
            json!({ "name": "n" }),
            Some("'Missing required property: strategy'."),
        ),
        (
            json!({ "name": "n", "strategy": "auth0", "id": "con_1" }),
            Some("'Additional properties not allowed: id'."),
        ),
        (
            json!({ "name": "n", "strategy": "carrier-pigeon" }),
            Some(
                "'Invalid value \"carrier-pigeon\"' on property strategy (What kind of source it is).",
            ),
        ),
        (json!({ "name": "-n", "strategy": "auth0" }), None),
        (
            json!({ "name": "n".repeat(129), "strategy": "auth0" }),
            None,
        ),
        (
            json!({ "name": "n", "strategy": "auth0", "options": { "passwordPolicy": "brilliant" } }),
            None,
        ),
        (
            json!({ "name": "n", "strategy": "auth0", "options": { "disable_signup": "yes" } }),
            Some(
                "'Expected type boolean but found type string' on property options.disable_signup.",
            ),
        ),
        (
            json!({ "name": "n", "strategy": "auth0", "metadata": { "a": 1 } }),
            None,
        ),
        (
            json!({ "name": "n", "strategy": "auth0", "enabled_clients": ["a b"] }),
            None,
        ),
    ] {
        let answer = app.write(Method::POST, PATH, &body).await;
        let refused = answer.ok(400);
        assert_eq!(refused["errorCode"], "invalid_body", "{body}");
        let message = refused["message"].as_str().unwrap();
        match reason {
            Some(reason) => assert_eq!(message, format!("Payload validation error: {reason}")),
            None => assert!(
                message.starts_with("Payload validation error: '"),
                "{message}"
            ),
        }
    }
}

#[tokio::test]
async fn refuses_what_contradicts_itself_as_recorded() {
    let app = TestApp::new().await;
    let active = json!({
        "identifier": { "active": true }, "profile_required": true, "signup": { "status": "required" },
    });
    for (options, message) in [
        (
            json!({ "attributes": { "email": active }, "requires_username": true }),
            "Cannot set both options.attributes and options.requires_username",
        ),
        (
            json!({ "attributes": { "email": active }, "validation": { "username": { "min": 1, "max": 5 } } }),
            "Cannot set both options.attributes and options.validation",
        ),
        (
            json!({ "attributes": { "email": { "identifier": { "active": false } } } }),
            "attributes must contain one active identifier",
        ),
        (
            json!({ "attributes": { "phone_number": {
                "identifier": { "active": true }, "profile_required": true,
                "signup": { "status": "inactive", "verification": { "active": false } },
            } } }),
            "attribute phone_number must also be required on signup",
        ),
        (
            json!({ "attributes": { "username": active, "email": {
                "identifier": { "active": false }, "unique": false,
            } } }),
            "cannot add non-unique email attribute",
        ),
        (
            json!({ "passwordPolicy": "good", "password_options": {} }),
            "password_options cannot be set together with the older password settings",
        ),
    ] {
        let body = json!({ "name": "n", "strategy": "auth0", "options": options });
        let answer = app.write(Method::POST, PATH, &body).await;
        answer.refused(400, message, Some("invalid_body"));
    }
    let body = json!({ "name": "n", "strategy": "auth0", "cross_app_access_requesting_app": { "active": true } });
    app.write(Method::POST, PATH, &body).await.refused(
        400,
        "Cross App Access Requesting App is not supported for this connection.",
        Some("operation_not_supported"),
    );
}

#[tokio::test]
async fn names_and_realms_are_unique_in_a_tenant() {
    let app = TestApp::new().await;
    app.add_connection("n", "auth0", json!({ "realms": ["n", "staff"] }))
        .await;
    let again = json!({ "name": "n", "strategy": "samlp" });
    app.write(Method::POST, PATH, &again).await.refused(
        409,
        "A connection with the same name already exists",
        Some("connection_conflict"),
    );
    let realm = json!({ "name": "m", "strategy": "auth0", "realms": ["staff"] });
    app.write(Method::POST, PATH, &realm).await.refused(
        409,
        "There is already another connection with some realms from \"realms\" parameter",
        Some("connection_conflict"),
    );
    // Refused as a whole.
    let found = app.read(&format!("{PATH}?name=m")).await.ok(200);
    assert_eq!(found, json!([]));
    app.other_tenant()
        .await
        .add_connection("n", "auth0", json!({}))
        .await;
}

#[tokio::test]
async fn secrets_are_shown_and_sealed_at_rest() {
    let app = TestApp::new().await;
    let options = json!({
        "client_id": "id", "client_secret": "tell-nobody", "scope": ["email"],
        "configuration": { "API_KEY": "also-tell-nobody" },
    });
    let made = app
        .add_connection("g", "google-oauth2", json!({ "options": options }))
        .await;
    assert_eq!(made["options"]["client_secret"], "tell-nobody");
    assert_eq!(made["options"]["scope"], json!(["email"]));
    let ciphertext = made["options"]["configuration"]["API_KEY"].clone();
    assert_ne!(ciphertext, Value::from("also-tell-nobody"));
    let stored = app.stored_connection(id_of(&made)).await;
    assert!(!stored.contains("tell-nobody") && stored.contains("google-oauth2"));
    // Ciphertext that comes back stays the same secret.
    let body =
        json!({ "options": { "client_id": "id", "configuration": { "API_KEY": ciphertext } } });
    let changed = app.change_connection(id_of(&made), body).await.ok(200);
    assert_eq!(changed["options"]["configuration"]["API_KEY"], ciphertext);
    assert_eq!(changed["options"].get("client_secret"), None);
}

#[tokio::test]
async fn clients_can_be_enabled_at_once() {
    let app = TestApp::new().await;
    let made = app
        .add_connection(
            "n",
            "auth0",
            json!({ "enabled_clients": [ADMIN_CLIENT, ADMIN_CLIENT] }),
        )
        .await;
    assert_eq!(made["enabled_clients"], json!([ADMIN_CLIENT]));
    let body = json!({ "name": "m", "strategy": "auth0", "enabled_clients": ["nobody"] });
    app.write(Method::POST, PATH, &body).await.refused(
        400,
        "The client nobody does not exist",
        Some("invalid_body"),
    );
}

#[tokio::test]
async fn of_twenty_at_once_one_wins() {
    let app = TestApp::new().await;
    let token = app.admin_token().await;
    let body = json!({ "name": "race", "strategy": "auth0" });
    let requests: Vec<_> = (0..20)
        .map(|_| tokio::spawn(app.post(PATH).bearer(&token).json(&body).send()))
        .collect();
    let mut made = 0;
    for request in requests {
        match request.await.unwrap().status.as_u16() {
            201 => made += 1,
            status => assert_eq!(status, 409),
        }
    }
    assert_eq!(made, 1);
}
