//! The wire form of signing keys, which shows certificates and never a private key.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use ostia_jose::certificate;
use ostia_protocol::auth0::management_error::Error;
use serde_json::{Map, Value, json};

use super::{KeyState, revoke, table};
use crate::context::Context;
use crate::failure::{Broken, ManagementFailure};

/// All keys, the revoked ones too.
///
/// # Errors
/// When the database is away.
pub async fn documents(context: &Context) -> Result<Vec<Value>, ManagementFailure> {
    let rows = table::list_all(&context.tenant.id, context.database()).await?;
    let documents = rows.iter().map(|row| document(row).map(Value::Object));
    Ok(documents.collect::<Result<_, Broken>>()?)
}

/// One key.
///
/// # Errors
/// 404; or when the database is away.
pub async fn find_document(
    key_id: &str,
    context: &Context,
) -> Result<Map<String, Value>, ManagementFailure> {
    let row = table::find(&context.tenant.id, key_id, context.database()).await?;
    Ok(document(&row.ok_or_else(Error::unknown_signing_key)?)?)
}

/// Revokes a previous key and shows it. Once is as good as twice.
///
/// # Errors
/// 400 for a key that is in use, 404; or when the database is away.
pub async fn revoke_previous(
    key_id: &str,
    context: &Context,
) -> Result<Map<String, Value>, ManagementFailure> {
    let row = table::find(&context.tenant.id, key_id, context.database()).await?;
    let row = row.ok_or_else(Error::unknown_signing_key)?;
    if row.state != KeyState::Previous.as_str() {
        return Err(Error::operation_not_supported(
            "Only a previous signing key can be revoked: rotate the keys first.",
        )
        .into());
    }
    if row.revoked_at.is_none() {
        revoke(key_id, &context.tenant, &context.platform).await?;
    }
    find_document(key_id, context).await
}

fn document(row: &table::KeyRow) -> Result<Map<String, Value>, Broken> {
    let der = BASE64.decode(&row.certificate).map_err(Broken::internal)?;
    let fingerprint = certificate::fingerprint(&der);
    let is = |state: KeyState| row.state == state.as_str();
    let mut document = Map::new();
    let mut show = |name: &str, value: Value| document.insert(name.to_owned(), value);
    show("kid", json!(row.key_id));
    show("cert", json!(windows_lines(&certificate::to_pem(&der))));
    show(
        "pkcs7",
        json!(windows_lines(&certificate::to_pkcs7_pem(&der))),
    );
    show("current", json!(is(KeyState::Current)));
    show("next", json!(is(KeyState::Next)));
    show("previous", json!(is(KeyState::Previous)));
    show("thumbprint", json!(fingerprint.replace(':', "")));
    show("fingerprint", json!(fingerprint));
    show("revoked", json!(row.revoked_at.is_some()));
    let moments = [
        ("current_since", row.current_since),
        ("current_until", row.current_until),
        ("revoked_at", row.revoked_at),
    ];
    for (name, moment) in moments {
        if let Some(moment) = moment {
            show(name, json!(moment.to_string()));
        }
    }
    Ok(document)
}

/// Upstream ends the lines of PEM like this, and not the last one.
fn windows_lines(pem: &str) -> String {
    pem.trim_end().replace('\n', "\r\n")
}
