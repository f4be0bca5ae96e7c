//! Custom domains: further names under which a tenant is served.
//!
//! Whoever operates a server decides by DNS which names lead to it, so that is what a verification asks: does the name
//! lead to where the tenant's own domain leads? From then on the name is the tenant's, and nobody else's.

mod document;
mod reach;

use ostia_protocol::auth0::ids::{self, Shape, TenantId};
use ostia_protocol::auth0::management_error::Error;
use ostia_protocol::auth0::paging::{Page, Paging};
use ostia_protocol::auth0::schema::Part;
use serde_json::{Value, json};

pub use self::document::{CREATE, SET_DEFAULT, UPDATE};
use crate::collections::table::{self, Shelf};
use crate::collections::{Collection, Item, Resource, Unique, text_of};
use crate::context::Context;
use crate::database::{Database, SqlError, Work};
use crate::failure::{Broken, Failure, ManagementFailure};
use crate::tenants::hosts::{split_port, table as hosts};
use crate::vault::fingerprint;

/// What a domain has in common with all others.
pub static DOMAINS: Resource = Resource {
    id_member: "custom_domain_id",
    ..Resource::new(
        Collection::new(
            "custom-domain",
            Shape::Alphanumeric("cd_"),
            Error::unknown_custom_domain,
        )
        .with_uniques(&[Unique {
            key: |domain| text_of(domain, "domain"),
            taken: Error::custom_domain_exists,
        }])
        .with_limit(20, Error::too_many_entities),
        &CREATE,
        &UPDATE,
    )
    .changed_by(document::change)
    .undated()
};

/// Some of the domains, oldest first.
///
/// # Errors
/// When the database is away.
pub async fn list(paging: &Paging, context: &Context) -> Result<Page, ManagementFailure> {
    DOMAINS.list(paging, None, context).await
}

/// Makes a domain, which is served once it is verified.
///
/// # Errors
/// 400 for a bad body, 409 where the tenant has it, or another is served under it; or when the database is away.
pub async fn create(body: &Value, context: &Context) -> Result<Value, ManagementFailure> {
    CREATE.check(body, Part::Payload)?;
    let is_first = DOMAINS.collection.count("", context).await? == 0;
    let body = document::normalised(body, is_first, context);
    let name = body["domain"].as_str().unwrap_or_default();
    if name == split_port(&context.tenant.domain).0 || is_served_to_others(name, context).await? {
        return Err(Error::custom_domain_exists().into());
    }
    let mut work = context.begin().await?;
    let document = crate::collections::members(body);
    let made = DOMAINS
        .collection
        .insert("", document, context, &mut work)
        .await?;
    work.commit().await?;
    Ok(DOMAINS.shown(made))
}

async fn is_served_to_others(name: &str, context: &Context) -> Result<bool, Broken> {
    let tenant = hosts::find(name, context.database()).await?;
    Ok(tenant.is_some_and(|tenant| tenant != context.tenant.id.as_str()))
}

/// Deletes a domain, which leads nowhere from then on. It may be gone already.
///
/// # Errors
/// 409 for the default one; or when the database is away.
pub async fn delete(id: &str, context: &Context) -> Result<(), ManagementFailure> {
    let mut work = context.begin().await?;
    let collection = &DOMAINS.collection;
    let found = collection.find_for_update("", id, context, &mut work).await;
    let domain = match found {
        Err(Failure::Refused(_)) => return Ok(()),
        found => found?,
    };
    if domain.document.get("is_default") == Some(&json!(true)) {
        return Err(Error::default_custom_domain().into());
    }
    let name = text_of(&domain.document, "domain").unwrap_or_default();
    hosts::release(&context.tenant.id, &name, &mut work).await?;
    collection.remove(id, context, &mut work).await?;
    context.tenant.becomes_stale(&mut work);
    work.commit().await?;
    Ok(())
}

/// Asks whether a domain leads here, and serves it if so.
///
/// # Errors
/// 404; or when the database is away.
pub async fn verify(id: &str, context: &Context) -> Result<Value, ManagementFailure> {
    let domain = DOMAINS.collection.find(id, context).await?;
    let name = text_of(&domain.document, "domain").unwrap_or_default();
    let reached = reach::leads_here(&name, &context.tenant.domain).await;
    let mut work = context.begin().await?;
    let mut domain = DOMAINS
        .collection
        .find_for_update("", id, context, &mut work)
        .await?;
    let outcome = match reached {
        Ok(()) => claim(&name, context, &mut work).await?,
        Err(why) => Err(why),
    };
    document::note(&mut domain.document, outcome.as_ref().err(), context);
    let domain = DOMAINS
        .collection
        .update("", domain, context, &mut work)
        .await?;
    let edge_key = if is_ready(&domain) {
        give_edge_key(&domain, &name, context, &mut work).await?
    } else {
        None
    };
    context.tenant.becomes_stale(&mut work);
    work.commit().await?;
    // Nobody knew this host before, so that no tenant is remembered under it.
    let mut shown = DOMAINS.shown(domain);
    if let Some(key) = edge_key {
        shown["cname_api_key"] = json!(key);
    }
    Ok(shown)
}

/// The key with which the operator's own proxy before a domain shows that it is this one. It is told once, when the
/// domain is served for the first time; only what recognises it is kept.
async fn give_edge_key(
    domain: &Item,
    name: &str,
    context: &Context,
    work: &mut Work,
) -> Result<Option<String>, Broken> {
    if domain.document.get("type") != Some(&json!("self_managed_certs")) {
        return Ok(None);
    }
    let key = ids::token(context.entropy(), 32);
    let is_new = hosts::set_edge_key(&context.tenant.id, name, &fingerprint(&key), work).await?;
    Ok(is_new.then_some(key))
}

async fn claim(
    name: &str,
    context: &Context,
    work: &mut Work,
) -> Result<Result<(), String>, Broken> {
    if hosts::claim(&context.tenant.id, name, work).await? {
        return Ok(Ok(()));
    }
    Ok(Err("Another tenant is served under this domain.".to_owned()))
}

/// Whether a domain that is served leads here still.
///
/// # Errors
/// 404, 409 where it isn't served yet; or when the database is away.
pub async fn test(id: &str, context: &Context) -> Result<Value, ManagementFailure> {
    let domain = DOMAINS.collection.find(id, context).await?;
    if !is_ready(&domain) {
        return Err(Error::custom_domain_not_ready().into());
    }
    let name = text_of(&domain.document, "domain").unwrap_or_default();
    Ok(
        match reach::leads_here(&name, &context.tenant.domain).await {
            Ok(()) => json!({ "success": true }),
            Err(why) => json!({ "success": false, "message": why }),
        },
    )
}

/// The domain that is named to people where no other is asked for: the tenant's own until another is chosen.
///
/// # Errors
/// When the database is away.
pub async fn default(context: &Context) -> Result<Value, Broken> {
    let domains = DOMAINS.collection.all("", context).await?;
    let chosen = domains
        .into_iter()
        .find(|domain| domain.document.get("is_default") == Some(&json!(true)));
    Ok(match chosen {
        Some(domain) => DOMAINS.shown(domain),
        None => json!({ "domain": context.tenant.domain }),
    })
}

/// The domain that a tenant chose as its default, if it chose one.
///
/// # Errors
/// When the database is away.
pub async fn chosen(tenant: &TenantId, database: &Database) -> Result<Option<String>, SqlError> {
    let shelf = Shelf {
        tenant,
        collection: DOMAINS.collection.name,
        parent: "",
    };
    let rows = table::first(shelf, DOMAINS.collection.limit, database).await?;
    let mut documents = rows.into_iter().map(|row| row.content.document);
    let chosen = documents.find(|domain| domain["is_default"] == true);
    Ok(chosen.and_then(|domain| domain["domain"].as_str().map(str::to_owned)))
}

/// Chooses the default domain: one that is served, or the tenant's own.
///
/// # Errors
/// 400 for a bad body, or a domain that isn't served; or when the database is away.
pub async fn set_default(body: &Value, context: &Context) -> Result<Value, ManagementFailure> {
    SET_DEFAULT.check(body, Part::Payload)?;
    let name = body["domain"]
        .as_str()
        .unwrap_or_default()
        .to_ascii_lowercase();
    let domains = DOMAINS.collection.all("", context).await?;
    let named = |domain: &Item| text_of(&domain.document, "domain").as_deref() == Some(&*name);
    let is_own = name == context.tenant.domain;
    if !is_own
        && !domains
            .iter()
            .any(|domain| named(domain) && is_ready(domain))
    {
        return Err(Error::custom_domain_not_verified().into());
    }
    let mut work = context.begin().await?;
    for domain in &domains {
        let mut held = DOMAINS
            .collection
            .find_for_update("", &domain.id, context, &mut work)
            .await?;
        let is_default = json!(named(domain));
        if held.document.get("is_default") != Some(&is_default) {
            held.document.insert("is_default".to_owned(), is_default);
            DOMAINS
                .collection
                .update("", held, context, &mut work)
                .await?;
        }
    }
    context.tenant.becomes_stale(&mut work);
    work.commit().await?;
    Ok(default(context).await?)
}

fn is_ready(domain: &Item) -> bool {
    domain.document.get("status") == Some(&json!("ready"))
}
