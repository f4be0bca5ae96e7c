//! Custom signing keys: public keys of a tenant's own, with which something else than this server signs. They are
//! published with the tenant's, so that applications find them in one place. Nothing here believes what they signed.

use std::sync::LazyLock;

use ostia_jose::{Jwk, PublicKey};
use ostia_protocol::auth0::ids::TenantId;
use ostia_protocol::auth0::management_error::Error;
use ostia_protocol::auth0::schema::{Part, Schema};
use serde_json::Value;

use crate::cache::Stale;
use crate::context::Context;
use crate::database::Database;
use crate::failure::{Broken, ManagementFailure};
use crate::tenant_documents::{Kind, table};

const KEYS: Kind = Kind::new("custom-signing-keys");
/// There is one set.
const NAME: &str = "";

/// The body of `PUT /keys/custom-signing`.
pub static SET: LazyLock<Schema> = LazyLock::new(|| {
    let text = |longest| Schema::string().min_length(1).max_length(longest);
    let algorithms = Schema::enumeration(&[
        "RS256", "RS384", "RS512", "ES256", "ES384", "ES512", "PS256", "PS384", "PS512",
    ]);
    let key = Schema::object()
        .required_member("kty", Schema::enumeration(&["EC", "RSA"]))
        .member("kid", text(255))
        .member("use", Schema::enumeration(&["sig"]))
        .member(
            "key_ops",
            Schema::array(Schema::enumeration(&["verify"])).min_items(1),
        )
        .member("alg", algorithms)
        .member("n", text(4_096))
        .member("e", text(64))
        .member("crv", Schema::enumeration(&["P-256", "P-384", "P-521"]))
        .member("x", text(256))
        .member("y", text(256))
        .member("x5u", text(2_048))
        .member(
            "x5c",
            Schema::array(text(16_384)).min_items(1).max_items(10),
        )
        .member("x5t", text(64))
        .member("x5t#S256", text(64));
    let keys = Schema::array(key).min_items(1).max_items(10);
    Schema::object().required_member("keys", keys.described("The public keys"))
});

/// The keys.
///
/// # Errors
/// 404 where there are none; or when the database is away.
pub async fn read(context: &Context) -> Result<Value, ManagementFailure> {
    let found = KEYS.find(NAME, context).await?;
    Ok(found.ok_or_else(Error::no_custom_signing_keys)?)
}

/// The keys that are published, as they were given.
///
/// # Errors
/// When the database is away.
pub async fn published(tenant: &TenantId, database: &Database) -> Result<Vec<Value>, Broken> {
    let key = table::Key {
        tenant,
        kind: KEYS.name,
        name: NAME,
    };
    let row = table::find(key, database).await?;
    let mut document = row.map(|row| row.content.document).unwrap_or_default();
    Ok(match document["keys"].take() {
        Value::Array(keys) => keys,
        _ => Vec::new(),
    })
}

/// Replaces the keys.
///
/// # Errors
/// 400 for a bad body and for what is no public key; or when the database is away.
pub async fn set(body: &Value, context: &Context) -> Result<Value, ManagementFailure> {
    SET.check(body, Part::Payload)?;
    for (index, key) in body["keys"].as_array().into_iter().flatten().enumerate() {
        check(key).map_err(|error| unusable(index, &error))?;
    }
    let mut work = context.begin().await?;
    KEYS.put(NAME, body.clone(), context, &mut work).await?;
    work.makes_stale(Stale::SigningKeys(context.tenant.id.clone()));
    work.commit().await?;
    Ok(body.clone())
}

/// Keys of kinds that nothing here can check with are taken as they are.
fn check(key: &Value) -> Result<(), String> {
    if key["kty"] == "EC" && key["crv"] != "P-256" {
        return Ok(());
    }
    let jwk: Jwk = serde_json::from_value(key.clone()).map_err(|error| error.to_string())?;
    PublicKey::from_jwk(&jwk).map_err(|error| error.to_string())?;
    Ok(())
}

fn unusable(index: usize, why: &str) -> Error {
    Error::invalid_body(format!(
        "Payload validation error: 'Not a usable public key' on property keys[{index}] (The public keys)."
    ))
    .with_detail(why)
}

/// Removes the keys; there may be none.
///
/// # Errors
/// When the database is away.
pub async fn delete(context: &Context) -> Result<(), ManagementFailure> {
    let mut work = context.begin().await?;
    KEYS.remove(NAME, context, &mut work).await?;
    work.makes_stale(Stale::SigningKeys(context.tenant.id.clone()));
    work.commit().await?;
    Ok(())
}
