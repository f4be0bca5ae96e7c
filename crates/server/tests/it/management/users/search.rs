//! `GET /users?q=`: what is found, on columns, accounts and metadata.

use ostia_identity::users::search::{self, Listing};
use serde_json::{Value, json};

use super::PATH;
use crate::test_app::TestApp;

fn encoded(q: &str) -> String {
    url::form_urlencoded::byte_serialize(q.as_bytes()).collect()
}

/// Who is found, by the local part of their address, oldest first.
async fn found(app: &TestApp, q: &str) -> Vec<String> {
    let path = format!(
        "{PATH}?search_engine=v3&include_totals=true&q={}",
        encoded(q)
    );
    let list = app.read(&path).await.ok(200);
    let rows = list["users"].as_array().unwrap();
    assert_eq!(list["total"], json!(rows.len()), "{q}");
    let local = |row: &Value| {
        row["email"]
            .as_str()
            .unwrap()
            .split('@')
            .next()
            .unwrap()
            .to_owned()
    };
    rows.iter().map(local).collect()
}

/// Three users, a day apart.
async fn people() -> TestApp {
    let app = TestApp::new().await;
    for (email, members) in [
        (
            "ada@example.com",
            json!({
                "name": "Ada Lovelace", "given_name": "Ada", "nickname": "Countess", "email_verified": true,
                "user_id": "a1",
                "app_metadata": { "plan": "Gold", "seats": 5, "ratio": 0.5, "paid": true, "roles": ["admin", "author"] },
                "user_metadata": { "addresses": [{ "city": "Paris" }, { "city": "London" }], "a b": "c", "nothing": null }
            }),
        ),
        (
            "bob@example.org",
            json!({
                "name": "Bob 100% [Builder]_*", "user_id": "b2", "blocked": true,
                "app_metadata": { "plan": "gold", "seats": 12, "since": "2024-05-01" },
            }),
        ),
        (
            "eve@Sub.example.com",
            json!({ "name": "Ève", "user_id": "e3", "user_metadata": { "plan": "Gold" } }),
        ),
    ] {
        app.add_user(email, members).await;
        app.advance(86_400);
    }
    app
}

#[tokio::test]
async fn on_columns() {
    let app = people().await;
    for (q, expected) in [
        ("*", &["ada", "bob", "eve"][..]),
        ("email:\"ADA@Example.com\"", &["ada"]),
        ("email:ada", &[]),
        ("email:a*", &["ada"]),
        ("email:*example.com", &["ada", "eve"]),
        ("email:*@*.org", &["bob"]),
        ("email.domain:Example.com", &["ada"]),
        (
            "email.domain:(example.org OR sub.example.com)",
            &["bob", "eve"],
        ),
        ("name:\"ada lovelace\"", &["ada"]),
        ("name:ada\\ love*", &["ada"]),
        ("name:lovelace", &[]),
        ("name:\"ÈVE\"", &["eve"]),
        ("name:è*", &["eve"]),
        ("nickname:countess", &["ada"]),
        ("given_name:ada", &["ada"]),
        ("_exists_:given_name", &["ada"]),
        ("NOT _exists_:given_name", &["bob", "eve"]),
        ("-given_name:ada", &["bob", "eve"]),
        // Wildcards of the databases are characters here.
        ("name:*100%*", &["bob"]),
        ("name:*\\[builder\\]*", &["bob"]),
        ("name:*\\]_\\*", &["bob"]),
        ("name:*00_*", &[]),
        ("user_id:\"auth0|a1\"", &["ada"]),
        ("user_id:auth0|A1", &[]),
        ("user_id:auth0*", &["ada", "bob", "eve"]),
        ("user_id:*|b2", &["bob"]),
        ("blocked:true", &["bob"]),
        ("blocked:false", &["ada", "eve"]),
        ("email_verified:true", &["ada"]),
        ("email_verified:maybe", &[]),
        ("logins_count:[0 TO 0]", &["ada", "bob", "eve"]),
        ("logins_count:{0 TO *]", &[]),
        ("NOT _exists_:logins_count", &["ada", "bob", "eve"]),
        ("created_at:2026-01-01", &["ada"]),
        ("created_at:[2026-01-02 TO *]", &["bob", "eve"]),
        ("created_at:{2026-01-01 TO 2026-01-03}", &["bob"]),
        ("created_at:[2025 TO 2026]", &["ada", "bob", "eve"]),
        ("_exists_:last_login", &[]),
        (
            "identities.connection:\"Username-Password-Authentication\"",
            &["ada", "bob", "eve"],
        ),
        (
            "identities.provider:auth0 AND identities.user_id:b2",
            &["bob"],
        ),
        ("identities.connection:elsewhere", &[]),
        ("ada", &["ada"]),
        ("\"bob@example.org\" eve*", &["bob", "eve"]),
        ("picture:*gravatar*", &[]),
        ("nonsense:1", &[]),
        ("NOT nonsense:1", &["ada", "bob", "eve"]),
    ] {
        assert_eq!(found(&app, q).await, expected, "{q}");
    }
    let other = app.other_tenant().await;
    assert_eq!(found(&other, "*").await, [""; 0]);
    assert_eq!(found(&other, "identities.user_id:b2").await, [""; 0]);
}

#[tokio::test]
async fn on_metadata() {
    let app = people().await;
    for (q, expected) in [
        ("app_metadata.plan:Gold", &["ada"][..]),
        ("app_metadata.plan:go*", &["bob"]),
        ("app_metadata.plan:*old", &["ada", "bob"]),
        ("app_metadata.seats:5", &["ada"]),
        ("app_metadata.seats:5.0", &["ada"]),
        ("app_metadata.seats:[5 TO 12]", &["ada", "bob"]),
        ("app_metadata.seats:{5 TO 12]", &["bob"]),
        ("app_metadata.seats:[* TO 9}", &["ada"]),
        ("app_metadata.ratio:[0.25 TO 0.75]", &["ada"]),
        ("app_metadata.since:[2024-01-01 TO 2024-12-31]", &["bob"]),
        ("app_metadata.paid:true", &["ada"]),
        ("app_metadata.roles:author", &["ada"]),
        ("app_metadata.roles:(admin AND author)", &["ada"]),
        ("_exists_:app_metadata.roles", &["ada"]),
        ("_exists_:app_metadata", &["ada", "bob"]),
        ("app_metadata:*", &["ada", "bob"]),
        ("NOT _exists_:user_metadata", &["bob"]),
        ("_exists_:user_metadata.addresses", &["ada"]),
        ("_exists_:user_metadata.addres", &[]),
        ("_exists_:user_metadata.nothing", &[]),
        ("user_metadata.addresses.city:Paris", &["ada"]),
        ("user_metadata.addresses.city:paris", &[]),
        ("user_metadata.a\\ b:c", &["ada"]),
        // Neither wildcards nor ranges, and no bare terms.
        ("user_metadata.plan:Go*", &[]),
        ("user_metadata.plan:[A TO Z]", &[]),
        ("Gold", &[]),
        (
            "user_metadata.plan:Gold OR app_metadata.plan:gold",
            &["bob", "eve"],
        ),
    ] {
        assert_eq!(found(&app, q).await, expected, "{q}");
    }
    // What changes is found at once as it is now.
    app.change_user(
        "auth0|a1",
        json!({ "app_metadata": { "plan": "silver", "roles": null } }),
    )
    .await
    .ok(200);
    assert_eq!(found(&app, "app_metadata.plan:Gold").await, [""; 0]);
    assert_eq!(found(&app, "_exists_:app_metadata.roles").await, [""; 0]);
    assert_eq!(found(&app, "app_metadata.plan:silver").await, ["ada"]);
    app.remove(&super::user_path("auth0|a1")).await.ok(204);
    assert_eq!(found(&app, "app_metadata.plan:silver").await, [""; 0]);
}

#[tokio::test]
async fn in_every_order() {
    let app = people().await;
    let order = async |query: &str| {
        let list = app.read(&format!("{PATH}?{query}")).await.ok(200);
        let rows = list.as_array().unwrap().clone();
        let letter = |row: &Value| row["email"].as_str().unwrap()[..1].to_owned();
        rows.iter().map(letter).collect::<String>()
    };
    for (sort, expected) in [
        ("name:1", "abe"),
        ("name:-1", "eba"),
        // Those without come last, in both directions.
        ("given_name:1", "abe"),
        ("given_name:-1", "aeb"),
        ("created_at:-1", "eba"),
        ("email_verified:-1", "aeb"),
        ("last_password_reset:1", "abe"),
    ] {
        assert_eq!(order(&format!("sort={sort}")).await, expected, "{sort}");
        // The same among few.
        let few = format!("sort={sort}&q=email:*example*");
        assert_eq!(order(&few).await, expected, "{sort} of few");
    }
    assert_eq!(order("sort=given_name:-1&per_page=1&page=1").await, "e");
    assert_eq!(
        order("sort=given_name:-1&per_page=1&page=2&primary_order=false").await,
        "b"
    );
}

#[tokio::test]
async fn hostile_queries_are_values() {
    let app = people().await;
    for q in [
        "name:\"' OR 1=1 --\"",
        "name:\"x') OR ('1'='1\"",
        "user_metadata.a'b\\\"c:d",
        "app_metadata.$\\.x\\:\\:text:1",
        "identities.connection:\"'; DROP TABLE users; --\"",
        "name:*'%\\\\*",
        "email:[' TO '']",
    ] {
        assert_eq!(found(&app, q).await, [""; 0], "{q}");
    }
    assert_eq!(found(&app, "*").await.len(), 3);
    for (q, why) in [
        ("name:", "expected a value (character 6)"),
        ("name:a AND", "expected a value (character 11)"),
        (
            "name:?a",
            "? is not an operator here; put a backslash before it to search for it (character 6)",
        ),
        (
            "name:*ab",
            "a wildcard that is not at the end needs at least 3 other characters (character 9)",
        ),
    ] {
        app.read(&format!("{PATH}?q={}", encoded(q))).await.refused(
            400,
            &format!("The search query string has an error: {why}"),
            Some("invalid_query_string"),
        );
    }
    let deep = format!("{}a{}", "(".repeat(40), ")".repeat(40));
    assert_eq!(
        app.read(&format!("{PATH}?q={}", encoded(&deep)))
            .await
            .status,
        400
    );
    let long = "a".repeat(5_000);
    assert_eq!(app.read(&format!("{PATH}?q={long}")).await.status, 414);
}

/// Texts of every shape that the grammar has, put together by a simple generator.
fn generated(mut seed: u64) -> String {
    const FIELDS: &[&str] = &[
        "email",
        "email.domain",
        "name",
        "nickname",
        "user_id",
        "username",
        "phone_number",
        "blocked",
        "email_verified",
        "logins_count",
        "created_at",
        "last_login",
        "last_ip",
        "identities.connection",
        "identities.provider",
        "identities.user_id",
        "app_metadata.a",
        "user_metadata.b.c",
        "unknown",
        "app_metadata.$\\['x\\]",
    ];
    const VALUES: &[&str] = &[
        "a",
        "\"a b\"",
        "a*",
        "*abc*",
        "a*b*cd",
        "true",
        "5",
        "[1 TO 5]",
        "{a TO *]",
        "[* TO 2024-01}",
        "2024-02-30",
        "\"'\"",
        "*",
        "é*",
        "\"%_[\\\"\"",
        "*\\'\\%\\_\\**",
        "(a OR \"b\" -c)",
    ];
    let mut next = |bound: usize| {
        seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(seed >> 33).unwrap() % bound
    };
    let mut query = String::new();
    for place in 0..=next(5) {
        if place > 0 {
            query += [" AND ", " OR ", " ", " AND NOT ", " -", " OR NOT "][next(6)];
        }
        let term = match next(4) {
            0 => VALUES[next(6)].to_owned(),
            1 => format!("_exists_:{}", FIELDS[next(FIELDS.len())]),
            _ => format!(
                "{}:{}",
                FIELDS[next(FIELDS.len())],
                VALUES[next(VALUES.len())]
            ),
        };
        query.push_str(&term);
    }
    query
}

#[tokio::test]
async fn whatever_is_read_the_database_understands() {
    const SORTS: &[&str] = &[
        "name:1",
        "last_login:-1",
        "created_at:1",
        "phone_number:1",
        "blocked:1",
    ];
    let app = people().await;
    let context = app.context();
    for seed in 0..400 {
        let q = generated(seed);
        let sort = SORTS[usize::try_from(seed).unwrap() % SORTS.len()];
        let pairs = [
            ("q", q.as_str()),
            ("sort", sort),
            ("include_totals", "true"),
        ];
        let pairs = pairs.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let listing = Listing::parse(&pairs).unwrap_or_else(|error| panic!("{q}: {error}"));
        let page = search::list(&listing, |user| Ok(json!(user.id)), &context).await;
        let page = page.unwrap_or_else(|error| panic!("{q}: {error:?}"));
        assert_eq!(page.total, page.rows.len() as u64, "{q}");
    }
}
