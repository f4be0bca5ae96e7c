//! The domains of an organization: whose e-mail addresses lead to it.

pub mod table;

use std::fmt::Write as _;
use std::sync::LazyLock;

use ostia_protocol::auth0::ids::OrganizationDomainId;
use ostia_protocol::auth0::management_error::Error;
use ostia_protocol::auth0::paging::{Page, Paging};
use ostia_protocol::auth0::schema::{Part, Schema};
use serde_json::{Value, json};

use super::Organization;
use crate::context::Context;
use crate::database::is_taken;
use crate::failure::{Broken, ManagementFailure};
use crate::listing::{self, Listed, Slice};

/// Where the owner of a domain proves that it is theirs: a TXT record at this name of it.
const VERIFICATION_LABEL: &str = "_ss-verification";

/// The body of `POST /organizations/{id}/discovery-domains`.
pub static ADD: LazyLock<Schema> = LazyLock::new(|| {
    let domain = Schema::string()
        .min_length(3)
        .max_length(255)
        .pattern("^(([a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])\\.)*([A-Za-z0-9]|[A-Za-z0-9][A-Za-z0-9-]*[A-Za-z0-9])$")
        .described("The domain");
    Schema::object()
        .required_member("domain", domain)
        .member("status", status())
        .member("use_for_organization_discovery", discoverable())
});

/// The body of `PATCH /organizations/{id}/discovery-domains/{discovery_domain_id}`.
pub static UPDATE: LazyLock<Schema> = LazyLock::new(|| {
    Schema::object()
        .member("status", status())
        .member("use_for_organization_discovery", discoverable())
});

fn status() -> Schema {
    Schema::enumeration(&["pending", "verified"])
        .described("Whether the domain is proved to be theirs")
}

fn discoverable() -> Schema {
    Schema::boolean().described("Whether e-mail addresses at the domain lead to the organization")
}

/// A domain of an organization.
#[derive(Clone, Debug)]
pub struct Domain {
    /// `ord_…`.
    pub id: String,
    /// Whose it is.
    pub organization_id: String,
    /// In lower case.
    pub domain: String,
    /// Whether it is proved to be theirs.
    pub is_verified: bool,
    /// Whether addresses there lead to the organization.
    pub is_discoverable: bool,
    /// What the TXT record has to say.
    pub verification: String,
    /// When it was added.
    pub created_at: crate::time::Timestamp,
}

impl Domain {
    /// As on the wire.
    pub fn document(&self) -> Value {
        let host = format!(
            "{VERIFICATION_LABEL}.{}.{}",
            self.organization_id, self.domain
        );
        json!({
            "id": self.id,
            "domain": self.domain,
            "status": if self.is_verified { "verified" } else { "pending" },
            "verification_host": host,
            "verification_txt": self.verification,
            "use_for_organization_discovery": self.is_discoverable,
        })
    }

    fn apply(&mut self, body: &Value) {
        if let Some(status) = body.get("status") {
            self.is_verified = status == "verified";
        }
        if let Some(discoverable) = body.get("use_for_organization_discovery") {
            self.is_discoverable = discoverable == true;
        }
    }
}

/// The domains of an organization, oldest first.
///
/// # Errors
/// 400 for a bad checkpoint, 404; or when the database is away.
pub async fn list(id: &str, paging: &Paging, context: &Context) -> Result<Page, ManagementFailure> {
    super::require_exists(id, context).await?;
    let slice = Slice::of(paging, context.now)?;
    let rows = table::list(&context.tenant, id, &slice, context.database()).await?;
    let listed = rows.into_iter().map(|domain| Listed {
        created_at: domain.created_at,
        value: domain.document(),
        id: domain.id,
    });
    Ok(listing::page(paging, listed.collect(), 0, context.now))
}

/// One domain, by its id.
///
/// # Errors
/// 404; or when the database is away.
pub async fn read(id: &str, domain: &str, context: &Context) -> Result<Value, ManagementFailure> {
    super::require_exists(id, context).await?;
    let found = table::find(&context.tenant, id, domain, context.database()).await?;
    Ok(found
        .ok_or_else(Error::unknown_discovery_domain)?
        .document())
}

/// One domain, by its name.
///
/// # Errors
/// 404; or when the database is away.
pub async fn read_by_name(
    id: &str,
    name: &str,
    context: &Context,
) -> Result<Value, ManagementFailure> {
    super::require_exists(id, context).await?;
    let name = name.to_lowercase();
    let found = table::find_by_name(&context.tenant, id, &name, context.database()).await?;
    Ok(found
        .ok_or_else(Error::unknown_discovery_domain)?
        .document())
}

/// Adds a domain.
///
/// # Errors
/// 400 for a bad body, 404, 409 where the organization has it; or when the database is away.
pub async fn add(id: &str, body: &Value, context: &Context) -> Result<Value, ManagementFailure> {
    ADD.check(body, Part::Payload)?;
    let name = body.get("domain").and_then(Value::as_str);
    let mut domain = Domain {
        id: OrganizationDomainId::generate(context.entropy()).to_string(),
        organization_id: id.to_owned(),
        domain: name.unwrap_or_default().to_lowercase(),
        is_verified: false,
        is_discoverable: true,
        verification: verification(context),
        created_at: context.now,
    };
    domain.apply(body);
    let mut work = context.begin().await?;
    super::lock(id, context, &mut work).await?;
    match table::insert(&context.tenant, &domain, &mut work).await {
        Ok(()) => {}
        Err(error) if is_taken(&error) => return Err(Error::discovery_domain_exists().into()),
        Err(error) => return Err(Broken::from(error).into()),
    }
    work.commit().await?;
    Ok(domain.document())
}

fn verification(context: &Context) -> String {
    let bytes: [u8; 16] = context.entropy().bytes();
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a `String` can't fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Changes a domain.
///
/// # Errors
/// 400 for a bad body, 404; or when the database is away.
pub async fn update(
    id: &str,
    domain: &str,
    body: &Value,
    context: &Context,
) -> Result<Value, ManagementFailure> {
    UPDATE.check(body, Part::Payload)?;
    let mut work = context.begin().await?;
    super::lock(id, context, &mut work).await?;
    let found = table::find_in(&context.tenant, id, domain, &mut work).await?;
    let mut domain = found.ok_or_else(Error::unknown_discovery_domain)?;
    domain.apply(body);
    table::update(&context.tenant, &domain, &mut work).await?;
    work.commit().await?;
    Ok(domain.document())
}

/// Removes a domain.
///
/// # Errors
/// 404; or when the database is away.
pub async fn remove(id: &str, domain: &str, context: &Context) -> Result<(), ManagementFailure> {
    let mut work = context.begin().await?;
    super::lock(id, context, &mut work).await?;
    if !table::delete(&context.tenant, id, domain, &mut work).await? {
        return Err(Error::unknown_discovery_domain().into());
    }
    work.commit().await?;
    Ok(())
}

/// The organization that an e-mail address leads to: the one that proved first that the domain is theirs.
///
/// # Errors
/// When the database is away.
pub async fn discover(email: &str, context: &Context) -> Result<Option<Organization>, Broken> {
    let Some((_, domain)) = email.rsplit_once('@') else {
        return Ok(None);
    };
    let domain = domain.trim().to_lowercase();
    let row = table::discover(&context.tenant, &domain, context.database()).await?;
    row.map(Organization::from_stored).transpose()
}
