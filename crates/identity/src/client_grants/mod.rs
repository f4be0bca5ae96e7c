//! Client grants: which applications may ask which API for what.

pub mod document;
mod manage;
pub mod table;

use std::sync::Arc;

use ostia_protocol::oauth::Scope;
use serde_json::{Map, Value};

pub use self::manage::{create, create_for, delete, list, read, update};
use crate::clients::Client;
use crate::context::Context;
use crate::failure::Broken;
use crate::resource_servers::ResourceServer;

/// On whose behalf a grant lets an application act.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SubjectType {
    /// Its own (`client_credentials`).
    Client,
    /// A user's.
    User,
}

impl SubjectType {
    /// The name on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Client => "client",
            Self::User => "user",
        }
    }
}

/// A client grant.
#[derive(Debug)]
pub struct ClientGrant {
    /// `cgr_…`.
    pub id: String,
    /// The API.
    pub audience: String,
    /// On whose behalf.
    pub subject_type: SubjectType,
    /// Which scopes; [`ClientGrant::scope_at`] knows about "all".
    scope: Scope,
    allows_all_scopes: bool,
    /// As on the wire.
    pub document: Map<String, Value>,
}

impl ClientGrant {
    fn from_stored(row: table::ClientGrantRow) -> Self {
        let scopes = row
            .document
            .get("scope")
            .and_then(Value::as_array)
            .map(Vec::as_slice)
            .unwrap_or_default();
        Self {
            scope: Scope::from_tokens(scopes.iter().filter_map(Value::as_str)).unwrap_or_default(),
            allows_all_scopes: row
                .document
                .get("allow_all_scopes")
                .and_then(Value::as_bool)
                .unwrap_or(false),
            subject_type: if row.subject_type == "user" {
                SubjectType::User
            } else {
                SubjectType::Client
            },
            id: row.client_grant_id,
            audience: row.audience,
            document: row.document,
        }
    }

    /// What this grant allows at its API. Scopes that the API gave up since are not among it.
    pub fn scope_at(&self, api: &ResourceServer) -> Scope {
        if self.allows_all_scopes {
            api.all_scopes.clone()
        } else {
            self.scope.intersect(&api.all_scopes)
        }
    }
}

/// All grants of one client.
#[derive(Debug)]
pub struct ClientGrants(Vec<ClientGrant>);

impl ClientGrants {
    fn covering(&self, audience: &str, subject: SubjectType) -> Option<&ClientGrant> {
        self.0
            .iter()
            .find(|grant| grant.audience == audience && grant.subject_type == subject)
    }
}

/// What a grant gives.
#[derive(Clone, Debug)]
pub struct Granted {
    /// `cgr_…`.
    pub id: String,
    /// Which scopes.
    pub scope: Scope,
    /// Whether the client acts within organizations, for itself.
    pub organization_usage: OrganizationUsage,
    /// Whether every organization counts, and not only those that the grant was added to.
    pub allows_any_organization: bool,
}

/// Whether a client acts within organizations, for itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OrganizationUsage {
    /// Never.
    Deny,
    /// Where it asks for one.
    Allow,
    /// Always.
    Require,
}

impl ClientGrant {
    fn granted_at(&self, api: &ResourceServer) -> Granted {
        let usage = self.document.get("organization_usage");
        Granted {
            id: self.id.clone(),
            scope: self.scope_at(api),
            organization_usage: match usage.and_then(Value::as_str) {
                Some("allow") => OrganizationUsage::Allow,
                Some("require") => OrganizationUsage::Require,
                _ => OrganizationUsage::Deny,
            },
            allows_any_organization: self.document.get("allow_any_organization")
                == Some(&Value::Bool(true)),
        }
    }
}

/// What a client was granted at an API: its own grant, or for third parties the tenant's default. `None` where there is neither.
///
/// # Errors
/// When the database is away.
pub async fn granted(
    client: &Client,
    api: &ResourceServer,
    subject: SubjectType,
    context: &Context,
) -> Result<Option<Granted>, Broken> {
    let own = grants_of(client.id.as_str(), context).await?;
    if let Some(grant) = own.covering(&api.identifier, subject) {
        return Ok(Some(grant.granted_at(api)));
    }
    if client.is_first_party() {
        return Ok(None);
    }
    let defaults = grants_of("", context).await?;
    Ok(defaults
        .covering(&api.identifier, subject)
        .map(|grant| grant.granted_at(api)))
}

/// Which scopes a client was granted at an API.
///
/// # Errors
/// When the database is away.
pub async fn granted_scope(
    client: &Client,
    api: &ResourceServer,
    subject: SubjectType,
    context: &Context,
) -> Result<Option<Scope>, Broken> {
    let granted = granted(client, api, subject, context).await?;
    Ok(granted.map(|granted| granted.scope))
}

async fn grants_of(client_id: &str, context: &Context) -> Result<Arc<ClientGrants>, Broken> {
    let load = async || {
        let rows = table::list_of_client(&context.tenant, client_id, context.database()).await?;
        Ok(Some(ClientGrants(
            rows.into_iter().map(ClientGrant::from_stored).collect(),
        )))
    };
    let key = (context.tenant.id.clone(), client_id.to_owned());
    let grants = context
        .caches()
        .client_grants
        .get_or_load(key, load)
        .await?;
    Ok(grants.unwrap_or_else(|| Arc::new(ClientGrants(Vec::new()))))
}
