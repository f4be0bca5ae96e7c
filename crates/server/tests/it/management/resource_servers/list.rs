//! `GET /resource-servers`.

use serde_json::{Value, json};

use super::PATH;
use crate::test_app::TestApp;

/// Five APIs beside the Management API.
async fn five(app: &TestApp) {
    app.advance(1);
    for number in 0..5 {
        app.add_api(&json!({ "identifier": format!("urn:{number}") }))
            .await;
        // Two of one moment, to see that ids decide.
        if number != 2 {
            app.advance(1);
        }
    }
}

fn identifiers(rows: &Value) -> Vec<&str> {
    rows.as_array()
        .unwrap()
        .iter()
        .map(|row| row["identifier"].as_str().unwrap())
        .collect()
}

#[tokio::test]
async fn every_shape() {
    let app = TestApp::new().await;
    five(&app).await;
    assert_eq!(app.read(PATH).await.ok(200).as_array().unwrap().len(), 6);
    let slice = app.read(&format!("{PATH}?page=1&per_page=2")).await.ok(200);
    assert_eq!(slice.as_array().unwrap().len(), 2);
    let totals = app
        .read(&format!("{PATH}?page=0&per_page=100&include_totals=true"))
        .await
        .ok(200);
    assert_eq!(
        (&totals["start"], &totals["limit"], &totals["total"]),
        (&json!(0), &json!(100), &json!(6))
    );
    assert!(totals.get("length").is_none());
    assert_eq!(totals["resource_servers"].as_array().unwrap().len(), 6);
    let beyond = app
        .read(&format!("{PATH}?page=3&per_page=2&include_totals=true"))
        .await
        .ok(200);
    assert_eq!(
        beyond,
        json!({ "start": 6, "limit": 2, "total": 6, "resource_servers": [] })
    );
    let far = app
        .read(&format!("{PATH}?page=4294967295&per_page=100"))
        .await
        .ok(200);
    assert_eq!(far, json!([]));
}

#[tokio::test]
async fn checkpoints_walk_through_all_of_it_once() {
    let app = TestApp::new().await;
    five(&app).await;
    let mut seen: Vec<String> = Vec::new();
    let mut query = "take=2&per_page=50&include_totals=true".to_owned();
    loop {
        let page = app.read(&format!("{PATH}?{query}")).await.ok(200);
        seen.extend(
            identifiers(&page["resource_servers"])
                .into_iter()
                .map(str::to_owned),
        );
        match page.get("next") {
            Some(next) => query = format!("take=2&from={}", next.as_str().unwrap()),
            None => break,
        }
    }
    assert_eq!(seen.remove(0), "https://tenant.test/api/v2/");
    seen.sort();
    assert_eq!(seen, ["urn:0", "urn:1", "urn:2", "urn:3", "urn:4"]);
    app.read(&format!("{PATH}?from=forged&take=2")).await.refused(
        400,
        "The checkpoint ID provided in the 'from' parameter has expired or is invalid, please remove the checkpoint ID \
         and try again",
        Some("invalid_query_string"),
    );
}

#[tokio::test]
async fn by_identifiers_as_recorded() {
    let app = TestApp::new().await;
    five(&app).await;
    let query = "fields=identifier&identifiers=urn%3A1&identifiers=urn%3A4&identifiers=urn%3Anone&include_fields=true\
                 &include_totals=true&per_page=50";
    let found = app.read(&format!("{PATH}?{query}")).await.ok(200);
    assert_eq!(
        found,
        json!({
            "start": 0, "limit": 50, "total": 2,
            "resource_servers": [{ "identifier": "urn:1" }, { "identifier": "urn:4" }]
        })
    );
    let one = app
        .read(&format!("{PATH}?identifiers=urn%3A3"))
        .await
        .ok(200);
    assert_eq!(identifiers(&one), ["urn:3"]);
    let eleven = "identifiers=a&".repeat(11);
    app.read(&format!("{PATH}?{eleven}")).await.ok(400);
}

#[tokio::test]
async fn the_management_api_is_listed_as_recorded() {
    let app = TestApp::new().await;
    let id = app.management_api().await;
    let list = app
        .read(&format!("{PATH}?page=0&per_page=100&include_totals=true"))
        .await
        .ok(200);
    let mut api = list["resource_servers"][0].clone();
    let scopes = api.as_object_mut().unwrap().remove("scopes").unwrap();
    assert!(
        scopes
            .as_array()
            .unwrap()
            .iter()
            .any(|scope| scope["value"] == "read:client_grants")
    );
    assert_eq!(
        api,
        json!({
            "id": id, "name": "Auth0 Management API", "identifier": "https://tenant.test/api/v2/",
            "allow_offline_access": false, "skip_consent_for_verifiable_first_party_clients": true,
            "subject_type_authorization": {
                "client": { "policy": "require_client_grant" }, "user": { "policy": "allow_all" }
            },
            "token_lifetime": 86_400, "token_lifetime_for_web": 7_200, "signing_alg": "RS256", "is_system": true
        })
    );
}
