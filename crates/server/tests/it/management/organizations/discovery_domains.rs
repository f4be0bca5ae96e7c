//! Domains of an organization.

use axum::http::Method;
use serde_json::json;

use super::{PATH, all_rows};
use crate::test_app::TestApp;

const UNKNOWN: &str = "No organization domain found by that id";

#[tokio::test]
async fn answers_as_recorded() {
    let app = TestApp::new().await;
    let organization = app.organization("acme").await;
    let path = format!("{PATH}/{organization}/discovery-domains");
    let nothing = app.read(&format!("{path}?take=100")).await.ok(200);
    assert_eq!(nothing, json!({ "domains": [] }));
    let body = json!({ "domain": "Domain1.example.com", "status": "pending" });
    let added = app.write(Method::POST, &path, &body).await.ok(201);
    let (id, txt) = (
        added["id"].as_str().unwrap(),
        added["verification_txt"].as_str().unwrap(),
    );
    assert!(id.starts_with("ord_") && id.len() == 26, "{id}");
    assert_eq!(txt.len(), 32);
    let mut expected = json!({
        "id": id, "domain": "domain1.example.com", "status": "pending",
        "verification_host": format!("_ss-verification.{organization}.domain1.example.com"),
        "verification_txt": txt, "use_for_organization_discovery": true,
    });
    assert_eq!(added, expected);
    let one = format!("{path}/{id}");
    assert_eq!(app.read(&one).await.ok(200), expected);
    let by_name = app.read(&format!("{path}/name/DOMAIN1.example.com")).await;
    assert_eq!(by_name.ok(200), expected);
    let change = json!({ "status": "verified", "use_for_organization_discovery": false });
    let changed = app.write(Method::PATCH, &one, &change).await.ok(200);
    expected["status"] = json!("verified");
    expected["use_for_organization_discovery"] = json!(false);
    assert_eq!(changed, expected);
    assert_eq!(
        app.read(&path).await.ok(200),
        json!({ "domains": [expected] })
    );
    app.write(Method::POST, &path, &body).await.refused(
        409,
        "An organization discovery domain with this domain is already registered to this organization.",
        None,
    );
    app.remove(&one).await.ok(204);
    for response in [
        app.read(&one).await,
        app.remove(&one).await,
        app.write(Method::PATCH, &one, &change).await,
        app.read(&format!("{path}/name/domain1.example.com")).await,
    ] {
        response.refused(404, UNKNOWN, None);
    }
}

#[tokio::test]
async fn pages_and_refuses() {
    let app = TestApp::new().await;
    let organization = app.organization("acme").await;
    let path = format!("{PATH}/{organization}/discovery-domains");
    let mut ids = Vec::new();
    for number in 0..5 {
        let body = json!({ "domain": format!("d{number}.example"), "status": "verified" });
        let added = app.write(Method::POST, &path, &body).await.ok(201);
        ids.push(added["id"].clone());
        app.advance(1);
    }
    let rows = all_rows(&app, &path, "domains").await;
    let seen: Vec<_> = rows.iter().map(|row| row["id"].clone()).collect();
    assert_eq!(seen, ids);
    for body in [
        json!({}),
        json!({ "domain": "a" }),
        json!({ "domain": "a b.example" }),
        json!({ "domain": "-a.example" }),
        json!({ "domain": "a.example", "status": "maybe" }),
        json!({ "domain": "a.example", "id": "ord_1" }),
    ] {
        app.write(Method::POST, &path, &body).await.ok(400);
    }
    app.read(&format!("{path}?take=0")).await.ok(400);
    // A domain can be several organizations': whoever proves it first is found by it.
    let other = app.organization("beta").await;
    let body = json!({ "domain": "d0.example" });
    app.write(
        Method::POST,
        &format!("{PATH}/{other}/discovery-domains"),
        &body,
    )
    .await
    .ok(201);
}
