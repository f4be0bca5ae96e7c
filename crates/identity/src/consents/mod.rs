//! Consents: what a user allowed an application to do with an API. The Management API calls one a *grant*.

pub mod table;

use ostia_protocol::auth0::ids::{ClientId, GrantId, UserId};
use ostia_protocol::auth0::paging::{Page, Paging};
use ostia_protocol::oauth::Scope;
use serde_json::{Value, json};

use crate::authorization_codes;
use crate::context::Context;
use crate::database::Work;
use crate::device_codes;
use crate::failure::{Broken, ManagementFailure};
use crate::listing::Slice;
use crate::refresh_tokens;

/// Whose consent, to whom, for what.
#[derive(Clone, Copy, Debug)]
pub struct Party<'a> {
    /// Who consents.
    pub user: &'a UserId,
    /// The application.
    pub client: &'a ClientId,
    /// The API, or the audience of `/userinfo` where no API is asked for.
    pub audience: &'a str,
    /// The organization; empty outside organizations.
    pub organization: &'a str,
}

/// A consent.
#[derive(Clone, Debug)]
pub struct Consent {
    /// 24 hexadecimal digits.
    pub id: String,
    /// Who consented.
    pub user_id: String,
    /// The application.
    pub client_id: String,
    /// The API.
    pub audience: String,
    /// The organization; empty outside organizations.
    pub organization_id: String,
    /// What was allowed.
    pub scope: Scope,
}

impl Consent {
    /// As on the wire, where the client's id has another name than elsewhere.
    pub fn document(&self) -> Value {
        json!({
            "id": self.id,
            "clientID": self.client_id,
            "user_id": self.user_id,
            "audience": self.audience,
            "scope": self.scope.iter().collect::<Vec<_>>(),
        })
    }
}

/// The consents that pass a filter.
///
/// # Errors
/// When the database is away.
pub async fn list(
    filter: &table::Filter,
    paging: &Paging,
    context: &Context,
) -> Result<Page, ManagementFailure> {
    let slice = Slice::of(paging, context.now)?;
    let database = context.database();
    let consents = table::list(&context.tenant, filter, &slice, database).await?;
    let total = if paging.wants_total() {
        table::count(&context.tenant, filter, database).await?
    } else {
        0
    };
    Ok(Page {
        rows: consents.iter().map(Consent::document).collect(),
        total,
        ..Page::default()
    })
}

/// What a party has consented to; the empty scope where nothing.
///
/// # Errors
/// When the database is away.
pub async fn scope_of(party: Party<'_>, context: &Context) -> Result<Option<Scope>, Broken> {
    Ok(table::find_scope(&context.tenant, party, context.database()).await?)
}

/// Remembers that a party consents to `scope`, on top of what it consented to before.
///
/// # Errors
/// When the database is away.
pub async fn remember(party: Party<'_>, scope: &Scope, context: &Context) -> Result<(), Broken> {
    let id = GrantId::generate(context.entropy());
    let mut work = context.begin().await?;
    table::insert_if_absent(&context.tenant, party, id.as_str(), context.now, &mut work).await?;
    let before = table::lock_scope(&context.tenant, party, &mut work).await?;
    table::set_scope(
        &context.tenant,
        party,
        &before.union(scope),
        context.now,
        &mut work,
    )
    .await?;
    work.commit().await
}

/// Ends one consent, and with it the refresh tokens that rest on it. Whether there was one.
///
/// # Errors
/// When the database is away.
pub async fn revoke(id: &str, context: &Context) -> Result<bool, Broken> {
    let mut work = context.begin().await?;
    let ended = table::delete(&context.tenant, id, &mut work).await?;
    if let Some(consent) = &ended {
        end_what_rests_on(consent, &mut work, context).await?;
    }
    work.commit().await?;
    Ok(ended.is_some())
}

/// Ends all consents of a user, and with them the refresh tokens that rest on them.
///
/// # Errors
/// When the database is away.
pub async fn revoke_all_of(user: &UserId, context: &Context) -> Result<(), Broken> {
    let mut work = context.begin().await?;
    for consent in table::delete_of_user(&context.tenant, user, &mut work).await? {
        end_what_rests_on(&consent, &mut work, context).await?;
    }
    work.commit().await
}

/// Refresh tokens, and codes that would become some.
async fn end_what_rests_on(
    consent: &Consent,
    work: &mut Work,
    context: &Context,
) -> Result<(), Broken> {
    let (tenant, now) = (&context.tenant, context.now);
    let (user, client) = (&consent.user_id, &consent.client_id);
    authorization_codes::table::end_of_party(tenant, user, client, now, work).await?;
    device_codes::table::end_of_party(tenant, user, client, work).await?;
    refresh_tokens::table::revoke_of_consent(tenant, consent, now, work).await?;
    Ok(())
}
