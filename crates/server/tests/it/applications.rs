//! Applications, people and APIs, as logging in needs them.

use std::sync::atomic::{AtomicU64, Ordering};

use axum::http::Method;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ostia_identity::cache::Stale;
use ostia_identity::connections::{self, Connection};
use ostia_identity::users::{self, NewUser, User};
use ostia_identity::{client_grants, clients};
use ostia_jose::{Algorithm, HmacKey, Jwk, PublicKey, Unverified};
use ostia_protocol::auth0::ids::ClientId;
use serde_json::{Map, Value, json};

use crate::test_app::{TestApp, TestResponse};

/// The callback of every test application.
pub const CALLBACK: &str = "https://app.test/callback";
/// The callback of every third party.
pub const THIRD_PARTY_CALLBACK: &str = "https://other-company.test/callback";
/// Every test user's password.
pub const PASSWORD: &str = "correct horse battery staple 1A";
/// RFC 7636, appendix B.
pub const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
/// RFC 7636, appendix B.
pub const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
/// The API of most tests.
pub const AUDIENCE: &str = "https://api.test/";

/// An application that was registered.
#[derive(Clone, Debug)]
pub struct Application {
    pub id: String,
    pub secret: String,
    pub callback: &'static str,
}

static COUNTER: AtomicU64 = AtomicU64::new(0);

fn merged(mut base: Value, members: &Value) -> Map<String, Value> {
    let (Value::Object(base), Value::Object(members)) = (&mut base, members) else {
        panic!("not an object");
    };
    base.extend(members.clone());
    base.retain(|_, value| !value.is_null());
    base.clone()
}

/// Registering.
impl TestApp {
    /// A client with this document over a regular web application's (`null` leaves a member out), and a secret whatever
    /// its type, because imports bring them.
    pub async fn application(&self, members: &Value) -> Application {
        let id = format!("app{:029}", COUNTER.fetch_add(1, Ordering::Relaxed));
        let base = json!({
            "client_id": id, "name": "Test App", "app_type": "regular_web", "is_first_party": true,
            "oidc_conformant": true, "token_endpoint_auth_method": "client_secret_post",
            "grant_types": ["authorization_code", "implicit", "refresh_token", "client_credentials"],
            "jwt_configuration": { "alg": "RS256" }, "callbacks": [CALLBACK],
        });
        let document = merged(base, members);
        let is_first_party = document["is_first_party"] == json!(true);
        let application = Application {
            secret: format!("secret-of-{id}-that-is-long-enough-to-be-one"),
            callback: if is_first_party {
                CALLBACK
            } else {
                THIRD_PARTY_CALLBACK
            },
            id,
        };
        self.store(&application, document).await;
        if is_first_party {
            self.enable_connection(&application).await;
        }
        application
    }

    async fn store(&self, application: &Application, document: Map<String, Value>) {
        let id = ClientId::parse(&application.id).unwrap();
        let entropy = &self.platform.entropy;
        let sealed = clients::seal_secret(&id, &application.secret, &self.tenant, entropy).unwrap();
        let row = clients::table::ClientRow {
            client_id: application.id.clone(),
            document,
            sealed_secret: Some(sealed),
        };
        let mut work = self.platform.database.begin().await.unwrap();
        clients::table::insert(&self.tenant, &row, self.platform.clock.now(), &mut work)
            .await
            .unwrap();
        work.commit().await.unwrap();
    }

    /// A regular web application, confidential.
    pub async fn web_app(&self) -> Application {
        self.application(&json!({})).await
    }

    /// A single-page application, public.
    pub async fn spa(&self) -> Application {
        self.application(&json!({
            "app_type": "spa", "token_endpoint_auth_method": "none",
            "grant_types": ["authorization_code", "implicit", "refresh_token"],
            "web_origins": ["https://app.test"],
        }))
        .await
    }

    /// A native application, public.
    pub async fn native_app(&self) -> Application {
        self.application(&json!({
            "app_type": "native", "token_endpoint_auth_method": "none",
            "grant_types": ["authorization_code", "implicit", "refresh_token"],
        }))
        .await
    }

    /// A machine-to-machine application, confidential.
    pub async fn machine(&self) -> Application {
        self.application(&json!({
            "app_type": "non_interactive", "grant_types": ["client_credentials"], "callbacks": [],
        }))
        .await
    }

    /// Another company's application. `mode` is `strict` or `permissive`.
    pub async fn third_party(&self, mode: &str, members: &Value) -> Application {
        let base = json!({
            "name": "Other Company", "is_first_party": false, "third_party_security_mode": mode,
            "callbacks": [THIRD_PARTY_CALLBACK],
            "refresh_token": { "rotation_type": "non-rotating", "expiration_type": "expiring", "leeway": 0,
                "token_lifetime": 2_592_000, "idle_token_lifetime": 1_296_000,
                "infinite_token_lifetime": false, "infinite_idle_token_lifetime": false },
        });
        self.open_domain_connection().await;
        self.application(&Value::Object(merged(base, members)))
            .await
    }

    /// Changes members of a client's document; `null` removes one.
    pub async fn change_client(&self, application: &Application, members: &Value) {
        let id = ClientId::parse(&application.id).unwrap();
        let mut work = self.platform.database.begin().await.unwrap();
        let mut row = clients::table::find_for_update(&self.tenant, &id, &mut work)
            .await
            .unwrap()
            .unwrap();
        row.document = merged(Value::Object(row.document), members);
        clients::table::update(&self.tenant, &row, self.platform.clock.now(), &mut work)
            .await
            .unwrap();
        work.makes_stale(Stale::Client(self.tenant.id.clone(), id));
        work.commit().await.unwrap();
    }

    /// Changes the tenant's settings.
    pub async fn change_settings(&self, body: &Value) {
        self.write(Method::PATCH, "/api/v2/tenants/settings", body)
            .await
            .ok(200);
    }

    /// The tenant's database connection.
    pub async fn connection(&self) -> Connection {
        connections::find_by_name(connections::DEFAULT_NAME, &self.context())
            .await
            .unwrap()
            .unwrap()
    }

    /// Lets a client log in with the tenant's connection.
    pub async fn enable_connection(&self, application: &Application) {
        let connection = self.connection().await;
        let id = ClientId::parse(&application.id).unwrap();
        let (tenant, now) = (&self.tenant, self.platform.clock.now());
        let mut work = self.platform.database.begin().await.unwrap();
        connections::table::enable(tenant, connection.id.as_str(), &id, now, &mut work)
            .await
            .unwrap();
        work.commit().await.unwrap();
    }

    /// Opens the tenant's connection to third parties.
    pub async fn open_domain_connection(&self) {
        let connection = self.connection().await;
        let path = format!("/api/v2/connections/{}", connection.id);
        self.write(
            Method::PATCH,
            &path,
            &json!({ "is_domain_connection": true }),
        )
        .await
        .ok(200);
    }

    /// A user of the tenant's connection, with [`PASSWORD`].
    pub async fn person(&self, email: &str) -> User {
        let connection = self.connection().await;
        let policy = connection.password_policy().unwrap();
        let new = NewUser {
            email: Some(email.to_owned()),
            password: Some(policy.parse(PASSWORD).unwrap()),
            ..NewUser::default()
        };
        users::create(new, &connection, &self.context())
            .await
            .unwrap()
    }

    /// Blocks a user, or lets them in again.
    pub async fn set_blocked(&self, user: &User, blocked: bool) {
        let mut work = self.platform.database.begin().await.unwrap();
        let changed = User {
            blocked,
            ..user.clone()
        };
        users::table::update(&self.tenant, &changed, &mut work)
            .await
            .unwrap();
        work.makes_stale(Stale::User(self.tenant.id.clone(), user.id.clone()));
        work.commit().await.unwrap();
    }

    /// The API of most tests: `read:posts`, `write:posts`, refresh tokens, no consent for our own applications.
    pub async fn posts_api(&self, members: &Value) {
        let base = json!({
            "identifier": AUDIENCE, "name": "Posts", "allow_offline_access": true,
            "skip_consent_for_verifiable_first_party_clients": true,
            "scopes": [{ "value": "read:posts", "description": "Read your posts" },
                       { "value": "write:posts", "description": "Write posts for you" }],
        });
        let body = Value::Object(merged(base, members));
        self.write(Method::POST, "/api/v2/resource-servers", &body)
            .await
            .ok(201);
    }

    /// Lets a client act at the API, for itself (`client`) or for users (`user`).
    pub async fn grant(&self, application: &Application, scopes: &[&str], subject: &str) {
        let subject = match subject {
            "user" => client_grants::SubjectType::User,
            _ => client_grants::SubjectType::Client,
        };
        let id = ClientId::parse(&application.id).unwrap();
        client_grants::create_for(&id, AUDIENCE, scopes, subject, &self.context())
            .await
            .unwrap();
    }
}

/// Tokens.
impl TestApp {
    /// `POST /oauth/token` with a form.
    pub async fn token(&self, pairs: &[(&str, &str)]) -> TestResponse {
        self.post("/oauth/token").form(pairs).send().await
    }

    /// The token endpoint, with the client's id and secret beside the parameters.
    pub async fn token_of(&self, client: &Application, pairs: &[(&str, &str)]) -> TestResponse {
        let credentials = [
            ("client_id", client.id.as_str()),
            ("client_secret", client.secret.as_str()),
        ];
        self.token(&[&credentials, pairs].concat()).await
    }

    /// Redeems a code that was asked for with [`CHALLENGE`].
    pub async fn redeem(&self, client: &Application, code: &str) -> TestResponse {
        self.token_of(
            client,
            &[
                ("grant_type", "authorization_code"),
                ("code", code),
                ("redirect_uri", client.callback),
                ("code_verifier", VERIFIER),
            ],
        )
        .await
    }

    /// Uses a refresh token.
    pub async fn refresh(&self, client: &Application, token: &str) -> TestResponse {
        let pairs = [("grant_type", "refresh_token"), ("refresh_token", token)];
        self.token_of(client, &pairs).await
    }

    /// The claims of a token that verifies with one of the published keys.
    pub async fn verified(&self, token: &str, algorithm: Algorithm) -> Value {
        let jwks = self.get("/.well-known/jwks.json").send().await.ok(200);
        let unverified = Unverified::parse(token, 65_536).unwrap();
        assert_eq!(unverified.header().alg, algorithm);
        let kid = unverified.header().kid.clone().expect("a kid");
        let keys = jwks["keys"].as_array().unwrap();
        let key = keys.iter().find(|key| key["kid"] == json!(kid)).unwrap();
        let mut key = key.clone();
        key.as_object_mut().unwrap().remove("alg");
        let key: Jwk = serde_json::from_value(key).unwrap();
        let key = PublicKey::from_jwk(&key).unwrap();
        let verified = unverified.verify_with(&key, &[algorithm]).unwrap();
        verified.claims().unwrap()
    }
}

/// The claims of a token that verifies with a secret.
pub fn verified_with(secret: &str, token: &str) -> Value {
    let unverified = Unverified::parse(token, 65_536).unwrap();
    assert!(unverified.header().kid.is_none(), "HS256 has no kid");
    let key = HmacKey::new(secret.as_bytes()).unwrap();
    let verified = unverified.verify_with(&key, &[Algorithm::HS256]).unwrap();
    verified.claims().unwrap()
}

/// A token's header and claims, unverified.
pub fn decoded(token: &str) -> (Value, Value) {
    let parts: Vec<Value> = token
        .split('.')
        .take(2)
        .map(|part| serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap())
        .collect();
    (parts[0].clone(), parts[1].clone())
}

/// A member of a token answer, as text.
#[track_caller]
pub fn text(answer: &Value, name: &str) -> String {
    answer[name]
        .as_str()
        .unwrap_or_else(|| panic!("no {name} in {answer}"))
        .to_owned()
}

impl TestResponse {
    /// Checks a refusal of an OAuth endpoint: status, code and description, and that nothing else leaks.
    #[track_caller]
    pub fn denied(&self, status: u16, code: &str, description: &str) {
        assert_eq!(self.status.as_u16(), status, "{}", self.text);
        let body = self.json();
        assert_eq!(
            (body["error"].as_str(), body["error_description"].as_str()),
            (Some(code), Some(description)),
        );
        assert_eq!(self.header("cache-control"), "no-store");
    }
}
