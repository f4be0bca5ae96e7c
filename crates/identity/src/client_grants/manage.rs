//! Making, changing and deleting client grants.

use ostia_protocol::auth0::ids::{ClientGrantId, ClientId};
use ostia_protocol::auth0::management_error::Error;
use ostia_protocol::auth0::paging::{Page, Paging};
use ostia_protocol::auth0::schema::Part;
use serde_json::{Map, Value, json};

use super::document::{self, Grantee};
use super::{SubjectType, table};
use crate::cache::Stale;
use crate::clients::{self, Ownership};
use crate::context::Context;
use crate::database::{Work, is_taken};
use crate::failure::{Broken, ManagementFailure};
use crate::listing::{self, Listed, Slice};
use crate::resource_servers;

/// Grants a client some scopes of an API, unasked: for what a new tenant starts with.
///
/// # Errors
/// When the client has such a grant already, or the database is away.
pub async fn create_for(
    client_id: &ClientId,
    audience: &str,
    scopes: &[&str],
    subject_type: SubjectType,
    context: &Context,
) -> Result<ClientGrantId, Broken> {
    let id = ClientGrantId::generate(context.entropy());
    let mut body = Map::new();
    body.insert("audience".to_owned(), json!(audience));
    body.insert("scope".to_owned(), json!(scopes));
    body.insert("subject_type".to_owned(), json!(subject_type.as_str()));
    let grantee = Grantee::Client(client_id.as_str());
    let row = new_row(id.as_str(), grantee, &body, context);
    let mut work = context.begin().await?;
    table::insert(&context.tenant, &row, &mut work).await?;
    forget(&row.client_id, context, &mut work);
    work.commit().await?;
    Ok(id)
}

/// The grants that pass a filter.
///
/// # Errors
/// 400 for a bad checkpoint; or when the database is away.
pub async fn list(
    filter: &table::Filter,
    paging: &Paging,
    context: &Context,
) -> Result<Page, ManagementFailure> {
    let slice = Slice::of(paging, context.now)?;
    let database = context.database();
    let rows = table::list(&context.tenant, filter, &slice, database).await?;
    let total = if paging.wants_total() {
        table::count(&context.tenant, filter, database).await?
    } else {
        0
    };
    let listed = rows.into_iter().map(|row| Listed {
        created_at: row.created_at,
        id: row.client_grant_id,
        value: Value::Object(row.document),
    });
    Ok(listing::page(paging, listed.collect(), total, context.now))
}

/// One grant.
///
/// # Errors
/// 404; or when the database is away.
pub async fn read(id: &str, context: &Context) -> Result<Map<String, Value>, ManagementFailure> {
    let row = table::find(&context.tenant, id, context.database()).await?;
    Ok(row.ok_or_else(Error::unknown_client_grant)?.document)
}

/// Makes a grant.
///
/// # Errors
/// 400 for a bad body or a third party at a built-in API, 404 for an unknown client or API, 409 where there is such a
/// grant; or when the database is away.
pub async fn create(
    body: &Value,
    context: &Context,
) -> Result<Map<String, Value>, ManagementFailure> {
    document::CREATE.check(body, Part::Payload)?;
    let grantee = Grantee::of(body)?;
    let (Some(members), Some(audience)) = (body.as_object(), body["audience"].as_str()) else {
        return Err(Broken::internal("an accepted body is an object").into());
    };
    let mut work = context.begin().await?;
    let is_third_party = is_third_party(grantee, context, &mut work).await?;
    let api = lock_api(audience, context, &mut work).await?;
    if is_third_party && api.is_system {
        return Err(Error::operation_not_supported(
            "Third-party clients can't be granted a system API.",
        )
        .into());
    }
    let id = ClientGrantId::generate(context.entropy());
    let row = new_row(id.as_str(), grantee, members, context);
    document::check_scopes(&row.document, &api.scopes)?;
    if let Err(error) = table::insert(&context.tenant, &row, &mut work).await {
        return Err(if is_taken(&error) {
            Error::client_grant_exists().into()
        } else {
            Broken::from(error).into()
        });
    }
    forget(&row.client_id, context, &mut work);
    work.commit().await?;
    Ok(row.document)
}

/// Looks at the client as it is now, and keeps it as it is until the grant is made.
async fn is_third_party(
    grantee: Grantee<'_>,
    context: &Context,
    work: &mut Work,
) -> Result<bool, ManagementFailure> {
    let Grantee::Client(client_id) = grantee else {
        return Ok(true);
    };
    let client_id = ClientId::parse(client_id).map_err(|_| Error::unknown_client())?;
    let row = clients::table::find_for_update(&context.tenant, &client_id, work).await?;
    let row = row.ok_or_else(Error::unknown_client)?;
    Ok(clients::ownership(&row.document) != Ownership::FirstParty)
}

/// What a grant must know of its API.
struct LockedApi {
    is_system: bool,
    scopes: Vec<String>,
}

/// Looks at the API as it is now, and keeps it as it is until the work is done.
async fn lock_api(
    audience: &str,
    context: &Context,
    work: &mut Work,
) -> Result<LockedApi, ManagementFailure> {
    let row = resource_servers::table::find_for_update(&context.tenant, audience, work).await?;
    let row = row
        .filter(|row| row.identifier == audience)
        .ok_or_else(Error::unknown_resource_server)?;
    Ok(LockedApi {
        is_system: row.document.get("is_system") == Some(&Value::Bool(true)),
        scopes: resource_servers::document::scope_values(&row.document),
    })
}

/// Changes a grant.
///
/// # Errors
/// 400 for a bad body, 404; or when the database is away.
pub async fn update(
    id: &str,
    body: &Value,
    context: &Context,
) -> Result<Map<String, Value>, ManagementFailure> {
    document::UPDATE.check(body, Part::Payload)?;
    let Some(members) = body.as_object() else {
        return Err(Broken::internal("an accepted body is an object").into());
    };
    let found = table::find(&context.tenant, id, context.database()).await?;
    let audience = found.ok_or_else(Error::unknown_client_grant)?.audience;
    let mut work = context.begin().await?;
    // The API first, as everywhere, so that no two requests wait for each other.
    let api = lock_api(&audience, context, &mut work).await?;
    let row = table::find_for_update(&context.tenant, id, &mut work).await?;
    let mut row = row.ok_or_else(Error::unknown_client_grant)?;
    document::apply(&mut row.document, members);
    if members.contains_key("scope") {
        document::check_scopes(&row.document, &api.scopes)?;
    }
    table::update(&context.tenant, &row, &mut work).await?;
    forget(&row.client_id, context, &mut work);
    work.commit().await?;
    Ok(row.document)
}

/// Deletes a grant. One that is not there is as good as deleted.
///
/// # Errors
/// When the database is away.
pub async fn delete(id: &str, context: &Context) -> Result<(), ManagementFailure> {
    let mut work = context.begin().await?;
    let Some(client_id) = table::delete(&context.tenant, id, &mut work).await? else {
        return Ok(());
    };
    forget(&client_id, context, &mut work);
    work.commit().await?;
    Ok(())
}

fn new_row(
    id: &str,
    grantee: Grantee<'_>,
    body: &Map<String, Value>,
    context: &Context,
) -> table::ClientGrantRow {
    let document = document::initial(id, grantee, body);
    let text = |name: &str| {
        document
            .get(name)
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned()
    };
    table::ClientGrantRow {
        client_grant_id: id.to_owned(),
        client_id: text("client_id"),
        audience: text("audience"),
        subject_type: text("subject_type"),
        created_at: context.now,
        document,
    }
}

fn forget(client_id: &str, context: &Context, work: &mut Work) {
    work.makes_stale(Stale::ClientGrants(
        context.tenant.id.clone(),
        client_id.to_owned(),
    ));
}
