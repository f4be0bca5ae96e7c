//! `/api/v2/sessions`, `/users/{id}/sessions` and `/users/{id}/revoke-access`, seen from a browser, too.

use axum::http::Method;
use ostia_identity::sessions::FirstFactor;
use ostia_identity::{connections, sessions};
use ostia_protocol::auth0::ids::UserId;
use serde_json::{Value, json};

use super::roles::in_path;
use crate::test_app::TestApp;

/// RFC 7636, appendix B.
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
const CONNECTION: &str = "Username-Password-Authentication";

/// A browser in which somebody is logged in.
pub struct Browser {
    pub session_id: String,
    cookie: String,
}

impl TestApp {
    /// A public client that may use the users' database.
    pub async fn add_web_app(&self, id: &str) {
        self.add_client(id, &json!({})).await;
        let connection = connections::find_by_name(CONNECTION, &self.context()).await;
        let connection = connection.unwrap().unwrap();
        let path = format!("/api/v2/connections/{}/clients", connection.id);
        let enabled = json!([{ "client_id": id, "status": true }]);
        self.write(Method::PATCH, &path, &enabled).await.ok(204);
    }

    /// Logs a user in.
    pub async fn sign_in(&self, user: &str) -> Browser {
        let user = UserId::parse(user).unwrap();
        let opened =
            sessions::open(&user, CONNECTION, FirstFactor::Password, &self.context()).await;
        let opened = opened.unwrap();
        Browser {
            session_id: opened.session.id,
            cookie: format!("__Host-ostia-session={}", opened.token),
        }
    }

    /// `GET /authorize?prompt=none`: where the browser is sent.
    pub async fn silently(&self, browser: &Browser, client: &str) -> String {
        let path = format!(
            "/authorize?response_type=code&client_id={client}&redirect_uri=https%3A%2F%2Fapp.test%2Fcallback\
             &scope=openid%20offline_access&prompt=none&code_challenge_method=S256&code_challenge={CHALLENGE}"
        );
        let answer = self.get(&path).header("cookie", &browser.cookie);
        let answer = answer.header("user-agent", "Mosaic/2").send().await;
        answer.header("location").to_owned()
    }

    /// Whether a browser still is logged in.
    pub async fn is_signed_in(&self, browser: &Browser, client: &str) -> bool {
        let location = self.silently(browser, client).await;
        assert!(
            location.contains("code=") || location.contains("error=login_required"),
            "{location}"
        );
        location.contains("code=")
    }

    /// A code from a browser, and the refresh token that it is exchanged for.
    pub async fn refresh_token(&self, browser: &Browser, client: &str) -> String {
        let location = self.silently(browser, client).await;
        let url = url::Url::parse(&location).unwrap();
        let (_, code) = url.query_pairs().find(|(name, _)| name == "code").unwrap();
        let body = [
            ("grant_type", "authorization_code"),
            ("client_id", client),
            ("code", &*code),
            ("redirect_uri", "https://app.test/callback"),
            ("code_verifier", VERIFIER),
        ];
        let answer = self.post("/oauth/token").form(&body).send().await.ok(200);
        answer["refresh_token"].as_str().unwrap().to_owned()
    }

    /// Whether a refresh token still brings an access token.
    pub async fn refreshes(&self, token: &str, client: &str) -> bool {
        let body = [
            ("grant_type", "refresh_token"),
            ("client_id", client),
            ("refresh_token", token),
        ];
        let answer = self.post("/oauth/token").form(&body).send().await;
        let body = answer.json();
        assert!(
            answer.status == 200 || body["error"] == "invalid_grant",
            "{body}"
        );
        answer.status == 200
    }
}

/// A tenant with an application and a user. The path of the user.
async fn arrange() -> (TestApp, String, String) {
    let app = TestApp::new().await;
    app.add_web_app("web").await;
    let user = app.new_user("ada").await;
    let path = format!("/api/v2/users/{}", in_path(&user));
    (app, user, path)
}

fn ids(list: &Value) -> Vec<&str> {
    let rows = list["sessions"].as_array().unwrap().iter();
    rows.map(|session| session["id"].as_str().unwrap())
        .collect()
}

#[tokio::test]
async fn a_session_in_full() {
    let (app, user, path) = arrange().await;
    let list = format!("{path}/sessions?take=50");
    assert_eq!(app.read(&list).await.ok(200), json!({ "sessions": [] }));
    let browser = app.sign_in(&user).await;
    app.advance(120);
    assert!(app.is_signed_in(&browser, "web").await);
    let shown = app
        .read(&format!("/api/v2/sessions/{}", browser.session_id))
        .await
        .ok(200);
    assert_eq!(
        shown,
        json!({
            "id": browser.session_id, "user_id": user,
            "created_at": "2026-01-01T00:00:00.000Z", "updated_at": "2026-01-01T00:02:00.000Z",
            "authenticated_at": "2026-01-01T00:00:00.000Z", "last_interacted_at": "2026-01-01T00:02:00.000Z",
            "idle_expires_at": "2026-01-04T00:02:00.000Z", "expires_at": "2026-01-08T00:00:00.000Z",
            "device": {
                "initial_user_agent": "", "initial_ip": null, "initial_asn": "",
                "last_user_agent": "Mosaic/2", "last_ip": null, "last_asn": "",
            },
            "clients": [{ "client_id": "web" }],
            "authentication": { "methods": [{ "name": "pwd", "timestamp": "2026-01-01T00:00:00.000Z" }] },
            "cookie": { "mode": "persistent" },
        })
    );
    assert_eq!(
        app.read(&list).await.ok(200),
        json!({ "sessions": [shown] })
    );
}

#[tokio::test]
async fn lists_in_every_shape() {
    let (app, user, path) = arrange().await;
    let path = format!("{path}/sessions");
    let mut opened = Vec::new();
    for _ in 0..3 {
        opened.push(app.sign_in(&user).await.session_id);
        app.advance(1);
    }
    let all = app.read(&path).await.ok(200);
    assert_eq!(ids(&all), opened);
    let totals = app
        .read(&format!("{path}?include_totals=true&per_page=2"))
        .await
        .ok(200);
    assert_eq!(
        (ids(&totals), &totals["total"]),
        (vec![&*opened[0], &*opened[1]], &json!(3))
    );
    let next = totals["next"].as_str().unwrap();
    let rest = app
        .read(&format!("{path}?take=2&from={next}"))
        .await
        .ok(200);
    assert_eq!(ids(&rest), [&*opened[2]]);
    assert!(rest.get("next").is_none());
    let beyond = app.read(&format!("{path}?page=3&per_page=2")).await.ok(200);
    assert_eq!(beyond, json!({ "sessions": [] }));
    for query in ["take=0", "from=nonsense", "colour=red"] {
        app.read(&format!("{path}?{query}")).await.ok(400);
    }
}

#[tokio::test]
async fn what_has_ended_is_not_there() {
    let (app, user, path) = arrange().await;
    let browser = app.sign_in(&user).await;
    let session = format!("/api/v2/sessions/{}", browser.session_id);
    app.advance(71 * 3600);
    app.read(&session).await.ok(200);
    app.advance(3600);
    let text = "The session does not exist.";
    app.read(&session).await.refused(404, text, None);
    let list = app.read(&format!("{path}/sessions")).await.ok(200);
    assert_eq!(list, json!({ "sessions": [] }));
    let revoke = format!("{session}/revoke");
    app.write(Method::POST, &revoke, &json!({}))
        .await
        .refused(404, text, None);
    app.read("/api/v2/users/auth0%7Cnobody/sessions")
        .await
        .refused(404, "The user does not exist.", Some("inexistent_user"));
}

#[tokio::test]
async fn deleting_ends_the_session_and_revoking_what_rests_on_it() {
    let (app, user, _) = arrange().await;
    let (one, other) = (app.sign_in(&user).await, app.sign_in(&user).await);
    let kept = app.refresh_token(&one, "web").await;
    let lost = app.refresh_token(&other, "web").await;
    let foreign = app.other_tenant().await;
    foreign
        .remove(&format!("/api/v2/sessions/{}", one.session_id))
        .await
        .ok(202);
    assert!(app.is_signed_in(&one, "web").await);
    let path = format!("/api/v2/sessions/{}", one.session_id);
    assert_eq!(app.remove(&path).await.ok(202), json!({}));
    assert_eq!(app.remove(&path).await.ok(202), json!({}));
    assert!(!app.is_signed_in(&one, "web").await);
    assert!(app.refreshes(&kept, "web").await);
    assert!(app.is_signed_in(&other, "web").await);

    let path = format!("/api/v2/sessions/{}/revoke", other.session_id);
    let revoked = app.post(&path).bearer(&app.admin_token().await).send();
    assert_eq!(revoked.await.ok(202), json!({}));
    assert!(!app.is_signed_in(&other, "web").await);
    assert!(!app.refreshes(&lost, "web").await);
    assert!(app.refreshes(&kept, "web").await);
}

#[tokio::test]
async fn all_of_a_user() {
    let (app, user, path) = arrange().await;
    let eve = app.new_user("eve").await;
    let (one, other, hers) = (
        app.sign_in(&user).await,
        app.sign_in(&user).await,
        app.sign_in(&eve).await,
    );
    let token = app.refresh_token(&one, "web").await;
    let path = format!("{path}/sessions");
    assert_eq!(app.remove(&path).await.ok(202), json!({}));
    assert!(!app.is_signed_in(&one, "web").await);
    assert!(!app.is_signed_in(&other, "web").await);
    assert!(app.is_signed_in(&hers, "web").await);
    assert!(app.refreshes(&token, "web").await);
    app.remove("/api/v2/users/auth0%7Cnobody/sessions")
        .await
        .ok(404);
}

#[tokio::test]
async fn access_is_revoked_as_asked() {
    let (app, user, path) = arrange().await;
    let path = format!("{path}/revoke-access");
    let eve = app.new_user("eve").await;
    let hers = app.sign_in(&eve).await;
    let (one, other) = (app.sign_in(&user).await, app.sign_in(&user).await);
    let first = app.refresh_token(&one, "web").await;
    let second = app.refresh_token(&other, "web").await;
    let revoke = async |body: Value| app.write(Method::POST, &path, &body).await;
    let foreign = json!({ "session_id": hers.session_id });
    assert_eq!(revoke(foreign).await.ok(202), json!({}));
    assert!(app.is_signed_in(&hers, "web").await);

    let body = json!({ "session_id": one.session_id, "preserve_refresh_tokens": true });
    revoke(body).await.ok(202);
    assert!(!app.is_signed_in(&one, "web").await);
    assert!(app.refreshes(&first, "web").await);
    assert!(app.is_signed_in(&other, "web").await);

    let location = app.silently(&other, "web").await;
    revoke(json!({})).await.ok(202);
    assert!(!app.is_signed_in(&other, "web").await);
    assert!(!app.refreshes(&first, "web").await);
    assert!(!app.refreshes(&second, "web").await);
    assert!(app.is_signed_in(&hers, "web").await);
    let code = location.split("code=").nth(1).unwrap();
    let code = code.split('&').next().unwrap();
    let body = [
        ("grant_type", "authorization_code"),
        ("client_id", "web"),
        ("code", code),
        ("redirect_uri", "https://app.test/callback"),
        ("code_verifier", VERIFIER),
    ];
    let answer = app.post("/oauth/token").form(&body).send().await;
    assert_eq!(answer.json()["error"], "invalid_grant");
    for body in [
        json!({ "session_id": "a b" }),
        json!({ "everything": true }),
    ] {
        revoke(body).await.ok(400);
    }
    app.write(
        Method::POST,
        "/api/v2/users/auth0%7Cnobody/revoke-access",
        &json!({}),
    )
    .await
    .ok(404);
}
