//! What the dashboard needs of a tenant: the application that it is, and the roles that say what its users may do.
//!
//! It is a public client like anybody's. What a user may do with it is what their token for the Management API carries,
//! and that is what their roles give: nothing is enforced in the browser.

use ostia_protocol::auth0::ids::{ClientId, RoleId, UserId};
use ostia_protocol::auth0::scopes::ManagementScope;
use serde_json::{Value, json};

use super::built_in::{self, add_url, client, derived, rs256};
use crate::context::Context;
use crate::failure::Broken;
use crate::permissions::{self, Holder, Permission};
use crate::resource_servers;
use crate::roles::members;
use crate::roles::table::{self as roles, RoleRow};

/// Where it is served.
pub const DASHBOARD_PATH: &str = "/dashboard";
/// What its client's id is derived from.
const PURPOSE: &str = "dashboard";

/// What somebody may do in the dashboard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DashboardRole {
    /// Everything.
    Owner,
    /// Applications and what they may do.
    ApplicationsEditor,
    /// People, their roles and organizations.
    UsersEditor,
    /// Looks people up, ends their sessions and lifts their blocks.
    Support,
    /// Sees everything but secrets.
    Viewer,
}

impl DashboardRole {
    /// From the most to the least powerful.
    pub const ALL: [Self; 5] = [
        Self::Owner,
        Self::ApplicationsEditor,
        Self::UsersEditor,
        Self::Support,
        Self::Viewer,
    ];

    /// As the command line names it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::ApplicationsEditor => "applications-editor",
            Self::UsersEditor => "users-editor",
            Self::Support => "support",
            Self::Viewer => "viewer",
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Owner => "Dashboard owner",
            Self::ApplicationsEditor => "Dashboard editor for applications",
            Self::UsersEditor => "Dashboard editor for users",
            Self::Support => "Dashboard support",
            Self::Viewer => "Dashboard viewer",
        }
    }

    const fn description(self) -> &'static str {
        match self {
            Self::Owner => "May do everything in this tenant.",
            Self::ApplicationsEditor => {
                "Makes and changes applications, APIs and what applications may do there. Sees no secrets."
            }
            Self::UsersEditor => "Makes and changes users, their roles and organizations.",
            Self::Support => {
                "Looks users up, ends their sessions, lifts their blocks. Changes no account."
            }
            Self::Viewer => "Sees everything but secrets, and changes nothing.",
        }
    }

    /// Whether the role gives a scope of the Management API.
    fn gives(self, scope: ManagementScope) -> bool {
        let Some((action, entity)) = scope.as_str().split_once(':') else {
            return false;
        };
        if scope.is_current_user() {
            return false;
        }
        let sees = action == "read" && !SECRETS.contains(&entity);
        match self {
            Self::Owner => true,
            Self::ApplicationsEditor => sees || APPLICATIONS.contains(&entity) && action != "read",
            Self::UsersEditor => sees || PEOPLE.contains(&entity),
            Self::Support => {
                sees && SUPPORT_READS.contains(&entity)
                    || action == "delete" && SUPPORT_ENDS.contains(&entity)
            }
            Self::Viewer => sees,
        }
    }
}

/// What shows a secret to whoever may read it.
const SECRETS: &[&str] = &[
    "client_keys",
    "connections_keys",
    "connections_options",
    "encryption_keys",
    "user_idp_tokens",
    "federated_connections_tokens",
    "scim_token",
    "custom_signing_keys",
    "network_acl_keys",
];
/// What an editor for applications changes.
const APPLICATIONS: &[&str] = &[
    "clients",
    "client_grants",
    "resource_servers",
    "organization_client_grants",
    "organization_clients",
];
/// What an editor for users changes.
const PEOPLE: &[&str] = &[
    "users",
    "users_app_metadata",
    "user_tickets",
    "anomaly_blocks",
    "authentication_methods",
    "device_credentials",
    "grants",
    "guardian_enrollments",
    "guardian_enrollment_tickets",
    "organization_invitations",
    "organization_member_roles",
    "organization_members",
    "organizations",
    "refresh_tokens",
    "role_members",
    "sessions",
];
/// What support sees.
const SUPPORT_READS: &[&str] = &[
    "anomaly_blocks",
    "authentication_methods",
    "client_summary",
    "clients",
    "connections",
    "device_credentials",
    "grants",
    "guardian_enrollments",
    "logs",
    "logs_users",
    "organization_members",
    "organizations",
    "refresh_tokens",
    "roles",
    "sessions",
    "stats",
    "users",
];
/// What support ends.
const SUPPORT_ENDS: &[&str] = &["anomaly_blocks", "refresh_tokens", "sessions"];

/// The id of the dashboard's client in this tenant.
///
/// # Errors
/// A defect of ours.
pub fn dashboard_client_id(context: &Context) -> Result<ClientId, Broken> {
    built_in::client_id(PURPOSE, context)
}

/// Gives a tenant what is missing of what the dashboard needs. What somebody changed of a role stays changed, except that
/// an owner may do everything, whatever the Management API has learnt since.
///
/// # Errors
/// When the tenant isn't complete, or the database is away.
pub async fn provide_dashboard(context: &Context) -> Result<ClientId, Broken> {
    let credentials = client(PURPOSE, application(), context).await?;
    let origin = format!("https://{}", context.tenant.domain);
    let home = format!("{origin}{DASHBOARD_PATH}");
    for (member, url) in [
        ("callbacks", &home),
        ("allowed_logout_urls", &home),
        ("web_origins", &origin),
    ] {
        add_url(&credentials, member, url, context).await?;
    }
    for role in DashboardRole::ALL {
        provide_role(role, context).await?;
    }
    Ok(credentials.client_id)
}

/// Lets a user into the dashboard.
///
/// # Errors
/// When the tenant has no dashboard yet or the user is gone, or the database is away.
pub async fn admit(user: &UserId, role: DashboardRole, context: &Context) -> Result<(), Broken> {
    let body = json!({ "roles": [role_id(role, context)?] });
    members::give_roles(user, &body, context)
        .await
        .map_err(|failure| Broken::internal(format!("the role could not be given: {failure:?}")))
}

fn role_id(role: DashboardRole, context: &Context) -> Result<RoleId, Broken> {
    let suffix = derived(&format!("dashboard role {}", role.as_str()), 16, context)?;
    RoleId::parse(&format!("rol_{suffix}")).map_err(Broken::internal)
}

async fn provide_role(role: DashboardRole, context: &Context) -> Result<(), Broken> {
    let id = role_id(role, context)?;
    let tenant = &context.tenant;
    let is_there = roles::find(tenant, id.as_str(), context.database())
        .await?
        .is_some();
    if is_there && role != DashboardRole::Owner {
        return Ok(());
    }
    let audience = tenant.management_audience();
    let known = match resource_servers::find_by_identifier(&audience, context).await? {
        Some(api) => api.all_scopes.clone(),
        None => return Err(Broken::internal("the tenant has no Management API")),
    };
    let mut work = context.begin().await?;
    if !is_there && !insert(role, &id, context, &mut work).await? {
        // Somebody else's role has the name, or another node was faster.
        return Ok(());
    }
    for scope in ManagementScope::all() {
        if role.gives(*scope) && known.contains(scope.as_str()) {
            let permission = Permission {
                audience: audience.clone(),
                name: scope.as_str().to_owned(),
            };
            let holder = Holder::Role(id.as_str());
            permissions::table::insert(tenant, holder, &permission, context.now, &mut work).await?;
        }
    }
    work.commit().await
}

/// Whether it was made.
async fn insert(
    role: DashboardRole,
    id: &RoleId,
    context: &Context,
    work: &mut crate::database::Work,
) -> Result<bool, Broken> {
    let document = json!({ "id": id, "name": role.name(), "description": role.description() });
    let row = RoleRow {
        role_id: id.to_string(),
        document: document.as_object().cloned().unwrap_or_default(),
        created_at: context.now,
    };
    match roles::insert(&context.tenant, &row, work).await {
        Ok(()) => Ok(true),
        Err(error) if crate::database::is_taken(&error) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

fn application() -> Value {
    json!({
        "name": "Ostia Dashboard",
        "description": "Where this tenant is administered. Without it nobody can log in there; the next start makes it again.",
        "app_type": "spa",
        "token_endpoint_auth_method": "none",
        "grant_types": ["authorization_code"],
        "oidc_conformant": true,
        "jwt_configuration": rs256()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scopes_of(role: DashboardRole) -> Vec<&'static str> {
        let all = ManagementScope::all().iter();
        all.filter(|scope| role.gives(**scope))
            .map(|scope| scope.as_str())
            .collect()
    }

    #[test]
    fn who_only_looks_changes_nothing_and_sees_no_secret() {
        let scopes = scopes_of(DashboardRole::Viewer);
        assert!(scopes.len() > 50);
        assert!(scopes.iter().all(|scope| scope.starts_with("read:")));
        assert!(!scopes.contains(&"read:client_keys"));
        assert!(!scopes.contains(&"read:current_user"));
    }

    #[test]
    fn each_role_changes_its_own() {
        let table = [
            ("update:clients", [true, true, false, false, false]),
            ("create:client_grants", [true, true, false, false, false]),
            ("read:client_keys", [true, false, false, false, false]),
            ("update:client_keys", [true, false, false, false, false]),
            ("update:users", [true, false, true, false, false]),
            ("create:role_members", [true, false, true, false, false]),
            ("update:roles", [true, false, false, false, false]),
            ("delete:sessions", [true, false, true, true, false]),
            ("delete:anomaly_blocks", [true, false, true, true, false]),
            ("read:users", [true, true, true, true, true]),
            ("read:tenant_settings", [true, true, true, false, true]),
            ("update:tenant_settings", [true, false, false, false, false]),
        ];
        for (scope, expected) in table {
            let given = DashboardRole::ALL.map(|role| scopes_of(role).contains(&scope));
            assert_eq!(given, expected, "{scope}");
        }
    }

    #[test]
    fn entities_exist() {
        for entity in [SECRETS, APPLICATIONS, PEOPLE, SUPPORT_READS, SUPPORT_ENDS].concat() {
            let known = ManagementScope::all().iter().any(|scope| {
                scope
                    .as_str()
                    .split_once(':')
                    .is_some_and(|(_, e)| e == entity)
            });
            assert!(known, "{entity}");
        }
    }
}
