//! The wire form of custom domains.

use std::sync::LazyLock;

use ostia_protocol::auth0::schema::Schema;
use serde_json::{Value, json};

use crate::collections::{Members, replaced};
use crate::context::Context;
use crate::tenants::hosts::split_port;

const HOST: &str = r"^(([a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]{0,61}[a-zA-Z0-9])\.)*([A-Za-z0-9]|[A-Za-z0-9][A-Za-z0-9-]{0,61}[A-Za-z0-9])$";

/// The body of `POST /custom-domains`.
pub static CREATE: LazyLock<Schema> = LazyLock::new(|| {
    let kinds = Schema::enumeration(&["auth0_managed_certs", "self_managed_certs"]);
    Schema::object()
        .required_member("domain", host().described("The name of the host"))
        .required_member("type", kinds.described("Who keeps the certificate"))
        .member("verification_method", Schema::enumeration(&["txt"]))
        .member("tls_policy", tls_policy())
        .member("custom_client_ip_header", client_ip_header())
        .member("domain_metadata", metadata())
        .member("relying_party_identifier", host())
});

/// The body of `PATCH /custom-domains/{id}`.
pub static UPDATE: LazyLock<Schema> = LazyLock::new(|| {
    Schema::object()
        .member("tls_policy", tls_policy())
        .member("custom_client_ip_header", client_ip_header())
        .member("domain_metadata", metadata())
        .member("relying_party_identifier", host().nullable())
});

/// The body of `PATCH /custom-domains/default`.
pub static SET_DEFAULT: LazyLock<Schema> = LazyLock::new(|| {
    let domain = Schema::string().min_length(3).max_length(255);
    Schema::object().required_member(
        "domain",
        domain.described("The domain that becomes the default"),
    )
});

fn host() -> Schema {
    Schema::string().min_length(3).max_length(255).pattern(HOST)
}

fn tls_policy() -> Schema {
    Schema::enumeration(&["recommended"]).described("Which versions of TLS are spoken")
}

fn client_ip_header() -> Schema {
    Schema::enumeration(&[
        "true-client-ip",
        "cf-connecting-ip",
        "x-forwarded-for",
        "x-azure-clientip",
        "",
    ])
    .nullable()
    .described("The header that names the caller's address")
}

fn metadata() -> Schema {
    Schema::map(Schema::string().max_length(255).nullable())
        .max_properties(10)
        .max_key_length(255)
        .described("What the owner notes about the domain")
}

/// A new domain, from a body that the schema accepted.
pub fn normalised(body: &Value, is_first: bool, context: &Context) -> Value {
    let mut domain = body.clone();
    let name = body["domain"].as_str().unwrap_or_default();
    let name = name.to_ascii_lowercase();
    let target = split_port(&context.tenant.domain).0;
    let method = json!({ "name": "cname", "record": target, "domain": name });
    domain["verification"] = json!({ "methods": [method], "status": "pending" });
    domain["domain"] = json!(name);
    domain["primary"] = json!(is_first);
    domain["is_default"] = json!(false);
    domain["status"] = json!("pending_verification");
    if domain.get("tls_policy").is_none() {
        domain["tls_policy"] = json!("recommended");
    }
    if let Some(domain) = domain.as_object_mut() {
        domain.remove("verification_method");
        domain.retain(|_, value| !value.is_null());
    }
    domain
}

/// Metadata is merged by name, where `null` removes; the rest is replaced.
pub fn change(domain: &mut Members, sent: &Members) {
    let mut sent = sent.clone();
    if let Some(Value::Object(metadata)) = sent.remove("domain_metadata") {
        let held = domain.remove("domain_metadata").unwrap_or_default();
        let mut held = crate::collections::members(held);
        replaced(&mut held, &metadata);
        domain.insert("domain_metadata".to_owned(), Value::Object(held));
    }
    replaced(domain, &sent);
}

/// Notes how a verification went. A domain that was served once stays served: its DNS may be away for a moment.
pub fn note(domain: &mut Members, failure: Option<&String>, context: &Context) {
    let was_ready = domain.get("status") == Some(&json!("ready"));
    let Some(Value::Object(verification)) = domain.get_mut("verification") else {
        return;
    };
    match failure {
        None => {
            verification.insert("status".to_owned(), json!("verified"));
            verification.insert(
                "last_verified_at".to_owned(),
                json!(context.now.to_string()),
            );
            verification.remove("error_msg");
            domain.insert("status".to_owned(), json!("ready"));
        }
        Some(why) if !was_ready => {
            verification.insert("status".to_owned(), json!("failed"));
            verification.insert("error_msg".to_owned(), json!(why));
        }
        Some(_) => {}
    }
}
