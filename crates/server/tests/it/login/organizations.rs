//! Logging in to an organization: which, by whom, and with what question before or after.

use axum::http::Method;
use serde_json::{Value, json};

use crate::applications::{AUDIENCE, Application, decoded, text};
use crate::test_app::TestApp;
use crate::visitor::{Landing, Visitor, authorize};

const ADA: &str = "ada@example.com";
const GRACE: &str = "grace@example.com";
const NONE: (&str, &str) = ("prompt", "none");

/// Two organizations that the tenant's database logs in to, and Ada, who belongs to the first.
struct Scene {
    app: TestApp,
    acme: String,
    beta: String,
    ada: String,
}

async fn scene() -> Scene {
    let app = TestApp::new().await;
    let ada = app.person(ADA).await.id.to_string();
    let (acme, beta) = (
        app.organization("acme").await,
        app.organization("beta").await,
    );
    for organization in [&acme, &beta] {
        app.enable_for_organization(organization, json!({})).await;
    }
    app.add_members(&acme, &[&ada]).await;
    Scene {
        app,
        acme,
        beta,
        ada,
    }
}

impl Scene {
    async fn client(&self, usage: &str, behavior: Option<&str>) -> Application {
        self.app
            .application(&json!({
                "organization_usage": usage, "organization_require_behavior": behavior,
            }))
            .await
    }

    /// Where a visit ends that begins at `/authorize` and in which Ada logs in where she is asked to.
    async fn visit(&self, client: &Application, parameters: &[(&str, &str)]) -> Landing {
        Visitor::new(&self.app)
            .sign_in(client, ADA, parameters)
            .await
    }
}

fn org_id(answer: &Value, token: &str) -> Value {
    decoded(&text(answer, token)).1["org_id"].clone()
}

#[tokio::test]
async fn usage_and_behavior_decide_what_a_request_may_name() {
    let scene = scene().await;
    let named = [("organization", scene.acme.as_str())];
    let deny = scene.client("deny", None).await;
    scene.visit(&deny, &named).await.failed(
        "invalid_request",
        "parameter organization is not allowed for this client",
    );
    scene.visit(&deny, &[]).await.answer("code");
    for (usage, behavior) in [
        ("allow", None),
        ("allow", Some("pre_login_prompt")),
        ("require", None),
        ("require", Some("no_prompt")),
        ("require", Some("pre_login_prompt")),
        ("require", Some("post_login_prompt")),
    ] {
        let client = scene.client(usage, behavior).await;
        let code = scene.visit(&client, &named).await.answer("code");
        let answer = scene.app.redeem(&client, &code).await.ok(200);
        assert_eq!(
            org_id(&answer, "id_token"),
            json!(scene.acme),
            "{usage} {behavior:?}"
        );
    }
    for behavior in [None, Some("post_login_prompt")] {
        let client = scene.client("allow", behavior).await;
        let code = scene.visit(&client, &[]).await.answer("code");
        let answer = scene.app.redeem(&client, &code).await.ok(200);
        assert!(
            decoded(&text(&answer, "id_token"))
                .1
                .get("org_id")
                .is_none()
        );
    }
    let client = scene.client("require", Some("no_prompt")).await;
    scene.visit(&client, &[]).await.failed(
        "invalid_request",
        "parameter organization is required for this client",
    );
}

#[tokio::test]
async fn organizations_that_are_none() {
    let scene = scene().await;
    let client = scene.client("allow", None).await;
    let foreign = scene.app.other_tenant().await.organization("foreign").await;
    for id in [
        foreign.as_str(),
        "org_0000000000000000",
        "acme",
        "no such'--",
        "*",
    ] {
        let landing = scene.visit(&client, &[("organization", id)]).await;
        landing.failed(
            "invalid_request",
            &format!("parameter organization is invalid: {id}"),
        );
    }
}

#[tokio::test]
async fn names_count_where_the_tenant_says_so() {
    let scene = scene().await;
    scene
        .app
        .change_settings(&json!({ "allow_organization_name_in_authentication_api": true }))
        .await;
    scene.app.posts_api(&json!({})).await;
    let client = scene.client("allow", None).await;
    let parameters = [
        ("organization", "ACME"),
        ("audience", AUDIENCE),
        ("scope", "openid offline_access"),
    ];
    let code = scene.visit(&client, &parameters).await.answer("code");
    let answer = scene.app.redeem(&client, &code).await.ok(200);
    for token in ["id_token", "access_token"] {
        let claims = decoded(&text(&answer, token)).1;
        assert_eq!(
            (&claims["org_id"], &claims["org_name"]),
            (&json!(scene.acme), &json!("acme")),
            "{token}"
        );
    }
    // What it is called by then, a refreshed token says.
    let path = format!("/api/v2/organizations/{}", scene.acme);
    scene
        .app
        .write(Method::PATCH, &path, &json!({ "name": "acme-inc" }))
        .await
        .ok(200);
    let again = scene
        .app
        .refresh(&client, &text(&answer, "refresh_token"))
        .await
        .ok(200);
    for token in ["id_token", "access_token"] {
        let claims = decoded(&text(&again, token)).1;
        assert_eq!(claims["org_id"], json!(scene.acme));
        assert_eq!(claims["org_name"], json!("acme-inc"), "{token}");
    }
}

#[tokio::test]
async fn only_members_get_in() {
    let scene = scene().await;
    let client = scene.client("allow", None).await;
    let beta = [("organization", scene.beta.as_str())];
    let refusal = format!(
        "user {} is not part of the {} organization",
        scene.ada, scene.beta
    );
    scene
        .visit(&client, &beta)
        .await
        .failed("access_denied", &refusal);
    // Whoever is logged in and does not belong there is asked who they are; silently there is no login that suits.
    let mut visitor = Visitor::new(&scene.app);
    visitor.sign_in(&client, ADA, &[]).await.answer("code");
    let silent = visitor.open(&authorize(&client, &[beta[0], NONE])).await;
    silent.failed("login_required", "Login required");
    let page = visitor.open(&authorize(&client, &beta)).await;
    page.at("login");
    assert!(
        page.response.text.contains("beta"),
        "{}",
        page.response.text
    );
    // And for a member the session does.
    let acme = [("organization", scene.acme.as_str()), NONE];
    visitor
        .open(&authorize(&client, &acme))
        .await
        .answer("code");
}

#[tokio::test]
async fn a_connection_can_make_members() {
    let scene = scene().await;
    let grace = scene.app.person(GRACE).await;
    let connection = scene.app.connection().await.id;
    let path = format!(
        "/api/v2/organizations/{}/enabled_connections/{connection}",
        scene.beta
    );
    let client = scene.client("allow", None).await;
    let beta = [("organization", scene.beta.as_str())];
    let change = json!({ "assign_membership_on_login": true });
    scene.app.write(Method::PATCH, &path, &change).await.ok(200);
    let mut visitor = Visitor::new(&scene.app);
    visitor.sign_in(&client, GRACE, &beta).await.answer("code");
    let members = format!(
        "/api/v2/organizations/{}/members?fields=user_id",
        scene.beta
    );
    let list = scene.app.read(&members).await.ok(200);
    assert_eq!(list, json!([{ "user_id": grace.id }]));
    // Silently, too: the session came through that connection.
    let mut visitor = Visitor::new(&scene.app);
    visitor.sign_in(&client, ADA, &[]).await.answer("code");
    let landing = visitor.open(&authorize(&client, &[beta[0], NONE])).await;
    landing.answer("code");
}

#[tokio::test]
async fn only_connections_of_the_organization_log_in() {
    let scene = scene().await;
    let client = scene.client("allow", None).await;
    let connection = scene.app.connection().await;
    let path = format!(
        "/api/v2/organizations/{}/connections/{}",
        scene.acme, connection.id
    );
    let acme = [("organization", scene.acme.as_str())];
    // The client's own connections don't count in an organization.
    let clients = format!("/api/v2/connections/{}/clients", connection.id);
    let off = json!([{ "client_id": client.id, "status": false }]);
    scene.app.write(Method::PATCH, &clients, &off).await.ok(204);
    scene.visit(&client, &acme).await.answer("code");
    let mut visitor = Visitor::new(&scene.app);
    visitor.sign_in(&client, ADA, &acme).await.answer("code");
    let by_name = [acme[0], ("connection", connection.name.as_str())];
    visitor
        .open(&authorize(&client, &by_name))
        .await
        .answer("code");
    // Switched off, it logs nobody in, and a session from before doesn't either.
    let change = json!({ "is_enabled": false });
    scene.app.write(Method::PATCH, &path, &change).await.ok(200);
    for landing in [
        visitor.open(&authorize(&client, &acme)).await,
        scene.visit(&client, &acme).await,
    ] {
        landing.failed("invalid_request", "no connections enabled for the client");
    }
    let landing = visitor.open(&authorize(&client, &[acme[0], NONE])).await;
    landing.failed("login_required", "Login required");
    let landing = visitor.open(&authorize(&client, &by_name)).await;
    landing.failed("invalid_request", "the connection was not found");
}

#[tokio::test]
async fn sign_up_is_the_organizations_to_allow() {
    let scene = scene().await;
    let client = scene.client("allow", None).await;
    let parameters = [
        ("organization", scene.acme.as_str()),
        ("screen_hint", "signup"),
    ];
    let page = Visitor::new(&scene.app)
        .open(&authorize(&client, &parameters))
        .await;
    page.at("login");
    assert!(!page.response.text.contains("/u/signup"));
    let connection = scene.app.connection().await.id;
    let path = format!(
        "/api/v2/organizations/{}/enabled_connections/{connection}",
        scene.acme
    );
    let change = json!({ "assign_membership_on_login": true, "is_signup_enabled": true });
    scene.app.write(Method::PATCH, &path, &change).await.ok(200);
    let mut visitor = Visitor::new(&scene.app);
    let page = visitor.open(&authorize(&client, &parameters)).await;
    page.at("signup");
    let fields = [
        ("email", "new@example.com"),
        ("password", crate::applications::PASSWORD),
    ];
    visitor.submit(&page, &fields).await.answer("code");
    let members = format!(
        "/api/v2/organizations/{}/members?include_totals=true",
        scene.acme
    );
    assert_eq!(scene.app.read(&members).await.ok(200)["total"], json!(2));
}

#[tokio::test]
async fn named_before_the_login() {
    let scene = scene().await;
    let client = scene.client("require", Some("pre_login_prompt")).await;
    let silent = Visitor::new(&scene.app)
        .open(&authorize(&client, &[NONE]))
        .await;
    silent.failed("interaction_required", "External interaction required");
    let mut visitor = Visitor::new(&scene.app);
    let page = visitor.open(&authorize(&client, &[])).await;
    page.at("pre-organization-picker");
    for (name, text) in [
        ("", "Enter the name of your organization."),
        ("gamma", "We know no organization by this name."),
        ("ada@example.com", "We know no organization by this name."),
    ] {
        let again = visitor.submit(&page, &[("organization", name)]).await;
        again.shown(400, text);
    }
    let login = visitor.submit(&page, &[("organization", " Acme ")]).await;
    login.at("login");
    assert!(
        login.response.text.contains("<bdi>acme</bdi>"),
        "whose page it is"
    );
    // The question was answered: the page leads on.
    visitor.open(&page.path).await.at("login");
    let code = visitor.log_in(&login, ADA).await.answer("code");
    let answer = scene.app.redeem(&client, &code).await.ok(200);
    assert_eq!(org_id(&answer, "id_token"), json!(scene.acme));
    // Another's organization is refused after the login.
    let mut visitor = Visitor::new(&scene.app);
    let page = visitor.open(&authorize(&client, &[])).await;
    let login = visitor.submit(&page, &[("organization", "beta")]).await;
    let refusal = format!(
        "user {} is not part of the {} organization",
        scene.ada, scene.beta
    );
    visitor
        .log_in(&login, ADA)
        .await
        .failed("access_denied", &refusal);
}

#[tokio::test]
async fn found_by_the_domain_of_an_address() {
    let scene = scene().await;
    let client = scene
        .app
        .application(&json!({
            "organization_usage": "require", "organization_require_behavior": "pre_login_prompt",
            "organization_discovery_methods": ["email"],
        }))
        .await;
    let path = format!("/api/v2/organizations/{}/discovery-domains", scene.acme);
    let body = json!({ "domain": "example.com" });
    let domain = scene.app.write(Method::POST, &path, &body).await.ok(201);
    let mut visitor = Visitor::new(&scene.app);
    let page = visitor
        .open(&authorize(&client, &[("login_hint", ADA)]))
        .await;
    page.at("pre-organization-picker");
    assert!(page.response.text.contains(&format!("value=\"{ADA}\"")));
    // Not before it is proved.
    let unknown = "No organization uses this email domain.";
    let again = visitor.submit(&page, &[("organization", ADA)]).await;
    again.shown(400, unknown);
    let one = format!("{path}/{}", text(&domain, "id"));
    let verified = json!({ "status": "verified" });
    scene
        .app
        .write(Method::PATCH, &one, &verified)
        .await
        .ok(200);
    // Names don't count here.
    visitor
        .submit(&page, &[("organization", "acme")])
        .await
        .shown(400, unknown);
    let login = visitor
        .submit(&page, &[("organization", "Ada@Example.com")])
        .await;
    login.at("login");
    assert!(login.response.text.contains("value=\"Ada@Example.com\""));
    let code = visitor.log_in(&login, ADA).await.answer("code");
    let answer = scene.app.redeem(&client, &code).await.ok(200);
    assert_eq!(org_id(&answer, "id_token"), json!(scene.acme));
    let off = json!({ "use_for_organization_discovery": false });
    scene.app.write(Method::PATCH, &one, &off).await.ok(200);
    let mut visitor = Visitor::new(&scene.app);
    let page = visitor.open(&authorize(&client, &[])).await;
    visitor
        .submit(&page, &[("organization", ADA)])
        .await
        .shown(400, unknown);
}

#[tokio::test]
async fn chosen_after_the_login() {
    let scene = scene().await;
    let client = scene.client("require", Some("post_login_prompt")).await;
    // Who belongs to one is in it.
    let code = scene.visit(&client, &[]).await.answer("code");
    let answer = scene.app.redeem(&client, &code).await.ok(200);
    assert_eq!(org_id(&answer, "id_token"), json!(scene.acme));
    // Who belongs to several chooses.
    scene.app.add_members(&scene.beta, &[&scene.ada]).await;
    let mut visitor = Visitor::new(&scene.app);
    let login = visitor.open(&authorize(&client, &[])).await;
    login.at("login");
    let page = visitor.log_in(&login, ADA).await;
    page.at("organization-picker");
    assert!(page.response.text.contains("acme") && page.response.text.contains("beta"));
    // Silently nobody can.
    let silent = visitor.open(&authorize(&client, &[NONE])).await;
    silent.failed("interaction_required", "External interaction required");
    // What is not theirs they can't choose.
    let gamma = scene.app.organization("gamma").await;
    for other in [gamma.as_str(), "org_0000000000000000", ""] {
        let again = visitor.submit(&page, &[("organization", other)]).await;
        again.at("organization-picker");
        assert!(!again.response.text.contains("gamma"));
    }
    let landing = visitor
        .submit(&page, &[("organization", &scene.beta)])
        .await;
    let answer = scene
        .app
        .redeem(&client, &landing.answer("code"))
        .await
        .ok(200);
    assert_eq!(org_id(&answer, "id_token"), json!(scene.beta));
    // An organization that doesn't use the connection is none to be in.
    let connection = scene.app.connection().await.id;
    let path = format!("/api/v2/organizations/{gamma}/members");
    let grace = scene.app.person(GRACE).await.id.to_string();
    let body = json!({ "members": [grace] });
    scene.app.write(Method::POST, &path, &body).await.ok(204);
    let landing = Visitor::new(&scene.app).sign_in(&client, GRACE, &[]).await;
    landing.failed(
        "access_denied",
        &format!("user {grace} is not part of the {gamma} organization"),
    );
    scene.app.enable_for_organization(&gamma, json!({})).await;
    let landing = Visitor::new(&scene.app).sign_in(&client, GRACE, &[]).await;
    landing.answer("code");
    let list = scene
        .app
        .read(&format!("/api/v2/organizations/{gamma}/connections"))
        .await;
    assert_eq!(list.ok(200)[0]["connection_id"], json!(connection));
    // The choice is not remembered, and the session is.
    let page = visitor.open(&authorize(&client, &[])).await;
    page.at("organization-picker");
    // Who belongs to none is refused.
    scene.app.person("eve@example.com").await;
    let landing = Visitor::new(&scene.app)
        .sign_in(&client, "eve@example.com", &[])
        .await;
    landing.failed(
        "access_denied",
        "client requires organization membership, but user does not belong to any organization",
    );
}

#[tokio::test]
async fn membership_is_looked_at_until_the_end() {
    let scene = scene().await;
    scene.app.posts_api(&json!({})).await;
    let client = scene.client("allow", None).await;
    let parameters = [
        ("organization", scene.acme.as_str()),
        ("audience", AUDIENCE),
        ("scope", "openid offline_access"),
    ];
    let members = format!("/api/v2/organizations/{}/members", scene.acme);
    let body = json!({ "members": [scene.ada] });
    // Between log-in and code.
    let code = scene.visit(&client, &parameters).await.answer("code");
    scene
        .app
        .write(Method::DELETE, &members, &body)
        .await
        .ok(204);
    scene.app.redeem(&client, &code).await.denied(
        403,
        "invalid_grant",
        "Invalid authorization code",
    );
    // Between code and refresh, and afterwards none of what was given comes back.
    for way in ["remove", "delete"] {
        scene.app.add_members(&scene.acme, &[&scene.ada]).await;
        let code = scene.visit(&client, &parameters).await.answer("code");
        let answer = scene.app.redeem(&client, &code).await.ok(200);
        let outside = scene.visit(&client, &parameters[1..]).await.answer("code");
        let outside = scene.app.redeem(&client, &outside).await.ok(200);
        let refresh = text(&answer, "refresh_token");
        scene.app.refresh(&client, &refresh).await.ok(200);
        if way == "remove" {
            scene
                .app
                .write(Method::DELETE, &members, &body)
                .await
                .ok(204);
            scene.app.add_members(&scene.acme, &[&scene.ada]).await;
        } else {
            let path = format!("/api/v2/organizations/{}", scene.acme);
            scene.app.remove(&path).await.ok(204);
        }
        scene.app.refresh(&client, &refresh).await.denied(
            403,
            "invalid_grant",
            "Unknown or invalid refresh token.",
        );
        // What was given outside of the organization stays.
        let refresh = text(&outside, "refresh_token");
        scene.app.refresh(&client, &refresh).await.ok(200);
    }
}

#[tokio::test]
async fn roles_count_in_their_organization() {
    let scene = scene().await;
    let app = &scene.app;
    app.posts_api(&json!({ "enforce_policies": true, "token_dialect": "access_token_authz" }))
        .await;
    let (reader, writer) = (app.add_role("Reader").await, app.add_role("Writer").await);
    for (role, permission) in [(&reader, "read:posts"), (&writer, "write:posts")] {
        let body = json!({ "permissions": [{
            "resource_server_identifier": AUDIENCE, "permission_name": permission }] });
        app.write(
            Method::POST,
            &format!("/api/v2/roles/{role}/permissions"),
            &body,
        )
        .await
        .ok(201);
    }
    let own = format!("/api/v2/users/{}/roles", scene.ada.replace('|', "%7C"));
    app.write(Method::POST, &own, &json!({ "roles": [reader] }))
        .await
        .ok(204);
    app.give_member_roles(&scene.acme, &scene.ada, &[&writer])
        .await;
    let client = scene.client("allow", None).await;
    let asked = [
        ("audience", AUDIENCE),
        ("scope", "openid read:posts write:posts offline_access"),
    ];
    for (organization, permission) in [(None, "read:posts"), (Some(&scene.acme), "write:posts")] {
        let mut parameters = asked.to_vec();
        if let Some(organization) = organization {
            parameters.push(("organization", organization));
        }
        let code = scene.visit(&client, &parameters).await.answer("code");
        let answer = app.redeem(&client, &code).await.ok(200);
        let again = app
            .refresh(&client, &text(&answer, "refresh_token"))
            .await
            .ok(200);
        for answer in [answer, again] {
            let claims = decoded(&text(&answer, "access_token")).1;
            assert_eq!(claims["permissions"], json!([permission]));
            assert_eq!(
                claims["scope"],
                json!(format!("openid {permission} offline_access"))
            );
            assert_eq!(claims.get("org_id").is_some(), organization.is_some());
        }
    }
}

#[tokio::test]
async fn the_profile_says_where_somebody_is() {
    let scene = scene().await;
    scene.app.posts_api(&json!({})).await;
    let client = scene.client("allow", None).await;
    let organization = ("organization", scene.acme.as_str());
    for parameters in [
        vec![organization],
        vec![organization, ("audience", AUDIENCE)],
    ] {
        let code = scene.visit(&client, &parameters).await.answer("code");
        let answer = scene.app.redeem(&client, &code).await.ok(200);
        let token = text(&answer, "access_token");
        let profile = scene
            .app
            .get("/userinfo")
            .bearer(&token)
            .send()
            .await
            .ok(200);
        assert_eq!(profile["org_id"], json!(scene.acme));
        assert!(profile.get("org_name").is_none());
        // As long as they belong there.
        let members = format!("/api/v2/organizations/{}/members", scene.acme);
        let body = json!({ "members": [scene.ada] });
        scene
            .app
            .write(Method::DELETE, &members, &body)
            .await
            .ok(204);
        let refused = scene.app.get("/userinfo").bearer(&token).send().await;
        assert_eq!(refused.status, 401);
        scene.app.add_members(&scene.acme, &[&scene.ada]).await;
    }
}

#[tokio::test]
async fn consent_is_given_in_each_organization_anew() {
    let scene = scene().await;
    scene
        .app
        .posts_api(&json!({ "skip_consent_for_verifiable_first_party_clients": false }))
        .await;
    scene.app.add_members(&scene.beta, &[&scene.ada]).await;
    let client = scene.client("allow", None).await;
    let mut visitor = Visitor::new(&scene.app);
    let asked = [("audience", AUDIENCE), ("scope", "openid read:posts")];
    let login = visitor.open(&authorize(&client, &asked)).await;
    let mut page = visitor.log_in(&login, ADA).await;
    for organization in [None, Some(&scene.acme), Some(&scene.beta)] {
        let mut parameters = asked.to_vec();
        if let Some(organization) = organization {
            parameters.push(("organization", organization));
            let silent = visitor
                .open(&authorize(&client, &[&parameters[..], &[NONE]].concat()))
                .await;
            silent.failed("consent_required", "Consent required");
            page = visitor.open(&authorize(&client, &parameters)).await;
        }
        visitor.consent(&page).await.answer("code");
        let again = visitor.open(&authorize(&client, &parameters)).await;
        again.answer("code");
    }
}

#[tokio::test]
async fn third_parties_need_an_organization_that_lets_them() {
    let scene = scene().await;
    let named = ("organization", scene.acme.as_str());
    let permissive = scene.app.third_party("permissive", &json!({})).await;
    scene.visit(&permissive, &[named]).await.failed(
        "invalid_request",
        "parameter organization is not allowed for this client",
    );
    let strict = scene.app.third_party("strict", &json!({})).await;
    let landing = scene.visit(&strict, &[named]).await;
    landing.shown(
        403,
        &format!("parameter organization is invalid: {}", scene.acme),
    );
    let path = format!("/api/v2/organizations/{}", scene.acme);
    let change = json!({ "third_party_client_access": "allow" });
    scene.app.write(Method::PATCH, &path, &change).await.ok(200);
    let code = scene.visit(&strict, &[named]).await.answer("code");
    let answer = scene.app.redeem(&strict, &code).await.ok(200);
    assert_eq!(org_id(&answer, "id_token"), json!(scene.acme));
}

#[tokio::test]
async fn callbacks_hold_the_organizations_name() {
    let scene = scene().await;
    scene
        .app
        .change_settings(&json!({ "allow_organization_name_in_authentication_api": true }))
        .await;
    let client = scene
        .app
        .application(&json!({
            "organization_usage": "allow", "callbacks": ["https://{organization_name}.app.test/callback"],
        }))
        .await;
    let to = |host: &'static str| ("redirect_uri", host);
    for organization in [scene.acme.as_str(), "acme"] {
        let parameters = [
            ("organization", organization),
            to("https://acme.app.test/callback"),
        ];
        let landing = scene.visit(&client, &parameters).await;
        landing.answer("code");
    }
    for (organization, uri) in [
        (scene.acme.as_str(), "https://beta.app.test/callback"),
        (scene.beta.as_str(), "https://acme.app.test/callback"),
        ("", "https://acme.app.test/callback"),
        ("nobody", "https://nobody.app.test/callback"),
    ] {
        let landing = scene
            .visit(&client, &[("organization", organization), to(uri)])
            .await;
        landing.shown(403, "list of allowed callback URLs");
    }
}

#[tokio::test]
async fn its_own_look_is_on_its_pages() {
    let scene = scene().await;
    let path = format!("/api/v2/organizations/{}", scene.acme);
    let change = json!({
        "display_name": "Acme <Rockets>",
        "branding": { "logo_url": "https://cdn.acme.test/logo.svg",
            "colors": { "primary": "#7A1FA2", "page_background": "#F3E5F5" } },
    });
    scene.app.write(Method::PATCH, &path, &change).await.ok(200);
    let client = scene.client("allow", None).await;
    let named = [("organization", scene.acme.as_str())];
    let mut visitor = Visitor::new(&scene.app);
    let page = visitor.open(&authorize(&client, &named)).await;
    let html = &page.response.text;
    assert!(
        html.contains("src=\"https://cdn.acme.test/logo.svg\" alt=\"Acme &#60;Rockets&#62;\""),
        "{html}"
    );
    let policy = page.response.header("content-security-policy");
    assert!(
        policy.contains("img-src 'self' https://cdn.acme.test;"),
        "{policy}"
    );
    let start = html.find("/u/theme.css?").expect("a theme");
    let theme = html[start..].split('"').next().unwrap();
    let theme = theme.replace("&#38;", "&").replace("&amp;", "&");
    let css = scene.app.get(&theme).send().await;
    assert_eq!(css.status, 200);
    assert!(css.text.contains("--sea:#7A1FA2"), "{}", css.text);
    // Nobody else's pages have it, and nobody else's organization has a theme here.
    let page = Visitor::new(&scene.app)
        .open(&authorize(&client, &[]))
        .await;
    assert!(!page.response.text.contains("acme.test"));
    let other = scene.app.other_tenant().await;
    let css = other.get(&theme).send().await;
    assert!(!css.text.contains("7A1FA2"), "{}", css.text);
}

#[tokio::test]
async fn the_log_names_the_organization() {
    let scene = scene().await;
    let client = scene.client("allow", None).await;
    let named = [("organization", scene.acme.as_str())];
    let code = scene.visit(&client, &named).await.answer("code");
    scene.app.redeem(&client, &code).await.ok(200);
    for event in ["s", "seacft"] {
        let logs = scene.app.logged(event).await;
        assert_eq!(
            (&logs[0]["organization_id"], &logs[0]["organization_name"]),
            (&json!(scene.acme), &json!("acme")),
            "{logs:?}"
        );
    }
}
