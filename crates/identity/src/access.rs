//! Access: what a client may get at an API, for a user or for itself. `/authorize`, every grant of the token endpoint
//! and every refresh ask here, so that they can't disagree.

use std::sync::Arc;

use ostia_protocol::auth0::ids::UserId;
use ostia_protocol::auth0::scopes::ManagementScope;
use ostia_protocol::oauth::{Error, GrantType, Scope};

use crate::approval::Approval;
use crate::client_grants::{self, Granted, OrganizationUsage, SubjectType};
use crate::clients::Client;
use crate::context::Context;
use crate::failure::{Broken, Failure};
use crate::organizations::{self, Organization, members};
use crate::resource_servers::{self, ResourceServer, UserPolicy};
use crate::users;

/// The scopes that OpenID Connect defines and no API has to know.
pub const OIDC_SCOPES: [&str; 5] = ["openid", "profile", "email", "address", "phone"];

/// What an access token is for.
#[derive(Clone, Debug)]
pub enum Target {
    /// `/userinfo` alone: the token is opaque.
    UserInfo,
    /// An API.
    Api(Arc<ResourceServer>),
}

impl Target {
    /// The API, if there is one.
    pub fn api(&self) -> Option<&ResourceServer> {
        match self {
            Self::UserInfo => None,
            Self::Api(api) => Some(api),
        }
    }

    /// The audience as it is stored with approvals.
    pub fn audience(&self) -> Option<String> {
        self.api().map(|api| api.identifier.clone())
    }
}

/// What may be given.
#[derive(Clone, Debug)]
pub struct Access {
    /// Where.
    pub target: Target,
    /// Which scopes, in the order asked for.
    pub scope: Scope,
    /// The `permissions` claim, in the dialects that carry it.
    pub permissions: Option<Vec<String>>,
}

/// Finds what a request is for: its audience, its resource (RFC 8707, where the tenant honours it), or the tenant's default.
///
/// # Errors
/// `access_denied` where there is no such API.
pub async fn target(
    audience: Option<&str>,
    resource: Option<&str>,
    context: &Context,
) -> Result<Target, Failure> {
    let tenant = &context.tenant;
    let resource = resource.filter(|_| tenant.settings.resource_means_audience);
    let audience = audience
        .or(resource)
        .or(tenant.settings.default_audience.as_deref());
    match audience {
        None => Ok(Target::UserInfo),
        Some(audience) if audience == tenant.userinfo_audience() => Ok(Target::UserInfo),
        Some(audience) => match resource_servers::find_by_identifier(audience, context).await? {
            Some(api) => Ok(Target::Api(api)),
            None => Err(Error::service_not_found(audience).into()),
        },
    }
}

/// What an approval was given for. Absent there means `/userinfo`, whatever the tenant's default is by now.
///
/// # Errors
/// `access_denied` where the API is gone.
pub async fn approved_target(approval: &Approval, context: &Context) -> Result<Target, Failure> {
    match &approval.audience {
        None => Ok(Target::UserInfo),
        Some(audience) => target(Some(audience), None, context).await,
    }
}

/// Why an approval is worth nothing any more, for the log.
pub const NOT_A_MEMBER: &str =
    "the organization is gone, or the user does not belong to it any more";

/// The organization that an approval was given in; the outer `None` where the user does not belong there any more.
///
/// # Errors
/// When the database is away.
pub async fn approved_organization(
    approval: &Approval,
    context: &Context,
) -> Result<Option<Option<Organization>>, Failure> {
    let Some(id) = &approval.organization else {
        return Ok(Some(None));
    };
    if !members::is_member(id, &approval.user_id, context).await? {
        return Ok(None);
    }
    Ok(organizations::find(id, context).await?.map(Some))
}

/// What a client may get on behalf of a user, in an organization or outside of all. Scopes that may not be given are left out, as upstream does; only a
/// client that may not have the API at all is refused.
///
/// # Errors
/// `access_denied` or `unauthorized_client`, where the API is closed to this client.
pub async fn for_user(
    client: &Client,
    user: &UserId,
    target: Target,
    requested: &Scope,
    organization: Option<&Organization>,
    context: &Context,
) -> Result<Access, Failure> {
    let offers_refresh = target.api().is_none_or(|api| api.allows_offline_access);
    let oidc = requested.filter(|scope| match scope {
        "offline_access" => offers_refresh && client.may_use(GrantType::RefreshToken),
        scope => OIDC_SCOPES.contains(&scope),
    });
    let Target::Api(api) = &target else {
        return Ok(Access {
            target,
            scope: oidc,
            permissions: None,
        });
    };
    let open = open_to_client(client, api, context).await?;
    let needs_permissions = api.enforces_policies || api.is_system;
    let permissions = if needs_permissions {
        permissions(user, &api.identifier, organization, context).await?
    } else {
        Vec::new()
    };
    let allowed = open.filter(|scope| {
        let held = permissions.iter().any(|permission| permission == scope);
        if api.identifier == context.tenant.mfa_audience() {
            // All of its scopes are about one's own second factors.
            true
        } else if api.is_system {
            is_about_oneself(scope) || (held && client.is_first_party())
        } else {
            held || !api.enforces_policies
        }
    });
    let scope = requested.filter(|scope| allowed.contains(scope) || oidc.contains(scope));
    let carries_permissions = api.enforces_policies && api.dialect.has_permissions();
    Ok(Access {
        scope,
        permissions: carries_permissions.then_some(permissions),
        target,
    })
}

/// What a user may do at an API. In an organization the roles that they have there count, and nothing else; outside of
/// organizations those do not.
async fn permissions(
    user: &UserId,
    audience: &str,
    organization: Option<&Organization>,
    context: &Context,
) -> Result<Vec<String>, Broken> {
    let (tenant, database) = (&context.tenant, context.database());
    Ok(match organization {
        Some(organization) => {
            let id = organization.id.as_str();
            members::roles::table::permissions(tenant, id, user, audience, database).await?
        }
        None => users::table::permissions(tenant, user, audience, database).await?,
    })
}

/// Whether an API is open to a client that acts for users, whoever they are.
///
/// # Errors
/// `unauthorized_client`, where it is closed.
pub async fn require_open(
    client: &Client,
    target: &Target,
    context: &Context,
) -> Result<(), Failure> {
    match target.api() {
        None => Ok(()),
        Some(api) => open_to_client(client, api, context).await.map(|_| ()),
    }
}

fn is_about_oneself(scope: &str) -> bool {
    scope
        .parse::<ManagementScope>()
        .is_ok_and(ManagementScope::is_current_user)
}

/// Which scopes of an API are open to a client that acts for users.
async fn open_to_client(
    client: &Client,
    api: &ResourceServer,
    context: &Context,
) -> Result<Scope, Failure> {
    if api.is_system && client.is_strict() {
        return Err(not_authorized(client, api));
    }
    match api.user_policy {
        UserPolicy::DenyAll => Err(not_authorized(client, api)),
        UserPolicy::AllowAll if !client.always_needs_client_grant() => Ok(api.all_scopes.clone()),
        UserPolicy::AllowAll | UserPolicy::RequireClientGrant => {
            client_grants::granted_scope(client, api, SubjectType::User, context)
                .await?
                .ok_or_else(|| not_authorized(client, api))
        }
    }
}

fn not_authorized(client: &Client, api: &ResourceServer) -> Failure {
    Error::unauthorized_client(format!(
        "Client \"{}\" is not authorized to access resource server \"{}\".",
        client.id, api.identifier
    ))
    .into()
}

/// What a client may get on its own behalf, in an organization or outside of all.
///
/// # Errors
/// `access_denied`, in upstream's words, where no client grant covers it.
pub async fn for_client(
    client: &Client,
    api: Arc<ResourceServer>,
    requested: Option<&Scope>,
    organization: Option<&str>,
    context: &Context,
) -> Result<(Access, Option<Organization>), Failure> {
    let closed = !api.allows_client_credentials || (api.is_system && !client.may_administer());
    if closed {
        return Err(Error::no_client_grant(&api.identifier).into());
    }
    let grant = client_grants::granted(client, &api, SubjectType::Client, context)
        .await?
        .ok_or_else(|| Error::no_client_grant(&api.identifier))?;
    let organization = entered(client, &grant, organization, context).await?;
    let granted = grant.scope;
    let scope = match requested.filter(|scope| !scope.is_empty()) {
        None => granted,
        Some(requested) => {
            let beyond = requested.difference(&granted);
            if !beyond.is_empty() {
                let text = format!("Client has not been granted scopes: {beyond}");
                return Err(Error::access_denied(text).into());
            }
            requested.clone()
        }
    };
    let carries_permissions = api.enforces_policies && api.dialect.has_permissions();
    let permissions = carries_permissions.then(|| scope.iter().map(str::to_owned).collect());
    let access = Access {
        scope,
        permissions,
        target: Target::Api(api),
    };
    Ok((access, organization))
}

/// The organization that a client acts in for itself: the one asked for, or its own default, as far as its grant lets it.
async fn entered(
    client: &Client,
    grant: &Granted,
    asked: Option<&str>,
    context: &Context,
) -> Result<Option<Organization>, Failure> {
    let default = || client.default_organization();
    let named = match (grant.organization_usage, asked) {
        (OrganizationUsage::Deny, Some(_)) => {
            return Err(Error::organization_not_allowed().into());
        }
        (OrganizationUsage::Deny, None) => return Ok(None),
        (OrganizationUsage::Allow, asked) => asked.or_else(default),
        (OrganizationUsage::Require, asked) => match asked.or_else(default) {
            None => return Err(Error::organization_required().into()),
            named => named,
        },
    };
    let Some(named) = named else {
        return Ok(None);
    };
    let found = organizations::find_named(named, context).await?;
    let organization = found.ok_or_else(|| Error::organization_invalid(named))?;
    let id = organization.id.as_str();
    let any = grant.allows_any_organization && client.is_first_party();
    if any || organizations::client_grants::has(id, &grant.id, context).await? {
        return Ok(Some(organization));
    }
    Err(Error::access_denied(format!(
        "Client \"{}\" is not authorized to access the organization \"{id}\".",
        client.id
    ))
    .into())
}
