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
