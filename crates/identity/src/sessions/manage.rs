//! What administrators do with sessions.

use std::sync::LazyLock;

use ostia_protocol::auth0::ids::UserId;
use ostia_protocol::auth0::management_error::Error;
use ostia_protocol::auth0::paging::{Page, Paging};
use ostia_protocol::auth0::schema::Schema;
use serde_json::Value;

use super::table::Alive;
use super::{document, ending, table};
use crate::clients::Initiator;
use crate::context::Context;
use crate::database::Work;
use crate::failure::{Broken, ManagementFailure};
use crate::listing::{self, Listed, Slice};
use crate::metadata;
use crate::{authorization_codes, device_codes, refresh_tokens, users};

/// The sessions of a user that are valid now, oldest first.
///
/// # Errors
/// 400 for a bad checkpoint, 404 for an unknown user; or when the database is away.
pub async fn list(
    user: &UserId,
    paging: &Paging,
    counts: bool,
    context: &Context,
) -> Result<Page, ManagementFailure> {
    users::require_exists(user, context).await?;
    let (tenant, database) = (&context.tenant, context.database());
    let slice = Slice::of(paging, context.now)?;
    let alive = Alive::now(context);
    let records = table::list_of_user(tenant, user, alive, &slice, database).await?;
    let total = if counts {
        table::count_of_user(tenant, user, alive, database).await?
    } else {
        0
    };
    let listed = records.into_iter().map(|record| Listed {
        created_at: record.created_at,
        value: document::shown(&record, tenant),
        id: record.session.id,
    });
    Ok(listing::page(paging, listed.collect(), total, context.now))
}

/// One session that is valid now.
///
/// # Errors
/// 404; or when the database is away.
pub async fn read(id: &str, context: &Context) -> Result<Value, ManagementFailure> {
    let record = table::find(&context.tenant, id, Alive::now(context), context.database());
    let record = record.await?.ok_or_else(Error::unknown_session)?;
    Ok(document::shown(&record, &context.tenant))
}

/// The body of `PATCH /sessions/{id}`.
pub static UPDATE: LazyLock<Schema> = LazyLock::new(|| metadata::schema("session_metadata"));

/// Notes something about a session that is valid now.
///
/// # Errors
/// 400 for a bad body, 404; or when the database is away.
pub async fn update(id: &str, body: &Value, context: &Context) -> Result<Value, ManagementFailure> {
    let noted = metadata::parse(&UPDATE, "session_metadata", body)?;
    let mut record = table::find(&context.tenant, id, Alive::now(context), context.database())
        .await?
        .ok_or_else(Error::unknown_session)?;
    let stored = metadata::stored(noted.as_ref())?;
    let mut work = context.begin().await?;
    if !table::set_metadata(&context.tenant, id, stored.as_deref(), &mut work).await? {
        return Err(Error::unknown_session().into());
    }
    work.commit().await?;
    record.metadata = noted;
    Ok(document::shown(&record, &context.tenant))
}

/// Ends a session with all that rests on it: refresh tokens, and codes that were not yet exchanged.
///
/// # Errors
/// 404; or when the database is away.
pub async fn revoke(id: &str, context: &Context) -> Result<(), ManagementFailure> {
    let record = table::find(&context.tenant, id, Alive::now(context), context.database());
    let record = record.await?.ok_or_else(Error::unknown_session)?;
    let mut work = context.begin().await?;
    end(id, &record.session.user_id, false, context, &mut work).await?;
    work.commit().await?;
    Ok(())
}

/// Ends all sessions of a user. Their refresh tokens stay.
///
/// # Errors
/// 404; or when the database is away.
pub async fn end_all_of(user: &UserId, context: &Context) -> Result<(), ManagementFailure> {
    users::require_exists(user, context).await?;
    let mut work = context.begin().await?;
    ending::end_of_user(user, Initiator::SessionRevoked, context, &mut work).await?;
    work.commit().await?;
    Ok(())
}

/// Ends what a user opened: one session, or all of them, and unless they are preserved the refresh tokens, too. A
/// session that is another user's, or none, is left alone.
///
/// # Errors
/// 404 for an unknown user; or when the database is away.
pub async fn revoke_access(
    user: &UserId,
    session_id: Option<&str>,
    preserve_refresh_tokens: bool,
    context: &Context,
) -> Result<(), ManagementFailure> {
    users::require_exists(user, context).await?;
    let tenant = &context.tenant;
    if let Some(id) = session_id {
        let record = table::find(tenant, id, Alive::now(context), context.database()).await?;
        if record.is_none_or(|record| record.session.user_id != *user) {
            return Ok(());
        }
    }
    let mut work = context.begin().await?;
    match session_id {
        Some(id) => end(id, user, preserve_refresh_tokens, context, &mut work).await?,
        None => end_all(user, preserve_refresh_tokens, context, &mut work).await?,
    }
    work.commit().await?;
    Ok(())
}

async fn end_all(
    user: &UserId,
    preserve_refresh_tokens: bool,
    context: &Context,
    work: &mut Work,
) -> Result<(), Broken> {
    let (tenant, now) = (&context.tenant, context.now);
    ending::end_of_user(user, Initiator::SessionRevoked, context, work).await?;
    authorization_codes::table::delete_of_user(tenant, user, work).await?;
    device_codes::table::delete_of_user(tenant, user, work).await?;
    if !preserve_refresh_tokens {
        refresh_tokens::table::revoke_of_user(tenant, user, now, work).await?;
    }
    Ok(())
}

async fn end(
    id: &str,
    user: &UserId,
    preserve_refresh_tokens: bool,
    context: &Context,
    work: &mut Work,
) -> Result<(), Broken> {
    let (tenant, now) = (&context.tenant, context.now);
    ending::end_in(id, Initiator::SessionRevoked, context, work).await?;
    // Codes live for a minute; the user's few others can be had again.
    authorization_codes::table::delete_of_user(tenant, user, work).await?;
    device_codes::table::delete_of_user(tenant, user, work).await?;
    if !preserve_refresh_tokens {
        refresh_tokens::table::revoke_of_session(tenant, id, now, work).await?;
    }
    Ok(())
}
