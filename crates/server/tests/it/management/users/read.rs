//! `GET /users/{id}`.

use ostia_protocol::auth0::scopes::ManagementScope;
use serde_json::json;

use super::{PATH, id_of, user_path};
use crate::test_app::{ADMIN_CLIENT, TestApp};

impl TestApp {
    /// A Management API token of a user, held by a first-party application.
    pub async fn user_token(&self, user: &str, scopes: &[ManagementScope]) -> String {
        let scope: Vec<&str> = scopes.iter().map(|scope| scope.as_str()).collect();
        let now = self.platform.clock.now().seconds();
        self.sign(json!({
            "iss": self.tenant.issuer(),
            "sub": user,
            "aud": self.tenant.management_audience(),
            "iat": now,
            "exp": now + 7_200,
            "scope": scope.join(" "),
            "azp": ADMIN_CLIENT,
        }))
        .await
    }
}

#[tokio::test]
async fn an_unknown_user_and_one_of_another_tenant() {
    let app = TestApp::new().await;
    let other = app.other_tenant().await;
    let foreign = other.add_user("a@example.com", json!({})).await;
    for id in ["auth0|nobody", id_of(&foreign)] {
        app.read(&user_path(id)).await.refused(
            404,
            "The user does not exist.",
            Some("inexistent_user"),
        );
    }
    let message = "Path validation error: 'Object didn't pass validation for format user-id: nobody' on property id \
                   (Id of the user).";
    let malformed = app.read(&format!("{PATH}/nobody")).await;
    malformed.refused(400, message, Some("invalid_uri"));
}

#[tokio::test]
async fn fields() {
    let app = TestApp::new().await;
    let made = app
        .add_user("a@example.com", json!({ "user_id": "a" }))
        .await;
    let path = user_path(id_of(&made));
    let only = app.read(&format!("{path}?fields=user_id,email")).await;
    assert_eq!(
        only.ok(200),
        json!({ "user_id": "auth0|a", "email": "a@example.com" })
    );
    let without = app
        .read(&format!(
            "{path}?fields=identities,picture,created_at,updated_at,name,nickname&include_fields=false"
        ))
        .await;
    assert_eq!(
        without.ok(200),
        json!({ "user_id": "auth0|a", "email": "a@example.com", "email_verified": false })
    );
    let unknown = app.read(&format!("{path}?fields=password")).await;
    assert_eq!(unknown.ok(400)["errorCode"], "invalid_query_string");
    let unknown = app.read(&format!("{path}?field=name")).await;
    unknown.refused(
        400,
        "Query validation error: 'Additional properties not allowed: field'.",
        Some("invalid_query_string"),
    );
}

#[tokio::test]
async fn people_read_only_themselves() {
    let app = TestApp::new().await;
    let own = app.add_user("own@example.com", json!({})).await;
    let other = app.add_user("other@example.com", json!({})).await;
    let token = app
        .user_token(id_of(&own), &[ManagementScope::ReadCurrentUser])
        .await;
    let read = app.get(&user_path(id_of(&own))).bearer(&token).send().await;
    assert_eq!(read.ok(200)["email"], "own@example.com");
    app.get(&user_path(id_of(&other)))
        .bearer(&token)
        .send()
        .await
        .refused(
            403,
            "User to be acted on does not match subject in bearer token.",
            None,
        );
    let list = app.get(PATH).bearer(&token).send().await;
    assert_eq!(list.ok(403)["errorCode"], "insufficient_scope");
}
