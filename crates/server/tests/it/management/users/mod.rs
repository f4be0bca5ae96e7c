//! `/users` and `/users-by-email`.

mod by_email;
mod create;
mod delete;
mod identities;
mod list;
mod read;
mod search;
mod update;

use axum::http::Method;
use serde_json::{Value, json};

use crate::test_app::TestApp;

const PATH: &str = "/api/v2/users";
/// The connection that every tenant begins with.
const CONNECTION: &str = "Username-Password-Authentication";
const PASSWORD: &str = "Correct-Horse-7";

impl TestApp {
    /// Makes a user of the first connection, by e-mail address, with further members.
    async fn add_user(&self, email: &str, members: Value) -> Value {
        let body = user_body(email, members);
        self.write(Method::POST, PATH, &body).await.ok(201)
    }

    async fn change_user(&self, id: &str, body: Value) -> crate::test_app::TestResponse {
        self.write(Method::PATCH, &user_path(id), &body).await
    }

    /// Replaces the options of the first connection.
    async fn set_options(&self, options: Value) {
        let found = self
            .read(&format!("/api/v2/connections?name={CONNECTION}"))
            .await
            .ok(200);
        let path = format!("/api/v2/connections/{}", found[0]["id"].as_str().unwrap());
        let body = json!({ "options": options });
        self.write(Method::PATCH, &path, &body).await.ok(200);
    }
}

fn user_body(email: &str, members: Value) -> Value {
    let mut body = json!({ "connection": CONNECTION, "email": email, "password": PASSWORD });
    let (Value::Object(body_members), Value::Object(members)) = (&mut body, members) else {
        panic!("not an object");
    };
    body_members.extend(members);
    body
}

fn user_path(id: &str) -> String {
    format!("{PATH}/{}", id.replace('|', "%7C"))
}

fn id_of(user: &Value) -> &str {
    user["user_id"].as_str().unwrap()
}
