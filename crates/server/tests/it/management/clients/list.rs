//! `GET /clients`.

use ostia_protocol::auth0::scopes::ManagementScope;
use serde_json::{Value, json};

use super::PATH;
use crate::test_app::TestApp;

/// Five clients beside the admin's, and the global one, which most tests leave out.
async fn with_clients() -> TestApp {
    let app = TestApp::new().await;
    for body in [
        json!({ "name": "a", "app_type": "spa", "token_endpoint_auth_method": "none" }),
        json!({ "name": "b", "app_type": "native" }),
        json!({ "name": "c", "app_type": "regular_web" }),
        json!({ "name": "d", "is_first_party": false }),
        json!({ "name": "e" }),
    ] {
        app.advance(1);
        app.make_client(body).await;
    }
    app
}

fn names(rows: &Value) -> Vec<&str> {
    let rows = rows.as_array().unwrap();
    rows.iter()
        .map(|row| row["name"].as_str().unwrap())
        .collect()
}

async fn list(app: &TestApp, query: &str) -> Value {
    app.read(&format!("{PATH}?is_global=false&{query}"))
        .await
        .ok(200)
}

#[tokio::test]
async fn each_query_has_its_shape() {
    let app = with_clients().await;
    assert_eq!(
        names(&list(&app, "").await),
        ["Admin", "a", "b", "c", "d", "e"]
    );
    assert_eq!(names(&list(&app, "page=1&per_page=2").await), ["b", "c"]);
    let totals = list(&app, "page=2&per_page=2&include_totals=true&fields=name").await;
    assert_eq!(
        totals,
        json!({ "start": 4, "limit": 2, "total": 6, "clients": [{ "name": "d" }, { "name": "e" }] })
    );
    let beyond = list(&app, "page=9&per_page=100&include_totals=true").await;
    assert_eq!(
        beyond,
        json!({ "start": 900, "limit": 100, "total": 6, "clients": [] })
    );
    assert_eq!(list(&app, "page=7").await, json!([]));
    assert_eq!(list(&app, "per_page=0").await, json!([]));
}

#[tokio::test]
async fn checkpoints_lead_through_all_and_win_over_pages() {
    let app = with_clients().await;
    let first = list(&app, "take=4&include_totals=true&per_page=50").await;
    assert_eq!(names(&first["clients"]), ["Admin", "a", "b", "c"]);
    let next = first["next"].as_str().unwrap();
    let second = list(&app, &format!("take=4&from={next}")).await;
    assert_eq!(names(&second["clients"]), ["d", "e"]);
    assert!(second.get("next").is_none());
    app.advance(86_400);
    let late = app.read(&format!("{PATH}?take=4&from={next}")).await;
    assert_eq!(late.status.as_u16(), 400);
}

#[tokio::test]
async fn filters_combine() {
    let app = with_clients().await;
    for (query, expected) in [
        ("is_first_party=false", vec!["d"]),
        ("app_type=spa,native", vec!["a", "b"]),
        ("app_type=spa&is_first_party=true", vec!["a"]),
        ("app_type=toaster", vec![]),
        ("external_client_id=https%3A%2F%2Fa.example", vec![]),
        (
            "is_first_party=true&app_type=non_interactive",
            vec!["Admin"],
        ),
    ] {
        assert_eq!(names(&list(&app, query).await), expected, "{query}");
    }
    let global = app.read(&format!("{PATH}?is_global=true")).await.ok(200);
    assert_eq!(names(&global), ["All Applications"]);
    let filtered = list(&app, "is_first_party=true&include_totals=true&per_page=1").await;
    assert_eq!(
        (filtered["total"].as_u64(), names(&filtered["clients"])),
        (Some(5), vec!["Admin"])
    );
}

#[tokio::test]
async fn grants_of_organizations_can_be_searched() {
    let app = with_clients().await;
    let search = "q=client_grant.organization_id%3Aorg_JC81qAq0i8CjdaxY&take=50";
    assert_eq!(list(&app, search).await, json!({ "clients": [] }));
    let search = "q=client_grant.allow_any_organization%3Atrue";
    assert_eq!(
        list(&app, &format!("{search}&take=50")).await,
        json!({ "clients": [] })
    );
    assert_eq!(
        app.read(&format!("{PATH}?{search}")).await.status.as_u16(),
        400
    );
    assert_eq!(
        app.read(&format!("{PATH}?q=name%3Aa&take=5"))
            .await
            .status
            .as_u16(),
        400
    );
}

#[tokio::test]
async fn wrong_queries_are_refused() {
    let app = TestApp::new().await;
    for (query, message) in [
        (
            "foo=1",
            "Query validation error: 'Additional properties not allowed: foo'.",
        ),
        (
            "per_page=101",
            "Query validation error: 'Value 101 is greater than maximum 100' on property per_page (Number of rows on a page).",
        ),
        (
            "page=x",
            "Query validation error: 'Expected type integer but found type string' on property page (Number of the page, from 0).",
        ),
    ] {
        let response = app.read(&format!("{PATH}?{query}")).await;
        response.refused(400, message, Some("invalid_query_string"));
    }
}

#[tokio::test]
async fn secrets_are_left_out_without_a_word() {
    let app = with_clients().await;
    let token = app.management_token(&[ManagementScope::ReadClients]).await;
    let rows = app.get(PATH).bearer(&token).send().await.ok(200);
    assert!(
        rows.as_array()
            .unwrap()
            .iter()
            .all(|row| row.get("client_secret").is_none())
    );
    let token = app
        .management_token(&[ManagementScope::ReadClientKeys])
        .await;
    let rows = app.get(PATH).bearer(&token).send().await.ok(200);
    assert!(
        rows.as_array()
            .unwrap()
            .iter()
            .all(|row| row["client_secret"].is_string())
    );
    assert_eq!(names(&list(&app.other_tenant().await, "").await), ["Admin"]);
}
