//! The whole URL map on one screen.

use std::sync::Arc;

use axum::Router;
use axum::http::HeaderMap;
use axum::middleware;
use axum::response::{IntoResponse, Response};
use axum::routing::{delete, get, post, put};
use ostia_identity::context::Platform;
use ostia_protocol::auth0::management_error;
use ostia_protocol::oauth::Error;

use crate::authentication::register;
use crate::error::management::Failed;
use crate::{error, extract, login, management, oauth};

/// What all handlers share.
#[derive(Debug)]
pub struct App {
    /// Database, caches, keys, clock.
    pub platform: Arc<Platform>,
    /// Whether `X-Forwarded-For` is believed: only behind a proxy of one's own.
    pub trusts_forwarded_headers: bool,
}

/// Everything that Ostia serves.
pub fn router(app: Arc<App>) -> Router {
    Router::new()
        .merge(oauth_api())
        .merge(hosted_pages())
        .nest("/api/v2", management_api())
        .route("/healthz", get(|| async { "ok" }))
        .fallback(not_found)
        .layer(middleware::from_fn_with_state(
            app.clone(),
            extract::resolve,
        ))
        .with_state(app)
}

/// What applications call: from servers, and those behind `cors::allow` from web pages, too.
fn oauth_api() -> Router<Arc<App>> {
    use oauth::{cors, discovery, revoke, token, userinfo};

    Router::new()
        .route("/oauth/token", post(token::post))
        .route("/oauth/revoke", post(revoke::post))
        .route("/oidc/register", post(register::post))
        .route("/userinfo", get(userinfo::handle).post(userinfo::handle))
        .route(
            "/.well-known/openid-configuration",
            get(discovery::openid_configuration),
        )
        .route(
            "/.well-known/oauth-authorization-server",
            get(discovery::authorization_server),
        )
        .route("/.well-known/jwks.json", get(discovery::jwks))
        .method_not_allowed_fallback(async || oauth_error(Error::method_not_allowed()))
        // Around the fallback, too: preflights ask for a method that no endpoint has.
        .layer(middleware::from_fn(cors::allow))
}

/// Where browsers are.
fn hosted_pages() -> Router<Arc<App>> {
    use login::{assets, screens};
    use oauth::{authorize, logout};

    Router::new()
        .route("/authorize", get(authorize::handle).post(authorize::handle))
        .route("/v2/logout", get(logout::v2))
        .route("/logout", get(logout::v2))
        .route("/oidc/logout", get(logout::oidc).post(logout::oidc))
        .route("/u/logout", post(logout::confirmed))
        .route(
            "/u/login",
            get(screens::login::get).post(screens::login::post),
        )
        .route(
            "/u/signup",
            get(screens::signup::get).post(screens::signup::post),
        )
        .route(
            "/u/consent",
            get(screens::consent::get).post(screens::consent::post),
        )
        .route("/u/assets/{name}", get(assets::get))
        .route("/u/theme.css", get(assets::theme))
        .route("/favicon.ico", get(assets::favicon))
}

fn oauth_error(error: Error) -> Response {
    error::oauth::Failed::from(error).into_response()
}

async fn not_found(context: extract::RequestContext, headers: HeaderMap) -> Response {
    error::page::not_found(&login::respond::View {
        context: &context,
        headers: &headers,
    })
}

fn management_api() -> Router<Arc<App>> {
    use management::{
        client_grants, clients, connections, grants, keys, resource_servers, tenant_settings, users,
    };

    Router::new()
        .route("/clients", get(clients::list).post(clients::create))
        .route(
            "/clients/{id}",
            get(clients::read)
                .patch(clients::update)
                .delete(clients::delete),
        )
        .route("/clients/{id}/rotate-secret", post(clients::rotate_secret))
        .route("/clients/{id}/connections", get(clients::connections))
        .route(
            "/clients/{id}/credentials",
            get(clients::list_credentials).post(clients::create_credential),
        )
        .route(
            "/clients/{id}/credentials/{credential_id}",
            get(clients::read_credential)
                .patch(clients::update_credential)
                .delete(clients::delete_credential),
        )
        .route(
            "/resource-servers",
            get(resource_servers::list).post(resource_servers::create),
        )
        .route(
            "/resource-servers/{id}",
            get(resource_servers::read)
                .patch(resource_servers::update)
                .delete(resource_servers::delete),
        )
        .route(
            "/client-grants",
            get(client_grants::list).post(client_grants::create),
        )
        .route(
            "/client-grants/{id}",
            get(client_grants::read)
                .patch(client_grants::update)
                .delete(client_grants::delete),
        )
        .route(
            "/client-grants/{id}/organizations",
            get(client_grants::organizations),
        )
        .route("/grants", get(grants::list).delete(grants::delete_all))
        .route("/grants/{id}", delete(grants::delete))
        .route(
            "/tenants/settings",
            get(tenant_settings::read).patch(tenant_settings::update),
        )
        .route("/keys/signing", get(keys::list))
        .route("/keys/signing/rotate", post(keys::rotate))
        .route("/keys/signing/{kid}", get(keys::read))
        .route("/keys/signing/{kid}/revoke", put(keys::revoke))
        .route(
            "/connections",
            get(connections::list).post(connections::create),
        )
        .route(
            "/connections/{id}",
            get(connections::read)
                .patch(connections::update)
                .delete(connections::delete),
        )
        .route(
            "/connections/{id}/clients",
            get(connections::list_clients).patch(connections::update_clients),
        )
        .route("/connections/{id}/status", get(connections::status))
        .route("/connections/{id}/users", delete(connections::delete_user))
        .route("/users", get(users::list).post(users::create))
        .route(
            "/users/{id}",
            get(users::read).patch(users::update).delete(users::delete),
        )
        .route("/users-by-email", get(users::by_email))
        .merge(access_control())
        .merge(activity())
        .merge(appearance())
        .merge(protection())
        .merge(absent())
        .fallback(async || Failed::from(management_error::Error::not_found()).into_response())
        .method_not_allowed_fallback(async || {
            Failed::from(management_error::Error::method_not_allowed()).into_response()
        })
        .layer(middleware::from_fn(management::audit::record))
}

/// Roles and permissions.
fn access_control() -> Router<Arc<App>> {
    use management::{roles, user_roles};

    Router::new()
        .route("/roles", get(roles::list).post(roles::create))
        .route(
            "/roles/{id}",
            get(roles::read).patch(roles::update).delete(roles::delete),
        )
        .route(
            "/roles/{id}/permissions",
            get(roles::list_permissions)
                .post(roles::give_permissions)
                .delete(roles::take_permissions),
        )
        .route(
            "/roles/{id}/users",
            get(roles::list_users).post(roles::give_users),
        )
        .route(
            "/users/{id}/roles",
            get(user_roles::list_roles)
                .post(user_roles::give_roles)
                .delete(user_roles::take_roles),
        )
        .route(
            "/users/{id}/permissions",
            get(user_roles::list_permissions)
                .post(user_roles::give_permissions)
                .delete(user_roles::take_permissions),
        )
}

/// What people did and what they still may do: sessions, refresh tokens, the log.
fn activity() -> Router<Arc<App>> {
    use management::{logs, refresh_tokens, sessions, stats};

    Router::new()
        .route("/sessions/{id}", get(sessions::read).delete(sessions::end))
        .route("/sessions/{id}/revoke", post(sessions::revoke))
        .route(
            "/users/{id}/sessions",
            get(sessions::list_of_user).delete(sessions::end_all_of_user),
        )
        .route("/users/{id}/revoke-access", post(sessions::revoke_access))
        .route("/refresh-tokens", get(refresh_tokens::list))
        .route(
            "/refresh-tokens/revoke",
            post(refresh_tokens::revoke_selected),
        )
        .route(
            "/refresh-tokens/{id}",
            get(refresh_tokens::read).delete(refresh_tokens::revoke),
        )
        .route(
            "/users/{id}/refresh-tokens",
            get(refresh_tokens::list_of_user).delete(refresh_tokens::revoke_all_of_user),
        )
        .route("/logs", get(logs::list))
        .route("/logs/{id}", get(logs::read))
        .route("/users/{id}/logs", get(logs::list_of_user))
        .route("/stats/active-users", get(stats::active_users))
        .route("/stats/daily", get(stats::daily))
}

/// What the tenant's pages and mail look like, and what they say.
fn appearance() -> Router<Arc<App>> {
    use management::{branding, emails, prompts};

    Router::new()
        .route("/branding", branding::settings())
        .route(
            "/branding/templates/universal-login",
            get(branding::read_template)
                .put(branding::set_template)
                .delete(branding::delete_template),
        )
        .route("/branding/themes", post(branding::create_theme))
        .route("/branding/themes/default", get(branding::default_theme))
        .route(
            "/branding/themes/{themeId}",
            get(branding::read_theme)
                .patch(branding::update_theme)
                .delete(branding::delete_theme),
        )
        .route("/prompts", prompts::settings())
        .route(
            "/prompts/rendering",
            get(prompts::list_renderings).patch(prompts::update_renderings),
        )
        .route(
            "/prompts/{prompt}/custom-text/{language}",
            get(prompts::read_texts).put(prompts::set_texts),
        )
        .route(
            "/prompts/{prompt}/partials",
            get(prompts::read_partials).put(prompts::set_partials),
        )
        .route(
            "/prompts/{prompt}/screen/{screen}/rendering",
            get(prompts::read_rendering).patch(prompts::update_rendering),
        )
        .route(
            "/emails/provider",
            get(emails::read_provider)
                .post(emails::set_up_provider)
                .patch(emails::update_provider)
                .delete(emails::remove_provider),
        )
        .route("/email-templates", post(emails::create_template))
        .route(
            "/email-templates/{templateName}",
            get(emails::read_template)
                .patch(emails::update_template)
                .put(emails::set_template),
        )
}

/// Attack protection and second factors.
fn protection() -> Router<Arc<App>> {
    use management::attack_protection::routes;
    use management::guardian::{self, provider, secret_provider, setting};
    use ostia_identity::attack_protection as attacks;
    use ostia_identity::guardian as factors;

    Router::new()
        .route(
            "/attack-protection/bot-detection",
            routes(&attacks::BOT_DETECTION),
        )
        .route(
            "/attack-protection/breached-password-detection",
            routes(&attacks::BREACHED_PASSWORDS),
        )
        .route(
            "/attack-protection/brute-force-protection",
            routes(&attacks::BRUTE_FORCE),
        )
        .route("/attack-protection/captcha", routes(&attacks::CAPTCHA))
        .route(
            "/attack-protection/phone-provider-protection",
            routes(&attacks::PHONE_PROVIDER),
        )
        .route(
            "/attack-protection/suspicious-ip-throttling",
            routes(&attacks::SUSPICIOUS_IPS),
        )
        .route(
            "/risk-assessments/settings",
            routes(&attacks::RISK_ASSESSMENT),
        )
        .route(
            "/risk-assessments/settings/new-device",
            routes(&attacks::NEW_DEVICE),
        )
        .route(
            "/supplemental-signals",
            routes(&attacks::SUPPLEMENTAL_SIGNALS),
        )
        .route("/guardian/policies", guardian::policies())
        .route("/guardian/factors", get(guardian::factors))
        .route("/guardian/factors/{name}", put(guardian::set_factor))
        .route("/guardian/factors/duo/settings", provider(&factors::DUO))
        .route(
            "/guardian/factors/phone/message-types",
            setting(&factors::MESSAGE_TYPES),
        )
        .route(
            "/guardian/factors/phone/providers/twilio",
            setting(&factors::TWILIO),
        )
        .route(
            "/guardian/factors/phone/selected-provider",
            setting(&factors::PHONE_PROVIDER),
        )
        .route(
            "/guardian/factors/phone/templates",
            setting(&factors::TEMPLATES),
        )
        .route(
            "/guardian/factors/sms/providers/twilio",
            setting(&factors::TWILIO),
        )
        .route(
            "/guardian/factors/sms/selected-provider",
            setting(&factors::PHONE_PROVIDER),
        )
        .route(
            "/guardian/factors/sms/templates",
            setting(&factors::TEMPLATES),
        )
        .route(
            "/guardian/factors/push-notification/providers/apns",
            provider(&factors::APNS),
        )
        .route(
            "/guardian/factors/push-notification/providers/fcm",
            secret_provider(&factors::FCM),
        )
        .route(
            "/guardian/factors/push-notification/providers/fcmv1",
            secret_provider(&factors::FCM_V1),
        )
        .route(
            "/guardian/factors/push-notification/providers/sns",
            provider(&factors::SNS),
        )
        .route(
            "/guardian/factors/push-notification/selected-provider",
            setting(&factors::PUSH_PROVIDER),
        )
}

/// What there is nothing of yet.
fn absent() -> Router<Arc<App>> {
    use management::nothing::{self, bare, of_actions, paged, wrapped};
    use ostia_protocol::auth0::scopes::ManagementScope as Scope;

    Router::new()
        .route("/actions/actions", of_actions("actions"))
        .route("/actions/modules", of_actions("modules"))
        .route("/actions/triggers", get(nothing::triggers))
        .route(
            "/actions/triggers/{triggerId}/bindings",
            get(nothing::bindings),
        )
        .route(
            "/branding/phone/providers",
            wrapped("providers", Scope::ReadPhoneProviders),
        )
        .route(
            "/branding/phone/templates",
            wrapped("templates", Scope::ReadPhoneTemplates),
        )
        .route(
            "/connection-profiles",
            wrapped("connection_profiles", Scope::ReadConnectionProfiles),
        )
        .route(
            "/connections-directory-provisionings",
            wrapped("directory_provisionings", Scope::ReadDirectoryProvisionings),
        )
        .route(
            "/connections-scim-configurations",
            wrapped("scim_configurations", Scope::ReadScimConfig),
        )
        .route("/custom-domains", get(nothing::custom_domains))
        .route("/custom-domains/default", get(nothing::default_domain))
        .route(
            "/event-streams",
            wrapped("eventStreams", Scope::ReadEventStreams),
        )
        .route("/flows", paged("flows", Scope::ReadFlows))
        .route(
            "/flows/vault/connections",
            paged("connections", Scope::ReadFlowsVaultConnections),
        )
        .route("/forms", paged("forms", Scope::ReadForms))
        .route("/hooks", paged("hooks", Scope::ReadHooks))
        .route("/log-streams", bare(Scope::ReadLogStreams))
        .route(
            "/network-acls",
            paged("network_acls", Scope::ReadNetworkAcls),
        )
        .route(
            "/rate-limit-policies",
            wrapped("rate_limit_policies", Scope::ReadRateLimitPolicies),
        )
        .route("/rules", paged("rules", Scope::ReadRules))
        .route("/rules-configs", bare(Scope::ReadRulesConfigs))
        .route(
            "/self-service-profiles",
            paged("self_service_profiles", Scope::ReadSelfServiceProfiles),
        )
        .route(
            "/token-exchange-profiles",
            wrapped("token_exchange_profiles", Scope::ReadTokenExchangeProfiles),
        )
        .route(
            "/user-attribute-profiles",
            wrapped("user_attribute_profiles", Scope::ReadUserAttributeProfiles),
        )
}
