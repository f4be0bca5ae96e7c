//! `/api/v2/roles`.

mod crud;
mod members;
mod permissions;

use axum::http::Method;
use serde_json::{Value, json};

use crate::test_app::{TestApp, TestResponse};

const PATH: &str = "/api/v2/roles";

impl TestApp {
    /// Makes a role by `POST /roles`. Its id.
    pub async fn add_role(&self, name: &str) -> String {
        let body = json!({ "name": name });
        let made = self.write(Method::POST, PATH, &body).await.ok(200);
        made["id"].as_str().unwrap().to_owned()
    }

    /// Makes a user with the password `Correct-Horse-9`. The id.
    pub async fn new_user(&self, name: &str) -> String {
        let body = json!({
            "connection": "Username-Password-Authentication", "email": format!("{name}@example.com"),
            "password": "Correct-Horse-9", "name": name,
        });
        let made = self.write(Method::POST, "/api/v2/users", &body).await;
        made.ok(201)["user_id"].as_str().unwrap().to_owned()
    }

    /// Deletes with every scope and a body.
    pub async fn remove_with(&self, path: &str, body: &Value) -> TestResponse {
        self.write(Method::DELETE, path, body).await
    }
}

/// A user's id in a path.
pub fn in_path(user: &str) -> String {
    user.replace('|', "%7C")
}

/// A body that names permissions of one API.
pub fn permissions(audience: &str, names: &[&str]) -> Value {
    let permissions: Vec<Value> = names
        .iter()
        .map(|name| json!({ "resource_server_identifier": audience, "permission_name": name }))
        .collect();
    json!({ "permissions": permissions })
}
