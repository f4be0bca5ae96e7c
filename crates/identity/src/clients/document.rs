//! A client's document as on the wire: what a new one starts with, what a change makes of it, and what is refused.
//!
//! The reference is management-api.md §4.1 and authentication.md §1.3 and §1.6; the design is clients.md. Everything
//! here is a function of documents: secrets, credentials and ids are kept beside them.

use ostia_protocol::auth0::management_error::Error;
use ostia_protocol::oauth::{self, GrantType, Strictness};
use serde_json::{Map, Value, json};

use super::{Ownership, SecurityMode, ownership, schema};

/// A JSON object.
pub type Document = Map<String, Value>;

/// What a strict third-party client may be given (reference/authentication.md §1.6), and `allowed_logout_urls`,
/// because Ostia logs its users out, too.
const CURATED: &[&str] = &[
    "name",
    "description",
    "logo_uri",
    "callbacks",
    "allowed_origins",
    "web_origins",
    "allowed_logout_urls",
    "grant_types",
    "token_endpoint_auth_method",
    "app_type",
    "client_metadata",
    "jwt_configuration",
    "refresh_token",
    "client_authentication_methods",
    "require_proof_of_possession",
    "redirection_policy",
    "is_first_party",
    "third_party_security_mode",
];

/// The document of a new client. `body` has passed [`schema::CREATE`], and its credentials are references by now.
///
/// # Errors
/// 400 `invalid_body` where members contradict each other or the client's kind.
pub fn create(body: &Document) -> Result<Document, Error> {
    require_one_way_to_authenticate(body)?;
    let mut document = defaults(body);
    require_curated(&document, body)?;
    for (name, value) in body {
        put(&mut document, name, value);
    }
    check(&document, body)?;
    Ok(document)
}

/// The document after a change. `body` has passed [`schema::UPDATE`] and no longer holds a secret.
///
/// # Errors
/// 400 `invalid_body` where a member can't change, or where the result contradicts itself.
pub fn update(current: &Document, body: &Document) -> Result<Document, Error> {
    require_unchanged(current, body)?;
    require_curated(current, body)?;
    let mut document = current.clone();
    for (name, value) in body {
        put(&mut document, name, value);
    }
    require_one_way_to_authenticate(&document)?;
    check(&document, body)?;
    Ok(document)
}

fn refuse(message: impl Into<String>) -> Error {
    Error::invalid_body(message.into())
}

fn text<'a>(document: &'a Document, name: &str) -> Option<&'a str> {
    document.get(name).and_then(Value::as_str)
}

fn is_public(document: &Document) -> bool {
    text(document, "token_endpoint_auth_method") == Some("none")
}

fn is_strict(document: &Document) -> bool {
    ownership(document) == Ownership::ThirdParty(SecurityMode::Strict)
}

/// What a client of the kind that `body` describes has before any of it is applied.
fn defaults(body: &Document) -> Document {
    let owner = ownership(body);
    let app_type = text(body, "app_type");
    let mut document = Document::new();
    let mut set = |name: &str, value: Value| {
        document.insert(name.to_owned(), value);
    };
    set("is_first_party", json!(owner == Ownership::FirstParty));
    set("is_token_endpoint_ip_header_trusted", json!(false));
    set("sso_disabled", json!(false));
    set("cross_origin_authentication", json!(false));
    set("custom_login_page_on", json!(true));
    set("grant_types", default_grants(body));
    set("refresh_token", default_refresh_token(body));
    let for_services = matches!(app_type, Some("resource_server" | "express_configuration"));
    set(
        "oidc_conformant",
        json!(for_services || owner != Ownership::FirstParty),
    );
    set(
        "jwt_configuration",
        match owner {
            Ownership::ThirdParty(SecurityMode::Strict) => {
                json!({ "secret_encoded": false, "alg": "RS256", "lifetime_in_seconds": 3600 })
            }
            _ if for_services => json!({ "secret_encoded": false, "alg": "RS256" }),
            _ => json!({ "secret_encoded": false, "lifetime_in_seconds": 36_000 }),
        },
    );
    if app_type == Some("express_configuration") {
        set("organization_usage", json!("require"));
        set(
            "client_authentication_methods",
            json!({ "private_key_jwt": { "credentials": [] } }),
        );
    }
    if let Ownership::ThirdParty(mode) = owner {
        set("third_party_security_mode", json!(mode.as_str()));
        if mode == SecurityMode::Strict {
            set("redirection_policy", json!("open_redirect_protection"));
        }
    }
    document
}

/// Reference/authentication.md §1.3. A client is public here by its kind of application as well, as recorded.
fn default_grants(body: &Document) -> Value {
    match (text(body, "app_type"), ownership(body)) {
        (Some("resource_server"), _) => json!([]),
        (Some("express_configuration"), _) => json!(["authorization_code", "client_credentials"]),
        (_, Ownership::ThirdParty(SecurityMode::Strict)) => json!(["authorization_code"]),
        (Some("spa" | "native"), _) => json!(["authorization_code", "implicit", "refresh_token"]),
        _ if is_public(body) => json!(["authorization_code", "implicit", "refresh_token"]),
        _ => json!([
            "authorization_code",
            "implicit",
            "refresh_token",
            "client_credentials"
        ]),
    }
}

/// The lifetimes are longer for clients that hold a secret and say so; those of third parties end.
fn default_refresh_token(body: &Document) -> Value {
    let has_secret_method = text(body, "token_endpoint_auth_method")
        .is_some_and(|method| method.starts_with("client_secret_"));
    let (token_lifetime, idle) = if has_secret_method {
        (31_557_600, 2_592_000)
    } else {
        (2_592_000, 1_296_000)
    };
    let public = is_public(body) || matches!(text(body, "app_type"), Some("spa" | "native"));
    let owner = ownership(body);
    let strict = owner == Ownership::ThirdParty(SecurityMode::Strict);
    let rotating = public && owner != Ownership::FirstParty;
    let expiring = rotating || strict;
    json!({
        "rotation_type": if rotating { "rotating" } else { "non-rotating" },
        "expiration_type": if expiring { "expiring" } else { "non-expiring" },
        "leeway": 0,
        "token_lifetime": token_lifetime,
        "infinite_token_lifetime": !rotating,
        "infinite_idle_token_lifetime": !expiring,
        "idle_token_lifetime": idle,
    })
}

/// Writes one member: null removes, some objects are merged on their first level, the rest is replaced.
fn put(document: &mut Document, name: &str, value: &Value) {
    match (name, value) {
        ("refresh_token", Value::Null) if is_strict(document) => {
            // Tokens of strict third parties must end, so nothing is no choice.
            let value = default_refresh_token(document);
            document.insert(name.to_owned(), value);
        }
        (_, Value::Null) => {
            document.remove(name);
        }
        ("logo_uri" | "initiate_login_uri", Value::String(text)) if text.is_empty() => {
            document.remove(name);
        }
        ("jwt_configuration" | "addons" | "client_metadata", Value::Object(changes)) => {
            let stored = document
                .entry(name)
                .or_insert_with(|| Value::Object(Document::new()));
            if let Value::Object(stored) = stored {
                merge(stored, changes);
            }
        }
        ("refresh_token", Value::Object(sent)) => {
            let filled = filled_refresh_token(document, sent);
            document.insert(name.to_owned(), Value::Object(filled));
        }
        _ => {
            document.insert(name.to_owned(), value.clone());
        }
    }
}

fn merge(stored: &mut Document, changes: &Document) {
    for (name, value) in changes {
        if value.is_null() {
            stored.remove(name);
        } else {
            stored.insert(name.clone(), value.clone());
        }
    }
}

/// What a body leaves out follows from what it says: tokens that expire have lifetimes that are not infinite.
fn filled_refresh_token(document: &Document, sent: &Document) -> Document {
    let mut filled = match default_refresh_token(document) {
        Value::Object(filled) => filled,
        _ => Document::new(),
    };
    let infinite = sent.get("expiration_type").and_then(Value::as_str) != Some("expiring");
    for name in ["infinite_token_lifetime", "infinite_idle_token_lifetime"] {
        filled.insert(name.to_owned(), json!(infinite));
    }
    merge(&mut filled, sent);
    filled
}

/// The whole document, where a body changed it. Addresses and grants are checked only where the body names them, so
/// that what an import brought can stay.
fn check(document: &Document, body: &Document) -> Result<(), Error> {
    check_grants(document, body)?;
    check_urls(document, body)?;
    let metadata = document.get("client_metadata").and_then(Value::as_object);
    if metadata.is_some_and(|metadata| metadata.len() > 10) {
        return Err(refuse("client_metadata can have at most 10 properties."));
    }
    let uses_private_key = document
        .get("client_authentication_methods")
        .and_then(|methods| methods.get("private_key_jwt"))
        .is_some();
    let algorithm = document
        .get("jwt_configuration")
        .and_then(|configuration| configuration.get("alg"))
        .and_then(Value::as_str);
    let touches = |name: &str| body.contains_key(name);
    if uses_private_key
        && (touches("client_authentication_methods") || touches("jwt_configuration"))
        && matches!(algorithm, None | Some("HS256"))
    {
        return Err(refuse(
            "private_key_jwt needs jwt_configuration.alg to be RS256.",
        ));
    }
    if touches("resource_server_identifier")
        && text(document, "app_type") != Some("resource_server")
    {
        return Err(refuse(
            "resource_server_identifier is for clients of app_type resource_server.",
        ));
    }
    check_ownership(document)
}

fn check_ownership(document: &Document) -> Result<(), Error> {
    let Ownership::ThirdParty(mode) = ownership(document) else {
        return match ["third_party_security_mode", "redirection_policy"]
            .into_iter()
            .find(|name| document.contains_key(*name))
        {
            Some(name) => Err(refuse(format!("{name} is for third-party clients."))),
            None => Ok(()),
        };
    };
    for name in ["organization_usage", "organization_require_behavior"] {
        if document.contains_key(name) {
            return Err(refuse(format!("Third-party clients can't have {name}.")));
        }
    }
    if let Some(kind @ ("resource_server" | "express_configuration")) = text(document, "app_type") {
        return Err(refuse(format!(
            "Clients of app_type {kind} can't be third-party."
        )));
    }
    match mode {
        SecurityMode::Strict => check_strict(document),
        SecurityMode::Permissive => Ok(()),
    }
}

/// The values that the curated members of strict third parties may have (reference/authentication.md §1.6).
fn check_strict(document: &Document) -> Result<(), Error> {
    let nested = |outer: &str, inner: &str| document.get(outer).and_then(|value| value.get(inner));
    if nested("jwt_configuration", "alg") != Some(&json!("RS256")) {
        return Err(refuse(
            "Third-party clients in strict mode need jwt_configuration.alg to be RS256.",
        ));
    }
    if nested("refresh_token", "expiration_type") != Some(&json!("expiring"))
        || nested("refresh_token", "infinite_idle_token_lifetime") == Some(&json!(true))
    {
        return Err(refuse(
            "Refresh tokens of third-party clients in strict mode must expire, also when idle.",
        ));
    }
    let methods = document
        .get("client_authentication_methods")
        .and_then(Value::as_object);
    if methods.is_some_and(|methods| methods.keys().any(|method| method != "private_key_jwt")) {
        return Err(refuse(
            "Third-party clients in strict mode can't authenticate by TLS certificates.",
        ));
    }
    Ok(())
}

/// Whether a document's owner and kind let it hold a grant. What its type forbids is left to the token endpoint, so
/// that a client can be switched between public and confidential without losing grants.
fn check_grants(document: &Document, body: &Document) -> Result<(), Error> {
    let sent = body
        .get("grant_types")
        .and_then(Value::as_array)
        .map(Vec::as_slice)
        .unwrap_or_default();
    let owner = ownership(document);
    let registered = document.contains_key("external_metadata_type");
    for name in sent.iter().filter_map(Value::as_str) {
        let grant: GrantType = name
            .parse()
            .map_err(|_| refuse(format!("Invalid grant type: {}", shortened(name))))?;
        if !ownership_allows(owner, grant, registered) {
            return Err(refuse(format!(
                "Grant type '{name}' is not allowed for this third-party client."
            )));
        }
    }
    Ok(())
}

/// Whether clients of an owner may hold a grant (clients.md, axis 2).
pub fn ownership_allows(owner: Ownership, grant: GrantType, registered_dynamically: bool) -> bool {
    match owner {
        Ownership::FirstParty => true,
        Ownership::ThirdParty(SecurityMode::Permissive) => {
            !matches!(grant, GrantType::Password | GrantType::PasswordRealm)
        }
        Ownership::ThirdParty(SecurityMode::Strict) => match grant {
            GrantType::AuthorizationCode | GrantType::RefreshToken => true,
            GrantType::ClientCredentials => !registered_dynamically,
            _ => false,
        },
    }
}

fn shortened(text: &str) -> String {
    text.chars().take(200).collect()
}

/// Addresses must be ones that the matching of redirect URIs understands; the schema's formats are wider.
fn check_urls(document: &Document, body: &Document) -> Result<(), Error> {
    let strictness = if is_strict(document) {
        Strictness::Exact
    } else {
        Strictness::Wildcards
    };
    for (name, list) in body {
        let Some((format, description)) = schema::url_list(name) else {
            continue;
        };
        let entries = list.as_array().map(Vec::as_slice).unwrap_or_default();
        for (index, entry) in entries.iter().enumerate() {
            let entry = entry.as_str().unwrap_or_default();
            if let Err(reason) = oauth::check_registered(entry, strictness) {
                let message = format!(
                    "Payload validation error: 'Object didn't pass validation for format {}: {}' on property {name}[{index}] ({description}).",
                    format.as_str(),
                    shortened(entry),
                );
                return Err(refuse(message).with_detail(reason.to_string()));
            }
        }
    }
    Ok(())
}

fn require_one_way_to_authenticate(document: &Document) -> Result<(), Error> {
    let names = [
        "client_authentication_methods",
        "token_endpoint_auth_method",
    ];
    let both = names
        .iter()
        .all(|name| document.get(*name).is_some_and(|value| !value.is_null()));
    if both {
        return Err(refuse(
            "client_authentication_methods and token_endpoint_auth_method are mutually exclusive: set one of them to null.",
        ));
    }
    Ok(())
}

/// What is fixed at creation may be repeated, not changed.
fn require_unchanged(current: &Document, body: &Document) -> Result<(), Error> {
    let owner = ownership(current);
    let mode = match owner {
        Ownership::FirstParty => None,
        Ownership::ThirdParty(mode) => Some(mode.as_str()),
    };
    let fixed = [
        ("is_first_party", json!(owner == Ownership::FirstParty)),
        ("third_party_security_mode", json!(mode)),
    ];
    for (name, value) in fixed {
        if body.get(name).is_some_and(|sent| *sent != value) {
            return Err(refuse(format!("{name} can't be changed.")));
        }
    }
    Ok(())
}

/// Strict third parties have a narrow set of members; others may be said only as they are, as tools do that send back
/// what they read.
fn require_curated(current: &Document, body: &Document) -> Result<(), Error> {
    let strict = is_strict(current);
    let refused: Vec<&str> = body
        .iter()
        .filter(|(name, value)| {
            strict
                && !CURATED.contains(&name.as_str())
                && !value.is_null()
                && current.get(*name) != Some(*value)
        })
        .map(|(name, _)| name.as_str())
        .collect();
    if refused.is_empty() {
        return Ok(());
    }
    Err(refuse(format!(
        "Third-party clients in strict mode can't set: {}",
        refused.join(",")
    )))
}

#[cfg(test)]
mod tests;
