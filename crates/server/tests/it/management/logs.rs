//! `/api/v2/logs`, `/users/{id}/logs` and `/stats`.

use ostia_identity::logs::{Entry, Event};
use serde_json::{Value, json};

use super::roles::in_path;
use crate::test_app::TestApp;

const PATH: &str = "/api/v2/logs";

impl TestApp {
    /// Writes an entry about a user.
    pub async fn add_log(&self, event: Event, user: &str) {
        Entry::new(event)
            .member("user_id", user)
            .record(&self.context());
        self.platform.journal.flush().await;
    }
}

/// Five entries, a minute apart. The last has settled.
async fn five() -> TestApp {
    let app = TestApp::new().await;
    for (event, user) in [
        (Event::SignupSucceeded, "auth0|ada"),
        (Event::LoginSucceeded, "auth0|ada"),
        (Event::LoginFailed, ""),
        (Event::LoginSucceeded, "auth0|bob"),
        (Event::LogoutSucceeded, "auth0|ada"),
    ] {
        app.add_log(event, user).await;
        app.advance(60);
    }
    app
}

fn types(list: &Value) -> Vec<&str> {
    let rows = list.as_array().unwrap().iter();
    rows.map(|entry| entry["type"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn an_entry_in_full() {
    let app = five().await;
    let list = app.read(&format!("{PATH}?per_page=1")).await.ok(200);
    let id = list[0]["log_id"].as_str().unwrap();
    assert_eq!(id.len(), 56);
    let entry = app.read(&format!("{PATH}/{id}")).await.ok(200);
    assert_eq!(entry, list[0]);
    assert_eq!(
        (&entry["_id"], &entry["date"], &entry["type"]),
        (
            &json!(id),
            &json!("2026-01-01T00:04:00.000Z"),
            &json!("slo")
        )
    );
    for name in [
        "connection",
        "organization_name",
        "client_name",
        "audience",
        "location_info",
    ] {
        assert_eq!(entry.get(name), Some(&Value::Null), "{name}");
    }
    let other = app.other_tenant().await;
    other
        .read(&format!("{PATH}/{id}"))
        .await
        .refused(404, "The log does not exist.", None);
}

#[tokio::test]
async fn a_refusal_that_is_read_is_explained() {
    let app = five().await;
    Entry::new(Event::LoginFailedWrongPassword)
        .description("Wrong email or password.")
        .record(&app.context());
    app.platform.journal.flush().await;
    let list = app.read(&format!("{PATH}?per_page=2")).await.ok(200);
    let read = async |place: usize| {
        let id = list[place]["log_id"].as_str().unwrap();
        app.read(&format!("{PATH}/{id}")).await.ok(200)
    };
    let refused = read(0).await;
    assert_eq!(
        refused["details"]["explanation"],
        json!({
            "rule": "The account exists and its password is another.",
            "setting": "",
            "remedy": "Nothing, if it was a slip. `ostia user set-password` gives the account a new one.",
        })
    );
    assert_eq!(list[0]["details"].get("explanation"), None);
    assert_eq!(read(1).await, list[1]);
}

#[tokio::test]
async fn numbered_pages() {
    let app = five().await;
    let newest = ["slo", "s", "f", "s", "ss"];
    assert_eq!(types(&app.read(PATH).await.ok(200)), newest);
    let page = app
        .read(&format!("{PATH}?page=1&per_page=2&sort=date:1"))
        .await
        .ok(200);
    assert_eq!(types(&page), ["f", "s"]);
    let totals = app
        .read(&format!("{PATH}?include_totals=true&page=2&per_page=2"))
        .await
        .ok(200);
    let mut rest = totals.clone();
    assert_eq!(types(&rest["logs"].take()), ["ss"]);
    assert_eq!(
        rest,
        json!({ "start": 4, "limit": 2, "length": 1, "total": 5, "logs": null })
    );
    let only = app
        .read(&format!("{PATH}?fields=type,log_id&per_page=1"))
        .await
        .ok(200);
    assert_eq!(only[0].as_object().unwrap().len(), 2);
    let without = app
        .read(&format!(
            "{PATH}?fields=type&include_fields=false&per_page=1"
        ))
        .await
        .ok(200);
    assert!(without[0].get("type").is_none() && without[0].get("date").is_some());
    assert_eq!(app.read(&format!("{PATH}?page=9")).await.ok(200), json!([]));
    for query in [
        "per_page=101",
        "page=10&per_page=100",
        "sort=colour:1",
        "fields=colour",
        "colour=red",
    ] {
        app.read(&format!("{PATH}?{query}")).await.ok(400);
    }
    app.read(&format!("{PATH}?q=")).await.ok(200);
    let other = app.other_tenant().await;
    assert_eq!(other.read(PATH).await.ok(200), json!([]));
}

fn encoded(q: &str) -> String {
    url::form_urlencoded::byte_serialize(q.as_bytes()).collect()
}

#[tokio::test]
async fn searching() {
    let app = five().await;
    Entry::new(Event::LoginFailedWrongPassword)
        .description("Wrong email or password.")
        .member("user_name", "Ada@example.com")
        .member("client_name", "Shop")
        .member("connection", "users")
        .record(&app.context());
    app.platform.journal.flush().await;
    let newest = app.read(&format!("{PATH}?per_page=1")).await.ok(200);
    let id = newest[0]["log_id"].as_str().unwrap();
    for (q, expected) in [
        ("*", &["fp", "slo", "s", "f", "s", "ss"][..]),
        ("type:s", &["s", "s"]),
        ("type:(s OR ss)", &["s", "s", "ss"]),
        ("type:s AND user_id:\"auth0|bob\"", &["s"]),
        ("user_id:auth0*", &["slo", "s", "s", "ss"]),
        ("NOT _exists_:user_id", &["fp", "f"]),
        (
            "date:[2026-01-01T00:01:00Z TO 2026-01-01T00:03:00Z}",
            &["f", "s"],
        ),
        ("date:[2026 TO *]", &["fp", "slo", "s", "f", "s", "ss"]),
        ("date:[* TO 2025]", &[]),
        (&format!("log_id:{id}"), &["fp"]),
        // Older than an entry: how the dashboard goes past the newest thousand.
        (
            &format!("log_id:{{* TO \"{id}\"}}"),
            &["slo", "s", "f", "s", "ss"],
        ),
        ("description:\"Wrong email or password.\"", &["fp"]),
        // Fields are not split into words, and capitals matter.
        ("description:Wrong", &[]),
        ("description:Wrong*", &["fp"]),
        ("description:*email*", &["fp"]),
        ("user_name:ada@example.com", &[]),
        ("client_name:Shop AND connection:users", &["fp"]),
        ("Shop", &["fp"]),
        ("slo", &["slo"]),
        ("auth0*", &[]),
        ("-type:s -type:ss", &["fp", "slo", "f"]),
        ("description:\"x' OR '1'='1\"", &[]),
    ] {
        let list = app
            .read(&format!("{PATH}?include_totals=true&q={}", encoded(q)))
            .await
            .ok(200);
        assert_eq!(types(&list["logs"]), expected, "{q}");
        assert_eq!(list["total"], json!(expected.len()), "{q}");
    }
    let older = app
        .read(&format!("{PATH}?search={}", encoded("type:slo")))
        .await
        .ok(200);
    assert_eq!(types(&older), ["slo"]);
    let sorted = app
        .read(&format!("{PATH}?sort=type:1&per_page=3"))
        .await
        .ok(200);
    assert_eq!(types(&sorted), ["f", "fp", "s"]);
    for (q, message) in [
        ("user_email:a", "unknown field \"user_email\""),
        ("type:(s", "a parenthesis that is not closed (character 6)"),
    ] {
        app.read(&format!("{PATH}?q={}", encoded(q))).await.refused(
            400,
            &format!("The search query string has an error: {message}"),
            Some("invalid_query_string"),
        );
    }
    let other = app.other_tenant().await;
    assert_eq!(
        other.read(&format!("{PATH}?q=type%3As")).await.ok(200),
        json!([])
    );
}

#[tokio::test]
async fn entries_lead_to_each_other() {
    let app = five().await;
    let first = app
        .read(&format!("{PATH}?take=2&include_totals=true"))
        .await;
    let list = first.ok(200);
    assert_eq!(types(&list), ["ss", "s"]);
    let last = list[1]["log_id"].as_str().unwrap();
    let link = format!("<https://tenant.test/api/v2/logs?from={last}&take=2>; rel=\"next\"");
    assert_eq!(first.header("link"), link);
    let rest = app
        .read(&format!("{PATH}?from={last}&take=100&page=7&q=ignored"))
        .await
        .ok(200);
    assert_eq!(types(&rest), ["f", "s", "slo"]);
    let last = rest[2]["log_id"].as_str().unwrap();
    let path = format!("{PATH}?from={last}&take=100");
    let nothing = app.read(&path).await;
    assert_eq!(nothing.ok(200), json!([]));
    assert_eq!(
        nothing.header("link"),
        format!("<https://tenant.test{path}>; rel=\"next\"")
    );
    app.add_log(Event::LoginSucceeded, "auth0|ada").await;
    assert_eq!(app.read(&path).await.ok(200), json!([]), "not yet settled");
    app.advance(5);
    assert_eq!(types(&app.read(&path).await.ok(200)), ["s"]);
}

#[tokio::test]
async fn what_concerns_a_user() {
    let app = five().await;
    let path = format!("/api/v2/users/{}/logs", in_path("auth0|ada"));
    assert_eq!(types(&app.read(&path).await.ok(200)), ["slo", "s", "ss"]);
    let totals = app
        .read(&format!(
            "{path}?include_totals=true&per_page=1&page=1&sort=date:1"
        ))
        .await
        .ok(200);
    assert_eq!(
        (&totals["total"], &totals["length"], types(&totals["logs"])),
        (&json!(3), &json!(1), vec!["s"])
    );
    let nobody = "/api/v2/users/auth0%7Cnobody/logs";
    assert_eq!(app.read(nobody).await.ok(200), json!([]));
    let other = app.other_tenant().await;
    assert_eq!(other.read(&path).await.ok(200), json!([]));
    app.read("/api/v2/users/nobody/logs").await.ok(400);
}

#[tokio::test]
async fn active_users_are_counted_once() {
    const DAY: u64 = 86_400;
    let app = TestApp::new().await;
    let count = async || app.read("/api/v2/stats/active-users").await.ok(200);
    assert_eq!(count().await, json!(0));
    for user in ["auth0|ada", "auth0|bob", "auth0|ada"] {
        app.add_log(Event::LoginSucceeded, user).await;
    }
    app.add_log(Event::LoginFailed, "auth0|eve").await;
    app.other_tenant()
        .await
        .add_log(Event::LoginSucceeded, "auth0|foreign")
        .await;
    assert_eq!(count().await, json!(2));
    app.advance(29 * DAY);
    app.add_log(Event::PasswordExchangeSucceeded, "auth0|ada")
        .await;
    app.add_log(Event::SilentAuthenticationSucceeded, "auth0|cleo")
        .await;
    app.advance(2 * DAY);
    assert_eq!(count().await, json!(2));
}

#[tokio::test]
async fn days_add_up() {
    let app = TestApp::new().await;
    let path = "/api/v2/stats/daily";
    app.add_log(Event::SignupSucceeded, "auth0|ada").await;
    app.advance(3_600);
    app.add_log(Event::LoginSucceeded, "auth0|ada").await;
    app.add_log(Event::LoginFailed, "auth0|ada").await;
    app.advance(2 * 86_400);
    app.add_log(Event::PasswordExchangeSucceeded, "auth0|ada")
        .await;
    let first = json!({
        "date": "2026-01-01T00:00:00.000Z", "logins": 1, "signups": 1, "leaked_passwords": 0,
        "created_at": "2026-01-01T00:00:00.000Z", "updated_at": "2026-01-01T01:00:00.000Z",
    });
    let last = json!({
        "date": "2026-01-03T00:00:00.000Z", "logins": 1, "signups": 0, "leaked_passwords": 0,
        "created_at": "2026-01-03T01:00:00.000Z", "updated_at": "2026-01-03T01:00:00.000Z",
    });
    assert_eq!(app.read(path).await.ok(200), json!([first, last]));
    for (query, expected) in [
        ("from=20260101&to=20260101", json!([first])),
        ("from=20260102", json!([last])),
        ("to=20260102", json!([first])),
        ("from=20260104&to=20260110", json!([])),
    ] {
        let days = app.read(&format!("{path}?{query}")).await.ok(200);
        assert_eq!(days, expected, "{query}");
    }
    for query in ["from=2026-01-01", "to=20260231", "day=1"] {
        app.read(&format!("{path}?{query}")).await.ok(400);
    }
    let other = app.other_tenant().await;
    assert_eq!(other.read(path).await.ok(200), json!([]));
}
