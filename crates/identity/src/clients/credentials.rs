//! The keys that a client registered to authenticate with (`/api/v2/clients/{id}/credentials`).

mod published;
mod registered;
pub mod table;

use ostia_jose::{Algorithm, DistinguishedName, PublicKey, certificate};
use ostia_protocol::auth0::ids::{ClientId, CredentialId};
use ostia_protocol::auth0::management_error::Error;
use ostia_protocol::auth0::schema::Part;
use serde_json::{Value, json};

pub use self::published::{of_jwk, replace};
pub use self::registered::{registered, request_keys};
use self::table::CredentialRow;
use super::document::Document;
use super::schema::{CREDENTIAL, CREDENTIAL_UPDATE};
use super::table as clients_table;
use crate::cache::Stale;
use crate::context::Context;
use crate::database::Work;
use crate::failure::{Broken, ManagementFailure};
use crate::time::Timestamp;

/// The most credentials that one client keeps, in use or not.
const MAX_CREDENTIALS: usize = 20;

/// The ids under a member's `credentials`.
fn referenced(member: &Value) -> Vec<&str> {
    member
        .get("credentials")
        .and_then(Value::as_array)
        .map(Vec::as_slice)
        .unwrap_or_default()
        .iter()
        .filter_map(|credential| credential.get("id").and_then(Value::as_str))
        .collect()
}

/// Where a document refers to credentials: the way to the member, and the type that its credentials have.
const USES: &[(&[&str], &str)] = &[
    (
        &["client_authentication_methods", "private_key_jwt"],
        "public_key",
    ),
    (
        &["client_authentication_methods", "tls_client_auth"],
        "cert_subject_dn",
    ),
    (
        &[
            "client_authentication_methods",
            "self_signed_tls_client_auth",
        ],
        "x509_cert",
    ),
    (&["signed_request_object"], "public_key"),
    (&["token_vault_privileged_access"], "public_key"),
];

fn at<'a>(document: &'a Document, way: &[&str]) -> Option<&'a Value> {
    let (first, rest) = way.split_first()?;
    rest.iter()
        .try_fold(document.get(*first)?, |value, name| value.get(*name))
}

fn at_mut<'a>(document: &'a mut Document, way: &[&str]) -> Option<&'a mut Value> {
    let (first, rest) = way.split_first()?;
    rest.iter()
        .try_fold(document.get_mut(*first)?, |value, name| {
            value.get_mut(*name)
        })
}

/// Takes the credentials that a new client's body spells out and leaves references to them in their place.
///
/// # Errors
/// 400 where one can't be used.
pub(super) fn take_inline(
    document: &mut Document,
    context: &Context,
) -> Result<Vec<CredentialRow>, Error> {
    let mut rows = Vec::new();
    for (way, _) in USES {
        let Some(Value::Array(credentials)) =
            at_mut(document, way).and_then(|member| member.get_mut("credentials"))
        else {
            continue;
        };
        for credential in credentials {
            let row = parse(credential, context)?;
            *credential = json!({ "id": row.credential_id });
            rows.push(row);
        }
    }
    require_room(rows.len())?;
    Ok(rows)
}

/// Puts the full credentials where a document refers to them, as the answer to a creation shows them.
pub(super) fn show_inline(document: &mut Document, rows: &[CredentialRow]) {
    for (way, _) in USES {
        let Some(Value::Array(credentials)) =
            at_mut(document, way).and_then(|member| member.get_mut("credentials"))
        else {
            continue;
        };
        for credential in credentials {
            let id = credential.get("id").and_then(Value::as_str);
            if let Some(row) = rows
                .iter()
                .find(|row| Some(row.credential_id.as_str()) == id)
            {
                *credential = Value::Object(row.document.clone());
            }
        }
    }
}

/// Whether every credential that a document refers to is the client's, and of the type that its place wants.
///
/// # Errors
/// 400 where one is not.
pub(super) async fn require_known(
    client: &ClientId,
    document: &Document,
    context: &Context,
    work: &mut Work,
) -> Result<(), ManagementFailure> {
    if USES.iter().all(|(way, _)| at(document, way).is_none()) {
        return Ok(());
    }
    let rows = list_locked(client, context, work).await?;
    for (way, kind) in USES {
        let ids = at(document, way).map(referenced).unwrap_or_default();
        for id in ids {
            let fits = rows.iter().any(|row| {
                row.credential_id == id && row.document.get("credential_type") == Some(&json!(kind))
            });
            if !fits {
                return Err(Error::invalid_body(format!(
                    "The client has no credential {id} of type {kind}."
                ))
                .into());
            }
        }
    }
    Ok(())
}

async fn list_locked(
    client: &ClientId,
    context: &Context,
    work: &mut Work,
) -> Result<Vec<CredentialRow>, Broken> {
    Ok(table::list_in(&context.tenant, client, work).await?)
}

fn require_room(count: usize) -> Result<(), Error> {
    if count > MAX_CREDENTIALS {
        return Err(Error::invalid_body(format!(
            "A client can have at most {MAX_CREDENTIALS} credentials."
        )));
    }
    Ok(())
}

/// Reads a credential that has passed its schema.
fn parse(body: &Value, context: &Context) -> Result<CredentialRow, Error> {
    let text = |name: &str| body.get(name).and_then(Value::as_str);
    let missing = |name: &str| {
        Error::invalid_body(format!(
            "Payload validation error: 'Missing required property: {name}'."
        ))
    };
    let kind = text("credential_type").unwrap_or_default();
    let pem = text("pem");
    let id = CredentialId::generate(context.entropy()).to_string();
    let now = context.now.to_string();
    let mut document = Document::new();
    let mut set = |name: &str, value: Value| {
        document.insert(name.to_owned(), value);
    };
    set("id", json!(id));
    set("credential_type", json!(kind));
    if let Some(name) = text("name") {
        set("name", json!(name));
    }
    let mut expires_at = text("expires_at").and_then(|text| text.parse().ok());
    match kind {
        "cert_subject_dn" => {
            let subject = match (text("subject_dn"), pem) {
                (Some(subject), _) => DistinguishedName::parse(subject)
                    .map(|_| subject.to_owned())
                    .map_err(|error| unreadable_subject(error.to_string()))?,
                (None, Some(pem)) => DistinguishedName::of_pem(pem)
                    .map(|subject| subject.to_string())
                    .map_err(|error| unreadable_subject(error.to_string()))?,
                (None, None) => return Err(missing("subject_dn")),
            };
            set("subject_dn", json!(subject));
        }
        "x509_cert" => {
            let der = certificate_of(pem.ok_or_else(|| missing("pem"))?)?;
            set("thumbprint_sha256", json!(certificate::x5t_s256(&der)));
            expires_at = Some(end_of(&der)?);
        }
        _ => {
            let pem = pem.ok_or_else(|| missing("pem"))?;
            let algorithm = text("alg").unwrap_or("RS256");
            let thumbprint = check_public_key(pem, algorithm)?;
            set("kid", json!(text("kid").unwrap_or(&thumbprint)));
            set("alg", json!(algorithm));
            if body.get("parse_expiry_from_cert") == Some(&json!(true)) {
                expires_at = Some(end_of(&certificate_of(pem)?)?);
            }
        }
    }
    if let Some(expires_at) = expires_at {
        require_ahead(expires_at, context)?;
        set("expires_at", json!(expires_at.to_string()));
    }
    set("created_at", json!(now));
    set("updated_at", json!(now));
    Ok(CredentialRow {
        credential_id: id,
        document,
        public_key: pem.unwrap_or_default().to_owned(),
        created_at: context.now,
        expires_at,
    })
}

fn unreadable_subject(why: String) -> Error {
    Error::invalid_body(
        "The subject_dn must be a distinguished name, for example CN=service,O=Example, or the pem a certificate that has one.",
    )
    .with_detail(why)
}

/// The thumbprint of a key that can be used with an algorithm.
fn check_public_key(pem: &str, algorithm: &str) -> Result<String, Error> {
    let unusable = |why: String| {
        Error::invalid_body("The pem must hold an RSA public key or a certificate of one.")
            .with_detail(why)
    };
    let key = PublicKey::from_pem(pem).map_err(|error| unusable(error.to_string()))?;
    let algorithm: Algorithm = algorithm
        .parse()
        .map_err(|_| unusable("unknown algorithm".to_owned()))?;
    if !key.supports(algorithm) {
        return Err(unusable("a key of another family".to_owned()));
    }
    key.to_jwk()
        .thumbprint()
        .map_err(|error| unusable(error.to_string()))
}

fn certificate_of(pem: &str) -> Result<Vec<u8>, Error> {
    certificate::from_pem(pem).map_err(|error| {
        Error::invalid_body("The pem must hold a certificate.").with_detail(error.to_string())
    })
}

fn end_of(certificate: &[u8]) -> Result<Timestamp, Error> {
    let seconds = certificate::not_after(certificate).map_err(|error| {
        Error::invalid_body("The certificate does not say when it ends.")
            .with_detail(error.to_string())
    })?;
    Ok(Timestamp::from_millis(seconds.saturating_mul(1000)))
}

fn require_ahead(expires_at: Timestamp, context: &Context) -> Result<(), Error> {
    if expires_at <= context.now {
        return Err(Error::invalid_body(
            "The credential would have expired already.",
        ));
    }
    Ok(())
}

fn unknown_credential() -> Error {
    Error::new(404, "The credential does not exist")
}

/// All credentials of a client, as on the wire.
///
/// # Errors
/// 404 where there is no such client.
pub async fn list(client: &str, context: &Context) -> Result<Value, ManagementFailure> {
    let client = super::manage::client_id(client)?;
    super::manage::require_exists(&client, context).await?;
    let rows = table::list(&context.tenant, &client, context.database())
        .await
        .map_err(Broken::from)?;
    Ok(rows
        .into_iter()
        .map(|row| Value::Object(row.document))
        .collect())
}

/// One credential.
///
/// # Errors
/// 404 where there is no such client or credential.
pub async fn read(client: &str, id: &str, context: &Context) -> Result<Value, ManagementFailure> {
    let client = super::manage::client_id(client)?;
    super::manage::require_exists(&client, context).await?;
    let rows = table::list(&context.tenant, &client, context.database())
        .await
        .map_err(Broken::from)?;
    let found = rows.into_iter().find(|row| row.credential_id == id);
    let row = found.ok_or_else(unknown_credential)?;
    Ok(Value::Object(row.document))
}

/// Registers a credential. It authenticates nobody until the client's document refers to it.
///
/// # Errors
/// 400 where it can't be used, 404 where there is no such client.
pub async fn create(
    client: &str,
    body: &Value,
    context: &Context,
) -> Result<Value, ManagementFailure> {
    CREDENTIAL.check(body, Part::Payload)?;
    let client = super::manage::client_id(client)?;
    let row = parse(body, context)?;
    let mut work = context.begin().await?;
    lock(&client, context, &mut work).await?;
    require_room(list_locked(&client, context, &mut work).await?.len() + 1)?;
    table::insert(&context.tenant, &client, &row, &mut work)
        .await
        .map_err(Broken::from)?;
    finish(client, context, work).await?;
    Ok(Value::Object(row.document))
}

/// Moves the end of a credential; null takes it away.
///
/// # Errors
/// 400 where it would lie behind, 404 where there is no such client or credential.
pub async fn update(
    client: &str,
    id: &str,
    body: &Value,
    context: &Context,
) -> Result<Value, ManagementFailure> {
    CREDENTIAL_UPDATE.check(body, Part::Payload)?;
    let client = super::manage::client_id(client)?;
    let expires_at: Option<Timestamp> = body
        .get("expires_at")
        .and_then(Value::as_str)
        .and_then(|text| text.parse().ok());
    if let Some(expires_at) = expires_at {
        require_ahead(expires_at, context)?;
    }
    let mut work = context.begin().await?;
    lock(&client, context, &mut work).await?;
    let rows = list_locked(&client, context, &mut work).await?;
    let found = rows.into_iter().find(|row| row.credential_id == id);
    let mut row = found.ok_or_else(unknown_credential)?;
    row.expires_at = expires_at;
    match expires_at {
        Some(end) => row
            .document
            .insert("expires_at".to_owned(), json!(end.to_string())),
        None => row.document.remove("expires_at"),
    };
    row.document
        .insert("updated_at".to_owned(), json!(context.now.to_string()));
    table::update(&context.tenant, &client, &row, &mut work)
        .await
        .map_err(Broken::from)?;
    finish(client, context, work).await?;
    Ok(Value::Object(row.document))
}

/// Removes a credential that the client no longer uses. One that is not there counts as removed.
///
/// # Errors
/// 400 while the client's document refers to it, 404 where there is no such client.
pub async fn delete(client: &str, id: &str, context: &Context) -> Result<(), ManagementFailure> {
    let client = super::manage::client_id(client)?;
    let mut work = context.begin().await?;
    let document = lock(&client, context, &mut work).await?;
    let in_use = USES
        .iter()
        .filter_map(|(way, _)| at(&document, way))
        .any(|member| referenced(member).contains(&id));
    if in_use {
        return Err(Error::operation_not_supported(
            "The credential is in use: take it out of the client first.",
        )
        .into());
    }
    table::delete(&context.tenant, &client, id, &mut work)
        .await
        .map_err(Broken::from)?;
    finish(client, context, work).await
}

/// Locks the client, so that a change of its credentials and one of its document queue up. Its document.
async fn lock(
    client: &ClientId,
    context: &Context,
    work: &mut Work,
) -> Result<Document, ManagementFailure> {
    let row = clients_table::find_for_update(&context.tenant, client, work)
        .await
        .map_err(Broken::from)?;
    Ok(row.ok_or_else(Error::unknown_client)?.document)
}

async fn finish(
    client: ClientId,
    context: &Context,
    mut work: Work,
) -> Result<(), ManagementFailure> {
    work.makes_stale(Stale::Client(context.tenant.id.clone(), client));
    work.commit().await?;
    Ok(())
}
