//! Named secrets: callers see the names and when a value was set, and never the value.

use serde_json::{Value, json};

use crate::collections::Members;
use crate::tenant_documents::Secrets;
use crate::time::Timestamp;

/// Where the values are: one object, by name.
pub const VALUES: Secrets = Secrets::hidden(&["/secret_values"]);

/// What the deploy tool writes in place of a value that it was not shown. It leaves the value as it was.
const NOT_SHOWN: &str = "_VALUE_NOT_SHOWN_";

/// Makes the list that was sent a document's secrets: those that it doesn't name are gone, those without a value keep
/// theirs.
pub fn replace(document: &mut Members, sent: &Value, now: Timestamp) {
    let before = document.remove("secrets").unwrap_or_default();
    let mut values = values_of(document);
    let (mut secrets, mut kept) = (Vec::new(), Members::new());
    for secret in sent.as_array().into_iter().flatten() {
        let name = secret["name"].as_str().unwrap_or_default();
        if name.is_empty() || kept.contains_key(name) {
            continue;
        }
        let sent = secret["value"].as_str().filter(|value| *value != NOT_SHOWN);
        let held = values.remove(name);
        let is_same = held.is_some() && sent.is_none_or(|sent| held.as_ref() == Some(&json!(sent)));
        let updated_at = if is_same {
            time_of(&before, name).unwrap_or_else(|| json!(now.to_string()))
        } else {
            json!(now.to_string())
        };
        let value = sent.map_or_else(|| held.unwrap_or_else(|| json!("")), |sent| json!(sent));
        kept.insert(name.to_owned(), value);
        secrets.push(json!({ "name": name, "updated_at": updated_at }));
    }
    document.insert("secrets".to_owned(), Value::Array(secrets));
    document.insert("secret_values".to_owned(), Value::Object(kept));
}

fn values_of(document: &mut Members) -> Members {
    match document.remove("secret_values") {
        Some(Value::Object(values)) => values,
        _ => Members::new(),
    }
}

fn time_of(secrets: &Value, name: &str) -> Option<Value> {
    let mut secrets = secrets.as_array()?.iter();
    let secret = secrets.find(|secret| secret["name"] == name)?;
    secret.get("updated_at").cloned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_stay_where_none_is_sent() {
        let mut document = Members::new();
        let at = Timestamp::from_millis;
        let sent = json!([{"name": "a", "value": "1"}, {"name": "b", "value": "2"}]);
        replace(&mut document, &sent, at(0));
        let sent =
            json!([{"name": "a"}, {"name": "b", "value": NOT_SHOWN}, {"name": "c", "value": "3"}]);
        replace(&mut document, &sent, at(1000));
        assert_eq!(
            document["secret_values"],
            json!({"a": "1", "b": "2", "c": "3"})
        );
        let times: Vec<_> = document["secrets"]
            .as_array()
            .unwrap()
            .iter()
            .map(|s| &s["updated_at"])
            .collect();
        assert_eq!(times[0], &json!(at(0).to_string()));
        assert_eq!(times[2], &json!(at(1000).to_string()));
        replace(
            &mut document,
            &json!([{"name": "b", "value": "4"}]),
            at(2000),
        );
        assert_eq!(document["secret_values"], json!({"b": "4"}));
        assert_eq!(
            document["secrets"],
            json!([{"name": "b", "updated_at": at(2000).to_string()}])
        );
    }
}
