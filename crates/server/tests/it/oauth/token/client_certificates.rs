//! Clients that show who they are with a TLS certificate, and tokens that are bound to one (RFC 8705).

use axum::http::Method;
use ostia_identity::tenants;
use ostia_jose::{KeyKind, PrivateKey, certificate};
use serde_json::{Value, json};

use crate::applications::{AUDIENCE, Application, decoded};
use crate::test_app::{START, TestApp, TestResponse};

/// A tenant whose custom domain has a proxy of the operator's own before it.
struct Edge {
    /// At the custom domain.
    app: TestApp,
    /// At the tenant's own domain.
    own: TestApp,
    key: String,
}

impl Edge {
    async fn new() -> Self {
        let app = TestApp::new().await;
        let own = at(&app, "localhost:8443", true).await;
        own.posts_api(&json!({})).await;
        let body = json!({ "domain": "login.localhost", "type": "self_managed_certs" });
        let made = own
            .write(Method::POST, "/api/v2/custom-domains", &body)
            .await
            .ok(201);
        assert_eq!(made.get("cname_api_key"), None);
        let id = made["custom_domain_id"].as_str().unwrap();
        let path = format!("/api/v2/custom-domains/{id}/verify");
        let verified = own.write(Method::POST, &path, &json!({})).await.ok(200);
        let key = verified["cname_api_key"].as_str().unwrap().to_owned();
        let again = own.write(Method::POST, &path, &json!({})).await.ok(200);
        assert_eq!(again.get("cname_api_key"), None, "it is told once");
        let listed = own.read("/api/v2/custom-domains").await;
        assert!(!listed.text.contains("cname_api_key"), "{}", listed.text);
        let app = at(&own, "login.localhost:8443", false).await;
        let own = at(&app, "localhost:8443", false).await;
        Self { app, own, key }
    }

    /// A client with an authentication method, and the grant that lets it act for itself.
    async fn client(&self, methods: &Value) -> Application {
        let body = json!({
            "name": "Service", "app_type": "non_interactive", "grant_types": ["client_credentials"],
            "client_authentication_methods": methods,
        });
        let made = self
            .own
            .write(Method::POST, "/api/v2/clients", &body)
            .await
            .ok(201);
        let client = Application {
            id: made["client_id"].as_str().unwrap().to_owned(),
            secret: String::new(),
            callback: "",
        };
        self.own.grant(&client, &["read:posts"], "client").await;
        client
    }

    /// What the proxy forwards.
    async fn token(&self, client: &Application, shown: &Shown<'_>) -> TestResponse {
        forward(&self.app, "/oauth/token", &self.key, shown)
            .form(&[
                ("grant_type", "client_credentials"),
                ("audience", AUDIENCE),
                ("client_id", &client.id),
            ])
            .send()
            .await
    }

    async fn bind_tokens(&self, proof: &Value) {
        let apis = self.own.read("/api/v2/resource-servers").await.ok(200);
        let api = apis
            .as_array()
            .unwrap()
            .iter()
            .find(|api| api["identifier"] == AUDIENCE)
            .unwrap();
        let path = format!("/api/v2/resource-servers/{}", api["id"].as_str().unwrap());
        let body = json!({ "proof_of_possession": proof });
        self.own.write(Method::PATCH, &path, &body).await.ok(200);
    }
}

/// The same server under a host.
async fn at(app: &TestApp, host: &str, moves: bool) -> TestApp {
    if moves {
        tenants::move_to_domain(&app.tenant, host, &app.platform)
            .await
            .unwrap();
    }
    let found = tenants::find_by_domain(host, &app.platform).await;
    app.at(&found.unwrap().unwrap())
}

/// What a proxy says of the certificate that it was shown.
struct Shown<'a> {
    pem: &'a str,
    verified: &'a str,
}

fn forward(
    app: &TestApp,
    path: &str,
    key: &str,
    shown: &Shown<'_>,
) -> crate::test_app::TestRequest {
    let escaped: String = url::form_urlencoded::byte_serialize(shown.pem.as_bytes()).collect();
    app.post(path)
        .header("cname-api-key", key)
        .header("client-certificate", escaped.replace('+', "%20"))
        .header("client-certificate-ca-verified", shown.verified)
}

fn certificate(common_name: &str, days: u32) -> String {
    let key = PrivateKey::generate(KeyKind::P256).unwrap();
    let der = certificate::self_signed(&key, common_name, START.seconds(), days);
    certificate::to_pem(&der.unwrap())
}

fn thumbprint(pem: &str) -> String {
    certificate::x5t_s256(&certificate::from_pem(pem).unwrap())
}

fn subject(name: &str) -> Value {
    let credential = json!({ "credential_type": "cert_subject_dn", "subject_dn": name });
    json!({ "tls_client_auth": { "credentials": [credential] } })
}

fn itself(pem: &str) -> Value {
    let credential = json!({ "credential_type": "x509_cert", "pem": pem });
    json!({ "self_signed_tls_client_auth": { "credentials": [credential] } })
}

fn refused(response: &TestResponse) {
    response.denied(401, "access_denied", "Unauthorized");
}

#[tokio::test]
async fn a_subject_that_a_trusted_authority_vouches_for() {
    let edge = Edge::new().await;
    let client = edge.client(&subject("CN=service")).await;
    let pem = certificate("service", 30);
    let good = Shown {
        pem: &pem,
        verified: "SUCCESS",
    };
    edge.token(&client, &good).await.ok(200);
    for verified in ["GENEROUS", "FAILED:unable to verify", "NONE", ""] {
        refused(
            &edge
                .token(
                    &client,
                    &Shown {
                        pem: &pem,
                        verified,
                    },
                )
                .await,
        );
    }
    let other = certificate("Service", 30);
    let other = Shown {
        pem: &other,
        verified: "SUCCESS",
    };
    refused(&edge.token(&client, &other).await);
    let nonsense = Shown {
        pem: "nonsense",
        verified: "SUCCESS",
    };
    edge.token(&client, &nonsense).await.denied(
        400,
        "invalid_request",
        "Invalid parameter: client-certificate is not a certificate",
    );
    // A subject may be taken from a certificate.
    let credential = json!({ "credential_type": "cert_subject_dn", "pem": pem });
    let taken = json!({ "tls_client_auth": { "credentials": [credential] } });
    let client = edge.client(&taken).await;
    edge.token(&client, &good).await.ok(200);
}

#[tokio::test]
async fn one_certificate_and_no_other() {
    let edge = Edge::new().await;
    let (pem, other) = (certificate("service", 30), certificate("service", 30));
    let client = edge.client(&itself(&pem)).await;
    for verified in ["GENEROUS", "SUCCESS"] {
        let shown = Shown {
            pem: &pem,
            verified,
        };
        edge.token(&client, &shown).await.ok(200);
        refused(
            &edge
                .token(
                    &client,
                    &Shown {
                        pem: &other,
                        verified,
                    },
                )
                .await,
        );
    }
    edge.app.advance(31 * 86_400);
    let shown = Shown {
        pem: &pem,
        verified: "GENEROUS",
    };
    refused(&edge.token(&client, &shown).await);
}

#[tokio::test]
async fn only_the_domains_own_proxy_is_believed() {
    let edge = Edge::new().await;
    let pem = certificate("service", 30);
    let client = edge.client(&itself(&pem)).await;
    let shown = Shown {
        pem: &pem,
        verified: "GENEROUS",
    };
    let form = [
        ("grant_type", "client_credentials"),
        ("audience", AUDIENCE),
        ("client_id", client.id.as_str()),
    ];
    let wrong = forward(&edge.app, "/oauth/token", "guessed", &shown);
    refused(&wrong.form(&form).send().await);
    // The key is the custom domain's, not the tenant's.
    let elsewhere = forward(&edge.own, "/oauth/token", &edge.key, &shown);
    refused(&elsewhere.form(&form).send().await);
    let without = edge.app.post("/oauth/token").form(&form).send().await;
    refused(&without);
    // And a certificate does not make a secret of a client that has one.
    let secret = edge.own.application(&json!({})).await;
    refused(&edge.token(&secret, &shown).await);
}

#[tokio::test]
async fn tokens_are_bound_where_the_api_says_so() {
    let edge = Edge::new().await;
    let pem = certificate("service", 30);
    let client = edge.client(&itself(&pem)).await;
    let shown = Shown {
        pem: &pem,
        verified: "GENEROUS",
    };
    let free = edge.token(&client, &shown).await.ok(200);
    assert_eq!(
        decoded(free["access_token"].as_str().unwrap()).1.get("cnf"),
        None
    );

    edge.bind_tokens(&json!({ "mechanism": "mtls", "required": true }))
        .await;
    let bound = edge.token(&client, &shown).await.ok(200);
    let claims = decoded(bound["access_token"].as_str().unwrap()).1;
    assert_eq!(claims["cnf"], json!({ "x5t#S256": thumbprint(&pem) }));
    let secret = edge.own.application(&json!({})).await;
    edge.own.grant(&secret, &["read:posts"], "client").await;
    let by_secret = [
        ("grant_type", "client_credentials"),
        ("audience", AUDIENCE),
        ("client_id", secret.id.as_str()),
        ("client_secret", secret.secret.as_str()),
    ];
    edge.own.token(&by_secret).await.denied(
        400,
        "invalid_request",
        "This API takes only tokens that are bound to a TLS client certificate",
    );
    // Whoever has a secret may show a certificate besides.
    let request = forward(&edge.app, "/oauth/token", &edge.key, &shown);
    let bound = request.form(&by_secret).send().await.ok(200);
    let claims = decoded(bound["access_token"].as_str().unwrap()).1;
    assert_eq!(claims["cnf"]["x5t#S256"], json!(thumbprint(&pem)));

    edge.bind_tokens(&json!({ "mechanism": "mtls", "required": false }))
        .await;
    edge.own.token(&by_secret).await.ok(200);
    edge.bind_tokens(
        &json!({ "mechanism": "dpop", "required": true, "required_for": "public_clients" }),
    )
    .await;
    edge.own.token(&by_secret).await.ok(200);
    edge.bind_tokens(&json!({ "mechanism": "dpop", "required": true }))
        .await;
    edge.own.token(&by_secret).await.denied(
        400,
        "invalid_request",
        "This API takes only tokens that are bound to a DPoP key, which Ostia does not support yet",
    );
}

#[tokio::test]
async fn discovery_says_so_where_there_is_such_a_proxy() {
    let edge = Edge::new().await;
    let path = "/.well-known/openid-configuration";
    let own = edge.own.get(path).send().await.ok(200);
    assert_eq!(own.get("tls_client_certificate_bound_access_tokens"), None);
    let found = edge.app.get(path).send().await.ok(200);
    assert_eq!(found["tls_client_certificate_bound_access_tokens"], true);
    assert_eq!(found.get("mtls_endpoint_aliases"), None);
    let methods = found["token_endpoint_auth_methods_supported"].to_string();
    assert!(methods.contains("self_signed_tls_client_auth"), "{methods}");

    let settings = json!({ "mtls": { "enable_endpoint_aliases": true } });
    let settings = edge
        .own
        .write(Method::PATCH, "/api/v2/tenants/settings", &settings)
        .await;
    settings.ok(200);
    let found = edge.app.get(path).send().await.ok(200);
    assert_eq!(
        found["mtls_endpoint_aliases"]["token_endpoint"],
        "https://mtls.login.localhost:8443/oauth/token"
    );
}
