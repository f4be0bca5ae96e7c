//! Events: what happened to users and organizations. Recorded in the unit of work that causes it, together with the
//! deliveries to the streams that subscribed (`event_streams/`); `streaming/` sends them.

pub mod deliveries;
mod sample;
pub mod table;

use ostia_protocol::auth0::ids::{LogId, Shape};
use serde_json::{Value, json};

use crate::context::Context;
use crate::database::Work;
use crate::failure::Broken;

/// How ids of events read.
pub const IDS: Shape = Shape::Base58("evt_");

/// What happened, as subscriptions name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A user came into being.
    UserCreated,
    /// A user's profile changed.
    UserUpdated,
    /// A user is gone.
    UserDeleted,
    /// An organization came into being.
    OrganizationCreated,
    /// An organization changed.
    OrganizationUpdated,
    /// An organization is gone.
    OrganizationDeleted,
    /// Somebody became a member.
    MemberAdded,
    /// Somebody is no member any more.
    MemberDeleted,
    /// A member got a role.
    MemberRoleAssigned,
    /// A member lost a role.
    MemberRoleDeleted,
    /// An organization's members may log in with a connection.
    ConnectionAdded,
    /// They may do so otherwise than before.
    ConnectionUpdated,
    /// They may not any more.
    ConnectionRemoved,
}

impl Kind {
    /// Upstream's name for it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::UserCreated => "user.created",
            Self::UserUpdated => "user.updated",
            Self::UserDeleted => "user.deleted",
            Self::OrganizationCreated => "organization.created",
            Self::OrganizationUpdated => "organization.updated",
            Self::OrganizationDeleted => "organization.deleted",
            Self::MemberAdded => "organization.member.added",
            Self::MemberDeleted => "organization.member.deleted",
            Self::MemberRoleAssigned => "organization.member.role.assigned",
            Self::MemberRoleDeleted => "organization.member.role.deleted",
            Self::ConnectionAdded => "organization.connection.added",
            Self::ConnectionUpdated => "organization.connection.updated",
            Self::ConnectionRemoved => "organization.connection.removed",
        }
    }
}

/// Whether anybody is to be told of it.
pub fn is_wanted(kind: Kind, context: &Context) -> bool {
    let mut streams = context.tenant.subscriptions.to(kind.name());
    streams.next().is_some()
}

/// Records that something happened to an object, and has the streams told that want to know. Tenants without such streams
/// keep no events.
///
/// # Errors
/// When the database is away.
pub async fn record(
    kind: Kind,
    object: Value,
    context: &Context,
    work: &mut Work,
) -> Result<(), Broken> {
    let mut streams = context.tenant.subscriptions.to(kind.name()).peekable();
    if streams.peek().is_none() {
        return Ok(());
    }
    let data = json!({
        "object": object,
        "context": { "tenant": { "tenant_id": context.tenant.id } },
    });
    let event = keep(kind.name(), &data, false, context, work).await?;
    for stream in streams {
        deliveries::enqueue(stream, &event, context, work).await?;
    }
    Ok(())
}

/// An event as it is kept.
#[derive(Clone, Debug)]
pub struct Event {
    /// `evt_…`.
    pub id: String,
    /// Sorts by time.
    pub position: String,
    /// What happened.
    pub kind: String,
}

/// Keeps an event.
pub(crate) async fn keep(
    kind: &str,
    data: &Value,
    is_test: bool,
    context: &Context,
    work: &mut Work,
) -> Result<Event, Broken> {
    let millis = u64::try_from(context.now.millis()).unwrap_or_default();
    let event = Event {
        id: IDS.generate(millis, context.entropy()),
        position: LogId::generate(millis, context.entropy()).to_string(),
        kind: kind.to_owned(),
    };
    table::insert(&context.tenant, &event, is_test, data, context.now, work).await?;
    Ok(event)
}
