//! What the Management API does with clients: create, read, change, delete, give a new secret.

use ostia_jose::certificate;
use ostia_protocol::auth0::fields::Fields;
use ostia_protocol::auth0::ids::{self, ClientId};
use ostia_protocol::auth0::management_error::Error;
use ostia_protocol::auth0::schema::Part;
use serde_json::{Value, json};

use super::document::{self, Document};
use super::table::ClientRow;
use super::visibility::View;
use super::{
    ClientSecret, Ownership, SecurityMode, credentials, ownership, schema, seal_secret, table,
};
use crate::cache::Stale;
use crate::connections;
use crate::context::Context;
use crate::database::Work;
use crate::failure::{Broken, ManagementFailure};
use crate::signing_keys;

/// Reads `fields` and `include_fields` of a request for clients.
///
/// # Errors
/// 400 for names that no client has.
pub fn fields(fields: Option<&str>, include_fields: Option<&str>) -> Result<Fields, Error> {
    Fields::parse(fields, include_fields, &schema::READABLE)
}

/// An id from a path; what can't be one names nothing.
pub(super) fn client_id(text: &str) -> Result<ClientId, Error> {
    ClientId::parse(text).map_err(|_| Error::unknown_client())
}

pub(super) async fn require_exists(
    id: &ClientId,
    context: &Context,
) -> Result<ClientRow, ManagementFailure> {
    let row = table::find(&context.tenant, id, context.database())
        .await
        .map_err(Broken::from)?;
    Ok(row.ok_or_else(Error::unknown_client)?)
}

/// One client, as the caller sees it.
///
/// # Errors
/// 404 where there is none.
pub async fn read(id: &str, view: View, context: &Context) -> Result<Document, ManagementFailure> {
    let id = client_id(id)?;
    let row = require_exists(&id, context).await?;
    Ok(present(row, view, context).await?)
}

/// Makes a client. The answer shows its secret.
///
/// # Errors
/// 400 where the body is wrong, 409 where an alias is taken.
pub async fn create(body: Value, context: &Context) -> Result<Document, ManagementFailure> {
    schema::CREATE.check(&body, Part::Payload)?;
    let mut body = match body {
        Value::Object(body) => body,
        _ => Document::new(),
    };
    let credentials = credentials::take_inline(&mut body, context)?;
    let document = document::create(&body)?;
    let (id, mut work) = begin(&document, context).await?;
    for row in &credentials {
        credentials::table::insert(&context.tenant, &id, row, &mut work)
            .await
            .map_err(Broken::from)?;
    }
    let row = insert(&id, document, context, &mut work).await?;
    work.commit().await?;
    let mut shown = present(row, View::FULL, context).await?;
    credentials::show_inline(&mut shown, &credentials);
    Ok(shown)
}

/// Makes a client whose id, and perhaps secret, is known before: for the seeds of development tenants.
///
/// # Errors
/// As [`create`], and 400 where the id is none.
pub async fn create_known(
    id: &str,
    secret: Option<&str>,
    body: Value,
    context: &Context,
) -> Result<(), ManagementFailure> {
    schema::CREATE.check(&body, Part::Payload)?;
    let id = ClientId::parse(id)
        .map_err(|_| Error::invalid_body("The client_id is not one that a client can have"))?;
    let body = body.as_object().cloned().unwrap_or_default();
    let document = document::create(&body)?;
    let mut work = context.begin().await?;
    require_free_aliases(&id, &document, context, &mut work).await?;
    let mut row = insert(&id, document, context, &mut work).await?;
    if let Some(secret) = secret {
        let sealed = seal_secret(&id, secret, &context.tenant, context.entropy())?;
        row.sealed_secret = Some(sealed);
        table::update(&context.tenant, &row, context.now, &mut work)
            .await
            .map_err(Broken::from)?;
    }
    Ok(work.commit().await?)
}

async fn begin(
    document: &Document,
    context: &Context,
) -> Result<(ClientId, Work), ManagementFailure> {
    let id = new_id(document, context);
    let mut work = context.begin().await?;
    require_free_aliases(&id, document, context, &mut work).await?;
    Ok((id, work))
}

/// An id of the form that tells strict third parties apart.
pub fn new_id(document: &Document, context: &Context) -> ClientId {
    if ownership(document) == Ownership::ThirdParty(SecurityMode::Strict) {
        ClientId::generate_strict_third_party(context.entropy())
    } else {
        ClientId::generate(context.entropy())
    }
}

/// Adds a client with a fresh secret, and where the tenant wants it enables its connections.
///
/// Public clients get a secret, too, as upstream: it authenticates nobody until the client is made confidential.
///
/// # Errors
/// When the database is away.
pub async fn insert(
    id: &ClientId,
    mut document: Document,
    context: &Context,
    work: &mut Work,
) -> Result<ClientRow, Broken> {
    document.insert("client_id".to_owned(), json!(id));
    let row = ClientRow {
        client_id: id.to_string(),
        sealed_secret: Some(fresh_secret(id, context)?),
        document,
    };
    table::insert(&context.tenant, &row, context.now, work).await?;
    let settings = &context.tenant.settings;
    if settings.enables_connections_for_new_clients
        && ownership(&row.document) == Ownership::FirstParty
    {
        connections::table::enable_all_for_client(&context.tenant, id, context.now, work).await?;
    }
    work.makes_stale(Stale::Client(context.tenant.id.clone(), id.clone()));
    Ok(row)
}

fn fresh_secret(id: &ClientId, context: &Context) -> Result<String, Broken> {
    let secret = ids::client_secret(context.entropy());
    seal_secret(id, &secret, &context.tenant, context.entropy())
}

/// Changes a client.
///
/// # Errors
/// 400 where the body is wrong, 404 where there is no such client, 409 where an alias is taken.
pub async fn update(
    id: &str,
    body: Value,
    view: View,
    context: &Context,
) -> Result<Document, ManagementFailure> {
    schema::UPDATE.check(&body, Part::Payload)?;
    let mut body = match body {
        Value::Object(body) => body,
        _ => Document::new(),
    };
    let secret = body.remove("client_secret");
    let id = client_id(id)?;
    let mut work = context.begin().await?;
    let mut row = table::find_for_update(&context.tenant, &id, &mut work)
        .await
        .map_err(Broken::from)?
        .ok_or_else(Error::unknown_client)?;
    row.document = document::update(&row.document, &body)?;
    credentials::require_known(&id, &row.document, context, &mut work).await?;
    if body.contains_key("client_aliases") {
        require_free_aliases(&id, &row.document, context, &mut work).await?;
    }
    if let Some(secret) = secret.as_ref().and_then(Value::as_str) {
        row.sealed_secret = Some(seal_secret(
            &id,
            secret,
            &context.tenant,
            context.entropy(),
        )?);
    } else if row.sealed_secret.is_none() {
        // It may become confidential by this change.
        row.sealed_secret = Some(fresh_secret(&id, context)?);
    }
    save(&id, &row, context, work).await?;
    Ok(present(row, view, context).await?)
}

/// Brings a client up to date with what it publishes of itself; what administrators decided stays. `finish` adds what no
/// administrator could say.
///
/// # Errors
/// 400 where what it publishes can't be; or when the database is away.
pub async fn replace_published(
    id: &ClientId,
    published: &Document,
    finish: impl FnOnce(&mut Document),
    context: &Context,
    work: &mut Work,
) -> Result<(), ManagementFailure> {
    const PUBLISHED: &[&str] = &[
        "name",
        "callbacks",
        "grant_types",
        "logo_uri",
        "app_type",
        "token_endpoint_auth_method",
        "client_authentication_methods",
    ];
    let mut row = table::find_for_update(&context.tenant, id, work)
        .await
        .map_err(Broken::from)?
        .ok_or_else(Error::unknown_client)?;
    let mut changes = Document::new();
    for name in PUBLISHED {
        let value = published.get(*name).cloned().unwrap_or_default();
        changes.insert((*name).to_owned(), value);
    }
    row.document = document::update(&row.document, &changes)?;
    finish(&mut row.document);
    table::update(&context.tenant, &row, context.now, work)
        .await
        .map_err(Broken::from)?;
    work.makes_stale(Stale::Client(context.tenant.id.clone(), id.clone()));
    Ok(())
}

async fn save(
    id: &ClientId,
    row: &ClientRow,
    context: &Context,
    mut work: Work,
) -> Result<(), Broken> {
    table::update(&context.tenant, row, context.now, &mut work).await?;
    work.makes_stale(Stale::Client(context.tenant.id.clone(), id.clone()));
    work.commit().await
}

/// Replaces a client's secret by a fresh one. The answer shows it.
///
/// # Errors
/// 404 where there is no such client.
pub async fn rotate_secret(id: &str, context: &Context) -> Result<Document, ManagementFailure> {
    let id = client_id(id)?;
    let mut work = context.begin().await?;
    let mut row = table::find_for_update(&context.tenant, &id, &mut work)
        .await
        .map_err(Broken::from)?
        .ok_or_else(Error::unknown_client)?;
    row.sealed_secret = Some(fresh_secret(&id, context)?);
    save(&id, &row, context, work).await?;
    Ok(present(row, View::FULL, context).await?)
}

/// Removes a client and all that exists only for it; its refresh tokens end. One that is not there counts as removed.
///
/// # Errors
/// 400 for the tenant's global client.
pub async fn delete(id: &str, context: &Context) -> Result<(), ManagementFailure> {
    let Ok(id) = ClientId::parse(id) else {
        return Ok(());
    };
    let mut work = context.begin().await?;
    let found = table::find_for_update(&context.tenant, &id, &mut work)
        .await
        .map_err(Broken::from)?;
    let Some(row) = found else {
        return Ok(());
    };
    if row.document.get("global") == Some(&json!(true)) {
        return Err(Error::global_client_cannot_be_deleted().into());
    }
    table::delete(&context.tenant, &id, context.now, &mut work)
        .await
        .map_err(Broken::from)?;
    let tenant = &context.tenant.id;
    work.makes_stale(Stale::ClientGrants(tenant.clone(), id.to_string()));
    work.makes_stale(Stale::Client(tenant.clone(), id));
    work.commit().await?;
    Ok(())
}

/// An alias names one client in the tenant.
async fn require_free_aliases(
    id: &ClientId,
    document: &Document,
    context: &Context,
    work: &mut Work,
) -> Result<(), ManagementFailure> {
    let aliases = super::strings(document.get("client_aliases"));
    if aliases.is_empty() {
        return Ok(());
    }
    let rows = table::list_with_aliases(&context.tenant, work)
        .await
        .map_err(Broken::from)?;
    let taken = rows
        .iter()
        .filter(|row| row.client_id != id.as_str())
        .flat_map(|row| super::strings(row.document.get("client_aliases")))
        .any(|taken| aliases.contains(&taken));
    if taken {
        return Err(Error::client_alias_exists().into());
    }
    Ok(())
}

/// A client as on the wire: its document with its id, and where the view shows them its secret and the tenant's
/// certificate, which verifies what is signed for it.
pub(super) async fn present(
    row: ClientRow,
    view: View,
    context: &Context,
) -> Result<Document, Broken> {
    let mut document = row.document;
    document.insert("client_id".to_owned(), json!(row.client_id));
    if let Some(sealed) = row.sealed_secret.filter(|_| view.shows("client_secret")) {
        let id = ClientId::parse(&row.client_id).map_err(Broken::internal)?;
        let secret = ClientSecret::from_sealed(&id, sealed, false, &context.tenant)?;
        document.insert("client_secret".to_owned(), json!(*secret.reveal()?));
    }
    if view.shows("signing_keys") {
        let ring = signing_keys::ring(context).await?;
        let certificate = certificate::to_pem(&ring.current().certificate);
        let subject = format!("/CN={}", context.tenant.domain);
        document.insert(
            "signing_keys".to_owned(),
            json!([{ "cert": certificate, "subject": subject }]),
        );
    }
    Ok(view.apply(document))
}
