//! What of a request and its answer the log may keep: no secrets, and nothing of any length.
//!
//! Members are known as secret by their names and by what they hold. That errs on the side of hiding: a name that only
//! looks like a secret's is hidden, too. The test that sends a canary as every secret there is proves the other side.

use serde_json::{Map, Value, json};

/// What stands for a secret.
pub const HIDDEN: &str = "*****";
/// How many characters of a text are kept.
const MAX_TEXT: usize = 1_000;
/// How many members of an object, or rows of a list, are kept.
const MAX_ROWS: usize = 100;
/// How deep a value is followed.
const MAX_DEPTH: usize = 12;

/// Parts of names, in lower case and without `_` and `-`, whose texts are secret.
const SECRET_PARTS: [&str; 22] = [
    "secret",
    "password",
    "passwd",
    "token",
    "apikey",
    "accesskey",
    "writekey",
    "serverkey",
    "signingkey",
    "decryptionkey",
    "privatekey",
    "wrappedkey",
    "skey",
    "authorization",
    "credential",
    "p12",
    "ticket",
    "assertion",
    "cookie",
    "recoverycode",
    "sumosourceaddress",
    "invitationurl",
];

/// Whole names whose texts are secret.
const SECRET_NAMES: [&str; 11] = [
    "smtppass",
    "ikey",
    "connectionstring",
    "pass",
    "otp",
    "barcodeuri",
    "totp",
    "salt",
    "hash",
    "bearer",
    "verificationcode",
];

/// Names of what holds nothing but secrets, by whatever names.
const SECRET_HOLDERS: [&str; 12] = [
    "configuration",
    "credentials",
    "secrets",
    "setup",
    "customheaders",
    "signingkey",
    "decryptionkey",
    "assertiondecryptionsettings",
    "gatewayauthentication",
    "httpcustomheaders",
    "hash",
    "salt",
];

/// Names that only look like a secret's.
const HARMLESS: [&str; 16] = [
    "tokenendpointauthmethod",
    "tokenendpointauthsigningalg",
    "tokenendpoint",
    "tokendialect",
    "tokentype",
    "subjecttokentype",
    "idtokensignedresponsealg",
    "passwordpolicy",
    "passwordlessmethod",
    "credentialtype",
    "credentialid",
    "tokenid",
    "tokenvaultprivilegedaccess",
    "authorizationendpoint",
    "tokenlifetime",
    "passwordkey",
];

/// A value without its secrets, bounded.
pub fn redacted(value: &Value) -> Value {
    follow(value, false, 0)
}

/// The same for what holds nothing but secrets.
pub fn redacted_wholly(value: &Value) -> Value {
    follow(value, true, 0)
}

/// The parameters of a query as an object.
pub fn of_query(query: &str) -> Value {
    let pairs = url::form_urlencoded::parse(query.as_bytes()).take(MAX_ROWS);
    let members: Map<String, Value> = pairs
        .map(|(name, value)| (name.into_owned(), json!(value)))
        .collect();
    redacted(&Value::Object(members))
}

/// Whether a path's bodies hold nothing but secrets, by names of the caller's choice.
pub fn is_secret_path(path: &str) -> bool {
    path.starts_with("/api/v2/hooks/") && path.ends_with("/secrets")
        || path.starts_with("/api/v2/rules-configs/")
}

fn follow(value: &Value, is_secret: bool, depth: usize) -> Value {
    if depth > MAX_DEPTH {
        return json!("…");
    }
    match value {
        Value::Object(members) => {
            let kept = members.iter().take(MAX_ROWS).map(|(name, member)| {
                let plain = plain(name);
                let hides = is_secret || holds_secrets(&plain, member);
                (bounded(name), follow(member, hides, depth + 1))
            });
            Value::Object(kept.collect())
        }
        Value::Array(rows) => rows
            .iter()
            .take(MAX_ROWS)
            .map(|row| follow(row, is_secret, depth + 1))
            .collect(),
        Value::String(text) if text.is_empty() => value.clone(),
        Value::String(text) if is_secret || looks_secret(text) => json!(HIDDEN),
        Value::String(text) => json!(bounded(text)),
        Value::Number(_) if is_secret => json!(HIDDEN),
        Value::Number(_) | Value::Bool(_) | Value::Null => value.clone(),
    }
}

fn plain(name: &str) -> String {
    name.chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|letter| letter.to_ascii_lowercase())
        .collect()
}

/// A text under a secret's name is one; an object under it is a setting (`refresh_token`), unless it holds nothing else.
fn holds_secrets(plain: &str, member: &Value) -> bool {
    match member {
        Value::String(_) => {
            !HARMLESS.contains(&plain)
                && (SECRET_NAMES.contains(&plain)
                    || SECRET_PARTS.iter().any(|part| plain.contains(part)))
        }
        Value::Object(_) | Value::Array(_) => SECRET_HOLDERS.contains(&plain),
        Value::Number(_) | Value::Bool(_) | Value::Null => false,
    }
}

/// Private keys and tokens, by whatever name.
fn looks_secret(text: &str) -> bool {
    text.contains("PRIVATE KEY")
        || (text.starts_with("eyJ") && text.split('.').count() >= 3)
        || text.contains("ticket=")
}

fn bounded(text: &str) -> String {
    if text.chars().nth(MAX_TEXT).is_none() {
        return text.to_owned();
    }
    text.chars().take(MAX_TEXT).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_hidden_and_settings_are_not() {
        let given = json!({
            "name": "App",
            "client_secret": "s",
            "token_endpoint_auth_method": "none",
            "refresh_token": { "rotation_type": "rotating", "token_lifetime": 5 },
            "jwt_configuration": { "alg": "RS256", "secret_encoded": true },
            "options": {
                "passwordPolicy": "good",
                "configuration": { "ANY": "s" },
                "twilio_token": "s",
                "idp_key": { "key": "-----BEGIN PRIVATE KEY-----" },
            },
            "credentials": { "smtp_host": "h", "smtp_pass": "s" },
            "secrets": [{ "name": "A", "value": "s" }],
            "sink": { "datadogApiKey": "s", "httpAuthorization": "s", "httpEndpoint": "https://x.test" },
            "id_token_hint_sample": "eyJhbGciOi.b.c",
            "callbacks": ["https://app.test"],
        });
        let shown = redacted(&given);
        assert_eq!(
            shown,
            json!({
                "name": "App",
                "client_secret": HIDDEN,
                "token_endpoint_auth_method": "none",
                "refresh_token": { "rotation_type": "rotating", "token_lifetime": 5 },
                "jwt_configuration": { "alg": "RS256", "secret_encoded": true },
                "options": {
                    "passwordPolicy": "good",
                    "configuration": { "ANY": HIDDEN },
                    "twilio_token": HIDDEN,
                    "idp_key": { "key": HIDDEN },
                },
                "credentials": { "smtp_host": HIDDEN, "smtp_pass": HIDDEN },
                "secrets": [{ "name": HIDDEN, "value": HIDDEN }],
                "sink": { "datadogApiKey": HIDDEN, "httpAuthorization": HIDDEN, "httpEndpoint": "https://x.test" },
                "id_token_hint_sample": HIDDEN,
                "callbacks": ["https://app.test"],
            })
        );
        assert_eq!(
            redacted_wholly(&json!({ "KEY": "s" })),
            json!({ "KEY": HIDDEN })
        );
    }

    #[test]
    fn what_is_kept_is_bounded() {
        let long = redacted(&json!("x".repeat(5_000)));
        assert_eq!(long.as_str().unwrap().chars().count(), MAX_TEXT + 1);
        let rows = redacted(&json!(vec![1; 5_000]));
        assert_eq!(rows.as_array().unwrap().len(), MAX_ROWS);
        let mut deep = json!(1);
        for _ in 0..100 {
            deep = json!([deep]);
        }
        assert!(redacted(&deep).to_string().len() < 100);
    }

    #[test]
    fn queries() {
        assert_eq!(
            of_query("page=0&q=a%20b&access_token=x"),
            json!({ "page": "0", "q": "a b", "access_token": HIDDEN })
        );
    }
}
