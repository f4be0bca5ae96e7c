//! What holds for every route of the Management API, driven from one table. A new route belongs in it.

use axum::http::Method;
use ostia_identity::clients::visibility;
use ostia_protocol::auth0::scopes::ManagementScope::{self, *};

use crate::test_app::{TestApp, TestRequest};

/// A route: its method, its path, the scopes of which one is enough, and whether it reads a body.
struct Route(Method, &'static str, &'static [ManagementScope], Body);

#[derive(PartialEq)]
enum Body {
    /// An object.
    Read,
    /// An array.
    ReadList,
    /// Text or an object.
    ReadAny,
    Ignored,
}

use Body::{Ignored, Read, ReadAny, ReadList};

const ROUTES: &[Route] = &[
    Route(
        Method::GET,
        "/attack-protection/bot-detection",
        &[ReadAttackProtection],
        Ignored,
    ),
    Route(
        Method::PATCH,
        "/attack-protection/bot-detection",
        &[UpdateAttackProtection],
        Read,
    ),
    Route(
        Method::GET,
        "/attack-protection/breached-password-detection",
        &[ReadAttackProtection],
        Ignored,
    ),
    Route(
        Method::PATCH,
        "/attack-protection/breached-password-detection",
        &[UpdateAttackProtection],
        Read,
    ),
    Route(
        Method::GET,
        "/attack-protection/brute-force-protection",
        &[ReadAttackProtection],
        Ignored,
    ),
    Route(
        Method::PATCH,
        "/attack-protection/brute-force-protection",
        &[UpdateAttackProtection],
        Read,
    ),
    Route(
        Method::GET,
        "/attack-protection/captcha",
        &[ReadAttackProtection],
        Ignored,
    ),
    Route(
        Method::PATCH,
        "/attack-protection/captcha",
        &[UpdateAttackProtection],
        Read,
    ),
    Route(
        Method::GET,
        "/attack-protection/phone-provider-protection",
        &[ReadAttackProtection],
        Ignored,
    ),
    Route(
        Method::PATCH,
        "/attack-protection/phone-provider-protection",
        &[UpdateAttackProtection],
        Read,
    ),
    Route(
        Method::GET,
        "/attack-protection/suspicious-ip-throttling",
        &[ReadAttackProtection],
        Ignored,
    ),
    Route(
        Method::PATCH,
        "/attack-protection/suspicious-ip-throttling",
        &[UpdateAttackProtection],
        Read,
    ),
    Route(
        Method::GET,
        "/risk-assessments/settings",
        &[ReadAttackProtection],
        Ignored,
    ),
    Route(
        Method::PATCH,
        "/risk-assessments/settings",
        &[UpdateAttackProtection],
        Read,
    ),
    Route(
        Method::GET,
        "/risk-assessments/settings/new-device",
        &[ReadAttackProtection],
        Ignored,
    ),
    Route(
        Method::PATCH,
        "/risk-assessments/settings/new-device",
        &[UpdateAttackProtection],
        Read,
    ),
    Route(
        Method::GET,
        "/supplemental-signals",
        &[ReadAttackProtection],
        Ignored,
    ),
    Route(
        Method::PATCH,
        "/supplemental-signals",
        &[UpdateAttackProtection],
        Read,
    ),
    Route(
        Method::GET,
        "/guardian/policies",
        &[ReadMfaPolicies],
        Ignored,
    ),
    Route(
        Method::PUT,
        "/guardian/policies",
        &[UpdateMfaPolicies],
        ReadList,
    ),
    Route(
        Method::GET,
        "/guardian/factors",
        &[ReadGuardianFactors],
        Ignored,
    ),
    Route(
        Method::PUT,
        "/guardian/factors/{name}",
        &[UpdateGuardianFactors],
        Read,
    ),
    Route(
        Method::GET,
        "/guardian/factors/phone/message-types",
        &[ReadGuardianFactors],
        Ignored,
    ),
    Route(
        Method::PUT,
        "/guardian/factors/phone/message-types",
        &[UpdateGuardianFactors],
        Read,
    ),
    Route(
        Method::GET,
        "/guardian/factors/phone/providers/twilio",
        &[ReadGuardianFactors],
        Ignored,
    ),
    Route(
        Method::PUT,
        "/guardian/factors/phone/providers/twilio",
        &[UpdateGuardianFactors],
        Read,
    ),
    Route(
        Method::GET,
        "/guardian/factors/phone/selected-provider",
        &[ReadGuardianFactors],
        Ignored,
    ),
    Route(
        Method::PUT,
        "/guardian/factors/phone/selected-provider",
        &[UpdateGuardianFactors],
        Read,
    ),
    Route(
        Method::GET,
        "/guardian/factors/phone/templates",
        &[ReadGuardianFactors],
        Ignored,
    ),
    Route(
        Method::PUT,
        "/guardian/factors/phone/templates",
        &[UpdateGuardianFactors],
        Read,
    ),
    Route(
        Method::GET,
        "/guardian/factors/sms/providers/twilio",
        &[ReadGuardianFactors],
        Ignored,
    ),
    Route(
        Method::PUT,
        "/guardian/factors/sms/providers/twilio",
        &[UpdateGuardianFactors],
        Read,
    ),
    Route(
        Method::GET,
        "/guardian/factors/sms/selected-provider",
        &[ReadGuardianFactors],
        Ignored,
    ),
    Route(
        Method::PUT,
        "/guardian/factors/sms/selected-provider",
        &[UpdateGuardianFactors],
        Read,
    ),
    Route(
        Method::GET,
        "/guardian/factors/sms/templates",
        &[ReadGuardianFactors],
        Ignored,
    ),
    Route(
        Method::PUT,
        "/guardian/factors/sms/templates",
        &[UpdateGuardianFactors],
        Read,
    ),
    Route(
        Method::GET,
        "/guardian/factors/push-notification/selected-provider",
        &[ReadGuardianFactors],
        Ignored,
    ),
    Route(
        Method::PUT,
        "/guardian/factors/push-notification/selected-provider",
        &[UpdateGuardianFactors],
        Read,
    ),
    Route(
        Method::GET,
        "/guardian/factors/duo/settings",
        &[ReadGuardianFactors],
        Ignored,
    ),
    Route(
        Method::PUT,
        "/guardian/factors/duo/settings",
        &[UpdateGuardianFactors],
        Read,
    ),
    Route(
        Method::PATCH,
        "/guardian/factors/duo/settings",
        &[UpdateGuardianFactors],
        Read,
    ),
    Route(
        Method::GET,
        "/guardian/factors/push-notification/providers/apns",
        &[ReadGuardianFactors],
        Ignored,
    ),
    Route(
        Method::PUT,
        "/guardian/factors/push-notification/providers/apns",
        &[UpdateGuardianFactors],
        Read,
    ),
    Route(
        Method::PATCH,
        "/guardian/factors/push-notification/providers/apns",
        &[UpdateGuardianFactors],
        Read,
    ),
    Route(
        Method::GET,
        "/guardian/factors/push-notification/providers/sns",
        &[ReadGuardianFactors],
        Ignored,
    ),
    Route(
        Method::PUT,
        "/guardian/factors/push-notification/providers/sns",
        &[UpdateGuardianFactors],
        Read,
    ),
    Route(
        Method::PATCH,
        "/guardian/factors/push-notification/providers/sns",
        &[UpdateGuardianFactors],
        Read,
    ),
    Route(
        Method::PUT,
        "/guardian/factors/push-notification/providers/fcm",
        &[UpdateGuardianFactors],
        Read,
    ),
    Route(
        Method::PATCH,
        "/guardian/factors/push-notification/providers/fcm",
        &[UpdateGuardianFactors],
        Read,
    ),
    Route(
        Method::PUT,
        "/guardian/factors/push-notification/providers/fcmv1",
        &[UpdateGuardianFactors],
        Read,
    ),
    Route(
        Method::PATCH,
        "/guardian/factors/push-notification/providers/fcmv1",
        &[UpdateGuardianFactors],
        Read,
    ),
    Route(Method::GET, "/branding", &[ReadBranding], Ignored),
    Route(Method::PATCH, "/branding", &[UpdateBranding], Read),
    Route(
        Method::GET,
        "/branding/templates/universal-login",
        &[ReadBranding],
        Ignored,
    ),
    Route(
        Method::PUT,
        "/branding/templates/universal-login",
        &[UpdateBranding],
        ReadAny,
    ),
    Route(
        Method::DELETE,
        "/branding/templates/universal-login",
        &[DeleteBranding],
        Ignored,
    ),
    Route(Method::POST, "/branding/themes", &[UpdateBranding], Read),
    Route(
        Method::GET,
        "/branding/themes/default",
        &[ReadBranding],
        Ignored,
    ),
    Route(
        Method::GET,
        "/branding/themes/{themeId}",
        &[ReadBranding],
        Ignored,
    ),
    Route(
        Method::PATCH,
        "/branding/themes/{themeId}",
        &[UpdateBranding],
        Read,
    ),
    Route(
        Method::DELETE,
        "/branding/themes/{themeId}",
        &[DeleteBranding],
        Ignored,
    ),
    Route(Method::GET, "/prompts", &[ReadPrompts], Ignored),
    Route(Method::PATCH, "/prompts", &[UpdatePrompts], Read),
    Route(Method::GET, "/prompts/rendering", &[ReadPrompts], Ignored),
    Route(Method::PATCH, "/prompts/rendering", &[UpdatePrompts], Read),
    Route(
        Method::GET,
        "/prompts/{prompt}/custom-text/{language}",
        &[ReadPrompts],
        Ignored,
    ),
    Route(
        Method::PUT,
        "/prompts/{prompt}/custom-text/{language}",
        &[UpdatePrompts],
        Read,
    ),
    Route(
        Method::GET,
        "/prompts/{prompt}/partials",
        &[ReadPrompts],
        Ignored,
    ),
    Route(
        Method::PUT,
        "/prompts/{prompt}/partials",
        &[UpdatePrompts],
        Read,
    ),
    Route(
        Method::GET,
        "/prompts/{prompt}/screen/{screen}/rendering",
        &[ReadPrompts],
        Ignored,
    ),
    Route(
        Method::PATCH,
        "/prompts/{prompt}/screen/{screen}/rendering",
        &[UpdatePrompts],
        Read,
    ),
    Route(
        Method::GET,
        "/emails/provider",
        &[ReadEmailProvider],
        Ignored,
    ),
    Route(
        Method::POST,
        "/emails/provider",
        &[CreateEmailProvider],
        Read,
    ),
    Route(
        Method::PATCH,
        "/emails/provider",
        &[UpdateEmailProvider],
        Read,
    ),
    Route(
        Method::DELETE,
        "/emails/provider",
        &[DeleteEmailProvider],
        Ignored,
    ),
    Route(
        Method::POST,
        "/email-templates",
        &[CreateEmailTemplates],
        Read,
    ),
    Route(
        Method::GET,
        "/email-templates/{templateName}",
        &[ReadEmailTemplates],
        Ignored,
    ),
    Route(
        Method::PATCH,
        "/email-templates/{templateName}",
        &[UpdateEmailTemplates],
        Read,
    ),
    Route(
        Method::PUT,
        "/email-templates/{templateName}",
        &[UpdateEmailTemplates],
        Read,
    ),
    Route(Method::GET, "/actions/actions", &[ReadActions], Ignored),
    Route(Method::GET, "/actions/modules", &[ReadActions], Ignored),
    Route(Method::GET, "/actions/triggers", &[ReadActions], Ignored),
    Route(
        Method::GET,
        "/actions/triggers/{triggerId}/bindings",
        &[ReadActions],
        Ignored,
    ),
    Route(
        Method::GET,
        "/branding/phone/providers",
        &[ReadPhoneProviders],
        Ignored,
    ),
    Route(
        Method::GET,
        "/branding/phone/templates",
        &[ReadPhoneTemplates],
        Ignored,
    ),
    Route(
        Method::GET,
        "/connection-profiles",
        &[ReadConnectionProfiles],
        Ignored,
    ),
    Route(
        Method::GET,
        "/connections-directory-provisionings",
        &[ReadDirectoryProvisionings],
        Ignored,
    ),
    Route(
        Method::GET,
        "/connections-scim-configurations",
        &[ReadScimConfig],
        Ignored,
    ),
    Route(
        Method::GET,
        "/custom-domains",
        &[ReadCustomDomains],
        Ignored,
    ),
    Route(
        Method::GET,
        "/custom-domains/default",
        &[ReadCustomDomains],
        Ignored,
    ),
    Route(Method::GET, "/event-streams", &[ReadEventStreams], Ignored),
    Route(Method::GET, "/flows", &[ReadFlows], Ignored),
    Route(
        Method::GET,
        "/flows/vault/connections",
        &[ReadFlowsVaultConnections],
        Ignored,
    ),
    Route(Method::GET, "/forms", &[ReadForms], Ignored),
    Route(Method::GET, "/hooks", &[ReadHooks], Ignored),
    Route(Method::GET, "/log-streams", &[ReadLogStreams], Ignored),
    Route(Method::GET, "/network-acls", &[ReadNetworkAcls], Ignored),
    Route(
        Method::GET,
        "/rate-limit-policies",
        &[ReadRateLimitPolicies],
        Ignored,
    ),
    Route(Method::GET, "/rules", &[ReadRules], Ignored),
    Route(Method::GET, "/rules-configs", &[ReadRulesConfigs], Ignored),
    Route(
        Method::GET,
        "/self-service-profiles",
        &[ReadSelfServiceProfiles],
        Ignored,
    ),
    Route(
        Method::GET,
        "/token-exchange-profiles",
        &[ReadTokenExchangeProfiles],
        Ignored,
    ),
    Route(
        Method::GET,
        "/user-attribute-profiles",
        &[ReadUserAttributeProfiles],
        Ignored,
    ),
    Route(Method::GET, "/connections", &[ReadConnections], Ignored),
    Route(Method::POST, "/connections", &[CreateConnections], Read),
    Route(
        Method::GET,
        "/connections/{id}",
        &[ReadConnections],
        Ignored,
    ),
    Route(
        Method::PATCH,
        "/connections/{id}",
        &[UpdateConnections],
        Read,
    ),
    Route(
        Method::DELETE,
        "/connections/{id}",
        &[DeleteConnections],
        Ignored,
    ),
    Route(
        Method::GET,
        "/connections/{id}/clients",
        &[ReadConnections],
        Ignored,
    ),
    Route(
        Method::PATCH,
        "/connections/{id}/clients",
        &[UpdateConnections],
        ReadList,
    ),
    Route(
        Method::GET,
        "/connections/{id}/status",
        &[ReadConnections],
        Ignored,
    ),
    Route(
        Method::DELETE,
        "/connections/{id}/users",
        &[DeleteUsers],
        Ignored,
    ),
    Route(
        Method::GET,
        "/users",
        &[ReadUsers, ReadUserIdpTokens],
        Ignored,
    ),
    Route(Method::POST, "/users", &[CreateUsers], Read),
    Route(
        Method::GET,
        "/users/{id}",
        &[ReadUsers, ReadUserIdpTokens, ReadCurrentUser],
        Ignored,
    ),
    Route(
        Method::PATCH,
        "/users/{id}",
        &[
            UpdateUsers,
            UpdateUsersAppMetadata,
            UpdateCurrentUserMetadata,
        ],
        Read,
    ),
    Route(
        Method::DELETE,
        "/users/{id}",
        &[DeleteUsers, DeleteCurrentUser],
        Ignored,
    ),
    Route(Method::GET, "/users-by-email", &[ReadUsers], Ignored),
    Route(Method::GET, "/clients", visibility::READING, Ignored),
    Route(Method::POST, "/clients", &[CreateClients], Read),
    Route(Method::GET, "/clients/{id}", visibility::READING, Ignored),
    Route(Method::PATCH, "/clients/{id}", visibility::UPDATING, Read),
    Route(Method::DELETE, "/clients/{id}", &[DeleteClients], Ignored),
    Route(
        Method::POST,
        "/clients/{id}/rotate-secret",
        &[UpdateClientKeys],
        Ignored,
    ),
    Route(
        Method::GET,
        "/clients/{id}/connections",
        &[ReadConnections],
        Ignored,
    ),
    Route(
        Method::GET,
        "/clients/{id}/credentials",
        &[ReadClientCredentials],
        Ignored,
    ),
    Route(
        Method::POST,
        "/clients/{id}/credentials",
        &[CreateClientCredentials],
        Read,
    ),
    Route(
        Method::GET,
        "/clients/{id}/credentials/{credential_id}",
        &[ReadClientCredentials],
        Ignored,
    ),
    Route(
        Method::PATCH,
        "/clients/{id}/credentials/{credential_id}",
        &[UpdateClientCredentials],
        Read,
    ),
    Route(
        Method::DELETE,
        "/clients/{id}/credentials/{credential_id}",
        &[DeleteClientCredentials],
        Ignored,
    ),
    Route(
        Method::GET,
        "/resource-servers",
        &[ReadResourceServers],
        Ignored,
    ),
    Route(
        Method::POST,
        "/resource-servers",
        &[CreateResourceServers],
        Read,
    ),
    Route(
        Method::GET,
        "/resource-servers/{id}",
        &[ReadResourceServers],
        Ignored,
    ),
    Route(
        Method::PATCH,
        "/resource-servers/{id}",
        &[UpdateResourceServers],
        Read,
    ),
    Route(
        Method::DELETE,
        "/resource-servers/{id}",
        &[DeleteResourceServers],
        Ignored,
    ),
    Route(Method::GET, "/client-grants", &[ReadClientGrants], Ignored),
    Route(Method::POST, "/client-grants", &[CreateClientGrants], Read),
    Route(
        Method::GET,
        "/client-grants/{id}",
        &[ReadClientGrants],
        Ignored,
    ),
    Route(
        Method::PATCH,
        "/client-grants/{id}",
        &[UpdateClientGrants],
        Read,
    ),
    Route(
        Method::DELETE,
        "/client-grants/{id}",
        &[DeleteClientGrants],
        Ignored,
    ),
    Route(
        Method::GET,
        "/client-grants/{id}/organizations",
        &[ReadOrganizationClientGrants],
        Ignored,
    ),
    Route(Method::GET, "/grants", &[ReadGrants], Ignored),
    Route(Method::DELETE, "/grants", &[DeleteGrants], Ignored),
    Route(Method::DELETE, "/grants/{id}", &[DeleteGrants], Ignored),
    Route(
        Method::GET,
        "/tenants/settings",
        &[ReadTenantSettings],
        Ignored,
    ),
    Route(
        Method::PATCH,
        "/tenants/settings",
        &[UpdateTenantSettings],
        Read,
    ),
    Route(Method::GET, "/keys/signing", &[ReadSigningKeys], Ignored),
    Route(
        Method::POST,
        "/keys/signing/rotate",
        &[CreateSigningKeys, UpdateSigningKeys],
        Ignored,
    ),
    Route(
        Method::GET,
        "/keys/signing/{kid}",
        &[ReadSigningKeys],
        Ignored,
    ),
    Route(
        Method::PUT,
        "/keys/signing/{kid}/revoke",
        &[UpdateSigningKeys],
        Ignored,
    ),
    Route(Method::GET, "/roles", &[ReadRoles], Ignored),
    Route(Method::POST, "/roles", &[CreateRoles], Read),
    Route(Method::GET, "/roles/{id}", &[ReadRoles], Ignored),
    Route(Method::PATCH, "/roles/{id}", &[UpdateRoles], Read),
    Route(Method::DELETE, "/roles/{id}", &[DeleteRoles], Ignored),
    Route(
        Method::GET,
        "/roles/{id}/permissions",
        &[ReadRoles],
        Ignored,
    ),
    Route(
        Method::POST,
        "/roles/{id}/permissions",
        &[UpdateRoles],
        Read,
    ),
    Route(
        Method::DELETE,
        "/roles/{id}/permissions",
        &[UpdateRoles],
        Read,
    ),
    Route(
        Method::GET,
        "/roles/{id}/users",
        &[ReadUsers, ReadRoles, ReadRoleMembers],
        Ignored,
    ),
    Route(
        Method::POST,
        "/roles/{id}/users",
        &[UpdateRoles, CreateRoleMembers],
        Read,
    ),
    Route(
        Method::GET,
        "/users/{id}/roles",
        &[ReadUsers, ReadRoles, ReadRoleMembers],
        Ignored,
    ),
    Route(
        Method::POST,
        "/users/{id}/roles",
        &[UpdateUsers, CreateRoleMembers],
        Read,
    ),
    Route(
        Method::DELETE,
        "/users/{id}/roles",
        &[UpdateUsers, DeleteRoleMembers],
        Read,
    ),
    Route(
        Method::GET,
        "/users/{id}/permissions",
        &[ReadUsers],
        Ignored,
    ),
    Route(
        Method::POST,
        "/users/{id}/permissions",
        &[UpdateUsers],
        Read,
    ),
    Route(
        Method::DELETE,
        "/users/{id}/permissions",
        &[UpdateUsers],
        Read,
    ),
    Route(Method::GET, "/sessions/{id}", &[ReadSessions], Ignored),
    Route(Method::DELETE, "/sessions/{id}", &[DeleteSessions], Ignored),
    Route(
        Method::POST,
        "/sessions/{id}/revoke",
        &[DeleteSessions],
        Ignored,
    ),
    Route(
        Method::GET,
        "/users/{id}/sessions",
        &[ReadSessions],
        Ignored,
    ),
    Route(
        Method::DELETE,
        "/users/{id}/sessions",
        &[DeleteSessions],
        Ignored,
    ),
    Route(
        Method::POST,
        "/users/{id}/revoke-access",
        &[DeleteSessions],
        Read,
    ),
    Route(
        Method::GET,
        "/refresh-tokens",
        &[ReadRefreshTokens],
        Ignored,
    ),
    Route(
        Method::POST,
        "/refresh-tokens/revoke",
        &[DeleteRefreshTokens],
        Read,
    ),
    Route(
        Method::GET,
        "/refresh-tokens/{id}",
        &[ReadRefreshTokens],
        Ignored,
    ),
    Route(
        Method::DELETE,
        "/refresh-tokens/{id}",
        &[DeleteRefreshTokens],
        Ignored,
    ),
    Route(
        Method::GET,
        "/users/{id}/refresh-tokens",
        &[ReadRefreshTokens],
        Ignored,
    ),
    Route(
        Method::DELETE,
        "/users/{id}/refresh-tokens",
        &[DeleteRefreshTokens],
        Ignored,
    ),
    Route(Method::GET, "/logs", &[ReadLogs, ReadLogsUsers], Ignored),
    Route(
        Method::GET,
        "/logs/{id}",
        &[ReadLogs, ReadLogsUsers],
        Ignored,
    ),
    Route(
        Method::GET,
        "/users/{id}/logs",
        &[ReadLogs, ReadLogsUsers],
        Ignored,
    ),
    Route(Method::GET, "/stats/active-users", &[ReadStats], Ignored),
    Route(Method::GET, "/stats/daily", &[ReadStats], Ignored),
];

impl Route {
    fn request(&self, app: &TestApp) -> TestRequest {
        let Self(method, path, ..) = self;
        let path = filled(path);
        app.request(method.clone(), &format!("/api/v2{path}"))
    }

    fn name(&self) -> String {
        format!("{} {}", self.0, self.1)
    }
}

/// The path with something in the place of each parameter.
fn filled(path: &str) -> String {
    let segments: Vec<&str> = path
        .split('/')
        .map(|segment| match segment {
            "{prompt}" | "{screen}" => "login",
            "{language}" => "en",
            "{templateName}" => "verify_email",
            "{name}" => "otp",
            "{triggerId}" => "post-login",
            _ if segment.starts_with('{') && path.starts_with("/users/") => "auth0%7Csome-id",
            _ if segment.starts_with('{') => "some-id",
            _ => segment,
        })
        .collect();
    segments.join("/")
}

#[test]
fn the_table_names_every_path() {
    let map = include_str!("../../../src/app.rs");
    let (_, management) = map
        .split_once("fn management_api()")
        .expect("the URL map has a Management API");
    for path in management.split('"').filter(|text| text.starts_with('/')) {
        assert!(
            ROUTES.iter().any(|Route(_, known, ..)| *known == path),
            "{path} is served: add its routes to the table in contract.rs"
        );
    }
}

#[tokio::test]
async fn without_a_token() {
    let app = TestApp::new().await;
    for route in ROUTES {
        let response = route.request(&app).send().await;
        assert_eq!(response.status, 401, "{}", route.name());
        let body = response.json();
        assert_eq!(
            body["message"],
            "Missing authentication",
            "{}",
            route.name()
        );
        assert_eq!(
            body["attributes"]["error"],
            "Missing authentication",
            "{}",
            route.name()
        );
        let basic = route
            .request(&app)
            .header("authorization", "Basic YTpi")
            .send()
            .await;
        basic.refused(400, "Bad HTTP authentication header format", Some("Bearer"));
    }
}

#[tokio::test]
async fn with_a_token_that_holds_other_scopes() {
    let app = TestApp::new().await;
    for route in ROUTES {
        let Route(_, _, scopes, body) = route;
        let others: Vec<ManagementScope> = ManagementScope::all()
            .iter()
            .copied()
            .filter(|scope| !scopes.contains(scope))
            .collect();
        let mut request = route
            .request(&app)
            .bearer(&app.management_token(&others).await);
        if *body != Ignored {
            request = request.json(&serde_json::json!({}));
        }
        let names: Vec<&str> = scopes.iter().map(|scope| scope.as_str()).collect();
        let message = format!("Insufficient scope, expected any of: {}", names.join(","));
        request
            .send()
            .await
            .refused(403, &message, Some("insufficient_scope"));
    }
}

#[tokio::test]
async fn with_another_tenants_token() {
    let app = TestApp::new().await;
    let token = app.other_tenant().await.admin_token().await;
    for route in ROUTES {
        let response = route.request(&app).bearer(&token).send().await;
        assert_eq!(response.status, 401, "{}: {}", route.name(), response.text);
    }
}

#[tokio::test]
async fn with_a_body_that_is_too_large() {
    let app = TestApp::new().await;
    let token = app.admin_token().await;
    let body = format!("{{\"a\":\"{}\"}}", "x".repeat(1024 * 1024));
    for route in ROUTES.iter().filter(|route| route.3 != Ignored) {
        let request = route
            .request(&app)
            .bearer(&token)
            .raw("application/json", body.clone());
        request.send().await.refused(
            413,
            "Payload content length greater than maximum allowed: 1048576",
            None,
        );
    }
}

#[tokio::test]
async fn with_a_body_that_is_no_honest_json() {
    let app = TestApp::new().await;
    let token = app.admin_token().await;
    let malformed = "Invalid request payload JSON format";
    let deep = format!("{{\"a\":{}{}}}", "[".repeat(40), "]".repeat(40));
    let bottomless = "[".repeat(500_000);
    for route in ROUTES.iter().filter(|route| route.3 == Read) {
        for (body, message) in [
            ("{\"a\":", malformed.to_owned()),
            ("a=b", malformed.to_owned()),
            ("{} {}", malformed.to_owned()),
            (
                deep.as_str(),
                format!("{malformed}: nested deeper than 32 levels"),
            ),
            (
                bottomless.as_str(),
                format!("{malformed}: nested deeper than 32 levels"),
            ),
            (
                "{\"a\":1,\"a\":2}",
                format!("{malformed}: the property a occurs more than once"),
            ),
            (
                "{\"a\":\"\\u0000\"}",
                format!("{malformed}: the character U+0000 occurs in a string"),
            ),
            (
                "[]",
                "Payload validation error: 'Expected type object but found type array'.".to_owned(),
            ),
            (
                "",
                "Payload validation error: 'Expected type object but found type null'.".to_owned(),
            ),
        ] {
            let request = route
                .request(&app)
                .bearer(&token)
                .raw("application/json", body.to_owned());
            let response = request.send().await;
            assert_eq!(response.status, 400, "{} {}", route.name(), response.text);
            response.refused(400, &message, Some("invalid_body"));
        }
        let form = route
            .request(&app)
            .bearer(&token)
            .raw("text/plain", "{}")
            .send()
            .await;
        form.refused(415, "Unsupported Media Type", None);
    }
}

#[tokio::test]
async fn with_another_method() {
    let app = TestApp::new().await;
    let token = app.admin_token().await;
    for Route(_, path, ..) in ROUTES {
        let path = filled(path);
        let response = app
            .request(Method::TRACE, &format!("/api/v2{path}"))
            .bearer(&token)
            .send()
            .await;
        response.refused(405, "Method Not Allowed", None);
    }
}
