//! Consent: when somebody is asked, and what saying yes means (clients.md, reference/authentication.md §1.7 and §5.4).

use ostia_protocol::oauth::{RedirectUri, Scope};

use super::organization::{self, Door};
use super::transaction::{self, Progress, Transaction};
use crate::access;
use crate::authorize::Authorization;
use crate::authorize::issue::Granted;
use crate::clients::Client;
use crate::consents::{self, Party};
use crate::context::Context;
use crate::failure::{Broken, Failure};
use crate::resource_servers::ResourceServer;
use crate::sessions::Session;

/// Whether the user must be asked before the client gets what it wants.
///
/// # Errors
/// When the database is away.
pub async fn is_needed(
    granted: &Granted,
    authorization: &Authorization,
    progress: &Progress,
    client: &Client,
    context: &Context,
) -> Result<bool, Broken> {
    if progress.consented_by.as_ref() == Some(&granted.user.id) {
        return Ok(false);
    }
    if authorization.request.prompt.consent() {
        return Ok(true);
    }
    let api = granted.access.target.api();
    if client.is_first_party() && is_skipped(api, authorization, client, context) {
        return Ok(false);
    }
    let audience = audience(granted, context);
    let party = Party {
        user: &granted.user.id,
        client: &client.id,
        audience: &audience,
        organization: organization_of(granted),
    };
    let given = consents::scope_of(party, context).await?;
    Ok(!given.is_some_and(|given| granted.access.scope.is_subset(&given)))
}

/// Whether one of our own applications needs no consent: it asks for no API, or for one that trusts our applications
/// and the answer can only reach ours.
fn is_skipped(
    api: Option<&ResourceServer>,
    authorization: &Authorization,
    client: &Client,
    context: &Context,
) -> bool {
    let Some(api) = api else { return true };
    api.skips_consent
        && (comes_home(authorization, context) || is_verifiable(authorization, client))
}

/// Whether the answer goes to this tenant's own pages, as the dashboard's does: whoever could catch it there could have
/// taken the password itself.
pub(super) fn comes_home(authorization: &Authorization, context: &Context) -> bool {
    let home = RedirectUri::parse(&context.tenant.issuer()).ok();
    let callback = authorization.destination.callback();
    let origin = callback.and_then(RedirectUri::origin);
    origin.is_some() && origin == home.and_then(|home| home.origin())
}

/// Anybody on the machine can listen on a loopback port or claim a custom scheme, and anybody can ask for a device's
/// codes: such a destination, used or only registered, proves nothing about who gets the answer.
fn is_verifiable(authorization: &Authorization, client: &Client) -> bool {
    let uri = authorization.destination.callback();
    uri.is_some_and(RedirectUri::is_verifiable)
        && client
            .callbacks
            .iter()
            .all(|callback| RedirectUri::parse(callback).is_ok_and(|uri| !uri.is_loopback()))
}

/// Consents are given in each organization anew.
fn organization_of(granted: &Granted) -> &str {
    granted
        .organization
        .as_ref()
        .map_or("", |organization| organization.id.as_str())
}

fn audience(granted: &Granted, context: &Context) -> String {
    granted
        .access
        .target
        .audience()
        .unwrap_or_else(|| context.tenant.userinfo_audience())
}

/// What the consent page has to tell.
#[derive(Debug)]
pub struct Question {
    /// Who is asked.
    pub granted: Granted,
    /// Everything that is asked for, known or new: what somebody agrees to is what they see.
    pub scope: Scope,
}

/// What the person at the browser is asked; `None` where there is nothing to ask any more.
///
/// # Errors
/// A refusal for the client, or a fault of ours.
pub async fn question(
    transaction: &Transaction,
    session: Option<&Session>,
    context: &Context,
) -> Result<Option<Question>, Failure> {
    let Some(session) = session else {
        return Ok(None);
    };
    let Some(user) = crate::users::find(&session.user_id, context).await? else {
        return Ok(None);
    };
    let (wanted, invitation) = organization::of(transaction, context).await?;
    let door = organization::enter(&wanted, invitation.as_ref(), &user, session, context).await?;
    let Door::In(organization) = door else {
        return Ok(None);
    };
    let request = &transaction.authorization.request;
    let target = access::target(
        request.audience.as_deref(),
        request.resource.as_deref(),
        context,
    )
    .await?;
    let access = access::for_user(
        &transaction.client,
        &user.id,
        target,
        &request.scope,
        organization.as_ref(),
        context,
    )
    .await?;
    let scope = access.scope.clone();
    Ok(Some(Question {
        granted: Granted {
            user,
            session: session.clone(),
            access,
            organization,
        },
        scope,
    }))
}

/// The user agrees: it is remembered, and this transaction goes on. `false` where it was finished in the meantime.
///
/// # Errors
/// When the database is away.
pub async fn accept(
    question: &Question,
    transaction: &mut Transaction,
    context: &Context,
) -> Result<bool, Broken> {
    let audience = audience(&question.granted, context);
    let party = Party {
        user: &question.granted.user.id,
        client: &transaction.client.id,
        audience: &audience,
        organization: organization_of(&question.granted),
    };
    consents::remember(party, &question.scope, context).await?;
    transaction.progress.consented_by = Some(question.granted.user.id.clone());
    transaction::save(transaction, context).await
}
