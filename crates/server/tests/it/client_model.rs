//! The client model: the examples that must hold, by number, and the rule that no path signs for a public client with
//! its secret.

use axum::http::Method;
use ostia_jose::Algorithm;
use ostia_protocol::auth0::scopes::ManagementScope;
use serde_json::{Value, json};

use crate::applications::{
    AUDIENCE, Application, CALLBACK, PASSWORD, THIRD_PARTY_CALLBACK, VERIFIER, decoded, text,
    verified_with,
};
use crate::test_app::{ADMIN_CLIENT, TestApp};
use crate::visitor::{Visitor, authorize};

const ADA: &str = "ada@example.com";
const REALM: &str = "http://auth0.com/oauth/grant-type/password-realm";
const CONNECTION: &str = "Username-Password-Authentication";

async fn app_with_ada() -> TestApp {
    let app = TestApp::new().await;
    app.person(ADA).await;
    app.posts_api(&json!({})).await;
    app
}

/// A client made by `POST /api/v2/clients`.
async fn registered(app: &TestApp, body: Value) -> Application {
    let is_first_party = body.get("is_first_party") != Some(&json!(false));
    let made = app
        .write(Method::POST, "/api/v2/clients", &body)
        .await
        .ok(201);
    let client = Application {
        id: text(&made, "client_id"),
        secret: text(&made, "client_secret"),
        callback: if is_first_party {
            CALLBACK
        } else {
            THIRD_PARTY_CALLBACK
        },
    };
    if is_first_party {
        app.enable_connection(&client).await;
    } else {
        app.open_domain_connection().await;
    }
    client
}

async fn patch(app: &TestApp, client: &Application, body: Value) {
    let path = format!("/api/v2/clients/{}", client.id);
    app.write(Method::PATCH, &path, &body).await.ok(200);
}

fn web_app(alg: &str) -> Value {
    json!({
        "name": "Web", "app_type": "regular_web", "token_endpoint_auth_method": "client_secret_post",
        "oidc_conformant": true, "callbacks": [CALLBACK], "jwt_configuration": { "alg": alg },
    })
}

#[tokio::test]
async fn example_1_ownership_is_read_as_the_seed_says() {
    let app = TestApp::new().await;
    let client = registered(&app, web_app("RS256")).await;
    let path = format!("/api/v2/clients/{}", client.id);
    let token = app.management_token(&[ManagementScope::ReadClients]).await;
    let ask = |path: String| app.get(&path).bearer(&token).send();
    let only = ask(format!("{path}?include_fields=true&fields=is_first_party")).await;
    assert_eq!(only.ok(200), json!({ "is_first_party": true }));
    let rest = ask(format!("{path}?fields=is_first_party&include_fields=false"))
        .await
        .ok(200);
    assert!(rest.get("is_first_party").is_none());
    assert_eq!(rest["client_id"], json!(client.id));
    let unknown =
        ask("/api/v2/clients/nobody?include_fields=true&fields=is_first_party".to_owned()).await;
    assert_eq!(unknown.status.as_u16(), 404);
    assert_eq!(unknown.json()["errorCode"], "inexistent_client");
    let token = app.management_token(&[ManagementScope::ReadUsers]).await;
    let refused = app.get(&path).bearer(&token).send().await;
    assert_eq!(
        (refused.status.as_u16(), &refused.json()["errorCode"]),
        (403, &json!("insufficient_scope"))
    );
    assert_eq!(app.get(&path).send().await.status.as_u16(), 401);
}

#[tokio::test]
async fn example_2_a_web_apps_id_tokens_follow_its_algorithm() {
    let app = app_with_ada().await;
    let client = registered(&app, web_app("HS256")).await;
    let code = Visitor::new(&app).code(&client, ADA, &[]).await;
    let answer = app.redeem(&client, &code).await.ok(200);
    let claims = verified_with(&client.secret, &text(&answer, "id_token"));
    assert_eq!(claims["aud"], json!(client.id));
    patch(
        &app,
        &client,
        json!({ "jwt_configuration": { "alg": "RS256" } }),
    )
    .await;
    let code = Visitor::new(&app).code(&client, ADA, &[]).await;
    let answer = app.redeem(&client, &code).await.ok(200);
    app.verified(&text(&answer, "id_token"), Algorithm::RS256)
        .await;
    let document = app
        .get("/.well-known/openid-configuration")
        .send()
        .await
        .ok(200);
    let advertised = document["id_token_signing_alg_values_supported"]
        .as_array()
        .unwrap();
    assert!(advertised.contains(&json!("HS256")) && advertised.contains(&json!("RS256")));
}

/// The ID tokens that a client gets, by every way there is.
async fn id_tokens(app: &TestApp, client: &Application) -> Vec<(&'static str, String)> {
    let mut tokens = Vec::new();
    let code = Visitor::new(app)
        .code(client, ADA, &[("scope", "openid offline_access")])
        .await;
    // Public or not: the secret goes along, as careless applications send it.
    let answer = app.redeem(client, &code).await.ok(200);
    tokens.push(("code", text(&answer, "id_token")));
    let refreshed = app
        .refresh(client, &text(&answer, "refresh_token"))
        .await
        .ok(200);
    tokens.push(("refresh", text(&refreshed, "id_token")));
    for kind in [
        "id_token",
        "token id_token",
        "code id_token",
        "code token id_token",
    ] {
        for audience in ["", AUDIENCE] {
            let parameters = [
                ("response_type", kind),
                ("nonce", "n"),
                ("audience", audience),
            ];
            let landing = Visitor::new(app).sign_in(client, ADA, &parameters).await;
            tokens.push(("front channel", landing.answer("id_token")));
            if let Some(code) = landing.maybe("code") {
                let answer = app.redeem(client, &code).await.ok(200);
                tokens.push(("hybrid code", text(&answer, "id_token")));
            }
        }
    }
    for more in [
        vec![("grant_type", "password")],
        vec![("grant_type", REALM), ("realm", CONNECTION)],
    ] {
        let user = [
            ("username", ADA),
            ("password", PASSWORD),
            ("scope", "openid"),
        ];
        let answer = app
            .token_of(client, &[&more[..], &user].concat())
            .await
            .ok(200);
        tokens.push(("password", text(&answer, "id_token")));
    }
    tokens
}

#[tokio::test]
async fn example_3_no_path_signs_for_a_public_client_with_its_secret() {
    let app = app_with_ada().await;
    app.change_settings(&json!({ "default_directory": CONNECTION }))
        .await;
    let grants = json!([
        "authorization_code",
        "implicit",
        "refresh_token",
        "password",
        REALM
    ]);
    let public = json!({ "token_endpoint_auth_method": "none", "grant_types": grants });
    let variants = [
        json!({ "jwt_configuration": { "alg": "HS256" } }),
        json!({ "jwt_configuration": { "alg": "HS256", "secret_encoded": true } }),
        json!({ "jwt_configuration": { "alg": "nonsense" } }),
        json!({ "jwt_configuration": null }),
        json!({ "oidc_conformant": false, "jwt_configuration": { "alg": "HS256" } }),
        json!({ "oidc_conformant": false, "jwt_configuration": null }),
        json!({ "app_type": "spa", "jwt_configuration": { "alg": "HS256" } }),
        json!({ "app_type": "native", "jwt_configuration": {} }),
        json!({ "app_type": null, "client_authentication_methods": {}, "jwt_configuration": { "alg": "HS256" } }),
    ];
    for variant in variants {
        let mut members = public.clone();
        members
            .as_object_mut()
            .unwrap()
            .extend(variant.as_object().unwrap().clone());
        let client = app.application(&members).await;
        for (path, token) in id_tokens(&app, &client).await {
            assert_eq!(decoded(&token).0["alg"], "RS256", "{path} of {variant}");
            app.verified(&token, Algorithm::RS256).await;
        }
    }
    // An HS256 web application that is switched to `none`.
    let client = app
        .application(&json!({ "jwt_configuration": { "alg": "HS256" }, "grant_types": grants }))
        .await;
    let before = id_tokens(&app, &client).await;
    assert_eq!(decoded(&before[0].1).0["alg"], "HS256");
    patch(
        &app,
        &client,
        json!({ "token_endpoint_auth_method": "none" }),
    )
    .await;
    for (path, token) in id_tokens(&app, &client).await {
        assert_eq!(decoded(&token).0["alg"], "RS256", "{path}");
        app.verified(&token, Algorithm::RS256).await;
    }
}

#[tokio::test]
async fn example_4_client_credentials_are_for_those_who_can_keep_them() {
    let app = app_with_ada().await;
    let machine = registered(&app, json!({
        "name": "Machine", "app_type": "non_interactive", "token_endpoint_auth_method": "client_secret_post",
        "grant_types": ["client_credentials"],
    }))
    .await;
    app.grant(&machine, &["read:posts"], "client").await;
    let ask = [("grant_type", "client_credentials"), ("audience", AUDIENCE)];
    app.token_of(&machine, &ask).await.ok(200);
    let spa = registered(&app, json!({
        "name": "SPA", "app_type": "spa", "token_endpoint_auth_method": "none", "callbacks": [CALLBACK],
    }))
    .await;
    app.token_of(&spa, &ask).await.denied(
        403,
        "unauthorized_client",
        "Grant type 'client_credentials' not allowed for the client.",
    );
    let impostor = Application {
        secret: "wrong".to_owned(),
        ..machine.clone()
    };
    let unknown = Application {
        id: "x".repeat(32),
        ..machine
    };
    for stranger in [impostor, unknown] {
        app.token_of(&stranger, &ask)
            .await
            .denied(401, "access_denied", "Unauthorized");
    }
}

#[tokio::test]
async fn example_5_a_native_apps_code_is_its_own() {
    let app = app_with_ada().await;
    let client = registered(&app, json!({
        "name": "Native", "app_type": "native", "token_endpoint_auth_method": "none", "oidc_conformant": true,
        "callbacks": [CALLBACK],
    }))
    .await;
    let without = [("code_challenge", ""), ("code_challenge_method", "")];
    let landing = Visitor::new(&app).open(&authorize(&client, &without)).await;
    landing.failed(
        "invalid_request",
        "Missing required parameter: code_challenge",
    );
    for verifier in [
        None,
        Some("wrong-wrong-wrong-wrong-wrong-wrong-wrong-wrong"),
    ] {
        let code = Visitor::new(&app).code(&client, ADA, &[]).await;
        let mut pairs = vec![
            ("grant_type", "authorization_code"),
            ("client_id", client.id.as_str()),
            ("code", &code),
            ("redirect_uri", CALLBACK),
        ];
        pairs.extend(verifier.map(|verifier| ("code_verifier", verifier)));
        app.token(&pairs)
            .await
            .denied(403, "invalid_grant", "Failed to verify code verifier");
        pairs.retain(|(name, _)| *name != "code_verifier");
        pairs.push(("code_verifier", VERIFIER));
        app.token(&pairs)
            .await
            .denied(403, "invalid_grant", "Invalid authorization code");
    }
    let code = Visitor::new(&app).code(&client, ADA, &[]).await;
    let pairs = [
        ("grant_type", "authorization_code"),
        ("client_id", client.id.as_str()),
        ("code", &code),
        ("redirect_uri", CALLBACK),
        ("code_verifier", VERIFIER),
    ];
    app.token(&pairs).await.ok(200);
}

/// Third parties: one made by the Management API, strict and permissive, and one that registered itself.
async fn third_parties(app: &TestApp) -> Vec<(&'static str, Application)> {
    app.change_settings(&json!({ "flags": { "enable_dynamic_client_registration": true } }))
        .await;
    app.open_domain_connection().await;
    let mut all = Vec::new();
    for mode in ["strict", "permissive"] {
        let body = json!({
            "name": "Other Company", "is_first_party": false, "third_party_security_mode": mode,
            "callbacks": [THIRD_PARTY_CALLBACK], "app_type": "regular_web",
            "token_endpoint_auth_method": "client_secret_post",
            "grant_types": ["authorization_code", "refresh_token"],
        });
        all.push((mode, registered(app, body).await));
    }
    let body = json!({
        "client_name": "Self-made", "redirect_uris": [THIRD_PARTY_CALLBACK],
        "token_endpoint_auth_method": "client_secret_post",
    });
    let made = app.post("/oidc/register").json(&body).send().await.ok(201);
    let client = Application {
        id: text(&made, "client_id"),
        secret: text(&made, "client_secret"),
        callback: THIRD_PARTY_CALLBACK,
    };
    all.push(("strict", client));
    all
}

#[tokio::test]
async fn example_6_third_parties_ask_and_are_remembered_until_revoked() {
    let app = app_with_ada().await;
    for (mode, client) in third_parties(&app).await {
        app.grant(&client, &["read:posts"], "user").await;
        let parameters = [
            ("audience", AUDIENCE),
            ("scope", "openid read:posts offline_access"),
        ];
        let request = authorize(&client, &parameters);
        let mut visitor = Visitor::new(&app);
        let page = visitor.open(&request).await;
        let page = visitor.log_in(&page, ADA).await;
        page.at("consent");
        // Declining.
        let declined = visitor.decline(&page).await;
        if mode == "strict" {
            declined.shown(403, "User did not authorize the request");
        } else {
            declined.failed("access_denied", "User did not authorize the request");
        }
        // Accepting once is remembered.
        let page = visitor.open(&request).await;
        let code = visitor.consent(&page).await.answer("code");
        let answer = app.redeem(&client, &code).await.ok(200);
        let refresh_token = text(&answer, "refresh_token");
        visitor.open(&request).await.answer("code");
        // Unless it is asked for again.
        let again = [&parameters[..], &[("prompt", "consent")]].concat();
        visitor
            .open(&authorize(&client, &again))
            .await
            .at("consent");
        // Revoking asks again, and kills the refresh tokens.
        let refreshed = app.refresh(&client, &refresh_token).await.ok(200);
        let refresh_token = match refreshed.get("refresh_token") {
            Some(successor) => successor.as_str().unwrap().to_owned(),
            None => refresh_token,
        };
        let grants = app
            .read(&format!("/api/v2/grants?client_id={}", client.id))
            .await
            .ok(200);
        let grant = text(&grants[0], "id");
        app.remove(&format!("/api/v2/grants/{grant}")).await.ok(204);
        app.refresh(&client, &refresh_token).await.denied(
            403,
            "invalid_grant",
            "Unknown or invalid refresh token.",
        );
        visitor.open(&request).await.at("consent");
    }
}

#[tokio::test]
async fn example_7_third_parties_never_administer() {
    let app = app_with_ada().await;
    let audience = app.tenant.management_audience();
    for (mode, client) in third_parties(&app).await {
        let body = json!({ "client_id": client.id, "audience": audience, "scope": ["read:users"] });
        let refused = app
            .write(Method::POST, "/api/v2/client-grants", &body)
            .await;
        assert_eq!(refused.status.as_u16(), 400, "{}", refused.text);
        // Whatever a token says.
        let now = app.platform.clock.now().seconds();
        for sub in [format!("{}@clients", client.id), "auth0|ada".to_owned()] {
            let token = app
                .sign(json!({
                    "iss": app.tenant.issuer(), "sub": sub, "aud": audience, "iat": now, "exp": now + 60,
                    "scope": "read:users read:clients", "azp": client.id,
                }))
                .await;
            let refused = app.get("/api/v2/users").bearer(&token).send().await;
            assert_eq!(
                refused.status.as_u16(),
                403,
                "{mode} {sub}: {}",
                refused.text
            );
        }
    }
    assert_eq!(
        app.read("/api/v2/users").await.status.as_u16(),
        200,
        "as {ADMIN_CLIENT} may"
    );
}

#[tokio::test]
async fn example_8_registration_makes_third_parties_without_privileges() {
    let app = app_with_ada().await;
    app.change_settings(&json!({ "flags": { "enable_dynamic_client_registration": true } }))
        .await;
    let body = json!({
        "client_name": "Greedy", "redirect_uris": [THIRD_PARTY_CALLBACK], "is_first_party": true,
        "app_metadata": { "admin": true }, "grant_types": ["password"],
        "token_endpoint_auth_method": "client_secret_post",
    });
    let made = app.post("/oidc/register").json(&body).send().await.ok(201);
    let id = text(&made, "client_id");
    let read = app.read(&format!("/api/v2/clients/{id}")).await.ok(200);
    assert_eq!(read["is_first_party"], false);
    assert!(read.get("app_metadata").is_none());
    assert!(
        !read["grant_types"]
            .as_array()
            .unwrap()
            .contains(&json!("password"))
    );
    let client = Application {
        secret: text(&made, "client_secret"),
        id,
        callback: THIRD_PARTY_CALLBACK,
    };
    let pairs = [
        ("grant_type", "password"),
        ("username", ADA),
        ("password", PASSWORD),
    ];
    app.token_of(&client, &pairs).await.denied(
        403,
        "unauthorized_client",
        "Grant type 'password' not allowed for the client.",
    );
}
