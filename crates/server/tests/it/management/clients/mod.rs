//! `/api/v2/clients`.

mod create;
mod credentials;
mod delete;
mod get;
mod list;
mod rotate_secret;
mod update;

use axum::http::Method;
use serde_json::Value;

use crate::test_app::TestApp;

const PATH: &str = "/api/v2/clients";

/// An RSA key inside a certificate.
const CERTIFICATE: &str = include_str!("../../../../../jose/testdata/rsa2048_certificate.pem");

fn path_of(client: &Value) -> String {
    format!("{PATH}/{}", id_of(client))
}

fn id_of(client: &Value) -> &str {
    client["client_id"].as_str().unwrap()
}

impl TestApp {
    /// Makes a client by `POST /clients`.
    pub async fn make_client(&self, body: Value) -> Value {
        self.write(Method::POST, PATH, &body).await.ok(201)
    }
}
