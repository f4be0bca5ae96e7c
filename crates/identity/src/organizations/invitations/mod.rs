//! Invitations to an organization. Who holds the ticket of one may join, once.

mod accept;
mod document;
pub mod table;

use ostia_protocol::auth0::ids::{self, InvitationId};
use ostia_protocol::auth0::management_error::Error;
use ostia_protocol::auth0::paging::{Page, Paging};
use ostia_protocol::auth0::schema::Part;
use ostia_protocol::oauth::expand_organization;
use serde_json::{Map, Value, json};
use url::Url;

pub use self::accept::{accept, find_by_ticket};
pub use self::document::{CREATE, FIELDS};
use super::{Organization, connections};
use crate::clients::{self, Client};
use crate::context::Context;
use crate::failure::{Broken, ManagementFailure};
use crate::listing::Slice;
use crate::messages::{self, Letter, Occasion};
use crate::roles;
use crate::roles::document::texts;
use crate::time::Timestamp;
use crate::vault::{Place, fingerprint};

/// How long an invitation is good where nothing is said, in seconds.
const LIFETIME: i64 = 604_800;

/// An invitation that waits.
#[derive(Clone, Debug)]
pub struct Invitation {
    /// `uinv_…`.
    pub id: String,
    /// Where to.
    pub organization_id: String,
    /// The application that it leads to.
    pub client_id: String,
    /// The connection that it has to be accepted with.
    pub connection_id: Option<String>,
    /// As on the wire, without what is secret and what has columns.
    pub document: Map<String, Value>,
    /// When it was made.
    pub created_at: Timestamp,
    /// Until when it can be accepted.
    pub expires_at: Timestamp,
}

impl Invitation {
    /// Whose e-mail address is invited.
    pub fn invitee(&self) -> &str {
        self.text("/invitee/email")
    }

    /// Who invites, in their own words.
    pub fn inviter(&self) -> &str {
        self.text("/inviter/name")
    }

    /// The roles that the invitee gets.
    pub fn roles(&self) -> Vec<&str> {
        let roles = self.document.get("roles").and_then(Value::as_array);
        let roles = roles.into_iter().flatten();
        roles.filter_map(Value::as_str).collect()
    }

    fn text(&self, pointer: &str) -> &str {
        let (_, path) = pointer.split_at(1);
        let (object, member) = path.split_once('/').unwrap_or((path, ""));
        let text = self
            .document
            .get(object)
            .and_then(|value| value.get(member));
        text.and_then(Value::as_str).unwrap_or_default()
    }
}

/// The invitations of an organization that nobody accepted yet, the newest first unless that is turned around.
///
/// # Errors
/// 404; or when the database is away.
pub async fn list(
    id: &str,
    oldest_first: bool,
    paging: &Paging,
    context: &Context,
) -> Result<Page, ManagementFailure> {
    super::require_exists(id, context).await?;
    let slice = Slice::of(paging, context.now)?;
    let rows = table::list(
        &context.tenant,
        id,
        oldest_first,
        &slice,
        context.database(),
    )
    .await?;
    let shown = rows.iter().map(|row| shown(row, context));
    Ok(Page {
        rows: shown.collect::<Result<_, _>>()?,
        ..Page::default()
    })
}

/// One invitation that nobody accepted yet.
///
/// # Errors
/// 404; or when the database is away.
pub async fn read(
    id: &str,
    invitation: &str,
    context: &Context,
) -> Result<Value, ManagementFailure> {
    super::require_exists(id, context).await?;
    let row = table::find(&context.tenant, id, invitation, context.database()).await?;
    Ok(shown(&row.ok_or_else(Error::unknown_invitation)?, context)?)
}

/// An invitation with its ticket, which only the tenant's key opens.
fn shown(row: &table::InvitationRow, context: &Context) -> Result<Value, Broken> {
    let place = place(&row.invitation.id);
    let ticket = context.tenant.key.open(place, &row.sealed_ticket)?;
    let ticket = String::from_utf8_lossy(&ticket).into_owned();
    Ok(document::shown(&row.invitation, &ticket))
}

fn place(id: &str) -> Place<'_> {
    Place {
        table: "organization_invitations",
        column: "sealed_ticket",
        id,
    }
}

/// Invites somebody.
///
/// # Errors
/// 400 for a bad body, and where neither the application nor the tenant says where log-ins begin; 404 for an unknown
/// organization, application, connection or role; or when the database is away.
pub async fn create(id: &str, body: &Value, context: &Context) -> Result<Value, ManagementFailure> {
    document::CREATE.check(body, Part::Payload)?;
    let organization = super::find(id, context).await?;
    let organization = organization.ok_or_else(Error::unknown_organization)?;
    let text = |name: &str| body.get(name).and_then(Value::as_str);
    let client = known_client(text("client_id").unwrap_or_default(), context).await?;
    let login = login_address(&client, &organization, context)?;
    if let Some(connection) = text("connection_id") {
        connections::read(
            id,
            connection,
            connections::Form::EnabledConnections,
            context,
        )
        .await?;
    }
    for role in texts(body, "roles") {
        roles::read(role, context).await?;
    }
    let ticket = ids::ticket(context.entropy());
    let row = new_row(&organization, body, &login, &ticket, context)?;
    let mut work = context.begin().await?;
    super::lock(id, context, &mut work).await?;
    let (tenant, hash) = (&context.tenant, fingerprint(&ticket));
    table::insert(tenant, &row, &hash, &mut work).await?;
    let shown = document::shown(&row.invitation, &ticket);
    if body.get("send_invitation_email") != Some(&Value::Bool(false)) {
        let letter = letter(&row.invitation, &shown, &client, &organization, context);
        messages::enqueue(&letter.into(), context, &mut work).await?;
    }
    work.commit().await?;
    Ok(shown)
}

/// What the invitee is told: who invites, where to, and the link, which is their proof that the address is theirs.
fn letter(
    invitation: &Invitation,
    shown: &Value,
    client: &Client,
    organization: &Organization,
    context: &Context,
) -> Letter {
    let mut named = json!({
        "id": organization.id, "name": organization.name, "display_name": organization.display_name(),
    });
    if let Some(branding) = organization.branding() {
        named["branding"] = branding.clone();
    }
    Letter::new(Occasion::UserInvitation, invitation.invitee(), context)
        .client(&client.id)
        .value("url", shown["invitation_url"].clone())
        .value("inviter", shown["inviter"].clone())
        .value("organization", named)
        .value("roles", shown["roles"].clone())
}

async fn known_client(
    id: &str,
    context: &Context,
) -> Result<std::sync::Arc<Client>, ManagementFailure> {
    let id = id.parse().map_err(|_| Error::unknown_client())?;
    let client = clients::find(&id, context).await?;
    Ok(client.ok_or_else(Error::unknown_client)?)
}

/// Where log-ins to an application begin: by its own word, or by the tenant's.
fn login_address(
    client: &Client,
    organization: &Organization,
    context: &Context,
) -> Result<Url, Error> {
    let own = client.document.get("initiate_login_uri");
    let own = own.and_then(Value::as_str).filter(|uri| !uri.is_empty());
    let address = own.or(context.tenant.settings.default_redirection_uri.as_deref());
    let address = address.ok_or_else(Error::default_login_route_required)?;
    let expanded = expand_organization(address, &organization.name);
    Url::parse(expanded.as_deref().unwrap_or(address))
        .map_err(|_| Error::default_login_route_required())
}

fn new_row(
    organization: &Organization,
    body: &Value,
    login: &Url,
    ticket: &str,
    context: &Context,
) -> Result<table::InvitationRow, Broken> {
    let id = InvitationId::generate(context.entropy()).to_string();
    let seconds = body.get("ttl_sec").and_then(Value::as_i64);
    let seconds = seconds.filter(|seconds| *seconds > 0).unwrap_or(LIFETIME);
    let text = |name: &str| body.get(name).and_then(Value::as_str).map(str::to_owned);
    let sealed = context
        .tenant
        .key
        .seal(place(&id), ticket.as_bytes(), context.entropy())?;
    Ok(table::InvitationRow {
        invitation: Invitation {
            document: document::initial(&id, organization, body, login),
            id,
            organization_id: organization.id.to_string(),
            client_id: text("client_id").unwrap_or_default(),
            connection_id: text("connection_id"),
            created_at: context.now,
            expires_at: context.now.plus_seconds(seconds),
        },
        sealed_ticket: sealed,
    })
}

/// Takes an invitation back.
///
/// # Errors
/// 404; or when the database is away.
pub async fn revoke(
    id: &str,
    invitation: &str,
    context: &Context,
) -> Result<(), ManagementFailure> {
    let mut work = context.begin().await?;
    super::lock(id, context, &mut work).await?;
    if !table::delete(&context.tenant, id, invitation, &mut work).await? {
        return Err(Error::unknown_invitation().into());
    }
    work.commit().await?;
    Ok(())
}
