//! What each kind of receiver is sent, and where.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde_json::{Value, json};

use crate::collections::Members;
use crate::time::Timestamp;

/// Headers that belong to the connection, and not to a tenant.
pub(super) const NOT_CUSTOM: [&str; 6] = [
    "host",
    "content-length",
    "content-type",
    "transfer-encoding",
    "connection",
    "upgrade",
];

/// A request to a receiver.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Payload {
    pub url: String,
    pub headers: Vec<(String, String)>,
    pub content_type: String,
    pub body: String,
}

impl Payload {
    /// `None` where the sink is not one that can be sent to.
    pub fn of(stream: &Members, entries: &[Value]) -> Option<Self> {
        let sink = stream.get("sink")?;
        match stream.get("type")?.as_str()? {
            "http" => http(sink, entries),
            "datadog" => datadog(sink, entries),
            "splunk" => splunk(sink, entries),
            "sumo" => sumo(sink, entries),
            "segment" => segment(sink, entries),
            "mixpanel" => mixpanel(sink, entries),
            _ => None,
        }
    }
}

const JSON: &str = "application/json";

fn lines(entries: impl Iterator<Item = Value>) -> String {
    let lines: Vec<String> = entries.map(|entry| entry.to_string()).collect();
    lines.join("\n")
}

fn http(sink: &Value, entries: &[Value]) -> Option<Payload> {
    let mut headers = Vec::new();
    if let Some(authorization) = sink["httpAuthorization"].as_str() {
        headers.push(("authorization".to_owned(), authorization.to_owned()));
    }
    for custom in sink["httpCustomHeaders"].as_array().into_iter().flatten() {
        let name = custom["header"].as_str().unwrap_or_default();
        let name = name.to_ascii_lowercase();
        if !NOT_CUSTOM.contains(&name.as_str())
            && let Some(value) = custom["value"].as_str()
        {
            headers.push((name, value.to_owned()));
        }
    }
    let body = match sink["httpContentFormat"].as_str() {
        Some("JSONARRAY") => json!(entries).to_string(),
        Some("JSONOBJECT") => json!({ "logs": entries }).to_string(),
        _ => lines(entries.iter().cloned()),
    };
    Some(Payload {
        url: sink["httpEndpoint"].as_str()?.to_owned(),
        headers,
        content_type: sink["httpContentType"].as_str().unwrap_or(JSON).to_owned(),
        body,
    })
}

fn datadog(sink: &Value, entries: &[Value]) -> Option<Payload> {
    let host = match sink["datadogRegion"].as_str()? {
        "eu" => "http-intake.logs.datadoghq.eu",
        "us3" => "http-intake.logs.us3.datadoghq.com",
        "us5" => "http-intake.logs.us5.datadoghq.com",
        _ => "http-intake.logs.datadoghq.com",
    };
    let entries: Vec<Value> = entries
        .iter()
        .map(|entry| {
            let mut entry = entry.clone();
            entry["ddsource"] = json!("auth0");
            entry
        })
        .collect();
    let key = sink["datadogApiKey"].as_str()?.to_owned();
    Some(Payload {
        url: format!("https://{host}/api/v2/logs"),
        headers: vec![("dd-api-key".to_owned(), key)],
        content_type: JSON.to_owned(),
        body: Value::Array(entries).to_string(),
    })
}

/// The HTTP event collector. It is called over TLS, whose certificate is checked whatever the sink says.
fn splunk(sink: &Value, entries: &[Value]) -> Option<Payload> {
    let events = entries
        .iter()
        .map(|entry| json!({ "event": entry["data"], "source": "auth0" }));
    let token = format!("Splunk {}", sink["splunkToken"].as_str()?);
    Some(Payload {
        url: format!(
            "https://{}:{}/services/collector/event",
            sink["splunkDomain"].as_str()?,
            sink["splunkPort"].as_str()?
        ),
        headers: vec![("authorization".to_owned(), token)],
        content_type: JSON.to_owned(),
        body: lines(events),
    })
}

fn sumo(sink: &Value, entries: &[Value]) -> Option<Payload> {
    Some(Payload {
        url: sink["sumoSourceAddress"].as_str()?.to_owned(),
        headers: Vec::new(),
        content_type: JSON.to_owned(),
        body: lines(entries.iter().cloned()),
    })
}

/// The HTTP tracking API: one event for each entry, which Segment knows again by its id.
fn segment(sink: &Value, entries: &[Value]) -> Option<Payload> {
    let tracked = |entry: &Value| {
        let data = &entry["data"];
        let mut event = json!({
            "type": "track", "event": data["type"], "messageId": entry["log_id"], "timestamp": data["date"],
            "properties": data,
        });
        match data["user_id"].as_str().filter(|id| !id.is_empty()) {
            Some(id) => event["userId"] = json!(id),
            None => event["anonymousId"] = entry["log_id"].clone(),
        }
        event
    };
    let batch: Vec<Value> = entries.iter().map(tracked).collect();
    let pair = format!("{}:", sink["segmentWriteKey"].as_str()?);
    Some(Payload {
        url: "https://api.segment.io/v1/batch".to_owned(),
        headers: vec![basic(&pair)],
        content_type: JSON.to_owned(),
        body: json!({ "batch": batch }).to_string(),
    })
}

/// The import API, which drops what it can't use: one bad entry must not stop the stream.
fn mixpanel(sink: &Value, entries: &[Value]) -> Option<Payload> {
    let host = match sink["mixpanelRegion"].as_str()? {
        "eu" => "api-eu.mixpanel.com",
        _ => "api.mixpanel.com",
    };
    let imported = |entry: &Value| {
        let data = &entry["data"];
        let mut properties = data.as_object().cloned().unwrap_or_default();
        let date = data["date"]
            .as_str()
            .and_then(|date| date.parse::<Timestamp>().ok());
        let further = [
            ("time", json!(date.map(Timestamp::millis))),
            ("distinct_id", json!(data["user_id"].as_str().unwrap_or(""))),
            ("$insert_id", json!(insert_id(entry))),
        ];
        properties.extend(further.map(|(name, value)| (name.to_owned(), value)));
        json!({ "event": data["type"], "properties": properties })
    };
    let events: Vec<Value> = entries.iter().map(imported).collect();
    let text = |name: &str| sink[name].as_str();
    let pair = format!(
        "{}:{}",
        text("mixpanelServiceAccountUsername")?,
        text("mixpanelServiceAccountPassword")?
    );
    Some(Payload {
        url: format!(
            "https://{host}/import?strict=0&project_id={}",
            text("mixpanelProjectId")?
        ),
        headers: vec![basic(&pair)],
        content_type: JSON.to_owned(),
        body: Value::Array(events).to_string(),
    })
}

/// By which Mixpanel knows an entry again: the end of its id, since 36 characters are the most.
fn insert_id(entry: &Value) -> &str {
    let id = entry["log_id"].as_str().unwrap_or_default();
    id.get(id.len().saturating_sub(36)..).unwrap_or(id)
}

fn basic(pair: &str) -> (String, String) {
    let value = format!("Basic {}", BASE64.encode(pair));
    ("authorization".to_owned(), value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::collections::members;

    fn payload(kind: &str, sink: &Value) -> Option<Payload> {
        let entries = [
            json!({ "log_id": "1", "data": { "type": "s" } }),
            json!({ "log_id": "2", "data": { "type": "f" } }),
        ];
        Payload::of(&members(json!({ "type": kind, "sink": sink })), &entries)
    }

    #[test]
    fn webhooks_get_the_format_that_they_ask_for() {
        let sink = |format: &str| json!({ "httpEndpoint": "https://a.example/", "httpContentFormat": format });
        let first = r#"{"data":{"type":"s"},"log_id":"1"}"#;
        let second = r#"{"data":{"type":"f"},"log_id":"2"}"#;
        for (format, body) in [
            ("JSONLINES", format!("{first}\n{second}")),
            ("JSONARRAY", format!("[{first},{second}]")),
            ("JSONOBJECT", format!("{{\"logs\":[{first},{second}]}}")),
        ] {
            let sent: Vec<Value> =
                serde_json::Deserializer::from_str(&payload("http", &sink(format)).unwrap().body)
                    .into_iter()
                    .map(Result::unwrap)
                    .collect();
            let expected: Vec<Value> = serde_json::Deserializer::from_str(&body)
                .into_iter()
                .map(Result::unwrap)
                .collect();
            assert_eq!(sent, expected, "{format}");
        }
    }

    #[test]
    fn headers_of_the_connection_are_not_a_tenants() {
        let sink = json!({
            "httpEndpoint": "https://a.example/", "httpAuthorization": "Bearer a",
            "httpCustomHeaders": [{ "header": "Host", "value": "b" }, { "header": "X-Key", "value": "c" }],
        });
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        assert_eq!(
            payload("http", &sink).unwrap().headers,
            [pair("authorization", "Bearer a"), pair("x-key", "c")]
        );
    }

    #[test]
    fn the_others_are_called_as_their_makers_say() {
        let datadog = json!({ "datadogApiKey": "key", "datadogRegion": "eu" });
        let sent = payload("datadog", &datadog).unwrap();
        assert_eq!(
            sent.url,
            "https://http-intake.logs.datadoghq.eu/api/v2/logs"
        );
        assert!(sent.body.contains("\"ddsource\":\"auth0\""));
        let splunk = json!({ "splunkDomain": "s.example", "splunkPort": "8088", "splunkToken": "t", "splunkSecure": true });
        let sent = payload("splunk", &splunk).unwrap();
        assert_eq!(sent.url, "https://s.example:8088/services/collector/event");
        assert_eq!(sent.headers[0].1, "Splunk t");
        assert_eq!(payload("eventbridge", &json!({})), None);
    }

    #[test]
    fn analysts_get_one_event_for_each_entry() {
        let sent = payload("segment", &json!({ "segmentWriteKey": "key" })).unwrap();
        assert_eq!(sent.url, "https://api.segment.io/v1/batch");
        assert_eq!(sent.headers[0].1, "Basic a2V5Og==");
        let body: Value = serde_json::from_str(&sent.body).unwrap();
        assert_eq!(
            body["batch"][1],
            json!({
                "type": "track", "event": "f", "messageId": "2", "timestamp": null, "anonymousId": "2",
                "properties": { "type": "f" },
            })
        );
        let sink = json!({
            "mixpanelRegion": "eu", "mixpanelProjectId": "7", "mixpanelServiceAccountUsername": "a",
            "mixpanelServiceAccountPassword": "b",
        });
        let id = "9".repeat(10) + &"1".repeat(36);
        let data = json!({ "type": "s", "date": "2026-01-01T00:00:00.000Z", "user_id": "auth0|1" });
        let entries = [json!({ "log_id": id, "data": data })];
        let sent = Payload::of(
            &members(json!({ "type": "mixpanel", "sink": sink })),
            &entries,
        );
        let sent = sent.unwrap();
        let url = "https://api-eu.mixpanel.com/import?strict=0&project_id=7";
        assert_eq!(
            (sent.url.as_str(), sent.headers[0].1.as_str()),
            (url, "Basic YTpi")
        );
        let body: Value = serde_json::from_str(&sent.body).unwrap();
        assert_eq!(
            body,
            json!([{ "event": "s", "properties": {
                "type": "s", "date": "2026-01-01T00:00:00.000Z", "user_id": "auth0|1", "distinct_id": "auth0|1",
                "time": 1_767_225_600_000_i64, "$insert_id": "1".repeat(36),
            } }])
        );
    }
}
