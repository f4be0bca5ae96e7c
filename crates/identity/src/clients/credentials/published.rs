//! Keys that a client publishes itself, at the address that its metadata document names.

use ostia_jose::Algorithm;
use ostia_protocol::auth0::ids::{ClientId, CredentialId};
use serde_json::json;

use super::table::{self, CredentialRow};
use crate::clients::document::Document;
use crate::context::Context;
use crate::database::Work;
use crate::failure::Broken;

/// A credential made of a key in JWK form.
pub fn of_jwk(kid: &str, algorithm: Algorithm, jwk: &str, context: &Context) -> CredentialRow {
    let credential_id = CredentialId::generate(context.entropy()).to_string();
    let mut document = Document::new();
    let now = json!(context.now.to_string());
    for (name, value) in [
        ("id", json!(credential_id)),
        ("credential_type", json!("public_key")),
        ("kid", json!(kid)),
        ("alg", json!(algorithm.as_str())),
        ("created_at", now.clone()),
        ("updated_at", now),
    ] {
        document.insert(name.to_owned(), value);
    }
    CredentialRow {
        credential_id,
        document,
        public_key: jwk.to_owned(),
        created_at: context.now,
        expires_at: None,
    }
}

/// Puts these credentials in the place of all that a client has.
///
/// # Errors
/// When the database is away.
pub async fn replace(
    client: &ClientId,
    rows: &[CredentialRow],
    context: &Context,
    work: &mut Work,
) -> Result<(), Broken> {
    for old in table::list_in(&context.tenant, client, work).await? {
        table::delete(&context.tenant, client, &old.credential_id, work).await?;
    }
    for row in rows {
        table::insert(&context.tenant, client, row, work).await?;
    }
    Ok(())
}
