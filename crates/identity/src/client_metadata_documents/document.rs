//! What a metadata document says, and what becomes of it.

use ostia_jose::{Algorithm, PublicKey};
use ostia_protocol::oauth::{Error, GrantType};
use serde_json::{Map, Value, json};

use super::address::Address;
use crate::clients::document::{Document, ownership_allows};
use crate::clients::{Ownership, SecurityMode};
use crate::registration::metadata;

/// The members that mean something here; the others are warned of.
const KNOWN: &[&str] = &[
    "client_id",
    "client_name",
    "client_uri",
    "redirect_uris",
    "logo_uri",
    "grant_types",
    "response_types",
    "token_endpoint_auth_method",
    "token_endpoint_auth_signing_alg",
    "application_type",
    "jwks_uri",
    "scope",
];
/// The members by which a document would share a secret with everybody.
const SECRETS: &[&str] = &["client_secret", "client_secret_expires_at"];
/// More keys than a client needs.
const MAX_KEYS: usize = 10;

/// A document that was read: what it asks for, and what is wrong with it.
#[derive(Debug, Default)]
pub struct Reading {
    /// What makes it unusable, in sentences.
    pub violations: Vec<String>,
    /// What is ignored of it, in sentences.
    pub warnings: Vec<String>,
    /// The client's name.
    name: String,
    callbacks: Vec<String>,
    logo_uri: Option<String>,
    grants: Vec<GrantType>,
    is_native: bool,
    /// Where its keys are, where it signs with keys.
    pub jwks_uri: Option<String>,
    /// The keys that were found there.
    pub keys: Vec<SigningKey>,
}

/// A key that a client signs its assertions with.
#[derive(Debug)]
pub struct SigningKey {
    /// Its name.
    pub kid: String,
    /// How it signs.
    pub algorithm: Algorithm,
    /// As a JWK, JSON.
    pub jwk: String,
}

impl Reading {
    /// Reads a document that came from an address.
    pub fn of(document: &Value, address: &Address) -> Self {
        let mut reading = Self::default();
        let Value::Object(members) = document else {
            reading.violate("The document must be a JSON object");
            return reading;
        };
        if members.get("client_id").and_then(Value::as_str) != Some(address.as_str()) {
            reading.violate("client_id must be the URL of the document");
        }
        for name in SECRETS.iter().filter(|name| members.contains_key(**name)) {
            reading.violate(&format!("{name} can't be in a public document"));
        }
        if members.contains_key("jwks") {
            reading.violate("jwks must be published at jwks_uri");
        }
        reading.read_names(members, address);
        reading.read_method(members);
        reading.read_grants(members);
        let unknown = members
            .keys()
            .filter(|name| !KNOWN.contains(&name.as_str()) && !SECRETS.contains(&name.as_str()))
            .filter(|name| *name != "jwks");
        let warnings = unknown
            .take(20)
            .map(|name| format!("{name} is not supported"));
        reading.warnings.extend(warnings.collect::<Vec<_>>());
        reading
    }

    fn violate(&mut self, what: &str) {
        self.violations.push(format!("{what}."));
    }

    fn refuse(&mut self, error: &Error) {
        self.violate(
            error
                .description
                .as_deref()
                .unwrap_or("The metadata can't be used"),
        );
    }

    /// Whether it can be used.
    pub fn is_valid(&self) -> bool {
        self.violations.is_empty()
    }

    fn read_names(&mut self, members: &Map<String, Value>, address: &Address) {
        match metadata::client_name(members) {
            // Whoever names themselves nothing is called by their host.
            Ok(name) => self.name = name.unwrap_or_else(|| address.host().to_owned()),
            Err(error) => self.refuse(&error),
        }
        match metadata::redirect_uris(members) {
            Ok(uris) => self.callbacks = uris,
            Err(error) => self.refuse(&error),
        }
        match metadata::logo_uri(members) {
            Ok(uri) => self.logo_uri = uri,
            Err(error) => self.refuse(&error),
        }
        self.is_native = members.get("application_type").and_then(Value::as_str) == Some("native");
    }

    fn read_method(&mut self, members: &Map<String, Value>) {
        match members.get("token_endpoint_auth_method").map(Value::as_str) {
            None | Some(Some("none")) => {}
            Some(Some("private_key_jwt")) => {
                let uri = members.get("jwks_uri").and_then(Value::as_str);
                match uri.filter(|uri| uri.starts_with("https://")) {
                    Some(uri) => self.jwks_uri = Some(uri.to_owned()),
                    None => self.violate("private_key_jwt needs jwks_uri, an https URL"),
                }
            }
            Some(_) => self.violate("token_endpoint_auth_method must be none or private_key_jwt"),
        }
    }

    fn read_grants(&mut self, members: &Map<String, Value>) {
        let wanted = match metadata::texts(members, "grant_types") {
            Ok(wanted) => wanted.unwrap_or_else(|| vec!["authorization_code".to_owned()]),
            Err(error) => return self.refuse(&error),
        };
        let owner = Ownership::ThirdParty(SecurityMode::Strict);
        for name in wanted {
            match name.parse::<GrantType>() {
                Ok(grant) if ownership_allows(owner, grant, true) => self.grants.push(grant),
                _ => self
                    .warnings
                    .push(format!("The grant type {name} is not supported")),
            }
        }
        if self.grants.is_empty() {
            self.violate("grant_types must name authorization_code");
        }
    }

    /// Reads the key set of a client that signs.
    pub fn read_keys(&mut self, set: &Value) {
        let keys = set.get("keys").and_then(Value::as_array);
        let Some(keys) = keys.filter(|keys| keys.len() <= MAX_KEYS) else {
            return self.violate("The document at jwks_uri must be a key set of at most ten keys");
        };
        if keys
            .iter()
            .any(|key| key.get("d").is_some() || key.get("k").is_some())
        {
            return self.violate("The key set at jwks_uri holds a private key");
        }
        self.keys = keys.iter().filter_map(signing_key).collect();
        if self.keys.is_empty() {
            self.violate("The key set at jwks_uri has no RSA key for signatures");
        }
    }

    /// The client as the Management API has it.
    pub fn client(&self) -> Document {
        let mut client = self.shared();
        client.insert("is_first_party".to_owned(), json!(false));
        client.insert("third_party_security_mode".to_owned(), json!("strict"));
        client
    }

    /// What is told of what the document means here.
    pub fn mapped(&self, address: &Address) -> Document {
        let mut mapped = self.shared();
        if !self.keys.is_empty() {
            let credentials: Vec<Value> = self.keys.iter().map(SigningKey::mapped).collect();
            mapped.insert(
                "client_authentication_methods".to_owned(),
                json!({ "private_key_jwt": { "credentials": credentials } }),
            );
        }
        mapped.insert("external_client_id".to_owned(), json!(address.as_str()));
        self.tell_where_keys_are(&mut mapped);
        mapped
    }

    /// Writes down where the keys are, which nobody but the client itself may say.
    pub fn tell_where_keys_are(&self, client: &mut Document) {
        match &self.jwks_uri {
            Some(uri) => client.insert("jwks_uri".to_owned(), json!(uri)),
            None => client.remove("jwks_uri"),
        };
    }

    fn shared(&self) -> Document {
        let grants: Vec<&str> = self.grants.iter().map(|grant| grant.as_str()).collect();
        let mut client = Document::new();
        let mut set = |name: &str, value: Value| {
            client.insert(name.to_owned(), value);
        };
        set("name", json!(self.name));
        set("callbacks", json!(self.callbacks));
        set("grant_types", json!(grants));
        if let Some(logo) = &self.logo_uri {
            set("logo_uri", json!(logo));
        }
        if self.is_native {
            set("app_type", json!("native"));
        }
        if self.jwks_uri.is_none() {
            set("token_endpoint_auth_method", json!("none"));
        }
        client
    }
}

impl SigningKey {
    fn mapped(&self) -> Value {
        json!({ "credential_type": "public_key", "kid": self.kid, "alg": self.algorithm.as_str() })
    }
}

fn signing_key(key: &Value) -> Option<SigningKey> {
    if key.get("use").is_some_and(|purpose| purpose != "sig") {
        return None;
    }
    let jwk = serde_json::from_value(key.clone()).ok()?;
    let public = PublicKey::from_jwk(&jwk).ok()?;
    let algorithm: Algorithm = match key.get("alg").and_then(Value::as_str) {
        Some(name) => name.parse().ok()?,
        None => Algorithm::RS256,
    };
    if !public.supports(algorithm) {
        return None;
    }
    let kid = match key.get("kid").and_then(Value::as_str) {
        Some(kid) if kid.len() <= 256 => kid.to_owned(),
        _ => public.to_jwk().thumbprint().ok()?,
    };
    Some(SigningKey {
        kid,
        algorithm,
        jwk: serde_json::to_string(&public.to_jwk()).ok()?,
    })
}
