//! The scopes of the Management API (reference/management-api.md §2.1).

use std::collections::HashMap;
use std::fmt;
use std::str::FromStr;
use std::sync::LazyLock;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// One line per entity: the entity, then each action with the variant that stands for the pair.
macro_rules! scopes {
    ($($entity:ident: $($action:ident $variant:ident),+;)*) => {
        /// A permission of the Management API. A variant is named as its scope reads: `read:clients` is `ReadClients`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum ManagementScope {
            $($(#[doc = concat!("`", stringify!($action), ":", stringify!($entity), "`")] $variant,)+)*
        }

        impl ManagementScope {
            const ALL: &'static [Self] = &[$($(Self::$variant,)+)*];

            /// The scope as tokens carry it.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $($(Self::$variant => concat!(stringify!($action), ":", stringify!($entity)),)+)*
                }
            }
        }
    };
}

scopes! {
    actions: create CreateActions, read ReadActions, update UpdateActions, delete DeleteActions;
    agents: create CreateAgents, read ReadAgents, update UpdateAgents, delete DeleteAgents;
    anomaly_blocks: read ReadAnomalyBlocks, delete DeleteAnomalyBlocks;
    attack_protection: read ReadAttackProtection, update UpdateAttackProtection;
    authentication_methods: create CreateAuthenticationMethods, read ReadAuthenticationMethods, update UpdateAuthenticationMethods, delete DeleteAuthenticationMethods;
    branding: read ReadBranding, update UpdateBranding, delete DeleteBranding;
    client_credentials: create CreateClientCredentials, read ReadClientCredentials, update UpdateClientCredentials, delete DeleteClientCredentials;
    client_grants: create CreateClientGrants, read ReadClientGrants, update UpdateClientGrants, delete DeleteClientGrants;
    client_keys: read ReadClientKeys, update UpdateClientKeys;
    client_summary: read ReadClientSummary;
    client_token_vault_privileged_access: update UpdateClientTokenVaultPrivilegedAccess;
    clients: create CreateClients, read ReadClients, update UpdateClients, delete DeleteClients;
    connection_profiles: create CreateConnectionProfiles, read ReadConnectionProfiles, update UpdateConnectionProfiles, delete DeleteConnectionProfiles;
    connections: create CreateConnections, read ReadConnections, update UpdateConnections, delete DeleteConnections;
    connections_keys: create CreateConnectionsKeys, read ReadConnectionsKeys, update UpdateConnectionsKeys;
    connections_options: read ReadConnectionsOptions;
    current_user: read ReadCurrentUser, delete DeleteCurrentUser;
    current_user_device_credentials: create CreateCurrentUserDeviceCredentials, delete DeleteCurrentUserDeviceCredentials;
    current_user_identities: update UpdateCurrentUserIdentities;
    current_user_metadata: create CreateCurrentUserMetadata, update UpdateCurrentUserMetadata, delete DeleteCurrentUserMetadata;
    custom_domains: create CreateCustomDomains, read ReadCustomDomains, update UpdateCustomDomains, delete DeleteCustomDomains;
    custom_signing_keys: create CreateCustomSigningKeys, read ReadCustomSigningKeys, update UpdateCustomSigningKeys, delete DeleteCustomSigningKeys;
    device_credentials: read ReadDeviceCredentials, delete DeleteDeviceCredentials;
    directory_provisionings: create CreateDirectoryProvisionings, read ReadDirectoryProvisionings, update UpdateDirectoryProvisionings, delete DeleteDirectoryProvisionings;
    email_provider: create CreateEmailProvider, read ReadEmailProvider, update UpdateEmailProvider, delete DeleteEmailProvider;
    email_templates: create CreateEmailTemplates, read ReadEmailTemplates, update UpdateEmailTemplates;
    encryption_keys: create CreateEncryptionKeys, read ReadEncryptionKeys, update UpdateEncryptionKeys, delete DeleteEncryptionKeys;
    event_deliveries: read ReadEventDeliveries, update UpdateEventDeliveries;
    event_streams: create CreateEventStreams, read ReadEventStreams, update UpdateEventStreams, delete DeleteEventStreams;
    events: read ReadEvents;
    experimentation: create CreateExperimentation, read ReadExperimentation, update UpdateExperimentation, delete DeleteExperimentation;
    federated_connections_tokens: read ReadFederatedConnectionsTokens, delete DeleteFederatedConnectionsTokens;
    flows: create CreateFlows, read ReadFlows, update UpdateFlows, delete DeleteFlows;
    flows_executions: read ReadFlowsExecutions, delete DeleteFlowsExecutions;
    flows_vault_connections: create CreateFlowsVaultConnections, read ReadFlowsVaultConnections, update UpdateFlowsVaultConnections, delete DeleteFlowsVaultConnections;
    forms: create CreateForms, read ReadForms, update UpdateForms, delete DeleteForms;
    grants: read ReadGrants, delete DeleteGrants;
    group_members: read ReadGroupMembers;
    group_roles: create CreateGroupRoles, read ReadGroupRoles, delete DeleteGroupRoles;
    groups: read ReadGroups, delete DeleteGroups;
    guardian_enrollment_tickets: create CreateGuardianEnrollmentTickets;
    guardian_enrollments: read ReadGuardianEnrollments, delete DeleteGuardianEnrollments;
    guardian_factors: read ReadGuardianFactors, update UpdateGuardianFactors;
    hooks: create CreateHooks, read ReadHooks, update UpdateHooks, delete DeleteHooks;
    log_streams: create CreateLogStreams, read ReadLogStreams, update UpdateLogStreams, delete DeleteLogStreams;
    logs: read ReadLogs;
    logs_users: read ReadLogsUsers;
    mfa_policies: read ReadMfaPolicies, update UpdateMfaPolicies;
    network_acl_keys: create CreateNetworkAclKeys, read ReadNetworkAclKeys, delete DeleteNetworkAclKeys;
    network_acls: create CreateNetworkAcls, read ReadNetworkAcls, update UpdateNetworkAcls, delete DeleteNetworkAcls;
    organization_client_grants: create CreateOrganizationClientGrants, read ReadOrganizationClientGrants, delete DeleteOrganizationClientGrants;
    organization_clients: create CreateOrganizationClients, read ReadOrganizationClients, update UpdateOrganizationClients, delete DeleteOrganizationClients;
    organization_connections: create CreateOrganizationConnections, read ReadOrganizationConnections, update UpdateOrganizationConnections, delete DeleteOrganizationConnections;
    organization_discovery_domains: create CreateOrganizationDiscoveryDomains, read ReadOrganizationDiscoveryDomains, update UpdateOrganizationDiscoveryDomains, delete DeleteOrganizationDiscoveryDomains;
    organization_group_roles: create CreateOrganizationGroupRoles, read ReadOrganizationGroupRoles, delete DeleteOrganizationGroupRoles;
    organization_groups: read ReadOrganizationGroups;
    organization_invitations: create CreateOrganizationInvitations, read ReadOrganizationInvitations, delete DeleteOrganizationInvitations;
    organization_member_effective_roles: read ReadOrganizationMemberEffectiveRoles;
    organization_member_role_source_groups: read ReadOrganizationMemberRoleSourceGroups;
    organization_member_roles: create CreateOrganizationMemberRoles, read ReadOrganizationMemberRoles, delete DeleteOrganizationMemberRoles;
    organization_members: create CreateOrganizationMembers, read ReadOrganizationMembers, delete DeleteOrganizationMembers;
    organizations: create CreateOrganizations, read ReadOrganizations, update UpdateOrganizations, delete DeleteOrganizations;
    organizations_summary: read ReadOrganizationsSummary;
    phone_providers: create CreatePhoneProviders, read ReadPhoneProviders, update UpdatePhoneProviders, delete DeletePhoneProviders;
    phone_templates: create CreatePhoneTemplates, read ReadPhoneTemplates, update UpdatePhoneTemplates, delete DeletePhoneTemplates;
    prompts: read ReadPrompts, update UpdatePrompts;
    rate_limit_policies: create CreateRateLimitPolicies, read ReadRateLimitPolicies, update UpdateRateLimitPolicies, delete DeleteRateLimitPolicies;
    refresh_tokens: read ReadRefreshTokens, update UpdateRefreshTokens, delete DeleteRefreshTokens;
    resource_servers: create CreateResourceServers, read ReadResourceServers, update UpdateResourceServers, delete DeleteResourceServers;
    role_members: create CreateRoleMembers, read ReadRoleMembers, delete DeleteRoleMembers;
    roles: create CreateRoles, read ReadRoles, update UpdateRoles, delete DeleteRoles;
    rules: create CreateRules, read ReadRules, update UpdateRules, delete DeleteRules;
    rules_configs: read ReadRulesConfigs, update UpdateRulesConfigs, delete DeleteRulesConfigs;
    scim_config: create CreateScimConfig, read ReadScimConfig, update UpdateScimConfig, delete DeleteScimConfig;
    scim_token: create CreateScimToken, read ReadScimToken, delete DeleteScimToken;
    self_service_profile_custom_texts: read ReadSelfServiceProfileCustomTexts, update UpdateSelfServiceProfileCustomTexts;
    self_service_profiles: create CreateSelfServiceProfiles, read ReadSelfServiceProfiles, update UpdateSelfServiceProfiles, delete DeleteSelfServiceProfiles;
    sessions: read ReadSessions, update UpdateSessions, delete DeleteSessions;
    signing_keys: create CreateSigningKeys, read ReadSigningKeys, update UpdateSigningKeys;
    sso_access_tickets: create CreateSsoAccessTickets, delete DeleteSsoAccessTickets;
    stats: read ReadStats;
    tenant_settings: read ReadTenantSettings, update UpdateTenantSettings;
    token_exchange_profiles: create CreateTokenExchangeProfiles, read ReadTokenExchangeProfiles, update UpdateTokenExchangeProfiles, delete DeleteTokenExchangeProfiles;
    user_attribute_profiles: create CreateUserAttributeProfiles, read ReadUserAttributeProfiles, update UpdateUserAttributeProfiles, delete DeleteUserAttributeProfiles;
    user_effective_permissions: read ReadUserEffectivePermissions;
    user_effective_roles: read ReadUserEffectiveRoles;
    user_idp_tokens: read ReadUserIdpTokens;
    user_permission_source_roles: read ReadUserPermissionSourceRoles;
    user_role_source_groups: read ReadUserRoleSourceGroups;
    user_tickets: create CreateUserTickets;
    users: create CreateUsers, read ReadUsers, update UpdateUsers, delete DeleteUsers;
    users_app_metadata: update UpdateUsersAppMetadata;
    vdcs_templates: create CreateVdcsTemplates, read ReadVdcsTemplates, update UpdateVdcsTemplates, delete DeleteVdcsTemplates;
    tokens: blacklist BlacklistTokens;
}

impl ManagementScope {
    /// Every scope, by entity; the scopes of the "Auth0 Management API" of a new tenant.
    pub const fn all() -> &'static [Self] {
        Self::ALL
    }

    /// What the scope allows, in English, made from its action and entity.
    pub fn description(self) -> String {
        let (action, entity) = self.as_str().split_once(':').unwrap_or_default();
        let verb = match action {
            "create" => "Create",
            "read" => "Read",
            "update" => "Change",
            "delete" => "Delete",
            _ => "Revoke",
        };
        format!("{verb} {}", entity.replace('_', " "))
    }

    /// Whether an end user's token may hold the scope. It then reaches only the user that the token is about.
    pub const fn is_current_user(self) -> bool {
        matches!(
            self,
            Self::ReadCurrentUser
                | Self::UpdateCurrentUserIdentities
                | Self::CreateCurrentUserMetadata
                | Self::UpdateCurrentUserMetadata
                | Self::DeleteCurrentUserMetadata
                | Self::CreateCurrentUserDeviceCredentials
                | Self::DeleteCurrentUserDeviceCredentials
        )
    }
}

/// The text is no scope of the Management API.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("unknown Management API scope")]
pub struct UnknownScope;

impl FromStr for ManagementScope {
    type Err = UnknownScope;

    fn from_str(text: &str) -> Result<Self, UnknownScope> {
        static BY_NAME: LazyLock<HashMap<&'static str, ManagementScope>> = LazyLock::new(|| {
            ManagementScope::ALL
                .iter()
                .map(|scope| (scope.as_str(), *scope))
                .collect()
        });
        BY_NAME.get(text).copied().ok_or(UnknownScope)
    }
}

impl fmt::Display for ManagementScope {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

impl Serialize for ManagementScope {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for ManagementScope {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_scope_reads_back() {
        for scope in ManagementScope::all() {
            assert_eq!(scope.as_str().parse(), Ok(*scope));
        }
        assert_eq!(
            "read:everything".parse::<ManagementScope>(),
            Err(UnknownScope)
        );
    }

    #[test]
    fn names_and_descriptions() {
        assert_eq!(ManagementScope::ReadClients.as_str(), "read:clients");
        assert_eq!(
            ManagementScope::UpdateUsersAppMetadata.description(),
            "Change users app metadata"
        );
        assert_eq!(
            ManagementScope::BlacklistTokens.to_string(),
            "blacklist:tokens"
        );
    }

    #[test]
    fn an_end_users_token_holds_seven() {
        let count = ManagementScope::all()
            .iter()
            .filter(|scope| scope.is_current_user())
            .count();
        assert_eq!(count, 7);
    }
}
