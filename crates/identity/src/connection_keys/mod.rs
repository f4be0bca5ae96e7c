//! Connection keys: with these a connection proves itself to its provider (`private_key_jwt`). One signs, the next one
//! is announced, and the one before is still known, so that the provider can know each before it is used.

use std::sync::LazyLock;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use ostia_jose::{Algorithm, KeyKind, PrivateKey, Signer, certificate};
use ostia_protocol::auth0::ids::Shape;
use ostia_protocol::auth0::management_error::Error;
use ostia_protocol::auth0::schema::{Part, Schema};
use serde_json::{Value, json};
use zeroize::Zeroizing;

use crate::collections::{Collection, Item, Members, text_of};
use crate::connections::{self, Connection};
use crate::context::Context;
use crate::database::Work;
use crate::failure::{Broken, Failure, ManagementFailure};
use crate::tenant_documents::Secrets;

/// How long a key's certificate is valid, in days.
const CERTIFICATE_DAYS: u32 = 365;
/// The longest common name of a certificate (RFC 5280, upper bounds).
const MAX_COMMON_NAME: usize = 64;

/// What keys are made for.
const ALGORITHMS: &[&str] = &["RS256", "RS384", "RS512", "PS256", "PS384", "ES256"];

/// The body of `POST /connections/{id}/keys` and `…/keys/rotate`. Of upstream's algorithms `RS384` to `PS384` use the
/// same keys as `RS256`; `ES384` needs a curve that is not there.
pub static BODY: LazyLock<Schema> = LazyLock::new(|| {
    let algorithms = Schema::enumeration(ALGORITHMS);
    Schema::object()
        .member(
            "signing_alg",
            algorithms.described("What the key signs with"),
        )
        .nullable()
});

/// A connection's keys are its parts. Their private halves are sealed and never shown.
const KEYS: Collection = Collection::new("connection-key", Shape::Uuid, |_| Error::not_found())
    .with_secrets(Secrets::hidden(&["/private_key"]));

/// What a key is at the moment, in the order of lists.
const STATES: [&str; 3] = ["current", "next", "previous"];

/// A connection's keys: the one that signs, the next, and the one before.
///
/// # Errors
/// 404; or when the database is away.
pub async fn list(connection_id: &str, context: &Context) -> Result<Vec<Value>, ManagementFailure> {
    find(connection_id, context).await?;
    let mut keys = KEYS.all(connection_id, context).await?;
    keys.sort_by_key(|key| {
        let state = text_of(&key.document, "state").unwrap_or_default();
        STATES.iter().position(|known| *known == state)
    });
    Ok(keys.iter().map(shown).collect())
}

/// Makes a connection's first keys: one that signs, and the next.
///
/// # Errors
/// 400 for a bad body, 404, 409 where there are keys; or when the database is away.
pub async fn create(
    connection_id: &str,
    body: &Value,
    context: &Context,
) -> Result<Vec<Value>, ManagementFailure> {
    BODY.check(body, Part::Payload)?;
    let connection = find(connection_id, context).await?;
    let algorithm = body["signing_alg"].as_str().unwrap_or("RS256");
    let mut current = fresh(algorithm, "current", &connection, context).await?;
    current.insert("current_since".to_owned(), json!(context.now.to_string()));
    let next = fresh(algorithm, "next", &connection, context).await?;
    let mut work = context.begin().await?;
    // The connection's row is locked, so that of two who begin one finds the other's keys.
    connections::table::find_for_update(&context.tenant, connection_id, &mut work)
        .await
        .map_err(Broken::from)?;
    if !KEYS.all(connection_id, context).await?.is_empty() {
        return Err(Error::connection_has_keys().into());
    }
    let mut made = Vec::new();
    for key in [current, next] {
        let item = KEYS.insert(connection_id, key, context, &mut work).await?;
        made.push(shown(&item));
    }
    work.commit().await?;
    Ok(made)
}

/// Makes the first keys of a connection whose options say that it proves itself by keys. One that has some keeps them.
///
/// # Errors
/// When the database is away.
pub async fn provide(
    connection_id: &str,
    options: Option<&Value>,
    context: &Context,
) -> Result<(), Broken> {
    let said = |name: &str| options.and_then(|options| options[name].as_str());
    let algorithm = said("token_endpoint_auth_signing_alg").unwrap_or("RS256");
    let wants_them = said("token_endpoint_auth_method") == Some("private_key_jwt")
        && ALGORITHMS.contains(&algorithm);
    if !wants_them || !KEYS.all(connection_id, context).await?.is_empty() {
        return Ok(());
    }
    match create(connection_id, &json!({ "signing_alg": algorithm }), context).await {
        // Somebody else made some, or deleted the connection.
        Ok(_) | Err(Failure::Refused(_)) => Ok(()),
        Err(Failure::Broken(broken)) => Err(broken),
    }
}

/// Lets the next key sign, and announces another.
///
/// # Errors
/// 400 for a bad body, 404; or when the database is away.
pub async fn rotate(
    connection_id: &str,
    body: &Value,
    context: &Context,
) -> Result<Value, ManagementFailure> {
    BODY.check(body, Part::Payload)?;
    let connection = find(connection_id, context).await?;
    let algorithm = body["signing_alg"].as_str().unwrap_or("RS256");
    let fresh = fresh(algorithm, "next", &connection, context).await?;
    let mut work = context.begin().await?;
    connections::table::find_for_update(&context.tenant, connection_id, &mut work)
        .await
        .map_err(Broken::from)?;
    for key in KEYS.all(connection_id, context).await? {
        step(&key, connection_id, context, &mut work).await?;
    }
    let item = KEYS
        .insert(connection_id, fresh, context, &mut work)
        .await?;
    work.commit().await?;
    Ok(shown(&item))
}

/// The next key becomes current, the current one previous, and the previous one is forgotten.
async fn step(
    key: &Item,
    connection_id: &str,
    context: &Context,
    work: &mut Work,
) -> Result<(), ManagementFailure> {
    let following = match text_of(&key.document, "state").as_deref() {
        Some("next") => "current",
        Some("current") => "previous",
        _ => {
            KEYS.remove_part(connection_id, &key.id, context, work)
                .await?;
            return Ok(());
        }
    };
    let mut item = KEYS
        .find_for_update(connection_id, &key.id, context, work)
        .await?;
    item.document.insert("state".to_owned(), json!(following));
    if following == "current" {
        let now = context.now.to_string();
        item.document.insert("current_since".to_owned(), json!(now));
    }
    KEYS.update(connection_id, item, context, work).await?;
    Ok(())
}

/// Signs with the current key: by the algorithm that is asked for, else by that which the key was made for. `None` where
/// the connection has no keys, or they can't do that.
///
/// # Errors
/// When the database is away, or a key does not open.
pub async fn signer(
    connection_id: &str,
    algorithm: Option<&str>,
    context: &Context,
) -> Result<Option<Signer>, Broken> {
    let keys = KEYS.all_with_secrets(connection_id, context).await?;
    let is_current = |key: &Item| text_of(&key.document, "state").as_deref() == Some("current");
    let Some(key) = keys.into_iter().find(is_current) else {
        return Ok(None);
    };
    let text = |name: &str| text_of(&key.document, name).unwrap_or_default();
    let own = text("algorithm");
    let Ok(algorithm) = algorithm.unwrap_or(own.as_str()).parse::<Algorithm>() else {
        return Ok(None);
    };
    let pkcs8 = Zeroizing::new(
        BASE64
            .decode(Zeroizing::new(text("private_key")).as_str())
            .map_err(Broken::internal)?,
    );
    let private = PrivateKey::from_pkcs8(&pkcs8)?;
    Ok(Signer::asymmetric(private, algorithm, &text("kid"), "JWT").ok())
}

/// Forgets what belongs to a connection that goes.
///
/// # Errors
/// When the database is away.
pub async fn forget(connection_id: &str, context: &Context, work: &mut Work) -> Result<(), Broken> {
    KEYS.remove_parts(connection_id, i64::MAX, "", context, work)
        .await
}

async fn find(connection_id: &str, context: &Context) -> Result<Connection, ManagementFailure> {
    let connection = connections::find(connection_id, context).await?;
    Ok(connection.ok_or_else(Error::unknown_connection)?)
}

async fn fresh(
    algorithm: &str,
    state: &str,
    connection: &Connection,
    context: &Context,
) -> Result<Members, Broken> {
    let kind = if algorithm == "ES256" {
        KeyKind::P256
    } else {
        KeyKind::Rsa2048
    };
    let generated = tokio::task::spawn_blocking(move || PrivateKey::generate(kind)).await;
    let private = generated.map_err(Broken::internal)??;
    let name: String = connection.name.chars().take(MAX_COMMON_NAME).collect();
    let der = certificate::self_signed(&private, &name, context.now.seconds(), CERTIFICATE_DAYS)?;
    let mut key = Members::new();
    for (member, value) in [
        ("kid", json!(private.public().to_jwk().thumbprint()?)),
        ("algorithm", json!(algorithm)),
        ("subject_dn", json!(format!("/CN={name}"))),
        ("certificate", json!(BASE64.encode(&der))),
        ("state", json!(state)),
        ("private_key", json!(BASE64.encode(&*private.to_pkcs8()?))),
    ] {
        key.insert(member.to_owned(), value);
    }
    Ok(key)
}

fn shown(item: &Item) -> Value {
    let text = |name: &str| text_of(&item.document, name).unwrap_or_default();
    let der = BASE64.decode(text("certificate")).unwrap_or_default();
    let fingerprint = certificate::fingerprint(&der);
    let lines = |pem: String| pem.trim_end().replace('\n', "\r\n");
    let mut shown = json!({
        "kid": text("kid"),
        "algorithm": text("algorithm"),
        "key_use": "signing",
        "subject_dn": text("subject_dn"),
        "cert": lines(certificate::to_pem(&der)),
        "pkcs": lines(certificate::to_pkcs7_pem(&der)),
        "thumbprint": fingerprint.replace(':', ""),
        "fingerprint": fingerprint,
    });
    let state = text("state");
    shown[&state] = json!(true);
    if state == "current" {
        shown["current_since"] = json!(text("current_since"));
    }
    shown
}
