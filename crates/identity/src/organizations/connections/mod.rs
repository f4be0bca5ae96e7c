//! The connections that log an organization's members in, in the two forms that the Management API has for them:
//! `enabled_connections`, and the newer `connections` that can also be switched off.

pub mod table;

use std::sync::LazyLock;

use ostia_protocol::auth0::management_error::Error;
use ostia_protocol::auth0::paging::{Page, Paging};
use ostia_protocol::auth0::schema::{Format, Part, Schema};
use serde_json::{Value, json};

use super::document::{ASSIGNS, SHOWS, SIGNS_UP, flag};
use crate::connections::{self, Connection, DATABASE_STRATEGY};
use crate::context::Context;
use crate::database::{Work, is_taken};
use crate::events::{self, Kind};
use crate::failure::{Broken, ManagementFailure};
use crate::listing::Slice;

/// The body of `POST /organizations/{id}/enabled_connections`.
pub static ENABLE: LazyLock<Schema> = LazyLock::new(|| {
    Schema::object()
        .required_member("connection_id", connection_id())
        .member("assign_membership_on_login", flag(ASSIGNS))
        .member("is_signup_enabled", flag(SIGNS_UP))
        .member("show_as_button", flag(SHOWS))
});

/// The body of `PATCH /organizations/{id}/enabled_connections/{connectionId}`.
pub static CHANGE: LazyLock<Schema> = LazyLock::new(|| {
    Schema::object()
        .member("assign_membership_on_login", flag(ASSIGNS))
        .member("is_signup_enabled", flag(SIGNS_UP))
        .member("show_as_button", flag(SHOWS))
});

/// The body of `POST /organizations/{id}/connections`.
pub static ADD: LazyLock<Schema> = LazyLock::new(|| {
    Schema::object()
        .member("organization_connection_name", name())
        .member("assign_membership_on_login", flag(ASSIGNS))
        .member("show_as_button", flag(SHOWS))
        .member("is_signup_enabled", flag(SIGNS_UP))
        .member("organization_access_level", access_level())
        .member("is_enabled", flag(ENABLED))
        .required_member("connection_id", connection_id())
});

/// The body of `PATCH /organizations/{id}/connections/{connection_id}`.
pub static UPDATE: LazyLock<Schema> = LazyLock::new(|| {
    Schema::object()
        .member("organization_connection_name", name().nullable())
        .member("assign_membership_on_login", flag(ASSIGNS))
        .member("show_as_button", flag(SHOWS))
        .member("is_signup_enabled", flag(SIGNS_UP))
        .member("organization_access_level", access_level().nullable())
        .member("is_enabled", flag(ENABLED).nullable())
});

const ENABLED: &str = "Whether the connection logs members in";

fn connection_id() -> Schema {
    Schema::string()
        .min_length(1)
        .max_length(50)
        .format(Format::ConnectionId)
        .described("The connection")
}

fn name() -> Schema {
    Schema::string()
        .min_length(1)
        .max_length(50)
        .pattern("^[^\u{0}]*$")
        .described("What the organization calls the connection")
}

fn access_level() -> Schema {
    Schema::enumeration(&["none", "readonly", "limited", "full"])
        .described("How far the organization may configure the connection itself")
}

/// How an organization uses a connection.
#[derive(Clone, Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a switch of the published document"
)]
pub struct Enabled {
    /// The connection.
    pub connection_id: String,
    /// Whether everybody who logs in with it becomes a member.
    pub assigns_membership: bool,
    /// Whether the log-in page offers it. Counts for enterprise connections only.
    pub shows_button: bool,
    /// Whether people may sign up with it.
    pub allows_signup: bool,
    /// Whether it logs members in.
    pub is_enabled: bool,
    /// How far the organization may configure it.
    pub access_level: String,
    /// What the organization calls it.
    pub name: Option<String>,
    /// The connection's own name.
    pub connection_name: String,
    /// The connection's strategy.
    pub strategy: String,
}

impl Enabled {
    /// As `enabled_connections` shows it.
    pub fn document(&self) -> Value {
        let mut document = json!({
            "connection_id": self.connection_id,
            "assign_membership_on_login": self.assigns_membership,
            "show_as_button": self.shows_button,
        });
        if self.strategy == DATABASE_STRATEGY {
            document["is_signup_enabled"] = json!(self.allows_signup);
        }
        document["connection"] = json!({ "name": self.connection_name, "strategy": self.strategy });
        document
    }

    /// As `connections` shows it.
    pub fn full_document(&self) -> Value {
        let mut document = self.document();
        document["is_enabled"] = json!(self.is_enabled);
        document["organization_access_level"] = json!(self.access_level);
        if let Some(name) = &self.name {
            document["organization_connection_name"] = json!(name);
        }
        document
    }

    fn apply(&mut self, body: &Value) -> Result<(), Error> {
        let set = |member: &str, target: &mut bool| {
            if let Some(value) = body.get(member).and_then(Value::as_bool) {
                *target = value;
            }
        };
        set("assign_membership_on_login", &mut self.assigns_membership);
        set("show_as_button", &mut self.shows_button);
        set("is_signup_enabled", &mut self.allows_signup);
        set("is_enabled", &mut self.is_enabled);
        if let Some(level) = body.get("organization_access_level") {
            level
                .as_str()
                .unwrap_or("none")
                .clone_into(&mut self.access_level);
        }
        if let Some(name) = body.get("organization_connection_name") {
            self.name = name.as_str().map(str::to_owned);
        }
        if self.allows_signup && !(self.assigns_membership && self.strategy == DATABASE_STRATEGY) {
            return Err(Error::organization_signup_needs_membership());
        }
        Ok(())
    }
}

/// Which of the two forms a request speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// `enabled_connections`: what is switched off is not there.
    EnabledConnections,
    /// `connections`.
    Connections,
}

impl Form {
    fn show(self, enabled: &Enabled) -> Value {
        match self {
            Self::EnabledConnections => enabled.document(),
            Self::Connections => enabled.full_document(),
        }
    }

    fn sees(self, enabled: &Enabled) -> bool {
        enabled.is_enabled || self == Self::Connections
    }
}

/// The connections of an organization.
///
/// # Errors
/// 404; or when the database is away.
pub async fn list(
    id: &str,
    is_enabled: Option<bool>,
    form: Form,
    paging: &Paging,
    context: &Context,
) -> Result<Page, ManagementFailure> {
    super::require_exists(id, context).await?;
    let (tenant, database) = (&context.tenant, context.database());
    let slice = Slice::of(paging, context.now)?;
    let rows = table::list(tenant, id, is_enabled, &slice, database).await?;
    let total = if paging.wants_total() {
        table::count(tenant, id, is_enabled, database).await?
    } else {
        0
    };
    Ok(Page {
        rows: rows.iter().map(|row| form.show(row)).collect(),
        total,
        ..Page::default()
    })
}

/// One connection of an organization.
///
/// # Errors
/// 404; or when the database is away.
pub async fn read(
    id: &str,
    connection: &str,
    form: Form,
    context: &Context,
) -> Result<Value, ManagementFailure> {
    super::require_exists(id, context).await?;
    let found = table::find(&context.tenant, id, connection, context.database()).await?;
    let found = found.filter(|enabled| form.sees(enabled));
    Ok(form.show(&found.ok_or_else(Error::unknown_enabled_connection)?))
}

/// Lets a connection log members in.
///
/// # Errors
/// 400 for a bad body, 404, 409 where the organization has it; or when the database is away.
pub async fn add(
    id: &str,
    body: &Value,
    form: Form,
    context: &Context,
) -> Result<Value, ManagementFailure> {
    match form {
        Form::EnabledConnections => ENABLE.check(body, Part::Payload)?,
        Form::Connections => ADD.check(body, Part::Payload)?,
    }
    let mut work = context.begin().await?;
    super::lock(id, context, &mut work).await?;
    let enabled = insert(id, body, context, &mut work).await?;
    work.commit().await?;
    Ok(form.show(&enabled))
}

/// Adds a connection to an organization, from a body that a schema accepted.
pub(super) async fn insert(
    id: &str,
    body: &Value,
    context: &Context,
    work: &mut Work,
) -> Result<Enabled, ManagementFailure> {
    let connection_id = body.get("connection_id").and_then(Value::as_str);
    let row = connections::table::find_for_update(
        &context.tenant,
        connection_id.unwrap_or_default(),
        work,
    )
    .await?;
    let row = row.ok_or_else(Error::unknown_enabled_connection)?;
    let mut enabled = Enabled {
        connection_id: row.connection_id,
        assigns_membership: false,
        shows_button: true,
        allows_signup: false,
        is_enabled: true,
        access_level: "none".to_owned(),
        name: None,
        connection_name: row.name,
        strategy: row.strategy,
    };
    enabled.apply(body)?;
    match table::insert(&context.tenant, id, &enabled, context.now, work).await {
        Ok(()) => {
            record(Kind::ConnectionAdded, id, &enabled, context, work).await?;
            Ok(enabled)
        }
        Err(error) if is_taken(&error) => Err(Error::organization_connection_exists().into()),
        Err(error) => Err(Broken::from(error).into()),
    }
}

/// Changes how an organization uses a connection.
///
/// # Errors
/// 400 for a bad body, 404; or when the database is away.
pub async fn update(
    id: &str,
    connection: &str,
    body: &Value,
    form: Form,
    context: &Context,
) -> Result<Value, ManagementFailure> {
    match form {
        Form::EnabledConnections => CHANGE.check(body, Part::Payload)?,
        Form::Connections => UPDATE.check(body, Part::Payload)?,
    }
    let mut work = context.begin().await?;
    super::lock(id, context, &mut work).await?;
    let found = table::find_in(&context.tenant, id, connection, &mut work).await?;
    let found = found.filter(|enabled| form.sees(enabled));
    let mut enabled = found.ok_or_else(Error::unknown_enabled_connection)?;
    enabled.apply(body)?;
    table::update(&context.tenant, id, &enabled, &mut work).await?;
    record(Kind::ConnectionUpdated, id, &enabled, context, &mut work).await?;
    work.commit().await?;
    Ok(form.show(&enabled))
}

/// Takes a connection from an organization. One that it doesn't have is as good as taken.
///
/// # Errors
/// 404 for an unknown organization; or when the database is away.
pub async fn remove(
    id: &str,
    connection: &str,
    context: &Context,
) -> Result<(), ManagementFailure> {
    let mut work = context.begin().await?;
    super::lock(id, context, &mut work).await?;
    if let Some(enabled) = table::find_in(&context.tenant, id, connection, &mut work).await? {
        table::delete(&context.tenant, id, connection, &mut work).await?;
        record(Kind::ConnectionRemoved, id, &enabled, context, &mut work).await?;
    }
    work.commit().await?;
    Ok(())
}

/// The connections that log members in now, and how.
///
/// # Errors
/// When the database is away.
pub async fn in_use(id: &str, context: &Context) -> Result<Vec<(Connection, Enabled)>, Broken> {
    let rows = table::in_use(&context.tenant, id, context.database()).await?;
    let pair = |(row, enabled)| Ok((Connection::from_stored(row)?, enabled));
    rows.into_iter().map(pair).collect()
}

/// Tells that an organization's connection came, changed or went.
async fn record(
    kind: Kind,
    id: &str,
    enabled: &Enabled,
    context: &Context,
    work: &mut Work,
) -> Result<(), Broken> {
    let mut object = json!({
        "organization": { "id": id }, "connection": { "id": enabled.connection_id },
    });
    if kind != Kind::ConnectionRemoved {
        object["assign_membership_on_login"] = json!(enabled.assigns_membership);
        object["show_as_button"] = json!(enabled.shows_button);
        object["is_signup_enabled"] = json!(enabled.allows_signup);
    }
    events::record(kind, object, context, work).await
}
