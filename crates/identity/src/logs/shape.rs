//! The shape of an entry: one document is stored, and two forms are made of it. The Management API shows `null` where
//! an entry has nothing to say; streams get every member that upstream's schema of the type requires.

use serde_json::{Map, Value, json};

use super::Event;

/// Members that the Management API shows as `null` where an entry has nothing to say about them.
const SHOWN_AS_NULL: [&str; 15] = [
    "description",
    "connection",
    "connection_id",
    "organization_id",
    "organization_name",
    "client_id",
    "client_name",
    "ip",
    "hostname",
    "user_id",
    "user_name",
    "audience",
    "strategy",
    "strategy_type",
    "location_info",
];

/// Members that streams get as an empty text where an entry has nothing to say about them.
const STREAMED_AS_EMPTY: [&str; 6] = [
    "description",
    "client_name",
    "hostname",
    "audience",
    "strategy",
    "strategy_type",
];

/// Where an entry was made. There is one environment: this one.
const ENVIRONMENT: &str = "ostia";

/// As the Management API answers it.
pub fn shown(mut entry: Map<String, Value>) -> Value {
    for name in SHOWN_AS_NULL {
        entry.entry(name).or_insert(Value::Null);
    }
    Value::Object(entry)
}

/// As streams deliver it, by the published schema of its type.
pub fn streamed(mut entry: Map<String, Value>) -> Map<String, Value> {
    entry.remove("_id");
    // No type of streamed entry has it.
    entry.remove("location_info");
    let is_mobile = entry.remove("isMobile").unwrap_or(json!(false));
    entry.insert("is_mobile".to_owned(), is_mobile);
    for name in STREAMED_AS_EMPTY {
        entry.entry(name).or_insert(json!(""));
    }
    // Nobody's address, where it isn't known.
    entry.entry("ip").or_insert(json!("0.0.0.0"));
    entry.insert("environment_name".to_owned(), json!(ENVIRONMENT));
    entry.insert("$event_schema".to_owned(), json!({ "version": "1.0.0" }));
    entry
}

/// Adds what upstream always has in the details of such an entry and this one lacks, so that whoever reads them finds
/// an empty value and not nothing.
pub fn complete(event: Event, entry: &mut Map<String, Value>) {
    if entry.get("ip").and_then(Value::as_str) == Some("") {
        // What happened behind the requests' backs has no address, and an empty one is none.
        entry.remove("ip");
    }
    let text = |name: &str| {
        entry
            .get(name)
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned()
    };
    let description = text("description");
    let details = match event {
        Event::LoginFailed | Event::CrossOriginLoginFailed | Event::PushedAuthorizationFailed => {
            json!({ "error": { "message": description, "oauthError": "access_denied" } })
        }
        Event::LoginFailedWrongPassword | Event::LoginFailedUnknownUser => {
            json!({ "error": { "message": description } })
        }
        Event::RefreshTokenReused => {
            json!({ "familyId": "", "latestCounter": 0, "tokenCounter": 0 })
        }
        Event::RefreshTokenRevoked => json!({ "credential_id": "" }),
        Event::LogoutFailed => json!({ "allowed_logout_url": [], "return_to": "" }),
        Event::TokenExchangeSucceeded | Event::TokenExchangeFailed => {
            json!({ "subject_token_type": "" })
        }
        Event::ClientCredentialsSucceeded | Event::OobExchangeSucceeded => {
            json!({ "actions": { "executions": [] } })
        }
        Event::DeviceAuthorizationFailed => {
            json!({ "body": { "client_id": text("client_id"), "scope": text("scope") } })
        }
        Event::DeviceActivationFailed => json!({ "code": "", "session_id": "" }),
        Event::PreLoginAssessed => {
            json!({ "ipOnAllowlist": false, "requiresVerification": false, "session_id": "" })
        }
        Event::DeviceConfirmationCancelled => json!({ "session_id": "" }),
        Event::MultifactorRequired => json!({ "confidence": "neutral", "version": "1" }),
        Event::Notice => json!({
            "feature": { "id": "", "name": "", "description": description, "documentation": "" },
        }),
        Event::ManagementApiChanged | Event::ManagementApiRefused | Event::ClientRegistered => {
            json!({ "request": {}, "response": {} })
        }
        Event::ManagementApiReadSecrets => json!({
            "accessedSecrets": [],
            "request": {
                "method": "get", "path": "", "query": {}, "channel": "api", "ip": text("ip"), "userAgent": "",
                "auth": { "credentials": {}, "strategy": "jwt", "user": { "name": "", "email": "" } },
            },
            "response": { "body": {}, "statusCode": 200 },
        }),
        Event::SignupSucceeded
        | Event::PasswordChanged
        | Event::PasswordChangeFailed
        | Event::PasswordChangeRequested
        | Event::PhoneNumberChanged
        | Event::UserDeleted
        | Event::UserDeletionFailed
        | Event::EmailVerificationRequested
        | Event::EmailVerificationRequestFailed => json!({ "body": {} }),
        Event::NotificationFailed => {
            json!({ "email_type": "", "notification_type": "email", "to": "" })
        }
        Event::InvitationAccepted => json!({ "invitation": {} }),
        Event::InvitationFailed => json!({
            "invitation": {
                "id": "", "client_id": text("client_id"), "created_at": "", "expires_at": "", "ticket_id": "",
                "invitee": { "email": "" },
                "inviter": { "name": "", "organization_id": text("organization_id") },
                "roles": [],
            },
        }),
        Event::OrganizationMemberAdded => json!({ "reason": "auto_membership" }),
        Event::FactorFailed => json!({
            "request": {
                "auth": { "scopes": [], "strategy": "" },
                "body": { "code": "*****" },
                "ip": text("ip"), "method": "post", "path": "", "query": "", "userAgent": "",
            },
            "response": {},
        }),
        _ => json!({}),
    };
    let given = entry.entry("details").or_insert_with(|| json!({}));
    if let (Value::Object(given), Value::Object(always)) = (given, details) {
        for (name, value) in always {
            given.entry(name).or_insert(value);
        }
    }
}

/// How upstream tells a browser: family and version of it, then of its system. And whether it is a telephone's.
pub fn user_agent(header: &str) -> (String, bool) {
    let Some(parsed) = woothee::parser::Parser::new().parse(header) else {
        return ("Other 0.0.0 / Other 0.0.0".to_owned(), false);
    };
    let family = |name: &str| match name {
        "UNKNOWN" | "" => "Other".to_owned(),
        known => known.to_owned(),
    };
    let text = format!(
        "{} {} / {} {}",
        family(parsed.name),
        version(parsed.version),
        family(parsed.os),
        version(&parsed.os_version),
    );
    (
        text,
        matches!(parsed.category, "smartphone" | "mobilephone"),
    )
}

/// Three numbers.
fn version(text: &str) -> String {
    let numbers = text.trim_start_matches(|letter: char| !letter.is_ascii_digit());
    let mut parts: Vec<&str> = numbers
        .split('.')
        .filter(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()))
        .take(3)
        .collect();
    parts.resize(3, "0");
    parts.join(".")
}

/// What kind of source a strategy is.
pub fn strategy_type(strategy: &str, is_social: bool) -> &'static str {
    match strategy {
        "auth0" => "database",
        "email" | "sms" => "passwordless",
        _ if is_social => "social",
        _ => "enterprise",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers() {
        let chrome = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) \
                      Chrome/120.0.6099.109 Safari/537.36";
        let iphone = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) \
                      Version/17.1 Mobile/15E148 Safari/604.1";
        for (header, expected, mobile) in [
            (chrome, "Chrome 120.0.6099 / Mac OSX 10.15.7", false),
            (iphone, "Safari 17.1.0 / iPhone 17.1.0", true),
            ("Go-Auth0/1.33.0", "Other 0.0.0 / Other 0.0.0", false),
            ("", "Other 0.0.0 / Other 0.0.0", false),
            ("\u{0}\u{ffff} Chrome/", "Other 0.0.0 / Other 0.0.0", false),
        ] {
            assert_eq!(
                user_agent(header),
                (expected.to_owned(), mobile),
                "{header}"
            );
        }
    }

    #[test]
    fn both_forms_have_what_their_readers_expect() {
        let mut entry = Map::new();
        entry.insert("description".to_owned(), json!("no"));
        complete(Event::LoginFailed, &mut entry);
        let shown = shown(entry.clone());
        assert_eq!(shown["client_name"], Value::Null);
        assert_eq!(
            shown["details"]["error"],
            json!({ "message": "no", "oauthError": "access_denied" })
        );
        let streamed = streamed(entry);
        assert_eq!(streamed["client_name"], json!(""));
        assert_eq!(streamed["is_mobile"], json!(false));
    }
}
