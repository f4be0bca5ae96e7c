//! Groups: there are none, which whoever reads everything is told in the published shapes.

use axum::http::Method;
use serde_json::{Value, json};

use crate::test_app::TestApp;

const GROUP: &str = "grp_123456789abcdefg";

async fn scene(app: &TestApp) -> [String; 3] {
    let make = async |path: &str, body: Value, id: &str| {
        let made = app.write(Method::POST, path, &body).await;
        made.json()[id].as_str().unwrap().to_owned()
    };
    let role = make("/api/v2/roles", json!({ "name": "Clerk" }), "id").await;
    let organization = make("/api/v2/organizations", json!({ "name": "acme" }), "id").await;
    let body = json!({
        "connection": "Username-Password-Authentication", "email": "ada@example.com", "password": "Correct-Horse-9",
    });
    let user = make("/api/v2/users", body, "user_id").await;
    let user: String = url::form_urlencoded::byte_serialize(user.as_bytes()).collect();
    [
        format!("/api/v2/roles/{role}/groups"),
        format!("/api/v2/organizations/{organization}/groups"),
        format!("/api/v2/users/{user}/groups"),
    ]
}

#[tokio::test]
async fn lists_of_groups_are_empty() {
    let app = TestApp::new().await;
    let [of_role, of_organization, of_user] = scene(&app).await;
    for path in ["/api/v2/groups", of_user.as_str()] {
        assert_eq!(app.read(path).await.ok(200), json!([]), "{path}");
        let page = app.read(&format!("{path}?take=5")).await.ok(200);
        assert_eq!(page, json!({ "groups": [] }), "{path}");
        app.read(&format!("{path}?per_page=101")).await.ok(400);
    }
    app.read("/api/v2/groups?colour=red").await.ok(400);
    for path in [&of_role, &of_organization] {
        let page = app.read(&format!("{path}?take=5")).await.ok(200);
        assert_eq!(page, json!({ "groups": [] }), "{path}");
        app.read(&format!("{path}?take=0")).await.ok(400);
    }
    let other = app.other_tenant().await;
    for path in [&of_role, &of_organization, &of_user] {
        other.read(path).await.ok(404);
    }
}

#[tokio::test]
async fn no_group_is_there() {
    let app = TestApp::new().await;
    let [of_role, of_organization, _] = scene(&app).await;
    let one = format!("/api/v2/groups/{GROUP}");
    let in_organization = format!("{of_organization}/{GROUP}/roles");
    let roles = json!({ "roles": ["rol_1234567890abcdef"] });
    let groups = json!({ "groups": [GROUP] });
    for (method, path, body) in [
        (Method::GET, &one, None),
        (Method::DELETE, &one, None),
        (Method::GET, &format!("{one}/members"), None),
        (Method::GET, &format!("{one}/roles"), None),
        (Method::POST, &format!("{one}/roles"), Some(&roles)),
        (Method::DELETE, &format!("{one}/roles"), Some(&roles)),
        (Method::POST, &of_role, Some(&groups)),
        (Method::DELETE, &of_role, Some(&groups)),
        (Method::GET, &in_organization, None),
        (Method::POST, &in_organization, Some(&roles)),
        (Method::DELETE, &in_organization, Some(&roles)),
    ] {
        let answer = match (&method, body) {
            (&Method::GET, _) => app.read(path).await,
            (_, None) => app.remove(path).await,
            (_, Some(body)) => {
                let empty = json!({ "roles": [] });
                app.write(method.clone(), path, &empty).await.ok(400);
                app.write(method.clone(), path, body).await
            }
        };
        answer.refused(404, "Group not found.", None);
    }
}
