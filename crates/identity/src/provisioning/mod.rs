//! Making a tenant complete: everything that must exist before anybody can administer it or log in.
//!
//! Each step looks before it makes, so that what was interrupted half way is finished by the next call.

mod built_in;
mod dashboard;
mod samples;

use std::sync::Arc;

use ostia_jose::PrivateKey;
use ostia_protocol::auth0::ids::TenantId;

pub use self::built_in::Credentials;
pub use self::dashboard::{
    DASHBOARD_PATH, DashboardRole, admit, dashboard_client_id, provide_dashboard,
};
pub use self::samples::{ADMIN_EMAIL, Samples, TRY_PATH, provide_samples};
use crate::context::{Context, Origin, Platform};
use crate::failure::Broken;
use crate::tenants::{self, Tenant};
use crate::{clients, connections, resource_servers, signing_keys};

/// Where a new tenant's signing keys come from.
#[derive(Debug)]
pub enum FirstKeys {
    /// Made now, which takes a moment.
    Generate,
    /// Made elsewhere: the current one and the next.
    Import(Box<[PrivateKey; 2]>),
}

/// Makes a tenant, or completes the one that has this id: signing keys, the Management API, the global client and the
/// default database connection. A tenant that exists keeps its domain.
///
/// # Errors
/// When another tenant has the domain, or the database is away.
pub async fn provision(
    id: &TenantId,
    domain: &str,
    keys: FirstKeys,
    platform: &Arc<Platform>,
) -> Result<Arc<Tenant>, Broken> {
    let tenant = match tenants::find(id, platform).await? {
        Some(tenant) => tenant,
        None => tenants::create(id, domain, platform).await?,
    };
    let tenant = Arc::new(tenant);
    give_keys(keys, &tenant, platform).await?;
    let context = Context::new(platform.clone(), tenant.clone(), Origin::default());
    give_management_api(&context).await?;
    give_global_client(&context).await?;
    give_connection(&context).await?;
    Ok(tenant)
}

async fn give_keys(keys: FirstKeys, tenant: &Tenant, platform: &Platform) -> Result<(), Broken> {
    if !signing_keys::list(&tenant.id, platform).await?.is_empty() {
        return Ok(());
    }
    match keys {
        FirstKeys::Generate => signing_keys::create_first(tenant, platform).await,
        FirstKeys::Import(keys) => {
            let [current, next] = *keys;
            signing_keys::import_first(current, next, tenant, platform).await
        }
    }
}

async fn give_management_api(context: &Context) -> Result<(), Broken> {
    let identifier = context.tenant.management_audience();
    if resource_servers::find_by_identifier(&identifier, context)
        .await?
        .is_none()
    {
        resource_servers::create_system(context).await?;
    }
    Ok(())
}

async fn give_global_client(context: &Context) -> Result<(), Broken> {
    if clients::find_global(context).await?.is_none() {
        clients::create_global(context).await?;
    }
    Ok(())
}

async fn give_connection(context: &Context) -> Result<(), Broken> {
    if connections::find_by_name(connections::DEFAULT_NAME, context)
        .await?
        .is_none()
    {
        connections::create_default(context).await?;
    }
    Ok(())
}
