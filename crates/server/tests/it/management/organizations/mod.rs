//! `/api/v2/organizations`.

mod client_grants;
mod connections;
mod crud;
mod discovery_domains;
mod invitations;
mod members;

use axum::http::Method;
use serde_json::{Value, json};

use crate::test_app::TestApp;

const PATH: &str = "/api/v2/organizations";
const UNKNOWN: &str = "No organization found by that id or name";

impl TestApp {
    /// Makes an organization by `POST /organizations`. Its id.
    pub async fn organization(&self, name: &str) -> String {
        self.organization_with(json!({ "name": name, "display_name": name }))
            .await
    }

    /// The same with a body.
    pub async fn organization_with(&self, body: Value) -> String {
        let made = self.write(Method::POST, PATH, &body).await.ok(201);
        made["id"].as_str().unwrap().to_owned()
    }

    /// Makes users members of an organization.
    pub async fn add_members(&self, organization: &str, users: &[&str]) {
        let path = format!("{PATH}/{organization}/members");
        let body = json!({ "members": users });
        self.write(Method::POST, &path, &body).await.ok(204);
    }

    /// Gives a member roles.
    pub async fn give_member_roles(&self, organization: &str, user: &str, roles: &[&str]) {
        let user = user.replace('|', "%7C");
        let path = format!("{PATH}/{organization}/members/{user}/roles");
        let body = json!({ "roles": roles });
        self.write(Method::POST, &path, &body).await.ok(204);
    }

    /// What the log has of a type, after everything is written.
    pub async fn logged(&self, event: &str) -> Vec<Value> {
        self.platform.journal.flush().await;
        let logs = self.read("/api/v2/logs?per_page=100").await.ok(200);
        let logs = logs.as_array().unwrap().iter();
        logs.filter(|entry| entry["type"] == event)
            .cloned()
            .collect()
    }

    /// Lets the tenant's database connection log members in.
    pub async fn enable_for_organization(&self, organization: &str, members: Value) {
        let mut body = json!({ "connection_id": self.connection().await.id });
        let Value::Object(members) = members else {
            panic!("not an object");
        };
        body.as_object_mut().unwrap().extend(members);
        let path = format!("{PATH}/{organization}/enabled_connections");
        self.write(Method::POST, &path, &body).await.ok(201);
    }
}

/// Follows checkpoints to the end. All rows.
async fn all_rows(app: &TestApp, path: &str, key: &str) -> Vec<Value> {
    let (mut rows, mut query) = (Vec::new(), "take=2".to_owned());
    loop {
        let page = app.read(&format!("{path}?{query}")).await.ok(200);
        rows.extend(page[key].as_array().unwrap().clone());
        match page.get("next").and_then(Value::as_str) {
            Some(next) => query = format!("take=2&from={next}"),
            None => return rows,
        }
    }
}
