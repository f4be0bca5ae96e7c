//! The dashboard: what is served, who gets in, and what their role lets them do there.

use axum::http::Method;
use ostia_identity::provisioning::{self, DashboardRole};
use ostia_identity::users::User;
use ostia_protocol::auth0::scopes::ManagementScope;
use ostia_server::app::management_operations;
use ostia_server::dashboard::IS_BUILT;
use ostia_server::management::operation::Scopes;
use serde_json::{Value, json};

use crate::applications::{Application, CHALLENGE, VERIFIER};
use crate::test_app::TestApp;
use crate::visitor::Visitor;

const HOME: &str = "https://tenant.test/dashboard";

/// The dashboard's client.
async fn dashboard(app: &TestApp) -> Application {
    let id = provisioning::provide_dashboard(&app.context())
        .await
        .unwrap();
    Application {
        id: id.to_string(),
        secret: String::new(),
        callback: HOME,
    }
}

async fn admitted(app: &TestApp, role: DashboardRole) -> User {
    let email = format!("{}@example.com", role.as_str());
    let user = app.person(&email).await;
    provisioning::admit(&user.id, role, &app.context())
        .await
        .unwrap();
    user
}

/// Logs in as the dashboard does, asking for every scope; the page that the answer came to, and the token.
async fn logged_in(app: &TestApp, client: &Application, email: &str) -> Value {
    let mut visitor = Visitor::new(app);
    let scopes: Vec<&str> = ManagementScope::all()
        .iter()
        .map(|scope| scope.as_str())
        .collect();
    let scope = format!("openid profile {}", scopes.join(" "));
    let audience = app.tenant.management_audience();
    let parameters = [("audience", audience.as_str()), ("scope", scope.as_str())];
    let page = visitor
        .open(&crate::visitor::authorize(client, &parameters))
        .await;
    let landing = visitor.log_in(&page, email).await;
    // Nobody was asked for consent: the answer comes home.
    assert!(landing.path.starts_with("/dashboard?"), "{landing:?}");
    let address = url::Url::parse(&format!("https://tenant.test{}", landing.path)).unwrap();
    let code = address
        .query_pairs()
        .find(|(name, _)| name == "code")
        .unwrap()
        .1;
    app.post("/oauth/token")
        .form(&[
            ("grant_type", "authorization_code"),
            ("client_id", &client.id),
            ("code", &code),
            ("redirect_uri", HOME),
            ("code_verifier", VERIFIER),
        ])
        .send()
        .await
        .ok(200)
}

fn scopes_of(token: &Value) -> Vec<&str> {
    let scope = token["scope"].as_str().unwrap_or_default();
    scope
        .split(' ')
        .filter(|scope| scope.contains(':'))
        .collect()
}

#[tokio::test]
async fn the_page_says_which_client_it_is() {
    let app = TestApp::new().await;
    let client = dashboard(&app).await;
    let other = dashboard(&app.other_tenant().await).await;
    assert_ne!(client.id, other.id);
    for path in [
        "/dashboard",
        "/dashboard/",
        "/dashboard/users/auth0%7C1?page=2",
    ] {
        let page = app.get(path).send().await;
        assert_eq!(page.header("cache-control"), "no-store");
        assert_eq!(page.header("content-type"), "text/html; charset=utf-8");
        let policy = page.header("content-security-policy").to_owned();
        assert!(policy.starts_with("default-src 'none'"), "{policy}");
        assert!(!policy.contains("http"), "{policy}");
        if IS_BUILT {
            assert_eq!(page.status, 200);
            assert!(page.text.contains(&client.id));
            let nonce = policy
                .split_once("'nonce-")
                .unwrap()
                .1
                .split_once('\'')
                .unwrap()
                .0;
            assert!(page.text.contains(nonce));
            let again = app.get(path).send().await;
            assert!(!again.text.contains(nonce), "each answer has its own");
        } else {
            assert_eq!(page.status, 404);
            assert!(page.text.contains("make build"));
        }
    }
}

#[tokio::test]
async fn files_are_kept_for_ever() {
    let app = TestApp::new().await;
    let missing = app.get("/dashboard/assets/nothing.js").send().await;
    assert_eq!(missing.status, 404);
    if !IS_BUILT {
        return;
    }
    let page = app.get("/dashboard").send().await.text;
    let script = page
        .split_once("src=\"")
        .unwrap()
        .1
        .split_once('"')
        .unwrap()
        .0;
    for (asked, answered) in [("br, gzip", "br"), ("gzip", "gzip"), ("br;q=0", "")] {
        let file = app
            .get(script)
            .header("accept-encoding", asked)
            .send()
            .await;
        assert_eq!(file.status, 200);
        let encoding = file.headers.get("content-encoding");
        let encoding = encoding.map_or("", |value| value.to_str().unwrap());
        assert_eq!(encoding, answered);
        assert_eq!(
            file.header("cache-control"),
            "public, max-age=31536000, immutable"
        );
        assert_eq!(
            file.header("content-type"),
            "text/javascript; charset=utf-8"
        );
    }
}

#[tokio::test]
async fn an_owner_gets_everything_and_a_stranger_nothing() {
    let app = TestApp::new().await;
    let client = dashboard(&app).await;
    admitted(&app, DashboardRole::Owner).await;
    let token = logged_in(&app, &client, "owner@example.com").await;
    let expected = ManagementScope::all().len();
    assert_eq!(scopes_of(&token).len(), expected);
    let bearer = token["access_token"].as_str().unwrap();
    let made = app
        .post("/api/v2/clients")
        .bearer(bearer)
        .json(&json!({ "name": "Made in the dashboard" }))
        .send()
        .await
        .ok(201);
    assert_eq!(made["is_first_party"], json!(true));

    app.person("stranger@example.com").await;
    let token = logged_in(&app, &client, "stranger@example.com").await;
    let are_own = scopes_of(&token)
        .into_iter()
        .all(|scope| scope.parse().is_ok_and(ManagementScope::is_current_user));
    assert!(
        are_own,
        "what everybody may do with their own account: {token}"
    );
    app.get("/api/v2/users")
        .bearer(token["access_token"].as_str().unwrap())
        .send()
        .await
        .refused(
            403,
            "Insufficient scope, expected any of: read:users,read:user_idp_tokens",
            Some("insufficient_scope"),
        );
}

#[tokio::test]
async fn a_viewer_can_change_nothing() {
    let app = TestApp::new().await;
    let client = dashboard(&app).await;
    admitted(&app, DashboardRole::Viewer).await;
    let token = logged_in(&app, &client, "viewer@example.com").await;
    let bearer = token["access_token"].as_str().unwrap();
    let held = scopes_of(&token);
    app.get("/api/v2/clients")
        .bearer(bearer)
        .send()
        .await
        .ok(200);
    let mut refused = 0;
    for operation in management_operations() {
        if operation.method == Method::GET {
            continue;
        }
        let path = operation.path.replace(['{', '}'], "");
        let answer = app
            .request(operation.method.clone(), &format!("/api/v2{path}"))
            .bearer(bearer)
            .json(&json!({}))
            .send()
            .await;
        let name = format!("{} {}: {}", operation.method, operation.path, answer.status);
        let holds = |scope: &ManagementScope| held.contains(&scope.as_str());
        let (scopes, may) = match operation.scopes {
            Scopes::AnyOf(scopes) => (scopes, scopes.iter().any(holds)),
            Scopes::AllOf(scopes) => (scopes, scopes.iter().all(holds)),
        };
        if may {
            // What only tells something, and their own account, which is everybody's.
            let harmless = |scope: &&ManagementScope| {
                scope.as_str().starts_with("read:") || scope.is_current_user()
            };
            assert!(
                scopes
                    .iter()
                    .filter(|scope| holds(scope))
                    .all(|scope| harmless(&scope)),
                "{name}"
            );
        } else {
            assert_eq!(answer.status, 403, "{name}");
            refused += 1;
        }
    }
    assert!(refused > 80, "{refused}");
    let clients = app
        .get("/api/v2/clients")
        .bearer(bearer)
        .send()
        .await
        .ok(200);
    let secrets = clients
        .as_array()
        .unwrap()
        .iter()
        .filter(|client| client.get("client_secret").is_some());
    assert_eq!(secrets.count(), 0);
}

#[tokio::test]
async fn whoever_is_dismissed_gets_no_new_token() {
    let app = TestApp::new().await;
    let client = dashboard(&app).await;
    let support = admitted(&app, DashboardRole::Support).await;
    let token = logged_in(&app, &client, "support@example.com").await;
    assert!(scopes_of(&token).contains(&"delete:sessions"));
    assert!(!scopes_of(&token).contains(&"update:users"));
    let path = format!(
        "/api/v2/users/{}/roles",
        support.id.as_str().replace('|', "%7C")
    );
    let roles = app.read(&path).await.ok(200);
    let body = json!({ "roles": [roles[0]["id"]] });
    app.write(Method::DELETE, &path, &body).await;
    let token = logged_in(&app, &client, "support@example.com").await;
    assert!(!scopes_of(&token).contains(&"delete:sessions"));
}

#[tokio::test]
async fn what_somebody_changed_of_a_role_stays_changed() {
    let app = TestApp::new().await;
    let first = dashboard(&app).await;
    let roles = app.read("/api/v2/roles?per_page=50").await.ok(200);
    let roles = roles.as_array().unwrap();
    assert_eq!(roles.len(), DashboardRole::ALL.len());
    for role in roles {
        let path = format!("/api/v2/roles/{}/permissions", role["id"].as_str().unwrap());
        let permission = json!({
            "resource_server_identifier": app.tenant.management_audience(), "permission_name": "read:logs"
        });
        let body = json!({ "permissions": [permission] });
        app.write(Method::DELETE, &path, &body).await;
    }
    let again = dashboard(&app).await;
    assert_eq!(first.id, again.id);
    for role in roles {
        let path = format!(
            "/api/v2/roles/{}/permissions?per_page=100",
            role["id"].as_str().unwrap()
        );
        let mut names = Vec::new();
        for page in 0..4 {
            let permissions = app.read(&format!("{path}&page={page}")).await.ok(200);
            names.extend(permissions.as_array().unwrap().clone());
        }
        let has = names
            .iter()
            .any(|permission| permission["permission_name"] == "read:logs");
        assert_eq!(has, role["name"] == "Dashboard owner", "{}", role["name"]);
    }
}

#[tokio::test]
async fn a_challenge_is_needed() {
    let app = TestApp::new().await;
    let client = dashboard(&app).await;
    admitted(&app, DashboardRole::Owner).await;
    let mut visitor = Visitor::new(&app);
    let address = crate::visitor::authorize(
        &client,
        &[("code_challenge", ""), ("code_challenge_method", "")],
    );
    assert!(!address.contains(CHALLENGE));
    let landing = visitor.open(&address).await;
    assert!(!landing.path.starts_with("/u/login"), "{landing:?}");
}
