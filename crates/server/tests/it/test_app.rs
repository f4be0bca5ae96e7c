//! A whole Ostia per test: its own database, a clock that stands still, repeatable randomness, no network.

use std::net::{SocketAddr, TcpListener};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use axum_server::tls_rustls::RustlsConfig;
use ostia_identity::breached_passwords::List;
use ostia_identity::cache::Caches;
use ostia_identity::clients;
use ostia_identity::context::{Context, Origin, Platform};
use ostia_identity::database::{Bell, Database};
use ostia_identity::entropy::Entropy;
use ostia_identity::logs::Journal;
use ostia_identity::messages::Outbox;
use ostia_identity::outgoing::{Outgoing, Reach};
use ostia_identity::passwords::HashingPool;
use ostia_identity::provisioning::{self, FirstKeys};
use ostia_identity::signing_keys;
use ostia_identity::tenants::{self, Tenant};
use ostia_identity::time::{Clock, Timestamp};
use ostia_identity::vault::SealingKey;
use ostia_jose::{AsymmetricAlgorithm, KeyKind, PrivateKey};
use ostia_protocol::auth0::ids::{ClientId, TenantId};
use ostia_protocol::auth0::scopes::ManagementScope;
use ostia_server::app::{self, App};
use ostia_server::extract::TrustedProxy;
use ostia_server::front::Front;
use ostia_server::tls::{self, DevelopmentFiles};
use serde_json::{Map, Value, json};
use tower::ServiceExt as _;

use crate::databases::Home;
use crate::log_schema;
use crate::published::Exchange;

/// The moment at which every test begins: 2026-01-01T00:00:00Z.
pub const START: Timestamp = Timestamp::from_millis(1_767_225_600_000);
/// The domain of the first tenant.
pub const DOMAIN: &str = "tenant.test";
/// The domain of the other tenant.
pub const OTHER_DOMAIN: &str = "other.test";
/// A machine-to-machine client that exists in every tenant.
pub const ADMIN_CLIENT: &str = "adminadminadminadminadminadmin00";
/// Its secret.
pub const ADMIN_SECRET: &str = "the-admin-client-secret-of-tests-which-is-long-enough-to-be-one-0";

/// One Ostia.
pub struct TestApp {
    pub router: Router,
    pub platform: Arc<Platform>,
    pub tenant: Arc<Tenant>,
    host: String,
    home: Arc<Home>,
}

static COUNTER: AtomicU64 = AtomicU64::new(0);

/// Two RSA keys for all tests: making them takes longer than most tests.
fn keys() -> &'static [PrivateKey; 2] {
    static KEYS: OnceLock<[PrivateKey; 2]> = OnceLock::new();
    KEYS.get_or_init(|| {
        [KeyKind::Rsa2048, KeyKind::Rsa2048].map(|kind| PrivateKey::generate(kind).unwrap())
    })
}

impl TestApp {
    /// A fresh Ostia with one tenant.
    pub async fn new() -> Self {
        let (url, home) = Home::new().await;
        let caches = Caches::default();
        let database = Database::open(&url, caches.clone())
            .await
            .expect("the database opens");
        let number = COUNTER.fetch_add(1, Ordering::Relaxed);
        let platform = Arc::new(Platform {
            journal: Journal::start(database.clone()).observed_by(log_schema::check),
            database,
            caches,
            master_key: SealingKey::new("master", [7; 32].into()).unwrap(),
            clock: Clock::fixed(START),
            entropy: Entropy::seeded(number),
            hashing: HashingPool::new(),
            breached_passwords: List::in_file(home.folder().join("breached.txt")),
            jobs: Bell::default(),
            events: Bell::default(),
            outgoing: Outgoing::new(Reach::Everything, vec![home.folder().join("ca.pem")]),
            outbox: Outbox {
                keeps_inbox: true,
                ..Outbox::default()
            },
        });
        let tenant = provision("tenant", DOMAIN, &platform).await;
        Self {
            router: Self::router_of(&platform, None),
            platform,
            tenant,
            host: DOMAIN.to_owned(),
            home: Arc::new(home),
        }
    }

    /// A second tenant of the same Ostia.
    pub async fn other_tenant(&self) -> Self {
        let tenant = provision("other", OTHER_DOMAIN, &self.platform).await;
        Self {
            router: self.router.clone(),
            platform: self.platform.clone(),
            tenant,
            host: OTHER_DOMAIN.to_owned(),
            home: self.home.clone(),
        }
    }

    /// A tenant of the same Ostia that other servers can call: it is served over TLS on a port of this machine, for as
    /// long as the test runs.
    pub async fn served_tenant(&self) -> Self {
        let listener = listener();
        let domain = format!("localhost:{}", listener.local_addr().unwrap().port());
        let tenant = provision("served", &domain, &self.platform).await;
        self.serve(listener, self.router.clone());
        self.at(&tenant)
    }

    /// Serves anything over TLS, with a certificate that this Ostia trusts. Where.
    pub fn served(&self, router: Router) -> String {
        let listener = listener();
        let port = listener.local_addr().unwrap().port();
        self.serve(listener, router);
        format!("https://localhost:{port}")
    }

    fn serve(&self, listener: TcpListener, router: Router) {
        let files = DevelopmentFiles::in_folder(self.home.folder());
        // Certificates are judged by the machine's clock.
        let now = Clock::system().now();
        let tls = tls::development("localhost", &files, now).unwrap();
        let tls = RustlsConfig::from_config(Arc::new(tls));
        let server = axum_server::from_tcp_rustls(listener, tls).unwrap();
        tokio::spawn(async move { server.serve(router.into_make_service()).await });
    }

    /// The same Ostia behind a proxy that is trusted, or none.
    pub fn behind(&self, proxy: Option<TrustedProxy>) -> Self {
        Self {
            router: Self::router_of(&self.platform, proxy),
            ..self.at(&self.tenant)
        }
    }

    /// What a server of this platform answers.
    fn router_of(platform: &Arc<Platform>, proxy: Option<TrustedProxy>) -> Router {
        let app = Arc::new(App {
            platform: platform.clone(),
            proxy,
        });
        Front::new(app.clone(), app::router(&app)).into_router()
    }

    /// The same Ostia, called at another of its tenants.
    pub fn at(&self, tenant: &Arc<Tenant>) -> Self {
        Self {
            router: self.router.clone(),
            platform: self.platform.clone(),
            tenant: tenant.clone(),
            host: tenant.host.clone(),
            home: self.home.clone(),
        }
    }

    /// A folder that is gone with the test: the list of breached passwords is in it, once there is one.
    pub fn folder(&self) -> &std::path::Path {
        self.home.folder()
    }

    /// Ends all connections to the database, where it is a server's. Whether it is.
    pub async fn disconnect_database(&self) -> bool {
        self.home.disconnect().await
    }

    /// The context of an offline command, for arranging what no API offers.
    pub fn context(&self) -> Context {
        Context::new(
            self.platform.clone(),
            self.tenant.clone(),
            Origin::default(),
        )
    }

    /// Moves the clock.
    pub fn advance(&self, seconds: u64) {
        self.platform.clock.advance(Duration::from_secs(seconds));
    }

    /// A Management API token with these scopes, held by the admin client.
    pub async fn management_token(&self, scopes: &[ManagementScope]) -> String {
        let scope: Vec<&str> = scopes.iter().map(|scope| scope.as_str()).collect();
        let now = self.platform.clock.now().seconds();
        self.sign(json!({
            "iss": self.tenant.issuer(),
            "sub": format!("{ADMIN_CLIENT}@clients"),
            "aud": self.tenant.management_audience(),
            "iat": now,
            "exp": now + 86_400,
            "scope": scope.join(" "),
            "azp": ADMIN_CLIENT,
            "gty": "client-credentials",
        }))
        .await
    }

    /// A Management API token with every scope.
    pub async fn admin_token(&self) -> String {
        self.management_token(ManagementScope::all()).await
    }

    /// Any claims, signed with the tenant's current key.
    pub async fn sign(&self, claims: Value) -> String {
        let ring = signing_keys::ring(&self.context()).await.unwrap();
        ring.signer(AsymmetricAlgorithm::RS256, "JWT")
            .unwrap()
            .sign(&claims)
            .unwrap()
    }

    /// A request to this tenant.
    pub fn request(&self, method: Method, path: &str) -> TestRequest {
        let builder = Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, &self.host);
        TestRequest {
            router: self.router.clone(),
            builder,
            body: Body::empty(),
        }
    }

    pub fn get(&self, path: &str) -> TestRequest {
        self.request(Method::GET, path)
    }

    pub fn put(&self, path: &str) -> TestRequest {
        self.request(Method::PUT, path)
    }

    pub fn post(&self, path: &str) -> TestRequest {
        self.request(Method::POST, path)
    }

    pub fn patch(&self, path: &str) -> TestRequest {
        self.request(Method::PATCH, path)
    }

    pub fn delete(&self, path: &str) -> TestRequest {
        self.request(Method::DELETE, path)
    }
}

fn listener() -> TcpListener {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    listener
}

async fn provision(id: &str, domain: &str, platform: &Arc<Platform>) -> Arc<Tenant> {
    let id = TenantId::parse(id).unwrap();
    let keys = FirstKeys::Import(Box::new(keys().clone()));
    let tenant = provisioning::provision(&id, domain, keys, platform)
        .await
        .unwrap();
    let client_id = ClientId::parse(ADMIN_CLIENT).unwrap();
    let Value::Object(document) = json!({
        "client_id": ADMIN_CLIENT, "name": "Admin", "app_type": "non_interactive", "is_first_party": true,
        "oidc_conformant": true, "token_endpoint_auth_method": "client_secret_post",
        "grant_types": ["client_credentials"], "jwt_configuration": { "alg": "RS256" },
    }) else {
        unreachable!()
    };
    let sealed_secret =
        clients::seal_secret(&client_id, ADMIN_SECRET, &tenant, &platform.entropy).unwrap();
    let row = clients::table::ClientRow {
        client_id: ADMIN_CLIENT.to_owned(),
        document,
        sealed_secret: Some(sealed_secret),
    };
    let mut work = platform.database.begin().await.unwrap();
    clients::table::insert(&tenant, &row, platform.clock.now(), &mut work)
        .await
        .unwrap();
    work.commit().await.unwrap();
    tenants::find_by_domain(domain, platform)
        .await
        .unwrap()
        .unwrap()
}

/// A request in the making.
pub struct TestRequest {
    router: Router,
    builder: axum::http::request::Builder,
    body: Body,
}

impl TestRequest {
    pub fn header(mut self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        self.builder = self.builder.header(name.as_ref(), value.as_ref());
        self
    }

    /// As if it came from an address.
    pub fn through(mut self, ip: &str) -> Self {
        let address = SocketAddr::new(ip.parse().unwrap(), 50_000);
        self.builder = self.builder.extension(ConnectInfo(address));
        self
    }

    pub fn bearer(self, token: &str) -> Self {
        self.header("authorization", format!("Bearer {token}"))
    }

    pub fn json(self, body: &Value) -> Self {
        self.raw("application/json", body.to_string())
    }

    pub fn form(self, pairs: &[(&str, &str)]) -> Self {
        let mut form = url::form_urlencoded::Serializer::new(String::new());
        form.extend_pairs(pairs);
        self.raw("application/x-www-form-urlencoded", form.finish())
    }

    pub fn raw(mut self, content_type: &str, body: impl Into<Body>) -> Self {
        self.body = body.into();
        self.header("content-type", content_type)
    }

    pub async fn send(self) -> TestResponse {
        let request = self.builder.body(self.body).unwrap();
        let exchange = Exchange {
            method: request.method().clone(),
            path: request.uri().to_string(),
        };
        let response = self.router.oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, 64 << 20).await.unwrap();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        exchange.answered(parts.status, &text);
        TestResponse {
            status: parts.status,
            headers: parts.headers,
            text,
        }
    }
}

/// An answer.
#[derive(Clone, Debug)]
pub struct TestResponse {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub text: String,
}

impl TestResponse {
    /// The body as JSON.
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text)
            .unwrap_or_else(|error| panic!("{} is not JSON ({error}): {}", self.status, self.text))
    }

    /// The body as a JSON object.
    #[track_caller]
    pub fn object(&self) -> Map<String, Value> {
        match self.json() {
            Value::Object(object) => object,
            other => panic!("not an object: {other}"),
        }
    }

    /// Checks the status and gives the body as JSON.
    #[track_caller]
    pub fn ok(&self, status: u16) -> Value {
        assert_eq!(self.status.as_u16(), status, "{}", self.text);
        if self.text.is_empty() {
            Value::Null
        } else {
            self.json()
        }
    }

    /// Checks a refusal of the Management API: status, message and `errorCode`.
    #[track_caller]
    pub fn refused(&self, status: u16, message: &str, code: Option<&str>) {
        assert_eq!(self.status.as_u16(), status, "{}", self.text);
        let body = self.json();
        assert_eq!(body["statusCode"], json!(status));
        assert_eq!(body["message"], json!(message));
        assert_eq!(
            body.get("errorCode").and_then(Value::as_str),
            code,
            "{body}"
        );
    }

    #[track_caller]
    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .unwrap_or_else(|| panic!("no header {name}"))
            .to_str()
            .unwrap()
    }
}
