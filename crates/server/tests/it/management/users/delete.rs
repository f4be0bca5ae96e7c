//! `DELETE /users/{id}`.

use ostia_identity::sessions::FirstFactor;
use ostia_identity::vault::fingerprint;
use ostia_identity::{connections, passwords, sessions, users};
use ostia_protocol::auth0::ids::UserId;
use ostia_protocol::auth0::scopes::ManagementScope;
use serde_json::json;

use super::{CONNECTION, PASSWORD, id_of, user_path};
use crate::test_app::TestApp;

#[tokio::test]
async fn everything_of_theirs_goes() {
    let app = TestApp::new().await;
    let user = app
        .add_user("a@example.com", json!({ "user_id": "a" }))
        .await;
    let id = UserId::parse(id_of(&user)).unwrap();
    app.add_consent(id.as_str(), "some-client", "https://api", "read")
        .await;
    let opened = sessions::open(&id, CONNECTION, FirstFactor::Password, &app.context())
        .await
        .unwrap();
    app.remove(&user_path(id.as_str())).await.ok(204);
    app.read(&user_path(id.as_str())).await.ok(404);
    let consents = app.read("/api/v2/grants?user_id=auth0%7Ca").await.ok(200);
    assert_eq!(consents, json!([]));
    let hash = fingerprint(&opened.token);
    let found = sessions::table::find_by_token(&app.tenant, &hash, &app.platform.database).await;
    assert!(found.unwrap().is_none());
    // The next one of this name has nothing of the former.
    app.add_user(
        "a@example.com",
        json!({ "user_id": "a", "password": "Another-Horse-8" }),
    )
    .await;
    let context = app.context();
    let connection = connections::find_by_name(CONNECTION, &context)
        .await
        .unwrap()
        .unwrap();
    let account = users::find_password_account("a@example.com", &connection, &context)
        .await
        .unwrap()
        .unwrap();
    let hash: passwords::PasswordHash = account.hash.unwrap().parse().unwrap();
    let former = passwords::Password::parse(PASSWORD).unwrap();
    assert_eq!(
        hash.verify(&former, &mut passwords::Workspace::default()),
        passwords::Verdict::Differs
    );
}

#[tokio::test]
async fn an_unknown_user_is_gone_already_and_a_foreign_one_stays() {
    let app = TestApp::new().await;
    app.remove(&user_path("auth0|nobody")).await.ok(204);
    let other = app.other_tenant().await;
    let foreign = other.add_user("a@example.com", json!({})).await;
    app.remove(&user_path(id_of(&foreign))).await.ok(204);
    other.read(&user_path(id_of(&foreign))).await.ok(200);
}

#[tokio::test]
async fn people_delete_only_themselves() {
    let app = TestApp::new().await;
    let own = app.add_user("own@example.com", json!({})).await;
    let other = app.add_user("other@example.com", json!({})).await;
    let token = app
        .user_token(id_of(&own), &[ManagementScope::DeleteCurrentUser])
        .await;
    let request = app.delete(&user_path(id_of(&other))).bearer(&token);
    request.send().await.ok(403);
    let request = app.delete(&user_path(id_of(&own))).bearer(&token);
    request.send().await.ok(204);
}
