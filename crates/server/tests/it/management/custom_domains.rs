//! `/custom-domains`: further names under which a tenant is served.

use axum::body::{Body, to_bytes};
use axum::http::{Method, Request, header};
use ostia_identity::{background, tenants};
use serde_json::{Value, json};
use tower::ServiceExt as _;

use crate::test_app::{DOMAIN, TestApp, TestResponse};

const DOMAINS: &str = "/api/v2/custom-domains";

async fn add(app: &TestApp, domain: &str) -> Value {
    let body = json!({ "domain": domain, "type": "self_managed_certs" });
    app.write(Method::POST, DOMAINS, &body).await.ok(201)
}

fn path(domain: &Value) -> String {
    format!("{DOMAINS}/{}", domain["custom_domain_id"].as_str().unwrap())
}

async fn verify(app: &TestApp, domain: &Value) -> Value {
    let path = format!("{}/verify", path(domain));
    app.write(Method::POST, &path, &json!({})).await.ok(200)
}

/// The tenant of a test, served at a name that leads to loopback without asking anybody.
async fn at_localhost() -> TestApp {
    let app = TestApp::new().await;
    tenants::move_to_domain(&app.tenant, "localhost:8443", &app.platform)
        .await
        .unwrap();
    let moved = tenants::find_by_domain("localhost:8443", &app.platform).await;
    app.at(&moved.unwrap().unwrap())
}

/// A request under whatever host.
async fn get_at(app: &TestApp, host: &str, path: &str, token: &str) -> (u16, Value) {
    let request = Request::builder()
        .uri(path)
        .header(header::HOST, host)
        .header(header::AUTHORIZATION, format!("Bearer {token}"))
        .body(Body::empty())
        .unwrap();
    let response = app.router.clone().oneshot(request).await.unwrap();
    let status = response.status().as_u16();
    let bytes = to_bytes(response.into_body(), 1 << 20).await.unwrap();
    (status, serde_json::from_slice(&bytes).unwrap_or_default())
}

async fn issuer_at(app: &TestApp, host: &str) -> Option<String> {
    let (_, body) = get_at(app, host, "/.well-known/openid-configuration", "").await;
    body["issuer"].as_str().map(str::to_owned)
}

#[tokio::test]
async fn a_life() {
    let app = TestApp::new().await;
    let made = add(&app, "Login.Example.com").await;
    assert_eq!(made["domain"], "login.example.com");
    assert_eq!(
        (&made["status"], &made["primary"]),
        (&json!("pending_verification"), &json!(true))
    );
    let method = json!({ "name": "cname", "record": DOMAIN, "domain": "login.example.com" });
    assert_eq!(made["verification"]["methods"], json!([method]));
    let again = json!({ "domain": "login.example.com", "type": "auth0_managed_certs" });
    app.write(Method::POST, DOMAINS, &again).await.refused(
        409,
        "Custom domain already exists.",
        None,
    );
    let own = json!({ "domain": DOMAIN, "type": "auth0_managed_certs" });
    assert_eq!(app.write(Method::POST, DOMAINS, &own).await.status, 409);

    let change = json!({ "custom_client_ip_header": "true-client-ip", "domain_metadata": { "a": "1", "b": "2" } });
    app.write(Method::PATCH, &path(&made), &change)
        .await
        .ok(200);
    let change = json!({ "custom_client_ip_header": null, "domain_metadata": { "a": null } });
    let changed = app
        .write(Method::PATCH, &path(&made), &change)
        .await
        .ok(200);
    assert_eq!(changed["domain_metadata"], json!({ "b": "2" }));
    assert_eq!(changed.get("custom_client_ip_header"), None);

    assert_eq!(app.read(DOMAINS).await.ok(200), json!([changed]));
    let listed = app
        .read(&format!("{DOMAINS}?take=10&fields=domain"))
        .await
        .ok(200);
    assert_eq!(
        listed,
        json!({ "custom_domains": [{ "domain": "login.example.com" }] })
    );
    let not_ready = app
        .write(Method::POST, &format!("{}/test", path(&made)), &json!({}))
        .await;
    not_ready.refused(409, "The custom domain is not ready.", None);

    assert_eq!(
        app.other_tenant().await.read(&path(&made)).await.status,
        404
    );
    for _ in 0..2 {
        assert_eq!(app.remove(&path(&made)).await.status, 204);
    }
    let id = made["custom_domain_id"].as_str().unwrap();
    let gone = format!("The custom domain {id} does not exist");
    app.read(&path(&made))
        .await
        .refused(404, &gone, Some("inexistent_custom_domain"));
}

#[tokio::test]
async fn what_leads_here_is_served() {
    let app = at_localhost().await;
    let domain = add(&app, "login.localhost").await;
    assert_eq!(issuer_at(&app, "login.localhost:8443").await, None);
    let verified = verify(&app, &domain).await;
    assert_eq!(
        (&verified["status"], &verified["verification"]["status"]),
        (&json!("ready"), &json!("verified"))
    );
    let issuer = issuer_at(&app, "login.localhost:8443").await;
    assert_eq!(issuer.as_deref(), Some("https://login.localhost:8443/"));
    assert_eq!(
        issuer_at(&app, "localhost:8443").await.as_deref(),
        Some("https://localhost:8443/")
    );
    assert_eq!(
        issuer_at(&app, "login.localhost:1").await,
        None,
        "only at the tenant's port"
    );

    // Who got a token under one name may use it under the other.
    let tenant = tenants::find_by_domain("login.localhost:8443", &app.platform).await;
    let tenant = tenant.unwrap().unwrap();
    assert_eq!(
        tenant.management_audience(),
        "https://localhost:8443/api/v2/"
    );
    let token = app.admin_token().await;
    let (status, listed) = get_at(&app, "login.localhost:8443", DOMAINS, &token).await;
    assert_eq!(
        (status, &listed[0]["domain"]),
        (200, &json!("login.localhost"))
    );

    let tested = app
        .write(Method::POST, &format!("{}/test", path(&domain)), &json!({}))
        .await;
    assert_eq!(tested.ok(200), json!({ "success": true }));
    let chosen = app
        .write(
            Method::PATCH,
            &format!("{DOMAINS}/default"),
            &json!({ "domain": "login.localhost" }),
        )
        .await;
    assert_eq!(chosen.ok(200)["is_default"], true);
    app.remove(&path(&domain)).await.refused(
        409,
        "Cannot delete the default custom domain. Please set another domain as default before deleting this one.",
        None,
    );
    let own = json!({ "domain": "localhost:8443" });
    let chosen = app
        .write(Method::PATCH, &format!("{DOMAINS}/default"), &own)
        .await;
    assert_eq!(chosen.ok(200), own);
    assert_eq!(app.remove(&path(&domain)).await.status, 204);
    assert_eq!(issuer_at(&app, "login.localhost:8443").await, None);
}

#[tokio::test]
async fn what_leads_elsewhere_is_not() {
    let app = at_localhost().await;
    let domain = add(&app, "192.0.2.7").await;
    let failed = verify(&app, &domain).await;
    assert_eq!(
        (&failed["status"], &failed["verification"]["status"]),
        (&json!("pending_verification"), &json!("failed"))
    );
    assert_eq!(issuer_at(&app, "192.0.2.7:8443").await, None);
    let body = json!({ "domain": "192.0.2.7" });
    app.write(Method::PATCH, &format!("{DOMAINS}/default"), &body)
        .await
        .refused(
            400,
            "The domain must be verified before it can be set as default.",
            Some("invalid_body"),
        );
}

#[tokio::test]
async fn of_two_tenants_one_has_a_domain() {
    let app = at_localhost().await;
    let other = app.other_tenant().await;
    tenants::move_to_domain(&other.tenant, "other.localhost:8443", &app.platform)
        .await
        .unwrap();
    let moved = tenants::find_by_domain("other.localhost:8443", &app.platform).await;
    let other = app.at(&moved.unwrap().unwrap());
    let (ours, theirs) = (
        add(&app, "shared.localhost").await,
        add(&other, "shared.localhost").await,
    );
    assert_eq!(verify(&app, &ours).await["status"], "ready");
    let refused = verify(&other, &theirs).await;
    assert_eq!(refused["status"], "pending_verification");
    assert_eq!(other.remove(&path(&theirs)).await.status, 204);
    let issuer = issuer_at(&app, "shared.localhost:8443").await;
    assert_eq!(issuer.as_deref(), Some("https://shared.localhost:8443/"));
    let tenant = tenants::find_by_domain("shared.localhost:8443", &app.platform).await;
    assert_eq!(tenant.unwrap().unwrap().id, app.tenant.id);
    let late = json!({ "domain": "shared.localhost", "type": "self_managed_certs" });
    assert_eq!(other.write(Method::POST, DOMAINS, &late).await.status, 409);
}

#[tokio::test]
async fn the_dashboard_is_at_the_tenants_own_domain() {
    let app = at_localhost().await;
    let domain = add(&app, "login.localhost").await;
    assert_eq!(verify(&app, &domain).await["status"], "ready");
    let request = Request::builder()
        .uri("/dashboard/users?search=ann")
        .header(header::HOST, "login.localhost:8443")
        .body(Body::empty())
        .unwrap();
    let response = app.router.clone().oneshot(request).await.unwrap();
    assert_eq!(response.status(), 303);
    assert_eq!(
        response.headers()[header::LOCATION],
        "https://localhost:8443/dashboard/users?search=ann"
    );
}

/// A tenant at `localhost:8443` with a custom domain that is served.
async fn with_custom_domain() -> TestApp {
    let app = at_localhost().await;
    let domain = add(&app, "login.localhost").await;
    verify(&app, &domain).await;
    app
}

async fn make_default(app: &TestApp, domain: &str) {
    let path = format!("{DOMAINS}/default");
    let body = json!({ "domain": domain });
    app.write(Method::PATCH, &path, &body).await.ok(200);
}

/// What a request of the Management API is answered that names a domain, or none.
async fn naming(app: &TestApp, domain: Option<&str>, path: &str, body: &Value) -> TestResponse {
    let token = app.admin_token().await;
    let request = app.post(path).bearer(&token).json(body);
    match domain {
        Some(domain) => request.header("auth0-custom-domain", domain).send().await,
        None => request.send().await,
    }
}

const CUSTOM: &str = "https://login.localhost:8443/";
const OWN: &str = "https://localhost:8443/";
const PATHS: [&str; 3] = [
    "/api/v2/tickets/password-change",
    "/api/v2/tickets/email-verification",
    "/api/v2/guardian/enrollments/ticket",
];

#[tokio::test]
async fn links_lead_to_the_default_domain_or_the_one_that_is_named() {
    let app = with_custom_domain().await;
    let user = app.person("ada@example.com").await;
    let ticket = async |domain: Option<&str>, path: &str| {
        let body = json!({ "user_id": user.id });
        let made = naming(&app, domain, path, &body).await;
        let made: Value = serde_json::from_str(&made.text).unwrap();
        let url = made.get("ticket").or(made.get("ticket_url"));
        url.unwrap_or_else(|| panic!("{made}"))
            .as_str()
            .unwrap()
            .to_owned()
    };
    for path in PATHS {
        assert!(ticket(None, path).await.starts_with(OWN), "{path}");
        let named = ticket(Some("Login.Localhost"), path).await;
        assert!(named.starts_with(CUSTOM), "{path}: {named}");
    }
    make_default(&app, "login.localhost").await;
    for path in PATHS {
        assert!(ticket(None, path).await.starts_with(CUSTOM), "{path}");
        let named = ticket(Some("localhost:8443"), path).await;
        assert!(named.starts_with(OWN), "{path}: {named}");
    }
    let before = app.other_tenant().await;
    for unknown in ["evil.example", "", &before.tenant.domain] {
        let body = json!({ "user_id": user.id });
        let refused = naming(&app, Some(unknown), PATHS[0], &body).await;
        assert_eq!(refused.status, 400, "{unknown}: {}", refused.text);
    }
    make_default(&app, "localhost:8443").await;
    assert!(ticket(None, PATHS[0]).await.starts_with(OWN));
}

#[tokio::test]
async fn mails_do_so_too() {
    let app = with_custom_domain().await;
    let template = json!({
        "template": "verify_email", "from": "a@example.com", "subject": "{{ custom_domain.domain }}", "enabled": true,
        "body": "<a href=\"{{ url }}\">{{ root_url }}</a>", "syntax": "liquid",
    });
    app.write(Method::POST, "/api/v2/email-templates", &template)
        .await
        .ok(200);
    let new_user = async |email: &str, domain: Option<&str>| {
        let body = json!({
            "connection": "Username-Password-Authentication", "email": email, "password": "Correct-Horse-9",
            "verify_email": true,
        });
        let made = naming(&app, domain, "/api/v2/users", &body).await.ok(201);
        let mail = app.mail(email).await.remove(0);
        let url = mail.url.unwrap();
        assert!(
            mail.html
                .unwrap()
                .contains(&url[..url.find("u/").unwrap_or(url.len())])
        );
        (made["user_id"].clone(), mail.subject.unwrap(), url)
    };
    let (_, subject, url) = new_user("ada@example.com", None).await;
    assert!(
        subject == "localhost:8443" && url.starts_with(OWN),
        "{subject} {url}"
    );
    let (_, subject, url) = new_user("bob@example.com", Some("login.localhost")).await;
    assert!(
        subject == "login.localhost:8443" && url.starts_with(CUSTOM),
        "{subject} {url}"
    );
    make_default(&app, "login.localhost").await;
    let (cat, subject, url) = new_user("cat@example.com", None).await;
    assert!(
        subject == "login.localhost:8443" && url.starts_with(CUSTOM),
        "{subject} {url}"
    );

    // A job remembers who asked.
    for (domain, start) in [(None, CUSTOM), (Some("localhost"), OWN)] {
        app.advance(1);
        let body = json!({ "user_id": cat });
        let job = naming(&app, domain, "/api/v2/jobs/verification-email", &body).await;
        assert!(!job.ok(201).to_string().contains("localhost"));
        background::work_off(&app.platform).await.unwrap();
        let url = app.mail("cat@example.com").await.remove(0).url.unwrap();
        assert!(url.starts_with(start), "{domain:?}: {url}");
    }

    // And so does who forgot a password.
    let client = app.web_app().await;
    let body = json!({
        "client_id": client.id, "connection": "Username-Password-Authentication", "email": "ada@example.com",
    });
    let asked = app.post("/dbconnections/change_password").json(&body);
    assert_eq!(asked.send().await.status, 200);
    let url = app.mail("ada@example.com").await.remove(0).url.unwrap();
    assert!(url.starts_with(CUSTOM), "{url}");
}
