//! `/passkey/*` and the grant `urn:okta:params:oauth:grant-type:webauthn`: passkeys of native applications.

use serde_json::{Value, json};

use crate::applications::{Application, decoded, text};
use crate::authenticators::Authenticator;
use crate::second_factors::{methods_of, row};
use crate::test_app::{TestApp, TestResponse};
use crate::visitor::all_at_once;
use axum::http::Method;

const GRANT: &str = "urn:okta:params:oauth:grant-type:webauthn";
const ADA: &str = "ada@example.com";

async fn app_with_passkeys() -> (TestApp, Application) {
    let app = TestApp::new().await;
    let grants = json!([GRANT, "refresh_token", "authorization_code"]);
    let native = json!({
        "name": "phone", "app_type": "native", "token_endpoint_auth_method": "none", "grant_types": grants,
        "callbacks": ["https://app.test/callback"],
        "mobile": { "android": { "app_package_name": "test.app", "sha256_cert_fingerprints": [
            "00:01:02:03:04:05:06:07:08:09:0A:0B:0C:0D:0E:0F:10:11:12:13:14:15:16:17:18:19:1A:1B:1C:1D:1E:1F"
        ] } },
    });
    let client = app.application(&native).await;
    let connection = app.connection().await;
    let path = format!("/api/v2/connections/{}", connection.id);
    let mut options = app.read(&path).await.ok(200)["options"].clone();
    options["authentication_methods"] = json!({
        "password": { "enabled": true }, "passkey": { "enabled": true },
    });
    let body = json!({ "options": options });
    app.write(Method::PATCH, &path, &body).await.ok(200);
    (app, client)
}

async fn ask(app: &TestApp, place: &str, client: &Application, more: Value) -> TestResponse {
    let mut body = json!({ "client_id": client.id });
    for (name, value) in more.as_object().unwrap() {
        body[name] = value.clone();
    }
    app.post(&format!("/passkey/{place}"))
        .json(&body)
        .send()
        .await
}

async fn exchange(
    app: &TestApp,
    client: &Application,
    asked: &Value,
    answer: &Value,
) -> TestResponse {
    let body = json!({
        "grant_type": GRANT, "client_id": client.id, "scope": "openid profile email offline_access",
        "auth_session": asked["auth_session"], "authn_response": answer,
    });
    app.post("/oauth/token").json(&body).send().await
}

/// Somebody who has just signed up with a passkey.
async fn signed_up(app: &TestApp, client: &Application, email: &str) -> (Authenticator, Value) {
    let profile = json!({ "user_profile": { "email": email, "name": "Ada" } });
    let asked = ask(app, "register", client, profile).await.ok(200);
    let mut phone = Authenticator::at(app);
    (phone.counter, phone.is_synced) = (None, true);
    let made = phone.create(&asked["authn_params_public_key"]);
    let tokens = exchange(app, client, &asked, &made).await.ok(200);
    (phone, tokens)
}

#[tokio::test]
async fn a_user_signs_up_and_logs_in_without_a_password() {
    let (app, client) = app_with_passkeys().await;
    let (mut phone, tokens) = signed_up(&app, &client, ADA).await;
    let claims = decoded(&text(&tokens, "id_token")).1;
    assert_eq!(claims["email"], ADA);
    assert_eq!(claims["name"], "Ada");
    let ada = text(&claims, "sub");
    let methods = app.read(&methods_of(&ada)).await.ok(200);
    let method = row(&methods, "type", "passkey");
    assert_eq!(method["user_handle"], phone.held[0].handle.as_str());
    assert_eq!(method["identity_user_id"], ada.split_once('|').unwrap().1);

    let asked = ask(&app, "challenge", &client, json!({})).await.ok(200);
    let options = &asked["authn_params_public_key"];
    assert_eq!(options["rpId"], app.tenant.domain);
    assert!(options.get("allowCredentials").is_none());
    let used = phone.get(options);
    let again = exchange(&app, &client, &asked, &used).await.ok(200);
    assert_eq!(decoded(&text(&again, "id_token")).1["sub"], ada.as_str());
    assert!(again["refresh_token"].is_string());
    // Once.
    let twice = exchange(&app, &client, &asked, &used).await;
    twice.denied(403, "invalid_grant", "Invalid or expired auth_session");
    let logged = app.types_logged("passkey_challenge_started").await;
    assert_eq!(logged.len(), 2);
    // The password grant knows nothing of an account without a password.
    let wrong = app.token_of(&client, &[("grant_type", "password")]).await;
    assert!(wrong.status.is_client_error());
}

#[tokio::test]
async fn an_application_is_known_by_where_it_comes_from() {
    let (app, client) = app_with_passkeys().await;
    let (mut phone, _) = signed_up(&app, &client, ADA).await;
    phone.origin = "android:apk-key-hash:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8".to_owned();
    let asked = ask(&app, "challenge", &client, json!({})).await.ok(200);
    let used = phone.get(&asked["authn_params_public_key"]);
    exchange(&app, &client, &asked, &used).await.ok(200);
    for evil in [
        "android:apk-key-hash:BAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8",
        "https://evil.test",
    ] {
        phone.origin = evil.to_owned();
        let asked = ask(&app, "challenge", &client, json!({})).await.ok(200);
        let used = phone.get(&asked["authn_params_public_key"]);
        let refused = exchange(&app, &client, &asked, &used).await;
        refused.denied(403, "invalid_grant", "The passkey is not valid");
    }
}

#[tokio::test]
async fn what_was_asked_for_one_client_is_for_no_other() {
    let (app, client) = app_with_passkeys().await;
    let (mut phone, _) = signed_up(&app, &client, ADA).await;
    let grants = json!({ "grant_types": [GRANT], "token_endpoint_auth_method": "none", "app_type": "native" });
    let other = app.application(&grants).await;
    let asked = ask(&app, "challenge", &client, json!({})).await.ok(200);
    let used = phone.get(&asked["authn_params_public_key"]);
    let refused = exchange(&app, &other, &asked, &used).await;
    refused.denied(403, "invalid_grant", "Invalid or expired auth_session");
    // A challenge is no registration, and too late is too late.
    let asked = ask(&app, "challenge", &client, json!({})).await.ok(200);
    let mut options = asked["authn_params_public_key"].clone();
    options["rp"] = json!({ "id": app.tenant.domain });
    options["user"] = json!({ "id": "AAAA" });
    let made = phone.clone().create(&options);
    let refused = exchange(&app, &client, &asked, &made).await;
    refused.denied(403, "invalid_grant", "Invalid or expired auth_session");
    app.advance(600);
    let used = phone.get(&asked["authn_params_public_key"]);
    let refused = exchange(&app, &client, &asked, &used).await;
    refused.denied(403, "invalid_grant", "Invalid or expired auth_session");
}

#[tokio::test]
async fn of_racing_answers_one_counts() {
    let (app, client) = app_with_passkeys().await;
    let profile = json!({ "user_profile": { "email": ADA } });
    let asked = ask(&app, "register", &client, profile).await.ok(200);
    let made = Authenticator::at(&app).create(&asked["authn_params_public_key"]);
    let posts = (0..5).map(|_| exchange(&app, &client, &asked, &made));
    let answers = all_at_once(posts).await;
    let won = answers.iter().filter(|answer| answer.status == 200);
    assert_eq!(won.count(), 1);
}

#[tokio::test]
async fn nobody_asks_who_may_not() {
    let (app, client) = app_with_passkeys().await;
    for body in [
        json!({}),
        json!({ "user_profile": "ada" }),
        json!({ "user_profile": { "name": "Ada" } }),
        json!({ "user_profile": { "email": ["a"] } }),
        json!({ "user_profile": { "email": ADA }, "realm": "nowhere" }),
        json!({ "user_profile": { "email": ADA }, "organization": "org_1" }),
    ] {
        let refused = ask(&app, "register", &client, body).await;
        assert_eq!(refused.status, 400, "{}", refused.text);
        assert_eq!(refused.json()["error"], "invalid_request");
    }
    // Somebody has the address already: the account is not theirs.
    app.person(ADA).await;
    let profile = json!({ "user_profile": { "email": ADA } });
    let asked = ask(&app, "register", &client, profile).await.ok(200);
    let made = Authenticator::at(&app).create(&asked["authn_params_public_key"]);
    let refused = exchange(&app, &client, &asked, &made).await;
    refused.denied(400, "invalid_request", "The user can't be created");
    // Neither a client without the grant, nor somebody else's.
    let plain = app.native_app().await;
    let refused = ask(&app, "challenge", &plain, json!({})).await;
    assert_eq!(refused.json()["error"], "unauthorized_client");
    for answer in [json!("no json"), json!(1), json!([]), json!({})] {
        let body = json!({
            "grant_type": GRANT, "client_id": client.id, "auth_session": "x", "authn_response": answer,
        });
        let refused = app.post("/oauth/token").json(&body).send().await;
        assert!(refused.status.is_client_error(), "{}", refused.text);
    }
}
