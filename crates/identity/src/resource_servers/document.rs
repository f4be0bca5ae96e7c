//! The wire form of an API: what may be sent, what is stored, what is shown.

use std::sync::LazyLock;

use ostia_protocol::auth0::ids::ResourceServerId;
use ostia_protocol::auth0::management_error::Error;
use ostia_protocol::auth0::schema::Schema;
use ostia_protocol::auth0::scopes::ManagementScope;
use ostia_protocol::oauth::Scope;
use serde_json::{Map, Value, json};

/// What people see of the Management API; tools look for this name.
const SYSTEM_NAME: &str = "Auth0 Management API";

/// What may change of a built-in API.
const CHANGEABLE_OF_SYSTEM: &[&str] = &[
    "proof_of_possession",
    "skip_consent_for_verifiable_first_party_clients",
    "token_lifetime",
    "token_lifetime_for_web",
];

/// The members of an API, for `fields`.
pub const MEMBERS: &[&str] = &[
    "id",
    "name",
    "is_system",
    "identifier",
    "scopes",
    "signing_alg",
    "signing_secret",
    "allow_offline_access",
    "allow_online_access",
    "allow_online_access_with_ephemeral_sessions",
    "skip_consent_for_verifiable_first_party_clients",
    "token_lifetime",
    "token_lifetime_for_web",
    "enforce_policies",
    "token_dialect",
    "token_encryption",
    "consent_policy",
    "authorization_details",
    "proof_of_possession",
    "subject_type_authorization",
    "authorization_policy",
    "client_id",
];

/// The body of `POST /resource-servers`.
pub static CREATE: LazyLock<Schema> = LazyLock::new(|| {
    let identifier = Schema::string()
        .min_length(1)
        .max_length(600)
        .described("What requests name as their audience; never changes");
    members(Schema::object().required_member("identifier", identifier))
});

/// The body of `PATCH /resource-servers/{id}`.
pub static UPDATE: LazyLock<Schema> = LazyLock::new(|| members(Schema::object()));

fn members(object: Schema) -> Schema {
    let lifetime = || Schema::integer().minimum(0).maximum(2_592_000);
    object
        .member(
            "name",
            Schema::string()
                .max_length(200)
                .pattern("^[^<>]+$")
                .described("What people see; without < and >"),
        )
        .member(
            "scopes",
            Schema::array(scope())
                .max_items(Scope::MAX_TOKENS)
                .described("The permissions that the API knows"),
        )
        .member(
            "signing_alg",
            Schema::enumeration(&["HS256", "RS256", "RS512", "PS256"])
                .described("What signs the API's access tokens"),
        )
        .member(
            "signing_secret",
            Schema::string()
                .min_length(16)
                .max_length(1024)
                .described("The secret of an API that signs with HS256"),
        )
        .member(
            "skip_consent_for_verifiable_first_party_clients",
            Schema::boolean().described(
                "Whether first-party applications with a verifiable callback skip consent",
            ),
        )
        .member(
            "allow_offline_access",
            Schema::boolean().described("Whether refresh tokens may be had for the API"),
        )
        .member(
            "allow_online_access",
            Schema::boolean().described("Whether online refresh tokens may be had for the API"),
        )
        .member(
            "allow_online_access_with_ephemeral_sessions",
            Schema::boolean().described(
                "Whether online refresh tokens may be had in sessions that end with the browser",
            ),
        )
        .member(
            "token_lifetime",
            lifetime().described("How long access tokens are valid, in seconds"),
        )
        .member(
            "token_lifetime_for_web",
            lifetime().described("How long access tokens from a browser are valid, in seconds"),
        )
        .member(
            "token_dialect",
            Schema::enumeration(&[
                "access_token",
                "access_token_authz",
                "rfc9068_profile",
                "rfc9068_profile_authz",
            ])
            .described("What access tokens look like"),
        )
        .member(
            "enforce_policies",
            Schema::boolean()
                .described("Whether users get only what their roles and permissions give"),
        )
        .member("token_encryption", token_encryption())
        .member(
            "consent_policy",
            Schema::enumeration(&["transactional-authorization-with-mfa"]).nullable(),
        )
        .member(
            "authorization_details",
            Schema::array(Schema::any()).max_items(100).nullable(),
        )
        .member("proof_of_possession", proof_of_possession())
        .member("subject_type_authorization", subject_type_authorization())
        .member(
            "authorization_policy",
            Schema::object()
                .required_member("policy_id", Schema::string().min_length(1).max_length(1024))
                .nullable(),
        )
}

fn scope() -> Schema {
    // RFC 6749 §3.3; what is outside of it could never be asked for.
    Schema::object()
        .required_member(
            "value",
            Schema::string()
                .min_length(1)
                .max_length(Scope::MAX_TOKEN_LENGTH)
                .pattern(r"^[!#-\[\]-~]+$")
                .described("The permission's name"),
        )
        .member(
            "description",
            Schema::string()
                .max_length(500)
                .described("What the permission allows, in words"),
        )
}

fn token_encryption() -> Schema {
    let name = || Schema::string().min_length(1).max_length(128);
    let key = Schema::object()
        .member("name", name())
        .required_member(
            "alg",
            Schema::enumeration(&["RSA-OAEP-256", "RSA-OAEP-384", "RSA-OAEP-512"]),
        )
        .member("kid", name())
        .required_member("pem", Schema::string().min_length(1).max_length(4096));
    Schema::object()
        .required_member("format", Schema::enumeration(&["compact-nested-jwe"]))
        .required_member("encryption_key", key)
        .nullable()
}

fn proof_of_possession() -> Schema {
    Schema::object()
        .required_member("mechanism", Schema::enumeration(&["mtls", "dpop"]))
        .required_member("required", Schema::boolean())
        .member(
            "required_for",
            Schema::enumeration(&["public_clients", "all_clients"]),
        )
        .nullable()
}

fn subject_type_authorization() -> Schema {
    let subject = |policies| {
        Schema::object()
            .member("policy", Schema::enumeration(policies))
            .open()
    };
    Schema::object()
        .member(
            "user",
            subject(&["allow_all", "deny_all", "require_client_grant"]),
        )
        .member("client", subject(&["deny_all", "require_client_grant"]))
}

/// What an API has that nobody said anything about.
pub fn initial(id: &ResourceServerId, identifier: &str) -> Map<String, Value> {
    object(json!({
        "id": id,
        "identifier": identifier,
        "allow_offline_access": false,
        "skip_consent_for_verifiable_first_party_clients": false,
        "subject_type_authorization": {
            "client": { "policy": "require_client_grant" },
            "user": { "policy": "allow_all" }
        },
        "token_lifetime": 86_400,
        "token_lifetime_for_web": 7_200,
        "signing_alg": "RS256",
    }))
}

/// The Management API of a new tenant.
pub fn system(id: &ResourceServerId, identifier: &str) -> Map<String, Value> {
    let scopes: Vec<Value> = ManagementScope::all()
        .iter()
        .map(|scope| json!({ "value": scope.as_str(), "description": scope.description() }))
        .collect();
    let mut document = initial(id, identifier);
    document.extend(object(json!({
        "name": SYSTEM_NAME,
        "skip_consent_for_verifiable_first_party_clients": true,
        "scopes": scopes,
        "is_system": true,
    })));
    document
}

/// Writes a body that its schema accepted over a document. `null` unsets; the signing secret is kept elsewhere.
///
/// # Errors
/// 400 where the members contradict each other.
pub fn apply(document: &mut Map<String, Value>, body: &Map<String, Value>) -> Result<(), Error> {
    for (name, value) in body {
        match (name.as_str(), value) {
            ("signing_secret" | "identifier", _) => {}
            (_, Value::Null) => drop(document.remove(name)),
            ("scopes", Value::Array(scopes)) if scopes.is_empty() => {
                document.remove(name);
            }
            ("scopes", Value::Array(scopes)) => {
                check_unique(scopes)?;
                document.insert(name.clone(), value.clone());
            }
            ("subject_type_authorization", Value::Object(policies)) => {
                merge_policies(document, policies);
            }
            _ => drop(document.insert(name.clone(), value.clone())),
        }
    }
    settle_lifetimes(document, body)
}

fn check_unique(scopes: &[Value]) -> Result<(), Error> {
    let mut seen = std::collections::HashSet::new();
    let repeated = scopes
        .iter()
        .filter_map(|scope| scope["value"].as_str())
        .find(|value| !seen.insert(*value));
    match repeated {
        Some(value) => Err(Error::invalid_body(format!(
            "The scope {value} is defined more than once."
        ))),
        None => Ok(()),
    }
}

fn merge_policies(document: &mut Map<String, Value>, policies: &Map<String, Value>) {
    let stored = document
        .entry("subject_type_authorization")
        .or_insert_with(|| json!({}));
    for (subject, sent) in policies {
        let Some(sent) = sent.as_object() else {
            continue;
        };
        if let Value::Object(subjects) = stored
            && let Value::Object(subject) =
                subjects.entry(subject.clone()).or_insert_with(|| json!({}))
        {
            subject.extend(sent.clone());
        }
    }
}

/// A token from a browser never lives longer than another: whoever says so is refused, whoever says nothing is served.
fn settle_lifetimes(
    document: &mut Map<String, Value>,
    body: &Map<String, Value>,
) -> Result<(), Error> {
    let number = |name: &str| document.get(name).and_then(Value::as_i64);
    let (Some(lifetime), Some(for_web)) =
        (number("token_lifetime"), number("token_lifetime_for_web"))
    else {
        return Ok(());
    };
    if for_web > lifetime {
        if body.contains_key("token_lifetime_for_web") {
            return Err(Error::invalid_body(
                "token_lifetime_for_web can't be greater than token_lifetime.",
            ));
        }
        document.insert("token_lifetime_for_web".to_owned(), json!(lifetime));
    }
    Ok(())
}

/// Checks that a change of a built-in API touches nothing that is built in. Repeating what it has is no change.
///
/// # Errors
/// 400, naming the members.
pub fn check_system(document: &Map<String, Value>, body: &Map<String, Value>) -> Result<(), Error> {
    let changed: Vec<&str> = body
        .iter()
        .filter(|(name, _)| !CHANGEABLE_OF_SYSTEM.contains(&name.as_str()))
        .filter(|(name, value)| document.get(*name).unwrap_or(&Value::Null) != *value)
        .map(|(name, _)| name.as_str())
        .collect();
    if changed.is_empty() {
        return Ok(());
    }
    Err(Error::operation_not_supported(format!(
        "This is a system API; its {} can't be changed.",
        changed.join(", ")
    )))
}

/// The scopes that a document defines.
pub fn scope_values(document: &Map<String, Value>) -> Vec<String> {
    let scopes = document.get("scopes").and_then(Value::as_array);
    scopes
        .into_iter()
        .flatten()
        .filter_map(|scope| scope["value"].as_str())
        .map(str::to_owned)
        .collect()
}

fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(object) => object,
        _ => Map::new(),
    }
}
