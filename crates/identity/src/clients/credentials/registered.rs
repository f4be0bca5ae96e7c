//! What a client's document refers to, ready for use: keys that verify, and certificates.

use ostia_jose::{Algorithm, DistinguishedName, PublicKey};
use ostia_protocol::auth0::ids::ClientId;
use serde_json::{Map, Value};

use super::referenced;
use super::table::{self, CredentialRow};
use crate::clients::{AssertionKey, Registered, RegisteredCertificate, RegisteredCertificates};
use crate::context::Context;
use crate::failure::Broken;
use crate::time::Timestamp;

/// What the method that a client's document names under `client_authentication_methods` refers to.
///
/// # Errors
/// When the database is away or a stored key is damaged.
pub async fn registered(
    client: &ClientId,
    methods: &Map<String, Value>,
    context: &Context,
) -> Result<Registered, Broken> {
    if let Some(method) = methods.get("tls_client_auth") {
        let rows = rows_under(Some(method), client, context).await?;
        let subjects = rows.iter().filter_map(subject).collect();
        let registered = RegisteredCertificates::Subjects(subjects);
        return Ok(Registered::Certificates(registered));
    }
    if let Some(method) = methods.get("self_signed_tls_client_auth") {
        let rows = rows_under(Some(method), client, context).await?;
        let certificates = rows.iter().filter_map(certificate_row).collect();
        let registered = RegisteredCertificates::Certificates(certificates);
        return Ok(Registered::Certificates(registered));
    }
    let member = methods.get("private_key_jwt");
    Ok(Registered::Keys(keys_under(member, client, context).await?))
}

fn subject(row: &CredentialRow) -> Option<DistinguishedName> {
    let text = row.document.get("subject_dn").and_then(Value::as_str)?;
    DistinguishedName::parse(text).ok()
}

fn certificate_row(row: &CredentialRow) -> Option<RegisteredCertificate> {
    let thumbprint = row.document.get("thumbprint_sha256")?.as_str()?;
    Some(RegisteredCertificate {
        thumbprint: thumbprint.to_owned(),
        expires_at: row.expires_at,
    })
}

/// The keys that verify a client's signed authorization requests.
///
/// # Errors
/// As [`registered`].
pub async fn request_keys(
    client: &ClientId,
    document: &Map<String, Value>,
    context: &Context,
) -> Result<Vec<AssertionKey>, Broken> {
    keys_under(document.get("signed_request_object"), client, context).await
}

async fn keys_under(
    member: Option<&Value>,
    client: &ClientId,
    context: &Context,
) -> Result<Vec<AssertionKey>, Broken> {
    let rows = rows_under(member, client, context).await?;
    rows.into_iter().map(assertion_key).collect()
}

async fn rows_under(
    member: Option<&Value>,
    client: &ClientId,
    context: &Context,
) -> Result<Vec<CredentialRow>, Broken> {
    let named = member.map(referenced).unwrap_or_default();
    let mut rows = table::list(&context.tenant, client, context.database()).await?;
    rows.retain(|row| named.contains(&row.credential_id.as_str()));
    Ok(rows)
}

fn assertion_key(row: CredentialRow) -> Result<AssertionKey, Broken> {
    let text = |name: &str| {
        row.document
            .get(name)
            .and_then(Value::as_str)
            .unwrap_or_default()
    };
    Ok(AssertionKey {
        kid: text("kid").to_owned(),
        algorithm: text("alg").parse().unwrap_or(Algorithm::RS256),
        key: public_key(&row.public_key)?,
        expires_at: row.expires_at.map(Timestamp::millis),
        credential_id: row.credential_id,
    })
}

/// As administrators send them, in PEM, or as clients publish them, a JWK.
fn public_key(text: &str) -> Result<PublicKey, Broken> {
    if text.starts_with('{') {
        return Ok(PublicKey::from_jwk(&serde_json::from_str(text)?)?);
    }
    Ok(PublicKey::from_pem(text)?)
}
