//! `/api/v2/experimentation`.

use axum::http::Method;
use serde_json::{Value, json};

use crate::test_app::TestApp;

const PATH: &str = "/api/v2/experimentation";

struct Laboratory {
    app: TestApp,
    flag: String,
    variations: [String; 2],
}

fn id(made: &Value) -> String {
    made["id"].as_str().unwrap().to_owned()
}

impl Laboratory {
    async fn new() -> Self {
        let app = TestApp::new().await;
        let body = json!({ "name": "New button", "parameters": {
            "colour": { "type": "string", "value": "red" }, "size": { "type": "number", "value": 3 },
        } });
        let flag = make(&app, "/feature-flags", &body).await;
        let variations = format!("/feature-flags/{}/variations", id(&flag));
        let mut made = Vec::new();
        for (name, overrides) in [
            ("As it is", json!({})),
            ("Blue", json!({ "colour": { "value": "blue" } })),
        ] {
            let body = json!({ "name": name, "overrides": overrides });
            made.push(id(&make(&app, &variations, &body).await));
        }
        Self {
            app,
            flag: id(&flag),
            variations: made.try_into().unwrap(),
        }
    }

    fn experiment(&self, weights: [f64; 2]) -> Value {
        let [control, other] = &self.variations;
        json!({
            "name": "Which button", "feature_flag_id": self.flag, "authentication_flow": "login",
            "allocation_strategy": "percentage", "assignment_config": { "subject": "device" },
            "allocations": [
                { "variation_id": control, "weight": weights[0], "is_control": true },
                { "variation_id": other, "weight": weights[1], "is_control": false },
            ],
        })
    }

    async fn activate_flag(&self) {
        let path = format!("{PATH}/feature-flags/{}/status", self.flag);
        let active = json!({ "status": "active" });
        self.app.write(Method::POST, &path, &active).await.ok(200);
    }
}

async fn make(app: &TestApp, path: &str, body: &Value) -> Value {
    app.write(Method::POST, &format!("{PATH}{path}"), body)
        .await
        .ok(201)
}

#[tokio::test]
async fn a_flag_and_its_variations() {
    let lab = Laboratory::new().await;
    let app = &lab.app;
    let item = format!("{PATH}/feature-flags/{}", lab.flag);
    let flag = app.read(&item).await.ok(200);
    assert_eq!(
        (&flag["type"], &flag["status"]),
        (&json!("self"), &json!("draft"))
    );
    let variations = format!("{item}/variations");
    let all = app.read(&variations).await.ok(200);
    assert_eq!(all["variations"].as_array().unwrap().len(), 2);
    let blue = format!("{variations}/{}", lab.variations[1]);
    let read = app.read(&blue).await.ok(200);
    assert_eq!(read["feature_flag_id"], lab.flag.as_str());
    let larger = json!({ "overrides": { "size": { "value": 4 } }, "description": null });
    let changed = app.write(Method::PATCH, &blue, &larger).await.ok(200);
    assert_eq!(changed["overrides"], larger["overrides"]);
    assert_eq!(app.read(&blue).await.ok(200), changed);

    for overrides in [
        json!({ "size": { "value": "large" } }),
        json!({ "shape": { "value": "round" } }),
        json!({ "size": 4 }),
    ] {
        let body = json!({ "name": "Wrong one", "overrides": overrides });
        app.write(Method::POST, &variations, &body).await.ok(400);
        app.write(Method::PATCH, &blue, &body).await.ok(400);
    }
    let taken = json!({ "name": "Blue", "overrides": {} });
    app.write(Method::POST, &variations, &taken).await.refused(
        409,
        "A variation with this name already exists on this feature flag.",
        None,
    );
    // The same name at another flag is another name.
    let other = json!({ "name": "Other flag", "parameters": { "a": { "type": "boolean", "value": true } } });
    let other = id(&make(app, "/feature-flags", &other).await);
    make(app, &format!("/feature-flags/{other}/variations"), &taken).await;

    app.remove(&blue).await.ok(204);
    app.remove(&blue).await.ok(204);
    app.read(&blue)
        .await
        .refused(404, "Variation not found.", None);
    app.remove(&format!("{variations}/{}", lab.variations[0]))
        .await
        .ok(400);
    app.remove(&item).await.ok(204);
    app.remove(&item).await.ok(204);
    app.read(&variations)
        .await
        .refused(404, "Feature flag not found.", None);
}

#[tokio::test]
async fn flags_are_listed_changed_and_moved_on() {
    let lab = Laboratory::new().await;
    let app = &lab.app;
    let item = format!("{PATH}/feature-flags/{}", lab.flag);
    for wrong in [
        json!({}),
        json!({ "name": " padded " }),
        json!({ "status": "active" }),
        json!({ "parameters": {} }),
        json!({ "parameters": { "size": { "type": "number", "value": "3" } } }),
    ] {
        app.write(Method::PATCH, &item, &wrong).await.ok(400);
    }
    let renamed = json!({ "name": "Old button", "description": "What it was" });
    let changed = app.write(Method::PATCH, &item, &renamed).await.ok(200);
    assert_eq!(changed["description"], "What it was");
    let taken =
        json!({ "name": "Old button", "parameters": { "a": { "type": "array", "value": [] } } });
    app.write(Method::POST, &format!("{PATH}/feature-flags"), &taken)
        .await
        .refused(409, "A feature flag with this name already exists.", None);

    lab.activate_flag().await;
    let status = format!("{item}/status");
    for (wanted, answer) in [
        ("draft", 400),
        ("active", 400),
        ("archived", 200),
        ("active", 400),
    ] {
        let body = json!({ "status": wanted });
        app.write(Method::POST, &status, &body).await.ok(answer);
    }
    for (query, count) in [
        ("status=archived", 1),
        ("status=draft", 0),
        ("type=auth0", 0),
        ("take=50", 1),
    ] {
        let list = app.read(&format!("{PATH}/feature-flags?{query}")).await;
        let list = list.ok(200)["feature_flags"].as_array().unwrap().len();
        assert_eq!(list, count, "{query}");
    }
    app.read(&format!("{PATH}/feature-flags?take=51"))
        .await
        .ok(400);
    app.other_tenant().await.read(&item).await.ok(404);
}

#[tokio::test]
async fn an_experiment_begins_when_it_is_ready() {
    let lab = Laboratory::new().await;
    let app = &lab.app;
    let made = make(app, "/experiments", &lab.experiment([60.0, 30.0])).await;
    assert_eq!(
        (&made["status"], &made["is_valid"]),
        (&json!("draft"), &json!(false))
    );
    let item = format!("{PATH}/experiments/{}", id(&made));
    let validated = app
        .write(Method::POST, &format!("{item}/validate"), &json!({}))
        .await
        .ok(200);
    let codes: Vec<&Value> = validated["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|error| &error["code"])
        .collect();
    assert_eq!(
        codes,
        ["feature_flag_not_active", "weights_must_sum_to_100"]
    );
    let status = format!("{item}/status");
    let to = |status: &str| json!({ "status": status });
    app.write(Method::POST, &status, &to("active"))
        .await
        .refused(
            400,
            "The feature flag must be active.",
            Some("invalid_body"),
        );
    lab.activate_flag().await;
    let halves = lab.experiment([50.0, 50.0])["allocations"].clone();
    let halves = json!({ "allocations": halves });
    let ready = app.write(Method::PATCH, &item, &halves).await.ok(200);
    assert_eq!(ready["is_valid"], true);
    let active = app
        .write(Method::POST, &status, &to("active"))
        .await
        .ok(200);
    assert_eq!(active["started_at"], "2026-01-01T00:00:00.000Z");

    // What runs stays as it is, and so does what it is about.
    app.write(Method::PATCH, &item, &halves).await.refused(
        400,
        "Allocations cannot be modified while the experiment is active.",
        Some("invalid_body"),
    );
    app.write(Method::PATCH, &item, &json!({ "name": "Renamed" }))
        .await
        .ok(200);
    app.remove(&item).await.ok(400);
    let flag = format!("{PATH}/feature-flags/{}", lab.flag);
    app.remove(&flag).await.ok(409);
    app.remove(&format!("{flag}/variations/{}", lab.variations[1]))
        .await
        .ok(409);
    app.advance(60);
    for (wanted, answer) in [
        ("archived", 400),
        ("paused", 200),
        ("active", 200),
        ("completed", 200),
        ("active", 400),
    ] {
        app.write(Method::POST, &status, &to(wanted))
            .await
            .ok(answer);
    }
    let ended = app.read(&item).await.ok(200);
    assert_eq!(
        (&ended["started_at"], &ended["ended_at"]),
        (
            &json!("2026-01-01T00:00:00.000Z"),
            &json!("2026-01-01T00:01:00.000Z")
        )
    );
    app.write(Method::POST, &status, &to("archived"))
        .await
        .ok(200);
    app.remove(&flag).await.ok(204);
    assert_eq!(app.read(&item).await.ok(200)["is_valid"], false);
    app.other_tenant().await.read(&item).await.ok(404);
    app.remove(&item).await.ok(204);
    app.remove(&item).await.ok(204);
    app.read(&item)
        .await
        .refused(404, "Experiment not found.", None);
}

#[tokio::test]
async fn experiments_name_what_is_there() {
    let lab = Laboratory::new().await;
    let app = &lab.app;
    let path = format!("{PATH}/experiments");
    let with = |member: &str, value: Value| {
        let mut body = lab.experiment([50.0, 50.0]);
        body[member] = value;
        body
    };
    let allocation = |member: &str, value: Value| {
        let mut body = lab.experiment([50.0, 50.0]);
        body["allocations"][0][member] = value;
        body
    };
    for (body, status) in [
        (with("feature_flag_id", json!("flg_nobody")), 404),
        (allocation("variation_id", json!("var_nobody")), 404),
        (allocation("segment_id", json!("seg_nobody")), 400),
        (allocation("weight", json!(101)), 400),
        (with("allocation_strategy", json!("guess")), 400),
        (with("is_valid", json!(true)), 400),
        (with("status", json!("active")), 400),
    ] {
        app.write(Method::POST, &path, &body).await.ok(status);
    }
    make(app, "/experiments", &lab.experiment([50.0, 50.0])).await;
    app.write(Method::POST, &path, &lab.experiment([50.0, 50.0]))
        .await
        .refused(409, "An experiment with this name already exists.", None);
    for (query, count) in [
        ("status=draft&authentication_flow=login".to_owned(), 1),
        (format!("feature_flag_id={}", lab.flag), 1),
        ("feature_flag_id=flg_other".to_owned(), 0),
        ("status=active".to_owned(), 0),
    ] {
        let list = app.read(&format!("{path}?{query}")).await.ok(200);
        assert_eq!(
            list["experiments"].as_array().unwrap().len(),
            count,
            "{query}"
        );
    }
}

#[tokio::test]
async fn segments_are_for_experiments() {
    let lab = Laboratory::new().await;
    let app = &lab.app;
    let body = json!({
        "name": "Phones", "rules": [{ "match": { "device_type": ["mobile"], "user_agent": { "contains": ["iPhone"] } } }],
    });
    let segment = make(app, "/segments", &body).await;
    assert_eq!(segment["type"], "self");
    let item = format!("{PATH}/segments/{}", id(&segment));
    let [control, other] = &lab.variations;
    let experiment = json!({
        "name": "Phones first", "feature_flag_id": lab.flag, "authentication_flow": "login",
        "allocation_strategy": "segment", "assignment_config": { "subject": "device" },
        "allocations": [
            { "variation_id": other, "segment_id": id(&segment), "priority": 1, "is_control": false },
            { "variation_id": control, "is_fallback": true, "is_control": true },
        ],
    });
    let mut foreign = experiment.clone();
    foreign["allocations"][0]["segment_id"] = json!("seg_nobody");
    app.write(Method::POST, &format!("{PATH}/experiments"), &foreign)
        .await
        .refused(404, "Segment not found.", None);
    lab.activate_flag().await;
    let made = make(app, "/experiments", &experiment).await;
    assert_eq!(made["is_valid"], true);
    app.remove(&item).await.refused(
        409,
        "Segment is in use by one or more non-archived experiment allocations.",
        None,
    );
    app.remove(&format!("{PATH}/experiments/{}", id(&made)))
        .await
        .ok(204);

    for rules in [
        json!([]),
        json!([{}]),
        json!([{ "match": {} }]),
        json!([{ "match": { "shoe_size": ["9"] } }]),
        json!([{ "match": { "browser": { "contains": [] } } }]),
        json!([{ "match": { "browser": { "contains": ["a"], "exists": true } } }]),
    ] {
        let body = json!({ "rules": rules });
        app.write(Method::PATCH, &item, &body).await.ok(400);
    }
    let rules = json!({ "rules": [{ "not_match": { "country": { "exists": true } } }] });
    let changed = app.write(Method::PATCH, &item, &rules).await.ok(200);
    assert_eq!(changed["rules"], rules["rules"]);
    assert_eq!(app.read(&item).await.ok(200), changed);
    let list = app.read(&format!("{PATH}/segments?type=self")).await;
    assert_eq!(list.ok(200), json!({ "segments": [changed] }));
    app.other_tenant().await.read(&item).await.ok(404);
    app.remove(&item).await.ok(204);
    app.remove(&item).await.ok(204);
    app.read(&item)
        .await
        .refused(404, "Segment not found.", None);
}
