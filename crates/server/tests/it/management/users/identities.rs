//! `/users/{id}/identities`.

use axum::http::Method;
use serde_json::{Value, json};

use super::user_path;
use crate::applications::{Application, PASSWORD, text};
use crate::test_app::{TestApp, TestResponse};
use crate::visitor::{Visitor, all_at_once};

const CONNECTION: &str = "Username-Password-Authentication";

struct Scene {
    app: TestApp,
    client: Application,
    ada: String,
    countess: String,
}

/// One person with two accounts.
async fn scene() -> Scene {
    let app = TestApp::new().await;
    app.change_settings(&json!({ "default_directory": CONNECTION }))
        .await;
    let client = app
        .application(&json!({ "grant_types": ["password", "refresh_token", "authorization_code"] }))
        .await;
    let ada = app.person("ada@example.com").await.id.to_string();
    let countess = app.person("countess@example.com").await.id.to_string();
    Scene {
        app,
        client,
        ada,
        countess,
    }
}

impl Scene {
    async fn link(&self, id: &str, body: Value) -> TestResponse {
        let path = format!("{}/identities", user_path(id));
        self.app.write(Method::POST, &path, &body).await
    }

    async fn link_both(&self) -> Value {
        let body = json!({ "provider": "auth0", "user_id": behind_bar(&self.countess) });
        self.link(&self.ada, body).await.ok(201)
    }

    async fn tokens(&self, name: &str) -> Value {
        let pairs = [
            ("grant_type", "password"),
            ("username", name),
            ("password", PASSWORD),
            ("scope", "openid offline_access"),
        ];
        self.app.token_of(&self.client, &pairs).await.ok(200)
    }

    async fn subject(&self, name: &str) -> String {
        let token = text(&self.tokens(name).await, "id_token");
        let (_, claims) = crate::applications::decoded(&token);
        claims["sub"].as_str().unwrap().to_owned()
    }

    /// A Management API token of a user's, held by the application.
    async fn own_token(&self, user: &str) -> String {
        let now = self.app.platform.clock.now().seconds();
        let claims = json!({
            "iss": self.app.tenant.issuer(), "sub": user, "aud": self.app.tenant.management_audience(), "iat": now,
            "exp": now + 7200, "azp": self.client.id, "scope": "update:current_user_identities"
        });
        self.app.sign(claims).await
    }

    async fn id_token(&self, user: &str, audience: &str, lifetime: i64) -> String {
        let now = self.app.platform.clock.now().seconds();
        let claims = json!({
            "iss": self.app.tenant.issuer(), "sub": user, "aud": audience, "iat": now, "exp": now + lifetime
        });
        self.app.sign(claims).await
    }
}

fn behind_bar(id: &str) -> &str {
    id.split_once('|').unwrap().1
}

#[tokio::test]
async fn both_accounts_are_one_user() {
    let scene = scene().await;
    let Scene {
        app, ada, countess, ..
    } = &scene;
    let path = user_path(countess);
    app.change_user(
        countess,
        json!({ "given_name": "Augusta", "user_metadata": { "a": 1 } }),
    )
    .await
    .ok(200);
    let before = scene.tokens("countess@example.com").await;
    let mut browser = Visitor::new(app);
    let web = app.web_app().await;
    browser.sign_in(&web, "countess@example.com", &[]).await;
    let identities = scene.link_both().await;
    let expected = json!([
        { "connection": CONNECTION, "user_id": behind_bar(ada), "provider": "auth0", "isSocial": false },
        {
            "connection": CONNECTION, "user_id": behind_bar(countess), "provider": "auth0", "isSocial": false,
            "profileData": {
                "email": "countess@example.com", "email_verified": false, "name": "countess@example.com",
                "nickname": "countess", "given_name": "Augusta",
                "picture": identities[1]["profileData"]["picture"]
            }
        }
    ]);
    assert_eq!(identities, expected);
    assert_eq!(
        app.read(&user_path(ada)).await.ok(200)["identities"],
        expected
    );
    // The other user is gone, with sessions and refresh tokens; their password opens this user.
    app.read(&path).await.ok(404);
    let refused = app
        .refresh(&scene.client, &text(&before, "refresh_token"))
        .await;
    assert_eq!(refused.ok(403)["error"], "invalid_grant");
    let landing = browser
        .open(&crate::visitor::authorize(&web, &[("prompt", "none")]))
        .await;
    assert_eq!(landing.answer("error"), "login_required");
    assert_eq!(scene.subject("countess@example.com").await, *ada);
    assert_eq!(scene.subject("ada@example.com").await, *ada);
    // Searches find the user by either account.
    let q = format!(
        "{}?q=identities.user_id%3A{}",
        super::PATH,
        behind_bar(countess)
    );
    let found = app.read(&q).await.ok(200);
    assert_eq!(found[0]["user_id"], *ada);
    // A name is taken as long as an account has it.
    let taken = super::user_body("countess@example.com", json!({}));
    app.write(Method::POST, super::PATH, &taken).await.ok(409);
}

#[tokio::test]
async fn a_link_is_taken_back() {
    let scene = scene().await;
    let Scene {
        app, ada, countess, ..
    } = &scene;
    scene.link_both().await;
    let shared = scene.tokens("countess@example.com").await;
    let path = format!(
        "{}/identities/auth0/{}",
        user_path(ada),
        behind_bar(countess)
    );
    app.other_tenant().await.remove(&path).await.ok(404);
    let rest = app.remove(&path).await.ok(200);
    assert_eq!(rest.as_array().unwrap().len(), 1);
    assert_eq!(rest[0]["user_id"], behind_bar(ada));
    let alone = app.read(&user_path(countess)).await.ok(200);
    assert_eq!(alone["email"], "countess@example.com");
    assert_eq!(alone["identities"].as_array().unwrap().len(), 1);
    assert!(alone["identities"][0].get("profileData").is_none());
    assert_eq!(scene.subject("countess@example.com").await, *countess);
    // Nobody keeps what they got as the other.
    let refused = app
        .refresh(&scene.client, &text(&shared, "refresh_token"))
        .await;
    assert_eq!(refused.ok(403)["error"], "invalid_grant");
    for (place, message) in [
        (behind_bar(countess), "The user has no such identity."),
        (
            behind_bar(ada),
            "The main identity of a user can't be unlinked.",
        ),
    ] {
        let path = format!("{}/identities/auth0/{place}", user_path(ada));
        app.remove(&path)
            .await
            .refused(400, message, Some("invalid_body"));
    }
    app.remove(&format!("{}/identities/auth0/x", user_path("auth0|nobody")))
        .await
        .ok(404);
    // And it can be linked again.
    scene.link_both().await;
}

#[tokio::test]
async fn users_link_what_they_prove_to_be_theirs() {
    let scene = scene().await;
    let Scene {
        app,
        client,
        ada,
        countess,
    } = &scene;
    let token = scene.own_token(ada).await;
    let send = async |id: &str, body: Value| {
        app.post(&format!("{}/identities", user_path(id)))
            .bearer(&token)
            .json(&body)
            .send()
            .await
    };
    // Naming an account proves nothing.
    let named = send(
        ada,
        json!({ "provider": "auth0", "user_id": behind_bar(countess) }),
    )
    .await;
    assert_eq!(named.ok(400)["errorCode"], "invalid_body");
    for (audience, lifetime) in [("another-client", 60), (client.id.as_str(), -1)] {
        let proof = scene.id_token(countess, audience, lifetime).await;
        send(ada, json!({ "link_with": proof })).await.ok(401);
    }
    send(ada, json!({ "link_with": "nonsense" })).await.ok(401);
    let proof = scene.id_token(countess, &client.id, 60).await;
    send(countess, json!({ "link_with": proof.clone() }))
        .await
        .refused(
            403,
            "User to be acted on does not match subject in bearer token.",
            None,
        );
    send(ada, json!({ "link_with": proof, "provider": "auth0" }))
        .await
        .ok(400);
    assert_eq!(
        send(ada, json!({ "link_with": proof }))
            .await
            .ok(201)
            .as_array()
            .unwrap()
            .len(),
        2
    );
    assert_eq!(send(ada, json!({ "link_with": proof })).await.status, 409);
    let path = format!(
        "{}/identities/auth0/{}",
        user_path(ada),
        behind_bar(countess)
    );
    app.delete(&path).bearer(&token).send().await.ok(200);
    // A token that is signed with a client's secret is one that the client could write itself.
    let hs256 = app
        .application(
            &json!({ "grant_types": ["password"], "jwt_configuration": { "alg": "HS256" } }),
        )
        .await;
    let pairs = [
        ("grant_type", "password"),
        ("username", "ada@example.com"),
        ("password", PASSWORD),
        ("scope", "openid"),
    ];
    let weak = text(&app.token_of(&hs256, &pairs).await.ok(200), "id_token");
    scene
        .link(countess, json!({ "link_with": weak }))
        .await
        .ok(401);
}

#[tokio::test]
async fn what_is_refused() {
    let scene = scene().await;
    let Scene {
        app, ada, countess, ..
    } = &scene;
    let of = |id: &str| json!({ "provider": "auth0", "user_id": behind_bar(id) });
    for (body, message) in [
        (
            json!({}),
            "Payload validation error: 'Too few properties defined (0), minimum 1'.",
        ),
        (
            json!({ "provider": "auth0" }),
            "Payload validation error: 'Missing required property: user_id'.",
        ),
        (
            json!({ "provider": "auth0", "user_id": "nobody" }),
            "The account to link does not exist.",
        ),
        (
            of(ada),
            "Main account and link account ids cannot be the same.",
        ),
    ] {
        scene
            .link(ada, body)
            .await
            .refused(400, message, Some("invalid_body"));
    }
    scene.link("auth0|nobody", of(ada)).await.ok(404);
    let mut elsewhere = of(countess);
    elsewhere["connection_id"] = json!("con_0000000000000000");
    scene.link(ada, elsewhere).await.ok(400);
    let other = app.other_tenant().await;
    let path = format!("{}/identities", user_path(ada));
    other
        .write(Method::POST, &path, &of(countess))
        .await
        .ok(404);
    // What somebody has nobody else gets.
    scene.link_both().await;
    scene
        .link(ada, of(countess))
        .await
        .refused(409, "Specified identity already exists.", None);
    let bob = app.person("bob@example.com").await.id.to_string();
    scene
        .link(&bob, of(countess))
        .await
        .refused(409, "Specified identity already exists.", None);
    // With the user come all of their accounts.
    let all = scene.link(&bob, of(ada)).await.ok(201);
    assert_eq!(all.as_array().unwrap().len(), 3);
    assert_eq!(scene.subject("countess@example.com").await, bob);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_who_want_an_account_one_gets_it() {
    let scene = scene().await;
    let mut ids = Vec::new();
    for number in 0..6 {
        ids.push(
            scene
                .app
                .person(&format!("u{number}@example.com"))
                .await
                .id
                .to_string(),
        );
    }
    let body = json!({ "provider": "auth0", "user_id": behind_bar(&scene.countess) });
    let answers = all_at_once(ids.iter().map(|id| scene.link(id, body.clone()))).await;
    let won = answers.iter().filter(|answer| answer.status == 201).count();
    assert_eq!(won, 1);
    assert!(
        answers
            .iter()
            .all(|answer| [201, 400, 409].contains(&answer.status.as_u16()))
    );
    let q = format!(
        "{}?q=identities.user_id%3A{}",
        super::PATH,
        behind_bar(&scene.countess)
    );
    assert_eq!(
        scene.app.read(&q).await.ok(200).as_array().unwrap().len(),
        1
    );
}
