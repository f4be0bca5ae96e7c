//! Which applications may act for themselves within an organization: client grants that were added to it.

pub mod table;

use std::sync::LazyLock;

use ostia_protocol::auth0::management_error::Error;
use ostia_protocol::auth0::paging::{Page, Paging};
use ostia_protocol::auth0::schema::{Format, Part, Schema};
use serde_json::{Map, Value, json};

use super::manage::page;
use crate::client_grants;
use crate::context::Context;
use crate::database::is_taken;
use crate::failure::{Broken, ManagementFailure};
use crate::listing::Slice;

/// The body of `POST /organizations/{id}/client-grants`.
pub static ADD: LazyLock<Schema> = LazyLock::new(|| {
    let grant = Schema::formatted(Format::ClientGrantId).described("The client grant");
    Schema::object().required_member("grant_id", grant)
});

/// A grant as an organization shows it.
fn shown(grant: &Map<String, Value>) -> Value {
    let mut shown = json!({});
    for name in [
        "id",
        "client_id",
        "audience",
        "scope",
        "organization_usage",
        "allow_any_organization",
    ] {
        if let Some(value) = grant.get(name) {
            shown[name] = value.clone();
        }
    }
    shown
}

/// The grants of an organization that pass a filter, in the order in which they were added.
///
/// # Errors
/// 404; or when the database is away.
pub async fn list(
    id: &str,
    filter: &table::Filter,
    paging: &Paging,
    context: &Context,
) -> Result<Page, ManagementFailure> {
    super::require_exists(id, context).await?;
    let (tenant, database) = (&context.tenant, context.database());
    let slice = Slice::of(paging, context.now)?;
    let grants = table::list(tenant, id, filter, &slice, database).await?;
    let total = if paging.wants_total() {
        table::count(tenant, id, filter, database).await?
    } else {
        0
    };
    Ok(Page {
        rows: grants.iter().map(shown).collect(),
        total,
        ..Page::default()
    })
}

/// Adds a grant to an organization.
///
/// # Errors
/// 400 for a bad body, 404, 409 where it was added before; or when the database is away.
pub async fn add(id: &str, body: &Value, context: &Context) -> Result<Value, ManagementFailure> {
    ADD.check(body, Part::Payload)?;
    let grant = body.get("grant_id").and_then(Value::as_str);
    let grant = grant.unwrap_or_default();
    let mut work = context.begin().await?;
    super::lock(id, context, &mut work).await?;
    let row = client_grants::table::find_for_update(&context.tenant, grant, &mut work).await?;
    let row = row.ok_or_else(Error::unknown_client_grant)?;
    match table::insert(&context.tenant, id, grant, context.now, &mut work).await {
        Ok(()) => {}
        Err(error) if is_taken(&error) => {
            return Err(Error::organization_client_grant_exists().into());
        }
        Err(error) => return Err(Broken::from(error).into()),
    }
    work.commit().await?;
    Ok(shown(&row.document))
}

/// Takes a grant from an organization. One that it doesn't have is as good as taken.
///
/// # Errors
/// 404 for an unknown organization; or when the database is away.
pub async fn remove(id: &str, grant: &str, context: &Context) -> Result<(), ManagementFailure> {
    let mut work = context.begin().await?;
    super::lock(id, context, &mut work).await?;
    table::delete(&context.tenant, id, grant, &mut work).await?;
    work.commit().await?;
    Ok(())
}

/// The organizations that a grant was added to.
///
/// # Errors
/// 400 for a bad checkpoint, 404; or when the database is away.
pub async fn organizations_of(
    grant: &str,
    paging: &Paging,
    context: &Context,
) -> Result<Page, ManagementFailure> {
    client_grants::read(grant, context).await?;
    let (tenant, database) = (&context.tenant, context.database());
    let slice = Slice::of(paging, context.now)?;
    let rows = table::organizations_of(tenant, grant, &slice, database).await?;
    let total = if paging.wants_total() {
        table::count_organizations_of(tenant, grant, database).await?
    } else {
        0
    };
    Ok(page(paging, rows, total, context))
}

/// Whether a grant was added to an organization.
///
/// # Errors
/// When the database is away.
pub async fn has(id: &str, grant: &str, context: &Context) -> Result<bool, Broken> {
    Ok(table::exists(&context.tenant, id, grant, context.database()).await?)
}
