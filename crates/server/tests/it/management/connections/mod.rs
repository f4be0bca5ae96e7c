//! `/connections`.

mod clients;
mod create;
mod delete;
mod list;
mod read;
mod update;

use axum::http::Method;
use serde_json::{Value, json};

use crate::test_app::TestApp;

const PATH: &str = "/api/v2/connections";

impl TestApp {
    /// Makes a connection.
    async fn add_connection(&self, name: &str, strategy: &str, members: Value) -> Value {
        let mut body = json!({ "name": name, "strategy": strategy });
        let (Value::Object(body_members), Value::Object(members)) = (&mut body, members) else {
            panic!("not an object");
        };
        body_members.extend(members);
        self.write(Method::POST, PATH, &body).await.ok(201)
    }

    async fn change_connection(&self, id: &str, body: Value) -> crate::test_app::TestResponse {
        self.write(Method::PATCH, &format!("{PATH}/{id}"), &body)
            .await
    }

    /// What is stored of a connection, as text.
    async fn stored_connection(&self, id: &str) -> String {
        let database = &self.platform.database;
        let row = ostia_identity::connections::table::find(&self.tenant, id, database);
        format!("{:?}", row.await.unwrap().unwrap())
    }
}

fn id_of(connection: &Value) -> &str {
    connection["id"].as_str().unwrap()
}
