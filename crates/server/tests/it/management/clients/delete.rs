//! `DELETE /clients/{id}`.

use ostia_identity::approval::{Approval, Authentication};
use ostia_identity::authorization_codes::{self, Redemption};
use ostia_identity::clients::RefreshTokenPolicy;
use ostia_identity::refresh_tokens::{self, Use};
use ostia_protocol::auth0::ids::{ClientId, UserId};
use ostia_protocol::auth0::scopes::ManagementScope;
use ostia_protocol::oauth::Scope;
use serde_json::json;

use super::{CERTIFICATE, PATH, id_of, path_of};
use crate::test_app::TestApp;

const POLICY: RefreshTokenPolicy = RefreshTokenPolicy {
    rotates: false,
    absolute: None,
    idle: None,
    leeway: 0,
};

fn approval(client: &str) -> Approval {
    Approval {
        client_id: ClientId::parse(client).unwrap(),
        user_id: UserId::parse("auth0|ada").unwrap(),
        scope: Scope::parse("openid").unwrap(),
        audience: None,
        authentication: Authentication {
            at: 0,
            session_id: None,
            connection: "users".to_owned(),
            tells_time: false,
            by_password_grant: false,
            second_factor: None,
        },
        code: None,
        organization: None,
    }
}

#[tokio::test]
async fn all_that_existed_for_the_client_goes_with_it() {
    let app = TestApp::new().await;
    let client = app.make_client(json!({ "name": "X" })).await;
    let id = id_of(&client);
    app.add_api(&json!({ "name": "A", "identifier": "urn:a" }))
        .await;
    app.add_client_grant(&json!({ "client_id": id, "audience": "urn:a", "scope": [] }))
        .await;
    app.add_consent("auth0|ada", id, "urn:a", "openid").await;
    let credentials = format!("{}/credentials", path_of(&client));
    let key = json!({ "credential_type": "public_key", "pem": CERTIFICATE });
    app.write(axum::http::Method::POST, &credentials, &key)
        .await
        .ok(201);
    let issued = refresh_tokens::begin_family(&approval(id), POLICY, &app.context())
        .await
        .unwrap();
    let context = app.context();
    let mut work = context.begin().await.unwrap();
    let code = authorization_codes::issue(&approval(id), &context, &mut work)
        .await
        .unwrap();
    work.commit().await.unwrap();

    app.remove(&path_of(&client)).await.ok(204);

    app.read(&path_of(&client)).await.refused(
        404,
        "The client does not exist",
        Some("inexistent_client"),
    );
    app.read(&credentials).await.refused(
        404,
        "The client does not exist",
        Some("inexistent_client"),
    );
    assert_eq!(
        app.read(&format!("/api/v2/client-grants?client_id={id}"))
            .await
            .ok(200),
        json!([])
    );
    assert_eq!(
        app.read("/api/v2/grants?user_id=auth0%7Cada").await.ok(200),
        json!([])
    );
    let used = refresh_tokens::use_token(&issued.token, id, POLICY, &app.context())
        .await
        .unwrap();
    assert!(matches!(used, Use::Unknown), "{used:?}");
    let redeemed = authorization_codes::redeem(&code, &app.context())
        .await
        .unwrap();
    assert!(matches!(redeemed, Redemption::Unknown), "{redeemed:?}");
}

#[tokio::test]
async fn what_is_not_there_counts_as_removed() {
    let app = TestApp::new().await;
    let other = app.other_tenant().await;
    let foreign = other.make_client(json!({ "name": "X" })).await;
    app.remove(&format!("{PATH}/nobody")).await.ok(204);
    app.remove(&path_of(&foreign)).await.ok(204);
    other.read(&path_of(&foreign)).await.ok(200);
}

#[tokio::test]
async fn the_global_client_stays() {
    let app = TestApp::new().await;
    let listed = app.read(&format!("{PATH}?is_global=true")).await.ok(200);
    let response = app.remove(&path_of(&listed[0])).await;
    response.refused(
        400,
        "Global client cannot be deleted.",
        Some("invalid_body"),
    );
    app.read(&path_of(&listed[0])).await.ok(200);
}

#[tokio::test]
async fn it_needs_its_scope() {
    let app = TestApp::new().await;
    let token = app
        .management_token(&[ManagementScope::UpdateClients])
        .await;
    let response = app
        .delete(&format!("{PATH}/nobody"))
        .bearer(&token)
        .send()
        .await;
    response.refused(
        403,
        "Insufficient scope, expected any of: delete:clients",
        Some("insufficient_scope"),
    );
}
