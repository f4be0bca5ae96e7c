//! Giving, taking and listing permissions.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::sync::Arc;

use ostia_protocol::auth0::ids::UserId;
use ostia_protocol::auth0::management_error::Error;
use ostia_protocol::auth0::paging::{Page, Paging};
use ostia_protocol::auth0::schema::Part;
use serde_json::{Value, json};

use super::{Holder, Permission, document, table};
use crate::context::Context;
use crate::database::Work;
use crate::failure::{Broken, ManagementFailure};
use crate::listing::Slice;
use crate::resource_servers::{self, ResourceServer};
use crate::{roles, users};

/// The permissions of a role.
///
/// # Errors
/// 404; or when the database is away.
pub async fn of_role(
    role: &str,
    paging: &Paging,
    context: &Context,
) -> Result<Page, ManagementFailure> {
    roles::read(role, context).await?;
    let (tenant, database) = (&context.tenant, context.database());
    let slice = Slice::of(paging, context.now)?;
    let permissions = table::of_role(tenant, role, &slice, database).await?;
    let total = if paging.wants_total() {
        table::count_of_role(tenant, role, database).await?
    } else {
        0
    };
    let mut apis = Apis::default();
    let mut rows = Vec::with_capacity(permissions.len());
    for permission in &permissions {
        let api = apis.get(&permission.audience, context).await?;
        rows.push(document::shown(permission, api.as_deref()));
    }
    Ok(Page {
        rows,
        total,
        ..Page::default()
    })
}

/// The permissions of a user, with where they have them from.
///
/// # Errors
/// 404; or when the database is away.
pub async fn of_user(
    user: &UserId,
    paging: &Paging,
    context: &Context,
) -> Result<Page, ManagementFailure> {
    users::require_exists(user, context).await?;
    let (tenant, database) = (&context.tenant, context.database());
    let slice = Slice::of(paging, context.now)?;
    let held = table::of_user(tenant, user, &slice, database).await?;
    let total = if paging.wants_total() {
        table::count_of_user(tenant, user, database).await?
    } else {
        0
    };
    let mut apis = Apis::default();
    let mut rows = Vec::with_capacity(held.len());
    for (permission, sources) in &held {
        let api = apis.get(&permission.audience, context).await?;
        let mut row = document::shown(permission, api.as_deref());
        let sources: Vec<Value> = sources.iter().map(document::shown_source).collect();
        row["sources"] = json!(sources);
        rows.push(row);
    }
    Ok(Page {
        rows,
        total,
        ..Page::default()
    })
}

/// The APIs of one page: few, and each is looked up once.
#[derive(Default)]
struct Apis(BTreeMap<String, Option<Arc<ResourceServer>>>);

impl Apis {
    async fn get(
        &mut self,
        audience: &str,
        context: &Context,
    ) -> Result<Option<Arc<ResourceServer>>, Broken> {
        match self.0.entry(audience.to_owned()) {
            Entry::Occupied(known) => Ok(known.get().clone()),
            Entry::Vacant(unknown) => {
                let api = resource_servers::find_by_identifier(audience, context).await?;
                Ok(unknown.insert(api).clone())
            }
        }
    }
}

/// Gives permissions; those that the holder has stay.
///
/// # Errors
/// 400 for a bad body and for scopes that their API does not define, 404 for an unknown holder or API; or when the
/// database is away.
pub async fn give(
    holder: Holder<'_>,
    body: &Value,
    context: &Context,
) -> Result<(), ManagementFailure> {
    document::PERMISSIONS.check(body, Part::Payload)?;
    let permissions = document::named(body);
    require_holder(holder, context).await?;
    let mut work = context.begin().await?;
    // The APIs first, then the holder, as everywhere: so that no two requests wait for each other.
    lock_apis(&permissions, context, &mut work).await?;
    lock_holder(holder, context, &mut work).await?;
    for permission in &permissions {
        table::insert(&context.tenant, holder, permission, context.now, &mut work).await?;
    }
    work.commit().await?;
    Ok(())
}

/// Takes permissions; those that the holder does not have are as good as taken.
///
/// # Errors
/// 400 for a bad body, 404 for an unknown holder; or when the database is away.
pub async fn take(
    holder: Holder<'_>,
    body: &Value,
    context: &Context,
) -> Result<(), ManagementFailure> {
    document::PERMISSIONS.check(body, Part::Payload)?;
    let mut work = context.begin().await?;
    lock_holder(holder, context, &mut work).await?;
    for permission in document::named(body) {
        table::delete(&context.tenant, holder, &permission, &mut work).await?;
    }
    work.commit().await?;
    Ok(())
}

async fn require_holder(holder: Holder<'_>, context: &Context) -> Result<(), ManagementFailure> {
    match holder {
        Holder::Role(role) => roles::read(role, context).await.map(drop),
        Holder::User(user) => users::require_exists(user, context).await,
    }
}

async fn lock_holder(
    holder: Holder<'_>,
    context: &Context,
    work: &mut Work,
) -> Result<(), ManagementFailure> {
    match holder {
        Holder::Role(role) => {
            let row = roles::table::find_for_update(&context.tenant, role, work).await?;
            row.ok_or_else(Error::unknown_role)?;
        }
        Holder::User(user) => {
            if !users::table::lock(&context.tenant, user, work).await? {
                return Err(Error::unknown_user().into());
            }
        }
    }
    Ok(())
}

/// Looks at the APIs of sorted permissions as they are now, and keeps them as they are until the work is done.
async fn lock_apis(
    permissions: &[Permission],
    context: &Context,
    work: &mut Work,
) -> Result<(), ManagementFailure> {
    for of_api in permissions.chunk_by(|one, other| one.audience == other.audience) {
        let audience = of_api[0].audience.as_str();
        let row = resource_servers::table::find_for_update(&context.tenant, audience, work).await?;
        let row = row
            .filter(|row| row.identifier == audience)
            .ok_or_else(Error::unknown_resource_server)?;
        let known = resource_servers::document::scope_values(&row.document);
        let unknown: Vec<&str> = of_api
            .iter()
            .map(|permission| permission.name.as_str())
            .filter(|name| !known.iter().any(|known| known == name))
            .take(20)
            .collect();
        if !unknown.is_empty() {
            return Err(Error::invalid_body(format!(
                "The API {audience} does not define these permissions: {}",
                unknown.join(", ")
            ))
            .into());
        }
    }
    Ok(())
}
