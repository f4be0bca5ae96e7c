//! What administrators do with refresh tokens. They know a family by its id; a token is shown to nobody.

pub mod table;

use std::sync::LazyLock;

use ostia_protocol::auth0::ids::UserId;
use ostia_protocol::auth0::management_error::Error;
use ostia_protocol::auth0::paging::{Page, Paging};
use ostia_protocol::auth0::schema::Schema;
use serde_json::Value;

use self::table::Record;
use super::document::{self, Selection};
use crate::clients;
use crate::context::Context;
use crate::failure::{Broken, ManagementFailure};
use crate::listing::{self, Listed, Slice};
use crate::metadata;
use crate::users;

/// The refresh tokens of a user that can be used now, oldest first; where a client is named, its only.
///
/// # Errors
/// 400 for a bad checkpoint, 404 for an unknown user; or when the database is away.
pub async fn list(
    user: &UserId,
    client: Option<&str>,
    paging: &Paging,
    counts: bool,
    context: &Context,
) -> Result<Page, ManagementFailure> {
    users::require_exists(user, context).await?;
    let (tenant, database) = (&context.tenant, context.database());
    let slice = Slice::of(paging, context.now)?;
    let of = table::Of {
        user,
        client: client.unwrap_or_default(),
        now: context.now,
    };
    let records = table::list(tenant, of, &slice, database).await?;
    let total = if counts {
        table::count(tenant, of, database).await?
    } else {
        0
    };
    let mut listed = Vec::with_capacity(records.len());
    for record in records {
        listed.push(Listed {
            created_at: record.created_at,
            value: shown(&record, context).await?,
            id: record.family_id,
        });
    }
    Ok(listing::page(paging, listed, total, context.now))
}

/// One refresh token that can be used now.
///
/// # Errors
/// 404; or when the database is away.
pub async fn read(id: &str, context: &Context) -> Result<Value, ManagementFailure> {
    let record = table::find(&context.tenant, id, context.now, context.database()).await?;
    let record = record.ok_or_else(Error::unknown_refresh_token)?;
    Ok(shown(&record, context).await?)
}

/// The body of `PATCH /refresh-tokens/{id}`.
pub static UPDATE: LazyLock<Schema> = LazyLock::new(|| metadata::schema("refresh_token_metadata"));

/// Notes something about a refresh token that can be used now.
///
/// # Errors
/// 400 for a bad body, 404; or when the database is away.
pub async fn update(id: &str, body: &Value, context: &Context) -> Result<Value, ManagementFailure> {
    let noted = metadata::parse(&UPDATE, "refresh_token_metadata", body)?;
    let mut record = table::find(&context.tenant, id, context.now, context.database())
        .await?
        .ok_or_else(Error::unknown_refresh_token)?;
    let stored = metadata::stored(noted.as_ref())?;
    let mut work = context.begin().await?;
    if !table::set_metadata(&context.tenant, id, stored.as_deref(), &mut work).await? {
        return Err(Error::unknown_refresh_token().into());
    }
    work.commit().await?;
    record.metadata = noted;
    Ok(shown(&record, context).await?)
}

async fn shown(record: &Record, context: &Context) -> Result<Value, Broken> {
    let client = clients::find(&record.approval.client_id, context).await?;
    let rotates = client.is_some_and(|client| client.refresh_tokens.rotates);
    Ok(document::shown(record, rotates, &context.tenant))
}

/// Ends all refresh tokens of a user.
///
/// # Errors
/// 404; or when the database is away.
pub async fn revoke_all_of(user: &UserId, context: &Context) -> Result<(), ManagementFailure> {
    users::require_exists(user, context).await?;
    let mut work = context.begin().await?;
    super::table::revoke_of_user(&context.tenant, user, context.now, &mut work).await?;
    work.commit().await?;
    Ok(())
}

/// Ends the refresh tokens that a body names. Those that are gone are as good as ended.
///
/// # Errors
/// 400 for a bad body; or when the database is away.
pub async fn revoke_selected(body: &Value, context: &Context) -> Result<(), ManagementFailure> {
    let (tenant, now) = (&context.tenant, context.now);
    let selection = Selection::parse(body)?;
    let mut work = context.begin().await?;
    match selection {
        Selection::Ids(mut ids) => {
            // In one order everywhere, so that no two requests wait for each other.
            ids.sort_unstable();
            for id in ids {
                super::table::revoke_family(tenant, id, now, &mut work).await?;
            }
        }
        Selection::OfUser {
            user,
            client,
            audience,
        } => {
            let (client, audience) = (client.unwrap_or_default(), audience.unwrap_or_default());
            table::revoke(tenant, [user, client, audience], now, &mut work).await?;
        }
    }
    work.commit().await?;
    Ok(())
}
