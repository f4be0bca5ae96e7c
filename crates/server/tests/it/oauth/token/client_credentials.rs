//! The client acts for itself (RFC 6749 §4.4).

use serde_json::{Value, json};

use crate::applications::{AUDIENCE, Application, decoded, text, verified_with};
use crate::test_app::{START, TestApp, TestResponse};

async fn ask(app: &TestApp, client: &Application, more: &[(&str, &str)]) -> TestResponse {
    let grant = [("grant_type", "client_credentials")];
    app.token_of(client, &[&grant, more].concat()).await
}

async fn granted(api: &Value, scopes: &[&str]) -> (TestApp, Application) {
    let app = TestApp::new().await;
    app.posts_api(api).await;
    let client = app.machine().await;
    app.grant(&client, scopes, "client").await;
    (app, client)
}

#[tokio::test]
async fn a_machine_gets_a_token_in_the_default_dialect() {
    let (app, client) = granted(&json!({}), &["read:posts", "write:posts"]).await;
    let answer = ask(&app, &client, &[("audience", AUDIENCE)]).await;
    assert_eq!(
        answer.header("content-type").split(';').next(),
        Some("application/json")
    );
    assert_eq!(answer.header("cache-control"), "no-store");
    let answer = answer.ok(200);
    let token = text(&answer, "access_token");
    assert_eq!(
        answer,
        json!({
            "access_token": token, "scope": "read:posts write:posts", "expires_in": 86_400,
            "token_type": "Bearer",
        })
    );
    let (header, _) = decoded(&token);
    assert_eq!(
        (&header["alg"], &header["typ"]),
        (&json!("RS256"), &json!("JWT"))
    );
    let now = START.seconds();
    assert_eq!(
        app.verified(&token, ostia_jose::Algorithm::RS256).await,
        json!({
            "iss": "https://tenant.test/", "sub": format!("{}@clients", client.id), "aud": AUDIENCE,
            "iat": now, "exp": now + 86_400, "scope": "read:posts write:posts",
            "gty": "client-credentials", "azp": client.id,
        })
    );
}

#[tokio::test]
async fn the_standard_dialect_is_rfc_9068() {
    let api = json!({ "token_dialect": "rfc9068_profile", "token_lifetime": 600, "token_lifetime_for_web": 600 });
    let (app, client) = granted(&api, &["read:posts"]).await;
    let answer = ask(&app, &client, &[("audience", AUDIENCE)]).await.ok(200);
    let (header, mut claims) = decoded(&text(&answer, "access_token"));
    assert_eq!(header["typ"], "at+jwt");
    let jti = claims.as_object_mut().unwrap().remove("jti").unwrap();
    assert!(jti.as_str().unwrap().len() >= 16);
    let now = START.seconds();
    assert_eq!(
        claims,
        json!({
            "iss": "https://tenant.test/", "sub": format!("{}@clients", client.id), "aud": AUDIENCE,
            "iat": now, "exp": now + 600, "scope": "read:posts", "client_id": client.id,
        })
    );
}

#[tokio::test]
async fn permissions_are_in_the_dialects_that_have_them() {
    let api = json!({ "enforce_policies": true, "token_dialect": "access_token_authz" });
    let (app, client) = granted(&api, &["read:posts"]).await;
    let answer = ask(&app, &client, &[("audience", AUDIENCE)]).await.ok(200);
    let (_, claims) = decoded(&text(&answer, "access_token"));
    assert_eq!(claims["permissions"], json!(["read:posts"]));
}

#[tokio::test]
async fn an_api_may_sign_with_a_secret_of_its_own() {
    let secret = "an-api-secret-that-is-sixty-four-characters-long-as-upstream-has";
    let api = json!({ "signing_alg": "HS256", "signing_secret": secret });
    let (app, client) = granted(&api, &["read:posts"]).await;
    let answer = ask(&app, &client, &[("audience", AUDIENCE)]).await.ok(200);
    let claims = verified_with(secret, &text(&answer, "access_token"));
    assert_eq!(claims["aud"], AUDIENCE);
}

#[tokio::test]
async fn ps256_is_the_apis_choice_too() {
    let (app, client) = granted(&json!({ "signing_alg": "PS256" }), &["read:posts"]).await;
    let answer = ask(&app, &client, &[("audience", AUDIENCE)]).await.ok(200);
    let token = text(&answer, "access_token");
    app.verified(&token, ostia_jose::Algorithm::PS256).await;
}

#[tokio::test]
async fn scopes_can_be_asked_for_but_not_beyond_the_grant() {
    let (app, client) = granted(&json!({}), &["read:posts"]).await;
    let ask = |scope: &'static str| {
        let (app, client) = (&app, &client);
        async move { ask(app, client, &[("audience", AUDIENCE), ("scope", scope)]).await }
    };
    assert_eq!(ask("read:posts").await.ok(200)["scope"], "read:posts");
    ask("read:posts write:posts").await.denied(
        403,
        "access_denied",
        "Client has not been granted scopes: write:posts",
    );
    assert_eq!(ask("").await.ok(200)["scope"], "read:posts");
}

#[tokio::test]
async fn without_a_client_grant_there_is_no_token() {
    let app = TestApp::new().await;
    app.posts_api(&json!({})).await;
    let client = app.machine().await;
    ask(&app, &client, &[("audience", AUDIENCE)]).await.denied(
        403,
        "access_denied",
        "Client is not authorized to access \"https://api.test/\". You need to create a \"client-grant\" associated \
         to this API. See: https://auth0.com/docs/api/v2#!/Client_Grants/post_client_grants",
    );
    // A grant for users is none for the client itself.
    app.grant(&client, &["read:posts"], "user").await;
    let refused = ask(&app, &client, &[("audience", AUDIENCE)]).await;
    assert_eq!(refused.status.as_u16(), 403);
}

#[tokio::test]
async fn the_api_must_exist_and_be_open() {
    let (app, client) = granted(&json!({}), &["read:posts"]).await;
    ask(&app, &client, &[("audience", "https://nothing.test/")])
        .await
        .denied(
            403,
            "access_denied",
            "Service not found: https://nothing.test/",
        );
    ask(&app, &client, &[]).await.denied(
        400,
        "invalid_request",
        "Missing required parameter: audience",
    );
    app.change_settings(&json!({ "default_audience": AUDIENCE }))
        .await;
    ask(&app, &client, &[]).await.ok(200);
    ask(
        &app,
        &client,
        &[("audience", "https://tenant.test/userinfo")],
    )
    .await
    .denied(
        403,
        "access_denied",
        "Client is not authorized to access \"https://tenant.test/userinfo\". You need to create a \
             \"client-grant\" associated to this API. See: \
             https://auth0.com/docs/api/v2#!/Client_Grants/post_client_grants",
    );
}

#[tokio::test]
async fn resource_names_the_api_where_the_tenant_says_so() {
    let (app, client) = granted(&json!({}), &["read:posts"]).await;
    ask(&app, &client, &[("resource", AUDIENCE)]).await.denied(
        400,
        "invalid_request",
        "Missing required parameter: audience",
    );
    app.change_settings(&json!({ "resource_parameter_profile": "compatibility" }))
        .await;
    ask(&app, &client, &[("resource", AUDIENCE)]).await.ok(200);
}

#[tokio::test]
async fn a_public_client_can_not_act_for_itself_whatever_its_document_says() {
    let app = TestApp::new().await;
    app.posts_api(&json!({})).await;
    let members = json!({
        "token_endpoint_auth_method": "none", "grant_types": ["client_credentials"],
    });
    let client = app.application(&members).await;
    app.grant(&client, &["read:posts"], "client").await;
    let refused = ask(&app, &client, &[("audience", AUDIENCE)]).await;
    refused.denied(
        403,
        "unauthorized_client",
        "Grant type 'client_credentials' not allowed for the client.",
    );
    assert_eq!(
        refused.json()["error_uri"],
        "https://auth0.com/docs/clients/client-grant-types"
    );
}

#[tokio::test]
async fn a_system_api_is_closed_to_third_parties_even_with_a_grant() {
    let app = TestApp::new().await;
    for mode in ["strict", "permissive"] {
        let members = json!({ "grant_types": ["client_credentials"] });
        let client = app.third_party(mode, &members).await;
        let id = ostia_protocol::auth0::ids::ClientId::parse(&client.id).unwrap();
        let audience = app.tenant.management_audience();
        // No API makes such a grant; an import might.
        ostia_identity::client_grants::create_for(
            &id,
            &audience,
            &["read:users"],
            ostia_identity::client_grants::SubjectType::Client,
            &app.context(),
        )
        .await
        .unwrap();
        let refused = ask(&app, &client, &[("audience", &audience)]).await;
        assert_eq!(refused.status.as_u16(), 403, "{}", refused.text);
        assert_eq!(refused.json()["error"], "access_denied");
    }
}
