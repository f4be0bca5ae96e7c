//! What the Management API does with users.

use ostia_protocol::auth0::ids::UserId;
use ostia_protocol::auth0::management_error::Error;
use serde_json::Value;

use super::view::record;
use super::{User, create, document, password, table};
use crate::cache::Stale;
use crate::clients::Initiator;
use crate::connections::{self, Connection};
use crate::context::Context;
use crate::database::Work;
use crate::events::Kind;
use crate::failure::{Broken, ManagementFailure};
use crate::login_limits::blocks;
use crate::{
    authentication_methods, authorization_codes, consents, device_codes, enrollment_tickets,
    known_browsers, mfa_tokens, places, refresh_tokens, scim_users, sessions, tickets,
};

/// `POST /users`.
///
/// # Errors
/// 400 and 409 in the Management API's words.
pub async fn create_from(body: &Value, context: &Context) -> Result<User, ManagementFailure> {
    document::check(&document::CREATE, body)?;
    let name = body
        .get("connection")
        .and_then(Value::as_str)
        .unwrap_or_default();
    let connection = connections::find_by_name(name, context)
        .await?
        .ok_or_else(Error::user_connection_does_not_exist)?;
    if connections::Identifiers::of(&connection).is_none() {
        return Err(Error::user_creation_not_supported().into());
    }
    let new = document::new_user(body, &connection)?;
    create(new, &connection, context)
        .await
        .map_err(|refusal| document::not_created(refusal, body))
}

/// Lets pass who speaks of a user that exists.
///
/// # Errors
/// 404; or when the database is away.
pub async fn require_exists(id: &UserId, context: &Context) -> Result<(), ManagementFailure> {
    if table::exists(&context.tenant, id, context.database()).await? {
        Ok(())
    } else {
        Err(Error::unknown_user().into())
    }
}

/// Deletes a user, with everything that is theirs. An unknown one is gone already.
///
/// # Errors
/// When the database is away.
pub async fn delete(id: &UserId, context: &Context) -> Result<(), Broken> {
    let mut work = context.begin().await?;
    if let Some(user) = table::find_for_update(&context.tenant, id, &mut work).await? {
        purge(&user, context, &mut work).await?;
    }
    work.commit().await
}

/// Deletes the account of a database connection that has an e-mail address.
///
/// # Errors
/// 400 where the connection is no database.
pub async fn delete_by_email(
    email: &str,
    connection: &Connection,
    context: &Context,
) -> Result<(), ManagementFailure> {
    if !connection.is_database() {
        return Err(
            Error::operation_not_supported("Connection must be a database connection").into(),
        );
    }
    let email = email.trim().to_lowercase();
    let found =
        table::find_id_by_email(&context.tenant, &connection.id, &email, context.database())
            .await?;
    if let Some(id) = found {
        delete(&id, context).await?;
    }
    Ok(())
}

/// How many users one unit of work deletes: a lock is not held for long.
const BATCH: i64 = 100;

/// Deletes the users whose primary account is at a connection, and the linked accounts of others there.
pub(crate) async fn delete_of_connection(
    connection: &Connection,
    context: &Context,
) -> Result<(), Broken> {
    loop {
        let mut work = context.begin().await?;
        let ids =
            table::ids_of_connection(&context.tenant, &connection.id, BATCH, &mut work).await?;
        for id in &ids {
            match table::find_for_update(&context.tenant, id, &mut work).await? {
                Some(user) => purge_from(&user, connection, context, &mut work).await?,
                None => table::delete(&context.tenant, id, &mut work).await?,
            }
        }
        work.commit().await?;
        if ids.is_empty() {
            return Ok(());
        }
    }
}

async fn purge_from(
    user: &User,
    connection: &Connection,
    context: &Context,
    work: &mut Work,
) -> Result<(), Broken> {
    let is_there = |connection_id: &str| connection_id == connection.id.as_str();
    match user.identities.first() {
        Some(primary) if !is_there(&primary.connection_id) => {
            for linked in user.identities.iter().skip(1) {
                if is_there(&linked.connection_id) {
                    let id = linked.provider_user_id.as_str();
                    password::table::delete(&context.tenant, id, work).await?;
                    table::delete_identity(&context.tenant, &linked.provider, id, work).await?;
                }
            }
            work.makes_stale(Stale::User(context.tenant.id.clone(), user.id.clone()));
            match table::find_for_update(&context.tenant, &user.id, work).await? {
                Some(rest) => record(&rest, Kind::UserUpdated, context, work).await,
                None => Ok(()),
            }
        }
        _ => purge(user, context, work).await,
    }
}

pub(super) async fn purge(user: &User, context: &Context, work: &mut Work) -> Result<(), Broken> {
    let tenant = &context.tenant;
    for identity in user
        .identities
        .iter()
        .filter(|identity| identity.provider == "auth0")
    {
        password::table::delete(tenant, &identity.provider_user_id, work).await?;
    }
    for identity in &user.identities {
        // Their directory may tell of them again.
        let account = format!("{}|{}", identity.provider, identity.provider_user_id);
        scim_users::table::delete(tenant, &account, work).await?;
    }
    purge_merged(user, context, work).await
}

/// Deletes a user whose accounts are another's now, or nobody's. Whatever they leave behind would belong to whoever gets
/// the same id next.
pub(super) async fn purge_merged(
    user: &User,
    context: &Context,
    work: &mut Work,
) -> Result<(), Broken> {
    let (tenant, id, now) = (&context.tenant, &user.id, context.now);
    blocks::forget(user, tenant, work).await?;
    sessions::end_of_user(id, Initiator::AccountDeleted, context, work).await?;
    refresh_tokens::table::revoke_of_user(tenant, id, now, work).await?;
    authorization_codes::table::delete_of_user(tenant, id, work).await?;
    device_codes::table::delete_of_user(tenant, id, work).await?;
    consents::table::delete_of_user(tenant, id, work).await?;
    tickets::table::delete_of_user(&tenant.id, id.as_str(), work).await?;
    authentication_methods::table::delete_of_user(tenant, id, work).await?;
    known_browsers::table::delete_of_user(tenant, id, work).await?;
    places::table::delete_of_user(tenant, id, work).await?;
    mfa_tokens::table::delete_of_user(tenant, id, work).await?;
    enrollment_tickets::table::delete_of_user(tenant, id, work).await?;
    table::delete(tenant, id, work).await?;
    record(user, Kind::UserDeleted, context, work).await?;
    work.makes_stale(Stale::User(tenant.id.clone(), id.clone()));
    Ok(())
}
