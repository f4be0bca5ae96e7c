//! Making, changing and deleting roles.

use ostia_protocol::auth0::ids::RoleId;
use ostia_protocol::auth0::management_error::Error;
use ostia_protocol::auth0::paging::{Page, Paging};
use ostia_protocol::auth0::schema::Part;
use serde_json::{Map, Value};

use super::{document, table};
use crate::context::Context;
use crate::database::is_taken;
use crate::failure::{Broken, ManagementFailure};
use crate::listing::{self, Listed, Slice};

/// The roles whose name contains `name_filter`, in capitals or not; all where it is empty.
///
/// # Errors
/// When the database is away.
pub async fn list(
    name_filter: &str,
    paging: &Paging,
    context: &Context,
) -> Result<Page, ManagementFailure> {
    let (tenant, database) = (&context.tenant, context.database());
    let slice = Slice::of(paging, context.now)?;
    let rows = table::list(tenant, name_filter, &slice, database).await?;
    let total = if paging.wants_total() {
        table::count(tenant, name_filter, database).await?
    } else {
        0
    };
    let listed = rows.into_iter().map(|row| Listed {
        created_at: row.created_at,
        id: row.role_id,
        value: Value::Object(row.document),
    });
    Ok(listing::page(paging, listed.collect(), total, context.now))
}

/// One role.
///
/// # Errors
/// 404; or when the database is away.
pub async fn read(id: &str, context: &Context) -> Result<Map<String, Value>, ManagementFailure> {
    let row = table::find(&context.tenant, id, context.database()).await?;
    Ok(row.ok_or_else(Error::unknown_role)?.document)
}

/// Makes a role.
///
/// # Errors
/// 400 for a bad body, 409 where the name is taken; or when the database is away.
pub async fn create(
    body: &Value,
    context: &Context,
) -> Result<Map<String, Value>, ManagementFailure> {
    document::CREATE.check(body, Part::Payload)?;
    let Some(body) = body.as_object() else {
        return Err(Broken::internal("an accepted body is an object").into());
    };
    let id = RoleId::generate(context.entropy());
    let row = table::RoleRow {
        document: document::initial(&id, body),
        role_id: id.to_string(),
        created_at: context.now,
    };
    let mut work = context.begin().await?;
    let inserted = table::insert(&context.tenant, &row, &mut work).await;
    inserted.map_err(taken)?;
    work.commit().await?;
    Ok(row.document)
}

/// Changes a role.
///
/// # Errors
/// 400 for a bad body, 404, 409 where the name is taken; or when the database is away.
pub async fn update(
    id: &str,
    body: &Value,
    context: &Context,
) -> Result<Map<String, Value>, ManagementFailure> {
    document::UPDATE.check(body, Part::Payload)?;
    let mut work = context.begin().await?;
    let row = table::find_for_update(&context.tenant, id, &mut work).await?;
    let mut row = row.ok_or_else(Error::unknown_role)?;
    if let Some(body) = body.as_object() {
        row.document.extend(body.clone());
    }
    let updated = table::update(&context.tenant, &row, &mut work).await;
    updated.map_err(taken)?;
    work.commit().await?;
    Ok(row.document)
}

/// Deletes a role; its users lose it, and what it allowed them.
///
/// # Errors
/// 404; or when the database is away.
pub async fn delete(id: &str, context: &Context) -> Result<(), ManagementFailure> {
    let mut work = context.begin().await?;
    let row = table::find_for_update(&context.tenant, id, &mut work).await?;
    row.ok_or_else(Error::unknown_role)?;
    table::delete(&context.tenant, id, &mut work).await?;
    work.commit().await?;
    Ok(())
}

fn taken(error: crate::database::SqlError) -> ManagementFailure {
    if is_taken(&error) {
        Error::role_exists().into()
    } else {
        Broken::from(error).into()
    }
}
