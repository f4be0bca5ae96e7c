//! Organizations: the companies whose people a tenant's applications serve, each with its members, connections and look.

pub mod client_grants;
pub mod connections;
pub mod discovery_domains;
pub mod document;
pub mod invitations;
mod manage;
pub mod members;
pub mod table;

use ostia_protocol::auth0::ids::OrganizationId;
use ostia_protocol::auth0::management_error::Error;
use serde_json::{Map, Value};

pub use self::manage::{Sort, create, delete, list, read, read_by_name, update};
use crate::context::Context;
use crate::database::Work;
use crate::failure::{Broken, ManagementFailure};

/// An organization.
#[derive(Clone, Debug)]
pub struct Organization {
    /// `org_…`.
    pub id: OrganizationId,
    /// What requests may call it: lower case, unique in the tenant.
    pub name: String,
    /// As on the wire.
    pub document: Map<String, Value>,
}

impl Organization {
    fn from_stored(row: table::OrganizationRow) -> Result<Self, Broken> {
        Ok(Self {
            id: OrganizationId::parse(&row.organization_id).map_err(Broken::internal)?,
            name: row.name,
            document: row.document,
        })
    }

    /// What people call it.
    pub fn display_name(&self) -> &str {
        let name = self.document.get("display_name").and_then(Value::as_str);
        name.filter(|name| !name.is_empty()).unwrap_or(&self.name)
    }

    /// Its logo and colours, where it has its own.
    pub fn branding(&self) -> Option<&Value> {
        self.document.get("branding")
    }

    /// Whether applications of others may log its members in.
    pub fn admits_third_parties(&self) -> bool {
        self.document.get("third_party_client_access") == Some(&Value::from("allow"))
    }
}

/// The organization with this id.
///
/// # Errors
/// When the database is away.
pub async fn find(id: &str, context: &Context) -> Result<Option<Organization>, Broken> {
    let row = table::find(&context.tenant, id, context.database()).await?;
    row.map(Organization::from_stored).transpose()
}

/// The organization with this name, in capitals or not.
///
/// # Errors
/// When the database is away.
pub async fn find_by_name(name: &str, context: &Context) -> Result<Option<Organization>, Broken> {
    let name = name.to_lowercase();
    let row = table::find_by_name(&context.tenant, &name, context.database()).await?;
    row.map(Organization::from_stored).transpose()
}

/// An organization by what requests call it: its id, or its name where the tenant allows that.
///
/// # Errors
/// When the database is away.
pub async fn find_named(named: &str, context: &Context) -> Result<Option<Organization>, Broken> {
    if OrganizationId::parse(named).is_ok() {
        find(named, context).await
    } else if context.tenant.settings.organization_names {
        find_by_name(named, context).await
    } else {
        Ok(None)
    }
}

/// Lets pass who speaks of an organization that exists.
async fn require_exists(id: &str, context: &Context) -> Result<(), ManagementFailure> {
    let found = table::find(&context.tenant, id, context.database()).await?;
    found.ok_or_else(Error::unknown_organization)?;
    Ok(())
}

/// Keeps an organization as it is until the work is done. Always the first lock of those that the work takes.
async fn lock(id: &str, context: &Context, work: &mut Work) -> Result<(), ManagementFailure> {
    let row = table::find_for_update(&context.tenant, id, work).await?;
    row.ok_or_else(Error::unknown_organization)?;
    Ok(())
}
