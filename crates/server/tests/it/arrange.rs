//! What tests need to be there before they begin, and no API makes.

use axum::http::Method;
use ostia_identity::approval::{Approval, Authentication};
use ostia_identity::clients::RefreshTokenPolicy;
use ostia_identity::refresh_tokens::{self, Use};
use ostia_identity::{clients, consents, resource_servers};
use ostia_protocol::auth0::ids::{ClientId, UserId};
use ostia_protocol::oauth::Scope;
use serde_json::{Value, json};

use crate::test_app::{TestApp, TestResponse};

/// Refresh tokens that neither rotate nor expire.
const ETERNAL: RefreshTokenPolicy = RefreshTokenPolicy {
    rotates: false,
    absolute: None,
    idle: None,
    leeway: 0,
};

impl TestApp {
    /// Reads with every scope.
    pub async fn read(&self, path: &str) -> TestResponse {
        self.get(path)
            .bearer(&self.admin_token().await)
            .send()
            .await
    }

    /// Writes with every scope.
    pub async fn write(&self, method: Method, path: &str, body: &Value) -> TestResponse {
        let request = self.request(method, path).bearer(&self.admin_token().await);
        request.json(body).send().await
    }

    /// Deletes with every scope.
    pub async fn remove(&self, path: &str) -> TestResponse {
        self.delete(path)
            .bearer(&self.admin_token().await)
            .send()
            .await
    }

    /// Makes an API by `POST /resource-servers`.
    pub async fn add_api(&self, body: &Value) -> Value {
        let made = self.write(Method::POST, "/api/v2/resource-servers", body);
        made.await.ok(201)
    }

    /// Makes a client grant by `POST /client-grants`.
    pub async fn add_client_grant(&self, body: &Value) -> Value {
        let made = self.write(Method::POST, "/api/v2/client-grants", body);
        made.await.ok(201)
    }

    /// The id of the tenant's Management API.
    pub async fn management_api(&self) -> String {
        let audience = self.tenant.management_audience();
        let api = resource_servers::find_by_identifier(&audience, &self.context()).await;
        api.unwrap().unwrap().id.clone()
    }

    /// A client with this document over a regular web application's.
    pub async fn add_client(&self, id: &str, members: &Value) {
        let mut document = json!({
            "client_id": id, "name": id, "app_type": "regular_web", "is_first_party": true, "oidc_conformant": true,
            "token_endpoint_auth_method": "none", "grant_types": ["authorization_code", "refresh_token"],
            "jwt_configuration": { "alg": "RS256" }, "callbacks": ["https://app.test/callback"],
        });
        let (Value::Object(document), Value::Object(members)) = (&mut document, members) else {
            panic!("not an object");
        };
        document.extend(members.clone());
        let row = clients::table::ClientRow {
            client_id: id.to_owned(),
            document: document.clone(),
            sealed_secret: None,
        };
        let mut work = self.platform.database.begin().await.unwrap();
        clients::table::insert(&self.tenant, &row, self.platform.clock.now(), &mut work)
            .await
            .unwrap();
        work.commit().await.unwrap();
    }

    /// A user's consent.
    pub async fn add_consent(&self, user: &str, client: &str, audience: &str, scope: &str) {
        let (user, client) = (
            UserId::parse(user).unwrap(),
            ClientId::parse(client).unwrap(),
        );
        let party = consents::Party {
            user: &user,
            client: &client,
            audience,
            organization: "",
        };
        let scope = Scope::parse(scope).unwrap();
        consents::remember(party, &scope, &self.context())
            .await
            .unwrap();
    }

    /// A refresh token of a user's, at an API.
    pub async fn add_refresh_token(&self, user: &str, client: &str, audience: &str) -> String {
        let approval = Approval {
            client_id: ClientId::parse(client).unwrap(),
            user_id: UserId::parse(user).unwrap(),
            scope: Scope::parse("offline_access").unwrap(),
            audience: Some(audience.to_owned()),
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
        };
        let issued = refresh_tokens::begin_family(&approval, ETERNAL, &self.context()).await;
        issued.unwrap().token
    }

    /// Whether a refresh token still works.
    pub async fn accepts_refresh_token(&self, token: &str, client: &str) -> bool {
        let used = refresh_tokens::use_token(token, client, ETERNAL, &self.context()).await;
        matches!(used.unwrap(), Use::Good { .. })
    }
}
