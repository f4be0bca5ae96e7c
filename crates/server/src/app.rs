//! The whole URL map on one screen.

use std::sync::Arc;

use axum::Router;
use axum::http::HeaderMap;
use axum::middleware;
use axum::response::{IntoResponse, Response};
use axum::routing::{delete, get, post};
use ostia_identity::context::Platform;
use ostia_protocol::auth0::management_error;
use ostia_protocol::oauth::Error;

use crate::authentication::{
    classic_login, cross_origin, dbconnections, lock_files, passkey, passwordless, register,
};
use crate::error::management::Failed;
use crate::extract::TrustedProxy;
use crate::management::audit::Reads;
use crate::management::operation::Operation;
use crate::{dashboard, error, explorer, extract, login, management, oauth, scim};

/// What all handlers share.
#[derive(Debug)]
pub struct App {
    /// Database, caches, keys, clock.
    pub platform: Arc<Platform>,
    /// The proxy that is believed; `None` where callers are connected directly.
    pub proxy: Option<TrustedProxy>,
}

/// Everything that Ostia serves, behind its [`Front`](crate::front::Front).
pub fn router(app: &Arc<App>) -> Router {
    Router::new()
        .merge(oauth_api())
        .merge(hosted_pages())
        .merge(explorer::router())
        .nest("/api/v2", management_api(app))
        .nest("/scim/v2/connections/{connection}", scim::routes())
        .merge(dashboard::routes())
        .route("/healthz", get(|| async { "ok" }))
        .fallback(not_found)
        .with_state(app.clone())
}

/// What applications call: from servers, and those behind `cors::allow` from web pages, too.
fn oauth_api() -> Router<Arc<App>> {
    use oauth::discovery::{self, Document};
    use oauth::{cors, device, mfa, par, revoke, token, userinfo};

    Router::new()
        .route("/oauth/token", post(token::post))
        .route("/oauth/par", post(par::post))
        .route("/oauth/device/code", post(device::post))
        .route("/oauth/revoke", post(revoke::post))
        .route("/mfa/challenge", post(mfa::challenge))
        .route("/mfa/associate", post(mfa::associate))
        .route("/mfa/authenticators", get(mfa::authenticators))
        .route("/mfa/authenticators/{id}", delete(mfa::remove))
        .route("/oidc/register", post(register::post))
        .route("/passkey/challenge", post(passkey::challenge))
        .route("/passkey/register", post(passkey::register))
        .route("/passwordless/start", post(passwordless::start))
        .route("/passwordless/verify", post(passwordless::verify))
        .route("/passwordless/challenge", post(dbconnections::challenge))
        .route("/dbconnections/signup", post(dbconnections::signup))
        .route(
            "/dbconnections/change_password",
            post(dbconnections::change_password),
        )
        .route(
            "/dbconnections/signup/challenge",
            post(dbconnections::challenge),
        )
        .route(
            "/dbconnections/change_password/challenge",
            post(dbconnections::challenge),
        )
        .route(
            "/usernamepassword/challenge",
            post(dbconnections::challenge),
        )
        .route("/user/ssodata", get(lock_files::sso_data))
        .route("/user/geoloc/country", get(lock_files::country))
        .route("/userinfo", get(userinfo::handle).post(userinfo::handle))
        .route(
            Document::OpenidConfiguration.path(),
            get(discovery::openid_configuration),
        )
        .route(
            Document::AuthorizationServer.path(),
            get(discovery::authorization_server),
        )
        .route(Document::KeySet.path(), get(discovery::jwks))
        .method_not_allowed_fallback(async || oauth_error(Error::method_not_allowed()))
        // Around the fallback, too: preflights ask for a method that no endpoint has.
        .layer(middleware::from_fn(cors::allow))
}

/// Where browsers are.
fn hosted_pages() -> Router<Arc<App>> {
    use login::{assets, classic, device, magic_link, preview, screens, tickets};
    use oauth::{authorize, logout};

    Router::new()
        .route("/authorize", get(authorize::handle).post(authorize::handle))
        .route(
            "/co/authenticate",
            post(cross_origin::authenticate).options(cross_origin::preflight),
        )
        .route(
            "/usernamepassword/login",
            post(classic_login::login).options(cross_origin::preflight),
        )
        .route("/client/{file}", get(lock_files::client))
        .route("/info-v1.js", get(lock_files::tenant))
        .route("/tenants/v1/{file}", get(lock_files::tenant))
        .route("/logout/callback", get(logout::returned))
        .route("/v2/logout", get(logout::v2))
        .route("/logout", get(logout::v2))
        .route("/oidc/logout", get(logout::oidc).post(logout::oidc))
        .route("/u/logout", post(logout::confirmed))
        .route("/activate", get(device::get).post(device::post))
        .route("/activate/allowed", get(device::allowed))
        .route("/activate/denied", get(device::denied))
        .route(
            "/u/login",
            get(screens::login::get).post(screens::login::post),
        )
        .route("/login", get(classic::get))
        .route("/u/login/federated", get(screens::federation::get))
        .route(
            "/login/callback",
            get(screens::federation::callback).post(screens::federation::callback_post),
        )
        .route(
            "/u/login/identifier",
            get(screens::identifier::get).post(screens::identifier::post),
        )
        .route(
            "/u/login/password",
            get(screens::identifier::get_password).post(screens::identifier::post_password),
        )
        .route(
            "/u/signup",
            get(screens::signup::get).post(screens::signup::post),
        )
        .route(
            "/passwordless/verify_redirect",
            get(magic_link::get).post(magic_link::post),
        )
        .route(
            "/passwordless/verify-redirect",
            get(magic_link::get).post(magic_link::post),
        )
        .route(
            "/u/consent",
            get(screens::consent::get).post(screens::consent::post),
        )
        .route(
            "/u/confirmation",
            get(screens::confirmation::get).post(screens::confirmation::post),
        )
        .route(
            "/u/invitation",
            get(screens::invitation::get).post(screens::invitation::post),
        )
        .route(
            "/u/pre-organization-picker",
            get(screens::organization_name::get).post(screens::organization_name::post),
        )
        .route(
            "/u/organization-picker",
            get(screens::organization_picker::get).post(screens::organization_picker::post),
        )
        .route(
            "/u/reset-password/request/{connection}",
            get(screens::reset_password::get).post(screens::reset_password::post),
        )
        .route(
            "/u/reset-password",
            get(tickets::reset_password::get).post(tickets::reset_password::post),
        )
        .route(
            "/u/unblock",
            get(tickets::unblock::get).post(tickets::unblock::post),
        )
        .route("/u/reset-verify", get(tickets::reset_password::verify))
        .route(
            "/u/email-verification",
            get(tickets::email_verification::get),
        )
        .route("/exports/{id}/{file}", get(management::jobs::download))
        .merge(crate::account::routes())
        .merge(login::screens::second_factor_routes())
        .merge(login::screens::passwordless_routes())
        .route(
            "/mfa/enrollment",
            get(login::enrollment::get).post(login::enrollment::post),
        )
        .route("/u/assets/{name}", get(assets::get))
        .route("/u/theme.css", get(assets::theme))
        .route("/u/preview/{token}", get(preview::get))
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

/// The Management API, a line for each noun; the operations are in its file.
pub fn management_operations() -> Vec<Operation> {
    use management::{
        action_modules, actions, attack_protection, authentication_methods, branding,
        client_grants, clients, connection_keys, connection_profiles, connections, custom_domains,
        custom_signing_keys, device_credentials, directory_provisionings, emails, encryption_keys,
        event_streams, experimentation, forms, grants, groups, guardian, hooks, identities, jobs,
        keys, log_streams, logs, network_acls, organizations, phone_messages, prompts,
        rate_limit_policies, refresh_tokens, resource_servers, roles, rules, scim_configurations,
        self_service_profiles, sessions, stats, tenant_settings, tickets, token_exchange_profiles,
        user_access, user_attribute_profiles, user_blocks, user_roles, users,
        verifiable_credentials,
    };

    [
        action_modules::operations(),
        actions::operations(),
        attack_protection::operations(),
        authentication_methods::operations(),
        branding::operations(),
        client_grants::operations(),
        clients::operations(),
        connection_keys::operations(),
        connection_profiles::operations(),
        connections::operations(),
        custom_domains::operations(),
        custom_signing_keys::operations(),
        device_credentials::operations(),
        directory_provisionings::operations(),
        emails::operations(),
        encryption_keys::operations(),
        event_streams::operations(),
        experimentation::operations(),
        forms::operations(),
        grants::operations(),
        groups::operations(),
        guardian::operations(),
        hooks::operations(),
        identities::operations(),
        jobs::operations(),
        keys::operations(),
        log_streams::operations(),
        logs::operations(),
        network_acls::operations(),
        organizations::operations(),
        phone_messages::operations(),
        prompts::operations(),
        rate_limit_policies::operations(),
        refresh_tokens::operations(),
        resource_servers::operations(),
        roles::operations(),
        rules::operations(),
        scim_configurations::operations(),
        self_service_profiles::operations(),
        sessions::operations(),
        stats::operations(),
        tenant_settings::operations(),
        tickets::operations(),
        token_exchange_profiles::operations(),
        user_access::operations(),
        user_attribute_profiles::operations(),
        user_blocks::operations(),
        user_roles::operations(),
        users::operations(),
        verifiable_credentials::operations(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn management_api(app: &Arc<App>) -> Router<Arc<App>> {
    let reads = Reads::new(routes(management_operations(), Operation::reads), app);
    routes(management_operations(), |_| true)
        .route("/openapi.json", get(management::openapi::get))
        .fallback(async || Failed::from(management_error::Error::not_found()).into_response())
        .method_not_allowed_fallback(async || {
            Failed::from(management_error::Error::method_not_allowed()).into_response()
        })
        .layer(middleware::from_fn_with_state(
            reads,
            management::audit::record,
        ))
}

fn routes(operations: Vec<Operation>, keeps: fn(&Operation) -> bool) -> Router<Arc<App>> {
    operations
        .into_iter()
        .filter(keeps)
        .map(Operation::into_route)
        .fold(Router::new(), |router, (path, route)| {
            router.route(path, route)
        })
}
