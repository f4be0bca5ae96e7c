//! `/scim/v2/connections/{connection}`: a directory provisions the users of its connection.

use axum::http::Method;
use serde_json::{Value, json};

use crate::test_app::{TestApp, TestResponse};

const CORE: &str = "urn:ietf:params:scim:schemas:core:2.0:User";
const ENTERPRISE: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

/// A connection whose directory has a token.
struct Directory<'a> {
    app: &'a TestApp,
    /// `/api/v2/connections/{id}`
    connection: String,
    base: String,
    token: String,
}

impl<'a> Directory<'a> {
    async fn new(app: &'a TestApp) -> Self {
        Self::with(app, "okta-1", &json!({}), &json!({})).await
    }

    async fn with(app: &'a TestApp, name: &str, configuration: &Value, token: &Value) -> Self {
        let options = json!({ "domain": "acme.okta.com", "client_id": "c", "client_secret": "s" });
        let body = json!({ "name": name, "strategy": "okta", "options": options });
        let made = app.write(Method::POST, "/api/v2/connections", &body).await;
        let id = made.ok(201)["id"].as_str().unwrap().to_owned();
        let connection = format!("/api/v2/connections/{id}");
        let scim = format!("{connection}/scim-configuration");
        app.write(Method::POST, &scim, configuration).await.ok(201);
        let made = app
            .write(Method::POST, &format!("{scim}/tokens"), token)
            .await;
        Self {
            app,
            connection,
            base: format!("/scim/v2/connections/{id}"),
            token: made.ok(201)["token"].as_str().unwrap().to_owned(),
        }
    }

    async fn call(&self, method: Method, path: &str, body: Option<&Value>) -> TestResponse {
        let path = format!("{}{path}", self.base);
        let request = self.app.request(method, &path).bearer(&self.token);
        match body {
            Some(body) => {
                request
                    .raw("application/scim+json", body.to_string())
                    .send()
                    .await
            }
            None => request.send().await,
        }
    }

    async fn read(&self, path: &str) -> TestResponse {
        self.call(Method::GET, path, None).await
    }

    async fn make(&self, user: &Value) -> TestResponse {
        self.call(Method::POST, "/Users", Some(user)).await
    }

    async fn patch(&self, id: &str, operations: &Value) -> TestResponse {
        let body = json!({
            "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": operations,
        });
        self.call(
            Method::PATCH,
            &format!("/Users/{}", encoded(id)),
            Some(&body),
        )
        .await
    }

    async fn found(&self, filter: &str) -> Vec<String> {
        let filter: String = url::form_urlencoded::byte_serialize(filter.as_bytes()).collect();
        let list = self.read(&format!("/Users?filter={filter}")).await.ok(200);
        let names = list["Resources"].as_array().unwrap().iter();
        let names: Vec<_> = names
            .map(|user| user["userName"].as_str().unwrap().to_owned())
            .collect();
        assert_eq!(list["totalResults"], names.len());
        names
    }
}

fn encoded(id: &str) -> String {
    let encoded: String = url::form_urlencoded::byte_serialize(id.as_bytes()).collect();
    encoded.replace('+', "%20")
}

fn ada() -> Value {
    json!({
        "schemas": [CORE, ENTERPRISE], "userName": "Ada@Example.com", "externalId": "00u1",
        "name": { "givenName": "Ada", "familyName": "Lovelace" }, "active": true, "password": "never kept",
        "emails": [{ "value": "Ada@Example.com", "type": "work", "primary": true }],
        ENTERPRISE: { "department": "Engines" },
    })
}

/// What a user's profile says, by the Management API.
async fn profile(app: &TestApp, id: &str) -> TestResponse {
    app.read(&format!("/api/v2/users/{}", encoded(id))).await
}

#[tokio::test]
async fn a_user_from_being_hired_to_leaving() {
    let app = TestApp::new().await;
    let mapping = json!({
        "user_id_attribute": "externalId",
        "mapping": [
            { "auth0": "preferred_username", "scim": "userName" },
            { "auth0": "email", "scim": "emails[primary eq true].value" },
            { "auth0": "given_name", "scim": "name.givenName" },
            { "auth0": "app_metadata.department", "scim": format!("{ENTERPRISE}:department") },
            { "auth0": "identities", "scim": "title" },
        ],
    });
    let directory = Directory::with(&app, "okta-1", &mapping, &json!({})).await;
    let answer = directory.make(&ada()).await;
    assert!(
        answer
            .header("content-type")
            .starts_with("application/scim+json")
    );
    let made = answer.ok(201);
    let id = made["id"].as_str().unwrap();
    assert_eq!(id, "okta|okta-1|00u1");
    assert_eq!(
        answer.header("location"),
        made["meta"]["location"].as_str().unwrap()
    );
    assert_eq!(made["userName"], "Ada@Example.com");
    assert_eq!(made[ENTERPRISE]["department"], "Engines");
    assert!(made.get("password").is_none());
    assert!(
        made["meta"]["location"]
            .as_str()
            .unwrap()
            .ends_with(&format!("/Users/{}", encoded(id)))
    );
    let path = format!("/Users/{}", encoded(id));
    assert_eq!(directory.read(&path).await.ok(200), made);

    let user = profile(&app, id).await.ok(200);
    for (name, value) in [
        ("email", json!("ada@example.com")),
        ("email_verified", json!(false)),
        ("preferred_username", json!("Ada@Example.com")),
        ("given_name", json!("Ada")),
        ("app_metadata", json!({ "department": "Engines" })),
    ] {
        assert_eq!(user[name], value, "{name}");
    }
    assert_eq!(user["identities"][0]["connection"], "okta-1");
    assert!(user.get("blocked").is_none());

    // The other department, and no first name any more.
    let moved = json!([
        { "op": "replace", "path": format!("{ENTERPRISE}:department"), "value": "Poetry" },
        { "op": "remove", "path": "name.givenName" },
    ]);
    directory.patch(id, &moved).await.ok(200);
    let user = profile(&app, id).await.ok(200);
    assert_eq!(user["app_metadata"], json!({ "department": "Poetry" }));
    assert!(user.get("given_name").is_none());
    assert_eq!(user["email"], "ada@example.com");

    // Leaves for a while.
    let left = json!([{ "op": "Replace", "value": { "active": "False" } }]);
    assert_eq!(directory.patch(id, &left).await.ok(200)["active"], false);
    assert_eq!(profile(&app, id).await.ok(200)["blocked"], true);
    directory
        .call(Method::PUT, &path, Some(&ada()))
        .await
        .ok(200);
    let user = profile(&app, id).await.ok(200);
    assert!(user.get("blocked").is_none());
    assert_eq!(user["given_name"], "Ada");

    // And for good.
    let gone = directory.call(Method::DELETE, &path, None).await;
    assert_eq!((gone.status.as_u16(), gone.text.as_str()), (204, ""));
    profile(&app, id).await.ok(404);
    directory.read(&path).await.ok(404);
    directory.call(Method::DELETE, &path, None).await.ok(404);
    // Nothing keeps them from coming back.
    directory.make(&ada()).await.ok(201);

    let log = json!(app.entries().await);
    let types: Vec<_> = log
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|entry| entry["type"].as_str())
        .collect();
    assert_eq!(types.iter().filter(|kind| **kind == "sscim").count(), 6);
    assert_eq!(types.iter().filter(|kind| **kind == "fscim").count(), 1);
    assert!(!log.to_string().contains("never kept"));
}

#[tokio::test]
async fn who_was_blocked_here_stays_so_until_their_directory_says_otherwise() {
    let app = TestApp::new().await;
    let directory = Directory::new(&app).await;
    let made = directory.make(&ada()).await.ok(201);
    let id = made["id"].as_str().unwrap();
    let path = format!("/api/v2/users/{}", encoded(id));
    app.write(Method::PATCH, &path, &json!({ "blocked": true }))
        .await
        .ok(200);
    let title = json!([{ "op": "replace", "path": "title", "value": "Countess" }]);
    directory.patch(id, &title).await.ok(200);
    let again = format!("/Users/{}", encoded(id));
    directory
        .call(Method::PUT, &again, Some(&ada()))
        .await
        .ok(200);
    assert_eq!(profile(&app, id).await.ok(200)["blocked"], true);
    for (active, blocked) in [(false, json!(true)), (true, Value::Null)] {
        let change = json!([{ "op": "replace", "path": "active", "value": active }]);
        directory.patch(id, &change).await.ok(200);
        assert_eq!(profile(&app, id).await.ok(200)["blocked"], blocked);
    }
}

#[tokio::test]
async fn names_and_accounts_are_somebodys() {
    let app = TestApp::new().await;
    let directory = Directory::new(&app).await;
    let made = directory.make(&ada()).await.ok(201);
    let conflict = directory.make(&ada()).await.ok(409);
    assert_eq!(
        conflict,
        json!({
            "schemas": ["urn:ietf:params:scim:api:messages:2.0:Error"], "status": "409", "scimType": "uniqueness",
            "detail": "Another user has this name or this account.",
        })
    );
    let mut other = ada();
    other["externalId"] = json!("00u2");
    assert_eq!(
        directory.make(&other).await.ok(409)["scimType"],
        "uniqueness"
    );
    other["userName"] = json!("bob");
    let bob = directory.make(&other).await.ok(201);
    let rename = json!([{ "op": "replace", "path": "userName", "value": "ADA@example.com" }]);
    let refused = directory
        .patch(bob["id"].as_str().unwrap(), &rename)
        .await
        .ok(409);
    assert_eq!(refused["scimType"], "uniqueness");
    // An account keeps its id.
    let swap = json!([{ "op": "replace", "path": "externalId", "value": "00u3" }]);
    let refused = directory
        .patch(made["id"].as_str().unwrap(), &swap)
        .await
        .ok(400);
    assert_eq!(refused["scimType"], "mutability");
    // Whose id the directory forgets, keeps it here.
    let forget = json!([{ "op": "remove", "path": "externalId" }]);
    directory
        .patch(made["id"].as_str().unwrap(), &forget)
        .await
        .ok(200);
    let mut nobody = ada();
    nobody.as_object_mut().unwrap().remove("externalId");
    nobody["userName"] = json!("carol");
    assert_eq!(
        directory.make(&nobody).await.ok(400)["scimType"],
        "invalidValue"
    );
    // The same people at another connection are others.
    let second = Directory::with(&app, "okta-2", &json!({}), &json!({})).await;
    second.make(&ada()).await.ok(201);
    second
        .read(&format!("/Users/{}", encoded(made["id"].as_str().unwrap())))
        .await
        .ok(404);
    assert_eq!(second.read("/Users").await.ok(200)["totalResults"], 1);
}

#[tokio::test]
async fn of_many_that_make_one_user_one_does() {
    let app = TestApp::new().await;
    let directory = Directory::new(&app).await;
    let ada = ada();
    let made = futures_util::future::join_all((0..8).map(|_| directory.make(&ada))).await;
    let made: Vec<_> = made.iter().map(|answer| answer.status.as_u16()).collect();
    assert_eq!(
        made.iter().filter(|status| **status == 201).count(),
        1,
        "{made:?}"
    );
    assert_eq!(
        made.iter().filter(|status| **status == 409).count(),
        7,
        "{made:?}"
    );
}

#[tokio::test]
async fn people_are_found() {
    let app = TestApp::new().await;
    let directory = Directory::new(&app).await;
    for number in 1..=5 {
        app.advance(1);
        let user = json!({
            "schemas": [CORE], "userName": format!("user-{number}"), "externalId": format!("id-{number}"),
            "title": if number % 2 == 0 { "Even" } else { "Odd" },
            "emails": [
                { "value": format!("home-{number}@example.com"), "type": "home" },
                { "value": format!("user-{number}@example.com"), "type": "work", "primary": true },
            ],
        });
        directory.make(&user).await.ok(201);
    }
    assert_eq!(directory.found("userName eq \"USER-3\"").await, ["user-3"]);
    assert_eq!(directory.found("externalId eq \"id-2\"").await, ["user-2"]);
    assert_eq!(directory.found("externalId eq \"ID-2\"").await, [""; 0]);
    assert_eq!(
        directory
            .found("emails.value eq \"user-4@example.com\"")
            .await,
        ["user-4"]
    );
    let typed = "emails[type eq \"work\"].value eq \"user-4@example.com\"";
    assert_eq!(directory.found(typed).await, ["user-4"]);
    assert_eq!(
        directory.found("id eq \"okta|okta-1|id-5\"").await,
        ["user-5"]
    );
    assert_eq!(
        directory
            .found("userName eq \"user-2\" and title eq \"even\"")
            .await,
        ["user-2"]
    );
    assert_eq!(
        directory
            .found("userName eq \"user-2\" and title eq \"odd\"")
            .await,
        [""; 0]
    );
    assert_eq!(
        directory.found("userName eq \"x' OR '1'='1\"").await,
        [""; 0]
    );
    for bad in [
        "title%20eq%20%22Odd%22",
        "userName",
        "userName%20eq",
        "%28%28%28",
    ] {
        let refused = directory
            .read(&format!("/Users?filter={bad}"))
            .await
            .ok(400);
        assert_eq!(refused["scimType"], "invalidFilter", "{bad}");
    }
    let page = directory.read("/Users?startIndex=2&count=2").await.ok(200);
    assert_eq!(
        (
            &page["totalResults"],
            &page["startIndex"],
            &page["itemsPerPage"]
        ),
        (&json!(5), &json!(2), &json!(2))
    );
    assert_eq!(page["Resources"][0]["userName"], "user-2");
    assert_eq!(
        directory
            .read("/Users?startIndex=-3&count=-1")
            .await
            .ok(200)["itemsPerPage"],
        0
    );
    directory.read("/Users?count=many").await.ok(400);
    let short = directory
        .read("/Users?attributes=title&count=1")
        .await
        .ok(200);
    let names: Vec<_> = short["Resources"][0]
        .as_object()
        .unwrap()
        .keys()
        .cloned()
        .collect();
    assert_eq!(names, ["id", "schemas", "title", "userName"]);
    let search = json!({ "filter": "userName eq \"user-1\"", "excludedAttributes": ["emails"] });
    let all = directory
        .call(Method::POST, "/.search", Some(&json!({})))
        .await;
    assert_eq!(all.ok(200)["totalResults"], 5);
    let found = directory
        .call(Method::POST, "/Users/.search", Some(&search))
        .await
        .ok(200);
    assert_eq!(found["Resources"][0]["userName"], "user-1");
    assert!(found["Resources"][0].get("emails").is_none());
}

#[tokio::test]
async fn only_who_has_a_token_for_it_does_it() {
    let app = TestApp::new().await;
    let readers = json!({ "scopes": ["get:users"], "token_lifetime": 900 });
    let directory = Directory::with(&app, "okta-1", &json!({}), &readers).await;
    assert_eq!(directory.read("/Users").await.ok(200)["totalResults"], 0);
    let refused = directory.make(&ada()).await.ok(403);
    assert_eq!(refused["status"], "403");
    let admin = app.admin_token().await;
    let users = format!("{}/Users", directory.base);
    for token in [
        "",
        "tok_0000000000000000.x",
        admin.as_str(),
        &format!("{}x", directory.token),
    ] {
        let answer = app.get(&users).bearer(token).send().await;
        assert_eq!(answer.ok(401)["status"], "401");
        assert_eq!(answer.header("www-authenticate"), "Bearer");
    }
    app.get(&users).send().await.ok(401);
    // Another connection's, and another tenant's.
    let second = Directory::with(&app, "okta-2", &json!({}), &json!({})).await;
    app.get(&users).bearer(&second.token).send().await.ok(401);
    let other = app.other_tenant().await;
    other
        .get(&users)
        .bearer(&directory.token)
        .send()
        .await
        .ok(401);
    // What it was used for last is told.
    let tokens = format!("{}/scim-configuration/tokens", directory.connection);
    let [token] = &app.read(&tokens).await.ok(200).as_array().unwrap().clone()[..] else {
        panic!("one token")
    };
    assert_eq!(token["last_used_at"], "2026-01-01T00:00:00.000Z");
    app.advance(901);
    directory.read("/Users").await.ok(401);
    // A token that was taken away.
    second.read("/Users").await.ok(200);
    let tokens = format!("{}/scim-configuration/tokens", second.connection);
    let id = second.token.split('.').next().unwrap();
    app.remove(&format!("{tokens}/{id}")).await.ok(204);
    second.read("/Users").await.ok(401);
}

#[tokio::test]
async fn a_directory_is_told_what_there_is() {
    let app = TestApp::new().await;
    let directory = Directory::new(&app).await;
    let provider = directory.read("/ServiceProviderConfig").await.ok(200);
    assert_eq!(provider["patch"]["supported"], true);
    assert_eq!(
        directory.read("/ResourceTypes").await.ok(200)["Resources"][0]["id"],
        "User"
    );
    directory.read("/ResourceTypes/User").await.ok(200);
    directory.read("/ResourceTypes/Group").await.ok(404);
    assert_eq!(directory.read("/Schemas").await.ok(200)["totalResults"], 2);
    assert_eq!(
        directory.read(&format!("/Schemas/{CORE}")).await.ok(200)["id"],
        CORE
    );
    assert_eq!(directory.read("/Groups").await.ok(404)["status"], "404");
    directory.call(Method::DELETE, "/Users", None).await.ok(405);
}

#[tokio::test]
async fn what_is_no_message_changes_nothing() {
    let app = TestApp::new().await;
    let directory = Directory::new(&app).await;
    for (body, kind) in [
        (json!([]), "invalidSyntax"),
        (json!({ "userName": "ada" }), "invalidSyntax"),
        (
            json!({ "schemas": [CORE], "userName": 7, "externalId": "1" }),
            "invalidValue",
        ),
        (
            json!({ "schemas": [CORE], "userName": "ada", "externalId": "a b" }),
            "invalidValue",
        ),
    ] {
        assert_eq!(
            directory.make(&body).await.ok(400)["scimType"],
            kind,
            "{body}"
        );
    }
    let large = json!({ "schemas": [CORE], "userName": "ada", "title": "x".repeat(70_000) });
    directory.make(&large).await.ok(413);
    let path = format!("{}/Users", directory.base);
    let form = app
        .post(&path)
        .bearer(&directory.token)
        .raw("text/plain", "{}");
    form.send().await.ok(400);
    assert_eq!(directory.read("/Users").await.ok(200)["totalResults"], 0);
    let made = directory.make(&ada()).await.ok(201);
    let id = made["id"].as_str().unwrap();
    let half = json!([
        { "op": "replace", "path": "title", "value": "Countess" },
        { "op": "replace", "path": "active", "value": "perhaps" },
    ]);
    directory.patch(id, &half).await.ok(400);
    assert_eq!(
        directory
            .read(&format!("/Users/{}", encoded(id)))
            .await
            .ok(200),
        made
    );
}

#[tokio::test]
async fn with_a_connection_its_directory_goes() {
    let app = TestApp::new().await;
    let directory = Directory::new(&app).await;
    let made = directory.make(&ada()).await.ok(201);
    app.remove(&directory.connection).await.ok(202);
    directory.read("/Users").await.ok(401);
    profile(&app, made["id"].as_str().unwrap()).await.ok(404);
    let again = Directory::new(&app).await;
    assert_eq!(again.read("/Users").await.ok(200)["totalResults"], 0);
    again.make(&ada()).await.ok(201);
}
