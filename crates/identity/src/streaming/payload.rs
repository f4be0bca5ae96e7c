//! What each kind of receiver is sent, and where.

use serde_json::{Value, json};

use crate::collections::Members;

/// Headers that belong to the connection, and not to a tenant.
const NOT_CUSTOM: [&str; 6] = [
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
}
