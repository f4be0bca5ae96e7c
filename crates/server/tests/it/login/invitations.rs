//! Accepting an invitation: `/authorize?invitation=…&organization=…`.

use axum::http::Method;
use ostia_identity::streaming::events::deliver_due;
use serde_json::{Value, json};

use crate::applications::{Application, PASSWORD, decoded, text};
use crate::log_streaming::Receiver;
use crate::management::event_deliveries::{stream, told};
use crate::test_app::TestApp;
use crate::visitor::{Landing, Visitor, all_at_once, authorize};

const ADA: &str = "ada@example.com";
const GONE: &str = "invitation not found or already used";

struct Scene {
    app: TestApp,
    client: Application,
    acme: String,
    role: String,
}

async fn scene() -> Scene {
    let app = TestApp::new().await;
    let client = app
        .application(&json!({
            "organization_usage": "allow", "initiate_login_uri": "https://app.test/login",
        }))
        .await;
    let acme = app.organization("acme").await;
    app.enable_for_organization(&acme, json!({})).await;
    let role = app.add_role("Reader").await;
    Scene {
        app,
        client,
        acme,
        role,
    }
}

impl Scene {
    /// Invites an address. The ticket.
    async fn invite(&self, email: &str, members: &Value) -> String {
        let mut body = json!({
            "inviter": { "name": "Grace <Hopper>" }, "invitee": { "email": email }, "client_id": self.client.id,
            "roles": [self.role],
        });
        body.as_object_mut()
            .unwrap()
            .extend(members.as_object().unwrap().clone());
        let path = format!("/api/v2/organizations/{}/invitations", self.acme);
        let made = self.app.write(Method::POST, &path, &body).await.ok(201);
        text(&made, "ticket_id")
    }

    fn address(&self, ticket: &str) -> String {
        let parameters = [("invitation", ticket), ("organization", self.acme.as_str())];
        authorize(&self.client, &parameters)
    }

    /// The members' addresses with the names of their roles.
    async fn members(&self) -> Value {
        let path = format!(
            "/api/v2/organizations/{}/members?fields=email,roles",
            self.acme
        );
        let mut list = self.app.read(&path).await.ok(200);
        for row in list.as_array_mut().unwrap() {
            let roles = row["roles"].as_array().unwrap().iter();
            row["roles"] = roles.map(|role| role["name"].clone()).collect();
        }
        list
    }

    async fn accept(&self, visitor: &mut Visitor<'_>, ticket: &str) -> Landing {
        let page = visitor.open(&self.address(ticket)).await;
        page.at("invitation");
        visitor.submit(&page, &[("action", "accept")]).await
    }
}

#[tokio::test]
async fn signing_up_makes_a_member_with_roles() {
    let scene = scene().await;
    let further =
        json!({ "user_metadata": { "color": "blue" }, "app_metadata": { "plan": "pro" } });
    let ticket = scene.invite("New@Example.com", &further).await;
    let mut visitor = Visitor::new(&scene.app);
    let page = visitor.open(&scene.address(&ticket)).await;
    page.at("invitation");
    let html = &page.response.text;
    assert!(
        html.contains("<bdi>Grace &lt;Hopper&gt;</bdi> invites you to join <bdi>acme</bdi>"),
        "{html}"
    );
    assert!(html.contains("New@Example.com"));
    let signup = visitor.submit(&page, &[("action", "accept")]).await;
    signup.at("signup");
    assert!(signup.response.text.contains("value=\"New@Example.com\""));
    // Another address is not taken.
    let fields = [("email", "other@example.com"), ("password", PASSWORD)];
    let code = visitor.submit(&signup, &fields).await.answer("code");
    let answer = scene.app.redeem(&scene.client, &code).await.ok(200);
    let claims = decoded(&text(&answer, "id_token")).1;
    assert_eq!(
        (
            &claims["org_id"],
            &claims["email"],
            &claims["email_verified"]
        ),
        (&json!(scene.acme), &json!("new@example.com"), &json!(true))
    );
    assert_eq!(
        scene.members().await,
        json!([{ "email": "new@example.com", "roles": ["Reader"] }])
    );
    let user = format!("/api/v2/users/{}", text(&claims, "sub").replace('|', "%7C"));
    let user = scene.app.read(&user).await.ok(200);
    assert_eq!(user["user_metadata"], further["user_metadata"]);
    assert_eq!(user["app_metadata"], further["app_metadata"]);
    // It is used up: for the link, and for the list.
    let landing = Visitor::new(&scene.app).open(&scene.address(&ticket)).await;
    landing.failed("invalid_request", GONE);
    let path = format!("/api/v2/organizations/{}/invitations", scene.acme);
    assert_eq!(scene.app.read(&path).await.ok(200), json!([]));
    let logs = scene.app.logged("si").await;
    assert_eq!(logs[0]["organization_id"], json!(scene.acme));
}

#[tokio::test]
async fn whoever_has_an_account_logs_in_with_it() {
    let scene = scene().await;
    scene.app.person(ADA).await;
    let ticket = scene.invite(ADA, &json!({})).await;
    let mut visitor = Visitor::new(&scene.app);
    let login = scene.accept(&mut visitor, &ticket).await;
    login.at("login");
    assert!(login.response.text.contains(&format!("value=\"{ADA}\"")));
    visitor.log_in(&login, ADA).await.answer("code");
    assert_eq!(
        scene.members().await,
        json!([{ "email": ADA, "roles": ["Reader"] }])
    );
}

#[tokio::test]
async fn a_session_of_the_invitee_is_enough() {
    let scene = scene().await;
    scene.app.person(ADA).await;
    scene.app.person("eve@example.com").await;
    let ticket = scene.invite(ADA, &json!({})).await;
    let mut ada = Visitor::new(&scene.app);
    ada.sign_in(&scene.client, ADA, &[]).await.answer("code");
    // Nothing happens before it is accepted, and silently nothing can be.
    let silent = [
        ("invitation", ticket.as_str()),
        ("organization", scene.acme.as_str()),
        ("prompt", "none"),
    ];
    let landing = ada.open(&authorize(&scene.client, &silent)).await;
    landing.failed("interaction_required", "External interaction required");
    assert_eq!(scene.members().await, json!([]));
    // Somebody else's session is not.
    let mut eve = Visitor::new(&scene.app);
    eve.sign_in(&scene.client, "eve@example.com", &[])
        .await
        .answer("code");
    let login = scene.accept(&mut eve, &ticket).await;
    login.at("login");
    eve.log_in(&login, "eve@example.com").await.failed(
        "access_denied",
        "the account is not the one that was invited to the organization",
    );
    assert_eq!(scene.members().await, json!([]));
    scene.accept(&mut ada, &ticket).await.answer("code");
    assert_eq!(scene.members().await.as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn declining_leaves_it_as_it_is() {
    let scene = scene().await;
    let ticket = scene.invite(ADA, &json!({})).await;
    let mut visitor = Visitor::new(&scene.app);
    let page = visitor.open(&scene.address(&ticket)).await;
    let landing = visitor.submit(&page, &[("action", "deny")]).await;
    landing.failed("access_denied", "User did not authorize the request");
    visitor.open(&scene.address(&ticket)).await.at("invitation");
}

#[tokio::test]
async fn an_invitation_is_good_for_what_it_says_and_no_longer() {
    let scene = scene().await;
    let ticket = scene.invite(ADA, &json!({ "ttl_sec": 60 })).await;
    let other = scene
        .app
        .application(&json!({ "organization_usage": "allow" }))
        .await;
    let beta = scene.app.organization("beta").await;
    scene.app.enable_for_organization(&beta, json!({})).await;
    let open = async |client: &Application, ticket: &str, organization: &str| {
        let parameters = [("invitation", ticket), ("organization", organization)];
        let mut visitor = Visitor::new(&scene.app);
        visitor.open(&authorize(client, &parameters)).await
    };
    for (client, ticket, organization) in [
        (&other, ticket.as_str(), &scene.acme),
        (&scene.client, ticket.as_str(), &beta),
        (&scene.client, "no-such-ticket", &scene.acme),
        (&scene.client, "", &scene.acme),
    ] {
        let landing = open(client, ticket, organization).await;
        if ticket.is_empty() {
            landing.at("login");
        } else {
            landing.failed("invalid_request", GONE);
        }
    }
    let alone = [("invitation", ticket.as_str())];
    let landing = Visitor::new(&scene.app)
        .open(&authorize(&scene.client, &alone))
        .await;
    landing.failed(
        "invalid_request",
        "parameter organization is required for this client",
    );
    let deny = scene.app.web_app().await;
    open(&deny, &ticket, &scene.acme).await.failed(
        "invalid_request",
        "parameter organization is not allowed for this client",
    );
    open(&scene.client, &ticket, &scene.acme)
        .await
        .at("invitation");
    scene.app.advance(60);
    open(&scene.client, &ticket, &scene.acme)
        .await
        .failed("invalid_request", GONE);
}

#[tokio::test]
async fn what_is_taken_back_makes_nobody_a_member() {
    let scene = scene().await;
    scene.app.person(ADA).await;
    let ticket = scene.invite(ADA, &json!({})).await;
    let mut visitor = Visitor::new(&scene.app);
    let login = scene.accept(&mut visitor, &ticket).await;
    let path = format!("/api/v2/organizations/{}/invitations", scene.acme);
    let list = scene.app.read(&path).await.ok(200);
    let one = format!("{path}/{}", text(&list[0], "id"));
    scene.app.remove(&one).await.ok(204);
    let landing = visitor.log_in(&login, ADA).await;
    assert_eq!(landing.answer("error"), "access_denied");
    assert_eq!(scene.members().await, json!([]));
}

#[tokio::test]
async fn of_racing_acceptances_one_counts() {
    let scene = scene().await;
    scene.app.person(ADA).await;
    let ticket = scene.invite(ADA, &json!({})).await;
    let mut visitors = Vec::new();
    for _ in 0..6 {
        let mut visitor = Visitor::new(&scene.app);
        visitor
            .sign_in(&scene.client, ADA, &[])
            .await
            .answer("code");
        let page = visitor.open(&scene.address(&ticket)).await;
        page.at("invitation");
        visitors.push((visitor, page));
    }
    let accepted = visitors
        .iter_mut()
        .map(async |(visitor, page)| visitor.submit(page, &[("action", "accept")]).await);
    for landing in all_at_once(accepted).await {
        // The same person in several tabs: whoever comes later is a member already, or finds the invitation used.
        if let Some(error) = landing.maybe("error") {
            assert_eq!(error, "invalid_request");
            assert_eq!(landing.answer("error_description"), GONE);
        } else {
            landing.answer("code");
        }
    }
    assert_eq!(
        scene.members().await,
        json!([{ "email": ADA, "roles": ["Reader"] }])
    );
    assert_eq!(scene.app.logged("si").await.len(), 1);
}

#[tokio::test]
async fn the_invitee_gets_a_letter_with_the_link_and_nobody_else_does() {
    let scene = scene().await;
    let ticket = scene.invite(ADA, &json!({})).await;
    let letter = TestApp::only(scene.app.mail(ADA).await);
    assert_eq!(letter.template.as_deref(), Some("user_invitation"));
    let written = serde_json::to_string(&letter).unwrap();
    assert!(written.contains(&ticket), "{written}");
    assert!(written.contains("Grace"), "{written}");
    // What an inviter calls themselves is text, and not a part of the page.
    assert!(!letter.html.unwrap_or_default().contains("<Hopper>"));

    let quiet = "quiet@example.com";
    scene
        .invite(quiet, &json!({ "send_invitation_email": false }))
        .await;
    assert!(scene.app.mail(quiet).await.is_empty());

    let refused = "refused@example.com";
    let body = json!({
        "inviter": { "name": "Grace" }, "invitee": { "email": refused }, "client_id": scene.client.id,
        "roles": ["rol_1234567890123456"],
    });
    let path = format!("/api/v2/organizations/{}/invitations", scene.acme);
    let answer = scene.app.write(Method::POST, &path, &body).await;
    assert_eq!(answer.status, 404);
    assert!(scene.app.mail(refused).await.is_empty());
    let other = scene.app.other_tenant().await;
    assert!(other.mail(ADA).await.is_empty());
}

#[tokio::test]
async fn what_an_invitation_brings_is_told() {
    let scene = scene().await;
    let (app, receiver) = (&scene.app, Receiver::default());
    let endpoint = receiver.serve(app);
    let kinds = [
        "organization.member.added",
        "organization.member.role.assigned",
    ];
    stream(app, &endpoint, &kinds).await;
    app.person(ADA).await;
    let ticket = scene.invite(ADA, &json!({})).await;
    let mut visitor = Visitor::new(app);
    let login = scene.accept(&mut visitor, &ticket).await;
    visitor.log_in(&login, ADA).await.answer("code");
    while deliver_due(&app.platform).await.unwrap() > 0 {}
    let events = told(&receiver);
    let came: Vec<&str> = events.iter().map(|(kind, _)| kind.as_str()).collect();
    assert_eq!(came, kinds);
    let object = &events[1].1;
    assert_eq!(
        (&object["organization"]["id"], &object["role"]),
        (
            &json!(scene.acme),
            &json!({ "id": scene.role, "name": "Reader" })
        )
    );
}
