//! Event streams: what their webhooks are told.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use axum::Router;
use axum::http::{Method, StatusCode};
use axum::routing::post;
use ostia_identity::streaming;
use ostia_identity::streaming::events::deliver_due;
use serde_json::{Value, json};
use tokio::sync::Notify;

use crate::log_streaming::Receiver;
use crate::test_app::TestApp;

const PATH: &str = "/api/v2/event-streams";

/// Makes a stream to a webhook. Its path.
pub async fn stream(app: &TestApp, endpoint: &str, kinds: &[&str]) -> String {
    let subscriptions: Vec<Value> = kinds
        .iter()
        .map(|kind| json!({ "event_type": kind }))
        .collect();
    let body = json!({
        "name": "s", "subscriptions": subscriptions,
        "destination": { "type": "webhook", "configuration": {
            "webhook_endpoint": endpoint, "webhook_authorization": { "method": "bearer", "token": "tiber-mouth" },
        } },
    });
    let made = app.write(Method::POST, PATH, &body).await.ok(201);
    format!("{PATH}/{}", made["id"].as_str().unwrap())
}

async fn user(app: &TestApp, email: &str) -> String {
    let body = json!({
        "connection": "Username-Password-Authentication", "email": email, "password": "Correct-Horse-9",
        "app_metadata": { "plan": "gold" },
    });
    let made = app.write(Method::POST, "/api/v2/users", &body).await;
    made.ok(201)["user_id"].as_str().unwrap().to_owned()
}

fn at(id: &str) -> String {
    let id: String = url::form_urlencoded::byte_serialize(id.as_bytes()).collect();
    format!("/api/v2/users/{id}")
}

/// The types and objects of what came.
pub fn told(receiver: &Receiver) -> Vec<(String, Value)> {
    let events = receiver.taken();
    let events = events.iter().map(|(_, body)| {
        let mut event: Value = serde_json::from_str(body).unwrap();
        let kind = event["type"].as_str().unwrap().to_owned();
        (kind, event["data"]["object"].take())
    });
    let mut events: Vec<_> = events.collect();
    events.sort_by(|one, other| one.0.cmp(&other.0));
    events
}

#[tokio::test]
async fn a_users_life_is_told() {
    let app = TestApp::new().await;
    let receiver = Receiver::default();
    let endpoint = receiver.serve(&app);
    let kinds = ["user.created", "user.updated", "user.deleted"];
    stream(&app, &endpoint, &kinds).await;
    let id = user(&app, "ada@example.com").await;
    assert_eq!(deliver_due(&app.platform).await.unwrap(), 1);
    let requests = receiver.taken();
    let (headers, body) = &requests[0];
    assert_eq!(headers["authorization"], "Bearer tiber-mouth");
    assert_eq!(headers["content-type"], "application/json");
    let event: Value = serde_json::from_str(body).unwrap();
    for (name, value) in [
        ("specversion", json!("1.0")),
        ("type", json!("user.created")),
        ("time", json!("2026-01-01T00:00:00.000Z")),
        ("a0tenant", json!("tenant")),
    ] {
        assert_eq!(event[name], value, "{name}");
    }
    assert!(event["id"].as_str().unwrap().starts_with("evt_"));
    assert!(event.get("a0purpose").is_none());
    let object = &event["data"]["object"];
    assert_eq!(
        (&object["user_id"], &object["app_metadata"]["plan"]),
        (&json!(id), &json!("gold"))
    );
    assert!(!body.contains("Correct-Horse"));

    let change = json!({ "given_name": "Ada" });
    app.write(Method::PATCH, &at(&id), &change).await.ok(200);
    // What changes nothing is no event.
    app.write(Method::PATCH, &at(&id), &change).await.ok(200);
    app.remove(&at(&id)).await.ok(204);
    app.remove(&at(&id)).await.ok(204);
    deliver_due(&app.platform).await.unwrap();
    let events = told(&receiver);
    let kinds: Vec<&str> = events.iter().map(|(kind, _)| kind.as_str()).collect();
    assert_eq!(kinds, ["user.deleted", "user.updated"]);
    assert_eq!(events[0].1["deleted_at"], "2026-01-01T00:00:00.000Z");
    assert_eq!(events[1].1["given_name"], "Ada");
    assert_eq!(deliver_due(&app.platform).await.unwrap(), 0);
}

#[tokio::test]
async fn what_organizations_do_is_told() {
    let app = TestApp::new().await;
    let receiver = Receiver::default();
    let endpoint = receiver.serve(&app);
    let kinds = [
        "organization.created",
        "organization.updated",
        "organization.deleted",
        "organization.member.added",
        "organization.member.deleted",
        "organization.member.role.assigned",
        "organization.member.role.deleted",
        "organization.connection.added",
        "organization.connection.updated",
        "organization.connection.removed",
    ];
    stream(&app, &endpoint, &kinds).await;
    let ada = user(&app, "ada@example.com").await;
    let body = json!({ "name": "acme" });
    let made = app
        .write(Method::POST, "/api/v2/organizations", &body)
        .await;
    let acme = made.ok(201)["id"].as_str().unwrap().to_owned();
    let path = format!("/api/v2/organizations/{acme}");
    let role = json!({ "name": "Clerk", "description": "c" });
    let role = app
        .write(Method::POST, "/api/v2/roles", &role)
        .await
        .ok(200);
    let roles = json!({ "roles": [role["id"]] });
    let members = json!({ "members": [ada] });
    let connections = app.read("/api/v2/connections?strategy=auth0").await.ok(200);
    let connection = connections[0]["id"].as_str().unwrap();
    let encoded = at(&ada).replace("/api/v2/users/", "");
    let of_member = format!("{path}/members/{encoded}/roles");
    let enabled = format!("{path}/enabled_connections");
    let one = format!("{enabled}/{connection}");
    for (method, path, body) in [
        (Method::PATCH, &path, json!({ "display_name": "Acme" })),
        (Method::POST, &format!("{path}/members"), members.clone()),
        (Method::POST, &of_member, roles.clone()),
        (Method::DELETE, &of_member, roles),
        (
            Method::POST,
            &enabled,
            json!({ "connection_id": connection }),
        ),
        (
            Method::PATCH,
            &one,
            json!({ "assign_membership_on_login": true }),
        ),
        (Method::DELETE, &one, json!({})),
        (Method::DELETE, &format!("{path}/members"), members),
        (Method::DELETE, &path, json!({})),
    ] {
        let done = app.write(method.clone(), path, &body).await;
        assert!(done.status.is_success(), "{method} {path}: {}", done.text);
    }
    deliver_due(&app.platform).await.unwrap();
    let events = told(&receiver);
    let mut expected = kinds.map(str::to_owned);
    expected.sort();
    let came: Vec<String> = events.iter().map(|(kind, _)| kind.clone()).collect();
    assert_eq!(came, expected);
    for (kind, object) in &events {
        let organization = if kind.matches('.').count() == 1 {
            &object["id"]
        } else {
            &object["organization"]["id"]
        };
        assert_eq!(organization, &json!(acme), "{kind}: {object}");
    }
}

#[tokio::test]
async fn nobody_hears_of_what_they_did_not_ask_for() {
    let app = TestApp::new().await;
    let other = app.other_tenant().await;
    let receiver = Receiver::default();
    let endpoint = receiver.serve(&app);
    let path = stream(&app, &endpoint, &["user.deleted"]).await;
    user(&app, "ada@example.com").await;
    let theirs = user(&other, "eve@example.com").await;
    other.remove(&at(&theirs)).await.ok(204);
    assert_eq!(deliver_due(&app.platform).await.unwrap(), 0);
    let off = json!({ "status": "disabled", "subscriptions": [{ "event_type": "user.created" }] });
    app.write(Method::PATCH, &path, &off).await.ok(200);
    user(&app, "bob@example.com").await;
    assert_eq!(deliver_due(&app.platform).await.unwrap(), 0);
    app.write(Method::PATCH, &path, &json!({ "status": "enabled" }))
        .await
        .ok(200);
    user(&app, "cat@example.com").await;
    assert_eq!(deliver_due(&app.platform).await.unwrap(), 1);
    assert_eq!(told(&receiver)[0].1["email"], "cat@example.com");
}

#[tokio::test]
async fn what_does_not_arrive_is_kept_and_sent_again() {
    let app = TestApp::new().await;
    let receiver = Receiver::default();
    let endpoint = receiver.serve(&app);
    let path = stream(&app, &endpoint, &["user.created"]).await;
    let deliveries = format!("{path}/deliveries");
    receiver.breaks(true);
    user(&app, "ada@example.com").await;
    for _ in 0..4 {
        assert_eq!(deliver_due(&app.platform).await.unwrap(), 0);
        app.advance(301);
    }
    let failed = app.read(&deliveries).await.ok(200);
    assert_eq!(failed.as_array().unwrap().len(), 1);
    let event = failed[0]["id"].as_str().unwrap();
    assert_eq!(
        (&failed[0]["status"], &failed[0]["event_type"]),
        (&json!("failed"), &json!("user.created"))
    );
    assert_eq!(failed[0]["attempts"].as_array().unwrap().len(), 4);
    let reason = &failed[0]["attempts"][0]["error_message"];
    assert_eq!(reason, "The receiver answered 502.");
    let one = format!("{deliveries}/{event}");
    assert_eq!(app.read(&one).await.ok(200), failed[0]);
    for (query, count) in [
        ("event_types=user.created&statuses=failed", 1),
        ("event_types=user.deleted", 0),
        ("date_from=2026-01-01T00:00:01Z", 0),
        ("date_to=2026-01-02T00:00:00Z&take=1", 1),
        (format!("from={event}").as_str(), 0),
    ] {
        let found = app.read(&format!("{deliveries}?{query}")).await.ok(200);
        assert_eq!(found.as_array().unwrap().len(), count, "{query}");
    }
    app.read(&format!("{deliveries}?date_from=yesterday"))
        .await
        .ok(400);
    app.other_tenant().await.read(&deliveries).await.ok(404);

    receiver.breaks(false);
    let again = format!("{path}/redeliver/{event}");
    app.write(Method::POST, &again, &json!({})).await.ok(202);
    app.write(Method::POST, &again, &json!({})).await.refused(
        409,
        "The event is not in a state that allows redelivery.",
        None,
    );
    assert_eq!(deliver_due(&app.platform).await.unwrap(), 1);
    assert_eq!(told(&receiver)[0].1["email"], "ada@example.com");
    assert_eq!(app.read(&deliveries).await.ok(200), json!([]));
    app.read(&one)
        .await
        .refused(404, "The requested delivery does not exist.", None);
    app.write(Method::POST, &again, &json!({})).await.ok(404);
}

#[tokio::test]
async fn many_are_sent_again_at_once() {
    let app = TestApp::new().await;
    let receiver = Receiver::default();
    let endpoint = receiver.serve(&app);
    let path = stream(&app, &endpoint, &["user.created", "user.updated"]).await;
    receiver.breaks(true);
    let ada = user(&app, "ada@example.com").await;
    app.write(Method::PATCH, &at(&ada), &json!({ "name": "Ada" }))
        .await
        .ok(200);
    for _ in 0..4 {
        deliver_due(&app.platform).await.unwrap();
        app.advance(301);
    }
    receiver.breaks(false);
    let again = format!("{path}/redeliver");
    for (body, count) in [
        (json!({ "event_types": ["user.deleted"] }), 0),
        (json!({ "date_from": "2026-02-01T00:00:00Z" }), 0),
        (json!({ "event_types": ["user.updated"] }), 1),
        (json!({}), 1),
        (json!({}), 0),
    ] {
        app.write(Method::POST, &again, &body).await.ok(202);
        assert_eq!(deliver_due(&app.platform).await.unwrap(), count, "{body}");
    }
    let nonsense = json!({ "event_types": ["user.eaten"] });
    app.write(Method::POST, &again, &nonsense).await.ok(400);
}

#[tokio::test]
async fn a_test_event_is_sent_whoever_subscribed() {
    let app = TestApp::new().await;
    let receiver = Receiver::default();
    let endpoint = receiver.serve(&app);
    let path = stream(&app, &endpoint, &["user.created"]).await;
    let test = format!("{path}/test");
    let body =
        json!({ "event_type": "organization.created", "data": { "object": { "id": "org_1" } } });
    let submitted = app.write(Method::POST, &test, &body).await.ok(202);
    assert_eq!(submitted["event_type"], "organization.created");
    assert_eq!(submitted["attempts"], json!([]));
    assert_eq!(
        (&submitted["status"], &submitted["event"]["data"]),
        (&json!("pending"), &body["data"])
    );
    let id = submitted["id"].as_str().unwrap();
    let nothing_yet = app.read(&format!("{path}/deliveries/{id}")).await;
    nothing_yet.refused(404, "The requested delivery does not exist.", None);
    assert_eq!(deliver_due(&app.platform).await.unwrap(), 1);
    let requests = receiver.taken();
    let event: Value = serde_json::from_str(&requests[0].1).unwrap();
    assert_eq!(
        (&event["a0purpose"], &event["data"]),
        (&json!("test"), &body["data"])
    );
    app.write(Method::POST, &test, &json!({ "event_type": "user.eaten" }))
        .await
        .ok(400);
    for kind in ["user.deleted", "organization.member.role.assigned"] {
        let sample = json!({ "event_type": kind });
        app.write(Method::POST, &test, &sample).await.ok(202);
        deliver_due(&app.platform).await.unwrap();
        let events = told(&receiver);
        assert_eq!((events.len(), events[0].0.as_str()), (1, kind));
        assert!(!events[0].1.as_object().unwrap().is_empty());
    }
    app.remove(&path).await.ok(204);
    app.write(Method::POST, &test, &body).await.ok(404);
}

#[tokio::test]
async fn linking_and_confirming_are_told() {
    let app = TestApp::new().await;
    let receiver = Receiver::default();
    let endpoint = receiver.serve(&app);
    let kinds = ["user.created", "user.updated", "user.deleted"];
    stream(&app, &endpoint, &kinds).await;
    let ada = user(&app, "ada@example.com").await;
    let other = user(&app, "countess@example.com").await;
    deliver_due(&app.platform).await.unwrap();
    receiver.taken();
    let (_, number) = other.split_once('|').unwrap();
    let identities = format!("{}/identities", at(&ada));
    let link = json!({ "provider": "auth0", "user_id": number });
    app.write(Method::POST, &identities, &link).await.ok(201);
    deliver_due(&app.platform).await.unwrap();
    let events = told(&receiver);
    assert_eq!(
        (events[0].0.as_str(), &events[0].1["user_id"]),
        ("user.deleted", &json!(other))
    );
    assert_eq!(
        (events[1].0.as_str(), &events[1].1["user_id"]),
        ("user.updated", &json!(ada))
    );
    assert_eq!(events[1].1["identities"].as_array().unwrap().len(), 2);
    app.remove(&format!("{identities}/auth0/{number}"))
        .await
        .ok(200);
    deliver_due(&app.platform).await.unwrap();
    let events = told(&receiver);
    assert_eq!(
        (events[0].0.as_str(), &events[0].1["user_id"]),
        ("user.created", &json!(other))
    );
    assert_eq!(events[1].1["identities"].as_array().unwrap().len(), 1);
}

/// Keeps everybody waiting until it is told not to.
#[derive(Clone, Default)]
struct Sluggard {
    is_awake: Arc<AtomicBool>,
    called: Arc<Notify>,
}

impl Sluggard {
    fn serve(&self, app: &TestApp) -> String {
        let sluggard = self.clone();
        let take = async move || {
            sluggard.called.notify_one();
            if !sluggard.is_awake.load(Ordering::SeqCst) {
                std::future::pending::<()>().await;
            }
            StatusCode::NO_CONTENT
        };
        app.served(Router::new().route("/", post(take)))
    }
}

#[tokio::test]
async fn what_a_dying_process_was_sending_is_sent_by_the_next() {
    let app = TestApp::new().await;
    let sluggard = Sluggard::default();
    let endpoint = sluggard.serve(&app);
    stream(&app, &endpoint, &["user.created"]).await;
    user(&app, "ada@example.com").await;
    let platform = app.platform.clone();
    let dying = tokio::spawn(async move { deliver_due(&platform).await });
    sluggard.called.notified().await;
    dying.abort();
    assert!(dying.await.unwrap_err().is_cancelled());
    sluggard.is_awake.store(true, Ordering::SeqCst);
    // Its lease is not over.
    assert_eq!(deliver_due(&app.platform).await.unwrap(), 0);
    app.advance(61);
    assert_eq!(deliver_due(&app.platform).await.unwrap(), 1);
    app.advance(61);
    assert_eq!(deliver_due(&app.platform).await.unwrap(), 0);
}

#[tokio::test]
async fn a_slow_receiver_keeps_no_other_tenant_waiting() {
    let app = TestApp::new().await;
    let other = app.other_tenant().await;
    let (slow, quick) = (Sluggard::default(), Sluggard::default());
    quick.is_awake.store(true, Ordering::SeqCst);
    for (app, receiver) in [(&app, &slow), (&other, &quick)] {
        let endpoint = receiver.serve(app);
        stream(app, &endpoint, &["user.created"]).await;
        user(app, "ada@example.com").await;
    }
    let platform = app.platform.clone();
    let sending = tokio::spawn(async move { deliver_due(&platform).await });
    slow.called.notified().await;
    quick.called.notified().await;
    assert!(!sending.is_finished());
    sending.abort();
}

#[tokio::test]
async fn the_sender_is_woken() {
    let app = TestApp::new().await;
    let receiver = Receiver::default();
    let endpoint = receiver.serve(&app);
    let path = stream(&app, &endpoint, &["user.created"]).await;
    let sending = tokio::spawn(streaming::run(app.platform.clone()));
    // It has looked, found nothing, and would look again in five seconds.
    tokio::time::sleep(Duration::from_millis(300)).await;
    user(&app, "ada@example.com").await;
    arrives(&receiver, "ada@example.com").await;

    // What is sent again on demand doesn't wait either.
    receiver.breaks(true);
    user(&app, "bob@example.com").await;
    let deliveries = format!("{path}/deliveries");
    let failed = loop {
        app.advance(301);
        app.platform.events.ring();
        tokio::time::sleep(Duration::from_millis(100)).await;
        let failed = app.read(&deliveries).await.ok(200);
        if failed[0]["status"] == "failed" {
            break failed;
        }
    };
    receiver.breaks(false);
    tokio::time::sleep(Duration::from_millis(300)).await;
    let again = format!("{path}/redeliver/{}", failed[0]["id"].as_str().unwrap());
    app.write(Method::POST, &again, &json!({})).await.ok(202);
    arrives(&receiver, "bob@example.com").await;
    sending.abort();
}

/// Well before anybody looks by themselves.
async fn arrives(receiver: &Receiver, email: &str) {
    let begun = Instant::now();
    loop {
        let events = told(receiver);
        if let Some((_, object)) = events.first() {
            assert_eq!(object["email"], email);
            return;
        }
        assert!(begun.elapsed() < Duration::from_secs(3), "nobody rang");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test]
async fn who_goes_with_a_connection_is_told_of() {
    let app = TestApp::new().await;
    let receiver = Receiver::default();
    let endpoint = receiver.serve(&app);
    stream(&app, &endpoint, &["user.deleted", "user.updated"]).await;
    let body = json!({ "name": "branch", "strategy": "auth0" });
    let made = app.write(Method::POST, "/api/v2/connections", &body).await;
    let branch = made.ok(201)["id"].as_str().unwrap().to_owned();
    let at_branch = async |email: &str| {
        let body = json!({ "connection": "branch", "email": email, "password": "Correct-Horse-9" });
        let made = app.write(Method::POST, "/api/v2/users", &body).await;
        made.ok(201)["user_id"].as_str().unwrap().to_owned()
    };
    let gone = at_branch("ada@example.com").await;
    let linked = at_branch("bob@example.com").await;
    let stays = user(&app, "bob@example.org").await;
    let identity = json!({ "provider": "auth0", "user_id": linked.trim_start_matches("auth0|") });
    let path = format!("{}/identities", at(&stays));
    app.write(Method::POST, &path, &identity).await.ok(201);
    while deliver_due(&app.platform).await.unwrap() > 0 {}
    told(&receiver);

    let path = format!("/api/v2/connections/{branch}");
    app.write(Method::DELETE, &path, &json!({})).await.ok(202);
    while deliver_due(&app.platform).await.unwrap() > 0 {}
    let events = told(&receiver);
    let about: Vec<(&str, &Value)> = events
        .iter()
        .map(|(kind, object)| (kind.as_str(), &object["user_id"]))
        .collect();
    let expected = [
        ("user.deleted", &json!(gone)),
        ("user.updated", &json!(stays)),
    ];
    assert_eq!(about, expected);
    let identities = events[1].1["identities"].as_array().unwrap();
    assert_eq!(identities.len(), 1, "{identities:?}");
}
