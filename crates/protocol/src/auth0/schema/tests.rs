//! The grammar of messages, row by row.

use std::path::Path;
use std::sync::LazyLock;

use serde_json::{Value, json};

use super::{Format, Part, Schema};

fn message(schema: &Schema, value: &Value) -> String {
    let outcome = schema.check(value, Part::Payload);
    outcome.map_or_else(
        |error| error.message.into_owned(),
        |()| "accepted".to_owned(),
    )
}

#[test]
fn accepted() {
    let rows = [
        (Schema::any(), json!(null)),
        (Schema::boolean(), json!(false)),
        (Schema::integer().minimum(0).maximum(3), json!(3)),
        (Schema::integer(), json!(3.0)),
        (Schema::number().minimum(-1), json!(-0.5)),
        (Schema::string().min_length(2).max_length(2), json!("äö")),
        (Schema::string().nullable(), json!(null)),
        (Schema::string().pattern("^[^<>]+$"), json!("App")),
        (
            Schema::enumeration(&["spa", "native"]).nullable(),
            json!("spa"),
        ),
        (
            Schema::array(Schema::integer()).unique().max_items(2),
            json!([1, 2]),
        ),
        (Schema::object().member("a", Schema::any()), json!({})),
        (Schema::object().open(), json!({"b": 1})),
        (
            Schema::map(Schema::string())
                .max_properties(1)
                .max_key_length(3),
            json!({"abc": "x"}),
        ),
        (
            Schema::any_of([Schema::integer(), Schema::string()]),
            json!("x"),
        ),
        (
            Schema::any_of([Schema::integer(), Schema::string()]).nullable(),
            json!(null),
        ),
    ];
    for (schema, value) in rows {
        assert_eq!(message(&schema, &value), "accepted", "{value}");
    }
}

#[test]
fn refused() {
    let rows = [
        (
            Schema::boolean(),
            json!("true"),
            "Expected type boolean but found type string",
        ),
        (
            Schema::integer(),
            json!(1.5),
            "Expected type integer but found type number",
        ),
        (
            Schema::number(),
            json!("1"),
            "Expected type number but found type string",
        ),
        (
            Schema::string(),
            json!(1),
            "Expected type string but found type integer",
        ),
        (
            Schema::string(),
            json!(null),
            "Expected type string but found type null",
        ),
        (
            Schema::string().nullable(),
            json!([]),
            "Expected type string,null but found type array",
        ),
        (
            Schema::integer().minimum(1),
            json!(0),
            "Value 0 is less than minimum 1",
        ),
        (
            Schema::integer().maximum(9),
            json!(u64::MAX),
            "Value 18446744073709551615 is greater than maximum 9",
        ),
        (
            Schema::integer().minimum(0),
            json!(-1e300),
            "Value -1e+300 is less than minimum 0",
        ),
        (
            Schema::number().maximum(1),
            json!(1.5),
            "Value 1.5 is greater than maximum 1",
        ),
        (
            Schema::string().min_length(1),
            json!(""),
            "String is too short (0 chars), minimum 1",
        ),
        (
            Schema::string().max_length(2),
            json!("äöü"),
            "String is too long (3 chars), maximum 2",
        ),
        (
            Schema::string().pattern("^[^<>]+$"),
            json!("<b>"),
            "String does not match pattern ^[^<>]+$: <b>",
        ),
        (
            Schema::string().pattern("("),
            json!("x"),
            "String does not match pattern (: x",
        ),
        (
            Schema::enumeration(&["a", "b"]),
            json!("c"),
            "Invalid value \"c\"",
        ),
        (
            Schema::formatted(Format::Email),
            json!("x"),
            "Object didn't pass validation for format email: x",
        ),
        (
            Schema::array(Schema::any()).min_items(1),
            json!([]),
            "Array is too short (0), minimum 1",
        ),
        (
            Schema::array(Schema::any()).max_items(1),
            json!([1, 2]),
            "Array is too long (2), maximum 1",
        ),
        (
            Schema::array(Schema::any()).unique(),
            json!([0, {"a": 1}, 2, {"a": 1}, 2]),
            "Array items are not unique (indexes 1 and 3)",
        ),
        (
            Schema::object().required_member("email", Schema::string()),
            json!({}),
            "Missing required property: email",
        ),
        (
            Schema::object(),
            json!({"b": 1, "a": 2}),
            "Additional properties not allowed: a,b",
        ),
        (
            Schema::object().open().min_properties(1),
            json!({}),
            "Too few properties defined (0), minimum 1",
        ),
        (
            Schema::map(Schema::any()).max_properties(1),
            json!({"a": 1, "b": 2}),
            "Too many properties defined (2), maximum 1",
        ),
    ];
    for (schema, value, reason) in rows {
        assert_eq!(
            message(&schema, &value),
            format!("Payload validation error: '{reason}'.")
        );
    }
}

#[test]
fn where_it_failed() {
    let validation = Schema::object()
        .member("min", Schema::integer())
        .described("Rules");
    let schema = Schema::object()
        .member("options", Schema::object().member("validation", validation))
        .member(
            "groups",
            Schema::array(Schema::object().member("email", Schema::formatted(Format::Email))),
        )
        .member("metadata", Schema::map(Schema::string()).max_key_length(3));
    let rows = [
        (
            json!({"options": {"validation": {"max": 1}}}),
            "'Additional properties not allowed: max' on property options.validation (Rules).",
        ),
        (
            json!({"groups": [{"email": ""}]}),
            "'Object didn't pass validation for format email: ' on property groups[0].email.",
        ),
        (
            json!({"metadata": {"abcd": "x"}}),
            "'Property name is too long (4 chars), maximum 3' on property metadata.abcd.",
        ),
    ];
    for (value, expected) in rows {
        assert_eq!(
            message(&schema, &value),
            format!("Payload validation error: {expected}")
        );
    }
}

#[test]
fn all_failures_are_told_from_the_last_member_to_the_first() {
    let name = || Schema::string().min_length(1);
    let schema = Schema::object()
        .required_member("email", Schema::formatted(Format::Email))
        .member("given_name", name().described("Given name"))
        .member("picture", Schema::formatted(Format::StrictUri));
    assert_eq!(
        message(&schema, &json!({"given_name": "", "picture": "", "x": 1})),
        "Payload validation error: 'Missing required property: email'. (also) \
         Payload validation error: 'Additional properties not allowed: x'. (also) \
         Payload validation error: 'Object didn't pass validation for format strict-uri: ' on property picture. (also) \
         Payload validation error: 'String is too short (0 chars), minimum 1' on property given_name (Given name)."
    );
}

#[test]
fn none_of_several_schemas() {
    let schema = Schema::any_of([
        Schema::object().required_member("id", Schema::string()),
        Schema::object().required_member("id", Schema::string()),
        Schema::string(),
    ]);
    let schema = Schema::object().member("target", schema.described("What is meant"));
    assert_eq!(
        message(&schema, &json!({"target": {}})),
        "Payload validation error: 'None of the valid schemas were met' on property target (What is meant). \
         Inner errors: [ Payload validation error: 'Missing required property: id' on property target. (also) \
         Payload validation error: 'Expected type string but found type object' on property target. ]."
    );
}

#[test]
fn messages_are_bounded() {
    let many: Vec<_> = (0..10_000).collect();
    let long = "x".repeat(100_000);
    let names: Value = (0..10_000)
        .map(|index| (format!("{long}{index}"), json!(1)))
        .take(50)
        .collect();
    for (schema, value) in [
        (Schema::array(Schema::string()), json!(many)),
        (Schema::formatted(Format::Email), json!(long)),
        (Schema::object(), names),
    ] {
        assert!(message(&schema, &value).len() < 5_000);
    }
}

#[test]
fn queries_and_paths_are_text() {
    let schema = Schema::object()
        .member("page", Schema::integer())
        .member("is_global", Schema::boolean())
        .member("strategy", Schema::array(Schema::string()))
        .member("name", Schema::string());
    let pairs = |query: &[(&str, &str)]| -> Vec<(String, String)> {
        query
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect()
    };
    let read = schema.check_query(&pairs(&[
        ("page", "2"),
        ("is_global", "true"),
        ("strategy", "auth0"),
        ("name", "7"),
    ]));
    assert_eq!(
        read,
        Ok(json!({"page": 2, "is_global": true, "strategy": ["auth0"], "name": "7"}))
    );
    let rows: [(&[(&str, &str)], &str); 3] = [
        (
            &[("page", "x")],
            "'Expected type integer but found type string' on property page.",
        ),
        (
            &[("name", "a"), ("name", "b")],
            "'Expected type string but found type array' on property name.",
        ),
        (
            &[("include_totals", "true")],
            "'Additional properties not allowed: include_totals'.",
        ),
    ];
    for (query, expected) in rows {
        let error = schema.check_query(&pairs(query)).unwrap_err();
        assert_eq!(error.message, format!("Query validation error: {expected}"));
        assert_eq!(error.code, Some("invalid_query_string"));
    }
    let path = Schema::object().member(
        "id",
        Schema::formatted(Format::ConnectionId).described("The connection"),
    );
    let error = path.check_path(&pairs(&[("id", "con_x")])).unwrap_err();
    assert_eq!(
        error.message,
        "Path validation error: 'Object didn't pass validation for format connection-id: con_x' on property id (The \
         connection)."
    );
    assert_eq!(error.code, Some("invalid_uri"));
}

#[test]
fn openapi() {
    let schema = Schema::object()
        .required_member(
            "name",
            Schema::string()
                .min_length(1)
                .pattern("^[^<>]+$")
                .described("What people read"),
        )
        .member(
            "app_type",
            Schema::enumeration(&["spa", "native"]).nullable(),
        )
        .member(
            "callbacks",
            Schema::array(Schema::formatted(Format::CallbackUrl))
                .max_items(3)
                .unique(),
        )
        .member(
            "metadata",
            Schema::map(Schema::string())
                .max_properties(10)
                .max_key_length(255),
        )
        .member(
            "lifetime",
            Schema::any_of([Schema::integer().minimum(1), Schema::boolean()]).nullable(),
        );
    assert_eq!(
        schema.to_openapi(),
        json!({
            "type": "object",
            "additionalProperties": false,
            "required": ["name"],
            "properties": {
                "name": {"type": "string", "minLength": 1, "pattern": "^[^<>]+$", "description": "What people read"},
                "app_type": {"type": ["string", "null"], "enum": ["spa", "native", null]},
                "callbacks": {"type": "array", "items": {"type": "string", "format": "callback-url"}, "maxItems": 3,
                              "uniqueItems": true},
                "metadata": {"type": "object", "additionalProperties": {"type": "string"}, "maxProperties": 10,
                             "propertyNames": {"maxLength": 255}},
                "lifetime": {"anyOf": [{"type": "integer", "minimum": 1}, {"type": "boolean"}, {"type": "null"}]}
            }
        })
    );
}

/// The schemas under which the recorded requests fail, as far as the failure needs them.
static RECORDED: LazyLock<[(&str, Part, Schema); 2]> = LazyLock::new(|| {
    let lists = Schema::array(Schema::string()).unique();
    let auth0_managed = Schema::object().open().member("auth0_managed", lists);
    let rule = Schema::object().open().member("match", auth0_managed);
    let event_stream_id = Schema::formatted(Format::EventStreamId).described("The event stream");
    [
        (
            "/network-acls",
            Part::Payload,
            Schema::object().open().member("rule", rule),
        ),
        (
            "/event-streams/{id}",
            Part::Path,
            Schema::object().member("id", event_stream_id),
        ),
    ]
});

#[test]
#[expect(
    clippy::print_stderr,
    reason = "whoever runs the tests should know what was not tested"
)]
fn recorded_messages() {
    let samples = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../../shared/reference/management-api.samples.json");
    let Ok(text) = std::fs::read_to_string(&samples) else {
        eprintln!("skipped: the recorded exchanges are not here");
        return;
    };
    let recorded: Value = serde_json::from_str(&text).unwrap();
    let mut replayed = 0;
    for sample in recorded["samples"].as_array().unwrap() {
        let message = sample["response"]["message"].as_str().unwrap_or_default();
        if !message.contains("validation error: '") {
            continue;
        }
        let path = sample["path"].as_str().unwrap();
        let (_, part, schema) = RECORDED
            .iter()
            .find(|(known, ..)| *known == path)
            .expect(path);
        let request = match part {
            Part::Path => {
                json!({"id": message.split(": ").nth(2).unwrap().split('\'').next().unwrap()})
            }
            Part::Payload | Part::Query => sample["request"].clone(),
        };
        let error = schema.check(&request, *part).unwrap_err();
        assert_eq!(
            without_description(&error.message),
            without_description(message)
        );
        assert_eq!(json!(error.code), sample["response"]["errorCode"]);
        replayed += 1;
    }
    assert!(replayed >= RECORDED.len());
}

fn without_description(message: &str) -> &str {
    message
        .rsplit_once(" (")
        .map_or(message.trim_end_matches('.'), |(before, _)| before)
}
