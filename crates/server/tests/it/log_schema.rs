//! Every entry that any test writes is held against the published schema of its type, where that is at hand.

use std::io::Write as _;
use std::net::IpAddr;
use std::sync::OnceLock;

use ostia_identity::logs::{Stored, shape};
use serde_json::{Map, Value};

/// Types that exist and that the published schemas leave out.
const UNCATALOGUED: [&str; 6] = [
    "fapi",
    "gd_auth_fail_email_verification",
    "gd_recovery_rate_limit_exceed",
    "gd_send_email_verification_failure",
    "fc",
    "too_many_records",
];

/// Types whose details don't have all that is published yet: those of mail, tickets and jobs.
const INCOMPLETE: [&str; 11] = [
    "fcp", "fcpr", "fn", "fui", "fv", "fvr", "scp", "scpr", "sui", "sv", "svr",
];

fn schemas() -> Option<&'static Map<String, Value>> {
    static SCHEMAS: OnceLock<Option<Map<String, Value>>> = OnceLock::new();
    let read = || {
        let path = concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../../../shared/reference/management-api.logs-schema.json"
        );
        let Ok(text) = std::fs::read_to_string(path) else {
            let note =
                format!("log entries are not held against their schemas: {path} is not there");
            let _ = writeln!(std::io::stderr(), "{note}");
            return None;
        };
        let mut document: Value = serde_json::from_str(&text).unwrap();
        match document["components"]["schemas"].take() {
            Value::Object(schemas) => Some(schemas),
            _ => panic!("no schemas in {path}"),
        }
    };
    SCHEMAS.get_or_init(read).as_ref()
}

/// The journal's observer in every test.
pub fn check(entry: &Stored) {
    let Some(schemas) = schemas() else { return };
    let code = entry.event.code();
    if UNCATALOGUED.contains(&code) || INCOMPLETE.contains(&code) {
        return;
    }
    let schema = schemas
        .get(code)
        .unwrap_or_else(|| panic!("no type of entry is called {code}"));
    let streamed = Value::Object(shape::streamed(entry.document.clone()));
    if let Err(problem) = conforms(&streamed, schema, code) {
        panic!("{problem}, in {streamed:#}");
    }
}

/// JSON Schema, as much of it as those schemas use.
fn conforms(value: &Value, schema: &Value, at: &str) -> Result<(), String> {
    let wrong = |what: &str| Err(format!("{at} {what}: {value}"));
    if let Some(expected) = schema.get("const").filter(|expected| value != *expected) {
        return wrong(&format!("is not {expected}"));
    }
    let choices = schema.get("enum").and_then(Value::as_array);
    if choices.is_some_and(|choices| !choices.contains(value)) {
        return wrong("is none of those that it can be");
    }
    match schema.get("type") {
        Some(Value::String(name)) if !is(value, name) => return wrong(&format!("is no {name}")),
        Some(Value::Array(names))
            if !names.iter().any(|name| is(value, name.as_str().unwrap())) =>
        {
            return wrong("has another type");
        }
        _ => {}
    }
    if let (Some(text), Some(format)) =
        (value.as_str(), schema.get("format").and_then(Value::as_str))
    {
        let fits = match format {
            "ipv4" => text.parse::<IpAddr>().is_ok_and(|ip| ip.is_ipv4()),
            "ipv6" => text.parse::<IpAddr>().is_ok_and(|ip| ip.is_ipv6()),
            "date-time" => text.parse::<ostia_identity::time::Timestamp>().is_ok(),
            other => panic!("the format {other} is new"),
        };
        if !fits {
            return wrong(&format!("is no {format}"));
        }
    }
    let longest = schema.get("maxLength").and_then(Value::as_u64);
    let length = value.as_str().map_or(0, |text| text.chars().count() as u64);
    if longest.is_some_and(|longest| length > longest) {
        return wrong("is too long");
    }
    for required in schema
        .get("required")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
    {
        if value.get(required.as_str().unwrap()).is_none() {
            return wrong(&format!("lacks {required}"));
        }
    }
    if let (Some(Value::Object(properties)), Value::Object(members)) =
        (schema.get("properties"), value)
    {
        for (name, member) in members {
            if let Some(schema) = properties.get(name) {
                conforms(member, schema, &format!("{at}.{name}"))?;
            }
        }
    }
    if let (Some(items), Value::Array(rows)) = (schema.get("items"), value) {
        for row in rows {
            conforms(row, items, &format!("{at}[]"))?;
        }
    }
    let parts = |name: &str| {
        schema
            .get(name)
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
    };
    for part in parts("allOf") {
        conforms(value, part, at)?;
    }
    if parts("anyOf").count() > 0 && !parts("anyOf").any(|part| conforms(value, part, at).is_ok()) {
        return wrong("fits none of its forms");
    }
    Ok(())
}

fn is(value: &Value, name: &str) -> bool {
    match name {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "number" => value.is_number(),
        "integer" => value.is_i64() || value.is_u64(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        other => panic!("the type {other} is new"),
    }
}

/// The check itself is worth something only if it can fail.
#[test]
fn a_wrong_entry_is_found() {
    let schema = serde_json::json!({
        "type": "object", "required": ["ip"],
        "properties": { "ip": { "anyOf": [{ "type": "string", "format": "ipv4" }] } },
    });
    let fits = |value: Value| conforms(&value, &schema, "x").is_ok();
    assert!(fits(serde_json::json!({ "ip": "127.0.0.1", "more": 1 })));
    assert!(!fits(serde_json::json!({ "ip": "nowhere" })));
    assert!(!fits(serde_json::json!({})));
    assert!(!fits(serde_json::json!([])));
}

/// Whatever an event has to say, and where it has nothing to say at all, its entry has the published shape.
#[tokio::test]
async fn every_event_has_its_shape_even_without_details() {
    let app = crate::test_app::TestApp::new().await;
    for event in ostia_identity::logs::Event::ALL {
        let needs_more = [
            // Written by nobody yet: their details tell what they are about.
            "acls_summary",
            "actions_execution_failed",
            "api_limit",
            "api_limit_warning",
            "cls",
            "cs",
            "custom_domain_verification_failed",
            "fce",
            "fco",
            "fcoa",
            "fcp",
            "fcpn",
            "fcpr",
            "fcu",
            "fi",
            "flows_execution_completed",
            "flows_execution_failed",
            "fn",
            "forms_submission_failed",
            "forms_submission_succeeded",
            "fscim",
            "fui",
            "fv",
            "kms_key_state_changed",
            "mgmt_api_read",
            "oidc_backchannel_logout_failed",
            "oidc_backchannel_logout_succeeded",
            "organization_member_added",
            "sce",
            "scu",
            "ss_sso_failure",
            "ss_sso_success",
            "sscim",
            "wn",
        ];
        if !needs_more.contains(&event.code()) {
            ostia_identity::logs::Entry::new(*event).record(&app.context());
        }
    }
}
