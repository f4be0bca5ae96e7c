//! Codes and links in place of passwords: `/passwordless/*`, the grant, and the hosted pages.

mod api;
mod pages;

use axum::http::Method;
use ostia_identity::messages::inbox::Received;
use serde_json::{Value, json};

use crate::applications::Application;
use crate::test_app::{TestApp, TestResponse};

const ADA: &str = "ada@example.com";
const PHONE: &str = "+15550100200";
const GRANT: &str = "http://auth0.com/oauth/grant-type/passwordless/otp";

/// A tenant with an application that both kinds of connection are open to.
async fn harbour() -> (TestApp, Application) {
    let app = TestApp::new().await;
    let grants = json!({ "grant_types": ["authorization_code", "refresh_token", GRANT] });
    let client = app.application(&grants).await;
    app.add_passwordless("email", &client, &json!({})).await;
    app.add_passwordless("sms", &client, &json!({})).await;
    (app, client)
}

impl TestApp {
    /// A connection that sends codes, of the strategy's name, for one application. Its id.
    pub async fn add_passwordless(
        &self,
        strategy: &str,
        client: &Application,
        options: &Value,
    ) -> String {
        let body = json!({
            "name": strategy, "strategy": strategy, "options": options, "enabled_clients": [client.id],
        });
        let made = self.write(Method::POST, "/api/v2/connections", &body).await;
        made.ok(201)["id"].as_str().unwrap().to_owned()
    }

    /// The last message that somebody got.
    pub async fn last_message(&self, to: &str) -> Received {
        let mut mail = self.mail(to).await;
        assert!(!mail.is_empty(), "nothing for {to}");
        // What comes next is newer: the clock stands still otherwise.
        self.advance(1);
        mail.remove(0)
    }

    /// The last code that somebody got. Other messages may be of the same moment.
    pub async fn sent_code(&self, to: &str) -> String {
        let mail = self.mail(to).await;
        self.advance(1);
        let mut codes = mail.into_iter().filter_map(|message| message.code);
        codes.next().expect("a code")
    }

    async fn start(&self, client: &Application, members: &Value) -> TestResponse {
        let mut body = json!({ "client_id": client.id, "client_secret": client.secret });
        let own = body.as_object_mut().unwrap();
        own.extend(members.as_object().unwrap().clone());
        own.retain(|_, value| !value.is_null());
        self.post("/passwordless/start").json(&body).send().await
    }

    /// The grant, for an address and a code.
    async fn enter(
        &self,
        client: &Application,
        realm: &str,
        address: &str,
        code: &str,
    ) -> TestResponse {
        let pairs = [
            ("grant_type", GRANT),
            ("realm", realm),
            ("username", address),
            ("otp", code),
            ("scope", "openid profile email phone"),
        ];
        self.token_of(client, &pairs).await
    }
}

fn email(send: &str) -> Value {
    json!({ "connection": "email", "email": ADA, "send": send })
}

fn sms() -> Value {
    json!({ "connection": "sms", "phone_number": PHONE })
}

/// A code that is not this one.
fn another(code: &str) -> &'static str {
    if code == "000000" { "111111" } else { "000000" }
}
