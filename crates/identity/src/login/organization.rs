//! Logging in to an organization: which one, through which connections, and whether the user belongs there.

use ostia_protocol::oauth::{AuthorizeRequest, Error};

use super::next_step::Screen;
use super::transaction::{Progress, Transaction};
use crate::clients::{Client, Discovery, OrganizationUsage, Unnamed};
use crate::connections::{self, Connection};
use crate::context::Context;
use crate::failure::{Broken, Failure};
use crate::logs::{Entry, Event};
use crate::organizations::connections::Enabled;
use crate::organizations::invitations::{self, Invitation};
use crate::organizations::{self, Organization, discovery_domains, members};
use crate::sessions::Session;
use crate::users::{self, User};

/// How many organizations people choose from.
pub const MOST_CHOICES: i64 = 100;

/// What a login wants of organizations.
#[derive(Clone, Debug)]
pub enum Wanted {
    /// Nothing.
    Nothing,
    /// To this one.
    In(Box<Organization>),
    /// To one that people have to name before they log in.
    AskBefore(Discovery),
    /// To one of the user's own, of which they choose where there are several.
    AskAfter,
}

impl Wanted {
    /// The organization, where it is known.
    pub fn organization(&self) -> Option<&Organization> {
        match self {
            Self::In(organization) => Some(organization),
            Self::Nothing | Self::AskBefore(_) | Self::AskAfter => None,
        }
    }
}

/// What this login wants: what the request names, what people chose, or what the client's rules make of neither.
///
/// # Errors
/// `invalid_request`, in upstream's words, where the client's rules don't allow it.
pub async fn wanted(
    request: &AuthorizeRequest,
    progress: &Progress,
    client: &Client,
    context: &Context,
) -> Result<Wanted, Failure> {
    let is_named = request.organization.is_some() || request.invitation.is_some();
    let unnamed = match client.organization_usage {
        OrganizationUsage::Deny if is_named => {
            return Err(Error::organization_not_allowed().into());
        }
        OrganizationUsage::Deny => return Ok(Wanted::Nothing),
        OrganizationUsage::Allow => None,
        OrganizationUsage::Require(unnamed) => Some(unnamed),
    };
    if let Some(named) = &request.organization {
        let found = organizations::find_named(named, context).await?;
        let open = found.filter(|organization| is_open_to(organization, client));
        let organization = open.ok_or_else(|| Error::organization_invalid(named))?;
        return Ok(Wanted::In(Box::new(organization)));
    }
    if request.invitation.is_some() {
        return Err(Error::organization_required().into());
    }
    let Some(unnamed) = unnamed else {
        return Ok(Wanted::Nothing);
    };
    let chosen = match &progress.organization {
        Some(chosen) => organizations::find(chosen, context).await?,
        None => None,
    };
    match (chosen, unnamed) {
        (Some(organization), _) => Ok(Wanted::In(Box::new(organization))),
        (None, Unnamed::Refuse) => Err(Error::organization_required().into()),
        (None, Unnamed::AskBefore(discovery)) => Ok(Wanted::AskBefore(discovery)),
        (None, Unnamed::AskAfter) => Ok(Wanted::AskAfter),
    }
}

fn is_open_to(organization: &Organization, client: &Client) -> bool {
    client.is_first_party() || organization.admits_third_parties()
}

/// What people have to be asked before they log in.
pub fn first_question(
    wanted: &Wanted,
    request: &AuthorizeRequest,
    progress: &Progress,
) -> Option<Screen> {
    if request.invitation.is_some() && !progress.accepts_invitation {
        return Some(Screen::Invitation);
    }
    matches!(wanted, Wanted::AskBefore(_)).then_some(Screen::OrganizationName)
}

/// The invitation that a request brings, if it is one to the organization and this client, and still waits.
///
/// # Errors
/// When the database is away.
pub async fn invitation(
    request: &AuthorizeRequest,
    wanted: &Wanted,
    client: &Client,
    context: &Context,
) -> Result<Option<Invitation>, Broken> {
    let (Some(ticket), Some(organization)) = (&request.invitation, wanted.organization()) else {
        return Ok(None);
    };
    let found = invitations::find_by_ticket(ticket, context).await?;
    Ok(found.filter(|invitation| {
        invitation.organization_id == organization.id.as_str()
            && invitation.client_id == client.id.as_str()
    }))
}

/// What an invitation is refused with that is not there, was used or is too old.
pub fn no_invitation() -> Error {
    Error::invalid_request("invitation not found or already used")
}

/// The connections that this login can go through: those of the organization, whatever the client's are, and outside
/// of organizations the client's. Third parties never leave those that are open to them. Whether people may sign up, an
/// organization decides for itself; who is invited always may.
///
/// # Errors
/// When the database is away.
pub async fn connections(
    wanted: &Wanted,
    invitation: Option<&Invitation>,
    client: &Client,
    context: &Context,
) -> Result<Vec<Connection>, Broken> {
    let Some(organization) = wanted.organization() else {
        return Ok(connections::enabled_for(client, context).await?.to_vec());
    };
    let mut in_use = organizations::connections::in_use(organization.id.as_str(), context).await?;
    if let Some(id) = invitation.and_then(|invitation| invitation.connection_id.as_deref()) {
        in_use.retain(|(connection, _)| connection.id.as_str() == id);
    }
    if !client.is_first_party() {
        let open = connections::enabled_for(client, context).await?;
        in_use.retain(|(connection, _)| open.iter().any(|open| open.id == connection.id));
    }
    let shown = in_use.into_iter().map(|(connection, enabled)| {
        if invitation.is_some() {
            connection.with_signup(true)
        } else if enabled.allows_signup {
            connection
        } else {
            connection.with_signup(false)
        }
    });
    Ok(shown.collect())
}

/// What a transaction wants, and the invitation that it brings.
///
/// # Errors
/// A refusal for the client, or a fault of ours.
pub async fn of(
    transaction: &Transaction,
    context: &Context,
) -> Result<(Wanted, Option<Invitation>), Failure> {
    let (request, client) = (&transaction.authorization.request, &*transaction.client);
    let wanted = wanted(request, &transaction.progress, client, context).await?;
    let invitation = invitation(request, &wanted, client, context).await?;
    Ok((wanted, invitation))
}

/// The [`connections`] of a transaction.
///
/// # Errors
/// A refusal for the client, or a fault of ours.
pub async fn connections_of(
    transaction: &Transaction,
    context: &Context,
) -> Result<Vec<Connection>, Failure> {
    let client = &*transaction.client;
    let (wanted, invitation) = of(transaction, context).await?;
    Ok(connections(&wanted, invitation.as_ref(), client, context).await?)
}

/// Whether a session that was there before can be one of the organization's: through one of its connections, of a
/// member or of somebody whom the connection makes one, and of nobody else than who is invited.
///
/// # Errors
/// When the database is away.
pub async fn suits(
    session: &Session,
    wanted: &Wanted,
    invitation: Option<&Invitation>,
    context: &Context,
) -> Result<bool, Broken> {
    let Some(organization) = wanted.organization() else {
        return Ok(true);
    };
    let id = organization.id.as_str();
    if let Some(invitation) = invitation {
        let user = users::find(&session.user_id, context).await?;
        return Ok(user.is_some_and(|user| is_invitee(&user, invitation)));
    }
    let through = through(id, session, context).await?;
    Ok(through.is_some_and(|through| through.assigns_membership)
        || members::is_member(id, &session.user_id, context).await?)
}

/// How an organization uses the connection that a session came through; `None` where it doesn't.
async fn through(
    id: &str,
    session: &Session,
    context: &Context,
) -> Result<Option<Enabled>, Broken> {
    let in_use = organizations::connections::in_use(id, context).await?;
    let used = in_use
        .into_iter()
        .find(|(connection, _)| connection.name == session.connection);
    Ok(used.map(|(_, enabled)| enabled))
}

fn is_invitee(user: &User, invitation: &Invitation) -> bool {
    user.email()
        .is_some_and(|email| email.eq_ignore_ascii_case(invitation.invitee()))
}

/// What became of a user at the door.
#[derive(Debug)]
pub enum Door {
    /// They are in, or there is no organization to be in.
    In(Option<Organization>),
    /// They have to choose among theirs.
    Choose,
}

/// Lets a user in who is known: by their membership, by an invitation, or because the connection makes everybody a
/// member.
///
/// # Errors
/// `access_denied`, in upstream's words, for everybody else.
pub async fn enter(
    wanted: &Wanted,
    invitation: Option<&Invitation>,
    user: &User,
    session: &Session,
    context: &Context,
) -> Result<Door, Failure> {
    let organization = match wanted {
        Wanted::Nothing => return Ok(Door::In(None)),
        // Nobody logs in before this was answered.
        Wanted::AskBefore(_) => return Err(Error::organization_required().into()),
        Wanted::AskAfter => match choices(user, 2, context).await?.as_slice() {
            [] => {
                return Err(Error::access_denied(
                    "client requires organization membership, but user does not belong to any organization",
                )
                .into());
            }
            [only] => only.clone(),
            _ => return Ok(Door::Choose),
        },
        Wanted::In(organization) => (**organization).clone(),
    };
    let id = organization.id.as_str();
    let closed = || Error::not_a_member(user.id.as_str(), id);
    // Who came through a connection that the organization doesn't use is as good as a stranger.
    let through = through(id, session, context).await?.ok_or_else(closed)?;
    if let Some(invitation) = invitation {
        follow(invitation, user, context).await?;
    }
    let belongs = members::is_member(id, &user.id, context).await?
        || (through.assigns_membership && members::join(id, &user.id, context).await?);
    if belongs {
        Ok(Door::In(Some(organization)))
    } else {
        Err(closed().into())
    }
}

/// The first organizations of a user that they can choose from.
///
/// # Errors
/// When the database is away.
pub async fn choices(
    user: &User,
    limit: i64,
    context: &Context,
) -> Result<Vec<Organization>, Broken> {
    members::first_of(&user.id, limit, context).await
}

async fn follow(invitation: &Invitation, user: &User, context: &Context) -> Result<(), Failure> {
    let refuse = |error: Error| {
        Entry::new(Event::InvitationFailed)
            .refusal(&error)
            .user(user)
            .member("organization_id", invitation.organization_id.as_str())
            .member("client_id", invitation.client_id.as_str())
            .record(context);
        Failure::from(error)
    };
    if !is_invitee(user, invitation) {
        return Err(refuse(Error::access_denied(
            "the account is not the one that was invited to the organization",
        )));
    }
    if invitations::accept(invitation, user, context).await? {
        return Ok(());
    }
    // Another request was faster. If it was this user's, they are a member now.
    let id = invitation.organization_id.as_str();
    if members::is_member(id, &user.id, context).await? {
        Ok(())
    } else {
        Err(refuse(no_invitation()))
    }
}

/// What people named when they were asked for their organization: its name, or an e-mail address at one of its
/// domains.
///
/// # Errors
/// When the database is away.
pub async fn discover(
    named: &str,
    discovery: Discovery,
    context: &Context,
) -> Result<Option<Organization>, Broken> {
    let named = named.trim();
    if discovery.by_email() && named.contains('@') {
        return discovery_domains::discover(named, context).await;
    }
    if discovery.by_name() {
        return organizations::find_by_name(named, context).await;
    }
    Ok(None)
}

/// The organization of a transaction, for its pages; `None` where there is none yet.
///
/// # Errors
/// When the database is away.
pub async fn shown(
    transaction: &Transaction,
    context: &Context,
) -> Result<Option<Organization>, Broken> {
    match of(transaction, context).await.map(|(wanted, _)| wanted) {
        Ok(Wanted::In(organization)) => Ok(Some(*organization)),
        // What is wrong with it, the dispatcher says.
        Ok(_) | Err(Failure::Refused(_)) => Ok(None),
        Err(Failure::Broken(broken)) => Err(broken),
    }
}
