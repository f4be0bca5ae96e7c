//! Making, changing and deleting APIs.

use ostia_protocol::auth0::ids::{self, ResourceServerId};
use ostia_protocol::auth0::management_error::Error;
use ostia_protocol::auth0::paging::{Page, Paging};
use ostia_protocol::auth0::schema::Part;
use serde_json::{Map, Value};

use super::{document, secret_place, table};
use crate::cache::Stale;
use crate::client_grants;
use crate::consents;
use crate::context::Context;
use crate::database::{Work, is_taken};
use crate::failure::{Broken, ManagementFailure};
use crate::listing::{self, Listed, Slice};
use crate::refresh_tokens;

/// Gives a new tenant its Management API. Its id.
///
/// # Errors
/// When the tenant has one already, or the database is away.
pub async fn create_system(context: &Context) -> Result<ResourceServerId, Broken> {
    let id = ResourceServerId::generate(context.entropy());
    let identifier = context.tenant.management_audience();
    let row = table::ResourceServerRow {
        resource_server_id: id.as_str().to_owned(),
        document: document::system(&id, &identifier),
        identifier,
        sealed_secret: None,
        created_at: context.now,
    };
    let mut work = context.begin().await?;
    table::insert(&context.tenant, &row, &mut work).await?;
    forget(&row.identifier, context, &mut work);
    work.commit().await?;
    Ok(id)
}

/// The APIs that a list shows: those with one of the identifiers, or all where none is named.
///
/// # Errors
/// 400 for a bad checkpoint; or when the database is away.
pub async fn list(
    identifiers: &[String],
    paging: &Paging,
    context: &Context,
) -> Result<Page, ManagementFailure> {
    let slice = Slice::of(paging, context.now)?;
    let database = context.database();
    let rows = table::list(&context.tenant, identifiers, &slice, database).await?;
    let total = if paging.wants_total() {
        table::count(&context.tenant, identifiers, database).await?
    } else {
        0
    };
    let mut listed = Vec::with_capacity(rows.len());
    for row in rows {
        listed.push(Listed {
            created_at: row.created_at,
            id: row.resource_server_id.clone(),
            value: Value::Object(shown(row, context)?),
        });
    }
    Ok(listing::page(paging, listed, total, context.now))
}

/// One API, by id or identifier.
///
/// # Errors
/// 404; or when the database is away.
pub async fn read(
    id_or_identifier: &str,
    context: &Context,
) -> Result<Map<String, Value>, ManagementFailure> {
    let row = table::find(&context.tenant, id_or_identifier, context.database()).await?;
    let row = row.ok_or_else(Error::unknown_resource_server)?;
    Ok(shown(row, context)?)
}

/// Makes an API.
///
/// # Errors
/// 400 for a bad body, 409 where the identifier is taken; or when the database is away.
pub async fn create(
    body: &Value,
    context: &Context,
) -> Result<Map<String, Value>, ManagementFailure> {
    document::CREATE.check(body, Part::Payload)?;
    let (Some(body), Some(identifier)) = (body.as_object(), body["identifier"].as_str()) else {
        return Err(Broken::internal("an accepted body is an object").into());
    };
    if is_reserved(identifier, context) {
        return Err(
            Error::invalid_body("This identifier belongs to the authorization server.").into(),
        );
    }
    let id = ResourceServerId::generate(context.entropy());
    let mut row = table::ResourceServerRow {
        document: document::initial(&id, identifier),
        resource_server_id: id.as_str().to_owned(),
        identifier: identifier.to_owned(),
        sealed_secret: None,
        created_at: context.now,
    };
    document::apply(&mut row.document, body)?;
    settle_secret(&mut row, body, context)?;
    let mut work = context.begin().await?;
    if let Err(error) = table::insert(&context.tenant, &row, &mut work).await {
        return Err(if is_taken(&error) {
            Error::resource_server_exists().into()
        } else {
            Broken::from(error).into()
        });
    }
    forget(identifier, context, &mut work);
    work.commit().await?;
    Ok(shown(row, context)?)
}

/// Tokens for these audiences are made by other rules than an API's.
fn is_reserved(identifier: &str, context: &Context) -> bool {
    let issuer = context.tenant.issuer();
    identifier == context.tenant.userinfo_audience() || identifier == format!("{issuer}mfa/")
}

/// Changes an API.
///
/// # Errors
/// 400 for a bad body, 404; or when the database is away.
pub async fn update(
    id_or_identifier: &str,
    body: &Value,
    context: &Context,
) -> Result<Map<String, Value>, ManagementFailure> {
    document::UPDATE.check(body, Part::Payload)?;
    let Some(body) = body.as_object() else {
        return Err(Broken::internal("an accepted body is an object").into());
    };
    let mut work = context.begin().await?;
    let row = table::find_for_update(&context.tenant, id_or_identifier, &mut work).await?;
    let mut row = row.ok_or_else(Error::unknown_resource_server)?;
    if is_system(&row) {
        document::check_system(&row.document, body)?;
    }
    let before = document::scope_values(&row.document);
    document::apply(&mut row.document, body)?;
    settle_secret(&mut row, body, context)?;
    let after = document::scope_values(&row.document);
    for scope in before.iter().filter(|scope| !after.contains(scope)) {
        table::delete_permission(&context.tenant, &row.identifier, scope, &mut work).await?;
    }
    table::update(&context.tenant, &row, context.now, &mut work).await?;
    forget(&row.identifier, context, &mut work);
    work.commit().await?;
    Ok(shown(row, context)?)
}

/// Deletes an API, and with it all that was allowed at it. One that is not there is as good as deleted.
///
/// # Errors
/// 400 for a built-in API; or when the database is away.
pub async fn delete(id_or_identifier: &str, context: &Context) -> Result<(), ManagementFailure> {
    let tenant = &context.tenant;
    let mut work = context.begin().await?;
    let Some(row) = table::find_for_update(tenant, id_or_identifier, &mut work).await? else {
        return Ok(());
    };
    if is_system(&row) {
        return Err(
            Error::operation_not_supported("This is a system API; it can't be deleted.").into(),
        );
    }
    let audience = &row.identifier;
    table::delete(tenant, &row.resource_server_id, &mut work).await?;
    for client_id in client_grants::table::delete_of_audience(tenant, audience, &mut work).await? {
        work.makes_stale(Stale::ClientGrants(tenant.id.clone(), client_id));
    }
    consents::table::delete_of_audience(tenant, audience, &mut work).await?;
    refresh_tokens::table::revoke_of_audience(tenant, audience, context.now, &mut work).await?;
    table::delete_permissions(tenant, audience, &mut work).await?;
    forget(audience, context, &mut work);
    work.commit().await?;
    Ok(())
}

fn is_system(row: &table::ResourceServerRow) -> bool {
    row.document.get("is_system") == Some(&Value::Bool(true))
}

/// Keeps a secret that was sent, and makes one for an API that needs it.
fn settle_secret(
    row: &mut table::ResourceServerRow,
    body: &Map<String, Value>,
    context: &Context,
) -> Result<(), Broken> {
    let sent = body
        .get("signing_secret")
        .and_then(Value::as_str)
        .map(str::to_owned);
    let missing = signs_with_secret(row) && row.sealed_secret.is_none();
    let secret = sent.or_else(|| missing.then(|| ids::client_secret(context.entropy())));
    if let Some(secret) = secret {
        row.sealed_secret = Some(context.tenant.key.seal(
            secret_place(&row.resource_server_id),
            secret.as_bytes(),
            context.entropy(),
        )?);
    }
    Ok(())
}

fn signs_with_secret(row: &table::ResourceServerRow) -> bool {
    row.document.get("signing_alg").and_then(Value::as_str) == Some("HS256")
}

/// The document with the secret that an API needs to verify its tokens.
fn shown(row: table::ResourceServerRow, context: &Context) -> Result<Map<String, Value>, Broken> {
    let shows_secret = signs_with_secret(&row);
    let mut document = row.document;
    if let Some(sealed) = row.sealed_secret.filter(|_| shows_secret) {
        let place = secret_place(&row.resource_server_id);
        let secret = context.tenant.key.open(place, &sealed)?;
        let secret = std::str::from_utf8(&secret).map_err(Broken::internal)?;
        document.insert("signing_secret".to_owned(), Value::from(secret));
    }
    Ok(document)
}

fn forget(identifier: &str, context: &Context, work: &mut Work) {
    work.makes_stale(Stale::ResourceServer(
        context.tenant.id.clone(),
        identifier.to_owned(),
    ));
}
