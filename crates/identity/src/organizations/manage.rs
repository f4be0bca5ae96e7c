//! Making, changing, finding and deleting organizations.

use ostia_protocol::auth0::ids::OrganizationId;
use ostia_protocol::auth0::management_error::Error;
use ostia_protocol::auth0::paging::{Page, Paging};
use ostia_protocol::auth0::schema::Part;
use serde_json::{Map, Value, json};

use super::{connections, document, table};
use crate::context::Context;
use crate::database::{SqlError, is_taken};
use crate::events::{self, Kind};
use crate::failure::{Broken, ManagementFailure};
use crate::listing::{self, Listed, Slice};
use crate::{consents, refresh_tokens};

/// In which order a list is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sort {
    /// By what.
    pub key: SortKey,
    /// Whether the last comes first.
    pub descending: bool,
}

/// What a list can be sorted by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SortKey {
    /// Age.
    #[default]
    CreatedAt,
    /// The name in requests.
    Name,
    /// The name for people.
    DisplayName,
}

impl Sort {
    /// Reads `field:1` or `field:-1`.
    ///
    /// # Errors
    /// 400 for other fields and orders.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let wrong = || {
            Error::invalid_query(
                "sort can be created_at, name or display_name, followed by :1 or :-1.",
            )
        };
        let (field, order) = text.split_once(':').ok_or_else(wrong)?;
        let key = match field {
            "created_at" => SortKey::CreatedAt,
            "name" => SortKey::Name,
            "display_name" => SortKey::DisplayName,
            _ => return Err(wrong()),
        };
        let descending = match order {
            "1" => false,
            "-1" => true,
            _ => return Err(wrong()),
        };
        Ok(Self { key, descending })
    }
}

/// The organizations of the tenant. Checkpoints go by age, whatever the order that is asked for.
///
/// # Errors
/// 400 for a bad checkpoint; or when the database is away.
pub async fn list(
    sort: Sort,
    paging: &Paging,
    context: &Context,
) -> Result<Page, ManagementFailure> {
    let (tenant, database) = (&context.tenant, context.database());
    let slice = Slice::of(paging, context.now)?;
    let rows = match paging {
        Paging::Checkpoint { .. } => table::list(tenant, Sort::default(), &slice, database).await?,
        Paging::None { .. } | Paging::Offset { .. } => {
            table::list(tenant, sort, &slice, database).await?
        }
    };
    let total = if paging.wants_total() {
        table::count(tenant, database).await?
    } else {
        0
    };
    Ok(page(paging, rows, total, context))
}

/// The page that organizations make which are sorted by age.
pub(super) fn page(
    paging: &Paging,
    rows: Vec<table::OrganizationRow>,
    total: u64,
    context: &Context,
) -> Page {
    let listed = rows.into_iter().map(|row| Listed {
        created_at: row.created_at,
        id: row.organization_id,
        value: Value::Object(row.document),
    });
    listing::page(paging, listed.collect(), total, context.now)
}

/// One organization.
///
/// # Errors
/// 404; or when the database is away.
pub async fn read(id: &str, context: &Context) -> Result<Map<String, Value>, ManagementFailure> {
    let found = super::find(id, context).await?;
    Ok(found.ok_or_else(Error::unknown_organization)?.document)
}

/// One organization by its name.
///
/// # Errors
/// 404; or when the database is away.
pub async fn read_by_name(
    name: &str,
    context: &Context,
) -> Result<Map<String, Value>, ManagementFailure> {
    let found = super::find_by_name(name, context).await?;
    Ok(found.ok_or_else(Error::unknown_organization)?.document)
}

/// Makes an organization, with the connections that it begins with.
///
/// # Errors
/// 400 for a bad body, 404 for an unknown connection, 409 where the name is taken; or when the database is away.
pub async fn create(
    body: &Value,
    context: &Context,
) -> Result<Map<String, Value>, ManagementFailure> {
    document::CREATE.check(body, Part::Payload)?;
    let Some(members) = body.as_object() else {
        return Err(Broken::internal("an accepted body is an object").into());
    };
    let id = OrganizationId::generate(context.entropy());
    let row =
        table::OrganizationRow::new(id.as_str(), document::initial(&id, members), context.now);
    let mut work = context.begin().await?;
    let inserted = table::insert(&context.tenant, &row, &mut work).await;
    inserted.map_err(taken)?;
    let mut shown = row.document;
    if let Some(Value::Array(wanted)) = members.get("enabled_connections") {
        let mut enabled = Vec::with_capacity(wanted.len());
        for connection in wanted {
            enabled.push(connections::insert(id.as_str(), connection, context, &mut work).await?);
        }
        let enabled: Vec<Value> = enabled.iter().map(connections::Enabled::document).collect();
        shown.insert("enabled_connections".to_owned(), json!(enabled));
    }
    events::record(Kind::OrganizationCreated, told(&shown), context, &mut work).await?;
    work.commit().await?;
    Ok(shown)
}

/// Changes an organization.
///
/// # Errors
/// 400 for a bad body, 404, 409 where the name is taken; or when the database is away.
pub async fn update(
    id: &str,
    body: &Value,
    context: &Context,
) -> Result<Map<String, Value>, ManagementFailure> {
    document::UPDATE.check(body, Part::Payload)?;
    let mut work = context.begin().await?;
    let row = table::find_for_update(&context.tenant, id, &mut work).await?;
    let mut row = row.ok_or_else(Error::unknown_organization)?;
    if let Some(body) = body.as_object() {
        document::apply(&mut row.document, body);
    }
    let row = table::OrganizationRow::new(&row.organization_id, row.document, row.created_at);
    let updated = table::update(&context.tenant, &row, &mut work).await;
    updated.map_err(taken)?;
    let told = told(&row.document);
    events::record(Kind::OrganizationUpdated, told, context, &mut work).await?;
    work.commit().await?;
    Ok(row.document)
}

/// Deletes an organization with all that is its own: memberships, invitations, consents, refresh tokens.
///
/// # Errors
/// 404; or when the database is away.
pub async fn delete(id: &str, context: &Context) -> Result<(), ManagementFailure> {
    let (tenant, now) = (&context.tenant, context.now);
    let mut work = context.begin().await?;
    super::lock(id, context, &mut work).await?;
    refresh_tokens::table::revoke_of_organization(tenant, id, now, &mut work).await?;
    consents::table::delete_of_organization(tenant, id, &mut work).await?;
    table::delete(tenant, id, &mut work).await?;
    let told = json!({ "id": id });
    events::record(Kind::OrganizationDeleted, told, context, &mut work).await?;
    work.commit().await?;
    Ok(())
}

fn taken(error: SqlError) -> ManagementFailure {
    if is_taken(&error) {
        Error::organization_exists().into()
    } else {
        Broken::from(error).into()
    }
}

/// An organization as receivers of events get it.
fn told(document: &Map<String, Value>) -> Value {
    let members = ["id", "name", "display_name", "metadata", "branding"];
    let members = members.into_iter().filter_map(|name| {
        let value = document.get(name)?;
        Some((name.to_owned(), value.clone()))
    });
    Value::Object(members.collect())
}
