//! Members and their roles.

use axum::http::Method;
use ostia_protocol::auth0::scopes::ManagementScope;
use serde_json::json;

use super::{PATH, UNKNOWN, all_rows};
use crate::management::roles::in_path;
use crate::test_app::TestApp;
use crate::visitor::all_at_once;

#[tokio::test]
async fn answers_as_recorded() {
    let app = TestApp::new().await;
    let organization = app.organization("acme").await;
    let path = format!("{PATH}/{organization}/members");
    let query = "fields=user_id&include_fields=true&include_totals=true&per_page=50&take=100";
    let nothing = app.read(&format!("{path}?{query}")).await.ok(200);
    assert_eq!(nothing, json!({ "members": [] }));
    let (ada, bob) = (app.new_user("ada").await, app.new_user("bob").await);
    app.add_members(&organization, &[&ada]).await;
    app.advance(1);
    app.add_members(&organization, &[&bob, &ada]).await;
    let list = app.read(&path).await.ok(200);
    let picture = list[0]["picture"].clone();
    assert_eq!(
        list[0],
        json!({ "user_id": ada, "email": "ada@example.com", "name": "ada", "picture": picture })
    );
    let ids = app.read(&format!("{path}?{query}")).await.ok(200);
    assert_eq!(
        ids,
        json!({ "members": [{ "user_id": ada }, { "user_id": bob }] })
    );
    let body = json!({ "members": [ada, "auth0|nobody"] });
    for _ in 0..2 {
        app.write(Method::DELETE, &path, &body).await.ok(204);
    }
    let totals = app
        .read(&format!("{path}?include_totals=true&page=0&per_page=50"))
        .await
        .ok(200);
    assert_eq!(
        (&totals["total"], &totals["start"], &totals["limit"]),
        (&json!(1), &json!(0), &json!(50))
    );
    assert_eq!(totals["members"][0]["user_id"], json!(bob));
}

#[tokio::test]
async fn roles_are_shown_to_who_asks_and_may() {
    let app = TestApp::new().await;
    let organization = app.organization("acme").await;
    let role = app.add_role("Reader").await;
    let (ada, bob) = (app.new_user("ada").await, app.new_user("bob").await);
    app.add_members(&organization, &[&ada, &bob]).await;
    app.give_member_roles(&organization, &ada, &[&role]).await;
    let path = format!("{PATH}/{organization}/members?fields=user_id,roles");
    let mut list = app.read(&path).await.ok(200);
    list.as_array_mut()
        .unwrap()
        .sort_by_key(|row| row["roles"].as_array().unwrap().len());
    assert_eq!(
        list,
        json!([
            { "user_id": bob, "roles": [] },
            { "user_id": ada, "roles": [{ "id": role, "name": "Reader" }] },
        ])
    );
    let token = app
        .management_token(&[ManagementScope::ReadOrganizationMembers])
        .await;
    let refused = app.get(&path).bearer(&token).send().await;
    refused.refused(
        403,
        "Insufficient scope, expected any of: read:organization_member_roles",
        Some("insufficient_scope"),
    );
    app.read(&format!("{PATH}/{organization}/members?fields=password"))
        .await
        .ok(400);
}

#[tokio::test]
async fn a_members_roles() {
    let app = TestApp::new().await;
    let organization = app.organization("acme").await;
    let (reader, writer) = (app.add_role("Reader").await, app.add_role("Writer").await);
    let ada = app.new_user("ada").await;
    let path = format!("{PATH}/{organization}/members/{}/roles", in_path(&ada));
    let body = json!({ "roles": [reader] });
    // Who is no member has none.
    let stranger = "The user does not exist.";
    for response in [
        app.read(&path).await,
        app.write(Method::POST, &path, &body).await,
        app.write(Method::DELETE, &path, &body).await,
    ] {
        response.refused(404, stranger, Some("inexistent_user"));
    }
    app.add_members(&organization, &[&ada]).await;
    app.write(Method::POST, &path, &body).await.ok(204);
    app.advance(1);
    let body = json!({ "roles": [reader, writer] });
    app.write(Method::POST, &path, &body).await.ok(204);
    let query = format!("{path}?include_totals=true&page=0&per_page=100");
    let row = |id: &str, name: &str| json!({ "id": id, "name": name });
    assert_eq!(
        app.read(&query).await.ok(200),
        json!({ "roles": [row(&reader, "Reader"), row(&writer, "Writer")], "start": 0, "limit": 100, "total": 2 })
    );
    let effective = format!(
        "{PATH}/{organization}/members/{}/effective-roles",
        in_path(&ada)
    );
    let expected =
        json!({ "id": reader, "name": "Reader", "description": "", "sources": ["direct"] });
    let page = app.read(&format!("{effective}?take=1")).await.ok(200);
    assert_eq!(page["roles"], json!([expected]));
    assert!(page["next"].is_string());
    let sources = format!("{effective}/sources/groups");
    app.read(&sources).await.ok(400);
    let groups = app.read(&format!("{sources}?role_id={reader}")).await;
    assert_eq!(groups.ok(200), json!({ "groups": [] }));
    app.write(Method::DELETE, &path, &json!({ "roles": [reader] }))
        .await
        .ok(204);
    assert_eq!(
        app.read(&path).await.ok(200),
        json!([row(&writer, "Writer")])
    );
    // They are roles in this organization alone.
    let own = app
        .read(&format!("/api/v2/users/{}/roles", in_path(&ada)))
        .await;
    assert_eq!(own.ok(200), json!([]));
    let unknown = json!({ "roles": ["rol_1234567890123456"] });
    app.write(Method::POST, &path, &unknown)
        .await
        .refused(404, "The role does not exist.", None);
    for body in [json!({ "roles": [] }), json!({ "roles": ["x"] }), json!({})] {
        app.write(Method::POST, &path, &body).await.ok(400);
    }
    // Leaving takes the roles.
    let members = format!("{PATH}/{organization}/members");
    let body = json!({ "members": [ada] });
    app.write(Method::DELETE, &members, &body).await.ok(204);
    app.add_members(&organization, &[&ada]).await;
    assert_eq!(app.read(&path).await.ok(200), json!([]));
}

#[tokio::test]
async fn fifty_roles_are_the_most() {
    let app = TestApp::new().await;
    let organization = app.organization("acme").await;
    let ada = app.new_user("ada").await;
    app.add_members(&organization, &[&ada]).await;
    let mut roles = Vec::new();
    for number in 0..51 {
        roles.push(app.add_role(&format!("Role {number}")).await);
    }
    let path = format!("{PATH}/{organization}/members/{}/roles", in_path(&ada));
    app.write(Method::POST, &path, &json!({ "roles": roles }))
        .await
        .refused(
            409,
            "No more roles can be assigned to this organization member.",
            None,
        );
    assert_eq!(app.read(&path).await.ok(200), json!([]));
    app.write(Method::POST, &path, &json!({ "roles": roles[..50] }))
        .await
        .ok(204);
}

#[tokio::test]
async fn pages_of_both_kinds() {
    let app = TestApp::new().await;
    let organization = app.organization("acme").await;
    let mut users = Vec::new();
    for name in ["ada", "bob", "cleo", "dan", "eve"] {
        users.push(app.new_user(name).await);
    }
    let all: Vec<&str> = users.iter().map(String::as_str).collect();
    app.add_members(&organization, &all).await;
    let path = format!("{PATH}/{organization}/members");
    let rows = all_rows(&app, &path, "members").await;
    let mut seen: Vec<String> = rows
        .iter()
        .map(|row| row["user_id"].as_str().unwrap().to_owned())
        .collect();
    seen.sort();
    users.sort();
    assert_eq!(seen, users);
    let page = app.read(&format!("{path}?page=1&per_page=3")).await;
    assert_eq!(page.ok(200).as_array().unwrap().len(), 2);
    for query in [
        "take=0",
        "from=nonsense",
        "page=20&per_page=50",
        "per_page=0",
    ] {
        app.read(&format!("{path}?{query}")).await.ok(400);
    }
}

#[tokio::test]
async fn only_users_that_exist() {
    let app = TestApp::new().await;
    let organization = app.organization("acme").await;
    let path = format!("{PATH}/{organization}/members");
    let ada = app.new_user("ada").await;
    let foreign = app.other_tenant().await.new_user("eve").await;
    for stranger in [foreign.as_str(), "auth0|nobody"] {
        let body = json!({ "members": [ada, stranger] });
        app.write(Method::POST, &path, &body).await.refused(
            404,
            "The user does not exist.",
            Some("inexistent_user"),
        );
    }
    assert_eq!(app.read(&path).await.ok(200), json!([]));
    for body in [
        json!({ "members": [] }),
        json!({ "members": ["no id"] }),
        json!({}),
    ] {
        app.write(Method::POST, &path, &body).await.ok(400);
    }
}

#[tokio::test]
async fn the_organizations_of_a_user() {
    let app = TestApp::new().await;
    let ada = app.new_user("ada").await;
    let path = format!("/api/v2/users/{}/organizations", in_path(&ada));
    let second = format!("{path}?include_totals=true&page=1&per_page=50");
    assert_eq!(
        app.read(&second).await.ok(200),
        json!({ "organizations": [], "start": 50, "limit": 50, "total": 0 })
    );
    let mut expected = Vec::new();
    for name in ["b", "a"] {
        let id = app.organization(name).await;
        app.add_members(&id, &[&ada]).await;
        app.advance(1);
        expected.push(json!({ "id": id, "name": name, "display_name": name }));
    }
    assert_eq!(app.read(&path).await.ok(200), json!(expected));
    let totals = app
        .read(&format!("{path}?include_totals=true&per_page=1"))
        .await;
    assert_eq!(
        totals.ok(200),
        json!({ "organizations": [expected[0]], "start": 0, "limit": 1, "total": 2 })
    );
    app.read("/api/v2/users/auth0%7Cnobody/organizations")
        .await
        .refused(404, "The user does not exist.", Some("inexistent_user"));
    // Whoever is deleted leaves, and what is deleted is left.
    let gone = expected[0]["id"].as_str().unwrap();
    app.remove(&format!("{PATH}/{gone}")).await.ok(204);
    assert_eq!(app.read(&path).await.ok(200), json!([expected[1]]));
    app.remove(&format!("/api/v2/users/{}", in_path(&ada)))
        .await
        .ok(204);
    let left = expected[1]["id"].as_str().unwrap();
    let members = app
        .read(&format!("{PATH}/{left}/members?include_totals=true"))
        .await;
    assert_eq!(members.ok(200)["total"], json!(0));
}

#[tokio::test]
async fn racing_additions_make_one_member() {
    let app = TestApp::new().await;
    let organization = app.organization("acme").await;
    let ada = app.new_user("ada").await;
    let path = format!("{PATH}/{organization}/members");
    let body = json!({ "members": [ada] });
    let tries = (0..8).map(|_| app.write(Method::POST, &path, &body));
    for response in all_at_once(tries).await {
        response.ok(204);
    }
    let list = app.read(&format!("{path}?include_totals=true")).await;
    assert_eq!(list.ok(200)["total"], json!(1));
    let logs = app.logged("organization_member_added").await;
    assert_eq!(logs.len(), 1, "{logs:?}");
    assert_eq!(
        (&logs[0]["organization_id"], &logs[0]["user_id"]),
        (&json!(organization), &json!(ada))
    );
}

#[tokio::test]
async fn a_deleted_role_is_nobodys() {
    let app = TestApp::new().await;
    let organization = app.organization("acme").await;
    let role = app.add_role("Reader").await;
    let ada = app.new_user("ada").await;
    app.add_members(&organization, &[&ada]).await;
    app.give_member_roles(&organization, &ada, &[&role]).await;
    app.remove(&format!("/api/v2/roles/{role}")).await.ok(200);
    let path = format!("{PATH}/{organization}/members/{}/roles", in_path(&ada));
    let totals = app.read(&format!("{path}?include_totals=true")).await;
    assert_eq!(totals.ok(200)["total"], json!(0));
    app.remove(&format!("{PATH}/{organization}")).await.ok(204);
    app.read(&path).await.refused(404, UNKNOWN, None);
}
