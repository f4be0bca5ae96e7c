//! What tests of second factors need: factors that are offered, an authenticator app, and the log.

use axum::http::Method;
use ostia_identity::authentication_methods::totp::Seed;
use serde_json::{Value, json};

use crate::test_app::TestApp;

/// An authenticator app with one account.
pub struct AuthenticatorApp(Seed);

impl AuthenticatorApp {
    /// An app into which somebody typed this secret.
    pub fn with(secret: &str) -> Self {
        Self(Seed::from_base32(secret).expect("base32"))
    }

    /// What it shows now.
    pub fn code(&self, app: &TestApp) -> String {
        self.0.code_at(app.platform.clock.now().seconds())
    }

    /// What it does not show, now or nearby.
    pub fn wrong_code(&self, app: &TestApp) -> String {
        let now = app.platform.clock.now().seconds();
        let near = [-30, 0, 30].map(|offset| self.0.code_at(now + offset));
        let mut candidates = ["000000", "111111", "222222", "333333"].into_iter();
        let wrong = candidates.find(|code| near.iter().all(|near| near != code));
        wrong.unwrap().to_owned()
    }
}

impl TestApp {
    /// Offers these factors, and asks for one as the policy says (`all-applications`, `confidence-score`).
    pub async fn offer(&self, factors: &[&str], policies: &[&str]) {
        for factor in factors {
            let path = format!("/api/v2/guardian/factors/{factor}");
            let enabled = json!({ "enabled": true });
            self.write(Method::PUT, &path, &enabled).await.ok(200);
        }
        let policies = json!(policies);
        self.write(Method::PUT, "/api/v2/guardian/policies", &policies)
            .await
            .ok(200);
    }

    /// Gives a user an authenticator app through the Management API.
    pub async fn give_app(&self, user: &str) -> AuthenticatorApp {
        let path = methods_of(user);
        let totp = json!({ "type": "totp" });
        let made = self.write(Method::POST, &path, &totp).await.ok(201);
        AuthenticatorApp::with(made["totp_secret"].as_str().unwrap())
    }

    /// The types of the tenant's log entries that begin so, oldest first.
    pub async fn types_logged(&self, beginning: &str) -> Vec<String> {
        self.platform.journal.flush().await;
        let rows = self.read("/api/v2/logs?per_page=100&sort=date:1").await;
        let rows = rows.ok(200);
        let types = rows.as_array().unwrap().iter();
        types
            .map(|row| row["type"].as_str().unwrap().to_owned())
            .filter(|code| code.starts_with(beginning))
            .collect()
    }
}

/// Where a user's methods are.
pub fn methods_of(user: &str) -> String {
    of_user(user, "authentication-methods")
}

/// Where something of a user's is.
pub fn of_user(user: &str, rest: &str) -> String {
    format!("/api/v2/users/{}/{rest}", user.replace('|', "%7C"))
}

/// The entry of a list that has this value.
pub fn row<'a>(rows: &'a Value, name: &str, value: &str) -> &'a Value {
    let mut rows = rows.as_array().expect("a list").iter();
    rows.find(|row| row[name] == value).expect("a row")
}
