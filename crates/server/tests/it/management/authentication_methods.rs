//! `/api/v2/users/{id}/authentication-methods` and the other operations on second factors.

use axum::http::Method;
use serde_json::{Value, json};

use crate::second_factors::{methods_of, of_user, row};
use crate::test_app::TestApp;

async fn app_with_ada() -> (TestApp, String) {
    let app = TestApp::new().await;
    let ada = app.person("ada@example.com").await;
    (app, ada.id.to_string())
}

fn in_path(id: &Value) -> String {
    id.as_str().unwrap().replace('|', "%7C")
}

#[tokio::test]
async fn methods_are_made_read_changed_and_deleted() {
    let (app, ada) = app_with_ada().await;
    let path = methods_of(&ada);
    let body = json!({ "type": "email", "name": "Test", "email": "chuck334@example.com" });
    let made = app.write(Method::POST, &path, &body).await.ok(201);
    let id = made["id"].as_str().unwrap();
    assert!(id.starts_with("email|dev_") && id.len() == 26, "{id}");
    let expected = json!({
        "id": id, "type": "email", "name": "Test", "email": "chuc****@exam*******",
        "created_at": "2026-01-01T00:00:00.000Z",
    });
    assert_eq!(made, expected);
    let one = format!("{path}/{}", in_path(&made["id"]));
    let mut expected_read = expected.clone();
    expected_read["confirmed"] = json!(true);
    assert_eq!(app.read(&one).await.ok(200), expected_read);
    let name = json!({ "name": "Test2" });
    let renamed = app.write(Method::PATCH, &one, &name).await.ok(200);
    assert_eq!(renamed["name"], "Test2");
    assert_eq!(app.read(&one).await.ok(200)["name"], "Test2");
    assert_eq!(app.remove(&one).await.status, 204);
    app.read(&one).await.refused(
        404,
        "The authentication method does not exist.",
        Some("inexistent_authentication_method"),
    );
    assert_eq!(app.types_logged("gd_unenroll").await.len(), 1);
}

#[tokio::test]
async fn a_list_is_an_array_or_counted() {
    let (app, ada) = app_with_ada().await;
    let path = methods_of(&ada);
    assert_eq!(app.read(&path).await.ok(200), json!([]));
    let bodies = json!([
        { "type": "email", "name": "MyEmail", "email": "foo@example.com" },
        { "type": "phone", "name": "MyPhone", "phone_number": "+44207183875044",
          "preferred_authentication_method": "sms" },
        { "type": "totp", "name": "MyTotp", "totp_secret": "5HCWXIP2MJNSUBGYVUZFLRB2HWIGXR4SYJQXNBQ" },
    ]);
    let replaced = app.write(Method::PUT, &path, &bodies).await.ok(200);
    let phone = row(&replaced, "type", "phone");
    assert_eq!(phone["phone_number"], "+44207183875044");
    let sms = phone["id"].as_str().unwrap().replace("phone|", "sms|");
    let inner = json!([{ "id": sms, "type": "sms" }]);
    assert_eq!(phone["authentication_methods"], inner);
    assert!(row(&replaced, "type", "totp").get("totp_secret").is_none());
    let counted = app
        .read(&format!("{path}?include_totals=true&per_page=50"))
        .await
        .ok(200);
    for (name, value) in [("total", 3), ("start", 0), ("limit", 50)] {
        assert_eq!(counted[name], value);
    }
    let rows = &counted["authenticators"];
    assert_eq!(
        row(rows, "type", "phone")["phone_number"],
        "XXXXXXXXXXX5044"
    );
    assert_eq!(row(rows, "type", "email")["email"], "****@exam*******");
    for (page, length) in [(0, 2), (1, 1), (2, 0)] {
        let rows = app.read(&format!("{path}?page={page}&per_page=2")).await;
        assert_eq!(rows.ok(200).as_array().unwrap().len(), length);
    }
    // A set takes the place of the one before.
    app.write(Method::PUT, &path, &json!([])).await.ok(200);
    assert_eq!(app.read(&path).await.ok(200), json!([]));
}

#[tokio::test]
async fn bad_bodies_are_refused() {
    let (app, ada) = app_with_ada().await;
    let path = methods_of(&ada);
    let missing = |name| format!("Payload validation error: 'Missing required property: {name}'.");
    for (body, message) in [
        (json!({}), missing("type")),
        (json!({ "type": "email" }), missing("email")),
        (json!({ "type": "phone" }), missing("phone_number")),
        (
            json!({ "type": "passkey", "key_id": "k" }),
            missing("public_key"),
        ),
        (
            json!({ "type": "totp", "totp_secret": "short" }),
            "totp_secret must be base32 of 16 to 64 bytes.".to_owned(),
        ),
    ] {
        let answer = app.write(Method::POST, &path, &body).await;
        answer.refused(400, &message, Some("invalid_body"));
    }
    for body in [
        json!({ "type": "push" }),
        json!({ "type": "totp", "confirmed": true }),
        json!({ "type": "totp", "totp_secret": 1 }),
    ] {
        app.write(Method::POST, &path, &body).await.ok(400);
    }
    let email = json!({ "type": "email", "email": "a@example.com" });
    let made = app.write(Method::POST, &path, &email).await.ok(201);
    let twice = app.write(Method::POST, &path, &email).await;
    twice.refused(409, "The authentication method already exists.", None);
    let one = format!("{path}/{}", in_path(&made["id"]));
    let voice = json!({ "preferred_authentication_method": "voice" });
    app.write(Method::PATCH, &one, &voice).await.ok(400);
    // As many as can be, and no more.
    let totp = json!({ "type": "totp" });
    for _ in 1..20 {
        app.write(Method::POST, &path, &totp).await.ok(201);
    }
    let answer = app.write(Method::POST, &path, &totp).await;
    answer.refused(409, "The user has too many authentication methods.", None);
}

#[tokio::test]
async fn nobody_elses_are_touched() {
    let (app, ada) = app_with_ada().await;
    let other = app.other_tenant().await;
    let bob = app.person("bob@example.com").await.id.to_string();
    let totp = json!({ "type": "totp" });
    let made = app.write(Method::POST, &methods_of(&ada), &totp).await;
    let id = in_path(&made.ok(201)["id"]);
    let of_bob = format!("{}/{id}", methods_of(&bob));
    app.read(&of_bob).await.ok(404);
    app.remove(&of_bob).await.ok(404);
    let bare = id.split("%7C").nth(1).unwrap();
    let enrollment = format!("/api/v2/guardian/enrollments/{bare}");
    other.read(&methods_of(&ada)).await.ok(404);
    other.read(&enrollment).await.ok(404);
    other.remove(&enrollment).await.ok(404);
    assert_eq!(other.remove(&methods_of(&ada)).await.status, 204);
    app.read(&enrollment).await.ok(200);
    // A user takes them along.
    app.remove(&format!("/api/v2/users/{}", ada.replace('|', "%7C")))
        .await;
    app.read(&enrollment).await.ok(404);
}

#[tokio::test]
async fn enrollments_are_the_same_methods() {
    let (app, ada) = app_with_ada().await;
    let (path, enrollments) = (methods_of(&ada), of_user(&ada, "enrollments"));
    assert_eq!(app.read(&enrollments).await.ok(200), json!([]));
    for body in [
        json!({ "type": "email", "email": "a@b.example" }),
        json!({ "type": "totp" }),
    ] {
        app.write(Method::POST, &path, &body).await.ok(201);
    }
    let rows = app.read(&enrollments).await.ok(200);
    assert_eq!(rows.as_array().unwrap().len(), 1, "an address is none");
    let id = rows[0]["id"].as_str().unwrap().to_owned();
    let one = format!("/api/v2/guardian/enrollments/{id}");
    let expected = json!({ "id": id, "status": "confirmed" });
    assert_eq!(app.read(&one).await.ok(200), expected);
    assert_eq!(app.remove(&one).await.status, 204);
    for answer in [
        app.read(&one).await,
        app.remove(&one).await,
        app.read("/api/v2/guardian/enrollments/dev_x").await,
    ] {
        answer.refused(404, "Enrollment not found", Some("enrollment_not_found"));
    }
    assert_eq!(app.read(&enrollments).await.ok(200), json!([]));
}

#[tokio::test]
async fn everything_can_be_taken_away() {
    let (app, ada) = app_with_ada().await;
    let path = methods_of(&ada);
    let add = async || {
        for body in [
            json!({ "type": "totp" }),
            json!({ "type": "phone", "phone_number": "+491701" }),
        ] {
            app.write(Method::POST, &path, &body).await.ok(201);
        }
    };
    let remove = async |path: &str| app.remove(path).await.status.as_u16();
    add().await;
    assert_eq!(remove(&of_user(&ada, "authenticators")).await, 204);
    assert_eq!(app.read(&path).await.ok(200), json!([]));
    add().await;
    let provider = |name| of_user(&ada, &format!("multifactor/{name}"));
    assert_eq!(remove(&provider("google-authenticator")).await, 204);
    assert_eq!(remove(&provider("duo")).await, 204);
    let rows = app.read(&path).await.ok(200);
    assert_eq!(rows.as_array().unwrap().len(), 1);
    assert_eq!(rows[0]["type"], "phone");
    assert_eq!(remove(&provider("magic")).await, 400);
    let nobody = of_user("auth0|nobody", "multifactor/duo");
    assert_eq!(remove(&nobody).await, 404);
    assert_eq!(remove(&path).await, 204);
    assert_eq!(app.read(&path).await.ok(200), json!([]));
}

#[tokio::test]
async fn a_recovery_code_is_for_who_has_a_factor() {
    let (app, ada) = app_with_ada().await;
    let path = of_user(&ada, "recovery-code-regeneration");
    let none = app.write(Method::POST, &path, &json!({})).await;
    none.refused(404, "Enrollment not found", Some("enrollment_not_found"));
    app.give_app(&ada).await;
    let renew = async || {
        let answer = app.write(Method::POST, &path, &json!({})).await.ok(200);
        answer["recovery_code"].as_str().unwrap().to_owned()
    };
    let (first, second) = (renew().await, renew().await);
    assert_ne!(first, second);
    let rows = app.read(&methods_of(&ada)).await.ok(200);
    assert_eq!(rows.as_array().unwrap().len(), 2, "one replaces the other");
    assert!(!rows.to_string().contains(&second));
}

#[tokio::test]
async fn a_ticket_has_an_address() {
    let (app, ada) = app_with_ada().await;
    let path = "/api/v2/guardian/enrollments/ticket";
    let body = json!({ "user_id": ada, "factor": "otp" });
    let made = app.write(Method::POST, path, &body).await.ok(200);
    let id = made["ticket_id"].as_str().unwrap();
    assert_eq!(id.len(), 32);
    let address = format!("https://tenant.test/mfa/enrollment?ticket={id}");
    assert_eq!(made["ticket_url"], address);
    let nobody = json!({ "user_id": "auth0|nobody" });
    app.write(Method::POST, path, &nobody).await.ok(404);
    let magic = json!({ "user_id": ada, "factor": "magic" });
    app.write(Method::POST, path, &magic).await.ok(400);
}
