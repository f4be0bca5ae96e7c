//! Brute-force protection, suspicious IP throttling and the limit of logins, with `/user-blocks` and `/anomaly`.

use axum::http::Method;
use ostia_protocol::auth0::scopes::ManagementScope::DeleteAnomalyBlocks;
use serde_json::{Value, json};

use super::roles::in_path;
use crate::applications::{Application, PASSWORD};
use crate::test_app::{TestApp, TestResponse};
use crate::visitor::{Visitor, all_at_once, authorize};

const ADA: &str = "ada@example.com";
const CONNECTION: &str = "Username-Password-Authentication";
const HERE: &str = "192.0.2.1";
const THERE: &str = "198.51.100.7";
const BLOCKED: &str = "Your account has been blocked after multiple consecutive login attempts. We've sent you a \
                       notification via your preferred contact method with instructions on how to unblock it.";
const SUSPICIOUS: &str = "We have detected suspicious login behavior and further attempts will be blocked. Please \
                          contact the administrator.";

struct Scene {
    app: TestApp,
    client: Application,
}

/// Ada, and an application that sends passwords.
async fn scene() -> Scene {
    let app = TestApp::new().await;
    app.person(ADA).await;
    app.change_settings(&json!({ "default_directory": CONNECTION }))
        .await;
    let client = app
        .application(&json!({ "grant_types": ["password"] }))
        .await;
    Scene { app, client }
}

impl Scene {
    async fn set(&self, protection: &str, change: Value) {
        let path = format!("/api/v2/attack-protection/{protection}");
        self.app.write(Method::PATCH, &path, &change).await.ok(200);
    }

    async fn brute_force(&self, change: Value) {
        self.set("brute-force-protection", change).await;
    }

    async fn log_in(&self, name: &str, password: &str, ip: &str) -> TestResponse {
        let pairs = [
            ("grant_type", "password"),
            ("client_id", self.client.id.as_str()),
            ("client_secret", self.client.secret.as_str()),
            ("username", name),
            ("password", password),
        ];
        self.app
            .post("/oauth/token")
            .through(ip)
            .form(&pairs)
            .send()
            .await
    }

    async fn fail(&self, times: usize, name: &str, ip: &str) {
        for _ in 0..times {
            wrong(&self.log_in(name, "Not-The-Password-1", ip).await);
        }
    }

    /// How many entries of a type the log has.
    async fn logged(&self, code: &str) -> usize {
        self.app.platform.journal.flush().await;
        let found = self
            .app
            .read(&format!("/api/v2/logs?q=type%3A{code}"))
            .await
            .ok(200);
        found.as_array().unwrap().len()
    }

    async fn blocks(&self, query: &str) -> Value {
        let found = self
            .app
            .read(&format!("/api/v2/user-blocks?{query}"))
            .await
            .ok(200);
        found["blocked_for"].clone()
    }
}

#[track_caller]
fn refused(response: &TestResponse, status: u16, code: &str, text: &str) {
    let expected = json!({ "error": code, "error_description": text });
    assert_eq!(response.ok(status), expected);
}

#[track_caller]
fn wrong(response: &TestResponse) {
    refused(response, 403, "invalid_grant", "Wrong email or password.");
}

#[track_caller]
fn blocked(response: &TestResponse) {
    refused(response, 429, "too_many_attempts", BLOCKED);
}

#[tokio::test]
async fn an_account_endures_ten_wrong_passwords_from_an_address() {
    let scene = scene().await;
    scene.fail(10, ADA, HERE).await;
    // Not even with the right password; but from elsewhere.
    blocked(&scene.log_in(ADA, PASSWORD, HERE).await);
    blocked(&scene.log_in(" ADA@example.com ", "whatever", HERE).await);
    scene.log_in(ADA, PASSWORD, THERE).await.ok(200);
    blocked(&scene.log_in(ADA, PASSWORD, HERE).await);
    assert_eq!(scene.logged("limit_wc").await, 1);
    assert_eq!(scene.logged("fp").await, 10);
    let user = scene.app.read("/api/v2/users").await.ok(200)[0]["user_id"].clone();
    let of_user = format!("/api/v2/user-blocks/{}", in_path(user.as_str().unwrap()));
    let expected = json!([{ "identifier": ADA, "ip": HERE, "connection": CONNECTION }]);
    assert_eq!(scene.blocks("identifier=Ada%40example.com").await, expected);
    assert_eq!(
        scene.app.read(&of_user).await.ok(200),
        json!({ "blocked_for": expected })
    );
    assert_eq!(
        scene.blocks("identifier=bob%40example.com").await,
        json!([])
    );
    let other = scene.app.other_tenant().await;
    let elsewhere = other
        .read("/api/v2/user-blocks?identifier=ada%40example.com")
        .await;
    assert_eq!(elsewhere.ok(200), json!({ "blocked_for": [] }));
    other
        .remove("/api/v2/user-blocks?identifier=ada%40example.com")
        .await
        .ok(204);
    blocked(&scene.log_in(ADA, PASSWORD, HERE).await);
    // Support lifts blocks without being able to change anybody.
    let support = scene.app.management_token(&[DeleteAnomalyBlocks]).await;
    let lifted = scene.app.delete(&of_user).bearer(&support).send().await;
    lifted.ok(204);
    assert_eq!(scene.logged("ublkdu").await, 1);
    scene.log_in(ADA, PASSWORD, HERE).await.ok(200);
    scene
        .app
        .read("/api/v2/user-blocks/auth0%7Cnobody")
        .await
        .refused(404, "The user does not exist.", Some("inexistent_user"));
    scene.app.read("/api/v2/user-blocks").await.ok(400);
}

#[tokio::test]
async fn nobody_learns_who_has_an_account() {
    let scene = scene().await;
    for name in [ADA, "nobody@example.com"] {
        scene.fail(10, name, HERE).await;
        blocked(&scene.log_in(name, PASSWORD, HERE).await);
        let query = format!("identifier={}", name.replace('@', "%40"));
        assert_eq!(scene.blocks(&query).await[0]["identifier"], name);
        scene
            .app
            .remove(&format!("/api/v2/user-blocks?{query}"))
            .await
            .ok(204);
        scene.fail(1, name, HERE).await;
    }
}

#[tokio::test]
async fn a_right_password_begins_anew() {
    let scene = scene().await;
    scene.fail(9, ADA, HERE).await;
    scene.log_in(ADA, PASSWORD, HERE).await.ok(200);
    scene.fail(9, ADA, HERE).await;
    scene.log_in(ADA, PASSWORD, HERE).await.ok(200);
}

#[tokio::test]
async fn a_block_ends_with_time_a_new_password_or_a_higher_limit() {
    let scene = scene().await;
    scene.brute_force(json!({ "max_attempts": 3 })).await;
    scene.fail(3, ADA, HERE).await;
    blocked(&scene.log_in(ADA, PASSWORD, HERE).await);
    scene.brute_force(json!({ "max_attempts": 4 })).await;
    scene.fail(1, ADA, HERE).await;
    blocked(&scene.log_in(ADA, PASSWORD, HERE).await);
    scene.app.advance(30 * 86_400 + 1);
    scene.log_in(ADA, PASSWORD, HERE).await.ok(200);
    scene.fail(4, ADA, HERE).await;
    blocked(&scene.log_in(ADA, PASSWORD, HERE).await);
    let user = scene.app.read("/api/v2/users").await.ok(200)[0]["user_id"].clone();
    let path = format!("/api/v2/users/{}", in_path(user.as_str().unwrap()));
    let body = json!({ "password": "Another-Horse-8" });
    scene.app.write(Method::PATCH, &path, &body).await.ok(200);
    scene.log_in(ADA, "Another-Horse-8", HERE).await.ok(200);
}

#[tokio::test]
async fn as_the_tenant_wants_it() {
    let scene = scene().await;
    // All addresses together.
    scene
        .brute_force(json!({ "max_attempts": 2, "mode": "count_per_identifier" }))
        .await;
    scene.fail(1, ADA, HERE).await;
    scene.fail(1, ADA, THERE).await;
    blocked(&scene.log_in(ADA, PASSWORD, "203.0.113.9").await);
    let expected = json!([{ "identifier": ADA, "connection": CONNECTION }]);
    assert_eq!(scene.blocks("identifier=ada%40example.com").await, expected);
    // Counted and logged, without consequences.
    scene.brute_force(json!({ "shields": [] })).await;
    scene.log_in(ADA, PASSWORD, HERE).await.ok(200);
    scene.fail(5, ADA, HERE).await;
    assert_eq!(scene.logged("limit_wc").await, 2);
    let query = "identifier=ada%40example.com";
    assert_eq!(
        scene
            .blocks(&format!("{query}&consider_brute_force_enablement=true"))
            .await,
        json!([])
    );
    assert_eq!(scene.blocks(query).await, expected);
    // Some addresses are never counted.
    scene
        .brute_force(json!({ "shields": ["block"], "mode": "count_per_identifier_and_ip", "allowlist": ["192.0.2.0/24"] }))
        .await;
    scene.fail(5, ADA, HERE).await;
    scene.log_in(ADA, PASSWORD, HERE).await.ok(200);
    // Off.
    scene
        .brute_force(json!({ "enabled": false, "allowlist": [] }))
        .await;
    scene.fail(5, ADA, HERE).await;
    scene.log_in(ADA, PASSWORD, HERE).await.ok(200);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_that_race_no_more_than_the_limit_learn_anything() {
    let scene = scene().await;
    scene.brute_force(json!({ "max_attempts": 3 })).await;
    let tries = (0..12).map(|_| scene.log_in(ADA, "Not-The-Password-1", HERE));
    let answers = all_at_once(tries).await;
    let told = answers.iter().filter(|answer| answer.status == 403).count();
    let refused = answers.iter().filter(|answer| answer.status == 429).count();
    assert_eq!((told, refused), (3, 9));
    assert_eq!(scene.logged("limit_wc").await, 1);
    blocked(&scene.log_in(ADA, PASSWORD, HERE).await);
}

#[tokio::test]
async fn the_hosted_page_says_it_too() {
    let scene = scene().await;
    scene.brute_force(json!({ "max_attempts": 1 })).await;
    let web = scene.app.web_app().await;
    let mut visitor = Visitor::new(&scene.app);
    let page = visitor.open(&authorize(&web, &[])).await;
    let wrong = visitor
        .submit(
            &page,
            &[("username", ADA), ("password", "Not-The-Password-1")],
        )
        .await;
    wrong.shown(400, "password");
    let closed = visitor
        .submit(&page, &[("username", ADA), ("password", PASSWORD)])
        .await;
    closed.shown(429, "too many wrong passwords");
    scene
        .app
        .remove("/api/v2/user-blocks?identifier=ada%40example.com")
        .await
        .ok(204);
    let done = visitor
        .submit(&page, &[("username", ADA), ("password", PASSWORD)])
        .await;
    assert!(done.elsewhere.is_some());
}

#[tokio::test]
async fn an_address_has_so_many_failures() {
    let scene = scene().await;
    let stage = json!({ "pre-login": { "max_attempts": 3, "rate": 60_000 } });
    scene
        .set("suspicious-ip-throttling", json!({ "stage": stage }))
        .await;
    let address = format!("/api/v2/anomaly/blocks/ips/{HERE}");
    for number in 0..3 {
        assert_eq!(scene.app.read(&address).await.status, 404);
        scene
            .fail(1, &format!("user{number}@example.com"), HERE)
            .await;
    }
    // Right ones don't count, and don't get through either.
    refused(
        &scene.log_in(ADA, PASSWORD, HERE).await,
        429,
        "too_many_attempts",
        SUSPICIOUS,
    );
    scene.log_in(ADA, PASSWORD, THERE).await.ok(200);
    assert_eq!(scene.logged("limit_mu").await, 1);
    scene.app.read(&address).await.ok(200);
    let other = scene.app.other_tenant().await;
    assert_eq!(other.read(&address).await.status, 404);
    // With time there is one more.
    scene.app.advance(60);
    assert_eq!(scene.app.read(&address).await.status, 404);
    scene.fail(1, "user4@example.com", HERE).await;
    refused(
        &scene.log_in(ADA, PASSWORD, HERE).await,
        429,
        "too_many_attempts",
        SUSPICIOUS,
    );
    scene.app.remove(&address).await.ok(204);
    scene.log_in(ADA, PASSWORD, HERE).await.ok(200);
    // Allowed, or only watched.
    scene.fail(3, "user5@example.com", HERE).await;
    scene
        .set("suspicious-ip-throttling", json!({ "allowlist": [HERE] }))
        .await;
    scene.log_in(ADA, PASSWORD, HERE).await.ok(200);
    assert_eq!(scene.app.read(&address).await.status, 404);
    scene
        .set(
            "suspicious-ip-throttling",
            json!({ "allowlist": [], "shields": ["admin_notification"] }),
        )
        .await;
    scene.log_in(ADA, PASSWORD, HERE).await.ok(200);
    for id in ["nonsense", "192.0.2.0%2F24", "1.2.3"] {
        scene
            .app
            .read(&format!("/api/v2/anomaly/blocks/ips/{id}"))
            .await
            .ok(400);
    }
    scene
        .app
        .remove("/api/v2/anomaly/blocks/ips/2001:db8::1")
        .await
        .ok(204);
}

#[tokio::test]
async fn one_user_logs_in_twenty_times_at_once() {
    let scene = scene().await;
    for _ in 0..20 {
        scene.log_in(ADA, PASSWORD, HERE).await.ok(200);
    }
    let text = "You are logging in too often. Wait a minute, then try again.";
    refused(
        &scene.log_in(ADA, PASSWORD, HERE).await,
        429,
        "too_many_logins",
        text,
    );
    assert_eq!(scene.logged("limit_sul").await, 1);
    // From elsewhere, and from this machine itself.
    scene.log_in(ADA, PASSWORD, THERE).await.ok(200);
    for _ in 0..22 {
        scene.log_in(ADA, PASSWORD, "127.0.0.1").await.ok(200);
    }
    // Ten a minute afterwards.
    scene.app.advance(6);
    scene.log_in(ADA, PASSWORD, HERE).await.ok(200);
    assert_eq!(scene.log_in(ADA, PASSWORD, HERE).await.status, 429);
}

#[tokio::test]
async fn what_no_longer_counts_is_swept() {
    let scene = scene().await;
    scene.fail(2, ADA, HERE).await;
    // Entries are written a moment after they happen; one that came between two sweeps would be counted.
    scene.app.platform.journal.flush().await;
    let swept = async || {
        ostia_identity::housekeeping::sweep(&scene.app.platform)
            .await
            .unwrap()
    };
    assert_eq!(swept().await, 0);
    scene.app.advance(2 * 86_400);
    assert_eq!(
        swept().await,
        2,
        "two buckets: of the address, and of the user there"
    );
    scene.app.advance(30 * 86_400);
    assert!(
        swept().await >= 1,
        "the count, and what the log kept of that time"
    );
    assert_eq!(swept().await, 0, "nothing is left of it");
}

#[tokio::test]
async fn a_trusted_application_says_for_whom_it_calls() {
    let scene = scene().await;
    scene.brute_force(json!({ "max_attempts": 2 })).await;
    let log_in = async |password: &str, person: &str| {
        let pairs = [
            ("grant_type", "password"),
            ("client_id", scene.client.id.as_str()),
            ("client_secret", scene.client.secret.as_str()),
            ("username", ADA),
            ("password", password),
        ];
        let request = scene
            .app
            .post("/oauth/token")
            .through(HERE)
            .header("auth0-forwarded-for", person);
        request.form(&pairs).send().await
    };
    // Without trust the application's own address counts.
    wrong(&log_in("Not-The-Password-1", THERE).await);
    wrong(&log_in("Not-The-Password-1", "203.0.113.9").await);
    blocked(&log_in(PASSWORD, THERE).await);
    scene
        .app
        .change_client(
            &scene.client,
            &json!({ "is_token_endpoint_ip_header_trusted": true }),
        )
        .await;
    log_in(PASSWORD, THERE).await.ok(200);
    wrong(&log_in("Not-The-Password-1", THERE).await);
    wrong(&log_in("Not-The-Password-1", THERE).await);
    blocked(&log_in(PASSWORD, THERE).await);
    log_in(PASSWORD, "203.0.113.9").await.ok(200);
    // What is no address says nothing.
    blocked(&log_in(PASSWORD, "nonsense").await);
}
