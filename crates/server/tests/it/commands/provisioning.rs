//! Making tenants complete, and the samples of a development tenant.

use ostia_identity::context::{Context, Origin};
use ostia_identity::provisioning::{self, FirstKeys, Samples};
use ostia_identity::tenants;
use ostia_identity::users;
use ostia_protocol::auth0::ids::TenantId;
use serde_json::{Value, json};

use crate::test_app::TestApp;

/// As the administration client, through the front door.
async fn clients(app: &TestApp) -> Vec<String> {
    let token = app.admin_token().await;
    let answer = app
        .get("/api/v2/clients")
        .bearer(&token)
        .send()
        .await
        .ok(200);
    let mut names: Vec<String> = answer
        .as_array()
        .unwrap()
        .iter()
        .map(|client| client["name"].as_str().unwrap().to_owned())
        .collect();
    names.sort();
    names
}

fn ids(samples: &Samples) -> Vec<String> {
    [
        &samples.administrator,
        &samples.native,
        &samples.spa,
        &samples.regular_web,
        &samples.non_interactive,
    ]
    .iter()
    .flat_map(|credentials| {
        let secret = credentials.client_secret.as_ref();
        [
            credentials.client_id.to_string(),
            secret.map(|secret| secret.to_string()).unwrap_or_default(),
        ]
    })
    .collect()
}

#[tokio::test]
async fn providing_twice_makes_nothing_twice() {
    let app = TestApp::new().await;
    let first = provisioning::provide_samples(&app.context()).await.unwrap();
    let names = clients(&app).await;
    let keys = FirstKeys::Generate;
    provisioning::provision(&app.tenant.id, &app.tenant.domain, keys, &app.platform)
        .await
        .unwrap();
    let second = provisioning::provide_samples(&app.context()).await.unwrap();
    assert_eq!(ids(&first), ids(&second));
    assert_eq!(first.admin_password, second.admin_password);
    assert_eq!(clients(&app).await, names);
    assert_eq!(
        names,
        [
            "Admin",
            "Administration",
            "All Applications",
            "Ostia Dashboard",
            "Sample machine to machine",
            "Sample native application",
            "Sample single-page application",
            "Sample web application",
        ]
    );
}

#[tokio::test]
async fn a_tenant_that_was_left_half_made_is_completed() {
    let app = TestApp::new().await;
    let id = TenantId::parse("half").unwrap();
    // Killed after the first step.
    tenants::create(&id, "half.test", &app.platform)
        .await
        .unwrap();
    let keys = || FirstKeys::Generate;
    let tenant = provisioning::provision(&id, "half.test", keys(), &app.platform)
        .await
        .unwrap();
    let context = Context::new(app.platform.clone(), tenant, Origin::default());
    let samples = provisioning::provide_samples(&context).await.unwrap();
    let app = app.at(&context.tenant);
    let answer = app
        .post("/oauth/token")
        .form(&[
            ("grant_type", "client_credentials"),
            ("client_id", samples.administrator.client_id.as_str()),
            (
                "client_secret",
                samples.administrator.client_secret.as_ref().unwrap(),
            ),
            ("audience", "https://half.test/api/v2/"),
        ])
        .send()
        .await
        .ok(200);
    let token = answer["access_token"].as_str().unwrap().to_owned();
    let connections = app
        .get("/api/v2/connections")
        .bearer(&token)
        .send()
        .await
        .ok(200);
    assert_eq!(
        connections[0]["name"],
        json!("Username-Password-Authentication")
    );
}

#[tokio::test]
async fn what_somebody_changed_stays_changed() {
    let app = TestApp::new().await;
    let samples = provisioning::provide_samples(&app.context()).await.unwrap();
    let token = app.admin_token().await;
    let spa = format!("/api/v2/clients/{}", samples.spa.client_id);
    app.patch(&spa)
        .bearer(&token)
        .json(&json!({ "name": "Mine" }))
        .send()
        .await
        .ok(200);
    let admin = users::search::by_email(provisioning::ADMIN_EMAIL, &app.context())
        .await
        .unwrap();
    let body = json!({ "password": "Something-Else-1", "connection": samples.connection });
    users::update(
        &admin[0].id,
        &body,
        users::Writer::Administrator,
        &app.context(),
    )
    .await
    .unwrap();

    let samples = provisioning::provide_samples(&app.context()).await.unwrap();
    assert!(samples.admin_password.is_none());
    let client = app.get(&spa).bearer(&token).send().await.ok(200);
    assert_eq!(client["name"], json!("Mine"));
}

#[tokio::test]
async fn a_tenant_that_moves_takes_its_management_api_along() {
    let app = TestApp::new().await;
    provisioning::provide_samples(&app.context()).await.unwrap();
    tenants::move_to_domain(&app.tenant, "moved.test:9443", &app.platform)
        .await
        .unwrap();
    let keys = FirstKeys::Generate;
    let tenant = provisioning::provision(&app.tenant.id, "moved.test:9443", keys, &app.platform)
        .await
        .unwrap();
    let app = app.at(&tenant);
    let samples = provisioning::provide_samples(&app.context()).await.unwrap();
    let token = app.admin_token().await;
    let apis = app
        .get("/api/v2/resource-servers")
        .bearer(&token)
        .send()
        .await
        .ok(200);
    let system: Vec<&Value> = apis
        .as_array()
        .unwrap()
        .iter()
        .filter(|api| api["is_system"] == json!(true))
        .map(|api| &api["identifier"])
        .collect();
    assert_eq!(system, [&json!("https://moved.test:9443/api/v2/")]);
    let spa = format!("/api/v2/clients/{}", samples.spa.client_id);
    let spa = app.get(&spa).bearer(&token).send().await.ok(200);
    let callbacks = spa["callbacks"].as_array().unwrap();
    assert!(callbacks.contains(&json!("https://moved.test:9443/try")));
}

#[tokio::test]
async fn another_tenants_domain_is_refused() {
    let app = TestApp::new().await;
    let id = TenantId::parse("late").unwrap();
    let keys = FirstKeys::Generate;
    let refused = provisioning::provision(&id, &app.tenant.domain, keys, &app.platform).await;
    assert!(refused.is_err());
    let all = tenants::list(&app.platform).await.unwrap();
    assert_eq!(all.len(), 1);
    assert_eq!(all[0].id, app.tenant.id);
}
