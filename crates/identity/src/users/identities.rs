//! Linking accounts: one person who comes in different ways, and taking such a link back.

pub mod table;

use std::sync::LazyLock;

use ostia_protocol::auth0::ids::{ClientId, UserId};
use ostia_protocol::auth0::management_error::Error;
use ostia_protocol::auth0::schema::Schema;
use serde_json::{Map, Value, json};

use super::view::record;
use super::{Identity, User, defaults, document, manage, table as users};
use crate::cache::Stale;
use crate::clients::Initiator;
use crate::context::Context;
use crate::events::Kind;
use crate::failure::ManagementFailure;
use crate::id_token_hint;
use crate::{refresh_tokens, sessions};

/// The body of `POST /users/{id}/identities`.
pub static LINK: LazyLock<Schema> = LazyLock::new(|| {
    Schema::object()
        .min_properties(1)
        .member(
            "provider",
            Schema::string()
                .min_length(1)
                .max_length(64)
                .described("Where the account is, such as auth0 or google-oauth2"),
        )
        .member(
            "connection_id",
            Schema::string()
                .pattern("^con_[A-Za-z0-9]{16}$")
                .described("Id of the account's connection"),
        )
        .member(
            "user_id",
            Schema::any_of([Schema::string().min_length(1), Schema::integer()])
                .described("The part of the account's id behind the bar"),
        )
        .member(
            "link_with",
            Schema::string()
                .min_length(1)
                .described("ID token of the account"),
        )
});

/// What of a profile stays known of a linked account (`profileData`).
const KEPT: [&str; 10] = [
    "email",
    "email_verified",
    "name",
    "nickname",
    "username",
    "given_name",
    "family_name",
    "phone_number",
    "phone_verified",
    "picture",
];

/// Who links.
#[derive(Clone, Copy, Debug)]
pub enum Linker<'a> {
    /// Somebody who may change every user.
    Administrator,
    /// A user, through an application: the other account has to be proved to be theirs, by an ID token that was issued
    /// to the same application.
    User(&'a ClientId),
}

/// The account that is meant.
struct Secondary {
    provider: String,
    provider_user_id: String,
    connection_id: Option<String>,
}

/// `POST /users/{id}/identities`: the other account, with all accounts linked to it, becomes one of this user's. What
/// else the other user had is gone, and they are logged out: their password now opens this user's account.
///
/// # Errors
/// 400, 401, 404 and 409 in the Management API's words.
pub async fn link(
    id: &UserId,
    body: &Value,
    linker: Linker<'_>,
    context: &Context,
) -> Result<User, ManagementFailure> {
    document::check(&LINK, body)?;
    let secondary = secondary(body, linker, context).await?;
    let (tenant, database) = (&context.tenant, context.database());
    super::require_exists(id, context).await?;
    let (provider, key) = (&secondary.provider, &secondary.provider_user_id);
    let owner = table::owner(tenant, provider, key, database).await?;
    let owner = owner.ok_or_else(no_account)?;
    let elsewhere = secondary
        .connection_id
        .is_some_and(|wanted| wanted != owner.connection_id);
    if elsewhere {
        return Err(no_account().into());
    }
    if owner.user_id == *id {
        return Err(if owner.is_primary {
            Error::invalid_body("Main account and link account ids cannot be the same.").into()
        } else {
            Error::identity_exists().into()
        });
    }
    if !owner.is_primary {
        // It belongs to somebody else already.
        return Err(Error::identity_exists().into());
    }
    merge(id, &owner.user_id, context).await
}

fn no_account() -> Error {
    Error::invalid_body("The account to link does not exist.")
}

async fn secondary(
    body: &Value,
    linker: Linker<'_>,
    context: &Context,
) -> Result<Secondary, ManagementFailure> {
    let says = |name: &str| body.get(name).is_some();
    match body.get("link_with").and_then(Value::as_str) {
        Some(token) => {
            if ["provider", "user_id", "connection_id"]
                .into_iter()
                .any(says)
            {
                return Err(Error::invalid_body(
                    "Payload validation error: 'link_with can't be sent together with provider, user_id or \
                     connection_id'.",
                )
                .into());
            }
            proved(token, linker, context).await
        }
        None => match linker {
            Linker::User(_) => Err(document::missing("link_with").into()),
            Linker::Administrator => named(body).map_err(Into::into),
        },
    }
}

fn named(body: &Value) -> Result<Secondary, Error> {
    let text = |name: &'static str| match body.get(name) {
        Some(Value::String(text)) => Ok(text.clone()),
        Some(Value::Number(number)) => Ok(number.to_string()),
        _ => Err(document::missing(name)),
    };
    let (provider, user_id) = (text("provider")?, text("user_id")?);
    // Some send the whole id.
    let prefix = format!("{provider}|");
    let behind_bar = user_id.strip_prefix(&prefix).unwrap_or(&user_id);
    Ok(Secondary {
        provider_user_id: behind_bar.to_owned(),
        provider,
        connection_id: body
            .get("connection_id")
            .and_then(Value::as_str)
            .map(str::to_owned),
    })
}

/// The account that an ID token speaks of. Only a key that is not the application's own proves anything.
async fn proved(
    token: &str,
    linker: Linker<'_>,
    context: &Context,
) -> Result<Secondary, ManagementFailure> {
    let invalid = || Error::new(401, "Invalid token");
    let proof = id_token_hint::read_proof(token, context)
        .await?
        .ok_or_else(invalid)?;
    let is_for_caller = match linker {
        Linker::Administrator => true,
        Linker::User(client) => proof.aud == client.as_str(),
    };
    if !is_for_caller {
        return Err(Error::new(
            401,
            "The audience of the link_with token is not the application that asks.",
        )
        .into());
    }
    let id = UserId::parse(&proof.sub).map_err(|_| invalid())?;
    Ok(Secondary {
        provider: id.provider().to_owned(),
        provider_user_id: id.provider_user_id().to_owned(),
        connection_id: None,
    })
}

/// Of two that race for one account, the first gets it.
async fn merge(id: &UserId, other: &UserId, context: &Context) -> Result<User, ManagementFailure> {
    let tenant = &context.tenant;
    let mut work = context.begin().await?;
    // Always in the same order, so that nobody waits for each other.
    let (first, second) = if id < other { (id, other) } else { (other, id) };
    let mut locked = Vec::with_capacity(2);
    for id in [first, second] {
        locked.extend(users::find_for_update(tenant, id, &mut work).await?);
    }
    let take = |id: &UserId| locked.iter().find(|user| user.id == *id).cloned();
    let primary = take(id).ok_or_else(Error::unknown_user)?;
    let secondary = take(other).ok_or_else(no_account)?;
    table::move_to(
        tenant,
        &secondary,
        id,
        &kept(&secondary.document),
        &mut work,
    )
    .await?;
    manage::purge_merged(&secondary, context, &mut work).await?;
    let user = User {
        updated_at: context.now,
        ..primary
    };
    users::update(tenant, &user, &mut work).await?;
    let linked = users::find_for_update(tenant, id, &mut work).await?;
    let linked = linked.unwrap_or(user);
    record(&linked, Kind::UserUpdated, context, &mut work).await?;
    for user in [id, other] {
        work.makes_stale(Stale::User(tenant.id.clone(), user.clone()));
    }
    work.commit().await?;
    let user = super::find(id, context).await?;
    Ok(user.ok_or_else(Error::unknown_user)?)
}

/// What of a profile is known of an account once it is linked.
pub(super) fn kept(profile: &Map<String, Value>) -> Map<String, Value> {
    let kept = KEPT.into_iter().filter_map(|name| {
        let value = profile.get(name).filter(|value| !value.is_null())?;
        Some((name.to_owned(), value.clone()))
    });
    kept.collect()
}

/// `DELETE /users/{id}/identities/{provider}/{user_id}`: the account is a user of its own again, with the profile it
/// had when it was linked. Everybody who came in as this user is logged out: they might have come by that account.
///
/// # Errors
/// 400 and 404 in the Management API's words.
pub async fn unlink(
    id: &UserId,
    provider: &str,
    provider_user_id: &str,
    context: &Context,
) -> Result<User, ManagementFailure> {
    let tenant = &context.tenant;
    let mut work = context.begin().await?;
    let mut user = users::find_for_update(tenant, id, &mut work)
        .await?
        .ok_or_else(Error::unknown_user)?;
    let is_meant = |identity: &Identity| {
        identity.provider == provider && identity.provider_user_id == provider_user_id
    };
    let place = user
        .identities
        .iter()
        .position(is_meant)
        .ok_or_else(|| Error::invalid_body("The user has no such identity."))?;
    if place == 0 {
        return Err(Error::invalid_body("The main identity of a user can't be unlinked.").into());
    }
    let identity = user.identities.remove(place);
    let alone = standalone(identity, context)?;
    table::set_apart(tenant, &alone, &mut work).await?;
    if !users::insert(tenant, &alone, &mut work).await? {
        return Err(Error::user_exists().into());
    }
    user.updated_at = context.now;
    users::update(tenant, &user, &mut work).await?;
    record(&user, Kind::UserUpdated, context, &mut work).await?;
    record(&alone, Kind::UserCreated, context, &mut work).await?;
    sessions::end_of_user(id, Initiator::SessionRevoked, context, &mut work).await?;
    refresh_tokens::table::revoke_of_user(tenant, id, context.now, &mut work).await?;
    for user in [id, &alone.id] {
        work.makes_stale(Stale::User(tenant.id.clone(), user.clone()));
    }
    work.commit().await?;
    Ok(user)
}

/// The user that an account becomes again.
fn standalone(identity: Identity, context: &Context) -> Result<User, Error> {
    let id = UserId::parse(&format!(
        "{}|{}",
        identity.provider, identity.provider_user_id
    ))
    .map_err(|_| Error::invalid_body("The user has no such identity."))?;
    let mut document = identity.profile.clone().unwrap_or_default();
    defaults::fill(&mut document);
    Ok(User {
        id,
        document,
        blocked: false,
        identities: vec![Identity {
            profile: None,
            ..identity
        }],
        logins_count: 0,
        last_login: None,
        last_ip: None,
        created_at: context.now,
        updated_at: context.now,
    })
}

/// The accounts as the Management API lists them.
pub fn shown(user: &User) -> Value {
    super::view(user)
        .remove("identities")
        .unwrap_or_else(|| json!([]))
}
