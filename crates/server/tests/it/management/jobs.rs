//! `/api/v2/jobs`: imports, exports and verification e-mails, worked on behind the requests' backs.

use std::fmt::Write as _;
use std::io::Read as _;
use std::sync::Arc;
use std::time::Instant;

use axum::body::{Body, to_bytes};
use axum::http::{Method, Request};
use flate2::read::MultiGzDecoder;
use ostia_identity::background::work_off;
use ostia_identity::context::{Context, Origin};
use ostia_identity::jobs::{self, Progress, Step};
use serde_json::{Value, json};
use tower::ServiceExt as _;

use crate::applications::PASSWORD;
use crate::second_factors::methods_of;
use crate::test_app::{TestApp, TestResponse};
use crate::visitor::{Visitor, all_at_once, authorize};

const IMPORTS: &str = "/api/v2/jobs/users-imports";
const BOUNDARY: &str = "the-boundary-of-tests";
/// Of `correctbatteryhorsestapler`.
const BCRYPT: &str = "$2b$04$EGdrhbKUv8Oc9vGiXX0HQOxSg445d458Muh7DAHskb6QbtCvdxcie";

/// Code and path of an error.
type Reason<'a> = (&'a str, Option<&'a str>);

/// `custom_password_hash` in all algorithms, made by Python of `password`.
fn hashes() -> Vec<Value> {
    let all = json!([
        {"algorithm": "md5", "hash": {"value": "fb985bc394cf7ec1f46feac5ff63ca9f", "encoding": "hex"}, "salt": {"value": "pepper", "position": "prefix"}},
        {"algorithm": "md4", "hash": {"value": "8846f7eaee8fb117ad06bdd830b7586c", "encoding": "hex"}, "password": {"encoding": "utf16le"}},
        {"algorithm": "sha1", "hash": {"value": "PaumEiuUpveW0fINWfaftrcGnVY=", "encoding": "base64"}, "salt": {"value": "pepper", "position": "suffix"}},
        {"algorithm": "sha256", "hash": {"value": "4b65d30b048d9eab292a2ea50fd60423d3d5d581a6ed85169b8a0c4f7dd10c00", "encoding": "hex"}, "salt": {"value": "706570706572", "encoding": "hex"}},
        {"algorithm": "sha512", "hash": {"value": "b109f3bbbc244eb82441917ed06d618b9008dd09b3befd1b5e07394c706a8bb980b1d7785e5976ec049b46df5f1326af5a2ea6d103fd07c95385ffab0cacbc86", "encoding": "hex"}},
        {"algorithm": "hmac", "hash": {"value": "4d42fb9ffc8d7d0a245429438b4bc73db1007a167026a0a0c6a74fa58e8e86ca", "encoding": "hex", "digest": "sha256", "key": {"value": "key"}}},
        {"algorithm": "ldap", "hash": {"value": "{SSHA}PaumEiuUpveW0fINWfaftrcGnVZwZXBwZXI=", "encoding": "utf8"}},
        {"algorithm": "pbkdf2", "hash": {"value": "$pbkdf2-sha512$i=1000,l=64$cGVwcGVy$tFU+JK/OOBIDxy3Knq3MT47S7gleWR1Pn/8zKoyVA8A6f8wYP7QJ2S9mqcxq/L27fhw10zLpx7XIte4kNmbVEg", "encoding": "utf8"}},
        {"algorithm": "scrypt", "hash": {"value": "54b465fad571887a7b4aeae6e5de6633f5fba4843dccb15db975f1931292f6a0", "encoding": "hex"}, "salt": {"value": "pepper"}, "keylen": 32, "cost": 1024, "blockSize": 8, "parallelization": 1},
        {"algorithm": "argon2", "hash": {"value": "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4", "encoding": "utf8"}}
    ]);
    all.as_array().unwrap().clone()
}

fn form(parts: &[(&str, &str)], users: Option<&str>) -> String {
    let mut form = String::new();
    for (name, value) in parts {
        let _ = write!(
            form,
            "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
        );
    }
    if let Some(users) = users {
        let _ = write!(
            form,
            "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"users\"; filename=\"users.json\"\r\n\
             Content-Type: application/octet-stream\r\n\r\n{users}\r\n"
        );
    }
    form + &format!("--{BOUNDARY}--\r\n")
}

async fn send(app: &TestApp, form: String) -> TestResponse {
    app.post(IMPORTS)
        .bearer(&app.admin_token().await)
        .raw(&format!("multipart/form-data; boundary={BOUNDARY}"), form)
        .send()
        .await
}

/// Takes an import on. Its id.
async fn import(app: &TestApp, users: &str, further: &[(&str, &str)]) -> String {
    let connection = app.connection().await.id.to_string();
    let parts = [&[("connection_id", connection.as_str())][..], further].concat();
    let made = send(app, form(&parts, Some(users))).await.ok(202);
    made["id"].as_str().unwrap().to_owned()
}

async fn job(app: &TestApp, id: &str) -> Value {
    app.read(&format!("/api/v2/jobs/{id}")).await.ok(200)
}

async fn work(app: &TestApp) {
    work_off(&app.platform).await.unwrap();
}

async fn logs_in(app: &TestApp, email: &str, password: &str) -> bool {
    let client = app.web_app().await;
    let mut visitor = Visitor::new(app);
    let page = visitor.open(&authorize(&client, &[])).await;
    let landing = visitor
        .submit(&page, &[("username", email), ("password", password)])
        .await;
    landing.elsewhere.is_some()
}

async fn stored_hash(app: &TestApp, email: &str) -> String {
    let connection = app.connection().await;
    let account =
        ostia_identity::users::find_password_account(email, &connection, &app.context()).await;
    account.unwrap().unwrap().hash.unwrap()
}

#[tokio::test]
#[expect(
    clippy::print_stdout,
    reason = "how long it took is what one runs it for"
)]
async fn a_thousand_users_with_every_kind_of_hash() {
    let app = TestApp::new().await;
    let hashes = hashes();
    let users: Vec<Value> = (0..1000)
        .map(|number| {
            let mut user = json!({
                "email": format!("User{number}@example.com"), "email_verified": true, "given_name": "Ada",
                "app_metadata": { "number": number }
            });
            match hashes.get(number % (hashes.len() + 1)) {
                Some(hash) => user["custom_password_hash"] = hash.clone(),
                None => user["password_hash"] = json!(BCRYPT),
            }
            user
        })
        .collect();
    let id = import(&app, &json!(users).to_string(), &[("external_id", "mine")]).await;
    let before = job(&app, &id).await;
    assert_eq!(
        before,
        json!({
            "type": "users_import", "status": "pending", "created_at": "2026-01-01T00:00:00.000Z", "id": id,
            "connection_id": app.connection().await.id, "connection": app.connection().await.name, "external_id": "mine",
        })
    );
    let begun = Instant::now();
    work(&app).await;
    let taken = begun.elapsed();
    println!("1000 users in {taken:?}");
    let after = job(&app, &id).await;
    assert_eq!(after["status"], "completed");
    assert_eq!(
        after["summary"],
        json!({ "failed": 0, "updated": 0, "inserted": 1000, "total": 1000 })
    );
    assert_eq!(
        app.read(&format!("/api/v2/jobs/{id}/errors"))
            .await
            .status
            .as_u16(),
        204
    );
    for number in 0..=hashes.len() {
        let email = format!("user{number}@example.com");
        let password = if number == hashes.len() {
            "correctbatteryhorsestapler"
        } else {
            "password"
        };
        assert!(!logs_in(&app, &email, "another").await, "{number}");
        let foreign = stored_hash(&app, &email).await;
        assert!(logs_in(&app, &email, password).await, "{number}: {foreign}");
        // From the first login on it is one of ours.
        let ours = stored_hash(&app, &email).await;
        assert!(
            ours.starts_with("$argon2id$v=19$m=19456,"),
            "{number}: {ours}"
        );
        assert!(logs_in(&app, &email, password).await, "{number}");
    }
    assert_eq!(app.entries_of("sui").await.len(), 1);
    // A target of 10,000 a minute on one core, with room for a debug build on a busy machine.
    assert!(taken.as_secs() < 30, "{taken:?}");
}

#[tokio::test]
async fn who_exists_is_left_alone_or_changed() {
    let app = TestApp::new().await;
    let ada = app.person("ada@example.com").await;
    let file = r#"{"email": "ada@example.com", "given_name": "Ada", "user_metadata": {"a": 1}, "password_hash": "HASH"}
{"email": "bob@example.com"}

{"email": "new@example.com"}"#
        .replace("HASH", BCRYPT);
    let id = import(&app, &file, &[("upsert", "false")]).await;
    work(&app).await;
    assert_eq!(
        job(&app, &id).await["summary"],
        json!({ "failed": 1, "updated": 0, "inserted": 2, "total": 3 })
    );
    let errors = app.read(&format!("/api/v2/jobs/{id}/errors")).await.ok(200);
    assert_eq!(
        errors,
        json!([{
            "user": { "email": "ada@example.com", "given_name": "Ada", "user_metadata": { "a": 1 } },
            "errors": [{
                "code": "DUPLICATED_USER", "message": "The user already exist and upsert parameter is false"
            }]
        }])
    );
    let id = import(&app, &file, &[("upsert", "true")]).await;
    work(&app).await;
    assert_eq!(
        job(&app, &id).await["summary"],
        json!({ "failed": 0, "updated": 3, "inserted": 0, "total": 3 })
    );
    let shown = app.read(&format!("/api/v2/users/{}", ada.id)).await.ok(200);
    assert_eq!(
        (&shown["given_name"], &shown["user_metadata"]),
        (&json!("Ada"), &json!({ "a": 1 }))
    );
    // The password is their own.
    assert!(logs_in(&app, "ada@example.com", PASSWORD).await);
}

/// The grant that finishes a login with an app.
const OTP: &str = "http://auth0.com/oauth/grant-type/mfa-otp";

/// What a user has beside a password: type and name.
async fn methods(app: &TestApp, id: &str) -> Vec<(String, Value)> {
    let rows = app.read(&methods_of(id)).await.ok(200);
    let mut found: Vec<_> = rows
        .as_array()
        .unwrap()
        .iter()
        .map(|row| {
            assert_eq!(row["confirmed"], true, "{row}");
            let name = row.get("phone_number").or_else(|| row.get("email"));
            (
                row["type"].as_str().unwrap().to_owned(),
                name.cloned().unwrap_or_default(),
            )
        })
        .collect();
    found.sort_by_key(|(kind, name)| (kind.clone(), name.to_string()));
    found
}

#[tokio::test]
async fn second_factors_come_along() {
    let app = TestApp::new().await;
    // As short as many systems made them.
    let secret = "JBSWY3DPEHPK3PXP";
    let user = json!({
        "email": "ada@example.com", "user_id": "ada", "password_hash": BCRYPT,
        "mfa_factors": [
            { "totp": { "secret": secret } },
            { "phone": { "value": "+15550100200" } },
            { "email": { "value": "ada@home.example" } },
        ],
    });
    let users = json!([user, { "email": "bob@example.com", "user_id": "bob" }]);
    let id = import(&app, &users.to_string(), &[]).await;
    work(&app).await;
    assert_eq!(
        job(&app, &id).await["summary"],
        json!({ "failed": 0, "updated": 0, "inserted": 2, "total": 2 })
    );
    let has = methods(&app, "auth0|ada").await;
    let kinds: Vec<&str> = has.iter().map(|(kind, _)| kind.as_str()).collect();
    assert_eq!(kinds, ["email", "phone", "totp"]);
    assert!(methods(&app, "auth0|bob").await.is_empty());
    let stored = app.read("/api/v2/users/auth0%7Cada").await.ok(200);
    assert!(stored.get("mfa_factors").is_none() && !stored.to_string().contains(secret));

    // The app that they have goes on working.
    app.offer(&["otp"], &["all-applications"]).await;
    app.change_settings(&json!({ "default_directory": "Username-Password-Authentication" }))
        .await;
    let client = app
        .application(&json!({ "grant_types": ["password", OTP] }))
        .await;
    let pairs = [
        ("grant_type", "password"),
        ("username", "ada@example.com"),
        ("password", "correctbatteryhorsestapler"),
    ];
    let begun = app.token_of(&client, &pairs).await.ok(403);
    assert_eq!(begun["error"], "mfa_required");
    let token = begun["mfa_token"].as_str().unwrap();
    let code = |otp| [("grant_type", OTP), ("mfa_token", token), ("otp", otp)];
    app.token_of(&client, &code("000000")).await.ok(403);
    // Of that secret at 2026-01-01T00:00:00Z, by Python's hmac.
    app.token_of(&client, &code("260025")).await.ok(200);

    // A file may come twice, and bring more.
    let mut again = user.clone();
    again["mfa_factors"] = json!([
        { "totp": { "secret": secret } },
        { "email": { "value": "Ada@Home.example" } },
        { "phone": { "value": "+15550100201" } },
        { "phone": { "value": "+15550100201" } },
    ]);
    let file = json!([again]).to_string();
    import(&app, &file, &[]).await;
    work(&app).await;
    assert_eq!(
        methods(&app, "auth0|ada").await.len(),
        3,
        "it was no upsert"
    );
    let id = import(&app, &file, &[("upsert", "true")]).await;
    work(&app).await;
    assert_eq!(job(&app, &id).await["summary"]["updated"], 1);
    let kinds: Vec<String> = methods(&app, "auth0|ada")
        .await
        .into_iter()
        .map(|(kind, _)| kind)
        .collect();
    assert_eq!(kinds, ["email", "phone", "phone", "totp"]);
}

#[tokio::test]
async fn second_factors_that_cannot_be_are_said_and_leave_nothing() {
    let app = TestApp::new().await;
    let phones = |from: usize, to: usize| -> Vec<Value> {
        let phone = |number| json!({ "phone": { "value": format!("+1555010{number:04}") } });
        (from..to).map(phone).collect()
    };
    let short =
        json!([{ "phone": { "value": "+15550100200" } }, { "totp": { "secret": "JBSWY3DP" } }]);
    let users = json!([
        { "email": "short@example.com", "user_id": "short", "mfa_factors": short },
        { "email": "shape@example.com", "mfa_factors": [{ "totp": { "secret": "not base32" } }] },
        { "email": "both@example.com", "mfa_factors": [{ "phone": { "value": "+1" }, "email": { "value": "a@b.example" } }] },
        { "email": "none@example.com", "mfa_factors": [] },
        { "email": "many@example.com", "user_id": "many", "mfa_factors": phones(0, 10) },
    ]);
    let id = import(&app, &users.to_string(), &[]).await;
    work(&app).await;
    let errors = app.read(&format!("/api/v2/jobs/{id}/errors")).await.ok(200);
    let told: Vec<(&str, &str)> = errors
        .as_array()
        .unwrap()
        .iter()
        .map(|row| {
            let email = row["user"]["email"].as_str().unwrap();
            (
                email.split('@').next().unwrap(),
                row["errors"][0]["code"].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(told.len(), 4, "{errors:#}");
    assert_eq!(told[0], ("short", "MFA_FACTORS_FAILED"));
    assert!(
        !errors.to_string().contains("JBSWY3DP"),
        "secrets are not repeated"
    );
    assert_eq!(
        job(&app, &id).await["summary"],
        json!({ "failed": 3, "updated": 0, "inserted": 2, "total": 5 })
    );
    assert!(methods(&app, "auth0|short").await.is_empty());
    for (from, to, there) in [(10, 20, 20), (20, 21, 20)] {
        let more = json!([{ "email": "many@example.com", "user_id": "many", "mfa_factors": phones(from, to) }]);
        let id = import(&app, &more.to_string(), &[("upsert", "true")]).await;
        work(&app).await;
        assert_eq!(methods(&app, "auth0|many").await.len(), there);
        let errors = app.read(&format!("/api/v2/jobs/{id}/errors")).await;
        assert_eq!(
            errors.text.contains("nobody may have more than 20"),
            from == 20,
            "{}",
            errors.text
        );
    }
}

#[tokio::test]
async fn each_user_that_fails_is_told_why() {
    let app = TestApp::new().await;
    let users = json!([
        { "email": "some@@email.com" },
        { "email": "a@example.com", "colour": "blue", "blocked": "yes" },
        { "given_name": "Nobody" },
        { "email": "b@example.com", "password_hash": "5f4dcc3b5aa765d61d8327deb882cf99" },
        { "email": "c@example.com", "custom_password_hash": { "algorithm": "rot13", "hash": { "value": "x" } } },
        { "email": "d@example.com", "custom_password_hash": { "algorithm": "md5", "hash": { "value": "00", "encoding": "hex" } } },
        { "email": "e@example.com", "mfa_factors": [{ "totp": { "secret": "JBSWY3DP" } }] },
        { "email": "f@example.com", "user_id": "f" },
        { "email": "g@example.com", "user_id": "auth0|f" },
        7
    ]);
    let id = import(&app, &users.to_string(), &[]).await;
    work(&app).await;
    let errors = app.read(&format!("/api/v2/jobs/{id}/errors")).await.ok(200);
    let told: Vec<(&Value, Vec<Reason<'_>>)> = errors
        .as_array()
        .unwrap()
        .iter()
        .map(|row| {
            let reasons = row["errors"].as_array().unwrap().iter();
            (
                &row["user"]["email"],
                reasons
                    .map(|e| (e["code"].as_str().unwrap(), e["path"].as_str()))
                    .collect(),
            )
        })
        .collect();
    let email = |name: &str| json!(format!("{name}@example.com"));
    let expected = [
        (
            json!("some@@email.com"),
            vec![("INVALID_FORMAT", Some("email"))],
        ),
        (
            email("a"),
            vec![
                ("OBJECT_ADDITIONAL_PROPERTIES", None),
                ("INVALID_TYPE", Some("blocked")),
            ],
        ),
        (Value::Null, vec![("OBJECT_REQUIRED", Some("email"))]),
        (email("b"), vec![("INVALID_FORMAT", Some("password_hash"))]),
        (
            email("c"),
            vec![("ENUM_MISMATCH", Some("custom_password_hash.algorithm"))],
        ),
        (
            email("d"),
            vec![("INVALID_FORMAT", Some("custom_password_hash"))],
        ),
        (
            email("e"),
            vec![("MFA_FACTORS_FAILED", Some("mfa_factors"))],
        ),
        (email("g"), vec![("DUPLICATED_USER", None)]),
        (Value::Null, vec![("INVALID_TYPE", None)]),
    ];
    assert_eq!(told.len(), expected.len(), "{errors:#}");
    for (told, expected) in told.iter().zip(&expected) {
        assert_eq!((told.0, &told.1), (&expected.0, &expected.1), "{errors:#}");
    }
    assert_eq!(
        errors[0]["errors"][0]["message"],
        "Object didn't pass validation for format email: some@@email.com"
    );
    assert!(
        !errors.to_string().contains("5f4dcc3b"),
        "hashes are not repeated"
    );
    assert_eq!(
        job(&app, &id).await["summary"],
        json!({ "failed": 8, "updated": 0, "inserted": 2, "total": 10 })
    );
    let found = app.read("/api/v2/users/auth0%7Cf").await.ok(200);
    assert_eq!(found["email"], email("f"));
}

#[tokio::test]
async fn an_import_that_was_interrupted_goes_on_where_it_was() {
    let app = TestApp::new().await;
    let users: Vec<Value> = (0..350)
        .map(|n| json!({ "email": format!("u{n}@example.com") }))
        .collect();
    let id = import(&app, &json!(users).to_string(), &[]).await;
    // Another node did the first hundred in one step, and died.
    let context = Context::new(app.platform.clone(), app.tenant.clone(), Origin::default());
    let mut leased = jobs::lease(60, &context).await.unwrap().unwrap();
    let mut work_unit = context.begin().await.unwrap();
    let step = Step {
        progress: Progress {
            position: 100,
            total: 350,
            inserted: 100,
            ..Progress::default()
        },
        resume_after: None,
        leased_until: context.now.plus_seconds(60),
    };
    assert!(
        jobs::advance(&mut leased, &step, &context, &mut work_unit)
            .await
            .unwrap()
    );
    work_unit.commit().await.unwrap();
    app.advance(10);
    let shown = job(&app, &id).await;
    assert_eq!(shown["status"], "processing");
    assert_eq!(
        (&shown["percentage_done"], &shown["time_left_seconds"]),
        (&json!(28), &json!(25))
    );
    work(&app).await;
    assert_eq!(job(&app, &id).await["status"], "processing");
    app.advance(61);
    // Two nodes come at once: each user is made once.
    all_at_once((0..4).map(|_| {
        let platform = Arc::clone(&app.platform);
        async move { work_off(&platform).await.unwrap() }
    }))
    .await;
    let shown = job(&app, &id).await;
    assert_eq!(shown["status"], "completed");
    assert_eq!(
        shown["summary"],
        json!({ "failed": 0, "updated": 0, "inserted": 350, "total": 350 })
    );
    let listed = app
        .read("/api/v2/users?include_totals=true&per_page=1")
        .await
        .ok(200);
    assert_eq!(listed["total"], 250);
}

#[tokio::test]
async fn what_an_import_is_refused_for() {
    let app = TestApp::new().await;
    let connection = app.connection().await.id.to_string();
    let parts = [("connection_id", connection.as_str())];
    let missing = send(&app, form(&parts, None)).await;
    missing.refused(
        400,
        "Payload validation error: 'Missing required property: users'.",
        Some("invalid_body"),
    );
    let missing = send(&app, form(&[], Some("[]"))).await;
    missing.refused(
        400,
        "Payload validation error: 'Missing required property: connection_id'.",
        Some("invalid_body"),
    );
    let text = "Failed to parse users file JSON when importing users. Make sure it is valid JSON.";
    for file in ["[{]", "nonsense", "{\"a\": 1} {\"b\": 2}", "[1]]"] {
        send(&app, form(&parts, Some(file)))
            .await
            .refused(400, text, Some("invalid_body"));
    }
    let unknown = [("connection_id", "con_0000000000000000")];
    assert_eq!(
        send(&app, form(&unknown, Some("[]"))).await.status.as_u16(),
        400
    );
    let large = format!("[{}]", " ".repeat(512_000));
    send(&app, form(&parts, Some(&large))).await.refused(
        413,
        "Payload content length greater than maximum allowed: 512000",
        None,
    );
    let huge = format!("[{}]", " ".repeat(2_000_000));
    assert_eq!(
        send(&app, form(&parts, Some(&huge))).await.status.as_u16(),
        413
    );
    assert_eq!(
        app.write(Method::POST, IMPORTS, &json!({}))
            .await
            .status
            .as_u16(),
        400
    );
    assert_eq!(send(&app, "no form".to_owned()).await.status.as_u16(), 400);
    let unknown = app.read("/api/v2/jobs/job_0000000000000000").await;
    unknown.refused(404, "The job does not exist", Some("inexistent_job"));
    assert_eq!(app.read("/api/v2/jobs/1").await.status.as_u16(), 400);
    let id = import(&app, "[]", &[]).await;
    work(&app).await;
    assert_eq!(job(&app, &id).await["status"], "completed");
    let other = app.other_tenant().await;
    assert_eq!(
        other
            .read(&format!("/api/v2/jobs/{id}"))
            .await
            .status
            .as_u16(),
        404
    );
}

async fn file(app: &TestApp, location: &str) -> (u16, String) {
    let path = crate::mail::path_of(location);
    let request = Request::builder()
        .uri(path)
        .header("host", &app.tenant.domain)
        .body(Body::empty())
        .unwrap();
    let response = app.router.clone().oneshot(request).await.unwrap();
    let status = response.status().as_u16();
    let bytes = to_bytes(response.into_body(), 1 << 24).await.unwrap();
    let mut text = String::new();
    let _ = MultiGzDecoder::new(&bytes[..]).read_to_string(&mut text);
    (status, text)
}

#[tokio::test]
async fn an_export_as_recorded_and_its_file() {
    let app = TestApp::new().await;
    let connection = app.connection().await;
    let users: Vec<Value> = (0..1200)
        .map(|n| json!({ "email": format!("u{n:04}@example.com"), "user_id": format!("u{n:04}"), "name": "=1+1" }))
        .collect();
    import(&app, &json!(users).to_string(), &[]).await;
    work(&app).await;
    let fields = json!([{ "name": "user_id" }, { "name": "email", "export_as": "mail" }, { "name": "identities[0].connection" }, { "name": "name" }]);
    let body = json!({ "connection_id": connection.id, "format": "json", "fields": fields });
    let made = app
        .write(Method::POST, "/api/v2/jobs/users-exports", &body)
        .await
        .ok(200);
    let id = made["id"].as_str().unwrap();
    assert_eq!(
        made,
        json!({
            "type": "users_export", "status": "pending", "connection_id": connection.id, "format": "json",
            "fields": fields, "connection": connection.name, "created_at": "2026-01-01T00:00:00.000Z", "id": id
        })
    );
    work(&app).await;
    let shown = job(&app, id).await;
    assert_eq!(
        (&shown["status"], &shown["percentage_done"]),
        (&json!("completed"), &json!(100))
    );
    let location = shown["location"].as_str().unwrap();
    let (status, text) = file(&app, location).await;
    assert_eq!(status, 200);
    let lines: Vec<Value> = text
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(lines.len(), 1200);
    assert_eq!(
        lines[1199],
        json!({
            "user_id": "auth0|u1199", "mail": "u1199@example.com", "identities[0].connection": connection.name, "name": "=1+1"
        })
    );
    for wrong in [
        location.replace("signature=", "signature=x"),
        location.replace("expires=1", "expires=2"),
        location.replace(id, "job_0000000000000000"),
        location.replace("users.json", "users.csv"),
    ] {
        assert_eq!(file(&app, &wrong).await.0, 404, "{wrong}");
    }
    let other = app.other_tenant().await;
    assert_eq!(
        file(&other, &location.replace("tenant.test", "other.test"))
            .await
            .0,
        404
    );
    app.advance(61);
    assert_eq!(file(&app, location).await.0, 404);
    let fresh = job(&app, id).await;
    assert_eq!(file(&app, fresh["location"].as_str().unwrap()).await.0, 200);

    let body = json!({ "format": "csv", "limit": 2, "fields": fields });
    let made = app
        .write(Method::POST, "/api/v2/jobs/users-exports", &body)
        .await
        .ok(200);
    work(&app).await;
    let shown = job(&app, made["id"].as_str().unwrap()).await;
    let (_, text) = file(&app, shown["location"].as_str().unwrap()).await;
    let name = &connection.name;
    assert_eq!(
        text,
        format!(
            "\"user_id\",\"mail\",\"identities[0].connection\",\"name\"\r\n\
             \"auth0|u0000\",\"u0000@example.com\",\"{name}\",\"'=1+1\"\r\n\
             \"auth0|u0001\",\"u0001@example.com\",\"{name}\",\"'=1+1\"\r\n"
        )
    );
}

#[tokio::test]
async fn a_verification_email() {
    let app = TestApp::new().await;
    let user = app.person("ada@example.com").await;
    let account = json!({ "user_id": user.id.provider_user_id(), "provider": "auth0" });
    let body = json!({ "user_id": user.id, "identity": account });
    let path = "/api/v2/jobs/verification-email";
    let made = app.write(Method::POST, path, &body).await.ok(201);
    let id = made["id"].as_str().unwrap();
    assert_eq!(
        made,
        json!({ "type": "verification_email", "status": "pending", "created_at": "2026-01-01T00:00:00.000Z", "id": id })
    );
    work(&app).await;
    assert_eq!(job(&app, id).await["status"], "completed");
    let mail = TestApp::only(app.mail("ada@example.com").await);
    assert_eq!(mail.template.as_deref(), Some("verify_email"));
    assert_eq!(app.entries_of("svr").await.len(), 1);
    let nobody = app
        .write(Method::POST, path, &json!({ "user_id": "auth0|nobody" }))
        .await;
    nobody.refused(404, "The user does not exist.", Some("inexistent_user"));
    assert_eq!(
        app.write(Method::POST, path, &json!({}))
            .await
            .status
            .as_u16(),
        400
    );
}
