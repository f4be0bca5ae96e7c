//! What the Management API does with the methods of a user.

use ostia_protocol::auth0::ids::{AuthenticatorId, UserId};
use ostia_protocol::auth0::management_error::Error;
use ostia_protocol::auth0::paging::{Page, Paging};
use ostia_protocol::auth0::schema::Part;
use serde_json::{Value, json};

use super::document::{self, Addresses};
use super::totp::Seed;
use super::{Detail, Method, NotAdded, insert, new, of_user, recovery_code, table, totp};
use crate::context::Context;
use crate::failure::{Broken, Failure, ManagementFailure};
use crate::listing::Slice;
use crate::logs::{Entry, Event};
use crate::users::{self, require_exists};
use crate::webauthn;

/// `GET /users/{id}/authentication-methods`
///
/// # Errors
/// 404 for an unknown user; or when the database is away.
pub async fn list(
    user: &UserId,
    paging: &Paging,
    context: &Context,
) -> Result<Page, ManagementFailure> {
    require_exists(user, context).await?;
    let methods = of_user(user, context).await?;
    let slice = Slice::of(paging, context.now)?;
    let rows = methods
        .iter()
        .map(|method| Value::Object(document::shown(method)));
    Ok(Page {
        total: u64::try_from(methods.len()).unwrap_or_default(),
        rows: rows
            .skip(usize::try_from(slice.offset).unwrap_or(usize::MAX))
            .take(usize::try_from(slice.limit).unwrap_or_default())
            .collect(),
        with_length: false,
        next: None,
    })
}

/// `GET /users/{id}/authentication-methods/{authentication_method_id}`
///
/// # Errors
/// 404 for an unknown user or method; or when the database is away.
pub async fn read(user: &UserId, id: &str, context: &Context) -> Result<Value, ManagementFailure> {
    let method = require(user, id, context).await?;
    Ok(Value::Object(document::shown(&method)))
}

/// `POST /users/{id}/authentication-methods`
///
/// # Errors
/// 400 for a bad body, 404, 409; or when the database is away.
pub async fn create(
    user: &UserId,
    body: &Value,
    context: &Context,
) -> Result<Value, ManagementFailure> {
    document::CREATE.check(body, Part::Payload)?;
    require_exists(user, context).await?;
    let detail = detail(body)?;
    let there = of_user(user, context).await?;
    if there.iter().any(|method| is_same(&method.detail, &detail)) {
        return Err(Error::authentication_method_exists().into());
    }
    let seed = seed(&detail, body, context)?;
    let method = vouched(user, detail, body, context);
    let sealed = match &seed {
        Some(seed) => Some(totp::sealed(seed, &method, context)?),
        None => None,
    };
    let method = insert(method, sealed.as_deref(), context)
        .await
        .map_err(not_added)?;
    let mut shown = document::written(&method, Addresses::Masked);
    if let Some(seed) = seed {
        shown.insert("totp_secret".to_owned(), json!(seed.to_base32()));
    }
    Ok(Value::Object(shown))
}

/// `PUT /users/{id}/authentication-methods`: the user has these from now on, and no others.
///
/// # Errors
/// 400 for a bad body, 404, 409; or when the database is away.
pub async fn replace(
    user: &UserId,
    body: &Value,
    context: &Context,
) -> Result<Value, ManagementFailure> {
    document::REPLACE.check(body, Part::Payload)?;
    require_exists(user, context).await?;
    let mut made: Vec<(Method, Option<String>)> = Vec::new();
    for body in body.as_array().into_iter().flatten() {
        let detail = detail(body)?;
        if made
            .iter()
            .any(|(other, _)| is_same(&other.detail, &detail))
        {
            return Err(Error::authentication_method_exists().into());
        }
        let seed = seed(&detail, body, context)?;
        let method = vouched(user, detail, body, context);
        let sealed = match &seed {
            Some(seed) => Some(totp::sealed(seed, &method, context)?),
            None => None,
        };
        made.push((method, sealed));
    }
    let mut work = context.begin().await?;
    table::delete_of_user(&context.tenant, user, &mut work).await?;
    for (method, sealed) in &made {
        if !table::insert(&context.tenant, method, sealed.as_deref(), &mut work).await? {
            return Err(Error::authentication_method_exists().into());
        }
    }
    work.commit().await?;
    let shown = made
        .iter()
        .map(|(method, _)| Value::Object(document::written(method, Addresses::Full)));
    Ok(shown.collect())
}

/// `PATCH /users/{id}/authentication-methods/{authentication_method_id}`
///
/// # Errors
/// 400 for a bad body, 404; or when the database is away.
pub async fn update(
    user: &UserId,
    id: &str,
    body: &Value,
    context: &Context,
) -> Result<Value, ManagementFailure> {
    document::UPDATE.check(body, Part::Payload)?;
    let mut method = require(user, id, context).await?;
    if let Some(name) = body["name"].as_str() {
        method.name = Some(name.to_owned());
    }
    if let Some(channel) = document::channel(body) {
        let Detail::Phone { preferred, .. } = &mut method.detail else {
            return Err(Error::invalid_body(
                "Only a telephone has a preferred authentication method.",
            )
            .into());
        };
        *preferred = channel;
    }
    let mut work = context.begin().await?;
    let is_there = table::update(&context.tenant, &method, &mut work).await?;
    work.commit().await?;
    if !is_there {
        return Err(Error::unknown_authentication_method().into());
    }
    Ok(Value::Object(document::written(&method, Addresses::Masked)))
}

/// `DELETE /users/{id}/authentication-methods/{authentication_method_id}`
///
/// # Errors
/// 404; or when the database is away.
pub async fn remove(user: &UserId, id: &str, context: &Context) -> Result<(), ManagementFailure> {
    let method = require(user, id, context).await?;
    let mut work = context.begin().await?;
    table::delete(&context.tenant, user, &method.id, &mut work).await?;
    work.commit().await?;
    log_removal(user, context).await?;
    Ok(())
}

/// `DELETE /users/{id}/authentication-methods` and `DELETE /users/{id}/authenticators`
///
/// # Errors
/// When the database is away.
pub async fn remove_all(user: &UserId, context: &Context) -> Result<(), ManagementFailure> {
    let mut work = context.begin().await?;
    let removed = table::delete_of_user(&context.tenant, user, &mut work).await?;
    work.commit().await?;
    if removed > 0 {
        log_removal(user, context).await?;
    }
    Ok(())
}

/// `DELETE /users/{id}/multifactor/{provider}`: the providers of old. An app is `google-authenticator`; nobody has
/// a device at Duo here.
///
/// # Errors
/// 404 for an unknown user; or when the database is away.
pub async fn remove_provider(
    user: &UserId,
    provider: &str,
    context: &Context,
) -> Result<(), ManagementFailure> {
    require_exists(user, context).await?;
    if provider != "google-authenticator" {
        return Ok(());
    }
    let mut work = context.begin().await?;
    let removed = table::delete_of_kind(&context.tenant, user, "totp", &mut work).await?;
    work.commit().await?;
    if removed > 0 {
        log_removal(user, context).await?;
    }
    Ok(())
}

/// `GET /users/{id}/enrollments`
///
/// # Errors
/// 404 for an unknown user; or when the database is away.
pub async fn enrollments(user: &UserId, context: &Context) -> Result<Value, ManagementFailure> {
    require_exists(user, context).await?;
    let methods = of_user(user, context).await?;
    let shown = methods.iter().filter_map(document::enrollment);
    Ok(shown.map(Value::Object).collect())
}

/// `GET /guardian/enrollments/{id}`
///
/// # Errors
/// 404; or when the database is away.
pub async fn enrollment(id: &str, context: &Context) -> Result<Value, ManagementFailure> {
    let method = require_enrollment(id, context).await?;
    Ok(Value::Object(document::single_enrollment(&method)))
}

/// `DELETE /guardian/enrollments/{id}`
///
/// # Errors
/// 404; or when the database is away.
pub async fn remove_enrollment(id: &str, context: &Context) -> Result<(), ManagementFailure> {
    let method = require_enrollment(id, context).await?;
    let mut work = context.begin().await?;
    table::delete(&context.tenant, &method.user_id, &method.id, &mut work).await?;
    work.commit().await?;
    log_removal(&method.user_id, context).await?;
    Ok(())
}

/// `POST /users/{id}/recovery-code-regeneration`
///
/// # Errors
/// 404 for an unknown user and for one who has no second factor; or when the database is away.
pub async fn regenerate_recovery_code(
    user: &UserId,
    context: &Context,
) -> Result<Value, ManagementFailure> {
    require_exists(user, context).await?;
    if of_user(user, context).await?.is_empty() {
        return Err(Error::unknown_enrollment().into());
    }
    let code = recovery_code::renew(user, true, context).await?;
    Ok(json!({ "recovery_code": code }))
}

fn detail(body: &Value) -> Result<Detail, ManagementFailure> {
    let detail = document::detail(body).map_err(|missing| {
        let message = format!("Payload validation error: 'Missing required property: {missing}'.");
        Error::invalid_body(message)
    })?;
    match detail.credential() {
        Some(credential) if webauthn::parse_public_key(&credential.public_key).is_none() => {
            let message = "public_key must be a COSE key, base64: ES256, ES384 or RS256.";
            Err(Error::invalid_body(message).into())
        }
        _ => Ok(detail),
    }
}

/// The seed of an app: the one sent, or a fresh one.
fn seed(
    detail: &Detail,
    body: &Value,
    context: &Context,
) -> Result<Option<Seed>, ManagementFailure> {
    match (detail, body.get("totp_secret").and_then(Value::as_str)) {
        (Detail::Totp, None) => Ok(Some(Seed::generate(context))),
        (Detail::Totp, Some(secret)) => Seed::from_base32(secret).map(Some).ok_or_else(|| {
            Error::invalid_body("totp_secret must be base32 of 16 to 64 bytes.").into()
        }),
        _ => Ok(None),
    }
}

/// A method that an administrator vouches for: nobody enrolled it.
fn vouched(user: &UserId, detail: Detail, body: &Value, context: &Context) -> Method {
    Method {
        name: body["name"].as_str().map(str::to_owned),
        enrolled_at: None,
        ..new(user, detail, true, context)
    }
}

/// Whether two methods are the same address or key. Somebody may have several apps.
pub(super) fn is_same(one: &Detail, other: &Detail) -> bool {
    match (one, other) {
        (Detail::Email { email: one }, Detail::Email { email: other }) => {
            one.eq_ignore_ascii_case(other)
        }
        (
            Detail::Phone {
                phone_number: one, ..
            },
            Detail::Phone {
                phone_number: other,
                ..
            },
        ) => one == other,
        (Detail::WebauthnRoaming(one), Detail::WebauthnRoaming(other))
        | (Detail::Passkey(one), Detail::Passkey(other)) => one.key_id == other.key_id,
        _ => false,
    }
}

fn not_added(refusal: NotAdded) -> ManagementFailure {
    match refusal {
        NotAdded::TooMany => Error::too_many_authentication_methods().into(),
        NotAdded::Taken => Error::authentication_method_exists().into(),
        NotAdded::Broken(broken) => Failure::Broken(broken),
    }
}

/// Reads an id as the API shows it, with its type, or as enrolments have it, without.
fn parse_id(id: &str) -> Option<AuthenticatorId> {
    let bare = id.rsplit_once('|').map_or(id, |(_, bare)| bare);
    AuthenticatorId::parse(bare).ok()
}

async fn require(user: &UserId, id: &str, context: &Context) -> Result<Method, ManagementFailure> {
    require_exists(user, context).await?;
    let found = match parse_id(id) {
        Some(id) => table::find(&context.tenant, &id, context.database()).await?,
        None => None,
    };
    found
        .filter(|method| method.user_id == *user)
        .ok_or_else(|| Error::unknown_authentication_method().into())
}

async fn require_enrollment(id: &str, context: &Context) -> Result<Method, ManagementFailure> {
    let found = match parse_id(id) {
        Some(id) => table::find(&context.tenant, &id, context.database()).await?,
        None => None,
    };
    found.ok_or_else(|| Error::unknown_enrollment().into())
}

async fn log_removal(user: &UserId, context: &Context) -> Result<(), Broken> {
    let entry = Entry::new(Event::FactorRemoved).description("Guardian - Unenroll device account");
    let entry = match users::find(user, context).await? {
        Some(user) => entry.user(&user),
        None => entry.member("user_id", user.as_str()),
    };
    entry.record(context);
    Ok(())
}
